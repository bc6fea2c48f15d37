//! The lists, in every scope, and what is looked for by key.

use identity_core::account::{AccountScope, DomainScope, Naming};
use identity_core::api_token::TokenScope;
use identity_core::audit::AuditScope;
use identity_core::buyer::BuyerScope;
use identity_core::domain::Window;
use identity_core::group::GroupScope;
use identity_core::id::{AccountId, BuyerId, UserId};
use identity_core::list::Query;
use identity_core::membership::MembershipScope;
use identity_core::module::ModuleScope;
use identity_core::timestamp::Timestamp;
use identity_core::user::UserScope;

use super::{Planner, Walk, check, check_pages, none};

const ACCOUNT: AccountId = AccountId::new(1);
const PERSON: UserId = UserId::new(2);
const NOW: Timestamp = Timestamp::from_millis(3);

pub(crate) fn accounts<P: Planner>() {
    check::<P, _>(&mut P::open(), "all", &identity_core::account::FIELDS, true, |tx, query| {
        tx.accounts().page(AccountScope::All, query).unwrap();
    });
}

/// Names are found, and domains are walked by full name; those of one parent are few and sorted.
pub(crate) fn accounts_by_name<P: Planner>() {
    let slug: identity_core::value::AccountSlug = "acme".parse().unwrap();
    let mut plans = P::open();
    for naming in [Naming::Root, Naming::Below(ACCOUNT), Naming::BelowNamed(slug.clone()), Naming::Anywhere] {
        let plan = plans.of(|tx| drop(tx.accounts().named(&slug, &naming).unwrap()));
        none(P::full(&plan), &format!("{naming:?}"), &plan);
    }
    let plan = plans.of(|tx| {
        tx.accounts().is_slug_taken(None, &slug).unwrap();
        tx.accounts().is_slug_taken(Some(ACCOUNT), &slug).unwrap();
        tx.accounts().unnamed(10).unwrap();
        tx.accounts().domains(DomainScope::Below(ACCOUNT), 10, 0).unwrap();
        tx.accounts().count_domains(DomainScope::Below(ACCOUNT)).unwrap();
    });
    none(P::full(&plan), "names", &plan);
    let plan = plans.in_order(|tx| drop(tx.accounts().domains(DomainScope::All, 10, 0).unwrap()));
    none(P::unordered(&plan, Walk::Index), "domains", &plan);
    assert!(plan.iter().any(|step| step.contains("accounts_domains")), "{plan:#?}");
}

pub(crate) fn people<P: Planner>() {
    let members = |person| UserScope::Members { account: ACCOUNT, person };
    for (name, scope, is_whole) in [
        ("all", UserScope::All, true),
        ("members", members(None), false),
        ("members and self", members(Some(PERSON)), false),
        ("one", UserScope::One(PERSON), false),
    ] {
        check::<P, _>(&mut P::open(), name, &identity_core::user::FIELDS, is_whole, |tx, query| {
            tx.users().page(scope, query, NOW).unwrap();
        });
    }
}

pub(crate) fn memberships<P: Planner>() {
    let of_account = |person| MembershipScope::Account { account: ACCOUNT, person };
    for (name, scope, within, is_whole) in [
        ("all", MembershipScope::All, None, true),
        ("all within", MembershipScope::All, Some(ACCOUNT), false),
        ("account", of_account(None), None, false),
        ("account and self", of_account(Some(PERSON)), None, false),
        ("account and self within", of_account(Some(PERSON)), Some(ACCOUNT), false),
        ("person", MembershipScope::Person(PERSON), None, false),
    ] {
        for registry in
            [&identity_core::membership::FIELDS_BY_USER, &identity_core::membership::FIELDS_BY_MEMBERSHIP]
        {
            check::<P, _>(&mut P::open(), name, registry, is_whole, |tx, query| {
                tx.memberships().page(scope, within, query, NOW).unwrap();
            });
        }
    }
}

/// The owner is found by its own index, and the domain users of one account are sorted without looking at others.
pub(crate) fn domain_users<P: Planner>() {
    let mut plans = P::open();
    let plan = plans.of(|tx| drop(tx.memberships().owner(ACCOUNT).unwrap()));
    assert!(plan.iter().any(|step| step.contains("memberships_owner")), "{plan:#?}");
    let plan = plans.of(|tx| {
        tx.memberships().count_domain_users(ACCOUNT).unwrap();
        let window = Window { limit: Some(10), offset: 10 };
        tx.memberships().domain_users(ACCOUNT, window).unwrap();
    });
    none(P::full(&plan), "domain users", &plan);
}

pub(crate) fn groups<P: Planner>() {
    for (name, scope, is_whole) in [
        ("all", GroupScope::All, true),
        ("account", GroupScope::Account { account: ACCOUNT, person: Some(PERSON) }, false),
        ("member", GroupScope::OfMember(ACCOUNT, PERSON), false),
    ] {
        check::<P, _>(&mut P::open(), name, &identity_core::group::FIELDS, is_whole, |tx, query| {
            tx.groups().page(scope, query).unwrap();
        });
    }
}

pub(crate) fn buyers<P: Planner>() {
    for (name, scope, is_whole) in [
        ("all", BuyerScope::All, true),
        ("account", BuyerScope::Account(ACCOUNT), false),
        ("member", BuyerScope::OfMember(ACCOUNT, PERSON), false),
    ] {
        check::<P, _>(&mut P::open(), name, &identity_core::buyer::FIELDS, is_whole, |tx, query| {
            tx.buyers().page(scope, query).unwrap();
        });
    }
}

/// What a buyer leaves when it goes is found by index (R35), and so is what references show.
pub(crate) fn buyers_by_key_and_groups_of_buyers<P: Planner>() {
    let plan = P::open().of(|tx| {
        tx.groups().listing_buyer(BuyerId::new(1)).unwrap();
        tx.buyers().find_in(BuyerScope::OfMember(ACCOUNT, PERSON), BuyerId::new(1)).unwrap();
        tx.buyers().summaries(&[BuyerId::new(1)]).unwrap();
        tx.buyers().among(ACCOUNT, &[BuyerId::new(1)]).unwrap();
    });
    none(P::full(&plan), "buyers", &plan);
}

pub(crate) fn modules<P: Planner>() {
    check::<P, _>(&mut P::open(), "all", &identity_core::module::FIELDS, true, |tx, query| {
        tx.modules().page(ModuleScope::All, query).unwrap();
    });
}

pub(crate) fn tokens<P: Planner>() {
    let linked = TokenScope::Linked { account: ACCOUNT, token: None, person: Some(PERSON) };
    for (name, scope, is_whole) in [
        ("all", TokenScope::All, true),
        ("account", TokenScope::Account(ACCOUNT), false),
        ("linked", linked, false),
    ] {
        check::<P, _>(&mut P::open(), name, &identity_core::api_token::FIELDS, is_whole, |tx, query| {
            tx.api_tokens().page(scope, query, NOW).unwrap();
        });
    }
}

pub(crate) fn records<P: Planner>() {
    let involved = AuditScope::Involved { account: ACCOUNT, actor: PERSON.to_string() };
    for (name, scope, is_whole) in [
        ("all", AuditScope::All, true),
        ("viewer", AuditScope::Viewer(ACCOUNT), false),
        ("involved", involved, false),
    ] {
        check::<P, _>(&mut P::open(), name, &identity_core::audit::FIELDS, is_whole, |tx, query| {
            tx.audit().page(&scope, query).unwrap();
        });
    }
}

/// A viewer's latest records come straight from the index, however many there are.
pub(crate) fn the_latest_records_of_a_viewer_are_not_sorted<P: Planner>() {
    let plan = P::open().in_order(|tx| {
        let query = Query::everything(&identity_core::audit::FIELDS);
        tx.audit().page(&AuditScope::Viewer(ACCOUNT), &query).unwrap();
    });
    none(P::unordered(&plan, Walk::Index), "latest records", &plan);
}

pub(crate) fn pages_behind_a_place<P: Planner>() {
    check_pages::<P, _>(&identity_core::user::FIELDS, "users_created", 3, |tx, query| {
        tx.users().page(UserScope::All, query, NOW).unwrap();
    });
    for registry in
        [&identity_core::membership::FIELDS_BY_USER, &identity_core::membership::FIELDS_BY_MEMBERSHIP]
    {
        check_pages::<P, _>(registry, "memberships_created", 3, |tx, query| {
            tx.memberships().page(MembershipScope::All, None, query, NOW).unwrap();
        });
    }
    check_pages::<P, _>(&identity_core::audit::FIELDS, "audit_records_at", 2, |tx, query| {
        tx.audit().page(&AuditScope::All, query).unwrap();
    });
    check_pages::<P, _>(&identity_core::audit::FIELDS, P::VIEWERS_KEY, 3, |tx, query| {
        tx.audit().page(&AuditScope::Viewer(ACCOUNT), query).unwrap();
    });
}
