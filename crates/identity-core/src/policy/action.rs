//! Who may do what: the permission matrix of platform.md §6 as a function.

use crate::account::AccountKind;
use crate::actor::{Actor, Rank};
use crate::error::Error;
use crate::id::{AccountId, UserId};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident => $resource:literal, $verb:literal;)*) => {
        /// A verb on a resource; reading is no action, because scopes decide what is visible.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// All actions, in the order of the matrix.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Resource and verb as the matrix calls them.
            pub const fn label(self) -> (&'static str, &'static str) {
                match self { $(Self::$name => ($resource, $verb)),* }
            }
        }
    };
}

actions! {
    /// Make an account.
    AccountCreate => "accounts", "create";
    /// Move an account through its states, or try a change out.
    AccountSteer => "accounts", "activate, deactivate, disable, enable, validate";
    /// Write the members of R13.
    AccountUpdate => "accounts", "update";
    /// Write all other members.
    AccountUpdateReserved => "accounts", "update operator's members";
    /// Make a domain; the target is the account above it.
    DomainCreate => "domains", "create";
    /// Enable, disable and delete a domain, and what else multitenant credentials alone may do in one.
    DomainSteer => "domains", "enable, disable, delete, first user";
    /// Invite and manage members.
    MembershipManage => "account users", "invite, update, groups verbs, resend-invite, send-new-invite, remove";
    /// Add an activated person at once (R17).
    MembershipAdd => "account users", "create as Active";
    /// Accept or decline one's own invitation.
    InvitationAnswer => "account users", "accept-invite, decline-invite";
    /// Write a person's profile, list a person's accounts.
    UserUpdate => "users", "update profile, /accounts list";
    /// Switch one's own account, mark a favourite.
    UserSwitch => "users", "switch currentAccount, set favorite";
    /// Block, unblock, delete.
    UserSteer => "users", "block, unblock, delete";
    /// Set one's own password.
    PasswordSetOwn => "users", "set-password (own)";
    /// Set the password of a person that was never activated.
    PasswordSetFirst => "users", "set-password (never activated)";
    /// Make, change and delete groups.
    GroupManage => "user groups", "create, update, delete";
    /// Change the modules of a default group.
    DefaultGroupModules => "user groups", "change modules of the default group";
    /// Make, change, steer, rotate and delete tokens.
    TokenManage => "api tokens", "create, update, disable, enable, rotate, delete";
    /// Make, delete, validate and transfer buyers, and move them into and out of use.
    BuyerManage => "buyers", "create, delete, activate, deactivate, validate, transfer";
    /// Write the members of R42; enable and disable.
    BuyerUpdate => "buyers", "update, enable, disable";
    /// Write all other members.
    BuyerUpdateReserved => "buyers", "update operator's members";
}

/// What an action is about: the account that owns the object, and the person that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Target {
    /// Owning account.
    pub account: Option<AccountId>,
    /// The person, for people and memberships.
    pub person: Option<UserId>,
}

impl Target {
    /// Something of an account.
    pub const fn of(account: AccountId) -> Self {
        Self { account: Some(account), person: None }
    }

    /// A person.
    pub const fn person(person: UserId) -> Self {
        Self { account: None, person: Some(person) }
    }
}

/// The matrix itself, for a visible target.
pub fn permits(actor: &Actor, action: Action, target: Target) -> bool {
    let is_operator = actor.is_operator();
    let is_admin_there =
        matches!((actor.rank(), target.account), (Rank::Admin(own), Some(account)) if own == account);
    let is_self = actor.person().is_some() && actor.person() == target.person;
    match action {
        Action::AccountCreate
        | Action::AccountSteer
        | Action::AccountUpdateReserved
        | Action::MembershipAdd
        | Action::UserSteer
        | Action::PasswordSetFirst
        | Action::DefaultGroupModules
        | Action::BuyerManage
        | Action::BuyerUpdateReserved => is_operator,
        Action::DomainCreate => {
            is_operator || actor.reseller.is_some_and(|reseller| target.account == Some(reseller.id))
        }
        Action::DomainSteer => is_operator || (is_admin_there && actor.reseller.is_some()),
        Action::AccountUpdate | Action::MembershipManage | Action::GroupManage | Action::TokenManage => {
            is_operator || is_admin_there
        }
        Action::BuyerUpdate => is_operator || (is_admin_there && actor.is_of(AccountKind::Client)),
        Action::UserUpdate => is_operator || is_self,
        Action::InvitationAnswer | Action::UserSwitch | Action::PasswordSetOwn => is_self,
    }
}

impl Actor {
    /// Whether the actor may do this to a target that it sees; the first line of every use case.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when not.
    pub fn may(&self, action: Action, target: Target) -> Result<(), Error> {
        if permits(self, action, target) { Ok(()) } else { Err(Error::Forbidden) }
    }
}
