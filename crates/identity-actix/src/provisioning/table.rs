//! The route table of the Provisioning API, in the order of the contract.

use identity_core::actor::CredentialKind::{self, Api, Hmac, Integration};

use super::domain;
use crate::http::route::Opening::Kinds;
use crate::http::route::{Route, route_table};

/// Machines: what the contract calls Bearer, and keys that sign (§1.3).
pub(crate) const MACHINES: &[CredentialKind] = &[Api, Integration, Hmac];

route_table! { ROUTES;
    GET "/v2/domain/{domainName}" "domains.get" => domain::get, Kinds(MACHINES);
}

/// All operations of the Provisioning API; patterns are whole paths.
pub fn provisioning_routes() -> &'static [Route] {
    ROUTES
}
