//! C0: a bare server that answers with an empty body, or a fixed one, and looks at nothing.

use std::io;
use std::net::TcpListener;

use actix_web::web::{self, Bytes};
use actix_web::{App, HttpResponse, HttpServer, rt};

/// The argument with which this program is the ceiling.
pub const ARGUMENT: &str = "--ceiling";

/// Serves until the process is killed: POST is answered empty, GET with JSON of that length.
pub fn serve(body_bytes: usize) -> io::Result<()> {
    let body = Bytes::from(format!("\"{}\"", "x".repeat(body_bytes.saturating_sub(2))));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("listening on http://{}", listener.local_addr()?);
    let server = HttpServer::new(move || {
        let body = body.clone();
        let fixed = move || {
            let body = body.clone();
            async move { HttpResponse::Ok().content_type("application/json").body(body) }
        };
        App::new()
            .route("/v1/auth/check", web::post().to(|| async { HttpResponse::Ok().finish() }))
            .route("/v1/accounts/users/{id}", web::get().to(fixed))
    });
    rt::System::new().block_on(async { server.tcp_nodelay(true).listen(listener)?.run().await })
}
