//! What the lexicon knows, ready to be looked up.

use jiff::civil::Date;
use rawi_model::{Factuality, Harm, LinkType};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::conjugate::{Subject, Tense, Voice};
use crate::decline::Number;
use crate::frame::Frame;
use crate::page::PageMarks;
use crate::table::KeyTable;
use crate::words::{AspectKind, Phrases, WordEntry};

/// A verb class: members share a kind and frames.
#[derive(Clone, Debug)]
pub struct Class {
    /// File stem, `control-take`.
    pub name: String,
    /// Kind of claim.
    pub kind: String,
    /// Frames in the order of the file.
    pub frames: Vec<Frame>,
    /// Tests: text and expected claims.
    pub tests: Vec<(String, String)>,
}

/// A verb's or noun's membership in a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassUse {
    /// Index into [`Lexicon::classes`].
    pub class: u16,
    /// Member id.
    pub member: String,
    /// Keys of the fixed words after the first.
    pub tail: Vec<String>,
}

/// How a light verb shares out its phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LightSubject {
    /// The subject is the event's actor.
    Actor,
    /// The subject is what the event befalls.
    Patient,
    /// A place or what the event befalls.
    PlaceOrPatient,
    /// The subject is an event with this event as result.
    Cause,
    /// The event itself is the subject.
    Event,
}

/// A light verb's pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Light {
    /// What the subject is.
    pub subject: LightSubject,
    /// Prepositions before the event; empty when it is an object.
    pub preps: Vec<u16>,
    /// The event is replaced by a place or target (`غارات استهدفت المدينة`).
    pub hits: bool,
    /// Planned only.
    pub planned: bool,
}

/// A class of saying.
#[derive(Clone, Debug)]
pub struct Reporting {
    /// Name of the class.
    pub id: String,
    /// How content is taken.
    pub factuality: Factuality,
    /// Preposition of the medium told.
    pub to: Option<u16>,
    /// Preposition of the inner source.
    pub from: Option<u16>,
    /// One-letter or whole prepositions that open content.
    pub content: Vec<String>,
    /// Applies under negation only, as silence.
    pub silent: bool,
    /// The object is accused of the content.
    pub accuses: bool,
    /// The content is wanted, not told.
    pub demands: bool,
}

/// A verb with everything it is used for.
#[derive(Clone, Debug, Default)]
pub struct Lemma {
    /// Citation key.
    pub key: String,
    /// Event classes.
    pub classes: SmallVec<[ClassUse; 1]>,
    /// Index into [`Lexicon::reporting`].
    pub reporting: Option<u16>,
    /// A class of silence applies under negation.
    pub silence: bool,
    /// Aspect of its complement.
    pub aspect: Option<AspectKind>,
    /// Light patterns.
    pub light: SmallVec<[Light; 1]>,
}

/// A noun that names an event, a saying or an aspect.
#[derive(Clone, Debug, Default)]
pub struct EventNoun {
    /// Citation key.
    pub key: String,
    /// Event classes.
    pub classes: SmallVec<[ClassUse; 1]>,
    /// Index into [`Lexicon::reporting`].
    pub reporting: Option<u16>,
    /// Aspect of its complement.
    pub aspect: Option<AspectKind>,
}

/// What a common noun is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NounClass {
    /// Victims and crowds.
    People,
    /// What fights or acts.
    Group,
    /// Institutions.
    Body,
    /// Roles that open a name.
    Title,
    /// Descriptions of sources.
    Source,
    /// Class nouns of places.
    Place,
    /// Weapons and vehicles.
    Weapon,
    /// Stores and equipment.
    Materiel,
    /// Buildings and other targets.
    Thing,
    /// Units of time.
    Time,
}

/// A common noun.
#[derive(Clone, Debug)]
pub struct Noun {
    /// What it is.
    pub class: NounClass,
    /// Singular key, words separated by spaces.
    pub key: String,
    /// Number of words.
    pub words: usize,
    /// English.
    pub en: String,
    /// Says nothing about who.
    pub generic: bool,
    /// Harm it implies.
    pub harm: Option<Harm>,
    /// Kind of attack made with it.
    pub strike: Option<String>,
    /// Fights.
    pub military: bool,
    /// What a body that keeps silent does not give: a statement, a comment, a toll.
    pub silence: bool,
    /// Counts the victims of what follows it (`حصيلة الاشتباكات`).
    pub toll: bool,
    /// A building: a place to enter or to hold, a target to hit.
    pub building: bool,
    /// Positions and targets told by whose they are (`مواقع الجيش`): hitting them hits their owner.
    pub held: bool,
    /// Relief goods and what brings them.
    pub relief: bool,
    /// Relatives: told by whose they are (`عائلته`).
    pub kin: bool,
    /// Moves and acts by itself.
    pub mobile: bool,
    /// Place type.
    pub place_type: Option<String>,
    /// A part or the surroundings of a place.
    pub part: bool,
    /// Chain link type.
    pub link: Option<LinkType>,
    /// Only carries words.
    pub vehicle: bool,
    /// A military rank.
    pub rank: bool,
    /// Stands directly before a name.
    pub opens: bool,
    /// Commonly another word.
    pub ambiguous: bool,
}

/// An adjective that matters.
#[derive(Clone, Debug)]
pub struct Adjective {
    /// Masculine singular key.
    pub key: String,
    /// English.
    pub en: String,
    /// Kind of attack it tells.
    pub strike: Option<String>,
    /// Direction it tells.
    pub dir: Option<String>,
    /// Stands before a preposition (`التابعة ل`, `الواقعة في`): what follows is no part of the name.
    pub opens: bool,
}

/// An adjective of origin.
#[derive(Clone, Debug)]
pub struct Nisba {
    /// Country code or slug.
    pub id: String,
    /// Masculine singular.
    pub ar: String,
    /// English adjective.
    pub en: String,
}

/// Somebody or something that acts.
#[derive(Clone, Debug)]
pub struct Actor {
    /// `actor:…` or `person:…`
    pub id: String,
    /// Type.
    pub class: String,
    /// English name.
    pub en: String,
    /// Arabic name.
    pub ar: String,
    /// Country code.
    pub country: Option<String>,
}

impl Actor {
    /// True for persons.
    pub fn is_person(&self) -> bool {
        self.class == "person"
    }
}

/// A place.
#[derive(Clone, Debug)]
pub struct Place {
    /// `place:…`
    pub id: String,
    /// Type.
    pub class: String,
    /// Index of the unit above.
    pub within: Option<u32>,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
    /// Arabic name.
    pub ar: String,
    /// English name.
    pub en: String,
    /// The name is also an ordinary word: it needs a trigger beside it.
    pub homograph: bool,
}

/// Who publishes.
#[derive(Clone, Debug)]
pub struct Outlet {
    /// `outlet:…`
    pub id: String,
    /// Kind.
    pub kind: String,
    /// English name.
    pub en: String,
    /// Arabic name.
    pub ar: String,
    /// Domains.
    pub domains: Vec<String>,
    /// CSS selectors of the element that holds its reports.
    pub body: Vec<String>,
    /// CSS selectors of what stands inside and is not the report.
    pub drop: Vec<String>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bearer {
    /// Index into [`Lexicon::actors`].
    Actor(u32),
    /// Index into [`Lexicon::places`].
    Place(u32),
    /// Index into [`Lexicon::outlets`].
    Outlet(u32),
}

/// A name, and when and how it means its bearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Bearer.
    pub bearer: Bearer,
    /// Only when the country or a longer name is near.
    pub short: bool,
    /// A role, not a name.
    pub role: bool,
    /// First day of validity.
    pub from: Option<Date>,
    /// Last day of validity.
    pub until: Option<Date>,
}

/// One reading of a surface form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Finite verb.
    Verb {
        /// Index into [`Lexicon::lemmas`].
        lemma: u32,
        /// Tense.
        tense: Tense,
        /// Subject shown by the form.
        subject: Subject,
        /// Voice shown by the form.
        voice: Voice,
        /// Needs an attached pronoun.
        bound: bool,
    },
    /// Participle of a verb.
    Participle {
        /// Index into [`Lexicon::lemmas`].
        lemma: u32,
        /// Active or passive.
        active: bool,
        /// Form.
        form: Form,
    },
    /// Noun of an event.
    Event {
        /// Index into [`Lexicon::events`].
        noun: u32,
        /// Form.
        form: Form,
    },
    /// Common noun.
    Noun {
        /// Index into [`Lexicon::nouns`].
        noun: u32,
        /// Form.
        form: Form,
    },
    /// Adjective.
    Adjective {
        /// Index into [`Lexicon::adjectives`].
        adjective: u32,
        /// Form.
        form: Form,
    },
    /// Adjective of origin.
    Nisba {
        /// Index into [`Lexicon::nisbas`].
        nisba: u32,
        /// Form.
        form: Form,
    },
}

/// Number and gender shown by a nominal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Number.
    pub number: Number,
    /// Feminine by form.
    pub feminine: bool,
    /// Before a genitive or pronoun only.
    pub construct: bool,
    /// Before a pronoun only.
    pub bound: bool,
}

/// A number word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numeral {
    /// 0–19, tens, hundreds.
    Value(u64),
    /// Thousand, million …
    Times(u64),
    /// The n-th.
    Ordinal(u8),
}

/// A word of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeWord {
    /// 1 (Monday) – 7 (Sunday).
    Weekday(i8),
    /// Gregorian month.
    Month(i8),
    /// Hijri month.
    Hijri(u8),
    /// Hour at which a part of the day is put.
    Part(i8),
    /// Days from publication.
    Day(i8),
    /// The night before publication.
    LastNight,
    /// −1 past, 0 current, 1 next.
    Shift(i8),
    /// Earlier or later the same day.
    Earlier,
    /// 0 start, 1 middle, 2 end of a month.
    MonthPart(u8),
    /// Unit of time, and how many of them the word means without a number.
    Unit(TimeUnit, u32),
}

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// Minute.
    Minute,
    /// Hour.
    Hour,
    /// Day.
    Day,
    /// Week.
    Week,
    /// Month.
    Month,
    /// Year.
    Year,
}

/// Page furniture.
#[derive(Clone, Debug, Default)]
pub struct Furniture {
    /// Whole lines, digits written as 0.
    pub exact: Vec<String>,
    /// Beginnings of lines.
    pub prefix: Vec<String>,
    /// Words inside short lines.
    pub contains: Vec<String>,
    /// Words that mark an archive caption.
    pub archive: Vec<String>,
    /// Credits at the end of a caption.
    pub credits: Vec<String>,
    /// Beginnings of captions.
    pub caption_starts: Vec<String>,
    /// "Read also" inside a paragraph.
    pub markers: Vec<String>,
    /// Headings under which titles of other stories stand.
    pub related: Vec<String>,
}

/// The lexicon.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Verb classes.
    pub classes: Vec<Class>,
    /// Kinds of claims.
    pub kinds: Vec<Kind>,
    /// Verbs.
    pub lemmas: Vec<Lemma>,
    /// Nouns of events.
    pub events: Vec<EventNoun>,
    /// Common nouns.
    pub nouns: Vec<Noun>,
    /// Adjectives.
    pub adjectives: Vec<Adjective>,
    /// Adjectives of origin.
    pub nisbas: Vec<Nisba>,
    /// Actors and persons.
    pub actors: Vec<Actor>,
    /// Places.
    pub places: Vec<Place>,
    /// Outlets.
    pub outlets: Vec<Outlet>,
    /// Classes of saying.
    pub reporting: Vec<Reporting>,
    /// Prepositions by identifier; the first word of each.
    pub prepositions: Vec<String>,
    /// Page furniture.
    pub furniture: Furniture,
    /// Marks of elements on pages.
    pub page: PageMarks,
    pub(crate) surface: KeyTable<SmallVec<[Sense; 1]>>,
    /// Closed-class expressions.
    pub words: Phrases<WordEntry>,
    /// Common nouns of several words, by folded keys without articles.
    pub noun_phrases: Phrases<(u32, Form)>,
    /// Names, by folded keys.
    pub names: Phrases<Name>,
    /// Numerals.
    pub numerals: Phrases<Numeral>,
    /// Words of time.
    pub times: Phrases<TimeWord>,
    pub(crate) capitals: FxHashMap<String, u32>,
    pub(crate) prep_ids: FxHashMap<String, u16>,
    pub(crate) place_ids: FxHashMap<String, u32>,
    pub(crate) actor_ids: FxHashMap<String, u32>,
}

/// A kind of claim.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name.
    pub name: String,
    /// What `count` counts: `target`, `place`, `event` or nothing.
    pub counts: String,
    /// It is a state that goes on while it holds.
    pub stative: bool,
}
