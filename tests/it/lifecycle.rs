//! The real binary: starting, stopping, restarting (design §10).

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::Client;
use crate::harness::raw::{exchange, head};
use crate::harness::tenant::id_of;
use crate::harness::wait::until;

const PATIENCE: Duration = Duration::from_secs(20);

/// The binary as the sources are now: another one may lie about from before.
static BINARY: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--package", "identity-server", "--message-format", "json"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    let built = build.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let messages = String::from_utf8(built.stdout).unwrap();
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut executables = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    executables.next().expect("cargo named no executable")
});

/// The command in a folder of its own, with no settings but these.
fn command(folder: &Path, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(&*BINARY);
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command.env("IDENTITY_HTTP__LISTEN", "127.0.0.1:0").envs(settings.iter().copied());
    command
}

fn output(folder: &Path, settings: &[(&str, &str)]) -> Output {
    command(folder, settings).output().unwrap()
}

/// A running process; it does not outlive the test.
struct Server {
    child: Child,
    address: String,
    /// What it printed until it listened.
    greeting: String,
    lines: Receiver<String>,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut child = command(folder, &[]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (printed, lines) = channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| printed.send(line)));
        let mut server = Self { child, address: String::new(), greeting: String::new(), lines };
        while server.address.is_empty() {
            let line = server.lines.recv_timeout(PATIENCE).expect("it does not listen");
            if let Some(address) = line.strip_prefix("listening on ") {
                address.clone_into(&mut server.address);
            }
            server.greeting += &line;
            server.greeting.push('\n');
        }
        server
    }

    /// Does what the printed curl line does.
    fn curl(&self) -> Client {
        let line = self.greeting.lines().find(|line| line.trim().starts_with("curl ")).expect("no curl line");
        let token = line.split_once("Bearer ").and_then(|(_, rest)| rest.split('\'').next()).unwrap();
        let url = line.split_whitespace().last().unwrap();
        let path = url.strip_prefix(&self.address).expect("the line names another address");
        let client = Client::new(&self.address, Some(token));
        client.get(path).expect(200);
        client
    }

    fn terminate(&self) {
        let sent = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(sent.success());
    }

    fn ended(&mut self) -> ExitStatus {
        until("the end of the process", || self.child.try_wait().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

#[test]
fn it_starts_on_an_empty_folder_keeps_its_data_and_ends_well() {
    let folder = folder();
    let mut first = Server::start(folder.path());
    let client = first.curl();
    let body = json!({"name": "Kept", "type": "Client"});
    let id = id_of(&client.post("/v1/accounts/accounts", &body).expect(201));
    for secret in ["data", "data/master.key"] {
        let mode = fs::metadata(folder.path().join(secret)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{secret} is open to others");
    }
    first.terminate();
    assert_eq!(first.ended().code(), Some(0));

    let mut second = Server::start(folder.path());
    let (_, secret) = client.credential().rsplit_once(':').unwrap();
    assert!(
        !second.greeting.contains(secret) && !second.greeting.contains("Password"),
        "{}",
        second.greeting
    );
    let again = Client::new(&second.address, Some(client.credential()));
    assert_eq!(again.get(&format!("/v1/accounts/accounts/{id}")).expect(200)["name"], "Kept");
    second.terminate();
    assert_eq!(second.ended().code(), Some(0));
}

#[test]
fn what_runs_is_finished_before_the_end() {
    let folder = folder();
    let mut server = Server::start(folder.path());
    let client = server.curl();
    let host = server.address.strip_prefix("http://").unwrap();
    let body = json!({"name": "Slow", "type": "Client"}).to_string();
    let begun = format!(
        "POST /v1/accounts/accounts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        client.credential(),
        body.len()
    );
    let mut slow = TcpStream::connect(host).unwrap();
    slow.set_read_timeout(Some(PATIENCE)).unwrap();
    let (start, rest) = body.split_at(5);
    slow.write_all(format!("{begun}{start}").as_bytes()).unwrap();
    // The request has begun for sure once every thread that serves has answered a later connection.
    for _ in 0..2 * thread::available_parallelism().unwrap().get() {
        exchange(&server.address, &head("GET", "/health/live", &[])).unwrap().expect(200);
    }
    server.terminate();
    until("the end of listening", || TcpStream::connect(host).is_err().then_some(()));
    slow.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn a_second_process_on_the_same_data_is_refused() {
    let folder = folder();
    let first = Server::start(folder.path());
    let client = first.curl();
    let second = output(folder.path(), &[("IDENTITY_LOG__LEVEL", "error")]);
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!((second.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("identity.db"), "{said}");
    client.get("/v1/accounts/accounts").expect(200);
}

#[test]
fn a_setting_that_cannot_be_used_is_named_in_one_line() {
    let folder = folder();
    let refused = output(folder.path(), &[("IDENTITY_HTTP__LISTEN", "nowhere")]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!((refused.status.code(), said.lines().count()), (Some(2), 1), "{said}");
    assert!(said.contains("http.listen"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn health_is_told_without_a_credential() {
    let folder = folder();
    let server = Server::start(folder.path());
    let nobody = Client::new(&server.address, None);
    assert_eq!(nobody.get("/health/live").expect(200)["status"], "live");
    assert_eq!(nobody.get("/health/ready").expect(200)["status"], "ready");
}
