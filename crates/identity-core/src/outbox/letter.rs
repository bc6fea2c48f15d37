//! What a mail says: decided here, put into words by whoever writes mail.

use crate::secret::Secret;

/// What a mail is about, with the values that its words need. A link is a credential, so there is no `Debug`.
#[derive(Clone)]
pub enum Letter {
    /// The person is invited into an account (R18).
    Invitation {
        /// Name of the account.
        account: String,
        /// Name of the person who invites, if it was one.
        inviter: Option<String>,
        /// Where the invitation is answered.
        link: Secret,
        /// Days for which the link is good.
        days: u64,
    },
    /// The person was added to an account without being asked (P-R25).
    Added {
        /// Name of the account.
        account: String,
    },
    /// The person was removed from an account (R23).
    Removed {
        /// Name of the account.
        account: String,
    },
    /// The person's password was changed, by a reset or otherwise (R30, S-R14).
    PasswordChanged,
    /// Somebody asked for a new password (S-R12).
    PasswordReset {
        /// Where a new password is set.
        link: Secret,
        /// Minutes for which the link is good.
        minutes: u64,
    },
    /// Too many wrong guesses have made the password void; a reset gives a new one (S-R10).
    PasswordVoided,
    /// An administrator gave the person a temporary PIN (S-R19).
    PinSet {
        /// Name of the account.
        account: String,
        /// Days for which the PIN is good.
        days: u64,
    },
}
