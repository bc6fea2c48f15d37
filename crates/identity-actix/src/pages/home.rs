//! `/`: who is signed in, and where they are members.

use actix_web::http::StatusCode;
use askama::Template;
use identity_core::Error;
use identity_core::membership::MembershipKind;
use identity_core::refusal::Refusal;
use identity_core::tenant::{self, Status, TenantUser};

use super::answer::Frame;
use super::visit::Visit;
use crate::http::route::Answer;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    email: String,
    tenants: Vec<TenantUser>,
}

impl Home {
    /// Whether the person sets a PIN there: who enters by the web does (U6).
    fn may_enter(&self, tenant: &TenantUser) -> bool {
        tenant.status == Status::Active
            && matches!(tenant.membership.kind, MembershipKind::Full | MembershipKind::Support)
    }

    fn status(&self, tenant: &TenantUser) -> &'static str {
        match tenant.status {
            Status::PendingInvite => self.frame.words.membership_invited,
            Status::Active | Status::Inactive => self.frame.words.membership_active,
        }
    }
}

/// Shows it; whoever is not signed in goes to the page for that.
pub(super) async fn show(visit: Visit) -> Answer {
    let Some(visitor) = &visit.visitor else { return visit.go("/sign-in") };
    let email = visitor.email.to_string();
    let tenants = match visit.read(tenant::person).await {
        Ok(person) => person.tenants,
        Err(Error::Refused(Refusal::NoTenant)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let name = visit.frame("").name.unwrap_or_default();
    let frame = visit.frame((visit.words().hello)(&name));
    visit.page(StatusCode::OK, &Home { frame, email, tenants })
}
