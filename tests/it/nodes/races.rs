//! Many at once over both nodes, one winner (targets R9, short form).

use serde_json::json;

use super::{at, nodes, tenant};
use crate::harness::mail::mails_to;
use crate::harness::person::invitation;
use crate::harness::wait::until;
use crate::harness::{Answer, Session, Tenant};
use crate::races::{PARALLEL, at_once, count};

/// Rounds of each race.
const ROUNDS: usize = 5;

#[test]
fn r14_one_of_many_invitations_of_the_same_email_wins() {
    let tenant = tenant("nodes_r14");
    for round in 0..ROUNDS {
        let body = invitation(&tenant.email(&format!("tom{round}")), &tenant.group);
        let answers = at_once(|n| at(&tenant.admin, n).post(&tenant.users(), &body));
        assert_eq!((count(&answers, 201), count(&answers, 409)), (1, PARALLEL - 1));
    }
    let list = tenant.admin.get(&format!("{}?limit=0", tenant.users())).expect(200);
    assert_eq!(list["$meta"]["pagination"]["total"], ROUNDS);
}

#[test]
fn r19_one_of_many_acceptances_of_a_code_wins() {
    let tenant = tenant("nodes_r19");
    let group = tenant.group("Many", &[]);
    for round in 0..2 {
        let person = tenant.invite_to(&group, &format!("tom{round}"));
        let answers = at_once(|n| person.accept(&at(&tenant.admin, n)));
        assert_eq!((count(&answers, 200), count(&answers, 401)), (1, PARALLEL - 1));
        assert_eq!(tenant.events_of(&person.membership), ["account-user.invited", "account-user.joined"]);
    }
}

#[test]
fn r21_two_last_administrators_never_remove_each_other() {
    let tenant = tenant("nodes_r21");
    let mut last = tenant.join("first");
    for round in 0..ROUNDS {
        let next = tenant.join(&format!("next{round}"));
        let both = [last.clone(), next];
        // Each is removed at both nodes.
        let answers = at_once(|n| {
            at(&tenant.admin, n).delete(&format!("{}/{}", tenant.users(), both[(n / 2) % 2].user))
        });
        assert_eq!(count(&answers, 204), 1, "{answers:?}");
        for answer in answers {
            match answer.status {
                204 | 404 => {}
                _ => drop(answer.refuses(400, "last-administrator", &["groups"])),
            }
        }
        let members = tenant.admin.get(&tenant.users()).expect(200);
        assert_eq!(members["$meta"]["pagination"]["total"], 1, "never zero administrators");
        let stays = &members["data"][0]["id"];
        last = both.into_iter().find(|person| *stays == person.user).unwrap();
    }
}

#[test]
fn s_r5_a_refresh_token_works_once_and_its_reuse_ends_the_family() {
    let tenant = tenant("nodes_refresh");
    let mara = tenant.join("mara");
    for _ in 0..ROUNDS {
        let session = Session::of_person(&at(&tenant.operator, 0), &mara);
        let body = json!({"refreshToken": session.refresh});
        let answers = at_once(|n| at(&session.auth, n).anonymous().post("/v1/auth/sessions/refresh", &body));
        assert_eq!((count(&answers, 200), count(&answers, 401)), (1, PARALLEL - 1));
        let winner = answers.iter().find(|answer| answer.status == 200).unwrap().json();
        let again = json!({"refreshToken": winner["refreshToken"]});
        let ended = at(&session.auth, 1).anonymous().post("/v1/auth/sessions/refresh", &again);
        assert_eq!(ended.status, 401, "{ended:?}");
    }
}

#[test]
fn a_request_under_one_key_has_its_effect_once() {
    let tenant = tenant("nodes_keys");
    for round in 0..ROUNDS {
        let (name, key) = (format!("Race {round}"), format!("race-{round}"));
        let body = json!({"name": name}).to_string();
        let headers = [("idempotency-key", &*key), ("content-type", "application/json")];
        let answers = at_once(|n| {
            at(&tenant.admin, n).send("POST", "/v1/accounts/user-groups", &headers, Some(body.as_bytes()))
        });
        assert_eq!(count(&answers, 201), PARALLEL, "{answers:?}");
        let fresh = |answer: &&Answer| answer.header("idempotency-replayed").is_none();
        assert_eq!(answers.iter().filter(fresh).count(), 1);
        assert_eq!(groups_called(&tenant, &format!("Race%20{round}")), 1);
    }
}

#[test]
fn s_r14_one_of_many_takes_the_code_of_a_lost_password() {
    let tenant = tenant("nodes_r14_codes");
    let mara = tenant.join("mara");
    let anyone = tenant.operator.anonymous();
    anyone.post("/v1/auth/password-reset", &json!({"email": mara.email})).expect(202);
    let code = until("the mail with the code", || {
        let mails: Vec<_> = nodes().iter().flat_map(|node| mails_to(&node.mail, &mara.email)).collect();
        let mut words = mails.iter().flat_map(|mail| mail.split_whitespace());
        words.find_map(|word| word.split_once("/reset-password?code=")).map(|(_, code)| code.to_owned())
    });
    let answers = at_once(|n| {
        let body = json!({"code": code, "password": format!("seven quiet owls and lamp {n}")});
        until("an answer other than 503", || {
            let answer = at(&anyone, n).post("/v1/auth/password-reset/confirm", &body);
            (answer.status != 503).then_some(answer)
        })
    });
    assert_eq!((count(&answers, 204), count(&answers, 400)), (1, PARALLEL - 1));
}

fn groups_called(tenant: &Tenant, name: &str) -> u64 {
    let list = tenant.admin.get(&format!("/v1/accounts/user-groups?limit=0&name='{name}'")).expect(200);
    list["$meta"]["pagination"]["total"].as_u64().unwrap()
}
