//! Who sees which buyers, and what of them (R20, R44, R46).

use super::*;
use crate::group::{Group, GroupInput};
use crate::id::{GroupId, UserId};
use crate::list::Query;
use crate::testing::{BILLING, REPORTS};

fn group(world: &World, account: AccountId, buyers: Option<&[BuyerId]>) -> Group {
    let input = GroupInput {
        name: sent("Limited"),
        account: sent(account),
        buyers: buyers
            .map_or(Member::Null, |ids| Member::Value(ids.iter().map(ToString::to_string).collect())),
        ..GroupInput::default()
    };
    world.write(&world.operator, move |tx, call| crate::group::create(tx, call, Ok(&input))).unwrap()
}

fn seen(world: &World, who: &Arc<Principal>) -> Vec<BuyerId> {
    let everything = Query::everything(&FIELDS);
    let page = world.read(who, move |tx, call| list(tx, call, &everything, &BuyerWants::default())).unwrap();
    page.items.iter().map(|view| view.buyer.id).collect()
}

#[test]
fn r44_each_actor_sees_what_the_rule_says() {
    let world = World::new();
    let (own, other) = (world.client("Own").id, world.client("Other").id);
    let vendor = world.account("Vendor", "Vendor").id;
    let [a, b, c] = ["A", "B", "C"].map(|name| made(&world, name, Some(own)).id);
    let (foreign, free) = (made(&world, "Foreign", Some(other)).id, made(&world, "Free", None).id);
    let [first, second, all, none] =
        [Some(&[a][..]), Some(&[b]), None, Some(&[])].map(|buyers| group(&world, own, buyers).id);
    let person = |name: &str, groups: &[GroupId]| {
        let (_, user) = world.join(own, &format!("{name}@example.com"), groups);
        world.person(user.id, Some(own))
    };
    assert_eq!(seen(&world, &world.operator), [a, b, c, foreign, free]);
    assert_eq!(seen(&world, &admin(&world, own)), [a, b, c]);
    assert_eq!(seen(&world, &world.actor(own, &[BILLING])), [a, b, c], "tokens see all");
    assert_eq!(seen(&world, &person("union", &[first, second])), [a, b]);
    assert_eq!(seen(&world, &person("all", &[first, all])), [a, b, c], "all in one group is all");
    assert_eq!(seen(&world, &person("none", &[none])), []);
    assert_eq!(seen(&world, &person("boss", &[first, world.default_group(own).id])), [a, b, c]);
    let limited = person("limited", &[first]);
    assert!(find(&world, &limited, a).is_ok());
    assert_eq!(find(&world, &limited, b), Err(Error::NotFound));
    for nobody in [world.actor(vendor, &[ACCESS_MANAGEMENT]), world.actor(world.operations, &[BILLING])] {
        assert_eq!(seen(&world, &nobody), []);
        assert_eq!(find(&world, &nobody, a), Err(Error::NotFound));
    }
    let homeless = world.person(world.join(own, "homeless@example.com", &[first]).1.id, None);
    assert_eq!(seen(&world, &homeless), []);
}

#[test]
fn r46_a_deleted_buyer_is_the_operators_to_read_and_nobodys_to_change() {
    let world = World::new();
    let own = world.client("Own").id;
    let id = made(&world, "Lisbon", Some(own)).id;
    let admin = admin(&world, own);
    remove(&world, &world.operator, id).unwrap();
    assert_eq!(find(&world, &world.operator, id).unwrap().state, BuyerState::Deleted);
    assert_eq!(find(&world, &admin, id), Err(Error::NotFound));
    assert_eq!(seen(&world, &world.operator), []);
    let refused = |verb: &'static str| Err(Error::Transition { from: "Deleted", verb });
    for verb in [BuyerVerb::Activate, BuyerVerb::Deactivate, BuyerVerb::Disable, BuyerVerb::Enable] {
        assert_eq!(super::verb(&world, &world.operator, id, verb), refused(verb.as_str()));
        assert_eq!(super::verb(&world, &admin, id, verb), Err(Error::NotFound));
    }
    assert_eq!(change(&world, &world.operator, id, BuyerInput::default()), refused("update"));
    let other = world.client("Other").id;
    assert_eq!(hand_over(&world, &world.operator, id, sent(other)), refused("transfer"));
    assert_eq!(
        remove(&world, &world.operator, id),
        Err(Error::Transition { from: "Deleted", verb: "delete" })
    );
    let validated =
        world.read(&world.operator, move |tx, call| validate(tx, call, id, Ok(&BuyerInput::default())));
    assert_eq!(validated, refused("update"));
}

#[test]
fn r20_the_person_of_a_contact_is_shown_once_they_have_joined_the_account() {
    let world = World::new();
    let own = world.client("Own").id;
    let group = world.default_group(own).id;
    let (_, joined) = world.join(own, "joined@example.com", &[group]);
    let invited = world.invite(own, "invited@example.com", &[group]).user;
    let stranger = world.administrator;
    let admin = world.actor(own, &[ACCESS_MANAGEMENT, REPORTS]);
    let shown = |who: &Arc<Principal>, user: UserId| {
        let contact = ContactInput { user: sent(user), ..ContactInput::default() };
        let input = BuyerInput { contact: Member::Value(contact), ..whole("Lisbon", Some(own)) };
        let id = make(&world, input).unwrap().id;
        let view = world.read(who, move |tx, call| get(tx, call, id, &BuyerWants::default())).unwrap();
        view.user.map(|user| user.summary.id)
    };
    for (user, is_shown) in [(joined.id, true), (invited.id, false), (stranger, false)] {
        assert_eq!(shown(&admin, user), is_shown.then_some(user));
        assert_eq!(shown(&world.operator, user), Some(user));
    }
    let id = made(&world, "Porto", Some(own)).id;
    let name = |user: UserId| {
        let contact = ContactInput { user: sent(user), ..ContactInput::default() };
        BuyerInput { contact: Member::Value(contact), ..BuyerInput::default() }
    };
    let refused = change(&world, &admin, id, name(stranger)).unwrap_err();
    assert_eq!(keys(refused), ["contact.user.id"], "invisible means not found");
    assert!(change(&world, &admin, id, name(joined.id)).is_ok());
}
