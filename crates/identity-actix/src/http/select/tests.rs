use super::*;

const SHAPE: Shape<identity_core::account::AccountRow> = Shape {
    registry: &identity_core::account::FIELDS,
    parts: &[("parent", &["icon"]), ("groups", &["id", "name"])],
};

fn select(text: &str) -> Selection {
    let query = if text.is_empty() { String::new() } else { format!("select={text}") };
    let parsed = identity_rql::parse_select_only(&query).unwrap().unwrap_or_default();
    SHAPE.selection(&parsed).unwrap()
}

/// Which of these members are shown: `name` and `address` by default, `audit` on demand.
fn shown(text: &str) -> Vec<&'static str> {
    let selection = select(text);
    let members = [("name", true), ("address", true), ("audit", false)];
    members.into_iter().filter(|(n, d)| selection.top().member(n, *d).is_some()).map(|(n, _)| n).collect()
}

#[test]
fn starts_from_the_default_set() {
    assert_eq!(shown(""), ["name", "address"]);
    assert_eq!(shown("audit"), ["name", "address", "audit"]);
    assert_eq!(shown("%2Baudit,-ADDRESS"), ["name", "audit"]);
    assert_eq!(shown("-*,name"), ["name"]);
    assert_eq!(shown("name,-*"), ["name"], "wherever it stands");
    assert_eq!(shown("*"), ["name", "address", "audit"]);
    assert_eq!(shown("*,-audit"), ["name", "address"]);
    assert_eq!(shown("-name,name"), ["address"], "removal wins");
}

#[test]
fn inner_members_are_chosen_alone() {
    let selection = select("-*,audit.created,address(city)");
    let audit = selection.top().member("audit", false).unwrap();
    assert!(audit.member("created", true).is_some() && audit.member("updated", true).is_none());
    let address = selection.top().member("address", true).unwrap();
    assert!(address.member("city", true).is_some() && address.member("country", true).is_none());
    assert!(selection.top().member("name", true).is_none());
}

#[test]
fn inner_members_join_those_of_a_member_that_is_shown_anyway() {
    let selection = select("address.city,-address.country,audit(-created)");
    let address = selection.top().member("address", true).unwrap();
    assert!(address.member("city", true).is_some() && address.member("state", true).is_some());
    assert!(address.member("country", true).is_none());
    assert!(selection.top().member("audit", false).is_none(), "a removal adds nothing");
    assert_eq!(selection.removed_inside(), ["address.country", "audit.created"]);
    let inside = select("-address(city,state)");
    assert_eq!(inside.removed_inside(), ["address.city", "address.state"]);
}

#[test]
fn the_identifier_stays_unless_it_is_named() {
    assert!(select("-*").top().keeps_id());
    assert!(!select("-id").top().keeps_id());
}

#[test]
fn unknown_paths_are_refused_as_written() {
    let refused = |text: &str| {
        let parsed = identity_rql::parse_select_only(&format!("select={text}")).unwrap().unwrap();
        match SHAPE.selection(&parsed) {
            Err(Error::Query(violations)) => violations.iter().next().unwrap().0.to_owned(),
            other => panic!("{text}: {other:?}"),
        }
    };
    assert_eq!(refused("Foo"), "Foo");
    assert_eq!(refused("name,address(citi)"), "address.citi");
    assert_eq!(refused("audit.created.by.email"), "audit.created.by.email");
    assert_eq!(refused("groups.users"), "groups.users");
    for fine in ["audit.created.by.name", "parent.icon", "PARENT.Icon", "groups(id,name)", "tokenPolicy"] {
        select(fine);
    }
}
