//! Two accounts that must not know of each other, and what would give one away to the other.

use serde_json::{Value, json};

use crate::harness::ids::{ACCESS, BILLING, CATALOGUE, unknown};
use crate::harness::tenant::{buyer, id_of, references};
use crate::harness::{Client, Tenant};

/// What an identifier names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Account,
    User,
    Membership,
    Group,
    Module,
    Token,
    Buyer,
    Audit,
}

/// One object of each kind.
#[derive(Debug, Clone)]
pub struct Ids {
    pub account: String,
    pub user: String,
    pub membership: String,
    pub group: String,
    pub module: String,
    pub token: String,
    pub buyer: String,
    pub audit: String,
}

impl Ids {
    /// Identifiers that nothing has.
    fn unknown() -> Self {
        let of = |prefix| unknown(prefix).to_owned();
        Self {
            account: of("ACC"),
            user: of("USR"),
            membership: of("AUSR"),
            group: of("UGR"),
            module: of("MOD"),
            token: of("TKN"),
            buyer: of("BUY"),
            audit: of("AUD"),
        }
    }

    /// Objects of an account that stay as they are.
    fn of(tenant: &Tenant, word: &str, module: &str) -> Self {
        let group = tenant.group(&format!("{word} group"), &[BILLING]);
        let person = tenant.join_to(&group, word);
        let token = tenant.token(&format!("{word} token"), &[ACCESS, BILLING]);
        let body = json!({"name": word, "modules": references(&[BILLING]), "holder": {"id": person.user}});
        token.client.post("/v1/accounts/api-tokens", &body).expect(201);
        let mut body = buyer(&format!("{word} buyer"), Some(&tenant.id));
        body["contact"] = json!({"user": {"id": person.user}});
        let buyer = id_of(&tenant.operator.post("/v1/accounts/buyers", &body).expect(201));
        let audit = tenant.admin.get(&format!("/v1/audit/records?object.id={}", tenant.id)).expect(200);
        Self {
            account: tenant.id.clone(),
            user: person.user,
            membership: person.membership,
            group,
            module: module.to_owned(),
            token: token.id,
            buyer,
            audit: id_of(&audit["data"][0]),
        }
    }

    pub fn get(&self, kind: Kind) -> &str {
        match kind {
            Kind::Account => &self.account,
            Kind::User => &self.user,
            Kind::Membership => &self.membership,
            Kind::Group => &self.group,
            Kind::Module => &self.module,
            Kind::Token => &self.token,
            Kind::Buyer => &self.buyer,
            Kind::Audit => &self.audit,
        }
    }

    /// The same objects, those kinds of them taken from elsewhere.
    pub fn with(&self, kinds: &[Kind], other: &Self) -> Self {
        let pick = |kind| if kinds.contains(&kind) { other.get(kind) } else { self.get(kind) }.to_owned();
        Self {
            account: pick(Kind::Account),
            user: pick(Kind::User),
            membership: pick(Kind::Membership),
            group: pick(Kind::Group),
            module: pick(Kind::Module),
            token: pick(Kind::Token),
            buyer: pick(Kind::Buyer),
            audit: pick(Kind::Audit),
        }
    }
}

/// The two accounts and their objects.
pub struct World {
    pub home: Tenant,
    pub away: Tenant,
    /// Objects of the account that asks.
    pub own: Ids,
    /// Objects of the other one.
    pub foreign: Ids,
    /// Nothing.
    pub random: Ids,
    /// Objects that the asking account had.
    pub deleted: Ids,
}

impl World {
    /// Two accounts that are named after the test, which has to be unique in this binary.
    pub fn new(test: &str) -> Self {
        let named = |what: &str| Tenant::new(&format!("{what} {test}"));
        let (home, away) = (named("Wombat"), named("Zanzibar"));
        let (own, foreign) = (Ids::of(&home, "Wombat", BILLING), Ids::of(&away, "Zanzibar", CATALOGUE));
        let random = Ids::unknown();
        let deleted = deleted(&home, &random);
        Self { home, away, own, foreign, random, deleted }
    }

    /// Texts that no answer to the other account may contain.
    pub fn canaries(&self) -> Vec<&str> {
        let ids = [&self.foreign.account, &self.foreign.user, &self.foreign.membership, &self.foreign.group];
        let ids = ids.into_iter().chain([
            &self.foreign.buyer,
            &self.foreign.token,
            &self.foreign.audit,
            &self.away.admin_token,
        ]);
        ids.map(String::as_str).chain(["Zanzibar", self.away.admin.credential()]).collect()
    }

    /// Everything of the other account, as the operator sees it.
    pub fn away_snapshot(&self) -> Vec<Value> {
        let id = &self.away.id;
        let paths = [
            self.away.path(),
            self.away.users(),
            format!("/v1/accounts/user-groups?account.id={id}"),
            format!("/v1/accounts/buyers?account.id={id}"),
            format!(
                "/v1/accounts/api-tokens?account.id={id}&select=-*,id,name,status,revision,modules,holder"
            ),
            format!("/v1/accounts/users/{}", self.foreign.user),
            format!("/v1/audit/records?actor.account.id={id}"),
        ];
        paths.iter().map(|path| without_meta(self.home.operator.get(path).expect(200))).collect()
    }

    /// Whoever has no credential, and whoever has a wrong one.
    pub fn strangers(&self) -> [Client; 2] {
        [self.home.admin.anonymous(), self.home.admin.with("idt:TKN-9191-9191:nonsense")]
    }
}

/// Drops what tells of members left out: a last use that comes in between is no change.
fn without_meta(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.remove("$meta");
            members.values_mut().for_each(|value| *value = without_meta(value.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| *value = without_meta(value.take())),
        _ => {}
    }
    value
}

fn deleted(home: &Tenant, random: &Ids) -> Ids {
    let (operator, person) = (&home.operator, home.join_to(&home.group, "deleted"));
    let user = format!("/v1/accounts/users/{}", person.user);
    operator.verb(&format!("{user}/block")).expect(200);
    operator.delete(&user).expect(204);
    let group = home.group("Deleted", &[]);
    operator.delete(&format!("/v1/accounts/user-groups/{group}")).expect(204);
    let token = home.token("Deleted", &[BILLING]).id;
    operator.delete(&format!("/v1/accounts/api-tokens/{token}")).expect(204);
    let buyer = home.buyer("Deleted");
    operator.delete(&format!("/v1/accounts/buyers/{buyer}")).expect(204);
    Ids { user: person.user, membership: person.membership, group, token, buyer, ..random.clone() }
}
