//! Closed classes: particles, cues of certainty and aspect, numerals and words of time, by the keys of their words.

use smallvec::SmallVec;

use crate::orthography::key;
use crate::table::KeyTable;

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
pub struct Phrases<T>(KeyTable<Phrase<T>>);

/// What an expression stands for, and how long those get that begin with it.
#[derive(Clone, Debug)]
struct Phrase<T> {
    values: SmallVec<[T; 1]>,
    longest: usize,
}

impl<T> Default for Phrase<T> {
    fn default() -> Self {
        Self { values: SmallVec::new(), longest: 0 }
    }
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self(KeyTable::default())
    }
}

impl<T: PartialEq> Phrases<T> {
    /// Adds an expression given by its keys, separated by single spaces.
    pub fn insert(&mut self, words: &str, value: T) {
        let phrase = self.0.get_or_default(words);
        if !phrase.values.contains(&value) {
            phrase.values.push(value);
        }
        match words.split_once(' ') {
            None => phrase.longest = phrase.longest.max(1),
            Some((first, rest)) => {
                let longest = &mut self.0.get_or_default(first).longest;
                *longest = (2 + rest.matches(' ').count()).max(*longest);
            }
        }
    }

    /// Number of words in the longest expression that begins with `first`; 0 when none does.
    pub fn longest_from(&self, first: &str) -> usize {
        self.0.get(first).map_or(0, |phrase| phrase.longest)
    }

    /// What the expression stands for.
    pub fn get(&self, words: &str) -> &[T] {
        self.0.get(words).map_or(&[], |phrase| phrase.values.as_slice())
    }

    /// True when nothing was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Makes room for so many expressions more.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.0.reserve(count, 24);
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
