//! Reading the audit trail; nothing else is ever done to it.

use identity_core::StoreError;
use identity_core::account::AccountSummary;
use identity_core::audit::{self, AuditRecord};
use identity_core::id::AuditId;
use identity_core::port::{Reading, Transaction};

use super::view;
use crate::http::answer::{Reply, render};
use crate::http::context::Context;
use crate::http::list;
use crate::http::route::Answer;

/// `GET /audit/records`
pub(crate) async fn list(cx: Context) -> Answer {
    let list::List { query, selection, position, renders } = cx.list(&view::SHAPE)?;
    let wants = selection.wants("viewers");
    let (page, viewers) = cx
        .read(Reading::Scan, move |tx, call| {
            let page = audit::list(tx, call, &query)?;
            let viewers = if wants { viewers(tx, &page.items)? } else { Vec::new() };
            Ok((page, viewers))
        })
        .await?;
    list::page(&cx, &view::SHAPE, &selection, &position, &page, |o, record| {
        view::write(o, record, &viewers, renders);
    })
}

/// `GET /audit/records/{id}`
pub(crate) async fn get(cx: Context) -> Answer {
    let id: AuditId = cx.id(0)?;
    let selection = cx.selection(&view::SHAPE);
    let wants = selection.as_ref().is_ok_and(|selection| selection.wants("viewers"));
    let (record, viewers) = cx
        .read(Reading::Snapshot, move |tx, call| {
            let record = audit::get(tx, call, id)?;
            let viewers = if wants { viewers(tx, std::slice::from_ref(&record))? } else { Vec::new() };
            Ok((record, viewers))
        })
        .await?;
    let body = render(&selection?, |o| view::write(o, &record, &viewers, false));
    cx.send(Reply::shown(record.tag(), body))
}

/// The accounts that may see the records, in one statement.
fn viewers(tx: &mut dyn Transaction, records: &[AuditRecord]) -> Result<Vec<AccountSummary>, StoreError> {
    let mut ids: Vec<_> = records.iter().flat_map(|record| record.viewers.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    tx.accounts().summaries(&ids)
}
