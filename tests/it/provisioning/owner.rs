//! Handing a domain over (B16), and what its owner is safe from.

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use super::staff::{Staff, roles_of};
use super::{refused, refused_as};
use crate::harness::ids::{ACCESS, BILLING};
use crate::harness::{Answer, Person, Reseller, Scope, Signer};

impl Staff {
    fn owners(&self) -> Vec<String> {
        let users = self.tenant.admin.get(&format!("/v2/user/domain/{}", self.tenant.id)).expect(200);
        let owners = users.as_array().unwrap().iter().filter(|user| user["owner"] == true);
        owners.map(|user| user["email"].as_str().unwrap().to_owned()).collect()
    }

    fn hand_over(&self, person: &Person) -> Answer {
        self.tenant.operator.verb(&self.user(person, "/owner"))
    }
}

#[test]
fn p_r19_p_r20_ownership_is_handed_over_by_the_owner_or_multitenant_credentials() {
    let staff = Staff::new("owner_transfer");
    let (first, second) = (staff.tenant.join("first"), staff.tenant.join("second"));
    assert!(staff.owners().is_empty());
    let light = staff.tenant.token("Light", &[ACCESS]).client;
    let owner = light.verb(&staff.user(&first, "/owner")).expect(200);
    assert_eq!(
        (&owner["owner"], roles_of(&owner)),
        (&json!(true), vec!["ADMIN".to_owned()]),
        "the first one"
    );
    refused_as(&staff.tenant.admin.verb(&staff.user(&second, "/owner")), 403);
    refused_as(&staff.token_of(&second).verb(&staff.user(&second, "/owner")), 403);
    let own = staff.token_of(&first);
    assert_eq!(own.verb(&staff.user(&second, "/owner")).expect(200)["owner"], true);
    assert_eq!(staff.owners(), [second.email.as_str()]);
    let former = staff.shown(&first);
    assert_eq!((&former["owner"], roles_of(&former)), (&json!(false), vec!["ADMIN".to_owned()]));
    refused_as(&own.verb(&staff.user(&first, "/owner")), 403);
    assert_eq!(staff.hand_over(&first).expect(200)["owner"], true);
    assert_eq!(staff.owners(), [first.email.as_str()]);
    let events = staff.tenant.events_of(&first.membership);
    assert_eq!(events.iter().filter(|event| *event == "account-user.owner-changed").count(), 2, "{events:?}");
}

#[test]
fn p_r3_p_r20_a_reseller_hands_the_domains_below_over_and_no_other() {
    let reseller = Reseller::new("owner_reseller");
    let staff = Staff { tenant: reseller.child("owner-child") };
    let (first, second) = (staff.tenant.join("first"), staff.tenant.join("second"));
    let hand_over = |person: &Person| reseller.key.verb(&staff.user(person, "/owner"));
    hand_over(&first).expect(200);
    hand_over(&second).expect(200);
    assert_eq!(staff.owners(), [second.email.as_str()]);
    refused(&hand_over(&second), 400, 141);
    let domain = Signer::make(&staff.tenant.admin, &staff.tenant.id, Scope::Domain);
    refused_as(&domain.verb(&staff.user(&first, "/owner")), 403);
    refused(&domain.verb(&staff.user(&second, "/disable")), 400, 122);
    let own = Staff { tenant: reseller.tenant.clone() };
    let above = own.tenant.join("above");
    refused_as(&reseller.key.verb(&own.user(&above, "/owner")), 404);
    let made = reseller.key.post(
        &format!("/v2/domain/{}/roles", staff.tenant.id),
        &json!({"name": "everything", "policies": "*"}),
    );
    assert_eq!(made.expect(200)["policies"], "*", "a key holds all that the account has (P-R39)");
    let roles = json!({"roles": ["everything"]});
    let path = staff.user(&first, "/role");
    assert_eq!(roles_of(&reseller.key.put(&path, &roles).expect(200)), ["everything"]);
    let taken = reseller.key.call("DELETE", &path, Some(&json!({"roles": "NO_PRIVILEGES"})));
    assert_eq!(roles_of(&taken.expect(200)), ["everything"], "a body is signed with DELETE too");
}

#[test]
fn p_r20_the_new_owner_is_another_active_internal_admin() {
    let staff = Staff::new("owner_target");
    let (first, second) = (staff.tenant.join("first"), staff.tenant.join("second"));
    let kari = staff.join("kari", "reader", &[BILLING]);
    let pending = staff.tenant.invite("pending");
    staff.hand_over(&first).expect(200);
    for unfit in [&first, &kari, &pending] {
        refused(&staff.hand_over(unfit), 400, 141);
    }
    staff.tenant.admin.verb(&staff.user(&second, "/disable")).expect(200);
    refused(&staff.hand_over(&second), 400, 141);
    assert_eq!(staff.owners(), [first.email.as_str()]);
}

#[test]
fn p_r20_the_owner_is_not_deleted_or_disabled_and_keeps_admin() {
    let staff = Staff::new("owner_safe");
    let owner = staff.tenant.join("owner");
    staff.tenant.join("second");
    let reader = staff.tenant.group("reader", &[]);
    staff.hand_over(&owner).expect(200);
    for client in [&staff.tenant.admin, &staff.tenant.operator, &staff.token_of(&owner)] {
        refused(&client.delete(&staff.user(&owner, "")), 400, 112);
        refused(&client.verb(&staff.user(&owner, "/disable")), 400, 122);
        refused(&client.put(&staff.user(&owner, "/role"), &json!({"roles": "reader"})), 400, 115);
        refused(&client.call("PUT", &staff.user(&owner, "/role/reader"), None), 400, 115);
    }
    let groups = format!("{}/{}/groups", staff.tenant.users(), owner.user);
    staff.tenant.operator.post(&groups, &json!({"id": reader})).expect(200);
    refused(&staff.take_roles(&owner, &json!("ADMIN")), 400, 115);
    refused(&staff.take_roles(&owner, &json!("ADMIN,reader")), 400, 114);
    let platform = staff.tenant.admin.delete(&format!("{}/{}", staff.tenant.users(), owner.user));
    assert_eq!(platform.status, 400, "nor by the Platform API: {platform:?}");
    assert_eq!(roles_of(&staff.put_roles(&owner, &json!(["ADMIN"])).expect(200)), ["ADMIN"]);
}

#[test]
fn p_r37_of_many_transfers_at_once_one_owner_comes_out() {
    let staff = Staff::new("owner_race");
    let [first, second, third] = ["first", "second", "third"].map(|local| staff.tenant.join(local));
    staff.hand_over(&first).expect(200);
    let own = staff.token_of(&first);
    let start = Barrier::new(8);
    let answers: Vec<Answer> = thread::scope(|scope| {
        let ask = |n: usize| {
            let (start, own) = (&start, &own);
            let path = staff.user([&second, &third][n % 2], "/owner");
            scope.spawn(move || {
                start.wait();
                own.verb(&path)
            })
        };
        (0..8).map(ask).collect::<Vec<_>>().into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let won: Vec<Value> = answers
        .iter()
        .filter(|answer| answer.status == 200)
        .map(|answer| answer.json()["email"].clone())
        .collect();
    assert_eq!(won.len(), 1);
    assert_eq!(json!(staff.owners()), json!(won));
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        refused_as(lost, 403);
    }
}
