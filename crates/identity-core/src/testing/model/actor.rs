//! Who makes the requests.

use std::sync::Arc;

use super::dice::Dice;
use super::known::Known;
use crate::account::AccountKind;
use crate::actor::{Credential, Principal};
use crate::api_token::{ApiToken, TokenKind};
use crate::id::{AccountId, DeviceId, Id as _, MembershipId, SessionId, TokenId, UserId};
use crate::session::{Level, Session};

/// Who a verb is for. Three of twenty requests are made by anybody, whoever it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Operators and administrators.
    Manager,
    /// Somebody who is signed in, at an account or not.
    Person,
    /// Somebody who is signed in at an account.
    Member,
    /// A device.
    Device,
    /// A key that signs, or an operator.
    Key,
    /// The service itself.
    Nobody,
}

/// An actor as the requests name it: by its credential, which may be over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who {
    pub credential: Credential,
    /// Where; nowhere in particular if it is the Operations account.
    pub account: Option<AccountId>,
    pub user: Option<UserId>,
}

impl Who {
    const SYSTEM: Self = Self { credential: Credential::System, account: None, user: None };

    fn session(session: &Session) -> Self {
        let id = session.id;
        let credential = match session.level {
            Level::Person => Credential::Auth(id),
            Level::Web { membership, .. } => Credential::Access { session: id, membership },
            Level::Device { device, membership, .. } => {
                Credential::DeviceAccess { session: id, membership, device }
            }
        };
        Self {
            credential,
            account: session.level.place().map(|(account, _)| account),
            user: Some(session.user),
        }
    }

    fn token(token: &ApiToken) -> Self {
        let credential = match (token.kind, token.membership) {
            (TokenKind::Hmac, _) => Credential::Hmac(token.id),
            (TokenKind::Integration, Some(membership)) => {
                Credential::Integration { token: token.id, membership }
            }
            (TokenKind::Api | TokenKind::Integration, _) => Credential::Api(token.id),
        };
        Self { credential, account: Some(token.account), user: None }
    }

    /// The principal that names the credential. A write reads it again; a read has to.
    pub(super) fn principal(&self) -> Arc<Principal> {
        Arc::new(Principal { credential: self.credential, ..Principal::system() })
    }
}

/// The token that every service is bootstrapped with.
pub(super) const OPERATOR: TokenId = TokenId::new(9_073_321);

/// Draws an actor.
pub(super) fn draw(dice: &Dice, known: &Known, by: By) -> Who {
    let operator = || known.tokens.get(&OPERATOR).map_or(Who::SYSTEM, Who::token);
    let sessions = |fits: fn(&Session) -> bool| -> Vec<Who> {
        let open = known.sessions.values().filter(|session| known.open.contains(&session.id));
        open.filter(|session| fits(session)).map(Who::session).collect()
    };
    let some = |of: Vec<Who>| dice.one_of(of).unwrap_or_else(operator);
    let at_web = |session: &Session| matches!(session.level, Level::Web { .. });
    let drawn = match (by, dice.below(20)) {
        (By::Nobody, _) => Who::SYSTEM,
        (_, 0..3) => some(anybody(known)),
        (By::Manager, 3..12) | (By::Key, 3..8) | (By::Member, 3) => operator(),
        (By::Manager, _) | (By::Member, 4..20) => some(sessions(at_web)),
        (By::Person, _) => some(sessions(|session| !matches!(session.level, Level::Device { .. }))),
        (By::Device, _) => some(known.devices.keys().map(|id| device(known, *id)).collect()),
        (By::Key, _) => some(keys(known)),
        (By::Member, _) => operator(),
    };
    let is_operations = |id: &AccountId| {
        known.accounts.get(id).is_some_and(|account| account.kind == AccountKind::Operations)
    };
    Who { account: drawn.account.filter(|id| !is_operations(id)), ..drawn }
}

fn keys(known: &Known) -> Vec<Who> {
    known.tokens.values().filter(|token| token.kind == TokenKind::Hmac).map(Who::token).collect()
}

fn device(known: &Known, id: DeviceId) -> Who {
    let account = known.devices.get(&id).map(|device| device.account);
    Who { credential: Credential::Device(id), account, user: None }
}

fn anybody(known: &Known) -> Vec<Who> {
    let mut all: Vec<Who> = known.sessions.values().map(Who::session).collect();
    all.extend(known.tokens.values().map(Who::token));
    all.extend(known.devices.keys().map(|id| device(known, *id)));
    all.push(Who { credential: Credential::Auth(SessionId::from_number(1)), account: None, user: None });
    let membership = MembershipId::from_number(1);
    let gone = Credential::Integration { token: TokenId::from_number(1), membership };
    all.push(Who { credential: gone, account: None, user: None });
    all
}
