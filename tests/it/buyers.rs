//! Buyers (platform.md §3.7, §4, R35, R42–R48).

use serde_json::{Value, json};

use crate::harness::ids::unknown;
use crate::harness::tenant::{buyer, id_of, references};
use crate::harness::{Answer, Client, Tenant};

const BASE: &str = "/v1/accounts/buyers";

fn one(id: &str) -> String {
    format!("{BASE}/{id}")
}

fn at(id: &str, verb: &str) -> String {
    format!("{BASE}/{id}/{verb}")
}

/// Both identifiers of the ERP; the company contact is unique among all tests (R43).
fn erp(contact: &str) -> Value {
    json!({"externalIds": {"erpCompanyContact": contact, "erpCustomer": "CU-1"}})
}

fn to(account: &str) -> Value {
    json!({"account": {"id": account}})
}

fn ids_of(list: &Value) -> Vec<&str> {
    list["data"].as_array().unwrap().iter().map(|buyer| buyer["id"].as_str().unwrap()).collect()
}

fn names_of(buyers: &Value) -> Vec<&Value> {
    buyers.as_array().unwrap().iter().map(|buyer| &buyer["name"]).collect()
}

#[test]
fn a_buyer_is_made_read_changed_and_deleted() {
    let tenant = Tenant::new("buyers_life");
    let person = tenant.join("mara");
    let mut body = buyer("Harbour Lane Lisbon", Some(&tenant.id));
    body["taxId"] = json!("PT508112349");
    body["externalIds"] = json!({"accountExternalId": "AX-1"});
    body["contact"] = json!({"name": "Mara L.", "firstName": "Mara", "lastName": "Lindqvist", "type": "Purchasing",
        "email": "Mara@Harbour.example", "phone": {"prefix": "+351", "number": "21 000"},
        "user": {"id": person.user}});
    body["sellers"] = json!([{"id": "SEL-7320-1145", "name": "Brightwater Portugal", "externalId": "PT01"}]);
    body["status"] = json!("Active");
    let answer = tenant.operator.post(BASE, &body);
    let made = answer.expect(201);
    let id = id_of(&made);
    assert_eq!(answer.header("location"), Some(one(&id).as_str()));
    assert_eq!((&made["href"], &made["icon"]), (&json!(one(&id)), &json!(at(&id, "icon"))));
    assert_eq!(
        (&made["status"], &made["revision"]),
        (&json!("Enabled"), &json!(1)),
        "a sent status is ignored"
    );
    assert_eq!(made["contact"]["email"], "mara@harbour.example");
    assert_eq!(made["contact"]["user"]["href"], format!("/v1/accounts/users/{}", person.user));
    assert_eq!((&made["taxId"], &made["sellers"]), (&body["taxId"], &body["sellers"]));
    assert_eq!((&made["account"]["name"], &made["address"]), (&json!("buyers_life"), &body["address"]));
    assert_eq!(made["$meta"]["omitted"], json!(["audit"]));
    assert_eq!(tenant.admin.get(&one(&id)).expect(200), made, "the account's administrator sees the same");

    let put = json!({"address": {"city": "Porto"}, "contact": {"phone": null, "user": null}, "taxId": "", "sellers": []});
    let changed = tenant.operator.put(&one(&id), &put).expect(200);
    assert_eq!(
        (&changed["address"]["city"], &changed["address"]["postCode"]),
        (&json!("Porto"), &json!("1200-109"))
    );
    assert_eq!((changed.get("taxId"), changed.get("sellers"), &changed["revision"]), (None, None, &json!(2)));
    assert_eq!(changed["contact"].get("phone").or(changed["contact"].get("user")), None);
    assert_eq!(changed["contact"]["firstName"], "Mara", "objects merge member by member");
    let same = tenant.operator.put(&one(&id), &changed).expect(200);
    assert_eq!(same, changed, "equal values change nothing");
    for required in [json!({"name": null}), json!({"name": ""})] {
        tenant.operator.put(&one(&id), &required).refuses(400, "validation-failed", &["name"]);
    }
    tenant.operator.put(&one(&id), &json!({"address": null})).refuses(400, "validation-failed", &["address"]);
    let kept = tenant.operator.put(&one(&id), &json!({"address": {}})).expect(200);
    assert_eq!(kept, changed, "nothing to merge");

    let gone = tenant.operator.delete(&one(&id));
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    assert_eq!(tenant.events_of(&id), ["buyer.created", "buyer.updated", "buyer.deleted"]);
}

#[test]
fn r43_creation_needs_name_and_address_and_names_every_wrong_member() {
    let tenant = Tenant::new("buyers_wrong");
    let vendor = Tenant::of_type("Vendor", "buyers_wrong_vendor");
    let post = |body: &Value| tenant.operator.post(BASE, body);
    post(&json!({})).refuses(400, "validation-failed", &["address", "name"]);
    let mut body = buyer("x", None);
    body["address"]["city"] = json!(null);
    post(&body).refuses(400, "validation-failed", &["address.city"]);
    for bad in [unknown("ACC"), "nonsense", &vendor.id] {
        post(&buyer("x", Some(bad))).refuses(400, "validation-failed", &["account.id"]);
    }
    let mut body = buyer(&"x".repeat(501), None);
    body["taxId"] = json!("x".repeat(19));
    body["externalIds"] = json!({"erpCompanyContact": "x".repeat(251), "erpCustomer": 7});
    body["contact"] = json!({"name": "x".repeat(201), "firstName": "x".repeat(101), "lastName": "x".repeat(101),
        "email": "nobody", "phone": {"prefix": "abc"}, "user": {"id": unknown("USR")}, "type": "x".repeat(51)});
    body["sellers"] = json!([{"id": "SEL-1"}, {"name": "x".repeat(501)}, 7]);
    let keys = [
        "contact.email",
        "contact.firstName",
        "contact.lastName",
        "contact.name",
        "contact.phone.prefix",
        "contact.type",
        "externalIds.erpCompanyContact",
        "externalIds.erpCustomer",
        "name",
        "sellers[0].id",
        "sellers[1].id",
        "sellers[1].name",
        "sellers[2]",
        "taxId",
    ];
    post(&body).refuses(400, "validation-failed", &keys);
    let mut body = buyer("x", None);
    body["contact"] = json!({"user": {"id": unknown("USR")}});
    post(&body).refuses(400, "validation-failed", &["contact.user.id"]);
    post(&json!([])).problem(400, "malformed-request");
    tenant.operator.verb(BASE).problem(400, "malformed-request");
    for client in [&tenant.admin, &tenant.member, &vendor.admin] {
        client.post(BASE, &buyer("x", None)).problem(403, "forbidden");
    }
}

#[test]
fn r43_a_company_contact_is_one_buyers_until_that_is_deleted() {
    let tenant = Tenant::new("buyers_r43");
    let operator = &tenant.operator;
    let (first, second) = (tenant.buyer("First"), tenant.buyer("Second"));
    operator.put(&one(&first), &erp("r43-1")).expect(200);
    let key = ["externalIds.erpCompanyContact"];
    let mut twin = buyer("Twin", None);
    twin["externalIds"] = erp("r43-1")["externalIds"].clone();
    operator.post(BASE, &twin).refuses(409, "conflict", &key);
    operator.put(&one(&second), &erp("r43-1")).refuses(409, "conflict", &key);
    operator.post(&at(&second, "activate"), &erp("r43-1")).refuses(409, "conflict", &key);
    operator.post(&at(&second, "validate"), &erp("r43-1")).refuses(409, "conflict", &key);
    operator.put(&one(&first), &erp("r43-1")).expect(200);
    operator.delete(&one(&first)).expect(204);
    operator.put(&one(&second), &erp("r43-1")).expect(200);
}

#[test]
fn every_transition_of_the_buyer_table_is_as_printed() {
    let (tenant, other) = (Tenant::new("buyers_states"), Tenant::new("buyers_states_other"));
    let operator = &tenant.operator;
    let free = id_of(&operator.post(BASE, &buyer("Free", None)).expect(201));
    let refused = |id: &str, verbs: &[&str]| {
        for verb in verbs {
            let body = if *verb == "transfer" { to(&other.id) } else { json!({}) };
            operator.post(&at(id, verb), &body).refuses(400, "invalid-transition", &["status"]);
        }
    };
    let moved = |answer: Answer, status: &str| {
        let buyer = answer.expect(200);
        assert_eq!(buyer["status"], status, "{buyer}");
        buyer
    };
    let verb = |id: &str, verb: &str| operator.verb(&at(id, verb));
    let put = |id: &str, body: &Value| operator.put(&one(id), body);

    assert_eq!(operator.get(&one(&free)).expect(200)["status"], "Unassigned");
    refused(&free, &["activate", "deactivate", "disable", "enable", "transfer"]);
    let id = free;
    moved(put(&id, &to(&tenant.id)), "Enabled");
    refused(&id, &["activate", "deactivate", "enable"]);
    operator.post(&at(&id, "activate"), &json!({"externalIds": {"erpCustomer": "CU-1"}})).refuses(
        400,
        "invalid-transition",
        &["status"],
    );
    moved(verb(&id, "disable"), "Disabled");
    refused(&id, &["activate", "deactivate", "disable"]);
    moved(operator.post(&at(&id, "transfer"), &to(&other.id)), "Disabled");
    moved(put(&id, &erp("states-1")), "Disabled");
    moved(verb(&id, "enable"), "Active");
    refused(&id, &["activate", "enable"]);
    moved(operator.post(&at(&id, "transfer"), &to(&tenant.id)), "Active");
    moved(verb(&id, "disable"), "Disabled");
    moved(put(&id, &json!({"account": null})), "Disabled");
    moved(verb(&id, "enable"), "Unassigned");
    moved(put(&id, &to(&tenant.id)), "Active");
    let back = moved(verb(&id, "deactivate"), "Enabled");
    assert!(back.get("externalIds").is_none(), "both ERP ids are removed");
    moved(operator.post(&at(&id, "activate"), &erp("states-1")), "Active");
    moved(put(&id, &json!({"externalIds": {"erpCustomer": null}})), "Enabled");
    moved(operator.post(&at(&id, "activate"), &json!({"externalIds": {"erpCustomer": "CU-2"}})), "Active");
    moved(put(&id, &json!({"account": null})), "Unassigned");
    let audit = operator.get(&format!("{}?select=audit", one(&id))).expect(200)["audit"].clone();
    let events: Vec<_> = audit.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(events, ["activated", "created", "disabled", "unassigned", "updated"]);
    operator.delete(&one(&id)).expect(204);
    refused(&id, &["activate", "deactivate", "disable", "enable", "transfer", "validate"]);
}

#[test]
fn r42_an_administrator_writes_name_and_contact_and_enables_and_disables() {
    let tenant = Tenant::new("buyers_r42");
    let stranger = Tenant::new("buyers_r42_other").join("stranger");
    let id = tenant.buyer("Lisbon");
    let (person, invited) = (tenant.join("mara"), tenant.invite("tom"));
    let allowed =
        json!({"name": "Porto", "contact": {"email": "it@porto.example", "user": {"id": person.user}}});
    let changed = tenant.admin.put(&one(&id), &allowed).expect(200);
    assert_eq!((&changed["name"], &changed["contact"]["user"]["id"]), (&json!("Porto"), &json!(person.user)));
    assert_eq!(
        tenant.admin.put(&one(&id), &changed).expect(200),
        changed,
        "a client may send back what it read"
    );
    for reserved in [
        json!({"taxId": "PT1"}),
        json!({"taxId": 7}),
        erp("r42-1"),
        json!({"address": {"city": "Porto"}}),
        json!({"address": null}),
        json!({"account": null}),
        to(unknown("ACC")),
        json!({"sellers": [{"id": "SEL-7320-1145"}]}),
        json!({"sellers": "x"}),
    ] {
        tenant.admin.put(&one(&id), &reserved).problem(403, "forbidden");
    }
    let foreign = json!({"contact": {"user": {"id": stranger.user}}});
    tenant.admin.put(&one(&id), &foreign).refuses(400, "validation-failed", &["contact.user.id"]);
    tenant.operator.put(&one(&id), &foreign).expect(200);
    let hidden = tenant.admin.get(&one(&id)).expect(200);
    assert!(hidden["contact"].get("user").is_none(), "somebody else's person: {hidden}");
    let named = format!("{BASE}?limit=0&contact.user.id={}", stranger.user);
    assert_eq!(
        tenant.admin.get(&named).expect(200)["$meta"]["pagination"]["total"],
        0,
        "and not found by them"
    );
    assert_eq!(tenant.operator.get(&named).expect(200)["$meta"]["pagination"]["total"], 1);
    tenant.admin.put(&one(&id), &json!({"contact": {"user": {"id": invited.user}}})).expect(200);
    assert!(tenant.admin.get(&one(&id)).expect(200)["contact"].get("user").is_none(), "R20: not joined yet");
    assert_eq!(tenant.admin.verb(&at(&id, "disable")).expect(200)["status"], "Disabled");
    assert_eq!(tenant.admin.verb(&at(&id, "enable")).expect(200)["status"], "Enabled");
    for verb in ["activate", "deactivate", "validate", "transfer"] {
        tenant.admin.verb(&at(&id, verb)).problem(403, "forbidden");
    }
    tenant.admin.delete(&one(&id)).problem(403, "forbidden");
    for verb in ["enable", "disable", "activate"] {
        tenant.member.verb(&at(&id, verb)).problem(403, "forbidden");
    }
    tenant.member.put(&one(&id), &json!({"name": "x"})).problem(403, "forbidden");
}

#[test]
fn r44_clients_see_their_own_buyers_and_vendors_none() {
    let (own, other) = (Tenant::new("buyers_r44"), Tenant::new("buyers_r44_other"));
    let vendor = Tenant::of_type("Vendor", "buyers_r44_vendor");
    let (a, b) = (own.buyer("A"), own.buyer("B"));
    let foreign = other.buyer("Foreign");
    let free = id_of(&own.operator.post(BASE, &buyer("Free", None)).expect(201));
    for client in [&own.admin, &own.member] {
        let list = client.get(&format!("{BASE}?order=name")).expect(200);
        assert_eq!(ids_of(&list), [a.as_str(), b.as_str()], "tokens see all of their account");
        assert_eq!(list["$meta"]["pagination"], json!({"offset": 0, "limit": 100, "total": 2}));
        for hidden in [foreign.as_str(), free.as_str(), unknown("BUY"), "BUY-0000-0000", "nonsense"] {
            client.get(&one(hidden)).problem(404, "not-found");
            client.get(&at(hidden, "icon")).problem(404, "not-found");
            client.put(&one(hidden), &json!({"name": "x"})).problem(404, "not-found");
            client.delete(&one(hidden)).problem(404, "not-found");
        }
        assert_eq!(client.get(&at(&a, "icon")).header("content-type"), Some("image/svg+xml"));
    }
    for client in [&vendor.admin, &vendor.member] {
        assert_eq!(client.get(BASE).expect(200)["data"], json!([]));
        client.get(&one(&a)).problem(404, "not-found");
        client.verb(&at(&a, "disable")).problem(404, "not-found");
    }
    for id in [&a, &foreign, &free] {
        assert_eq!(own.operator.get(&one(id)).expect(200)["id"], **id);
    }
    own.admin.anonymous().get(&one(&a)).problem(401, "authentication-failed");
}

#[test]
fn r35_a_buyer_that_goes_leaves_the_groups_of_its_account() {
    let (tenant, other) = (Tenant::new("buyers_r35"), Tenant::new("buyers_r35_other"));
    let ids = ["A", "B", "C", "D"].map(|name| tenant.buyer(name));
    let foreign = other.buyer("Foreign");
    let group = tenant.group("Limited", &[]);
    let path = format!("/v1/accounts/user-groups/{group}");
    let listed: Vec<&str> = ids.iter().map(String::as_str).collect();
    let put = |ids: &[&str]| tenant.admin.put(&path, &json!({"buyers": references(ids)}));
    put(&[listed[0], &foreign, unknown("BUY"), "x"]).refuses(
        400,
        "validation-failed",
        &["buyers[1].id", "buyers[2].id", "buyers[3].id"],
    );
    let shown = put(&listed).expect(200);
    let names: Vec<_> =
        shown["buyers"].as_array().unwrap().iter().map(|buyer| buyer["name"].clone()).collect();
    assert!(names.len() == 4 && ["A", "B", "C", "D"].iter().all(|name| names.contains(&json!(name))));
    assert_eq!(shown["buyers"][0]["href"], one(shown["buyers"][0]["id"].as_str().unwrap()));
    let person = tenant.join_to(&group, "mara");
    let union = || {
        let path = format!("{}/{}?select=buyers", tenant.users(), person.user);
        tenant.admin.get(&path).expect(200)["buyers"].clone()
    };
    assert_eq!(names_of(&union()), names_of(&shown["buyers"]));

    let left = || tenant.admin.get(&path).expect(200);
    let before = left()["revision"].as_u64().unwrap();
    tenant.operator.delete(&one(&ids[0])).expect(204);
    tenant.operator.post(&at(&ids[1], "transfer"), &to(&other.id)).expect(200);
    tenant.operator.put(&one(&ids[2]), &json!({"account": null})).expect(200);
    let group = left();
    assert_eq!((&group["buyers"].as_array().unwrap().len(), &group["revision"]), (&1, &json!(before + 3)));
    assert_eq!(group["buyers"][0]["id"], ids[3]);
    tenant.operator.put(&one(&ids[3]), &to(&other.id)).expect(200);
    assert_eq!(left()["buyers"], json!([]), "a list that runs empty means none, not all");
    assert_eq!(union(), json!([]));
    let record = tenant.admin.get(&format!("/v1/audit/records?object.id={}", ids[0])).expect(200);
    let deleted =
        record["data"].as_array().unwrap().iter().find(|r| r["event"] == "platform.accounts.buyer.deleted");
    assert_eq!(deleted.unwrap()["related"][0]["objectType"], "UserGroup");
}

#[test]
fn r45_a_transfer_goes_to_another_client_account() {
    let (tenant, other) = (Tenant::new("buyers_r45"), Tenant::new("buyers_r45_other"));
    let vendor = Tenant::of_type("Vendor", "buyers_r45_vendor");
    let id = tenant.buyer("Lisbon");
    for bad in [&tenant.id, &vendor.id, unknown("ACC"), "x"] {
        let answer = tenant.operator.post(&at(&id, "transfer"), &to(bad));
        answer.refuses(400, "validation-failed", &["account.id"]);
    }
    for empty in [json!({}), json!({"account": null}), json!({"account": 7})] {
        let answer = tenant.operator.post(&at(&id, "transfer"), &empty);
        answer.refuses(400, "validation-failed", &["account.id"]);
    }
    tenant.operator.verb(&at(&id, "transfer")).problem(400, "malformed-request");
    let get = tenant.operator.get(&at(&id, "transfer"));
    get.problem(405, "method-not-allowed");
    assert_eq!(get.header("allow"), Some("POST"));
    tenant.operator.verb(&at(&id, "synchronize")).problem(404, "not-found");
    let moved = tenant.operator.post(&at(&id, "transfer"), &to(&other.id)).expect(200);
    assert_eq!((&moved["account"]["id"], &moved["revision"]), (&json!(other.id), &json!(2)));
    tenant.admin.get(&one(&id)).problem(404, "not-found");
    other.admin.get(&one(&id)).expect(200);
    assert!(other.events_of(&id).contains(&"buyer.transferred".to_owned()));
}

#[test]
fn r46_a_deleted_buyer_is_read_by_the_operator_alone() {
    let tenant = Tenant::new("buyers_r46");
    let id = tenant.buyer("Lisbon");
    tenant.operator.delete(&one(&id)).expect(204);
    assert_eq!(tenant.operator.get(&one(&id)).expect(200)["status"], "Deleted");
    assert_eq!(tenant.operator.get(&format!("{BASE}?id={id}")).expect(200)["data"], json!([]));
    tenant.operator.put(&one(&id), &json!({})).refuses(400, "invalid-transition", &["status"]);
    tenant.operator.delete(&one(&id)).refuses(400, "invalid-transition", &["status"]);
    tenant.admin.get(&one(&id)).problem(404, "not-found");
    tenant.admin.verb(&at(&id, "enable")).problem(404, "not-found");
}

#[test]
fn r47_sellers_are_kept_as_sent_and_found_by() {
    let tenant = Tenant::new("buyers_r47");
    let (id, bare) = (tenant.buyer("Lisbon"), tenant.buyer("Porto"));
    let sellers = json!([{"id": "SEL-7320-1145", "name": "Brightwater", "icon": "anything goes", "externalId": "PT01"},
                         {"id": "SEL-0000-0002"}]);
    let put = tenant.operator.put(&one(&id), &json!({"sellers": sellers})).expect(200);
    assert_eq!(put["sellers"], sellers);
    let found = |filter: &str| {
        let list = tenant.admin.get(&format!("{BASE}?{filter}")).expect(200);
        ids_of(&list).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        found("any(sellers,eq(id,SEL-7320-1145))&in(status,(Active,Enabled))"),
        std::slice::from_ref(&id)
    );
    assert_eq!(found("any(sellers,eq(externalId,PT02))"), [""; 0]);
    assert_eq!(found("not(any(sellers))"), [bare]);
    assert_eq!(found("all(sellers,like(name,Bright*))&any(sellers)"), [""; 0], "one has no name");
    let many: Value = (1..=101).map(|n| json!({"id": format!("SEL-0000-{n:04}")})).collect();
    let many = json!({"sellers": many});
    tenant.operator.put(&one(&id), &many).refuses(400, "validation-failed", &["sellers"]);
}

#[test]
fn r48_validate_stores_nothing_and_each_change_leaves_one_record() {
    let tenant = Tenant::new("buyers_r48");
    let id = tenant.buyer("Lisbon");
    let before = (tenant.operator.get(&one(&id)).expect(200), tenant.audit_total());
    let candidate = json!({"name": "Candidate", "account": null});
    let shown = tenant.operator.post(&at(&id, "validate"), &candidate).expect(200);
    assert_eq!(
        (&shown["name"], &shown["status"], &shown["id"]),
        (&json!("Candidate"), &json!("Unassigned"), &json!(id))
    );
    tenant.operator.verb(&at(&id, "validate")).expect(200);
    tenant.operator.post(&at(&id, "validate"), &json!({"name": ""})).refuses(
        400,
        "validation-failed",
        &["name"],
    );
    tenant.operator.put(&one(&id), &json!({"name": " Lisbon "})).expect(200);
    assert_eq!((tenant.operator.get(&one(&id)).expect(200), tenant.audit_total()), before);
    tenant.operator.post(&at(&id, "activate"), &erp("r48-1")).expect(200);
    for verb in ["deactivate", "disable", "enable"] {
        tenant.operator.verb(&at(&id, verb)).expect(200);
    }
    let events = ["buyer.created", "buyer.activated", "buyer.deactivated", "buyer.disabled", "buyer.enabled"];
    assert_eq!(tenant.events_of(&id), events);
}

#[test]
fn references_to_buyers_and_in_buyers_expand() {
    let tenant = Tenant::new("buyers_select");
    let person = tenant.join("mara");
    let mut body = buyer("Lisbon", Some(&tenant.id));
    body["contact"] = json!({"firstName": "Mara", "user": {"id": person.user}});
    let id = id_of(&tenant.operator.post(BASE, &body).expect(201));
    let get =
        |client: &Client, select: &str| client.get(&format!("{}?select={select}", one(&id))).expect(200);
    assert_eq!(get(&tenant.admin, "account")["account"]["externalId"], "X-buyers_select");
    let expanded = get(&tenant.admin, "-*,contact.user.email");
    assert_eq!(expanded["contact"]["user"]["email"], person.email);
    assert!(expanded["contact"].get("firstName").is_none());
    assert!(
        get(&tenant.admin, "contact")["contact"]["user"].get("email").is_none(),
        "a part's reference stays one"
    );
    get(&tenant.operator, "errors");
    let bad = format!("{}?select=contact.user.nonsense", one(&id));
    tenant.admin.get(&bad).refuses(400, "invalid-query", &["contact.user.nonsense"]);
    let group = format!("/v1/accounts/user-groups/{}", tenant.group);
    tenant.admin.put(&group, &json!({"buyers": references(&[&id])})).expect(200);
    let shown = tenant.admin.get(&format!("{group}?select=buyers")).expect(200);
    assert_eq!(shown["buyers"][0]["contact"]["firstName"], "Mara");
}
