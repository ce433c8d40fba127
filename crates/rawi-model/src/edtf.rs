use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// A civil instant as precise as the text is: year, month, day, hour or minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// A whole year.
    Year(i16),
    /// A whole month.
    Month(i16, i8),
    /// A whole day.
    Day(Date),
    /// An hour of a day, 0–23.
    Hour(Date, i8),
    /// A minute of a day.
    Minute(Date, i8, i8),
}

impl Moment {
    /// The day, when the moment is that precise.
    pub fn date(self) -> Option<Date> {
        match self {
            Moment::Day(d) | Moment::Hour(d, _) | Moment::Minute(d, ..) => Some(d),
            Moment::Year(_) | Moment::Month(..) => None,
        }
    }

    /// The first day that the moment covers.
    pub fn first_day(self) -> Date {
        match self {
            Moment::Year(y) => Date::constant(y, 1, 1),
            Moment::Month(y, m) => Date::constant(y, m, 1),
            Moment::Day(d) | Moment::Hour(d, _) | Moment::Minute(d, ..) => d,
        }
    }

    /// The last day that the moment covers.
    pub fn last_day(self) -> Date {
        match self {
            Moment::Year(y) => Date::constant(y, 12, 31),
            Moment::Month(y, m) => Date::constant(y, m, 1).last_of_month(),
            Moment::Day(d) | Moment::Hour(d, _) | Moment::Minute(d, ..) => d,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Moment::Year(y) => write!(f, "{y:04}"),
            Moment::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Moment::Day(d) => write!(f, "{d}"),
            Moment::Hour(d, h) => write!(f, "{d}T{h:02}"),
            Moment::Minute(d, h, m) => write!(f, "{d}T{h:02}:{m:02}"),
        }
    }
}

/// A date, time or interval in the Extended Date/Time Format (ISO 8601-2), level 0 and the open intervals of level 1.
///
/// Existing crates reject minute precision, which reports use, so the type is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edtf {
    /// `2024-12-07`
    At(Moment),
    /// `2024-12-07/2024-12-08`; `None` is an open end, written `..`
    Between(Option<Moment>, Option<Moment>),
}

impl Edtf {
    /// A single day.
    pub fn day(date: Date) -> Self {
        Edtf::At(Moment::Day(date))
    }

    /// From a moment on: `2024-12-07/..`
    pub fn since(moment: Moment) -> Self {
        Edtf::Between(Some(moment), None)
    }

    /// Up to a moment: `../2024-12-07`
    pub fn until(moment: Moment) -> Self {
        Edtf::Between(None, Some(moment))
    }

    /// The interval between two moments, or the one moment if they are equal.
    pub fn between(a: Moment, b: Moment) -> Self {
        if a == b { Edtf::At(a) } else { Edtf::Between(Some(a), Some(b)) }
    }

    /// First and last day; `None` for an open end.
    pub fn days(self) -> (Option<Date>, Option<Date>) {
        match self {
            Edtf::At(m) => (Some(m.first_day()), Some(m.last_day())),
            Edtf::Between(a, b) => (a.map(Moment::first_day), b.map(Moment::last_day)),
        }
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |m: &Option<Moment>| m.map_or_else(|| "..".to_owned(), |m| m.to_string());
        match self {
            Edtf::At(m) => m.fmt(f),
            Edtf::Between(a, b) => write!(f, "{}/{}", end(a), end(b)),
        }
    }
}

impl Serialize for Edtf {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// The value is not in the part of EDTF that Rawi writes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not an EDTF date such as 2024-12-07, 2024-12-07T21 or ../2024-12-08")]
pub struct EdtfError(String);

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let fail = || EdtfError(text.to_owned());
        let end = |part: &str| match part {
            ".." | "" => Ok(None),
            _ => moment(part).map(Some).ok_or_else(fail),
        };
        match text.split_once('/') {
            Some((a, b)) => Ok(Edtf::Between(end(a)?, end(b)?)),
            None => moment(text).map(Edtf::At).ok_or_else(fail),
        }
    }
}

fn moment(text: &str) -> Option<Moment> {
    let (date, time) = text.split_once('T').map_or((text, None), |(d, t)| (d, Some(t)));
    let mut parts = date.split('-').map(|p| p.parse::<i16>().ok());
    let year = parts.next()??;
    let Some(month) = parts.next() else { return Some(Moment::Year(year)) };
    let month = i8::try_from(month?).ok()?;
    let Some(day) = parts.next() else {
        return Date::new(year, month, 1).ok().map(|_| Moment::Month(year, month));
    };
    let date = Date::new(year, month, i8::try_from(day?).ok()?).ok()?;
    let Some(time) = time else { return Some(Moment::Day(date)) };
    let (hour, minute) = time.split_once(':').map_or((time, None), |(h, m)| (h, Some(m)));
    let hour = hour.parse().ok().filter(|h| (0..24).contains(h))?;
    match minute {
        None => Some(Moment::Hour(date, hour)),
        Some(m) => m.get(..2)?.parse().ok().filter(|m| (0..60).contains(m)).map(|m| Moment::Minute(date, hour, m)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        for text in ["2024", "2024-12", "2024-12-07", "2024-12-07T21", "2024-12-07T21:30", "../2024-12-08", "2024-12-07/..", "2024-11-27/2024-12-08"] {
            assert_eq!(text.parse::<Edtf>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn rejects_what_is_no_date() {
        for text in ["2024-13-01", "2024-02-30", "yesterday", "2024-12-07T25", ""] {
            assert!(text.parse::<Edtf>().is_err(), "{text}");
        }
    }
}
