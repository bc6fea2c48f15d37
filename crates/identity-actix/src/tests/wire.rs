//! What only a real connection shows: answers without a body, bodies without a length, and a connection that lives on.

use std::net::SocketAddr;

use actix_web::{App, HttpServer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::stage::{Asker, api_with, value_of};
use crate::configure;

/// A server of its own, ended with the runtime of the test.
async fn serve() -> SocketAddr {
    let mut hasher = identity_core::port::MockPasswordHasher::new();
    hasher.expect_hash().returning(|_| panic!("the hasher broke"));
    let (api, _, _) = api_with(std::sync::Arc::new(hasher)).await;
    let server = HttpServer::new(move || App::new().app_data(api.clone()).configure(configure))
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .unwrap();
    let address = server.addrs()[0];
    actix_web::rt::spawn(server.run());
    address
}

/// Sends a request and reads the head of its answer, and as much of a body as the head announces.
async fn exchange(connection: &mut TcpStream, head: &str, body: &str, has_body: bool) -> (String, String) {
    let token = value_of(Asker::Operator).unwrap();
    let request = format!("{head}\r\nhost: x\r\nauthorization: Bearer {token}\r\n{body}");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut read = Vec::new();
    let end = loop {
        if let Some(at) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        assert_ne!(connection.read_buf(&mut read).await.unwrap(), 0, "closed early");
    };
    let head = String::from_utf8(read[..end].to_vec()).unwrap().to_lowercase();
    let length =
        head.split("content-length: ").nth(1).map_or(0, |rest| rest.lines().next().unwrap().parse().unwrap());
    while has_body && read.len() < end + length {
        assert_ne!(connection.read_buf(&mut read).await.unwrap(), 0, "closed early");
    }
    (head, String::from_utf8(read[end..].to_vec()).unwrap())
}

#[actix_web::test]
async fn a_connection_outlives_head_refusals_and_panics() {
    let mut connection = TcpStream::connect(serve().await).await.unwrap();
    let user = "/v1/accounts/users/USR-0000-0001";
    let (full, body) = exchange(&mut connection, &format!("GET {user} HTTP/1.1"), "\r\n", true).await;
    let (head, none) = exchange(&mut connection, &format!("HEAD {user} HTTP/1.1"), "\r\n", false).await;
    let length = format!("content-length: {}", body.len());
    assert!(full.contains(&length) && head.contains(&length), "{head}");
    assert_eq!(none, "", "an answer to HEAD has no body");
    let (missing, _) = exchange(&mut connection, "GET /v1/nothing HTTP/1.1", "\r\n", true).await;
    assert!(missing.starts_with("http/1.1 404"), "{missing}");
    let password = r#"{"password":"a long passphrase"}"#;
    let sent =
        format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{password}", password.len());
    let path = "POST /v1/accounts/users/USR-0000-0002/set-password HTTP/1.1";
    let (panicked, problem) = exchange(&mut connection, path, &sent, true).await;
    assert!(panicked.starts_with("http/1.1 500") && problem.contains("internal-error"), "{panicked}");
    let (again, _) = exchange(&mut connection, &format!("GET {user} HTTP/1.1"), "\r\n", true).await;
    assert!(again.starts_with("http/1.1 200"), "{again}");
}

#[actix_web::test]
async fn a_body_without_a_length_is_bounded_while_it_is_read() {
    let mut connection = TcpStream::connect(serve().await).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    let sent =
        format!("content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{}", chunk.repeat(17));
    let head = "PUT /v1/accounts/users/USR-0000-0001 HTTP/1.1";
    let (refused, problem) = exchange(&mut connection, head, &sent, true).await;
    assert!(refused.starts_with("http/1.1 413") && problem.contains("content-too-large"), "{refused}");
}
