//! A driver of Chromium, and a browser that is closed whatever happens in it.

use std::future::Future;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use super::eyes::Eyes;

const DRIVER: &str = "chromedriver";
const INSTALL: &str =
    "the browser test needs Chromium and its driver: apt-get install chromium chromium-driver";
const STARTED: &str = "was started successfully on port ";
/// The driver says its port at once, or something is wrong.
const STARTED_WITHIN: Duration = Duration::from_secs(30);
/// An element that does not come within this time does not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a page is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Phone,
    Desk,
}

impl Screen {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desk => "desk",
        }
    }
}

/// The running driver; it is killed when this is dropped.
struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    fn start() -> Self {
        let started =
            Command::new(DRIVER).arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = started.unwrap_or_else(|error| panic!("{DRIVER}: {error}; {INSTALL}"));
        let stdout = child.stdout.take();
        let mut driver = Self { child, port: 0 };
        let (said, heard) = mpsc::channel();
        // Reads on to the end, so that the driver is never stopped by a full pipe.
        std::thread::spawn(move || {
            for line in stdout.into_iter().flat_map(|out| BufReader::new(out).lines().map_while(Result::ok)) {
                if let Some((_, port)) = line.split_once(STARTED) {
                    let _ = said.send(port.trim_end_matches('.').to_owned());
                }
            }
        });
        let port = heard.recv_timeout(STARTED_WITHIN);
        driver.port = port.expect("the driver says its port").parse().unwrap();
        driver
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Does something in a browser of its own, which is closed afterwards, also after a panic; what it showed last is kept
/// then.
pub async fn in_browser<F>(screen: Screen, work: impl FnOnce(Eyes) -> F)
where
    F: Future<Output = WebDriverResult<()>> + Send + 'static,
{
    let driver = Driver::start();
    let address = format!("http://127.0.0.1:{}", driver.port);
    let browser = WebDriver::new(address, capabilities(screen)).await;
    let browser = browser.unwrap_or_else(|error| panic!("{error}; {INSTALL}"));
    browser.set_implicit_wait_timeout(PATIENCE).await.unwrap();
    let eyes = Eyes::new(browser.clone(), screen);
    // In a task of its own, so that a panic comes out as a value.
    let done = tokio::spawn(work(eyes.clone())).await;
    if !matches!(done, Ok(Ok(()))) {
        let _ = eyes.keep("failed").await;
        eprintln!("{:?}", browser.source().await);
    }
    let _ = browser.quit().await;
    drop(driver);
    match done {
        Ok(result) => result.unwrap(),
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

fn capabilities(screen: Screen) -> Capabilities {
    let mut arguments =
        vec!["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--accept-lang=en"];
    // Nobody but us is shown anything, and the root of a container has no namespaces to make a sandbox of.
    arguments.push("--no-sandbox");
    let mut options = json!({});
    match screen {
        Screen::Desk => arguments.push("--window-size=1280,800"),
        Screen::Phone => {
            let metrics = json!({"width": 390, "height": 844, "pixelRatio": 2.0, "touch": true});
            options["mobileEmulation"] = json!({"deviceMetrics": metrics});
        }
    }
    options["args"] = json!(arguments);
    let mut capabilities = Capabilities::new();
    capabilities.set("browserName", "chrome").unwrap();
    capabilities.set("goog:chromeOptions", options).unwrap();
    capabilities
}
