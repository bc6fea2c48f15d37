//! A8 to A11: introspection, revocation, published keys, the check; and which kinds open what (S-R1).

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity_core::port::{PublicKey, TokenSigner as _};
use identity_crypto::{EdSigner, OsEntropy};
use serde_json::{Value, json};

use crate::harness::session::refusal;
use crate::harness::{Answer, Client, Session, Tenant, site};

fn form(client: &Client, path: &str, body: &str) -> Answer {
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    client.send("POST", path, &kind, Some(body.as_bytes()))
}

fn introspect(client: &Client, token: &str) -> Value {
    form(client, "/oauth/introspect", &format!("token={token}&token_type_hint=access_token")).expect(200)
}

fn part(token: &str, n: usize) -> Value {
    let part = token.split('.').nth(n).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn a10_published_keys_name_the_one_that_signed() {
    let tenant = Tenant::new("tokens_jwks");
    let session = Session::of_person(&tenant.operator, &tenant.join("mara"));
    let answer = site().operator.anonymous().get("/.well-known/jwks.json");
    let keys = answer.expect(200);
    assert!(answer.header("cache-control").is_some_and(|value| value.contains("max-age=300")));
    let header = part(session.auth.credential(), 0);
    assert_eq!((&header["alg"], &header["typ"]), (&json!("EdDSA"), &json!("auth+jwt")));
    let key = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == header["kid"]);
    let key = key.unwrap_or_else(|| panic!("{keys} {header}"));
    assert_eq!((&key["kty"], &key["crv"], &key["use"]), (&json!("OKP"), &json!("Ed25519"), &json!("sig")));
    let public = URL_SAFE_NO_PAD.decode(key["x"].as_str().unwrap()).unwrap();
    let public = PublicKey(public.try_into().unwrap());
    let signer = EdSigner::new(Arc::new(OsEntropy::new().unwrap()));
    assert!(signer.read(session.auth.credential(), &public).is_some(), "whoever has the key can tell");
    let claims = part(session.auth.credential(), 1);
    assert_eq!(claims["aud"], claims["iss"]);
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 900);
}

#[test]
fn s_r44_introspection_tells_of_ones_own_account_alone() {
    let (tenant, other) = (Tenant::new("tokens_introspect"), Tenant::new("tokens_introspect_other"));
    let mara = tenant.join("mara");
    let session = Session::of_person(&tenant.operator, &mara);
    let inactive = json!({"active": false});
    let token = tenant.member.credential();
    let seen = introspect(&tenant.admin, token);
    assert_eq!((&seen["active"], &seen["kind"]), (&json!(true), &json!("api")));
    assert_eq!(seen["sub"], tenant.member_token.as_str());
    assert_eq!(seen["account"], json!({"id": tenant.id, "type": "Client"}));
    assert_eq!(
        (&seen["modules"], &seen["scope"]),
        (&json!({"billing": ["read", "edit"]}), &json!("billing"))
    );
    assert_eq!(introspect(&other.admin, token), inactive);
    assert_eq!(introspect(&tenant.admin, session.auth.credential()), inactive, "person-level is foreign");
    let seen = introspect(&site().operator, session.auth.credential());
    assert_eq!((&seen["kind"], &seen["sub"]), (&json!("auth"), &json!(mara.user)));
    for bad in ["", "nonsense", "idt:TKN-1111-1111:x", &session.refresh] {
        assert_eq!(introspect(&site().operator, bad), inactive, "{bad}");
    }
    let answer = form(&tenant.admin, "/oauth/introspect", "token=x");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let refused = form(&tenant.admin, "/oauth/introspect", "hint=x");
    assert_eq!((refused.status, &refused.json()["error"]), (400, &json!("invalid_request")));
    let refused = form(&session.auth, "/oauth/introspect", "token=x");
    assert_eq!((refused.status, &refused.json()["error"]), (401, &json!("invalid_client")), "S-R1");
}

#[test]
fn s_r45_revocation_ends_the_session_of_a_token_by_possession() {
    let tenant = Tenant::new("tokens_revoke");
    let mara = tenant.join("mara");
    let anyone = site().operator.anonymous();
    let by_refresh = Session::of_person(&tenant.operator, &mara);
    let by_auth = Session::of_person(&tenant.operator, &mara);
    for (session, token) in
        [(&by_refresh, by_refresh.refresh.clone()), (&by_auth, by_auth.auth.credential().to_owned())]
    {
        session.auth.get("/v1/auth/sessions").expect(200);
        let answer = form(&anyone, "/oauth/revoke", &format!("token={token}"));
        assert_eq!((answer.status, answer.text.as_str()), (200, ""));
        assert_eq!(refusal(&session.auth.get("/v1/auth/sessions"), 401), "UNAUTHENTICATED");
        assert_eq!(form(&anyone, "/oauth/revoke", &format!("token={token}")).status, 200, "again");
    }
    assert_eq!(form(&anyone, "/oauth/revoke", "token=unknown").status, 200);
    let refused = form(&anyone, "/oauth/revoke", &format!("token={}", tenant.admin.credential()));
    assert_eq!((refused.status, &refused.json()["error"]), (400, &json!("unsupported_token_type")));
    tenant.admin.get(&tenant.path()).expect(200);
}

#[test]
fn s_r46_the_check_says_who_a_person_is() {
    let tenant = Tenant::new("tokens_check");
    let mara = tenant.join("mara");
    let session = Session::of_person(&tenant.operator, &mara);
    let answer = session.auth.get("/v1/auth/check");
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("x-identity-kind"), Some("auth"));
    assert_eq!(answer.header("x-identity-subject"), Some(mara.user.as_str()));
    assert!(answer.header("x-identity-session").is_some_and(|id| id.starts_with("SES-")));
    for absent in ["x-identity-account", "x-identity-modules", "x-identity-membership", "x-identity-channel"]
    {
        assert_eq!(answer.header(absent), None, "{absent}");
    }
    let asked = session.auth.send("GET", "/v1/auth/check", &[("x-check-module", "billing")], None);
    assert_eq!(refusal(&asked, 403), "FORBIDDEN", "person-level tokens carry no modules");
}

#[test]
fn s_r1_tokens_that_were_bent_are_nobodys() {
    let tenant = Tenant::new("tokens_bent");
    let session = Session::of_person(&tenant.operator, &tenant.join("mara"));
    let good = session.auth.credential().to_owned();
    let parts: Vec<&str> = good.split('.').collect();
    let with_header =
        |header: Value| format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), parts[1], parts[2]);
    let kid = part(&good, 0)["kid"].clone();
    let mut claims = part(&good, 1);
    claims["sub"] = json!("USR-1111-1111");
    let forged = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims.to_string()), parts[2]);
    let bent = [
        with_header(json!({"alg": "none", "typ": "auth+jwt", "kid": kid})),
        with_header(json!({"alg": "HS256", "typ": "auth+jwt", "kid": kid})),
        with_header(json!({"alg": "EdDSA", "typ": "at+jwt", "kid": kid})),
        with_header(json!({"alg": "EdDSA", "typ": "auth+jwt", "kid": "another"})),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{good}A"),
        good.to_lowercase(),
        forged,
        session.refresh.clone(),
        format!("web_{}", &session.refresh[4..]),
    ];
    for token in bent {
        assert_eq!(
            refusal(&session.auth.with(&token).get("/v1/auth/sessions"), 401),
            "UNAUTHENTICATED",
            "{token}"
        );
        session.auth.with(&token).get("/v1/accounts/users").problem(401, "authentication-failed");
    }
    session.auth.get("/v1/auth/sessions").expect(200);
}

#[test]
fn s_r1_an_api_token_opens_nothing_that_lists_it_not() {
    let tenant = Tenant::new("tokens_kinds");
    for (method, path) in [("GET", "/v1/auth/sessions"), ("DELETE", "/v1/auth/sessions")] {
        let answer = tenant.admin.call(method, path, None);
        assert_eq!(refusal(&answer, 401), "UNAUTHENTICATED", "{path}");
    }
    let body = json!({"refreshToken": "rft_x"});
    assert_eq!(refusal(&tenant.admin.post("/v1/auth/sessions/refresh", &body), 401), "UNAUTHENTICATED");
}
