//! People.

use actix_web::http::Method;
use serde_json::json;

use super::stage::{Asker, request, stage};

const BASE: &str = "/v1/accounts/users";
const MARA: &str = "/v1/accounts/users/USR-0000-0001";
const INVITED: &str = "/v1/accounts/users/USR-0000-0002";

#[actix_web::test]
async fn a_person_has_the_members_of_the_contract() {
    let stage = stage().await;
    let reply = stage.get(Asker::Operator, MARA).await;
    assert_eq!((reply.status, reply.header("cache-control")), (200, "private, no-cache"));
    assert_eq!(
        reply.body,
        json!({
            "id": "USR-0000-0001", "href": MARA, "revision": 1, "email": "user1@example.com", "name": "First 1 Last 1",
            "firstName": "First 1", "lastName": "Last 1", "status": "Active", "icon": format!("{MARA}/icon"),
            "SSO": false, "acceptedTerms": true,
            "currentAccount": {
                "id": "ACC-0000-0010", "href": "/v1/accounts/accounts/ACC-0000-0010", "name": "Account 10",
                "type": "Client", "status": "Active", "icon": "/v1/accounts/accounts/ACC-0000-0010/icon"
            },
            "$meta": {"omitted": ["accounts", "audit"]}
        })
    );
}

#[actix_web::test]
async fn members_are_chosen() {
    let stage = stage().await;
    let reply =
        stage.get(Asker::Operator, &format!("{MARA}?select=-*,email,accounts(id),audit.created.at")).await;
    assert_eq!(reply.body["accounts"], json!([{"id": "ACC-0000-0010"}]));
    assert_eq!(reply.body["audit"], json!({"created": {"at": "2026-03-02T10:15:00.004Z"}}));
    assert_eq!(reply.body["email"], "user1@example.com");
    assert_eq!(reply.body["id"], "USR-0000-0001");
    assert!(reply.body.get("href").is_none() && reply.body.get("name").is_none());
}

#[actix_web::test]
async fn r20_who_has_not_joined_shows_what_the_inviter_gave() {
    let stage = stage().await;
    let reply = stage.get(Asker::Admin, INVITED).await;
    assert_eq!(
        reply.body,
        json!({
            "id": "USR-0000-0002", "href": INVITED, "email": "user2@example.com", "name": "Given 2 Name 2",
            "firstName": "Given 2", "lastName": "Name 2", "status": "Invited", "icon": format!("{INVITED}/icon")
        })
    );
    let whole = stage.get(Asker::Operator, INVITED).await;
    assert_eq!((&whole.body["firstName"], &whole.body["acceptedTerms"]), (&json!("First 2"), &json!(false)));
}

#[actix_web::test]
async fn lists_are_paged_ordered_and_narrowed() {
    let stage = stage().await;
    let all = stage
        .get(Asker::Operator, &format!("{BASE}?limit=2&offset=1&order=-firstName&select=-*,firstName"))
        .await;
    assert_eq!(all.header("cache-control"), "no-store");
    assert_eq!(all.body["$meta"]["pagination"], json!({"offset": 1, "limit": 2, "total": 3}));
    let names: Vec<_> = all.body["data"].as_array().unwrap().iter().map(|u| u["firstName"].clone()).collect();
    assert_eq!(names, [json!("First 2"), json!("First 1")]);
    let counted = stage.get(Asker::Operator, &format!("{BASE}?limit=0&status=Active")).await;
    assert_eq!(counted.body["data"], json!([]));
    assert_eq!(counted.body["$meta"]["pagination"]["total"], 2);
    let capped = stage.get(Asker::Operator, &format!("{BASE}?limit=500")).await;
    assert_eq!(capped.body["$meta"]["pagination"]["limit"], 100);
    assert_eq!(capped.body["$meta"]["omitted"], json!(["accounts", "audit"]));
    let own = stage.get(Asker::Admin, BASE).await;
    assert_eq!(own.body["$meta"]["pagination"]["total"], 2);
    assert_eq!(own.body["$meta"].get("omitted"), None, "nothing is lacking for everybody");
    assert_eq!(stage.get(Asker::Member, BASE).await.body["$meta"]["pagination"]["total"], 0);
}

#[actix_web::test]
async fn a_foreign_person_looks_like_no_person() {
    let stage = stage().await;
    let mut foreign = stage.get(Asker::Foreign, MARA).await;
    let mut random = stage.get(Asker::Foreign, "/v1/accounts/users/USR-9999-9998").await;
    assert_eq!(foreign.status, 404);
    for reply in [&mut foreign, &mut random] {
        reply.body.as_object_mut().unwrap().retain(|name, _| name != "traceId" && name != "instance");
    }
    assert_eq!(foreign.body, random.body);
}

#[actix_web::test]
async fn a_profile_is_changed_by_who_may() {
    let stage = stage().await;
    let body = json!({"firstName": "  Mara ", "phone": {"prefix": "+34"}, "email": "other@example.com", "status": "Blocked"});
    assert_eq!(stage.put(Asker::Admin, MARA, &body).await.status, 403);
    let reply = stage.put(Asker::Operator, MARA, &body).await;
    assert_eq!(reply.status, 200);
    assert_eq!((&reply.body["firstName"], &reply.body["revision"]), (&json!("Mara"), &json!(2)));
    assert_eq!(reply.body["phone"], json!({"prefix": "+34"}));
    assert_eq!(
        (&reply.body["email"], &reply.body["status"]),
        (&json!("user1@example.com"), &json!("Active"))
    );
    let wrapped = stage
        .put(Asker::Operator, MARA, &json!({"node": {"x": 1}, "data": {"firstName": "Maria", "phone": null}}))
        .await;
    assert_eq!((&wrapped.body["firstName"], wrapped.body.get("phone")), (&json!("Maria"), None));
    let again = stage.put(Asker::Operator, MARA, &wrapped.body).await;
    assert_eq!(again.body["revision"], 3, "echoing an object back changes nothing");
    let wrong = stage
        .put(Asker::Operator, MARA, &json!({"lastName": null, "phone": 7, "settings": {"timeZone": []}}))
        .await;
    let keys: Vec<_> = wrong.body["errors"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["lastName", "phone", "settings.timeZone"]);
    let switched =
        stage.put(Asker::Operator, MARA, &json!({"currentAccount": {"id": "ACC-0000-0020"}})).await;
    assert_eq!(switched.status, 403);
}

#[actix_web::test]
async fn people_are_blocked_unblocked_and_deleted() {
    let stage = stage().await;
    let verb = |name: &'static str| {
        let (stage, path) = (&stage, format!("{MARA}/{name}"));
        async move { stage.verb(Asker::Operator, &path).await }
    };
    assert_eq!(verb("unblock").await.problem(), "invalid-transition");
    assert_eq!(verb("block").await.body["status"], "Blocked");
    let again = verb("block").await;
    assert_eq!((again.problem(), again.body["errors"]["status"].is_array()), ("invalid-transition", true));
    assert_eq!(verb("unblock").await.body["status"], "Active");
    assert_eq!(stage.delete(Asker::Operator, MARA).await.problem(), "invalid-transition");
    verb("block").await;
    let gone = stage.delete(Asker::Operator, MARA).await;
    assert_eq!((gone.status, &gone.body), (204, &json!("")));
    assert_eq!(stage.get(Asker::Operator, MARA).await.body["status"], "Deleted");
    assert_eq!(stage.get(Asker::Admin, MARA).await.status, 404);
    assert_eq!(stage.verb(Asker::Admin, &format!("{INVITED}/block")).await.status, 403);
}

#[actix_web::test]
async fn icons_and_sso_are_shown_to_who_sees_the_person() {
    let stage = stage().await;
    let icon = stage.get(Asker::Admin, &format!("{MARA}/icon")).await;
    assert_eq!((icon.status, icon.header("content-type")), (200, "image/svg+xml"));
    assert_eq!(icon.header("cache-control"), "private, no-cache");
    assert_eq!(stage.get(Asker::Foreign, &format!("{MARA}/icon")).await.status, 404);
    for path in ["sso", "sso-check"] {
        for method in [Method::GET, Method::POST] {
            let reply = stage.send(request(Asker::Admin, method, &format!("{MARA}/{path}"))).await;
            assert_eq!((reply.status, &reply.body), (200, &json!({"status": "disabled"})));
        }
        assert_eq!(stage.get(Asker::Foreign, &format!("{MARA}/{path}")).await.status, 404);
    }
}

#[actix_web::test]
async fn accounts_of_a_person_are_listed() {
    let stage = stage().await;
    let path = format!("{MARA}/accounts");
    let reply = stage.get(Asker::Operator, &format!("{path}?limit=1")).await;
    assert_eq!(reply.body["$meta"]["pagination"], json!({"offset": 0, "limit": 1, "total": 1}));
    let own = &reply.body["data"][0];
    assert_eq!((&own["id"], &own["favorite"]), (&json!("ACC-0000-0010"), &json!(false)));
    assert_eq!(own["invitation"], json!({"status": "Active"}));
    assert_eq!(own["audit"]["joined"]["at"], "2026-03-02T10:15:00.004Z");
    assert_eq!(stage.get(Asker::Admin, &path).await.status, 403);
    assert_eq!(stage.get(Asker::Foreign, &format!("{path}?name=x")).await.status, 404);
    let filtered = stage.get(Asker::Operator, &format!("{path}?name=x")).await;
    assert_eq!(filtered.body["errors"]["name"][0], "Filtering is not permitted.");
    let favorite = format!("{path}/ACC-0000-0010");
    assert_eq!(stage.put(Asker::Operator, &favorite, &json!({"favorite": true})).await.status, 403);
}

#[actix_web::test]
async fn a_first_password_is_set_by_the_operator_or_by_the_code() {
    let stage = stage().await;
    let path = format!("{INVITED}/set-password");
    let weak = stage.post(Asker::Operator, &path, &json!({"password": "short"})).await;
    assert_eq!(weak.body["errors"]["password"].as_array().unwrap().len(), 1);
    let missing = stage.post(Asker::Operator, &path, &json!({})).await;
    assert_eq!(missing.problem(), "validation-failed");
    let good = json!({"password": "a long passphrase"});
    let reply = stage.post(Asker::Operator, &path, &good).await;
    assert_eq!((reply.status, &reply.body["status"]), (200, &json!("Invited")));
    assert_eq!(stage.post(Asker::Operator, &format!("{MARA}/set-password"), &good).await.status, 403);
    assert_eq!(stage.post(Asker::Admin, &path, &good).await.status, 403);

    let invitation =
        stage.verb(Asker::Operator, "/v1/accounts/account-users/AUSR-0000-0000-0002/resend-invite").await;
    let code = invitation.body["invitation"]["code"].as_str().unwrap().to_owned();
    let by_code = json!({"password": "another passphrase", "invitationCode": code});
    for path in ["USR-0000-0001", "USR-9999-9999", "AUSR-0000-0000-0001", "nonsense"] {
        let reply = stage.post(Asker::Nobody, &format!("{BASE}/{path}/set-password"), &by_code).await;
        assert_eq!(reply.problem(), "authentication-failed", "{path}");
    }
    let weak = json!({"password": "short", "invitationCode": code});
    let path = format!("{BASE}/AUSR-0000-0000-0002/set-password");
    assert_eq!(stage.post(Asker::Nobody, &path, &weak).await.problem(), "validation-failed");
    assert_eq!(stage.json(Asker::Nobody, Method::POST, &path, "{".into()).await.status, 401);
    let joined = stage.post(Asker::Nobody, &path, &by_code).await;
    assert_eq!((joined.status, &joined.body["status"]), (200, &json!("Active")), "{joined:?}");
    assert_eq!(joined.body["currentAccount"]["id"], "ACC-0000-0010");
    assert!(!joined.body.to_string().contains("passphrase"));
    assert_eq!(stage.post(Asker::Nobody, &path, &by_code).await.status, 401, "a code works once");
}
