//! Tenants and tenant users: accounts and memberships as the Self-service API shows and changes them
//! (self-service.md §2.1, §2.2).

mod access;
mod create;
mod fields;
mod input;
mod integration;
mod invitation;
mod own;
mod pin;
mod remove;
mod role;
mod sheet;
mod support;
#[cfg(test)]
mod tests;
mod update;
mod users;
mod view;

pub(crate) use access::administered;
pub use create::create;
pub use fields::{FIELDS, TenantUserRow};
pub use input::{ProfileInput, STORES_MAX, StoreAccessInput, TenantUserInput};
pub use integration::{
    IntegrationInput, TOKENS_MAX, create as create_token, delete as delete_token, list as list_tokens,
};
pub use invitation::{
    InviteInfo, Invitee, accept as accept_invitation, decline as decline_invitation, invitee,
    show as show_invitation,
};
pub use own::{OwnInput, Person, own, person, set_default_tenant, update_own};
pub use remove::{invite_again, remove};
pub use role::TenantRole;
pub use update::update;
pub use users::{UserFilter, get, list, tenant, tenants};
pub use view::{Extension, Status, Tenant, TenantUser};
pub(crate) use view::{view, views};
