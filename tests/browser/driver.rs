//! Chromium's driver, and the few words of WebDriver that a walk needs (W3C WebDriver, JSON over HTTP).

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

const DRIVER: &str = "chromedriver";
const INSTALL: &str =
    "the browser test needs Chromium and its driver: apt-get install chromium chromium-driver";
const STARTED: &str = "was started successfully on port ";
/// The driver says its port at once, or something is wrong.
const STARTED_WITHIN: Duration = Duration::from_secs(30);
/// An element that does not come within this time does not come.
const PATIENCE: Duration = Duration::from_secs(20);
/// An answer that does not come within this time is a hang.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// The member that an element is told in.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser of its own; it is closed when this is dropped.
pub struct Driver {
    child: Child,
    agent: Agent,
    /// The address of the browser.
    session: String,
}

impl Driver {
    /// Starts the driver and a browser with these options.
    pub fn start(options: &Value) -> Self {
        let started =
            Command::new(DRIVER).arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = started.unwrap_or_else(|error| panic!("{DRIVER}: {error}; {INSTALL}"));
        let stdout = child.stdout.take();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(ANSWER_WITHIN))
            .proxy(None);
        let mut driver = Self { child, agent: config.build().new_agent(), session: String::new() };
        let (said, heard) = mpsc::channel();
        // Reads on to the end, so that the driver is never stopped by a full pipe.
        std::thread::spawn(move || {
            for line in stdout.into_iter().flat_map(|out| BufReader::new(out).lines().map_while(Result::ok)) {
                if let Some((_, port)) = line.split_once(STARTED) {
                    let _ = said.send(port.trim_end_matches('.').to_owned());
                }
            }
        });
        let port = heard.recv_timeout(STARTED_WITHIN).expect("the driver says its port");
        driver.session = format!("http://127.0.0.1:{port}/session");
        let always = json!({"browserName": "chrome", "goog:chromeOptions": options});
        let begun = driver.ask("POST", "", &json!({"capabilities": {"alwaysMatch": always}}));
        let begun = begun.unwrap_or_else(|error| panic!("{error}; {INSTALL}"));
        driver.session = format!("{}/{}", driver.session, begun["sessionId"].as_str().unwrap());
        driver.post("/timeouts", &json!({"implicit": PATIENCE.as_millis()}));
        driver
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let request = Request::builder().method(method).uri(format!("{}{path}", self.session));
        let request = request.header("content-type", "application/json").body(body);
        let mut answer = self.agent.run(request.unwrap()).map_err(|error| error.to_string())?;
        let text = answer.body_mut().read_to_string().map_err(|error| error.to_string())?;
        let mut body: Value = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
        let value = body["value"].take();
        if answer.status().is_success() { Ok(value) } else { Err(format!("{path}: {}", value["message"])) }
    }

    /// Does something.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.ask("POST", path, body).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Looks at something.
    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        self.ask("GET", path, &Value::Null).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Waits for the first element that an XPath leads to; its address below the browser's.
    #[track_caller]
    pub fn find(&self, path: &str) -> String {
        Self::place(&self.post("/element", &json!({"using": "xpath", "value": path})))
    }

    /// The element that has the focus.
    #[track_caller]
    pub fn active(&self) -> String {
        Self::place(&self.get("/element/active"))
    }

    fn place(found: &Value) -> String {
        format!("/element/{}", found[ELEMENT].as_str().unwrap())
    }

    /// What is shown, as PNG in base64.
    pub fn screenshot(&self) -> Option<String> {
        self.ask("GET", "/screenshot", &Value::Null).ok()?.as_str().map(str::to_owned)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The browser ends with its session, the driver alone would leave it behind.
        let _ = self.ask("DELETE", "", &Value::Null);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
