//! Two languages, whole: words from Fluent files, numbers and dates as each language writes them.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::Date;
use rawi_situation::instant::Instant;
use serde::Deserialize;
use unic_langid::langid;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Arabic.
    Ar,
}

/// The words of each language, one Fluent file each.
pub const FILES: [(Lang, &str); 2] = [(Lang::En, include_str!("../i18n/en.ftl")), (Lang::Ar, include_str!("../i18n/ar.ftl"))];

/// Months and digits of Arabic dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Calendar {
    /// «8 ديسمبر 2024»
    #[default]
    Standard,
    /// «٨ كانون الأول ٢٠٢٤», as in Syria, Lebanon, Jordan, Iraq and Palestine.
    Levant,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::En, Self::Ar];

    /// The code of the language.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// Reads a code such as `ar` or `ar-SY`.
    pub fn parse(code: &str) -> Option<Self> {
        let language = code.trim().split(['-', '_', ';']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|l| l.code() == language)
    }

    /// Which way it is written.
    pub fn dir(self) -> &'static str {
        match self {
            Self::En => "ltr",
            Self::Ar => "rtl",
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::En => Self::Ar,
            Self::Ar => Self::En,
        }
    }

    /// The first that an `Accept-Language` header names.
    pub fn accepted(header: &str) -> Option<Self> {
        header.split(',').take(20).find_map(Self::parse)
    }
}

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> = LazyLock::new(|| FILES.map(|(lang, text)| bundle(lang, text)));

fn bundle(lang: Lang, text: &str) -> FluentBundle<FluentResource> {
    let id = if lang == Lang::Ar { langid!("ar") } else { langid!("en") };
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // A line that Fluent cannot read leaves a key out, which the tests find.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    // Isolation is done in `Words::with`: dates are made of parts that must not stand alone.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(n) => Some(grouped(&n.as_string())),
        _ => None,
    }));
    bundle
}

/// Digits in groups of three from four digits on; a year is text, not a number.
pub fn grouped(number: &str) -> String {
    let (whole, rest) = number.find('.').map_or((number, ""), |dot| number.split_at(dot));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.as_bytes()[i - 1].is_ascii_digit() {
            out.push(',');
        }
        out.push(c);
    }
    out + rest
}

/// The words of one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words {
    /// Which language.
    pub lang: Lang,
    /// How Arabic dates are written.
    pub calendar: Calendar,
}

impl Words {
    /// The words of a key; a key without words is shown as it is.
    pub fn t(self, key: &str) -> String {
        self.with(key, [])
    }

    /// The words for a number of things.
    pub fn n(self, key: &str, n: usize) -> String {
        self.with(key, [("n", FluentValue::from(n))])
    }

    /// The words of a key with values in them. Texts are isolated, so that each keeps its own direction.
    pub fn with<'a, const N: usize>(self, key: &str, values: [(&'a str, FluentValue<'a>); N]) -> String {
        let isolated = |value| match value {
            FluentValue::String(text) => FluentValue::from(format!("\u{2068}{text}\u{2069}")),
            other => other,
        };
        self.joined(key, values.map(|(name, value)| (name, isolated(value))))
    }

    fn joined<'a, const N: usize>(self, key: &str, values: [(&'a str, FluentValue<'a>); N]) -> String {
        let bundle = &BUNDLES[self.lang as usize];
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else { return key.to_owned() };
        let args: FluentArgs<'_> = values.into_iter().collect();
        let text = bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned();
        self.digits(text)
    }

    /// The words of a key if the language has it.
    pub fn known(self, key: &str) -> Option<String> {
        BUNDLES[self.lang as usize].has_message(key).then(|| self.t(key))
    }

    /// A number as the language writes it.
    pub fn number(self, n: usize) -> String {
        self.digits(grouped(&n.to_string()))
    }

    /// A share of one as percent.
    pub fn percent(self, p: f64) -> String {
        let text = if (0.995..1.0).contains(&p) { ">99".to_owned() } else { format!("{:.0}", p * 100.0) };
        self.digits(match self.lang {
            Lang::En => format!("{text}%"),
            Lang::Ar => format!("\u{200e}{text}%"),
        })
    }

    fn digits(self, text: String) -> String {
        if (self.lang, self.calendar) != (Lang::Ar, Calendar::Levant) {
            return text;
        }
        text.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(0x0660 + d)).unwrap_or(c)).collect()
    }

    /// «8 ديسمبر 2024», `8 December 2024`.
    pub fn date(self, date: Date) -> String {
        self.joined("date", self.date_values(date))
    }

    /// The same with the day of the week.
    pub fn day(self, date: Date) -> String {
        let [d, m, y] = self.date_values(date);
        let weekday = self.t(&format!("weekday-{}", date.weekday().to_monday_one_offset()));
        self.joined("date-weekday", [d, m, y, ("weekday", weekday.into())])
    }

    /// The name of the month.
    pub fn month_name(self, date: Date) -> String {
        let [_, (_, month), _] = self.date_values(date);
        if let FluentValue::String(name) = month { name.into_owned() } else { String::new() }
    }

    fn date_values(self, date: Date) -> [(&'static str, FluentValue<'static>); 3] {
        let month = match (self.lang, self.calendar) {
            (Lang::Ar, Calendar::Levant) => format!("month-levant-{}", date.month()),
            _ => format!("month-{}", date.month()),
        };
        [("day", date.day().to_string().into()), ("month", self.t(&month).into()), ("year", date.year().to_string().into())]
    }

    /// A day for its end, else the day and the time of day.
    pub fn instant(self, at: Instant) -> String {
        let day = self.day(at.date());
        let seconds = at.0.rem_euclid(86_400);
        if seconds == 86_399 {
            return day;
        }
        let clock = format!("{:02}:{:02}", seconds / 3600, seconds % 3600 / 60);
        self.joined("day-and-time", [("day", day.into()), ("time", clock.into())])
    }

    /// An EDTF value in words: a day, a time of day, or from one to another.
    pub fn edtf(self, value: &str) -> String {
        match value.split_once('/') {
            None => self.moment(value),
            Some(("..", to)) => self.with("until", [("to", self.moment(to).into())]),
            Some((from, "..")) => self.with("from-on", [("from", self.moment(from).into())]),
            Some((from, to)) => self.with("from-to", [("from", self.moment(from).into()), ("to", self.moment(to).into())]),
        }
    }

    fn moment(self, value: &str) -> String {
        let (day, clock) = value.split_once('T').map_or((value, None), |(d, c)| (d, Some(c)));
        let words = match day.parse::<Date>() {
            Ok(date) => self.date(date),
            Err(_) => self.month(day).unwrap_or_else(|| day.to_owned()),
        };
        let Some(clock) = clock else { return words };
        let clock = if clock.len() == 2 { format!("{clock}:00") } else { clock.get(..5).unwrap_or(clock).to_owned() };
        self.joined("day-and-time", [("day", words.into()), ("time", clock.into())])
    }

    fn month(self, value: &str) -> Option<String> {
        let date = format!("{value}-01").parse::<Date>().ok()?;
        let [_, month, year] = self.date_values(date);
        Some(self.joined("month-year", [month, year]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn dates_by_locale() {
        let date: Date = "2024-12-08".parse().unwrap();
        let words = |lang, calendar| Words { lang, calendar };
        assert_eq!(plain(&words(Lang::En, Calendar::Standard).day(date)), "Sunday, 8 December 2024");
        assert_eq!(plain(&words(Lang::Ar, Calendar::Standard).date(date)), "8 ديسمبر 2024");
        assert_eq!(plain(&words(Lang::Ar, Calendar::Levant).date(date)), "٨ كانون الأول ٢٠٢٤");
    }

    #[test]
    fn edtf_is_said_in_words() {
        let en = Words::default();
        assert_eq!(plain(&en.edtf("2024-12-07T21")), "7 December 2024, 21:00 UTC");
        assert_eq!(plain(&en.edtf("../2024-12-08")), "until 8 December 2024");
        assert_eq!(plain(&en.edtf("2024-12")), "December 2024");
    }

    #[test]
    fn arabic_has_all_six_plurals() {
        let ar = Words { lang: Lang::Ar, ..Words::default() };
        let forms: Vec<String> = [0, 1, 2, 3, 11, 100].iter().map(|n| plain(&ar.n("claims-count", *n))).collect();
        assert_eq!(forms, ["لا ادعاءات", "ادعاء واحد", "ادعاءان", "3 ادعاءات", "11 ادعاءً", "100 ادعاء"]);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(["7", "123", "1234", "-1234567", "1234.5"].map(grouped), ["7", "123", "1,234", "-1,234,567", "1,234.5"]);
    }
}
