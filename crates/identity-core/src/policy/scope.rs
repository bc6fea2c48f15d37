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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{ActingAccount, Who};
    use crate::id::{AccountId, ModuleId, TokenId, UserId};
    use crate::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT};

    const OWN: AccountId = AccountId::new(1);
    const MARA: UserId = UserId::new(2);
    const ROBOT: TokenId = TokenId::new(3);

    fn actor(who: Who, kind: AccountKind, modules: &[ModuleId]) -> Actor {
        let account = Some(ActingAccount { id: OWN, kind });
        Actor { who, account, modules: modules.iter().copied().collect(), reseller: None }
    }

    #[test]
    fn operators_and_the_service_itself_see_everything() {
        let operator = actor(Who::Token(ROBOT), AccountKind::Operations, &[ACCOUNT_MANAGEMENT]);
        for actor in [operator, Actor::system()] {
            assert_eq!(actor.account_scope(), AccountScope::All);
            assert_eq!(actor.user_scope(), UserScope::All);
            assert_eq!(actor.membership_scope(), MembershipScope::All);
            assert_eq!(actor.group_scope(), GroupScope::All);
            assert_eq!(actor.module_scope(), ModuleScope::All);
            assert_eq!(actor.token_scope(), TokenScope::All);
            assert_eq!(actor.buyer_scope(), BuyerScope::All);
            assert_eq!(actor.audit_scope(), AuditScope::All);
        }
    }

    #[test]
    fn administrators_see_their_account() {
        let admin = actor(Who::Token(ROBOT), AccountKind::Client, &[ACCESS_MANAGEMENT]);
        assert_eq!(admin.account_scope(), AccountScope::One(OWN));
        assert_eq!(admin.user_scope(), UserScope::Members { account: OWN, person: None });
        assert_eq!(admin.membership_scope(), MembershipScope::Account { account: OWN, person: None });
        assert_eq!(admin.group_scope(), GroupScope::Account { account: OWN, person: None });
        assert_eq!(admin.module_scope(), ModuleScope::Kind(AccountKind::Client));
        assert_eq!(admin.token_scope(), TokenScope::Account(OWN));
        assert_eq!(admin.buyer_scope(), BuyerScope::Account(OWN));
        assert_eq!(admin.audit_scope(), AuditScope::Viewer(OWN));
    }

    #[test]
    fn members_see_themselves_in_their_account() {
        let mara = actor(Who::Person(MARA), AccountKind::Client, &[]);
        assert_eq!(mara.account_scope(), AccountScope::Member { account: OWN, person: Some(MARA) });
        assert_eq!(mara.user_scope(), UserScope::One(MARA));
        assert_eq!(mara.membership_scope(), MembershipScope::Person(MARA));
        assert_eq!(mara.group_scope(), GroupScope::OfMember(OWN, MARA));
        let linked = TokenScope::Linked { account: OWN, token: None, person: Some(MARA) };
        assert_eq!(mara.token_scope(), linked);
        assert_eq!(mara.buyer_scope(), BuyerScope::OfMember(OWN, MARA));
        let involved = AuditScope::Involved { account: OWN, actor: MARA.to_string() };
        assert_eq!(mara.audit_scope(), involved);
    }

    #[test]
    fn r2_tokens_without_rights_see_little() {
        let robot = actor(Who::Token(ROBOT), AccountKind::Vendor, &[]);
        assert_eq!(robot.user_scope(), UserScope::Nothing);
        assert_eq!(robot.membership_scope(), MembershipScope::Nothing);
        assert_eq!(robot.group_scope(), GroupScope::Nothing);
        let linked = TokenScope::Linked { account: OWN, token: Some(ROBOT), person: None };
        assert_eq!(robot.token_scope(), linked);
    }

    #[test]
    fn r44_only_clients_have_buyers() {
        for kind in [AccountKind::Vendor, AccountKind::Operations] {
            for who in [Who::Person(MARA), Who::Token(ROBOT)] {
                let admin = actor(who, kind, &[ACCESS_MANAGEMENT]);
                assert_eq!(admin.buyer_scope(), BuyerScope::Nothing, "{kind:?} {who:?}");
                assert_eq!(actor(who, kind, &[]).buyer_scope(), BuyerScope::Nothing, "{kind:?} {who:?}");
            }
        }
        let robot = actor(Who::Token(ROBOT), AccountKind::Client, &[]);
        assert_eq!(robot.buyer_scope(), BuyerScope::Account(OWN));
    }

    #[test]
    fn without_an_account_nobody_but_the_service_sees_more_than_the_person() {
        let mara = Actor { who: Who::Person(MARA), ..Actor::system() };
        assert_eq!(mara.account_scope(), AccountScope::Nothing);
        assert_eq!(mara.user_scope(), UserScope::One(MARA));
        assert_eq!(mara.membership_scope(), MembershipScope::Person(MARA));
        assert_eq!(mara.group_scope(), GroupScope::Nothing);
        assert_eq!(mara.module_scope(), ModuleScope::Nothing);
        assert_eq!(mara.token_scope(), TokenScope::Nothing);
        assert_eq!(mara.buyer_scope(), BuyerScope::Nothing);
        assert_eq!(mara.audit_scope(), AuditScope::Nothing);
    }

    #[test]
    fn an_operations_account_sees_all_modules_whatever_its_rights() {
        let member = actor(Who::Person(MARA), AccountKind::Operations, &[]);
        assert_eq!(member.module_scope(), ModuleScope::All);
    }
}
