//! What stays, what is dropped, and what is named.

use super::*;
use crate::http::select::Shape;
use identity_core::id::AccountId;

const SHAPE: Shape<identity_core::account::AccountRow> =
    Shape { registry: &identity_core::account::FIELDS, parts: &[], links: &[] };

fn write(select: &str) -> String {
    let parsed = identity_rql::parse_select_only(select).unwrap().unwrap_or_default();
    let mut out = Vec::new();
    object(&mut out, &SHAPE.selection(&parsed).unwrap(), |o| {
        o.identity(AccountId::new(7), "/v1/a/");
        o.text("name", "A \"b\"");
        o.maybe("externalId", None);
        o.moment("website", None);
        o.texts("description", &[] as &[&str]);
        o.object("eligibility", Show::ByDefault, |o| o.flag("client", false));
        o.object("address", Show::ByDefault, |o| {
            o.maybe("city", Some("Lisbon"));
            o.maybe("country", Some("PT"));
        });
        o.object("parent", Show::ByDefault, |o| o.maybe("name", None));
        o.list("groups", Show::OnDemand, [1_u32, 2], |o, n| o.number("revision", n));
        o.list("audit", Show::OnDemand, [0_u32; 0], |o, n| o.number("revision", n));
    });
    String::from_utf8(out).unwrap()
}

#[test]
fn null_and_empty_members_are_dropped_and_false_stays() {
    assert_eq!(
        write(""),
        r#"{"id":"ACC-0000-0007","href":"/v1/a/ACC-0000-0007","name":"A \"b\"","eligibility":{"client":false},"address":{"city":"Lisbon","country":"PT"},"$meta":{"omitted":["groups","audit"]}}"#
    );
}

#[test]
fn what_select_leaves_out_is_named_and_what_is_null_is_not() {
    assert_eq!(
        write("select=-*,name,groups"),
        r#"{"id":"ACC-0000-0007","name":"A \"b\"","groups":[{"revision":1},{"revision":2}],"$meta":{"omitted":["href","eligibility","address","audit"]}}"#
    );
    assert_eq!(
        write("select=*,-id,-externalId,-address.city"),
        r#"{"href":"/v1/a/ACC-0000-0007","name":"A \"b\"","eligibility":{"client":false},"address":{"country":"PT"},"groups":[{"revision":1},{"revision":2}],"$meta":{"omitted":["id","address.city"]}}"#
    );
}

#[test]
fn an_empty_meta_is_dropped() {
    assert!(!write("select=*").contains("$meta"));
}
