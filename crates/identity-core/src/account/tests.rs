//! Rules of accounts, R8–R13, against the in-memory store.

use super::*;
use crate::error::Error;
use crate::id::AccountId;
use crate::state::Repeat;
use crate::testing::{BILLING, REPORTS, World};
use crate::value::Member;

fn sent(text: &str) -> Member<String> {
    Member::Value(text.into())
}

fn named(name: &str, kind: &str) -> AccountInput {
    AccountInput { name: sent(name), kind: sent(kind), ..AccountInput::default() }
}

fn verb(world: &World, id: AccountId, verb: AccountVerb, input: AccountInput) -> Result<Account, Error> {
    world.write(&world.operator, move |tx, call| steer(tx, call, id, verb, Ok(&input), Repeat::Refuse))
}

fn change(
    world: &World,
    who: &std::sync::Arc<crate::actor::Principal>,
    id: AccountId,
    input: AccountInput,
) -> Result<Account, Error> {
    world.write(who, move |tx, call| update(tx, call, id, Ok(&input)))
}

fn keys(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(violations) | Error::Conflict(violations) => {
            violations.iter().map(|(path, _)| path.to_owned()).collect()
        }
        other => panic!("{other:?} has no keys"),
    }
}

#[test]
fn r11_create_makes_the_default_group_with_every_open_module() {
    let world = World::new();
    let account = world.client("Harbour Lane Foods");
    assert_eq!(account.state, AccountState::Enabled);
    assert_eq!(world.account("Vendor", "Vendor").state, AccountState::Active);
    let group = world.default_group(account.id);
    assert_eq!(group.name.as_str(), "Administrators");
    assert!(group.modules.contains(&BILLING) && group.modules.contains(&REPORTS));
    assert!(!group.modules.contains(&crate::module::ACCOUNT_MANAGEMENT), "closed to clients");
}

#[test]
fn r11_create_needs_name_and_type_and_never_makes_a_second_operations_account() {
    let world = World::new();
    let create = |input: AccountInput| {
        world.write(&world.operator, move |tx, call| create(tx, call, Ok(&input))).map_err(keys)
    };
    let before = world.audit_count();
    assert_eq!(create(AccountInput::default()), Err(vec!["name".into(), "type".into()]));
    assert_eq!(create(named("Second", "Operations")), Err(vec!["type".into()]));
    assert_eq!(create(named(&"x".repeat(501), "Client")), Err(vec!["name".into()]));
    assert_eq!(world.audit_count(), before, "a refused request leaves no record");
}

#[test]
fn r11_external_ids_are_unique_per_type() {
    let world = World::new();
    let with_external_id = |kind: &str| AccountInput { external_id: sent("C-1"), ..named("Same", kind) };
    let create =
        |input: AccountInput| world.write(&world.operator, move |tx, call| create(tx, call, Ok(&input)));
    create(with_external_id("Client")).unwrap();
    create(with_external_id("Vendor")).unwrap();
    let clash = create(with_external_id("Client")).unwrap_err();
    assert!(matches!(clash, Error::Conflict(_)));
    assert_eq!(keys(clash), ["externalId"]);
}

#[test]
fn r11_an_external_id_in_use_is_refused_in_a_change_as_well() {
    let world = World::new();
    let named = |id: &str| AccountInput { external_id: sent(id), ..AccountInput::default() };
    let (first, second) = (world.client("First").id, world.client("Second").id);
    change(&world, &world.operator, first, named("C-1")).unwrap();
    let clash = change(&world, &world.operator, second, named("C-1")).unwrap_err();
    assert_eq!(clash, Error::conflict("externalId", "Is used by another account."));
    assert!(change(&world, &world.operator, second, named("C-2")).is_ok());
    assert_eq!(change(&world, &world.operator, first, named("C-1")).unwrap().revision, 2, "its own");
}

#[test]
fn r12_activate_needs_an_external_id_and_stores_what_is_sent() {
    let world = World::new();
    let id = world.client("Harbour Lane Foods").id;
    assert_eq!(
        keys(verb(&world, id, AccountVerb::Activate, AccountInput::default()).unwrap_err()),
        ["externalId"]
    );
    let input =
        AccountInput { external_id: sent("C-1001"), name: sent("Renamed"), ..AccountInput::default() };
    let active = verb(&world, id, AccountVerb::Activate, input).unwrap();
    assert_eq!((active.name.as_str(), active.state, active.revision), ("Renamed", AccountState::Active, 2));
    let again = verb(&world, id, AccountVerb::Activate, AccountInput::default());
    assert_eq!(again, Err(Error::Transition { from: "Active", verb: "activate" }));
}

#[test]
fn r13_an_administrator_writes_own_members_and_no_reserved_ones() {
    let world = World::new();
    let account = world.client("Harbour Lane Foods");
    let admin = world.actor(account.id, &[crate::module::ACCESS_MANAGEMENT]);
    let other = world.client("Other").id;
    let website = AccountInput { website: sent("https://harbour.example"), ..AccountInput::default() };
    assert!(change(&world, &admin, account.id, website.clone()).is_ok());
    assert_eq!(change(&world, &admin, other, website), Err(Error::NotFound));
    let reserved = [
        AccountInput { external_id: sent("C-9"), ..AccountInput::default() },
        AccountInput { external_id: Member::Bad("Must be a string.".into()), ..AccountInput::default() },
        AccountInput { service_level: sent("nonsense"), ..AccountInput::default() },
        AccountInput { parent: sent(&other.to_string()), ..AccountInput::default() },
        AccountInput { is_token_retrievable: Member::Value(true), ..AccountInput::default() },
        AccountInput { eligibility: Member::Value(EligibilityInput::default()), ..AccountInput::default() },
    ];
    for input in reserved {
        assert_eq!(change(&world, &admin, account.id, input.clone()), Err(Error::Forbidden), "{input:?}");
    }
    let echoed = AccountInput {
        external_id: Member::Null,
        is_token_retrievable: Member::Value(false),
        ..AccountInput::default()
    };
    assert!(change(&world, &admin, account.id, echoed).is_ok(), "repeating what is stored is no write");
    let member = world.actor(account.id, &[BILLING]);
    assert_eq!(change(&world, &member, account.id, AccountInput::default()), Err(Error::Forbidden));
}

#[test]
fn equal_values_change_nothing() {
    let world = World::new();
    let account = world.client("Harbour Lane Foods");
    let before = world.audit_count();
    let same = AccountInput { name: sent(" Harbour Lane Foods "), ..AccountInput::default() };
    assert_eq!(change(&world, &world.operator, account.id, same).unwrap().revision, 1);
    assert_eq!(world.audit_count(), before);
}

#[test]
fn an_address_merges_and_is_complete_or_absent() {
    let world = World::new();
    let id = world.client("Harbour Lane Foods").id;
    let with = |address| AccountInput { address: Member::Value(address), ..AccountInput::default() };
    let part = crate::value::AddressInput { city: sent("Lisbon"), ..Default::default() };
    assert_eq!(keys(change(&world, &world.operator, id, with(part.clone())).unwrap_err()).len(), 4);
    let whole = crate::value::AddressInput {
        line1: sent("12 Quay Street"),
        post_code: sent("1200-109"),
        state: sent("Lisboa"),
        country: sent("PT"),
        ..part
    };
    change(&world, &world.operator, id, with(whole)).unwrap();
    let moved = crate::value::AddressInput { city: sent("Porto"), ..Default::default() };
    let account = change(&world, &world.operator, id, with(moved)).unwrap();
    assert_eq!(account.address.unwrap().city.as_str(), "Porto");
    let cleared = change(&world, &world.operator, id, with(crate::value::AddressInput::default())).unwrap();
    assert_eq!(cleared.address, None);
}

fn set_parent(world: &World, child: &Account, parent: &Account) -> Result<Account, Error> {
    let input = AccountInput { parent: sent(&parent.id.to_string()), ..AccountInput::default() };
    change(world, &world.operator, child.id, input)
}

#[test]
fn r10_the_tree_has_no_cycle_no_operations_account_and_eight_levels() {
    let world = World::new();
    let chain: Vec<_> = (1..=9).map(|n| world.client(&format!("Level {n}"))).collect();
    for pair in chain[..8].windows(2) {
        set_parent(&world, &pair[1], &pair[0]).unwrap();
    }
    assert_eq!(keys(set_parent(&world, &chain[8], &chain[7]).unwrap_err()), ["parent.id"], "a ninth level");
    assert_eq!(keys(set_parent(&world, &chain[0], &chain[5]).unwrap_err()), ["parent.id"], "a cycle");
    assert_eq!(keys(set_parent(&world, &chain[0], &chain[0]).unwrap_err()), ["parent.id"], "its own parent");
    let above = world.client("Above");
    assert_eq!(
        keys(set_parent(&world, &chain[0], &above).unwrap_err()),
        ["parent.id"],
        "a subtree grows too deep"
    );
    let operations = world.read(&world.operator, {
        let id = world.operations;
        move |tx, call| visible(tx, call, id)
    });
    assert_eq!(keys(set_parent(&world, &above, &operations.unwrap()).unwrap_err()), ["parent.id"]);
}

#[test]
fn r10_a_deleted_account_is_nobodys_parent() {
    let world = World::new();
    let (above, below) = (world.client("Above"), world.client("Below"));
    let deleted = Account { state: AccountState::Deleted, ..above.clone() };
    world.write(&world.operator, move |tx, _| Ok(tx.accounts().update(&deleted)?)).unwrap();
    let refusal = set_parent(&world, &below, &above).unwrap_err();
    assert_eq!(refusal, Error::invalid("parent.id", crate::error::REFERENCE_NOT_FOUND));
}

#[test]
fn r8_r9_tokens_of_an_unusable_account_are_refused_at_once_and_come_back() {
    let world = World::new();
    let (top, middle, leaf) = (world.client("Top"), world.client("Middle"), world.client("Leaf"));
    set_parent(&world, &middle, &top).unwrap();
    set_parent(&world, &leaf, &middle).unwrap();
    let (_, value) = world.token(leaf.id, &[BILLING]);
    assert!(world.authenticate(&value).is_ok());
    for id in [leaf.id, middle.id, top.id] {
        verb(&world, id, AccountVerb::Disable, AccountInput::default()).unwrap();
        assert_eq!(world.authenticate(&value), Err(Error::Unauthenticated), "{id} is disabled");
        verb(&world, id, AccountVerb::Enable, AccountInput::default()).unwrap();
        assert!(world.authenticate(&value).is_ok(), "{id} is enabled again");
    }
}

#[test]
fn enabling_brings_back_the_status_before() {
    let world = World::new();
    let id = world.client("Harbour Lane Foods").id;
    verb(&world, id, AccountVerb::Disable, AccountInput::default()).unwrap();
    assert_eq!(
        verb(&world, id, AccountVerb::Enable, AccountInput::default()).unwrap().state,
        AccountState::Enabled
    );
}

#[test]
fn validate_stores_nothing() {
    let world = World::new();
    let id = world.client("Harbour Lane Foods").id;
    let before = world.audit_count();
    let input = AccountInput { name: sent("Candidate"), ..AccountInput::default() };
    let candidate = world.write(&world.operator, move |tx, call| validate(tx, call, id, Ok(&input))).unwrap();
    assert_eq!(candidate.name.as_str(), "Candidate");
    let stored = world.read(&world.operator, move |tx, call| visible(tx, call, id)).unwrap();
    assert_eq!((stored.name.as_str(), world.audit_count()), ("Harbour Lane Foods", before));
}

#[test]
fn r38_switching_the_policy_off_erases_sealed_copies() {
    let world = World::new();
    let id = world.client("Harbour Lane Foods").id;
    let policy = |on| AccountInput { is_token_retrievable: Member::Value(on), ..AccountInput::default() };
    change(&world, &world.operator, id, policy(true)).unwrap();
    let input = crate::api_token::TokenInput {
        account: sent(&id.to_string()),
        modules: Member::Value(vec![BILLING.to_string()]),
        retrievable: Member::Value(true),
        ..Default::default()
    };
    let (token, value) =
        world.write(&world.operator, move |tx, call| crate::api_token::create(tx, call, Ok(&input))).unwrap();
    let reveal = || {
        let id = token.id;
        world.write(&world.operator, move |tx, call| crate::api_token::reveal(tx, call, id))
    };
    assert_eq!(reveal().map(|secret| secret.expose().to_owned()).unwrap(), value.expose());
    change(&world, &world.operator, id, policy(false)).unwrap();
    assert_eq!(reveal().map(drop), Err(Error::Forbidden));
}
