//! Closed classes: particles, cues of certainty and aspect, numerals and words of time, by the keys of their words.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::orthography::key;

/// How a phrase of time relates to what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimePrep {
    /// بعد
    After,
    /// قبل
    Before,
    /// منذ
    Since,
    /// خلال
    During,
    /// بحلول
    By,
}

/// Particles of negation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negation {
    /// Before a verb: لا لم لن ليس.
    Verbal,
    /// Before a noun or adjective: غير عدم دون.
    Nominal,
}

/// Quantifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// Some, several.
    Some,
    /// All.
    All,
    /// Most.
    Most,
    /// A part of.
    Part,
    /// One of, any.
    One,
}

/// What a certainty cue sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// PR+
    Probable,
    /// PS+
    Possible,
    /// PR-
    Excluded,
    /// CT-
    Denied,
    /// U
    Unknown,
    /// PR+, and still to come.
    Expected,
    /// Planned.
    Planned,
    /// Demanded.
    Demanded,
    /// Nothing: a look-alike.
    Certain,
}

/// What an aspect word says of its complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AspectKind {
    /// Begins.
    Begin,
    /// Goes on.
    Continue,
    /// Has become.
    Become,
    /// Is intended.
    Plan,
    /// Is tried, without result.
    Attempt,
    /// Is managed.
    Succeed,
    /// Fails.
    Fail,
    /// Is over.
    End,
    /// Is kept from happening.
    Prevent,
    /// كان.
    Auxiliary,
    /// قام.
    CarryOut,
}

/// What a closed-class expression does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A preposition, by identifier.
    Prep(u16),
    /// A preposition of time.
    Temporal(u16, TimePrep),
    /// أن إن.
    Complementizer,
    /// الذي.
    Relative,
    /// لا لم غير.
    Negation(Negation),
    /// بينما: a clause of the outlet's own.
    Contrast,
    /// لكن.
    But,
    /// من جهته: another speaker's turn.
    Turn,
    /// حيث.
    Where,
    /// عندما.
    TimeClause,
    /// لأن.
    Cause,
    /// كي.
    Purpose,
    /// إذا.
    Condition,
    /// سوى.
    Only,
    /// منها: a sample of a list follows.
    Include,
    /// نحو before a number.
    Approximately,
    /// ما لا يقل عن.
    AtLeast,
    /// على الأقل, after a number.
    AtLeastAfter,
    /// أقل من.
    AtMost,
    /// بعض.
    Quantifier(Quantifier),
    /// بالكامل.
    FullExtent,
    /// الأخيرة.
    Latter,
    /// نفسه.
    Same,
    /// قد: before an imperfect it makes the event possible.
    Qad,
    /// هذا before a noun.
    Demonstrative,
    /// An adverb that frames look through.
    Adverb,
    /// A dash.
    Dash,
    /// بحسب: a source follows.
    After,
    /// كما: a clause of saying follows.
    AfterClause,
    /// A certainty cue.
    Fact(Fact),
    /// A phrase of aspect.
    Aspect(AspectKind),
}

/// A closed-class expression and the letter that must open the word after it (`وفقا ل…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordEntry {
    /// What it does.
    pub word: Word,
    /// One-letter preposition that must follow.
    pub takes: Option<char>,
}

/// Expressions of one or more words, found by their keys.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    by_words: FxHashMap<String, SmallVec<[T; 2]>>,
    longest: FxHashMap<String, usize>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_words: FxHashMap::default(), longest: FxHashMap::default() }
    }
}

impl<T: PartialEq> Phrases<T> {
    /// Adds an expression given by its keys, separated by single spaces.
    pub fn insert(&mut self, words: &str, value: T) {
        let first = words.split(' ').next().unwrap_or_default();
        let count = words.split(' ').count();
        match self.longest.get_mut(first) {
            Some(longest) => *longest = count.max(*longest),
            None => drop(self.longest.insert(first.to_owned(), count)),
        }
        let values = self.by_words.entry(words.to_owned()).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }

    /// Number of words in the longest expression that begins with `first`; 0 when none does.
    pub fn longest_from(&self, first: &str) -> usize {
        self.longest.get(first).copied().unwrap_or(0)
    }

    /// What the expression stands for.
    pub fn get(&self, words: &str) -> &[T] {
        self.by_words.get(words).map_or(&[], |v| v.as_slice())
    }

    /// True when nothing was added.
    pub fn is_empty(&self) -> bool {
        self.by_words.is_empty()
    }
}

/// Keys of an expression written with spaces; a final one-letter preposition is split off.
pub(crate) fn expression(text: &str) -> (String, Option<char>) {
    let mut words: Vec<String> = text.split_whitespace().map(key).collect();
    let takes = words.last().filter(|w| words.len() > 1 && matches!(w.as_str(), "ب" | "ل")).and_then(|w| w.chars().next());
    if takes.is_some() {
        words.pop();
    }
    (words.join(" "), takes)
}

/// Alternatives separated by `|`, trimmed, without empty ones.
pub(crate) fn alternatives(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|w| !w.is_empty())
}
