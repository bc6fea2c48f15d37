//! Refusals that clients of the Self-service API tell apart by a code of their own (self-service.md §1.4).

/// Why something that could be read was not done. Nothing was changed, counters of failures aside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The password does not obey the rules; the text says which.
    #[error("weak password: {0}")]
    WeakPassword(String),
    /// The PIN is too easy to guess; the text says why.
    #[error("weak PIN: {0}")]
    WeakPin(String),
    /// The current password or PIN is another one.
    #[error("the current password is wrong")]
    CurrentPasswordWrong,
    /// The one-time code is unknown, used or expired.
    #[error("invalid code")]
    InvalidCode,
    /// The sign-in failed; never says why (S-R9, S-R16).
    #[error("invalid credentials")]
    InvalidCredentials,
    /// The password is right and a second factor is needed (S-R11).
    #[error("a second factor is needed")]
    OtpRequired,
    /// The caller may not enter the tenant; never says why (S-R3).
    #[error("no access to the tenant")]
    TenantAccessDenied,
    /// The invitation is for another e-mail (S-R40).
    #[error("the invitation is for another e-mail")]
    InviteEmailMismatch,
    /// The person is in no tenant (S-R23).
    #[error("no tenant")]
    NoTenant,
    /// Another member has the user code (S-R33).
    #[error("the user code is taken")]
    UserCodeTaken,
    /// Another member has the external id.
    #[error("the external id is taken")]
    ExternalIdTaken,
    /// Somebody signs in by that e-mail already (S-R35).
    #[error("the e-mail is taken")]
    EmailTaken,
    /// The person is a member already (S-R34).
    #[error("a member already")]
    MemberExists,
    /// The owner cannot be blocked, removed or demoted (S-R36).
    #[error("the owner is protected")]
    OwnerProtected,
    /// Nobody does this to themselves (S-R36).
    #[error("not to oneself")]
    SelfForbidden,
    /// Somebody else accepted the invitation (S-R40).
    #[error("the invitation was accepted by another person")]
    InviteTaken,
    /// There is no open invitation (T8).
    #[error("no invitation is pending")]
    NotPending,
    /// The second factor is not in the state for this (A12–A14).
    #[error("not in this state of the second factor")]
    OtpState,
    /// As many as may be are there already.
    #[error("the limit is reached")]
    LimitReached,
    /// The invitation is over (S-R39).
    #[error("the invitation has expired")]
    InviteExpired,
    /// The invitation was accepted (S-R39).
    #[error("the invitation was used")]
    InviteUsed,
}
