//! Lists: paging, order, filters and select (platform.md §2).

use serde_json::{Value, json};

use super::{ACCOUNTS, GROUPS};
use crate::harness::tenant::id_of;
use crate::harness::{Client, Tenant, site};

/// Five groups of one account: Administrators, then `a` to `d`.
fn five_groups(name: &str) -> (Tenant, Vec<String>) {
    let tenant = Tenant::new(name);
    let mut ids = vec![tenant.group.clone()];
    ids.extend(["a", "b", "c", "d"].map(|name| tenant.group(name, &[])));
    (tenant, ids)
}

fn listed(client: &Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("{GROUPS}{query}")).expect(200);
    list["data"].as_array().unwrap().iter().map(id_of).collect()
}

#[test]
fn pages_are_cut_by_limit_and_offset_and_total_counts_all() {
    let (tenant, ids) = five_groups("conventions_pages");
    let page = |query: &str| tenant.admin.get(&format!("{GROUPS}{query}")).expect(200);
    for (query, offset, limit, range) in [
        ("", 0, 100, 0..5),
        ("?limit=500", 0, 100, 0..5),
        ("?limit=2", 0, 2, 0..2),
        ("?limit=2&offset=4", 4, 2, 4..5),
        ("?offset=5", 5, 100, 5..5),
        ("?offset=99999999999", 99_999_999_999_u64, 100, 5..5),
        ("?limit=0", 0, 0, 0..0),
    ] {
        let answer = page(query);
        let expected = json!({"offset": offset, "limit": limit, "total": 5});
        assert_eq!(answer["$meta"]["pagination"], expected, "{query}");
        let found: Vec<_> = answer["data"].as_array().unwrap().iter().map(id_of).collect();
        assert_eq!(found, ids[range], "{query}");
    }
    for (query, key) in [
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("limit=", "limit"),
        ("offset=-1", "offset"),
        ("offset=1.5", "offset"),
        ("limit=1&limit=1", "limit"),
        ("order=name&order=name", "order"),
        ("select=name&select=id", "select"),
        ("cursor=nonsense", "cursor"),
        ("order=a,b,c,d,e,f", "order"),
    ] {
        tenant.admin.get(&format!("{GROUPS}?{query}")).refuses(400, "invalid-query", &[key]);
    }
}

#[test]
fn order_names_members_and_puts_absent_values_last() {
    let (tenant, ids) = five_groups("conventions_sorting");
    tenant.admin.put(&format!("{GROUPS}/{}", ids[2]), &json!({"description": "z"})).expect(200);
    tenant.admin.put(&format!("{GROUPS}/{}", ids[3]), &json!({"description": "y"})).expect(200);
    let pick = |order: [usize; 5]| order.map(|n| ids[n].clone()).to_vec();
    assert_eq!(listed(&tenant.admin, "?order=name"), pick([0, 1, 2, 3, 4]), "by code point");
    assert_eq!(listed(&tenant.admin, "?order=-name"), pick([4, 3, 2, 1, 0]));
    assert_eq!(listed(&tenant.admin, "?order=NAME"), pick([0, 1, 2, 3, 4]), "names ignore case");
    assert_eq!(listed(&tenant.admin, "?order=-audit.created.at")[4], ids[0]);
    let some = "?ne(description,null())&isDefault=false&order=";
    assert_eq!(listed(&tenant.admin, &format!("{some}description")), [ids[3].clone(), ids[2].clone()]);
    let mine = "?isDefault=false&order=";
    for (order, first) in [("description", 3), ("-description", 2)] {
        let found = listed(&tenant.admin, &format!("{mine}{order},name"));
        assert_eq!((&found[0], &found[2], &found[3]), (&ids[first], &ids[1], &ids[4]), "{order}");
    }
    tenant.admin.get(&format!("{GROUPS}?order=nothing")).refuses(400, "invalid-query", &["nothing"]);
    tenant.admin.get(&format!("{GROUPS}?order=href")).refuses(400, "invalid-query", &["href"]);
}

#[test]
fn filters_mean_what_the_contract_says() {
    let (tenant, ids) = five_groups("conventions_filters");
    tenant.admin.put(&format!("{GROUPS}/{}", ids[1]), &json!({"description": "O'Neil & co"})).expect(200);
    let by = |filter: &str| listed(&tenant.admin, &format!("?order=name&{filter}"));
    let pick = |order: &[usize]| order.iter().map(|n| ids[*n].clone()).collect::<Vec<_>>();
    for (filter, expected) in [
        ("name=a", &[1][..]),
        ("NAME='a'", &[1]),
        ("EQ(name,%22a%22)", &[1]),
        ("name=A", &[]),
        ("in(name,(a,b,Nothing))", &[1, 2]),
        ("in(name,c)", &[3]),
        ("out(name,(a,b))", &[0, 3, 4]),
        ("gt(name,b)", &[3, 4]),
        ("le(name,'b')", &[0, 1, 2]),
        ("lte(name,'b')&gte(name,'b')", &[2]),
        ("name=a;name=d", &[1, 4]),
        ("(name=a|name=b)&not(name=b)", &[1]),
        ("and(or(name=a,name=b),ne(name,a))", &[2]),
        ("like(name,Adm*)", &[0]),
        ("like(name,'*istr*')", &[0]),
        ("like(name,'a')", &[1]),
        ("like(description,'*O'Neil%20%26%20co*')", &[1]),
        ("like(description,*)", &[0, 1]),
        ("eq(description,empty())&isDefault=false", &[2, 3, 4]),
        ("ne(description,null())&isDefault=false", &[1]),
        ("eq(isDefault,true)", &[0]),
        ("eq(account.name,'conventions_filters')", &[0, 1, 2, 3, 4]),
        ("eq(name,description)", &[]),
        ("ge(audit.created.at,2001-01-01)", &[0, 1, 2, 3, 4]),
        ("lt(audit.created.at,'2001-01-01')", &[]),
        ("render()", &[0, 1, 2, 3, 4]),
    ] {
        assert_eq!(by(filter), pick(expected), "{filter}");
    }
    assert_eq!(by(&format!("id={}", ids[2])), pick(&[2]));
    assert_eq!(by("id=nonsense"), pick(&[]), "malformed ids match nothing");
}

#[test]
fn queries_that_cannot_be_read_name_their_place() {
    let operator = &site().operator;
    for (query, key, text) in [
        ("foo=1", "foo", "Invalid property path."),
        ("rql=eq(a,b)", "query", "Invalid equals shortcut expression"),
        ("eq(href,x)", "href", "Filtering is not permitted."),
        ("like(status,'A*')", "status", "Operator 'like' is not permitted"),
        ("gt(id,'ACC-1111-1111')", "id", "Operator 'gt' is not permitted"),
        ("eq(audit.created.at,'soon')", "audit.created.at", "Cannot convert value: 'soon'."),
        ("eq(eligibility.client,maybe)", "eligibility.client", "Cannot convert value: 'maybe'."),
        ("in(name,())", "name", "Value has to be a non empty array."),
        ("()", "query", "Expression group cannot be empty."),
        ("and()", "query", "Expression group cannot be empty."),
        ("frob(a,b)", "frob", "Unknown expression group."),
        ("not(name=a,name=b)", "not", "Unary expression must have 1 argument"),
        ("eq(name)", "eq", "Binary expression must have 2 arguments"),
        ("eq(name,null(1))", "null", "Constant functions cannot have arguments"),
        ("name=%zz", "query", "Malformed encoding."),
        ("name=%ff", "query", "Malformed encoding."),
        ("name='x", "query", "Unterminated string."),
        ("and(name=x", "query", "Unbalanced parentheses."),
        ("select=nothing", "nothing", "Invalid property path."),
        ("limit=x", "limit", "Must be an integer of at least 0."),
        ("limit=1&limit=2", "limit", "Given more than once."),
    ] {
        let problem = operator.get(&format!("{ACCOUNTS}?{query}")).refuses(400, "invalid-query", &[key]);
        assert_eq!(problem["errors"][key], json!([text]), "{query}");
    }
}

#[test]
fn select_adds_removes_and_empties() {
    let tenant = Tenant::new("conventions_select");
    let get = |select: &str| tenant.admin.get(&format!("{}?select={select}", tenant.path())).expect(200);
    let names = |object: &Value| object.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let default = get("%2Bname");
    assert_eq!(default["$meta"]["omitted"], json!(["groups", "audit"]));
    let less = get("-name,-status");
    assert!(less.get("name").is_none() && less.get("status").is_none());
    let omitted = less["$meta"]["omitted"].as_array().unwrap();
    assert!(omitted.contains(&json!("name")) && omitted.contains(&json!("status")), "{less}");
    let bare = get("-*,name,id");
    let shown: Vec<_> = names(&bare).into_iter().filter(|name| name != "$meta").collect();
    assert_eq!(shown, ["id", "name"]);
    assert_eq!(get("name,-*")["name"], bare["name"], "-* counts wherever it stands");
    assert!(get("-id").get("id").is_none());
    assert!(get("name,-name").get("name").is_none(), "-f wins");
    let all = get("*");
    assert!(all["groups"].is_array() && all["audit"]["created"]["at"].is_string());
    assert!(all.get("$meta").is_none(), "nothing is omitted");
    assert!(get("audit.created")["audit"].get("updated").is_none());
    let answer = tenant.admin.get(&format!("{}?select=nothing", tenant.path()));
    answer.refuses(400, "invalid-query", &["nothing"]);
    let ignored = tenant.admin.get(&format!("{}?limit=x&foo=1", tenant.path()));
    ignored.expect(200);
}

#[test]
fn select_in_lists_moves_what_all_lack_into_the_envelope() {
    let (tenant, _) = five_groups("conventions_envelope");
    let list = tenant.admin.get(&format!("{GROUPS}?select=-name&limit=2")).expect(200);
    assert_eq!(list["$meta"]["omitted"], json!(["name", "users", "audit"]));
    let full = tenant.admin.get(&format!("{GROUPS}?select=users,audit&limit=2")).expect(200);
    assert!(full["$meta"].get("omitted").is_none(), "{full}");
}
