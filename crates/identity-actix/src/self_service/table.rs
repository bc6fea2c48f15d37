//! The route table of the Self-service API, in the order of the contract.

use identity_core::actor::CredentialKind::{self, Access, Api, Auth, Device, DeviceAccess, Integration};

use super::{auth, device, tenant};
use crate::http::route::Opening::{Anybody, Kinds, KindsOrNone};
use crate::http::route::{Route, route_table};

/// A session at person level.
const PERSON: &[CredentialKind] = &[Auth];
/// A device by its own token.
const DEVICE: &[CredentialKind] = &[Device];
/// A device, or whoever is signed in on it.
const AT_DEVICE: &[CredentialKind] = &[Device, DeviceAccess];
/// Whoever examines the tokens of others.
const EXAMINER: &[CredentialKind] = &[Api, Integration];
/// Whoever has rights that a gateway can ask for.
const CHECKED: &[CredentialKind] = &[Auth, Access, DeviceAccess, Device, Integration, Api];

/// Whoever is somebody: a person, in an account or not, or a robot.
const SELF: &[CredentialKind] = &[Access, DeviceAccess, Auth, Integration];
/// A person, in an account or not.
const ANY_SESSION: &[CredentialKind] = &[Access, DeviceAccess, Auth];
/// A person in an account.
const ENTERED: &[CredentialKind] = &[Access, DeviceAccess];
/// Whoever may manage members and devices; at devices nobody does, which core says.
const MANAGER: &[CredentialKind] = &[Access, DeviceAccess, Integration];

route_table! { ROUTES;
    GET "/account" "account.get" => tenant::account::get, Kinds(SELF);
    POST "/account" "account.sign-in" => device::sign_in, Kinds(DEVICE);
    PUT "/account" "account.update" => tenant::account::choose, Kinds(ANY_SESSION);
    GET "/account/invite" "account.invite.get" => tenant::invitation::show, Anybody;
    PUT "/account/invite" "account.invite.accept" => tenant::invitation::accept, Kinds(PERSON);
    GET "/tenants/{tenantUid}/account" "tenants.account.get" => tenant::account::own, Kinds(SELF);
    POST "/tenants/{tenantUid}/account" "tenants.account.enter" => tenant::account::enter, Kinds(PERSON);
    PUT "/tenants/{tenantUid}/account" "tenants.account.update" => tenant::account::update, Kinds(ENTERED);
    GET "/tenants" "tenants.list" => tenant::tenants::list, Kinds(SELF);
    GET "/tenants/{tenantUid}" "tenants.get" => tenant::tenants::get, Kinds(SELF);
    GET "/tenants/{tenantUid}/users" "tenants.users.list" => tenant::users::list, Kinds(MANAGER);
    POST "/tenants/{tenantUid}/users" "tenants.users.create" => tenant::users::create, Kinds(MANAGER);
    GET "/tenants/{tenantUid}/users/{userUid}" "tenants.users.get" => tenant::users::get, Kinds(MANAGER);
    PUT "/tenants/{tenantUid}/users/{userUid}" "tenants.users.update" => tenant::users::update, Kinds(MANAGER);
    DELETE "/tenants/{tenantUid}/users/{userUid}" "tenants.users.remove" => tenant::users::remove, Kinds(MANAGER);
    POST "/tenants/{tenantUid}/users/{userUid}/invite" "tenants.users.invite" => tenant::users::invite, Kinds(MANAGER);
    GET "/tenants/{tenantUid}/users/{userUid}/integration-tokens" "tenants.users.integration-tokens.list" => tenant::tokens::list, Kinds(MANAGER);
    POST "/tenants/{tenantUid}/users/{userUid}/integration-tokens" "tenants.users.integration-tokens.create" => tenant::tokens::create, Kinds(MANAGER);
    DELETE "/tenants/{tenantUid}/users/{userUid}/integration-tokens/{tokenUid}" "tenants.users.integration-tokens.delete" => tenant::tokens::delete, Kinds(MANAGER);
    POST "/tenants/{tenantUid}/devices" "tenants.devices.create" => device::register, Kinds(MANAGER);
    GET "/tenants/{tenantUid}/devices" "tenants.devices.list" => device::list, Kinds(MANAGER);
    GET "/tenants/{tenantUid}/devices/{deviceUid}" "tenants.devices.get" => device::get, Kinds(MANAGER);
    DELETE "/tenants/{tenantUid}/devices/{deviceUid}" "tenants.devices.remove" => device::remove, Kinds(MANAGER);
    POST "/device/{deviceCode}/link" "device.link" => device::link, Anybody;
    GET "/device" "device.get" => device::own, Kinds(AT_DEVICE);
    PUT "/device" "device.update" => device::update, Kinds(DEVICE);
    GET "/device/users" "device.users.list" => device::people, Kinds(DEVICE);
    POST "/v1/auth/sessions" "auth.sessions.sign-in" => auth::sign_in, Anybody;
    POST "/v1/auth/sessions/refresh" "auth.sessions.refresh" => auth::refresh, KindsOrNone(DEVICE);
    GET "/v1/auth/sessions" "auth.sessions.list" => auth::list, Kinds(PERSON);
    DELETE "/v1/auth/sessions/{id}" "auth.sessions.end" => auth::end_one, Kinds(PERSON);
    DELETE "/v1/auth/sessions" "auth.sessions.end-all" => auth::end_all, Kinds(PERSON);
    POST "/v1/auth/password-reset" "auth.password-reset" => auth::ask, Anybody;
    POST "/v1/auth/password-reset/confirm" "auth.password-reset.confirm" => auth::confirm, Anybody;
    POST "/oauth/introspect" "oauth.introspect" => auth::introspect, Kinds(EXAMINER);
    POST "/oauth/revoke" "oauth.revoke" => auth::revoke, Anybody;
    GET "/.well-known/jwks.json" "keys" => auth::keys, Anybody;
    GET "/v1/auth/check" "auth.check" => auth::check, Kinds(CHECKED);
    POST "/v1/auth/check" "auth.check.post" => auth::check, Kinds(CHECKED);
    POST "/v1/auth/otp" "auth.otp.enrol" => auth::enrol_otp, Kinds(PERSON);
    POST "/v1/auth/otp/confirm" "auth.otp.confirm" => auth::confirm_otp, Kinds(PERSON);
    DELETE "/v1/auth/otp" "auth.otp.remove" => auth::remove_otp, Kinds(PERSON);
}

/// All operations of the Self-service API; patterns are whole paths.
pub fn self_service_routes() -> &'static [Route] {
    ROUTES
}
