//! A server of a walk's own, what its API is asked for, and its mail.

use std::fs;
use std::time::Duration;

use identity_tests::{Api, Home, Process, readable, ready};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{interval, timeout};

const MAIL_WITHIN: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A running server and its operator.
pub struct Site {
    home: Home,
    process: Process,
    operator: Api,
    runtime: Runtime,
}

impl Site {
    pub fn start() -> Self {
        let told = "the server did not start";
        let home = Home::new().map_err(|failure| failure.to_string()).expect(told);
        let process = home.start().map_err(|failure| failure.to_string()).expect(told);
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(ready(process.address())).map_err(|failure| failure.to_string()).expect(told);
        let token = home.operations_token().map_err(|failure| failure.to_string()).unwrap();
        let operator = Api::new(process.address(), Some(&token));
        Self { home, process, operator, runtime }
    }

    /// An address of the server.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.process.address())
    }

    fn make(&mut self, path: &str, body: Value) -> Value {
        let made = self.runtime.block_on(self.operator.expect(201, "POST", path, Some(&body)));
        made.map_err(|failure| failure.to_string()).unwrap()
    }

    /// Invites somebody into a new account; the link in their mail.
    pub fn invite(&mut self, account: &str, email: &str) -> String {
        let body = json!({"name": account, "type": "Client"});
        let account = self.make("/v1/accounts/accounts?select=groups", body);
        let (id, group) = (account["id"].as_str().unwrap(), account["groups"][0]["id"].as_str().unwrap());
        let person = json!({"email": email, "firstName": "Mara", "lastName": "Lindqvist"});
        let seen = self.links("/accept-invite?code=").len();
        let body = json!({"user": person, "groups": [{"id": group}]});
        self.make(&format!("/v1/accounts/accounts/{id}/users"), body);
        self.next_link("/accept-invite?code=", seen)
    }

    /// The link of a mail to come, of which so many came already.
    pub fn next_link(&self, mark: &str, seen: usize) -> String {
        let wait = async {
            let mut tick = interval(LOOK_EVERY);
            loop {
                tick.tick().await;
                if let Some(link) = self.links(mark).into_iter().nth(seen) {
                    return link;
                }
            }
        };
        let found = self.runtime.block_on(async { timeout(MAIL_WITHIN, wait).await });
        found.expect("the mail comes within twenty seconds")
    }

    /// The links in all mails with this in them, oldest first.
    pub fn links(&self, mark: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.home.path("mail")) else { return Vec::new() };
        let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
        files.sort();
        let mails = files.iter().filter_map(|path| readable(&fs::read_to_string(path).unwrap()));
        mails.filter_map(|mail| link_in(&mail, mark)).collect()
    }
}

fn link_in(mail: &str, mark: &str) -> Option<String> {
    mail.split_whitespace().find(|word| word.contains(mark)).map(str::to_owned)
}
