//! docs/API.md: every request in it is made, in its order, and answered as the page says.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::ids::{ACCESS, BILLING};
use crate::harness::person::{Person, invitation, set_password};
use crate::harness::site::{Site, own_site};
use crate::harness::tenant::{id_of, references};
use crate::harness::{Answer, Client};

/// One fenced request and what has to come back.
struct Example {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    expected: String,
}

impl Example {
    /// Reads the lines between two fences.
    fn read(text: &str) -> Self {
        let (request, expected) = text.trim_end().rsplit_once("\n# ").unwrap_or_else(|| panic!("{text}"));
        let (head, body) = match request.split_once("\n\n") {
            Some((head, body)) => (head, Some(body.to_owned())),
            None => (request, None),
        };
        let mut lines = head.lines();
        let (method, target) = lines.next().unwrap().split_once(' ').unwrap();
        let header = |line: &str| -> (String, String) {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        };
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: lines.map(header).collect(),
            body,
            expected: expected.to_owned(),
        }
    }

    fn run(&self, operator: &Client) -> Answer {
        let shows_credential = |(name, _): &(String, String)| name.eq_ignore_ascii_case("authorization");
        let anonymous = operator.anonymous();
        let client = if self.headers.iter().any(shows_credential) { &anonymous } else { operator };
        let headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        // An address may hold these raw, but not every client library sends them so.
        let target = self.target.replace('|', "%7C").replace('"', "%22");
        // Parts are separated by CRLF, which a page cannot show.
        let has_parts = self.headers.iter().any(|(_, value)| value.starts_with("multipart/"));
        let body =
            self.body.as_ref().map(|body| if has_parts { body.replace('\n', "\r\n") } else { body.clone() });
        client.send(&self.method, &target, &headers, body.as_deref().map(str::as_bytes))
    }

    fn check(&self, answer: &Answer) {
        let (status, rest) = self.expected.split_once(", ").unwrap_or((&self.expected, ""));
        assert_eq!(answer.status.to_string(), status, "{answer:?}");
        if let Some(key) = rest.strip_prefix("errors.") {
            let problem = answer.any_problem();
            assert!(problem["errors"][key].is_array(), "{answer:?}");
        } else if let Some(total) = rest.strip_suffix(" in all") {
            assert_eq!(answer.json()["$meta"]["pagination"]["total"].to_string(), total, "{answer:?}");
        } else {
            assert_eq!(rest, "", "{}: what is expected cannot be read", self.target);
        }
    }
}

fn examples(page: &str) -> Vec<Example> {
    let fenced = page.split("```http\n").skip(1);
    fenced.map(|rest| Example::read(rest.split_once("```").unwrap().0)).collect()
}

fn account(operator: &Client, body: &Value) -> String {
    id_of(&operator.post("/v1/accounts/accounts", body).expect(201))
}

/// Invites somebody, who accepts.
fn join(operator: &Client, account: &str, group: &str, [first, last]: [&str; 2]) -> Person {
    let email = format!("{first}.{last}@example.com");
    let mut body = invitation(&email, group);
    (body["user"]["firstName"], body["user"]["lastName"]) = (json!(first), json!(last));
    let answer = operator.post(&format!("/v1/accounts/accounts/{account}/users"), &body);
    let person = Person::of(&answer.expect(201));
    set_password(operator, &person.user, crate::harness::person::PASSWORD, &person.code).expect(200);
    person
}

/// The value of a token, as the page writes it.
const TOKEN: &str = "idt:TKN-4134-7330:Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7yEe2uCJJ2";

/// The rows that the page speaks of, and the identifiers that they really have.
fn seeded(site: &Site) -> Vec<(&'static str, String)> {
    let operator = &site.operator;
    let new = |name: &str, kind: &str| account(operator, &json!({"name": name, "type": kind}));
    let address = json!({"addressLine1": "12 Quay Street", "postCode": "1200-109", "city": "Lisbon", "state": "Lisboa", "country": "PT"});
    let harbour = account(
        operator,
        &json!({
            "name": "Harbour Lane Foods", "type": "Client", "externalId": "C-1001", "address": address,
            "description": "Groceries", "tokenPolicy": {"retrievable": true},
        }),
    );
    operator.verb(&format!("/v1/accounts/accounts/{harbour}/activate")).expect(200);
    let brightwater = new("Brightwater Resale", "Vendor");
    let neil = account(operator, &json!({"name": "O'Neil & co", "type": "Client", "externalId": "C-1002"}));
    operator.verb(&format!("/v1/accounts/accounts/{neil}/activate")).expect(200);
    new("*Star Traders", "Client");
    let closing = account(operator, &json!({"name": "Closing Down", "type": "Client"}));
    let groups = operator.get(&format!("/v1/accounts/user-groups?account.id={harbour}")).expect(200);
    let default = id_of(&groups["data"][0]);
    let finance = json!({"name": "Finance", "account": {"id": harbour}, "modules": references(&[BILLING])});
    let finance = id_of(&operator.post("/v1/accounts/user-groups", &finance).expect(201));
    let mara = join(operator, &harbour, &default, ["Mara", "Lindqvist"]);
    join(operator, &harbour, &finance, ["Otto", "Otto"]);
    let token =
        json!({"name": "Nightly export", "account": {"id": harbour}, "modules": references(&[ACCESS])});
    let token = operator.post("/v1/accounts/api-tokens", &token).expect(201);
    let buyer = json!({"name": "Harbour Lane Lisbon", "address": address, "account": {"id": harbour}, "sellers": [{"id": "SEL-7320-1145"}]});
    let buyer = id_of(&operator.post("/v1/accounts/buyers", &buyer).expect(201));
    let desk = json!({"name": "Lisbon desk", "account": {"id": harbour}, "buyers": references(&[&buyer])});
    operator.post("/v1/accounts/user-groups", &desk).expect(201);
    vec![
        ("ACC-1671-0642", harbour),
        ("ACC-5520-1187", brightwater),
        ("ACC-7730-1029", closing),
        ("UGR-5116-6565", finance),
        ("USR-6375-2499", mara.user),
        (TOKEN, token["token"].as_str().unwrap().to_owned()),
        ("TKN-4134-7330", id_of(&token)),
    ]
}

#[test]
fn every_request_of_the_page_is_answered_as_it_says() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/API.md");
    let mut page = fs::read_to_string(page).unwrap();
    let site = own_site("api-doc");
    for (written, real) in seeded(&site) {
        page = page.replace(written, &real);
    }
    let examples = examples(&page);
    assert!(examples.len() >= 30, "only {} examples", examples.len());
    let mut wrong = Vec::new();
    for example in &examples {
        let answer = example.run(&site.operator);
        if std::panic::catch_unwind(|| example.check(&answer)).is_err() {
            wrong.push(format!("{} {}: {}", example.method, example.target, example.expected));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
