//! Known persons who are not asked (P-R25).

use serde_json::json;

use super::super::{refused, refused_as};
use super::{EXTERNAL, INTERNAL, get, mail_with, new, owned, shown, with};
use crate::harness::mail::mails_to;
use crate::harness::{Tenant, site};

fn skipping(value: &str) -> String {
    format!("{INTERNAL}?skipMailValidation={value}")
}

#[test]
fn p_r25_a_known_person_is_active_at_once_and_told_without_a_link() {
    let (tenant, _) = owned("users_skip");
    let home = Tenant::new("users_skip_home");
    let known = home.join("known");
    let body = json!({"email": known.email, "role": "ADMIN", "domain": tenant.id, "userName": "Given Name"});
    let before = tenant.audit_total();
    let made = tenant.operator.post(&skipping("true"), &body).expect(200);
    assert_eq!((&made["status"], &made["id"]), (&json!("active"), &json!(known.user)));
    assert_eq!(made["userName"], "Given Name", "nobody asked the person, so P-R27 guards them still");
    assert_eq!(tenant.audit_total(), before + 1);
    let mail = mail_with(&known.email, "users_skip ");
    assert!(!mail.contains("accept-invite") && mail.contains("You have been added to"), "{mail}");
    let invited = |mail: &String| mail.contains("/accept-invite?code=") && mail.contains("users_skip ");
    assert!(!mails_to(&site().mail, &known.email).iter().any(invited));

    super::entered(&tenant, &known.email);
    assert_eq!(shown(&tenant, &known.email)["userName"], "Tom Abara", "she entered");
}

#[test]
fn p_r25_the_mail_is_skipped_by_multitenant_credentials_for_persons_who_can_sign_in() {
    let (tenant, _) = owned("users_skip_refused");
    let pending = Tenant::new("users_skip_pending").invite("pending");
    let home = Tenant::new("users_skip_refused_home");
    let known = home.join("known");
    let body = |email: &str| with(new(email, "ADMIN"), &[("domain", json!(tenant.id))]);
    for bad in ["", "1", "TRUE", "yes", "true%20", "true&skipMailValidation=no"] {
        refused(&tenant.operator.post(&skipping(bad), &body(&known.email)), 400, 104);
    }
    refused(&tenant.admin.post(&skipping("true"), &body(&known.email)), 403, 123);
    refused(&tenant.admin.post(&skipping("true"), &body(&tenant.email("x"))), 403, 123);
    refused(&tenant.operator.post(&skipping("true"), &body(&tenant.email("x"))), 400, 124);
    refused(&tenant.operator.post(&skipping("true"), &body(&pending.email)), 400, 124);
    refused_as(&get(&tenant, &known.email), 404);
    let asked = tenant.admin.post(&skipping("false"), &body(&known.email)).expect(200);
    assert_eq!(asked["status"], "pending");
    let external = with(body(&tenant.email("e")), &[("externalId", json!("E"))]);
    let ignored = format!("{EXTERNAL}?skipMailValidation=yes");
    assert_eq!(tenant.admin.post(&ignored, &external).expect(200)["status"], "active", "read by B7 alone");
}

#[test]
fn p_r25_an_owner_may_be_made_without_mail() {
    let tenant = Tenant::new("users_skip_owner");
    let known = Tenant::new("users_skip_owner_home").join("known");
    let body = json!({"email": known.email, "role": "OWNER", "domain": tenant.id});
    refused(
        &tenant.admin.post(&skipping("true"), &with(body.clone(), &[("userName", json!("A"))])),
        403,
        123,
    );
    let made = tenant.operator.post(&skipping("true"), &body).expect(200);
    assert_eq!((&made["owner"], &made["status"]), (&json!(true), &json!("active")));
}
