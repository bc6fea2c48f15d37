//! Clients that take their time: the body of a request has a limit, and nobody keeps a connection beyond it (R6).

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use crate::house::{House, Service};

const CREATE: &str = "POST /v1/accounts/accounts";
/// Between two bytes of a body.
const PAUSE: Duration = Duration::from_millis(50);
/// A connection that is open for longer is kept.
const PATIENCE: Duration = Duration::from_secs(15);

fn impatient(house: &House) -> Service {
    house.serve_with(&[("IDENTITY_HTTP__BODY_TIMEOUT_SECS", "1")])
}

/// Sends the head and then a byte of the body at a time, for as long as the other side lets it, and answers with what
/// came back until the connection was closed.
fn trickle(service: &Service, head: &str, drop: &'static [u8]) -> String {
    let mut socket = TcpStream::connect(service.address()).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.write_all(head.as_bytes()).unwrap();
    let mut writing = socket.try_clone().unwrap();
    let writer = thread::spawn(move || {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE && writing.write_all(drop).is_ok() {
            thread::park_timeout(PAUSE);
        }
        begun.elapsed()
    });
    let mut answer = Vec::new();
    // A close while bytes are on their way may show as a reset, after the answer.
    let _ = socket.read_to_end(&mut answer);
    let open = writer.join().unwrap();
    assert!(open < PATIENCE, "the connection was kept for {open:?}");
    String::from_utf8(answer).unwrap()
}

fn head(request: &str, token: &str, framing: &str) -> String {
    format!(
        "{request} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\n{framing}\r\n\r\n"
    )
}

#[test]
fn a_body_that_trickles_is_answered_408_and_cut_off() {
    let house = House::new();
    let service = impatient(&house);
    let token = service.told("Operations token");
    for (framing, drop) in
        [("Content-Length: 100000", &b" "[..]), ("Transfer-Encoding: chunked", b"1\r\n \r\n")]
    {
        let answer = trickle(&service, &head(CREATE, token, framing), drop);
        assert!(answer.starts_with("HTTP/1.1 408 "), "{framing}: {answer}");
        assert!(answer.contains("/problems/request-timeout"), "{framing}: {answer}");
    }
    assert_eq!(service.get("/v1/accounts/accounts", Some(token)).0, 200);
}

/// Whoever is refused before the body is read cannot keep the connection with it either.
#[test]
fn a_body_that_nobody_reads_keeps_no_connection() {
    let house = House::new();
    let service = impatient(&house);
    for (framing, drop) in
        [("Content-Length: 100000", &b" "[..]), ("Transfer-Encoding: chunked", b"1\r\n \r\n")]
    {
        let answer = trickle(&service, &head(CREATE, "nobody", framing), drop);
        assert!(answer.starts_with("HTTP/1.1 401 "), "{framing}: {answer}");
        let get = format!("GET /v1/accounts/accounts/{}", service.told("Operations account"));
        let known = format!("{framing}\r\nIf-None-Match: *");
        let answer = trickle(&service, &head(&get, service.told("Operations token"), &known), drop);
        assert!(answer.starts_with("HTTP/1.1 304 "), "{framing}: {answer}");
    }
}
