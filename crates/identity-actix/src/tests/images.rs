//! Bodies in parts and icons: platform.md §1.3, §1.5.

use actix_web::http::Method;
use identity_core::testing::fixture::{jpeg, png, webp};
use serde_json::{Value, json};

use super::stage::{Asker, Reply, Stage, request, stage};

const ACCOUNTS: &str = "/v1/accounts/accounts";
const CLIENT: &str = "/v1/accounts/accounts/ACC-0000-0010";
const ICON: &str = "/v1/accounts/accounts/ACC-0000-0010/icon";
const USER: &str = "/v1/accounts/users/USR-0000-0001";
const BOUNDARY: &str = "------------------------d74496d66958873e";

/// A head and a content.
type Part = (String, Vec<u8>);

fn object(name: &str, json: &[u8]) -> Part {
    (
        format!("Content-Disposition: form-data; name=\"{name}\"\r\nContent-Type: application/json"),
        json.to_vec(),
    )
}

fn file(name: &str, bytes: Vec<u8>) -> Part {
    (
        format!(
            "Content-Disposition: form-data; name=\"{name}\"; filename=\"x.txt\"\r\nContent-Type: text/html"
        ),
        bytes,
    )
}

fn body(parts: &[Part]) -> Vec<u8> {
    let mut body = Vec::new();
    for (head, content) in parts {
        body.extend(
            format!("--{BOUNDARY}\r\n{head}\r\n\r\n").bytes().chain(content.iter().copied()).chain(*b"\r\n"),
        );
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

async fn send(stage: &Stage, asker: Asker, method: Method, path: &str, parts: &[Part]) -> Reply {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    stage
        .send(request(asker, method, path).insert_header(("content-type", kind)).set_payload(body(parts)))
        .await
}

async fn put(stage: &Stage, asker: Asker, path: &str, parts: &[Part]) -> Reply {
    send(stage, asker, Method::PUT, path, parts).await
}

#[track_caller]
fn refuses(reply: &Reply, key: &str) {
    assert_eq!((reply.status, reply.problem()), (400, "validation-failed"), "{reply:?}");
    assert_eq!(reply.body["errors"].as_object().unwrap().keys().collect::<Vec<_>>(), [key]);
}

/// §1.5: the bytes as they were sent, the type as it was recognised, and nothing that could run.
#[actix_web::test]
async fn an_account_is_made_and_shown_with_its_picture() {
    let stage = stage().await;
    let sent = object("account", br#"{"name":"Harbour Lane Foods","type":"Client"}"#);
    for (bytes, kind) in [(png(3, 3), "image/png"), (jpeg(3, 3), "image/jpeg"), (webp(3, 3), "image/webp")] {
        let parts = [file("logo", bytes.clone()), sent.clone()];
        let made = send(&stage, Asker::Operator, Method::POST, "/public/v1/accounts/accounts", &parts).await;
        assert_eq!((made.status, &made.body["revision"]), (201, &json!(1)), "{made:?}");
        let path = format!("{ACCOUNTS}/{}/icon", made.body["id"].as_str().unwrap());
        assert_eq!(made.body["icon"], path);
        for base in ["", "/public"] {
            let icon = stage.get(Asker::Operator, &format!("{base}{path}")).await;
            assert_eq!((icon.status, icon.header("content-type"), &icon.bytes), (200, kind, &bytes));
            assert_eq!(icon.header("x-content-type-options"), "nosniff");
            let policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
            assert_eq!(icon.header("content-security-policy"), policy);
            assert_eq!(icon.header("cache-control"), "private, no-cache");
            assert_eq!(icon.header("etag").len(), 66);
        }
        let tag = stage.get(Asker::Operator, &path).await.header("etag").to_owned();
        for (known, status) in [(tag.clone(), 304), (format!("\"x\", W/{tag}"), 304), ("\"x\"".into(), 200)] {
            let asked = request(Asker::Operator, Method::GET, &path).insert_header(("if-none-match", known));
            let reply = stage.send(asked).await;
            assert_eq!((reply.status, reply.header("etag")), (status, &tag[..]));
            assert_eq!(reply.bytes.is_empty(), status == 304);
        }
        let head = stage.send(request(Asker::Operator, Method::HEAD, &path)).await;
        assert_eq!((head.status, head.header("content-type")), (200, kind));
        assert_eq!(stage.get(Asker::Foreign, &path).await.status, 404);
    }
}

/// §1.5: without a file part it stays, `null` removes it, a path is what clients repeat.
#[actix_web::test]
async fn a_picture_stays_until_it_is_removed() {
    let stage = stage().await;
    let drawn = stage.get(Asker::Member, ICON).await;
    assert_eq!(drawn.header("content-type"), "image/svg+xml");
    let revision = |reply: &Reply| {
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.body["revision"].clone()
    };
    let first = put(&stage, Asker::Admin, CLIENT, &[object("account", b"{}"), file("logo", png(1, 1))]).await;
    assert_eq!(revision(&first), 2);
    let shown = || async { stage.get(Asker::Member, ICON).await.bytes };
    assert_eq!(shown().await, png(1, 1));
    for same in [&b"{}"[..], br#"{"icon":"/somewhere/else"}"#, first.body.to_string().as_bytes()] {
        assert_eq!(revision(&put(&stage, Asker::Admin, CLIENT, &[object("account", same)]).await), 2);
    }
    assert_eq!(revision(&stage.put(Asker::Admin, CLIENT, &first.body).await), 2);
    let again = [file("logo", png(1, 1)), object("account", br#"{"icon":null}"#)];
    assert_eq!(revision(&put(&stage, Asker::Admin, CLIENT, &again).await), 2, "the file counts");
    assert_eq!(shown().await, png(1, 1));
    assert_eq!(revision(&stage.put(Asker::Admin, CLIENT, &json!({"icon": null})).await), 3);
    let gone = stage.get(Asker::Member, ICON).await;
    assert_eq!((&gone.bytes, gone.header("etag")), (&drawn.bytes, drawn.header("etag")));
}

/// §1.5: what is no picture, or too large a one, is refused at the part's name.
#[actix_web::test]
async fn what_is_wrong_with_a_picture_is_told_at_its_part() {
    let stage = stage().await;
    let mut heavy = png(1, 1);
    heavy.resize(1024 * 1024 + 1, 0);
    for bad in [b"<svg/>".to_vec(), b"GIF89a".to_vec(), Vec::new(), png(4097, 1), heavy.clone()] {
        let reply =
            put(&stage, Asker::Admin, CLIENT, &[object("account", b"{}"), file("logo", bad.clone())]).await;
        refuses(&reply, "logo");
        refuses(
            &put(&stage, Asker::Operator, USER, &[object("user", b"{}"), file("icon", bad)]).await,
            "icon",
        );
    }
    heavy.pop();
    let fits = put(&stage, Asker::Admin, CLIENT, &[object("account", b"{}"), file("logo", heavy)]).await;
    assert_eq!(fits.status, 200);
    let other =
        put(&stage, Asker::Admin, CLIENT, &[object("account", b"{}"), file("icon", Vec::new())]).await;
    assert_eq!(other.status, 200, "an unknown part is ignored");
}

/// §1.3: what holds for a JSON body holds for the JSON part.
#[actix_web::test]
async fn the_object_in_a_part_is_read_like_a_body() {
    let stage = stage().await;
    let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(32), "]".repeat(32));
    for bad in [
        &b""[..],
        b"{",
        b"[]",
        b"7",
        br#"{"a":1,"a":2}"#,
        br#"{"name":"\u0000"}"#,
        b"{\"a\":\"\xff\"}",
        deep.as_bytes(),
    ] {
        let reply = put(&stage, Asker::Admin, CLIENT, &[object("account", bad)]).await;
        assert_eq!((reply.status, reply.problem()), (400, "malformed-request"), "{bad:?}");
    }
    refuses(&put(&stage, Asker::Admin, CLIENT, &[object("account", br#"{"name":7}"#)]).await, "name");
    for parts in [
        vec![],
        vec![file("logo", png(1, 1))],
        vec![object("user", b"{}")],
        vec![object("account", b"{}"); 2],
    ] {
        let reply = put(&stage, Asker::Admin, CLIENT, &parts).await;
        assert_eq!((reply.status, reply.problem()), (400, "malformed-request"), "{parts:?}");
    }
}

/// §1.7: size, then credential, object, right, and only then the body.
#[actix_web::test]
async fn parts_are_judged_in_their_turn() {
    let stage = stage().await;
    let broken = [("no head".to_owned(), Vec::new())];
    for (asker, status) in
        [(Asker::Nobody, 401), (Asker::Foreign, 404), (Asker::Member, 403), (Asker::Admin, 400)]
    {
        assert_eq!(put(&stage, asker, CLIENT, &broken).await.status, status, "{asker:?}");
    }
    let announced = |asker, path, length: &str| {
        let kind = ("content-type", "multipart/form-data; boundary=x");
        stage.send(
            request(asker, Method::PUT, path).insert_header(kind).insert_header(("content-length", length)),
        )
    };
    assert_eq!(announced(Asker::Nobody, CLIENT, "2097153").await.status, 413, "size before credential");
    assert_eq!(announced(Asker::Nobody, CLIENT, "2097152").await.status, 401);
    let padding = |length| [object("account", b"{}"), file("other", vec![b'x'; length])];
    let room = 2 * 1024 * 1024 - body(&padding(0)).len();
    assert_eq!(put(&stage, Asker::Admin, CLIENT, &padding(room)).await.status, 200);
    let large = put(&stage, Asker::Foreign, CLIENT, &padding(room + 1)).await;
    assert_eq!((large.status, large.problem()), (413, "content-too-large"));
}

/// §1.3: parts only where they are listed.
#[actix_web::test]
async fn parts_elsewhere_are_415() {
    let stage = stage().await;
    let parts = [object("account", br#"{"name":"x"}"#), file("logo", vec![b'x'; 1024 * 1024])];
    for (method, path) in [
        (Method::POST, "/v1/accounts/user-groups"),
        (Method::PUT, "/v1/accounts/user-groups/UGR-0000-0011"),
        (Method::POST, "/v1/accounts/accounts/ACC-0000-0010/validate"),
        (Method::POST, "/v1/accounts/api-tokens"),
        (Method::POST, "/v1/accounts/accounts/ACC-0000-0010/users"),
    ] {
        let reply = send(&stage, Asker::Operator, method, path, &parts).await;
        assert_eq!((reply.status, reply.problem()), (415, "unsupported-media-type"), "{path}");
    }
    let kind = ("content-type", "multipart/mixed; boundary=x");
    let reply =
        stage.send(request(Asker::Admin, Method::PUT, CLIENT).insert_header(kind).set_payload("--x--")).await;
    assert_eq!(reply.status, 415);
}

/// §3.3: `user` and `icon`, also inside `data`; R20: who is not shown the person is not shown the picture.
#[actix_web::test]
async fn r20_people_have_pictures_for_those_who_see_them() {
    let stage = stage().await;
    let guarded = "/v1/accounts/users/USR-0000-0002";
    let parts = [file("icon", png(2, 2)), object("user", br#"{"node":"x","data":{"phone":null}}"#)];
    for path in [USER, guarded] {
        assert_eq!(put(&stage, Asker::Operator, path, &parts).await.body["revision"], 2);
        assert_eq!(put(&stage, Asker::Admin, path, &parts).await.status, 403);
    }
    let kind = |reply: &Reply| reply.header("content-type").to_owned();
    assert_eq!(kind(&stage.get(Asker::Admin, &format!("{USER}/icon")).await), "image/png");
    assert_eq!(kind(&stage.get(Asker::Admin, &format!("{guarded}/icon")).await), "image/svg+xml");
    assert_eq!(kind(&stage.get(Asker::Operator, &format!("{guarded}/icon")).await), "image/png");
    assert_eq!(stage.get(Asker::Foreign, &format!("{USER}/icon")).await.status, 404);
    let removed: Value = json!({"node": "x", "data": {"icon": null}});
    assert_eq!(stage.put(Asker::Operator, USER, &removed).await.body["revision"], 3);
    assert_eq!(kind(&stage.get(Asker::Admin, &format!("{USER}/icon")).await), "image/svg+xml");
}
