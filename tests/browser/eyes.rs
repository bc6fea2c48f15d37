//! What a person does at a page: read, fill in, press, look.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use thirtyfour::prelude::*;

use super::driver::Screen;

/// Somebody in front of a browser.
#[derive(Clone)]
pub struct Eyes {
    browser: WebDriver,
    screen: Screen,
}

impl Eyes {
    pub fn new(browser: WebDriver, screen: Screen) -> Self {
        Self { browser, screen }
    }

    pub async fn open(&self, url: &str) -> WebDriverResult<()> {
        self.browser.goto(url).await
    }

    /// Waits until the page says something.
    pub async fn reads(&self, text: &str) -> WebDriverResult<()> {
        let said = format!("//main[contains(normalize-space(.), \"{text}\")]");
        self.browser.find(By::XPath(said)).await.map(drop)
    }

    /// Types into the field with that label, as it can be seen.
    pub async fn fills(&self, label: &str, text: &str) -> WebDriverResult<()> {
        let field = self.field(label).await?;
        field.clear().await?;
        field.send_keys(text).await
    }

    /// Ticks the box with that label.
    pub async fn ticks(&self, label: &str) -> WebDriverResult<()> {
        self.field(label).await?.click().await
    }

    /// The field that a label is of: there is none without.
    async fn field(&self, label: &str) -> WebDriverResult<WebElement> {
        let label = format!("//label[contains(normalize-space(.), \"{label}\")]");
        let label = self.browser.find(By::XPath(label)).await?;
        let id = label.attr("for").await?.expect("a label is of a field");
        self.browser.find(By::Id(id)).await
    }

    /// Presses a button or a link.
    pub async fn presses(&self, text: &str) -> WebDriverResult<()> {
        let one = format!("//*[self::a or self::button][normalize-space(.) = \"{text}\"]");
        self.browser.find(By::XPath(one)).await?.click().await
    }

    /// Sends the form by the key, without the button.
    pub async fn presses_enter(&self) -> WebDriverResult<()> {
        self.browser.active_element().await?.send_keys(Key::Enter + "").await
    }

    /// The field that typing goes to.
    pub async fn is_at(&self, id: &str) -> WebDriverResult<()> {
        let at = self.browser.active_element().await?.attr("id").await?;
        assert_eq!(at.as_deref(), Some(id));
        Ok(())
    }

    pub async fn address(&self) -> WebDriverResult<String> {
        Ok(self.browser.current_url().await?.path().to_owned())
    }

    /// The cookies are for this host, for https and not for scripts.
    pub async fn cookies_are_strict(&self) -> WebDriverResult<()> {
        let cookies = self.browser.get_all_cookies().await?;
        assert_eq!(cookies.len(), 2, "{cookies:?}");
        for cookie in cookies {
            assert!(cookie.name.starts_with("__Host-"), "{cookie:?}");
            assert_eq!((cookie.secure, cookie.http_only, cookie.expiry), (Some(true), Some(true), None));
        }
        Ok(())
    }

    /// As people see it in the dark.
    pub async fn darkens(&self, is_dark: bool) -> WebDriverResult<()> {
        let scheme = if is_dark { "dark" } else { "light" };
        let wanted = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.browser.cdp().send_raw("Emulation.setEmulatedMedia", wanted).await.map(drop)
    }

    /// Keeps what is shown, and makes sure that nothing of it lies beside the screen.
    pub async fn looks(&self, name: &str) -> WebDriverResult<()> {
        let fits = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        let fits: bool = self.browser.execute(fits, vec![]).await?.convert()?;
        self.keep(name).await?;
        assert!(fits, "{name} is wider than the screen");
        Ok(())
    }

    /// Keeps what is shown.
    pub async fn keep(&self, name: &str) -> WebDriverResult<()> {
        let folder = folder();
        fs::create_dir_all(&folder).unwrap();
        let png = self.browser.screenshot_as_png().await?;
        fs::write(folder.join(format!("{}-{name}.png", self.screen.name())), png).unwrap();
        Ok(())
    }
}

/// `target/screenshots`
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots")
}
