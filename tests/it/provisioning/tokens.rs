//! Tokens of an account: the list, and making them (A1, A3).

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use super::{refused, refused_as};
use crate::harness::ids::{ACCESS, BILLING, REPORTING};
use crate::harness::tenant::references;
use crate::harness::{Answer, Client, Person, Session, Tenant};

/// The tokens of an account.
pub(super) fn tokens(tenant: &Tenant) -> String {
    format!("/v2/accounts/{}/tokens", tenant.id)
}

/// Makes a token as the administrator.
#[track_caller]
pub(super) fn make(tenant: &Tenant, body: &Value) -> Value {
    tenant.admin.post(&tokens(tenant), body).expect(200)
}

/// One text of an answer.
#[track_caller]
pub(super) fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_else(|| panic!("no {name}: {of}"))
}

/// A client of a token that the person made for herself, with all that she has: there she is the acting person.
#[track_caller]
pub(super) fn speaking_for(tenant: &Tenant, person: &Person) -> Client {
    let session = Session::of_person(&tenant.operator, person).enter(&tenant.id);
    let group = tenant.operator.get(&format!("/v1/accounts/user-groups/{}?select=modules", tenant.group));
    let group = group.expect(200);
    let modules: Vec<&str> =
        group["modules"].as_array().unwrap().iter().map(|module| text(module, "id")).collect();
    let body = json!({"name": "own", "modules": references(&modules), "holder": {"id": person.user}});
    let made = session.post("/v1/accounts/api-tokens", &body).expect(201);
    tenant.operator.with(text(&made, "token"))
}

/// What a refused creation is refused with.
#[track_caller]
fn refused_making(tenant: &Tenant, body: &Value, code: u16) {
    let status = if code == 140 { 403 } else { 400 };
    refused(&tenant.admin.post(&tokens(tenant), body), status, code);
}

fn ids(answer: &Answer) -> Vec<u64> {
    answer.expect(200).as_array().unwrap().iter().map(|token| token["id"].as_u64().unwrap()).collect()
}

/// Milliseconds since 1970 of a date as it is answered.
fn millis(date: &str) -> i64 {
    let rfc = date.replace("+0000", "Z");
    identity_core::timestamp::Timestamp::parse(&rfc).unwrap().millis()
}

#[test]
fn p_r6_p_r14_a_token_is_answered_with_all_its_fields() {
    let tenant = Tenant::new("tokens_fields");
    let (root, ana) = (tenant.join("root"), tenant.join("ana"));
    let by_root = speaking_for(&tenant, &root);
    let slug = text(&tenant.admin.get(&format!("/v2/domain/{}", tenant.id)).expect(200), "name").to_owned();
    let body = json!({"name": "nightly export", "user": ana.email.to_uppercase(), "audience": "apiv2",
        "scopes": "table://my.app.** level://admin", "expires_in_seconds": 86400});
    let made = by_root.post(&format!("/v2/accounts/{slug}/tokens"), &body);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let made = made.expect(200);
    let digits: u64 = text(&made, "uid").replace("TKN", "").replace('-', "").parse().unwrap();
    let expected = json!({
        "id": digits, "uid": made["uid"], "name": "nightly export", "scope": "table://my.app.** level://admin",
        "owner": root.email, "user": ana.email, "audience": "apiv2", "token_type": "Bearer", "active": true,
        "expiration": made["expiration"], "expires_in_seconds": 86400, "account": slug,
        "created": made["created"], "updated": made["created"], "last_used": null, "retrievable": false,
        "token": made["token"],
    });
    assert_eq!(made, expected);
    assert_eq!(millis(text(&made, "expiration")) - millis(text(&made, "created")), 86_400_000);
    assert!(text(&made, "token").starts_with(&format!("idt:{}:", text(&made, "uid"))));
    assert_eq!(tenant.events_of(text(&made, "uid")), ["api-token.created"]);
    let shown = tenant.admin.get(&format!("{}/{digits}", tokens(&tenant))).expect(200);
    assert_eq!((&shown["owner"], &shown["user"]), (&json!(root.email), &json!(ana.email)));
    let unowned = make(&tenant, &json!({"name": "x"}));
    assert_eq!(
        (&unowned["owner"], &unowned["user"], &unowned["scope"]),
        (&json!(null), &json!(null), &json!(""))
    );
    assert_eq!((&unowned["expiration"], &unowned["expires_in_seconds"]), (&json!(null), &json!(null)));
}

#[test]
fn p_r7_the_list_shows_tokens_of_every_kind_by_identifier_and_no_value() {
    let tenant = Tenant::new("tokens_list");
    let admin = Session::of_person(&tenant.operator, &tenant.join("admin")).enter(&tenant.id);
    let users = format!("/tenants/{}/users", tenant.id);
    let robot = json!({"accountType": "INTEGRATION", "displayName": "ERP", "tenantRole": "ADMIN"});
    let robot = admin.post(&users, &robot).expect(201);
    let robot_tokens = format!("{users}/{}/integration-tokens", text(&robot, "tenantUserUid"));
    let integration = admin.post(&robot_tokens, &json!({"name": "sync"})).expect(201);
    let key = make(&tenant, &json!({"name": "key", "token_type": "HMAC"}));
    let over = make(&tenant, &json!({"name": "short", "expires_in_seconds": 1}));
    let gone = make(&tenant, &json!({"name": "gone"}));
    tenant.admin.delete(&format!("{}/{}", tokens(&tenant), gone["id"])).expect(200);

    let answer = tenant.admin.get(&tokens(&tenant));
    let list = answer.expect(200);
    let list = list.as_array().unwrap();
    let uids: Vec<&str> = list.iter().map(|token| text(token, "uid")).collect();
    let all = [
        tenant.admin_token.as_str(),
        &tenant.member_token,
        text(&integration, "tokenUid"),
        text(&key, "uid"),
        text(&over, "uid"),
    ];
    let mut expected = all.to_vec();
    expected.sort_unstable();
    assert_eq!(uids, expected);
    assert_eq!(answer.header("x-total-count"), Some("5"));
    for token in list {
        assert!(token.get("token").is_none() && token.get("api_secret").is_none(), "{token}");
    }
    let of = |uid: &str| list.iter().find(|token| token["uid"] == uid).unwrap();
    let sync = of(all[2]);
    assert_eq!(
        (&sync["token_type"], &sync["scope"], &sync["retrievable"]),
        (&json!("Bearer"), &json!(""), &json!(false))
    );
    assert!(text(sync, "user").ends_with("@users.invalid"), "{sync}");
    assert_eq!((&of(all[3])["token_type"], &of(all[3])["api_key"]), (&json!("HMAC"), &key["uid"]));
    assert_eq!(of(all[1])["scope"], "module://billing", "tokens made elsewhere show their modules");

    let whole = ids(&answer);
    let part = tenant.admin.get(&format!("{}?limit=2&offset=3&unknown=1", tokens(&tenant)));
    assert_eq!((ids(&part), part.header("x-total-count")), (whole[3..].to_vec(), Some("5")));
    for bad in ["limit=0", "limit=1001", "limit=x", "offset=-1"] {
        refused(&tenant.admin.get(&format!("{}?{bad}", tokens(&tenant))), 400, 104);
    }
}

#[test]
fn p_r6_scopes_and_audience_are_texts_or_arrays_and_answered_as_they_were_sent() {
    let tenant = Tenant::new("tokens_scopes");
    let scope = |body: Value| text(&make(&tenant, &body), "scope").to_owned();
    let sent = json!(["module://reporting", "table://b", "module://billing", "table://a"]);
    let expected = "table://b table://a module://billing module://reporting";
    assert_eq!(scope(json!({"name": "x", "scopes": sent})), expected);
    assert_eq!(
        scope(json!({"name": "x", "scope": " module://reporting  table://b table://a module://billing"})),
        expected
    );
    assert_eq!(scope(json!({"name": "x", "scope": "level://admin module://billing"})), "level://admin");
    for none in [json!(null), json!([]), json!("")] {
        assert_eq!(scope(json!({"name": "x", "scopes": none})), "");
    }
    let audience =
        |sent: Value| text(&make(&tenant, &json!({"name": "x", "audience": sent})), "audience").to_owned();
    assert_eq!(audience(json!("apiv2 b-2")), "apiv2 b-2");
    assert_eq!(audience(json!(["b-2", "apiv2"])), "b-2 apiv2");
    assert_eq!(audience(json!(null)), "");
    for bad in ["admin", "Table://x", "t://x", "table://", "table://x\u{7f}", "table://é"] {
        refused_making(&tenant, &json!({"name": "x", "scopes": bad}), 134);
    }
    for bad in [json!(["a b"]), json!([""]), json!("A"), json!("-a"), json!(vec!["a"; 21])] {
        refused_making(&tenant, &json!({"name": "x", "audience": bad}), 134);
    }
    refused_making(&tenant, &json!({"name": "x", "scopes": vec!["table://a"; 51]}), 134);
    refused_making(&tenant, &json!({"name": "x", "scopes": "module://nothing"}), 136);
    refused_making(&tenant, &json!({"name": "x", "scopes": "module://account-management"}), 136);
    // Data scopes alone give no right here.
    let data = make(&tenant, &json!({"name": "x", "scopes": "table://a"}));
    refused_as(&tenant.admin.with(text(&data, "token")).get(&tokens(&tenant)), 403);
}

#[test]
fn p_r6_introspection_passes_data_scopes_and_audience_on() {
    let tenant = Tenant::new("tokens_introspection");
    let body =
        json!({"name": "x", "scopes": "table://b module://billing table://a", "audience": ["a1", "a2"]});
    let made = make(&tenant, &body);
    let form = format!("token={}", text(&made, "token"));
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let told = tenant.admin.send("POST", "/oauth/introspect", &kind, Some(form.as_bytes())).expect(200);
    assert_eq!(told["scope"], "billing table://b table://a");
    assert_eq!((&told["aud"], &told["kind"]), (&json!("a1 a2"), &json!("api")));
    assert_eq!(told["modules"], json!({"billing": ["read", "edit"]}));
}

#[test]
fn p_r39_no_scope_grants_what_the_caller_does_not_hold() {
    let tenant = Tenant::new("tokens_grant");
    let narrow = tenant.token("narrow", &[ACCESS, BILLING]).client;
    let post = |scopes: &str| narrow.post(&tokens(&tenant), &json!({"name": "x", "scopes": scopes}));
    post("module://billing table://a").expect(200);
    for scopes in ["module://reporting", "level://admin"] {
        refused_as(&post(scopes), 403);
    }
    refused_as(&narrow.post(&tokens(&tenant), &json!({"name": "x", "token_type": "HMAC"})), 403);
    let held = tenant.token("held", &[ACCESS, BILLING, REPORTING]).client;
    held.post(&tokens(&tenant), &json!({"name": "x", "scopes": "module://reporting"})).expect(200);
    let all = json!({"name": "x", "scopes": "level://admin"});
    tenant.operator.post(&tokens(&tenant), &all).expect(200);
}

#[test]
fn tokens_are_refused_by_the_numbers_of_the_contract() {
    let tenant = Tenant::new("tokens_refused");
    let post = |body: &[u8]| {
        tenant.admin.send("POST", &tokens(&tenant), &[("content-type", "application/json")], Some(body))
    };
    for bad in [&b"{"[..], b"[]", b"", br#"{"name":"x","name":"y"}"#] {
        refused(&post(bad), 400, 100);
    }
    refused(
        &tenant.admin.send("POST", &tokens(&tenant), &[("content-type", "text/plain")], Some(b"{}")),
        415,
        415,
    );
    for (body, code) in [
        (json!({"name": 7}), 100),
        (json!({"name": "x", "scopes": [7]}), 100),
        (json!({"name": "x", "audience": {}}), 100),
        (json!({"name": "x", "expires_in_seconds": "60"}), 100),
        (json!({"name": "x", "expires_in_seconds": 1.5}), 100),
        (json!({"name": "x", "id": 1}), 101),
        (json!({}), 102),
        (json!({"name": null}), 102),
        (json!({"name": " "}), 102),
        (json!({"name": "a/b"}), 104),
        (json!({"name": "x".repeat(201)}), 104),
        (json!({"name": "x", "token_type": "bearer"}), 104),
        (json!({"name": "x", "hmac_scope": "domain"}), 104),
        (json!({"name": "x", "token_type": "HMAC", "hmac_scope": "all"}), 104),
        (json!({"name": "x", "token_type": "HMAC", "scopes": "level://admin"}), 104),
        (json!({"name": "x", "token_type": "HMAC", "user": tenant.email("ana")}), 104),
        (json!({"name": "x", "user": "nobody"}), 104),
        (json!({"name": "x", "scopes": "table://a", "scope": "table://a"}), 104),
        (json!({"name": "x", "expiration": "2999-01-01"}), 104),
        (json!({"name": "x", "expiration": "2999-01-01T00:00:00Z", "expires_in_seconds": 5}), 104),
        (json!({"name": "x", "expires_in_seconds": u64::MAX}), 104),
        (json!({"name": "x", "expires_in_seconds": 0}), 135),
        (json!({"name": "x", "expires_in_seconds": -5}), 135),
        (json!({"name": "x", "expiration": "2020-01-01T00:00:00.000+0000"}), 135),
        (json!({"name": "x", "user": tenant.email("nobody")}), 137),
    ] {
        refused_making(&tenant, &body, code);
    }
    for expiration in ["2999-01-01T00:00:00.000+0000", "2999-01-01T01:00:00+01:00"] {
        let made = make(&tenant, &json!({"name": "O'Neil's \"x\" a_b-c.d é", "expiration": expiration}));
        assert_eq!(made["expiration"], "2999-01-01T00:00:00.000+0000");
    }
}

#[test]
fn p_r26_tokens_are_bound_to_active_members_who_are_no_robots() {
    let tenant = Tenant::new("tokens_bound");
    let admin = Session::of_person(&tenant.operator, &tenant.join("admin")).enter(&tenant.id);
    let users = format!("/tenants/{}/users", tenant.id);
    let robot = json!({"accountType": "INTEGRATION", "displayName": "ERP", "tenantRole": "ADMIN"});
    let robot = text(&admin.post(&users, &robot).expect(201), "tenantUserUid").to_lowercase();
    let cook = json!({"accountType": "REGULAR", "displayName": "Cook"});
    let cook = text(&admin.post(&users, &cook).expect(201), "tenantUserUid").to_lowercase();
    let invited = tenant.invite("invited").email;
    let foreign = Tenant::new("tokens_bound_foreign").join("eve").email;
    for user in [format!("{robot}@users.invalid"), invited, foreign] {
        refused_making(&tenant, &json!({"name": "x", "user": user}), 137);
    }
    // P-R32: the internal address of a member without e-mail is a key.
    let address = format!("{cook}@users.invalid");
    let made = make(&tenant, &json!({"name": "x", "user": address.to_uppercase(), "scopes": "table://a"}));
    assert_eq!(made["user"], address);
}

#[test]
fn p_r1_p_r2_who_may_not_is_told_no_more_than_that() {
    let (own, foreign) = (Tenant::new("tokens_own"), Tenant::new("tokens_foreign"));
    refused_as(&own.member.get(&tokens(&own)), 403);
    refused_as(&own.member.post(&tokens(&own), &json!({"name": ""})), 403);
    refused_as(&own.admin.anonymous().get(&tokens(&own)), 401);
    let hers = make(&foreign, &json!({"name": "x"}));
    for account in [foreign.id.as_str(), "ACC-9191-9191", "no-such", "%FF"] {
        let path = format!("/v2/accounts/{account}/tokens");
        refused_as(&own.admin.get(&path), 404);
        refused_as(&own.admin.post(&path, &json!({})), 404);
        refused_as(&own.admin.get(&format!("{path}/{}", hers["id"])), 404);
    }
    for id in [&hers["id"].to_string(), text(&hers, "uid"), "0", "x", "TKN-9191-9191", "%FF"] {
        for (method, rest) in
            [("GET", ""), ("PUT", "/enable"), ("PUT", "/disable"), ("PUT", "/rename"), ("DELETE", "")]
        {
            refused_as(&own.admin.call(method, &format!("{}/{id}{rest}", tokens(&own)), None), 404);
        }
    }
    assert_eq!(
        foreign.admin.get(&format!("{}/{}", tokens(&foreign), hers["id"])).expect(200)["active"],
        true
    );
}

#[test]
fn names_of_accounts_are_slugs_full_names_or_identifiers() {
    let (parent, child) = (Tenant::new("tokens-msp"), Tenant::new("tokens-shop"));
    child.operator.put(&child.path(), &json!({"parent": {"id": parent.id}})).expect(200);
    for name in ["tokens-shop", "tokens-shop@tokens-msp", "Tokens-Shop%40tokens-msp", &child.id] {
        let list = child.admin.get(&format!("/v2/accounts/{name}/tokens")).expect(200);
        assert_eq!(list[0]["account"], "tokens-shop@tokens-msp", "{name}");
    }
    for name in ["tokens-shop@other", "tokens-msp", "tokens-shop@"] {
        refused_as(&child.admin.get(&format!("/v2/accounts/{name}/tokens")), 404);
    }
    refused_as(&parent.admin.get("/v2/accounts/tokens-shop@tokens-msp/tokens"), 404);
    refused(&parent.operator.get("/v2/accounts/tokens-shop/tokens"), 400, 109);
    parent.operator.get("/v2/accounts/tokens-shop@tokens-msp/tokens").expect(200);
}

#[test]
fn the_alias_is_the_same() {
    let tenant = Tenant::new("tokens_alias");
    let alias = format!("/ws/accounts/{}/credentials/tokens", tenant.id);
    let made = tenant.admin.post(&alias, &json!({"name": "x", "scopes": "table://a"})).expect(200);
    let (one, two) = (format!("{alias}/{}", made["id"]), format!("{}/{}", tokens(&tenant), made["id"]));
    assert_eq!(ids(&tenant.admin.get(&alias)), ids(&tenant.admin.get(&tokens(&tenant))));
    assert_eq!(tenant.admin.get(&one).expect(200), tenant.admin.get(&two).expect(200));
    let put = |rest: &str, body: Option<&Value>| {
        tenant.admin.call("PUT", &format!("{one}{rest}"), body).expect(200)
    };
    assert_eq!(put("/disable", None)["active"], false);
    assert_eq!(tenant.admin.get(&two).expect(200)["active"], false);
    assert_eq!(put("/enable", None)["active"], true);
    assert_eq!(put("/rename", Some(&json!({"name": "y"})))["name"], "y");
    assert_eq!(tenant.admin.delete(&one).expect(200), json!({}));
    refused_as(&tenant.admin.get(&two), 404);
    refused_as(&tenant.admin.get(&format!("/ws/accounts/{}/tokens", tenant.id)), 404);
}

#[test]
fn p_r36_p_r37_an_account_has_1000_live_tokens_however_many_ask_at_once() {
    const ASKING: usize = 8;
    const EACH: usize = 130;
    let tenant = Tenant::new("tokens_limit");
    let start = Barrier::new(ASKING);
    let ask = || {
        start.wait();
        let answers = (0..EACH).map(|_| tenant.admin.post(&tokens(&tenant), &json!({"name": "x"})));
        let lost: Vec<Answer> = answers.filter(|answer| answer.status != 200).collect();
        for answer in &lost {
            refused(answer, 400, 138);
        }
        EACH - lost.len()
    };
    let made: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..ASKING).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    // Two are there from the start.
    assert_eq!(made, 998);
    let list = tenant.admin.get(&format!("{}?limit=1000", tokens(&tenant)));
    assert_eq!(list.header("x-total-count"), Some((made + 2).to_string().as_str()));
    refused_making(&tenant, &json!({"name": "x", "expires_in_seconds": 0}), 135);
    tenant.admin.delete(&format!("{}/{}", tokens(&tenant), tenant.member_token)).expect(200);
    make(&tenant, &json!({"name": "in its place"}));
}
