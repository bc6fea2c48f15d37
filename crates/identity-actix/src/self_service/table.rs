//! The route table of the Self-service API, in the order of the contract.

use identity_core::actor::CredentialKind::{self, Access, Api, Auth, DeviceAccess, Integration};

use super::check;
use crate::http::route::Opening::Kinds;
use crate::http::route::{Route, route_table};

/// Whoever has rights that a gateway can ask for (A11).
const CHECKED: &[CredentialKind] = &[Api, Integration, Auth, Access, DeviceAccess];

route_table! { ROUTES;
    GET "/v1/auth/check" "auth.check" => check::check, Kinds(CHECKED);
    POST "/v1/auth/check" "auth.check.post" => check::check, Kinds(CHECKED);
}

/// All operations of the Self-service API; patterns are whole paths.
pub fn self_service_routes() -> &'static [Route] {
    ROUTES
}
