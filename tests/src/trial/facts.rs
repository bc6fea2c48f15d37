//! What the API shows after a restart.

use std::collections::HashMap;
use std::net::SocketAddr;

use serde_json::Value;

use super::stage::Stage;
use crate::{Api, Failure};

const PAGE_ROWS: usize = 100;

/// A membership.
pub struct Member {
    /// Its identifier.
    pub id: String,
    /// Its account.
    pub account: String,
    /// Its status.
    pub status: String,
    /// Its groups.
    pub groups: Vec<String>,
}

/// A group.
pub struct FoundGroup {
    /// Its identifier.
    pub id: String,
    /// Its account.
    pub account: String,
    /// Its modules.
    pub modules: Vec<String>,
}

/// A writer's token.
pub struct FoundToken {
    /// Whether the API shows it as active.
    pub is_active: bool,
    /// Whether it authenticates.
    pub is_accepted: bool,
    /// What happened to it last since the round began, by the audit records.
    pub last_event: Option<String>,
}

/// All that one round may have changed.
pub struct Facts {
    /// Memberships by e-mail.
    pub members: HashMap<String, Member>,
    /// Statuses of people by e-mail.
    pub people: HashMap<String, String>,
    /// Groups by name.
    pub groups: HashMap<String, FoundGroup>,
    /// Tokens by writer.
    pub tokens: Vec<FoundToken>,
    /// How often which event happened to which object since the round began, as `event object`.
    pub records: HashMap<String, usize>,
    /// How many audit records there are in all.
    pub records_total: usize,
    /// What is there twice.
    pub doubles: Vec<String>,
}

impl Facts {
    /// Reads what has this prefix, and the audit records beyond those that were known before.
    ///
    /// # Errors
    /// A failed call, and rows without what rows have.
    pub async fn read(
        address: SocketAddr,
        stage: &Stage,
        prefix: &str,
        records_before: usize,
    ) -> Result<Self, Failure> {
        let mut api = stage.caller(address);
        let mut doubles = Vec::new();
        let query = format!("/v1/accounts/account-users?like(user.email,'{prefix}*')");
        let rows = list(&mut api, &query, usize::MAX).await?;
        let members = index(&rows, "/user/email", member, &mut doubles)?;
        let query = format!("/v1/accounts/users?like(email,'{prefix}*')");
        let rows = list(&mut api, &query, usize::MAX).await?;
        let people = index(&rows, "/email", |row| text(row, "/status"), &mut doubles)?;
        let query = format!("/v1/accounts/user-groups?like(name,'{prefix}*')");
        let rows = list(&mut api, &query, usize::MAX).await?;
        let groups = index(&rows, "/name", group, &mut doubles)?;
        let records_total = stage.records_total(address).await?;
        let query = "/v1/audit/records?order=-timestamp";
        let mut records = HashMap::new();
        let mut last_events = HashMap::new();
        for row in list(&mut api, query, records_total.saturating_sub(records_before)).await? {
            let (event, object) = (text(&row, "/event")?, text(&row, "/object/id")?);
            *records.entry(format!("{event} {object}")).or_default() += 1;
            // The newest comes first.
            last_events.entry(object).or_insert(event);
        }
        let tokens = tokens(&mut api, address, stage, &last_events).await?;
        Ok(Self { members, people, groups, tokens, records, records_total, doubles })
    }
}

async fn tokens(
    api: &mut Api,
    address: SocketAddr,
    stage: &Stage,
    last_events: &HashMap<String, String>,
) -> Result<Vec<FoundToken>, Failure> {
    let mut tokens = Vec::new();
    for desk in &stage.desks {
        let token = api.get(&format!("/v1/accounts/api-tokens/{}", desk.token)).await?;
        let check = Api::new(address, Some(&desk.token_value)).call("POST", "/v1/auth/check", None).await?;
        let is_active = text(&token, "/status")? == "Active";
        let last_event = last_events.get(&desk.token).cloned();
        tokens.push(FoundToken { is_active, is_accepted: check.status == 200, last_event });
    }
    Ok(tokens)
}

/// Reads the first `at_most` rows of a list, page by page.
async fn list(api: &mut Api, query: &str, at_most: usize) -> Result<Vec<Value>, Failure> {
    let mut rows = Vec::new();
    let separator = if query.contains('?') { '&' } else { '?' };
    while rows.len() < at_most {
        let limit = PAGE_ROWS.min(at_most - rows.len());
        let page = api.get(&format!("{query}{separator}limit={limit}&offset={}", rows.len())).await?;
        let data = page.get("data").and_then(Value::as_array).cloned().unwrap_or_default();
        let is_last = data.len() < limit;
        rows.extend(data);
        if is_last {
            break;
        }
    }
    Ok(rows)
}

fn index<T>(
    rows: &[Value],
    key: &str,
    read: impl Fn(&Value) -> Result<T, Failure>,
    doubles: &mut Vec<String>,
) -> Result<HashMap<String, T>, Failure> {
    let mut found = HashMap::new();
    for row in rows {
        let key = text(row, key)?;
        if found.insert(key.clone(), read(row)?).is_some() {
            doubles.push(format!("{key} is there twice"));
        }
    }
    Ok(found)
}

fn member(row: &Value) -> Result<Member, Failure> {
    Ok(Member {
        id: text(row, "/id")?,
        account: text(row, "/account/id")?,
        status: text(row, "/status")?,
        groups: ids(row, "groups"),
    })
}

fn group(row: &Value) -> Result<FoundGroup, Failure> {
    Ok(FoundGroup { id: text(row, "/id")?, account: text(row, "/account/id")?, modules: ids(row, "modules") })
}

fn ids(row: &Value, member: &str) -> Vec<String> {
    let elements = row.get(member).and_then(Value::as_array).into_iter().flatten();
    elements.filter_map(|element| element.get("id")?.as_str().map(str::to_owned)).collect()
}

/// The text at a JSON pointer.
pub fn text(row: &Value, pointer: &str) -> Result<String, Failure> {
    let found = row.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    found.ok_or_else(|| Failure::new(format!("{pointer} is missing in {row}")))
}

/// The total of a list.
pub fn total(page: &Value) -> Result<usize, Failure> {
    let total = page.pointer("/$meta/pagination/total").and_then(Value::as_u64);
    total.and_then(|total| total.try_into().ok()).ok_or_else(|| Failure::new("a list has no total"))
}
