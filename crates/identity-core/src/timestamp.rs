//! A moment, in whole milliseconds: the precision that the contracts show and compare.

use std::fmt;
use std::time::Duration;

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime};

/// Milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// 0000-01-01T00:00:00.000Z, the first moment that has one.
const MILLIS_MIN: i64 = -62_167_219_200_000;
/// 9999-12-31T23:59:59.999Z, the last moment that has a four-digit year.
const MILLIS_MAX: i64 = 253_402_300_799_999;

impl Timestamp {
    /// Wraps milliseconds since the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Cuts a moment to milliseconds.
    pub fn from_offset(moment: OffsetDateTime) -> Self {
        let millis = moment.unix_timestamp_nanos().div_euclid(1_000_000);
        Self(i64::try_from(millis).unwrap_or(MILLIS_MAX))
    }

    /// This moment and `span` later; saturates at the end of the year 9999.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        let millis = i64::try_from(span.as_millis()).unwrap_or(MILLIS_MAX);
        Self(self.0.saturating_add(millis).min(MILLIS_MAX))
    }

    /// This moment and `span` earlier; saturates at the beginning of the year 0.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        let millis = i64::try_from(span.as_millis()).unwrap_or(MILLIS_MAX);
        Self(self.0.saturating_sub(millis).max(MILLIS_MIN))
    }

    /// How long ago `earlier` was; zero if it lies ahead.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// Reads `YYYY-MM-DD` (midnight UTC) or ISO 8601 with `Z` or an offset, cut to milliseconds.
    pub fn parse(text: &str) -> Option<Self> {
        let moment = OffsetDateTime::parse(text, &Rfc3339);
        if let Ok(moment) = moment.or_else(|_| OffsetDateTime::parse(text, &Iso8601::DEFAULT)) {
            return Some(Self::from_offset(moment)).filter(|t| t.in_range());
        }
        let date = Date::parse(text, format_description!("[year]-[month]-[day]")).ok()?;
        let midnight = PrimitiveDateTime::new(date, time::Time::MIDNIGHT).assume_utc();
        Some(Self::from_offset(midnight)).filter(|t| t.in_range())
    }

    /// Reads RFC 3339 alone, cut to milliseconds.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        Some(Self::from_offset(moment)).filter(|t| t.in_range())
    }

    fn in_range(self) -> bool {
        (MILLIS_MIN..=MILLIS_MAX).contains(&self.0)
    }
}

/// Writes `YYYY-MM-DDTHH:mm:ss.sssZ`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = i128::from(self.0) * 1_000_000;
        let moment = OffsetDateTime::from_unix_timestamp_nanos(nanos).map_err(|_| fmt::Error)?;
        let (year, month, day) = moment.to_calendar_date();
        let (hour, minute, second, millis) = moment.to_hms_milli();
        write!(f, "{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z", u8::from(month))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_the_wire_form() {
        let text = "2026-03-02T10:15:00.004Z";
        assert_eq!(Timestamp::parse(text).unwrap().to_string(), text);
        assert_eq!(Timestamp::parse("2026-03-02").unwrap().to_string(), "2026-03-02T00:00:00.000Z");
        assert_eq!(
            Timestamp::parse("2026-03-02T12:15:00+02:00").unwrap().to_string(),
            "2026-03-02T10:15:00.000Z"
        );
        assert_eq!(
            Timestamp::parse("2026-03-02T10:15:00.1239Z").unwrap().to_string(),
            "2026-03-02T10:15:00.123Z"
        );
        assert_eq!(Timestamp::parse("1969-12-31").unwrap().to_string(), "1969-12-31T00:00:00.000Z");
        assert_eq!(Timestamp::parse("2026-03-02T10:15Z").unwrap().to_string(), "2026-03-02T10:15:00.000Z");
        for bad in
            ["", "2026", "2026-13-01", "-0001-01-01", "10000-01-01", "2026-03-02T10:15:00", "yesterday"]
        {
            assert_eq!(Timestamp::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn arithmetic_saturates() {
        let late = Timestamp::from_millis(MILLIS_MAX);
        assert_eq!(late.plus(Duration::from_secs(1)), late);
        assert_eq!(Timestamp::from_millis(5).since(Timestamp::from_millis(9)), Duration::ZERO);
    }
}
