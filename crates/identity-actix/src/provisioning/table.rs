//! The route table of the Provisioning API, in the order of the contract.

use identity_core::actor::CredentialKind::{self, Api, Hmac, Integration};

use super::user::{self, verb};
use super::{domain, role, token};
use crate::http::route::Opening::Kinds;
use crate::http::route::{Route, route_table};

/// Machines: what the contract calls Bearer, and keys that sign (§1.3).
pub(crate) const MACHINES: &[CredentialKind] = &[Api, Integration, Hmac];

route_table! { ROUTES;
    GET "/v2/accounts/{accountName}/tokens" "provisioned-tokens.list" => token::list, Kinds(MACHINES);
    GET "/v2/accounts/{accountName}/tokens/{tokenId}" "provisioned-tokens.get" => token::get, Kinds(MACHINES);
    POST "/v2/accounts/{accountName}/tokens" "provisioned-tokens.create" => token::create, Kinds(MACHINES);
    PUT "/v2/accounts/{accountName}/tokens/{tokenId}/enable" "provisioned-tokens.enable" => token::enable, Kinds(MACHINES);
    PUT "/v2/accounts/{accountName}/tokens/{tokenId}/disable" "provisioned-tokens.disable" => token::disable, Kinds(MACHINES);
    PUT "/v2/accounts/{accountName}/tokens/{tokenId}/rename" "provisioned-tokens.rename" => token::rename, Kinds(MACHINES);
    DELETE "/v2/accounts/{accountName}/tokens/{tokenId}" "provisioned-tokens.delete" => token::delete, Kinds(MACHINES);
    GET "/ws/accounts/{accountName}/credentials/tokens" "provisioned-tokens.alias.list" => token::list, Kinds(MACHINES);
    GET "/ws/accounts/{accountName}/credentials/tokens/{tokenId}" "provisioned-tokens.alias.get" => token::get, Kinds(MACHINES);
    POST "/ws/accounts/{accountName}/credentials/tokens" "provisioned-tokens.alias.create" => token::create, Kinds(MACHINES);
    PUT "/ws/accounts/{accountName}/credentials/tokens/{tokenId}/enable" "provisioned-tokens.alias.enable" => token::enable, Kinds(MACHINES);
    PUT "/ws/accounts/{accountName}/credentials/tokens/{tokenId}/disable" "provisioned-tokens.alias.disable" => token::disable, Kinds(MACHINES);
    PUT "/ws/accounts/{accountName}/credentials/tokens/{tokenId}/rename" "provisioned-tokens.alias.rename" => token::rename, Kinds(MACHINES);
    DELETE "/ws/accounts/{accountName}/credentials/tokens/{tokenId}" "provisioned-tokens.alias.delete" => token::delete, Kinds(MACHINES);
    GET "/v2/user/email/{userEmail}" "persons.byEmail" => user::person_by_email, Kinds(MACHINES);
    GET "/v2/user/domain/{domainName}" "domainUsers.list" => user::list, Kinds(MACHINES);
    GET "/v2/user/email/{userEmail}/domain/{domainName}" "domainUsers.byEmail" => user::by_email, Kinds(MACHINES);
    GET "/v2/user/internal/{id}" "persons.byId" => user::person_by_id, Kinds(MACHINES);
    GET "/v2/user/internal/{id}/domain/{domainName}" "domainUsers.byId" => user::by_id, Kinds(MACHINES);
    GET "/v2/user/external/{id}/domain/{domainName}" "domainUsers.byExternalId" => user::by_external_id, Kinds(MACHINES);
    POST "/v2/user/internal" "domainUsers.addInternal" => user::add_internal, Kinds(MACHINES);
    POST "/v2/user/external" "domainUsers.addExternal" => user::add_external, Kinds(MACHINES);
    PUT "/v2/user/internal/{id}" "persons.changeById" => user::change_by_id, Kinds(MACHINES);
    PUT "/v2/user/email/{userEmail}" "persons.changeByEmail" => user::change_by_email, Kinds(MACHINES);
    PUT "/v2/user/external/{id}" "persons.changeByExternalId" => user::change_by_external_id, Kinds(MACHINES);
    POST "/v2/user/email/{userEmail}/domain/{domainName}/disable" "domainUsers.disable" => verb::disable, Kinds(MACHINES);
    POST "/v2/user/email/{userEmail}/domain/{domainName}/enable" "domainUsers.enable" => verb::enable, Kinds(MACHINES);
    PUT "/v2/user/email/{userEmail}/domain/{domainName}/role" "domainUsers.replaceRoles" => verb::replace_roles, Kinds(MACHINES);
    PUT "/v2/user/email/{userEmail}/domain/{domainName}/role/{roleName}" "domainUsers.replaceRole" => verb::replace_role, Kinds(MACHINES);
    DELETE "/v2/user/email/{userEmail}/domain/{domainName}/role" "domainUsers.takeRoles" => verb::take_roles, Kinds(MACHINES);
    DELETE "/v2/user/email/{userEmail}/domain/{domainName}" "domainUsers.remove" => verb::remove, Kinds(MACHINES);
    POST "/v2/user/email/{userEmail}/domain/{domainName}/owner" "domainUsers.transfer" => verb::transfer, Kinds(MACHINES);
    GET "/v2/domain" "domains.list" => domain::list, Kinds(MACHINES);
    POST "/v2/domain" "domains.create" => domain::create, Kinds(MACHINES);
    GET "/v2/domain/{domainName}" "domains.get" => domain::get, Kinds(MACHINES);
    DELETE "/v2/domain/{domainName}" "domains.delete" => domain::delete, Kinds(MACHINES);
    POST "/v2/domain/{domainName}/enable" "domains.enable" => domain::enable, Kinds(MACHINES);
    POST "/v2/domain/{domainName}/disable" "domains.disable" => domain::disable, Kinds(MACHINES);
    GET "/v2/domain/{domainName}/roles" "roles.list" => role::list, Kinds(MACHINES);
    POST "/v2/domain/{domainName}/roles" "roles.create" => role::create, Kinds(MACHINES);
    GET "/v2/domain/{domainName}/roles/{roleName}" "roles.get" => role::get, Kinds(MACHINES);
}

/// All operations of the Provisioning API; patterns are whole paths.
pub fn provisioning_routes() -> &'static [Route] {
    ROUTES
}
