//! What holds for every resource: bases, methods, bodies, headers, paging, select, filters, the order of checks
//! (platform.md §1, §2).

use serde_json::{Value, json};

use crate::harness::ids::{BILLING, unknown};
use crate::harness::tenant::{id_of, references};
use crate::harness::{Client, Tenant, site};

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
    for (path, status) in [(tenant.path(), 200), (ACCOUNTS.to_owned(), 200), (format!("{ACCOUNTS}/nothing"), 404)] {
        let head = tenant.admin.send("HEAD", &path, &[], None);
        assert_eq!((head.status, head.text.as_str()), (status, ""), "{head:?}");
    }
}

#[test]
fn paths_are_exact() {
    let operator = &site().operator;
    for path in [
        "/v1/accounts/accounts/", "/v1//accounts/accounts", "/v1/accounts//accounts", "/v1/accounts/Accounts",
        "/V1/accounts/accounts", "/v1/accounts/accounts/../users", "/v1/accounts/accounts/%2e%2e/users", "/v1", "/v1/",
        "/v1/nothing", "/v2/accounts", "/v1/accounts", "/v1/accounts/sellers", "/v1/accounts/licensees",
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
    tenant.operator.send("POST", &format!("{path}/activate"), &text, Some(b"{")).problem(415, "unsupported-media-type");
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
    tenant.admin.send("PUT", &path, &[("content-type", "application/json")], Some(b"")).problem(400, "malformed-request");
    tenant.admin.send("PUT", &path, &[], None).problem(400, "malformed-request");
    let disable = format!("{path}/disable");
    tenant.operator.send("POST", &disable, &[("content-type", "application/json")], Some(b"")).expect(200);
    tenant.operator.send("POST", &format!("{path}/enable"), &[("content-length", "0")], Some(b"")).expect(200);
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
    assert!(problem["traceId"].as_str().unwrap().starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-"), "{problem}");
    assert_eq!(problem["instance"], "/v1/nothing");
    for bad in ["", "nonsense", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"] {
        let other = operator.send("GET", "/v1/nothing", &[("traceparent", bad)], None);
        assert_ne!(other.problem(404, "not-found")["traceId"], problem["traceId"]);
    }
}

/// Five groups of one account: Administrators, then `a` to `d`.
fn five_groups(name: &str) -> (Tenant, Vec<String>) {
    let tenant = Tenant::new(name);
    let mut ids = vec![tenant.group.clone()];
    ids.extend(["a", "b", "c", "d"].map(|name| tenant.group(name, &[])));
    (tenant, ids)
}

fn listed(client: &Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("{GROUPS}{query}")).expect(200);
    list["data"].as_array().unwrap().iter().map(id_of).collect()
}

#[test]
fn pages_are_cut_by_limit_and_offset_and_total_counts_all() {
    let (tenant, ids) = five_groups("conventions_pages");
    let page = |query: &str| tenant.admin.get(&format!("{GROUPS}{query}")).expect(200);
    for (query, offset, limit, range) in [
        ("", 0, 100, 0..5),
        ("?limit=500", 0, 100, 0..5),
        ("?limit=2", 0, 2, 0..2),
        ("?limit=2&offset=4", 4, 2, 4..5),
        ("?offset=5", 5, 100, 5..5),
        ("?offset=99999999999", 99_999_999_999_u64, 100, 5..5),
        ("?limit=0", 0, 0, 0..0),
    ] {
        let answer = page(query);
        let expected = json!({"offset": offset, "limit": limit, "total": 5});
        assert_eq!(answer["$meta"]["pagination"], expected, "{query}");
        let found: Vec<_> = answer["data"].as_array().unwrap().iter().map(id_of).collect();
        assert_eq!(found, ids[range], "{query}");
    }
    for (query, key) in [
        ("limit=-1", "limit"), ("limit=x", "limit"), ("limit=", "limit"), ("offset=-1", "offset"), ("offset=1.5", "offset"),
        ("limit=1&limit=1", "limit"), ("order=name&order=name", "order"), ("select=name&select=id", "select"),
        ("cursor=nonsense", "cursor"), ("order=a,b,c,d,e,f", "order"),
    ] {
        tenant.admin.get(&format!("{GROUPS}?{query}")).refuses(400, "invalid-query", &[key]);
    }
}

#[test]
fn order_names_members_and_puts_absent_values_last() {
    let (tenant, ids) = five_groups("conventions_sorting");
    tenant.admin.put(&format!("{GROUPS}/{}", ids[2]), &json!({"description": "z"})).expect(200);
    tenant.admin.put(&format!("{GROUPS}/{}", ids[3]), &json!({"description": "y"})).expect(200);
    let pick = |order: [usize; 5]| order.map(|n| ids[n].clone()).to_vec();
    assert_eq!(listed(&tenant.admin, "?order=name"), pick([0, 1, 2, 3, 4]), "by code point");
    assert_eq!(listed(&tenant.admin, "?order=-name"), pick([4, 3, 2, 1, 0]));
    assert_eq!(listed(&tenant.admin, "?order=NAME"), pick([0, 1, 2, 3, 4]), "names ignore case");
    assert_eq!(listed(&tenant.admin, "?order=-audit.created.at")[4], ids[0]);
    let some = "?ne(description,null())&isDefault=false&order=";
    assert_eq!(listed(&tenant.admin, &format!("{some}description")), [ids[3].clone(), ids[2].clone()]);
    let mine = "?isDefault=false&order=";
    for (order, first) in [("description", 3), ("-description", 2)] {
        let found = listed(&tenant.admin, &format!("{mine}{order},name"));
        assert_eq!((&found[0], &found[2], &found[3]), (&ids[first], &ids[1], &ids[4]), "{order}");
    }
    tenant.admin.get(&format!("{GROUPS}?order=nothing")).refuses(400, "invalid-query", &["nothing"]);
    tenant.admin.get(&format!("{GROUPS}?order=href")).refuses(400, "invalid-query", &["href"]);
}

#[test]
fn filters_mean_what_the_contract_says() {
    let (tenant, ids) = five_groups("conventions_filters");
    tenant.admin.put(&format!("{GROUPS}/{}", ids[1]), &json!({"description": "O'Neil & co"})).expect(200);
    let by = |filter: &str| listed(&tenant.admin, &format!("?order=name&{filter}"));
    let pick = |order: &[usize]| order.iter().map(|n| ids[*n].clone()).collect::<Vec<_>>();
    for (filter, expected) in [
        ("name=a", &[1][..]),
        ("NAME='a'", &[1]),
        ("EQ(name,%22a%22)", &[1]),
        ("name=A", &[]),
        ("in(name,(a,b,Nothing))", &[1, 2]),
        ("in(name,c)", &[3]),
        ("out(name,(a,b))", &[0, 3, 4]),
        ("gt(name,b)", &[3, 4]),
        ("le(name,'b')", &[0, 1, 2]),
        ("lte(name,'b')&gte(name,'b')", &[2]),
        ("name=a;name=d", &[1, 4]),
        ("(name=a|name=b)&not(name=b)", &[1]),
        ("and(or(name=a,name=b),ne(name,a))", &[2]),
        ("like(name,Adm*)", &[0]),
        ("like(name,'*istr*')", &[0]),
        ("like(name,'a')", &[1]),
        ("like(description,'*O'Neil%20%26%20co*')", &[1]),
        ("like(description,*)", &[0, 1]),
        ("eq(description,empty())&isDefault=false", &[2, 3, 4]),
        ("ne(description,null())&isDefault=false", &[1]),
        ("eq(isDefault,true)", &[0]),
        ("eq(account.name,'conventions_filters')", &[0, 1, 2, 3, 4]),
        ("eq(name,description)", &[]),
        ("ge(audit.created.at,2001-01-01)", &[0, 1, 2, 3, 4]),
        ("lt(audit.created.at,'2001-01-01')", &[]),
        ("render()", &[0, 1, 2, 3, 4]),
    ] {
        assert_eq!(by(filter), pick(expected), "{filter}");
    }
    assert_eq!(by(&format!("id={}", ids[2])), pick(&[2]));
    assert_eq!(by("id=nonsense"), pick(&[]), "malformed ids match nothing");
}

#[test]
fn queries_that_cannot_be_read_name_their_place() {
    let operator = &site().operator;
    for (query, key, text) in [
        ("foo=1", "foo", "Invalid property path."),
        ("rql=eq(a,b)", "query", "Invalid equals shortcut expression"),
        ("eq(href,x)", "href", "Filtering is not permitted."),
        ("like(status,'A*')", "status", "Operator 'like' is not permitted"),
        ("gt(id,'ACC-1111-1111')", "id", "Operator 'gt' is not permitted"),
        ("eq(audit.created.at,'soon')", "audit.created.at", "Cannot convert value: 'soon'."),
        ("eq(eligibility.client,maybe)", "eligibility.client", "Cannot convert value: 'maybe'."),
        ("in(name,())", "name", "Value has to be a non empty array."),
        ("()", "query", "Expression group cannot be empty."),
        ("and()", "query", "Expression group cannot be empty."),
        ("frob(a,b)", "frob", "Unknown expression group."),
        ("not(name=a,name=b)", "not", "Unary expression must have 1 argument"),
        ("eq(name)", "eq", "Binary expression must have 2 arguments"),
        ("eq(name,null(1))", "null", "Constant functions cannot have arguments"),
        ("name=%zz", "query", "Malformed encoding."),
        ("name=%ff", "query", "Malformed encoding."),
        ("name='x", "query", "Unterminated string."),
        ("and(name=x", "query", "Unbalanced parentheses."),
        ("select=nothing", "nothing", "Invalid property path."),
        ("limit=x", "limit", "Must be an integer of at least 0."),
        ("limit=1&limit=2", "limit", "Given more than once."),
    ] {
        let problem = operator.get(&format!("{ACCOUNTS}?{query}")).refuses(400, "invalid-query", &[key]);
        assert_eq!(problem["errors"][key], json!([text]), "{query}");
    }
}

#[test]
fn select_adds_removes_and_empties() {
    let tenant = Tenant::new("conventions_select");
    let get = |select: &str| tenant.admin.get(&format!("{}?select={select}", tenant.path())).expect(200);
    let names = |object: &Value| object.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let default = get("%2Bname");
    assert_eq!(default["$meta"]["omitted"], json!(["groups", "audit"]));
    let less = get("-name,-status");
    assert!(less.get("name").is_none() && less.get("status").is_none());
    let omitted = less["$meta"]["omitted"].as_array().unwrap();
    assert!(omitted.contains(&json!("name")) && omitted.contains(&json!("status")), "{less}");
    let bare = get("-*,name,id");
    let shown: Vec<_> = names(&bare).into_iter().filter(|name| name != "$meta").collect();
    assert_eq!(shown, ["id", "name"]);
    assert_eq!(get("name,-*")["name"], bare["name"], "-* counts wherever it stands");
    assert!(get("-id").get("id").is_none());
    assert!(get("name,-name").get("name").is_none(), "-f wins");
    let all = get("*");
    assert!(all["groups"].is_array() && all["audit"]["created"]["at"].is_string());
    assert!(all.get("$meta").is_none(), "nothing is omitted");
    assert!(get("audit.created")["audit"].get("updated").is_none());
    let answer = tenant.admin.get(&format!("{}?select=nothing", tenant.path()));
    answer.refuses(400, "invalid-query", &["nothing"]);
    let ignored = tenant.admin.get(&format!("{}?limit=x&foo=1", tenant.path()));
    ignored.expect(200);
}

#[test]
fn select_in_lists_moves_what_all_lack_into_the_envelope() {
    let (tenant, _) = five_groups("conventions_envelope");
    let list = tenant.admin.get(&format!("{GROUPS}?select=-name&limit=2")).expect(200);
    assert_eq!(list["$meta"]["omitted"], json!(["name", "users", "audit"]));
    let full = tenant.admin.get(&format!("{GROUPS}?select=users,audit&limit=2")).expect(200);
    assert!(full["$meta"].get("omitted").is_none(), "{full}");
}

#[test]
fn objects_drop_what_is_null_and_keep_what_is_false_or_zero() {
    let tenant = Tenant::new("conventions_null");
    let account = tenant.operator.get(&tenant.path()).expect(200);
    assert_eq!(account["tokenPolicy"], json!({"retrievable": false}));
    fn has_nothing(value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::Array(items) => items.is_empty() || items.iter().any(has_nothing),
            Value::Object(members) => members.is_empty() || members.values().any(has_nothing),
            _ => false,
        }
    }
    for path in [tenant.path(), format!("{GROUPS}/{}", tenant.group), "/v1/accounts/modules/MOD-1756".into()] {
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
    assert_eq!((&group["account"]["name"], &group["modules"][0]["name"]), (&json!("conventions_references"), &json!("Billing")));
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
