//! A running nginx with the block of the documentation, and the service behind it.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::{App, HttpRequest, HttpServer, web};
use serde_json::{Value, json};
use tempfile::TempDir;

const DOCUMENT: &str = include_str!("../../docs/GATEWAYS.md");
const INSTALL: &str = "the gateway test needs nginx: apt-get install nginx";
const STARTED_WITHIN: Duration = Duration::from_secs(20);

/// nginx; it is killed when this is dropped.
pub struct Proxy {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

/// The configuration of the documentation, with the addresses of this test.
fn block(identity: SocketAddr, service: SocketAddr) -> String {
    let (_, rest) = DOCUMENT.split_once("```nginx\n").expect("docs/GATEWAYS.md has a block for nginx");
    let (block, _) = rest.split_once("```").expect("the block ends");
    assert!(block.contains("your-service:9000") && block.contains("identity:8080"), "{block}");
    block.replace("your-service:9000", &service.to_string()).replace("identity:8080", &identity.to_string())
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

impl Proxy {
    /// Starts nginx in front of `service`, asking `identity`.
    pub fn start(identity: SocketAddr, service: SocketAddr) -> Self {
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let address = free_address();
        let config = configuration(folder.path(), address, &block(identity, service));
        let file = folder.path().join("nginx.conf");
        fs::write(&file, config).unwrap();
        let child = Command::new("nginx")
            .arg("-c")
            .arg(&file)
            .arg("-p")
            .arg(folder.path())
            .args(["-e", "stderr"])
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("nginx: {error}; {INSTALL}"));
        let mut proxy = Self { child, address, _folder: folder };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = proxy.child.try_wait().unwrap();
            assert!(ended.is_none(), "nginx ended: {ended:?}");
            assert!(begun.elapsed() < STARTED_WITHIN, "nginx does not listen");
            std::thread::yield_now();
        }
        proxy
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn configuration(folder: &Path, address: SocketAddr, block: &str) -> String {
    let at = |name: &str| folder.join(name).display().to_string();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {};", at(name)))
        .join("\n");
    format!(
        "daemon off;\nmaster_process off;\npid {};\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}\n\
         server {{\nlisten {address};\n{block}\n}}\n}}\n",
        at("nginx.pid")
    )
}

/// A service that says what it was told of its caller; it lives as long as the test.
pub fn upstream() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let server = HttpServer::new(|| App::new().default_service(web::to(tell)));
            server.workers(1).disable_signals().listen(listener).unwrap().run().await.unwrap();
        });
    });
    address
}

async fn tell(request: HttpRequest) -> web::Json<Value> {
    let told = |name: &str| {
        request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    web::Json(json!({
        "kind": told("x-identity-kind"),
        "subject": told("x-identity-subject"),
        "account": told("x-identity-account"),
        "modules": told("x-identity-modules"),
    }))
}
