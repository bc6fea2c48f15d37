//! The error table of platform.md §2.2, its list of what is not permitted, and how values are read.

use super::compile;
use crate::error::Error;
use crate::list::{Filter, Query, Registry, Scalar, Test};
use crate::{account, api_token, audit, group, membership, module, user};

fn compiled<V>(registry: &'static Registry<V>, raw: &str) -> Result<Query<V>, (String, String)> {
    let parsed = identity_rql::parse_query(raw).map_err(|error| (error.key, error.message))?;
    compile(registry, &parsed, &|_| None).map_err(|error| match error {
        Error::Query(violations) => {
            let (key, texts) = violations.iter().next().unwrap();
            (key.to_owned(), texts[0].clone())
        }
        other => panic!("{raw}: {other}"),
    })
}

/// Each row: the query, the key, the text.
fn refused<V>(registry: &'static Registry<V>, rows: &[(&str, &str, &str)]) {
    for (raw, key, text) in rows {
        let refusal = compiled(registry, raw).map(|_| ()).unwrap_err();
        assert_eq!(refusal, ((*key).to_owned(), (*text).to_owned()), "{raw}");
    }
}

fn accepted<V>(registry: &'static Registry<V>, rows: &[&str]) {
    for raw in rows {
        compiled(registry, raw).unwrap_or_else(|error| panic!("{raw}: {error:?}"));
    }
}

const UNKNOWN: &str = "Invalid property path.";
const BARRED: &str = "Filtering is not permitted.";
const UNORDERED: &str = "Ordering is not permitted.";

/// §2.2: unknown properties, members of others, collections outside and scalars inside `any` and `all`.
#[test]
fn unknown_properties_have_an_invalid_path() {
    refused(
        &account::FIELDS,
        &[
            ("foo=1", "foo", UNKNOWN),
            ("eq(Parent.Foo,1)", "Parent.Foo", UNKNOWN),
            ("eq(self(),1)", "self()", UNKNOWN),
            ("order=foo", "foo", UNKNOWN),
            ("order=groups", "groups", UNKNOWN),
            ("groups='x'", "groups", UNKNOWN),
            ("in(groups,(x))", "groups", UNKNOWN),
            ("groups.name='x'", "groups.name", UNKNOWN),
            ("any(name)", "name", UNKNOWN),
            ("all(parent,eq(id,'x'))", "parent", UNKNOWN),
            ("any(groups,eq(foo,1))", "foo", UNKNOWN),
            ("any(groups,eq(groups.name,1))", "groups.name", UNKNOWN),
            ("any(groups,any(groups))", "groups", UNKNOWN),
            ("any(groups,eq(self(),1))", "self()", UNKNOWN),
        ],
    );
    refused(&module::FIELDS, &[("any(accountTypes,eq(name,'x'))", "name", UNKNOWN)]);
}

/// §3: members marked ✗, and members that have members of their own.
#[test]
fn members_that_exist_may_be_barred() {
    refused(
        &account::FIELDS,
        &[
            ("eq(href,x)", "href", BARRED),
            ("eq(ICON,x)", "ICON", BARRED),
            ("eq(address,x)", "address", BARRED),
            ("parent.icon=x", "parent.icon", BARRED),
            ("eq(audit.created,x)", "audit.created", BARRED),
            ("eq(audit.created.by.name,x)", "audit.created.by.name", BARRED),
            ("any(groups,eq(logo,x))", "logo", BARRED),
            ("order=icon", "icon", UNORDERED),
            ("order=-parent", "parent", UNORDERED),
        ],
    );
    refused(
        &user::FIELDS,
        &[
            ("SSO=true", "SSO", BARRED),
            ("acceptedTerms=true", "acceptedTerms", BARRED),
            ("settings.timeZone=x", "settings.timeZone", BARRED),
            ("order=settings.timeZone", "settings.timeZone", UNORDERED),
        ],
    );
    refused(
        &group::FIELDS,
        &[("logo=x", "logo", BARRED), ("any(modules,eq(settings.paid,true))", "settings.paid", BARRED)],
    );
    refused(
        &module::FIELDS,
        &[
            ("settings.default=true", "settings.default", BARRED),
            ("any(settings.type)", "settings.type", BARRED),
        ],
    );
    refused(
        &membership::FIELDS_BY_USER,
        &[
            ("accountUser.id=x", "accountUser.id", BARRED),
            ("eq(invitation.code,x)", "invitation.code", BARRED),
        ],
    );
    refused(
        &audit::FIELDS,
        &[
            ("summary=x", "summary", BARRED),
            ("request.api.ip=x", "request.api.ip", BARRED),
            ("request.api.geolocation.countryCode=x", "request.api.geolocation.countryCode", BARRED),
            ("eq(documents,null())", "documents", BARRED),
            ("object.icon=x", "object.icon", BARRED),
        ],
    );
    refused(&api_token::FIELDS, &[("icon=x", "icon", BARRED), ("order=token", "token", UNORDERED)]);
}

/// §2.2: booleans beyond `eq ne`, `gt ge lt le` on ids and enumerations, `like` on enumerations, anything but `eq` on
/// `token`; `like` and `ilike` are for text, id and e-mail.
#[test]
fn operators_are_permitted_by_type() {
    let not_permitted = |path: &str, values: &[(&str, &str)]| {
        for (operator, value) in values {
            let text = format!("Operator '{operator}' is not permitted");
            let raw = format!("{operator}({path},{value})");
            refused(&account::FIELDS, &[(&raw, path, &text)]);
        }
    };
    let order = [("gt", "x"), ("ge", "x"), ("lt", "x"), ("le", "x")];
    let like = [("like", "x"), ("ilike", "x")];
    not_permitted(
        "eligibility.client",
        &[order.as_slice(), &like, &[("in", "(true)"), ("out", "(true)")]].concat(),
    );
    not_permitted("status", &[order, [like[0], like[1], like[0], like[1]]].concat());
    not_permitted("externalIds.pyraTenantId", &[order.as_slice(), &like].concat());
    not_permitted("id", &order);
    not_permitted("parent.id", &order);
    not_permitted("audit.created.by.id", &order);
    not_permitted("revision", &like);
    not_permitted("audit.created.at", &like);
    for raw in
        ["ne(token,x)", "in(token,(x))", "out(token,(x))", "like(token,x)", "ne(token,null())", "gt(token,x)"]
    {
        let operator = raw.split('(').next().unwrap();
        let text = format!("Operator '{operator}' is not permitted");
        refused(&api_token::FIELDS, &[(raw, "token", &text), (&format!("not({raw})"), "token", &text)]);
    }
    accepted(&api_token::FIELDS, &["eq(token,x)", "token=x", "not(token=x)"]);
    for path in ["name", "technicalSupportEmail", "id", "parent.id", "audit.updated.by.id"] {
        accepted(&account::FIELDS, &[&format!("like({path},'*x')"), &format!("ilike({path},'*x')")]);
    }
}

/// §2.2: `Cannot convert value: 'x'.` for what is no number, date, boolean or uuid; nothing else fails to convert.
#[test]
fn values_are_read_by_type() {
    let cannot = |path: &str, values: &[&str]| {
        for value in values {
            let text = format!("Cannot convert value: '{value}'.");
            refused(&account::FIELDS, &[(&format!("eq({path},'{value}')"), path, &text)]);
        }
    };
    cannot("revision", &["x", "", "1.", ".5", "1e3", "0x1", "--1", "1.5.2", "1,5"]);
    cannot("audit.created.at", &["soon", "2026-13-01", "2026-03-02T10:15:00", "20260302", "2026"]);
    cannot("eligibility.client", &["maybe", "1", "True "]);
    cannot("externalIds.pyraTenantId", &["x", "0192a716-3048-7521-8abc"]);
    refused(
        &account::FIELDS,
        &[
            ("in(revision,(1,x))", "revision", "Cannot convert value: 'x'."),
            ("le(REVISION,x)", "REVISION", "Cannot convert value: 'x'."),
        ],
    );
    accepted(
        &account::FIELDS,
        &[
            "eq(revision,1.0)&gt(revision,-1.5)&le(revision,99999999999999999999)",
            "ge(audit.created.at,'2026-03-02')&lt(audit.created.at,'1969-12-31')",
            "eq(audit.created.at,2026-03-02T10:15:00.123456%2B02:00)",
            "eq(externalIds.pyraTenantId,'0192A716-3048-7521-8ABC-0123456789EF')",
        ],
    );
    for nothing in
        ["status=Nope", "id=ACC-1", "parent.id='USR-1111-1111'", "eq(revision,1.5)", "in(id,(x,y))"]
    {
        let query = compiled(&account::FIELDS, nothing).unwrap();
        assert!(matches!(query.filter, Filter::Always(false)), "{nothing}");
    }
}

/// §2.2: numbers between two whole ones still have an order.
#[test]
fn decimal_numbers_compare_with_whole_ones() {
    let expected: [(&str, Test<account::AccountRow>); 6] = [
        ("gt(revision,1.5)", Test::Above(Scalar::Number(1))),
        ("lt(revision,1.5)", Test::Below(Scalar::Number(2))),
        ("gt(revision,-1.5)", Test::Above(Scalar::Number(-2))),
        ("lt(revision,-1.5)", Test::Below(Scalar::Number(-1))),
        ("gt(revision,2.000)", Test::Above(Scalar::Number(2))),
        ("eq(revision,-0.0)", Test::Equal(Scalar::Number(0))),
    ];
    for (raw, expected) in expected {
        let query = compiled(&account::FIELDS, raw).unwrap();
        let Filter::Is { test, .. } = query.filter else { panic!("{raw}") };
        assert_eq!(format!("{test:?}"), format!("{expected:?}"), "{raw}");
    }
}

/// §2.2: a bare right side that spells a filterable path of the same type is that field; in quotes it is text.
#[test]
fn fields_compare_with_fields_of_their_type() {
    let is_field = |raw: &str| {
        let query = compiled(&user::FIELDS, raw).unwrap_or_else(|error| panic!("{raw}: {error:?}"));
        match query.filter {
            Filter::Is { test, .. } => {
                matches!(test, Test::EqualField(_) | Test::BelowField(_) | Test::AboveField(_))
            }
            Filter::Always(_) => false,
            other => panic!("{raw}: {other:?}"),
        }
    };
    for raw in [
        "eq(firstName,lastName)",
        "ne(firstName,LASTNAME)",
        "firstName=lastName",
        "gt(lastLoginAt,audit.created.at)",
    ] {
        assert!(is_field(raw), "{raw}");
    }
    for raw in
        ["eq(firstName,'lastName')", "eq(firstName,email)", "eq(id,currentAccount.id)", "eq(firstName,icon)"]
    {
        assert!(!is_field(raw), "{raw}");
    }
    let text = "Cannot convert value: 'firstName'.";
    refused(&user::FIELDS, &[("lt(lastLoginAt,firstName)", "lastLoginAt", text)]);
}

/// §2.2: what only the parser can refuse keeps its key behind the registries.
#[test]
fn null_is_a_value_of_eq_and_ne_alone() {
    let text = "Null values are not supported.";
    refused(
        &account::FIELDS,
        &[
            ("like(name,null())", "name", text),
            ("in(name,(null()))", "name", text),
            ("lt(groups,empty())", "groups", text),
        ],
    );
    accepted(
        &account::FIELDS,
        &["eq(name,null())", "ne(groups,empty())", "groups=null()", "not(parent.id=empty())"],
    );
}

/// §2.3, as far as it is about filters and orders.
#[test]
fn worked_examples_compile() {
    accepted(
        &user::FIELDS,
        &[
            "firstName=Mara&lastName=Lindqvist",
            "eq(email,'Mara.Lindqvist@example.com')",
            "ilike(firstName,Ma*)&order=-audit.created.at&select=audit&limit=20",
            "eq(firstName,lastName)",
            "eq(firstName,'lastName')",
        ],
    );
    accepted(
        &account::FIELDS,
        &[
            "select=-*,id,name,status,icon&eq(type,%22Client%22)&order=name",
            "limit=0&status=Active",
            "in(status,(Active,Enabled))",
            "out(type,'Operations')",
            "limit=100&offset=0&select=-name&and(eq(id,'ACC-1671-0642'),eq(name,'Harbour%20Lane%20Foods'))",
            "and(or(eq(status,'Active'),eq(status,'Enabled')),not(eq(type,'Client')))",
            "type=Vendor&status=Active;externalId='C-1001'",
            "(type=Vendor|type=Client)&status=Disabled",
            "ne(externalId,null())",
            "eq(description,empty())",
            "ilike(name,'*O'Neil%20&%20co*')",
            "like(name,'Harbour')",
            "like(name,'%5C**')",
            "limit=500",
        ],
    );
    accepted(&membership::FIELDS_BY_USER, &["any(groups,id=UGR-5116-6565)&eq(invitation.status,\"Active\")"]);
    accepted(
        &group::FIELDS,
        &["any(modules,eq(code,'billing'))", "all(modules,eq(paid,false))", "any(buyers)"],
    );
    accepted(&module::FIELDS, &["any(accountTypes,eq(self(),'Client'))"]);
    accepted(
        &api_token::FIELDS,
        &[
            "eq(token,'idt:TKN-4134-7330:x')&limit=2",
            "and(ge(lastAccessAt,'2026-01-01'),lt(lastAccessAt,'2026-02-01'))",
        ],
    );
    let records = "limit=10&offset=0&order=-timestamp&select=object,actor,details,request.api.geolocation\
                   &eq(object.id,'ACC-1671-0642')&render()";
    accepted(&audit::FIELDS, &[records]);
    let shortcut = "Invalid equals shortcut expression";
    refused(&account::FIELDS, &[("foo=1", "foo", UNKNOWN), ("rql=eq(a,b)", "query", shortcut)]);
}
