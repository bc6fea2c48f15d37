//! Devices and PINs: D1–D8, U2 and A2 at devices, F1, F2 and F7.

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use super::shop::{PIN, Shop, Till, WRONG, heard, refused};
use crate::harness::Answer;

#[track_caller]
fn names(object: &Value) -> Vec<&str> {
    object.as_object().unwrap_or_else(|| panic!("{object}")).keys().map(String::as_str).collect()
}

const DEVICE: [&str; 12] = [
    "app",
    "createdAt",
    "deviceIdentifier",
    "deviceUid",
    "lastModifiedAt",
    "name",
    "printers",
    "settings",
    "status",
    "storeInfo",
    "tenantInfo",
    "tillInfo",
];

#[test]
fn s_r42_f1_a_device_is_set_up() {
    let shop = Shop::new("devices_f1");
    let body = json!({"app": "CLIENT", "name": "Till 3", "storeUid": "st_01", "tillUid": ""});
    let answer = shop.web.post(&shop.devices(), &body);
    let mut made = answer.expect(201);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let code = made["deviceCode"].as_str().unwrap().to_owned();
    assert_eq!((code.len(), &made["expiresIn"]), (14, &json!(900)));
    assert_eq!(made["deviceIdentifier"].as_str().unwrap().len(), 6);
    for only_here in ["deviceCode", "expiresIn"] {
        made.as_object_mut().unwrap().remove(only_here);
    }
    assert_eq!(names(&made), DEVICE);
    assert_eq!(made["tenantInfo"], json!({"tenantUid": shop.tenant.id, "name": "devices_f1"}));
    assert_eq!(
        (&made["storeInfo"], &made["tillInfo"]),
        (&json!({"storeUid": "st_01"}), &json!({"tillUid": ""}))
    );
    assert_eq!(
        (&made["settings"], &made["printers"], &made["status"]),
        (&json!([]), &json!([]), &json!("PENDING"))
    );
    let path = format!("{}/{}", shop.devices(), made["deviceUid"].as_str().unwrap());
    assert_eq!(shop.web.get(&path).expect(200), made);

    let user_code = shop.own_pin();
    refused(&shop.link(&code, &user_code, WRONG), 401, "INVALID_CREDENTIALS");
    let answer = shop.link(&code.to_lowercase().replace('-', ""), &user_code.to_uppercase(), PIN);
    let linked = answer.expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(names(&linked), ["deviceIdentifier", "deviceToken", "deviceUid", "tenantUid"]);
    refused(&shop.link(&code, &user_code, PIN), 404, "NOT_FOUND");

    let device = shop.web.with(linked["deviceToken"].as_str().unwrap());
    assert_eq!(device.get("/device").expect(200)["status"], "ACTIVE");
    let said = json!({"systemInformation": {"os": "linux", "screen": [1.5, -2, null]}, "name": "Till 4"});
    assert_eq!(device.put("/device", &said).status, 204);
    assert_eq!(device.get("/device").expect(200)["name"], "Till 4");
    let id = made["deviceUid"].as_str().unwrap();
    assert_eq!(shop.tenant.events_of(id), ["device.created", "device.linked", "device.updated"]);
    let records = shop.tenant.admin.get(&format!("/v1/audit/records?object.id={id}&select=*,documents")).text;
    let token = linked["deviceToken"].as_str().unwrap();
    assert!(!records.contains(&code) && !records.contains(token) && !records.contains("linux"));
}

#[test]
fn s_r16_f2_a_member_signs_in_at_a_device() {
    let shop = Shop::new("devices_f2");
    let till = shop.till();
    let member = shop.member("kari");
    let people = till.client.get("/device/users?sortBy=userCode&accountType=REGULAR").expect(200);
    assert_eq!(people["paging"], json!({"pageNumber": 1, "pageSize": 20, "totalCount": 1}));
    assert_eq!(
        people["items"][0],
        json!({"tenantUserUid": member["tenantUserUid"], "userCode": "kari", "displayName": "kari",
               "firstname": member["firstname"], "lastname": member["lastname"], "accountType": "REGULAR"})
    );
    let answer = till.sign_in(" KARI", PIN);
    let login = answer.expect(200);
    assert_eq!(
        names(&login),
        ["accessToken", "expiresIn", "mustChangePassword", "refreshToken", "tenantUser"]
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!((&login["expiresIn"], &login["mustChangePassword"]), (&json!(900), &json!(true)));
    assert_eq!(login["tenantUser"]["tenantUserUid"], member["tenantUserUid"]);
    assert_eq!(names(&login["tenantUser"]), names(&member));

    let (access, _) = till.enter("kari");
    let own = format!("{}/account", shop.path());
    assert_eq!(access.get(&own).expect(200)["userCode"], "kari");
    let change = json!({"password": WRONG, "currentPassword": PIN});
    heard(|| access.put(&own, &change)).expect(200);
    refused(&till.sign_in("kari", PIN), 401, "INVALID_CREDENTIALS");
    let login = till.sign_in("kari", WRONG).expect(200);
    assert_eq!(login["mustChangePassword"], false);

    let refresh = login["refreshToken"].as_str().unwrap();
    let body = json!({"refreshToken": refresh});
    refused(&shop.web.anonymous().post("/v1/auth/sessions/refresh", &body), 401, "UNAUTHENTICATED");
    let renewed = till.refresh(refresh).expect(200);
    assert_eq!(names(&renewed), ["accessToken", "expiresIn", "refreshToken", "tokenType"]);
    let renewed = till.client.with(renewed["accessToken"].as_str().unwrap());
    renewed.get("/device").expect(200);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let token = format!("token={}", renewed.credential());
    assert_eq!(shop.web.anonymous().send("POST", "/oauth/revoke", &form, Some(token.as_bytes())).status, 200);
    refused(&renewed.get("/device"), 401, "UNAUTHENTICATED");
}

#[test]
fn s_r8_f7_a_lost_device_is_dead_when_the_call_answers() {
    let shop = Shop::new("devices_f7");
    shop.member("kari");
    let (lost, kept) = (shop.till(), shop.till());
    let ((access, refresh), (other, _)) = (lost.enter("kari"), kept.enter("kari"));
    access.get("/device").expect(200);
    let waiting = shop.register("");
    let path = format!("{}/{}", shop.devices(), lost.id);
    let answer = shop.web.delete(&path);
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    for dead in
        [lost.client.get("/device"), access.get("/device"), access.get("/account"), lost.refresh(&refresh)]
    {
        refused(&dead, 401, "UNAUTHENTICATED");
    }
    refused(&lost.sign_in("kari", PIN), 401, "UNAUTHENTICATED");
    refused(&shop.web.get(&path), 404, "NOT_FOUND");
    refused(&shop.web.delete(&path), 404, "NOT_FOUND");
    other.get("/device").expect(200);
    let left = shop.web.get(&format!("{}?sortBy=createdAt&sortDirection=DESC", shop.devices())).expect(200);
    let left: Vec<_> = left["items"].as_array().unwrap().iter().map(|device| &device["deviceUid"]).collect();
    assert_eq!(left, [&waiting["deviceUid"], &json!(kept.id)]);
    let path = format!("{}/{}", shop.devices(), waiting["deviceUid"].as_str().unwrap());
    assert_eq!(shop.web.delete(&path).status, 204);
    let code = waiting["deviceCode"].as_str().unwrap();
    refused(&shop.link(code, "kari", PIN), 404, "NOT_FOUND");
}

#[test]
fn s_r17_a_locked_pin_fails_at_every_device_and_the_web_goes_on() {
    let shop = Shop::new("devices_locked");
    let (first, second) = (shop.till(), shop.till());
    let code = shop.own_pin();
    for _ in 0..5 {
        refused(&first.sign_in(&code, WRONG), 401, "INVALID_CREDENTIALS");
    }
    let wrong = first.sign_in("nobody", PIN).likeness();
    assert_eq!(second.sign_in(&code, PIN).likeness(), wrong, "one answer for every failure");
    let own = format!("{}/account", shop.path());
    shop.web.get(&own).expect(200);
    let change = json!({"password": "8602", "currentPassword": PIN});
    refused(&heard(|| shop.web.put(&own, &change)), 400, "CURRENT_PASSWORD_WRONG");
    shop.admin.enter(&shop.tenant.id).get(&own).expect(200);
}

#[test]
fn s_r17_parallel_guesses_gain_nothing() {
    let shop = Shop::new("devices_parallel");
    shop.member("kari");
    let tills: Vec<_> = (0..4).map(|_| shop.till()).collect();
    let start = Barrier::new(24);
    let answers: Vec<Answer> = thread::scope(|scope| {
        let guesses: Vec<_> = (0..24)
            .map(|n| {
                let (start, till) = (&start, &tills[n % tills.len()]);
                scope.spawn(move || {
                    start.wait();
                    till.sign_in("kari", &format!("{}", 6100 + 37 * n))
                })
            })
            .collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    for answer in &answers {
        refused(answer, 401, "INVALID_CREDENTIALS");
    }
    refused(&tills[0].sign_in("kari", PIN), 401, "INVALID_CREDENTIALS");
    // Twenty that counted would have made the PIN void, and nobody signs in with a void one (S-R43).
    let people = tills[0].client.get("/device/users?accountType=REGULAR").expect(200);
    assert_eq!(people["paging"]["totalCount"], 1);
}

#[test]
fn s_r18_ten_failures_close_one_device() {
    let shop = Shop::new("devices_throttled");
    shop.member("kari");
    let (closed, open) = (shop.till(), shop.till());
    for n in 0..10 {
        refused(&closed.sign_in(&format!("nobody{n}"), PIN), 401, "INVALID_CREDENTIALS");
    }
    let answer = closed.sign_in("kari", PIN);
    refused(&answer, 429, "RATE_LIMITED");
    let wait: u32 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=300).contains(&wait), "{answer:?}");
    open.sign_in("kari", PIN).expect(200);
    closed.client.get("/device").expect(200);
}

#[test]
fn s_r32_a_member_of_one_store_signs_in_there_alone() {
    let shop = Shop::new("devices_stores");
    let member = shop.member("kari");
    let path = format!("{}/users/{}", shop.path(), member["tenantUserUid"].as_str().unwrap());
    let stores = json!({"storeAccess": [{"storeUid": "st_01", "storeRole": "ACCESS"}]});
    shop.web.put(&path, &stores).expect(200);
    let people = |till: &Till| till.client.get("/device/users").expect(200)["paging"]["totalCount"].clone();
    for (store, is_admitted) in [("st_01", true), ("st_02", false), ("", true)] {
        let till = shop.till_in(store);
        let answer = till.sign_in("kari", PIN);
        if is_admitted {
            answer.expect(200);
        } else {
            refused(&answer, 401, "INVALID_CREDENTIALS");
        }
        assert_eq!(people(&till), if is_admitted { 2 } else { 1 }, "the administrator is in all stores");
    }
}

#[test]
fn s_r42_only_entitled_members_link() {
    let shop = Shop::new("devices_entitled");
    shop.member("kari");
    let made = shop.register("");
    let code = made["deviceCode"].as_str().unwrap();
    refused(&shop.link(code, "kari", PIN), 403, "FORBIDDEN");
    let own = shop.own_pin();
    shop.link(code, &own, PIN).expect(200);
}

#[test]
fn s_r1_each_operation_takes_its_own_kinds() {
    let shop = Shop::new("devices_kinds");
    shop.member("kari");
    let till = shop.till();
    let (access, _) = till.enter("kari");
    let anyone = shop.web.anonymous();
    let one = format!("{}/{}", shop.devices(), till.id);
    let calls: [(&str, &str, Value); 8] = [
        ("POST", &shop.devices(), json!({"app": "CLIENT"})),
        ("GET", &shop.devices(), Value::Null),
        ("GET", &one, Value::Null),
        ("DELETE", &one, Value::Null),
        ("POST", "/account", json!({"userCode": "kari", "password": PIN})),
        ("GET", "/device", Value::Null),
        ("PUT", "/device", json!({"systemInformation": {}})),
        ("GET", "/device/users", Value::Null),
    ];
    for (n, (method, path, body)) in calls.iter().enumerate() {
        let body = Some(body).filter(|body| !body.is_null());
        let mut strangers = vec![&anyone, &shop.admin.auth, &shop.tenant.admin];
        strangers.push(if n < 4 { &till.client } else { &shop.web });
        if matches!(n, 4 | 6 | 7) {
            strangers.push(&access);
        }
        for stranger in strangers {
            refused(&stranger.call(method, path, body), 401, "UNAUTHENTICATED");
        }
        if n < 4 {
            refused(&access.call(method, path, body), 403, "FORBIDDEN");
        }
    }
    for device in [&till.client, &access] {
        assert_eq!(device.get("/v1/accounts/accounts").status, 401, "S-R7");
    }
}

#[test]
fn s_r3_another_tenant_is_denied_alike_and_its_devices_are_unknown() {
    let (shop, other) = (Shop::new("devices_s_r3"), Shop::new("devices_s_r3_other"));
    let till = other.till();
    let foreign = format!("{}/{}", other.devices(), till.id);
    let denied = shop.web.get(&foreign).likeness();
    assert_eq!((denied.0, &denied.1["code"]), (403, &json!("TENANT_ACCESS_DENIED")));
    for path in [other.devices(), "/tenants/ACC-9191-9191/devices".into(), "/tenants/nonsense/devices".into()]
    {
        assert_eq!(shop.web.get(&path).likeness(), denied, "{path}");
    }
    let unknown = shop.web.get(&format!("{}/DEV-9191-9191", shop.devices())).likeness();
    assert_eq!(unknown.0, 404);
    for id in [till.id.as_str(), "nonsense"] {
        assert_eq!(shop.web.get(&format!("{}/{id}", shop.devices())).likeness(), unknown);
        assert_eq!(shop.web.delete(&format!("{}/{id}", shop.devices())).likeness(), unknown);
    }
    refused(&shop.web.get(&format!("{}/a.b", shop.devices())), 400, "INVALID_VALUE");
    till.client.get("/device").expect(200);
}

#[test]
fn bodies_and_queries_are_read_strictly() {
    let shop = Shop::new("devices_strict");
    let till = shop.till();
    let devices = shop.devices();
    for (body, code) in [
        (json!({"app": "CLIENT", "colour": "red"}), "UNKNOWN_FIELD"),
        (json!({"app": "CLIENT", "status": "ACTIVE"}), "READ_ONLY_FIELD"),
        (json!({"app": "client"}), "INVALID_VALUE"),
        (json!({"app": "CLIENT", "name": null}), "INVALID_VALUE"),
        (json!({"app": "CLIENT", "storeUid": "a b"}), "INVALID_VALUE"),
        (json!({}), "INVALID_VALUE"),
        (json!([]), "INVALID_REQUEST"),
    ] {
        refused(&shop.web.post(&devices, &body), 400, code);
    }
    for body in [
        json!({"systemInformation": "linux"}),
        json!({"systemInformation": {"a": "x".repeat(5000)}}),
        json!({"name": "Till"}),
        json!({"systemInformation": {}, "name": ""}),
    ] {
        refused(&till.client.put("/device", &body), 400, "INVALID_VALUE");
    }
    refused(&till.client.post("/account", &json!({"userCode": "kari"})), 400, "INVALID_VALUE");
    for query in ["status=REMOVED", "status=active", "storeUid=a.b", "sortBy=app", "pageNumber=0"] {
        refused(&shop.web.get(&format!("{devices}?{query}")), 400, "INVALID_VALUE");
    }
    for query in ["sortBy=email", "accountType=Full"] {
        refused(&till.client.get(&format!("/device/users?{query}")), 400, "INVALID_VALUE");
    }
    let listed = shop.web.get(&format!("{devices}?status=ACTIVE&storeUid=st_01&pageSize=500")).expect(200);
    assert_eq!(listed, json!({"items": [], "paging": {"pageNumber": 1, "pageSize": 100, "totalCount": 0}}));
}

#[test]
fn an_integration_token_manages_devices() {
    let shop = Shop::new("devices_integration");
    let body = json!({"accountType": "INTEGRATION", "displayName": "erp", "tenantRole": "ADMIN"});
    let robot = shop.web.post(&format!("{}/users", shop.path()), &body).expect(201);
    let path =
        format!("{}/users/{}/integration-tokens", shop.path(), robot["tenantUserUid"].as_str().unwrap());
    let token = shop.web.post(&path, &json!({"name": "erp sync"})).expect(201);
    let robot = shop.web.with(token["integrationToken"].as_str().unwrap());
    let made = robot.post(&shop.devices(), &json!({"app": "ASSISTANT"})).expect(201);
    let path = format!("{}/{}", shop.devices(), made["deviceUid"].as_str().unwrap());
    robot.get(&path).expect(200);
    assert_eq!(robot.delete(&path).status, 204);
}
