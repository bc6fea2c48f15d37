//! A membership as it is stored, its groups aside.

use std::collections::BTreeSet;

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::{GroupId, MembershipId};
use identity_core::membership::{
    Given, Invitation, Membership, MembershipKind, MembershipStamps, MembershipState, ResendLog,
};
use identity_core::timestamp::Timestamp;
use identity_core::value::Text;

use crate::row::{Place, at, by, key, millis, moment, phone};
use crate::schema::memberships;

/// A row of `memberships`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = memberships, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct StoredMembership {
    pub(crate) id: i64,
    revision: i64,
    pub(super) user_id: i64,
    pub(super) account_id: i64,
    kind: String,
    state: String,
    invited_until: Option<i64>,
    invitation_code: Option<Vec<u8>>,
    resend_day_started_at: Option<i64>,
    resend_last_at: Option<i64>,
    resend_count: i64,
    given_first_name: String,
    given_last_name: String,
    is_owner: bool,
    is_favorite: bool,
    created_at: Option<i64>,
    created_by: Option<String>,
    updated_at: Option<i64>,
    updated_by: Option<String>,
    invited_at: Option<i64>,
    invited_by: Option<String>,
    joined_at: Option<i64>,
    joined_by: Option<String>,
    access_at: Option<i64>,
    access_by: Option<String>,
    login_at: Option<i64>,
    login_by: Option<String>,
    is_expiry_noted: bool,
    accepted_code: Option<Vec<u8>>,
    given_phone_prefix: Option<String>,
    given_phone_number: Option<String>,
}

impl From<&Membership> for StoredMembership {
    fn from(membership: &Membership) -> Self {
        let MembershipStamps { created, updated, invited, joined, access, login } = membership.stamps;
        let invitation = membership.invitation.as_ref();
        let resends = invitation.map(|i| i.resends).unwrap_or_default();
        let phone = membership.given.phone.clone().unwrap_or_default();
        Self {
            id: key(membership.id),
            revision: membership.revision.into(),
            user_id: key(membership.user),
            account_id: key(membership.account),
            kind: membership.kind.as_str().into(),
            state: membership.state.as_str().into(),
            invited_until: invitation.map(|i| i.expires_at.millis()),
            invitation_code: invitation.map(|i| i.code.0.to_vec()),
            resend_day_started_at: millis(resends.day_started_at),
            resend_last_at: millis(resends.last_at),
            resend_count: resends.count.into(),
            given_first_name: membership.given.first.to_string(),
            given_last_name: membership.given.last.to_string(),
            is_owner: membership.is_owner,
            is_favorite: membership.is_favorite,
            created_at: at(created),
            created_by: by(created),
            updated_at: at(updated),
            updated_by: by(updated),
            invited_at: at(invited),
            invited_by: by(invited),
            joined_at: at(joined),
            joined_by: by(joined),
            access_at: at(access),
            access_by: by(access),
            login_at: at(login),
            login_by: by(login),
            is_expiry_noted: invitation.is_some_and(|i| i.is_expiry_noted),
            accepted_code: membership.accepted_code.map(|digest| digest.0.to_vec()),
            given_phone_prefix: phone.prefix.map(Text::into_string),
            given_phone_number: phone.number.map(Text::into_string),
        }
    }
}

impl StoredMembership {
    fn invitation(&mut self, place: Place<MembershipId>) -> Result<Option<Invitation>, StoreError> {
        let (code, until) = match (self.invitation_code.take(), self.invited_until) {
            (None, None) => return Ok(None),
            (Some(code), Some(until)) => (code, until),
            _ => return Err(place.corrupt("invitation_code")),
        };
        Ok(Some(Invitation {
            code: place.digest("invitation_code", code)?,
            expires_at: Timestamp::from_millis(until),
            resends: ResendLog {
                day_started_at: moment(self.resend_day_started_at),
                last_at: moment(self.resend_last_at),
                count: place.count("resend_count", self.resend_count)?,
            },
            is_expiry_noted: self.is_expiry_noted,
        }))
    }

    /// The membership with its groups.
    pub(super) fn with(mut self, groups: BTreeSet<GroupId>) -> Result<Membership, StoreError> {
        let place = Place::<MembershipId>::new("memberships", self.id);
        let invitation = self.invitation(place)?;
        let accepted =
            self.accepted_code.take().map(|code| place.digest("accepted_code", code)).transpose()?;
        Ok(Membership {
            id: place.id("id", self.id)?,
            revision: place.count("revision", self.revision)?,
            user: place.id("user_id", self.user_id)?,
            account: place.id("account_id", self.account_id)?,
            kind: place.known("kind", MembershipKind::parse(&self.kind))?,
            state: place.known("state", MembershipState::parse(&self.state))?,
            invitation,
            accepted_code: accepted,
            given: Given {
                first: Text::from_stored(self.given_first_name),
                last: Text::from_stored(self.given_last_name),
                phone: phone(self.given_phone_prefix, self.given_phone_number),
            },
            is_owner: self.is_owner,
            is_favorite: self.is_favorite,
            groups,
            stamps: MembershipStamps {
                created: place.stamp("created_by", self.created_at, self.created_by)?,
                updated: place.stamp("updated_by", self.updated_at, self.updated_by)?,
                invited: place.stamp("invited_by", self.invited_at, self.invited_by)?,
                joined: place.stamp("joined_by", self.joined_at, self.joined_by)?,
                access: place.stamp("access_by", self.access_at, self.access_by)?,
                login: place.stamp("login_by", self.login_at, self.login_by)?,
            },
        })
    }
}
