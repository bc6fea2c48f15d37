//! The Provisioning API over HTTP (provisioning.md).

mod domain_lifecycle;
mod domains;
mod foreign;
mod grants;
mod owner;
mod persons;
mod roles;
#[cfg(feature = "packages")]
mod script;
mod signed;
mod staff;
mod token_life;
mod token_values;
mod tokens;
mod trees;
mod users;
mod verbs;

use crate::harness::Answer;

/// A refusal of the Provisioning API, checked in full; its message.
#[track_caller]
fn refused(answer: &Answer, status: u16, code: u16) -> String {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("application/json"), "{answer:?}");
    let body = answer.json();
    assert_eq!(body["error"]["code"], code, "{answer:?}");
    body["error"]["message"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
}

/// A refusal that has no number of its own.
#[track_caller]
fn refused_as(answer: &Answer, status: u16) {
    refused(answer, status, status);
}
