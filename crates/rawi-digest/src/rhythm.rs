//! How often a subscriber is told, and when it is due.

use std::str::FromStr;

use jiff::civil::{DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rawi_situation::instant::Instant;
use serde::{Deserialize, Serialize};

/// Seconds between two digests of somebody who wants them at once: a flood of reports is one mail.
const PAUSE: i64 = 15 * 60;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "every")]
pub enum Rhythm {
    /// When something changed, but not within a quarter of an hour.
    Immediate,
    /// Every day.
    Daily {
        /// Hour of the subscriber's day, 0 to 23.
        hour: i8,
    },
    /// Every week.
    Weekly {
        /// Day of the week: 1 is Monday, 7 Sunday.
        day: i8,
        /// Hour of the subscriber's day, 0 to 23.
        hour: i8,
    },
}

/// What is wrong with a rhythm or a zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RhythmError {
    /// No such hour.
    #[error("{0} is no hour of the day; give one from 0 to 23")]
    Hour(i8),
    /// No such day.
    #[error("{0} is no day of the week; give one from 1 (Monday) to 7 (Sunday)")]
    Day(i8),
    /// No such zone.
    #[error("'{0}' is no time zone such as Asia/Damascus or UTC")]
    Zone(String),
}

/// A time zone with its name.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl FromStr for Zone {
    type Err = RhythmError;

    fn from_str(name: &str) -> Result<Self, RhythmError> {
        let zone = if name == "UTC" { Ok(TimeZone::UTC) } else { TimeZone::get(name) };
        zone.map(|zone| Self { name: name.to_owned(), zone }).map_err(|_| RhythmError::Zone(name.to_owned()))
    }
}

impl Zone {
    /// Its name, such as `Asia/Damascus`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the clock on the wall shows at an instant.
    pub fn civil(&self, at: Instant) -> DateTime {
        self.zone.to_datetime(Timestamp::from_second(at.0).unwrap_or(if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX }))
    }

    /// The instant of a time on the wall; one that a change of clocks leaves out lies after the gap.
    fn instant(&self, at: DateTime) -> Option<Instant> {
        self.zone.to_timestamp(at).ok().map(|t| Instant(t.as_second()))
    }
}

impl Rhythm {
    /// Checks hour and day.
    ///
    /// # Errors
    /// When there is no such hour or day.
    pub fn checked(self) -> Result<Self, RhythmError> {
        match self {
            Self::Daily { hour } | Self::Weekly { hour, .. } if !(0..24).contains(&hour) => Err(RhythmError::Hour(hour)),
            Self::Weekly { day, .. } if !(1..=7).contains(&day) => Err(RhythmError::Day(day)),
            _ => Ok(self),
        }
    }

    /// Up to when a subscriber is to be told now who was told up to `last`; nothing when it is not yet time.
    ///
    /// Somebody who missed several times, because nothing ran, gets one digest for all of it.
    pub fn due(self, zone: &Zone, last: Instant, now: Instant) -> Option<Instant> {
        let at = match self {
            Self::Immediate => Some(now).filter(|n| n.0 - last.0 >= PAUSE),
            Self::Daily { hour } => latest(zone, now, hour, |_| true),
            Self::Weekly { day, hour } => latest(zone, now, hour, |w| w.to_monday_one_offset() == day),
        };
        at.filter(|at| *at > last)
    }

    /// Whether somebody is told that nothing changed.
    pub fn tells_nothing(self) -> bool {
        self != Self::Immediate
    }
}

/// The last time up to `now` at which the clock showed an hour on one of some days.
fn latest(zone: &Zone, now: Instant, hour: i8, on: impl Fn(Weekday) -> bool) -> Option<Instant> {
    let today = zone.civil(now).date();
    let days = (0..8).filter_map(|back| today.checked_sub(back.days()).ok()).filter(|d| on(d.weekday()));
    days.filter_map(|d| zone.instant(d.at(hour, 0, 0, 0))).find(|at| *at <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        rawi_situation::instant::Stretch::parse(text).unwrap().last.unwrap()
    }

    fn due(rhythm: Rhythm, zone: &str, last: &str, now: &str) -> Option<String> {
        rhythm.due(&zone.parse().unwrap(), at(last), at(now)).map(|i| i.to_string())
    }

    #[test]
    fn a_day_begins_where_the_subscriber_lives() {
        let seven = Rhythm::Daily { hour: 7 };
        assert_eq!(due(seven, "Asia/Damascus", "2024-12-07T04:00Z", "2024-12-08T03:59Z"), None);
        assert_eq!(due(seven, "Asia/Damascus", "2024-12-07T04:00Z", "2024-12-08T04:00Z").as_deref(), Some("2024-12-08T04:00:00Z"));
        assert_eq!(due(seven, "Asia/Damascus", "2024-12-08T04:00Z", "2024-12-08T20:00Z"), None);
        assert_eq!(due(seven, "UTC", "2024-12-01T04:00Z", "2024-12-08T20:00Z").as_deref(), Some("2024-12-08T07:00:00Z"), "one for all that was missed");
    }

    #[test]
    fn clocks_that_are_put_forward_or_back_neither_lose_nor_double_a_day() {
        let two = Rhythm::Daily { hour: 2 };
        assert_eq!(due(two, "Europe/Berlin", "2024-03-30T01:00Z", "2024-03-31T12:00Z").as_deref(), Some("2024-03-31T01:00:00Z"));
        let autumn = due(two, "Europe/Berlin", "2024-10-26T00:00Z", "2024-10-27T00:00Z");
        assert_eq!(autumn.as_deref(), Some("2024-10-27T00:00:00Z"));
        assert_eq!(due(two, "Europe/Berlin", "2024-10-27T00:00Z", "2024-10-27T12:00Z"), None);
    }

    #[test]
    fn weeks_and_floods() {
        let sunday = Rhythm::Weekly { day: 7, hour: 9 };
        assert_eq!(due(sunday, "UTC", "2024-12-01T09:00Z", "2024-12-07T23:00Z"), None);
        assert_eq!(due(sunday, "UTC", "2024-12-01T09:00Z", "2024-12-10T00:00Z").as_deref(), Some("2024-12-08T09:00:00Z"));
        assert_eq!(due(Rhythm::Immediate, "UTC", "2024-12-08T09:00Z", "2024-12-08T09:14Z"), None);
        assert_eq!(due(Rhythm::Immediate, "UTC", "2024-12-08T09:00Z", "2024-12-08T09:15Z").as_deref(), Some("2024-12-08T09:15:00Z"));
    }

    #[test]
    fn what_is_no_time_is_named() {
        assert_eq!(Rhythm::Daily { hour: 24 }.checked(), Err(RhythmError::Hour(24)));
        assert_eq!(Rhythm::Weekly { day: 0, hour: 1 }.checked(), Err(RhythmError::Day(0)));
        assert!("Asia/Nowhere".parse::<Zone>().is_err());
    }
}
