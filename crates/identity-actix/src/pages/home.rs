//! `/`: who is signed in, and where they are members.

use actix_web::http::StatusCode;
use askama::Template;
use identity_core::Error;
use identity_core::id::AccountId;
use identity_core::refusal::Refusal;
use identity_core::tenant::{self, Status, TenantUser};

use super::answer::{Frame, go};
use super::visit::Visit;
use super::words::Words;
use crate::http::route::Answer;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    email: String,
    rows: Vec<Row>,
}

/// A membership as it is shown.
struct Row {
    name: String,
    status: &'static str,
    /// The account, where the person sets a PIN.
    pin_in: Option<AccountId>,
}

impl Row {
    fn new(tenant: TenantUser, words: &Words) -> Self {
        let status = match tenant.status {
            Status::PendingInvite => words.membership_invited,
            Status::Active | Status::Inactive => words.membership_active,
        };
        let pin_in = tenant.is_entered_by_web().then_some(tenant.membership.account);
        Self { name: tenant.tenant_name, status, pin_in }
    }
}

/// Shows it; whoever is not signed in goes to the page for that.
pub(super) async fn show(visit: Visit) -> Answer {
    let Some(visitor) = &visit.visitor else { return Ok(go("/sign-in")) };
    let email = visitor.email.to_string();
    let tenants = match visit.read(tenant::person).await {
        Ok(person) => person.tenants,
        Err(Error::Refused(Refusal::NoTenant)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let rows = tenants.into_iter().map(|tenant| Row::new(tenant, visit.words())).collect();
    let name = visit.frame("").name.unwrap_or_default();
    let frame = visit.frame((visit.words().hello)(&name));
    visit.page(StatusCode::OK, &Home { frame, email, rows })
}
