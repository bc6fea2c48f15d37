//! The worked examples of the contract (platform.md §2.3), in its order.

use super::build::{
    all, and, any, any_at_all, ascending, bare, compare, descending, eq, filtered, not, or, quoted, refusal,
    select, within, without,
};
use crate::{
    CompareOp, Query, Select, SelectItem, SelectTarget, Sign, Value, message, parse_query, parse_select_only,
};

#[track_caller]
fn means(raw: &str, query: Query) {
    assert_eq!(parse_query(raw), Ok(query), "{raw}");
}

fn query() -> Query {
    Query::default()
}

#[test]
fn users() {
    means(
        "firstName=Mara&lastName=Lindqvist",
        filtered(and([eq("firstName", bare("Mara")), eq("lastName", bare("Lindqvist"))])),
    );
    means(
        "eq(email,'Mara.Lindqvist@example.com')",
        filtered(eq("email", quoted("Mara.Lindqvist@example.com"))),
    );
    means(
        "ilike(firstName,Ma*)&order=-audit.created.at&select=audit&limit=20",
        Query {
            limit: Some(20),
            order: vec![descending("audit.created.at")],
            select: select("audit"),
            ..filtered(compare(CompareOp::Ilike, "firstName", bare("Ma*")))
        },
    );
    means("eq(firstName,lastName)", filtered(eq("firstName", bare("lastName"))));
    means("eq(firstName,'lastName')", filtered(eq("firstName", quoted("lastName"))));
}

#[test]
fn account_parameters() {
    means(
        "select=-*,id,name,status,icon&eq(type,%22Client%22)&order=name",
        Query {
            order: vec![ascending("name")],
            select: select("-*,id,name,status,icon"),
            ..filtered(eq("type", quoted("Client")))
        },
    );
    means("limit=0&status=Active", Query { limit: Some(0), ..filtered(eq("status", bare("Active"))) });
    means(
        "limit=100&offset=0&select=-name&and(eq(id,'ACC-1671-0642'),eq(name,'Harbour%20Lane%20Foods'))",
        Query {
            limit: Some(100),
            offset: Some(0),
            select: select("-name"),
            ..filtered(and([eq("id", quoted("ACC-1671-0642")), eq("name", quoted("Harbour Lane Foods"))]))
        },
    );
    means("limit=500", Query { limit: Some(500), ..query() });
}

#[test]
fn account_conditions() {
    means("in(status,(Active,Enabled))", filtered(within("status", [bare("Active"), bare("Enabled")])));
    means("out(type,'Operations')", filtered(without("type", [quoted("Operations")])));
    means(
        "and(or(eq(status,'Active'),eq(status,'Enabled')),not(eq(type,'Client')))",
        filtered(and([
            or([eq("status", quoted("Active")), eq("status", quoted("Enabled"))]),
            not(eq("type", quoted("Client"))),
        ])),
    );
    for separator in [";", "|"] {
        means(
            &format!("type=Vendor&status=Active{separator}externalId='C-1001'"),
            filtered(or([
                and([eq("type", bare("Vendor")), eq("status", bare("Active"))]),
                eq("externalId", quoted("C-1001")),
            ])),
        );
    }
    means(
        "(type=Vendor|type=Client)&status=Disabled",
        filtered(and([
            or([eq("type", bare("Vendor")), eq("type", bare("Client"))]),
            eq("status", bare("Disabled")),
        ])),
    );
    means("ne(externalId,null())", filtered(compare(CompareOp::Ne, "externalId", Value::Null)));
    means("eq(description,empty())", filtered(eq("description", Value::Empty)));
    means("foo=1", filtered(eq("foo", bare("1"))));
    assert_eq!(refusal("rql=eq(a,b)"), ("query".into(), message::INVALID_SHORTCUT.into()));
}

#[test]
fn account_patterns() {
    for raw in ["ilike(name,'*O'Neil%20&%20co*')", "ilike(name,'*O'Neil & co*')"] {
        means(raw, filtered(compare(CompareOp::Ilike, "name", quoted("*O'Neil & co*"))));
    }
    means("like(name,'Harbour')", filtered(compare(CompareOp::Like, "name", quoted("Harbour"))));
    means("like(name,'%5C**')", filtered(compare(CompareOp::Like, "name", quoted("\\**"))));
}

#[test]
fn collections() {
    means(
        "any(groups,id=UGR-5116-6565)&eq(invitation.status,\"Active\")",
        filtered(and([
            any("groups", eq("id", bare("UGR-5116-6565"))),
            eq("invitation.status", quoted("Active")),
        ])),
    );
    means("any(modules,eq(code,'billing'))", filtered(any("modules", eq("code", quoted("billing")))));
    means("all(modules,eq(paid,false))", filtered(all("modules", eq("paid", bare("false")))));
    means("any(buyers)", filtered(any_at_all("buyers")));
    means(
        "any(accountTypes,eq(self(),'Client'))",
        filtered(any("accountTypes", eq("self()", quoted("Client")))),
    );
    means(
        "any(sellers,eq(id,SEL-7320-1145))&in(status,(Active,Enabled))",
        filtered(and([
            any("sellers", eq("id", bare("SEL-7320-1145"))),
            within("status", [bare("Active"), bare("Enabled")]),
        ])),
    );
}

#[test]
fn api_tokens() {
    means(
        "eq(token,'idt:TKN-4134-7330:…')&limit=2",
        Query { limit: Some(2), ..filtered(eq("token", quoted("idt:TKN-4134-7330:…"))) },
    );
    means(
        "and(ge(lastAccessAt,'2026-01-01'),lt(lastAccessAt,'2026-02-01'))",
        filtered(and([
            compare(CompareOp::Ge, "lastAccessAt", quoted("2026-01-01")),
            compare(CompareOp::Lt, "lastAccessAt", quoted("2026-02-01")),
        ])),
    );
}

#[test]
fn single_object() {
    let item = |sign, name| SelectItem { sign, what: SelectTarget::Path(super::build::path(name)) };
    let selected = Select { items: vec![item(Sign::Add, "audit"), item(Sign::Remove, "address")] };
    assert_eq!(parse_select_only("select=%2Baudit%2C-address"), Ok(Some(selected)));
}

#[test]
fn audit_records() {
    means(
        "limit=10&offset=0&order=-timestamp&select=object,actor,details,request.api.geolocation\
         &eq(object.id,'ACC-1671-0642')&render()",
        Query {
            limit: Some(10),
            offset: Some(0),
            order: vec![descending("timestamp")],
            select: select("object,actor,details,request.api.geolocation"),
            render: true,
            ..filtered(eq("object.id", quoted("ACC-1671-0642")))
        },
    );
}
