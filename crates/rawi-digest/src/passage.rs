//! The words that a line of a digest rests on, and where they stand.

use rustc_hash::FxHashMap;

/// Code points of a quote, at most.
const LONGEST: usize = 200;

/// Words of a report. Offsets are code points into its text, half-open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The report.
    pub report: String,
    /// Where it can be read; only http and https.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: String,
    /// The words.
    pub quote: String,
    /// First code point of the words.
    pub start: u64,
    /// One past their last code point.
    pub end: u64,
    /// Code of their language, such as `ar`.
    pub lang: Option<String>,
}

/// Passages by the identifier of the claim.
pub type Passages = FxHashMap<String, Passage>;

impl Passage {
    /// Takes words out of a report's text: all from `start` to `end` (code points), or when these are many the part around `cue`.
    pub fn quote(&mut self, text: &str, (start, end): (usize, usize), cue: (usize, usize)) {
        let (mut from, mut to) = (start, end.max(start));
        if to - from > LONGEST {
            let middle = (cue.0 + cue.1) / 2;
            from = middle.saturating_sub(LONGEST / 2).max(start).min(end - LONGEST);
            to = from + LONGEST;
        }
        self.quote = text.chars().skip(from).take(to - from).collect();
        (self.start, self.end) = (from as u64, to as u64);
    }

    /// Says where the report can be read. Another scheme than http and https could run something in the reader's program and is dropped.
    pub fn address(&mut self, url: &str) {
        let is_web = ["http://", "https://"].iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme));
        self.url = Some(url.to_owned()).filter(|u| is_web && !u.chars().any(|c| c.is_whitespace() || c.is_control()));
    }
}

/// Foreign words on one line: without control characters and without marks that turn the direction of what follows.
pub fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = text.chars().filter(|c| !turns(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_cut_around_what_evokes_the_claim() {
        let text: String = (0..1000).map(|i| char::from(b'a' + (i % 26) as u8)).collect();
        let mut passage = Passage::default();
        passage.quote(&text, (0, 1000), (990, 995));
        assert_eq!((passage.start, passage.end), (800, 1000));
        assert_eq!(passage.quote, text[800..]);
        passage.quote(&text, (3, 9), (4, 5));
        assert_eq!((passage.quote.as_str(), passage.start, passage.end), ("defghi", 3, 9));
        passage.quote("short", (90, 95), (90, 95));
        assert_eq!(passage.quote, "");
    }

    #[test]
    fn only_web_addresses_are_linked() {
        let mut passage = Passage::default();
        passage.address("https://example.org/a");
        assert_eq!(passage.url.as_deref(), Some("https://example.org/a"));
        for bad in ["javascript:alert(1)", "data:text/html,x", "https://a b", "http://a\r\nX: y"] {
            passage.address(bad);
            assert_eq!(passage.url, None, "{bad}");
        }
    }

    #[test]
    fn words_that_turn_the_line_are_made_plain() {
        assert_eq!(plain("a\u{202e}b\u{2067}\r\nc\t d"), "ab c d");
    }
}
