//! Making, changing, steering, rotating and deleting API tokens (R6, R36–R41).

use std::collections::BTreeSet;
use std::time::Duration;

use super::input::{name_of, unnamed};
use super::view::{audit_object, visible};
use super::{
    ApiToken, GRACE_SECS_MAX, HmacScope, LEVEL_ADMIN, TokenInput, TokenKind, TokenVerb, hmac_seal_context,
    tail,
};
use crate::audit::{Documents, Event, Fact};
use crate::auth::Forget;
use crate::error::{Error, REFERENCE_NOT_FOUND};
use crate::group::target;
use crate::id::{AccountId, ModuleId, TokenId, UserId};
use crate::membership::{MembershipState, check_grant};
use crate::module::read_modules;
use crate::policy::{Action, Target};
use crate::port::{CodeKind, MintedCode, MintedToken, Transaction};
use crate::secret::{Digest, Secret};
use crate::service::Call;
use crate::state::Repeat;
use crate::value::Member;

/// Makes a token in the account that the body names, by default the actor's own. The value is shown this once.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Invalid`].
pub fn create(
    tx: &mut dyn Transaction,
    call: &Call,
    input: Result<&TokenInput, Error>,
) -> Result<(ApiToken, Secret), Error> {
    let (account, _, input) = target(tx, call, Action::TokenManage, input, |input| &input.account)?;
    let blank = ApiToken::new(account, TokenKind::Api, name_of(TokenId::new(0)), call.stamp());
    let mut token = input.merge_into(&blank, call.now)?;
    token.modules = read_modules(call, &input.modules)?.unwrap_or_default();
    check_modules(tx, account, &token.modules)?;
    check_grant(call, token.modules.iter().copied())?;
    token.holder = read_holder(tx, &token, &input.holder)?;
    token.is_retrievable = read_retrievable(tx, account, &input.retrievable)?;
    let value = issue(tx, call, &mut token)?;
    call.record(Event::TokenCreated, audit_object(&token))
        .seen_by(account)
        .with(facts(&blank, &token))
        .append(tx, call)?;
    Ok((token, value))
}

/// Stores a new token under a free identifier, with a value of its kind; the value. Whoever is called after its
/// identifier stays so.
///
/// # Errors
/// Those of the store; [`Error::Internal`] when the value could not be sealed.
pub(crate) fn issue(tx: &mut dyn Transaction, call: &Call, token: &mut ApiToken) -> Result<Secret, Error> {
    let is_unnamed = token.name == unnamed(token);
    let mut issued = Err(Error::Internal("a token was placed unminted".into()));
    call.place(|id| {
        token.id = id;
        if is_unnamed {
            token.name = unnamed(token);
        }
        let (value, digest) = mint(call, token);
        token.digests.current = digest;
        token.tail = tail(&value);
        issued = sealed(call, token, &value).map(|sealed| {
            token.sealed = sealed;
            value
        });
        tx.api_tokens().insert(token)
    })?;
    issued
}

/// A new value for a token, or the secret of a key.
fn mint(call: &Call, token: &ApiToken) -> (Secret, Digest) {
    let minter = &call.tools.minter;
    if token.kind == TokenKind::Hmac {
        let MintedCode { value, digest } = minter.code(CodeKind::Hmac);
        (value, digest)
    } else {
        let MintedToken { value, digest } = minter.token(token.id);
        (value, digest)
    }
}

/// What the sealed value of a token is bound to.
pub(super) fn seal_context(token: &ApiToken) -> String {
    match token.kind {
        TokenKind::Hmac => hmac_seal_context(token.id, token.account),
        TokenKind::Api | TokenKind::Integration => format!("api-token:{}", token.id),
    }
}

/// The value of a retrievable token, for whoever may read it again, or the secret of a key, with which requests are
/// verified.
fn sealed(call: &Call, token: &ApiToken, value: &Secret) -> Result<Option<Vec<u8>>, Error> {
    if !token.is_retrievable && token.kind != TokenKind::Hmac {
        return Ok(None);
    }
    let sealed = call.tools.sealer.seal(&seal_context(token), value);
    sealed.map(Some).map_err(|error| Error::Internal(error.to_string()))
}

/// At least one module, all within the default group's (R36).
fn check_modules(
    tx: &mut dyn Transaction,
    account: AccountId,
    modules: &BTreeSet<ModuleId>,
) -> Result<(), Error> {
    if modules.is_empty() {
        return Err(Error::invalid("modules", "Must have at least one element."));
    }
    let bound = tx.groups().default_modules(account)?;
    if modules.iter().all(|module| bound.contains(module)) {
        Ok(())
    } else {
        Err(Error::invalid("modules", "Must be among the modules of the account's default group."))
    }
}

/// An active member of the account; a token that is bound to its holder keeps it (R40).
fn read_holder(
    tx: &mut dyn Transaction,
    token: &ApiToken,
    member: &Member<String>,
) -> Result<Option<UserId>, Error> {
    let stored = token.holder;
    let not_found = || Error::invalid("holder.id", REFERENCE_NOT_FOUND);
    let id: UserId = match member {
        Member::Absent => return Ok(stored),
        Member::Null if token.membership.is_none() => return Ok(None),
        Member::Null => return Err(Error::invalid("holder", BOUND)),
        Member::Value(text) => text.parse().map_err(|_| not_found())?,
        Member::Bad(message) => return Err(Error::invalid("holder", message)),
    };
    if stored == Some(id) {
        return Ok(stored);
    }
    if token.membership.is_some() {
        return Err(Error::invalid("holder.id", BOUND));
    }
    let membership = tx.memberships().find_pair(token.account, id)?;
    let is_active = membership.is_some_and(|m| m.state == MembershipState::Active);
    if is_active { Ok(Some(id)) } else { Err(not_found()) }
}

/// Why the holder of a bound token stays.
const BOUND: &str = "Must stay, because the token works for its holder only.";

/// Retrievable only where the account's policy allows it (R38).
fn read_retrievable(
    tx: &mut dyn Transaction,
    account: AccountId,
    member: &Member<bool>,
) -> Result<bool, Error> {
    match member {
        Member::Absent | Member::Null | Member::Value(false) => Ok(false),
        Member::Bad(message) => Err(Error::invalid("retrievable", message)),
        Member::Value(true) => {
            let is_allowed = tx.accounts().find(account)?.is_some_and(|account| account.is_token_retrievable);
            if is_allowed {
                Ok(true)
            } else {
                Err(Error::invalid("retrievable", "The account does not allow it."))
            }
        }
    }
}

/// Changes the members that were sent; equal values change nothing, absent modules stay (R36).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Transition`] for a deleted token, [`Error::Invalid`].
pub fn update(
    tx: &mut dyn Transaction,
    call: &Call,
    id: TokenId,
    input: Result<&TokenInput, Error>,
) -> Result<ApiToken, Error> {
    let stored = manageable(tx, call, id)?;
    let input = input?;
    let mut new = input.merge_into(&stored, call.now)?;
    let modules = read_modules(call, &input.modules)?;
    call.expects(stored.tag())?;
    stored.state.after(TokenVerb::Update, true)?;
    if let Some(modules) = modules {
        if modules.is_empty() || modules != stored.modules {
            check_modules(tx, stored.account, &modules)?;
            check_grant(call, modules.difference(&stored.modules).copied())?;
            // From now on the token has what was written, and no longer all that there was.
            new.scopes.retain(|scope| scope != LEVEL_ADMIN);
        }
        new.modules = modules;
    }
    new.holder = read_holder(tx, &stored, &input.holder)?;
    let documents = facts(&stored, &new);
    if documents.is_empty() {
        return Ok(stored);
    }
    new.revision += 1;
    new.stamps.updated = Some(call.stamp());
    store(tx, call, Event::TokenUpdated, &new, documents)?;
    Ok(new)
}

/// Disables or enables a token; a disabled one stops authenticating at once.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Transition`].
pub fn steer(
    tx: &mut dyn Transaction,
    call: &Call,
    id: TokenId,
    verb: TokenVerb,
    repeat: Repeat,
) -> Result<ApiToken, Error> {
    let stored = manageable(tx, call, id)?;
    call.expects(stored.tag())?;
    let Some(new) = stored.clone().apply(verb, repeat, call.stamp())? else { return Ok(stored) };
    let event = if verb == TokenVerb::Disable { Event::TokenDisabled } else { Event::TokenEnabled };
    store(tx, call, event, &new, facts(&stored, &new))?;
    Ok(new)
}

/// Gives a token a new value, shown this once; the old one works for `grace_secs` more (R39).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`] keyed `graceSeconds`, [`Error::Transition`].
pub fn rotate(
    tx: &mut dyn Transaction,
    call: &Call,
    id: TokenId,
    grace_secs: Result<&Member<u64>, Error>,
) -> Result<(ApiToken, Secret), Error> {
    let stored = manageable(tx, call, id)?;
    let wrong = || Error::invalid("graceSeconds", "Must be a whole number from 0 to 604800.");
    let grace_secs = match grace_secs? {
        Member::Absent | Member::Null => 0,
        Member::Value(secs) if *secs <= GRACE_SECS_MAX => *secs,
        _ => return Err(wrong()),
    };
    call.expects(stored.tag())?;
    let minted = call.tools.minter.token(id);
    let old_until = call.now.plus(Duration::from_secs(grace_secs));
    let mut new = stored.rotate(minted.digest, old_until, call.stamp())?;
    if new.sealed.is_some() {
        new.sealed = sealed(call, &new, &minted.value)?;
    }
    new.tail = tail(&minted.value);
    let mut documents = Documents::default();
    documents.note("token", Fact::Null, Fact::secret());
    store(tx, call, Event::TokenRotated, &new, documents)?;
    Ok((new, minted.value))
}

/// Deletes a token for good.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Transition`].
pub fn delete(tx: &mut dyn Transaction, call: &Call, id: TokenId) -> Result<(), Error> {
    let stored = manageable(tx, call, id)?;
    call.expects(stored.tag())?;
    let refused = Error::Transition { from: stored.state.as_str(), verb: TokenVerb::Delete.as_str() };
    let new = stored.clone().apply(TokenVerb::Delete, Repeat::Refuse, call.stamp())?.ok_or(refused)?;
    store(tx, call, Event::TokenDeleted, &new, facts(&stored, &new))
}

fn manageable(tx: &mut dyn Transaction, call: &Call, id: TokenId) -> Result<ApiToken, Error> {
    let token = visible(tx, call, id)?;
    call.actor().may(Action::TokenManage, Target::of(token.account))?;
    Ok(token)
}

/// Replaces a token, forgets what was known of it, and writes the record.
///
/// # Errors
/// Those of the store.
pub(crate) fn store(
    tx: &mut dyn Transaction,
    call: &Call,
    event: Event,
    token: &ApiToken,
    documents: Documents,
) -> Result<(), Error> {
    tx.api_tokens().update(token)?;
    tx.forget(Forget::Token(token.id))?;
    call.record(event, audit_object(token)).seen_by(token.account).with(documents).append(tx, call)
}

/// What changed, as the audit trail shows it.
pub(crate) fn facts(before: &ApiToken, after: &ApiToken) -> Documents {
    let mut documents = Documents::default();
    documents.note("name", Fact::text(Some(&before.name)), Fact::text(Some(&after.name)));
    documents.note(
        "description",
        Fact::text(before.description.as_ref()),
        Fact::text(after.description.as_ref()),
    );
    documents.note("icon", Fact::text(before.icon.as_ref()), Fact::text(after.icon.as_ref()));
    documents.note("status", Fact::text(Some(before.state.as_str())), Fact::text(Some(after.state.as_str())));
    documents.note("modules", Fact::texts(&before.modules), Fact::texts(&after.modules));
    documents.note("scopes", Fact::texts(&before.scopes), Fact::texts(&after.scopes));
    documents.note("audience", Fact::texts(&before.audience), Fact::texts(&after.audience));
    let hmac_scope = |token: &ApiToken| Fact::text(token.hmac_scope.map(HmacScope::as_str));
    documents.note("hmacScope", hmac_scope(before), hmac_scope(after));
    documents.note("accountUser", Fact::text(before.membership), Fact::text(after.membership));
    documents.note("holder", Fact::text(before.holder), Fact::text(after.holder));
    documents.note("expiresAt", Fact::text(before.expires_at), Fact::text(after.expires_at));
    documents.note("retrievable", Fact::Flag(before.is_retrievable), Fact::Flag(after.is_retrievable));
    documents
}
