//! Whoever has a good token of another tenant: what is foreign is like what never was (S-R3, S-R46).

use std::collections::BTreeSet;

use serde_json::json;

use super::Shop;
use super::shop::Shop as DeviceShop;
use crate::harness::Client;

/// Routes with identifiers of tenants in their paths, each with a body that would do.
const CASES: [(&str, &str); 18] = [
    ("GET", "/tenants/{tenantUid}/account"),
    ("POST", "/tenants/{tenantUid}/account"),
    ("PUT", "/tenants/{tenantUid}/account"),
    ("GET", "/tenants/{tenantUid}"),
    ("GET", "/tenants/{tenantUid}/users"),
    ("POST", "/tenants/{tenantUid}/users"),
    ("GET", "/tenants/{tenantUid}/users/{userUid}"),
    ("PUT", "/tenants/{tenantUid}/users/{userUid}"),
    ("DELETE", "/tenants/{tenantUid}/users/{userUid}"),
    ("POST", "/tenants/{tenantUid}/users/{userUid}/invite"),
    ("GET", "/tenants/{tenantUid}/users/{userUid}/integration-tokens"),
    ("POST", "/tenants/{tenantUid}/users/{userUid}/integration-tokens"),
    ("DELETE", "/tenants/{tenantUid}/users/{userUid}/integration-tokens/{tokenUid}"),
    ("POST", "/tenants/{tenantUid}/devices"),
    ("GET", "/tenants/{tenantUid}/devices"),
    ("GET", "/tenants/{tenantUid}/devices/{deviceUid}"),
    ("DELETE", "/tenants/{tenantUid}/devices/{deviceUid}"),
    ("DELETE", "/v1/auth/sessions/{id}"),
];

/// Routes whose variable is no identifier of a tenant's.
const OTHERS: [&str; 1] = ["/device/{deviceCode}/link"];

#[test]
fn s_r3_every_route_with_an_identifier_has_its_case() {
    let name = |method: &str, pattern: &str| format!("{method} {pattern}");
    let served: BTreeSet<String> = identity_actix::self_service_routes()
        .iter()
        .filter(|route| route.pattern.contains('{') && !OTHERS.contains(&route.pattern))
        .map(|route| name(route.method.as_str(), route.pattern))
        .collect();
    let cases: BTreeSet<String> = CASES.iter().map(|(method, pattern)| name(method, pattern)).collect();
    assert_eq!(served, cases);
}

/// Identifiers for the variables of a pattern.
#[derive(Clone)]
struct Ids {
    tenant: String,
    user: String,
    token: String,
    device: String,
    session: String,
}

impl Ids {
    fn random() -> Self {
        Self {
            tenant: "ACC-9191-9191".into(),
            user: "AUSR-9191-9191-9191".into(),
            token: "TKN-9191-9191".into(),
            device: "DEV-9191-9191".into(),
            session: "SES-9191-9191-9191".into(),
        }
    }

    fn path(&self, pattern: &str) -> String {
        [
            ("{tenantUid}", &self.tenant),
            ("{userUid}", &self.user),
            ("{tokenUid}", &self.token),
            ("{deviceUid}", &self.device),
            ("{id}", &self.session),
        ]
        .into_iter()
        .fold(pattern.to_owned(), |path, (variable, id)| path.replace(variable, id))
    }
}

fn ask(client: &Client, method: &str, pattern: &str, ids: &Ids) -> (u16, String) {
    let body = match (method, pattern) {
        ("POST", "/tenants/{tenantUid}/users") => json!({"accountType": "REGULAR", "displayName": "Till"}),
        ("POST", _) if pattern.ends_with("/integration-tokens") => json!({"name": "sync"}),
        ("POST", _) if pattern.ends_with("/devices") => json!({"app": "CLIENT"}),
        ("PUT", _) => json!({"displayName": "Somebody"}),
        _ => json!({}),
    };
    let body = matches!(method, "POST" | "PUT").then_some(&body);
    let answer = client.call(method, &ids.path(pattern), body);
    (answer.status, answer.text)
}

#[test]
fn s_r3_s_r46_what_is_foreign_is_like_what_never_was() {
    let victim = DeviceShop::new("foreign_victim");
    let till = victim.till();
    let robot = json!({"accountType": "INTEGRATION", "displayName": "ERP"});
    let robot = victim.web.post(&format!("{}/users", victim.path()), &robot).expect(201);
    let user = robot["tenantUserUid"].as_str().unwrap().to_owned();
    let tokens = format!("{}/users/{user}/integration-tokens", victim.path());
    let token = victim.web.post(&tokens, &json!({"name": "sync"})).expect(201);
    let sessions = victim.admin.auth.get("/v1/auth/sessions").expect(200);
    let foreign = Ids {
        tenant: victim.tenant.id.clone(),
        user,
        token: token["tokenUid"].as_str().unwrap().to_owned(),
        device: till.id.clone(),
        session: sessions["items"][0]["id"].as_str().unwrap().to_owned(),
    };
    let attacker = Shop::new("foreign_attacker");
    let inside = |ids: &Ids| Ids { tenant: attacker.tenant.id.clone(), ..ids.clone() };
    for (method, pattern) in CASES {
        for client in [&attacker.admin, &attacker.auth] {
            let (seen, random) =
                (ask(client, method, pattern, &foreign), ask(client, method, pattern, &Ids::random()));
            assert_eq!(seen, random, "{method} {pattern}");
            assert!(matches!(seen.0, 401 | 403 | 404), "{method} {pattern}: {seen:?}");
            // The attacker's own tenant in the path, and what belongs to the victim behind it.
            if pattern.contains("Uid}/users/{") || pattern.contains("devices/{") {
                let seen = ask(client, method, pattern, &inside(&foreign));
                assert_eq!(seen, ask(client, method, pattern, &inside(&Ids::random())), "{method} {pattern}");
                assert!(matches!(seen.0, 401 | 404), "{method} {pattern}: {seen:?}");
            }
        }
    }
    // The control: everything is there, and its owner reaches it.
    for (method, pattern) in CASES.into_iter().filter(|(method, _)| *method == "GET") {
        assert_eq!(ask(&victim.web, method, pattern, &foreign).0, 200, "{method} {pattern}");
    }
    for (method, pattern) in [
        ("DELETE", "/tenants/{tenantUid}/users/{userUid}/integration-tokens/{tokenUid}"),
        ("DELETE", "/tenants/{tenantUid}/users/{userUid}"),
        ("DELETE", "/tenants/{tenantUid}/devices/{deviceUid}"),
    ] {
        assert_eq!(ask(&victim.web, method, pattern, &foreign).0, 204, "{method} {pattern}");
    }
    assert_eq!(ask(&victim.admin.auth, "DELETE", "/v1/auth/sessions/{id}", &foreign).0, 204);
}
