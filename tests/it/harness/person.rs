//! Somebody who was invited.

use serde_json::{Value, json};

use super::answer::Answer;
use super::client::Client;
use super::wait::until;

/// A password that the rules allow (R30).
pub const PASSWORD: &str = "lighthouse keepers count gulls";

/// A membership and its person.
#[derive(Debug, Clone)]
pub struct Person {
    pub user: String,
    pub membership: String,
    pub email: String,
    /// The invitation's code, which only O+ is told.
    pub code: String,
}

impl Person {
    /// Reads the answer of an invitation by O+ through family A.
    #[track_caller]
    pub fn of(answer: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            user: text(&answer["user"]["id"]),
            membership: text(&answer["accountUser"]["id"]),
            email: text(&answer["user"]["email"]),
            code: text(&answer["invitation"]["code"]),
        }
    }

    /// Accepts by the code (R29); needs no credential.
    pub fn accept(&self, anyone: &Client) -> Answer {
        set_password(anyone, &self.user, PASSWORD, &self.code)
    }
}

/// Sets a first password by an invitation's code. A full hashing queue says that nothing was done (R30), so that is
/// asked again, as clients do.
pub fn set_password(anyone: &Client, id: &str, password: &str, code: &str) -> Answer {
    let body = json!({"password": password, "invitationCode": code});
    let anyone = anyone.anonymous();
    until("an answer other than 503", || {
        let answer = anyone.post(&format!("/v1/accounts/users/{id}/set-password"), &body);
        if answer.status != 503 {
            return Some(answer);
        }
        answer.problem(503, "unavailable");
        assert!(answer.header("retry-after").is_some(), "{answer:?}");
        None
    })
}

/// The body of an invitation.
pub fn invitation(email: &str, group: &str) -> Value {
    json!({"user": {"email": email, "firstName": "Tom", "lastName": "Abara"}, "groups": [{"id": group}]})
}
