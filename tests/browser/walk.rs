//! Mara's way: invited, signed in, out, without her password, and invited once more.

use super::eyes::Eyes;
use super::site::Site;

const EMAIL: &str = "mara.lindqvist@example.com";
const FIRST: &str = "quiet river under stones";
const SECOND: &str = "another quiet river under stones";

/// All of it.
pub fn everything(mara: &Eyes, site: &mut Site) {
    joins(mara, site);
    manages(mara, site);
    loses_her_password(mara, site);
    joins_again(mara, site);
    looks_in_the_dark(mara, site);
}

/// F4: a new person accepts by setting a password.
fn joins(mara: &Eyes, site: &mut Site) {
    let link = site.invite("Harbour Lane Foods", EMAIL);
    assert!(link.starts_with(&site.at("/accept-invite?code=")), "mails lead to the server itself: {link}");
    mara.open(&link);
    mara.reads("Hello, Mara Lindqvist");
    mara.reads("join Harbour Lane Foods");
    mara.looks("invitation");
    mara.fills("New password", "short");
    mara.fills("New password, once more", "shorter");
    mara.presses("Accept");
    mara.reads("The two passwords are not the same.");
    mara.reads("Accept the terms of use to go on.");
    mara.is_at("again");
    mara.looks("invitation-wrong");
    mara.fills("New password", FIRST);
    mara.fills("New password, once more", FIRST);
    mara.ticks("I accept the terms of use");
    mara.presses("Accept");
    mara.reads("You have accepted the invitation.");
    mara.reads(EMAIL);
    mara.reads("Harbour Lane Foods");
    mara.is_on(&site.at("/"));
    mara.cookies_are_strict();
    mara.looks("home");
}

/// Her PIN, her sessions, and the end of this one.
fn manages(mara: &Eyes, site: &Site) {
    mara.presses("Set PIN");
    mara.fills("New PIN", "1234");
    mara.fills("New PIN, once more", "1234");
    mara.presses("Set PIN");
    mara.reads("too easy to guess");
    mara.looks("pin-wrong");
    mara.fills("New PIN", "4071");
    mara.fills("New PIN, once more", "4071");
    mara.presses_enter();
    mara.reads("Your PIN is set.");
    mara.open(&site.at("/sessions"));
    mara.reads("This browser");
    mara.reads("on Linux");
    mara.looks("sessions");
    mara.presses("Sign out");
    mara.reads("You are signed out.");
    mara.open(&site.at("/"));
    mara.reads("Forgot your password?");
    mara.is_on(&site.at("/sign-in"));
}

/// F6: a wrong password, a mail, a new one.
fn loses_her_password(mara: &Eyes, site: &Site) {
    mara.open(&site.at("/sign-in"));
    mara.is_at("email");
    mara.looks("sign-in");
    mara.fills("E-mail address", EMAIL);
    mara.fills("Password", "not the right password");
    mara.presses_enter();
    mara.reads("That did not work.");
    mara.looks("sign-in-wrong");
    mara.presses("Forgot your password?");
    mara.fills("E-mail address", EMAIL);
    mara.presses("Send link");
    mara.reads("If we know this e-mail address");
    mara.looks("forgotten");
    mara.open(&site.next_link("/reset-password?code=", 0));
    mara.fills("New password", SECOND);
    mara.fills("New password, once more", SECOND);
    mara.looks("reset");
    mara.presses("Set password");
    mara.reads("Your password is set.");
    mara.fills("E-mail address", EMAIL);
    mara.fills("Password", SECOND);
    mara.presses("Sign in");
    mara.reads("You are signed in as");
    mara.presses("Sign out");
    mara.reads("You are signed out.");
}

/// F4: a known person signs in and answers.
fn joins_again(mara: &Eyes, site: &mut Site) {
    let link = site.invite("Fjord Books", EMAIL);
    mara.open(&link);
    mara.reads("to accept or decline");
    mara.looks("invitation-known");
    mara.presses("Sign in to answer");
    mara.fills("E-mail address", EMAIL);
    mara.fills("Password", SECOND);
    mara.presses("Sign in");
    mara.reads("join Fjord Books");
    mara.looks("invitation-answer");
    mara.presses("Accept");
    mara.reads("You have accepted the invitation.");
    mara.reads("Fjord Books");
    let link = site.invite("Quay Street Clinic", EMAIL);
    mara.open(&link);
    mara.presses("Decline");
    mara.reads("You have declined the invitation.");
    mara.open(&link);
    mara.reads("does not exist or was withdrawn");
    mara.looks("invitation-gone");
}

fn looks_in_the_dark(mara: &Eyes, site: &Site) {
    mara.darkens();
    mara.open(&site.at("/"));
    mara.reads("Your accounts");
    mara.looks("home-dark");
    mara.presses("Sign out");
    mara.presses("Sign in");
    mara.reads("Enter your e-mail address.");
    mara.looks("sign-in-wrong-dark");
}
