//! What an actor sees of each resource (R1, R2, R44, R49).

use crate::account::{AccountKind, AccountScope};
use crate::actor::{Actor, Rank};
use crate::api_token::TokenScope;
use crate::audit::AuditScope;
use crate::buyer::BuyerScope;
use crate::group::GroupScope;
use crate::membership::MembershipScope;
use crate::module::ModuleScope;
use crate::user::UserScope;

impl Actor {
    /// Visible accounts.
    pub fn account_scope(&self) -> AccountScope {
        match self.rank() {
            Rank::Operator => AccountScope::All,
            Rank::Admin(own) => AccountScope::One(own),
            Rank::Member(account) => AccountScope::Member { account, person: self.person() },
            Rank::Nobody => AccountScope::Nothing,
        }
    }

    /// Visible people.
    pub fn user_scope(&self) -> UserScope {
        match self.rank() {
            Rank::Operator => UserScope::All,
            Rank::Admin(account) => UserScope::Members { account, person: self.person() },
            Rank::Member(_) | Rank::Nobody => self.person().map_or(UserScope::Nothing, UserScope::One),
        }
    }

    /// Visible memberships.
    pub fn membership_scope(&self) -> MembershipScope {
        match self.rank() {
            Rank::Operator => MembershipScope::All,
            Rank::Admin(account) => MembershipScope::Account { account, person: self.person() },
            Rank::Member(_) | Rank::Nobody => {
                self.person().map_or(MembershipScope::Nothing, MembershipScope::Person)
            }
        }
    }

    /// Visible groups.
    pub fn group_scope(&self) -> GroupScope {
        match self.rank() {
            Rank::Operator => GroupScope::All,
            Rank::Admin(account) => GroupScope::Account { account, person: self.person() },
            Rank::Member(account) => {
                self.person().map_or(GroupScope::Nothing, |person| GroupScope::OfMember(account, person))
            }
            Rank::Nobody => GroupScope::Nothing,
        }
    }

    /// Visible modules: those of the account's kind, all for Operations.
    pub fn module_scope(&self) -> ModuleScope {
        match self.account {
            Some(account) if account.kind == AccountKind::Operations => ModuleScope::All,
            Some(account) => ModuleScope::Kind(account.kind),
            None if self.is_operator() => ModuleScope::All,
            None => ModuleScope::Nothing,
        }
    }

    /// Visible tokens.
    pub fn token_scope(&self) -> TokenScope {
        match self.rank() {
            Rank::Operator => TokenScope::All,
            Rank::Admin(account) => TokenScope::Account(account),
            Rank::Member(account) => {
                TokenScope::Linked { account, token: self.token(), person: self.person() }
            }
            Rank::Nobody => TokenScope::Nothing,
        }
    }

    /// Visible buyers (R44): those of a Client account, for a person without access management the union over the
    /// groups.
    pub fn buyer_scope(&self) -> BuyerScope {
        let is_client = self.is_of(AccountKind::Client);
        match (self.rank(), self.person()) {
            (Rank::Operator, _) => BuyerScope::All,
            (Rank::Member(account), Some(person)) if is_client => BuyerScope::OfMember(account, person),
            (Rank::Admin(account) | Rank::Member(account), _) if is_client => BuyerScope::Account(account),
            _ => BuyerScope::Nothing,
        }
    }

    /// Visible audit records.
    pub fn audit_scope(&self) -> AuditScope {
        match (self.rank(), self.reference()) {
            (Rank::Operator, _) => AuditScope::All,
            (Rank::Admin(account), _) => AuditScope::Viewer(account),
            (Rank::Member(account), Some(actor)) => {
                AuditScope::Involved { account, actor: actor.to_string() }
            }
            _ => AuditScope::Nothing,
        }
    }
}
