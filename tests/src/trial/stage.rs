//! What the writers work on: an account, its groups and a token for each of them.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::{Value, json};

use super::belief::Belief;
use super::facts::{Facts, text, total};
use crate::{Api, Failure};

/// How many write at once.
pub const WRITERS: usize = 8;
/// The module that the writers give to groups and tokens: Billing.
pub const MODULE: &str = "MOD-8352";

/// One writer's place.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Its account.
    pub account: String,
    /// The default group of that account.
    pub administrators: String,
    /// Identifier of a token of that account.
    pub token: String,
    /// Value of that token.
    pub token_value: String,
    /// Whether that token is active.
    pub is_token_active: bool,
    /// What the writer believes of it meanwhile.
    pub belief: Arc<Belief>,
}

/// All places, and how much has been found on them so far.
pub struct Stage {
    /// Value of the Operations token, which everything is done with.
    pub operations: String,
    /// One for each writer.
    pub desks: Vec<Desk>,
    members: usize,
    groups: usize,
}

impl Stage {
    /// Sets the stage through the API.
    ///
    /// # Errors
    /// A failed call.
    pub async fn set(api: &mut Api, operations: &str) -> Result<Self, Failure> {
        let mut desks = Vec::new();
        for number in 0..WRITERS {
            desks.push(desk(api, number).await?);
        }
        Ok(Self { operations: operations.to_owned(), desks, members: 0, groups: 0 })
    }

    /// A stage without a server.
    #[cfg(test)]
    pub fn of(desks: Vec<Desk>) -> Self {
        Self { operations: String::new(), desks, members: 0, groups: 0 }
    }

    /// A caller with the Operations token.
    pub fn caller(&self, address: SocketAddr) -> Api {
        Api::new(address, Some(&self.operations))
    }

    /// How many audit records there are.
    ///
    /// # Errors
    /// A failed call.
    pub async fn records_total(&self, address: SocketAddr) -> Result<usize, Failure> {
        total(&self.caller(address).get("/v1/audit/records?limit=0").await?)
    }

    /// Takes over what was found after a restart.
    pub fn note(&mut self, facts: &Facts) {
        self.members += facts.members.len();
        self.groups += facts.groups.len();
        for (desk, token) in self.desks.iter_mut().zip(&facts.tokens) {
            desk.is_token_active = token.is_active;
            desk.belief.set(Some(token.is_active));
        }
    }

    /// Counts everything that was found after one of the restarts once more, and says what is missing.
    ///
    /// # Errors
    /// A failed call.
    pub async fn count_again(&self, api: &mut Api) -> Result<Vec<String>, Failure> {
        let wanted = [
            ("account-users", "like(user.email,'r*')", self.members),
            ("users", "like(email,'r*')", self.members),
            ("user-groups", "like(name,'r*')", self.groups),
        ];
        let mut missing = Vec::new();
        for (collection, filter, wanted) in wanted {
            let page = api.get(&format!("/v1/accounts/{collection}?limit=0&{filter}")).await?;
            let found = total(&page)?;
            if found != wanted {
                missing.push(format!("{collection}: {wanted} were there once, {found} are there now"));
            }
        }
        Ok(missing)
    }
}

async fn desk(api: &mut Api, number: usize) -> Result<Desk, Failure> {
    let body = json!({"name": format!("Desk {number}"), "type": "Client"});
    let account = text(&api.expect(201, "POST", "/v1/accounts/accounts", Some(&body)).await?, "/id")?;
    let groups = api.get(&format!("/v1/accounts/user-groups?account.id={account}")).await?;
    let body = json!({"account": {"id": account}, "modules": [{"id": MODULE}]});
    let token: Value = api.expect(201, "POST", "/v1/accounts/api-tokens", Some(&body)).await?;
    Ok(Desk {
        account,
        administrators: text(&groups, "/data/0/id")?,
        token: text(&token, "/id")?,
        token_value: text(&token, "/token")?,
        is_token_active: true,
        belief: Arc::new(Belief::known(true)),
    })
}
