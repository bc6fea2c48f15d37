//! The route table of the Provisioning API, in the order of the contract.

use identity_core::actor::CredentialKind::{self, Api, Hmac, Integration};

use super::{domain, role};
use crate::http::route::Opening::Kinds;
use crate::http::route::{Route, route_table};

/// Machines: what the contract calls Bearer, and keys that sign (§1.3).
pub(crate) const MACHINES: &[CredentialKind] = &[Api, Integration, Hmac];

route_table! { ROUTES;
    GET "/v2/domain/{domainName}" "domains.get" => domain::get, Kinds(MACHINES);
    GET "/v2/domain/{domainName}/roles" "roles.list" => role::list, Kinds(MACHINES);
    POST "/v2/domain/{domainName}/roles" "roles.create" => role::create, Kinds(MACHINES);
    GET "/v2/domain/{domainName}/roles/{roleName}" "roles.get" => role::get, Kinds(MACHINES);
}

/// All operations of the Provisioning API; patterns are whole paths.
pub fn provisioning_routes() -> &'static [Route] {
    ROUTES
}
