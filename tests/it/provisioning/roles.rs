//! Roles of a domain (C7–C9).

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use super::{refused, refused_as};
use crate::harness::ids::{ACCESS, BILLING};
use crate::harness::{Answer, Tenant};

fn roles(tenant: &Tenant) -> String {
    format!("/v2/domain/{}/roles", tenant.id)
}

fn names(answer: &Answer) -> Vec<String> {
    let list = answer.expect(200);
    list.as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn p_r15_lists_of_roles_show_built_in_ones_and_identifiers_where_names_do_not_tell() {
    let tenant = Tenant::new("roles_list");
    let reviewer = tenant.group("reviewer", &[BILLING]);
    let twice = [tenant.group("twice", &[]), tenant.group("twice", &[])];
    let [malformed, reserved] = [tenant.group("Größe, XL", &[]), tenant.group("Admin", &[])];
    let answer = tenant.admin.get(&roles(&tenant));
    let mut expected =
        vec!["ADMIN", "NO_PRIVILEGES", "reviewer", &malformed, &reserved, &twice[0], &twice[1]];
    expected.sort_unstable();
    assert_eq!(names(&answer), expected);
    assert_eq!(answer.header("x-total-count"), Some("7"));
    let part = tenant.admin.get(&format!("{}?limit=2&offset=1", roles(&tenant)));
    assert_eq!(names(&part), expected[1..3]);
    assert_eq!(part.header("x-total-count"), Some("7"));

    let get = |name: &str| tenant.admin.get(&format!("{}/{name}", roles(&tenant)));
    let shown = json!({"id": reviewer, "name": "reviewer", "description": null, "policies": ["billing"],
        "applications": [], "default": false});
    for name in ["reviewer", &reviewer] {
        assert_eq!(get(name).expect(200), shown);
    }
    let admin = get("admin").expect(200);
    assert_eq!(admin, get("ADMIN").expect(200));
    assert_eq!(admin, get(&tenant.group).expect(200));
    assert_eq!(
        (&admin["id"], &admin["policies"], &admin["default"]),
        (&json!(tenant.group), &json!("*"), &json!(true))
    );
    let nothing = json!({"id": null, "name": "NO_PRIVILEGES", "description": null, "policies": [],
        "applications": [], "default": false});
    assert_eq!(get("no_privileges").expect(200), nothing);
    assert_eq!(get(&twice[1]).expect(200)["name"], json!(twice[1]));
    for unknown in ["Reviewer", "twice", "Administrators", "OWNER", "UGR-9191-9191", "gr%C3%B6%C3%9Fe", "%FF"]
    {
        refused_as(&get(unknown), 404);
    }
}

#[test]
fn p_r21_a_role_is_made_of_policies_and_applications() {
    let tenant = Tenant::new("roles_create");
    let post = |body: &Value| tenant.admin.post(&roles(&tenant), body);
    let body = json!({"name": "Night shift-2", "description": "After\nten", "policies": ["billing"],
        "applications": ["reporting", "billing"]});
    let made = post(&body).expect(200);
    let expected = json!({"id": made["id"], "name": "Night shift-2", "description": "After\nten",
        "policies": ["billing", "reporting"], "applications": [], "default": false});
    assert_eq!(made, expected);
    assert_eq!(tenant.admin.get(&format!("{}/Night%20shift-2", roles(&tenant))).expect(200), expected);
    assert_eq!(tenant.events_of(made["id"].as_str().unwrap()), ["user-group.created"]);
    assert_eq!(post(&json!({"name": "none"})).expect(200)["policies"], json!([]));
    let null = json!({"name": "null", "description": null, "policies": null, "applications": null});
    assert_eq!(post(&null).expect(200)["policies"], json!([]));
    let all = json!({"name": "all", "policies": ["billing"], "applications": "*"});
    assert_eq!(post(&all).expect(200)["policies"], "*");
    let group = tenant.admin.get("/v1/accounts/user-groups?name=all&select=modules").expect(200);
    let count = |group: &Value| group["modules"].as_array().unwrap().len();
    let default = tenant.admin.get(&format!("/v1/accounts/user-groups/{}", tenant.group)).expect(200);
    assert_eq!(count(&group["data"][0]), count(&default));
}

#[test]
fn p_r21_names_are_well_formed_free_and_not_reserved() {
    let tenant = Tenant::new("roles_names");
    tenant.group("Größe", &[]);
    let post = |name: &str| tenant.admin.post(&roles(&tenant), &json!({"name": name}));
    for malformed in ["a,b", "-a", "a ", "Größe", "a/b", &"x".repeat(65)] {
        refused(&post(malformed), 400, 106);
    }
    refused(&post(" "), 400, 102);
    for reserved in
        ["ADMIN", "admin", "OWNER", "no_privileges", "Administrators", "backoffice", "UGR-1234-5678"]
    {
        refused(&post(reserved), 409, 133);
    }
    post("reviewer").expect(200);
    for used in ["reviewer", "Reviewer"] {
        refused(&post(used), 409, 133);
    }
}

#[test]
fn p_r21_bodies_are_read_strictly() {
    let tenant = Tenant::new("roles_body");
    let post = |body: &Value| tenant.admin.post(&roles(&tenant), body);
    refused(
        &tenant.admin.send("POST", &roles(&tenant), &[("content-type", "application/json")], Some(b"{")),
        400,
        100,
    );
    refused(&post(&json!({"name": 7})), 400, 100);
    refused(&post(&json!({"name": "x", "policies": [7]})), 400, 100);
    refused(&post(&json!({"name": "x", "policy": []})), 400, 101);
    refused(&post(&json!({})), 400, 102);
    refused(&post(&json!({"name": "x", "policies": ["no-such-module"]})), 400, 104);
    refused(&post(&json!({"name": "x", "policies": "billing"})), 400, 104);
    refused(&post(&json!({"name": "x", "applications": ["*"]})), 400, 104);
    refused(&post(&json!({"name": "x", "description": "\u{1}"})), 400, 104);
    refused(&post(&json!({"name": "x", "policies": ["catalogue-management"]})), 400, 136);
    refused(&post(&json!({"name": "admin", "policies": ["catalogue-management"]})), 409, 133);
    refused(&post(&json!({"name": "-", "policies": ["no-such-module"], "description": 7})), 400, 100);
    assert_eq!(names(&tenant.admin.get(&roles(&tenant))), ["ADMIN", "NO_PRIVILEGES"], "nothing was made");
}

#[test]
fn p_r39_nobody_makes_a_role_with_a_module_that_they_do_not_hold() {
    let tenant = Tenant::new("roles_grant");
    let light = tenant.token("Light", &[ACCESS]).client;
    let post = |body: &Value| light.post(&roles(&tenant), body);
    refused_as(&post(&json!({"name": "x", "policies": ["billing"]})), 403);
    refused_as(&post(&json!({"name": "x", "policies": "*"})), 403);
    refused_as(&post(&json!({"name": "a,b", "applications": ["billing"]})), 403);
    post(&json!({"name": "x", "policies": ["access-management"]})).expect(200);
    let operator = tenant.operator.post(&roles(&tenant), &json!({"name": "y", "policies": "*"}));
    assert_eq!(operator.expect(200)["policies"], "*", "Operations hold all");
}

#[test]
fn p_r2_roles_of_foreign_domains_are_out_of_reach_and_need_access_management() {
    let (own, foreign) = (Tenant::new("roles_own"), Tenant::new("roles_foreign"));
    for path in [roles(&foreign), "/v2/domain/ACC-9191-9191/roles".into()] {
        refused_as(&own.admin.get(&path), 404);
        refused_as(&own.admin.get(&format!("{path}/ADMIN")), 404);
        refused_as(&own.admin.post(&path, &json!({"nonsense": 1})), 404);
    }
    refused_as(&own.member.get(&roles(&own)), 403);
    refused_as(&own.member.get(&format!("{}/ADMIN", roles(&own))), 403);
    refused_as(&own.member.post(&roles(&own), &json!({"nonsense": 1})), 403);
    refused_as(&own.admin.anonymous().post(&roles(&own), &json!({"name": "x"})), 401);
}

#[test]
fn p_r36_an_account_has_no_more_than_200_roles() {
    let tenant = Tenant::new("roles_limit");
    let post = |name: &str| tenant.admin.post(&roles(&tenant), &json!({"name": name}));
    for n in 0..198 {
        post(&format!("role {n}")).expect(200);
    }
    refused(&post("one more"), 400, 138);
    refused(&post("ADMIN"), 409, 133);
    assert_eq!(tenant.admin.get(&roles(&tenant)).header("x-total-count"), Some("200"));
}

#[test]
fn p_r37_one_of_many_roles_of_the_same_name_wins() {
    let tenant = Tenant::new("roles_race");
    let start = Barrier::new(8);
    let answers: Vec<Answer> = thread::scope(|scope| {
        let ask = |n: usize| {
            let (start, tenant) = (&start, &tenant);
            scope.spawn(move || {
                start.wait();
                tenant
                    .admin
                    .post(&roles(tenant), &json!({"name": if n.is_multiple_of(2) { "Same" } else { "same" }}))
            })
        };
        (0..8).map(ask).collect::<Vec<_>>().into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(won.len(), 1);
    for answer in lost {
        refused(answer, 409, 133);
    }
}
