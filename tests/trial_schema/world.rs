//! Rows to ask about, and their identifiers.

use std::collections::BTreeMap;

use identity_tests::{Api, Failure, at};
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::exchange::Answer;

/// Identifiers of each kind are kept up to this many, the newest ones.
const KEPT: usize = 40;

/// Identifiers that exist, by prefix. Those of the Operations account are not among them: who asks lives on.
pub struct World {
    ids: BTreeMap<String, Vec<String>>,
    own: Vec<String>,
    /// Accounts and people who are members there.
    pairs: Vec<(String, String)>,
}

impl World {
    /// Makes accounts, groups, members and tokens.
    pub async fn seed(api: &mut Api) -> Result<Self, Failure> {
        let mut world = Self { ids: BTreeMap::new(), own: Vec::new(), pairs: Vec::new() };
        for path in ["accounts", "users", "account-users", "user-groups", "api-tokens"] {
            let list = api.get(&format!("/v1/accounts/{path}")).await?;
            world.own.extend(ids_of(&list));
        }
        for n in 0..4 {
            let kind = if n % 2 == 0 { "Client" } else { "Vendor" };
            let body = json!({"name": format!("Trial {n}"), "type": kind});
            let account = api.expect(201, "POST", "/v1/accounts/accounts?select=groups", Some(&body)).await?;
            let (id, group) = (at(&account, "/id"), at(&account, "/groups/0/id"));
            let users = format!("/v1/accounts/accounts/{}/users", id.as_str().unwrap_or_default());
            for m in 0..3 {
                let user = json!({"email": format!("p{n}-{m}@example.com"), "firstName": "Mara", "lastName": "Lind"});
                let body = json!({"user": user, "groups": [{"id": group}]});
                api.expect(201, "POST", &users, Some(&body)).await?;
                let body = json!({"name": "Trial", "account": {"id": id}, "modules": [{"id": "MOD-8352"}]});
                api.expect(201, "POST", "/v1/accounts/user-groups", Some(&body)).await?;
                api.expect(201, "POST", "/v1/accounts/api-tokens", Some(&body)).await?;
            }
        }
        for path in [
            "accounts/accounts",
            "accounts/users",
            "accounts/account-users",
            "accounts/user-groups",
            "accounts/api-tokens",
            "accounts/modules",
            "audit/records",
        ] {
            let list = api.get(&format!("/v1/{path}")).await?;
            for id in ids_of(&list) {
                world.add(id);
            }
        }
        let members = api.get("/v1/accounts/account-users").await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let pairs = at(&members, "/data").as_array().into_iter().flatten();
        world.pairs = pairs
            .map(|member| (text(at(member, "/account/id")), text(at(member, "/user/id"))))
            .filter(|(account, _)| !world.own.contains(account))
            .collect();
        Ok(world)
    }

    fn add(&mut self, id: String) {
        if self.own.contains(&id) {
            return;
        }
        let Some((prefix, _)) = id.split_once('-') else { return };
        let ids = self.ids.entry(prefix.to_owned()).or_default();
        if !ids.contains(&id) {
            if ids.len() == KEPT {
                ids.remove(0);
            }
            ids.push(id);
        }
    }

    /// Notes what an answer made.
    pub fn learn(&mut self, answer: &Answer) {
        if answer.status == 201
            && let Ok(body) = serde_json::from_str::<Value>(&answer.body)
            && let Some(id) = at(&body, "/id").as_str()
        {
            self.add(id.to_owned());
        }
    }

    /// An identifier that a pattern allows: mostly one that exists.
    pub fn id(&self, dice: &mut Dice, pattern: &str) -> String {
        let kinds: Vec<&str> =
            self.ids.keys().map(String::as_str).filter(|p| pattern.contains(&format!("{p}-["))).collect();
        let known = dice.pick(&kinds).and_then(|kind| dice.pick(self.ids.get(*kind)?));
        match known {
            Some(id) if dice.percent(85) => id.clone(),
            _ => {
                let prefix = pattern.trim_start_matches(['^', '(']).split('-').next().unwrap_or_default();
                format!("{prefix}-{:04}-{:04}", dice.below(10_000), dice.below(10_000))
            }
        }
    }

    /// An account and somebody who was a member of it when all began.
    pub fn pair(&self, dice: &mut Dice) -> Option<&(String, String)> {
        dice.pick(&self.pairs)
    }

    /// All of them as JSON, for those who make requests elsewhere.
    pub fn to_json(&self) -> Value {
        json!({"ids": self.ids, "own": self.own, "pairs": self.pairs})
    }
}

fn ids_of(list: &Value) -> Vec<String> {
    let rows = at(list, "/data").as_array().into_iter().flatten();
    rows.filter_map(|row| at(row, "/id").as_str()).map(str::to_owned).collect()
}
