use super::super::{UserFilter, list, tenant, tenants};
use super::*;
use crate::list::NumberedPage;
use crate::testing::BILLING;

fn ids(users: Vec<TenantUser>) -> Vec<MembershipId> {
    users.into_iter().map(|user| user.membership.id).collect()
}

fn listed(shop: &Shop, who: &Arc<Principal>, filter: UserFilter) -> Result<Vec<TenantUser>, Error> {
    let tenant = shop.tenant;
    let page = NumberedPage::default();
    shop.world.read(who, move |tx, call| list(tx, call, tenant, &filter, &page)).map(|page| page.items)
}

#[test]
fn s_r3_every_other_tenant_is_refused_alike() {
    let shop = Shop::new();
    let other = shop.world.client("Other").id;
    let filter = UserFilter::default();
    for id in [other, AccountId::new(99)] {
        let answers = [
            shop.world.read(&shop.admin, move |tx, call| super::super::own(tx, call, id).map(drop)),
            shop.world.read(&shop.admin, move |tx, call| tenant(tx, call, id).map(drop)),
            shop.world.read(&shop.admin, {
                let filter = filter.clone();
                move |tx, call| list(tx, call, id, &filter, &NumberedPage::default()).map(drop)
            }),
            shop.world
                .write(&shop.admin, move |tx, call| create(tx, call, id, Ok(&body("FULL", ""))).map(drop)),
        ];
        for answer in answers {
            assert_eq!(answer, refused(Refusal::TenantAccessDenied));
        }
    }
    let foreign = shop.world.join(other, "mara@example.com", &[shop.world.default_group(other).id]).0.id;
    for id in [foreign, MembershipId::new(7)] {
        assert_eq!(shop.get(&shop.admin, id), Err(Error::NotFound));
        assert_eq!(shop.remove(&shop.admin, id), Err(Error::NotFound));
        assert_eq!(shop.update(id, role("ADMIN")), Err(Error::NotFound));
    }
}

#[test]
fn s_r3_managing_takes_access_management_and_no_other_credential_does() {
    let shop = Shop::new();
    let group = shop.world.group(shop.tenant, "Readers", &[BILLING]);
    let (_, user) = shop.world.join(shop.tenant, "reader@example.com", &[group]);
    let reader = shop.world.person(user.id, Some(shop.tenant));
    assert_eq!(listed(&shop, &reader, UserFilter::default()).map(drop), Err(Error::Forbidden));
    assert_eq!(shop.get(&reader, shop.admin_member), Err(Error::Forbidden));
    let auth = shop.world.person(shop.admin_user, None);
    let api = shop.world.actor(shop.tenant, &[crate::module::ACCESS_MANAGEMENT]);
    for who in [auth, api] {
        let refused = listed(&shop, &who, UserFilter::default()).map(drop);
        assert_eq!(refused, Err(Refusal::TenantAccessDenied.into()));
    }
}

#[test]
fn s_r22_until_they_join_others_see_what_the_inviter_gave() {
    let shop = Shop::new();
    let elsewhere = shop.world.client("Elsewhere").id;
    let group = shop.world.group(elsewhere, "Readers", &[BILLING]);
    let (_, person) = shop.world.join(elsewhere, "mara@example.com", &[group]);
    let phone = crate::value::PhoneInput { prefix: sent("+46"), number: sent("70 123") };
    let settings = crate::user::SettingsInput { language_code: sent("sv-SE"), ..Default::default() };
    let update = crate::user::UserInput {
        phone: Member::Value(phone),
        settings: Member::Value(settings),
        ..Default::default()
    };
    let (own, id) = (shop.world.person(person.id, None), person.id);
    shop.world.write(&own, move |tx, call| crate::user::update(tx, call, id, Ok(&update))).unwrap();

    let input = TenantUserInput {
        profile: ProfileInput {
            display_name: sent("Guest"),
            first_name: sent("Guest"),
            last_name: sent("One"),
            ..body("FULL", "mara@example.com").profile
        },
        ..body("FULL", "mara@example.com")
    };
    let made = shop.create(input).unwrap();
    let texts = |user: TenantUser| [user.first_name, user.last_name, user.email, user.mobile, user.language];
    let given = ["Guest", "One", "mara@example.com", "", "en"];
    assert_eq!(texts(made.clone()), given);
    let search = |text: &str| UserFilter { search: Some(text.into()), ..UserFilter::default() };
    let found = |text: &str| ids(listed(&shop, &shop.admin, search(text)).unwrap());
    assert_eq!((found("guest"), found("Lindqvist")), (vec![made.membership.id], vec![shop.admin_member]));
    let (membership, tenant) = (made.membership.id, shop.tenant);
    let self_view = shop.world.read(&own, move |tx, call| super::super::own(tx, call, tenant)).unwrap();
    let full = ["Mara", "Lindqvist", "mara@example.com", "+46 70 123", "sv"];
    assert_eq!(texts(self_view), full, "they see themselves");
    shop.accept(membership);
    assert_eq!(texts(shop.get(&shop.admin, membership).unwrap()), full);
    assert_eq!(found("Lindqvist"), [shop.admin_member, membership]);
}

#[test]
fn s_r26_status_and_list_filters() {
    let shop = Shop::new();
    let pending = shop.made("FULL", "kari@example.com").membership.id;
    let till = shop.made("REGULAR", "").membership.id;
    shop.update(till, role("BLOCKED")).unwrap();
    let by = |status: &str| {
        let filter = UserFilter { status: Some(status.into()), ..UserFilter::default() };
        listed(&shop, &shop.admin, filter).map(ids)
    };
    assert_eq!(by("PENDING_INVITE"), Ok(vec![pending]));
    assert_eq!(by("INACTIVE"), Ok(vec![till]));
    assert_eq!(by("ACTIVE"), Ok(vec![shop.admin_member]));
    assert!(matches!(by("Active"), Err(Error::Invalid(_))));
    let wrong = NumberedPage { sort_by: Some("email".into()), ..NumberedPage::default() };
    let tenant = shop.tenant;
    let refused = shop
        .world
        .read(&shop.admin, move |tx, call| list(tx, call, tenant, &UserFilter::default(), &wrong).map(drop));
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
}

#[test]
fn s_r25_tenants_are_the_active_ones_of_the_person_or_the_one_of_the_credential() {
    let shop = Shop::new();
    let second = shop.world.client("A second").id;
    shop.world.join(second, "admin@example.com", &[shop.world.default_group(second).id]);
    let third = shop.world.client("Third").id;
    shop.world.invite(third, "admin@example.com", &[shop.world.default_group(third).id]);
    let auth = shop.world.person(shop.admin_user, None);
    let names = |who: &Arc<Principal>| {
        let page = shop.world.read(who, |tx, call| tenants(tx, call, &NumberedPage::default())).unwrap();
        page.items.into_iter().map(|tenant| tenant.account.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&auth), ["A second", "Harbour Lane Foods"]);
    assert_eq!(names(&shop.admin), ["Harbour Lane Foods"]);
    let one = |who: &Arc<Principal>, id| shop.world.read(who, move |tx, call| tenant(tx, call, id));
    let shown = one(&auth, shop.tenant).unwrap();
    let codes: Vec<_> = shown.extensions.iter().map(|extension| extension.code.as_str()).collect();
    assert_eq!(codes, ["access-management", "billing", "reports"]);
    assert_eq!(one(&auth, third).map(drop), refused(Refusal::TenantAccessDenied), "not accepted yet");
    assert_eq!(one(&shop.admin, second).map(drop), refused(Refusal::TenantAccessDenied));
}
