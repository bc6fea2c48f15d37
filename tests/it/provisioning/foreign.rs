//! Whoever has a good credential of another account: what is out of reach is like what never was (P-R2, P-R3).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::refused_as;
use crate::harness::{Answer, Client, Person, Reseller, Signer, Tenant};

/// An account as requests name it, and what is in it.
#[derive(Clone)]
struct Target {
    /// Its identifier or its full name.
    domain: String,
    email: String,
    user: String,
    external: String,
    token: String,
    /// The value of that token.
    value: String,
    role: String,
    /// Somebody who can become owner.
    heir: String,
}

/// One operation: how it is called, and with which body.
type Case = (&'static str, &'static str, fn(&Target) -> Value);

fn nothing(_: &Target) -> Value {
    Value::Null
}

fn named(_: &Target) -> Value {
    json!({"name": "swept"})
}

fn phone(_: &Target) -> Value {
    json!({"phone": "+34 600000000"})
}

fn roles(target: &Target) -> Value {
    json!({"roles": [target.role]})
}

fn newcomer(target: &Target) -> Value {
    let email = format!("newcomer.{}", target.email);
    json!({"email": email, "domain": target.domain, "role": "NO_PRIVILEGES", "userName": "Kari N", "externalId": email})
}

/// Operations that name an account or what is in it.
const CASES: [Case; 39] = [
    ("GET", "/v2/accounts/{accountName}/tokens", nothing),
    ("GET", "/v2/accounts/{accountName}/tokens/{tokenId}", nothing),
    ("POST", "/v2/accounts/{accountName}/tokens", named),
    ("PUT", "/v2/accounts/{accountName}/tokens/{tokenId}/enable", nothing),
    ("PUT", "/v2/accounts/{accountName}/tokens/{tokenId}/disable", nothing),
    ("PUT", "/v2/accounts/{accountName}/tokens/{tokenId}/rename", named),
    ("DELETE", "/v2/accounts/{accountName}/tokens/{tokenId}", nothing),
    ("GET", "/ws/accounts/{accountName}/credentials/tokens", nothing),
    ("GET", "/ws/accounts/{accountName}/credentials/tokens/{tokenId}", nothing),
    ("POST", "/ws/accounts/{accountName}/credentials/tokens", named),
    ("PUT", "/ws/accounts/{accountName}/credentials/tokens/{tokenId}/enable", nothing),
    ("PUT", "/ws/accounts/{accountName}/credentials/tokens/{tokenId}/disable", nothing),
    ("PUT", "/ws/accounts/{accountName}/credentials/tokens/{tokenId}/rename", named),
    ("DELETE", "/ws/accounts/{accountName}/credentials/tokens/{tokenId}", nothing),
    ("GET", "/v2/user/email/{userEmail}", nothing),
    ("GET", "/v2/user/domain/{domainName}", nothing),
    ("GET", "/v2/user/email/{userEmail}/domain/{domainName}", nothing),
    ("GET", "/v2/user/internal/{id}", nothing),
    ("GET", "/v2/user/internal/{id}/domain/{domainName}", nothing),
    ("GET", "/v2/user/external/{id}/domain/{domainName}", nothing),
    ("POST", "/v2/user/internal", newcomer),
    ("POST", "/v2/user/external", newcomer),
    ("PUT", "/v2/user/internal/{id}", phone),
    ("PUT", "/v2/user/email/{userEmail}", phone),
    ("PUT", "/v2/user/external/{id}", phone),
    ("POST", "/v2/user/email/{userEmail}/domain/{domainName}/disable", nothing),
    ("POST", "/v2/user/email/{userEmail}/domain/{domainName}/enable", nothing),
    ("PUT", "/v2/user/email/{userEmail}/domain/{domainName}/role", roles),
    ("PUT", "/v2/user/email/{userEmail}/domain/{domainName}/role/{roleName}", nothing),
    ("DELETE", "/v2/user/email/{userEmail}/domain/{domainName}/role", roles),
    ("DELETE", "/v2/user/email/{userEmail}/domain/{domainName}", nothing),
    ("POST", "/v2/user/email/{userEmail}/domain/{domainName}/owner", nothing),
    ("GET", "/v2/domain/{domainName}", nothing),
    ("DELETE", "/v2/domain/{domainName}", nothing),
    ("POST", "/v2/domain/{domainName}/enable", nothing),
    ("POST", "/v2/domain/{domainName}/disable", nothing),
    ("GET", "/v2/domain/{domainName}/roles", nothing),
    ("POST", "/v2/domain/{domainName}/roles", named),
    ("GET", "/v2/domain/{domainName}/roles/{roleName}", nothing),
];

/// Operations on no account that is there; they have tests of their own below.
const OTHERS: [(&str, &str); 2] = [("GET", "/v2/domain"), ("POST", "/v2/domain")];

#[test]
fn p_r2_every_operation_has_its_case() {
    let routes = identity_actix::provisioning_routes().iter();
    let served: BTreeSet<_> = routes.map(|route| (route.method.as_str(), route.pattern)).collect();
    let cases = CASES.iter().map(|(method, pattern, _)| (*method, *pattern));
    assert_eq!(served, cases.chain(OTHERS).collect());
}

impl Target {
    /// What nobody has.
    fn nowhere() -> Self {
        Self {
            domain: "ACC-9191-9191".into(),
            email: "nobody@nowhere.example".into(),
            user: "USR-9191-9191".into(),
            external: "nothing".into(),
            token: "TKN-9191-9191".into(),
            value: String::new(),
            role: "UGR-9191-9191".into(),
            heir: "nobody@nowhere.example".into(),
        }
    }

    /// Fills an account: an owner, an heir, somebody of a role, the role and a token.
    #[track_caller]
    fn furnish(tenant: &Tenant, heir: &Person) -> Self {
        let operator = &tenant.operator;
        let person = |email: &str, role: &str| json!({"email": email, "domain": tenant.id, "role": role, "userName": "Ana Ruiz", "externalId": email});
        let (domain, email) = (format!("/v2/domain/{}", tenant.id), tenant.email("guest"));
        let role = operator.post(&format!("{domain}/roles"), &json!({"name": "reviewer"})).expect(200);
        let owner = person(&tenant.email("owner"), "OWNER");
        operator.post("/v2/user/internal", &owner).expect(200);
        let skip = "/v2/user/internal?skipMailValidation=true";
        operator.post(skip, &person(&heir.email, "ADMIN")).expect(200);
        let user = operator.post("/v2/user/external", &person(&email, "reviewer")).expect(200);
        let tokens = format!("/v2/accounts/{}/tokens", tenant.id);
        let token = json!({"name": "swept", "scopes": "level://admin"});
        let token = operator.post(&tokens, &token).expect(200);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            domain: tenant.id.clone(),
            external: email.clone(),
            email,
            user: text(&user["id"]),
            token: text(&token["uid"]),
            value: text(&token["token"]),
            role: text(&role["id"]),
            heir: heir.email.clone(),
        }
    }

    fn path(&self, pattern: &str) -> String {
        let id = if pattern.contains("/external/") { &self.external } else { &self.user };
        [
            ("{accountName}", &self.domain),
            ("{domainName}", &self.domain),
            ("{userEmail}", &self.email),
            ("{id}", id),
            ("{tokenId}", &self.token),
            ("{roleName}", &self.role),
        ]
        .into_iter()
        .fold(pattern.to_owned(), |path, (variable, value)| path.replace(variable, value))
    }

    /// All that is stored of it but uses, as Operations see it.
    fn stored(&self, operator: &Client) -> [Value; 4] {
        let Self { domain, .. } = self;
        [
            format!("/v2/domain/{domain}"),
            format!("/v2/user/domain/{domain}"),
            format!("/v2/accounts/{domain}/tokens"),
            format!("/v2/domain/{domain}/roles"),
        ]
        .map(|path| {
            let mut stored = operator.get(&path).expect(200);
            for row in stored.as_array_mut().into_iter().flatten() {
                row.as_object_mut().unwrap().remove("last_used");
            }
            stored
        })
    }
}

/// A credential of either scheme.
enum Caller {
    Signs(Signer),
    Bears(Client),
}

impl Caller {
    fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        let body = Some(body).filter(|body| !body.is_null());
        match self {
            Self::Signs(key) => key.call(method, path, body),
            Self::Bears(client) => client.call(method, path, body),
        }
    }

    fn ask(&self, (method, pattern, body): Case, target: &Target) -> (u16, String) {
        let answer = self.call(method, &target.path(pattern), &body(target));
        (answer.status, answer.text)
    }

    /// What is out of reach is answered as what is nowhere.
    #[track_caller]
    fn misses(&self, case: Case, target: &Target, nowhere: &Target) {
        let (seen, nothing) = (self.ask(case, target), self.ask(case, nowhere));
        assert_eq!(seen, nothing, "{} {} of {}", case.0, case.1, target.domain);
        assert_eq!(seen.0, 404, "{} {} of {}: {seen:?}", case.0, case.1, target.domain);
    }
}

/// A tree: a reseller, two accounts right below it, one below the first of these, and another reseller's.
struct Tree {
    reseller: Reseller,
    child: Tenant,
    sibling: Tenant,
    grandchild: Tenant,
    foreign: Tenant,
    heir: Person,
}

impl Tree {
    fn new(name: &str) -> Self {
        let reseller = Reseller::new(&format!("{name}_parent"));
        let below = |parent: &str, local: &str| Tenant::below(parent, &format!("{name}_{local}"));
        let child = below(&reseller.tenant.id, "child");
        let sibling = below(&reseller.tenant.id, "sibling");
        let grandchild = below(&child.id, "grandchild");
        let foreign = Tenant::new(&format!("{name}_foreign"));
        // Of an account of its own, so that being known there is in nobody's reach here.
        let heir = Tenant::new(&format!("{name}_heirs")).join("heir");
        Self { reseller, child, sibling, grandchild, foreign, heir }
    }
}

#[test]
fn p_r2_p_r3_what_is_out_of_reach_is_like_what_never_was() {
    let tree = Tree::new("sweep");
    let operator = &tree.child.operator;
    let all = [&tree.reseller.tenant, &tree.sibling, &tree.grandchild, &tree.foreign, &tree.child];
    let [parent, sibling, grandchild, foreign, child] = all.map(|tenant| Target::furnish(tenant, &tree.heir));
    let outside = [
        (Caller::Signs(tree.reseller.key.clone()), vec![&parent, &grandchild, &foreign]),
        (Caller::Signs(tree.child.domain_key()), vec![&parent, &sibling, &grandchild, &foreign]),
        (Caller::Bears(tree.child.admin.clone()), vec![&parent, &sibling, &grandchild, &foreign]),
    ];
    let everything =
        || [&parent, &sibling, &grandchild, &foreign, &child].map(|target| target.stored(operator));
    let (before, nowhere) = (everything(), Target::nowhere());
    for (caller, targets) in &outside {
        for target in targets {
            let name = operator.get(&format!("/v2/domain/{}", target.domain)).expect(200)["name"].clone();
            let by_name = Target { domain: name.as_str().unwrap().into(), ..(*target).clone() };
            for case in CASES {
                caller.misses(case, target, &nowhere);
                caller.misses(case, &by_name, &nowhere);
                // The caller's own account in the path, and what belongs to another one behind it.
                if case.1.matches('{').count() > 1 {
                    let inside = |target: &Target| Target { domain: child.domain.clone(), ..target.clone() };
                    caller.misses(case, &inside(target), &inside(&nowhere));
                }
            }
            let mine = |role: &str| Target { role: role.into(), ..child.clone() };
            for case in CASES.into_iter().filter(|case| case.1.contains("/role") && case.0 != "GET") {
                if case.1.contains("{userEmail}") {
                    let unknown = caller.ask(case, &mine(&nowhere.role));
                    assert_eq!(caller.ask(case, &mine(&target.role)), unknown, "{} {}", case.0, case.1);
                    assert_eq!(unknown.0, 400, "{} {}", case.0, case.1);
                }
            }
            let with_user = |email: &str| {
                let body = json!({"name": "swept", "user": email});
                let answer = caller.call("POST", &format!("/v2/accounts/{}/tokens", child.domain), &body);
                (answer.status, answer.text)
            };
            assert_eq!(with_user(&target.email), with_user(&nowhere.email));
        }
    }
    for (now, before) in everything().iter().zip(&before) {
        assert_eq!(now, before, "something was changed");
    }
}

#[test]
fn p_r2_p_r3_a_list_and_a_new_domain_stay_within_reach() {
    let tree = Tree::new("sweep_list");
    let names = |answer: &Answer| -> Vec<String> {
        let list = answer.expect(200);
        list.as_array().unwrap().iter().map(|domain| domain["id"].as_str().unwrap().to_owned()).collect()
    };
    let mut children = names(&tree.reseller.key.get("/v2/domain"));
    children.sort_unstable();
    let mut expected = [tree.child.id.clone(), tree.sibling.id.clone()];
    expected.sort_unstable();
    assert_eq!(children, expected);
    assert_eq!(names(&tree.child.domain_key().get("/v2/domain")), [tree.child.id.as_str()]);
    assert_eq!(names(&tree.child.admin.get("/v2/domain")), [tree.child.id.as_str()]);
    let below = |parent: &str| json!({"name": format!("new@{parent}"), "plan": "standard"});
    let callers = [Caller::Signs(tree.child.domain_key()), Caller::Bears(tree.child.admin.clone())];
    for parent in [&tree.child, &tree.grandchild, &tree.foreign] {
        let slug = parent.name().split('@').next().unwrap().to_owned();
        refused_as(&tree.reseller.key.post("/v2/domain", &below(&slug)), 404);
        for caller in &callers {
            let made = caller.call("POST", "/v2/domain", &below(&slug));
            let unknown = caller.call("POST", "/v2/domain", &below("nothing"));
            assert_eq!((made.status, &made.text), (unknown.status, &unknown.text));
            assert!(matches!(made.status, 403 | 404), "{made:?}");
        }
    }
    refused_as(&tree.reseller.key.post("/v2/domain", &below("nothing")), 404);
    assert_eq!(names(&tree.reseller.key.get("/v2/domain")).len(), 2, "nothing was made");
}

/// The control: by the reseller each operation does what it says, so that a 404 above is the reach's.
#[test]
fn p_r3_everything_of_a_child_is_in_its_resellers_reach() {
    let reseller = Reseller::new("sweep_control");
    let heir = Tenant::new("sweep_control_heirs").join("heir");
    for (n, case) in CASES.into_iter().enumerate() {
        let target = Target::furnish(&reseller.child(&format!("sweep_control_{n}")), &heir);
        let key = Caller::Signs(reseller.key.clone());
        let steer = |pattern: &str| drop(key.call("POST", &target.path(pattern), &Value::Null).expect(200));
        let caller = match case.1 {
            // By the identifier of its own account alone, so not by one who has several.
            "/v2/user/external/{id}" => Caller::Bears(reseller.tenant.operator.with(&target.value)),
            _ => Caller::Signs(reseller.key.clone()),
        };
        match case {
            ("POST", "/v2/user/email/{userEmail}/domain/{domainName}/enable", _) => {
                steer("/v2/user/email/{userEmail}/domain/{domainName}/disable");
            }
            ("DELETE", "/v2/domain/{domainName}", _) => steer("/v2/domain/{domainName}/disable"),
            _ => {}
        }
        let target = match case {
            (_, "/v2/user/email/{userEmail}/domain/{domainName}/owner", _) => {
                Target { email: target.heir.clone(), ..target }
            }
            // A role that the user lacks, or none would be left.
            ("DELETE", "/v2/user/email/{userEmail}/domain/{domainName}/role", _) => {
                Target { role: "NO_PRIVILEGES".into(), ..target }
            }
            _ => target,
        };
        let answer = caller.ask(case, &target);
        assert_eq!(answer.0, 200, "{} {}: {answer:?}", case.0, case.1);
    }
}
