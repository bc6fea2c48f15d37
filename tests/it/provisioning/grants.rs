//! Nobody grants what they do not hold, in none of the three families (R6, S-R48, P-R39).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::ids::{ACCESS, BILLING};
use crate::harness::person::invitation;
use crate::harness::tenant::{id_of, references};
use crate::harness::{Client, Person, Session, Tenant};

/// An account and two who manage it: one holds all of it, the other nothing but the right to.
struct Stage {
    tenant: Tenant,
    /// A group with a module that the other one lacks.
    rich: String,
    light: Client,
    light_web: Client,
    full_web: Client,
}

/// How a family refuses, and which credential it takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Platform,
    SelfService,
    Provisioning,
}

/// One way to grant.
struct Case {
    family: Family,
    /// The route that it goes by.
    route: (&'static str, &'static str),
    /// What whoever holds the module is answered.
    granted: u16,
    /// Path and body.
    ask: fn(&Stage) -> (String, Value),
}

impl Stage {
    fn new(name: &str) -> Self {
        let tenant = Tenant::new(name);
        let rich = tenant.group("rich", &[BILLING]);
        let managers = tenant.group("managers", &[ACCESS]);
        let enter = |person: &Person| Session::of_person(&tenant.operator, person).enter(&tenant.id);
        let light_web = enter(&tenant.join_to(&managers, "light"));
        let full_web = enter(&tenant.join("full"));
        let light = tenant.token("Light", &[ACCESS]).client;
        Self { tenant, rich, light, light_web, full_web }
    }

    /// A member without a right.
    fn plain(&self, local: &str) -> Person {
        let group = self.tenant.group(&format!("plain of {local}"), &[]);
        self.tenant.join_to(&group, local)
    }

    /// A member by family A.
    fn member(&self, local: &str) -> String {
        format!("{}/{}", self.tenant.users(), self.plain(local).user)
    }

    /// The same by the shorter path of that family.
    fn alias(&self, local: &str) -> String {
        self.member(local).replacen("/accounts/accounts/", "/accounts/", 1)
    }

    /// A member by family B.
    fn membership(&self, local: &str) -> String {
        format!("/v1/accounts/account-users/{}", self.plain(local).membership)
    }

    fn tokens(&self) -> String {
        format!("/v2/accounts/{}/tokens", self.tenant.id)
    }

    fn domain_user(&self, local: &str) -> String {
        format!("/v2/user/email/{}/domain/{}", self.plain(local).email, self.tenant.id)
    }

    /// A member as the Self-service API shows it.
    fn tenant_user(&self, body: &Value) -> String {
        let path = format!("/tenants/{}/users", self.tenant.id);
        let made = self.full_web.post(&path, body).expect(201);
        format!("{path}/{}", made["tenantUserUid"].as_str().unwrap())
    }

    fn new_user(&self, local: &str, role: &str) -> Value {
        json!({"email": self.tenant.email(local), "domain": self.tenant.id, "role": role, "userName": "Ana Ruiz",
            "externalId": local})
    }

    /// The body of an invitation into the group that grants.
    fn invitation(&self, local: &str) -> Value {
        invitation(&self.tenant.email(local), &self.rich)
    }
}

fn till(name: &str) -> Value {
    json!({"accountType": "REGULAR", "displayName": name})
}

fn platform(
    method: &'static str,
    pattern: &'static str,
    granted: u16,
    ask: fn(&Stage) -> (String, Value),
) -> Case {
    Case { family: Family::Platform, route: (method, pattern), granted, ask }
}

fn self_service(
    method: &'static str,
    pattern: &'static str,
    granted: u16,
    ask: fn(&Stage) -> (String, Value),
) -> Case {
    Case { family: Family::SelfService, route: (method, pattern), granted, ask }
}

fn provisioning(method: &'static str, pattern: &'static str, ask: fn(&Stage) -> (String, Value)) -> Case {
    Case { family: Family::Provisioning, route: (method, pattern), granted: 200, ask }
}

fn platform_cases() -> Vec<Case> {
    let (users, alias) = ("/accounts/accounts/{account}/users", "/accounts/{account}/users");
    let members = "/accounts/account-users";
    vec![
        platform("POST", users, 201, |s| (s.tenant.users(), s.invitation("invited"))),
        platform("POST", alias, 201, |s| {
            (s.tenant.users().replacen("/accounts/accounts/", "/accounts/", 1), s.invitation("invited-alias"))
        }),
        platform("POST", members, 201, |s| {
            let mut body = s.invitation("invited-b");
            body["account"] = json!({"id": s.tenant.id});
            ("/v1/accounts/account-users".into(), body)
        }),
        platform("PUT", "/accounts/accounts/{account}/users/{user}", 200, |s| {
            (s.member("put"), json!({"groups": references(&[&s.rich])}))
        }),
        platform("PUT", "/accounts/{account}/users/{user}", 200, |s| {
            (s.alias("put-alias"), json!({"groups": references(&[&s.rich])}))
        }),
        platform("PUT", "/accounts/account-users/{id}", 200, |s| {
            (s.membership("put-b"), json!({"groups": references(&[&s.rich])}))
        }),
        platform("POST", "/accounts/accounts/{account}/users/{user}/groups", 200, |s| {
            (format!("{}/groups", s.member("add")), json!({"id": s.rich}))
        }),
        platform("POST", "/accounts/{account}/users/{user}/groups", 200, |s| {
            (format!("{}/groups", s.alias("add-alias")), json!({"id": s.rich}))
        }),
        platform("POST", "/accounts/account-users/{id}/groups", 200, |s| {
            (format!("{}/groups", s.membership("add-b")), json!({"id": s.rich}))
        }),
        platform("PUT", "/accounts/accounts/{account}/users/{user}/groups", 200, |s| {
            (format!("{}/groups", s.member("replace")), references(&[&s.rich]))
        }),
        platform("PUT", "/accounts/{account}/users/{user}/groups", 200, |s| {
            (format!("{}/groups", s.alias("replace-alias")), references(&[&s.rich]))
        }),
        platform("PUT", "/accounts/account-users/{id}/groups", 200, |s| {
            (format!("{}/groups", s.membership("replace-b")), references(&[&s.rich]))
        }),
        platform("POST", "/accounts/user-groups", 201, |s| {
            let body =
                json!({"name": "made", "account": {"id": s.tenant.id}, "modules": references(&[BILLING])});
            ("/v1/accounts/user-groups".into(), body)
        }),
        platform("PUT", "/accounts/user-groups/{id}", 200, |s| {
            let group = s.tenant.group("changed", &[]);
            (format!("/v1/accounts/user-groups/{group}"), json!({"modules": references(&[BILLING])}))
        }),
        platform("POST", "/accounts/api-tokens", 201, |s| {
            let body =
                json!({"name": "made", "account": {"id": s.tenant.id}, "modules": references(&[BILLING])});
            ("/v1/accounts/api-tokens".into(), body)
        }),
        platform("PUT", "/accounts/api-tokens/{id}", 200, |s| {
            let token = s.tenant.token("changed", &[ACCESS]).id;
            (format!("/v1/accounts/api-tokens/{token}"), json!({"modules": references(&[ACCESS, BILLING])}))
        }),
    ]
}

fn self_service_cases() -> Vec<Case> {
    vec![
        self_service("POST", "/tenants/{tenantUid}/users", 201, |s| {
            let body = json!({"accountType": "FULL", "email": s.tenant.email("t4"), "displayName": "Kari N",
                "firstname": "Kari", "lastname": "Nordmann", "tenantRole": "ADMIN"});
            (format!("/tenants/{}/users", s.tenant.id), body)
        }),
        self_service("PUT", "/tenants/{tenantUid}/users/{userUid}", 200, |s| {
            (s.tenant_user(&till("T6")), json!({"tenantRole": "ADMIN"}))
        }),
        self_service("POST", "/tenants/{tenantUid}/users/{userUid}/integration-tokens", 201, |s| {
            let robot = json!({"accountType": "INTEGRATION", "displayName": "T10", "tenantRole": "ADMIN"});
            (format!("{}/integration-tokens", s.tenant_user(&robot)), json!({"name": "sync"}))
        }),
    ]
}

fn provisioning_cases() -> Vec<Case> {
    let (tokens, alias) =
        ("/v2/accounts/{accountName}/tokens", "/ws/accounts/{accountName}/credentials/tokens");
    let one = "/v2/user/email/{userEmail}/domain/{domainName}/role/{roleName}";
    let roles = "/v2/user/email/{userEmail}/domain/{domainName}/role";
    let domain_roles = "/v2/domain/{domainName}/roles";
    let (internal, external) = ("/v2/user/internal", "/v2/user/external");
    vec![
        provisioning("POST", tokens, |s| (s.tokens(), json!({"name": "one", "scopes": "module://billing"}))),
        provisioning("POST", tokens, |s| (s.tokens(), json!({"name": "all", "scopes": ["level://admin"]}))),
        provisioning("POST", tokens, |s| (s.tokens(), json!({"name": "key", "token_type": "HMAC"}))),
        provisioning("POST", alias, |s| {
            let path = format!("/ws/accounts/{}/credentials/tokens", s.tenant.id);
            (path, json!({"name": "ws", "scope": "module://billing"}))
        }),
        provisioning("POST", internal, |s| (internal_path(), s.new_user("b7", "rich"))),
        provisioning("POST", internal, |s| (internal_path(), s.new_user("b7-admin", "ADMIN"))),
        provisioning("POST", internal, |s| (internal_path(), s.new_user("b7-owner", "OWNER"))),
        provisioning("POST", external, |s| (external_path(), s.new_user("b8", "rich"))),
        provisioning("POST", external, |s| (external_path(), s.new_user("b8-admin", "ADMIN"))),
        provisioning("PUT", roles, |s| {
            (format!("{}/role", s.domain_user("b11")), json!({"roles": ["rich"]}))
        }),
        provisioning("PUT", roles, |s| {
            (format!("{}/role", s.domain_user("b11-admin")), json!({"roles": "ADMIN"}))
        }),
        provisioning("PUT", one, |s| (format!("{}/role/rich", s.domain_user("b12")), Value::Null)),
        provisioning("PUT", one, |s| (format!("{}/role/ADMIN", s.domain_user("b12-admin")), Value::Null)),
        provisioning("POST", domain_roles, |s| {
            let body = json!({"name": "one", "policies": ["billing"]});
            (format!("/v2/domain/{}/roles", s.tenant.id), body)
        }),
        provisioning("POST", domain_roles, |s| {
            (format!("/v2/domain/{}/roles", s.tenant.id), json!({"name": "all", "applications": "*"}))
        }),
    ]
}

fn internal_path() -> String {
    "/v2/user/internal".into()
}

fn external_path() -> String {
    "/v2/user/external".into()
}

fn cases() -> Vec<Case> {
    [platform_cases(), self_service_cases(), provisioning_cases()].into_iter().flatten().collect()
}

#[test]
fn r6_s_r48_p_r39_whoever_lacks_a_module_grants_it_by_no_operation() {
    let stage = Stage::new("grants");
    for case in cases() {
        let (method, pattern) = case.route;
        let (path, body) = (case.ask)(&stage);
        let body = Some(&body).filter(|body| !body.is_null());
        let (light, full) = match case.family {
            Family::SelfService => (&stage.light_web, &stage.full_web),
            _ => (&stage.light, &stage.tenant.admin),
        };
        let before = stage.tenant.audit_total();
        let refused = light.call(method, &path, body);
        assert_eq!(refused.status, 403, "{pattern}: {refused:?}");
        assert_eq!(stage.tenant.audit_total(), before, "{pattern}: something was changed");
        let granted = full.call(method, &path, body);
        assert_eq!(granted.status, case.granted, "{pattern}: {granted:?}");
        assert_eq!(stage.tenant.audit_total(), before + 1, "{pattern}");
    }
    // The control: access management alone is enough for what grants nothing.
    id_of(&stage.light.post("/v1/accounts/user-groups", &json!({"name": "nothing"})).expect(201));
}

/// Changing operations that give nobody a module, by the beginnings of their names.
const OTHERS: &[&str] = &[
    // What only Operations do, and they hold all.
    "accounts.create",
    "accounts.update",
    "accounts.activate",
    "accounts.deactivate",
    "accounts.disable",
    "accounts.enable",
    "accounts.validate",
    "buyers.",
    "users.delete",
    "users.block",
    "users.unblock",
    // What takes away, ends, asks again or gives back what was there.
    "accounts.users.remove",
    "accounts.users.alias.remove",
    "account-users.remove",
    "accounts.users.groups.remove",
    "accounts.users.alias.groups.remove",
    "account-users.groups.remove",
    "accounts.users.resend-invite",
    "accounts.users.alias.resend-invite",
    "account-users.resend-invite",
    "accounts.users.send-new-invite",
    "accounts.users.alias.send-new-invite",
    "account-users.send-new-invite",
    "user-groups.delete",
    "api-tokens.delete",
    "api-tokens.disable",
    "api-tokens.enable",
    "api-tokens.rotate",
    "tenants.users.remove",
    "tenants.users.invite",
    "tenants.users.integration-tokens.delete",
    "domainUsers.disable",
    "domainUsers.enable",
    "domainUsers.takeRoles",
    "domainUsers.remove",
    "domainUsers.transfer",
    "provisioned-tokens.enable",
    "provisioned-tokens.disable",
    "provisioned-tokens.rename",
    "provisioned-tokens.delete",
    "provisioned-tokens.alias.enable",
    "provisioned-tokens.alias.disable",
    "provisioned-tokens.alias.rename",
    "provisioned-tokens.alias.delete",
    "domains.",
    // What is one's own, of a device, or the profile of a person.
    "accounts.users.accept-invite",
    "accounts.users.decline-invite",
    "accounts.users.alias.accept-invite",
    "accounts.users.alias.decline-invite",
    "account-users.accept-invite",
    "account-users.decline-invite",
    "users.",
    "account.",
    "tenants.account.",
    "tenants.devices.",
    "device.",
    "auth.",
    "oauth.",
    "persons.",
];

#[test]
fn r6_s_r48_p_r39_every_changing_operation_grants_or_is_known_not_to() {
    let routes = [
        identity_actix::routes(),
        identity_actix::self_service_routes(),
        identity_actix::provisioning_routes(),
    ];
    let cases: BTreeSet<_> = cases().into_iter().map(|case| case.route).collect();
    let (mut found, mut open) = (BTreeSet::new(), Vec::new());
    for route in routes.into_iter().flatten().filter(|route| route.method != "GET") {
        let place = (route.method.as_str(), route.pattern);
        match (cases.contains(&place), OTHERS.iter().any(|name| route.name.starts_with(name))) {
            (true, false) => drop(found.insert(place)),
            (false, true) => {}
            _ => open.push(route.name),
        }
    }
    assert!(open.is_empty(), "these need a case here, or a reason why they have none: {open:?}");
    assert_eq!(found, cases, "every case is of a route that is served");
}
