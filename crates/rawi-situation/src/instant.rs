use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rawi_model::{Edtf, Moment};
use serde::{Serialize, Serializer};

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// A second of universal time, counted from 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// Later than everything.
    pub const MAX: Self = Self(i64::MAX / 4);

    /// Days since 1970, with fractions.
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }

    /// The calendar day in universal time, as a count from 1970-01-01.
    pub fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// The last second of a day that is counted from 1970-01-01.
    pub fn end_of(day: i64) -> Self {
        Self((day + 1) * DAY - 1)
    }

    /// The calendar date in universal time; the first or last date there is when out of range.
    pub fn date(self) -> Date {
        Timestamp::from_second(self.0).map_or(if self.0 < 0 { Date::MIN } else { Date::MAX }, |t| TimeZone::UTC.to_datetime(t).date())
    }

    fn civil(at: DateTime) -> Self {
        Self(TimeZone::UTC.to_timestamp(at).map_or(0, Timestamp::as_second))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0) {
            Ok(t) => write!(f, "{t}"),
            Err(_) => f.write_str(".."),
        }
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// A stretch of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First second; `None` for an open beginning.
    pub first: Option<Instant>,
    /// Last second; `None` for an open end.
    pub last: Option<Instant>,
}

/// The text is no time that Rawi reads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a time such as 2024-12-08, 2024-12-08T06:00Z or 2024-12-08T09:00:00+03:00")]
pub struct TimeError(String);

impl Stretch {
    /// Reads a date, an RFC 3339 time, or an EDTF value; without a zone it is universal time.
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let text = text.trim();
        if let Some(at) = exact(text) {
            return Ok(Self { first: Some(at), last: Some(at) });
        }
        let edtf: Edtf = text.parse().map_err(|_| TimeError(text.to_owned()))?;
        Ok(match edtf {
            Edtf::At(m) => Self { first: Some(first(m)), last: Some(last(m)) },
            Edtf::Between(a, b) => Self { first: a.map(first), last: b.map(last) },
        })
    }

    /// The instant that stands for the stretch: its middle, or its closed end.
    ///
    /// "Since Thursday" speaks of the state at its latest, `../date` of the state on that date; an open end gives `now`.
    pub fn stands_for(self, now: Instant) -> Instant {
        match (self.first, self.last) {
            (Some(a), Some(b)) => Instant(a.0 + (b.0 - a.0) / 2),
            (None, Some(b)) => b,
            (_, None) => now,
        }
    }
}

/// A time of day with or without a zone.
fn exact(text: &str) -> Option<Instant> {
    if text.len() <= 13 || text.contains('/') {
        return None;
    }
    if let Ok(t) = text.parse::<Timestamp>() {
        return Some(Instant(t.as_second()));
    }
    let zone = text.strip_suffix('Z').map(|t| format!("{t}:00Z")).or_else(|| text.len().checked_sub(6).and_then(|i| Some(format!("{}:00{}", text.get(..i)?, text.get(i..)?))));
    if let Some(t) = zone.and_then(|t| t.parse::<Timestamp>().ok()) {
        return Some(Instant(t.as_second()));
    }
    text.parse::<DateTime>().ok().map(Instant::civil)
}

fn first(m: Moment) -> Instant {
    match m {
        Moment::Hour(d, h) => Instant::civil(d.at(h, 0, 0, 0)),
        Moment::Minute(d, h, m) => Instant::civil(d.at(h, m, 0, 0)),
        m => Instant::civil(m.first_day().at(0, 0, 0, 0)),
    }
}

fn last(m: Moment) -> Instant {
    match m {
        Moment::Hour(d, h) => Instant::civil(d.at(h, 59, 59, 0)),
        Moment::Minute(d, h, m) => Instant::civil(d.at(h, m, 59, 0)),
        m => Instant::civil(m.last_day().at(23, 59, 59, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(text: &str) -> (String, String) {
        let s = Stretch::parse(text).unwrap();
        let end = |i: Option<Instant>| i.map_or("..".to_owned(), |i| i.to_string());
        (end(s.first), end(s.last))
    }

    #[test]
    fn dates_cover_the_day_and_times_are_exact() {
        assert_eq!(ends("2024-12-08"), ("2024-12-08T00:00:00Z".into(), "2024-12-08T23:59:59Z".into()));
        for text in [
            "2024-12-08T09:00:00+03:00",
            "2024-12-08T06:00:00Z",
            "2024-12-08T06:00Z",
            "2024-12-08T09:00+03:00",
            "2024-12-08 06:00:00Z",
            "2024-12-08T06:00:00",
            "2024-12-08T06:00:00.000Z",
        ] {
            assert_eq!(ends(text), ("2024-12-08T06:00:00Z".into(), "2024-12-08T06:00:00Z".into()), "{text}");
        }
        assert_eq!(ends("2024-12-07T21"), ("2024-12-07T21:00:00Z".into(), "2024-12-07T21:59:59Z".into()));
        assert_eq!(ends("../2024-12-08"), ("..".into(), "2024-12-08T23:59:59Z".into()));
        assert_eq!(ends("2024-11").1, "2024-11-30T23:59:59Z");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["yesterday", "2024-13-01", "", "2024-12-08T26:00:00Z", "١٢"] {
            assert!(Stretch::parse(text).is_err(), "{text}");
        }
    }
}
