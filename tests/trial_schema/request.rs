//! Requests for the operations of the document: mostly good ones.

use std::fmt::Write as _;

use identity_tests::at;
use serde_json::Value;

use crate::dice::Dice;
use crate::values::{broken, value};
use crate::world::World;

/// One operation of the document.
pub struct Operation {
    pub name: String,
    method: String,
    path: String,
    parameters: Vec<Value>,
    body: Option<Value>,
    /// Whether it belongs to the Self-service API. Most of that is closed to an API token, which is what asks here, so
    /// that its refusals are tried and hardly more.
    pub is_at_the_root: bool,
}

/// A request, ready to be sent.
pub struct Request {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Pieces that filters are made of.
const PIECES: [&str; 26] = [
    "eq(",
    "ne(",
    "in(",
    "out(",
    "like(",
    "ilike(",
    "gt(",
    "and(",
    "or(",
    "not(",
    "any(",
    "all(",
    "name",
    "id",
    "status",
    "groups",
    "audit.created.at",
    ",",
    ")",
    "(",
    "'",
    "%22",
    "=",
    "null()",
    "self()",
    "*",
];

/// All operations of the document.
pub fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in at(document, "/paths").as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten().filter(|(_, o)| o.is_object()) {
            let content = at(operation, "/requestBody/content/application~1json/schema");
            all.push(Operation {
                name: at(operation, "/operationId").as_str().unwrap_or_default().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                parameters: at(operation, "/parameters").as_array().cloned().unwrap_or_default(),
                body: content.is_object().then(|| content.clone()),
                is_at_the_root: at(item, "/servers").is_array(),
            });
        }
    }
    all
}

impl Operation {
    /// A request: three of four are as the document asks, the others have something wrong in them.
    pub fn request(&self, dice: &mut Dice, world: &World) -> Request {
        let base = match dice.percent(20) {
            _ if self.is_at_the_root => "",
            true => "/public/v1",
            false => "/v1",
        };
        let (mut path, mut query, mut headers) = (self.path.clone(), Vec::new(), Vec::new());
        if path.contains("{user}")
            && dice.percent(80)
            && let Some((account, user)) = world.pair(dice)
        {
            path = path.replace("{account}", account).replace("{user}", user);
        }
        for parameter in &self.parameters {
            let name = at(parameter, "/name").as_str().unwrap_or_default();
            let place = at(parameter, "/in").as_str().unwrap_or_default();
            match place {
                "path" => {
                    let segment = encoded(&segment(parameter, dice, world));
                    path = path.replace(&format!("{{{name}}}"), &segment);
                }
                _ if !dice.percent(15) => {}
                "query" => query.extend(written(name, &value(at(parameter, "/schema"), dice, world))),
                _ => headers.push((name.to_owned(), header(name, dice))),
            }
        }
        if dice.percent(8) {
            query.push((0..=dice.below(12)).filter_map(|_| dice.pick(&PIECES).copied()).collect());
        }
        let mut target = format!("{base}{path}");
        if !query.is_empty() {
            let _ = write!(target, "?{}", query.join("&"));
        }
        let body = self.sent(dice, world, &mut headers);
        Request { method: self.method.clone(), target, headers, body }
    }

    fn sent(&self, dice: &mut Dice, world: &World, headers: &mut Vec<(String, String)>) -> Vec<u8> {
        let Some(schema) = &self.body else { return Vec::new() };
        let kind = if dice.percent(3) { "text/plain" } else { "application/json" };
        headers.push(("content-type".into(), kind.into()));
        let good = value(schema, dice, world);
        match dice.below(16) {
            0..3 => broken(&good, dice).to_string().into_bytes(),
            3 => match dice.below(4) {
                0 => Vec::new(),
                1 => b"{\"name\":\"a\",\"name\":\"b\"}".to_vec(),
                2 => "[".repeat(40).into_bytes(),
                _ => b"{\"name\":\"\xff\"}".to_vec(),
            },
            _ => good.to_string().into_bytes(),
        }
    }
}

fn segment(parameter: &Value, dice: &mut Dice, world: &World) -> String {
    if dice.percent(5) {
        return "nonsense'%\u{0}é".chars().take(1 + dice.below(12)).collect();
    }
    value(at(parameter, "/schema"), dice, world).as_str().unwrap_or("x").to_owned()
}

fn header(name: &str, dice: &mut Dice) -> String {
    match name {
        "If-Match" | "If-None-Match" => format!("\"{}\"", dice.below(4)),
        "Idempotency-Key" => format!("key-{}", dice.below(1000)),
        "X-Check-Module" => {
            (*dice.pick(&["billing", "access-management:edit", "nothing"]).unwrap_or(&"x")).to_owned()
        }
        _ => "ACC-1111-1111".to_owned(),
    }
}

/// A query parameter; an object is spread over one parameter per member.
fn written(name: &str, value: &Value) -> Vec<String> {
    let plain = |value: &Value| match value {
        Value::String(text) => encoded(text),
        other => encoded(&other.to_string()),
    };
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            if items.is_empty() { Vec::new() } else { vec![format!("{name}={}", items.join(","))] }
        }
        Value::Object(members) => {
            // Few, so that a filter finds something now and then.
            members.iter().take(2).map(|(name, value)| format!("{name}={}", plain(value))).collect()
        }
        other => vec![format!("{name}={}", plain(other))],
    }
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~+*".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
