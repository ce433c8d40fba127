//! Days of EDTF values, read as leniently as people write them.

use jiff::civil::Date;

/// The reader's interval may be this many days longer than the gold's.
const SLACK: i64 = 3;

/// First and last day of an EDTF value; `None` inside for an open end, `None` outside when it is no such value.
fn days(edtf: &str) -> Option<(Option<Date>, Option<Date>)> {
    let (first, last) = edtf.split_once('/').unwrap_or((edtf, edtf));
    Some((day(first, false)?, day(last, true)?))
}

/// The first or last day of one end. Hours and marks of doubt do not count.
fn day(part: &str, last: bool) -> Option<Option<Date>> {
    if matches!(part, "" | "..") {
        return Some(None);
    }
    let part: String = part.trim_end_matches(['?', '~', '%']).chars().take(10).collect();
    let is_number = |bit: &&str| !bit.is_empty() && bit.bytes().all(|b| b.is_ascii_digit());
    let bits: Vec<i32> = part.split('-').filter(is_number).map(|bit| bit.parse().ok()).collect::<Option<_>>()?;
    match *bits.as_slice() {
        [year, month, day] => date(year, month, day),
        [year, month] if last => date(year + month / 12, month % 12 + 1, 1)?.yesterday().ok(),
        [year, month] => date(year, month, 1),
        [year, ..] if last => date(year, 12, 31),
        [year, ..] => date(year, 1, 1),
        [] => None,
    }
    .map(Some)
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|y| (1..=9999).contains(y))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// True when the days overlap and the read interval is at most three days longer than the gold one.
pub(crate) fn is_right(gold: &str, read: &str) -> bool {
    let (Some(gold), Some(read)) = (days(gold), days(read)) else { return false };
    let closed = |(a, b): (Option<Date>, Option<Date>)| (a.unwrap_or(Date::constant(1, 1, 1)), b.unwrap_or(Date::constant(9999, 12, 31)));
    let (gold, read) = (closed(gold), closed(read));
    read.0 <= gold.1 && gold.0 <= read.1 && length(read) - length(gold) <= SLACK
}

fn length((first, last): (Date, Date)) -> i64 {
    (last - first).get_days().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_overlap_and_are_not_much_longer() {
        for (gold, read, right) in [
            ("2024-12-07", "2024-12-07", true),
            ("2024-12-07", "2024-12-08", false),
            ("2024-12-07", "2024-12-07T21", true),
            ("2024-12-07/2024-12-08", "2024-12-08", true),
            ("2024-12-07", "2024-12-05/2024-12-08", true),
            ("2024-12-07", "2024-12-04/2024-12-08", false),
            ("2024-12", "2024-12-31", true),
            ("2024-12-31", "2024-12", false),
            ("2024-02", "2024-02-29", true),
            ("2023-02", "2023-03-01", false),
            ("2024", "2024-06-01", true),
            ("../2024-12-08", "2024-12-01", true),
            ("2024-12-01", "../2024-12-08", false),
            ("2024-12-01/..", "2024-12-05/..", true),
            ("2024-12-07~", "2024-12-07?", true),
            ("2024-13-01", "2024-12-07", false),
            ("yesterday", "2024-12-07", false),
            ("0000", "2024", false),
        ] {
            assert_eq!(is_right(gold, read), right, "{gold} {read}");
        }
    }
}
