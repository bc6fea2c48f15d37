//! Pictures of accounts and people: uploads as clients send them, and as nobody does (platform.md §1.3, §1.5).

use identity_core::testing::fixture::{jpeg, png, webp};
use serde_json::json;

use crate::harness::form::{BROWSER, CURL, Form};
use crate::harness::raw::{exchange, head};
use crate::harness::tenant::id_of;
use crate::harness::{Answer, Client, Tenant};

const ACCOUNTS: &str = "/v1/accounts/accounts";

/// The picture behind an icon's path.
#[track_caller]
fn picture(client: &Client, path: &str) -> (String, Vec<u8>) {
    let answer = client.get(path);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
    assert_eq!(answer.header("content-security-policy"), Some(policy));
    assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
    assert!(answer.header("etag").is_some_and(|tag| tag.starts_with('"') && tag.len() > 16), "{answer:?}");
    (answer.header("content-type").unwrap().to_owned(), answer.bytes)
}

fn is_drawn(client: &Client, path: &str) -> bool {
    picture(client, path).0 == "image/svg+xml"
}

#[test]
fn pictures_are_uploaded_by_every_client_in_any_order() {
    let tenant = Tenant::new("images_upload");
    let icon = format!("{}/icon", tenant.path());
    let changes = json!({"description": "With a picture"});
    let mut revision = 1;
    for (boundary, bytes, kind) in [
        (CURL, png(5, 5), "image/png"),
        (BROWSER, jpeg(5, 5), "image/jpeg"),
        (CURL, webp(5, 5), "image/webp"),
    ] {
        let file_first = Form::new(boundary).file("logo", &bytes).object("account", &changes);
        let object_first = Form::new(boundary).object("account", &changes).file("logo", &bytes);
        revision += 1;
        for base in ["", "/public"] {
            for form in [&file_first, &object_first] {
                let account = form.put(&tenant.admin, &format!("{base}{}", tenant.path())).expect(200);
                assert_eq!(account["revision"], revision, "the same picture again changes nothing");
                assert_eq!(account["icon"], icon);
            }
            let shown = picture(&tenant.member, &format!("{base}{icon}"));
            assert_eq!(shown, (kind.to_owned(), bytes.clone()));
        }
        let head = tenant.member.send("HEAD", &icon, &[], None);
        assert_eq!((head.status, head.header("content-type"), head.bytes.len()), (200, Some(kind), 0));
    }
    assert_eq!(
        tenant.events_of(&tenant.id),
        ["account.created", "account.updated", "account.updated", "account.updated"]
    );
    tenant.admin.put(&tenant.path(), &json!({"icon": null})).expect(200);
    assert!(is_drawn(&tenant.member, &icon));
}

/// R48: the audit record names pictures by their hash.
#[test]
fn r48_the_record_of_a_picture_holds_its_hash_alone() {
    let tenant = Tenant::new("images_audit");
    let form = Form::new(CURL).object("account", &json!({})).file("logo", &png(6, 6));
    form.put(&tenant.admin, &tenant.path()).expect(200);
    let tag = tenant.admin.get(&format!("{}/icon", tenant.path())).header("etag").unwrap().replace('"', "");
    let query =
        format!("/v1/audit/records?object.id={}&order=-timestamp&limit=1&select=documents", tenant.id);
    let record = tenant.admin.get(&query).expect(200)["data"][0].clone();
    assert_eq!(record["event"], "platform.accounts.account.updated");
    assert_eq!(record["documents"]["after"], json!({"icon": format!("sha256:{tag}")}));
}

/// R3, R4, R13, R31: whose picture anybody may see and write.
#[test]
fn r13_r31_pictures_follow_the_rights_of_their_objects() {
    let (tenant, other) = (Tenant::new("images_rights"), Tenant::new("images_other"));
    let account = Form::new(CURL).object("account", &json!({})).file("logo", &png(7, 7));
    account.put(&tenant.admin, &tenant.path()).expect(200);
    account.put(&tenant.member, &tenant.path()).problem(403, "forbidden");
    account.put(&other.admin, &tenant.path()).problem(404, "not-found");
    account.put(&tenant.admin.anonymous(), &tenant.path()).problem(401, "authentication-failed");
    let icon = format!("{}/icon", tenant.path());
    let random = other.admin.get("/v1/accounts/accounts/ACC-9999-9998/icon");
    assert_eq!(other.admin.get(&icon).likeness(), random.likeness());
    account.send(&tenant.admin, "POST", ACCOUNTS).problem(403, "forbidden");
    let person = tenant.join("mara");
    let path = format!("/v1/accounts/users/{}", person.user);
    let user = Form::new(BROWSER).file("icon", &png(8, 8)).object("user", &json!({"phone": null}));
    user.put(&tenant.operator, &path).expect(200);
    user.put(&tenant.admin, &path).problem(403, "forbidden");
    user.put(&other.admin, &path).problem(404, "not-found");
    assert_eq!(picture(&tenant.admin, &format!("{path}/icon")).1, png(8, 8));
    other.admin.get(&format!("{path}/icon")).problem(404, "not-found");
    assert!(is_drawn(&tenant.operator, &format!("/v1/accounts/users/{}/icon", tenant.invite("tom").user)));
}

/// R20: an account that somebody was only invited into is shown the drawn picture.
#[test]
fn r20_a_guarded_person_has_the_drawn_picture() {
    let (tenant, other) = (Tenant::new("images_guarded"), Tenant::new("images_inviting"));
    let person = tenant.join("mara");
    let path = format!("/v1/accounts/users/{}", person.user);
    let form = Form::new(CURL).object("user", &json!({})).file("icon", &webp(9, 9));
    form.put(&tenant.operator, &path).expect(200);
    let body = crate::harness::person::invitation(&tenant.email("mara"), &other.group);
    let invited = other.admin.post(&other.users(), &body).expect(201);
    assert_eq!(id_of(&invited), person.user);
    let icon = format!("{path}/icon");
    assert!(is_drawn(&other.admin, &icon));
    for client in [&tenant.admin, &tenant.operator] {
        assert_eq!(picture(client, &icon), ("image/webp".to_owned(), webp(9, 9)));
    }
}

/// §1.5: at the part's name, and nothing is stored.
#[test]
fn what_is_no_picture_is_refused_at_its_part() {
    let tenant = Tenant::new("images_bad");
    let before = tenant.audit_total();
    for bad in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"GIF89a", &png(4097, 1), &png(1, 1)[..20]]
    {
        let form = Form::new(CURL).object("account", &json!({"description": "x"})).file("logo", bad);
        form.put(&tenant.admin, &tenant.path()).refuses(400, "validation-failed", &["logo"]);
        let made =
            Form::new(CURL).object("account", &json!({"name": "x", "type": "Client"})).file("logo", bad);
        made.send(&tenant.operator, "POST", ACCOUNTS).refuses(400, "validation-failed", &["logo"]);
    }
    assert_eq!(tenant.audit_total(), before);
    tenant.admin.get(&tenant.path()).expect(200);
    assert!(is_drawn(&tenant.admin, &format!("{}/icon", tenant.path())));
}

/// Sends the bytes as the body of an update of the account.
fn update(tenant: &Tenant, content_type: &str, body: &[u8]) -> Answer {
    let credential = format!("Bearer {}", tenant.admin.credential());
    let length = body.len().to_string();
    let headers =
        [("authorization", &credential[..]), ("content-length", &length), ("content-type", content_type)];
    let mut request = head("PUT", &tenant.path(), &headers);
    request.extend_from_slice(body);
    exchange(tenant.admin.address(), &request).expect("no answer")
}

/// Whatever is missing at the end of a body, nothing of it is stored.
#[test]
fn truncated_and_misnamed_bodies_change_nothing() {
    let tenant = Tenant::new("images_truncated");
    let before = tenant.audit_total();
    let form = Form::new(BROWSER).file("logo", &png(1, 1)).object("account", &json!({"description": "x"}));
    let (bytes, content_type) = (form.bytes(), form.content_type());
    // Without its last four bytes the last boundary is none.
    for length in (0..bytes.len() - 3).step_by(5) {
        update(&tenant, &content_type, &bytes[..length]).problem(400, "malformed-request");
    }
    for other in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=other",
        "multipart/form-data; boundary=\"----WebKitFormBoundary7MA4YWxkTrZu0g\"",
    ] {
        update(&tenant, other, &bytes).problem(400, "malformed-request");
    }
    update(&tenant, "multipart/mixed; boundary=x", &bytes).problem(415, "unsupported-media-type");
    let parts = (0..8).fold(form.clone(), |form, n| form.part(&format!("name=\"{n}\""), b""));
    update(&tenant, &content_type, &parts.bytes()).problem(400, "malformed-request");
    assert_eq!(tenant.audit_total(), before);
    update(&tenant, &content_type, &bytes).expect(200);
}

/// §1.3: 2 MiB, however they are sent.
#[test]
fn parts_of_more_than_two_mebibytes_are_413() {
    let tenant = Tenant::new("images_large");
    let padded =
        |length| Form::new(CURL).object("account", &json!({})).part("name=\"other\"", &vec![b'x'; length]);
    let room = 2 * 1024 * 1024 - padded(0).bytes().len();
    let content_type = padded(0).content_type();
    update(&tenant, &content_type, &padded(room).bytes()).expect(200);
    update(&tenant, &content_type, &padded(room + 1).bytes()).problem(413, "content-too-large");
    let credential = format!("Bearer {}", tenant.admin.credential());
    let headers = [
        ("authorization", &credential[..]),
        ("transfer-encoding", "chunked"),
        ("content-type", &content_type),
    ];
    let mut chunked = head("PUT", &tenant.path(), &headers);
    let bytes = padded(room + 1).bytes();
    chunked.extend(format!("{:x}\r\n", bytes.len()).bytes().chain(bytes).chain(*b"\r\n0\r\n\r\n"));
    exchange(tenant.admin.address(), &chunked).unwrap().problem(413, "content-too-large");
}
