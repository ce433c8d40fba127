//! The time axis: how much is said of each day, and on which days something changed.

use jiff::civil::Date;
use rawi_situation::instant::{Instant, Stretch};
use rawi_situation::situation::Estimator;
use rawi_situation::track::Fluent;

use crate::config::Opening;
use crate::view::View;

/// Days on the axis, at most.
const LONGEST: i64 = 62;

/// Days of an area in their order.
pub struct Timeline {
    /// One for each calendar day.
    pub days: Vec<Day>,
    /// The last day before the axis, and the first after it, of which somebody says who holds something.
    beyond: (Option<i64>, Option<i64>),
}

/// One day.
#[derive(Clone, Debug)]
pub struct Day {
    /// Counted from 1970-01-01.
    pub day: i64,
    /// Claims that speak of it.
    pub claims: usize,
    /// Tracks whose value or status is another than the day before.
    pub changed: Vec<usize>,
}

impl Day {
    /// The calendar date.
    pub fn date(&self) -> Date {
        Instant::end_of(self.day).date()
    }
}

impl Timeline {
    /// First and last day of the axis: as the settings say, else all days on which reports of the area appeared, else those around an instant.
    pub fn span(view: &View, area: Option<&str>, around: Instant, opening: &Opening) -> (i64, i64) {
        let day = |text: &Option<String>| text.as_deref().and_then(|t| Stretch::parse(t).ok()?.last).map(Instant::day);
        let own = day(&opening.from).zip(day(&opening.to)).filter(|(from, to)| (*from..=*to).contains(&around.day()) && to - from < 2 * LONGEST);
        if let Some(span) = own.filter(|_| area.is_none() || area == opening.area.as_deref()) {
            return span;
        }
        let known = view.tracks(area).flat_map(|(_, t)| &t.statements).map(|s| s.known.day());
        let (first, last) = known.fold((i64::MAX, i64::MIN), |(a, b), d| (a.min(d), b.max(d)));
        if first > last {
            return (around.day() - LONGEST / 2, around.day());
        }
        if last - first < LONGEST {
            return (first - 1, last);
        }
        let end = (around.day() + LONGEST / 3).clamp(first + LONGEST - 1, last);
        (end - LONGEST + 1, end)
    }

    /// Counts claims and finds changes from day to day.
    pub fn of(view: &View, area: Option<&str>, (from, to): (i64, i64)) -> Self {
        let mut days: Vec<Day> = (from..=to).map(|day| Day { day, claims: 0, changed: Vec::new() }).collect();
        let index = |day: i64| usize::try_from(day - from).ok().filter(|i| *i < (to - from + 1) as usize);
        for claim in view.claims() {
            let inside = |n: &u32| area.is_none_or(|a| view.snapshot.names().get(*n).id.strip_prefix("place:").is_some_and(|p| p.split('/').next() == Some(a)));
            let there = area.is_none() || [&claim.places, &claim.from, &claim.to].into_iter().flatten().any(inside);
            if let Some(i) = index(claim.at.day()).filter(|_| there) {
                days[i].claims += 1;
            }
        }
        for (track, t) in view.tracks(area).filter(|(_, t)| t.fluent == Fluent::Control) {
            let times: Vec<Instant> = (from - 1..=to).map(Instant::end_of).collect();
            let fold = view.case.fold(t);
            let beliefs = view.case.believe_all(t, &fold, &times, Estimator::Filter);
            for (i, pair) in beliefs.windows(2).enumerate() {
                if pair[0].1.status != pair[1].1.status || pair[0].1.value != pair[1].1.value {
                    days[i].changed.push(track);
                }
            }
        }
        Self { days, beyond: beyond(view, area, (from, to)) }
    }

    /// The last day before `day`, or the first one after it, on which something changed; beyond the axis, of which something was said.
    pub fn change(&self, day: i64, forward: bool) -> Option<i64> {
        let changed = |d: &&Day| !d.changed.is_empty();
        if forward {
            let next = self.days.iter().filter(changed).map(|d| d.day).find(|d| *d > day);
            return next.or(self.beyond.1.filter(|d| *d > day));
        }
        let last = self.days.iter().rev().filter(changed).map(|d| d.day).find(|d| *d < day);
        last.or(self.beyond.0.filter(|d| *d < day))
    }
}

fn beyond(view: &View, area: Option<&str>, (from, to): (i64, i64)) -> (Option<i64>, Option<i64>) {
    let said = || view.tracks(area).filter(|(_, t)| t.fluent == Fluent::Control).flat_map(|(_, t)| &t.statements).map(|s| s.at.day());
    (said().filter(|d| *d < from).max(), said().filter(|d| *d > to).min())
}
