//! The form under which words are searched: Arabic hides a word behind articles, pronouns, hamza seats and tatweel, which no tokenizer of a database knows.

use rawi_lexicon::orthography::{fold, is_mark, key};

use crate::postgres_rows::quoted;

/// Articles with what may stand before them, the longest first. A letter before a word without article is left to the query, which tries all of them.
const ARTICLES: [&str; 7] = ["وال", "فال", "بال", "كال", "ولل", "لل", "ال"];
/// Prepositions and conjunctions of one letter that are written with the next word.
const JOINED: [&str; 6] = ["", "و", "ف", "ب", "ل", "ك"];
/// Pronouns at the end of a word, and the mark of the feminine, which has the same letter once folded. They come off first.
const PRONOUNS: [&str; 5] = ["هما", "ها", "هم", "نا", "ه"];
/// Endings of number and of belonging.
const ENDINGS: [&str; 5] = ["ان", "ات", "ون", "ين", "ي"];
/// Letters that must be left of a word.
const LEAST: usize = 3;

/// A word of a text, in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub start: usize,
    pub end: usize,
    pub stem: String,
}

/// Words of a text with their stems.
pub(crate) fn words(text: &str) -> Vec<Word> {
    spans(text).into_iter().map(|(start, end, word)| Word { start, end, stem: stem(word) }).filter(|w| !w.stem.is_empty()).collect()
}

/// Words of a text as they stand, in code points.
fn spans(text: &str) -> Vec<(usize, usize, &str)> {
    let mut out = Vec::new();
    let mut begun: Option<(usize, usize)> = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]).enumerate();
    for (point, (byte, c)) in ends {
        match (begun, c.is_alphanumeric() || is_mark(c)) {
            (None, true) => begun = Some((point, byte)),
            (Some((start, from)), false) => {
                out.push((start, point, &text[from..byte]));
                begun = None;
            }
            _ => {}
        }
    }
    out
}

/// The stem of one word: its folded key without article, pronouns and endings.
fn stem(word: &str) -> String {
    without_ending(without_article(&fold(&key(word))))
}

/// A word, alone and with every letter that may be written before it, as stems; words of another script as they are.
fn stems_joined(word: &str) -> Vec<String> {
    let folded = fold(&key(word));
    let bare = without_article(&folded);
    let tried = if bare.is_ascii() { 1 } else { JOINED.len() };
    JOINED[..tried].iter().map(|letter| without_ending(&format!("{letter}{bare}"))).filter(|s| !s.is_empty()).collect()
}

fn without_article(folded: &str) -> &str {
    ARTICLES.iter().find_map(|a| folded.strip_prefix(a).filter(|rest| is_enough(rest))).unwrap_or(folded)
}

fn without_ending(word: &str) -> String {
    let without = |word, endings: &[&str]| endings.iter().find_map(|e| str::strip_suffix(word, e).filter(|rest| is_enough(rest))).unwrap_or(word);
    without(without(word, &PRONOUNS), &ENDINGS).to_owned()
}

fn is_enough(rest: &str) -> bool {
    rest.chars().nth(LEAST - 1).is_some()
}

/// Sentences of a text in code points, half-open: lines, and what ends in a stop before a space.
pub(crate) fn sentences(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut start, mut blank) = (0, true);
    let mut chars = text.chars().enumerate().peekable();
    while let Some((point, c)) = chars.next() {
        if blank && c.is_whitespace() {
            start = point + 1;
            continue;
        }
        blank = false;
        let next = chars.peek().map_or('\n', |(_, next)| *next);
        let stops = matches!(c, '.' | '!' | '?' | '؟' | '؛' | '…') && next.is_whitespace();
        if stops || next == '\n' {
            out.push((start, point + 1));
            (start, blank) = (point + 1, true);
        }
    }
    out
}

/// Words to search for: all of them in one sentence, those in quotation marks side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// One word, with the stems of all its forms.
    Word(Vec<String>),
    /// Stems that follow each other.
    Phrase(Vec<String>),
}

impl Part {
    fn stems(&self) -> &[String] {
        match self {
            Self::Word(stems) | Self::Phrase(stems) => stems,
        }
    }

    fn fts5(&self) -> String {
        match self {
            Self::Word(forms) => format!("({})", forms.iter().map(|f| format!("\"{f}\"")).collect::<Vec<_>>().join(" OR ")),
            Self::Phrase(stems) => format!("\"{}\"", stems.join(" ")),
        }
    }

    fn tsquery(&self) -> String {
        let (stems, between) = match self {
            Self::Word(forms) => (forms, " | "),
            Self::Phrase(stems) => (stems, " <-> "),
        };
        format!("({})", stems.iter().map(|s| quoted(s)).collect::<Vec<_>>().join(between))
    }
}

impl Query {
    /// From what a person types; nothing when it holds no word.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        for (i, piece) in text.split(['"', '«', '»', '“', '”']).enumerate() {
            match i % 2 {
                1 => parts.push(Part::Phrase(words(piece).into_iter().map(|w| w.stem).collect())),
                _ => parts.extend(spans(piece).into_iter().map(|(.., word)| Part::Word(stems_joined(word)))),
            }
        }
        parts.retain(|part| !part.stems().is_empty());
        (!parts.is_empty()).then_some(Self { parts })
    }

    /// The words of FTS5 for it.
    pub(crate) fn fts5(&self) -> String {
        self.parts.iter().map(Part::fts5).collect::<Vec<_>>().join(" AND ")
    }

    /// The words of PostgreSQL for it.
    pub(crate) fn tsquery(&self) -> String {
        self.parts.iter().map(Part::tsquery).collect::<Vec<_>>().join(" & ")
    }

    /// Whether a stem is one of the words searched for.
    pub(crate) fn wants(&self, stem: &str) -> bool {
        self.parts.iter().any(|part| part.stems().iter().any(|s| s == stem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        words(text).into_iter().map(|w| w.stem).collect()
    }

    #[test]
    fn forms_of_a_word_meet() {
        assert_eq!(stems("القوّات وقواتها قواتهم"), ["قوات", "وقو", "قوات"]);
        assert_eq!(stems("والمدينة مدينــة المدن"), ["مدين", "مدين", "مدن"]);
        assert_eq!(stems("إدلب أدلب ادلب"), ["ادلب", "ادلب", "ادلب"]);
        assert_eq!(stems("CNN ١٢"), ["cnn", "12"]);
        let query = Query::parse("قوات").unwrap();
        assert!(["القوات", "وقواته", "بقوات", "للقوات"].iter().all(|w| query.wants(&stems(w)[0])), "{query:?}");
        assert!(!query.wants(&stems("قوة")[0]));
    }

    #[test]
    fn offsets_are_code_points() {
        assert_eq!(words("في حماة.")[1], Word { start: 3, end: 7, stem: "حما".into() }.clone());
        assert_eq!(sentences("  أ ب. ج\n\nد؟ "), [(2, 6), (7, 8), (10, 12)]);
        assert_eq!(sentences(" \n"), []);
        assert_eq!(sentences("3.5 x"), [(0, 5)]);
    }

    #[test]
    fn queries_know_phrases_and_cannot_break_out() {
        assert_eq!(Query::parse("\"مدينة حماة\" cnn").unwrap().fts5(), "\"مدين حما\" AND (\"cnn\")");
        assert_eq!(Query::parse("a\" OR *").unwrap().fts5(), "(\"a\") AND \"or\"");
        assert_eq!(Query::parse(" - * "), None);
    }
}
