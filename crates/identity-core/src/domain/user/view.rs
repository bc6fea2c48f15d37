//! Domain users as they are shown (provisioning.md §3.3).

use std::collections::BTreeMap;

use super::value::{shown_name, shown_phone};
use crate::domain::Domain;
use crate::domain::role::Roles;
use crate::error::Error;
use crate::id::{MembershipId, UserId};
use crate::membership::{Given, Membership, MembershipKind, MembershipStatus, Profile};
use crate::port::Transaction;
use crate::service::Call;
use crate::user::User;
use crate::value::EmailAddress;

/// Where a domain user stands (provisioning.md §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainUserStatus {
    /// An invitation is open or over.
    Pending,
    /// In use.
    Active,
    /// Blocked, here or everywhere.
    Inactive,
}

impl DomainUserStatus {
    /// The names on the wire.
    pub const NAMES: [&'static str; 3] = ["pending", "active", "inactive"];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Inactive => "inactive",
        }
    }

    const fn of(status: MembershipStatus) -> Self {
        match status {
            MembershipStatus::Invited | MembershipStatus::InvitationExpired => Self::Pending,
            MembershipStatus::Active => Self::Active,
            MembershipStatus::Blocked | MembershipStatus::Deleted => Self::Inactive,
        }
    }
}

/// A member of a domain as the Provisioning API shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainUser {
    /// The person.
    pub id: UserId,
    /// E-mail, or the internal address of who has none (P-R32).
    pub email: EmailAddress,
    /// First and last name.
    pub user_name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Full name of the domain.
    pub domain: String,
    /// Names of the roles (P-R17).
    pub roles: Vec<String>,
    /// Whether the domain is theirs.
    pub is_owner: bool,
    /// Where the membership stands.
    pub status: DomainUserStatus,
    /// Whether the member is known to this domain only (P-R26).
    pub is_external: bool,
    /// The identifier in a system of the domain.
    pub external_id: Option<String>,
}

/// What is shown of a person through a membership: until they have joined, what the inviter gave (P-R27).
pub(super) fn shown_through(membership: &Membership, user: &User) -> Given {
    if membership.is_joined() { Given::of(user) } else { membership.given.clone() }
}

impl Given {
    /// The name as one text.
    pub(super) fn user_name(&self) -> Option<String> {
        shown_name(&self.first, &self.last)
    }

    /// The phone as one text.
    pub(super) fn phone_text(&self) -> Option<String> {
        self.phone.as_ref().and_then(shown_phone)
    }
}

/// One member as they are shown.
///
/// # Errors
/// Those of the store.
pub(crate) fn view(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &Domain,
    membership: Membership,
    user: User,
) -> Result<DomainUser, Error> {
    let shown = views(tx, call, domain, vec![(membership, user)])?.pop();
    shown.ok_or_else(|| Error::Internal("a member is not shown".into()))
}

/// Members as they are shown, in a number of statements that does not depend on how many they are.
///
/// # Errors
/// Those of the store.
pub(super) fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &Domain,
    rows: Vec<(Membership, User)>,
) -> Result<Vec<DomainUser>, Error> {
    let ids: Vec<MembershipId> = rows.iter().map(|(membership, _)| membership.id).collect();
    let profiles = tx.profiles().find_many(&ids)?.into_iter();
    let mut profiles: BTreeMap<MembershipId, Profile> = profiles.map(|p| (p.membership, p)).collect();
    let roles = Roles::of(tx, domain.account.id)?;
    let name = domain.full_name();
    let shown = |(membership, user): (Membership, User)| {
        let given = shown_through(&membership, &user);
        DomainUser {
            id: user.id,
            user_name: given.user_name(),
            phone: given.phone_text(),
            domain: name.clone(),
            roles: roles.shown(&membership.groups),
            is_owner: membership.is_owner,
            status: DomainUserStatus::of(membership.status(&user, call.now)),
            is_external: membership.kind == MembershipKind::Regular,
            external_id: profiles
                .remove(&membership.id)
                .and_then(|profile| profile.external_id)
                .map(|id| id.to_string()),
            email: user.email,
        }
    };
    Ok(rows.into_iter().map(shown).collect())
}
