//! The document against the route table, the registries and itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::document::{OBJECTS, SECTIONS, document};
use super::member::{Member, Shown, Type};
use super::object::Object;
use super::paths::find;
use crate::http::route::Route;
use crate::provisioning::{self, provisioning_routes};
use crate::self_service::{self, self_service_routes};
use crate::table::routes;

#[test]
fn every_route_is_described_and_every_description_has_a_route() {
    let described: BTreeSet<String> = SECTIONS
        .iter()
        .flat_map(|section| section.operations.iter().map(|o| format!("{}{}", section.prefix, o.name)))
        .collect();
    let names = |routes: &[Route]| -> BTreeSet<String> { routes.iter().map(|r| r.name.to_owned()).collect() };
    assert_eq!(described, names(routes()));
    let at_the_root: Vec<&str> =
        self_service::openapi::names().chain(provisioning::openapi::names()).collect();
    let roots = || self_service_routes().iter().chain(provisioning_routes());
    assert_eq!(
        at_the_root.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>(),
        roots().map(|route| route.name.to_owned()).collect::<BTreeSet<_>>()
    );
    assert_eq!(at_the_root.len(), roots().count(), "a row stands twice");
    let document = document();
    for route in routes() {
        let method = route.method.as_str().to_ascii_lowercase();
        let operation = &document["paths"][route.pattern][&method];
        assert_eq!(operation["operationId"], route.name);
        let (section, _) = find(&SECTIONS, route).unwrap();
        let own = section.prefix.len();
        assert!(
            SECTIONS.iter().all(|s| s.prefix.len() <= own || !route.name.starts_with(s.prefix)),
            "{}",
            route.name
        );
    }
    for route in roots() {
        let item = &document["paths"][route.pattern];
        assert_eq!(item[route.method.as_str().to_ascii_lowercase()]["operationId"], route.name);
        assert_eq!(item["servers"], json!([{"url": "/"}]), "{}", route.name);
    }
    let in_paths: usize = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|item| item.as_object().unwrap().keys().filter(|key| *key != "servers").count())
        .sum();
    assert_eq!(in_paths, routes().len() + roots().count());
}

/// Walks all schemas; `is_answer` tells whether the place is only ever answered.
fn walk(place: &str, node: &Value, check: &mut impl FnMut(&str, &serde_json::Map<String, Value>)) {
    match node {
        Value::Object(members) => {
            if members.contains_key("type") && !place.ends_with("/properties") {
                check(place, members);
            }
            for (name, inner) in members {
                walk(&format!("{place}/{name}"), inner, check);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                walk(&format!("{place}/{n}"), item, check);
            }
        }
        _ => {}
    }
}

fn is(schema: &serde_json::Map<String, Value>, kind: &str) -> bool {
    match &schema["type"] {
        Value::String(text) => text == kind,
        Value::Array(kinds) => kinds.contains(&json!(kind)),
        _ => false,
    }
}

#[test]
fn every_string_array_and_number_is_bounded() {
    let mut seen = 0;
    walk("", &document(), &mut |place, schema| {
        seen += 1;
        let has = |name: &str| schema.contains_key(name);
        if is(schema, "string") {
            assert!(has("maxLength") || has("enum"), "{place}");
        }
        if is(schema, "array") {
            assert!(has("maxItems") && has("items"), "{place}");
        }
        if is(schema, "integer") {
            assert!(has("minimum") && has("maximum"), "{place}");
        }
        assert!(!is(schema, "number"), "{place}");
    });
    assert!(seen > 500, "{seen}");
}

#[test]
fn what_is_answered_is_closed_and_says_what_is_always_there() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        walk(name, schema, &mut |place, schema| {
            if is(schema, "object") {
                let map = schema["additionalProperties"].is_object() && schema.contains_key("maxProperties")
                    || place.ends_with("/errors");
                assert!(map || schema["additionalProperties"] == json!(false), "{place}");
            }
        });
    }
    let account = &document["components"]["schemas"]["Account"];
    assert_eq!(
        account["required"],
        json!(["id", "href", "revision", "name", "type", "status", "icon", "tokenPolicy"])
    );
}

#[test]
fn every_reference_leads_somewhere() {
    fn references<'d>(node: &'d Value, found: &mut Vec<&'d str>) {
        match node {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|inner| references(inner, found));
            }
            Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    for reference in found {
        assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
}

/// The member at the end of a dotted path.
fn at<'m>(members: &'m [Member], path: &str) -> Option<&'m Member> {
    // One name has a dot in it.
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let member = members.iter().find(|member| member.name == name)?;
    if rest.is_empty() {
        return Some(member);
    }
    match member.kind {
        Type::Part(inner) | Type::Wide(inner, _) => at(inner, rest),
        Type::Reference(object) => at(object.members, rest),
        // The moment of an event, and who it was.
        Type::Component("Event") if matches!(rest, "at" | "by.id") => Some(member),
        _ => None,
    }
}

#[test]
fn what_lists_filter_by_is_described() {
    for object in OBJECTS {
        for field in (object.fields)() {
            assert!(at(object.members, field.path).is_some(), "{} {}", object.name, field.path);
        }
    }
}

#[test]
fn what_is_left_out_by_default_is_what_the_registry_says() {
    let on_demand = |object: &Object| -> Vec<&str> {
        object.members.iter().filter(|m| m.shown == Shown::OnDemand).map(|m| m.name).collect()
    };
    let [account, by_user, by_membership, user, _, group, _, module, token, record] = OBJECTS;
    assert_eq!(on_demand(account), identity_core::account::FIELDS.omitted);
    assert_eq!(on_demand(by_user), identity_core::membership::FIELDS_BY_USER.omitted);
    assert_eq!(on_demand(by_membership), identity_core::membership::FIELDS_BY_MEMBERSHIP.omitted);
    assert_eq!(on_demand(user), identity_core::user::FIELDS.omitted);
    assert_eq!(on_demand(group), identity_core::group::FIELDS.omitted);
    assert_eq!(on_demand(module), identity_core::module::FIELDS.omitted);
    assert_eq!(on_demand(token), identity_core::api_token::FIELDS.omitted);
    assert_eq!(on_demand(record), identity_core::audit::FIELDS.omitted);
}
