//! An account of a test's own, with whoever acts in it.

use serde_json::{Value, json};

use super::client::Client;
use super::ids::{ACCESS, BILLING, CATALOGUE, HELPDESK, MARKETPLACE, PROCUREMENT, REPORTING};
use super::person::{Person, invitation};
use super::signer::{Scope, Signer};
use super::site::site;

/// A Client account that no other test knows.
#[derive(Debug, Clone)]
pub struct Tenant {
    /// The operator (O+).
    pub operator: Client,
    pub id: String,
    /// The default group.
    pub group: String,
    /// A token with access management and what it may grant (A+).
    pub admin: Client,
    pub admin_token: String,
    /// A token without it (A−).
    pub member: Client,
    pub member_token: String,
    domain: String,
}

/// An account with accounts below it and the key that reaches those (P-R3).
#[derive(Debug, Clone)]
pub struct Reseller {
    pub tenant: Tenant,
    pub key: Signer,
}

impl Reseller {
    #[track_caller]
    pub fn new(name: &str) -> Self {
        let tenant = Tenant::new(name);
        let key = Signer::make(&tenant.operator, &tenant.id, Scope::Reseller);
        Self { tenant, key }
    }

    /// An account right below.
    #[track_caller]
    pub fn child(&self, name: &str) -> Tenant {
        Tenant::below(&self.tenant.id, name)
    }
}

/// A token and a client that uses it.
#[derive(Debug, Clone)]
pub struct Token {
    pub id: String,
    pub client: Client,
}

/// What every account's default group has; the administrator of a test holds it all, or R6 would stop it.
const COMMON: [&str; 5] = [ACCESS, BILLING, REPORTING, MARKETPLACE, HELPDESK];

impl Tenant {
    /// An account named after the test, which has to be unique in this binary.
    #[track_caller]
    pub fn new(name: &str) -> Self {
        Self::of_type("Client", name)
    }

    #[track_caller]
    pub fn of_type(kind: &str, name: &str) -> Self {
        let body = json!({"name": name, "type": kind, "externalId": format!("X-{name}")});
        Self::made(&site().operator, kind, &body, name)
    }

    /// A Client account on another server than the one that all tests share.
    #[cfg(feature = "postgres-tests")]
    #[track_caller]
    pub fn on(operator: &Client, name: &str) -> Self {
        Self::made(operator, "Client", &json!({"name": name, "type": "Client"}), name)
    }

    /// An account right below another one.
    #[track_caller]
    pub fn below(parent: &str, name: &str) -> Self {
        let parent = json!({"id": parent});
        let body =
            json!({"name": name, "type": "Client", "externalId": format!("X-{name}"), "parent": parent});
        Self::made(&site().operator, "Client", &body, name)
    }

    #[track_caller]
    fn made(operator: &Client, kind: &str, body: &Value, name: &str) -> Self {
        let operator = operator.clone();
        let account = operator.post("/v1/accounts/accounts?select=groups", body).expect(201);
        let id = account["id"].as_str().unwrap().to_owned();
        let group = account["groups"][0]["id"].as_str().unwrap().to_owned();
        let mut modules = COMMON.to_vec();
        modules.push(if kind == "Client" { PROCUREMENT } else { CATALOGUE });
        let admin = token_in(&operator, &id, "Administrator", &modules);
        let member = token_in(&operator, &id, "Member", &[BILLING]);
        Self {
            id,
            group,
            admin: admin.client,
            admin_token: admin.id,
            member: member.client,
            member_token: member.id,
            domain: format!("{}.example", name.replace(['_', ' '], "-")),
            operator,
        }
    }

    /// The account's path.
    pub fn path(&self) -> String {
        format!("/v1/accounts/accounts/{}", self.id)
    }

    /// The account's members, family A.
    pub fn users(&self) -> String {
        format!("{}/users", self.path())
    }

    pub fn email(&self, local: &str) -> String {
        format!("{local}@{}", self.domain)
    }

    /// Invites somebody into a group, as O+, who is told the code.
    #[track_caller]
    pub fn invite_to(&self, group: &str, local: &str) -> Person {
        let body = invitation(&self.email(local), group);
        Person::of(&self.operator.post(&self.users(), &body).expect(201))
    }

    /// Invites somebody into the default group.
    #[track_caller]
    pub fn invite(&self, local: &str) -> Person {
        self.invite_to(&self.group, local)
    }

    /// An active member of a group.
    #[track_caller]
    pub fn join_to(&self, group: &str, local: &str) -> Person {
        let person = self.invite_to(group, local);
        person.accept(&self.operator).expect(200);
        person
    }

    /// An active administrator.
    #[track_caller]
    pub fn join(&self, local: &str) -> Person {
        self.join_to(&self.group, local)
    }

    /// A group besides the default one.
    #[track_caller]
    pub fn group(&self, name: &str, modules: &[&str]) -> String {
        let body = json!({"name": name, "account": {"id": self.id}, "modules": references(modules)});
        id_of(&self.operator.post("/v1/accounts/user-groups", &body).expect(201))
    }

    /// A buyer of the account, Enabled.
    #[track_caller]
    pub fn buyer(&self, name: &str) -> String {
        id_of(&self.operator.post("/v1/accounts/buyers", &buyer(name, Some(&self.id))).expect(201))
    }

    /// Another token.
    #[track_caller]
    pub fn token(&self, name: &str, modules: &[&str]) -> Token {
        token_in(&self.operator, &self.id, name, modules)
    }

    /// A new key that signs, ADMIN of the account.
    #[track_caller]
    pub fn domain_key(&self) -> Signer {
        Signer::make(&self.admin, &self.id, Scope::Domain)
    }

    /// What the Provisioning API calls it: `slug`, or `slug@parentSlug`.
    #[track_caller]
    pub fn name(&self) -> String {
        let domain = self.operator.get(&format!("/v2/domain/{}", self.id)).expect(200);
        domain["name"].as_str().unwrap().to_owned()
    }

    /// How many audit records the account sees.
    #[track_caller]
    pub fn audit_total(&self) -> u64 {
        let list = self.admin.get("/v1/audit/records?limit=0").expect(200);
        list["$meta"]["pagination"]["total"].as_u64().unwrap()
    }

    /// What happened to an object, oldest first, as the account's administrator sees it.
    #[track_caller]
    pub fn events_of(&self, object: &str) -> Vec<String> {
        let path = format!("/v1/audit/records?object.id={object}&order=object.revision,timestamp");
        let list = self.admin.get(&path).expect(200);
        let events = list["data"].as_array().unwrap().iter();
        events.map(|record| record["event"].as_str().unwrap().replace("platform.accounts.", "")).collect()
    }
}

/// The least body of a buyer.
pub fn buyer(name: &str, account: Option<&str>) -> Value {
    json!({
        "name": name, "account": account.map(|id| json!({"id": id})),
        "address": {"addressLine1": "12 Quay Street", "postCode": "1200-109", "city": "Lisbon", "state": "Lisboa",
                    "country": "PT"}
    })
}

/// `[{"id":…}]`
pub fn references(ids: &[&str]) -> Value {
    ids.iter().map(|id| json!({"id": id})).collect()
}

/// The identifier of an answered object.
#[track_caller]
pub fn id_of(object: &Value) -> String {
    object["id"].as_str().unwrap_or_else(|| panic!("no id: {object}")).to_owned()
}

#[track_caller]
fn token_in(operator: &Client, account: &str, name: &str, modules: &[&str]) -> Token {
    let body = json!({"name": name, "account": {"id": account}, "modules": references(modules)});
    let token = operator.post("/v1/accounts/api-tokens", &body).expect(201);
    Token { id: id_of(&token), client: operator.with(token["token"].as_str().unwrap()) }
}
