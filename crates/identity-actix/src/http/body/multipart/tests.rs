//! Bodies in parts as clients send them, and as nobody does.

use std::time::Duration;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::rt::time::timeout;

use super::*;

const FORM: Form = Form { json: "account", file: "logo" };
const BOUNDARY: &str = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
const JSON: &str =
    "content-disposition: form-data; name=\"account\"\r\ncontent-type: application/json\r\n\r\n{\"a\":1}";
const FILE: &str =
    "Content-Disposition: form-data; name=\"logo\"; filename=\"a.png\"\r\n\r\n\u{0}\r\n-\r\n--\r\r\n";
const OTHER: &str = "Content-Disposition: form-data; name=\"other\"\r\n\r\nx";

fn headers(content_type: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_str(content_type).unwrap());
    headers
}

/// A body of these parts, each a head and a content.
fn body(boundary: &str, parts: &[&str]) -> Vec<u8> {
    let written: String = parts.iter().flat_map(|part| ["--", boundary, "\r\n", part, "\r\n"]).collect();
    format!("{written}--{boundary}--\r\n").into_bytes()
}

async fn read(content_type: &str, body: Vec<u8>) -> Result<Parts, Failure> {
    let headers = headers(content_type);
    let reading = parts(&headers, body.into(), &FORM);
    timeout(Duration::from_secs(20), reading).await.expect("the parser waits for more than there is")
}

async fn read_parts(sent: &[&str]) -> Result<(Vec<u8>, Option<Vec<u8>>), &'static str> {
    let read = read(&format!("multipart/form-data; boundary={BOUNDARY}"), body(BOUNDARY, sent)).await;
    match read {
        Ok(parts) => Ok((parts.json.to_vec(), parts.file.map(|file| file.to_vec()))),
        Err(Failure::Malformed(text)) => Err(text),
        Err(other) => panic!("{other:?}"),
    }
}

fn text(failure: Failure) -> &'static str {
    let Failure::Malformed(text) = failure else { panic!("{failure:?}") };
    text
}

/// §1.3: one JSON part and at most one file part, in any order; unknown parts are ignored.
#[actix_web::test]
async fn parts_come_in_any_order() {
    let object = b"{\"a\":1}".to_vec();
    let file = b"\0\r\n-\r\n--\r\r\n".to_vec();
    for sent in [&[JSON, FILE][..], &[FILE, JSON], &[OTHER, FILE, OTHER, JSON, OTHER]] {
        assert_eq!(read_parts(sent).await, Ok((object.clone(), Some(file.clone()))), "{sent:?}");
    }
    let nothing_chosen = "content-disposition: form-data; name=\"logo\"; filename=\"\"\r\n\r\n";
    for sent in [&[JSON][..], &[OTHER, JSON], &[nothing_chosen, JSON]] {
        assert_eq!(read_parts(sent).await, Ok((object.clone(), None)), "{sent:?}");
    }
    let nameless_file = "content-disposition: form-data; name=\"logo\"\r\n\r\nx";
    assert_eq!(read_parts(&[nameless_file, JSON]).await, Ok((object.clone(), Some(b"x".to_vec()))));
    let empty_file = "content-disposition: form-data; name=\"logo\"; filename=\"a.png\"\r\n\r\n";
    assert_eq!(read_parts(&[JSON, empty_file]).await, Ok((object, Some(Vec::new()))));
}

/// §1.3: a missing or repeated part is 400, and so are more than 8 of them.
#[actix_web::test]
async fn missing_repeated_and_too_many_parts_are_refused() {
    for (sent, expected) in [
        (&[][..], NO_OBJECT),
        (&[FILE], NO_OBJECT),
        (&[OTHER], NO_OBJECT),
        (&[JSON, JSON], TWICE),
        (&[FILE, JSON, FILE], TWICE),
        (&[JSON, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER], TOO_MANY),
    ] {
        assert_eq!(read_parts(sent).await, Err(text(expected)), "{sent:?}");
    }
    assert!(read_parts(&[JSON, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER]).await.is_ok(), "eight");
    for head in [
        "content-disposition: form-data; name=\"account\"",
        "content-disposition: form-data; name=\"account\"\r\ncontent-type: text/plain",
        "content-disposition: form-data; name=\"account\"\r\ncontent-type: application/json; charset=latin1",
        "content-disposition: form-data; name=\"account\"; filename=\"a.json\"\r\ncontent-type: application/json",
    ] {
        let part = format!("{head}\r\n\r\n{{}}");
        assert_eq!(read_parts(&[&part]).await, Err(text(NOT_JSON)), "{head}");
    }
}

#[actix_web::test]
async fn boundaries_are_found_as_clients_write_them() {
    for (boundary, written) in [
        ("------------------------d74496d66958873e", "multipart/form-data; boundary={}"),
        ("----WebKitFormBoundary7MA4YWxkTrZu0gW", "multipart/form-data; boundary={}"),
        ("---------------------------9051914041544843365972754266", "Multipart/Form-Data; boundary={}"),
        ("a b'()+,-./:=?", "multipart/form-data; charset=utf-8; boundary=\"{}\""),
    ] {
        let content_type = written.replace("{}", boundary);
        assert!(is_form(Some(&HeaderValue::from_str(&content_type).unwrap())), "{content_type}");
        let parts = read(&content_type, body(boundary, &[FILE, JSON])).await.unwrap();
        assert_eq!(parts.json, "{\"a\":1}");
    }
    for other in ["multipart/mixed; boundary=x", "multipart/form-datax", "application/json", ""] {
        assert!(!is_form(Some(&HeaderValue::from_str(other).unwrap())), "{other}");
    }
    let unnamed = read("multipart/form-data", body(BOUNDARY, &[JSON])).await;
    assert_eq!(text(unnamed.unwrap_err()), text(UNREADABLE));
}

/// The same numbers in every run: 64-bit xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// A head and a content, good ones more often than bad ones.
fn some_part(dice: &mut Dice) -> String {
    if dice.below(3) > 0 {
        return dice.pick(&[JSON, FILE, OTHER]).to_owned();
    }
    let huge = format!("x-huge: {}\r\n", "h".repeat(70_000));
    let many = "x: y\r\n".repeat(40);
    let nested = "content-type: multipart/mixed; boundary=inner\r\n";
    let before = dice.pick(&["", "content-length: 3\r\n", "content-length: -1\r\n", &huge, &many, nested]);
    let part = dice.pick(&[
        JSON,
        FILE,
        "content-disposition: form-data; name=\"\"\r\n\r\nx",
        "content-disposition: form-data\r\n\r\nx",
        "content-disposition: attachment; name=\"account\"\r\n\r\n{}",
        "content-disposition: form-data; name=\"account\r\n\r\n{}",
        "no colon\r\n\r\nx",
        "\r\nx",
        "",
        "--inner\r\ncontent-disposition: form-data; name=\"account\"\r\n\r\n{}\r\n--inner--",
    ]);
    format!("{before}{part}")
}

fn broken(dice: &mut Dice) -> Vec<u8> {
    let count = dice.below(10);
    let parts: Vec<String> = (0..count).map(|_| some_part(dice)).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let boundary = dice.pick(&[BOUNDARY, BOUNDARY, BOUNDARY, BOUNDARY, "other", ""]);
    let mut bytes = body(boundary, &parts);
    for _ in 0..dice.below(3) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(5) {
            0 => bytes.truncate(at),
            1 => {
                let noise =
                    dice.pick(&["\r", "\n", "\r\n", "--", "\r\n--", BOUNDARY, "\0", "\r\n\r\n", "\"", ";"]);
                bytes.splice(at..at, noise.bytes());
            }
            2 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = byte.wrapping_add(1)),
            3 => {
                let end = (at + dice.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let again: Vec<u8> = bytes.iter().skip(at).take(dice.below(200)).copied().collect();
                bytes.extend(again);
            }
        }
    }
    bytes
}

fn holds(whole: &[u8], part: &[u8]) -> bool {
    part.is_empty() || whole.windows(part.len()).any(|window| window == part)
}

/// Whatever is sent is read as it stands in the body or refused: no panic, no waiting for more.
#[actix_web::test]
async fn broken_bodies_are_read_or_refused() {
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let mut dice = Dice(0x1DE7_7117_0B0D_1E55);
    let (mut accepted, mut refused) = (0, 0);
    for n in 0..4_000 {
        let bytes = broken(&mut dice);
        match read(&content_type, bytes.clone()).await {
            Ok(parts) => {
                accepted += 1;
                assert!(holds(&bytes, &parts.json), "{n}");
                assert!(parts.file.is_none_or(|file| holds(&bytes, &file)), "{n}");
            }
            Err(Failure::Malformed(_)) => refused += 1,
            Err(other) => panic!("{n}: {other:?}"),
        }
    }
    assert!(accepted > 50 && refused > 1_000, "the control: {accepted} {refused}");
}

/// Bodies as large as they may be, of what a parser stumbles over, end all the same.
#[actix_web::test]
async fn large_bodies_of_delimiters_are_refused() {
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let open = format!("--{BOUNDARY}\r\n{OTHER}");
    for start in ["", &open] {
        for noise in ["\r", "\n", "\r\n", "\r\n--", "\r--", "-", &format!("\r\n--{}", &BOUNDARY[..30])] {
            let mut bytes = start.as_bytes().to_vec();
            bytes.extend(noise.bytes().cycle().take(256 * 1024));
            assert_eq!(text(read(&content_type, bytes).await.unwrap_err()), text(UNREADABLE), "{noise:?}");
        }
    }
}
