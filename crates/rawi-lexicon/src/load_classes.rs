//! Loads kinds, verb classes and nouns: what names events, people and things.

use rawi_model::LinkType;

use crate::decline::{adjective, plural, singular};
use crate::entries::*;
use crate::frame::Frame;
use crate::load::{Builder, form_of, parse_harm, stem};
use crate::orthography::{fold, key};
use crate::schema::*;
use crate::source::LexiconError;
use crate::words::{alternatives, expression};

impl Builder<'_> {
    pub fn kinds(&mut self) {
        for (path, _, entry) in self.toml_folder::<KindFile>("kinds") {
            self.lexicon.kinds.push(Kind { name: stem(path).to_owned(), counts: entry.counts, stative: entry.stative });
        }
    }

    pub fn classes(&mut self) {
        for (path, text, entry) in self.toml_folder::<ClassFile>("ar/frames") {
            self.class(path, text, entry);
        }
    }

    fn class(&mut self, path: &str, text: &str, entry: ClassFile) {
        self.known_kind(path, text, &entry.kind);
        let class = self.lexicon.classes.len() as u16;
        let mut frames = Vec::with_capacity(entry.frame.len());
        for frame in &entry.frame {
            let parsed = self.frame(frame, &entry);
            frames.extend(self.keep(parsed.map_err(|message| LexiconError::at(path, text, &frame.syntax, message))));
            frame.kind.iter().for_each(|kind| self.known_kind(path, text, kind));
        }
        for (id, citation) in &entry.members {
            let (first, tail) = split_idiom(citation);
            if let Some(lemma) = self.lemma(path, text, first) {
                self.lexicon.lemmas[lemma as usize].classes.push(ClassUse { class, member: id.clone(), tail });
            }
        }
        for (id, forms) in &entry.nouns {
            if !id.starts_with("x_") && !entry.members.contains_key(id) {
                self.problems.push(LexiconError::at_key(path, text, id, format!("the noun '{id}' has no member of that id: add the verb or name it x_{id}")));
            }
            self.class_noun(class, id, forms);
        }
        let tests = entry.test.into_iter().map(|t| (t.text, t.claims)).collect();
        self.lexicon.classes.push(Class { name: stem(path).to_owned(), kind: entry.kind, frames, tests });
    }

    fn known_kind(&mut self, path: &str, text: &str, kind: &str) {
        if !self.lexicon.kinds.iter().any(|k| k.name == kind) {
            let message = format!("'{kind}' is no kind: there is no kinds/{kind}.toml");
            self.problems.push(LexiconError::at(path, text, &format!("\"{kind}\""), message));
        }
    }

    fn class_noun(&mut self, class: u16, id: &str, forms: &str) {
        for (singulars, plurals) in noun_forms(forms) {
            let (first, tail) = split_idiom(singulars);
            let plurals: Vec<&str> = plurals.iter().map(|p| split_idiom(p).0).collect();
            let noun = self.event(first, &plurals);
            self.lexicon.events[noun as usize].classes.push(ClassUse { class, member: id.to_owned(), tail });
        }
    }

    fn frame(&mut self, entry: &FrameEntry, class: &ClassFile) -> Result<Frame, String> {
        let mut frame = Frame::parse(&entry.syntax, |word| self.prep(word))?;
        for member in entry.members.iter().flatten() {
            if !class.members.contains_key(member) && !class.nouns.contains_key(member) {
                return Err(format!("'{member}' is neither a member nor a noun of this class"));
            }
        }
        frame.members = entry.members.clone().unwrap_or_default();
        frame.kind = entry.kind.clone();
        frame.only = entry.only;
        frame.negated = entry.negated;
        frame.state = entry.state.clone();
        frame.negative = entry.factuality.as_deref() == Some("-");
        frame.genitive_is_subject = entry.of.as_deref() == Some("actor");
        frame.harm = entry.harm.as_deref().map(|h| parse_harm(h.trim_end_matches('?'))).transpose()?;
        frame.harm_presumed = entry.harm.as_deref().is_some_and(|h| h.ends_with('?'));
        Ok(frame)
    }

    pub fn nouns(&mut self) {
        for (path, text, entry) in self.toml_folder::<NounFile>("ar/nouns") {
            let Some(class) = noun_class(&entry.class) else {
                self.problems.push(LexiconError::at_key(path, text, "type", format!("'{}' is no type of nouns: {NOUN_TYPES}", entry.class)));
                continue;
            };
            for (id, noun) in &entry.nouns {
                let added = self.noun(class, noun);
                self.keep(added.map_err(|message| LexiconError::at_key(path, text, id, message)));
            }
        }
    }

    fn noun(&mut self, class: NounClass, entry: &NounEntry) -> Result<(), String> {
        let index = self.lexicon.nouns.len() as u32;
        let parse_link = |l: &String| LinkType::parse(l).ok_or_else(|| format!("'{l}' is no type of link"));
        self.lexicon.nouns.push(Noun {
            class,
            key: expression(&entry.ar).0,
            words: entry.ar.split_whitespace().count(),
            en: entry.en.clone(),
            generic: entry.generic,
            harm: entry.harm.as_deref().map(parse_harm).transpose()?,
            strike: entry.strike.clone(),
            military: entry.military,
            kin: entry.kin,
            relief: entry.relief,
            held: entry.held,
            building: entry.building,
            silence: entry.silence,
            toll: entry.toll,
            mobile: entry.mobile,
            place_type: entry.class.clone(),
            part: entry.part,
            link: entry.link.as_ref().map(parse_link).transpose()?,
            vehicle: entry.vehicle,
            rank: entry.rank,
            opens: entry.opens.unwrap_or(!entry.short),
            ambiguous: entry.ambiguous,
        });
        let human = matches!(class, NounClass::People | NounClass::Title | NounClass::Source) || entry.military;
        let singulars = alternatives(&entry.ar).map(|w| (w, false));
        let plurals = entry.pl.as_deref().into_iter().flat_map(alternatives).map(|w| (w, true));
        for (word, many) in singulars.chain(plurals) {
            self.noun_forms(index, word, many, entry.fem, human);
        }
        Ok(())
    }

    /// Adds the forms of one word; of a phrase the first word is inflected.
    fn noun_forms(&mut self, noun: u32, word: &str, many: bool, fem: bool, human: bool) {
        let words: Vec<String> = word.split_whitespace().map(key).collect();
        let Some((first, rest)) = words.split_first() else { return };
        let forms = if many { plural(first, human) } else { singular(first, fem) };
        for form in forms {
            let shape = form_of(&form);
            if rest.is_empty() {
                self.add_sense(&form.key, Sense::Noun { noun, form: shape });
            } else {
                let phrase: Vec<String> = std::iter::once(&form.key).chain(rest).map(|w| fold(strip_article(w))).collect();
                self.lexicon.noun_phrases.insert(&phrase.join(" "), (noun, shape));
            }
        }
    }

    pub fn adjectives(&mut self) {
        let Some((_, entry)) = self.toml::<AdjectiveFile>("ar/adjectives.toml") else { return };
        for adjective_entry in entry.adjectives.values() {
            let index = self.lexicon.adjectives.len() as u32;
            let ar = key(&adjective_entry.ar);
            for form in adjective(ar.split(' ').next().unwrap_or_default()) {
                self.add_sense(&form.key, Sense::Adjective { adjective: index, form: form_of(&form) });
            }
            self.lexicon.adjectives.push(Adjective {
                key: ar,
                en: adjective_entry.en.clone(),
                strike: adjective_entry.strike.clone(),
                dir: adjective_entry.dir.clone(),
                opens: adjective_entry.opens,
            });
        }
    }

    pub fn nisbas(&mut self) {
        let Some((_, entry)) = self.toml::<NisbaFile>("ar/nisba.toml") else { return };
        for nisba in entry.nisba {
            let index = self.lexicon.nisbas.len() as u32;
            for form in alternatives(&nisba.ar).flat_map(|word| adjective(&key(word))) {
                self.add_sense(&form.key, Sense::Nisba { nisba: index, form: form_of(&form) });
            }
            self.lexicon.nisbas.push(Nisba { id: nisba.id, ar: nisba.ar, en: nisba.en });
        }
    }
}

/// `ال` off a word that is long enough to spare it.
fn strip_article(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 2).unwrap_or(word)
}

/// The word that is inflected, and the keys of the fixed ones after it.
fn split_idiom(citation: &str) -> (&str, Vec<String>) {
    let mut words = citation.split_whitespace();
    let first = words.next().unwrap_or_default();
    (first, words.map(key).collect())
}

/// `"انسحاب|خروج pl=انسحابات"` → each singular with the plurals.
fn noun_forms(text: &str) -> Vec<(&str, Vec<&str>)> {
    let (singulars, plurals) = text.split_once("pl=").map_or((text, ""), |(s, p)| (s, p));
    let plurals: Vec<&str> = alternatives(plurals).collect();
    alternatives(singulars).enumerate().map(|(i, s)| (s, if i == 0 { plurals.clone() } else { Vec::new() })).collect()
}

const NOUN_TYPES: &str = "people group body title source place weapon materiel thing time";

fn noun_class(name: &str) -> Option<NounClass> {
    Some(match name {
        "people" => NounClass::People,
        "group" => NounClass::Group,
        "body" => NounClass::Body,
        "title" => NounClass::Title,
        "source" => NounClass::Source,
        "place" => NounClass::Place,
        "weapon" => NounClass::Weapon,
        "materiel" => NounClass::Materiel,
        "thing" => NounClass::Thing,
        "time" => NounClass::Time,
        _ => return None,
    })
}
