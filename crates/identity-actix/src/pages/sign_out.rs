//! `/sign-out`

use identity_core::Error;
use identity_core::session::end_one;

use super::answer::redirect;
use super::cookies;
use super::notice::Notice;
use super::returning::local;
use super::visit::Visit;
use crate::http::route::Answer;

/// Ends the session, here and in the browser.
pub(super) async fn act(visit: Visit) -> Answer {
    let session = visit.visitor.as_ref().and_then(|visitor| visitor.principal.credential.session());
    if let Some(session) = session {
        match visit.write(move |tx, call| end_one(tx, call, session)).await {
            Ok(()) | Err(Error::NotFound | Error::Unauthenticated) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let to = local(visit.field("return")).map(str::to_owned);
    let to = to.unwrap_or_else(|| Notice::SignedOut.on("/sign-in"));
    Ok(redirect(&to, cookies::end()))
}
