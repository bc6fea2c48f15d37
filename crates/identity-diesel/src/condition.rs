//! Conditions without parameters. SQLite prepares a statement anew at every execution when a bound value is compared
//! like the literal of a partial index, or stands alone after LIMIT; so these are literals.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::Bool;

macro_rules! conditions {
    ($($(#[$doc:meta])* $name:ident, $sql:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, QueryId)]
        pub(crate) struct $name;

        impl Expression for $name {
            type SqlType = Bool;
        }

        impl<DB: Backend> QueryFragment<DB> for $name {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
                out.push_sql($sql);
                Ok(())
            }
        }

        impl<Source> AppearsOnTable<Source> for $name {}
        impl<Source> SelectableExpression<Source> for $name {}

        impl ValidGrouping<()> for $name {
            type IsAggregate = is_aggregate::Never;
        }
    )*};
}

conditions! {
    /// Accounts that are not deleted.
    LiveAccount, "accounts.status <> 'Deleted'";
    /// People who are not deleted.
    LiveUser, "users.life <> 'Deleted'";
    /// Memberships that are not deleted.
    LiveMembership, "memberships.state <> 'Deleted'";
    /// Owners of accounts.
    Owner, "memberships.is_owner AND memberships.state <> 'Deleted'";
    /// What the Provisioning API calls domain users.
    DomainUser, "memberships.state <> 'Deleted' AND memberships.kind <> 'Integration'";
    /// Invitations that nobody answered, until their end is noted.
    UnnotedInvitation, "memberships.state = 'Invited' AND NOT memberships.is_expiry_noted";
    /// Tokens that are not deleted.
    LiveToken, "api_tokens.state <> 'Deleted'";
    /// API tokens of the Platform API.
    ApiKind, "api_tokens.kind = 'api'";
    /// Buyers that are not deleted.
    LiveBuyer, "buyers.status <> 'Deleted'";
    /// Devices that are not removed.
    LiveDevice, "devices.status <> 'REMOVED'";
    /// Default groups.
    DefaultGroup, "groups.kind = 'Administrators'";
}
