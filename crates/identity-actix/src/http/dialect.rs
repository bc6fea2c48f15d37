//! The APIs that are told apart by their paths.

use std::sync::LazyLock;

use super::route::Router;
use crate::provisioning::provisioning_routes;
use crate::self_service::self_service_routes;
use crate::table::routes;

/// The bases that the Platform API is served under, identically.
const BASES: [&str; 2] = ["/v1", "/public/v1"];
/// What the Self-service API has: of the base it shares, its part alone.
const SELF_SERVICE: [&str; 6] = ["/v1/auth", "/account", "/tenants", "/device", "/oauth", "/.well-known"];

/// What the Provisioning API has; the second is an alias of its tokens.
const PROVISIONING: [&str; 2] = ["/v2", "/ws"];

static PLATFORM_ROUTES: LazyLock<Router> = LazyLock::new(|| Router::new(routes()));
static SELF_SERVICE_ROUTES: LazyLock<Router> = LazyLock::new(|| Router::new(self_service_routes()));

static PROVISIONING_ROUTES: LazyLock<Router> = LazyLock::new(|| Router::new(provisioning_routes()));

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// platform.md: it authenticates before it routes.
    Platform,
    /// self-service.md: it routes before it authenticates.
    SelfService,
    /// provisioning.md: it authenticates before it routes.
    Provisioning,
}

impl Dialect {
    /// What all paths that are served start with.
    pub(super) fn prefixes() -> impl Iterator<Item = &'static str> {
        BASES.into_iter().chain(SELF_SERVICE).chain(PROVISIONING)
    }

    /// The API of a path, and the length of the base in it.
    pub(super) fn of(path: &str) -> (Self, usize) {
        if SELF_SERVICE.into_iter().any(|prefix| is_below(path, prefix)) {
            return (Self::SelfService, 0);
        }
        if PROVISIONING.into_iter().any(|prefix| is_below(path, prefix)) {
            return (Self::Provisioning, 0);
        }
        let base = BASES.into_iter().find(|base| is_below(path, base));
        (Self::Platform, base.map_or(0, str::len))
    }

    /// Its routes.
    pub(super) fn router(self) -> &'static Router {
        match self {
            Self::Platform => &PLATFORM_ROUTES,
            Self::SelfService => &SELF_SERVICE_ROUTES,
            Self::Provisioning => &PROVISIONING_ROUTES,
        }
    }

    /// Arrays and objects inside each other in a body.
    pub(super) const fn depth_max(self) -> usize {
        match self {
            Self::Platform => 32,
            Self::SelfService | Self::Provisioning => 16,
        }
    }
}

fn is_below(path: &str, base: &str) -> bool {
    path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
