//! Who can sign in at a device now (D8, S-R43).

use super::own::asking;
use crate::error::Error;
use crate::id::MembershipId;
use crate::list::{NumberedPage, Page};
use crate::membership::{MembershipKind, UserCode};
use crate::port::Transaction;
use crate::service::Call;
use crate::tenant::{FIELDS, TenantUser, UserFilter, views};

/// What the list is sorted by; the first is the usual.
const ORDERS: [&str; 2] = ["displayName", "userCode"];

/// A member as a device shows them to choose from: without contact data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceUser {
    /// The membership.
    pub id: MembershipId,
    /// What kind of member.
    pub kind: MembershipKind,
    /// The code to sign in with.
    pub user_code: UserCode,
    /// Name to show.
    pub display_name: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
}

impl From<TenantUser> for DeviceUser {
    fn from(user: TenantUser) -> Self {
        Self {
            id: user.membership.id,
            kind: user.membership.kind,
            user_code: user.user_code,
            display_name: user.display_name,
            first_name: user.first_name,
            last_name: user.last_name,
        }
    }
}

/// One page of those who can sign in at the device that asks.
///
/// # Errors
/// [`Error::Unauthenticated`] unless a device asks; [`Error::Invalid`] keyed by the parameter.
pub fn people(
    tx: &mut dyn Transaction,
    call: &Call,
    account_type: Option<&str>,
    page: &NumberedPage,
) -> Result<Page<DeviceUser>, Error> {
    let device = asking(tx, call)?;
    let [usual, _] = ORDERS;
    let sort_by = page.sort_by.as_deref().unwrap_or(usual);
    if !ORDERS.contains(&sort_by) {
        return Err(Error::invalid("sortBy", format!("Must be one of {}.", ORDERS.join(", "))));
    }
    let filter = UserFilter { account_type: account_type.map(str::to_owned), ..UserFilter::default() };
    let page = NumberedPage { sort_by: Some(sort_by.to_owned()), ..page.clone() };
    let query = page.query(&FIELDS, filter.read()?)?;
    let found = tx.profiles().page_at_device(device.account, device.store, &query, call.now)?;
    let shown = found.try_map(|rows| views(tx, call, rows))?;
    Ok(shown.map(DeviceUser::from))
}
