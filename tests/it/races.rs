//! Many at once, one winner (targets R9, short form): R14, R19, R21.

use std::sync::Barrier;
use std::thread;

use serde_json::json;

use crate::harness::person::invitation;
use crate::harness::{Answer, Client, Tenant};

pub(crate) const PARALLEL: usize = 50;
const ROUNDS: usize = 20;

/// Asks from many threads at the same moment; no answer may be a failure of the service.
pub(crate) fn at_once(ask: impl Fn(usize) -> Answer + Sync) -> Vec<Answer> {
    let start = Barrier::new(PARALLEL);
    let answers: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..PARALLEL)
            .map(|n| {
                let (start, ask) = (&start, &ask);
                scope.spawn(move || {
                    start.wait();
                    ask(n)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for answer in &answers {
        assert!(answer.status < 500, "{answer:?}");
    }
    answers
}

#[track_caller]
pub(crate) fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

#[test]
fn r14_one_of_many_invitations_of_the_same_email_wins() {
    let tenant = Tenant::new("races_r14");
    for round in 0..ROUNDS {
        let body = invitation(&tenant.email(&format!("tom{round}")), &tenant.group);
        let answers = at_once(|_| tenant.admin.post(&tenant.users(), &body));
        assert_eq!((count(&answers, 201), count(&answers, 409)), (1, PARALLEL - 1));
    }
    let list = tenant.admin.get(&format!("{}?limit=0", tenant.users())).expect(200);
    assert_eq!(list["$meta"]["pagination"]["total"], ROUNDS);
}

#[test]
fn r16_one_person_comes_of_many_first_invitations_into_two_accounts() {
    let (one, two) = (Tenant::new("races_r16"), Tenant::new("races_r16_two"));
    for round in 0..ROUNDS {
        let email = one.email(&format!("mara{round}"));
        let answers = at_once(|n| {
            let tenant = if n % 2 == 0 { &one } else { &two };
            tenant.operator.post(&tenant.users(), &invitation(&email, &tenant.group))
        });
        let mut people: Vec<_> = answers
            .iter()
            .filter(|answer| answer.status == 201)
            .map(|answer| answer.json()["user"]["id"].clone())
            .collect();
        assert_eq!(people.len(), 2, "one membership in each account");
        people.dedup();
        assert_eq!(people.len(), 1, "of one person");
    }
}

#[test]
fn r21_two_last_administrators_never_remove_each_other() {
    let tenant = Tenant::new("races_r21");
    let remove = |client: &Client, user: &str| client.delete(&format!("{}/{user}", tenant.users()));
    let mut last = tenant.join("first");
    for round in 0..ROUNDS {
        let next = tenant.join(&format!("next{round}"));
        let both = [last.clone(), next];
        let answers = at_once(|n| remove(&tenant.admin, &both[n % 2].user));
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
fn r19_one_of_many_acceptances_of_a_code_wins() {
    let tenant = Tenant::new("races_r19");
    let group = tenant.group("Many", &[]);
    for round in 0..4 {
        let person = tenant.invite_to(&group, &format!("tom{round}"));
        let answers = at_once(|_| person.accept(&tenant.admin));
        assert_eq!((count(&answers, 200), count(&answers, 401)), (1, PARALLEL - 1));
        let events = tenant.events_of(&person.membership);
        assert_eq!(events, ["account-user.invited", "account-user.joined"]);
    }
}

#[test]
fn r11_one_of_many_accounts_of_the_same_external_id_wins() {
    let operator = &crate::harness::site().operator;
    for round in 0..ROUNDS {
        let body = json!({"name": "Race", "type": "Client", "externalId": format!("race-{round}")});
        let answers = at_once(|_| operator.post("/v1/accounts/accounts", &body));
        assert_eq!((count(&answers, 201), count(&answers, 409)), (1, PARALLEL - 1));
    }
}

#[test]
fn one_of_many_deletions_and_transitions_wins() {
    let tenant = Tenant::new("races_states");
    for _ in 0..ROUNDS {
        let token = tenant.token("Race", &["MOD-8352"]);
        let path = format!("/v1/accounts/api-tokens/{}", token.id);
        let disabled = at_once(|_| tenant.admin.verb(&format!("{path}/disable")));
        assert_eq!((count(&disabled, 200), count(&disabled, 400)), (1, PARALLEL - 1));
        let deleted = at_once(|_| tenant.admin.delete(&path));
        assert_eq!((count(&deleted, 204), count(&deleted, 404)), (1, PARALLEL - 1));
        assert_eq!(
            tenant.events_of(&token.id),
            ["api-token.created", "api-token.disabled", "api-token.deleted"]
        );
    }
}
