//! What a request needs to succeed: objects of one's own in the right state, made anew for each control.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use super::world::Ids;
use crate::harness::ids::BILLING;
use crate::harness::tenant::id_of;
use crate::harness::{Person, Tenant};

/// Who asks, where.
pub struct Stage<'a> {
    pub tenant: &'a Tenant,
    pub ids: &'a Ids,
    pub is_operator: bool,
}

/// Makes the objects.
pub type Setting = fn(&Stage) -> Ids;

/// A name that nobody used.
pub fn fresh_name(what: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{what}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// What is there will do.
pub fn as_is(stage: &Stage) -> Ids {
    stage.ids.clone()
}

/// For the operator a throw-away account that went through these verbs; nobody else may steer accounts anyway.
fn account(stage: &Stage, verbs: &[&str]) -> Ids {
    if !stage.is_operator {
        return stage.ids.clone();
    }
    let name = fresh_name("Throw-away");
    let body = json!({"name": name, "type": "Client", "externalId": name});
    let account = id_of(&stage.tenant.operator.post("/v1/accounts/accounts", &body).expect(201));
    for verb in verbs {
        stage.tenant.operator.verb(&format!("/v1/accounts/accounts/{account}/{verb}")).expect(200);
    }
    Ids { account, ..stage.ids.clone() }
}

pub fn enabled_account(stage: &Stage) -> Ids {
    account(stage, &[])
}

pub fn active_account(stage: &Stage) -> Ids {
    account(stage, &["activate"])
}

pub fn disabled_account(stage: &Stage) -> Ids {
    account(stage, &["disable"])
}

fn with_person(stage: &Stage, person: Person) -> Ids {
    Ids { user: person.user, membership: person.membership, ..stage.ids.clone() }
}

pub fn invited(stage: &Stage) -> Ids {
    with_person(stage, stage.tenant.invite_to(&stage.ids.group, &fresh_name("invited")))
}

pub fn joined(stage: &Stage) -> Ids {
    with_person(stage, stage.tenant.join_to(&stage.ids.group, &fresh_name("joined")))
}

pub fn in_two_groups(stage: &Stage) -> Ids {
    let ids = invited(stage);
    let group = stage.tenant.group(&fresh_name("Second"), &[]);
    let path = format!("/v1/accounts/account-users/{}/groups", ids.membership);
    stage.tenant.operator.post(&path, &json!({"id": group})).expect(200);
    ids
}

pub fn blocked(stage: &Stage) -> Ids {
    let ids = invited(stage);
    stage.tenant.operator.verb(&format!("/v1/accounts/users/{}/block", ids.user)).expect(200);
    ids
}

pub fn empty_group(stage: &Stage) -> Ids {
    Ids { group: stage.tenant.group(&fresh_name("Empty"), &[]), ..stage.ids.clone() }
}

pub fn token(stage: &Stage) -> Ids {
    Ids { token: stage.tenant.token("Fresh", &[BILLING]).id, ..stage.ids.clone() }
}

pub fn disabled_token(stage: &Stage) -> Ids {
    let ids = token(stage);
    stage.tenant.operator.verb(&format!("/v1/accounts/api-tokens/{}/disable", ids.token)).expect(200);
    ids
}

pub fn buyer(stage: &Stage) -> Ids {
    Ids { buyer: stage.tenant.buyer(&fresh_name("Fresh")), ..stage.ids.clone() }
}

/// Identifiers of the ERP that nobody used.
pub fn fresh_erp_ids() -> Value {
    json!({"externalIds": {"erpCompanyContact": fresh_name("CC"), "erpCustomer": "CU-1"}})
}

fn steered_buyer(stage: &Stage, verb: &str, body: &Value) -> Ids {
    let ids = buyer(stage);
    stage.tenant.operator.post(&format!("/v1/accounts/buyers/{}/{verb}", ids.buyer), body).expect(200);
    ids
}

pub fn active_buyer(stage: &Stage) -> Ids {
    steered_buyer(stage, "activate", &fresh_erp_ids())
}

pub fn disabled_buyer(stage: &Stage) -> Ids {
    steered_buyer(stage, "disable", &json!({}))
}

/// A buyer, and for the operator another account to hand it to.
pub fn buyer_and_receiver(stage: &Stage) -> Ids {
    Ids { buyer: buyer(stage).buyer, ..account(stage, &[]) }
}
