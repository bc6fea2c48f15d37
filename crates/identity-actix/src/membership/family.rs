//! How the two families name a membership; verbs, bodies and rules are the same.

use identity_core::Error;
use identity_core::id::{AccountId, GroupId};
use identity_core::membership::{MembershipKey, MembershipRow, MembershipView};

use super::view;
use crate::http::context::Context;
use crate::http::select::Shape;
use crate::http::writer::Object;

/// One family of paths.
pub(crate) trait Family: 'static {
    /// What `select` may name.
    const SHAPE: &'static Shape<MembershipRow>;

    /// The account that the path names.
    fn account(cx: &Context) -> Result<Option<AccountId>, Error>;
    /// The membership that the path names.
    fn key(cx: &Context) -> Result<MembershipKey, Error>;
    /// The group that the path names.
    fn group(cx: &Context) -> Result<GroupId, Error>;
    /// What stands at the end of the membership's path.
    fn name(view: &MembershipView) -> String;
    /// What only this family shows, `id` and `href` included.
    fn write(o: &mut Object, view: &MembershipView);
}

/// Family A: `/accounts/accounts/{accountId}/users/{userId}`, and its alias.
pub(crate) struct ByUser;

/// Family B: `/accounts/account-users/{id}`.
pub(crate) struct ByMembership;

impl Family for ByUser {
    const SHAPE: &'static Shape<MembershipRow> = &view::SHAPE_BY_USER;

    fn account(cx: &Context) -> Result<Option<AccountId>, Error> {
        cx.id(0).map(Some)
    }

    fn key(cx: &Context) -> Result<MembershipKey, Error> {
        Ok(MembershipKey::Pair(cx.id(0)?, cx.id(1)?))
    }

    fn group(cx: &Context) -> Result<GroupId, Error> {
        cx.id(2)
    }

    fn name(view: &MembershipView) -> String {
        view.user.id.to_string()
    }

    fn write(o: &mut Object, view: &MembershipView) {
        view::write_by_user(o, view);
    }
}

impl Family for ByMembership {
    const SHAPE: &'static Shape<MembershipRow> = &view::SHAPE_BY_MEMBERSHIP;

    fn account(_: &Context) -> Result<Option<AccountId>, Error> {
        Ok(None)
    }

    fn key(cx: &Context) -> Result<MembershipKey, Error> {
        cx.id(0).map(MembershipKey::Own)
    }

    fn group(cx: &Context) -> Result<GroupId, Error> {
        cx.id(1)
    }

    fn name(view: &MembershipView) -> String {
        view.membership.id.to_string()
    }

    fn write(o: &mut Object, view: &MembershipView) {
        view::write_by_membership(o, view);
    }
}
