//! Time expressions, anchored on the publication date.

use std::ops::Range;

use jiff::civil::{Date, Weekday};
use jiff::{Span as Duration, ToSpan};
use rawi_lexicon::{Lexicon, Numeral, TimePrep, TimeUnit, TimeWord, Word};
use rawi_model::{Edtf, Moment};

use crate::morph::Morph;
use crate::token::{Expressions, Token, TokenKind};

/// One time expression in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Timex {
    pub tokens: Range<usize>,
    pub value: Option<Edtf>,
    /// The weekday and the day that the words put together do not agree.
    pub mismatch: bool,
    /// Weekday and day offset, evidence for the publication date.
    pub deictic: Option<(i8, i8)>,
    /// A full date with its year.
    pub absolute: Option<Date>,
}

/// What the words of one expression say, before they are put on the calendar.
#[derive(Clone, Debug, Default)]
struct Parts {
    weekday: Option<i8>,
    second_weekday: Option<i8>,
    offset: Option<i8>,
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    hijri: bool,
    hour: Option<i8>,
    minute: Option<i8>,
    shift: Option<i8>,
    month_part: Option<u8>,
    last_night: bool,
    unit: Option<(u32, TimeUnit)>,
    prep: Option<TimePrep>,
    earlier: bool,
}

struct Scanner<'a, 't> {
    lexicon: &'a Lexicon,
    tokens: &'a [Token],
    morphs: &'a [Morph<'t>],
}

/// Time expressions of a sentence, left to right.
pub(crate) fn timexes(lexicon: &Lexicon, tokens: &[Token], morphs: &[Morph<'_>], anchor: Option<Date>) -> Vec<Timex> {
    let scanner = Scanner { lexicon, tokens, morphs };
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match scanner.expression(at) {
            Some((end, parts)) => {
                out.push(resolve(&parts, at..end, anchor));
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

impl Scanner<'_, '_> {
    /// The longest time word that begins at a token, and where it ends.
    fn word(&self, at: usize) -> Option<(TimeWord, usize)> {
        let morph = self.morphs.get(at)?;
        for cut in &morph.cuts {
            let most = self.lexicon.times.longest_from(&cut.word);
            for (len, phrase) in Expressions::new(self.tokens, &cut.word, at, most).iter() {
                if let Some(&word) = self.lexicon.times.get(phrase).first() {
                    return Some((word, at + len));
                }
            }
        }
        None
    }

    fn number(&self, at: usize) -> Option<(u32, usize)> {
        let token = self.tokens.get(at)?;
        if token.kind == TokenKind::Number {
            return token.key.parse().ok().map(|n| (n, at + 1));
        }
        let morph = self.morphs.get(at)?;
        for cut in &morph.cuts {
            let most = self.lexicon.numerals.longest_from(&cut.word);
            for (len, phrase) in Expressions::new(self.tokens, &cut.word, at, most).iter() {
                match self.lexicon.numerals.get(phrase).first() {
                    Some(Numeral::Value(n)) => return Some((*n as u32, at + len)),
                    Some(Numeral::Ordinal(n)) => return Some((u32::from(*n), at + len)),
                    _ => {}
                }
            }
        }
        None
    }

    fn key(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.key.as_str())
    }

    /// Skips one connector when a time word follows it.
    fn connector(&self, at: usize) -> usize {
        let skip = matches!(self.key(at), "من" | "في" | "يوم" | "/" | "(" | ")" | "،" | "على" | "إلى" | "شهر" | "عام" | "سنة" | "ال" | "-" | "هذا" | "ساعة" | "الساعة");
        if skip { at + 1 } else { at }
    }

    fn temporal(&self, at: usize) -> Option<TimePrep> {
        let morph = self.morphs.get(at)?;
        morph.cuts.iter().find_map(|cut| {
            self.lexicon.words.get(&cut.word).iter().find_map(|e| match e.word {
                Word::Temporal(_, prep) => Some(prep),
                _ => None,
            })
        })
    }

    fn expression(&self, start: usize) -> Option<(usize, Parts)> {
        let mut parts = Parts::default();
        let mut at = start;
        if let Some(prep) = self.temporal(start) {
            parts.prep = Some(prep);
            at += 1;
        }
        let opened = at;
        let mut last = at;
        while at < self.tokens.len() && at < start + 14 {
            match self.step(at, &mut parts, opened) {
                Some(next) => {
                    at = next;
                    last = next;
                }
                None => {
                    let next = self.connector(at);
                    let opener = at > opened || matches!(self.key(at), "يوم" | "شهر" | "عام" | "سنة" | "الساعة" | "هذا");
                    if next == at || at != last || !opener {
                        break;
                    }
                    at = next;
                }
            }
        }
        (last > opened && parts.is_whole(last - opened)).then_some((last, parts))
    }

    /// Takes in what stands at a token; `None` when it does not belong.
    fn step(&self, at: usize, parts: &mut Parts, opened: usize) -> Option<usize> {
        if let Some(next) = self.numeric_date(at, parts) {
            return Some(next);
        }
        if let Some((word, next)) = self.word(at) {
            if matches!(word, TimeWord::Part(_)) && !self.part_has_company(at, next, at > opened) {
                return None;
            }
            return parts.take(word).then_some(next);
        }
        let (n, next) = self.number(at)?;
        self.counted(n, next, at, parts)
    }

    /// A part of the day is one beside another time word, or as an adverb (`صباحا`).
    fn part_has_company(&self, at: usize, next: usize, inside: bool) -> bool {
        let adverb = self.key(at).ends_with('ا') || self.morphs[at].cuts.iter().any(|c| c.word.ends_with('ا') && c.word.starts_with(['ص', 'م', 'ل', 'ف']));
        let follows = self.word(self.connector(next)).is_some_and(|(w, _)| matches!(w, TimeWord::Weekday(_) | TimeWord::Day(_) | TimeWord::Shift(_)));
        let number = self.number(self.connector(next)).is_some_and(|(_, n)| self.word(self.connector(n)).is_some_and(|(w, _)| matches!(w, TimeWord::Month(_))));
        inside || adverb || follows || number || self.key(at).starts_with("ال")
    }

    /// `2024/12/8`, `02/12/2025`, `18:40`.
    fn numeric_date(&self, at: usize, parts: &mut Parts) -> Option<usize> {
        let n = |i: usize| self.tokens.get(i).filter(|t| t.kind == TokenKind::Number).and_then(|t| t.key.parse::<i16>().ok());
        let first = n(at)?;
        if self.tokens.get(at + 1)?.is(':') {
            let minute = n(at + 2).filter(|m| (0..60).contains(m))?;
            parts.hour = (0..24).contains(&first).then_some(first as i8);
            parts.minute = Some(minute as i8);
            return parts.hour.map(|_| at + 3);
        }
        let slash = self.tokens.get(at + 1).filter(|t| t.is('/') || t.is('-') || t.is('.'))?.kind;
        let second = n(at + 2).filter(|m| (1..=31).contains(m))?;
        if self.tokens.get(at + 3)?.kind != slash {
            return None;
        }
        let third = n(at + 4)?;
        let (day, month, year) = if first > 31 { (third, second, first) } else { (first, second, third) };
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|d| d.year() > 1900)?;
        (parts.day, parts.month, parts.year) = (Some(day as i8), Some(month as i8), Some(year));
        Some(at + 5)
    }

    /// A number: a day before a month, a year after one, an amount before a unit.
    fn counted(&self, n: u32, next: usize, at: usize, parts: &mut Parts) -> Option<usize> {
        if parts.month.is_some() && parts.year.is_none() && (1300..2200).contains(&n) {
            parts.year = Some(n as i16);
            return Some(if matches!(self.key(next), "هـ" | "ه" | "م") { next + 1 } else { next });
        }
        let after = if self.key(next) == "من" { next + 1 } else { next };
        match self.word(after) {
            Some((TimeWord::Month(_) | TimeWord::Hijri(_), _)) if (1..=31).contains(&n) => {
                parts.day = Some(n as i8);
                Some(after)
            }
            Some((TimeWord::Unit(unit, _), end)) if parts.prep.is_some() && parts.unit.is_none() => {
                parts.unit = Some((n, unit));
                Some(end)
            }
            _ if (1900..2100).contains(&n) && at > 0 && matches!(self.key(at - 1), "عام" | "سنة" | "العام") => {
                parts.year = Some(n as i16);
                Some(next)
            }
            _ => None,
        }
    }
}

impl Parts {
    /// Takes in one word; false when it cannot belong to the same expression.
    fn take(&mut self, word: TimeWord) -> bool {
        match word {
            TimeWord::Weekday(w) if self.weekday.is_none() => self.weekday = Some(w),
            TimeWord::Weekday(w) if self.hour == Some(22) => self.second_weekday = Some(w),
            TimeWord::Day(d) if self.offset.is_none() => self.offset = Some(d),
            TimeWord::Part(h) if self.hour.is_none() || self.minute.is_some() => self.set_part(h),
            TimeWord::LastNight => self.last_night = true,
            TimeWord::Earlier => self.earlier = true,
            TimeWord::Month(m) if self.month.is_none() || self.month == Some(m) => self.month = Some(m),
            TimeWord::Hijri(m) if self.month.is_none() => (self.month, self.hijri) = (Some(m as i8), true),
            TimeWord::Shift(s) if !self.is_empty() => self.shift = Some(s),
            TimeWord::MonthPart(p) => self.month_part = Some(p),
            TimeWord::Unit(unit, n) if self.prep.is_some() && self.unit.is_none() => self.unit = Some((n, unit)),
            _ => return false,
        }
        true
    }

    fn set_part(&mut self, part: i8) {
        self.hour = match self.hour {
            Some(h) if self.minute.is_some() && part >= 16 && h < 12 => Some(h + 12),
            Some(h) if self.minute.is_some() => Some(h),
            _ => Some(part),
        };
    }

    fn is_empty(&self) -> bool {
        self.weekday.is_none() && self.offset.is_none() && self.month.is_none() && self.unit.is_none() && self.hour.is_none() && self.month_part.is_none()
    }

    /// Says enough to be a time.
    fn is_whole(&self, words: usize) -> bool {
        let month = self.month.is_some() && (self.day.is_some() || self.year.is_some() || self.month_part.is_some() || self.prep.is_some() || words > 1);
        self.weekday.is_some()
            || self.offset.is_some()
            || month
            || self.unit.is_some()
            || self.last_night
            || self.hour.is_some()
            || self.earlier
            || (self.year.is_some() && self.month.is_none())
    }
}

fn resolve(parts: &Parts, tokens: Range<usize>, anchor: Option<Date>) -> Timex {
    let deictic = parts.weekday.and_then(|w| {
        let offset = parts.offset.or_else(|| parts.last_night.then_some(-1));
        offset.map(|o| (w, o))
    });
    let absolute = (!parts.hijri).then(|| Date::new(parts.year?, parts.month?, parts.day?).ok()).flatten();
    let value = value(parts, anchor);
    let mismatch = match (deictic, anchor) {
        (Some((weekday, offset)), Some(anchor)) => shifted(anchor, i64::from(offset)).is_some_and(|d| d.weekday().to_monday_one_offset() != weekday),
        _ => false,
    };
    Timex { tokens, value, mismatch, deictic, absolute }
}

fn value(parts: &Parts, anchor: Option<Date>) -> Option<Edtf> {
    if let Some((n, unit)) = parts.unit {
        return window(parts.prep?, n, unit, anchor?);
    }
    let base = base(parts, anchor)?;
    let edtf = match (base, parts.hour) {
        (Moment::Day(day), Some(22)) => night(day, parts),
        (Moment::Day(day), Some(hour)) => Edtf::At(parts.minute.map_or(Moment::Hour(day, hour), |m| Moment::Minute(day, hour, m))),
        _ => Edtf::At(base),
    };
    Some(match (parts.prep, edtf) {
        (Some(TimePrep::Since), Edtf::At(m) | Edtf::Between(Some(m), _)) => Edtf::since(m),
        (Some(TimePrep::Before | TimePrep::By), Edtf::At(m)) => Edtf::until(m),
        _ => edtf,
    })
}

/// A night across two days is both days.
fn night(day: Date, parts: &Parts) -> Edtf {
    match parts.second_weekday.and_then(|_| shifted(day, 1)) {
        Some(next) => Edtf::Between(Some(Moment::Hour(day, 22)), Some(Moment::Day(next))),
        None => Edtf::At(Moment::Hour(day, 22)),
    }
}

fn base(parts: &Parts, anchor: Option<Date>) -> Option<Moment> {
    if let Some(month) = parts.month {
        return month_moment(parts, month, anchor);
    }
    if let Some(year) = parts.year {
        return Some(Moment::Year(year));
    }
    let anchor = anchor?;
    if let Some(offset) = parts.offset {
        return shifted(anchor, i64::from(offset)).map(Moment::Day);
    }
    if let Some(weekday) = parts.weekday {
        return weekday_date(anchor, weekday, parts.shift).map(Moment::Day);
    }
    if parts.last_night {
        return shifted(anchor, -1).map(Moment::Day);
    }
    (parts.hour.is_some() || parts.earlier).then_some(Moment::Day(anchor))
}

fn month_moment(parts: &Parts, month: i8, anchor: Option<Date>) -> Option<Moment> {
    if parts.hijri {
        return hijri(parts, month, anchor).map(Moment::Day);
    }
    let year = parts.year.or_else(|| anchor.map(|a| nearest_year(a, month, parts.day.unwrap_or(1))))?;
    match parts.day {
        Some(day) => Date::new(year, month, day).ok().map(Moment::Day),
        None => Date::new(year, month, 1).ok().map(|_| Moment::Month(year, month)),
    }
}

/// The year in which a date lies nearest before publication, a month ahead allowed.
fn nearest_year(anchor: Date, month: i8, day: i8) -> i16 {
    let limit = shifted(anchor, 31).unwrap_or(anchor);
    match Date::new(anchor.year(), month, day.clamp(1, 28)) {
        Ok(date) if date > limit => anchor.year() - 1,
        _ => anchor.year(),
    }
}

/// A bare weekday is the latest on or before publication; "next" the first after it.
fn weekday_date(anchor: Date, weekday: i8, shift: Option<i8>) -> Option<Date> {
    let back = i64::from((anchor.weekday().to_monday_one_offset() - weekday).rem_euclid(7));
    match shift {
        Some(1) => shifted(anchor, if back == 0 { 7 } else { 7 - back }),
        Some(-1) if back == 0 => shifted(anchor, -7),
        _ => shifted(anchor, -back),
    }
}

fn window(prep: TimePrep, n: u32, unit: TimeUnit, anchor: Date) -> Option<Edtf> {
    let n = i64::from(n);
    let span: Duration = match unit {
        TimeUnit::Minute | TimeUnit::Hour => ((n + 23) / 24).days(),
        TimeUnit::Day => n.days(),
        TimeUnit::Week => (7 * n).days(),
        TimeUnit::Month => n.months(),
        TimeUnit::Year => n.years(),
    };
    let start = anchor.checked_sub(span).ok()?;
    Some(match prep {
        TimePrep::Since => Edtf::since(Moment::Day(start)),
        TimePrep::During => Edtf::between(Moment::Day(start), Moment::Day(anchor)),
        TimePrep::Before => Edtf::day(start),
        TimePrep::After | TimePrep::By => return None,
    })
}

fn shifted(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// Umm al-Qura date to Gregorian; without a year, the one nearest to publication.
fn hijri(parts: &Parts, month: i8, anchor: Option<Date>) -> Option<Date> {
    use icu_calendar::Date as IcuDate;
    use icu_calendar::cal::Hijri;
    let convert = |year: i32| {
        let date = IcuDate::try_new_hijri_with_calendar(year, month as u8, parts.day.unwrap_or(1) as u8, Hijri::new_umm_al_qura()).ok()?;
        let iso = date.to_calendar(icu_calendar::Iso);
        Date::new(iso.year().extended_year() as i16, iso.month().ordinal as i8, iso.day_of_month().0 as i8).ok()
    };
    if let Some(year) = parts.year {
        return convert(i32::from(year));
    }
    let anchor = anchor?;
    let guess = ((f64::from(anchor.year()) - 622.0) * 33.0 / 32.0) as i32;
    (guess - 1..=guess + 2).filter_map(convert).filter(|d| *d <= shifted(anchor, 60).unwrap_or(anchor)).max()
}

/// The publication date that weekdays and dates in the text point to, with the evidence in words.
pub(crate) fn infer_published(timexes: &[Timex]) -> Option<(Date, String)> {
    let latest = timexes.iter().filter_map(|t| t.absolute).max()?;
    match timexes.iter().find_map(|t| t.deictic) {
        Some((weekday, offset)) => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            let said = (0..7).filter_map(|d| shifted(latest, d)).find(|d| d.weekday() == weekday)?;
            let published = shifted(said, -i64::from(offset))?;
            Some((published, format!("latest date in the text is {latest}; the text puts {weekday:?} {} day(s) from publication", offset)))
        }
        None => Some((latest, format!("latest date in the text is {latest}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_look_back_and_shift() {
        let sunday = Date::constant(2024, 12, 8);
        assert_eq!(weekday_date(sunday, 6, None), Some(Date::constant(2024, 12, 7)));
        assert_eq!(weekday_date(sunday, 7, None), Some(sunday));
        assert_eq!(weekday_date(sunday, 7, Some(-1)), Some(Date::constant(2024, 12, 1)));
        assert_eq!(weekday_date(sunday, 4, Some(1)), Some(Date::constant(2024, 12, 12)));
    }

    #[test]
    fn a_unit_without_a_number_counts_what_its_form_says() {
        let lexicon = Lexicon::load(&rawi_lexicon::Sources::embedded()).expect("the shipped lexicon");
        let count = |word: &str| match lexicon.times.get(word).first() {
            Some(TimeWord::Unit(_, n)) => Some(*n),
            _ => None,
        };
        assert_eq!([count("أسبوع"), count("أسبوعين"), count("أيام")], [Some(1), Some(2), Some(2)]);
    }
}
