//! The query of lists, and their envelope (self-service.md §1.1).

use actix_web::HttpResponse;
use actix_web::web::Query;
use identity_core::error::{Error, Violations};
use identity_core::list::{Direction, NumberedPage};

use crate::http::answer::{Cache, ok};
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::http::json;
use crate::http::writer::Object;

/// Rows of a page at most; more are cut to it.
pub(super) const SIZE_MAX: u32 = 100;
/// Rows of a page by default.
pub(super) const SIZE: u32 = 20;

/// A page that was asked for.
pub(crate) struct Asked {
    /// Its number, from 1.
    pub number: u32,
    /// Its rows at most.
    pub size: u32,
    /// What the list is ordered by, if that was said.
    pub order: Option<String>,
    /// Whether the order is turned around.
    pub is_descending: bool,
    filters: Vec<(String, String)>,
}

impl Asked {
    /// Reads the query; besides paging only the filters that the list has may stand in it.
    ///
    /// # Errors
    /// [`Error::Invalid`], and [`Failure::UnknownMember`] for a parameter that the list does not know.
    pub(crate) fn read(cx: &Context, filters: &[&str]) -> Result<Self, Failure> {
        let sent = Query::<Vec<(String, String)>>::from_query(cx.request.query_string())
            .map_err(|_| Failure::Malformed("The query cannot be read."))?
            .into_inner();
        let mut asked =
            Self { number: 1, size: SIZE, order: None, is_descending: false, filters: Vec::new() };
        let mut wrong = Violations::default();
        for (name, value) in sent {
            match name.as_str() {
                "pageNumber" => match count(&value) {
                    Some(number) => asked.number = number,
                    None => wrong.add(name, "Must be a whole number of at least 1."),
                },
                "pageSize" => match count(&value) {
                    Some(size) => asked.size = size.min(SIZE_MAX),
                    None => wrong.add(name, "Must be a whole number of at least 1."),
                },
                "sortBy" => asked.order = Some(value),
                "sortDirection" => match value.as_str() {
                    "ASC" => asked.is_descending = false,
                    "DESC" => asked.is_descending = true,
                    _ => wrong.add(name, "Must be ASC or DESC."),
                },
                known if filters.contains(&known) => asked.filters.push((name, value)),
                _ => return Err(Failure::UnknownMember(name)),
            }
        }
        wrong.into_result()?;
        Ok(asked)
    }

    /// The value of a filter; the last one if it was sent twice.
    pub(crate) fn filter(&self, name: &str) -> Option<&str> {
        self.filters.iter().rev().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str())
    }

    /// The page for core, which knows what the list is sorted by.
    pub(crate) fn numbered(&self) -> NumberedPage {
        NumberedPage {
            number: self.number.into(),
            size: self.size,
            sort_by: self.order.clone(),
            direction: if self.is_descending { Direction::Descending } else { Direction::Ascending },
        }
    }

    /// What the list is ordered by, one of these names.
    ///
    /// # Errors
    /// [`Error::Invalid`] for another name.
    pub(crate) fn order_of<T: Copy>(&self, default: T, known: &[(&str, T)]) -> Result<T, Error> {
        let Some(asked) = &self.order else { return Ok(default) };
        let found = known.iter().find(|(name, _)| name == asked);
        found.map(|(_, order)| *order).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            Error::invalid("sortBy", format!("Must be one of {}.", names.join(", ")))
        })
    }

    /// Rows before the page.
    pub(crate) fn offset(&self) -> u64 {
        u64::from(self.number - 1) * u64::from(self.size)
    }

    /// The answer: a page of rows, and how many there are on all pages.
    pub(crate) fn page<T>(&self, rows: &[T], total: u64, write: impl Fn(&mut Object, &T)) -> HttpResponse {
        let mut out = Vec::with_capacity(512);
        let mut page = Object::plain(&mut out);
        list(&mut page, "items", rows, write);
        page.raw("paging", |out| {
            let mut paging = Object::plain(out);
            paging.number("pageNumber", self.number);
            paging.number("pageSize", self.size);
            paging.raw("totalCount", |out| json::plain(out, total));
            paging.close();
        });
        page.close();
        ok(out, Cache::Never)
    }
}

/// A member with a list of objects, written even if it is empty.
pub(crate) fn list<T>(around: &mut Object, name: &'static str, rows: &[T], write: impl Fn(&mut Object, &T)) {
    around.raw(name, |out| {
        out.push(b'[');
        for (n, row) in rows.iter().enumerate() {
            if n > 0 {
                out.push(b',');
            }
            let mut item = Object::plain(out);
            write(&mut item, row);
            item.close();
        }
        out.push(b']');
    });
}

fn count(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number >= 1)
}
