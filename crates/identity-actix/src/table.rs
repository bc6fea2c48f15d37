//! The route table of the Platform API: everything that is registered, tested and documented is read from here.

use crate::http::route::{Opening, Route, route_table};
use crate::membership::family::{ByMembership, ByUser};
use crate::{account, api_token, audit, buyer, group, membership, module, user};

route_table! { ROUTES;
    GET "/accounts/accounts" "accounts.list" => account::handlers::list;
    POST "/accounts/accounts" "accounts.create" => account::handlers::create;
    GET "/accounts/accounts/{id}" "accounts.get" => account::handlers::get;
    PUT "/accounts/accounts/{id}" "accounts.update" => account::handlers::update;
    GET "/accounts/accounts/{id}/icon" "accounts.icon" => account::handlers::icon;
    POST "/accounts/accounts/{id}/activate" "accounts.activate" => account::handlers::activate;
    POST "/accounts/accounts/{id}/deactivate" "accounts.deactivate" => account::handlers::deactivate;
    POST "/accounts/accounts/{id}/disable" "accounts.disable" => account::handlers::disable;
    POST "/accounts/accounts/{id}/enable" "accounts.enable" => account::handlers::enable;
    POST "/accounts/accounts/{id}/validate" "accounts.validate" => account::handlers::validate;

    GET "/accounts/accounts/{account}/users" "accounts.users.list" => membership::handlers::list::<ByUser>;
    POST "/accounts/accounts/{account}/users" "accounts.users.invite" => membership::handlers::invite::<ByUser>;
    GET "/accounts/accounts/{account}/users/{user}" "accounts.users.get" => membership::handlers::get::<ByUser>;
    PUT "/accounts/accounts/{account}/users/{user}" "accounts.users.update" => membership::handlers::update::<ByUser>;
    DELETE "/accounts/accounts/{account}/users/{user}" "accounts.users.remove" => membership::handlers::remove::<ByUser>;
    POST "/accounts/accounts/{account}/users/{user}/groups" "accounts.users.groups.add" => membership::groups::add::<ByUser>;
    PUT "/accounts/accounts/{account}/users/{user}/groups" "accounts.users.groups.replace" => membership::groups::replace::<ByUser>;
    DELETE "/accounts/accounts/{account}/users/{user}/groups/{group}" "accounts.users.groups.remove" => membership::groups::remove::<ByUser>;
    POST "/accounts/accounts/{account}/users/{user}/accept-invite" "accounts.users.accept-invite" => membership::invitation::accept::<ByUser>;
    POST "/accounts/accounts/{account}/users/{user}/decline-invite" "accounts.users.decline-invite" => membership::invitation::decline::<ByUser>;
    POST "/accounts/accounts/{account}/users/{user}/resend-invite" "accounts.users.resend-invite" => membership::invitation::resend::<ByUser>;
    POST "/accounts/accounts/{account}/users/{user}/send-new-invite" "accounts.users.send-new-invite" => membership::invitation::renew::<ByUser>;

    GET "/accounts/{account}/users" "accounts.users.alias.list" => membership::handlers::list::<ByUser>;
    POST "/accounts/{account}/users" "accounts.users.alias.invite" => membership::handlers::invite::<ByUser>;
    GET "/accounts/{account}/users/{user}" "accounts.users.alias.get" => membership::handlers::get::<ByUser>;
    PUT "/accounts/{account}/users/{user}" "accounts.users.alias.update" => membership::handlers::update::<ByUser>;
    DELETE "/accounts/{account}/users/{user}" "accounts.users.alias.remove" => membership::handlers::remove::<ByUser>;
    POST "/accounts/{account}/users/{user}/groups" "accounts.users.alias.groups.add" => membership::groups::add::<ByUser>;
    PUT "/accounts/{account}/users/{user}/groups" "accounts.users.alias.groups.replace" => membership::groups::replace::<ByUser>;
    DELETE "/accounts/{account}/users/{user}/groups/{group}" "accounts.users.alias.groups.remove" => membership::groups::remove::<ByUser>;
    POST "/accounts/{account}/users/{user}/accept-invite" "accounts.users.alias.accept-invite" => membership::invitation::accept::<ByUser>;
    POST "/accounts/{account}/users/{user}/decline-invite" "accounts.users.alias.decline-invite" => membership::invitation::decline::<ByUser>;
    POST "/accounts/{account}/users/{user}/resend-invite" "accounts.users.alias.resend-invite" => membership::invitation::resend::<ByUser>;
    POST "/accounts/{account}/users/{user}/send-new-invite" "accounts.users.alias.send-new-invite" => membership::invitation::renew::<ByUser>;

    GET "/accounts/account-users" "account-users.list" => membership::handlers::list::<ByMembership>;
    POST "/accounts/account-users" "account-users.invite" => membership::handlers::invite::<ByMembership>;
    GET "/accounts/account-users/{id}" "account-users.get" => membership::handlers::get::<ByMembership>;
    PUT "/accounts/account-users/{id}" "account-users.update" => membership::handlers::update::<ByMembership>;
    DELETE "/accounts/account-users/{id}" "account-users.remove" => membership::handlers::remove::<ByMembership>;
    POST "/accounts/account-users/{id}/groups" "account-users.groups.add" => membership::groups::add::<ByMembership>;
    PUT "/accounts/account-users/{id}/groups" "account-users.groups.replace" => membership::groups::replace::<ByMembership>;
    DELETE "/accounts/account-users/{id}/groups/{group}" "account-users.groups.remove" => membership::groups::remove::<ByMembership>;
    POST "/accounts/account-users/{id}/accept-invite" "account-users.accept-invite" => membership::invitation::accept::<ByMembership>;
    POST "/accounts/account-users/{id}/decline-invite" "account-users.decline-invite" => membership::invitation::decline::<ByMembership>;
    POST "/accounts/account-users/{id}/resend-invite" "account-users.resend-invite" => membership::invitation::resend::<ByMembership>;
    POST "/accounts/account-users/{id}/send-new-invite" "account-users.send-new-invite" => membership::invitation::renew::<ByMembership>;

    GET "/accounts/users" "users.list" => user::handlers::list;
    GET "/accounts/users/{id}" "users.get" => user::handlers::get;
    PUT "/accounts/users/{id}" "users.update" => user::handlers::update;
    DELETE "/accounts/users/{id}" "users.delete" => user::handlers::delete;
    GET "/accounts/users/{id}/icon" "users.icon" => user::handlers::icon;
    POST "/accounts/users/{id}/block" "users.block" => user::handlers::block;
    POST "/accounts/users/{id}/unblock" "users.unblock" => user::handlers::unblock;
    POST "/accounts/users/{id}/set-password" "users.set-password" => user::password::set, Opening::CredentialOrCode;
    GET "/accounts/users/{id}/sso" "users.sso" => user::handlers::sso;
    POST "/accounts/users/{id}/sso" "users.sso.post" => user::handlers::sso;
    GET "/accounts/users/{id}/sso-check" "users.sso-check" => user::handlers::sso;
    POST "/accounts/users/{id}/sso-check" "users.sso-check.post" => user::handlers::sso;
    GET "/accounts/users/{id}/accounts" "users.accounts.list" => user::own::list;
    PUT "/accounts/users/{id}/accounts/{account}" "users.accounts.set-favorite" => user::own::set_favorite;

    GET "/accounts/user-groups" "user-groups.list" => group::handlers::list;
    POST "/accounts/user-groups" "user-groups.create" => group::handlers::create;
    GET "/accounts/user-groups/{id}" "user-groups.get" => group::handlers::get;
    PUT "/accounts/user-groups/{id}" "user-groups.update" => group::handlers::update;
    DELETE "/accounts/user-groups/{id}" "user-groups.delete" => group::handlers::delete;

    GET "/accounts/modules" "modules.list" => module::handlers::list;
    GET "/accounts/modules/{id}" "modules.get" => module::handlers::get;

    GET "/accounts/api-tokens" "api-tokens.list" => api_token::handlers::list;
    POST "/accounts/api-tokens" "api-tokens.create" => api_token::handlers::create;
    GET "/accounts/api-tokens/{id}" "api-tokens.get" => api_token::handlers::get;
    PUT "/accounts/api-tokens/{id}" "api-tokens.update" => api_token::handlers::update;
    DELETE "/accounts/api-tokens/{id}" "api-tokens.delete" => api_token::handlers::delete;
    POST "/accounts/api-tokens/{id}/disable" "api-tokens.disable" => api_token::handlers::disable;
    POST "/accounts/api-tokens/{id}/enable" "api-tokens.enable" => api_token::handlers::enable;
    POST "/accounts/api-tokens/{id}/rotate" "api-tokens.rotate" => api_token::handlers::rotate;

    GET "/accounts/buyers" "buyers.list" => buyer::handlers::list;
    POST "/accounts/buyers" "buyers.create" => buyer::handlers::create;
    GET "/accounts/buyers/{id}" "buyers.get" => buyer::handlers::get;
    PUT "/accounts/buyers/{id}" "buyers.update" => buyer::handlers::update;
    DELETE "/accounts/buyers/{id}" "buyers.delete" => buyer::handlers::delete;
    GET "/accounts/buyers/{id}/icon" "buyers.icon" => buyer::handlers::icon;
    POST "/accounts/buyers/{id}/activate" "buyers.activate" => buyer::handlers::activate;
    POST "/accounts/buyers/{id}/deactivate" "buyers.deactivate" => buyer::handlers::deactivate;
    POST "/accounts/buyers/{id}/disable" "buyers.disable" => buyer::handlers::disable;
    POST "/accounts/buyers/{id}/enable" "buyers.enable" => buyer::handlers::enable;
    POST "/accounts/buyers/{id}/transfer" "buyers.transfer" => buyer::handlers::transfer;
    POST "/accounts/buyers/{id}/validate" "buyers.validate" => buyer::handlers::validate;

    GET "/audit/records" "audit-records.list" => audit::handlers::list;
    GET "/audit/records/{id}" "audit-records.get" => audit::handlers::get;
}

/// All operations of the Platform API, in the order of the contract. Patterns stand below `/v1` and `/public/v1`.
pub fn routes() -> &'static [Route] {
    ROUTES
}
