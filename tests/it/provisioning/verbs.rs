//! Disabling, enabling and deleting domain users, and their roles (B9–B12, B14, B15).

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use super::staff::{Staff, roles_of};
use super::{refused, refused_as};
use crate::harness::ids::{ACCESS, BILLING, REPORTING};
use crate::harness::person::PASSWORD;
use crate::harness::session::Session;
use crate::harness::{Answer, Tenant};

#[test]
fn p_r29_a_disabled_user_is_out_until_enabled() {
    let staff = Staff::new("verbs_disable");
    staff.tenant.join("first");
    let kari = staff.join("kari", "reader", &[BILLING]);
    let session = Session::begin(&staff.tenant.operator, &kari.email, PASSWORD);
    let inside = session.enter(&staff.tenant.id);
    let own = format!("/tenants/{}/account", staff.tenant.id);
    inside.get(&own).expect(200);
    let disable = || staff.tenant.admin.verb(&staff.user(&kari, "/disable"));
    let enable = || staff.tenant.admin.verb(&staff.user(&kari, "/enable"));
    refused(&enable(), 400, 117);
    let disabled = disable().expect(200);
    assert_eq!((&disabled["status"], &disabled["email"]), (&json!("inactive"), &json!(kari.email)));
    assert_eq!(inside.get(&own).status, 401, "the session in the account ended");
    assert_eq!(session.auth.verb(&own).status, 403, "and there is no way back in");
    refused(&disable(), 400, 116);
    let enabled = enable().expect(200);
    assert_eq!((&enabled["status"], roles_of(&enabled)), (&json!("active"), vec!["reader".to_owned()]));
    session.enter(&staff.tenant.id).get(&own).expect(200);
    let pending = staff.tenant.invite("pending");
    refused(&staff.tenant.admin.verb(&staff.user(&pending, "/disable")), 400, 116);
    refused(&staff.tenant.admin.verb(&staff.user(&pending, "/enable")), 400, 117);
    let events = staff.tenant.events_of(&kari.membership);
    let told =
        ["account-user.invited", "account-user.joined", "account-user.updated", "account-user.updated"];
    assert_eq!(events, told, "one record for each request (P-R38)");
}

#[test]
fn p_r30_a_deleted_user_is_gone_with_everything_that_hung_on_the_membership() {
    let staff = Staff::new("verbs_delete");
    staff.tenant.join("first");
    let kari = staff.join("kari", "reader", &[BILLING]);
    let inside = Session::begin(&staff.tenant.operator, &kari.email, PASSWORD).enter(&staff.tenant.id);
    let delete = |path: &str| staff.tenant.admin.delete(path);
    assert_eq!(delete(&staff.user(&kari, "")).expect(200), json!({}));
    assert_eq!(inside.get(&format!("/tenants/{}/account", staff.tenant.id)).status, 401);
    for answer in [delete(&staff.user(&kari, "")), staff.tenant.admin.get(&staff.user(&kari, ""))] {
        refused_as(&answer, 404);
    }
    let user = staff.tenant.operator.get(&format!("/v1/accounts/users/{}", kari.user)).expect(200);
    assert_eq!(user["currentAccount"], Value::Null);
    let pending = staff.tenant.invite("pending");
    delete(&staff.user(&pending, "")).expect(200);
    assert_ne!(pending.accept(&staff.tenant.operator).status, 200, "the open invitation is void");
}

#[test]
fn p_r29_p_r30_bound_tokens_are_refused_with_their_holder_and_deleted_with_the_membership() {
    let staff = Staff::new("verbs_bound");
    staff.tenant.join("first");
    let kari = staff.tenant.join("kari");
    let tokens = format!("/v2/accounts/{}/tokens", staff.tenant.id);
    let body = json!({"name": "Bound", "user": kari.email, "scopes": "level://admin"});
    let made = staff.tenant.admin.post(&tokens, &body).expect(200);
    let bound = staff.tenant.admin.with(made["token"].as_str().unwrap());
    let own = format!("/v2/domain/{}", staff.tenant.id);
    bound.get(&own).expect(200);
    staff.tenant.admin.verb(&staff.user(&kari, "/disable")).expect(200);
    refused_as(&bound.get(&own), 401);
    staff.tenant.admin.verb(&staff.user(&kari, "/enable")).expect(200);
    bound.get(&own).expect(200);
    staff.put_roles(&kari, &json!("NO_PRIVILEGES")).expect(200);
    refused_as(&bound.get(&own), 403);
    staff.tenant.admin.delete(&staff.user(&kari, "")).expect(200);
    refused_as(&bound.get(&own), 401);
    refused_as(&staff.tenant.admin.get(&format!("{tokens}/{}", made["uid"].as_str().unwrap())), 404);
}

#[test]
fn p_r30_nobody_disables_or_deletes_their_own_membership() {
    let staff = Staff::new("verbs_own");
    let (first, second) = (staff.tenant.join("first"), staff.tenant.join("second"));
    let own = staff.token_of(&first);
    refused(&own.verb(&staff.user(&first, "/disable")), 403, 142);
    refused(&own.delete(&staff.user(&first, "")), 403, 142);
    own.verb(&staff.user(&second, "/disable")).expect(200);
    refused(&own.verb(&staff.user(&first, "/disable")), 400, 139);
    own.verb(&staff.user(&second, "/enable")).expect(200);
    staff.tenant.admin.verb(&staff.user(&first, "/disable")).expect(200);
}

#[test]
fn p_r20_the_last_active_admin_stays() {
    let staff = Staff::new("verbs_last");
    let last = staff.tenant.join("last");
    staff.tenant.invite("pending");
    staff.tenant.group("reader", &[]);
    refused(&staff.tenant.admin.verb(&staff.user(&last, "/disable")), 400, 139);
    refused(&staff.tenant.admin.delete(&staff.user(&last, "")), 400, 139);
    refused(&staff.put_roles(&last, &json!(["reader"])), 400, 139);
    refused(&staff.put_role(&last, "reader"), 400, 139);
    let reader = staff.tenant.group("second reader", &[]);
    let path = format!("{}/{}/groups", staff.tenant.users(), last.user);
    staff.tenant.operator.post(&path, &json!({"id": reader})).expect(200);
    refused(&staff.take_roles(&last, &json!("ADMIN")), 400, 139);
    let operator = staff.tenant.operator.put(&staff.user(&last, "/role"), &json!({"roles": "reader"}));
    assert_eq!(roles_of(&operator.expect(200)), ["reader"], "Operations are exempt (R21)");
}

#[test]
fn p_r18_p_r17_roles_are_replaced_as_arrays_or_texts_and_taken() {
    let staff = Staff::new("verbs_roles");
    staff.tenant.join("first");
    let kari = staff.join("kari", "reader", &[BILLING]);
    let writer = staff.tenant.group("writer", &[REPORTING]);
    let sent = [
        (json!(["NO_PRIVILEGES", "writer", "reader"]), &["reader", "writer", "NO_PRIVILEGES"][..]),
        (json!(" writer , no_privileges,writer"), &["writer", "NO_PRIVILEGES"]),
        (json!([writer, "reader", " reader "]), &["reader", "writer"]),
        (json!("admin"), &["ADMIN"]),
        (json!(["reader", "writer"]), &["reader", "writer"]),
    ];
    for (roles, shown) in sent {
        assert_eq!(roles_of(&staff.put_roles(&kari, &roles).expect(200)), shown, "{roles}");
        assert_eq!(roles_of(&staff.shown(&kari)), shown);
    }
    refused(&staff.put_role(&kari, "writer"), 400, 130);
    assert_eq!(roles_of(&staff.take_roles(&kari, &json!(["reader", "ADMIN"])).expect(200)), ["writer"]);
    refused(&staff.take_roles(&kari, &json!("writer,reader")), 400, 114);
    assert_eq!(roles_of(&staff.take_roles(&kari, &json!("reader")).expect(200)), ["writer"], "lacks it");
    assert_eq!(roles_of(&staff.put_role(&kari, "No_Privileges").expect(200)), ["NO_PRIVILEGES"]);
    assert_eq!(roles_of(&staff.put_role(&kari, "reader").expect(200)), ["reader"]);
}

#[test]
fn p_r16_p_r19_what_is_wrong_with_roles_is_told_by_number() {
    let staff = Staff::new("verbs_wrong");
    staff.tenant.join("first");
    let kari = staff.join("kari", "reader", &[BILLING]);
    for empty in [json!(null), json!([]), json!(""), json!(" , "), json!([" "])] {
        refused(&staff.put_roles(&kari, &empty), 400, 102);
        refused(&staff.take_roles(&kari, &empty), 400, 102);
    }
    let admin = &staff.tenant.admin;
    let path = staff.user(&kari, "/role");
    for method in ["PUT", "DELETE"] {
        refused(&admin.call(method, &path, Some(&json!({}))), 400, 102);
        refused(&admin.call(method, &path, Some(&json!({"roles": 7}))), 400, 100);
        refused(&admin.call(method, &path, Some(&json!({"roles": [7]}))), 400, 100);
        refused(&admin.call(method, &path, Some(&json!({"roles": "reader", "role": "x"}))), 400, 101);
        refused(&admin.call(method, &path, None), 400, 100);
    }
    for malformed in [json!("reader,"), json!(["a,b"]), json!(["Größe", "unknown"])] {
        refused(&staff.put_roles(&kari, &malformed), 400, 106);
        refused(&staff.take_roles(&kari, &malformed), 400, 106);
    }
    for unknown in [json!("unknown"), json!(["Reader"]), json!(["OWNER", "unknown"]), json!("UGR-9191-9191")]
    {
        refused(&staff.put_roles(&kari, &unknown), 400, 111);
        refused(&staff.take_roles(&kari, &unknown), 400, 111);
    }
    for (name, code) in
        [("-", 106), ("a%2Cb", 106), ("%FF", 106), ("unknown", 111), ("OWNER", 120), ("owner", 120)]
    {
        refused(&staff.put_role(&kari, name), 400, code);
    }
    refused(&staff.put_roles(&kari, &json!("ADMIN,reader")), 400, 113);
    refused(&staff.put_roles(&kari, &json!("OWNER")), 400, 120);
    refused(&staff.take_roles(&kari, &json!("OWNER")), 400, 120);
    assert_eq!(roles_of(&staff.shown(&kari)), ["reader"], "nothing changed");
}

#[test]
fn p_r16_admin_alone_is_shown_of_a_member_of_other_groups_too() {
    let staff = Staff::new("verbs_both");
    staff.tenant.join("first");
    let kari = staff.join("kari", "reader", &[BILLING]);
    let path = format!("{}/{}/groups", staff.tenant.users(), kari.user);
    staff.tenant.operator.post(&path, &json!({"id": staff.tenant.group})).expect(200);
    assert_eq!(roles_of(&staff.shown(&kari)), ["ADMIN"]);
    assert_eq!(roles_of(&staff.take_roles(&kari, &json!("ADMIN")).expect(200)), ["reader"]);
}

#[test]
fn p_r39_nobody_gives_a_role_with_a_module_that_they_do_not_hold() {
    let staff = Staff::new("verbs_grant");
    staff.tenant.join("first");
    let kari = staff.join("kari", "none", &[]);
    staff.tenant.group("reader", &[BILLING]);
    let light = staff.tenant.token("Light", &[ACCESS]).client;
    let put = |roles: &str| light.put(&staff.user(&kari, "/role"), &json!({"roles": roles}));
    for roles in ["ADMIN", "reader", "reader,unknown", "reader,-"] {
        refused_as(&put(roles), 403);
    }
    refused_as(&light.call("PUT", &staff.user(&kari, "/role/ADMIN"), None), 403);
    assert_eq!(roles_of(&put("NO_PRIVILEGES").expect(200)), ["NO_PRIVILEGES"]);
    staff.put_roles(&kari, &json!("reader")).expect(200);
    assert_eq!(roles_of(&put("reader,none").expect(200)), ["none", "reader"], "what is there may stay");
}

#[test]
fn p_r2_verbs_on_users_out_of_reach_find_nobody() {
    let (own, foreign) = (Staff::new("verbs_reach"), Staff::new("verbs_reach_foreign"));
    let (here, there) = (own.tenant.join("here"), foreign.tenant.join("there"));
    let ask = |client: &crate::harness::Client, path: &dyn Fn(&str) -> String| -> Vec<Answer> {
        let roles = json!({"roles": "NO_PRIVILEGES"});
        vec![
            client.verb(&path("/disable")),
            client.verb(&path("/enable")),
            client.verb(&path("/owner")),
            client.put(&path("/role"), &roles),
            client.call("DELETE", &path("/role"), Some(&roles)),
            client.call("PUT", &path("/role/ADMIN"), None),
            client.delete(&path("")),
        ]
    };
    let nobody = |rest: &str| format!("/v2/user/email/nobody%40x.example/domain/{}{rest}", own.tenant.id);
    let mixed = |rest: &str| format!("/v2/user/email/{}/domain/{}{rest}", there.email, own.tenant.id);
    let far = |rest: &str| foreign.user(&there, rest);
    for path in [&nobody as &dyn Fn(&str) -> String, &mixed, &far] {
        for answer in ask(&own.tenant.admin, path) {
            refused_as(&answer, 404);
        }
    }
    for answer in ask(&own.tenant.member, &|rest| own.user(&here, rest)) {
        refused_as(&answer, 403);
    }
    for answer in ask(&own.tenant.admin.anonymous(), &|rest| own.user(&here, rest)) {
        refused_as(&answer, 401);
    }
}

#[test]
fn p_r37_of_the_last_two_admins_one_stays_whoever_is_disabled_at_once() {
    let staff = Staff::new("verbs_race");
    let both = [staff.tenant.join("first"), staff.tenant.join("second")];
    for _ in 0..5 {
        let answers = at_once(&staff.tenant, |n| staff.user(&both[n % 2], "/disable"));
        let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1);
        for lost in answers.iter().filter(|answer| answer.status != 200) {
            let code = lost.json()["error"]["code"].as_u64().unwrap();
            assert!(lost.status == 400 && matches!(code, 116 | 139), "{lost:?}");
        }
        for person in both.iter().filter(|person| staff.shown(person)["status"] == "inactive") {
            staff.tenant.admin.verb(&staff.user(person, "/enable")).expect(200);
        }
    }
}

/// Posts from eight threads at the same moment.
fn at_once(tenant: &Tenant, path: impl Fn(usize) -> String + Sync) -> Vec<Answer> {
    let start = Barrier::new(8);
    thread::scope(|scope| {
        let ask = |n: usize| {
            let (start, path) = (&start, &path);
            scope.spawn(move || {
                start.wait();
                tenant.admin.verb(&path(n))
            })
        };
        (0..8).map(ask).collect::<Vec<_>>().into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}
