//! Reading tenants and tenant users (T1, T2, T3, T5; S-R22, S-R25).

use super::access::{administered, entered, listed, member};
use super::fields::{FIELDS, TenantUserRow};
use super::tenants::{Tenant, shown};
use super::view::{Status, TenantUser, view, views};
use crate::actor::Credential;
use crate::error::Error;
use crate::id::{AccountId, Id as _, MembershipId};
use crate::list::{
    Anchor, Direction, Field, Filter, Kind, NumberedPage, Page, Pattern, Registry, Scalar, Test, page_of,
};
use crate::membership::{MembershipKind, MembershipState};
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::service::Call;
use crate::value::fold;

/// What T3 narrows its list by.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// `status`
    pub status: Option<String>,
    /// `accountType`
    pub account_type: Option<String>,
    /// `search`: the start of a name, the user code or the e-mail.
    pub search: Option<String>,
}

/// What a search looks at.
const SEARCHED: [&str; 5] = ["displayName", "firstname", "lastname", "userCode", "email"];

impl UserFilter {
    /// What the list shows of it.
    pub(crate) fn read(&self) -> Result<Filter<TenantUserRow>, Error> {
        let mut parts = Vec::new();
        for (name, value, known) in [
            ("status", &self.status, &Status::NAMES[..]),
            ("accountType", &self.account_type, &MembershipKind::ACCOUNT_TYPES[..]),
        ] {
            let Some(value) = value else { continue };
            if !known.contains(&value.as_str()) {
                return Err(Error::invalid(name, format!("Must be one of {}.", known.join(", "))));
            }
            parts.extend(is(name, Test::Equal(Scalar::Text(value.clone()))));
        }
        if let Some(search) = self.search.as_deref().map(str::trim).filter(|search| !search.is_empty()) {
            let start = Pattern { text: fold(search), anchor: Anchor::Start, ignores_case: true };
            let found = SEARCHED.iter().filter_map(|name| is(name, Test::Like(start.clone())));
            parts.push(Filter::Or(found.collect()));
        }
        Ok(if parts.is_empty() { Filter::Always(true) } else { Filter::And(parts) })
    }
}

fn is(name: &str, test: Test<TenantUserRow>) -> Option<Filter<TenantUserRow>> {
    Some(Filter::Is { field: FIELDS.field(name)?, test, is_negated: false })
}

/// One page of the members of a tenant (T3).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`], [`Error::Invalid`] keyed by the parameter.
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    filter: &UserFilter,
    page: &NumberedPage,
) -> Result<Page<TenantUser>, Error> {
    administered(call.principal, tenant)?;
    let query = page.query(&FIELDS, filter.read()?)?;
    let found = tx.profiles().page(tenant, call.actor().person(), &query, call.now)?;
    found.try_map(|rows| views(tx, call, rows))
}

/// One member of a tenant (T5).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`], [`Error::NotFound`].
pub fn get(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    id: MembershipId,
) -> Result<TenantUser, Error> {
    administered(call.principal, tenant)?;
    let (membership, user) = member(tx, tenant, id)?;
    view(tx, call, membership, user)
}

/// What lists of tenants are sorted by. They are read whole, because they are those of one person.
pub static TENANT_FIELDS: Registry<Tenant> = Registry {
    fields: &[
        Field::new("name", Kind::Text, "", |t: &Tenant| Scalar::text(Some(&t.account.name))),
        Field::new("createdAt", Kind::Moment, "", |t: &Tenant| {
            Scalar::moment(t.account.stamps.created.map(|stamp| stamp.at))
        }),
    ],
    collections: &[],
    barred: &[],
    members: &[],
    omitted: &[],
    order: ("name", Direction::Ascending),
    id_sql: "",
    id: |t: &Tenant| t.account.id.number(),
    guard_sql: None,
};

/// The tenants that the caller may enter: with an auth token all, else the credential's own (S-R25).
fn enterable(tx: &mut dyn Transaction, call: &Call) -> Result<Vec<AccountId>, Error> {
    if !matches!(call.principal.credential, Credential::Auth(_)) {
        return Ok(call.actor().account_id().into_iter().collect());
    }
    let memberships = listed(tx, call)?.into_iter();
    let active = memberships.filter(|membership| membership.state == MembershipState::Active);
    Ok(active.map(|membership| membership.account).collect())
}

/// One page of the caller's tenants (T1).
///
/// # Errors
/// [`Error::Invalid`] keyed by the parameter.
pub fn tenants(tx: &mut dyn Transaction, call: &Call, page: &NumberedPage) -> Result<Page<Tenant>, Error> {
    let query = page.query(&TENANT_FIELDS, Filter::Always(true))?;
    let ids = enterable(tx, call)?;
    let tenants = shown(tx, call, &ids)?;
    Ok(page_of(&TENANT_FIELDS, &query, tenants))
}

/// One of the caller's tenants (T2).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`].
pub fn tenant(tx: &mut dyn Transaction, call: &Call, id: AccountId) -> Result<Tenant, Error> {
    if matches!(call.principal.credential, Credential::Auth(_)) {
        if !enterable(tx, call)?.contains(&id) {
            return Err(Refusal::TenantAccessDenied.into());
        }
    } else {
        entered(call.principal, id)?;
    }
    shown(tx, call, &[id])?.pop().ok_or_else(|| Refusal::TenantAccessDenied.into())
}
