//! Buyers.

use serde_json::json;

use super::stage::{Asker, stage};

const BASE: &str = "/v1/accounts/buyers";
const OWN: &str = "/v1/accounts/buyers/BUY-0000-0010";

#[actix_web::test]
async fn a_buyer_is_shown_with_everything_it_has() {
    let stage = stage().await;
    let body = json!({
        "name": "Harbour Lane Lisbon", "taxId": "PT508112349", "account": {"id": "ACC-0000-0010"},
        "address": {"addressLine1": "12 Quay Street", "postCode": "1200-109", "city": "Lisbon", "state": "Lisboa",
                    "country": "PT"},
        "externalIds": {"erpCompanyContact": "CC-88214", "erpCustomer": "CU-2201"},
        "contact": {"firstName": "Mara", "email": "Mara@Example.com", "phone": {"prefix": "+351"},
                    "user": {"id": "USR-0000-0001"}, "type": "Purchasing"},
        "sellers": [{"id": "SEL-7320-1145", "name": "Brightwater Portugal", "externalId": "PT01", "href": "/x"}],
        "icon": "ignored", "status": "Disabled", "errors": [{"id": "x"}]
    });
    let made = stage.post(Asker::Operator, BASE, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.body["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("BUY-"));
    assert_eq!(made.header("location"), format!("{BASE}/{id}"));
    let href = format!("{BASE}/{id}");
    assert_eq!(
        made.body,
        json!({
            "id": id, "href": href, "revision": 1, "name": "Harbour Lane Lisbon", "status": "Active",
            "icon": format!("{href}/icon"), "taxId": "PT508112349", "address": body["address"],
            "externalIds": {"erpCompanyContact": "CC-88214", "erpCustomer": "CU-2201"},
            "contact": {"firstName": "Mara", "email": "mara@example.com", "phone": {"prefix": "+351"}, "type": "Purchasing",
                        "user": {"id": "USR-0000-0001", "href": "/v1/accounts/users/USR-0000-0001",
                                 "name": "First 1 Last 1", "icon": "/v1/accounts/users/USR-0000-0001/icon"}},
            "account": {"id": "ACC-0000-0010", "href": "/v1/accounts/accounts/ACC-0000-0010", "name": "Account 10",
                        "type": "Client", "status": "Active", "icon": "/v1/accounts/accounts/ACC-0000-0010/icon"},
            "sellers": [{"id": "SEL-7320-1145", "name": "Brightwater Portugal", "externalId": "PT01"}],
            "$meta": {"omitted": ["audit"]}
        })
    );
    let echoed = stage.put(Asker::Admin, &href, &made.body).await;
    assert_eq!(
        (echoed.status, &echoed.body),
        (200, &made.body),
        "an administrator may send back what it read"
    );
    let audit =
        stage.get(Asker::Operator, &format!("{href}?select=-*,audit,errors,contact(user(name))")).await;
    assert!(audit.body["audit"]["created"]["at"].is_string());
    assert_eq!(audit.body["contact"], json!({"user": {"name": "First 1 Last 1", "id": "USR-0000-0001"}}));
}

#[actix_web::test]
async fn wrong_bodies_are_told_by_member_and_only_to_who_may_write() {
    let stage = stage().await;
    let wrong = json!({"contact": 7, "address": [], "externalIds": "x", "sellers": [7, {}], "account": "x"});
    let told = stage.put(Asker::Operator, OWN, &wrong).await;
    assert_eq!((told.status, told.problem()), (400, "validation-failed"));
    let keys: Vec<_> = told.body["errors"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["account.id", "address", "contact", "externalIds", "sellers[0]", "sellers[1].id"]);
    assert_eq!(stage.put(Asker::Admin, OWN, &wrong).await.status, 403);
    assert_eq!(stage.put(Asker::Member, OWN, &wrong).await.status, 403);
    assert_eq!(stage.put(Asker::Foreign, OWN, &wrong).await.status, 404);
    assert_eq!(stage.post(Asker::Admin, BASE, &wrong).await.status, 403);
    assert_eq!(stage.verb(Asker::Operator, BASE).await.problem(), "malformed-request");
    assert_eq!(stage.verb(Asker::Operator, &format!("{OWN}/transfer")).await.problem(), "malformed-request");
}

#[actix_web::test]
async fn verbs_answer_the_buyer_and_deletion_nothing() {
    let stage = stage().await;
    let at = |verb: &str| format!("{OWN}/{verb}");
    let ids = json!({"externalIds": {"erpCompanyContact": "CC-1", "erpCustomer": "CU-1"}});
    let refused = stage.verb(Asker::Operator, &at("activate")).await;
    assert_eq!(
        (refused.problem(), refused.body["errors"].get("status").is_some()),
        ("invalid-transition", true)
    );
    let status = async |verb: &str| stage.verb(Asker::Operator, &at(verb)).await.body["status"].clone();
    assert_eq!(stage.post(Asker::Operator, &at("activate"), &ids).await.body["status"], "Active");
    assert_eq!(status("disable").await, "Disabled");
    assert_eq!(status("enable").await, "Active");
    let back = stage.verb(Asker::Operator, &at("deactivate")).await;
    assert_eq!((&back.body["status"], back.body.get("externalIds")), (&json!("Enabled"), None));
    let candidate = stage.post(Asker::Operator, &at("validate"), &json!({"account": null})).await;
    assert_eq!((&candidate.body["status"], &candidate.body["revision"]), (&json!("Unassigned"), &json!(5)));
    let nowhere =
        stage.post(Asker::Operator, &at("transfer"), &json!({"account": {"id": "ACC-0000-0020"}})).await;
    assert_eq!(nowhere.body["errors"]["account.id"][0], "Must be a Client account.");
    let other = stage.get(Asker::Operator, &at("transfer")).await;
    assert_eq!((other.status, other.header("allow")), (405, "POST"));
    assert_eq!(stage.verb(Asker::Operator, &at("synchronize")).await.status, 404);
    let gone = stage.delete(Asker::Operator, OWN).await;
    assert_eq!((gone.status, gone.body.as_str()), (204, Some("")));
    assert_eq!(stage.get(Asker::Operator, OWN).await.body["status"], "Deleted");
    assert_eq!(stage.get(Asker::Admin, OWN).await.status, 404);
    assert_eq!(stage.delete(Asker::Operator, OWN).await.problem(), "invalid-transition");
}

#[actix_web::test]
async fn lists_and_icons_are_scoped() {
    let stage = stage().await;
    let total = async |asker| stage.get(asker, BASE).await.body["$meta"]["pagination"]["total"].clone();
    assert_eq!(total(Asker::Operator).await, 3);
    assert_eq!(total(Asker::Admin).await, 2);
    assert_eq!(total(Asker::Member).await, 2);
    assert_eq!(total(Asker::Foreign).await, 0);
    let free = stage.get(Asker::Operator, &format!("{BASE}?eq(account.id,null())&select=-*,name")).await;
    assert_eq!(free.body["data"][0]["name"], "Buyer 12");
    let icon = stage.get(Asker::Member, &format!("{OWN}/icon")).await;
    assert_eq!(icon.header("content-type"), "image/svg+xml");
    assert_eq!(stage.get(Asker::Foreign, &format!("{OWN}/icon")).await.status, 404);
    let refused = stage.get(Asker::Operator, &format!("{BASE}?errors=x")).await;
    assert_eq!(refused.body["errors"]["errors"][0], "Filtering is not permitted.");
}

#[actix_web::test]
async fn r35_groups_and_memberships_show_their_buyers() {
    let stage = stage().await;
    let group = "/v1/accounts/user-groups/UGR-0000-0010";
    let put = json!({"buyers": [{"id": "BUY-0000-0011"}, {"id": "BUY-0000-0010"}]});
    let changed = stage.put(Asker::Admin, group, &put).await;
    let shown = |n: u32| {
        let href = format!("{BASE}/BUY-0000-00{n}");
        json!({"id": format!("BUY-0000-00{n}"), "href": href, "name": format!("Buyer {n}"),
               "icon": format!("{href}/icon")})
    };
    assert_eq!(changed.body["buyers"], json!([shown(10), shown(11)]));
    let member = "/v1/accounts/accounts/ACC-0000-0010/users/USR-0000-0001?select=buyers";
    let union = stage.get(Asker::Admin, member).await.body["buyers"].clone();
    let names: Vec<_> = union.as_array().unwrap().iter().map(|buyer| &buyer["name"]).collect();
    assert_eq!(names, ["Buyer 10", "Buyer 11"]);
    assert_eq!(union[0]["address"]["city"], "Porto", "named, it is shown by what it is");
    let free = stage.put(Asker::Admin, group, &json!({"buyers": [{"id": "BUY-0000-0012"}]})).await;
    assert_eq!(free.body["errors"]["buyers[0].id"][0], "Not found.");
    for id in ["BUY-0000-0010", "BUY-0000-0011"] {
        stage.delete(Asker::Operator, &format!("{BASE}/{id}")).await;
    }
    assert_eq!(stage.get(Asker::Admin, group).await.body["buyers"], json!([]), "none, not all");
    assert_eq!(stage.get(Asker::Admin, member).await.body["buyers"], json!([]));
}
