//! Eight clients that write without a pause.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::ledger::{Change, Entry, Outcome};
use super::stage::{Desk, MODULE, Stage};
use crate::{Api, Failure, Reply, at};

/// Kinds of work that take turns.
const TURNS: usize = 6;
/// Who is told to come again waits that long, less than is advised: the first success is to be noticed.
const PATIENCE: Duration = Duration::from_millis(20);

/// Running writers.
pub struct Writers {
    running: JoinSet<Vec<Entry>>,
    stop: Arc<AtomicBool>,
}

impl Writers {
    /// Starts a writer at every desk. A writer ends when it is stopped, or when nothing answers it.
    pub fn start(address: SocketAddr, stage: &Stage, prefix: &str) -> Self {
        let mut running = JoinSet::new();
        let stop = Arc::new(AtomicBool::new(false));
        for (number, desk) in stage.desks.iter().enumerate() {
            let prefix = format!("{prefix}w{number}-");
            let api = stage.caller(address);
            let writer = Writer {
                number,
                prefix,
                api,
                desk: desk.clone(),
                is_sure: true,
                is_certain: true,
                group: desk.administrators.clone(),
                last_email: None,
            };
            running.spawn(writer.run(Arc::clone(&stop)));
        }
        Self { running, stop }
    }

    /// Lets them write for that long.
    ///
    /// # Errors
    /// When one of them was not answered.
    pub async fn write_for(&mut self, load: Duration) -> Result<(), Failure> {
        match timeout(load, self.running.join_next()).await {
            Ok(Some(early)) => Err(Failure::new(format!("a writer was not answered: {:?}", early?.pop()))),
            _ => Ok(()),
        }
    }

    /// Stops them and collects what they know.
    ///
    /// # Errors
    /// When one of them panicked.
    pub async fn stop(mut self) -> Result<Vec<Entry>, Failure> {
        self.stop.store(true, Ordering::SeqCst);
        let mut entries = Vec::new();
        while let Some(ended) = self.running.join_next().await {
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
    /// Whether the desk's token was last seen as the desk says.
    is_sure: bool,
    /// Whether nothing that was not answered can still turn it around.
    is_certain: bool,
    group: String,
    last_email: Option<String>,
}

impl Writer {
    async fn run(mut self, stop: Arc<AtomicBool>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for step in 0_usize.. {
            if stop.load(Ordering::SeqCst) {
                break;
            }
            if !self.is_sure {
                self.look().await;
            }
            let change = self.next(step);
            let asked_at = Instant::now();
            let answer = self.ask(&change).await;
            let outcome = Outcome::of(&answer);
            self.learn(&change, outcome, answer.ok());
            entries.push(Entry { writer: self.number, change, outcome, asked_at, took: asked_at.elapsed() });
            match outcome {
                Outcome::Unanswered => break,
                Outcome::Refused(503) => sleep(PATIENCE).await,
                _ => {}
            }
        }
        entries
    }

    fn next(&mut self, step: usize) -> Change {
        match (step % TURNS, self.last_email.take()) {
            (0, _) => Change::Group { name: format!("{}g{step}", self.prefix) },
            (3, _) if self.is_sure => Change::Token { active: !self.desk.is_token_active },
            // Whoever is a member already cannot be invited again (R14).
            (5, Some(email)) => Change::Invite { email, group: self.group.clone() },
            _ => Change::Invite {
                email: format!("{}{step}@trial.example", self.prefix),
                group: self.group.clone(),
            },
        }
    }

    /// Takes over what the answer says.
    fn learn(&mut self, change: &Change, outcome: Outcome, reply: Option<Reply>) {
        match change {
            Change::Group { .. } if outcome == Outcome::Acked => {
                let id = reply.and_then(|reply| at(&reply.body, "/id").as_str().map(str::to_owned));
                self.group = id.unwrap_or_else(|| self.desk.administrators.clone());
            }
            Change::Group { .. } => {}
            Change::Invite { email, .. } => self.last_email = Some(email.clone()),
            Change::Token { active } => {
                if outcome == Outcome::Acked {
                    self.desk.is_token_active = *active;
                    self.is_certain = true;
                }
                if outcome.is_open() {
                    (self.is_sure, self.is_certain) = (false, false);
                }
                self.desk.belief.set(self.is_certain.then_some(self.desk.is_token_active));
            }
        }
    }

    /// Looks how an unanswered change of the token ended. What is seen is good enough to go on, but not certain: a
    /// commit that the database has not finished yet may still turn it around.
    async fn look(&mut self) {
        let path = format!("/v1/accounts/api-tokens/{}", self.desk.token);
        let reply = self.api.call("GET", &path, None).await;
        if let Some(status) = reply.ok().filter(|reply| reply.status == 200) {
            self.desk.is_token_active = at(&status.body, "/status").as_str() == Some("Active");
            self.is_sure = true;
        }
    }

    async fn ask(&mut self, change: &Change) -> io::Result<Reply> {
        let (path, body) = match change {
            Change::Invite { email, group } => {
                let user = json!({"email": email, "firstName": "Kit", "lastName": "Trial"});
                let path = format!("/v1/accounts/accounts/{}/users", self.desk.account);
                (path, Some(json!({"user": user, "groups": [{"id": group}]})))
            }
            Change::Group { name } => {
                let account = json!({"id": self.desk.account});
                let body: Value = json!({"name": name, "account": account, "modules": [{"id": MODULE}]});
                ("/v1/accounts/user-groups".to_owned(), Some(body))
            }
            Change::Token { active } => {
                let verb = if *active { "enable" } else { "disable" };
                self.desk.belief.set(None);
                (format!("/v1/accounts/api-tokens/{}/{verb}", self.desk.token), None)
            }
        };
        self.api.call("POST", &path, body.as_ref()).await
    }
}
