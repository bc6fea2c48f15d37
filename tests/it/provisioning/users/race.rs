//! Requests at once (P-R37).

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use super::super::refused;
use super::{EXTERNAL, INTERNAL, new, owned, with};
use crate::harness::{Answer, Tenant};

/// The answers to bodies that are sent at once, the successful one first; there is one.
fn at_once(tenant: &Tenant, path: &str, bodies: [Value; 2]) -> [Answer; 2] {
    let start = Barrier::new(2);
    let mut answers = thread::scope(|scope| {
        bodies
            .map(|body| {
                let (client, start) = (tenant.admin.clone(), &start);
                scope.spawn(move || {
                    start.wait();
                    client.post(path, &body)
                })
            })
            .map(|thread| thread.join().unwrap())
    });
    answers.sort_by_key(|answer| answer.status);
    assert_eq!(answers[0].status, 200, "{answers:?}");
    answers
}

#[test]
fn p_r37_of_two_owners_at_once_one_is_made() {
    let tenant = Tenant::new("users_race_owner");
    tenant.join("somebody");
    let bodies = ["a", "b"].map(|local| new(&tenant.email(local), "OWNER"));
    let [_, loser] = at_once(&tenant, INTERNAL, bodies);
    refused(&loser, 409, 119);
}

#[test]
fn p_r37_an_email_is_in_a_domain_once_however_many_ask_at_once() {
    let (tenant, _) = owned("users_race_email");
    let bodies = ["ADMIN", "NO_PRIVILEGES"].map(|role| new(&tenant.email("ana"), role));
    let [_, loser] = at_once(&tenant, INTERNAL, bodies);
    refused(&loser, 400, 110);
}

#[test]
fn p_r37_an_external_id_is_given_once_however_many_ask_at_once() {
    let (tenant, _) = owned("users_race_external");
    let bodies = ["a", "b"]
        .map(|local| with(new(&tenant.email(local), "NO_PRIVILEGES"), &[("externalId", json!("E-17"))]));
    let [_, loser] = at_once(&tenant, EXTERNAL, bodies);
    refused(&loser, 409, 129);
}

#[test]
fn p_r37_one_new_person_in_two_domains_at_once_is_one_person() {
    let (one, _) = owned("users_race_person_one");
    let (two, _) = owned("users_race_person_two");
    let body = new(&one.email("shared"), "NO_PRIVILEGES");
    let start = Barrier::new(2);
    let ids = thread::scope(|scope| {
        [&one, &two]
            .map(|tenant| {
                let (start, body) = (&start, &body);
                scope.spawn(move || {
                    start.wait();
                    tenant.admin.post(INTERNAL, body).expect(200)["id"].clone()
                })
            })
            .map(|thread| thread.join().unwrap())
    });
    assert_eq!(ids[0], ids[1]);
}
