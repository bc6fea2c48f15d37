//! Tenant users as they are shown (self-service.md §3, S-R22, S-R26).

use std::collections::BTreeMap;

use super::role::TenantRole;
use crate::auth::may_enter;
use crate::error::Error;
use crate::group::{Group, GroupScope};
use crate::id::{AccountId, GroupId, MembershipId};
use crate::membership::{Membership, MembershipStatus, Profile, StoreAccess, UserCode};
use crate::port::Transaction;
use crate::service::Call;
use crate::session::ChannelName;
use crate::timestamp::Timestamp;
use crate::user::User;
use crate::value::Text;

/// Where a tenant user stands (S-R26).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// An invitation is open or over.
    PendingInvite,
    /// In use.
    Active,
    /// Blocked.
    Inactive,
}

impl Status {
    /// The names on the wire.
    pub const NAMES: [&'static str; 3] = ["PENDING_INVITE", "ACTIVE", "INACTIVE"];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PendingInvite => "PENDING_INVITE",
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
        }
    }

    /// Where the membership stands; the person's block shows through.
    pub fn of(membership: &Membership, user: &User, now: Timestamp) -> Self {
        match membership.status(user, now) {
            MembershipStatus::Invited | MembershipStatus::InvitationExpired => Self::PendingInvite,
            MembershipStatus::Active => Self::Active,
            MembershipStatus::Blocked | MembershipStatus::Deleted => Self::Inactive,
        }
    }
}

/// The texts of a member that are shown, the account's own before the person's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shown {
    pub(super) display_name: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: String,
    pub(super) mobile: String,
    pub(super) language: String,
}

/// The language of people who chose none.
const LANGUAGE: &str = "en";

impl Shown {
    /// `is_full` says whether the person's own values are shown; else only those that the inviter gave (S-R22).
    pub(super) fn of(membership: &Membership, user: &User, profile: &Profile, is_full: bool) -> Self {
        let (first, last) = if is_full {
            (&user.first_name, &user.last_name)
        } else {
            (&membership.given.first, &membership.given.last)
        };
        let first_name = profile.first_name.as_ref().unwrap_or(first).to_string();
        let last_name = profile.last_name.as_ref().unwrap_or(last).to_string();
        let joined = || format!("{first_name} {last_name}").trim().to_owned();
        let display_name = profile.display_name.as_ref().map_or_else(joined, ToString::to_string);
        let own_email = Some(&user.email).filter(|email| !email.is_internal());
        let email = profile.email.as_ref().or(own_email).map(ToString::to_string).unwrap_or_default();
        let mobile = profile.mobile.as_ref().map(ToString::to_string);
        let language = profile.language.as_ref().map(ToString::to_string);
        Self {
            display_name,
            first_name,
            last_name,
            email,
            mobile: mobile.or_else(|| phone(user).filter(|_| is_full)).unwrap_or_default(),
            language: language
                .or_else(|| language_of(user).filter(|_| is_full))
                .unwrap_or_else(|| LANGUAGE.to_owned()),
        }
    }
}

fn phone(user: &User) -> Option<String> {
    let phone = user.phone.as_ref()?;
    let parts = [phone.prefix.as_ref().map(Text::as_str), phone.number.as_ref().map(Text::as_str)];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// The first part of the person's language tag, if it has the two letters that are shown here.
fn language_of(user: &User) -> Option<String> {
    let language = user.settings.language_code.as_ref()?.as_str().get(..2)?.to_ascii_lowercase();
    language.bytes().all(|byte| byte.is_ascii_lowercase()).then_some(language)
}

/// A member of a tenant as the Self-service API shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantUser {
    /// The membership.
    pub membership: Membership,
    /// Name of the account.
    pub tenant_name: String,
    /// Where it stands.
    pub status: Status,
    /// What the groups amount to.
    pub role: TenantRole,
    /// Name to show.
    pub display_name: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Contact address.
    pub email: String,
    /// Mobile number.
    pub mobile: String,
    /// Language.
    pub language: String,
    /// Code for signing in at devices.
    pub user_code: UserCode,
    /// Identifier in a system of the account.
    pub external_id: String,
    /// The store that is chosen at first.
    pub default_store: String,
    /// The stores the member may enter, by store; none means all.
    pub stores: Vec<StoreAccess>,
    /// Codes of the modules that the groups give, sorted.
    pub permissions: Vec<String>,
}

impl TenantUser {
    /// Whether the member may enter the account by the web (S-R20).
    pub fn is_entered_by_web(&self) -> bool {
        self.status == Status::Active && may_enter(self.membership.kind, ChannelName::Web)
    }

    /// Since when.
    pub fn created_at(&self) -> Timestamp {
        self.membership.stamps.created.map_or(Timestamp::from_millis(0), |stamp| stamp.at)
    }

    /// Latest change.
    pub fn modified_at(&self) -> Timestamp {
        let stamps = &self.membership.stamps;
        let changes = [stamps.updated, stamps.invited, stamps.joined].into_iter().flatten();
        changes.map(|stamp| stamp.at).fold(self.created_at(), Timestamp::max)
    }

    /// Latest entry.
    pub fn accessed_at(&self) -> Timestamp {
        let stamps = &self.membership.stamps;
        let entries = [stamps.access, stamps.login].into_iter().flatten();
        entries.map(|stamp| stamp.at).fold(self.created_at(), Timestamp::max)
    }
}

/// One member as they are shown.
///
/// # Errors
/// Those of the store.
pub(crate) fn view(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: Membership,
    user: User,
) -> Result<TenantUser, Error> {
    let shown = views(tx, call, vec![(membership, user)])?.pop();
    shown.ok_or_else(|| Error::Internal("a member has no account".into()))
}

/// Members as they are shown, in a number of statements that does not depend on how many they are.
///
/// # Errors
/// Those of the store.
pub(crate) fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    rows: Vec<(Membership, User)>,
) -> Result<Vec<TenantUser>, Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let shelf = Shelf::read(tx, rows.iter().map(|(membership, _)| membership))?;
    Ok(rows.into_iter().filter_map(|(membership, user)| shelf.user(call, membership, user)).collect())
}

/// What the rows of a page have in common.
struct Shelf {
    names: BTreeMap<AccountId, String>,
    profiles: BTreeMap<MembershipId, Profile>,
    stores: Vec<StoreAccess>,
    groups: BTreeMap<GroupId, Group>,
    defaults: BTreeMap<AccountId, Group>,
}

impl Shelf {
    fn read<'m>(
        tx: &mut dyn Transaction,
        memberships: impl Iterator<Item = &'m Membership> + Clone,
    ) -> Result<Self, Error> {
        let ids: Vec<MembershipId> = memberships.clone().map(|membership| membership.id).collect();
        let mut accounts: Vec<AccountId> = memberships.clone().map(|membership| membership.account).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let mut groups: Vec<GroupId> = memberships.flat_map(|m| m.groups.iter().copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        let names = tx.accounts().summaries(&accounts)?.into_iter();
        let profiles = tx.profiles().find_many(&ids)?.into_iter();
        let groups = tx.groups().find_many_in(GroupScope::All, &groups)?.into_iter();
        let defaults = tx.groups().defaults_of(&accounts)?.into_iter();
        Ok(Self {
            names: names.map(|account| (account.id, account.name.into_string())).collect(),
            profiles: profiles.map(|profile| (profile.membership, profile)).collect(),
            stores: tx.profiles().stores(&ids)?,
            groups: groups.map(|group| (group.id, group)).collect(),
            defaults: defaults.map(|group| (group.account, group)).collect(),
        })
    }

    /// `None` for a member of an account that is gone.
    fn user(&self, call: &Call, membership: Membership, user: User) -> Option<TenantUser> {
        let is_own = super::access::is_own(call, &membership);
        let profile = self.profiles.get(&membership.id).cloned();
        let profile = profile.unwrap_or_else(|| Profile::blank(&membership));
        let shown = Shown::of(&membership, &user, &profile, is_own || membership.is_joined());
        let status = Status::of(&membership, &user, call.now);
        let groups: Vec<&Group> = membership.groups.iter().filter_map(|id| self.groups.get(id)).collect();
        let text = |value: Option<String>| value.unwrap_or_default();
        Some(TenantUser {
            tenant_name: self.names.get(&membership.account)?.clone(),
            status,
            role: TenantRole::read(status, &groups),
            display_name: shown.display_name,
            first_name: shown.first_name,
            last_name: shown.last_name,
            email: shown.email,
            mobile: shown.mobile,
            language: shown.language,
            user_code: profile.code(),
            external_id: text(profile.external_id.map(|id| id.to_string())),
            default_store: text(profile.default_store.map(|store| store.to_string())),
            stores: self.stores.iter().filter(|s| s.membership == membership.id).cloned().collect(),
            permissions: self.permissions(call, &membership, &groups),
            membership,
        })
    }

    /// Modules of the groups within those of the default group (R5).
    fn permissions(&self, call: &Call, membership: &Membership, groups: &[&Group]) -> Vec<String> {
        let Some(default) = self.defaults.get(&membership.account) else { return Vec::new() };
        let given = default.modules.iter().copied();
        let given = given.filter(|id| groups.iter().any(|group| group.modules.contains(id)));
        let mut codes: Vec<String> = call.tools.catalogue.codes(given).map(str::to_owned).collect();
        codes.sort_unstable();
        codes
    }
}
