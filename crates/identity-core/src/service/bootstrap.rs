//! The first rows of an empty store: the Operations account, its administrator and its token.

use std::collections::BTreeSet;

use super::call::Call;
use crate::account::{Account, AccountKind, assign_slug, new_default_group};
use crate::api_token::{ApiToken, TokenDigests, TokenKind, tail};
use crate::audit::{AuditObject, Event, ObjectKind};
use crate::error::Error;
use crate::id::{AccountId, MembershipId, TokenId, UserId};
use crate::membership::{Given, Membership, MembershipKind, MembershipStamps, MembershipState};
use crate::port::{MintedToken, Transaction};
use crate::user::{PasswordHash, Standing, User};
use crate::value::{BadText, EmailAddress, Text, TokenName};

/// What the operator wants to start with. The token is drawn beforehand, so that it can be kept safe before the
/// commit.
#[derive(Clone)]
pub struct Bootstrap {
    /// Name of the Operations account.
    pub account_name: Text<500>,
    /// E-mail of the administrator.
    pub email: EmailAddress,
    /// First name of the administrator.
    pub first_name: Text<100>,
    /// Last name of the administrator.
    pub last_name: Text<100>,
    /// Hash of the administrator's password.
    pub password: PasswordHash,
    /// Identifier of the Operations token.
    pub token_id: TokenId,
    /// Value of the Operations token.
    pub token: MintedToken,
    /// Name of the Operations token.
    pub token_name: TokenName,
}

impl Bootstrap {
    /// The usual first rows: an administrator called "Platform Administrator", a token called "Operations".
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name or e-mail that does not parse; [`Error::Internal`] for a value that is no token.
    pub fn new(
        account_name: &str,
        email: &str,
        password: PasswordHash,
        token: MintedToken,
    ) -> Result<Self, Error> {
        let id = token.value.expose().split(':').nth(1).and_then(|id| id.parse().ok());
        Ok(Self {
            account_name: account_name.parse().map_err(|bad: BadText| Error::invalid("name", bad.0))?,
            email: email.parse().map_err(|bad: BadText| Error::invalid("email", bad.0))?,
            first_name: Text::from_stored("Platform".into()),
            last_name: Text::from_stored("Administrator".into()),
            password,
            token_id: id.ok_or_else(|| Error::Internal("the first token has no identifier".into()))?,
            token,
            token_name: TokenName::from_stored("Operations".into()),
        })
    }
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrapped {
    /// The Operations account.
    pub account: AccountId,
    /// Its administrator.
    pub administrator: UserId,
    /// Its token.
    pub token: TokenId,
}

/// Fills an empty store; `None` when it was bootstrapped before, and then nothing changed. The catalogue has to be
/// applied first.
///
/// # Errors
/// Those of the store.
pub fn bootstrap(
    tx: &mut dyn Transaction,
    call: &Call,
    wanted: &Bootstrap,
) -> Result<Option<Bootstrapped>, Error> {
    if tx.accounts().operations()?.is_some() {
        return Ok(None);
    }
    let mut account = Account::new(AccountKind::Operations, wanted.account_name.clone(), call.stamp());
    assign_slug(tx, &mut account)?;
    account.id = call.place(|id| {
        account.id = id;
        tx.accounts().insert(&account)
    })?;
    let group = new_default_group(tx, call, &account)?;
    let user = administrator(tx, call, wanted, account.id)?;
    let mut membership = Membership {
        id: MembershipId::new(0),
        revision: 1,
        user: user.id,
        account: account.id,
        kind: MembershipKind::Full,
        state: MembershipState::Active,
        invitation: None,
        accepted_code: None,
        given: Given::of(&user),
        is_owner: false,
        is_favorite: false,
        groups: BTreeSet::from([group.id]),
        stamps: MembershipStamps {
            created: Some(call.stamp()),
            joined: Some(call.stamp()),
            ..MembershipStamps::default()
        },
    };
    call.place(|id| {
        membership.id = id;
        tx.memberships().insert(&membership)
    })?;
    insert_token(tx, call, wanted, account.id, group.modules)?;
    let object = AuditObject {
        kind: ObjectKind::Account,
        id: account.id.to_string(),
        name: account.name.to_string(),
        revision: account.revision,
    };
    call.record(Event::AccountCreated, object)
        .seen_by(account.id)
        .touching(ObjectKind::UserGroup, group.id)
        .touching(ObjectKind::User, user.id)
        .touching(ObjectKind::AccountUser, membership.id)
        .touching(ObjectKind::ApiToken, wanted.token_id)
        .append(tx, call)?;
    Ok(Some(Bootstrapped { account: account.id, administrator: user.id, token: wanted.token_id }))
}

fn administrator(
    tx: &mut dyn Transaction,
    call: &Call,
    wanted: &Bootstrap,
    account: AccountId,
) -> Result<User, Error> {
    let mut user = User {
        is_email_verified: true,
        password: Some(wanted.password.clone()),
        standing: Standing::Active,
        activated_at: Some(call.now),
        current_account: Some(account),
        ..User::new(wanted.email.clone(), wanted.first_name.clone(), wanted.last_name.clone(), call.stamp())
    };
    call.place(|id| {
        user.id = id;
        tx.users().insert(&user)
    })?;
    Ok(user)
}

/// Stores an active token of the Operations account with the given modules.
fn insert_token(
    tx: &mut dyn Transaction,
    call: &Call,
    wanted: &Bootstrap,
    account: AccountId,
    modules: BTreeSet<crate::id::ModuleId>,
) -> Result<(), Error> {
    let name = wanted.token_name.clone();
    let token = ApiToken {
        id: wanted.token_id,
        tail: tail(&wanted.token.value),
        modules,
        digests: TokenDigests { current: wanted.token.digest, previous: None },
        ..ApiToken::new(account, TokenKind::Api, name, call.stamp())
    };
    if tx.api_tokens().insert(&token)? {
        Ok(())
    } else {
        Err(Error::Internal("the operator's token identifier is taken in an empty store".into()))
    }
}
