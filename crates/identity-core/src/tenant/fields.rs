//! What lists of tenant users may be narrowed and sorted by.

use super::view::{Shown, Status};
use crate::id::Id as _;
use crate::list::{Direction, Field, Guard, Kind, Registry, Scalar};
use crate::membership::{Membership, MembershipKind, Profile};
use crate::timestamp::Timestamp;
use crate::user::User;

/// A row of the list.
#[derive(Debug, Clone)]
pub struct TenantUserRow {
    /// The membership.
    pub membership: Membership,
    /// The person.
    pub user: User,
    /// What the account knows of the member.
    pub profile: Profile,
    /// Whether the row is that of the person who asks, to whom nothing is hidden (S-R22).
    pub is_own: bool,
    /// When the list was asked for.
    pub now: Timestamp,
}

type Row = TenantUserRow;

const STATUS: &str = "(CASE WHEN users.life = 'Blocked' OR memberships.state = 'Blocked' THEN 'INACTIVE' \
                      WHEN memberships.state = 'Invited' THEN 'PENDING_INVITE' ELSE 'ACTIVE' END)";
const DISPLAY_NAME: &str = "COALESCE(membership_profiles.display_name, \
    trim(COALESCE(membership_profiles.first_name, users.first_name) || ' ' \
    || COALESCE(membership_profiles.last_name, users.last_name)))";
const GIVEN_DISPLAY_NAME: &str = "COALESCE(membership_profiles.display_name, \
    trim(COALESCE(membership_profiles.first_name, memberships.given_first_name) || ' ' \
    || COALESCE(membership_profiles.last_name, memberships.given_last_name)))";
const EMAIL: &str = "COALESCE(membership_profiles.email, \
    CASE WHEN users.email LIKE '%@users.invalid' THEN NULL ELSE users.email END)";
/// The default code has twelve digits, that of a wide identifier sixteen.
const USER_CODE: &str = "COALESCE(membership_profiles.user_code, 'u' || CASE WHEN memberships.id < 1000000000000 \
    THEN substr(CAST(1000000000000 + memberships.id AS TEXT), 2) \
    ELSE substr(CAST(10000000000000000 + memberships.id AS TEXT), 2) END)";

fn shown(row: &Row) -> Shown {
    let is_full = row.is_own || row.membership.is_joined();
    Shown::of(&row.membership, &row.user, &row.profile, is_full)
}

fn text(value: &str) -> Scalar {
    Scalar::text(Some(value).filter(|value| !value.is_empty()))
}

/// Members of a list of tenant users.
pub static FIELDS: Registry<Row> = Registry {
    fields: &[
        Field::new("displayName", Kind::Text, DISPLAY_NAME, |r: &Row| {
            Scalar::text(Some(shown(r).display_name))
        })
        .guarded(Guard::Instead(GIVEN_DISPLAY_NAME)),
        Field::new(
            "firstname",
            Kind::Text,
            "COALESCE(membership_profiles.first_name, users.first_name)",
            |r: &Row| Scalar::text(Some(shown(r).first_name)),
        )
        .guarded(Guard::Instead("COALESCE(membership_profiles.first_name, memberships.given_first_name)"))
        .unsortable(),
        Field::new(
            "lastname",
            Kind::Text,
            "COALESCE(membership_profiles.last_name, users.last_name)",
            |r: &Row| Scalar::text(Some(shown(r).last_name)),
        )
        .guarded(Guard::Instead("COALESCE(membership_profiles.last_name, memberships.given_last_name)"))
        .unsortable(),
        Field::new("email", Kind::Email, EMAIL, |r: &Row| text(&shown(r).email)).unsortable(),
        Field::new("userCode", Kind::Text, USER_CODE, |r: &Row| Scalar::text(Some(r.profile.code()))),
        Field::new("status", Kind::Enumeration(&Status::NAMES), STATUS, |r: &Row| {
            Scalar::text(Some(Status::of(&r.membership, &r.user, r.now).as_str()))
        })
        .unsortable(),
        Field::new(
            "accountType",
            Kind::Enumeration(&MembershipKind::ACCOUNT_TYPES),
            "upper(memberships.kind)",
            |r: &Row| Scalar::text(Some(r.membership.kind.account_type())),
        )
        .unsortable(),
        Field::new("createdAt", Kind::Moment, "memberships.created_at", |r: &Row| {
            Scalar::moment(r.membership.stamps.created.map(|stamp| stamp.at))
        })
        .indexed(),
    ],
    collections: &[],
    barred: &[],
    members: &[],
    omitted: &[],
    order: ("createdAt", Direction::Ascending),
    id_sql: "memberships.id",
    id: |r: &Row| r.membership.id.number(),
    guard_sql: Some("(memberships.joined_at IS NOT NULL OR memberships.user_id = {person})"),
};
