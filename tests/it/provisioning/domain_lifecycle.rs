//! Disabling, enabling and deleting domains (C4–C6).

use serde_json::{Value, json};

use super::{refused, refused_as};
use crate::harness::ids::BILLING;
use crate::harness::person::PASSWORD;
use crate::harness::{Reseller, Session, Tenant, site};

fn one(name: &str) -> String {
    format!("/v2/domain/{name}")
}

fn status(tenant: &Tenant) -> Value {
    tenant.operator.get(&tenant.path()).expect(200)["status"].clone()
}

#[test]
fn p_r34_a_disabled_domain_shuts_everybody_out_until_it_is_enabled() {
    let msp = Reseller::new("cycle_msp");
    let acme = msp.child("cycle acme");
    let below = Tenant::below(&acme.id, "cycle below");
    let (mara, key) = (acme.join("mara"), acme.domain_key());
    let name = acme.name();
    let session = Session::begin(&acme.operator, &mara.email, PASSWORD);
    let inside = session.enter(&acme.id);
    let own = format!("/tenants/{}/account", acme.id);
    inside.get(&own).expect(200);
    let reads = || {
        [
            acme.admin.get(&one(&acme.id)).status,
            acme.member.get(&acme.path()).status,
            below.admin.get(&below.path()).status,
            key.get(&one(&acme.id)).status,
        ]
    };
    assert_eq!(reads(), [200; 4]);
    for _ in 0..2 {
        assert_eq!(msp.key.verb(&one(&format!("{name}/disable"))).expect(200)["status"], "inactive");
        assert_eq!(reads(), [401; 4], "whatever was verified before, and in the accounts below");
        assert_eq!(inside.get(&own).status, 401);
    }
    assert_eq!(status(&acme), "Disabled");
    refused_as(&acme.admin.verb(&one(&format!("{name}/enable"))), 401);
    for _ in 0..2 {
        let enabled = msp.key.verb(&one(&format!("{}/enable", acme.id))).expect(200);
        assert_eq!((&enabled["status"], &enabled["name"]), (&json!("active"), &json!(name)));
        assert_eq!(reads(), [200; 4]);
    }
    assert_eq!(status(&acme), "Enabled");
    assert_eq!(inside.get(&own).status, 401, "the session in the account is over");
    session.enter(&acme.id).get(&own).expect(200);
    let events = msp.tenant.events_of(&acme.id);
    assert_eq!(events, ["account.disabled", "account.enabled"], "one record for each change (P-R38)");
}

#[test]
fn p_r34_an_active_account_is_active_again() {
    let tenant = Tenant::new("cycle_active");
    tenant.operator.verb(&format!("{}/activate", tenant.path())).expect(200);
    let disabled = tenant.operator.verb(&one("cycle_active/disable")).expect(200);
    assert_eq!(disabled["status"], "inactive");
    assert!(disabled["updated"].as_str().unwrap() >= disabled["created"].as_str().unwrap());
    tenant.operator.verb(&one("cycle_active/enable")).expect(200);
    assert_eq!(status(&tenant), "Active");
}

#[test]
fn p_r34_only_multitenant_credentials_steer_and_operations_accounts_are_no_domains() {
    let tenant = Tenant::new("cycle_single");
    let key = tenant.domain_key();
    for path in [one("cycle_single/disable"), one("cycle_single/enable")] {
        refused_as(&tenant.admin.verb(&path), 403);
        refused_as(&tenant.member.verb(&path), 403);
        refused_as(&key.verb(&path), 403);
    }
    for client in [&tenant.admin, &tenant.member] {
        refused_as(&client.delete(&one("cycle_single")), 403);
    }
    refused_as(&key.delete(&one("cycle_single")), 403);
    let operator = &site().operator;
    for name in ["operations", &site().operations] {
        for answer in [
            operator.get(&one(name)),
            operator.delete(&one(name)),
            operator.verb(&one(&format!("{name}/disable"))),
            operator.verb(&one(&format!("{name}/enable"))),
        ] {
            refused_as(&answer, 404);
        }
    }
    refused_as(&operator.post("/v2/domain", &json!({"name": "x@operations", "plan": "x"})), 404);
}

#[test]
fn p_r35_only_a_disabled_domain_is_deleted() {
    let msp = Reseller::new("cycle_132");
    let acme = msp.child("acme 132");
    refused(&msp.key.delete(&one("acme-132@cycle_132")), 400, 132);
    refused(&site().operator.delete(&one(&acme.id)), 400, 132);
    // What is unusable because of an account above is not disabled itself.
    site().operator.verb(&one("cycle_132/disable")).expect(200);
    refused(&site().operator.delete(&one(&acme.id)), 400, 132);
    site().operator.verb(&one("cycle_132/enable")).expect(200);
    assert_eq!(acme.admin.get(&one(&acme.id)).expect(200)["status"], "active");
}

#[test]
fn p_r35_a_deleted_domain_is_gone_from_every_family_for_good() {
    let msp = Reseller::new("cycle_gone");
    let acme = msp.child("acme gone");
    let below = Tenant::below(&acme.id, "cycle gone below");
    let home = Tenant::new("cycle_gone_home");
    let (mara, pending) = (acme.join("mara"), acme.invite("pending"));
    let group = acme.group("Staff", &[]);
    let buyer = acme.buyer("Shop");
    let session = Session::begin(&acme.operator, &mara.email, PASSWORD);
    let inside = session.enter(&acme.id);
    inside.post(&format!("/tenants/{}/devices", acme.id), &json!({"app": "CLIENT"})).expect(201);
    msp.key.verb(&one("acme-gone@cycle_gone/disable")).expect(200);
    let total = || {
        let answer = msp.key.get("/v2/domain");
        answer.header("x-total-count").unwrap().to_owned()
    };
    assert_eq!(total(), "1");
    let records = msp.tenant.audit_total();
    assert_eq!(msp.key.delete(&one("acme-gone@cycle_gone")).expect(200), json!({}));
    assert_eq!(msp.tenant.audit_total(), records + 1, "one record (P-R38)");
    assert_eq!(msp.tenant.events_of(&acme.id).last().unwrap(), "account.deleted");
    assert_eq!(total(), "0");

    let operator = &site().operator;
    for name in ["acme-gone@cycle_gone", &acme.id] {
        for answer in [
            msp.key.get(&one(name)),
            operator.get(&one(name)),
            operator.verb(&one(&format!("{name}/enable"))),
            operator.delete(&one(name)),
            operator.get(&format!("/v2/user/domain/{name}")),
            operator.get(&format!("/v2/domain/{name}/roles")),
            operator.get(&format!("/v2/accounts/{name}/tokens")),
        ] {
            refused_as(&answer, 404);
        }
    }
    for path in [
        acme.path(),
        format!("{}/users/{}", acme.path(), mara.user),
        format!("/v1/accounts/account-users/{}", mara.membership),
        format!("/v1/accounts/account-users/{}", pending.membership),
        format!("/v1/accounts/user-groups/{group}"),
        format!("/v1/accounts/user-groups/{}", acme.group),
        format!("/v1/accounts/api-tokens/{}", acme.admin_token),
        format!("/v1/accounts/buyers/{buyer}"),
    ] {
        operator.get(&path).problem(404, "not-found");
    }
    for list in [
        format!("/v1/accounts/accounts?id={}", acme.id),
        format!("/v1/accounts/user-groups?account.id={}", acme.id),
        format!("/v1/accounts/api-tokens?account.id={}", acme.id),
        format!("/v1/accounts/buyers?account.id={}", acme.id),
        format!("/v1/accounts/users/{}/accounts", mara.user),
    ] {
        let total = operator.get(&list).expect(200)["$meta"]["pagination"]["total"].clone();
        assert_eq!(total, 0, "{list}");
    }
    let user = operator.get(&format!("/v1/accounts/users/{}", mara.user)).expect(200);
    assert_eq!((&user["status"], &user["currentAccount"]), (&json!("Disabled"), &Value::Null));

    assert_eq!(inside.get(&format!("/tenants/{}/account", acme.id)).status, 401);
    assert_eq!(acme.admin.get(&acme.path()).status, 401);
    assert_ne!(pending.accept(operator).status, 200, "the open invitation is void");
    assert_eq!(below.admin.get(&below.path()).status, 401, "what stands below is unusable");
    assert_eq!(operator.get(&one(&below.id)).expect(200)["status"], "active");
    home.admin.get(&home.path()).expect(200);
    refused(&msp.key.post("/v2/domain", &json!({"name": "acme-gone", "plan": "x"})), 409, 131);
    assert_eq!(msp.child("Acme Gone").name(), "acme-gone-2@cycle_gone", "the slug stays taken");
}

#[test]
fn p_r35_hundreds_of_members_and_tokens_end_together() {
    let tenant = Tenant::new("cycle_crowd");
    let people: Vec<_> = (0..130).map(|n| tenant.invite(&format!("p{n}"))).collect();
    let tokens: Vec<_> = (0..130).map(|n| tenant.token(&format!("T {n}"), &[BILLING])).collect();
    let operator = &site().operator;
    operator.verb(&one("cycle_crowd/disable")).expect(200);
    operator.delete(&one("cycle_crowd")).expect(200);
    for person in &people {
        let path = format!("/v1/accounts/account-users/{}", person.membership);
        operator.get(&path).problem(404, "not-found");
    }
    for token in &tokens {
        operator.get(&format!("/v1/accounts/api-tokens/{}", token.id)).problem(404, "not-found");
        assert_eq!(token.client.get(&tenant.path()).status, 401);
    }
    let record = operator
        .get(&format!("/v1/audit/records?object.id={}&event=platform.accounts.account.deleted", tenant.id));
    let record = &record.expect(200)["data"][0];
    // Both tokens that every tenant of a test has, too.
    assert_eq!(record["related"].as_array().unwrap().len(), 262);
}
