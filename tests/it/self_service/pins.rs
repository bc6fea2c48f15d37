//! PINs, and what a session at a device carries (S-R7, S-R15, S-R19, S-R30, S-R43).

use serde_json::{Value, json};

use super::shop::{PIN, Shop, WRONG, heard, refused};
use crate::harness::Answer;

fn own(shop: &Shop, body: &Value) -> Answer {
    heard(|| shop.web.put(&format!("{}/account", shop.path()), body))
}

#[test]
fn s_r7_a_session_at_a_device_manages_nothing_and_opens_no_other_api() {
    let shop = Shop::new("pins_r7");
    let till = shop.till();
    let (at_till, _) = till.enter(&shop.own_pin());
    at_till.get("/v1/accounts/users").problem(401, "authentication-failed");
    let check = at_till.get("/v1/auth/check");
    assert_eq!((check.status, check.header("x-identity-channel")), (200, Some("device")));
    let modules = check.header("x-identity-modules").unwrap_or_default();
    assert!(modules.contains("billing") && !modules.contains("management"), "{modules}");
    let asked = at_till.send("GET", "/v1/auth/check", &[("x-check-module", "access-management")], None);
    refused(&asked, 403, "FORBIDDEN");
    refused(&at_till.get(&format!("{}/users", shop.path())), 403, "FORBIDDEN");
}

#[test]
fn s_r15_weak_pins_are_refused_by_name() {
    let shop = Shop::new("pins_r15");
    for weak in ["1234", "9876", "1111", "121212", "2580", "1984"] {
        let answer = own(&shop, &json!({"password": weak}));
        refused(&answer, 400, "WEAK_PIN");
        assert_eq!(answer.json()["details"][0]["field"], "password");
    }
    own(&shop, &json!({"password": PIN})).expect(200);
}

#[test]
fn s_r19_a_pin_from_an_administrator_is_to_be_changed() {
    let shop = Shop::new("pins_r19");
    let till = shop.till();
    let must = |code: &str| till.sign_in(code, PIN).expect(200)["mustChangePassword"].clone();
    shop.member("anna");
    assert_eq!(must("anna"), true);
    assert_eq!(must(&shop.own_pin()), false, "one's own");
}

#[test]
fn s_r30_the_current_pin_has_to_match_if_it_is_sent() {
    let shop = Shop::new("pins_r30");
    shop.own_pin();
    let wrong = json!({"password": "8305", "currentPassword": WRONG});
    refused(&own(&shop, &wrong), 400, "CURRENT_PASSWORD_WRONG");
    own(&shop, &json!({"password": "8305", "currentPassword": PIN})).expect(200);
}

#[test]
fn s_r43_a_device_lists_who_can_sign_in_there_without_contact_data() {
    let shop = Shop::new("pins_r43");
    let till = shop.till();
    shop.member("anna");
    let robot = json!({"accountType": "INTEGRATION", "displayName": "ERP"});
    shop.web.post(&format!("{}/users", shop.path()), &robot).expect(201);
    shop.tenant.join("tom");
    let page = till.client.get("/device/users?sortBy=userCode").expect(200);
    let codes: Vec<&str> =
        page["items"].as_array().unwrap().iter().map(|one| one["userCode"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), 2, "Tom has no PIN, the robot never: {codes:?}");
    assert!(codes.contains(&"anna"));
    let members: Vec<&String> = page["items"][0].as_object().unwrap().keys().collect();
    assert_eq!(members, ["accountType", "displayName", "firstname", "lastname", "tenantUserUid", "userCode"]);
}
