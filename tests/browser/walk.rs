//! Mara's way: invited, signed in, out, without her password, and invited once more.

use thirtyfour::prelude::*;

use super::eyes::Eyes;
use super::site::Site;

const EMAIL: &str = "mara.lindqvist@example.com";
const FIRST: &str = "quiet river under stones";
const SECOND: &str = "another quiet river under stones";

/// All of it.
pub async fn everything(mara: Eyes, mut site: Site) -> WebDriverResult<()> {
    joins(&mara, &mut site).await?;
    manages(&mara, &site).await?;
    loses_her_password(&mara, &site).await?;
    joins_again(&mara, &mut site).await?;
    looks_in_the_dark(&mara, &site).await
}

/// F4: a new person accepts by setting a password.
async fn joins(mara: &Eyes, site: &mut Site) -> WebDriverResult<()> {
    let link = site.invite("Harbour Lane Foods", EMAIL).await;
    assert!(link.starts_with(&site.at("/accept-invite?code=")), "mails lead to the server itself: {link}");
    mara.open(&link).await?;
    mara.reads("Hello, Mara Lindqvist").await?;
    mara.reads("join Harbour Lane Foods").await?;
    mara.looks("invitation").await?;
    mara.fills("New password", "short").await?;
    mara.fills("New password, once more", "shorter").await?;
    mara.presses("Accept").await?;
    mara.reads("The two passwords are not the same.").await?;
    mara.reads("Accept the terms of use to go on.").await?;
    mara.is_at("again").await?;
    mara.looks("invitation-wrong").await?;
    mara.fills("New password", FIRST).await?;
    mara.fills("New password, once more", FIRST).await?;
    mara.ticks("I accept the terms of use").await?;
    mara.presses("Accept").await?;
    mara.reads("You have accepted the invitation.").await?;
    mara.reads(EMAIL).await?;
    mara.reads("Harbour Lane Foods").await?;
    assert_eq!(mara.address().await?, "/");
    mara.cookies_are_strict().await?;
    mara.looks("home").await
}

/// Her PIN, her sessions, and the end of this one.
async fn manages(mara: &Eyes, site: &Site) -> WebDriverResult<()> {
    mara.presses("Set PIN").await?;
    mara.fills("New PIN", "1234").await?;
    mara.fills("New PIN, once more", "1234").await?;
    mara.presses("Set PIN").await?;
    mara.reads("too easy to guess").await?;
    mara.looks("pin-wrong").await?;
    mara.fills("New PIN", "4071").await?;
    mara.fills("New PIN, once more", "4071").await?;
    mara.presses_enter().await?;
    mara.reads("Your PIN is set.").await?;
    mara.open(&site.at("/sessions")).await?;
    mara.reads("This browser").await?;
    mara.reads("on Linux").await?;
    mara.looks("sessions").await?;
    mara.presses("Sign out").await?;
    mara.reads("You are signed out.").await?;
    mara.open(&site.at("/")).await?;
    mara.reads("Forgot your password?").await?;
    assert_eq!(mara.address().await?, "/sign-in");
    Ok(())
}

/// F6: a wrong password, a mail, a new one.
async fn loses_her_password(mara: &Eyes, site: &Site) -> WebDriverResult<()> {
    mara.open(&site.at("/sign-in")).await?;
    mara.is_at("email").await?;
    mara.looks("sign-in").await?;
    mara.fills("E-mail address", EMAIL).await?;
    mara.fills("Password", "not the right password").await?;
    mara.presses_enter().await?;
    mara.reads("That did not work.").await?;
    mara.looks("sign-in-wrong").await?;
    mara.presses("Forgot your password?").await?;
    mara.fills("E-mail address", EMAIL).await?;
    mara.presses("Send link").await?;
    mara.reads("If we know this e-mail address").await?;
    mara.looks("forgotten").await?;
    mara.open(&site.next_link("/reset-password?code=", 0).await).await?;
    mara.fills("New password", SECOND).await?;
    mara.fills("New password, once more", SECOND).await?;
    mara.looks("reset").await?;
    mara.presses("Set password").await?;
    mara.reads("Your password is set.").await?;
    mara.fills("E-mail address", EMAIL).await?;
    mara.fills("Password", SECOND).await?;
    mara.presses("Sign in").await?;
    mara.reads("You are signed in as").await?;
    mara.presses("Sign out").await?;
    mara.reads("You are signed out.").await
}

/// F4: a known person signs in and answers.
async fn joins_again(mara: &Eyes, site: &mut Site) -> WebDriverResult<()> {
    let link = site.invite("Fjord Books", EMAIL).await;
    mara.open(&link).await?;
    mara.reads("to accept or decline").await?;
    mara.looks("invitation-known").await?;
    mara.presses("Sign in to answer").await?;
    mara.fills("E-mail address", EMAIL).await?;
    mara.fills("Password", SECOND).await?;
    mara.presses("Sign in").await?;
    mara.reads("join Fjord Books").await?;
    mara.looks("invitation-answer").await?;
    mara.presses("Accept").await?;
    mara.reads("You have accepted the invitation.").await?;
    mara.reads("Fjord Books").await?;
    let link = site.invite("Quay Street Clinic", EMAIL).await;
    mara.open(&link).await?;
    mara.presses("Decline").await?;
    mara.reads("You have declined the invitation.").await?;
    mara.open(&link).await?;
    mara.reads("does not exist or was withdrawn").await?;
    mara.looks("invitation-gone").await
}

async fn looks_in_the_dark(mara: &Eyes, site: &Site) -> WebDriverResult<()> {
    mara.darkens(true).await?;
    mara.open(&site.at("/")).await?;
    mara.reads("Your accounts").await?;
    mara.looks("home-dark").await?;
    mara.presses("Sign out").await?;
    mara.presses("Sign in").await?;
    mara.reads("Enter your e-mail address.").await?;
    mara.looks("sign-in-wrong-dark").await
}
