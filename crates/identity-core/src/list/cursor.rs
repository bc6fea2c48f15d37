//! Cursors: where the next page starts, sealed so that nobody can make, change or borrow one (platform.md §2.2).

use std::fmt::Write as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::filter::Scalar;
use super::page::{Page, Place, Query};
use crate::actor::Actor;
use crate::error::{Error, Violations};
use crate::secret::Secret;
use crate::service::Call;
use crate::timestamp::Timestamp;

/// How long a cursor is good for.
const VALIDITY: Duration = Duration::from_secs(24 * 60 * 60);
const INVALID: &str = "Cursor is not valid for this query.";

/// The cursors of one list request: they are good for the same actor with the same rank, who asks for the same list
/// under the same filter in the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursors {
    context: String,
}

impl Cursors {
    /// Cursors of the list at the path, asked for by `parsed`, which was found to mean `query`. The rank counts
    /// because a cursor carries a total, and a total counts visible rows only (R3).
    pub fn new<V>(actor: &Actor, path: &str, parsed: &identity_rql::Query, query: &Query<V>) -> Self {
        let mut context = format!("cursor\n{path}\n{:?} {:?}\n", actor.who, actor.rank());
        for by in &query.order {
            // Writing to a text cannot fail.
            let _ = write!(context, "{:?} {},", by.direction, by.field.path);
        }
        if let Some(filter) = &parsed.filter {
            let _ = write!(context, "\n{filter}");
        }
        Self { context }
    }

    /// Makes the query start where the cursor says.
    ///
    /// # Errors
    /// [`Error::Query`] with the key `offset` for an offset besides the cursor's own; with the key `cursor` for one
    /// that was not made here, for something else, or more than 24 hours ago.
    pub fn resume<V>(&self, call: &Call, cursor: &str, query: &mut Query<V>) -> Result<(), Error> {
        let refuse = |key: &str| Error::Query(Violations::one(key, INVALID));
        if query.offset != 0 {
            return Err(refuse("offset"));
        }
        let opened = self.open(call, cursor).filter(|opened| opened.place.values.len() == query.order.len());
        let Opened { issued_at, position, total, place } = opened.ok_or_else(|| refuse("cursor"))?;
        if call.now >= issued_at.plus(VALIDITY) {
            return Err(refuse("cursor"));
        }
        query.offset = position;
        query.after = Some(place);
        // Whoever asks for the total alone wants it counted.
        query.total = Some(total).filter(|_| query.limit > 0);
        Ok(())
    }

    /// The cursor of the page after this one, which `before` rows come before; none if no rows follow.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be sealed.
    pub fn next<T>(&self, call: &Call, before: u64, page: &Page<T>) -> Result<Option<String>, Error> {
        let Some(place) = &page.next else { return Ok(None) };
        let rows = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        let mut scalars = vec![
            Scalar::Moment(call.now),
            Scalar::Id(before.saturating_add(rows)),
            Scalar::Id(page.total),
            Scalar::Id(place.id),
        ];
        scalars.extend(place.values.iter().cloned());
        let sealed = call.tools.sealer.seal(&self.context, &Secret::new(write(&scalars)));
        let sealed = sealed.map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Some(URL_SAFE_NO_PAD.encode(sealed)))
    }

    fn open(&self, call: &Call, cursor: &str) -> Option<Opened> {
        let sealed = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let opened = call.tools.sealer.open(&self.context, &sealed).ok()?;
        let mut scalars = read(opened.expose())?.into_iter();
        match [scalars.next()?, scalars.next()?, scalars.next()?, scalars.next()?] {
            [Scalar::Moment(issued_at), Scalar::Id(position), Scalar::Id(total), Scalar::Id(id)] => {
                Some(Opened { issued_at, position, total, place: Place { values: scalars.collect(), id } })
            }
            _ => None,
        }
    }
}

/// What a cursor says.
struct Opened {
    issued_at: Timestamp,
    position: u64,
    total: u64,
    place: Place,
}

/// Values one after the other, each with its type and length in front.
fn write(scalars: &[Scalar]) -> String {
    let mut out = String::new();
    for scalar in scalars {
        let (kind, text) = match scalar {
            Scalar::Text(text) => ('t', text.clone()),
            Scalar::Number(number) => ('n', number.to_string()),
            Scalar::Flag(flag) => ('f', flag.to_string()),
            Scalar::Moment(moment) => ('m', moment.millis().to_string()),
            Scalar::Id(id) => ('i', id.to_string()),
            // No order can name a token's value.
            Scalar::Absent | Scalar::Digests(_) => ('a', String::new()),
        };
        let _ = write!(out, "{kind}{}:{text}", text.len());
    }
    out
}

fn read(mut rest: &str) -> Option<Vec<Scalar>> {
    let mut scalars = Vec::new();
    while !rest.is_empty() {
        let (kind, after) = rest.split_at_checked(1)?;
        let (length, after) = after.split_once(':')?;
        let (text, after) = after.split_at_checked(length.parse().ok()?)?;
        scalars.push(match kind {
            "t" => Scalar::Text(text.to_owned()),
            "n" => Scalar::Number(text.parse().ok()?),
            "f" => Scalar::Flag(text.parse().ok()?),
            "m" => Scalar::Moment(Timestamp::from_millis(text.parse().ok()?)),
            "i" => Scalar::Id(text.parse().ok()?),
            "a" => Scalar::Absent,
            _ => return None,
        });
        rest = after;
    }
    Some(scalars)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_whatever_texts_look_like() {
        let scalars = vec![
            Scalar::Moment(Timestamp::from_millis(-1)),
            Scalar::Text("t3:a1:\u{1f600}\n".into()),
            Scalar::Absent,
            Scalar::Text(String::new()),
            Scalar::Number(i64::MIN),
            Scalar::Flag(true),
            Scalar::Id(u64::MAX),
        ];
        assert_eq!(read(&write(&scalars)), Some(scalars));
        assert_eq!(read(""), Some(Vec::new()));
    }

    #[test]
    fn anything_else_is_nothing() {
        for text in ["t", "t1", "t2:a", "x0:", "n1:a", "t1:ab", "\u{e4}1:a", "t1:\u{e4}", "f1:1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
