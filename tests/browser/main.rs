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
use eyes::{Eyes, Screen};
#[cfg(test)]
use site::Site;

#[test]
fn the_pages_are_walked_on_a_phone() {
    walk::everything(&Eyes::new(Screen::Phone), &mut Site::start());
}

#[test]
fn the_pages_are_walked_at_a_desk() {
    walk::everything(&Eyes::new(Screen::Desk), &mut Site::start());
}
