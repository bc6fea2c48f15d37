//! References that `select` opens: the object's default set as the actor sees it (§2.2).

use serde_json::{Value, json};

use super::stage::{Asker, Stage, stage};

const CLIENT: &str = "/v1/accounts/accounts/ACC-0000-0010";
const GROUP: &str = "/v1/accounts/user-groups/UGR-0000-0011";
const MEMBER: &str = "/v1/accounts/account-users/AUSR-0000-0000-0001";
const INVITED: &str = "/v1/accounts/account-users/AUSR-0000-0000-0002";

async fn body(stage: &Stage, asker: Asker, path: &str) -> Value {
    let reply = stage.get(asker, path).await;
    assert_eq!(reply.status, 200, "{path}: {reply:?}");
    reply.body
}

fn names(value: &Value) -> Vec<&str> {
    let mut names: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Default sets contain references as summaries; `*` adds members and opens nothing.
#[actix_web::test]
async fn references_stay_summaries_until_they_are_named() {
    let stage = stage().await;
    for select in ["", "?select=*", "?select=account.name,-account.icon"] {
        let group = body(&stage, Asker::Admin, &format!("{GROUP}{select}")).await;
        assert_eq!(
            (group["account"].get("revision"), group["account"].get("$meta")),
            (None, None),
            "{select}"
        );
        assert_eq!(names(&group["modules"][0]), ["href", "id", "name", "paid", "settings"], "{select}");
    }
}

#[actix_web::test]
async fn a_named_reference_is_the_object_with_its_own_meta() {
    let stage = stage().await;
    let group = body(&stage, Asker::Admin, &format!("{GROUP}?select=account,modules")).await;
    let account = body(&stage, Asker::Admin, CLIENT).await;
    assert_eq!(group["account"], account);
    let module = body(&stage, Asker::Admin, "/v1/accounts/modules/MOD-8352").await;
    assert_eq!(group["modules"], json!([module]));
    assert_eq!(group["$meta"]["omitted"], json!(["users", "audit"]));
}

/// A dot and a list name single members, which join those of the reference, or stand alone where there was none.
#[actix_web::test]
async fn a_dot_names_one_member() {
    let stage = stage().await;
    let one = body(&stage, Asker::Admin, &format!("{GROUP}?select=account.tokenPolicy")).await;
    let same = body(&stage, Asker::Admin, &format!("{GROUP}?select=account(TOKENPOLICY)")).await;
    assert_eq!(one["account"], same["account"]);
    assert_eq!(names(&one["account"]), ["href", "icon", "id", "name", "status", "tokenPolicy", "type"]);
    let bare = body(&stage, Asker::Admin, &format!("{GROUP}?select=-*,account(tokenPolicy)")).await;
    let expected = json!({"id": "ACC-0000-0010", "tokenPolicy": {"retrievable": true}});
    assert_eq!(bare["account"], expected);
    let less = body(&stage, Asker::Admin, &format!("{GROUP}?select=account,-account.tokenPolicy")).await;
    assert_eq!(less["account"]["$meta"]["omitted"], json!(["tokenPolicy", "groups", "audit"]));
    assert_eq!(less["$meta"]["omitted"], json!(["users", "audit"]));
    let clear = body(&stage, Asker::Admin, &format!("{GROUP}?select=account,account(-*,name)")).await;
    assert_eq!((&clear["account"]["name"], clear["account"].get("type")), (&json!("Account 10"), None));
}

#[actix_web::test]
async fn objects_open_inside_objects() {
    let stage = stage().await;
    let account =
        body(&stage, Asker::Admin, &format!("{CLIENT}?select=groups(modules(code),users.email)")).await;
    let group = &account["groups"][0];
    assert_eq!(names(group), ["id", "modules", "users"]);
    assert_eq!(group["modules"][0]["code"], "access-management");
    assert_eq!(group["users"][0], json!({"id": "USR-0000-0001", "email": "user1@example.com"}));
    let member =
        body(&stage, Asker::Operator, &format!("{MEMBER}?select=user(accounts),groups,account.audit")).await;
    assert_eq!(member["user"]["accounts"][0]["tokenPolicy"], json!({"retrievable": true}));
    assert_eq!(member["groups"][0]["$meta"]["omitted"], json!(["users", "audit"]));
    assert!(member["account"]["audit"]["created"]["at"].is_string());
}

/// An object that is open already is written as its reference.
#[actix_web::test]
async fn cycles_are_cut_as_references() {
    let stage = stage().await;
    let account =
        body(&stage, Asker::Admin, &format!("{CLIENT}?select=groups,groups.account,groups.users")).await;
    let inner = &account["groups"][0]["account"];
    assert_eq!(names(inner), ["href", "icon", "id", "name", "status", "type"]);
    let group = body(&stage, Asker::Admin, &format!("{GROUP}?select=account(groups)")).await;
    let own = group["account"]["groups"].as_array().unwrap();
    let this = own.iter().find(|group| group["id"] == "UGR-0000-0011").unwrap();
    assert_eq!(names(this), ["href", "id", "isDefault", "name"]);
    let other = own.iter().find(|group| group["id"] == "UGR-0000-0010").unwrap();
    assert!(other["revision"].is_number());
}

/// What the actor cannot see by itself stays a reference; R20 holds at every depth.
#[actix_web::test]
async fn objects_are_opened_as_the_actor_sees_them() {
    let stage = stage().await;
    let token = "/v1/accounts/api-tokens/TKN-0000-0003";
    let holder = json!({"holder": {"id": "USR-0000-0001"}});
    assert_eq!(stage.put(Asker::Operator, token, &holder).await.status, 200);
    let seen = body(&stage, Asker::Member, &format!("{token}?select=holder,account")).await;
    assert_eq!(names(&seen["holder"]), ["href", "icon", "id", "name"], "A- sees no other person");
    assert!(seen["account"]["revision"].is_number(), "but its own account");
    let seen = body(&stage, Asker::Admin, &format!("{token}?select=holder.accounts,holder.email")).await;
    assert_eq!(
        (seen["holder"].get("accounts"), &seen["holder"]["email"]),
        (None, &json!("user1@example.com"))
    );

    let guarded = body(&stage, Asker::Admin, &format!("{INVITED}?select=user(*)")).await;
    let user = &guarded["user"];
    assert_eq!(
        (&user["firstName"], &user["status"], user.get("revision")),
        (&json!("Given 2"), &json!("Invited"), None)
    );
    let guarded = body(&stage, Asker::Admin, "/v1/accounts/user-groups/UGR-0000-0010?select=users").await;
    assert_eq!(guarded["users"][1]["name"], "Given 2 Name 2");
    let open = body(&stage, Asker::Operator, &format!("{INVITED}?select=user(*)")).await;
    assert!(open["user"]["revision"].is_number());
}

#[actix_web::test]
async fn unknown_and_deep_paths_are_refused_at_any_depth() {
    let stage = stage().await;
    for (select, key) in [
        ("account.nope", "account.nope"),
        ("account(groups(Nope))", "account.groups.Nope"),
        ("account.groups.account.groups.name", "query"),
    ] {
        let refused = stage.get(Asker::Admin, &format!("{GROUP}?select={select}")).await;
        assert_eq!(refused.problem(), "invalid-query");
        assert!(refused.body["errors"][key].is_array(), "{select}: {refused:?}");
    }
}

/// An answer of a verb opens references as a read does.
#[actix_web::test]
async fn answers_of_writes_open_references_too() {
    let stage = stage().await;
    let changed =
        stage.put(Asker::Admin, &format!("{GROUP}?select=account"), &json!({"name": "Money"})).await;
    assert_eq!(changed.body["account"], body(&stage, Asker::Admin, CLIENT).await);
}
