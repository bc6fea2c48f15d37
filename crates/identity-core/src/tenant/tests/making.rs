use super::super::{Status, TenantRole};
use super::*;
use crate::id::Id as _;
use crate::membership::{MembershipKind, UserCode};
use crate::secret::Secret;
use crate::testing::BILLING;
use crate::testing::contract::block_on;

/// The members that a refused body is about.
fn wrong<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<String> {
    match result {
        Err(Error::Invalid(violations)) => violations.iter().map(|(path, _)| path.to_owned()).collect(),
        other => panic!("{other:?}"),
    }
}

fn mails(shop: &Shop) -> usize {
    block_on(shop.world.identity.deliver_mail(&shop.world.mailer)).unwrap();
    shop.world.mailer.sent().len()
}

#[test]
fn s_r34_full_is_invited_and_asked_by_mail() {
    let shop = Shop::new();
    let before = mails(&shop);
    let made = shop.made("FULL", "Kari@Example.com");
    assert_eq!(mails(&shop), before + 1);
    assert_eq!((made.status, made.role), (Status::PendingInvite, TenantRole::Access));
    let shown = [made.display_name.as_str(), &made.first_name, &made.last_name, &made.email, &made.language];
    assert_eq!(shown, ["Kari N", "Kari", "Nordmann", "kari@example.com", "en"]);
    let (membership, user) = shop.stored(made.membership.id);
    assert_eq!(
        (user.first_name.as_str(), user.is_activated()),
        ("Kari", false),
        "the names are the new person's"
    );
    assert_eq!(membership.kind, MembershipKind::Full);
}

#[test]
fn s_r34_known_and_unknown_addresses_get_the_same_answer_and_known_people_keep_their_names() {
    let shop = Shop::new();
    let elsewhere = shop.world.client("Elsewhere").id;
    let group = shop.world.group(elsewhere, "Readers", &[BILLING]);
    let (_, known) = shop.world.join(elsewhere, "known@example.com", &[group]);
    let answers = ["known@example.com", "unknown@example.com"].map(|email| {
        let made = shop.made("FULL", email);
        assert_eq!(made.email, email);
        let texts = [made.display_name, made.first_name, made.last_name, made.mobile, made.language];
        (texts, made.status, made.role, made.permissions)
    });
    assert_eq!(answers[0], answers[1]);
    let find = shop.world.read(&shop.world.operator, move |tx, _| Ok(tx.users().find(known.id)?));
    assert_eq!(find.unwrap().unwrap().first_name.as_str(), "Mara");
}

#[test]
fn s_r34_regular_is_there_at_once_with_an_internal_address_if_need_be() {
    let shop = Shop::new();
    let before = mails(&shop);
    let made = shop.made("REGULAR", "");
    assert_eq!((made.status, made.email.as_str()), (Status::Active, ""));
    let (_, user) = shop.stored(made.membership.id);
    let expected = format!("ausr-{:04}", made.membership.id.number() / 100_000_000);
    assert!(user.email.is_internal() && user.email.as_str().starts_with(&expected), "{}", user.email);
    let with_mail = shop.made("REGULAR", "till@example.com");
    assert_eq!((with_mail.status, with_mail.email.as_str()), (Status::Active, "till@example.com"));
    assert_eq!(mails(&shop), before, "nobody is mailed");
    let nameless = TenantUserInput {
        profile: ProfileInput { display_name: sent("Till 1"), ..ProfileInput::default() },
        ..kind("REGULAR")
    };
    let nameless = shop.create(nameless).unwrap();
    assert_eq!(
        [nameless.display_name.as_str(), &nameless.first_name, &nameless.last_name],
        ["Till 1", "", ""]
    );
}

#[test]
fn s_r34_a_robot_has_an_internal_address_and_no_pin() {
    let shop = Shop::new();
    let made = shop.made("INTEGRATION", "contact@example.com");
    assert_eq!((made.status, made.email.as_str()), (Status::Active, "contact@example.com"));
    assert!(shop.stored(made.membership.id).1.email.is_internal());
    let pin = Member::Value(Secret::new("4711".into()));
    let input = TenantUserInput { password: pin, ..body("INTEGRATION", "") };
    assert_eq!(wrong(shop.create(input)), ["password"]);
}

#[test]
fn s_r34_support_is_given_by_active_operators_who_manage_accounts_only() {
    let shop = Shop::new();
    assert_eq!(shop.create(body("SUPPORT", "help@example.com")), Err(Error::Forbidden));
    let default = shop.world.default_group(shop.tenant).id;
    let joined = shop.world.administrator;
    let key =
        MembershipKey::Own(shop.world.invite(shop.tenant, "operator@example.com", &[default]).membership.id);
    let person = shop.world.person(joined, None);
    shop.world.write(&person, move |tx, call| crate::membership::accept(tx, call, key)).unwrap();
    let operator = shop.world.person(joined, Some(shop.tenant));
    let made = shop.create_as(&operator, body("SUPPORT", "help@example.com")).unwrap();
    assert_eq!((made.membership.kind, made.status), (MembershipKind::Support, Status::PendingInvite));
    let refused = shop.update(made.membership.id, kind("FULL"));
    assert!(refused.is_ok(), "who is no operator may take it");
    assert_eq!(shop.update(made.membership.id, kind("SUPPORT")), Err(Error::Forbidden));
}

#[test]
fn s_r34_an_address_is_in_a_tenant_once() {
    let shop = Shop::new();
    shop.made("FULL", "kari@example.com");
    for kind in ["FULL", "REGULAR"] {
        assert_eq!(shop.create(body(kind, "KARI@example.com")), refused(Refusal::MemberExists));
    }
    assert_eq!(wrong(shop.create(body("FULL", "x@users.invalid"))), ["email"]);
}

#[test]
fn s_r34_what_is_required_depends_on_the_kind() {
    let shop = Shop::new();
    let count = shop.world.audit_count();
    assert_eq!(wrong(shop.create(TenantUserInput::default())), ["accountType", "displayName"]);
    assert_eq!(wrong(shop.create(kind("FULL"))), ["displayName", "email", "firstname", "lastname"]);
    assert_eq!(wrong(shop.create(kind("ROBOT"))), ["accountType", "displayName"]);
    let blocked = TenantUserInput { tenant_role: sent("BLOCKED"), ..body("REGULAR", "") };
    assert_eq!(wrong(shop.create(blocked)), ["tenantRole"]);
    let profile = ProfileInput {
        mobile: sent("12"),
        language: sent("nob"),
        default_store: sent("a b"),
        ..body("REGULAR", "").profile
    };
    let stores = Member::Value(vec![store("a", "OWNER"), store("b", "ADMIN"), store("b", "ACCESS")]);
    let input = TenantUserInput {
        profile,
        user_code: sent("a b"),
        external_id: sent(" "),
        stores,
        ..body("REGULAR", "")
    };
    let paths = ["defaultStoreUid", "externalId", "languageCode", "mobile", "storeAccess[0].storeRole"];
    assert_eq!(wrong(shop.create(input)), [&paths[..], &["storeAccess[2].storeUid", "userCode"]].concat());
    assert_eq!(shop.world.audit_count(), count, "nothing was written");
}

#[test]
fn s_r33_codes_are_unique_in_the_tenant_and_defaults_are_taken() {
    let shop = Shop::new();
    let coded = |code: &str, external: &str| TenantUserInput {
        user_code: sent(code),
        external_id: sent(external),
        ..body("REGULAR", "")
    };
    let first = shop.create(coded("KARI", "E-17")).unwrap();
    assert_eq!((first.user_code.as_str(), first.external_id.as_str()), ("kari", "E-17"));
    assert_eq!(shop.create(coded("kari", "E-18")), refused(Refusal::UserCodeTaken));
    assert_eq!(shop.create(coded("ola", "E-17")), refused(Refusal::ExternalIdTaken));
    let default = shop.made("REGULAR", "");
    let code = UserCode::default_of(default.membership.id);
    assert_eq!(default.user_code, code);
    assert_eq!(shop.create(coded(code.as_str(), "E-19")), refused(Refusal::UserCodeTaken));
    assert_eq!(shop.create(coded("u000000000001", "E-20")), refused(Refusal::UserCodeTaken));
    shop.remove(&shop.admin, first.membership.id).unwrap();
    assert_eq!(shop.create(coded("kari", "E-17")).unwrap().user_code.as_str(), "kari", "free again");
}

#[test]
fn s_r33_a_code_is_looked_up_in_one_tenant_given_or_default() {
    let shop = Shop::new();
    let given = shop.create(TenantUserInput { user_code: sent("kari"), ..body("REGULAR", "") }).unwrap();
    let (plain, other) = (shop.made("REGULAR", ""), shop.world.client("Other").id);
    let by = |tenant, code: UserCode| {
        let found = shop
            .world
            .read(&shop.world.operator, move |tx, _| crate::membership::find_by_user_code(tx, tenant, &code));
        found.unwrap()
    };
    let default = |id| UserCode::default_of(id);
    assert_eq!(by(shop.tenant, "Kari".parse().unwrap()), Some(given.membership.id));
    assert_eq!(by(shop.tenant, default(plain.membership.id)), Some(plain.membership.id));
    assert_eq!(by(shop.tenant, default(given.membership.id)), None, "it has another code");
    assert_eq!(by(shop.tenant, default(shop.admin_member)), Some(shop.admin_member), "however created");
    for id in ["kari".parse().unwrap(), default(plain.membership.id)] {
        assert_eq!(by(other, id), None);
    }
    shop.remove(&shop.admin, plain.membership.id).unwrap();
    assert_eq!(by(shop.tenant, default(plain.membership.id)), None);
}

#[test]
fn s_r32_the_default_store_is_among_the_stores() {
    let shop = Shop::new();
    let with = |stores: Vec<StoreAccessInput>, default: &str| TenantUserInput {
        stores: Member::Value(stores),
        profile: ProfileInput { default_store: sent(default), ..body("REGULAR", "").profile },
        ..body("REGULAR", "")
    };
    assert_eq!(wrong(shop.create(with(vec![], "st_01"))), ["defaultStoreUid"]);
    assert_eq!(wrong(shop.create(with(vec![store("st_02", "ADMIN")], "st_01"))), ["defaultStoreUid"]);
    let made = shop.create(with(vec![store("st_02", "ADMIN"), store("st_01", "ACCESS")], "st_01")).unwrap();
    assert_eq!(made.default_store, "st_01");
    let names: Vec<_> = made.stores.iter().map(|access| access.store.as_str()).collect();
    assert_eq!(names, ["st_01", "st_02"]);
    let many = (0..201).map(|n| store(&format!("s{n}"), "ACCESS")).collect();
    assert_eq!(wrong(shop.create(with(many, ""))), ["storeAccess"]);
}

#[test]
fn s_r47_making_a_member_leaves_one_record_without_a_code() {
    let shop = Shop::new();
    let before = shop.world.audit_count();
    shop.made("FULL", "kari@example.com");
    assert_eq!(shop.world.audit_count(), before + 1);
    let record = shop.world.audit().remove(0);
    assert_eq!(
        (record.event.as_str(), record.object.name.as_str()),
        ("platform.accounts.account-user.invited", "Kari N")
    );
    assert!(record.viewers.contains(&shop.tenant));
    assert!(!format!("{record:?}").contains("code"), "{record:?}");
}
