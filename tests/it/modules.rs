//! Modules (platform.md §3.5).

use serde_json::json;

use crate::harness::ids::{ACCESS, ACCOUNT, CATALOGUE, PROCUREMENT, unknown};
use crate::harness::{Client, Tenant, site};

const BASE: &str = "/v1/accounts/modules";

fn ids(client: &Client) -> Vec<String> {
    let list = client.get(BASE).expect(200);
    list["data"].as_array().unwrap().iter().map(|module| module["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_module_has_the_members_of_the_contract() {
    let module = site().operator.get(&format!("{BASE}/{ACCESS}")).expect(200);
    let expected = json!({
        "id": ACCESS, "href": format!("{BASE}/{ACCESS}"), "revision": 1, "name": "Access Management",
        "code": "access-management", "description": "Members, groups and tokens of the account", "paid": false,
        "accountTypes": ["Client", "Vendor", "Operations"], "isConfigurable": false, "isEnabledByDefault": true,
        "settings": {"sharedAccount": false, "configurable": false, "default": true, "paid": false, "obsolete": false,
                     "type": ["new"], "eligibility": {"multi": false, "single": false}},
        "$meta": {"omitted": ["audit"]}
    });
    for (name, value) in expected.as_object().unwrap() {
        if name == "settings" {
            for (name, value) in value.as_object().unwrap().iter().filter(|(name, _)| *name != "eligibility")
            {
                assert_eq!(&module["settings"][name], value, "{name}");
            }
        } else {
            assert_eq!(&module[name], value, "{name}");
        }
    }
    let buyers = site().operator.get(&format!("{BASE}/{PROCUREMENT}")).expect(200);
    assert_eq!(buyers["filters"], json!({"group.buyers": ["selected", "all"]}));
}

#[test]
fn everyone_sees_the_modules_of_their_accounts_type_and_the_operator_all() {
    let (client, vendor) = (Tenant::new("modules_client"), Tenant::of_type("Vendor", "modules_vendor"));
    let all = ids(&client.operator);
    assert!(
        [ACCESS, ACCOUNT, CATALOGUE, PROCUREMENT].iter().all(|id| all.iter().any(|found| found == id)),
        "{all:?}"
    );
    for (actor, shown, hidden) in [
        (&client.admin, PROCUREMENT, CATALOGUE),
        (&client.member, PROCUREMENT, CATALOGUE),
        (&vendor.admin, CATALOGUE, PROCUREMENT),
        (&vendor.member, CATALOGUE, PROCUREMENT),
    ] {
        let seen = ids(actor);
        assert!(seen.iter().any(|id| id == shown) && seen.iter().any(|id| id == ACCESS), "{seen:?}");
        assert!(!seen.iter().any(|id| id == hidden || id == ACCOUNT), "{seen:?}");
        actor.get(&format!("{BASE}/{shown}")).expect(200);
        for hidden in [hidden, ACCOUNT, unknown("MOD"), "MOD-1", "MOD-0000"] {
            actor.get(&format!("{BASE}/{hidden}")).problem(404, "not-found");
        }
    }
}

#[test]
fn the_catalogue_is_configuration_and_never_written_over_http() {
    let operator = &site().operator;
    for (method, path) in [
        ("POST", BASE.to_owned()),
        ("PUT", format!("{BASE}/{ACCESS}")),
        ("DELETE", format!("{BASE}/{ACCESS}")),
        ("PATCH", format!("{BASE}/{ACCESS}")),
    ] {
        let answer = operator.call(method, &path, Some(&json!({"name": "x"})));
        answer.problem(405, "method-not-allowed");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
}

#[test]
fn modules_are_filtered_and_ordered_like_everything() {
    let list =
        site().operator.get(&format!("{BASE}?eq(paid,true)&order=-code&select=-*,id,code")).expect(200);
    assert!(
        list["data"].as_array().unwrap().iter().all(|module| module.as_object().unwrap().len() <= 3),
        "{list}"
    );
    let codes: Vec<_> =
        list["data"].as_array().unwrap().iter().map(|m| m["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"billing") && codes.is_sorted_by(|a, b| a >= b), "{codes:?}");
}
