//! Tenants, tenant users and tokens of robots on the wire (self-service.md §3).

use identity_core::account::{Account, AccountStatus};
use identity_core::api_token::ApiToken;
use identity_core::membership::StoreAccess;
use identity_core::tenant::{Extension, Person, Tenant, TenantUser};

use crate::http::writer::{Object, texts};
use crate::self_service::list::list;

/// Members of `TenantUser` that nobody writes.
pub(super) const SHOWN: [&str; 8] = [
    "tenantUserUid",
    "tenantUid",
    "tenantName",
    "status",
    "permissions",
    "createdAt",
    "lastModifiedAt",
    "lastAccessed",
];

/// `TenantUser`
pub(crate) fn tenant_user(o: &mut Object, user: &TenantUser) {
    let membership = &user.membership;
    o.text("tenantUserUid", &membership.id.to_string());
    o.text("tenantUid", &membership.account.to_string());
    o.text("tenantName", &user.tenant_name);
    o.text("accountType", membership.kind.account_type());
    o.text("status", user.status.as_str());
    o.text("tenantRole", user.role.as_str());
    o.text("displayName", &user.display_name);
    o.text("firstname", &user.first_name);
    o.text("lastname", &user.last_name);
    o.text("email", &user.email);
    o.text("mobile", &user.mobile);
    o.text("languageCode", &user.language);
    o.text("userCode", user.user_code.as_str());
    o.text("externalId", &user.external_id);
    o.text("defaultStoreUid", &user.default_store);
    list(o, "storeAccess", &user.stores, store_access);
    o.raw("permissions", |out| texts(out, &user.permissions));
    o.moment("createdAt", Some(user.created_at()));
    o.moment("lastModifiedAt", Some(user.modified_at()));
    o.moment("lastAccessed", Some(user.accessed_at()));
}

fn store_access(o: &mut Object, access: &StoreAccess) {
    o.text("storeAccessUid", &access.id.to_string());
    o.text("storeUid", access.store.as_str());
    o.text("storeRole", access.role.as_str());
    o.moment("createdAt", Some(access.created_at));
    o.moment("lastModifiedAt", Some(access.modified_at));
}

/// `Account`
pub(super) fn person(o: &mut Object, person: &Person) {
    o.raw("globalRoles", |out| texts(out, &person.global_roles));
    o.text("defaultTenantUid", &person.default_tenant.to_string());
    list(o, "tenants", &person.tenants, tenant_user);
}

/// `Tenant`
pub(super) fn tenant(o: &mut Object, tenant: &Tenant) {
    let account = &tenant.account;
    let text = |value: Option<String>| value.unwrap_or_default();
    o.text("tenantUid", &account.id.to_string());
    o.text("name", account.name.as_str());
    o.text("fullName", &tenant.full_name);
    o.text("status", status(account));
    o.text("countryCode", &text(account.address.as_ref().map(|address| address.country.to_string())));
    o.text("languageCode", &text(account.default_language_code.as_ref().map(ToString::to_string)));
    // Accounts have none.
    o.text("timezone", "");
    list(o, "extensions", &tenant.extensions, extension);
    o.moment("createdAt", account.stamps.created.map(|stamp| stamp.at));
    o.moment("lastModifiedAt", modified_at(account));
}

const fn status(account: &Account) -> &'static str {
    match account.state.status() {
        AccountStatus::Enabled | AccountStatus::Active => "ACTIVE",
        _ => "DISABLED",
    }
}

fn modified_at(account: &Account) -> Option<identity_core::timestamp::Timestamp> {
    let stamps = &account.stamps;
    let changes = [
        stamps.created,
        stamps.updated,
        stamps.activated,
        stamps.deactivated,
        stamps.disabled,
        stamps.enabled,
    ];
    changes.into_iter().flatten().map(|stamp| stamp.at).max()
}

fn extension(o: &mut Object, extension: &Extension) {
    o.text("extensionCode", &extension.code);
    o.text("name", &extension.name);
    o.flag("active", extension.is_active);
}

/// `IntegrationToken`
pub(super) fn token(o: &mut Object, token: &ApiToken) {
    o.text("tokenUid", &token.id.to_string());
    o.text("name", token.name.as_str());
    o.text("last4", token.last4());
    o.moment("createdAt", token.stamps.created.map(|stamp| stamp.at));
    o.moment("expiresAt", token.expires_at);
    o.moment("lastUsedAt", token.last_access_at);
}
