//! The names of what can happen (platform.md §3.8).

use super::ObjectKind;

macro_rules! events {
    ($($name:ident, $object:ident, $wire:literal, $summary:literal, $details:literal;)*) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Event { $(
            #[doc = $summary]
            $name,
        )* }

        impl Event {
            /// All events.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name on the wire and in the store.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => concat!("platform.accounts.", $wire)),* }
            }

            /// One line for people.
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$name => $summary),* }
            }

            /// The template that `render()` fills.
            pub const fn details(self) -> &'static str {
                match self { $(Self::$name => $details),* }
            }

            /// Kind of the object it happens to.
            pub const fn object_kind(self) -> ObjectKind {
                match self { $(Self::$name => ObjectKind::$object),* }
            }
        }
    };
}

events! {
    AccountCreated, Account, "account.created", "Account created", "{{actor.name}} created {{object.name}}";
    AccountUpdated, Account, "account.updated", "Account updated", "{{actor.name}} updated {{object.name}}";
    AccountActivated, Account, "account.activated", "Account activated", "{{actor.name}} activated {{object.name}}";
    AccountDeactivated, Account, "account.deactivated", "Account deactivated", "{{actor.name}} deactivated {{object.name}}";
    AccountDisabled, Account, "account.disabled", "Account disabled", "{{actor.name}} disabled {{object.name}}";
    AccountEnabled, Account, "account.enabled", "Account enabled", "{{actor.name}} enabled {{object.name}}";
    AccountDeleted, Account, "account.deleted", "Account deleted", "{{actor.name}} deleted {{object.name}}";
    MemberInvited, AccountUser, "account-user.invited", "Member invited", "{{actor.name}} invited {{object.name}}";
    MemberAdded, AccountUser, "account-user.added", "Member added", "{{actor.name}} added {{object.name}}";
    InviteResent, AccountUser, "account-user.invite-resent", "Invitation sent again", "{{actor.name}} sent the invitation of {{object.name}} again";
    InviteRenewed, AccountUser, "account-user.invite-renewed", "Invitation renewed", "{{actor.name}} renewed the invitation of {{object.name}}";
    InviteExpired, AccountUser, "account-user.invite-expired", "Invitation expired", "The invitation of {{object.name}} expired";
    InviteDeclined, AccountUser, "account-user.invite-declined", "Invitation declined", "{{object.name}} declined the invitation";
    MemberJoined, AccountUser, "account-user.joined", "Member joined", "{{object.name}} joined";
    MemberUpdated, AccountUser, "account-user.updated", "Member updated", "{{actor.name}} updated {{object.name}}";
    MemberGroupsChanged, AccountUser, "account-user.groups-changed", "Groups of member changed", "{{actor.name}} changed the groups of {{object.name}}";
    MemberRemoved, AccountUser, "account-user.removed", "Member removed", "{{actor.name}} removed {{object.name}}";
    OwnerChanged, AccountUser, "account-user.owner-changed", "Owner of account changed", "{{actor.name}} made {{object.name}} the owner";
    UserUpdated, User, "user.updated", "User updated", "{{actor.name}} updated {{object.name}}";
    PasswordSet, User, "user.password-set", "Password set", "{{actor.name}} set the password of {{object.name}}";
    SecondFactorEnrolled, User, "user.second-factor-enrolled", "Second factor enrolled", "{{object.name}} enrolled a second factor";
    SecondFactorConfirmed, User, "user.second-factor-confirmed", "Second factor confirmed", "{{object.name}} confirmed a second factor";
    SecondFactorRemoved, User, "user.second-factor-removed", "Second factor removed", "{{object.name}} removed the second factor";
    AccountSwitched, User, "user.account-switched", "Account switched", "{{object.name}} switched the account";
    AccountSettingsUpdated, User, "user.account-settings-updated", "Account settings updated", "{{object.name}} changed settings of an account";
    UserBlocked, User, "user.blocked", "User blocked", "{{actor.name}} blocked {{object.name}}";
    UserUnblocked, User, "user.unblocked", "User unblocked", "{{actor.name}} unblocked {{object.name}}";
    UserDeleted, User, "user.deleted", "User deleted", "{{actor.name}} deleted {{object.name}}";
    SessionsEnded, User, "user.sessions-ended", "Sessions ended", "{{actor.name}} ended sessions of {{object.name}}";
    GroupCreated, UserGroup, "user-group.created", "Group created", "{{actor.name}} created {{object.name}}";
    GroupUpdated, UserGroup, "user-group.updated", "Group updated", "{{actor.name}} updated {{object.name}}";
    GroupDeleted, UserGroup, "user-group.deleted", "Group deleted", "{{actor.name}} deleted {{object.name}}";
    TokenCreated, ApiToken, "api-token.created", "API token created", "{{actor.name}} created {{object.name}}";
    TokenUpdated, ApiToken, "api-token.updated", "API token updated", "{{actor.name}} updated {{object.name}}";
    TokenEnabled, ApiToken, "api-token.enabled", "API token enabled", "{{actor.name}} enabled {{object.name}}";
    TokenDisabled, ApiToken, "api-token.disabled", "API token disabled", "{{actor.name}} disabled {{object.name}}";
    TokenRotated, ApiToken, "api-token.rotated", "API token rotated", "{{actor.name}} gave {{object.name}} a new secret";
    TokenDeleted, ApiToken, "api-token.deleted", "API token deleted", "{{actor.name}} deleted {{object.name}}";
    TokenSecretRead, ApiToken, "api-token.secret-read", "Secret of API token read", "{{actor.name}} read the secret of {{object.name}}";
    BuyerCreated, Buyer, "buyer.created", "Buyer created", "{{actor.name}} created {{object.name}}";
    BuyerUpdated, Buyer, "buyer.updated", "Buyer updated", "{{actor.name}} updated {{object.name}}";
    BuyerActivated, Buyer, "buyer.activated", "Buyer activated", "{{actor.name}} activated {{object.name}}";
    BuyerDeactivated, Buyer, "buyer.deactivated", "Buyer deactivated", "{{actor.name}} deactivated {{object.name}}";
    BuyerEnabled, Buyer, "buyer.enabled", "Buyer enabled", "{{actor.name}} enabled {{object.name}}";
    BuyerDisabled, Buyer, "buyer.disabled", "Buyer disabled", "{{actor.name}} disabled {{object.name}}";
    BuyerTransferred, Buyer, "buyer.transferred", "Buyer transferred", "{{actor.name}} transferred {{object.name}}";
    BuyerDeleted, Buyer, "buyer.deleted", "Buyer deleted", "{{actor.name}} deleted {{object.name}}";
    DeviceCreated, Device, "device.created", "Device registered", "{{actor.name}} registered {{object.name}}";
    DeviceLinked, Device, "device.linked", "Device linked", "{{actor.name}} linked {{object.name}}";
    DeviceUpdated, Device, "device.updated", "Device updated", "{{object.name}} said what it is";
    DeviceRemoved, Device, "device.removed", "Device removed", "{{actor.name}} removed {{object.name}}";
    DeviceExpired, Device, "device.expired", "Device expired", "Nobody linked {{object.name}} in time";
}

impl Event {
    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.as_str() == text)
    }
}
