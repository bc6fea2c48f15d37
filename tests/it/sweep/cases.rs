//! One case per route: what its path and body name, who is answered what about an object of their own account, and
//! how such an object is made.

use serde_json::{Value, json};

use super::stage::{
    Setting, active_account, active_buyer, as_is, blocked, buyer, buyer_and_receiver, disabled_account,
    disabled_buyer, disabled_token, empty_group, enabled_account, fresh_erp_ids, fresh_name, in_two_groups,
    invited, joined, token,
};
use super::world::Ids;
use super::world::Kind::{self, Account, Audit, Buyer, Group, Membership, Module, Token, User};
use crate::harness::person::PASSWORD;

/// One route.
pub struct Case {
    pub method: &'static str,
    pub pattern: String,
    /// What the variable segments name, in their order.
    pub path: &'static [Kind],
    /// What O+, A+ and A− are answered about an object of an account that they see.
    pub own: [u16; 3],
    /// What the body names.
    pub named: &'static [Kind],
    pub body: fn(&Ids) -> Value,
    pub setting: Setting,
    /// Filters of a list, with `{}` for the identifier.
    pub filters: &'static [(&'static str, Kind)],
}

impl Case {
    fn new(method: &'static str, pattern: impl Into<String>, path: &'static [Kind], own: [u16; 3]) -> Self {
        let pattern = pattern.into();
        Self { method, pattern, path, own, named: &[], body: |_| Value::Null, setting: as_is, filters: &[] }
    }

    fn body(self, named: &'static [Kind], body: fn(&Ids) -> Value) -> Self {
        Self { named, body, ..self }
    }

    fn on(self, setting: Setting) -> Self {
        Self { setting, ..self }
    }

    fn filters(self, filters: &'static [(&'static str, Kind)]) -> Self {
        Self { filters, ..self }
    }

    /// The path with identifiers in place.
    pub fn at(&self, base: &str, ids: &Ids) -> String {
        let mut kinds = self.path.iter();
        let segments = self.pattern.split('/').map(|segment| match segment.strip_prefix('{') {
            Some(_) => ids.get(*kinds.next().unwrap()),
            None => segment,
        });
        let path = base.to_owned() + &segments.collect::<Vec<_>>().join("/");
        assert_eq!(kinds.next(), None, "{}: more kinds than variables", self.pattern);
        path
    }
}

/// All cases.
pub fn all() -> Vec<Case> {
    let mut all = accounts();
    for base in ["/accounts/accounts/{account}/users", "/accounts/{account}/users"] {
        all.extend(members(base, &[Account], &[Account, User], &[Account, User, Group]));
    }
    all.extend(members("/accounts/account-users", &[], &[Membership], &[Membership, Group]));
    all.extend([people(), groups(), modules(), tokens(), buyers(), audit()].into_iter().flatten());
    all
}

fn accounts() -> Vec<Case> {
    let base = "/accounts/accounts";
    let one = "/accounts/accounts/{id}";
    let verb = |name: &str, setting: Setting| {
        Case::new("POST", format!("{one}/{name}"), &[Account], [200, 403, 403]).on(setting)
    };
    let parent =
        |ids: &Ids| json!({"name": fresh_name("Child"), "type": "Client", "parent": {"id": ids.account}});
    vec![
        Case::new("GET", base, &[], [200; 3]).filters(&[("id={}", Account), ("in(id,({}))", Account)]),
        Case::new("POST", base, &[], [201, 403, 403]).body(&[Account], parent),
        Case::new("GET", one, &[Account], [200; 3]),
        Case::new("GET", format!("{one}/icon"), &[Account], [200; 3]),
        Case::new("PUT", one, &[Account], [200, 200, 403])
            .body(&[], |_| json!({"description": fresh_name("Text")})),
        Case::new("PUT", one, &[Account], [400, 403, 403])
            .body(&[Account], |ids| json!({"parent": {"id": ids.account}})),
        verb("activate", enabled_account),
        verb("deactivate", active_account),
        verb("disable", enabled_account),
        verb("enable", disabled_account),
        verb("validate", as_is).body(&[], |_| json!({"name": "Candidate"})),
    ]
}

fn invitation(ids: &Ids) -> Value {
    json!({"user": {"email": format!("{}@sweep.example", fresh_name("new")), "firstName": "A", "lastName": "B"},
           "account": {"id": ids.account}, "groups": [{"id": ids.group}]})
}

fn members(
    base: &'static str,
    all: &'static [Kind],
    one: &'static [Kind],
    grouped: &'static [Kind],
) -> Vec<Case> {
    let own = if all.is_empty() { "{id}" } else { "{user}" };
    let at = |rest: &str| format!("{base}/{own}{rest}");
    let post = |rest: &str, expected: [u16; 3]| Case::new("POST", at(rest), one, expected).on(invited);
    vec![
        Case::new("GET", base, all, [200; 3]).filters(&[("user.id={}", User), ("account.id={}", Account)]),
        Case::new("POST", base, all, [201, 201, 403]).body(&[Account, Group], invitation),
        Case::new("GET", at(""), one, [200, 200, 404]),
        Case::new("PUT", at(""), one, [200, 200, 404])
            .body(&[Group], |ids| json!({"groups": [{"id": ids.group}]}))
            .on(joined),
        Case::new("DELETE", at(""), one, [204, 204, 404]).on(invited),
        post("/groups", [200, 200, 404]).body(&[Group], |ids| json!({"id": ids.group})),
        Case::new("PUT", at("/groups"), one, [200, 200, 404])
            .body(&[Group], |ids| json!([{"id": ids.group}]))
            .on(joined),
        Case::new("DELETE", at("/groups/{group}"), grouped, [204, 204, 404]).on(in_two_groups),
        post("/accept-invite", [403, 403, 404]),
        post("/decline-invite", [403, 403, 404]),
        post("/resend-invite", [200, 200, 404]),
        // An invitation expires after seven days, so here the state refuses; that too only for whoever sees it.
        post("/send-new-invite", [400, 400, 404]),
    ]
}

fn people() -> Vec<Case> {
    let base = "/accounts/users";
    let one = "/accounts/users/{id}";
    let at = |rest: &str| format!("{one}{rest}");
    let password = |_: &Ids| json!({"password": PASSWORD});
    let mut all = vec![
        Case::new("GET", base, &[], [200; 3]).filters(&[("id={}", User), ("currentAccount.id={}", Account)]),
        Case::new("GET", one, &[User], [200, 200, 404]),
        Case::new("GET", at("/icon"), &[User], [200, 200, 404]),
        Case::new("PUT", one, &[User], [200, 403, 404])
            .body(&[], |_| json!({"firstName": fresh_name("Name")})),
        Case::new("PUT", one, &[User], [403, 403, 404])
            .body(&[Account], |ids| json!({"currentAccount": {"id": ids.account}}))
            .on(invited),
        Case::new("DELETE", one, &[User], [204, 403, 404]).on(blocked),
        Case::new("POST", at("/block"), &[User], [200, 403, 404]).on(invited),
        Case::new("POST", at("/unblock"), &[User], [200, 403, 404]).on(blocked),
        Case::new("POST", at("/set-password"), &[User], [200, 403, 404]).body(&[], password).on(invited),
        Case::new("GET", at("/accounts"), &[User], [200, 403, 404]),
        Case::new("PUT", at("/accounts/{account}"), &[User, Account], [403, 403, 404])
            .body(&[], |_| json!({"favorite": true})),
    ];
    for (method, verb) in [("GET", "/sso"), ("POST", "/sso"), ("GET", "/sso-check"), ("POST", "/sso-check")] {
        all.push(Case::new(method, at(verb), &[User], [200, 200, 404]));
    }
    all
}

fn groups() -> Vec<Case> {
    let (base, one) = ("/accounts/user-groups", "/accounts/user-groups/{id}");
    let group =
        |ids: &Ids| json!({"name": "x", "account": {"id": ids.account}, "modules": [{"id": ids.module}]});
    vec![
        Case::new("GET", base, &[], [200; 3]).filters(&[("id={}", Group), ("account.id={}", Account)]),
        Case::new("POST", base, &[], [201, 201, 403]).body(&[Account, Module], group),
        Case::new("GET", one, &[Group], [200, 200, 404]),
        Case::new("PUT", one, &[Group], [200, 200, 404])
            .body(&[Module], |ids| json!({"modules": [{"id": ids.module}]}))
            .on(empty_group),
        Case::new("PUT", one, &[Group], [200, 200, 404])
            .body(&[Buyer], |ids| json!({"buyers": [{"id": ids.buyer}]}))
            .on(empty_group),
        Case::new("DELETE", one, &[Group], [204, 204, 404]).on(empty_group),
    ]
}

fn modules() -> Vec<Case> {
    vec![
        Case::new("GET", "/accounts/modules", &[], [200; 3]).filters(&[("id={}", Module)]),
        Case::new("GET", "/accounts/modules/{id}", &[Module], [200; 3]),
    ]
}

fn tokens() -> Vec<Case> {
    let (base, one) = ("/accounts/api-tokens", "/accounts/api-tokens/{id}");
    let whole = |ids: &Ids| json!({"account": {"id": ids.account}, "modules": [{"id": ids.module}], "holder": {"id": ids.user}});
    let verb = |name: &str, setting: Setting| {
        Case::new("POST", format!("{one}/{name}"), &[Token], [200, 200, 404]).on(setting)
    };
    vec![
        Case::new("GET", base, &[], [200; 3]).filters(&[
            ("id={}", Token),
            ("account.id={}", Account),
            ("holder.id={}", User),
            ("audit.created.by.id={}", Token),
        ]),
        Case::new("POST", base, &[], [201, 201, 403]).body(&[Account, Module, User], whole),
        Case::new("GET", one, &[Token], [200, 200, 404]),
        Case::new("PUT", one, &[Token], [200, 200, 404])
            .body(&[Module, User], |ids| json!({"modules": [{"id": ids.module}], "holder": {"id": ids.user}}))
            .on(token),
        Case::new("DELETE", one, &[Token], [204, 204, 404]).on(token),
        verb("disable", token),
        verb("enable", disabled_token),
        verb("rotate", token),
    ]
}

/// A token without access management sees all buyers of its account (R44), so it is forbidden where it may not write.
fn buyers() -> Vec<Case> {
    let (base, one) = ("/accounts/buyers", "/accounts/buyers/{id}");
    let whole = |ids: &Ids| {
        let mut body = crate::harness::tenant::buyer("x", Some(&ids.account));
        body["contact"] = json!({"user": {"id": ids.user}});
        body
    };
    let verb = |name: &str, expected: [u16; 3], setting: Setting| {
        Case::new("POST", format!("{one}/{name}"), &[Buyer], expected).on(setting)
    };
    let put = |expected: [u16; 3]| Case::new("PUT", one, &[Buyer], expected).on(buyer);
    vec![
        Case::new("GET", base, &[], [200; 3]).filters(&[
            ("id={}", Buyer),
            ("account.id={}", Account),
            ("contact.user.id={}", User),
        ]),
        Case::new("POST", base, &[], [201, 403, 403]).body(&[Account, User], whole),
        Case::new("GET", one, &[Buyer], [200; 3]),
        Case::new("GET", format!("{one}/icon"), &[Buyer], [200; 3]),
        put([200, 200, 403]).body(&[User], |ids| json!({"contact": {"user": {"id": ids.user}}})),
        put([200, 200, 403]).body(&[Account], |ids| json!({"account": {"id": ids.account}})),
        put([200, 403, 403]).body(&[], |_| json!({"taxId": "PT1"})),
        Case::new("DELETE", one, &[Buyer], [204, 403, 403]).on(buyer),
        verb("activate", [200, 403, 403], buyer).body(&[], |_| fresh_erp_ids()),
        verb("deactivate", [200, 403, 403], active_buyer),
        verb("disable", [200, 200, 403], buyer),
        verb("enable", [200, 200, 403], disabled_buyer),
        verb("validate", [200, 403, 403], as_is).body(&[], |_| json!({"name": "Candidate"})),
        verb("transfer", [200, 403, 403], buyer_and_receiver)
            .body(&[Account], |ids| json!({"account": {"id": ids.account}})),
    ]
}

fn audit() -> Vec<Case> {
    let filters = &[
        ("id={}", Audit),
        ("object.id={}", Account),
        ("object.id={}", Membership),
        ("object.id={}", Group),
        ("object.id={}", Token),
        ("object.id={}", Buyer),
        ("actor.id={}", Token),
        ("actor.account.id={}", Account),
    ];
    vec![
        Case::new("GET", "/audit/records", &[], [200; 3]).filters(filters),
        Case::new("GET", "/audit/records/{id}", &[Audit], [200, 200, 404]),
    ]
}
