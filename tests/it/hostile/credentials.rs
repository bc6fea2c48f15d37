//! Credentials that were cut, padded, re-cased, sent twice or put in the wrong place.

use crate::harness::Tenant;
use crate::harness::raw::{exchange, head};

#[test]
fn every_bad_credential_is_refused_alike() {
    let tenant = Tenant::new("hostile_credentials");
    let value = tenant.admin.credential().to_owned();
    let (id, secret) = value.strip_prefix("idt:").unwrap().split_once(':').unwrap();
    let flipped: String = secret
        .chars()
        .map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
        .collect();
    let reference = tenant.admin.anonymous().get(&tenant.path());
    let expected = (reference.likeness(), reference.header("www-authenticate").map(str::to_owned));
    assert_eq!(expected.1.as_deref(), Some("Bearer"));
    let credentials = [
        String::new(),
        "Bearer".into(),
        "Bearer ".into(),
        value.clone(),
        format!("Basic {value}"),
        format!("Token {value}"),
        "Bearer idt:".into(),
        "Bearer idt::".into(),
        format!("Bearer {}", &value[..value.len() - 1]),
        format!("Bearer {value}0"),
        format!("Bearer {value}="),
        format!("Bearer {value}, {value}"),
        format!("Bearer {value} {value}"),
        format!("Bearer {}", value.to_lowercase()),
        format!("Bearer {}", value.to_uppercase()),
        format!("Bearer idt:{id}:{flipped}"),
        format!("Bearer idt:{}:{secret}", id.to_lowercase()),
        format!("Bearer idt:{}:{secret}", tenant.member_token),
        format!("Bearer {id}:{secret}"),
        format!("Bearer IDT:{id}:{secret}"),
        format!("Bearer idt:{id}:{}", "0".repeat(38)),
        format!("Bearer idt:{id}:{}", "\u{e9}".repeat(38)),
        format!("Bearer {}", "x".repeat(20_000)),
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJVU1ItMTExMS0xMTExIn0.".into(),
    ];
    for credential in credentials {
        let request = head("GET", &tenant.path(), &[("authorization", &credential)]);
        let answer = exchange(tenant.admin.address(), &request).unwrap();
        answer.problem(401, "authentication-failed");
        let found = (answer.likeness(), answer.header("www-authenticate").map(str::to_owned));
        assert_eq!(found, expected, "{credential}");
    }
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let request = head("GET", &tenant.path(), &[("authorization", &format!("{scheme} {value}"))]);
        exchange(tenant.admin.address(), &request).unwrap().expect(200);
    }
}

#[test]
fn two_credentials_are_400_whatever_they_are() {
    let tenant = Tenant::new("hostile_two");
    let good = format!("Bearer {}", tenant.admin.credential());
    for pair in [[good.as_str(), good.as_str()], [&good, "Bearer x"], ["Bearer x", &good], ["x", "y"]] {
        let headers = pair.map(|value| ("authorization", value));
        let answer = exchange(tenant.admin.address(), &head("GET", &tenant.path(), &headers)).unwrap();
        answer.problem(400, "malformed-request");
    }
}

#[test]
fn a_credential_in_the_query_is_none() {
    let tenant = Tenant::new("hostile_query");
    let nobody = tenant.admin.anonymous();
    for name in ["access_token", "token", "authorization"] {
        let path = format!("{}?{name}={}", tenant.path(), tenant.admin.credential());
        let answer = nobody.get(&path);
        answer.problem(401, "authentication-failed");
        assert!(!answer.text.contains(tenant.admin.credential()), "{answer:?}");
    }
}
