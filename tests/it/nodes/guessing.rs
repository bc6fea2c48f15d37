//! Guessing over both nodes (targets R10): what one counts the other one counts on.

use serde_json::json;

use super::{at, tenant};
use crate::harness::person::PASSWORD;
use crate::harness::session::{own_address, sign_in};
use crate::harness::wait::until;
use crate::harness::{Client, Person, Tenant};

const GUESSES: usize = 200;
/// Failures from one address in a minute (S-R10).
const BY_ADDRESS: usize = 30;

/// Guesses at the same moment, each from the address of its number; what they were answered.
fn guess(tenant: &Tenant, mara: &Person, address: impl Fn(usize) -> String + Sync) -> Vec<u16> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..GUESSES)
            .map(|n| {
                let guesser = at(&tenant.operator, n).anonymous().from(&address(n));
                let body = json!({"email": mara.email, "password": format!("a wrong password {n}")});
                // Whoever is told to come again was not answered yet.
                scope.spawn(move || {
                    until("an answer other than 503", || {
                        let status = guesser.post("/v1/auth/sessions", &body).status;
                        (status != 503).then_some(status)
                    })
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Another address of the same household.
fn neighbour(tenant: &Tenant, address: &str) -> Client {
    let (net, _) = address.rsplit_once('.').unwrap();
    tenant.operator.anonymous().from(&format!("{net}.250"))
}

/// The owner comes from elsewhere and notices nothing; at home the wait ends. After ten failures that counted it would
/// last longer than anybody is patient here.
fn assert_owner_gets_in(tenant: &Tenant, mara: &Person, address: &str) {
    let elsewhere = at(&tenant.operator, 1).anonymous().from(&own_address());
    sign_in(&elsewhere, &mara.email, PASSWORD).expect(201);
    let home = neighbour(tenant, address);
    until("the end of the wait", || {
        (sign_in(&at(&home, 0), &mara.email, PASSWORD).status == 201).then_some(())
    });
}

#[test]
fn s_r10_thirty_of_two_hundred_guesses_from_one_address_are_looked_at() {
    let tenant = tenant("nodes_r10_address");
    let (mara, address) = (tenant.join("mara"), own_address());
    let statuses = guess(&tenant, &mara, |_| address.clone());
    let count = |status| statuses.iter().filter(|found| **found == status).count();
    assert_eq!((count(401), count(429)), (BY_ADDRESS, GUESSES - BY_ADDRESS), "{statuses:?}");
    assert_owner_gets_in(&tenant, &mara, &address);
}

/// Each address has failures left, so all guesses look alike; a handful of them count for the person, or the password
/// would be void after a hundred.
#[test]
fn s_r10_of_two_hundred_guesses_from_one_household_less_than_ten_count() {
    let tenant = tenant("nodes_r10_household");
    let (mara, address) = (tenant.join("mara"), own_address());
    let (net, _) = address.rsplit_once('.').unwrap();
    let statuses = guess(&tenant, &mara, |n| format!("{net}.{}", n + 1));
    assert!(statuses.iter().all(|status| *status == 401), "{statuses:?}");
    assert_owner_gets_in(&tenant, &mara, &address);
}
