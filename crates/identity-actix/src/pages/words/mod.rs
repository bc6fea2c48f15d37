//! Everything that pages say, once per language. A text that is missing in one does not compile.

mod de;
mod en;
mod es;
mod fr;
mod nb;

pub(super) use de::DE;
pub(super) use en::EN;
pub(super) use es::ES;
pub(super) use fr::FR;
pub(super) use nb::NB;

/// A text with one thing in it.
pub(super) type With1 = fn(&str) -> String;
/// A text with two things in it.
pub(super) type With2 = fn(&str, &str) -> String;

/// The texts of one language.
pub(super) struct Words {
    // Around every page.
    pub(super) skip: &'static str,
    pub(super) navigation: &'static str,
    pub(super) problem: &'static str,
    pub(super) to_start: &'static str,
    // Signing in and out.
    pub(super) sign_in: &'static str,
    pub(super) sign_out: &'static str,
    pub(super) to_sign_in: &'static str,
    pub(super) email: &'static str,
    pub(super) password: &'static str,
    pub(super) otp: &'static str,
    pub(super) otp_hint: &'static str,
    pub(super) otp_needed: &'static str,
    pub(super) email_missing: &'static str,
    pub(super) password_missing: &'static str,
    pub(super) sign_in_failed: &'static str,
    pub(super) forgotten: &'static str,
    pub(super) signed_out: &'static str,
    // A new password.
    pub(super) new_password: &'static str,
    pub(super) new_password_again: &'static str,
    /// The least number of characters.
    pub(super) password_hint: fn(usize) -> String,
    pub(super) password_weak: &'static str,
    pub(super) passwords_differ: &'static str,
    pub(super) set_password: &'static str,
    pub(super) password_set: &'static str,
    // A lost password.
    pub(super) forgotten_title: &'static str,
    pub(super) forgotten_intro: &'static str,
    pub(super) send_link: &'static str,
    pub(super) link_sent: &'static str,
    pub(super) reset_title: &'static str,
    pub(super) reset_intro: &'static str,
    pub(super) reset_invalid: &'static str,
    pub(super) ask_again: &'static str,
    // An invitation.
    pub(super) invitation_title: &'static str,
    /// The name of the person.
    pub(super) hello: With1,
    /// The account.
    pub(super) invited: With1,
    /// Who invites, and the account.
    pub(super) invited_by: With2,
    pub(super) join_intro: &'static str,
    /// The product.
    pub(super) terms: With1,
    pub(super) terms_missing: &'static str,
    pub(super) accept: &'static str,
    pub(super) decline: &'static str,
    /// The invited e-mail.
    pub(super) answer_as: With1,
    pub(super) sign_in_to_answer: &'static str,
    /// The invited e-mail, and that of whoever is signed in.
    pub(super) other_person: With2,
    pub(super) invitation_unknown: &'static str,
    pub(super) invitation_expired: &'static str,
    pub(super) invitation_used: &'static str,
    pub(super) joined: &'static str,
    pub(super) declined: &'static str,
    // The first page.
    /// The e-mail.
    pub(super) signed_in_as: With1,
    pub(super) accounts: &'static str,
    pub(super) no_accounts: &'static str,
    pub(super) membership_active: &'static str,
    pub(super) membership_invited: &'static str,
    pub(super) security: &'static str,
    pub(super) change_password: &'static str,
    // Sessions.
    pub(super) sessions: &'static str,
    pub(super) sessions_intro: &'static str,
    pub(super) this_session: &'static str,
    pub(super) account: &'static str,
    pub(super) address: &'static str,
    pub(super) last_used: &'static str,
    pub(super) since: &'static str,
    pub(super) end: &'static str,
    /// What is ended.
    pub(super) end_of: With1,
    pub(super) end_others: &'static str,
    pub(super) session_ended: &'static str,
    pub(super) others_ended: &'static str,
    /// Browser and system.
    pub(super) browser_on: With2,
    pub(super) unknown_device: &'static str,
    // PINs.
    pub(super) set_pin: &'static str,
    /// The account.
    pub(super) set_pin_in: With1,
    /// The account, and the user code.
    pub(super) pin_intro: With2,
    pub(super) new_pin: &'static str,
    pub(super) new_pin_again: &'static str,
    pub(super) pin_hint: &'static str,
    pub(super) pin_weak: &'static str,
    pub(super) pins_differ: &'static str,
    pub(super) pin_set: &'static str,
    // What went wrong.
    /// Seconds to wait.
    pub(super) throttled: fn(u32) -> String,
    pub(super) overloaded: &'static str,
    pub(super) failed_title: &'static str,
    pub(super) failed: &'static str,
    pub(super) unreadable: &'static str,
    pub(super) stale: &'static str,
}
