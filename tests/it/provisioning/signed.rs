//! Signed requests (F1, P-R1–P-R5, P-R38).

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use super::{refused, refused_as};
use crate::harness::ids::unknown;
use crate::harness::signer::fresh;
use crate::harness::wait::until;
use crate::harness::{Answer, Client, Reseller, Scope, Signer, Tenant};

const DOMAIN: &str = "x-logtrust-domain-apikey";
const RESELLER: &str = "x-logtrust-reseller-apikey";

fn domain(tenant: &Tenant) -> String {
    format!("/v2/domain/{}", tenant.id)
}

fn tokens(tenant: &Tenant) -> String {
    format!("/v2/accounts/{}/tokens", tenant.id)
}

/// What an answer shows but for the marks of its request.
fn shown(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let own = ["date", "x-request-id", "x-devo-cid"];
    let headers = answer.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let mut headers: Vec<_> = headers.cloned().collect();
    headers.sort_unstable();
    (answer.status, headers, answer.text.clone())
}

/// The one refusal of whatever is no good credential.
#[track_caller]
fn unauthenticated(answer: &Answer) {
    refused_as(answer, 401);
    assert!(answer.header("x-devo-cid").is_some_and(|id| id.len() == 32), "{answer:?}");
}

fn add_role(name: &str) -> Value {
    json!({"name": name})
}

/// Names of the domain's roles.
fn roles(tenant: &Tenant) -> Vec<String> {
    let roles = tenant.operator.get(&format!("{}/roles", domain(tenant))).expect(200);
    roles.as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn p_r1_a_key_signs_for_its_account() {
    let tenant = Tenant::new("signed_domain");
    let key = tenant.domain_key();
    let answer = key.get(&domain(&tenant));
    assert_eq!(answer.expect(200)["id"], tenant.id);
    assert_eq!(answer.header("x-devo-cid"), answer.header("x-request-id"), "{answer:?}");
    assert_eq!(key.named_in(DOMAIN).get(&domain(&tenant)).expect(200)["id"], tenant.id);
    unauthenticated(&key.named_in(RESELLER).get(&domain(&tenant)));
    // What is signed are the bytes that were sent, and the handler reads the same.
    let (body, timestamp) = (b"\n{ \"name\" :\"signed one\"}  ", fresh().to_string());
    let sign = key.sign(body, &timestamp);
    let made = key.send("POST", &format!("{}/roles", domain(&tenant)), body, &timestamp, &sign);
    assert_eq!(made.expect(200)["name"], "signed one");
}

#[test]
fn p_r1_whatever_is_wrong_is_the_same_401() {
    let tenant = Tenant::new("signed_wrong");
    let (path, anyone) = (domain(&tenant), tenant.operator.anonymous());
    let key = tenant.domain_key();
    let person = tenant.join("signed");
    let session = crate::harness::Session::of_person(&anyone, &person);
    let (now, body) = (fresh().to_string(), br#"{"name":"wrong"}"#);
    let right = key.sign(b"", &now);
    let send = |key: &Signer, timestamp: &str, sign: &str| key.send("GET", &path, b"", timestamp, sign);
    let at = |millis: u64| send(&key, &millis.to_string(), &key.sign(b"", &millis.to_string()));
    let signed = |key: &Signer| key.get(&path);
    let mut altered = body.to_vec();
    altered[9] ^= 1;
    let answers = [
        anyone.get(&path),
        anyone.with("idt:nonsense").get(&path),
        anyone.with(&key.secret).get(&path),
        session.auth.get(&path),
        session.enter(&tenant.id).get(&path),
        anyone.send("GET", &path, &[("standAloneToken", "nonsense")], None),
        anyone.send("GET", &path, &[("authorization", "Basic abc")], None),
        anyone.send("GET", &path, &[("x-logtrust-timestamp", &now), ("x-logtrust-sign", &right)], None),
        anyone.send("GET", &path, &[("x-logtrust-apikey", &key.key)], None),
        anyone.send("GET", &path, &[("x-logtrust-apikey", &key.key), ("x-logtrust-sign", &right)], None),
        send(&key, &now[..12], &right),
        send(&key, &format!("{now}0"), &right),
        send(&key, "now", &right),
        send(&key, &now, &right[1..]),
        send(&key, &now, &right.to_uppercase()),
        send(&key, &now, &key.sign(b"", &fresh().to_string())),
        at(fresh() - 301_000),
        at(fresh() + 301_000),
        key.send("POST", &path, &altered, &now, &key.sign(body, &now)),
        key.send("POST", &path, body, &now, &right),
        signed(&key.pretending(&key.key, "hms_nonsense")),
        signed(&key.pretending(unknown("TKN"), &key.secret)),
        signed(&key.pretending(&tenant.admin_token, tenant.admin.credential())),
        signed(&key.pretending("demoKey", "demoSecret")),
        signed(&key.named_in(RESELLER)),
        // Before it is known whether there is such a path.
        anyone.get("/v2/nothing"),
        signed(&key.pretending("demoKey", "demoSecret").named_in(DOMAIN)),
    ];
    for answer in &answers {
        unauthenticated(answer);
        assert_eq!(shown(answer), shown(&answers[0]), "{answer:?}");
    }
    assert_eq!(roles(&tenant).iter().filter(|name| name.contains("rong")).count(), 0);
    // The control: nothing of it was taken for the real one.
    send(&key, &now, &right).expect(200);
    for edge in [fresh() - 299_000, fresh() + 299_000] {
        at(edge).expect(200);
    }
}

#[test]
fn p_r1_two_credentials_are_too_many() {
    let tenant = Tenant::new("signed_two");
    let (path, key) = (domain(&tenant), tenant.domain_key());
    let value = tenant.admin.credential().to_owned();
    let (now, anyone) = (fresh().to_string(), tenant.operator.anonymous());
    let sign = key.sign(b"", &now);
    let signature = [("x-logtrust-timestamp", &*now), ("x-logtrust-sign", &*sign)];
    let two = |client: &Client, headers: &[(&str, &str)]| {
        refused(&client.send("GET", &path, &[headers, &signature].concat(), None), 400, 103);
    };
    two(&tenant.admin, &[("x-logtrust-apikey", &key.key)]);
    two(&tenant.admin, &[("standAloneToken", &value)]);
    two(&tenant.admin, &[("authorization", &format!("Bearer {value}"))]);
    two(&anyone, &[("standAloneToken", &value), (DOMAIN, &key.key)]);
    two(&anyone, &[(DOMAIN, &key.key), (RESELLER, &key.key)]);
    two(&anyone, &[(DOMAIN, &key.key), (DOMAIN, &key.key)]);
    // One of each is enough.
    anyone.send("GET", &path, &[("standAloneToken", &value)], None).expect(200);
    key.send("GET", &path, b"", &now, &sign).expect(200);
}

#[test]
fn p_r1_a_body_is_read_before_it_is_believed() {
    let tenant = Tenant::new("signed_bodies");
    let (path, key) = (format!("{}/roles", domain(&tenant)), tenant.domain_key());
    let send = |body: &[u8]| {
        let now = fresh().to_string();
        key.send("POST", &path, body, &now, &key.sign(body, &now))
    };
    let long = vec![b' '; 64 * 1024 + 1];
    refused_as(&send(&long), 413);
    refused(&send(&long[1..]), 400, 100);
    refused(&send(br#"{"name":"twice","name":"twice"}"#), 400, 100);
    assert_eq!(send(br#"{"name":"read"}"#).expect(200)["name"], "read");
}

#[test]
fn p_r1_what_ends_a_key_acts_on_the_next_request() {
    let tenant = Tenant::new("signed_ends");
    let key = tenant.domain_key();
    let works = || key.get(&domain(&tenant)).expect(200);
    let fails = || {
        unauthenticated(&key.get(&domain(&tenant)));
        unauthenticated(&key.post(&format!("{}/roles", domain(&tenant)), &add_role("ended")));
    };
    let own = |verb: &str| tenant.admin.call("PUT", &format!("{}/{}/{verb}", tokens(&tenant), key.key), None);
    let account = |verb: &str| tenant.operator.verb(&format!("{}/{verb}", tenant.path()));
    works();
    own("disable").expect(200);
    fails();
    own("enable").expect(200);
    works();
    account("disable").expect(200);
    fails();
    account("enable").expect(200);
    works();
    // A key may end itself, and another one takes over.
    let next = Signer::make(&tenant.admin, &tenant.id, Scope::Domain);
    key.delete(&format!("{}/{}", tokens(&tenant), key.key)).expect(200);
    fails();
    next.get(&domain(&tenant)).expect(200);
    let body = json!({"name": "short", "token_type": "HMAC", "expires_in_seconds": 1});
    let short = Signer::of(&tenant.operator, &tenant.admin.post(&tokens(&tenant), &body).expect(200));
    let over = until("the end of a key", || {
        let answer = short.get(&domain(&tenant));
        (answer.status != 200).then_some(answer)
    });
    unauthenticated(&over);
}

#[test]
fn p_r3_a_reseller_reaches_its_children_and_nothing_else() {
    let reseller = Reseller::new("signed_reseller");
    let child = reseller.child("signed_child");
    let below = Tenant::below(&child.id, "signed_grandchild");
    let other = Reseller::new("signed_other_reseller");
    let foreign = other.child("signed_foreign_child");
    let get = |name: &str| reseller.key.get(&format!("/v2/domain/{name}"));
    for name in [child.id.clone(), child.name()] {
        assert_eq!(get(&name).expect(200)["id"], child.id);
    }
    refused(&get(child.name().split('@').next().unwrap()), 400, 109);
    let nothing = get(unknown("ACC"));
    refused_as(&nothing, 404);
    for unreachable in [&reseller.tenant, &below, &other.tenant, &foreign] {
        for name in [&unreachable.id, &unreachable.name()] {
            assert_eq!(shown(&get(name)), shown(&nothing), "{name}");
        }
    }
    assert_eq!(reseller.key.named_in(RESELLER).get(&domain(&child)).expect(200)["id"], child.id);
    unauthenticated(&reseller.key.named_in(DOMAIN).get(&domain(&child)));
    // A disabled child stays in reach, its own key does not work.
    let own = child.domain_key();
    own.get(&domain(&child)).expect(200);
    reseller.key.verb(&format!("{}/disable", domain(&child))).expect(200);
    assert_eq!(get(&child.id).expect(200)["status"], "inactive");
    unauthenticated(&own.get(&domain(&child)));
    reseller.key.verb(&format!("{}/enable", domain(&child))).expect(200);
    own.get(&domain(&child)).expect(200);
    // The key goes with the account that it is of.
    reseller.tenant.operator.verb(&format!("{}/disable", reseller.tenant.path())).expect(200);
    unauthenticated(&get(&child.id));
}

#[test]
fn p_r4_a_write_is_taken_once() {
    let tenant = Tenant::new("signed_replays");
    let (path, key) = (format!("{}/roles", domain(&tenant)), tenant.domain_key());
    let (body, now) = (add_role("once").to_string(), fresh().to_string());
    let sign = key.sign(body.as_bytes(), &now);
    let send = |method: &str, path: &str| key.send(method, path, body.as_bytes(), &now, &sign);
    send("POST", &path).expect(200);
    for (method, path) in [("POST", &path), ("PUT", &path), ("POST", &domain(&tenant)), ("GET", &path)] {
        unauthenticated(&send(method, path));
    }
    // Read again as often as it was only read.
    let now = fresh().to_string();
    let sign = key.sign(b"", &now);
    let send = |method: &str, path: &str| key.send(method, path, b"", &now, &sign);
    for path in [&path, &path, &domain(&tenant)] {
        send("GET", path).expect(200);
    }
    unauthenticated(&send("DELETE", &format!("{}/{}", tokens(&tenant), key.key)));
    send("HEAD", &path);
    send("GET", &path).expect(200);
    // What was refused for another reason was seen all the same.
    let now = fresh().to_string();
    let sign = key.sign(b"", &now);
    refused_as(&key.send("DELETE", &tokens(&tenant), b"", &now, &sign), 405);
    unauthenticated(&key.send("DELETE", &tokens(&tenant), b"", &now, &sign));
}

#[test]
fn p_r4_of_many_at_once_one_is_taken() {
    const PARALLEL: usize = 20;
    let tenant = Tenant::new("signed_race");
    let (path, key) = (format!("{}/roles", domain(&tenant)), tenant.domain_key());
    for round in 0..5 {
        let (body, now) = (add_role(&format!("race {round}")).to_string(), fresh().to_string());
        let (sign, start) = (key.sign(body.as_bytes(), &now), Barrier::new(PARALLEL));
        let taken = thread::scope(|scope| {
            let ask = || {
                start.wait();
                key.send("POST", &path, body.as_bytes(), &now, &sign).status
            };
            let asking: Vec<_> = (0..PARALLEL).map(|_| scope.spawn(ask)).collect();
            let statuses: Vec<u16> = asking.into_iter().map(|one| one.join().unwrap()).collect();
            assert!(statuses.iter().all(|status| [200, 401].contains(status)), "{statuses:?}");
            statuses.iter().filter(|status| **status == 200).count()
        });
        assert_eq!(taken, 1);
    }
}

#[test]
fn p_r5_the_secret_of_a_key_is_shown_once_and_no_bearer() {
    let tenant = Tenant::new("signed_secret");
    let key = tenant.domain_key();
    let shown = tenant.admin.get(&format!("{}/{}", tokens(&tenant), key.key)).expect(200);
    assert_eq!((&shown["api_key"], &shown["hmac_scope"]), (&json!(key.key), &json!("domain")));
    assert!(shown.get("api_secret").is_none() && !shown.to_string().contains(&key.secret), "{shown}");
    // 256 bits in letters need 43 of 64.
    assert!(key.secret.len() >= 43, "{}", key.secret.len());
    for family in ["/v1/accounts/accounts", "/account", "/v2/domain"] {
        assert_eq!(tenant.operator.with(&key.secret).get(family).status, 401, "{family}");
    }
    let path = format!("/v1/accounts/api-tokens/{}", key.key);
    tenant.admin.get(&path).problem(404, "not-found");
    let body = json!({"name": "mine", "token_type": "HMAC", "hmac_scope": "reseller"});
    refused(&tenant.admin.post(&tokens(&tenant), &body), 403, 140);
    refused(&key.post(&tokens(&tenant), &body), 403, 140);
}

#[test]
fn p_r38_a_signed_change_is_the_keys() {
    let reseller = Reseller::new("signed_audit");
    let child = reseller.child("signed_audit_child");
    let before = child.audit_total();
    let role = reseller.key.post(&format!("{}/roles", domain(&child)), &add_role("audited")).expect(200);
    assert_eq!(child.audit_total(), before + 1);
    let path = format!("/v1/audit/records?object.id={}", role["id"].as_str().unwrap());
    for admin in [&child.admin, &reseller.tenant.admin] {
        let record = admin.get(&path).expect(200)["data"][0].clone();
        assert_eq!(record["actor"]["id"], reseller.key.key, "{record}");
        assert!(!record.to_string().contains(&reseller.key.secret));
    }
    // Reading, and what is refused, leaves none.
    reseller.key.get(&domain(&child)).expect(200);
    unauthenticated(&reseller.key.named_in(DOMAIN).verb(&format!("{}/disable", domain(&child))));
    assert_eq!(child.audit_total(), before + 1);
}
