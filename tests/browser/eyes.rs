//! What a person does at a page: read, fill in, press, look.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::driver::Driver;

/// The key that sends a form.
const ENTER: &str = "\u{e007}";

/// What a page is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Phone,
    Desk,
}

impl Screen {
    const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desk => "desk",
        }
    }

    fn options(self) -> Value {
        // Nobody but us is shown anything, and the root of a container has no namespaces to make a sandbox of.
        let mut arguments =
            vec!["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
        arguments.extend(["--accept-lang=en", "--window-size=1280,800"]);
        match self {
            Self::Desk => json!({"args": arguments}),
            Self::Phone => {
                let metrics = json!({"width": 390, "height": 844, "pixelRatio": 2.0, "touch": true});
                json!({"args": arguments, "mobileEmulation": {"deviceMetrics": metrics}})
            }
        }
    }
}

/// Somebody in front of a browser. What was shown last is kept when a walk fails.
pub struct Eyes {
    driver: Driver,
    screen: Screen,
}

#[track_caller]
fn is_kept(written: std::io::Result<()>) {
    written.expect("the screenshot is kept");
}

impl Eyes {
    pub fn new(screen: Screen) -> Self {
        Self { driver: Driver::start(&screen.options()), screen }
    }

    #[track_caller]
    pub fn open(&self, url: &str) {
        self.driver.post("/url", &json!({"url": url}));
    }

    /// Waits until the page says something.
    #[track_caller]
    pub fn reads(&self, text: &str) {
        self.driver.find(&format!("//main[contains(normalize-space(.), \"{text}\")]"));
    }

    /// Types into the field with that label, as it can be seen.
    #[track_caller]
    pub fn fills(&self, label: &str, text: &str) {
        let field = self.field(label);
        self.driver.post(&format!("{field}/clear"), &json!({}));
        self.driver.post(&format!("{field}/value"), &json!({"text": text}));
    }

    /// Ticks the box with that label.
    #[track_caller]
    pub fn ticks(&self, label: &str) {
        self.driver.post(&format!("{}/click", self.field(label)), &json!({}));
    }

    /// The field that a label is of: there is none without.
    #[track_caller]
    fn field(&self, label: &str) -> String {
        let label = format!("//label[contains(normalize-space(.), \"{label}\")]");
        self.driver.find(&format!("//input[@id = {label}[1]/@for]"))
    }

    /// Presses a button or a link.
    #[track_caller]
    pub fn presses(&self, text: &str) {
        let one = self.driver.find(&format!("//*[self::a or self::button][normalize-space(.) = \"{text}\"]"));
        self.driver.post(&format!("{one}/click"), &json!({}));
    }

    /// Sends the form by the key, without the button.
    #[track_caller]
    pub fn presses_enter(&self) {
        self.driver.post(&format!("{}/value", self.driver.active()), &json!({"text": ENTER}));
    }

    /// Whether typing goes to this field.
    #[track_caller]
    pub fn is_at(&self, id: &str) {
        assert_eq!(self.driver.get(&format!("{}/attribute/id", self.driver.active())), id);
    }

    /// Whether the page has this address.
    #[track_caller]
    pub fn is_on(&self, url: &str) {
        let found = self.driver.get("/url");
        assert_eq!(found.as_str().unwrap().split('?').next(), Some(url));
    }

    /// The cookies are for this host, for https and not for scripts.
    #[track_caller]
    pub fn cookies_are_strict(&self) {
        let cookies = self.driver.get("/cookie");
        assert_eq!(cookies.as_array().map(Vec::len), Some(2), "{cookies}");
        for cookie in cookies.as_array().into_iter().flatten() {
            assert!(cookie["name"].as_str().is_some_and(|name| name.starts_with("__Host-")), "{cookie}");
            let is_strict =
                cookie["secure"] == true && cookie["httpOnly"] == true && cookie["sameSite"] == "Lax";
            assert!(is_strict && cookie.get("expiry").is_none(), "{cookie}");
        }
    }

    /// As people see it in the dark.
    #[track_caller]
    pub fn darkens(&self) {
        let wanted = json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]});
        self.driver
            .post("/goog/cdp/execute", &json!({"cmd": "Emulation.setEmulatedMedia", "params": wanted}));
    }

    /// Keeps what is shown, and makes sure that nothing of it lies beside the screen.
    #[track_caller]
    pub fn looks(&self, name: &str) {
        self.keep(name);
        let fits = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        let fits = self.driver.post("/execute/sync", &json!({"script": fits, "args": []}));
        assert_eq!(fits, true, "{name} is wider than the screen");
    }

    #[track_caller]
    fn keep(&self, name: &str) {
        let Some(png) = self.driver.screenshot() else { return };
        let folder = folder();
        is_kept(fs::create_dir_all(&folder));
        let png = STANDARD.decode(png).expect("a screenshot is base64");
        is_kept(fs::write(folder.join(format!("{}-{name}.png", self.screen.name())), png));
    }
}

impl Drop for Eyes {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.keep("failed");
        }
    }
}

/// `target/screenshots`
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots")
}
