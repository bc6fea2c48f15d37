//! What is shown of the values of tokens, and the secrets of keys (A2, A3).

use ring::digest::{SHA256, digest};
use serde_json::json;

use super::tokens::{make, speaking_for, text, tokens};
use super::{refused, refused_as};
use crate::harness::{Client, Tenant};

/// What stands for a value (P-R10).
fn mask(value: &str) -> String {
    let digest = digest(&SHA256, value.as_bytes());
    let [one, two, three] = *digest.as_ref().first_chunk().unwrap();
    format!("tk.{one:02x}{two:02x}{three:02x}.{}", &value[value.len() - 5..])
}

/// Lets the account's tokens be read again, or not.
fn allow_reading(tenant: &Tenant, on: bool) {
    tenant.operator.put(&tenant.path(), &json!({"tokenPolicy": {"retrievable": on}})).expect(200);
}

/// What A2 shows for the value.
#[track_caller]
fn shown(client: &Client, tenant: &Tenant, uid: &str) -> String {
    let answer = client.get(&format!("{}/{uid}", tokens(tenant)));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    text(&answer.expect(200), "token").to_owned()
}

#[test]
fn p_r10_the_mask_of_the_contracts_example() {
    assert_eq!(mask("idt:TKN-4134-7330:demo-secret-0001"), "tk.5bedcb.-0001");
}

#[test]
fn p_r10_tokens_of_every_kind_show_a_mask_to_whoever_manages_them() {
    let tenant = Tenant::new("values_mask");
    let bearer = make(&tenant, &json!({"name": "x"}));
    assert_eq!(shown(&tenant.admin, &tenant, text(&bearer, "uid")), mask(text(&bearer, "token")));
    let key = make(&tenant, &json!({"name": "x", "token_type": "HMAC"}));
    assert_eq!(shown(&tenant.admin, &tenant, text(&key, "uid")), mask(text(&key, "api_secret")));
    // Made, and made anew, in the Platform API.
    let elsewhere = tenant.admin_token.as_str();
    assert_eq!(shown(&tenant.admin, &tenant, elsewhere), mask(tenant.admin.credential()));
    let rotated =
        tenant.admin.verb(&format!("/v1/accounts/api-tokens/{}/rotate", tenant.member_token)).expect(200);
    assert_eq!(shown(&tenant.admin, &tenant, &tenant.member_token), mask(text(&rotated, "token")));
    let events = tenant.events_of(text(&bearer, "uid"));
    assert_eq!(events, ["api-token.created"], "a mask is no reveal");
}

#[test]
fn p_r9_p_r10_p_r38_a_value_is_read_again_by_its_creator_or_holder_alone_and_recorded() {
    let tenant = Tenant::new("values_reveal");
    allow_reading(&tenant, true);
    let (ana, bob) = (tenant.join("ana"), tenant.join("bob"));
    let (by_ana, by_bob) = (speaking_for(&tenant, &ana), speaking_for(&tenant, &bob));
    let body = json!({"name": "x", "user": bob.email, "scopes": "level://admin"});
    let made = by_ana.post(&tokens(&tenant), &body).expect(200);
    assert_eq!(made["retrievable"], true);
    let (uid, value) = (text(&made, "uid"), text(&made, "token"));
    // Creator and holder, by tokens that speak for them.
    for client in [&by_ana, &by_bob] {
        assert_eq!(shown(client, &tenant, uid), value);
    }
    // Not a token of somebody else's, nor one that was made for the holder by another, and not Operations.
    for client in [&tenant.admin, &tenant.admin.with(value), &tenant.operator] {
        assert_eq!(shown(client, &tenant, uid), mask(value));
    }
    assert_eq!(
        tenant.events_of(uid),
        ["api-token.created", "api-token.secret-read", "api-token.secret-read"]
    );
    let records = tenant.admin.get(&format!("/v1/audit/records?object.id={uid}&select=documents"));
    assert_eq!(records.status, 200);
    assert!(!records.text.contains(value), "no secret in the audit trail");
    // Without a person there is nobody who could read it.
    assert_eq!(make(&tenant, &json!({"name": "x"}))["retrievable"], false);
    let key = by_ana.post(&tokens(&tenant), &json!({"name": "x", "token_type": "HMAC"})).expect(200);
    assert_eq!(key["retrievable"], false);
    assert_eq!(shown(&by_ana, &tenant, text(&key, "uid")), mask(text(&key, "api_secret")));
}

#[test]
fn p_r9_switching_the_policy_off_erases_the_copies_for_both_apis() {
    let tenant = Tenant::new("values_policy");
    let ana = tenant.join("ana");
    let by_ana = speaking_for(&tenant, &ana);
    let before = by_ana.post(&tokens(&tenant), &json!({"name": "x"})).expect(200);
    assert_eq!(before["retrievable"], false, "off by default");
    allow_reading(&tenant, true);
    let made = by_ana.post(&tokens(&tenant), &json!({"name": "x", "scopes": "level://admin"})).expect(200);
    let (uid, value) = (text(&made, "uid"), text(&made, "token"));
    let platform = format!("/v1/accounts/api-tokens/{uid}");
    let session = crate::harness::Session::of_person(&tenant.operator, &ana).enter(&tenant.id);
    assert_eq!(session.get(&platform).expect(200)["token"], value, "her session reads it there");
    assert_eq!(shown(&by_ana, &tenant, uid), value);
    allow_reading(&tenant, false);
    assert_eq!(shown(&by_ana, &tenant, uid), mask(value));
    assert!(session.get(&platform).expect(200).get("token").is_none());
    allow_reading(&tenant, true);
    assert_eq!(shown(&by_ana, &tenant, uid), mask(value), "what is gone stays gone");
    assert_eq!(by_ana.get(&format!("{}/{uid}", tokens(&tenant))).expect(200)["retrievable"], false);
    tenant.admin.with(value).get(&tokens(&tenant)).expect(200);
}

#[test]
fn p_r5_the_secret_of_a_key_is_shown_once_and_is_no_bearer() {
    let tenant = Tenant::new("values_keys");
    let body = json!({"name": "export", "token_type": "HMAC", "hmac_scope": "domain", "audience": "apiv2"});
    let made = make(&tenant, &body);
    assert_eq!(
        (&made["token_type"], &made["hmac_scope"], &made["scope"]),
        (&json!("HMAC"), &json!("domain"), &json!(""))
    );
    assert_eq!((&made["api_key"], made.get("token")), (&made["uid"], None));
    assert_eq!(
        (&made["owner"], &made["user"], &made["retrievable"]),
        (&json!(null), &json!(null), &json!(false))
    );
    let secret = text(&made, "api_secret");
    assert_eq!(secret.len(), "hms_".len() + 43, "256 bits");
    refused_as(&tenant.admin.with(secret).get(&tokens(&tenant)), 401);
    let one = format!("{}/{}", tokens(&tenant), text(&made, "uid"));
    assert!(tenant.admin.get(&one).expect(200).get("api_secret").is_none());
    // R41: it is none of the tokens of the Platform API.
    assert_eq!(tenant.admin.get(&format!("/v1/accounts/api-tokens/{}", text(&made, "uid"))).status, 404);
    let listed = tenant.admin.get("/v1/accounts/api-tokens?name=export").expect(200);
    assert_eq!(listed["data"], json!([]));
    // Erasing the copies of bearers leaves it as it is (P-R9).
    allow_reading(&tenant, true);
    allow_reading(&tenant, false);
    assert_eq!(tenant.admin.get(&one).expect(200)["token"], mask(secret));
}

#[test]
fn p_r5_only_operations_make_reseller_keys() {
    let tenant = Tenant::new("values_reseller");
    let body = json!({"name": "x", "token_type": "HMAC", "hmac_scope": "reseller"});
    refused(&tenant.admin.post(&tokens(&tenant), &body), 403, 140);
    let made = tenant.operator.post(&tokens(&tenant), &body).expect(200);
    assert_eq!(made["hmac_scope"], "reseller");
}
