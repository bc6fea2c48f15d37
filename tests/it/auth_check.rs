//! The check that gateways make (self-service.md A11, S-R46), with API tokens.

use crate::harness::ids::BILLING;
use crate::harness::{Answer, Client, Tenant, site};

const PATH: &str = "/v1/auth/check";

fn check(client: &Client, headers: &[(&str, &str)]) -> [Answer; 2] {
    ["GET", "POST"].map(|method| client.send(method, PATH, headers, None))
}

#[track_caller]
fn granted(client: &Client, headers: &[(&str, &str)]) -> Answer {
    let [get, post] = check(client, headers);
    assert_eq!((get.status, get.text.as_str()), (200, ""), "{get:?}");
    assert_eq!((post.status, post.text.as_str()), (200, ""), "{post:?}");
    post
}

#[track_caller]
fn refused(client: &Client, headers: &[(&str, &str)], status: u16, code: &str) {
    for answer in check(client, headers) {
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.json()["code"], code, "{answer:?}");
        assert_eq!(answer.json()["details"], serde_json::json!([]));
        assert!(!answer.headers.iter().any(|(name, _)| name.starts_with("x-identity-")), "{answer:?}");
    }
}

#[test]
fn a_valid_token_is_told_who_it_is_in_headers() {
    let tenant = Tenant::new("check_who");
    let answer = granted(&tenant.admin, &[]);
    assert_eq!(answer.header("x-identity-subject"), Some(tenant.admin_token.as_str()));
    assert_eq!(answer.header("x-identity-account"), Some(tenant.id.as_str()));
    assert_eq!(answer.header("x-identity-account-type"), Some("Client"));
    let modules = answer.header("x-identity-modules").unwrap();
    assert!(modules.split(',').any(|code| code == "access-management"), "{modules}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("x-request-id").is_some());
}

#[test]
fn s_r46_a_module_or_account_that_is_not_covered_is_403() {
    let (tenant, other) = (Tenant::new("check_covers"), Tenant::new("check_covers_other"));
    for module in ["billing", "billing:read", "billing:edit"] {
        granted(&tenant.member, &[("x-check-module", module), ("x-check-account", &tenant.id)]);
    }
    for module in ["access-management", "reporting:read", "unknown", "Billing", ""] {
        refused(&tenant.member, &[("x-check-module", module)], 403, "FORBIDDEN");
    }
    for account in [other.id.as_str(), "ACC-9191-9191", "nonsense", ""] {
        refused(&tenant.member, &[("x-check-account", account)], 403, "FORBIDDEN");
    }
}

#[test]
fn s_r46_incoming_identity_headers_are_ignored() {
    let tenant = Tenant::new("check_incoming");
    let answer =
        granted(&tenant.member, &[("x-identity-account", "ACC-1111-1111"), ("x-identity-modules", "all")]);
    assert_eq!(answer.header("x-identity-account"), Some(tenant.id.as_str()));
    assert_eq!(answer.header("x-identity-modules"), Some("billing"));
    refused(
        &tenant.member.anonymous(),
        &[("x-identity-subject", &tenant.member_token)],
        401,
        "UNAUTHENTICATED",
    );
}

#[test]
fn whatever_is_no_valid_credential_is_401() {
    let tenant = Tenant::new("check_401");
    let token = tenant.token("Gone", &[BILLING]);
    granted(&token.client, &[]);
    tenant.admin.delete(&format!("/v1/accounts/api-tokens/{}", token.id)).expect(204);
    for client in [&token.client, &tenant.admin.anonymous(), &tenant.admin.with("nonsense")] {
        refused(client, &[], 401, "UNAUTHENTICATED");
    }
}

#[test]
fn modules_of_a_token_follow_its_account_at_once() {
    let tenant = Tenant::new("check_r5");
    let group = format!("/v1/accounts/user-groups/{}", tenant.group);
    granted(&tenant.admin, &[("x-check-module", "reporting")]);
    let modules = crate::harness::tenant::references(&["MOD-1756", BILLING]);
    tenant.operator.put(&group, &serde_json::json!({"modules": modules})).expect(200);
    refused(&tenant.admin, &[("x-check-module", "reporting")], 403, "FORBIDDEN");
    granted(&tenant.admin, &[("x-check-module", "billing")]);
}

#[test]
fn the_check_stands_below_v1_alone() {
    let operator = &site().operator;
    operator.get("/public/v1/auth/check").problem(404, "not-found");
    let unknown = operator.anonymous().get("/v1/auth/nothing");
    assert_eq!((unknown.status, &unknown.json()["code"]), (404, &serde_json::json!("NOT_FOUND")));
}
