//! Eight clients that write without a pause until the server is gone.

use std::net::SocketAddr;
use std::time::Duration;

use identity_tests::{Api, Failure, Process};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::ledger::{Change, Entry, Outcome};
use crate::stage::{Desk, MODULE, Stage};

/// Kinds of work that take turns.
const TURNS: usize = 6;

/// Running writers.
pub struct Writers(JoinSet<Vec<Entry>>);

/// Starts a writer at every desk.
pub fn start(address: SocketAddr, stage: &Stage, round: usize) -> Writers {
    let mut writers = JoinSet::new();
    for (number, desk) in stage.desks.iter().enumerate() {
        let prefix = format!("r{round}-w{number}-");
        let writer = Writer { number, prefix, api: stage.caller(address), desk: desk.clone() };
        writers.spawn(writer.run());
    }
    Writers(writers)
}

impl Writers {
    /// Lets them write for that long, kills the server, and collects what they know.
    pub async fn kill_after(mut self, load: Duration, server: &mut Process) -> Result<Vec<Entry>, Failure> {
        if let Ok(Some(early)) = timeout(load, self.0.join_next()).await {
            let last = early?.pop();
            return Err(Failure::new(format!("a writer got no answer before the kill: {last:?}")));
        }
        server.kill()?;
        let mut entries = Vec::new();
        while let Some(ended) = self.0.join_next().await {
            entries.extend(ended?);
        }
        Ok(entries)
    }
}

struct Writer {
    number: usize,
    prefix: String,
    api: Api,
    desk: Desk,
}

impl Writer {
    /// Writes until something is not answered.
    async fn run(mut self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut group = self.desk.administrators.clone();
        let mut last_email = None;
        for step in 0_usize.. {
            let change = match (step % TURNS, last_email.take()) {
                (0, _) => Change::Group { name: format!("{}g{step}", self.prefix) },
                (3, _) => Change::Token { active: !self.desk.is_token_active },
                // Whoever is a member already cannot be invited again (R14).
                (5, Some(email)) => Change::Invite { email, group: group.clone() },
                _ => Change::Invite {
                    email: format!("{}{step}@trial.example", self.prefix),
                    group: group.clone(),
                },
            };
            let (outcome, id) = self.ask(&change).await;
            match &change {
                Change::Group { .. } => group = id.unwrap_or(group),
                Change::Token { active } if outcome == Outcome::Acked => self.desk.is_token_active = *active,
                Change::Token { .. } => {}
                Change::Invite { email, .. } => last_email = Some(email.clone()),
            }
            entries.push(Entry { writer: self.number, change, outcome });
            if outcome == Outcome::Unknown {
                break;
            }
        }
        entries
    }

    async fn ask(&mut self, change: &Change) -> (Outcome, Option<String>) {
        let (path, body) = match change {
            Change::Invite { email, group } => {
                let user = json!({"email": email, "firstName": "Kit", "lastName": "Trial"});
                let path = format!("/v1/accounts/accounts/{}/users", self.desk.account);
                (path, Some(json!({"user": user, "groups": [{"id": group}]})))
            }
            Change::Group { name } => {
                let account = json!({"id": self.desk.account});
                let body = json!({"name": name, "account": account, "modules": [{"id": MODULE}]});
                ("/v1/accounts/user-groups".to_owned(), Some(body))
            }
            Change::Token { active } => {
                let verb = if *active { "enable" } else { "disable" };
                (format!("/v1/accounts/api-tokens/{}/{verb}", self.desk.token), None)
            }
        };
        let answer = self.api.call("POST", &path, body.as_ref()).await;
        let id =
            |reply: identity_tests::Reply| reply.body.get("id").and_then(Value::as_str).map(str::to_owned);
        (Outcome::of(&answer), answer.ok().and_then(id))
    }
}
