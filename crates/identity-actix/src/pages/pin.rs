//! `/pin`: a member sets the own PIN in one account (U6, S-R15, S-R30).

use std::sync::Arc;

use actix_web::http::StatusCode;
use identity_core::Error;
use identity_core::actor::Principal;
use identity_core::id::AccountId;
use identity_core::refusal::Refusal;
use identity_core::secret::Secret;
use identity_core::session;
use identity_core::tenant::{self, OwnInput, TenantUser};
use identity_core::value::Member;

use super::answer::{go, go_sign_in};
use super::notice::Notice;
use super::panel::{Button, Field, Panel, Trouble};
use super::visit::Visit;
use crate::http::route::Answer;

/// Shows the form for an account that the person is a member of.
pub(super) async fn show(visit: Visit) -> Answer {
    let sent = visit.field("account").parse::<AccountId>();
    if visit.visitor.is_none() {
        return match sent {
            Ok(account) => Ok(go_sign_in(&format!("/pin?account={account}"))),
            Err(_) => Ok(go("/sign-in")),
        };
    }
    let Ok(account) = sent else { return Ok(go("/")) };
    match visit.read(move |tx, call| tenant::own(tx, call, account)).await {
        Ok(member) => visit.page(StatusCode::OK, &form(&visit, &member)),
        Err(Error::Refused(Refusal::TenantAccessDenied)) => Ok(go("/")),
        Err(error) => Err(error.into()),
    }
}

/// Sets it. The person enters the account for that, as by U5.
pub(super) async fn act(mut visit: Visit) -> Answer {
    if visit.visitor.is_none() {
        return Ok(go("/sign-in"));
    }
    let Ok(account) = visit.field("account").parse::<AccountId>() else { return Ok(go("/")) };
    let (pin, again) = (visit.take("pin"), visit.take("again"));
    let member = match visit.read(move |tx, call| tenant::own(tx, call, account)).await {
        Ok(member) => member,
        Err(Error::Refused(Refusal::TenantAccessDenied)) => return Ok(go("/")),
        Err(error) => return Err(error.into()),
    };
    let words = visit.words();
    if pin != again {
        return visit.again(form(&visit, &member), vec![Trouble::at("again", words.pins_differ)]);
    }
    match set(&visit, account, Secret::new(pin)).await {
        Ok(()) => Ok(go(&Notice::PinSet.on("/"))),
        Err(Error::Refused(Refusal::WeakPin(_))) => {
            visit.again(form(&visit, &member), vec![Trouble::at("pin", words.pin_weak)])
        }
        Err(Error::Invalid(_)) => {
            visit.again(form(&visit, &member), vec![Trouble::at("pin", words.pin_hint)])
        }
        Err(Error::Refused(Refusal::TenantAccessDenied)) => Ok(go("/")),
        Err(error) => visit.later(form(&visit, &member), error),
    }
}

async fn set(visit: &Visit, account: AccountId, pin: Secret) -> Result<(), Error> {
    let principal = enter(visit, account).await?;
    let (identity, origin) = (visit.cx.identity(), visit.cx.origin());
    let input = OwnInput { password: Member::Value(pin), ..OwnInput::default() };
    let input = identity.prepare_own_input(&principal, &origin, account, input).await?;
    let set = identity.write(&principal, origin, move |tx, call| {
        tenant::update_own(tx, call, account, Ok(&input)).map(drop)
    });
    set.await
}

/// The person in the account: the session there is the one that a client of the API has too.
async fn enter(visit: &Visit, account: AccountId) -> Result<Arc<Principal>, Error> {
    let identity = visit.cx.identity();
    let begun = visit.write(move |tx, call| session::enter(tx, call, account)).await?;
    let token = identity.issue(&begun.claims).await?;
    Ok(Arc::clone(&identity.authenticate(token.expose()).await?.principal))
}

fn form(visit: &Visit, member: &TenantUser) -> Panel {
    let words = visit.words();
    Panel {
        words: vec![(words.pin_intro)(&member.tenant_name, member.user_code.as_str())],
        action: "/pin",
        hidden: vec![("account", visit.field("account").to_owned())],
        fields: vec![
            Field::new("pin", words.new_pin, "password").hinted(words.pin_hint),
            Field::new("again", words.new_pin_again, "password"),
        ],
        buttons: vec![Button::only(words.set_pin)],
        links: vec![("/".to_owned(), words.to_start)],
        ..Panel::new(visit.frame(words.set_pin))
    }
}
