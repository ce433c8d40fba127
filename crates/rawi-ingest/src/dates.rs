//! Dates and times as pages write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use rawi_lexicon::orthography::key;
use rawi_lexicon::{Lexicon, TimeWord};

/// A point in time as precisely as a page gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The civil day, in the zone that the page writes.
    pub date: Date,
    /// RFC 3339 if the page gives a time and a zone, without zone if it names none, `None` if it gives a day only.
    pub time: Option<String>,
}

impl When {
    fn day(date: Date) -> Self {
        Self { date, time: None }
    }

    /// A moment in seconds since 1970, in UTC.
    pub(crate) fn utc(seconds: i64) -> Option<Self> {
        let moment = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).datetime();
        Some(moment).filter(plausible).map(|m| When::at(m, "Z"))
    }

    fn at(moment: DateTime, zone: &str) -> Self {
        Self { date: moment.date(), time: Some(format!("{}{zone}", moment.strftime("%Y-%m-%dT%H:%M:%S"))) }
    }
}

/// A time as machines write it: ISO 8601 and its usual accidents, RFC 2822, seconds or milliseconds since 1970.
pub fn machine_time(text: &str) -> Option<When> {
    let text = text.trim();
    if text.len() >= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
        return compact(text);
    }
    iso(text).or_else(|| mail_time(text))
}

fn compact(text: &str) -> Option<When> {
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        13 => number / 1000,
        9 | 10 => number,
        14 => return DateTime::strptime("%Y%m%d%H%M%S", text).ok().filter(plausible).map(|m| When::at(m, "")),
        _ => return None,
    };
    When::utc(seconds)
}

fn plausible(moment: &DateTime) -> bool {
    (1990..=2100).contains(&moment.year())
}

fn iso(text: &str) -> Option<When> {
    let day = text.get(..10)?;
    let date: Date = day.replace('/', "-").parse().ok()?;
    let rest = text[10..].trim_start_matches(['T', 't', ' ', ',']);
    if rest.is_empty() {
        return Some(When::day(date));
    }
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(rest.len());
    let clock = clock(&rest[..end])?;
    let tail = rest[end..].trim_start();
    let tail = tail.strip_prefix('.').map_or(tail, |t| t.trim_start_matches(|c: char| c.is_ascii_digit()));
    Some(When::at(date.to_datetime(clock), &zone(tail.trim())))
}

fn clock(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let mut part = || parts.next().map_or(Some(0), |p| p.parse::<i8>().ok());
    Time::new(part()?, part()?, part()?, 0).ok().filter(|_| text.contains(':'))
}

/// `Z`, `+03:00`, or nothing when the zone is not told or not an offset.
fn zone(text: &str) -> String {
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return "Z".into();
    }
    let digits: String = text.chars().skip(1).filter(char::is_ascii_digit).take(4).collect();
    match (text.chars().next(), digits.len()) {
        (Some(sign @ ('+' | '-')), 4) => format!("{sign}{}:{}", &digits[..2], &digits[2..]),
        (Some(sign @ ('+' | '-')), 2) => format!("{sign}{digits}:00"),
        _ => String::new(),
    }
}

fn mail_time(text: &str) -> Option<When> {
    let zoned = rfc2822::parse(text).ok()?;
    let offset = zoned.strftime("%:z").to_string();
    Some(When::at(zoned.datetime(), if offset == "+00:00" { "Z" } else { &offset }))
}

/// A date that stands in running text: "8 ديسمبر/كانون الأول 2024 - 21:30", "2024/12/08", "08-12-2024", "December 8, 2024".
pub(crate) fn visible_time(text: &str, lexicon: &Lexicon) -> Option<When> {
    let parts = parts(text);
    let (date, after) = (0..parts.len()).find_map(|at| written_date(&parts, at, lexicon).or_else(|| numeric_date(&parts, at)))?;
    let time = (after..parts.len().min(after + 12)).chain(0..after).filter(|&at| parts[at] == ":").find_map(|at| clock_at(&parts, at));
    Some(match time {
        Some(time) => When::at(date.to_datetime(time), &spoken_zone(&parts)),
        None => When::day(date),
    })
}

/// Words, numbers and single signs, in keys: Eastern digits become Western.
fn parts(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in key(text).chars() {
        let joins = (c.is_alphabetic() && last.is_alphabetic()) || (c.is_ascii_digit() && last.is_ascii_digit());
        match out.last_mut() {
            Some(word) if joins => word.push(c),
            _ if c.is_whitespace() => {}
            _ => out.push(c.to_string()),
        }
        last = c;
    }
    out
}

fn month(parts: &[String], at: usize, lexicon: &Lexicon) -> Option<(i8, usize)> {
    (1..=2).rev().find_map(|n| {
        let words = parts.get(at..at + n)?.join(" ");
        lexicon.times.get(&words).iter().find_map(|t| if let TimeWord::Month(m) = t { Some((*m, n)) } else { None })
    })
}

/// Day, month in one or two names, year; or month, day, year.
fn written_date(parts: &[String], at: usize, lexicon: &Lexicon) -> Option<(Date, usize)> {
    let number = |at: usize| parts.get(at)?.parse::<i16>().ok();
    let skip = |mut at: usize, signs: &[&str]| {
        while parts.get(at).is_some_and(|p| signs.contains(&p.as_str())) {
            at += 1;
        }
        at
    };
    if let Some((month, n)) = month(parts, at, lexicon) {
        let day = number(at + n)?;
        let year = skip(at + n + 1, &[",", "،"]);
        return Some((civil(number(year)?, month, day)?, year + 1));
    }
    let day = number(at)?;
    let (first, n) = month(parts, skip(at + 1, &["-", "من", "of", "/"]), lexicon)?;
    let mut after = skip(at + 1, &["-", "من", "of", "/"]) + n;
    let again = skip(after, &["/", "(", "-"]);
    if let Some((same, n)) = month(parts, again, lexicon).filter(|(m, _)| *m == first) {
        debug_assert_eq!(same, first);
        after = again + n;
    }
    let year = skip(after, &[")", ",", "،", "-", "/", "عام", "سنة"]);
    Some((civil(number(year)?, first, day)?, year + 1))
}

fn numeric_date(parts: &[String], at: usize) -> Option<(Date, usize)> {
    let number = |n: usize| parts.get(at + n)?.parse::<i16>().ok();
    let sign = |n: usize| parts.get(at + n).filter(|s| matches!(s.as_str(), "/" | "-" | "."));
    if sign(1)? != sign(3)? {
        return None;
    }
    let (a, b, c) = (number(0)?, number(2)?, number(4)?);
    let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
    Some((civil(year, i8::try_from(month).ok()?, day)?, at + 5))
}

fn civil(year: i16, month: i8, day: i16) -> Option<Date> {
    Date::new(year, month, i8::try_from(day).ok()?).ok().filter(|d| (1990..=2100).contains(&d.year()))
}

fn clock_at(parts: &[String], colon: usize) -> Option<Time> {
    let hour: i8 = parts.get(colon.checked_sub(1)?)?.parse().ok()?;
    let minute: i8 = parts.get(colon + 1)?.parse().ok()?;
    let half = parts.iter().skip(colon + 2).take(4).chain(parts[..colon.saturating_sub(1)].iter().rev().take(2));
    let hour = half.filter_map(|p| half_of_day(p)).next().map_or(hour, |evening| match (evening, hour) {
        (true, h) if h < 12 => h + 12,
        (false, 12) => 0,
        (_, h) => h,
    });
    Time::new(hour, minute, 0, 0).ok()
}

/// `Some(true)` after noon.
fn half_of_day(word: &str) -> Option<bool> {
    match word {
        "م" | "مساء" | "pm" => Some(true),
        "ص" | "صباحا" | "am" => Some(false),
        _ => None,
    }
}

/// Zones that datelines name in words; "local time" and "Mecca time" say too little or vary, but Mecca is always +03:00.
fn spoken_zone(parts: &[String]) -> String {
    let has = |word: &str| parts.iter().any(|p| p == word);
    match () {
        () if has("gmt") || has("غرينتش") || has("جرينتش") || has("utc") => "Z".into(),
        () if has("مكة") => "+03:00".into(),
        () => String::new(),
    }
}

/// The day in an address, such as `/2024/12/08/` or `-20241208`.
pub(crate) fn url_day(url: &str) -> Option<Date> {
    let parts = parts(url.split('?').next().unwrap_or_default());
    (0..parts.len()).find_map(|at| numeric_date(&parts, at).filter(|_| parts[at].len() == 4).map(|d| d.0)).or_else(|| {
        let run = parts.iter().find(|p| p.len() == 8 && p.bytes().all(|b| b.is_ascii_digit()))?;
        civil(run[..4].parse().ok()?, run[4..6].parse().ok()?, run[6..].parse().ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rawi_lexicon::Sources;

    fn machine(text: &str) -> Option<(String, Option<String>)> {
        machine_time(text).map(|w| (w.date.to_string(), w.time))
    }

    #[test]
    fn machine_times_in_their_usual_forms() {
        for (text, time) in [
            ("2024-12-08T21:30:00+03:00", "2024-12-08T21:30:00+03:00"),
            ("2024-12-08T21:30:00.123Z", "2024-12-08T21:30:00Z"),
            ("2024-12-08T21:30:00+0300", "2024-12-08T21:30:00+03:00"),
            ("2024-12-08 21:30", "2024-12-08T21:30:00"),
            ("2024/12/08 21:30:05 GMT", "2024-12-08T21:30:05Z"),
            ("Sun, 08 Dec 2024 21:30:00 +0300", "2024-12-08T21:30:00+03:00"),
            ("Sun, 08 Dec 2024 21:30:00 GMT", "2024-12-08T21:30:00Z"),
            ("1733693400", "2024-12-08T21:30:00Z"),
            ("1733693400000", "2024-12-08T21:30:00Z"),
            ("20241208213000", "2024-12-08T21:30:00"),
        ] {
            assert_eq!(machine(text), Some(("2024-12-08".into(), Some(time.into()))), "{text}");
        }
        assert_eq!(machine("2024-12-08"), Some(("2024-12-08".into(), None)));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "yesterday", "2024-13-08", "2024-12-08T99:00", "123", "99999999999999999999", "٢٠٢٤-١٢-٠٨", "12/08"] {
            assert_eq!(machine(text), None, "{text}");
        }
    }

    #[test]
    fn datelines_of_arabic_pages() {
        let lexicon = Lexicon::load(&Sources::embedded()).unwrap();
        let when = |text: &str| visible_time(text, &lexicon).map(|w| w.time.unwrap_or_else(|| w.date.to_string()));
        for (text, time) in [
            ("الأحد 8 ديسمبر 2024 - 21:30", "2024-12-08T21:30:00"),
            ("نشر في: ٨ كانون الأول ٢٠٢٤ ٩:٣٠ م", "2024-12-08T21:30:00"),
            ("8/12/2024-|آخر تحديث: 21:30 (بتوقيت مكة المكرمة)", "2024-12-08T21:30:00+03:00"),
            ("08 ديسمبر/كانون الأول 2024", "2024-12-08"),
            ("December 8, 2024 9:30 PM", "2024-12-08T21:30:00"),
            ("21:30 - 08-12-2024 بتوقيت غرينتش", "2024-12-08T21:30:00Z"),
            ("تاريخ النشر: 2024/12/08", "2024-12-08"),
        ] {
            assert_eq!(when(text).as_deref(), Some(time), "{text}");
        }
        for text in ["", "قتل 8 مدنيين", "45/13/2024", "ديسمبر", "8 ديسمبر"] {
            assert_eq!(when(text), None, "{text}");
        }
    }

    #[test]
    fn days_in_addresses() {
        let day = Date::constant(2024, 12, 8);
        assert_eq!(url_day("https://a.example/news/2024/12/8/title"), Some(day));
        assert_eq!(url_day("https://a.example/20241208-title"), Some(day));
        assert_eq!(url_day("https://a.example/news/123456"), None);
    }
}
