//! Rules of account tokens, against the in-memory store.

use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::account::{Account, AccountInput, AccountState};
use crate::actor::{ActingAccount, Actor, ActorRef, Credential, Principal, Who};
use crate::api_token::{HmacScope, TokenKind, TokenVerb};
use crate::auth::Forget;
use crate::domain::DomainRefusal;
use crate::id::{MembershipId, ModuleId};
use crate::membership::{Membership, MembershipVerb};
use crate::module::ACCESS_MANAGEMENT;
use crate::port::Transaction;
use crate::secret::Secret;
use crate::state::Stamp;
use crate::testing::{BILLING, REPORTS, World};
use crate::user::{User, UserVerb};
use crate::value::{Member, Texts};

/// An account with a token of its administrator's.
struct Shop {
    world: World,
    account: Account,
    admin: Arc<Principal>,
}

fn sent(text: &str) -> Member<String> {
    Member::Value(text.into())
}

fn named(name: &str) -> TokenInput {
    TokenInput { name: sent(name), ..TokenInput::default() }
}

fn scoped(scopes: &str) -> TokenInput {
    TokenInput { scopes: Member::Value(Texts::One(scopes.into())), ..named("x") }
}

fn key() -> TokenInput {
    TokenInput { token_type: sent("HMAC"), ..named("key") }
}

impl Shop {
    fn new() -> Self {
        let world = World::new();
        let account = world.client("Own");
        let modules: Vec<ModuleId> = world.default_group(account.id).modules.into_iter().collect();
        let admin = world.actor(account.id, &modules);
        Self { world, account, admin }
    }

    fn make_as(&self, who: &Arc<Principal>, input: TokenInput) -> Result<(TokenView, Secret), Error> {
        let account = self.account.id.to_string();
        self.world.write(who, move |tx, call| create(tx, call, &account, Ok(&input)))
    }

    fn make(&self, input: TokenInput) -> Result<(TokenView, Secret), Error> {
        self.make_as(&self.admin, input)
    }

    fn refusal(&self, input: TokenInput) -> DomainRefusal {
        match self.make(input).map(drop) {
            Err(Error::Domain(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    fn join(&self, email: &str) -> (Membership, User) {
        let group = self.world.default_group(self.account.id).id;
        self.world.join(self.account.id, email, &[group])
    }

    fn bound(&self, email: &str, scopes: &str) -> (TokenView, Secret) {
        self.make(TokenInput { user: sent(email), ..scoped(scopes) }).unwrap()
    }

    fn steer(&self, token: TokenId, verb: TokenVerb) -> Result<TokenView, Error> {
        let account = self.account.id.to_string();
        self.world.write(&self.admin, move |tx, call| steer(tx, call, &account, &token.to_string(), verb))
    }

    fn shown(&self, who: &Arc<Principal>, token: TokenId) -> String {
        let account = self.account.id.to_string();
        let shown = self.world.write(who, move |tx, call| reveal(tx, call, &account, &token.to_string()));
        let shown = shown.unwrap();
        shown.value.map_or(shown.mask, |value| value.expose().to_owned())
    }

    fn allow_reading(&self, on: bool) {
        let id = self.account.id;
        let policy = AccountInput { is_token_retrievable: Member::Value(on), ..AccountInput::default() };
        self.world
            .write(&self.world.operator, move |tx, call| crate::account::update(tx, call, id, Ok(&policy)))
            .unwrap();
    }

    fn change(&self, membership: MembershipId, change: fn(Membership, Stamp) -> Membership) {
        let changed = move |tx: &mut dyn Transaction, call: &Call| {
            let found = tx.memberships().find(membership)?.ok_or(Error::NotFound)?;
            let new = change(found, call.stamp());
            tx.memberships().update(&new)?;
            Ok(tx.forget(Forget::User(new.user))?)
        };
        self.world.write(&self.world.operator, changed).unwrap();
    }

    fn block(&self, membership: MembershipId) {
        self.change(membership, |found, stamp| found.steer(MembershipVerb::Block, stamp).unwrap());
    }

    fn unblock(&self, membership: MembershipId) {
        self.change(membership, |found, stamp| found.steer(MembershipVerb::Unblock, stamp).unwrap());
    }
}

#[test]
fn p_r6_scopes_give_modules_of_the_default_group_and_data_scopes_give_none() {
    let shop = Shop::new();
    let (all, value) = shop.make(scoped("table://my.app.** level://admin")).unwrap();
    assert_eq!(all.token.modules, shop.admin.actor.modules);
    assert_eq!(all.scope, "table://my.app.** level://admin");
    assert_eq!(shop.world.authenticate(&value).unwrap().actor.modules, shop.admin.actor.modules);
    let (one, _) = shop.make(scoped("module://reports table://b module://billing table://a")).unwrap();
    assert_eq!(one.token.modules, [BILLING, REPORTS].into());
    assert_eq!(one.scope, "table://b table://a module://billing module://reports");
    let (data, value) = shop.make(scoped("table://a")).unwrap();
    assert_eq!((data.token.modules.len(), data.scope.as_str()), (0, "table://a"));
    let listed = shop.world.authenticate(&value).unwrap();
    assert_eq!(shop.make_as(&listed, named("x")).map(drop), Err(Error::Forbidden));
    assert_eq!(shop.refusal(scoped("module://no-such")), DomainRefusal::ModuleOutside);
    assert_eq!(shop.refusal(scoped("module://account-management")), DomainRefusal::ModuleOutside);
    assert_eq!(shop.refusal(scoped("MODULE://billing")), DomainRefusal::ScopeMalformed);
}

#[test]
fn p_r39_nobody_gives_a_token_what_he_does_not_hold() {
    let shop = Shop::new();
    let narrow = shop.world.actor(shop.account.id, &[ACCESS_MANAGEMENT, BILLING]);
    assert!(shop.make_as(&narrow, scoped("module://billing table://a")).is_ok());
    for input in [scoped("module://reports"), scoped("level://admin"), key()] {
        assert_eq!(shop.make_as(&narrow, input).map(drop), Err(Error::Forbidden));
    }
    let nameless = TokenInput { name: Member::Absent, ..scoped("level://admin") };
    assert_eq!(shop.make_as(&narrow, nameless).map(drop), Err(Error::Forbidden), "before what is wrong");
    assert!(shop.make_as(&shop.world.operator, scoped("level://admin")).is_ok(), "holds everything");
}

#[test]
fn of_several_faults_the_least_number_is_told() {
    let shop = Shop::new();
    let missing = TokenInput { name: sent(" "), hmac_scope: sent("domain"), ..scoped("x") };
    assert_eq!(shop.refusal(missing), DomainRefusal::Missing("name"));
    let twice = TokenInput {
        expiration: sent("2020-01-01T00:00:00Z"),
        expires_in_secs: Member::Value(5),
        ..named("x")
    };
    assert_eq!(shop.refusal(twice), DomainRefusal::Malformed("expires_in_seconds"));
    let past = TokenInput {
        expiration: sent("2020-01-01T00:00:00Z"),
        user: sent("nobody@example.com"),
        ..named("x")
    };
    assert_eq!(shop.refusal(past), DomainRefusal::ExpirationPast);
    let wrong = TokenInput { audience: Member::Bad(String::new()), ..named("x") };
    assert_eq!(shop.refusal(wrong), DomainRefusal::WrongType("audience"));
}

#[test]
fn p_r5_keys_are_sealed_for_themselves_and_no_bearers() {
    let shop = Shop::new();
    let (made, secret) = shop.make(key()).unwrap();
    assert_eq!((made.token.kind, made.token.hmac_scope), (TokenKind::Hmac, Some(HmacScope::Domain)));
    assert_eq!((made.token.modules.len(), made.scope.as_str()), (0, ""));
    let tools = shop.world.identity.tools();
    let sealed = made.token.sealed.as_deref().unwrap();
    let context = crate::api_token::hmac_seal_context(made.token.id, shop.account.id);
    assert_eq!(tools.sealer.open(&context, sealed).unwrap().expose(), secret.expose());
    let foreign = crate::api_token::hmac_seal_context(made.token.id, AccountId::new(1));
    assert!(tools.sealer.open(&foreign, sealed).is_err());
    assert_eq!(shop.world.authenticate(&secret).map(drop), Err(Error::Unauthenticated));
    // A value that is right in every way does not make a bearer of it either.
    let minted = tools.minter.token(made.token.id);
    let mut forged = made.token.clone();
    forged.digests.current = minted.digest;
    shop.world.write(&shop.world.operator, move |tx, _| Ok(tx.api_tokens().update(&forged)?)).unwrap();
    assert_eq!(shop.world.authenticate(&minted.value).map(drop), Err(Error::Unauthenticated));
    let reseller = TokenInput { hmac_scope: sent("reseller"), ..key() };
    assert_eq!(shop.refusal(reseller.clone()), DomainRefusal::ResellerKeyReserved);
    let (made, _) = shop.make_as(&shop.world.operator, reseller).unwrap();
    assert_eq!(made.token.hmac_scope, Some(HmacScope::Reseller));
}

#[test]
fn p_r3_a_reseller_key_makes_tokens_in_its_children() {
    let shop = Shop::new();
    let (made, _) =
        shop.make_as(&shop.world.operator, TokenInput { hmac_scope: sent("reseller"), ..key() }).unwrap();
    let home = ActingAccount { id: shop.account.id, kind: shop.account.kind };
    let reseller = Principal {
        actor: Actor {
            who: Who::Token(made.token.id),
            account: None,
            modules: [].into(),
            reseller: Some(home),
        },
        credential: Credential::Hmac(made.token.id),
        ..Principal::system()
    };
    let child = shop.world.client("Child");
    let below = Account { parent: Some(shop.account.id), ..child.clone() };
    let (account, own) = (child.id.to_string(), shop.account.id.to_string());
    let made = shop.world.write(&shop.world.operator, move |tx, call| {
        tx.accounts().update(&below)?;
        let call = Call { principal: &reseller, ..*call };
        let refused = create(tx, &call, &own, Ok(&named("x"))).map(drop);
        Ok((create(tx, &call, &account, Ok(&scoped("level://admin")))?, refused))
    });
    let ((made, _), refused) = made.unwrap();
    assert_eq!((made.token.account, made.owner), (child.id, None));
    assert_eq!(refused, Err(Error::NotFound));
}

#[test]
fn p_r13_a_bound_token_has_what_its_holder_has_now() {
    let shop = Shop::new();
    let narrow = shop.world.group(shop.account.id, "narrow", &[BILLING]);
    let (membership, user) = shop.world.join(shop.account.id, "ana@example.com", &[narrow]);
    let (made, value) = shop.bound("Ana@Example.com", "module://billing module://reports");
    assert_eq!((made.token.membership, made.token.holder), (Some(membership.id), Some(user.id)));
    assert_eq!(made.user, Some(user.email));
    let rights = || shop.world.authenticate(&value).map(|principal| principal.actor.modules.clone());
    assert_eq!(rights(), Ok([BILLING].into()));
    let wide = membership;
    let default = shop.world.default_group(shop.account.id).id;
    let groups = crate::membership::MembershipInput {
        groups: Member::Value(vec![default.to_string()]),
        ..Default::default()
    };
    let key = crate::membership::MembershipKey::Own(wide.id);
    shop.world
        .write(&shop.world.operator, move |tx, call| crate::membership::update(tx, call, key, Ok(&groups)))
        .unwrap();
    assert_eq!(rights(), Ok([BILLING, REPORTS].into()), "and no more than its own modules");
    shop.block(wide.id);
    assert_eq!(rights(), Err(Error::Unauthenticated));
    shop.unblock(wide.id);
    assert!(rights().is_ok());
    for (verb, is_fine) in [(UserVerb::Block, false), (UserVerb::Unblock, true)] {
        let id = wide.user;
        shop.world
            .write(&shop.world.operator, move |tx, call| crate::user::block(tx, call, id, verb))
            .unwrap();
        assert_eq!(rights().is_ok(), is_fine);
    }
    let principal = shop.world.authenticate(&value).unwrap();
    shop.block(wide.id);
    let asked = shop.world.write(&principal, |_, _| Ok(()));
    assert_eq!(asked, Err(Error::Unauthenticated), "judged again in a write");
}

#[test]
fn p_r30_bound_tokens_are_deleted_with_the_membership_and_lose_their_copy() {
    let shop = Shop::new();
    shop.allow_reading(true);
    let (membership, _) = shop.join("ana@example.com");
    shop.join("bob@example.com");
    let (made, value) = shop.bound("ana@example.com", "level://admin");
    assert!(made.token.sealed.is_some());
    let key = crate::membership::MembershipKey::Own(membership.id);
    shop.world.write(&shop.world.operator, move |tx, call| crate::membership::remove(tx, call, key)).unwrap();
    assert_eq!(shop.world.authenticate(&value).map(drop), Err(Error::Unauthenticated));
    let id = made.token.id;
    let stored = shop.world.read(&shop.world.operator, move |tx, _| Ok(tx.api_tokens().find(id)?));
    let stored = stored.unwrap().unwrap();
    assert_eq!((stored.state, stored.sealed), (TokenState::Deleted, None));
    assert_eq!(shop.steer(id, TokenVerb::Enable).map(drop), Err(Error::NotFound));
}

#[test]
fn p_r11_enabling_and_disabling_may_be_repeated() {
    let shop = Shop::new();
    let bare = shop.make(named("bare")).unwrap().0.token.id;
    let before = shop.world.audit_count();
    for (verb, state) in [
        (TokenVerb::Enable, TokenState::Active),
        (TokenVerb::Disable, TokenState::Disabled),
        (TokenVerb::Disable, TokenState::Disabled),
        (TokenVerb::Enable, TokenState::Active),
    ] {
        assert_eq!(shop.steer(bare, verb).unwrap().token.state, state);
    }
    assert_eq!(shop.world.audit_count(), before + 2, "a repetition changes nothing");
    let (membership, user) = shop.join("ana@example.com");
    let bound = shop.bound("ana@example.com", "table://a").0.token.id;
    shop.steer(bound, TokenVerb::Disable).unwrap();
    let refused = Err(Error::Domain(DomainRefusal::HolderNotActive));
    shop.block(membership.id);
    assert_eq!(shop.steer(bound, TokenVerb::Enable).map(drop), refused);
    shop.unblock(membership.id);
    let id = user.id;
    shop.world
        .write(&shop.world.operator, move |tx, call| crate::user::block(tx, call, id, UserVerb::Block))
        .unwrap();
    assert_eq!(shop.steer(bound, TokenVerb::Enable).map(drop), refused);
}

#[test]
fn p_r14_the_acting_person_owns_and_the_token_acts() {
    let shop = Shop::new();
    let (_, ana) = shop.join("ana@example.com");
    let (unowned, _) = shop.make(named("x")).unwrap();
    assert_eq!((unowned.owner, unowned.user), (None, None));
    assert_eq!(unowned.token.creator, shop.admin.actor.reference());
    let hers = shop.bound("ana@example.com", "level://admin");
    assert_eq!((hers.0.owner, hers.0.user), (None, Some(ana.email.clone())));
    let for_her = shop.world.authenticate(&hers.1).unwrap();
    assert_eq!(shop.make_as(&for_her, named("x")).unwrap().0.owner, None, "it never speaks for her");

    let session = shop.world.person(ana.id, Some(shop.account.id));
    let own = crate::api_token::TokenInput {
        modules: Member::Value(session.actor.modules.iter().map(ToString::to_string).collect()),
        holder: sent(&ana.id.to_string()),
        ..Default::default()
    };
    let (token, value) =
        shop.world.write(&session, move |tx, call| crate::api_token::create(tx, call, Ok(&own))).unwrap();
    let by_her = shop.world.authenticate(&value).unwrap();
    let (owned, _) = shop.make_as(&by_her, named("x")).unwrap();
    assert_eq!(owned.owner, Some(ana.email));
    assert_eq!(owned.token.creator, Some(ActorRef::User(ana.id)));
    let by = owned.token.stamps.created.unwrap().by;
    assert_eq!(by, Some(ActorRef::Token(token.id)), "P-R14: the actor is the token");
    assert_eq!(shop.world.audit()[0].actor.id, Some(token.id.to_string()));
}

#[test]
fn p_r9_p_r10_values_are_read_by_the_acting_person_who_made_or_holds_them() {
    let shop = Shop::new();
    let (_, ana) = shop.join("ana@example.com");
    shop.allow_reading(true);
    let (ownerless, _) = shop.make(named("x")).unwrap();
    assert!(!ownerless.token.is_retrievable && ownerless.token.sealed.is_none(), "nobody could read it");
    let (held, value) = shop.bound("ana@example.com", "level://admin");
    let session = shop.world.person(ana.id, Some(shop.account.id));
    let own = crate::api_token::TokenInput {
        modules: Member::Value(session.actor.modules.iter().map(ToString::to_string).collect()),
        holder: sent(&ana.id.to_string()),
        ..Default::default()
    };
    let (_, hers) =
        shop.world.write(&session, move |tx, call| crate::api_token::create(tx, call, Ok(&own))).unwrap();
    let by_her = shop.world.authenticate(&hers).unwrap();
    let before = shop.world.audit_count();
    let masked = shop.shown(&shop.admin, held.token.id);
    assert!(masked.starts_with("tk."), "{masked}");
    assert_eq!(shop.world.audit_count(), before, "a mask is no reveal");
    assert_eq!(shop.shown(&by_her, held.token.id), value.expose());
    assert_eq!(shop.world.audit_count(), before + 1);
    assert_eq!(shop.world.audit()[0].event, crate::audit::Event::TokenSecretRead);
    let (made, mine) = shop.make_as(&by_her, named("mine")).unwrap();
    assert!(made.token.is_retrievable);
    assert_eq!(shop.shown(&by_her, made.token.id), mine.expose());
    let (key, _) = shop.make_as(&by_her, key()).unwrap();
    assert!(!key.token.is_retrievable);
    assert!(shop.shown(&by_her, key.token.id).starts_with("tk."));
    shop.allow_reading(false);
    assert!(shop.shown(&by_her, made.token.id).starts_with("tk."), "the copies are gone");
    let id = key.token.id;
    let stored = shop.world.read(&shop.world.operator, move |tx, _| Ok(tx.api_tokens().find(id)?));
    assert!(stored.unwrap().unwrap().sealed.is_some(), "requests are verified with it");
}

#[test]
fn p_r36_live_tokens_are_limited() {
    let shop = Shop::new();
    let account = shop.account.id;
    let over = TokenInput { expires_in_secs: Member::Value(60), ..named("x") };
    shop.make(over).unwrap();
    let max = shop.world.identity.tools().settings.limits.tokens_max;
    let fill = move |tx: &mut dyn Transaction, call: &Call| {
        while tx.api_tokens().live_count(account, call.now)? < u64::from(max) {
            let name = crate::value::TokenName::from_stored("filler".into());
            let mut token = ApiToken::new(account, TokenKind::Api, name, call.stamp());
            crate::api_token::issue(tx, call, &mut token)?;
        }
        Ok(())
    };
    shop.world.write(&shop.world.operator, fill).unwrap();
    assert_eq!(shop.refusal(named("x")), DomainRefusal::LimitReached);
    shop.world.clock.advance(Duration::from_secs(60));
    assert!(shop.make(named("x")).is_ok(), "what is over does not count");
    assert_eq!(shop.refusal(named("x")), DomainRefusal::LimitReached);
}

#[test]
fn r36_a_token_without_modules_stays_so_until_modules_are_written() {
    let shop = Shop::new();
    let id = shop.make(scoped("table://a")).unwrap().0.token.id;
    let change = |input: crate::api_token::TokenInput| {
        shop.world.write(&shop.admin, move |tx, call| crate::api_token::update(tx, call, id, Ok(&input)))
    };
    let renamed = crate::api_token::TokenInput { name: sent("y"), ..Default::default() };
    assert_eq!(change(renamed).unwrap().modules, [].into());
    let written = |modules: &[ModuleId]| crate::api_token::TokenInput {
        modules: Member::Value(modules.iter().map(ToString::to_string).collect()),
        ..Default::default()
    };
    assert!(matches!(change(written(&[])), Err(Error::Invalid(_))), "none are none");
    assert_eq!(change(written(&[BILLING])).unwrap().modules, [BILLING].into());
    let steer = |verb| {
        shop.world.write(&shop.admin, move |tx, call| {
            crate::api_token::steer(tx, call, id, verb, crate::state::Repeat::Refuse)
        })
    };
    steer(TokenVerb::Disable).unwrap();
    assert!(steer(TokenVerb::Enable).is_ok());
    let admin = shop.make(scoped("level://admin table://a")).unwrap().0.token.id;
    let input = written(&[BILLING]);
    let narrowed = shop
        .world
        .write(&shop.admin, move |tx, call| crate::api_token::update(tx, call, admin, Ok(&input)))
        .unwrap();
    assert_eq!(narrowed.scopes, ["table://a"], "it no longer has all that there was");
}

#[test]
fn r40_the_holder_of_a_bound_token_stays() {
    let shop = Shop::new();
    shop.join("ana@example.com");
    let (_, bob) = shop.join("bob@example.com");
    let id = shop.bound("ana@example.com", "level://admin").0.token.id;
    for holder in [Member::Null, sent(&bob.id.to_string())] {
        let input = crate::api_token::TokenInput { holder, ..Default::default() };
        let changed =
            shop.world.write(&shop.admin, move |tx, call| crate::api_token::update(tx, call, id, Ok(&input)));
        assert!(matches!(changed, Err(Error::Invalid(_))));
    }
}

#[test]
fn p_r8_identifiers_are_numbers_with_zeros_before_them_or_as_written_everywhere() {
    for text in ["TKN-0012-0034", "120034", "00120034", "0000000000120034"] {
        assert_eq!(read_id(text), Some(TokenId::new(120_034)), "{text}");
    }
    for text in
        ["", "+120034", "-1", "1.0", "tkn-0012-0034", "USR-0012-0034", "99999999999999999999999", " 1"]
    {
        assert_eq!(read_id(text), None, "{text}");
    }
}

#[test]
fn p_r2_tokens_of_others_and_deleted_ones_are_not_there() {
    let shop = Shop::new();
    let other = shop.world.client("Other");
    let (foreign, _) = shop.world.token(other.id, &[BILLING]);
    let own = shop.make(named("x")).unwrap().0.token.id;
    let account = shop.account.id.to_string();
    let gone = own.to_string();
    shop.world.write(&shop.admin, move |tx, call| delete(tx, call, &account, &gone)).unwrap();
    for id in [foreign.id, own, TokenId::new(77)] {
        assert_eq!(shop.steer(id, TokenVerb::Disable).map(drop), Err(Error::NotFound));
    }
    assert_eq!(shop.account.state, AccountState::Enabled);
}
