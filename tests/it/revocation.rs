//! What narrows or ends a credential acts on the very next request after the answer (R5, R9, R40; targets R8).

use std::thread;
use std::time::Duration;

use identity_core::timestamp::Timestamp;
use serde_json::{Value, json};

use crate::harness::ids::{ACCESS, BILLING, REPORTING};
use crate::harness::tenant::{id_of, references};
use crate::harness::wait::until;
use crate::harness::{Answer, Client, Tenant, Token};

/// Rounds of each case; a cache that is cleared late shows in some of them only.
const ROUNDS: usize = 10;

struct Stage {
    operator: Client,
    parent: String,
    tenant: Tenant,
    token: Token,
}

/// What takes the credential away, and what gives it back if anything does.
type Act = fn(&Stage) -> Answer;

fn stage(name: &str) -> Stage {
    let tenant = Tenant::new(name);
    let operator = tenant.operator.clone();
    let above = json!({"name": format!("{name}_above"), "type": "Client"});
    let top = id_of(&operator.post("/v1/accounts/accounts", &above).expect(201));
    let between = json!({"name": format!("{name}_between"), "type": "Client", "parent": {"id": top}});
    let between = id_of(&operator.post("/v1/accounts/accounts", &between).expect(201));
    operator.put(&tenant.path(), &json!({"parent": {"id": between}})).expect(200);
    let token = tenant.token("Revoked", &[ACCESS, BILLING]);
    Stage { operator, parent: top, tenant, token }
}

fn token_verb(stage: &Stage, verb: &str) -> Answer {
    stage.operator.verb(&format!("/v1/accounts/api-tokens/{}/{verb}", stage.token.id))
}

fn account_verb(stage: &Stage, id: &str, verb: &str) -> Answer {
    stage.operator.verb(&format!("/v1/accounts/accounts/{id}/{verb}"))
}

fn disable_token(stage: &Stage) -> Answer {
    token_verb(stage, "disable")
}

fn enable_token(stage: &Stage) -> Answer {
    token_verb(stage, "enable")
}

fn disable_account(stage: &Stage) -> Answer {
    account_verb(stage, &stage.tenant.id, "disable")
}

fn enable_account(stage: &Stage) -> Answer {
    account_verb(stage, &stage.tenant.id, "enable")
}

fn disable_ancestor(stage: &Stage) -> Answer {
    account_verb(stage, &stage.parent, "disable")
}

fn enable_ancestor(stage: &Stage) -> Answer {
    account_verb(stage, &stage.parent, "enable")
}

fn delete_token(stage: &Stage) -> Answer {
    stage.operator.delete(&format!("/v1/accounts/api-tokens/{}", stage.token.id))
}

fn rotate_token(stage: &Stage) -> Answer {
    token_verb(stage, "rotate")
}

fn ask(stage: &Stage) -> u16 {
    stage.token.client.get(&stage.tenant.path()).status
}

#[test]
fn whatever_can_be_given_back_is_refused_and_accepted_at_once_every_time() {
    let cases: [(&str, Act, Act); 3] = [
        ("revocation_token", disable_token, enable_token),
        ("revocation_account", disable_account, enable_account),
        ("revocation_ancestor", disable_ancestor, enable_ancestor),
    ];
    for (name, take, give) in cases {
        let stage = stage(name);
        for round in 0..ROUNDS {
            assert_eq!(ask(&stage), 200, "{name}, round {round}: the control");
            assert_eq!(take(&stage).status, 200, "{name}");
            assert_eq!(ask(&stage), 401, "{name}, round {round}");
            assert_eq!(give(&stage).status, 200, "{name}");
        }
        assert_eq!(ask(&stage), 200, "{name}");
    }
}

#[test]
fn whatever_is_final_stays_refused() {
    let cases: [(&str, Act, u16); 2] =
        [("revocation_delete", delete_token, 204), ("revocation_rotate", rotate_token, 200)];
    for (name, take, expected) in cases {
        let stage = stage(name);
        assert_eq!(ask(&stage), 200, "{name}: the control");
        assert_eq!(take(&stage).status, expected, "{name}");
        for _ in 0..3 {
            assert_eq!(ask(&stage), 401, "{name}");
        }
    }
}

#[test]
fn r5_a_module_taken_from_the_default_group_narrows_its_tokens_at_once() {
    let tenant = Tenant::new("revocation_modules");
    let group = format!("/v1/accounts/user-groups/{}", tenant.group);
    let token = tenant.token("Narrowed", &[ACCESS, BILLING, REPORTING]).client;
    let check = || token.send("GET", "/v1/auth/check", &[("x-check-module", "reporting")], None).status;
    let set =
        |modules: &[&str]| tenant.operator.put(&group, &json!({"modules": references(modules)})).expect(200);
    assert_eq!(check(), 200, "the control");
    set(&[ACCESS, BILLING]);
    assert_eq!(check(), 403);
    set(&[ACCESS, BILLING, REPORTING]);
    assert_eq!(check(), 403, "what was taken away from the token does not come back by itself");
}

#[test]
fn r5_a_module_taken_from_a_token_narrows_it_at_once() {
    let tenant = Tenant::new("revocation_put");
    let token = tenant.token("Narrowed", &[ACCESS, BILLING]);
    let path = format!("/v1/accounts/api-tokens/{}", token.id);
    for _ in 0..ROUNDS {
        token.client.get(&format!("/v1/accounts/user-groups/{}", tenant.group)).expect(200);
        tenant.operator.put(&path, &json!({"modules": references(&[BILLING])})).expect(200);
        token.client.get(&format!("/v1/accounts/user-groups/{}", tenant.group)).problem(404, "not-found");
        tenant.operator.put(&path, &json!({"modules": references(&[ACCESS, BILLING])})).expect(200);
    }
}

#[test]
fn r40_a_token_ends_when_it_expires() {
    let tenant = Tenant::new("revocation_expiry");
    let token = tenant.token("Short", &[BILLING]);
    let path = format!("/v1/accounts/api-tokens/{}", token.id);
    let made = tenant.operator.get(&format!("{path}?select=audit")).expect(200);
    let now = Timestamp::parse(made["audit"]["created"]["at"].as_str().unwrap()).unwrap();
    let until_then = now.plus(Duration::from_millis(1500));
    tenant.operator.put(&path, &json!({"expiresAt": until_then.to_string()})).expect(200);
    token.client.get(&path).expect(200);
    until("the expiry", || (token.client.get(&path).status == 401).then_some(()));
    token.client.get(&path).problem(401, "authentication-failed");
    let after: Value = tenant.operator.get(&path).expect(200);
    assert_eq!(after["status"], "Active", "expiry leaves the status as it is");
    let later = now.plus(Duration::from_secs(3600)).to_string();
    tenant.operator.put(&path, &json!({"expiresAt": later})).expect(200);
    token.client.get(&path).expect(200);
}

#[test]
fn r39_the_old_value_ends_with_its_grace() {
    let tenant = Tenant::new("revocation_grace");
    let token = tenant.token("Rotated", &[BILLING]);
    let path = format!("/v1/accounts/api-tokens/{}", token.id);
    tenant.operator.post(&format!("{path}/rotate"), &json!({"graceSeconds": 1})).expect(200);
    token.client.get(&path).expect(200);
    until("the end of the grace", || (token.client.get(&path).status == 401).then_some(()));
}

#[test]
fn nothing_is_accepted_after_the_answer_while_others_keep_asking() {
    let stage = stage("revocation_busy");
    let answered = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let was_answered = answered.load(std::sync::atomic::Ordering::SeqCst);
                    let status = ask(&stage);
                    assert!(status == 200 || status == 401, "{status}");
                    if was_answered {
                        assert_eq!(status, 401);
                        return;
                    }
                }
            });
        }
        disable_token(&stage).expect(200);
        answered.store(true, std::sync::atomic::Ordering::SeqCst);
    });
}
