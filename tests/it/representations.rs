//! What objects and references show: exactly the members of the contract's field tables (platform.md §1.4, §3).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::Tenant;
use crate::harness::ids::ACCESS;
use crate::harness::tenant::{id_of, references};

/// `object` shows these members and no other.
#[track_caller]
fn shows(object: &Value, members: &str) {
    let shown: BTreeSet<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    let expected: BTreeSet<_> = members.split(' ').collect();
    assert_eq!(shown, expected, "{object}");
}

/// By default the object shows `members` and names `omitted` as left out; with `*` it shows both, and no `$meta`.
#[track_caller]
fn represents(tenant: &Tenant, path: &str, members: &str, omitted: &[&str], maybe_absent: &[&str]) -> Value {
    let object = tenant.operator.get(path).expect(200);
    shows(&object, &format!("{members} $meta"));
    assert_eq!(object["$meta"], json!({"omitted": omitted}), "{path}");
    let all = tenant.operator.get(&format!("{path}?select=*")).expect(200);
    let present = omitted.iter().filter(|name| !maybe_absent.contains(name));
    shows(&all, &present.fold(members.to_owned(), |all, name| format!("{all} {name}")));
    all
}

const ADDRESS: &str = "addressLine1 addressLine2 postCode city state country";
const ACCOUNT: &str = "id href name icon type status";
const USER: &str = "id href name icon";
const GROUP: &str = "id href name description isDefault";
const MODULE: &str = "id href name description paid settings";

fn address() -> Value {
    json!({"addressLine1": "12 Quay Street", "addressLine2": "Back yard", "postCode": "1200-109", "city": "Lisbon",
           "state": "Lisboa", "country": "PT"})
}

/// §3.1
#[test]
fn an_account_shows_its_field_table() {
    let (tenant, parent) = (Tenant::new("shown_account"), Tenant::new("shown_parent"));
    let body = json!({
        "serviceLevel": "Elite", "parent": {"id": parent.id}, "address": address(), "website": "harbour.example",
        "technicalSupportEmail": "it@harbour.example", "description": "Groceries", "defaultLanguageCode": "en-GB",
        "eligibility": {"client": true, "partner": false}, "tokenPolicy": {"retrievable": true},
    });
    tenant.operator.put(&tenant.path(), &body).expect(200);
    let members = "id href revision name type status icon parent externalId serviceLevel address \
                   technicalSupportEmail website description defaultLanguageCode eligibility tokenPolicy";
    let account = represents(&tenant, &tenant.path(), members, &["groups", "audit"], &[]);
    shows(&account["parent"], ACCOUNT);
    shows(&account["address"], ADDRESS);
    shows(&account["groups"][0], GROUP);
    shows(&account["eligibility"], "client partner");
    shows(&account["tokenPolicy"], "retrievable");
    shows(&account["audit"], "created updated");
    shows(&account["audit"]["created"], "at by");
    // A token has the picture that somebody gave it, which this one has not.
    shows(&account["audit"]["created"]["by"], "id href name");
}

/// §3.2
#[test]
fn a_membership_shows_its_field_table_in_both_families() {
    let tenant = Tenant::new("shown_member");
    let person = tenant.join("mara");
    let phone =
        json!({"phone": {"prefix": "+34", "number": "660707172"}, "settings": {"languageCode": "en-GB"}});
    tenant.operator.put(&format!("/v1/accounts/users/{}", person.user), &phone).expect(200);
    let omitted = ["modules", "buyers", "audit"];
    let path = format!("{}/{}", tenant.users(), person.user);
    let members = "id href revision accountUser user email firstName lastName name phone settings icon status \
                   account groups invitation";
    let by_user = represents(&tenant, &path, members, &omitted, &["buyers"]);
    shows(&by_user["accountUser"], "id href");
    shows(&by_user["user"], &format!("{USER} email status"));
    shows(&by_user["account"], ACCOUNT);
    shows(&by_user["groups"][0], GROUP);
    shows(&by_user["modules"][0], &format!("{MODULE} filters"));
    shows(&by_user["invitation"], "status");
    shows(&by_user["phone"], "prefix number");
    let own = by_user["accountUser"]["href"].as_str().unwrap();
    let members = "id href revision user status account groups invitation";
    let by_membership = represents(&tenant, own, members, &omitted, &["buyers"]);
    assert_eq!(by_membership["audit"], by_user["audit"]);
    let invited = tenant.invite("tom");
    let invited = tenant.operator.get(&format!("{}/{}", tenant.users(), invited.user)).expect(200);
    shows(&invited["invitation"], "status expiresAt");
}

/// §3.3
#[test]
fn a_person_shows_its_field_table() {
    let tenant = Tenant::new("shown_person");
    let person = tenant.join("mara");
    let body = json!({
        "phone": {"prefix": "+34", "number": "660707172"},
        "settings": {"cultureCode": "en-GB", "languageCode": "en-GB", "dateFormat": "d", "timeFormat": "t",
                     "timeZone": "Europe/Lisbon", "numberFormat": "n"},
    });
    let path = format!("/v1/accounts/users/{}", person.user);
    tenant.operator.put(&path, &body).expect(200);
    let members = "id href revision email name firstName lastName phone settings icon status SSO acceptedTerms \
                   currentAccount";
    let user = represents(&tenant, &path, members, &["accounts", "audit"], &[]);
    shows(&user["settings"], "cultureCode languageCode dateFormat timeFormat timeZone numberFormat");
    shows(&user["currentAccount"], ACCOUNT);
    shows(&user["accounts"][0], ACCOUNT);
    assert!(user["audit"]["invitationAcceptedAt"].is_string(), "a plain date: {}", user["audit"]);
}

/// §3.4, §3.5
#[test]
fn groups_and_modules_show_their_field_tables() {
    let tenant = Tenant::new("shown_group");
    let buyer = tenant.buyer("Lisbon");
    let group = tenant.group("Finance", &[ACCESS]);
    let path = format!("/v1/accounts/user-groups/{group}");
    let body = json!({"description": "Invoices", "logo": "/logo.png", "buyers": references(&[&buyer])});
    tenant.operator.put(&path, &body).expect(200);
    let members = "id href revision name description logo isDefault account modules buyers";
    tenant.join_to(&group, "mara");
    let group = represents(&tenant, &path, members, &["users", "audit"], &[]);
    shows(&group["account"], ACCOUNT);
    shows(&group["modules"][0], MODULE);
    shows(&group["buyers"][0], "id href name icon");
    shows(&group["users"][0], USER);
    let members = "id href revision name code description paid accountTypes settings isConfigurable \
                   isEnabledByDefault";
    let module = represents(&tenant, &format!("/v1/accounts/modules/{ACCESS}"), members, &["audit"], &[]);
    assert_eq!(module["code"], "access-management");
    assert_eq!(module["settings"]["type"], json!(["new"]));
}

/// §3.6
#[test]
fn a_token_shows_its_field_table() {
    let tenant = Tenant::new("shown_token");
    let person = tenant.join("mara");
    let body = json!({
        "account": {"id": tenant.id}, "modules": references(&[ACCESS]), "name": "Nightly export",
        "description": "Reads invoices", "icon": "/icon.png", "expiresAt": "2999-01-01T00:00:00Z",
        "holder": {"id": person.user},
    });
    let made = tenant.operator.post("/v1/accounts/api-tokens", &body).expect(201);
    let members =
        "id href revision name description icon status account modules holder expiresAt retrievable";
    shows(&made, &format!("{members} token $meta"));
    let path = format!("/v1/accounts/api-tokens/{}", id_of(&made));
    let token = represents(&tenant, &path, members, &["audit"], &[]);
    shows(&token["holder"], USER);
    shows(&token["modules"][0], MODULE);
    assert_eq!(token["retrievable"], false, "false stays");
}

/// §3.7
#[test]
fn a_buyer_shows_its_field_table() {
    let tenant = Tenant::new("shown_buyer");
    let person = tenant.join("mara");
    let body = json!({
        "name": "Harbour Lane Lisbon", "address": address(), "taxId": "PT508112349", "account": {"id": tenant.id},
        "externalIds": {"erpCompanyContact": "CC-shown", "erpCustomer": "CU-2201", "accountExternalId": "AX-1"},
        "contact": {"name": "Mara L", "firstName": "Mara", "lastName": "Lindqvist", "email": "mara@harbour.example",
                    "phone": {"number": "1"}, "user": {"id": person.user}, "type": "Purchasing"},
        "sellers": [{"id": "SEL-7320-1145", "name": "Brightwater", "icon": "x", "externalId": "PT01"}],
    });
    let path = format!(
        "/v1/accounts/buyers/{}",
        id_of(&tenant.operator.post("/v1/accounts/buyers", &body).expect(201))
    );
    let members = "id href revision name icon address taxId status externalIds contact account sellers";
    let buyer = represents(&tenant, &path, members, &["audit"], &[]);
    assert_eq!(buyer["status"], "Active");
    shows(&buyer["address"], ADDRESS);
    shows(&buyer["externalIds"], "erpCompanyContact erpCustomer accountExternalId");
    shows(&buyer["contact"], "name firstName lastName email phone user type");
    shows(&buyer["contact"]["user"], USER);
    shows(&buyer["sellers"][0], "id name icon externalId");
    shows(&buyer["audit"], "created");
}

/// §3.8
#[test]
fn a_record_shows_its_field_table() {
    let tenant = Tenant::new("shown_record");
    tenant.operator.verb(&format!("{}/disable", tenant.path())).expect(200);
    let filter = format!("object.id={}&order=-timestamp&limit=1", tenant.id);
    let list = tenant.operator.get(&format!("/v1/audit/records?{filter}")).expect(200);
    let path = format!("/v1/audit/records/{}", id_of(&list["data"][0]));
    let members = "id href event timestamp type summary details object actor request";
    let record = represents(&tenant, &path, members, &["viewers", "documents"], &[]);
    assert_eq!(record["event"], "platform.accounts.account.disabled");
    shows(&record["object"], "id name icon objectType revision");
    shows(&record["actor"], "id name account");
    shows(&record["actor"]["account"], "id name icon accountType");
    shows(&record["request"], "api log");
    shows(&record["viewers"][0], "id name type icon");
    shows(&record["documents"], "before after");
}
