//! Numbered pages: the query of lists, and their envelope (self-service.md §1.1).

use serde_json::{Value, json};

use super::operation::{Answer, Operation, Query};
use super::terms::{array, closed, of, one_of};
use crate::self_service::list::SIZE_MAX;

/// The parameters of a list.
pub(super) fn parameters(query: &Query) -> Vec<Value> {
    let parameter = |name: &str, schema: Value| json!({"name": name, "in": "query", "schema": schema});
    let number =
        |default: u32| json!({"type": "integer", "minimum": 1, "maximum": u32::MAX, "default": default});
    let mut all = vec![
        parameter("pageNumber", number(1)),
        // More is cut, not refused.
        parameter("pageSize", number(crate::self_service::list::SIZE)),
        parameter("sortBy", one_of(query.orders)),
        parameter("sortDirection", one_of(&["ASC", "DESC"])),
    ];
    all.extend((query.filters)().into_iter().map(|(name, schema)| parameter(name, schema)));
    all
}

/// What a page of these objects is called.
pub(super) fn page_name(object: &str) -> String {
    format!("{object}Page")
}

/// The page that an operation answers with, and what it is called.
pub(super) fn page(operation: &Operation) -> Option<(String, Value)> {
    let Answer::Page(object, _) = operation.answer else { return None };
    let count = |least: u32, most: u64| json!({"type": "integer", "minimum": least, "maximum": most});
    let paging = json!({
        "pageNumber": count(1, u32::MAX.into()),
        "pageSize": count(1, SIZE_MAX.into()),
        "totalCount": count(0, u64::MAX),
    });
    let members = json!({
        "items": array(of(object), usize::try_from(SIZE_MAX).unwrap_or(usize::MAX)),
        "paging": closed(paging, &[]),
    });
    Some((page_name(object), closed(members, &[])))
}

/// No filters.
pub(super) fn unfiltered() -> Vec<(&'static str, Value)> {
    Vec::new()
}
