//! Making, changing, steering, transferring and deleting.

use super::*;
use crate::audit::Event;
use crate::testing::BILLING;

#[test]
fn r43_create_needs_name_and_address_and_derives_the_state() {
    let world = World::new();
    let own = world.client("Own").id;
    let before = world.audit_count();
    assert_eq!(keys(make(&world, BuyerInput::default()).unwrap_err()), ["address", "name"]);
    let part = BuyerInput { address: Member::Value(AddressInput::default()), ..whole("x", None) };
    assert_eq!(
        keys(make(&world, part).unwrap_err()).len(),
        5,
        "once given, all but the second line is required"
    );
    assert_eq!(world.audit_count(), before, "a refused request leaves no record");
    assert_eq!(made(&world, "None", None).state, BuyerState::Unassigned);
    assert_eq!(made(&world, "Some", Some(own)).state, BuyerState::Enabled);
    let both = BuyerInput { external_ids: erp("CC-1"), ..whole("Both", Some(own)) };
    let active = make(&world, both).unwrap();
    assert_eq!((active.state, active.revision), (BuyerState::Active, 1));
    let records = world.audit();
    assert_eq!((records[0].event, records[0].viewers.contains(&own)), (Event::BuyerCreated, true));
    assert_eq!(world.audit_count(), before + 3);
}

#[test]
fn every_wrong_member_is_named() {
    let world = World::new();
    let vendor = world.account("Vendor", "Vendor").id;
    let long = |chars: usize| sent("x".repeat(chars));
    let wrong = BuyerInput {
        name: long(501),
        tax_id: long(19),
        account: sent("nonsense"),
        external_ids: Member::Value(ExternalIdsInput {
            erp_company_contact: long(251),
            erp_customer: long(251),
            account_external_id: Member::Bad("Must be a string.".into()),
        }),
        contact: Member::Value(ContactInput {
            name: long(201),
            first_name: long(101),
            last_name: long(101),
            email: sent("nobody"),
            user: sent("USR-1"),
            kind: long(51),
            ..ContactInput::default()
        }),
        ..whole("", None)
    };
    let expected = [
        "account.id",
        "contact.email",
        "contact.firstName",
        "contact.lastName",
        "contact.name",
        "contact.type",
        "contact.user.id",
        "externalIds.accountExternalId",
        "externalIds.erpCompanyContact",
        "externalIds.erpCustomer",
        "name",
        "taxId",
    ];
    assert_eq!(keys(make(&world, wrong).unwrap_err()), expected);
    assert_eq!(keys(make(&world, whole("x", Some(vendor))).unwrap_err()), ["account.id"], "no Client");
    let unknown = whole("x", Some(AccountId::new(91_919_191)));
    assert_eq!(keys(make(&world, unknown).unwrap_err()), ["account.id"]);
    let stranger = ContactInput { user: sent("USR-9191-9191"), ..ContactInput::default() };
    let stranger = BuyerInput { contact: Member::Value(stranger), ..whole("x", None) };
    assert_eq!(keys(make(&world, stranger).unwrap_err()), ["contact.user.id"]);
}

#[test]
fn r45_a_change_moves_a_buyer_to_visible_client_accounts_and_visible_people_only() {
    let world = World::new();
    let (own, vendor) = (world.client("Own").id, world.account("Vendor", "Vendor").id);
    let buyer = made(&world, "Lisbon", Some(own));
    let to = |account: &str| BuyerInput { account: sent(account), ..BuyerInput::default() };
    let person = |user: &str| {
        let contact = ContactInput { user: sent(user), ..ContactInput::default() };
        BuyerInput { contact: Member::Value(contact), ..BuyerInput::default() }
    };
    for (wrong, key) in [
        (to(&vendor.to_string()), "account.id"),
        (to("ACC-9191-9191"), "account.id"),
        (person("USR-9191-9191"), "contact.user.id"),
    ] {
        assert_eq!(keys(change(&world, &world.operator, buyer.id, wrong).unwrap_err()), [key]);
    }
    let other = world.client("Other").id;
    let moved = change(&world, &world.operator, buyer.id, to(&other.to_string())).unwrap();
    assert_eq!((moved.account, moved.revision), (Some(other), 2));
}

#[test]
fn r43_a_company_contact_belongs_to_one_buyer_until_that_is_deleted() {
    let world = World::new();
    let own = world.client("Own").id;
    let with = |external_ids| BuyerInput { external_ids, ..BuyerInput::default() };
    let first = make(&world, BuyerInput { external_ids: erp("CC-1"), ..whole("First", None) }).unwrap();
    let taken = ["externalIds.erpCompanyContact"];
    let clash = make(&world, BuyerInput { external_ids: erp("CC-1"), ..whole("Twin", None) }).unwrap_err();
    assert!(matches!(clash, Error::Conflict(_)));
    assert_eq!(keys(clash), taken);
    let second = made(&world, "Second", Some(own));
    let refused = change(&world, &world.operator, second.id, with(erp("CC-1")));
    assert_eq!(keys(refused.unwrap_err()), taken);
    let refused = verb_with(&world, &world.operator, second.id, BuyerVerb::Activate, with(erp("CC-1")));
    assert_eq!(keys(refused.unwrap_err()), taken);
    let candidate = with(erp("CC-1"));
    let refused = world
        .read(&world.operator, move |tx, call| validate(tx, call, second.id, Ok(&candidate)))
        .unwrap_err();
    assert_eq!(keys(refused), taken);
    remove(&world, &world.operator, first.id).unwrap();
    let active = verb_with(&world, &world.operator, second.id, BuyerVerb::Activate, with(erp("CC-1")));
    assert_eq!(active.unwrap().state, BuyerState::Active);
}

#[test]
fn r42_an_administrator_writes_name_and_contact_and_no_reserved_members() {
    let world = World::new();
    let (own, other) = (world.client("Own").id, world.client("Other").id);
    let buyer = made(&world, "Lisbon", Some(own));
    let admin = admin(&world, own);
    let contact = ContactInput { email: sent("Mara@Example.com"), ..ContactInput::default() };
    let allowed =
        BuyerInput { name: sent("Porto"), contact: Member::Value(contact), ..BuyerInput::default() };
    let changed = change(&world, &admin, buyer.id, allowed.clone()).unwrap();
    assert_eq!((changed.name.as_str(), changed.revision), ("Porto", 2));
    assert_eq!(changed.contact.email.unwrap().as_str(), "mara@example.com");
    let seller = SellerInput { id: sent("SEL-7320-1145"), ..SellerInput::default() };
    let reserved = [
        BuyerInput { tax_id: sent("PT1"), ..BuyerInput::default() },
        BuyerInput { tax_id: sent("x".repeat(99)), ..BuyerInput::default() },
        BuyerInput { external_ids: erp("CC-1"), ..BuyerInput::default() },
        BuyerInput { account: sent(other), ..BuyerInput::default() },
        BuyerInput { account: Member::Null, ..BuyerInput::default() },
        BuyerInput { address: Member::Null, ..BuyerInput::default() },
        BuyerInput { address: Member::Bad("Must be an object.".into()), ..BuyerInput::default() },
        BuyerInput { sellers: Member::Value(vec![Member::Value(seller)]), ..BuyerInput::default() },
    ];
    for input in reserved {
        assert_eq!(change(&world, &admin, buyer.id, input.clone()), Err(Error::Forbidden), "{input:?}");
    }
    let echoed = BuyerInput { tax_id: Member::Null, sellers: Member::Null, ..whole("Porto", Some(own)) };
    assert_eq!(change(&world, &admin, buyer.id, echoed).unwrap().revision, 2, "an echo is no write");
    let foreign = made(&world, "Foreign", Some(other));
    assert_eq!(change(&world, &admin, foreign.id, allowed.clone()), Err(Error::NotFound));
    let member = world.actor(own, &[BILLING]);
    assert_eq!(change(&world, &member, buyer.id, allowed), Err(Error::Forbidden));
}

#[test]
fn r42_an_administrator_enables_and_disables_and_nothing_else() {
    let world = World::new();
    let own = world.client("Own").id;
    let buyer = made(&world, "Lisbon", Some(own));
    let admin = admin(&world, own);
    assert_eq!(verb(&world, &admin, buyer.id, BuyerVerb::Disable).unwrap().state, BuyerState::Disabled);
    assert_eq!(verb(&world, &admin, buyer.id, BuyerVerb::Enable).unwrap().state, BuyerState::Enabled);
    for forbidden in [BuyerVerb::Activate, BuyerVerb::Deactivate] {
        assert_eq!(verb(&world, &admin, buyer.id, forbidden), Err(Error::Forbidden));
    }
    assert_eq!(hand_over(&world, &admin, buyer.id, Member::Null), Err(Error::Forbidden));
    assert_eq!(remove(&world, &admin, buyer.id), Err(Error::Forbidden));
    let id = buyer.id;
    let validated = world.read(&admin, move |tx, call| validate(tx, call, id, Ok(&BuyerInput::default())));
    assert_eq!(validated, Err(Error::Forbidden));
    let created = world.write(&admin, |tx, call| create(tx, call, Err(Error::Unread)));
    assert_eq!(created, Err(Error::Forbidden), "before the body is looked at");
    let member = world.actor(own, &[BILLING]);
    assert_eq!(verb(&world, &member, buyer.id, BuyerVerb::Disable), Err(Error::Forbidden));
}

#[test]
fn a_state_follows_the_data_unless_it_is_disabled_and_each_entry_leaves_its_stamp() {
    let world = World::new();
    let own = world.client("Own").id;
    let id = made(&world, "Lisbon", None).id;
    let put = |input| change(&world, &world.operator, id, input).unwrap();
    let to = |account| BuyerInput { account, ..BuyerInput::default() };
    assert_eq!(put(to(sent(own))).state, BuyerState::Enabled);
    let active = put(BuyerInput { external_ids: erp("CC-1"), ..BuyerInput::default() });
    assert_eq!((active.state, active.stamps.activated), (BuyerState::Active, active.stamps.updated));
    let disabled = verb(&world, &world.operator, id, BuyerVerb::Disable).unwrap();
    assert!(disabled.stamps.disabled.is_some() && disabled.stamps.updated == active.stamps.updated);
    let gone = put(BuyerInput { external_ids: Member::Null, ..BuyerInput::default() });
    assert_eq!((gone.state, gone.external_ids), (BuyerState::Disabled, ExternalIds::default()));
    assert_eq!(verb(&world, &world.operator, id, BuyerVerb::Enable).unwrap().state, BuyerState::Enabled);
    let free = put(to(Member::Null));
    assert_eq!((free.state, free.stamps.unassigned), (BuyerState::Unassigned, free.stamps.updated));
    for refused in [BuyerVerb::Activate, BuyerVerb::Deactivate, BuyerVerb::Disable, BuyerVerb::Enable] {
        let answer = verb(&world, &world.operator, id, refused);
        assert_eq!(answer, Err(Error::Transition { from: "Unassigned", verb: refused.as_str() }));
    }
}

#[test]
fn activate_takes_external_ids_and_deactivate_removes_those_of_the_erp() {
    let world = World::new();
    let own = world.client("Own").id;
    let buyer = made(&world, "Lisbon", Some(own));
    let refused = Err(Error::Transition { from: "Enabled", verb: "activate" });
    assert_eq!(verb(&world, &world.operator, buyer.id, BuyerVerb::Activate), refused);
    let half = ExternalIdsInput { erp_customer: sent("CU-1"), ..ExternalIdsInput::default() };
    let half = BuyerInput { external_ids: Member::Value(half), ..BuyerInput::default() };
    assert_eq!(verb_with(&world, &world.operator, buyer.id, BuyerVerb::Activate, half.clone()), refused);
    change(&world, &world.operator, buyer.id, half).unwrap();
    let rest = ExternalIdsInput {
        erp_company_contact: sent("CC-1"),
        account_external_id: sent("AX-1"),
        ..ExternalIdsInput::default()
    };
    let rest =
        BuyerInput { name: sent("Ignored"), external_ids: Member::Value(rest), ..BuyerInput::default() };
    let active = verb_with(&world, &world.operator, buyer.id, BuyerVerb::Activate, rest).unwrap();
    assert_eq!((active.state, active.name.as_str()), (BuyerState::Active, "Lisbon"));
    let back = verb(&world, &world.operator, buyer.id, BuyerVerb::Deactivate).unwrap();
    let left = ExternalIds {
        account_external_id: Some(crate::testing::fixture::parsed("AX-1")),
        ..ExternalIds::default()
    };
    assert_eq!((back.state, back.external_ids), (BuyerState::Enabled, left));
}

#[test]
fn r45_a_transfer_goes_to_another_client_account() {
    let world = World::new();
    let (own, other) = (world.client("Own").id, world.client("Other").id);
    let vendor = world.account("Vendor", "Vendor").id;
    let buyer = made(&world, "Lisbon", Some(own));
    let free = made(&world, "Free", None);
    let go = |id, to| hand_over(&world, &world.operator, id, to);
    for wrong in [Member::Absent, Member::Null, sent(own), sent(vendor), sent("x"), sent("ACC-9191-9191")] {
        assert_eq!(keys(go(buyer.id, wrong.clone()).unwrap_err()), ["account.id"], "{wrong:?}");
    }
    let refused = Error::Transition { from: "Unassigned", verb: "transfer" };
    assert_eq!(go(free.id, sent(other)), Err(refused));
    let moved = go(buyer.id, sent(other)).unwrap();
    assert_eq!((moved.account, moved.state, moved.revision), (Some(other), BuyerState::Enabled, 2));
    let record = &world.audit()[0];
    assert_eq!(record.event, Event::BuyerTransferred);
    assert!([own, other].iter().all(|account| record.viewers.contains(account)));
    verb(&world, &world.operator, buyer.id, BuyerVerb::Disable).unwrap();
    assert_eq!(go(buyer.id, sent(own)).unwrap().state, BuyerState::Disabled);
}

#[test]
fn r47_sellers_are_kept_as_sent() {
    let world = World::new();
    let seller = |id: &str| SellerInput {
        id: sent(id),
        name: sent("Brightwater Portugal"),
        icon: sent("javascript:nothing is looked up"),
        external_id: sent("PT01"),
    };
    let with = |sellers: Vec<Member<SellerInput>>| BuyerInput {
        sellers: Member::Value(sellers),
        ..BuyerInput::default()
    };
    let id = made(&world, "Lisbon", None).id;
    let put = |input| change(&world, &world.operator, id, input);
    let two = vec![Member::Value(seller("SEL-7320-1145")), Member::Value(seller("SEL-0000-0001"))];
    let kept = put(with(two)).unwrap().sellers;
    assert_eq!(kept.iter().map(|s| s.id.to_string()).collect::<Vec<_>>(), ["SEL-7320-1145", "SEL-0000-0001"]);
    assert_eq!(kept[0].icon.as_ref().unwrap().as_str(), "javascript:nothing is looked up");
    let long = SellerInput {
        name: sent("x".repeat(501)),
        icon: sent("x".repeat(2001)),
        external_id: sent("x".repeat(251)),
        ..seller("SEL-1")
    };
    let wrong = vec![
        Member::Value(SellerInput::default()),
        Member::Value(long),
        Member::Bad("Must be an object.".into()),
        Member::Null,
    ];
    let expected = [
        "sellers[0].id",
        "sellers[1].externalId",
        "sellers[1].icon",
        "sellers[1].id",
        "sellers[1].name",
        "sellers[2]",
        "sellers[3].id",
    ];
    assert_eq!(keys(put(with(wrong)).unwrap_err()), expected);
    let many = |count| with(vec![Member::Value(seller("SEL-7320-1145")); count]);
    assert_eq!(keys(put(many(101)).unwrap_err()), ["sellers"]);
    assert_eq!(put(many(100)).unwrap().sellers.len(), 100);
    assert_eq!(put(with(Vec::new())).unwrap().sellers, []);
}

#[test]
fn r48_equal_values_and_validate_leave_nothing() {
    let world = World::new();
    let own = world.client("Own").id;
    let buyer = make(&world, BuyerInput { external_ids: erp("CC-1"), ..whole("Lisbon", Some(own)) }).unwrap();
    let before = world.audit_count();
    let same = BuyerInput { external_ids: erp("CC-1"), ..whole(" Lisbon ", Some(own)) };
    assert_eq!(change(&world, &world.operator, buyer.id, same), Ok(buyer.clone()));
    let empty = AddressInput::default();
    let nothing = BuyerInput { address: Member::Value(empty), ..BuyerInput::default() };
    assert_eq!(change(&world, &world.operator, buyer.id, nothing), Ok(buyer.clone()));
    let id = buyer.id;
    let input = BuyerInput { name: sent("Candidate"), account: Member::Null, ..BuyerInput::default() };
    let candidate = world.read(&world.operator, move |tx, call| validate(tx, call, id, Ok(&input))).unwrap();
    assert_eq!((candidate.name.as_str(), candidate.state), ("Candidate", BuyerState::Unassigned));
    assert_eq!(candidate.revision, 1);
    assert_eq!(find(&world, &world.operator, id), Ok(buyer));
    assert_eq!(world.audit_count(), before);
}
