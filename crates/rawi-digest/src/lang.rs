//! Two languages, whole: words from Fluent files, dates as each language writes them.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use unic_langid::langid;

/// A language of the digest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Arabic.
    Ar,
}

const FILES: [(Lang, &str); 2] = [(Lang::En, include_str!("../i18n/en.ftl")), (Lang::Ar, include_str!("../i18n/ar.ftl"))];

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

    /// The language of a code such as `ar` or `ar-SY`.
    pub fn parse(code: &str) -> Option<Self> {
        let language = code.split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|l| l.code() == language)
    }

    /// Which way it is written.
    pub fn dir(self) -> &'static str {
        match self {
            Self::En => "ltr",
            Self::Ar => "rtl",
        }
    }
}

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> = LazyLock::new(|| FILES.map(|(lang, text)| bundle(lang, text)));

fn bundle(lang: Lang, text: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![if lang == Lang::Ar { langid!("ar") } else { langid!("en") }]);
    // A line that Fluent cannot read leaves a key out, which the tests find.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    // Isolation is done in `Words::with`: dates are made of parts that must not stand alone.
    bundle.set_use_isolating(false);
    bundle
}

/// The words of one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Lang);

impl Words {
    /// The words of a key; a key without words is shown as it is.
    pub fn t(self, key: &str) -> String {
        self.joined(key, [])
    }

    /// The words for a number of things, in the plural form that the language has for it.
    pub fn n(self, key: &str, n: usize) -> String {
        self.joined(key, [("n", FluentValue::from(n))])
    }

    /// The words of a key with foreign words in them, each isolated so that it keeps its own direction.
    pub fn with<const N: usize>(self, key: &str, values: [(&'static str, &str); N]) -> String {
        self.joined(key, values.map(|(name, text)| (name, FluentValue::from(format!("\u{2068}{text}\u{2069}")))))
    }

    /// Whether the language has a key.
    pub fn has(self, key: &str) -> bool {
        BUNDLES[self.0 as usize].has_message(key)
    }

    fn joined<const N: usize>(self, key: &str, values: [(&'static str, FluentValue<'_>); N]) -> String {
        let bundle = &BUNDLES[self.0 as usize];
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else { return key.to_owned() };
        let args: FluentArgs<'_> = values.into_iter().collect();
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// «8 ديسمبر 2024»، `8 December 2024`, with the time of day unless it is the last minute of the day.
    pub fn moment(self, at: DateTime) -> String {
        let month = self.t(&format!("month-{}", at.month()));
        let parts = [("day", FluentValue::from(at.day().to_string())), ("month", month.into()), ("year", at.year().to_string().into())];
        let date = self.joined("date", parts);
        if (at.hour(), at.minute()) == (23, 59) {
            return date;
        }
        self.joined("date-time", [("date", date.into()), ("time", format!("\u{2066}{:02}:{:02}\u{2069}", at.hour(), at.minute()).into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(file: &str) -> Vec<&str> {
        file.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(|l| l.split_once(" =")).map(|l| l.0).collect()
    }

    #[test]
    fn both_languages_have_the_same_words_and_no_line_is_lost() {
        assert_eq!(keys(FILES[0].1), keys(FILES[1].1));
        for (lang, file) in FILES {
            keys(file).iter().for_each(|k| assert!(Words(lang).has(k), "{lang:?} {k}"));
        }
    }

    #[test]
    fn arabic_has_all_six_plurals() {
        let forms: Vec<String> = [0, 1, 2, 3, 11, 100].iter().map(|n| Words(Lang::Ar).n("chains-for", *n)).collect();
        let distinct: std::collections::BTreeSet<String> = forms.iter().map(|f| f.replace(|c: char| c.is_ascii_digit(), "")).collect();
        assert_eq!(distinct.len(), 6, "{forms:?}");
    }

    #[test]
    fn dates_by_language() {
        let at: DateTime = "2024-12-08T07:05:00".parse().unwrap();
        assert_eq!(Words(Lang::En).moment(at).replace(['\u{2066}', '\u{2069}'], ""), "8 December 2024, 07:05");
        assert_eq!(Words(Lang::Ar).moment(at).replace(['\u{2066}', '\u{2069}'], ""), "8 ديسمبر 2024، 07:05");
        assert_eq!(Words(Lang::Ar).moment("2024-12-08T23:59:59".parse().unwrap()), "8 ديسمبر 2024");
    }
}
