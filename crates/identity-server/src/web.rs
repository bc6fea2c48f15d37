//! The web server: one listening socket, bounded patience with slow clients.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use identity_actix::{Api, HttpSettings};
use identity_core::service::Identity;
use tokio::net::TcpSocket;

use crate::config::HttpConfig;
use crate::error::StartError;
use crate::health;

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1024;
/// A client that takes longer to send the head of a request is cut off.
const REQUEST_WITHIN: Duration = Duration::from_secs(5);
/// A client that takes longer to close a connection is cut off.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);
/// An idle connection is kept for longer than the usual 60 seconds of a proxy before us, so that the proxy never
/// sends a request into a connection that is just being closed.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// What runs when the end comes has this many seconds.
const SHUTDOWN_SECS: u64 = 30;

/// Takes the address. Connections wait until the server runs.
///
/// # Errors
/// [`StartError::Listen`].
pub(crate) fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    let taken = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)?.into_std()
    };
    taken().map_err(|source| StartError::Listen { address, source })
}

/// The server; it begins when the result is polled, on threads of its own.
///
/// # Errors
/// Those of the operating system.
pub(crate) fn server(
    listener: TcpListener,
    identity: &Arc<Identity>,
    settings: HttpSettings,
    config: &HttpConfig,
) -> std::io::Result<Server> {
    let api = Data::new(Api::new(Arc::clone(identity), settings));
    let identity = Arc::clone(identity);
    let (has_documents, has_pages) = (config.documents, config.pages);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(api.clone())
            .configure(|routes| health::configure(routes, Arc::clone(&identity)))
            .configure(|routes| {
                if has_documents {
                    identity_actix::configure_documents(routes);
                }
                if has_pages {
                    identity_actix::configure_pages(routes);
                }
            })
            .configure(identity_actix::configure)
    });
    let server = server
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(REQUEST_WITHIN)
        .client_disconnect_timeout(CLOSE_WITHIN)
        .shutdown_timeout(SHUTDOWN_SECS)
        .disable_signals()
        .tcp_nodelay(true)
        .listen(listener)?;
    Ok(server.run())
}

/// An address that a client on this machine can use.
pub(crate) fn local_url(bound: SocketAddr) -> String {
    let mut reachable = bound;
    if bound.ip().is_unspecified() {
        reachable.set_ip(match bound {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    format!("http://{reachable}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_all_interfaces_is_shown_as_a_local_one() {
        let url = |text: &str| local_url(text.parse().unwrap());
        assert_eq!(url("0.0.0.0:80"), "http://127.0.0.1:80");
        assert_eq!(url("[::]:80"), "http://[::1]:80");
        assert_eq!(url("192.0.2.1:80"), "http://192.0.2.1:80");
    }

    #[tokio::test]
    async fn an_address_that_is_taken_is_refused_by_name() {
        let first = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let error = listen(first.local_addr().unwrap()).unwrap_err();
        assert!(error.to_string().starts_with("http.listen: 127.0.0.1:"), "{error}");
    }
}
