//! The server that all tests of this binary share, in this process, on a free port, over a database of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use identity_server::config::{Config, DatabaseUrl, MailUrl};

use super::client::Client;
use super::database;

/// A running server and how to get in.
pub struct Site {
    /// The operator's token (O+).
    pub operator: Client,
    /// The Operations account.
    pub operations: String,
    /// Where mail goes to.
    pub mail: PathBuf,
}

static SITE: LazyLock<Site> = LazyLock::new(|| start("all"));

/// The server; started by whoever asks first.
pub fn site() -> &'static Site {
    &SITE
}

/// A server of a test's own, for tests that count what everybody does.
pub fn own_site(name: &str) -> Site {
    start(name)
}

fn start(name: &str) -> Site {
    let folder = fresh_folder(name);
    serve(config_in(&folder, database::fresh(&folder)))
}

/// Starts a server; it runs until the process ends.
fn serve(config: Config) -> Site {
    let mail = PathBuf::from(config.mail.url.as_folder().unwrap());
    let token_file = config.bootstrap.token_file.clone().unwrap();
    let (told, address) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut running = identity_server::start(config).await.unwrap();
            told.send(running.url()).unwrap();
            panic!("{}", running.failed().await);
        });
    });
    let address = address.recv().expect("the server did not start");
    let token = fs::read_to_string(token_file).unwrap();
    let operator = Client::new(&address, Some(token.trim()));
    let accounts = operator.get("/v1/accounts/accounts?type=Operations").expect(200);
    let operations = accounts["data"][0]["id"].as_str().unwrap().to_owned();
    Site { operator, operations, mail }
}

/// Settings of two nodes over one empty database on PostgreSQL, each with a folder of its own for mail.
#[cfg(feature = "postgres-tests")]
pub fn two_configs(name: &str) -> [Config; 2] {
    let folder = fresh_folder(name);
    let url = database::on_postgres();
    ["mail-a", "mail-b"].map(|mail| {
        let mut config = config_in(&folder, url.clone());
        // Tokens of sessions name the public address, so it is the same everywhere.
        config.http.public_url = Some("http://identity.example".parse().unwrap());
        config.mail.url = MailUrl::folder(&folder.join(mail));
        config
    })
}

/// Two nodes that started at the same moment.
#[cfg(feature = "postgres-tests")]
pub fn two_nodes(name: &str) -> [Site; 2] {
    thread::scope(|scope| {
        two_configs(name).map(|config| scope.spawn(|| serve(config))).map(|node| node.join().unwrap())
    })
}

fn config_in(folder: &Path, url: DatabaseUrl) -> Config {
    let mut config = Config::default();
    config.http.listen = "127.0.0.1:0".parse().unwrap();
    // Failures count by address, so every test that fails on purpose comes from one of its own.
    config.http.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    config.database.url = url;
    config.keys.master_file = folder.join("master.key");
    config.mail.url = MailUrl::folder(&folder.join("mail"));
    config.bootstrap.token_file = Some(folder.join("token"));
    config
}

/// How long the folder of an ended run stays, for whoever wants to look into it.
const KEPT: Duration = Duration::from_secs(600);

/// A folder of this process and a site; those that ended runs left behind go.
fn fresh_folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("it");
    fs::create_dir_all(&root).unwrap();
    for entry in fs::read_dir(&root).unwrap() {
        let entry = entry.unwrap();
        let age = entry.metadata().and_then(|metadata| metadata.modified()).map(|moment| moment.elapsed());
        if age.is_ok_and(|age| age.is_ok_and(|age| age > KEPT)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let folder = root.join(format!("{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}
