//! What is furniture by its words, and by standing on page after page.

use aho_corasick::{AhoCorasick, MatchKind};
use rawi_lexicon::Furniture;
use rawi_lexicon::orthography::{fold, key};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Longest line that words inside it make furniture, in words.
const SHORT: usize = 25;
/// A block on this many pages of one outlet is furniture.
const REPEATED: u8 = 3;
/// Blocks that are remembered; then the memory starts anew.
const MEMORY: usize = 1 << 20;

#[derive(Clone, Copy, Debug)]
enum Place {
    Whole,
    Start,
    Inside,
}

/// Finds lines of furniture by the lexicon's words.
#[derive(Debug)]
pub(crate) struct Lines {
    words: AhoCorasick,
    places: Vec<Place>,
}

impl Lines {
    pub fn new(furniture: &Furniture) -> Self {
        let lists = [(&furniture.exact, Place::Whole), (&furniture.prefix, Place::Start), (&furniture.contains, Place::Inside)];
        let (patterns, places): (Vec<&String>, Vec<Place>) =
            lists.into_iter().flat_map(|(list, place)| list.iter().map(move |l| (l, place))).filter(|(l, _)| !l.is_empty()).unzip();
        // The patterns are bounded by the lexicon, far below what the automaton can hold.
        let words = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).unwrap_or_else(|_| AhoCorasick::new([""; 0]).expect("an automaton without patterns"));
        Self { words, places }
    }

    /// True when the line is no part of a report.
    pub fn is_furniture(&self, line: &str) -> bool {
        let folded = folded(line);
        let bare = folded.trim_end_matches([':', '.', '…', '!', '؟']).trim_end().len();
        let short = folded.split(' ').count() < SHORT;
        let starts = |at: usize| !folded[..at].chars().next_back().is_some_and(char::is_alphabetic);
        let ends = |at: usize| !folded[at..].chars().next().is_some_and(char::is_alphabetic);
        self.words.find_overlapping_iter(&folded).any(|m| match self.places[m.pattern().as_usize()] {
            Place::Whole => m.start() == 0 && m.end() >= bare,
            Place::Start => m.start() == 0 && ends(m.end()),
            Place::Inside => short && starts(m.start()) && ends(m.end()),
        })
    }
}

/// The line as the lexicon writes it: keys folded, one space between words, a run of digits as one 0.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in fold(&key(line)).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut digit = false;
        for c in word.chars() {
            if !c.is_ascii_digit() {
                out.push(c);
            } else if !digit {
                out.push('0');
            }
            digit = c.is_ascii_digit();
        }
    }
    out
}

/// Identity of a block's words, whatever their spacing and punctuation.
pub(crate) fn block_hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.chars().filter(|c| c.is_alphanumeric()).for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

/// Remembers on how many pages of an outlet a block stood.
#[derive(Debug, Default)]
pub struct Repeats {
    pages: FxHashMap<(u64, u64), u8>,
    /// Pages that were counted, by outlet and headline: an archive holds many pages more than once.
    seen: FxHashSet<(u64, u64)>,
}

impl Repeats {
    /// Takes note of the blocks of one page, unless a page with this headline was seen.
    pub(crate) fn observe(&mut self, outlet: &str, headline: u64, blocks: impl Iterator<Item = u64>) {
        if self.pages.len().max(self.seen.len()) > MEMORY {
            self.pages.clear();
            self.seen.clear();
        }
        let outlet = block_hash(outlet);
        if !self.seen.insert((outlet, headline)) {
            return;
        }
        let mut blocks: Vec<u64> = blocks.collect();
        blocks.sort_unstable();
        blocks.dedup();
        for block in blocks {
            let count = self.pages.entry((outlet, block)).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// True when the block stood on three pages of the outlet.
    pub(crate) fn repeated(&self, outlet: &str, block: u64) -> bool {
        self.pages.get(&(block_hash(outlet), block)).is_some_and(|n| *n >= REPEATED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Lines {
        Lines::new(&Furniture {
            exact: vec!["الرءيسيه".into(), "الرييسيه".into(), "0 تعليقات".into()],
            prefix: vec!["اقرا ايضا".into()],
            contains: vec!["سياسه الخصوصيه".into()],
            ..Furniture::default()
        })
    }

    #[test]
    fn lines_are_furniture_by_place() {
        let lines = lines();
        assert!(lines.is_furniture("الرئيسية") && lines.is_furniture("١٢ تعليقات:"));
        assert!(lines.is_furniture("اقرأ أيضاً: معارك في الريف"));
        assert!(lines.is_furniture("بمتابعتك توافق على سياسة الخصوصية"));
        assert!(!lines.is_furniture("الرئيسية منها سقطت"));
        assert!(!lines.is_furniture("قال اقرأ أيضا"));
        assert!(!lines.is_furniture(""));
    }

    #[test]
    fn the_third_page_makes_a_block_furniture() {
        let mut repeats = Repeats::default();
        for n in 0..3 {
            assert!(!repeats.repeated("a.example", 7), "{n}");
            repeats.observe("a.example", n, [7, 7, n + 10].into_iter());
            repeats.observe("a.example", n, [7, 20].into_iter());
        }
        assert!(repeats.repeated("a.example", 7));
        assert!(!repeats.repeated("b.example", 7) && !repeats.repeated("a.example", 10) && !repeats.repeated("a.example", 20));
    }
}
