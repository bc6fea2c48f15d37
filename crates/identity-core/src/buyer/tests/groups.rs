//! Buyers in the lists of groups, and through them of memberships (R35).

use std::collections::BTreeSet;

use super::*;
use crate::audit::ObjectKind;
use crate::group::{Group, GroupInput, GroupWants};
use crate::id::GroupId;
use crate::link::Want;
use crate::membership::{MembershipKey, MembershipWants};

fn limited(world: &World, account: AccountId, buyers: &[BuyerId]) -> Result<Group, Error> {
    let input = GroupInput {
        name: sent("Limited"),
        account: sent(account),
        buyers: Member::Value(buyers.iter().map(ToString::to_string).collect()),
        ..GroupInput::default()
    };
    world.write(&world.operator, move |tx, call| crate::group::create(tx, call, Ok(&input)))
}

fn buyers_of(world: &World, id: GroupId) -> (u32, Option<BTreeSet<BuyerId>>) {
    let group = world.read(&world.operator, move |tx, call| crate::group::visible(tx, call, id)).unwrap();
    (group.revision, group.buyers)
}

#[test]
fn r35_a_group_lists_live_buyers_of_its_own_account() {
    let world = World::new();
    let (own, other) = (world.client("Own").id, world.client("Other").id);
    let [a, b] = ["A", "B"].map(|name| made(&world, name, Some(own)).id);
    let (foreign, free) = (made(&world, "Foreign", Some(other)).id, made(&world, "Free", None).id);
    let gone = made(&world, "Gone", Some(own)).id;
    remove(&world, &world.operator, gone).unwrap();
    let group = limited(&world, own, &[b, a, b]).unwrap();
    assert_eq!(group.buyers, Some([a, b].into()));
    let wrong = limited(&world, own, &[foreign, a, free, gone, BuyerId::new(91_919_191)]);
    let expected = ["buyers[0].id", "buyers[2].id", "buyers[3].id", "buyers[4].id"];
    assert_eq!(keys(wrong.unwrap_err()), expected);
    assert_eq!(keys(limited(&world, own, &vec![a; 1001]).unwrap_err()), ["buyers"]);
    assert!(limited(&world, own, &vec![a; 1000]).is_ok());
    let id = group.id;
    let view = world
        .read(&world.operator, move |tx, call| crate::group::get(tx, call, id, &GroupWants::default()))
        .unwrap();
    let names: Vec<_> = view.buyers.unwrap().iter().map(|buyer| buyer.summary.name.to_string()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"A".to_owned()) && names.contains(&"B".to_owned()));
}

#[test]
fn r35_a_buyer_that_goes_leaves_every_list_in_one_record_and_an_empty_list_stays_empty() {
    type Going = fn(&World, BuyerId, AccountId);
    let ways: [Going; 4] = [
        |world, id, _| remove(world, &world.operator, id).unwrap(),
        |world, id, other| drop(hand_over(world, &world.operator, id, sent(other)).unwrap()),
        |world, id, other| {
            let input = BuyerInput { account: sent(other), ..BuyerInput::default() };
            drop(change(world, &world.operator, id, input).unwrap());
        },
        |world, id, _| {
            let input = BuyerInput { account: Member::Null, ..BuyerInput::default() };
            drop(change(world, &world.operator, id, input).unwrap());
        },
    ];
    for go in ways {
        let world = World::new();
        let (own, other) = (world.client("Own").id, world.client("Other").id);
        let [going, staying] = ["Going", "Staying"].map(|name| made(&world, name, Some(own)).id);
        let both = limited(&world, own, &[going, staying]).unwrap().id;
        let only = limited(&world, own, &[going]).unwrap().id;
        let neither = limited(&world, own, &[staying]).unwrap().id;
        let before = world.audit_count();
        go(&world, going, other);
        assert_eq!(buyers_of(&world, both), (2, Some([staying].into())));
        assert_eq!(buyers_of(&world, only), (2, Some(BTreeSet::new())), "none, not all");
        assert_eq!(buyers_of(&world, neither), (1, Some([staying].into())));
        assert_eq!(world.audit_count(), before + 1);
        let related: BTreeSet<_> =
            world.audit()[0].related.iter().map(|r| (r.kind.as_str(), r.id.clone())).collect();
        let touched = [both, only].map(|id| (ObjectKind::UserGroup.as_str(), id.to_string()));
        assert_eq!(related, touched.into());
    }
}

#[test]
fn r35_a_change_that_keeps_the_account_keeps_the_lists() {
    let world = World::new();
    let own = world.client("Own").id;
    let buyer = made(&world, "Staying", Some(own)).id;
    let group = limited(&world, own, &[buyer]).unwrap().id;
    let input = BuyerInput { name: sent("Renamed"), account: sent(own), ..BuyerInput::default() };
    change(&world, &world.operator, buyer, input).unwrap();
    verb(&world, &world.operator, buyer, BuyerVerb::Disable).unwrap();
    assert_eq!(buyers_of(&world, group), (1, Some([buyer].into())));
}

#[test]
fn a_membership_has_the_union_over_its_groups() {
    let world = World::new();
    let own = world.client("Own").id;
    let [a, b] = ["A", "B"].map(|name| made(&world, name, Some(own)).id);
    let groups = [&[a][..], &[b], &[]].map(|buyers| limited(&world, own, buyers).unwrap().id);
    let all = world.default_group(own).id;
    let union = |email: &str, groups: &[GroupId]| {
        let key = MembershipKey::Own(world.invite(own, email, groups).membership.id);
        let wants = MembershipWants { buyers: Want::Reference, ..MembershipWants::default() };
        let view = world
            .read(&world.operator, move |tx, call| crate::membership::get(tx, call, key, &wants))
            .unwrap();
        view.buyers.map(|buyers| buyers.iter().map(|buyer| buyer.summary.id).collect::<BTreeSet<_>>())
    };
    assert_eq!(union("union@example.com", &groups), Some([a, b].into()));
    assert_eq!(union("none@example.com", &groups[2..]), Some(BTreeSet::new()));
    assert_eq!(union("all@example.com", &[groups[0], all]), None, "not restricted");
}
