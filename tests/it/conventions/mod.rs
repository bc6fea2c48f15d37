//! What holds for every resource: bases, methods, bodies, headers, lists, the order of checks
//! (platform.md §1, §2).

mod lists;
mod paging;

use serde_json::{Value, json};

use crate::harness::ids::{BILLING, unknown};
use crate::harness::tenant::{id_of, references};
use crate::harness::{Tenant, site};

const ACCOUNTS: &str = "/v1/accounts/accounts";
const GROUPS: &str = "/v1/accounts/user-groups";

#[test]
fn both_bases_serve_the_same_and_links_keep_the_base() {
    let tenant = Tenant::new("conventions_bases");
    let public = |path: &str| format!("/public{path}");
    for path in [tenant.path(), tenant.users(), GROUPS.to_owned(), "/v1/accounts/modules".to_owned()] {
        assert_eq!(tenant.admin.get(&public(&path)).expect(200), tenant.admin.get(&path).expect(200));
    }
    let made = tenant.admin.post(&public(GROUPS), &json!({"name": "x"}));
    let group = made.expect(201);
    assert_eq!(made.header("location"), Some(format!("{}/{}", public(GROUPS), id_of(&group)).as_str()));
    assert_eq!(group["href"], format!("{GROUPS}/{}", id_of(&group)), "href always starts with /v1");
}

#[test]
fn head_answers_like_get_without_a_body() {
    let tenant = Tenant::new("conventions_head");
    for (path, status) in
        [(tenant.path(), 200), (ACCOUNTS.to_owned(), 200), (format!("{ACCOUNTS}/nothing"), 404)]
    {
        let head = tenant.admin.send("HEAD", &path, &[], None);
        assert_eq!((head.status, head.text.as_str()), (status, ""), "{head:?}");
    }
}

#[test]
fn paths_are_exact() {
    let operator = &site().operator;
    for path in [
        "/v1/accounts/accounts/",
        "/v1//accounts/accounts",
        "/v1/accounts//accounts",
        "/v1/accounts/Accounts",
        "/V1/accounts/accounts",
        "/v1/accounts/accounts/../users",
        "/v1/accounts/accounts/%2e%2e/users",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v3/accounts",
        "/v1/accounts",
        "/v1/accounts/sellers",
        "/v1/accounts/licensees",
    ] {
        operator.get(path).problem(404, "not-found");
    }
    let nobody = operator.anonymous();
    for path in ["/v1/accounts/accounts/", "/v1/nothing", "/public/v1/nothing", ACCOUNTS] {
        nobody.get(path).problem(401, "authentication-failed");
    }
}

#[test]
fn a_known_path_with_another_method_is_405_and_names_the_methods() {
    let tenant = Tenant::new("conventions_405");
    for (path, allowed) in [
        (ACCOUNTS.to_owned(), &["GET", "HEAD", "POST"][..]),
        (tenant.path(), &["GET", "HEAD", "PUT"]),
        (format!("{}/disable", tenant.path()), &["POST"]),
        (format!("{}/groups", tenant.users()), &["GET", "HEAD", "PUT", "DELETE"]),
    ] {
        for method in ["PATCH", "OPTIONS", "TRACE", "BREW"] {
            let answer = tenant.operator.call(method, &path, None);
            answer.problem(405, "method-not-allowed");
            let mut allow: Vec<_> = answer.header("allow").unwrap().split(", ").collect();
            allow.sort_unstable();
            let mut allowed = allowed.to_vec();
            allowed.sort_unstable();
            assert_eq!(allow, allowed, "{path}");
        }
    }
}

#[test]
fn the_order_of_checks_is_size_credential_route_object_verb_media_type_body() {
    let tenant = Tenant::new("conventions_order");
    let nobody = tenant.admin.anonymous();
    let huge = vec![b' '; 1024 * 1024 + 1];
    let text = [("content-type", "text/plain")];
    let json_type = [("content-type", "application/json")];
    let path = tenant.path();
    let foreign = format!("{ACCOUNTS}/{}", site().operations);
    nobody.send("PUT", &path, &json_type, Some(&huge)).problem(413, "content-too-large");
    nobody.send("PUT", "/v1/nothing", &text, Some(b"{")).problem(401, "authentication-failed");
    tenant.admin.send("PATCH", &foreign, &text, Some(b"{")).problem(405, "method-not-allowed");
    tenant.admin.send("PUT", &foreign, &text, Some(b"{")).problem(404, "not-found");
    tenant.member.send("PUT", &path, &text, Some(b"{")).problem(403, "forbidden");
    tenant.admin.send("PUT", &path, &text, Some(b"{")).problem(415, "unsupported-media-type");
    tenant.admin.send("PUT", &path, &json_type, Some(b"{")).problem(400, "malformed-request");
    tenant
        .operator
        .send("POST", &format!("{path}/activate"), &text, Some(b"{"))
        .problem(415, "unsupported-media-type");
    let body = json!({"externalId": 7, "name": 7});
    tenant.admin.put(&path, &body).problem(403, "forbidden");
    tenant.operator.put(&path, &body).refuses(400, "validation-failed", &["externalId", "name"]);
}

#[test]
fn media_types_and_empty_bodies() {
    let tenant = Tenant::new("conventions_media");
    let path = tenant.path();
    let put = |kind: &str| tenant.admin.send("PUT", &path, &[("content-type", kind)], Some(b"{}"));
    for good in ["application/json", "Application/JSON; charset=UTF-8", "application/merge-patch+json"] {
        put(good).expect(200);
    }
    for bad in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "x"] {
        put(bad).problem(415, "unsupported-media-type");
    }
    tenant.admin.send("PUT", &path, &[], Some(b"{}")).problem(415, "unsupported-media-type");
    tenant
        .admin
        .send("PUT", &path, &[("content-type", "application/json")], Some(b""))
        .problem(400, "malformed-request");
    tenant.admin.send("PUT", &path, &[], None).problem(400, "malformed-request");
    let disable = format!("{path}/disable");
    tenant.operator.send("POST", &disable, &[("content-type", "application/json")], Some(b"")).expect(200);
    tenant
        .operator
        .send("POST", &format!("{path}/enable"), &[("content-length", "0")], Some(b""))
        .expect(200);
    for accept in ["text/html", "image/*", "*/*", "nonsense"] {
        tenant.admin.send("GET", &path, &[("accept", accept)], None).expect(200);
    }
}

#[test]
fn texts_are_trimmed_normalised_and_free_of_control_characters() {
    let tenant = Tenant::new("conventions_texts");
    let put = |body: &Value| tenant.admin.put(&tenant.path(), body);
    assert_eq!(put(&json!({"name": " \u{a0}Cafe\u{301} \t"})).expect(200)["name"], "Caf\u{e9}");
    for control in ["a\u{0}b", "a\u{1b}b", "a\nb", "a\u{7f}b", "a\u{85}b"] {
        assert_eq!(put(&json!({"name": control})).status, 400, "{control:?}");
    }
    assert_eq!(put(&json!({"description": "a\r\nb"})).status, 200);
    put(&json!({"description": "a\u{8}b"})).refuses(400, "validation-failed", &["description"]);
    assert_eq!(put(&json!({"name": "\u{1F41F}".repeat(500)})).status, 200, "lengths count code points");
}

#[test]
fn single_objects_are_private_and_lists_are_not_stored() {
    let tenant = Tenant::new("conventions_cache");
    let cache = |path: &str| tenant.admin.get(path).header("cache-control").unwrap().to_owned();
    assert_eq!(cache(&tenant.path()), "private, no-cache");
    assert_eq!(cache(ACCOUNTS), "no-store");
}

#[test]
fn traces_are_continued_and_told() {
    let operator = &site().operator;
    let sent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let answer = operator.send("GET", "/v1/nothing?secret=1", &[("traceparent", sent)], None);
    let problem = answer.problem(404, "not-found");
    assert!(
        problem["traceId"].as_str().unwrap().starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-"),
        "{problem}"
    );
    assert_eq!(problem["instance"], "/v1/nothing");
    for bad in ["", "nonsense", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"] {
        let other = operator.send("GET", "/v1/nothing", &[("traceparent", bad)], None);
        assert_ne!(other.problem(404, "not-found")["traceId"], problem["traceId"]);
    }
}

/// Whether something null or empty stands anywhere in a value.
fn has_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty() || items.iter().any(has_nothing),
        Value::Object(members) => members.is_empty() || members.values().any(has_nothing),
        _ => false,
    }
}

#[test]
fn objects_drop_what_is_null_and_keep_what_is_false_or_zero() {
    let tenant = Tenant::new("conventions_null");
    let account = tenant.operator.get(&tenant.path()).expect(200);
    assert_eq!(account["tokenPolicy"], json!({"retrievable": false}));
    for path in [tenant.path(), format!("{GROUPS}/{}", tenant.group), "/v1/accounts/modules/MOD-1756".into()]
    {
        let object = tenant.admin.get(&format!("{path}?select=*")).expect(200);
        assert!(!has_nothing(&object), "{object}");
    }
}

#[test]
fn references_are_their_id_and_other_members_are_ignored() {
    let tenant = Tenant::new("conventions_references");
    let body = json!({"name": "x", "account": {"id": tenant.id, "name": "Other", "type": "Vendor"},
                      "modules": [{"id": BILLING, "name": "Other", "code": 7}]});
    let group = tenant.operator.post(GROUPS, &body).expect(201);
    assert_eq!(
        (&group["account"]["name"], &group["modules"][0]["name"]),
        (&json!("conventions_references"), &json!("Billing"))
    );
    for bad in [json!("MOD-8352"), json!({"name": "Billing"}), json!(null), json!({"id": null})] {
        let answer = tenant.admin.post(GROUPS, &json!({"name": "x", "modules": [bad]}));
        answer.refuses(400, "validation-failed", &["modules[0].id"]);
    }
    let many: Vec<_> = (0..101).map(|_| unknown("MOD")).collect();
    let answer = tenant.admin.post(GROUPS, &json!({"name": "x", "modules": references(&many)}));
    answer.refuses(400, "validation-failed", &["modules"]);
}

#[test]
fn no_retry_of_a_reading_changes_anything() {
    let tenant = Tenant::new("conventions_reads");
    let first = tenant.admin.get(&tenant.path()).expect(200);
    assert_eq!(tenant.admin.get(&tenant.path()).expect(200), first);
}

#[test]
fn icons_are_drawn_from_the_id_alone_and_cannot_do_anything() {
    let tenant = Tenant::new("conventions_icons");
    let person = tenant.join("mara");
    let mut seen = Vec::new();
    for path in [tenant.path(), format!("/v1/accounts/users/{}", person.user)] {
        let icon = tenant.admin.get(&format!("{path}/icon"));
        assert_eq!((icon.status, icon.header("content-type")), (200, Some("image/svg+xml")), "{icon:?}");
        assert_eq!(icon.header("x-content-type-options"), Some("nosniff"));
        let policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        assert_eq!(icon.header("content-security-policy"), Some(policy));
        assert_eq!(icon.header("cache-control"), Some("private, no-cache"));
        assert!(icon.header("etag").unwrap().starts_with('"'), "{icon:?}");
        assert!(icon.text.starts_with("<svg") && !icon.text.contains("script"), "{icon:?}");
        assert_eq!(tenant.operator.get(&format!("{path}/icon")).text, icon.text);
        tenant.admin.anonymous().get(&format!("{path}/icon")).problem(401, "authentication-failed");
        seen.push(icon.text);
    }
    assert_ne!(seen[0], seen[1]);
    tenant.admin.get(&format!("{ACCOUNTS}/{}/icon", site().operations)).problem(404, "not-found");
}
