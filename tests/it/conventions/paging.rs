//! Walking lists by their links, over a real store (platform.md §2.2).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{ACCOUNTS, GROUPS};
use crate::harness::answer::Answer;
use crate::harness::tenant::id_of;
use crate::harness::{Client, Tenant, site};

const USERS: &str = "/v1/accounts/users";

/// Where the answer's `Link` leads to, if rows follow.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.header("link")?;
    let target = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\""));
    Some(target.unwrap_or_else(|| panic!("{answer:?}")).to_owned())
}

/// All rows behind links, each page checked.
fn walk(client: &Client, first: &str) -> Vec<Value> {
    let mut rows: Vec<Value> = Vec::new();
    let mut path = Some(first.to_owned());
    let mut total = None;
    while let Some(page) = path {
        let answer = client.get(&page);
        let list = answer.expect(200);
        let pagination = &list["$meta"]["pagination"];
        assert_eq!(pagination["offset"], rows.len(), "{page}");
        assert_eq!(*total.get_or_insert_with(|| pagination["total"].clone()), pagination["total"], "{page}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let items = list["data"].as_array().unwrap();
        rows.extend(items.iter().cloned());
        path = next(&answer);
        assert!(path.is_none() || items.len() == pagination["limit"], "{page}");
    }
    rows
}

/// A tenant with seven people more.
fn populated(name: &str) -> Tenant {
    let tenant = Tenant::new(name);
    for local in ["a", "b", "c", "d", "e", "f", "g"] {
        let body = json!({"user": {"email": tenant.email(local), "firstName": local, "lastName": "Same"},
                          "groups": [{"id": tenant.group}]});
        tenant.admin.post(&tenant.users(), &body).expect(201);
    }
    tenant
}

#[test]
fn the_operator_walks_all_people_over_both_bases() {
    let tenant = populated("paging_people");
    let mine = format!("like(email,'*{}')", tenant.email("").trim_start_matches('@'));
    for base in ["", "/public"] {
        for order in
            ["lastName", "-lastName,firstName", "-phone.number,-firstName", "-audit.created.at", "id"]
        {
            let list = format!("{base}{USERS}?{mine}&order={order}");
            let whole = tenant.operator.get(&list).expect(200);
            let whole: Vec<_> = whole["data"].as_array().unwrap().iter().map(id_of).collect();
            assert_eq!(whole.len(), 7);
            for limit in [1, 3, 7] {
                let walked = walk(&tenant.operator, &format!("{list}&limit={limit}"));
                assert_eq!(walked.iter().map(id_of).collect::<Vec<_>>(), whole, "{order} by {limit}");
            }
        }
    }
}

/// Other tests add and remove people meanwhile: whoever was there all the time is met exactly once.
#[test]
fn walking_everybody_while_others_come_and_go_meets_each_once() {
    let tenant = populated("paging_everybody");
    let mine = format!("{USERS}?like(email,'*{}')", tenant.email("").trim_start_matches('@'));
    let stayed: Vec<_> =
        tenant.operator.get(&mine).expect(200)["data"].as_array().unwrap().iter().map(id_of).collect();
    let mut seen = Vec::new();
    let mut path = Some(format!("{USERS}?limit=5&select=-*,id"));
    while let Some(page) = path {
        let answer = tenant.operator.get(&page);
        seen.extend(answer.expect(200)["data"].as_array().unwrap().iter().map(id_of));
        path = next(&answer);
    }
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), seen.len(), "nobody twice");
    assert!(stayed.iter().all(|id| seen.contains(id)), "nobody missed");
}

/// A person whom the account has not met yet is ordered by what the account is shown of them (R20).
#[test]
fn r20_the_account_walks_what_it_is_shown() {
    let tenant = populated("paging_guarded");
    tenant.join("mara");
    let users = format!("{}?limit=2", tenant.users());
    for list in [users, format!("{USERS}?limit=2"), "/v1/accounts/account-users?limit=2".to_owned()] {
        for order in ["audit.created.at", "-status", "-user.name"] {
            if order.starts_with("-user") && list.starts_with(USERS) {
                continue;
            }
            let walked = walk(&tenant.admin, &format!("{list}&order={order}"));
            let ids: BTreeSet<_> = walked.iter().map(id_of).collect();
            assert_eq!((walked.len(), ids.len()), (8, 8), "{list} by {order}");
        }
    }
}

#[test]
fn rows_that_go_or_come_neither_repeat_nor_hide_others() {
    let tenant = Tenant::new("paging_moving");
    let ids: Vec<_> = ["b", "d", "f", "h"].map(|name| tenant.group(name, &[])).into();
    let first = tenant.admin.get(&format!("{GROUPS}?isDefault=false&order=name&limit=2"));
    assert_eq!(id_of(&first.expect(200)["data"][1]), ids[1]);
    for gone in [&ids[0], &ids[1]] {
        tenant.admin.delete(&format!("{GROUPS}/{gone}")).expect(204);
    }
    let (before, behind) = (tenant.group("a", &[]), tenant.group("e", &[]));
    let rest = tenant.admin.get(&next(&first).unwrap());
    let second = rest.expect(200);
    let found: Vec<_> = second["data"].as_array().unwrap().iter().map(id_of).collect();
    assert_eq!(found, [behind, ids[2].clone()]);
    assert!(!found.contains(&before));
    let pagination = json!({"offset": 2, "limit": 2, "total": 4});
    assert_eq!(second["$meta"]["pagination"], pagination, "the total is the first page's");
    let last = tenant.admin.get(&next(&rest).unwrap());
    assert_eq!(id_of(&last.expect(200)["data"][0]), ids[3]);
    assert_eq!(next(&last), None);
}

#[test]
fn a_forged_or_borrowed_cursor_is_refused() {
    let tenant = Tenant::new("paging_forged");
    let other = Tenant::new("paging_other");
    tenant.group("x", &[]);
    let first = tenant.admin.get(&format!("{GROUPS}?limit=1"));
    let link = next(&first).unwrap();
    let cursor = link.rsplit_once('=').unwrap().1;
    let flipped: String = cursor.chars().map(|c| if c == 'A' { 'B' } else { 'A' }).collect();
    let mut nearly = cursor.to_owned();
    nearly.replace_range(40..41, if &cursor[40..41] == "A" { "B" } else { "A" });
    for forged in [flipped.as_str(), &nearly, &cursor[..cursor.len() - 4], "x"] {
        let answer = tenant.admin.get(&format!("{GROUPS}?limit=1&cursor={forged}"));
        let problem = answer.refuses(400, "invalid-query", &["cursor"]);
        assert_eq!(problem["errors"]["cursor"], json!(["Cursor is not valid for this query."]));
    }
    for borrower in [&other.admin, &tenant.member, &tenant.operator] {
        borrower.get(&link).refuses(400, "invalid-query", &["cursor"]);
    }
    for query in ["isDefault=false&", "order=name&"] {
        let answer = tenant.admin.get(&format!("{GROUPS}?{query}limit=1&cursor={cursor}"));
        answer.refuses(400, "invalid-query", &["cursor"]);
    }
    tenant.admin.get(&format!("{link}&offset=2")).refuses(400, "invalid-query", &["offset"]);
    tenant.admin.get(&format!("{ACCOUNTS}?cursor={cursor}")).refuses(400, "invalid-query", &["cursor"]);
    tenant.admin.get(&link).expect(200);
}

#[test]
fn totals_follow_every_change() {
    let tenant = Tenant::new("paging_totals");
    let total = |client: &Client, query: &str| {
        client.get(&format!("{GROUPS}?limit=0&{query}")).expect(200)["$meta"]["pagination"]["total"].clone()
    };
    let mut group = String::new();
    for round in 1..4 {
        for _ in 0..2 {
            assert_eq!(total(&tenant.admin, ""), round);
            assert_eq!(total(&tenant.admin, "ne(name,'Administrators')"), round - 1);
            assert_eq!(total(&site().operator, &format!("account.id={}", tenant.id)), round);
        }
        group = tenant.group(&format!("g{round}"), &[]);
    }
    tenant.admin.delete(&format!("{GROUPS}/{group}")).expect(204);
    assert_eq!(total(&tenant.admin, ""), 3);
}

/// The values of the last row travel in the cursor, which may be longer than a query (§2.2).
#[test]
fn long_values_fit_into_a_cursor() {
    let tenant = Tenant::new("paging_long");
    let long = "\u{1f600}".repeat(2000);
    for name in ["a", "b"] {
        tenant.admin.post(GROUPS, &json!({"name": name, "description": long})).expect(201);
    }
    let list = format!("{GROUPS}?ne(description,null())&isDefault=false&order=description&limit=1");
    assert_eq!(walk(&tenant.admin, &list).len(), 2);
}
