//! Audit records (platform.md §3.8, R2, R48–R50).

use serde_json::json;

use crate::harness::ids::{BILLING, unknown};
use crate::harness::tenant::{id_of, references};
use crate::harness::{Tenant, site};

const BASE: &str = "/v1/audit/records";

#[test]
fn a_record_tells_what_happened_to_what_by_whom_and_from_where() {
    let tenant = Tenant::new("audit_get");
    let headers = [
        ("content-type", "application/json"),
        ("user-agent", "ops/1.0"),
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    ];
    let body = json!({"name": "Renamed"}).to_string();
    tenant.admin.send("PUT", &tenant.path(), &headers, Some(body.as_bytes())).expect(200);
    let list = tenant.admin.get(&format!("{BASE}?event=platform.accounts.account.updated")).expect(200);
    let record = &list["data"][0];
    assert_eq!(list["$meta"]["omitted"], json!(["viewers", "documents"]));
    let id = id_of(record);
    let single = tenant.admin.get(&format!("{BASE}/{id}")).expect(200);
    assert_eq!(single["href"], format!("{BASE}/{id}"));
    assert_eq!((&single["type"], &single["summary"]), (&json!("Public"), &json!("Account updated")));
    assert_eq!(single["details"], "{{actor.name}} updated {{object.name}}");
    assert_eq!(single["object"]["id"], tenant.id);
    assert_eq!(single["object"]["name"], "Renamed");
    assert_eq!(
        (&single["object"]["objectType"], &single["object"]["revision"]),
        (&json!("Account"), &json!(2))
    );
    assert_eq!(
        (&single["actor"]["id"], &single["actor"]["name"]),
        (&json!(tenant.admin_token), &json!("Administrator"))
    );
    assert_eq!(single["actor"]["account"]["accountType"], "Client");
    assert_eq!(single["request"]["api"]["ip"], "127.0.0.1");
    assert_eq!(single["request"]["api"]["userAgent"], "ops/1.0");
    assert_eq!(single["request"]["log"]["correlationId"], "4bf92f3577b34da6a3ce929d0e0e4736");
    assert!(single.get("revision").is_none() && single.get("audit").is_none(), "{single}");
    let full = tenant.admin.get(&format!("{BASE}/{id}?select=viewers,documents&render()")).expect(200);
    assert_eq!(full["documents"], json!({"before": {"name": "audit_get"}, "after": {"name": "Renamed"}}));
    assert_eq!(full["viewers"][0]["id"], tenant.id);
}

#[test]
fn templates_are_filled_on_request() {
    let tenant = Tenant::new("audit_render");
    tenant.admin.put(&tenant.path(), &json!({"name": "{{actor.name}}"})).expect(200);
    let query =
        format!("{BASE}?eq(object.id,'{}')&event=platform.accounts.account.updated&render()", tenant.id);
    let list = tenant.admin.get(&query).expect(200);
    assert_eq!(list["data"][0]["details"], "Administrator updated {{actor.name}}", "a name is no template");
}

#[test]
fn r49_an_account_sees_its_own_records_and_the_operator_all() {
    let (own, other) = (Tenant::new("audit_r49"), Tenant::new("audit_r49_other"));
    let about = |id: &str| format!("{BASE}?object.id={id}");
    let record = id_of(&own.operator.get(&about(&other.id)).expect(200)["data"][0]);
    other.admin.get(&format!("{BASE}/{record}")).expect(200);
    own.admin.get(&format!("{BASE}/{record}")).problem(404, "not-found");
    assert_eq!(own.admin.get(&about(&other.id)).expect(200)["data"], json!([]));
    for bad in [unknown("AUD"), "AUD-1", "nonsense"] {
        own.operator.get(&format!("{BASE}/{bad}")).problem(404, "not-found");
    }
    let seen = own.admin.get(BASE).expect(200);
    let foreign = |record: &serde_json::Value| record.to_string().contains(&other.id);
    assert!(!seen["data"].as_array().unwrap().iter().any(foreign));
}

#[test]
fn r2_without_access_management_one_sees_what_one_did_or_what_was_done_to_one() {
    let tenant = Tenant::new("audit_r2");
    let path = format!("/v1/accounts/api-tokens/{}", tenant.member_token);
    tenant.admin.put(&path, &json!({"description": "seen"})).expect(200);
    let list = tenant.member.get(BASE).expect(200);
    let objects: Vec<_> =
        list["data"].as_array().unwrap().iter().map(|r| r["object"]["id"].clone()).collect();
    assert_eq!(objects, [json!(tenant.member_token), json!(tenant.member_token)]);
}

#[test]
fn r48_reads_refusals_and_requests_without_effect_leave_no_record() {
    let tenant = Tenant::new("audit_r48");
    let before = tenant.audit_total();
    tenant.admin.get(&tenant.path()).expect(200);
    tenant.admin.put(&tenant.path(), &json!({"name": "audit_r48"})).expect(200);
    tenant.admin.put(&tenant.path(), &json!({"name": ""})).problem(400, "validation-failed");
    tenant.admin.put(&tenant.path(), &json!({"externalId": "x"})).problem(403, "forbidden");
    tenant.operator.post(&format!("{}/validate", tenant.path()), &json!({"name": "x"})).expect(200);
    tenant
        .admin
        .post("/v1/accounts/user-groups", &json!({"name": "x", "modules": references(&[unknown("MOD")])}))
        .problem(400, "validation-failed");
    assert_eq!(tenant.audit_total(), before);
}

#[test]
fn r50_a_change_of_a_secret_shows_as_stars() {
    let tenant = Tenant::new("audit_r50");
    let token = tenant.token("Export", &[BILLING]);
    let rotated = tenant.admin.verb(&format!("/v1/accounts/api-tokens/{}/rotate", token.id)).expect(200);
    let query =
        format!("{BASE}?object.id={}&select=documents&event=platform.accounts.api-token.rotated", token.id);
    let answer = tenant.admin.get(&query);
    assert_eq!(answer.expect(200)["data"][0]["documents"]["after"]["token"], "***");
    let (_, secret) = rotated["token"].as_str().unwrap().rsplit_once(':').unwrap();
    assert!(!answer.text.contains(secret));
}

#[test]
fn records_are_written_by_the_service_alone() {
    let operator = &site().operator;
    let id = id_of(&operator.get(&format!("{BASE}?limit=1")).expect(200)["data"][0]);
    for (method, path) in
        [("POST", BASE.to_owned()), ("PUT", format!("{BASE}/{id}")), ("DELETE", format!("{BASE}/{id}"))]
    {
        operator.call(method, &path, Some(&json!({}))).problem(405, "method-not-allowed");
    }
}

#[test]
fn records_are_ordered_by_time_newest_first() {
    let tenant = Tenant::new("audit_order");
    tenant.operator.put(&tenant.path(), &json!({"name": "x"})).expect(200);
    let times = |query: &str| -> Vec<String> {
        let list = tenant.admin.get(&format!("{BASE}{query}")).expect(200);
        let times =
            list["data"].as_array().unwrap().iter().map(|r| r["timestamp"].as_str().unwrap().to_owned());
        times.collect()
    };
    let newest_first = times("");
    assert!(newest_first.len() >= 4 && newest_first.is_sorted_by(|a, b| a >= b), "{newest_first:?}");
    assert!(times("?order=timestamp").is_sorted());
}
