//! What an audit record shows of an account.

use super::{Account, Address};
use crate::audit::{Documents, Fact};

/// A postal address.
pub(crate) fn address(address: Option<&Address>) -> Fact {
    address.map_or(Fact::Null, |a| {
        Fact::Object(vec![
            ("addressLine1".into(), Fact::text(Some(&a.line1))),
            ("addressLine2".into(), Fact::text(a.line2.as_ref())),
            ("postCode".into(), Fact::text(Some(&a.post_code))),
            ("city".into(), Fact::text(Some(&a.city))),
            ("state".into(), Fact::text(Some(&a.state))),
            ("country".into(), Fact::text(Some(&a.country))),
        ])
    })
}

/// A count, if there is one.
fn count(count: Option<u64>) -> Fact {
    count.and_then(|count| i64::try_from(count).ok()).map_or(Fact::Null, Fact::Number)
}

fn members(account: &Account) -> [(&'static str, Fact); 17] {
    let plan = account.plan.as_ref();
    [
        ("name", Fact::text(Some(&account.name))),
        ("type", Fact::text(Some(account.kind.as_str()))),
        ("status", Fact::text(Some(account.state.status().as_str()))),
        ("parent", Fact::text(account.parent)),
        ("slug", Fact::text(account.slug.as_ref())),
        ("externalId", Fact::text(account.external_id.as_ref())),
        ("serviceLevel", Fact::text(account.service_level.map(super::ServiceLevel::as_str))),
        ("address", address(account.address.as_ref())),
        ("technicalSupportEmail", Fact::text(account.technical_support_email.as_ref())),
        ("website", Fact::text(account.website.as_ref())),
        ("description", Fact::text(account.description.as_ref())),
        ("defaultLanguageCode", Fact::text(account.default_language_code.as_ref())),
        (
            "eligibility",
            account.eligibility.map_or(Fact::Null, |e| {
                Fact::Object(vec![
                    ("client".into(), Fact::Flag(e.client)),
                    ("partner".into(), Fact::Flag(e.partner)),
                ])
            }),
        ),
        ("tokenPolicy.retrievable", Fact::Flag(account.is_token_retrievable)),
        ("plan", Fact::text(plan.map(|plan| &plan.name))),
        ("time", count(plan.and_then(|plan| plan.time))),
        ("volume", count(plan.and_then(|plan| plan.volume))),
    ]
}

/// Members of a new account.
pub(super) fn created(account: &Account) -> Documents {
    let mut documents = Documents::default();
    for (member, fact) in members(account) {
        documents.note(member, Fact::Null, fact);
    }
    documents
}

/// Members that differ.
pub(super) fn changed(before: &Account, after: &Account) -> Documents {
    let mut documents = Documents::default();
    for ((member, before), (_, after)) in members(before).into_iter().zip(members(after)) {
        documents.note(member, before, after);
    }
    documents
}
