//! Which of two reports that share words had them first.

use std::cmp::Ordering;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rawi_model::Report;

/// What of a report decides whether it is the origin of shared words.
#[derive(Clone, Debug)]
pub struct Source {
    /// Identifier of the report.
    pub id: String,
    /// Who published it, as the report names it.
    pub outlet: Option<String>,
    /// Day of publication.
    pub day: Option<Date>,
    agency: bool,
    moment: Option<Moment>,
}

impl Source {
    /// Of a report; `agency` says whether its outlet is an agency.
    pub fn of(report: &Report, agency: bool) -> Self {
        // Without a day there is no comparing: a moment needs one as well.
        let exact = report.published_at.as_deref().and_then(|t| t.parse::<jiff::Timestamp>().ok());
        let moment = report.published.map(|day| exact.map_or(Moment::Day(day), Moment::Exact));
        Self { id: report.id(), outlet: report.outlet.clone(), day: report.published, agency, moment }
    }

    /// True when it comes before the other in the one order of all reports: agencies, then the earlier, then the smaller identifier. Where
    /// [`origin`] shows an origin, that one comes before.
    pub fn precedes(&self, other: &Self) -> bool {
        self.rank() < other.rank()
    }

    /// The key of that order.
    pub(crate) fn rank(&self) -> (bool, bool, i64, &str) {
        // Reports without a time come last.
        let seconds = self.moment.map(Moment::seconds);
        (!self.agency, seconds.is_none(), seconds.unwrap_or_default(), &self.id)
    }
}

/// Which of two reports shared words come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The first.
    A(Because),
    /// The second.
    B(Because),
    /// Nothing shows it: they may also have a third source.
    NotShown,
}

/// Why a report is the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Its outlet is an agency, the other's is not.
    Agency,
    /// It was published earlier.
    Earlier,
}

impl Because {
    /// The word used in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Earlier => "earlier",
        }
    }
}

/// The origin of what two reports share.
pub fn origin(a: &Source, b: &Source) -> Origin {
    match (a.agency, b.agency) {
        (true, false) => return Origin::A(Because::Agency),
        (false, true) => return Origin::B(Because::Agency),
        _ => {}
    }
    match a.moment.zip(b.moment).map(|(a, b)| a.compare(b)) {
        Some(Ordering::Less) => Origin::A(Because::Earlier),
        Some(Ordering::Greater) => Origin::B(Because::Earlier),
        _ => Origin::NotShown,
    }
}

/// The moment of publication, or its day when no time with a zone is known.
#[derive(Clone, Copy, Debug)]
enum Moment {
    Exact(jiff::Timestamp),
    Day(Date),
}

impl Moment {
    /// Which is earlier; days that touch in some zone decide nothing.
    fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Exact(a), Self::Exact(b)) => a.cmp(&b),
            (Self::Day(a), Self::Day(b)) => a.cmp(&b),
            _ if self.day().duration_since(other.day()).as_hours().abs() > 24 => self.day().cmp(&other.day()),
            _ => Ordering::Equal,
        }
    }

    fn day(self) -> Date {
        match self {
            Self::Exact(t) => t.to_zoned(TimeZone::UTC).date(),
            Self::Day(day) => day,
        }
    }

    /// Seconds since 1970; a day stands for its beginning.
    fn seconds(self) -> i64 {
        match self {
            Self::Exact(t) => t.as_second(),
            Self::Day(day) => TimeZone::UTC.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).map_or(i64::MIN, jiff::Timestamp::as_second),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(outlet: &str, time: Option<&str>, day: i8) -> Source {
        let report = Report {
            outlet: Some(outlet.into()),
            published: Some(Date::constant(2024, 12, day)),
            published_at: time.map(str::to_owned),
            ..Report::from_text(format!("{outlet}{day}"))
        };
        Source::of(&report, outlet == "agency")
    }

    #[test]
    fn the_origin_is_the_agency_or_the_earlier_or_not_shown() {
        let (a, b) = (source("x", Some("2024-12-08T10:00:00+03:00"), 8), source("y", Some("2024-12-08T08:00:00Z"), 8));
        assert_eq!(origin(&a, &b), Origin::A(Because::Earlier));
        assert_eq!(origin(&a, &source("agency", None, 9)), Origin::B(Because::Agency));
        assert_eq!(origin(&source("x", None, 8), &source("y", None, 8)), Origin::NotShown);
        assert_eq!(origin(&source("x", None, 9), &source("y", None, 8)), Origin::B(Because::Earlier));
    }

    #[test]
    fn the_order_of_reports_agrees_with_their_origin() {
        let times = [None, Some("2024-12-08T00:30:00+03:00"), Some("2024-12-08T23:00:00Z"), Some("2024-12-09T01:00:00+03:00")];
        let all: Vec<Source> = ["agency", "x", "y"].iter().flat_map(|o| times.iter().flat_map(move |t| [8, 9].map(|day| source(o, *t, day)))).collect();
        for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            match origin(a, b) {
                Origin::A(_) => assert!(a.precedes(b) && !b.precedes(a), "{a:?} {b:?}"),
                Origin::B(_) => assert!(b.precedes(a) && !a.precedes(b), "{a:?} {b:?}"),
                Origin::NotShown => assert!(!(a.precedes(b) && b.precedes(a))),
            }
        }
    }
}
