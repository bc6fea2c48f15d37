//! Who can sign in at a device, S-R22, S-R43.

use super::*;
use crate::list::NumberedPage;
use crate::membership::MembershipKind;
use crate::testing::BILLING;

/// The user codes that a device shows.
fn codes(
    world: &World,
    who: &Arc<Principal>,
    kind: Option<&'static str>,
    page: NumberedPage,
) -> Result<Vec<String>, Error> {
    let found = world.read(who, move |tx, call| people(tx, call, kind, &page))?;
    Ok(found.items.into_iter().map(|user| user.user_code.to_string()).collect())
}

fn by(name: &str) -> NumberedPage {
    NumberedPage { sort_by: Some(name.into()), ..NumberedPage::default() }
}

#[test]
fn s_r43_a_device_shows_who_can_sign_in_there_without_contact_data() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let group = world.group(account, "Staff", &[BILLING]);
    for (email, code) in [("kari@sport.example", "z1"), ("ola@sport.example", "a1")] {
        let (member, _) = world.join(account, email, &[group]);
        world.give_pin(&member, code, "5937");
    }
    world.join(account, "no-pin@sport.example", &[group]);
    let till = world.till(account);
    let device = world.authenticate(&till.token).unwrap();
    assert_eq!(codes(&world, &device, None, by("userCode")), Ok(vec!["a1".into(), "z1".into()]));
    assert_eq!(codes(&world, &device, Some("FULL"), by("displayName")).unwrap().len(), 2);
    assert_eq!(codes(&world, &device, Some("REGULAR"), NumberedPage::default()), Ok(vec![]));
    let shown = world.read(&device, |tx, call| people(tx, call, None, &by("userCode"))).unwrap();
    assert_eq!((shown.total, shown.items[0].kind), (2, MembershipKind::Full));
    assert_eq!(shown.items[0].display_name, "Mara Lindqvist");
    for (kind, page) in [(Some("full"), by("userCode")), (None, by("email")), (None, by("createdAt"))] {
        assert!(matches!(codes(&world, &device, kind, page), Err(Error::Invalid(_))));
    }
    let (_, on_device) = world.signed_in(&till, admin.actor.person().unwrap());
    for who in [admin, on_device] {
        assert_eq!(codes(&world, &who, None, by("userCode")), Err(Error::Unauthenticated));
    }
}

#[test]
fn s_r43_whoever_is_removed_is_gone_with_their_pin() {
    let world = World::new();
    let (account, _) = shop(&world);
    let group = world.group(account, "Staff", &[BILLING]);
    let (member, _) = world.join(account, "kari@sport.example", &[group]);
    world.give_pin(&member, "kari", "5937");
    let device = world.authenticate(&world.till(account).token).unwrap();
    assert_eq!(codes(&world, &device, None, by("userCode")), Ok(vec!["kari".into()]));
    let (id, key) = (member.id, crate::membership::MembershipKey::Own(member.id));
    world.write(&world.operator, move |tx, call| crate::membership::remove(tx, call, key)).unwrap();
    assert_eq!(codes(&world, &device, None, by("userCode")), Ok(vec![]));
    assert_eq!(world.read(&world.operator, move |tx, _| Ok(tx.pins().find(id)?)), Ok(None));
}
