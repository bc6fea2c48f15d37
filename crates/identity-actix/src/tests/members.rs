//! Memberships, in both families and under the alias.

use serde_json::{Value, json};

use super::stage::{Asker, stage};

const A: &str = "/v1/accounts/accounts/ACC-0000-0010/users";
const ALIAS: &str = "/v1/accounts/ACC-0000-0010/users";
const B: &str = "/v1/accounts/account-users";

fn invitation(n: u32, group: &str) -> Value {
    json!({
        "user": {"email": format!("new{n}@example.com"), "firstName": "Tom", "lastName": "Abara", "phone": {"number": "1"}},
        "groups": [{"id": group, "name": "ignored"}]
    })
}

#[actix_web::test]
async fn both_families_show_the_same_membership() {
    let stage = stage().await;
    let a = stage.get(Asker::Operator, &format!("{A}/USR-0000-0001")).await;
    assert_eq!(a.body["id"], "USR-0000-0001");
    assert_eq!(a.body["href"], format!("{A}/USR-0000-0001"));
    assert_eq!(
        a.body["accountUser"],
        json!({"id": "AUSR-0000-0000-0001", "href": format!("{B}/AUSR-0000-0000-0001")})
    );
    assert_eq!((&a.body["email"], &a.body["name"]), (&json!("user1@example.com"), &json!("First 1 Last 1")));
    assert_eq!(a.body["user"]["email"], "user1@example.com");
    assert_eq!(a.body["account"]["id"], "ACC-0000-0010");
    assert_eq!(
        a.body["groups"][0],
        json!({
            "id": "UGR-0000-0010", "href": "/v1/accounts/user-groups/UGR-0000-0010", "name": "Group 10", "isDefault": true
        })
    );
    assert_eq!(a.body["invitation"], json!({"status": "Active"}));
    assert_eq!(a.body["$meta"]["omitted"], json!(["modules", "buyers", "audit"]));
    let alias = stage.get(Asker::Operator, &format!("{ALIAS}/USR-0000-0001")).await;
    assert_eq!(alias.body, a.body);
    let b = stage.get(Asker::Operator, &format!("{B}/AUSR-0000-0000-0001?select=modules,audit")).await;
    assert_eq!(b.body["id"], "AUSR-0000-0000-0001");
    assert_eq!((b.body.get("accountUser"), b.body.get("email")), (None, None));
    assert_eq!(b.body["modules"].as_array().unwrap().len(), 2);
    assert!(b.body["audit"]["joined"]["at"].is_string());
    stage.put(Asker::Operator, "/v1/accounts/user-groups/UGR-0000-0010", &json!({"buyers": []})).await;
    let limited = stage.get(Asker::Operator, &format!("{B}/AUSR-0000-0000-0001?select=buyers")).await;
    assert_eq!(limited.body["buyers"], json!([]), "R35");
}

#[actix_web::test]
async fn people_are_invited_in_every_family() {
    let stage = stage().await;
    for (n, base) in [A, ALIAS].into_iter().enumerate() {
        let made =
            stage.post(Asker::Admin, base, &invitation(u32::try_from(n).unwrap(), "UGR-0000-0011")).await;
        assert_eq!(made.status, 201, "{made:?}");
        let id = made.body["id"].as_str().unwrap();
        assert!(id.starts_with("USR-"));
        assert_eq!(made.header("location"), format!("{base}/{id}"));
        assert_eq!(made.header("cache-control"), "private, no-cache");
        assert_eq!(made.body["invitation"]["status"], "Invited");
        assert_eq!(made.body["invitation"].get("code"), None, "the code is for O+ alone");
    }
    let mut body = invitation(7, "UGR-0000-0011");
    let nowhere = stage.post(Asker::Operator, B, &body).await;
    assert!(nowhere.body["errors"]["account.id"].is_array());
    body["account"] = json!({"id": "ACC-0000-0010"});
    let made = stage.post(Asker::Operator, B, &body).await;
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"));
    assert!(made.body["id"].as_str().unwrap().starts_with("AUSR-"));
    assert_eq!(made.body["invitation"]["code"].as_str().unwrap().len(), 43);
    assert!(made.body["invitation"]["url"].as_str().unwrap().contains("/accept-invite?code="));
    let read = stage.get(Asker::Operator, made.header("location")).await;
    assert_eq!(read.body["invitation"].get("code"), None);
    let twice = stage.post(Asker::Admin, A, &body).await;
    assert_eq!((twice.status, twice.problem()), (409, "conflict"));
}

#[actix_web::test]
async fn a_wrong_invitation_is_refused_at_its_member() {
    let stage = stage().await;
    let key = |body: Value| {
        let stage = &stage;
        async move {
            let reply = stage.post(Asker::Admin, A, &body).await;
            assert_eq!(reply.problem(), "validation-failed", "{body}");
            reply.body["errors"].as_object().unwrap().keys().next().unwrap().clone()
        }
    };
    assert_eq!(key(invitation(1, "UGR-0000-0020")).await, "groups[0].id");
    assert_eq!(key(json!({"user": 7, "groups": []})).await, "user");
    assert_eq!(key(json!({"user": {}})).await, "groups");
    let mut body = invitation(1, "UGR-0000-0011");
    body["account"] = json!({"id": "ACC-0000-0020"});
    assert_eq!(key(body).await, "account.id");
    let mut body = invitation(1, "UGR-0000-0011");
    body["user"]["email"] = json!("nonsense");
    assert_eq!(key(body).await, "user.email");
    assert_eq!(stage.post(Asker::Foreign, A, &invitation(1, "UGR-0000-0011")).await.status, 404);
    assert_eq!(stage.post(Asker::Member, A, &invitation(1, "UGR-0000-0011")).await.status, 403);
}

#[actix_web::test]
async fn groups_are_added_replaced_and_removed() {
    let stage = stage().await;
    for member in [format!("{A}/USR-0000-0001"), format!("{B}/AUSR-0000-0000-0001")] {
        let groups = format!("{member}/groups");
        let ids = |body: &Value| {
            body["groups"]
                .as_array()
                .unwrap()
                .iter()
                .map(|g| g["id"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let added = stage.post(Asker::Operator, &groups, &json!({"id": "UGR-0000-0011"})).await;
        assert_eq!(
            (added.status, ids(&added.body)),
            (200, vec!["UGR-0000-0010".into(), "UGR-0000-0011".into()])
        );
        let removed = stage.delete(Asker::Operator, &format!("{groups}/UGR-0000-0010")).await;
        assert_eq!(removed.status, 204);
        assert_eq!(stage.delete(Asker::Operator, &format!("{groups}/UGR-0000-0010")).await.status, 404);
        assert!(
            stage.delete(Asker::Operator, &format!("{groups}/UGR-0000-0011")).await.body["errors"]["groups"]
                .is_array()
        );
        let replaced = stage.put(Asker::Operator, &groups, &json!([{"id": "UGR-0000-0010"}])).await;
        assert_eq!((replaced.status, ids(&replaced.body)), (200, vec!["UGR-0000-0010".into()]));
        assert_eq!(stage.put(Asker::Operator, &groups, &json!([])).await.problem(), "validation-failed");
        assert_eq!(
            stage.put(Asker::Operator, &groups, &json!({"id": "x"})).await.problem(),
            "malformed-request"
        );
        let unknown = stage.put(Asker::Operator, &groups, &json!([{"id": "UGR-0000-0010"}, 7])).await;
        assert!(unknown.body["errors"]["groups[1].id"].is_array());
    }
    let last = stage
        .put(Asker::Admin, &format!("{A}/USR-0000-0001"), &json!({"groups": [{"id": "UGR-0000-0011"}]}))
        .await;
    assert_eq!((last.status, last.problem()), (400, "last-administrator"));
}

#[actix_web::test]
async fn members_are_changed_and_removed() {
    let stage = stage().await;
    let member = format!("{ALIAS}/USR-0000-0002");
    let body = json!({"user": {"firstName": "Thomas"}, "groups": [{"id": "UGR-0000-0011"}]});
    let changed = stage.put(Asker::Admin, &member, &body).await;
    assert_eq!((&changed.body["firstName"], &changed.body["revision"]), (&json!("Thomas"), &json!(2)));
    assert_eq!(changed.body["status"], "Invited");
    assert_eq!(stage.delete(Asker::Member, &member).await.status, 404, "R2");
    assert_eq!(stage.delete(Asker::Admin, &member).await.status, 204);
    assert_eq!(stage.get(Asker::Operator, &member).await.status, 404);
    let last = stage.delete(Asker::Admin, &format!("{B}/AUSR-0000-0000-0001")).await;
    assert_eq!(last.problem(), "last-administrator");
}

#[actix_web::test]
async fn invitations_are_sent_again_and_answered_by_the_invitee_alone() {
    let stage = stage().await;
    let member = format!("{A}/USR-0000-0002");
    let verb = |name: &str| format!("{member}/{name}");
    let again = stage.verb(Asker::Operator, &verb("resend-invite")).await;
    assert_eq!((again.status, again.header("cache-control")), (200, "no-store"));
    assert_eq!(again.body["invitation"]["expiresAt"], "2026-03-09T10:15:00.004Z");
    let early = stage.verb(Asker::Admin, &verb("resend-invite")).await;
    assert_eq!(
        (early.status, early.problem(), early.header("retry-after")),
        (429, "too-many-requests", "60")
    );
    assert_eq!(stage.verb(Asker::Admin, &verb("send-new-invite")).await.problem(), "invalid-transition");
    for name in ["accept-invite", "decline-invite"] {
        assert_eq!(stage.verb(Asker::Operator, &verb(name)).await.status, 403, "{name}");
        assert_eq!(stage.verb(Asker::Foreign, &verb(name)).await.status, 404, "{name}");
    }
    stage.clock.advance(identity_core::membership::INVITATION_SPAN);
    assert_eq!(stage.get(Asker::Admin, &member).await.body["status"], "InvitationExpired");
    let renewed = stage.verb(Asker::Admin, &verb("send-new-invite")).await;
    assert_eq!((&renewed.body["status"], renewed.body["invitation"].get("code")), (&json!("Invited"), None));
}

#[actix_web::test]
async fn members_are_listed() {
    let stage = stage().await;
    let all = stage.get(Asker::Operator, &format!("{B}?order=-user.email&select=-*,user.email")).await;
    assert_eq!(all.body["$meta"]["pagination"]["total"], 3);
    assert_eq!(all.body["data"][0]["user"], json!({"id": "USR-0000-0003", "email": "user3@example.com"}));
    let own = stage.get(Asker::Admin, &format!("{A}?status=Invited")).await;
    assert_eq!(own.body["data"][0]["id"], "USR-0000-0002");
    assert_eq!(own.body["data"][0]["firstName"], "Given 2");
    assert_eq!(stage.get(Asker::Foreign, A).await.status, 404);
    assert_eq!(stage.get(Asker::Operator, "/v1/accounts/users/users").await.status, 404);
    assert_eq!(stage.get(Asker::Operator, "/v1/accounts/USR-0000-0001/users").await.status, 404);
}
