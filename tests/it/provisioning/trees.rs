//! Trees of accounts: who stands above whom is decided by Operations and bounds what works and what is reached (R8–R10,
//! P-R3, P-R33).

use serde_json::{Value, json};

use super::{refused, refused_as};
use crate::harness::person::PASSWORD;
use crate::harness::session::{own_address, sign_in};
use crate::harness::tenant::id_of;
use crate::harness::{Answer, Client, Reseller, Tenant, site};

fn one(name: &str) -> String {
    format!("/v2/domain/{name}")
}

/// Puts an account below another one, or below none.
fn put_below(tenant: &Tenant, parent: Option<&str>) -> Answer {
    let parent = parent.map(|id| json!({"id": id}));
    tenant.operator.put(&tenant.path(), &json!({"parent": parent}))
}

fn account(name: &str, parent: Option<&str>) -> Answer {
    let body = json!({"name": name, "type": "Client", "parent": parent.map(|id| json!({"id": id}))});
    site().operator.post("/v1/accounts/accounts", &body)
}

#[test]
fn p_r3_a_child_that_moved_away_is_out_of_reach_at_once() {
    let (first, second) = (Reseller::new("trees_first"), Reseller::new("trees_second"));
    let acme = first.child("Acme of trees");
    let read = |reseller: &Reseller, name: &str| reseller.key.get(&one(name));
    assert_eq!(read(&first, "acme-of-trees@trees_first").expect(200)["id"], acme.id);
    refused_as(&read(&second, &acme.id), 404);
    put_below(&acme, Some(&second.tenant.id)).expect(200);
    for name in [&acme.id, "acme-of-trees@trees_first", "acme-of-trees@trees_second"] {
        refused_as(&read(&first, name), 404);
    }
    refused_as(&first.key.verb(&one(&format!("{}/disable", acme.id))), 404);
    assert_eq!(first.key.get("/v2/domain").expect(200), json!([]));
    assert_eq!(read(&second, "acme-of-trees@trees_second").expect(200)["id"], acme.id);
    put_below(&acme, None).expect(200);
    refused_as(&read(&second, &acme.id), 404);
    assert_eq!(acme.admin.get(&one("acme-of-trees")).expect(200)["id"], acme.id);
}

#[test]
fn p_r33_an_account_that_comes_where_its_slug_is_taken_gets_another() {
    let (first, second) = (Reseller::new("trees_slugs"), Reseller::new("trees_slugs_too"));
    let (moved, other) = (first.child("Shop"), second.child("Shop!"));
    put_below(&moved, Some(&second.tenant.id)).expect(200);
    assert_eq!([moved.name(), other.name()], ["shop-2@trees_slugs_too", "shop@trees_slugs_too"]);
    put_below(&moved, Some(&first.tenant.id)).expect(200);
    assert_eq!(moved.name(), "shop-2@trees_slugs", "what is free is kept");
    first.key.post("/v2/domain", &json!({"name": "shop", "plan": "x"})).expect(200);
    refused(&first.key.post("/v2/domain", &json!({"name": "shop-2", "plan": "x"})), 409, 131);
}

#[test]
fn r8_r10_a_moved_subtree_works_as_its_new_ancestors_let_it() {
    let (good, bad) = (Tenant::new("trees_good"), Tenant::new("trees_bad"));
    let top = Tenant::below(&good.id, "trees top");
    let middle = Tenant::below(&top.id, "trees middle");
    let leaf = Tenant::below(&middle.id, "trees leaf");
    let person = leaf.join("mara");
    let key = leaf.domain_key();
    let works = || {
        let clients = [&top, &middle, &leaf].map(|tenant| tenant.admin.get(&tenant.path()).status);
        (clients, key.get(&one(&leaf.id)).status)
    };
    let anyone = leaf.operator.anonymous().from(&own_address());
    let signs_in = || sign_in(&anyone, &person.email, PASSWORD).status;
    assert_eq!(works(), ([200; 3], 200));
    good.operator.verb(&one("trees_bad/disable")).expect(200);
    assert_eq!(works(), ([200; 3], 200), "another tree");
    assert_eq!(signs_in(), 201);
    // What was verified a moment ago is judged by the new place.
    put_below(&top, Some(&bad.id)).expect(200);
    assert_eq!(works(), ([401; 3], 401));
    assert_eq!(signs_in(), 401, "all accounts of the person are unusable (R9)");
    put_below(&top, Some(&good.id)).expect(200);
    assert_eq!(works(), ([200; 3], 200));
    assert_eq!(signs_in(), 201);
    // The nearest one above counts as much as the farthest.
    for above in [&good, &top, &middle] {
        let steer = |verb: &str| above.operator.verb(&one(&format!("{}/{verb}", above.id))).expect(200);
        steer("disable");
        assert_eq!((leaf.admin.get(&leaf.path()).status, key.get(&one(&leaf.id)).status), (401, 401));
        assert_eq!(leaf.operator.get(&leaf.path()).expect(200)["status"], "Enabled", "nothing else changes");
        steer("enable");
        assert_eq!(works(), ([200; 3], 200));
    }
}

#[test]
fn r10_a_move_makes_neither_a_cycle_nor_a_tree_that_is_too_deep() {
    let mut levels = vec![id_of(&account("trees level 1", None).expect(201))];
    for n in 2..=6 {
        levels.push(id_of(
            &account(&format!("trees level {n}"), levels.last().map(String::as_str)).expect(201),
        ));
    }
    let top = Tenant::new("trees_depth");
    let middle = Tenant::below(&top.id, "trees depth middle");
    let leaf = Tenant::below(&middle.id, "trees depth leaf");
    for below in [&top, &middle, &leaf] {
        put_below(&top, Some(&below.id)).refuses(400, "validation-failed", &["parent.id"]);
    }
    put_below(&middle, Some(&leaf.id)).refuses(400, "validation-failed", &["parent.id"]);
    // Three levels fit below the fifth, not below the sixth.
    put_below(&top, Some(&levels[5])).refuses(400, "validation-failed", &["parent.id"]);
    put_below(&top, Some(&levels[4])).expect(200);
    account("trees level 9", Some(&leaf.id)).refuses(400, "validation-failed", &["parent.id"]);
    let sent = json!({"name": format!("too-deep@{}", slug(&leaf)), "plan": "x"});
    refused(&site().operator.post("/v2/domain", &sent), 400, 138);
    put_below(&leaf, Some(&site().operations)).refuses(400, "validation-failed", &["parent.id"]);
    leaf.admin.get(&leaf.path()).expect(200);
}

fn slug(tenant: &Tenant) -> String {
    tenant.name().split('@').next().unwrap().to_owned()
}

#[test]
fn r10_nobody_but_operations_moves_an_account() {
    let msp = Reseller::new("trees_rights");
    let child = msp.child("trees rights child");
    let free = Tenant::new("trees_rights_free");
    let moves = |tenant: &Tenant, client: &Client, parent: Value| {
        client.put(&tenant.path(), &json!({"parent": parent}))
    };
    // Who holds one end, the other or both.
    let own = |tenant: &Tenant| json!({"id": tenant.id});
    moves(&free, &free.admin, own(&msp.tenant)).problem(403, "forbidden");
    moves(&child, &child.admin, Value::Null).problem(403, "forbidden");
    moves(&child, &msp.tenant.admin, Value::Null).problem(404, "not-found");
    moves(&free, &msp.tenant.admin, own(&msp.tenant)).problem(404, "not-found");
    moves(&child, &child.member, own(&free)).problem(403, "forbidden");
    // A key that reaches the child in the Provisioning API is no credential of this one.
    assert_eq!(msp.key.put(&child.path(), &json!({"parent": null})).status, 401);
    assert_eq!(child.name(), "trees-rights-child@trees_rights");
    assert_eq!(free.name(), "trees_rights_free");
}
