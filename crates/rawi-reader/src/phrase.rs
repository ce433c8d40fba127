//! Units of a sentence: what a noun phrase, a verb, an event noun is.

use std::ops::Range;

use rawi_lexicon::{NounClass, Number, Quantifier, Subject, Tense, Voice, Word};

use crate::morph::Pronoun;

/// What a noun phrase stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    Actor(u32),
    /// Best first; more than one is a tie.
    Place(Vec<u32>),
    Outlet(u32),
    Noun(u32),
    /// الأخيرة
    Latter,
    /// A pronoun alone.
    Pronoun,
    Unknown,
}

/// How many, as the words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub min: u64,
    pub max: Option<u64>,
    pub tokens: Range<usize>,
}

/// A noun phrase.
#[derive(Clone, Debug)]
pub(crate) struct Np {
    pub tokens: Range<usize>,
    pub head: Head,
    pub class: Class,
    /// Token of the head word.
    pub at: usize,
    pub amount: Option<Amount>,
    pub quantifier: Option<Quantifier>,
    pub number: Number,
    pub feminine: bool,
    pub definite: bool,
    pub nisba: Option<u32>,
    pub strike: Option<String>,
    pub pronoun: Option<Pronoun>,
    /// The class noun before a name (`مدينة` حمص).
    pub class_noun: Option<u32>,
    /// The side of a place that a direction before it names (`جنوب` لبنان), in English.
    pub side: Option<&'static str>,
    pub of: Option<Box<Np>>,
    /// Its form shows that it is no subject (`المسلحين`, `غارتين`).
    pub oblique: bool,
    /// Followed by an adjective that the lexicon does not know: a description, no name.
    pub described: bool,
    /// Further members of a list.
    pub more: Vec<Np>,
}

/// What kind of thing a noun phrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Person,
    Group,
    Body,
    State,
    Place,
    People,
    Weapon,
    Vehicle,
    Materiel,
    Thing,
    Source,
    Outlet,
    Title,
    Time,
    /// An event noun standing as an argument.
    Event,
    Unknown,
}

/// A finite verb with its particles.
#[derive(Clone, Debug)]
pub(crate) struct Verb {
    pub lemma: u32,
    /// Other verbs of the same form (`يصدر` of صدر and of أصدر): the frames choose.
    pub also: Vec<u32>,
    pub tense: Tense,
    pub subject: Subject,
    pub voice: Voice,
    pub pronoun: Option<Pronoun>,
    pub negated: bool,
    pub future: bool,
    /// A participle that does the work of a verb.
    pub participle: bool,
    /// قد before it.
    pub qad: bool,
}

/// An event noun.
#[derive(Clone, Debug)]
pub(crate) struct EventNp {
    pub noun: u32,
    /// Other event nouns of the same spelling (`اشتباكات` alone and in `اشتباكات عنيفة`).
    pub also: Vec<u32>,
    /// Token of the noun itself.
    pub at: usize,
    pub definite: bool,
    pub pronoun: Option<Pronoun>,
    pub amount: Option<Amount>,
    pub nisba: Option<u32>,
    pub strike: Option<String>,
    pub of: Option<Box<Np>>,
    pub negated: bool,
}

/// What a unit is.
#[derive(Clone, Debug)]
pub(crate) enum UnitKind {
    Verb(Verb),
    Event(EventNp),
    Np(Np),
    Word(Word),
    Time(usize),
    Punct(char),
    Quote,
}

/// One unit of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub kind: UnitKind,
    pub tokens: Range<usize>,
    pub conj: bool,
    pub prep: Option<u16>,
}

pub(crate) fn plain(tokens: Range<usize>, head: Head, class: Class) -> Np {
    Np {
        at: tokens.start,
        tokens,
        head,
        class,
        amount: None,
        quantifier: None,
        number: Number::Singular,
        feminine: false,
        definite: false,
        nisba: None,
        strike: None,
        pronoun: None,
        class_noun: None,
        side: None,
        of: None,
        oblique: false,
        described: false,
        more: Vec::new(),
    }
}

pub(crate) fn noun_class(noun: &rawi_lexicon::Noun) -> Class {
    match noun.class {
        NounClass::People => Class::People,
        NounClass::Group => Class::Group,
        NounClass::Body => Class::Body,
        NounClass::Title => Class::Title,
        NounClass::Source => Class::Source,
        NounClass::Place => Class::Place,
        NounClass::Weapon if noun.mobile => Class::Vehicle,
        NounClass::Weapon => Class::Weapon,
        NounClass::Materiel => Class::Materiel,
        NounClass::Thing => Class::Thing,
        NounClass::Time => Class::Time,
    }
}

/// Same word, article or attached pronoun aside.
pub(crate) fn same_word(text: &str, entry: &str) -> bool {
    let a = text.strip_prefix("ال").unwrap_or(text);
    let b = entry.strip_prefix("ال").unwrap_or(entry);
    // No stem is left empty of a word this long: another beginning is another word.
    if b.len() > 6 && a.as_bytes().get(..2) != b.as_bytes().get(..2) {
        return false;
    }
    // `اتصالا هاتفيا`: the accusative.
    if a == b || a.strip_suffix('ا') == Some(b) {
        return true;
    }
    // `سيطرتها`: ta marbuta opens before a pronoun.
    let opened = |stem: &str| OWNERS.iter().any(|s| a.strip_suffix(s).and_then(|r| r.strip_suffix('ت')) == Some(stem));
    let owned = |w: &str| OWNERS.iter().find(|s| w.ends_with(**s)).map(|s| w.len() - s.len());
    b.strip_suffix('ة').is_some_and(opened) || owned(a).zip(owned(b)).is_some_and(|(x, y)| a[..x] == b[..y])
}

/// Pronouns as they are written at the end of a word, the longer ones first.
const OWNERS: [&str; 4] = ["هما", "هم", "ها", "ه"];
