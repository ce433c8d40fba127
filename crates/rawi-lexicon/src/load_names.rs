//! Loads names: places, actors, persons, outlets; and finds places whose names are ordinary words.

use jiff::civil::Date;

use crate::entries::*;
use crate::load::{Builder, Tables};
use crate::orthography::{fold_letter, push_key};
use crate::schema::*;
use crate::source::LexiconError;
use crate::words::alternatives;

/// Quotation marks that may stand around a word of a name.
const QUOTES: [char; 5] = ['"', '“', '”', '«', '»'];

/// Files with more rows than this get room for them at once.
const NAMES_AT_ONCE: usize = 5_000;

/// A place's unit, to be looked up when all places are there.
struct Parent<'a> {
    place: u32,
    path: &'a str,
    text: &'a str,
    line: usize,
    within: String,
}

impl<'a> Builder<'a> {
    pub fn places(&mut self) {
        let sources = self.sources;
        let mut parents = Vec::new();
        for file in sources.in_folder("places", ".csv") {
            let Some((path, text)) = self.keep(file) else { continue };
            self.reserve_places(text.bytes().filter(|b| *b == b'\n').count());
            let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
            let mut record = csv::StringRecord::new();
            let headers = match reader.headers() {
                Ok(headers) => headers.clone(),
                Err(error) => {
                    self.problems.push(csv_error(path, &error));
                    continue;
                }
            };
            loop {
                let line = reader.position().line() as usize;
                match reader.read_record(&mut record).and_then(|more| if more { record.deserialize::<PlaceRow>(Some(&headers)).map(Some) } else { Ok(None) }) {
                    Ok(Some(row)) => self.place(path, text, line, &row, &mut parents),
                    Ok(None) => break,
                    Err(error) => self.problems.push(csv_error(path, &error)),
                }
            }
        }
        for parent in parents {
            self.join(&parent);
        }
    }

    /// Makes room for the places of an imported file, which may be many; growing step by step would hold the old table beside the new.
    fn reserve_places(&mut self, rows: usize) {
        if rows > NAMES_AT_ONCE {
            // A name or two for each, and as many first words of longer names.
            self.lexicon.names.reserve(4 * rows);
            self.lexicon.places.reserve_exact(rows);
            self.lexicon.place_ids.reserve(rows);
        }
    }

    fn place(&mut self, path: &'a str, text: &'a str, line: usize, row: &PlaceRow<'_>, parents: &mut Vec<Parent<'a>>) {
        let index = self.lexicon.places.len() as u32;
        if self.lexicon.place_ids.contains_key(row.id) {
            self.problems.push(LexiconError::in_line(path, text, line, row.id, format!("'{}' is there twice: give one of the two another id, or delete it", row.id)));
            return;
        }
        self.lexicon.place_ids.insert(row.id.to_owned(), index);
        if !row.within.is_empty() {
            parents.push(Parent { place: index, path, text, line, within: row.within.to_owned() });
        }
        let name = Name { bearer: Bearer::Place(index), short: false, role: false, from: None, until: None };
        std::iter::once(row.ar).chain(alternatives(row.variants)).for_each(|words| self.name(words, name));
        self.lexicon.places.push(Place {
            id: row.id.to_owned(),
            class: row.class.to_owned(),
            within: None,
            position: row.lat.zip(row.lon),
            ar: row.ar.to_owned(),
            en: row.en.to_owned(),
            homograph: false,
        });
    }

    fn join(&mut self, parent: &Parent<'_>) {
        match self.lexicon.place(&parent.within) {
            Some(upper) => self.lexicon.places[parent.place as usize].within = Some(upper),
            None => {
                let message = format!("'{}' lies in '{}', which is no place: add that unit, or name another", self.lexicon.places[parent.place as usize].id, parent.within);
                self.problems.push(LexiconError::in_line(parent.path, parent.text, parent.line, &parent.within, message));
            }
        }
    }

    /// The capital of each country, for `العاصمة` alone.
    pub fn capitals(&mut self) {
        let file = "places/capitals.toml";
        let Some((text, tables)) = self.toml::<Tables>(file) else { return };
        for (country, id) in tables.get("capitals").into_iter().flatten() {
            match self.lexicon.place(id) {
                Some(place) => drop(self.lexicon.capitals.insert(country.clone(), place)),
                None => self.problems.push(LexiconError::at(file, text, id, format!("'{id}' is no place: add it to places/, or name another"))),
            }
        }
    }

    /// Adds a name under its folded keys; sound plurals also in their oblique case.
    fn name(&mut self, name: &str, entry: Name) {
        let joined = name_key(name);
        if joined.is_empty() {
            return;
        }
        self.lexicon.names.insert(&joined, entry);
        if joined.split(' ').any(|w| w.ends_with("ون") && w.chars().count() > 4) {
            let oblique: Vec<String> =
                joined.split(' ').map(|w| w.strip_suffix("ون").filter(|s| s.chars().count() > 2).map_or_else(|| w.to_owned(), |s| format!("{s}ين"))).collect();
            self.lexicon.names.insert(&oblique.join(" "), entry);
        }
    }

    pub fn actors(&mut self) {
        for (path, text, entries) in self.toml_folder::<ActorFile>("actors") {
            for entry in entries.actor {
                self.actor(path, text, entry);
            }
        }
        self.states();
    }

    fn actor(&mut self, path: &str, text: &str, entry: ActorEntry) {
        let index = self.lexicon.actors.len() as u32;
        if self.lexicon.actor_ids.insert(entry.id.clone(), index).is_some() {
            self.problems.push(LexiconError::at_last(
                path,
                text,
                &format!("\"{}\"", entry.id),
                format!("'{}' is there twice: give one of the two another id, or join them", entry.id),
            ));
        }
        let plain = Name { bearer: Bearer::Actor(index), short: false, role: false, from: None, until: None };
        for name in std::iter::once(&entry.ar).chain(&entry.names).chain(&entry.hostile) {
            self.name(name, plain);
        }
        entry.short.iter().for_each(|name| self.name(name, Name { short: true, ..plain }));
        entry.roles.iter().for_each(|name| self.name(name, Name { role: true, ..plain }));
        for dated in &entry.dated {
            let (from, until) = (self.date(path, text, dated.from.as_deref()), self.date(path, text, dated.until.as_deref()));
            self.name(&dated.ar, Name { role: entry.class == "person", from, until, ..plain });
        }
        self.lexicon.actors.push(Actor { id: entry.id, class: entry.class, en: entry.en, ar: entry.ar, country: entry.country });
    }

    fn date(&mut self, path: &str, text: &str, date: Option<&str>) -> Option<Date> {
        let date = date?;
        self.keep(date.parse().map_err(|_| LexiconError::at(path, text, &format!("\"{date}\""), format!("'{date}' is no date: write it as 2024-12-08"))))
    }

    /// Every country is also an actor, its state.
    fn states(&mut self) {
        let countries: Vec<(String, String, String)> =
            self.lexicon.places.iter().filter(|p| p.class == "country").map(|p| (p.id.replace("place:", ""), p.en.clone(), p.ar.clone())).collect();
        for (code, en, ar) in countries {
            let id = format!("actor:{code}");
            if !self.lexicon.actor_ids.contains_key(&id) {
                self.lexicon.actor_ids.insert(id.clone(), self.lexicon.actors.len() as u32);
                self.lexicon.actors.push(Actor { id, class: "state".into(), en, ar, country: Some(code) });
            }
        }
    }

    pub fn outlets(&mut self) {
        for (_, _, entries) in self.toml_folder::<OutletFile>("outlets") {
            for entry in entries.outlet {
                let index = self.lexicon.outlets.len() as u32;
                let plain = Name { bearer: Bearer::Outlet(index), short: false, role: false, from: None, until: None };
                let latin = std::iter::once(&entry.en).filter(|n| n.len() > 2);
                for name in std::iter::once(&entry.ar).chain(&entry.names).chain(latin) {
                    self.name(name, plain);
                }
                entry.short.iter().for_each(|name| self.name(name, Name { short: true, ..plain }));
                self.lexicon.outlets.push(Outlet { id: entry.id, kind: entry.kind, en: entry.en, ar: entry.ar, domains: entry.domains, body: entry.body, drop: entry.drop });
            }
        }
    }

    /// A place whose one-word name is also another word of the lexicon needs a trigger beside it.
    pub fn mark_homographs(&mut self) {
        for index in 0..self.lexicon.places.len() {
            let place = &self.lexicon.places[index];
            let folded = name_key(&place.ar);
            if place.class == "country" || folded.contains(' ') {
                continue;
            }
            let bare = folded.strip_prefix("ال").unwrap_or(&folded);
            let other_name = self.lexicon.names.get(&folded).iter().any(|n| matches!(n.bearer, Bearer::Actor(_)) && !n.short);
            let homograph = other_name || self.lexicon.is_word(&folded) || self.lexicon.is_word(bare);
            self.lexicon.places[index].homograph = homograph;
        }
    }
}

impl Lexicon {
    /// True for a verb, noun, particle or number; participles and adjectives are too often names.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.senses(word).iter().any(|s| !matches!(s, Sense::Participle { .. } | Sense::Adjective { .. }))
            || self.words.longest_from(word) == 1
            || !self.numerals.get(word).is_empty()
    }
}

/// The folded keys of a name's words, quotation marks off, joined by single spaces.
pub(crate) fn name_key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut word_key = String::new();
    for word in name.split_whitespace() {
        word_key.clear();
        word.trim_matches(QUOTES).chars().for_each(|c| push_key(&mut word_key, c));
        if !word_key.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(word_key.chars().map(fold_letter));
        }
    }
    out
}

fn csv_error(path: &str, error: &csv::Error) -> LexiconError {
    let line = error.position().map_or(1, |p| p.line() as usize);
    LexiconError::new(path, line, 1, format!("{error}: a row is id,type,within,lat,lon,ar,en,variants,source"))
}
