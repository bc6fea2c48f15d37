//! The pages in a real browser, from the link in a mail to the signed-in page, at the width of a phone and of a desk.
//!
//! Needs Debian's packages `chromium` and `chromium-driver`. What was seen stays under `target/screenshots`.

#[cfg(test)]
mod driver;
#[cfg(test)]
mod eyes;
#[cfg(test)]
mod site;
#[cfg(test)]
mod walk;

#[cfg(test)]
use driver::{Screen, in_browser};
#[cfg(test)]
use site::Site;

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_walked_on_a_phone() {
    let site = Site::start().await;
    in_browser(Screen::Phone, |driver| walk::everything(driver, site)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_walked_at_a_desk() {
    let site = Site::start().await;
    in_browser(Screen::Desk, |driver| walk::everything(driver, site)).await;
}
