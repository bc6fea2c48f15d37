//! The `audit` block of representations: the last occurrence of each event, and who did it (platform.md §1.4).

use identity_core::actor::ActorRef;
use identity_core::service::{ActorName, ActorNames};
use identity_core::state::Stamp;

use crate::api_token::view::reference as token_reference;
use crate::http::writer::{Object, Show};
use crate::user::view::reference as user_reference;

/// Writes the events that happened.
pub(crate) fn write(o: &mut Object, names: &ActorNames, events: &[(&'static str, Option<Stamp>)]) {
    for (event, stamp) in events {
        let Some(stamp) = stamp else { continue };
        o.object(event, Show::ByDefault, |o| {
            o.moment("at", Some(stamp.at));
            if let Some(by) = stamp.by {
                o.object("by", Show::ByDefault, |o| actor(o, names, by));
            }
        });
    }
}

/// An actor whose row is gone keeps its identifier.
fn actor(o: &mut Object, names: &ActorNames, by: ActorRef) {
    match (names.get(by), by) {
        (Some(ActorName::User(user)), _) => user_reference(o, user),
        (Some(ActorName::Token(token)), _) => token_reference(o, token),
        (None, ActorRef::User(id)) => o.identity(id, crate::user::view::PATH),
        (None, ActorRef::Token(id)) => o.identity(id, crate::api_token::view::PATH),
    }
}
