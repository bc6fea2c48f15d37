//! Integration tokens: credentials of robots, with the rights of their membership (T9–T11; S-R41).

use super::access::{administered, member};
use crate::api_token::{ApiToken, TokenKind, TokenVerb, audit_object, issue};
use crate::audit::{Documents, Event, Fact};
use crate::auth::Forget;
use crate::error::Error;
use crate::id::{AccountId, Id as _, MembershipId, TokenId};
use crate::list::{Direction, Field, Filter, Kind, NumberedPage, Page, Registry, Scalar, page_of};
use crate::membership::{Membership, MembershipKind, check_grant};
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::service::Call;
use crate::state::Repeat;
use crate::timestamp::Timestamp;
use crate::value::{BadText, Form, Member, Text, TokenName};

/// Tokens that a member has at most, those that are over aside.
pub const TOKENS_MAX: usize = 20;

/// Members of T10.
#[derive(Debug, Clone, Default)]
pub struct IntegrationInput {
    /// `name`
    pub name: Member<String>,
    /// `expiresAt`
    pub expires_at: Member<String>,
}

/// What the list is sorted by. It is read whole, because it is short.
pub static TOKEN_FIELDS: Registry<ApiToken> = Registry {
    fields: &[
        Field::new("createdAt", Kind::Moment, "", |t: &ApiToken| {
            Scalar::moment(t.stamps.created.map(|stamp| stamp.at))
        }),
        Field::new("name", Kind::Text, "", |t: &ApiToken| Scalar::text(Some(&t.name))),
    ],
    collections: &[],
    barred: &[],
    members: &[],
    omitted: &[],
    order: ("createdAt", Direction::Ascending),
    id_sql: "",
    id: |t: &ApiToken| t.id.number(),
    guard_sql: None,
};

/// The robot whose tokens they are; any other member has none (S-R41).
fn robot(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    id: MembershipId,
) -> Result<Membership, Error> {
    administered(call.principal, tenant)?;
    let (membership, _) = member(tx, tenant, id)?;
    if membership.kind == MembershipKind::Integration { Ok(membership) } else { Err(Error::NotFound) }
}

/// One page of a robot's tokens (T9).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`], [`Error::NotFound`], [`Error::Invalid`].
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    id: MembershipId,
    page: &NumberedPage,
) -> Result<Page<ApiToken>, Error> {
    let robot = robot(tx, call, tenant, id)?;
    let query = page.query(&TOKEN_FIELDS, Filter::Always(true))?;
    let tokens = tx.api_tokens().of_membership(robot.id)?;
    Ok(page_of(&TOKEN_FIELDS, &query, tokens))
}

/// Makes a token; its value is shown this once (T10). Who lacks a module of the robot cannot hand it out (S-R48).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`], [`Error::NotFound`], [`Error::Invalid`],
/// [`Refusal::LimitReached`].
pub fn create(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    id: MembershipId,
    input: Result<&IntegrationInput, Error>,
) -> Result<(ApiToken, Secret), Error> {
    let robot = robot(tx, call, tenant, id)?;
    let (name, expires_at) = read(call, input?)?;
    let groups: Vec<_> = robot.groups.iter().copied().collect();
    check_grant(call, tx.groups().modules_of(&groups)?.into_iter().map(|(_, module)| module))?;
    let stored = tx.api_tokens().of_membership(robot.id)?;
    let is_live = |token: &&ApiToken| token.expires_at.is_none_or(|end| call.now < end);
    if stored.iter().filter(is_live).count() >= TOKENS_MAX {
        return Err(Refusal::LimitReached.into());
    }
    let mut token = ApiToken {
        membership: Some(robot.id),
        holder: Some(robot.user),
        expires_at,
        ..ApiToken::new(tenant, TokenKind::Integration, name, call.stamp())
    };
    let value = issue(tx, call, &mut token)?;
    let mut documents = Documents::default();
    documents.note("name", Fact::Null, Fact::text(Some(&token.name)));
    documents.note("accountUser", Fact::Null, Fact::text(Some(robot.id)));
    documents.note("expiresAt", Fact::Null, Fact::text(token.expires_at));
    call.record(Event::TokenCreated, audit_object(&token))
        .seen_by(tenant)
        .with(documents)
        .append(tx, call)?;
    Ok((token, value))
}

fn read(call: &Call, input: &IntegrationInput) -> Result<(TokenName, Option<Timestamp>), Error> {
    let mut form = Form::default();
    let name: Option<Text<100>> = form.required("name", &input.name, None, str::parse);
    let expires_at = match &input.expires_at {
        Member::Null => {
            form.reject("expiresAt", "Must not be null.");
            None
        }
        sent => form.optional("expiresAt", sent, None, |text| {
            let moment = Timestamp::parse(text.trim()).ok_or_else(|| BadText("Must be a date.".into()))?;
            if moment > call.now { Ok(moment) } else { Err(BadText("Must lie in the future.".into())) }
        }),
    };
    let name = form.finish(name)?;
    Ok((TokenName::from_stored(name.into_string()), expires_at))
}

/// Deletes a token for good (T11).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`], [`Error::NotFound`].
pub fn delete(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    id: MembershipId,
    token: TokenId,
) -> Result<(), Error> {
    let robot = robot(tx, call, tenant, id)?;
    let found = tx.api_tokens().of_membership(robot.id)?.into_iter().find(|own| own.id == token);
    let deleted = found.ok_or(Error::NotFound)?.apply(TokenVerb::Delete, Repeat::Refuse, call.stamp())?;
    let deleted = deleted.ok_or(Error::NotFound)?;
    tx.api_tokens().update(&deleted)?;
    tx.forget(Forget::Token(deleted.id))?;
    let mut documents = Documents::default();
    documents.note("status", Fact::text(Some("Active")), Fact::text(Some("Deleted")));
    call.record(Event::TokenDeleted, audit_object(&deleted)).seen_by(tenant).with(documents).append(tx, call)
}
