//! Cursors over HTTP: the link to the next page, and everything that makes a cursor worthless (§2.2).

use std::time::Duration;

use actix_web::http::Method;
use serde_json::json;

use super::stage::{Asker, Reply, Stage, request, stage};

const GROUPS: &str = "/v1/accounts/user-groups";
const USERS: &str = "/v1/accounts/users";
const INVALID: &str = "Cursor is not valid for this query.";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Where the `Link` of an answer leads to.
fn next(reply: &Reply) -> String {
    let link = reply.header("link").strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\""));
    link.unwrap_or_else(|| panic!("{reply:?}")).to_owned()
}

fn cursor(reply: &Reply) -> String {
    next(reply).rsplit_once("cursor=").unwrap().1.to_owned()
}

fn refuses(reply: &Reply, key: &str) {
    assert_eq!((reply.status, reply.problem()), (400, "invalid-query"), "{reply:?}");
    assert_eq!(reply.body["errors"], json!({key: [INVALID]}), "{reply:?}");
}

/// Four groups, seen by the operator.
async fn first_page(stage: &Stage) -> Reply {
    stage.get(Asker::Operator, &format!("{GROUPS}?limit=1&ne(name,'x')")).await
}

#[actix_web::test]
async fn links_walk_the_list_under_the_base_and_the_parameters_as_sent() {
    let stage = stage().await;
    for base in ["", "/public"] {
        let whole = stage.get(Asker::Operator, &format!("{base}{GROUPS}?order=-name")).await;
        assert!(whole.headers.get("link").is_none(), "no rows follow");
        let sent = format!("{base}{GROUPS}?select=-*,name&limit=1&offset=0&order=-name&out(name,('a%26b'))");
        let mut reply = stage.get(Asker::Operator, &sent).await;
        let mut found = Vec::new();
        loop {
            let pagination = json!({"offset": found.len(), "limit": 1, "total": 4});
            assert_eq!(reply.body["$meta"]["pagination"], pagination);
            assert_eq!(reply.header("cache-control"), "no-store");
            found.push(reply.body["data"][0]["name"].clone());
            if reply.headers.get("link").is_none() {
                break;
            }
            let next = next(&reply);
            let kept =
                format!("{base}{GROUPS}?select=-*,name&limit=1&order=-name&out(name,('a%26b'))&cursor=");
            assert!(next.starts_with(&kept), "{next}");
            reply = stage.get(Asker::Operator, &next).await;
            assert_eq!(reply.status, 200, "{reply:?}");
        }
        let all: Vec<_> = whole.body["data"].as_array().unwrap().iter().map(|g| g["name"].clone()).collect();
        assert_eq!(found, all);
    }
}

#[actix_web::test]
async fn counting_alone_has_no_link_and_counts_afresh() {
    let stage = stage().await;
    let count = stage.get(Asker::Operator, &format!("{GROUPS}?limit=0")).await;
    assert_eq!(count.body["$meta"]["pagination"]["total"], 4);
    assert_eq!((count.body["data"].clone(), count.headers.get("link")), (json!([]), None));
    let first = stage.get(Asker::Operator, &format!("{GROUPS}?limit=1")).await;
    stage.delete(Asker::Admin, &format!("{GROUPS}/UGR-0000-0011")).await;
    let carried = stage.get(Asker::Operator, &next(&first)).await;
    assert_eq!(carried.body["$meta"]["pagination"], json!({"offset": 1, "limit": 1, "total": 4}));
    let counted = next(&first).replace("limit=1", "limit=0");
    let counted = stage.get(Asker::Operator, &counted).await;
    assert_eq!(counted.body["$meta"]["pagination"], json!({"offset": 1, "limit": 0, "total": 3}));
    assert_eq!(counted.headers.get("link"), None);
}

#[actix_web::test]
async fn head_has_the_link_too() {
    let stage = stage().await;
    let head = stage.send(request(Asker::Operator, Method::HEAD, &format!("{GROUPS}?limit=1"))).await;
    assert!(!cursor(&head).is_empty());
}

/// The same filter and order, however they are spelt and wherever they stand; another limit, other members.
#[actix_web::test]
async fn what_does_not_change_the_list_may_change() {
    let stage = stage().await;
    let cursor = cursor(&first_page(&stage).await);
    for query in [
        format!("limit=1&ne(name,'x')&cursor={cursor}"),
        format!("cursor={cursor}&offset=0&NE(name,%27x%27)&limit=2&select=audit"),
        format!("render()&ne(name,'x')&order=audit.created.at&cursor={cursor}"),
    ] {
        for base in ["", "/public"] {
            let reply = stage.get(Asker::Operator, &format!("{base}{GROUPS}?{query}")).await;
            assert_eq!(reply.body["$meta"]["pagination"]["offset"], 1, "{query}: {reply:?}");
        }
    }
}

#[actix_web::test]
async fn a_cursor_is_bound_to_list_filter_order_and_actor() {
    let stage = stage().await;
    let cursor = cursor(&first_page(&stage).await);
    for query in [
        format!("cursor={cursor}"),
        format!("ne(name,'y')&cursor={cursor}"),
        format!("ne(name,'x')&order=name&cursor={cursor}"),
        format!("ne(name,'x')&order=-audit.created.at&cursor={cursor}"),
        format!("ne(name,'x')&cursor={cursor}A"),
        format!("ne(name,'x')&cursor=A{cursor}"),
        format!("ne(name,'x')&cursor={}", &cursor[1..]),
        "ne(name,'x')&cursor=".to_owned(),
        "ne(name,'x')&cursor=%00".replace("%00", "AAAA"),
        "ne(name,'x')&cursor=%C3%A9".to_owned(),
    ] {
        refuses(&stage.get(Asker::Operator, &format!("{GROUPS}?{query}")).await, "cursor");
    }
    let same = format!("ne(name,'x')&cursor={cursor}");
    refuses(
        &stage.get(Asker::Operator, &format!("{USERS}?ne(firstName,'x')&cursor={cursor}")).await,
        "cursor",
    );
    for other in [Asker::Admin, Asker::Member, Asker::Foreign] {
        refuses(&stage.get(other, &format!("{GROUPS}?{same}")).await, "cursor");
    }
    assert_eq!(stage.get(Asker::Operator, &format!("{GROUPS}?{same}")).await.status, 200);
}

#[actix_web::test]
async fn a_cursor_of_one_account_says_nothing_about_another() {
    let stage = stage().await;
    let members = |account: &str| format!("/v1/accounts/accounts/{account}/users?limit=1");
    let cursor = cursor(&stage.get(Asker::Operator, &members("ACC-0000-0010")).await);
    let foreign = format!("{}&cursor={cursor}", members("ACC-0000-0020"));
    refuses(&stage.get(Asker::Operator, &foreign).await, "cursor");
}

#[actix_web::test]
async fn a_cursor_lasts_a_day_from_its_issue() {
    let stage = stage().await;
    let second = next(&first_page(&stage).await);
    stage.clock.advance(DAY.checked_sub(Duration::from_millis(1)).unwrap());
    let third = next(&stage.get(Asker::Operator, &second).await);
    stage.clock.advance(Duration::from_millis(1));
    refuses(&stage.get(Asker::Operator, &second).await, "cursor");
    assert_eq!(stage.get(Asker::Operator, &third).await.status, 200, "each page issues a cursor of its own");
}

#[actix_web::test]
async fn an_offset_beside_a_cursor_is_refused() {
    let stage = stage().await;
    let second = next(&first_page(&stage).await);
    for offset in ["1", "99999999999999999999"] {
        refuses(&stage.get(Asker::Operator, &format!("{second}&offset={offset}")).await, "offset");
    }
    let twice = stage.get(Asker::Operator, &format!("{second}&cursor=x")).await;
    assert_eq!(twice.body["errors"], json!({"cursor": ["Given more than once."]}));
    assert_eq!(stage.get(Asker::Operator, &format!("{second}&offset=0")).await.status, 200);
}

/// A cursor carries a total, and whoever lost rights must not learn it (R3).
#[actix_web::test]
async fn r3_a_cursor_dies_with_the_rank_it_was_given_to() {
    let stage = stage().await;
    let second = next(&stage.get(Asker::Admin, &format!("{GROUPS}?limit=1")).await);
    assert_eq!(stage.get(Asker::Admin, &second).await.status, 200);
    let fewer = json!({"modules": [{"id": "MOD-8352"}]});
    let token = stage.put(Asker::Operator, "/v1/accounts/api-tokens/TKN-0000-0002", &fewer).await;
    assert_eq!(token.status, 200, "{token:?}");
    refuses(&stage.get(Asker::Admin, &second).await, "cursor");
}

#[actix_web::test]
async fn lists_of_a_person_are_paged_alike() {
    let stage = stage().await;
    let own = "/v1/accounts/users/USR-0000-0001/accounts?limit=1";
    let only = stage.get(Asker::Operator, own).await;
    assert_eq!(only.headers.get("link"), None);
    let body = json!({"user": {"email": "user1@example.com", "firstName": "A", "lastName": "B"},
                      "groups": [{"id": "UGR-0000-0020"}], "account": {"id": "ACC-0000-0020"}});
    let invited = stage.post(Asker::Operator, "/v1/accounts/account-users", &body).await;
    assert_eq!(invited.status, 201, "{invited:?}");
    let first = stage.get(Asker::Operator, own).await;
    assert_eq!(first.body["data"][0]["id"], "ACC-0000-0010");
    let second = stage.get(Asker::Operator, &next(&first)).await;
    assert_eq!(second.body["data"][0]["id"], "ACC-0000-0020");
    assert_eq!(second.body["$meta"]["pagination"], json!({"offset": 1, "limit": 1, "total": 2}));
    assert_eq!(second.headers.get("link"), None);
}
