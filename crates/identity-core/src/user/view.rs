//! A person as others may see them, and the reads that lists and single objects make (R1, R2, R20, R46).

use std::mem::discriminant;

use super::{User, UserLife, UserRow, UserScope, UserSettings, UserSummary};
use crate::account::{AccountLink, AccountView, AccountWants};
use crate::audit::{AuditObject, ObjectKind};
use crate::condition::Tag;
use crate::error::Error;
use crate::icon::{Icon, IconOwner};
use crate::id::{AccountId, UserId};
use crate::link::{Linkable, Linked, Want, links};
use crate::list::{Page, Query};
use crate::membership::{Membership, MembershipState, MembershipStatus};
use crate::port::Transaction;
use crate::service::{ActorNames, Call};
use crate::state::Stamp;
use crate::timestamp::Timestamp;
use crate::value::{EmailAddress, Phone, Text};

/// Parts of a representation that cost a statement and are shown on demand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserWants {
    /// `currentAccount`; read as a reference in any case.
    pub current_account: Want<AccountWants>,
    /// `accounts`; shown to the person and to O+ only.
    pub accounts: Want<AccountWants>,
    /// `audit`
    pub audit: bool,
}

/// What of a person is shown: everything, or what the inviter gave (R20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownUser {
    /// Identifier.
    pub id: UserId,
    /// What tells this state from others, as far as it is shown.
    pub tag: Tag,
    /// E-mail.
    pub email: EmailAddress,
    /// First name, or the one given by the inviter.
    pub first_name: Text<100>,
    /// Last name, or the one given by the inviter.
    pub last_name: Text<100>,
    /// Status of the person, or of the membership.
    pub status: &'static str,
    /// The rest, unless it is suppressed.
    pub open: Option<OpenUser>,
}

/// The part of a person that is suppressed until the person has joined (R20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenUser {
    /// Revision.
    pub revision: u32,
    /// Phone.
    pub phone: Option<Phone>,
    /// Preferences.
    pub settings: UserSettings,
    /// Whether a first invitation was accepted.
    pub is_activated: bool,
    /// Last sign-in.
    pub last_login_at: Option<Timestamp>,
    /// Last occurrences of events.
    pub stamps: super::UserStamps,
    /// When the first invitation was accepted.
    pub activated_at: Option<Timestamp>,
}

impl ShownUser {
    /// Everything.
    pub fn in_full(user: User, now: Timestamp) -> Self {
        let status = user.status(now).as_str();
        let is_activated = user.is_activated();
        Self {
            id: user.id,
            tag: user.tag(now),
            email: user.email,
            first_name: user.first_name,
            last_name: user.last_name,
            status,
            open: Some(OpenUser {
                revision: user.revision,
                phone: user.phone,
                settings: user.settings,
                is_activated,
                last_login_at: user.last_login_at,
                stamps: user.stamps,
                activated_at: user.activated_at,
            }),
        }
    }

    /// What the account of the membership is shown, until the person joined it.
    pub fn through(user: User, membership: &Membership, now: Timestamp) -> Self {
        let status = membership.status(&user, now);
        Self {
            id: user.id,
            tag: Tag::new(user.revision).lapsed_if(status == MembershipStatus::InvitationExpired),
            status: status.as_str(),
            email: user.email,
            first_name: membership.given.first.clone(),
            last_name: membership.given.last.clone(),
            open: None,
        }
    }

    /// First and last name.
    pub fn name(&self) -> String {
        super::full_name(&self.first_name, &self.last_name)
    }
}

/// A person as shown.
#[derive(Debug, Clone)]
pub struct UserView {
    /// The person.
    pub user: ShownUser,
    /// The account the person enters next, where it is shown.
    pub current_account: Option<AccountLink>,
    /// Accounts of the person, where they are wanted and shown.
    pub accounts: Vec<AccountLink>,
    /// Whether the asking side may see them at all.
    pub shows_accounts: bool,
    /// Names of who did what, if wanted.
    pub names: ActorNames,
}

/// A reference to a person, or more of them.
pub type UserLink = Linked<UserSummary, UserView>;

/// The person, if the actor sees them; O+ sees deleted people by identifier (R46).
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn visible(tx: &mut dyn Transaction, call: &Call, id: UserId) -> Result<User, Error> {
    let scope = call.actor().user_scope();
    let found = if scope == UserScope::All { tx.users().find(id)? } else { tx.users().find_in(scope, id)? };
    found.ok_or(Error::NotFound)
}

/// One person as shown.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn get(tx: &mut dyn Transaction, call: &Call, id: UserId, wants: &UserWants) -> Result<UserView, Error> {
    let user = visible(tx, call, id)?;
    view(tx, call, user, wants)
}

/// The person's picture, for those who see the person; without one it is drawn from the identifier, and so it is for
/// those who are not shown the person in full yet (R20).
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn icon(tx: &mut dyn Transaction, call: &Call, id: UserId) -> Result<Option<Icon>, Error> {
    let shown = get(tx, call, id, &UserWants::default())?.user;
    if shown.open.is_none() {
        return Ok(None);
    }
    Ok(tx.icons().find(IconOwner::User(id))?)
}

/// One page as shown.
///
/// # Errors
/// Those of the store.
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    query: &Query<UserRow>,
    wants: &UserWants,
) -> Result<Page<UserView>, Error> {
    let page = tx.users().page(call.actor().user_scope(), query, call.now)?;
    page.try_map(|items| views(tx, call, items, wants))
}

/// Adds what a representation shows to one person.
///
/// # Errors
/// Those of the store.
pub fn view(tx: &mut dyn Transaction, call: &Call, user: User, wants: &UserWants) -> Result<UserView, Error> {
    views(tx, call, vec![user], wants)?.pop().ok_or(Error::NotFound)
}

fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    users: Vec<User>,
    wants: &UserWants,
) -> Result<Vec<UserView>, Error> {
    let sight = Sight::of(call);
    let entered = users.iter().filter_map(|user| sight.current_account(user));
    let entered = links::<AccountView>(tx, call, entered, wants.current_account.or_reference())?;
    let names = if wants.audit {
        ActorNames::read(tx, users.iter().flat_map(|user| user.stamps.all()))?
    } else {
        ActorNames::default()
    };
    let seen_through = sight.seen_through(tx, &users)?;
    let accounts = sight.accounts(tx, call, &users, &wants.accounts)?;
    users
        .into_iter()
        .map(|user| {
            let entered = sight.current_account(&user).and_then(|id| entered.get(&id).cloned());
            let own = accounts.iter().filter(|(owner, _)| *owner == user.id);
            let accounts = own.map(|(_, account)| account.clone()).collect();
            let shows_accounts = sight.is_full(user.id);
            let user = sight.shown(user, &seen_through, call.now)?;
            let current_account = entered.filter(|_| user.open.is_some());
            Ok(UserView { user, current_account, accounts, shows_accounts, names: names.clone() })
        })
        .collect()
}

impl Linkable for UserView {
    type Id = UserId;
    type Summary = UserSummary;
    type Wants = UserWants;

    fn views(
        tx: &mut dyn Transaction,
        call: &Call,
        ids: &[UserId],
        wants: &UserWants,
    ) -> Result<Vec<Self>, Error> {
        let seen = tx.users().find_many_in(call.actor().user_scope(), ids)?;
        views(tx, call, seen, wants)
    }

    fn summaries(tx: &mut dyn Transaction, ids: &[UserId]) -> Result<Vec<UserSummary>, Error> {
        Ok(tx.users().summaries(ids)?)
    }

    fn summary(&self) -> UserSummary {
        UserSummary { id: self.user.id, name: self.user.name() }
    }

    fn id_of(summary: &UserSummary) -> UserId {
        summary.id
    }
}

/// What the asking side may see of people.
struct Sight {
    sees_all: bool,
    person: Option<UserId>,
    account: Option<AccountId>,
}

impl Sight {
    fn of(call: &Call) -> Self {
        let actor = call.actor();
        Self { sees_all: actor.is_operator(), person: actor.person(), account: actor.account_id() }
    }

    fn is_full(&self, user: UserId) -> bool {
        self.sees_all || self.person == Some(user)
    }

    fn current_account(&self, user: &User) -> Option<AccountId> {
        let id = user.current_account?;
        (self.is_full(user.id) || self.account == Some(id)).then_some(id)
    }

    /// Memberships through which people are seen who are not shown in full anyway.
    fn seen_through(&self, tx: &mut dyn Transaction, users: &[User]) -> Result<Vec<Membership>, Error> {
        let others: Vec<_> = users.iter().map(|user| user.id).filter(|id| !self.is_full(*id)).collect();
        match self.account {
            Some(account) if !others.is_empty() => Ok(tx.memberships().of_users(&others, Some(account))?),
            _ => Ok(Vec::new()),
        }
    }

    /// Accounts of those people whose accounts are shown, by person.
    fn accounts(
        &self,
        tx: &mut dyn Transaction,
        call: &Call,
        users: &[User],
        want: &Want<AccountWants>,
    ) -> Result<Vec<(UserId, AccountLink)>, Error> {
        let own: Vec<_> = users.iter().map(|user| user.id).filter(|id| self.is_full(*id)).collect();
        if own.is_empty() || !want.is_something() {
            return Ok(Vec::new());
        }
        let memberships = tx.memberships().of_users(&own, None)?;
        let accounts = memberships.iter().map(|membership| membership.account);
        let accounts = links::<AccountView>(tx, call, accounts, want)?;
        let link = |m: &Membership| Some((m.user, accounts.get(&m.account)?.clone()));
        Ok(memberships.iter().filter_map(link).collect())
    }

    fn shown(&self, user: User, seen_through: &[Membership], now: Timestamp) -> Result<ShownUser, Error> {
        if self.is_full(user.id) {
            return Ok(ShownUser::in_full(user, now));
        }
        match seen_through.iter().find(|membership| membership.user == user.id) {
            Some(membership) if membership.is_joined() => Ok(ShownUser::in_full(user, now)),
            Some(membership) => Ok(ShownUser::through(user, membership, now)),
            None => Err(Error::NotFound),
        }
    }
}

impl super::UserStamps {
    pub(crate) fn all(&self) -> [Option<Stamp>; 5] {
        [self.created, self.updated, self.login, self.blocked, self.unblocked]
    }
}

/// What an audit record is about.
pub(crate) fn audit_object(user: &User) -> AuditObject {
    AuditObject {
        kind: ObjectKind::User,
        id: user.id.to_string(),
        name: user.name(),
        revision: user.revision,
    }
}

/// Rewrites the stored standing after a change of one of the person's memberships, and the account entered next
/// if it is no longer one of theirs (R23, R25). Nothing is written when nothing changed; the revision rises with what
/// is shown, so that no tag stands for two statuses.
///
/// # Errors
/// Those of the store.
pub(crate) fn reproject(tx: &mut dyn Transaction, user: &mut User) -> Result<(), Error> {
    let standing = super::standing_of(&tx.memberships().glances(user.id)?);
    let current_account = match user.current_account {
        Some(id)
            if tx
                .memberships()
                .find_pair(id, user.id)?
                .is_none_or(|m| m.state != MembershipState::Active) =>
        {
            another_account(tx, user.id)?
        }
        kept => kept,
    };
    if (standing, current_account) != (user.standing, user.current_account) {
        let is_shown = discriminant(&standing) != discriminant(&user.standing);
        if is_shown || current_account != user.current_account {
            user.revision += 1;
        }
        user.standing = standing;
        user.current_account = current_account;
        tx.users().update(user)?;
    }
    Ok(())
}

/// The oldest usable account that the person is an active member of.
fn another_account(tx: &mut dyn Transaction, user: UserId) -> Result<Option<AccountId>, Error> {
    for membership in tx.memberships().of_user(user)? {
        if membership.state == MembershipState::Active && crate::account::is_usable(tx, membership.account)? {
            return Ok(Some(membership.account));
        }
    }
    Ok(None)
}

/// Whether the person is one whom R21 counts: activated and live.
pub(crate) fn counts_as_administrator(user: &User) -> bool {
    user.is_activated() && user.life == UserLife::Live
}
