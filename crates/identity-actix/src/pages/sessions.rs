//! `/sessions`: where a person is signed in, and ending that (A3 to A5).

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use askama::Template;
use identity_core::Error;
use identity_core::id::{AccountId, SessionId};
use identity_core::port::Transaction;
use identity_core::service::Call;
use identity_core::session::{self, Level, Session};
use identity_core::timestamp::Timestamp;

use super::answer::{Frame, go, go_sign_in, redirect};
use super::browser;
use super::cookies;
use super::notice::Notice;
use super::visit::Visit;
use crate::http::route::Answer;

const PATH: &str = "/sessions";
/// What the button for all the others says.
const OTHERS: &str = "others";

#[derive(Template)]
#[template(path = "sessions.html")]
struct Sessions {
    frame: Frame,
    rows: Vec<Row>,
}

impl Sessions {
    fn has_others(&self) -> bool {
        self.rows.iter().any(|row| !row.is_current)
    }
}

/// A session as it is shown.
struct Row {
    id: SessionId,
    device: String,
    /// The account, of a session at a device.
    account: Option<String>,
    address: String,
    since: String,
    last_used: String,
    is_current: bool,
}

/// Lists them, the one of this browser first.
pub(super) async fn show(visit: Visit) -> Answer {
    let Some(visitor) = &visit.visitor else { return Ok(go_sign_in(PATH)) };
    let own = visitor.principal.credential.session();
    let (sessions, names) = visit.read(read).await?;
    let words = visit.words();
    let mut rows: Vec<Row> = sessions
        .into_iter()
        .map(|session| Row {
            id: session.id,
            device: browser::describe(session.user_agent.as_deref().unwrap_or_default(), words),
            account: session.level.place().and_then(|(account, _)| names.get(&account).cloned()),
            address: session.ip.unwrap_or_default(),
            since: moment(session.created_at),
            last_used: moment(session.last_used_at),
            is_current: own == Some(session.id),
        })
        .collect();
    rows.sort_by(|one, other| (other.is_current, &other.last_used).cmp(&(one.is_current, &one.last_used)));
    visit.page(StatusCode::OK, &Sessions { frame: visit.frame(words.sessions), rows })
}

/// Ends one, or all but the one of this browser.
pub(super) async fn act(visit: Visit) -> Answer {
    let Some(visitor) = &visit.visitor else { return Ok(go_sign_in(PATH)) };
    if visit.field("end") == OTHERS {
        visit.write(session::end_the_others).await?;
        return Ok(go(&Notice::OthersEnded.on(PATH)));
    }
    let Ok(id) = visit.field("end").parse::<SessionId>() else { return Ok(go(PATH)) };
    match visit.write(move |tx, call| session::end_one(tx, call, id)).await {
        // What is over needs no ending.
        Ok(()) | Err(Error::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    if visitor.principal.credential.session() == Some(id) {
        return Ok(redirect(&Notice::SignedOut.on("/sign-in"), cookies::end()));
    }
    Ok(go(&Notice::SessionEnded.on(PATH)))
}

/// The sessions that stand by themselves, and the names of their accounts. Those of a browser in an account live in the
/// one at person level and end with it.
fn read(tx: &mut dyn Transaction, call: &Call) -> Result<(Vec<Session>, BTreeMap<AccountId, String>), Error> {
    let mut sessions = session::list(tx, call)?;
    sessions.retain(|session| !matches!(session.level, Level::Web { .. }));
    let accounts: Vec<AccountId> =
        sessions.iter().filter_map(|session| session.level.place()).map(|(account, _)| account).collect();
    let names = tx.accounts().summaries(&accounts)?;
    Ok((sessions, names.into_iter().map(|account| (account.id, account.name.into_string())).collect()))
}

/// A moment to the minute; people anywhere read it, so it says where it counts.
fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    format!("{} UTC", text.get(..16).unwrap_or(&text).replace('T', " "))
}
