//! Reads the files into a [`Lexicon`]: this file has the order of loading and what all parts share.
//!
//! A part that meets a mistake notes it and goes on, so that a check tells all of them at once. Loading for reading takes
//! the first as its error.

use std::collections::BTreeMap;

use rawi_model::Harm;
use serde::de::DeserializeOwned;

use crate::conjugate::Verb;
use crate::decline::{NounForm, adjective, plural, singular};
use crate::entries::*;
use crate::orthography::key;
use crate::source::{LexiconError, Sources, parse_toml};
use crate::words::*;

pub(crate) type Loaded<T = ()> = Result<T, LexiconError>;
pub(crate) type Tables = BTreeMap<String, BTreeMap<String, String>>;

/// Surface forms in the lexicon that ships, and their mean length in bytes: what to make room for.
const FORMS: (usize, usize) = (75_000, 12);

/// Names in the lexicon that ships.
const NAMES: usize = 22_000;

/// A lexicon in the making.
pub(crate) struct Builder<'a> {
    pub sources: &'a Sources,
    pub lexicon: Lexicon,
    /// Mistakes in the order in which they were met.
    pub problems: Vec<LexiconError>,
    lemma_ids: BTreeMap<String, u32>,
    event_ids: BTreeMap<String, u32>,
}

impl Lexicon {
    /// Loads and checks a lexicon. The error names file, line and column.
    pub fn load(sources: &Sources) -> Result<Lexicon, LexiconError> {
        let builder = Builder::build(sources);
        match builder.problems.into_iter().next() {
            Some(problem) => Err(problem),
            None => Ok(builder.lexicon),
        }
    }
}

impl<'a> Builder<'a> {
    /// Loads everything that can be loaded.
    pub fn build(sources: &'a Sources) -> Self {
        let mut builder = Self { sources, lexicon: Lexicon::default(), problems: Vec::new(), lemma_ids: BTreeMap::new(), event_ids: BTreeMap::new() };
        builder.lexicon.surface.reserve(FORMS.0, FORMS.1);
        builder.lexicon.names.reserve(NAMES);
        builder.particles();
        builder.kinds();
        builder.classes();
        builder.reporting();
        builder.aspect();
        builder.light();
        builder.wide_verbs();
        builder.factuality();
        builder.numerals();
        builder.times();
        builder.nouns();
        builder.adjectives();
        builder.nisbas();
        builder.places();
        builder.capitals();
        builder.actors();
        builder.outlets();
        builder.furniture();
        builder.page();
        builder.mark_homographs();
        builder
    }

    /// The value, or `None` after noting what is wrong.
    pub fn keep<T>(&mut self, result: Loaded<T>) -> Option<T> {
        result.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// A TOML file that must be there, as text and parsed.
    pub fn toml<T: DeserializeOwned>(&mut self, path: &str) -> Option<(&'a str, T)> {
        let sources = self.sources;
        self.keep(sources.text(path).and_then(|text| Ok((text, parse_toml(path, text)?))))
    }

    /// Every TOML file of a folder: path, text, parsed. What does not parse is noted.
    pub fn toml_folder<T: DeserializeOwned>(&mut self, folder: &str) -> Vec<(&'a str, &'a str, T)> {
        let sources = self.sources;
        let files = sources.in_folder(folder, ".toml");
        files.filter_map(|file| self.keep(file.and_then(|(path, text)| Ok((path, text, parse_toml(path, text)?))))).collect()
    }

    /// Identifier of a preposition by its first form; a new one is added.
    pub fn prep(&mut self, word: &str) -> u16 {
        if let Some(&id) = self.lexicon.prep_ids.get(word) {
            return id;
        }
        let id = self.lexicon.prepositions.len() as u16;
        self.lexicon.prepositions.push(word.to_owned());
        self.add_prep_form(word, id);
        id
    }

    pub fn add_prep_form(&mut self, word: &str, id: u16) {
        self.lexicon.prep_ids.insert(word.to_owned(), id);
        let (words, takes) = expression(word);
        if words.chars().count() > 1 {
            self.lexicon.words.insert(&words, WordEntry { word: Word::Prep(id), takes });
        }
    }

    pub fn add_words(&mut self, forms: &str, word: Word) {
        for form in alternatives(forms) {
            let (words, takes) = expression(form);
            self.lexicon.words.insert(&words, WordEntry { word, takes });
        }
    }

    pub fn add_sense(&mut self, key: &str, sense: Sense) {
        let senses = self.lexicon.surface.get_or_default(key);
        if !senses.contains(&sense) {
            senses.push(sense);
        }
    }

    /// The verb of a citation; its forms are generated at the first call.
    pub fn lemma(&mut self, path: &str, text: &str, citation: &str) -> Option<u32> {
        self.lemma_with(path, text, citation, true)
    }

    pub fn lemma_with(&mut self, path: &str, text: &str, citation: &str, with_participles: bool) -> Option<u32> {
        let past = key(citation.split(':').next().unwrap_or_default());
        let id = past.clone() + if citation.contains('\u{651}') { "+" } else { "" };
        if let Some(&lemma) = self.lemma_ids.get(&id) {
            return Some(lemma);
        }
        let lemma = self.lexicon.lemmas.len() as u32;
        let verb = self.keep(Verb::of(citation).map_err(|e| LexiconError::at(path, text, citation, e.to_string())))?;
        verb.each_cell(|key, tense, subject, voice, bound| add_cell(&mut self.lexicon, key, Sense::Verb { lemma, tense, subject, voice, bound }));
        if with_participles {
            let forms = verb.participles();
            self.add_participle(lemma, &forms.active, true);
            self.add_participle(lemma, &forms.passive, false);
        }
        self.lexicon.lemmas.push(Lemma { key: past, ..Lemma::default() });
        self.lemma_ids.insert(id, lemma);
        Some(lemma)
    }

    fn add_participle(&mut self, lemma: u32, stem: &str, active: bool) {
        let mut forms = adjective(stem);
        if let Some(short) = stem.strip_suffix('ي') {
            forms.extend(singular(short, false).into_iter().take(1));
        }
        for form in forms {
            self.add_sense(&form.key, Sense::Participle { lemma, active, form: form_of(&form) });
        }
    }

    /// The noun of an event; its forms are generated at the first call.
    pub fn event(&mut self, word: &str, plurals: &[&str]) -> u32 {
        let word_key = key(word);
        let noun = match self.event_ids.get(&word_key) {
            Some(&noun) => noun,
            None => self.new_event(word_key),
        };
        for form in plurals.iter().flat_map(|p| plural(&key(p), false)) {
            self.add_sense(&form.key, Sense::Event { noun, form: form_of(&form) });
        }
        noun
    }

    fn new_event(&mut self, word: String) -> u32 {
        let noun = self.lexicon.events.len() as u32;
        for form in singular(&word, false) {
            self.add_sense(&form.key, Sense::Event { noun, form: form_of(&form) });
        }
        self.lexicon.events.push(EventNoun { key: word.clone(), ..EventNoun::default() });
        self.event_ids.insert(word, noun);
        noun
    }
}

/// Adds a finite form; one that is written alike in both voices is one sense.
fn add_cell(lexicon: &mut Lexicon, key: &str, sense: Sense) {
    let senses = lexicon.surface.get_or_default(key);
    for old in senses.iter_mut() {
        if let (Sense::Verb { lemma: a, tense: b, subject: c, voice, bound: d }, Sense::Verb { lemma, tense, subject, voice: new, bound }) = (old, sense)
            && (*a, *b, *c, *d) == (lemma, tense, subject, bound)
        {
            *voice = voice.or(new);
            return;
        }
    }
    senses.push(sense);
}

/// What a noun or adjective form shows.
pub(crate) fn form_of(form: &NounForm) -> Form {
    Form { number: form.number, feminine: form.feminine, construct: form.construct, bound: form.bound }
}

/// A name of a harm, or what to write instead.
pub(crate) fn parse_harm(harm: &str) -> Result<Harm, String> {
    Harm::parse(harm).ok_or_else(|| format!("'{harm}' is no harm: write killed, injured, missing or captured"))
}

/// The file's name without folders and ending.
pub(crate) fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml")
}
