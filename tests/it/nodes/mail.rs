//! Mail of an outbox that both nodes look into.

use super::{at, nodes, tenant};
use crate::harness::Answer;
use crate::harness::mail::mails_to;
use crate::harness::wait::until;
use serde_json::json;

const PEOPLE: usize = 40;

fn mails(email: &str, about: &str) -> usize {
    let all = nodes().iter().flat_map(|node| mails_to(&node.mail, email));
    all.filter(|mail| mail.contains(about)).count()
}

/// Requests and mails are taken in their order, so when the last one has come all others were sent.
#[test]
fn a_mail_is_sent_by_one_node() {
    let tenant = tenant("nodes_mail");
    let people: Vec<_> = (0..PEOPLE).map(|n| tenant.invite(&format!("p{n}")).email).collect();
    let came = || people.iter().map(|email| mails(email, "/accept-invite?code=")).collect::<Vec<_>>();
    until("every mail", || came().iter().all(|count| *count > 0).then_some(()));
    let last = tenant.invite("last").email;
    until("the last mail", || (mails(&last, "/accept-invite?code=") > 0).then_some(()));
    assert_eq!(came(), vec![1; PEOPLE]);
}

#[test]
fn s_r12_one_code_is_mailed_for_one_lost_password() {
    let tenant = tenant("nodes_resets");
    let people: Vec<_> = (0..10).map(|n| tenant.join(&format!("p{n}")).email).collect();
    let ask = |turn: usize, email: &str| -> Answer {
        at(&tenant.operator, turn).anonymous().post("/v1/auth/password-reset", &json!({"email": email}))
    };
    for (turn, email) in people.iter().enumerate() {
        ask(turn, email).expect(202);
    }
    let came = || people.iter().map(|email| mails(email, "/reset-password?code=")).collect::<Vec<_>>();
    until("every mail", || came().iter().all(|count| *count > 0).then_some(()));
    let last = tenant.join("last").email;
    ask(0, &last).expect(202);
    until("the last mail", || (mails(&last, "/reset-password?code=") > 0).then_some(()));
    assert_eq!(came(), vec![1; people.len()]);
}
