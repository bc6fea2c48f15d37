use std::time::Duration;

use super::super::{
    IntegrationInput, Person, TOKENS_MAX, UserFilter, create_token, delete_token, list_tokens, own, person,
};
use super::*;
use crate::api_token::{ApiToken, TokenWants};
use crate::id::TokenId;
use crate::list::NumberedPage;
use crate::module::ACCESS_MANAGEMENT;
use crate::secret::Secret;
use crate::testing::{BILLING, REPORTS};

impl Shop {
    fn robot(&self, role: &str) -> TenantUser {
        let input = TenantUserInput { tenant_role: sent(role), ..body("INTEGRATION", "") };
        self.create(input).unwrap()
    }

    fn token_as(
        &self,
        who: &Arc<Principal>,
        robot: MembershipId,
        input: IntegrationInput,
    ) -> Result<(ApiToken, Secret), Error> {
        let tenant = self.tenant;
        self.world.write(who, move |tx, call| create_token(tx, call, tenant, robot, Ok(&input)))
    }

    fn token(&self, robot: MembershipId) -> (ApiToken, Secret) {
        self.token_as(&self.admin, robot, named("erp sync")).unwrap()
    }

    fn tokens(&self, robot: MembershipId) -> Result<Vec<TokenId>, Error> {
        let tenant = self.tenant;
        let page = NumberedPage::default();
        let found = self.world.read(&self.admin, move |tx, call| list_tokens(tx, call, tenant, robot, &page));
        Ok(found?.items.into_iter().map(|token| token.id).collect())
    }

    fn delete_token(&self, robot: MembershipId, token: TokenId) -> Result<(), Error> {
        let tenant = self.tenant;
        self.world.write(&self.admin, move |tx, call| delete_token(tx, call, tenant, robot, token))
    }
}

fn named(name: &str) -> IntegrationInput {
    IntegrationInput { name: sent(name), ..IntegrationInput::default() }
}

#[test]
fn s_r41_a_token_has_the_present_rights_of_its_robot() {
    let shop = Shop::new();
    let robot = shop.robot("BACKOFFICE").membership;
    let (token, value) = shop.token(robot.id);
    let principal = shop.world.authenticate(&value).unwrap();
    assert_eq!(principal.actor.modules, [BILLING, REPORTS].into());
    assert_eq!(principal.actor.account_id(), Some(shop.tenant));
    assert_eq!((principal.actor.token(), principal.actor.person()), (Some(token.id), None));
    assert_eq!((token.holder, token.sealed, token.is_retrievable), (Some(robot.user), None, false));
    shop.update(robot.id, role("ADMIN")).unwrap();
    let raised = shop.world.authenticate(&value).unwrap();
    assert!(raised.actor.modules.contains(&ACCESS_MANAGEMENT));
    let listed = shop.world.read(&raised, {
        let tenant = shop.tenant;
        move |tx, call| super::super::list(tx, call, tenant, &UserFilter::default(), &NumberedPage::default())
    });
    assert_eq!(listed.unwrap().total, 2, "T3 takes it");
    shop.update(robot.id, role("ACCESS")).unwrap();
    assert_eq!(shop.world.authenticate(&value).unwrap().actor.modules, [].into());
    assert_eq!(shop.remove(&raised, robot.id), Err(Error::Forbidden), "judged again in the write");
}

#[test]
fn s_r8_tokens_are_refused_while_the_robot_is_blocked_and_deleted_with_it() {
    let shop = Shop::new();
    let robot = shop.robot("ACCESS").membership;
    let (token, value) = shop.token(robot.id);
    assert!(shop.world.authenticate(&value).is_ok());
    shop.update(robot.id, role("BLOCKED")).unwrap();
    assert_eq!(shop.world.authenticate(&value).map(drop), Err(Error::Unauthenticated));
    shop.update(robot.id, role("ACCESS")).unwrap();
    assert!(shop.world.authenticate(&value).is_ok());
    let user = robot.user;
    for (verb, is_fine) in [(crate::user::UserVerb::Block, false), (crate::user::UserVerb::Unblock, true)] {
        shop.world
            .write(&shop.world.operator, move |tx, call| crate::user::block(tx, call, user, verb))
            .unwrap();
        assert_eq!(shop.world.authenticate(&value).is_ok(), is_fine);
    }
    shop.remove(&shop.admin, robot.id).unwrap();
    assert_eq!(shop.world.authenticate(&value).map(drop), Err(Error::Unauthenticated));
    let stored = shop.world.read(&shop.world.operator, move |tx, _| Ok(tx.api_tokens().find(token.id)?));
    assert_eq!(stored.unwrap().unwrap().state, crate::api_token::TokenState::Deleted);
}

#[test]
fn s_r41_only_robots_have_tokens_and_deleting_is_for_good() {
    let shop = Shop::new();
    let (robot, till) = (shop.robot("ACCESS").membership.id, shop.made("REGULAR", "").membership.id);
    for id in [till, shop.admin_member, MembershipId::new(7)] {
        assert_eq!(shop.tokens(id), Err(Error::NotFound));
        assert_eq!(shop.token_as(&shop.admin, id, named("x")).map(drop), Err(Error::NotFound));
    }
    let (token, value) = shop.token(robot);
    assert_eq!(shop.tokens(robot), Ok(vec![token.id]));
    assert_eq!(
        shop.delete_token(shop.robot("ACCESS").membership.id, token.id),
        Err(Error::NotFound),
        "foreign"
    );
    assert_eq!(shop.delete_token(robot, token.id), Ok(()));
    assert_eq!(shop.delete_token(robot, token.id), Err(Error::NotFound));
    assert_eq!(shop.tokens(robot), Ok(vec![]));
    assert_eq!(shop.world.authenticate(&value).map(drop), Err(Error::Unauthenticated));
}

#[test]
fn s_r41_twenty_live_tokens_and_none_that_is_over() {
    let shop = Shop::new();
    let robot = shop.robot("ACCESS").membership.id;
    let soon = shop.world.identity.now().plus(Duration::from_secs(60)).to_string();
    let brief = IntegrationInput { name: sent("brief"), expires_at: sent(&soon) };
    let (_, value) = shop.token_as(&shop.admin, robot, brief.clone()).unwrap();
    for _ in 1..TOKENS_MAX {
        shop.token(robot);
    }
    let full = shop.token_as(&shop.admin, robot, named("one more")).map(drop);
    assert_eq!(full, refused(Refusal::LimitReached));
    assert!(shop.world.authenticate(&value).is_ok());
    shop.world.clock.advance(Duration::from_secs(60));
    assert_eq!(shop.world.authenticate(&value).map(drop), Err(Error::Unauthenticated));
    for input in
        [brief, IntegrationInput::default(), IntegrationInput { expires_at: Member::Null, ..named("x") }]
    {
        let refused = shop.token_as(&shop.admin, robot, input).map(drop);
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    shop.token(robot);
}

#[test]
fn s_r48_who_lacks_a_module_of_the_robot_makes_no_token() {
    let shop = Shop::new();
    let clerks = shop.world.group(shop.tenant, "Clerks", &[ACCESS_MANAGEMENT, BILLING]);
    let (_, user) = shop.world.join(shop.tenant, "clerk@example.com", &[clerks]);
    let clerk = shop.world.person(user.id, Some(shop.tenant));
    let strong = shop.robot("BACKOFFICE").membership.id;
    assert_eq!(shop.token_as(&clerk, strong, named("x")).map(drop), Err(Error::Forbidden));
    let weak = shop.robot("ACCESS").membership.id;
    assert!(shop.token_as(&clerk, weak, named("x")).is_ok());
}

#[test]
fn s_r21_a_robot_sees_its_own_tenant_only_and_cannot_remove_itself() {
    let shop = Shop::new();
    let robot = shop.robot("ADMIN").membership;
    let (_, value) = shop.token(robot.id);
    let token = shop.world.authenticate(&value).unwrap();
    let seen: Person = shop.world.read(&token, |tx, call| person(tx, call)).unwrap();
    assert_eq!((seen.tenants.len(), seen.default_tenant), (1, shop.tenant));
    let tenant = shop.tenant;
    let shown = shop.world.read(&token, move |tx, call| own(tx, call, tenant)).unwrap();
    assert_eq!(shown.membership.id, robot.id);
    assert_eq!(shop.remove(&token, robot.id), refused(Refusal::SelfForbidden));
}

#[test]
fn r41_an_integration_token_is_no_api_token() {
    let shop = Shop::new();
    let robot = shop.robot("ADMIN").membership.id;
    let (token, value) = shop.token(robot);
    let robot = shop.world.authenticate(&value).unwrap();
    for who in [&shop.world.operator, &shop.admin, &robot] {
        let found = shop.world.read(who, move |tx, call| {
            crate::api_token::get(tx, call, token.id, &TokenWants::default()).map(drop)
        });
        assert_eq!(found, Err(Error::NotFound));
        let all = crate::list::Query::everything(&crate::api_token::FIELDS);
        let listed = shop
            .world
            .read(who, move |tx, call| crate::api_token::list(tx, call, &all, &TokenWants::default()));
        assert!(listed.unwrap().items.iter().all(|view| view.token.id != token.id));
    }
}
