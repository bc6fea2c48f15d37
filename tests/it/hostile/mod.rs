//! Input that nobody sends by accident: refused with a problem document, and nothing changes (targets R6).

use serde_json::json;

use crate::harness::raw::{exchange, head};
use crate::harness::{Answer, Client, Tenant};

mod credentials;
mod generator;

const GROUPS: &str = "/v1/accounts/user-groups";
const JSON: (&str, &str) = ("content-type", "application/json");

/// Asks, and checks that the answer is a refusal that says what it has to say.
#[track_caller]
fn refused(answer: &Answer) -> u16 {
    assert!((400..500).contains(&answer.status), "{answer:?}");
    answer.any_problem();
    answer.status
}

/// Sends bytes that stand for a request with the client's credential.
fn raw(client: &Client, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let credential = format!("Bearer {}", client.credential());
    let length = body.len().to_string();
    let mut all = vec![("authorization", credential.as_str()), ("content-length", length.as_str())];
    all.extend(headers);
    let mut request = head(method, target, &all);
    request.extend(body);
    exchange(client.address(), &request).expect("no answer")
}

#[test]
fn bodies_that_cannot_be_read_are_refused_and_change_nothing() {
    let tenant = Tenant::new("hostile_bodies");
    let before = tenant.audit_total();
    let nested = |depth: usize| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    let deep = format!(r#"{{"name":"x","extra":{}}}"#, nested(32));
    for (n, body) in [
        &b""[..],
        b"{",
        b"}",
        b"null",
        b"[]",
        b"7",
        b"\"name\"",
        b"{\"name\":\"x\"} {}",
        b"{\"name\":\"x\",}",
        b"{'name':'x'}",
        b"{\"name\":\"x\",\"name\":\"y\"}",
        b"{\"name\":\"x\",\"\\u006eame\":\"y\"}",
        b"{\"name\":\"x\",\"extra\":{\"a\":1,\"a\":1}}",
        b"{\"name\":\"x\\u0000\"}",
        b"{\"name\":\"x\0\"}",
        b"{\"extra\\u0000\":1,\"name\":\"x\"}",
        b"{\"name\":\"\xff\xfe\"}",
        b"{\"name\":\"\\ud800\"}",
        b"\xef\xbb\xbf{\"name\":\"x\"}",
        b"{\"name\":NaN}",
        b"{\"name\":1e999999}",
        deep.as_bytes(),
        "[".repeat(500_000).as_bytes(),
        nested(100_000).as_bytes(),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = raw(&tenant.admin, "POST", GROUPS, &[JSON], body);
        assert_eq!(refused(&answer), 400, "body {n}: {answer:?}");
    }
    let fits = format!(r#"{{"name":"x","extra":{}}}"#, nested(31));
    tenant.admin.send("POST", GROUPS, &[JSON], Some(fits.as_bytes())).expect(201);
    assert_eq!(tenant.audit_total(), before + 1, "only the control");
}

#[test]
fn bodies_that_are_too_large_are_413_however_they_are_sent() {
    let tenant = Tenant::new("hostile_large");
    let before = tenant.audit_total();
    let body = vec![b' '; 1024 * 1024 + 1];
    raw(&tenant.admin, "POST", GROUPS, &[JSON], &body).problem(413, "content-too-large");
    let credential = format!("Bearer {}", tenant.admin.credential());
    let headers = [("authorization", credential.as_str()), ("transfer-encoding", "chunked"), JSON];
    let mut chunked = head("POST", GROUPS, &headers);
    chunked
        .extend(format!("{:x}\r\n", body.len()).bytes().chain(body.iter().copied()).chain(*b"\r\n0\r\n\r\n"));
    exchange(tenant.admin.address(), &chunked).unwrap().problem(413, "content-too-large");
    let announced =
        head("POST", GROUPS, &[("content-length", "99999999999"), ("authorization", &credential), JSON]);
    exchange(tenant.admin.address(), &announced).unwrap().problem(413, "content-too-large");
    let mut fits = br#"{"name":"x"}"#.to_vec();
    fits.resize(1024 * 1024, b' ');
    raw(&tenant.admin, "POST", GROUPS, &[JSON], &fits).expect(201);
    assert_eq!(tenant.audit_total(), before + 1, "only the control");
}

#[test]
fn queries_without_end_are_refused() {
    let tenant = Tenant::new("hostile_rql");
    let list = |query: &str| tenant.admin.get(&format!("{GROUPS}?{query}"));
    let nested =
        |word: &str, depth: usize| format!("{}name=a{}", format!("{word}(").repeat(depth), ")".repeat(depth));
    for word in ["", "not", "and", "or"] {
        for depth in [17, 100, 1_000] {
            let answer = list(&nested(word, depth));
            assert_eq!(refused(&answer), 400, "{word} {depth}");
        }
        list(&nested(word, 8)).expect(200);
    }
    for query in [
        "(".repeat(8_000),
        "name=a&".repeat(200) + "name=a",
        format!("in(name,({}))", vec!["a"; 501].join(",")),
        format!("like(name,{}*)", "a".repeat(201)),
        format!("name={}", "a".repeat(9_000)),
        "a.b.".repeat(500) + "c=1",
        format!("select={}", vec!["name"; 65].join(",")),
        "select=account(account(account(account(account(name)))))".into(),
        "eq(name,'%00')&eq(%00,a)".into(),
        "name=a%".into(),
        "eq(name,a))".into(),
        "%".repeat(100),
        "eq(,)".into(),
        "eq(self(),a)".into(),
        "any(name,eq(self(),a))".into(),
        "limit=99999999999999999999999".into(),
        "cursor=AAAA".into(),
    ] {
        let answer = list(&query);
        if answer.status != 200 {
            assert_eq!(refused(&answer), 400, "{query:.80}");
        }
        assert!(answer.status == 400 || query.starts_with("limit="), "{query:.80}: {answer:?}");
    }
}

#[test]
fn statements_in_disguise_are_texts() {
    let tenant = Tenant::new("hostile_sql");
    let total = |filter: &str| {
        let list = tenant.admin.get(&format!("{GROUPS}?limit=0&{filter}")).expect(200);
        list["$meta"]["pagination"]["total"].clone()
    };
    for text in [
        "x'%20OR%20'1'='1",
        "x';DROP%20TABLE%20groups;--",
        "{now}",
        "{value}",
        "?",
        ":1",
        "$1",
        "x%5C",
        "%25",
        "_",
    ] {
        for filter in [
            format!("eq(name,%22{text}%22)"),
            format!("like(name,%22{text}*%22)"),
            format!("in(name,(%22{text}%22))"),
        ] {
            assert_eq!(total(&filter), 0, "{filter}");
        }
    }
    let name = "'); DROP TABLE groups; -- {now} ? %";
    let made = tenant.admin.post(GROUPS, &json!({"name": name})).expect(201);
    assert_eq!(made["name"], name);
    assert_eq!(total("like(name,%22')*%22)"), 1);
}

#[test]
fn identifiers_of_any_form_are_just_not_found() {
    let tenant = Tenant::new("hostile_ids");
    let before = tenant.audit_total();
    let long = "9".repeat(4_000);
    for id in [
        "UGR-0000-0000",
        "UGR-1",
        "UGR-11111111",
        "ugr-1111-1111",
        "UGR-1111-1111-",
        "UGR-1111-111a",
        "UGR-1111-1111-1111-1111-1111",
        "UGR-0000-1111-1111",
        "UGR-%D9%A1%D9%A1%D9%A1%D9%A1-1111",
        "UGR-1111-1111%00",
        "%2e%2e",
        ".",
        "-1",
        "null",
        "undefined",
        "*",
        "'",
        "UGR-1111-1111;x=1",
        "UGR-1111-1111%2fx",
        "%F0%9F%90%9F",
        "%ff",
        long.as_str(),
    ] {
        for method in ["GET", "PUT", "DELETE"] {
            let answer = raw(&tenant.admin, method, &format!("{GROUPS}/{id}"), &[JSON], b"{\"name\":\"x\"}");
            assert_eq!(refused(&answer), 404, "{method} {id:.60}");
        }
    }
    assert_eq!(tenant.audit_total(), before);
}

#[test]
fn framing_that_is_not_http_does_no_harm() {
    let tenant = Tenant::new("hostile_framing");
    let credential = format!("Bearer {}", tenant.admin.credential());
    let path = tenant.path();
    let big_header = format!(
        "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-big: {}\r\n\r\n",
        "x".repeat(1 << 20)
    );
    for request in [
        "\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        format!("GET {path}\r\n\r\n"),
        format!("GET {path} HTTP/9.9\r\nhost: x\r\n\r\n"),
        format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nauthorization : {credential}\r\nconnection: close\r\n\r\n"
        ),
        format!("POST {GROUPS} HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\nconnection: close\r\n\r\n"),
        format!(
            "POST {GROUPS} HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\nconnection: close\r\n\r\nxx"
        ),
        format!(
            "POST {GROUPS} HTTP/1.1\r\nhost: x\r\nauthorization: {credential}\r\ncontent-length: 5\r\n\
             transfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\n"
        ),
        big_header,
    ] {
        if let Some(answer) = exchange(tenant.admin.address(), request.as_bytes()) {
            let is_refused = (400..500).contains(&answer.status) || [501, 505].contains(&answer.status);
            assert!(is_refused, "{request:.100} {answer:?}");
        }
    }
    tenant.admin.get(&path).expect(200);
}

#[test]
fn an_unfinished_body_stores_nothing() {
    let tenant = Tenant::new("hostile_cut");
    let before = tenant.audit_total();
    let credential = format!("Bearer {}", tenant.admin.credential());
    let headers = [("authorization", credential.as_str()), ("content-length", "13"), JSON];
    let mut request = head("POST", GROUPS, &headers);
    request.extend(br#"{"name":"x"}"#);
    crate::harness::raw::abandon(tenant.admin.address(), &request);
    tenant.admin.get(GROUPS).expect(200);
    assert_eq!(tenant.audit_total(), before);
}

#[test]
fn links_come_from_the_configuration_and_never_from_a_header() {
    let tenant = Tenant::new("hostile_host");
    let body = crate::harness::person::invitation(&tenant.email("tom"), &tenant.group).to_string();
    let headers = [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("forwarded", "host=evil.example"),
        JSON,
    ];
    let answer = raw(&tenant.operator, "POST", &tenant.users(), &headers, body.as_bytes());
    let url = answer.expect(201)["invitation"]["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with(tenant.operator.address()), "{url}");
    assert!(
        !answer.text.contains("evil") && !answer.headers.iter().any(|(_, value)| value.contains("evil")),
        "{answer:?}"
    );
}

#[test]
fn the_client_address_is_the_one_that_the_trusted_proxy_saw_and_none_before_it() {
    let tenant = Tenant::new("hostile_forwarded");
    let query = "/v1/audit/records?event=platform.accounts.account.updated&order=-timestamp";
    for (forwarded, seen) in [("203.0.113.7, 198.51.100.1", "198.51.100.1"), ("nonsense", "127.0.0.1")] {
        let headers = [("x-forwarded-for", forwarded), JSON];
        let body = format!(r#"{{"name":"{seen}"}}"#);
        raw(&tenant.admin, "PUT", &tenant.path(), &headers, body.as_bytes()).expect(200);
        assert_eq!(
            tenant.admin.get(query).expect(200)["data"][0]["request"]["api"]["ip"],
            seen,
            "{forwarded}"
        );
    }
}
