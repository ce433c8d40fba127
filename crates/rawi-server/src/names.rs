//! What things are called on a page, and where their pages are.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rawi_lexicon::Lexicon;
use rawi_situation::names::Entry;
use rawi_situation::output::Named;
use rustc_hash::FxHashMap;

use crate::lang::{Lang, Words};

/// What is escaped in a part of a path; slashes belong to identifiers.
const IN_PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}').add(b'%').add(b'\\').add(b'^').add(b'|').add(b'[').add(b']');
/// What is escaped in a value of a query.
const IN_QUERY: &AsciiSet = &IN_PATH.add(b'&').add(b'+').add(b'=').add(b'\'').add(b';');

/// Classes of places that are more than a settlement.
pub const AREAS: [&str; 3] = ["governorate", "district", "region"];

/// A text for a path.
pub fn in_path(text: &str) -> String {
    utf8_percent_encode(text, IN_PATH).to_string()
}

/// A text for the value of a query.
pub fn in_query(text: &str) -> String {
    utf8_percent_encode(text, IN_QUERY).to_string()
}

/// Names by language, from the lexicon.
pub struct Labels {
    lexicon: &'static Lexicon,
    outlets: FxHashMap<&'static str, usize>,
}

impl Labels {
    /// Of a lexicon.
    pub fn new(lexicon: &'static Lexicon) -> Self {
        Self { lexicon, outlets: lexicon.outlets.iter().enumerate().map(|(i, o)| (o.id.as_str(), i)).collect() }
    }

    /// The name of an identifier in a language; an unnamed source is its outlet with what it is.
    pub fn of(&self, words: Words, id: &str, name: Option<&str>) -> String {
        if let Some(name) = self.listed(words.lang, id) {
            return clean(name);
        }
        if let Some(word) = words.known(&format!("value-{id}")) {
            return word;
        }
        match id.rsplit_once('/') {
            Some((root, class)) if words.known(&format!("link-{class}")).is_some() => {
                let root = self.of(words, root, name.and_then(|n| n.strip_suffix(&format!(" ({class})"))));
                words.with("unnamed-of", [("root", root.into()), ("class", words.t(&format!("link-{class}")).into())])
            }
            _ => clean(name.filter(|n| !n.trim().is_empty()).unwrap_or(id)),
        }
    }

    /// The name, and for a governorate, district or region also that it is one: cities bear the same names.
    pub fn place(&self, words: Words, id: &str, name: Option<&str>) -> String {
        let label = self.of(words, id, name);
        match self.place_class(id).filter(|c| AREAS.contains(c)) {
            Some(class) => words.with("area-named", [("name", label.into()), ("class", words.t(&format!("class-{class}")).into())]),
            None => label,
        }
    }

    fn listed(&self, lang: Lang, id: &str) -> Option<&'static str> {
        let choose = |en: &'static str, ar: &'static str| if (lang == Lang::Ar && !ar.is_empty()) || en.is_empty() { ar } else { en };
        let lexicon = self.lexicon;
        if let Some(i) = lexicon.place(id) {
            let place = &lexicon.places[i as usize];
            return Some(choose(&place.en, &place.ar));
        }
        if let Some(i) = lexicon.actor(id) {
            let actor = &lexicon.actors[i as usize];
            return Some(choose(&actor.en, &actor.ar));
        }
        self.outlets.get(id).map(|i| choose(&lexicon.outlets[*i].en, &lexicon.outlets[*i].ar))
    }

    /// The same for what a record names.
    pub fn named(&self, words: Words, named: &Named) -> String {
        self.of(words, &named.id, named.name.as_deref())
    }

    /// The same for what claims name.
    pub fn entry(&self, words: Words, entry: &Entry) -> String {
        self.of(words, &entry.id, entry.name.as_deref())
    }

    /// The country code of a place or an actor that the lexicon knows.
    pub fn country(&self, id: &str) -> Option<&str> {
        if let Some(place) = self.lexicon.place(id) {
            return Some(self.lexicon.country_of(place)).filter(|c| !c.is_empty());
        }
        self.lexicon.actor(id).and_then(|i| self.lexicon.actors[i as usize].country.as_deref())
    }

    /// What kind of place it is.
    pub fn place_class(&self, id: &str) -> Option<&str> {
        self.lexicon.place(id).map(|i| self.lexicon.places[i as usize].class.as_str())
    }

    /// What the place lies in, innermost first.
    pub fn above(&self, id: &str) -> Vec<&str> {
        let mut out = Vec::new();
        let mut at = self.lexicon.place(id).and_then(|i| self.lexicon.places[i as usize].within);
        while let Some(up) = at.filter(|_| out.len() < 8) {
            let place = &self.lexicon.places[up as usize];
            out.push(place.id.as_str());
            at = place.within;
        }
        out
    }
}

/// A name as text in its own direction.
pub fn bdi(text: &str) -> Markup {
    html! { bdi { (text) } }
}

/// Without characters that turn round what follows them, and without line breaks.
pub fn clean(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars().filter(|c| !turns(c)).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The address of the page of a place or an actor.
pub fn address(id: &str) -> String {
    match id.split_once(':') {
        Some(("place", rest)) => format!("/places/{}", in_path(rest)),
        Some(("actor", rest)) => format!("/actors/{}", in_path(rest)),
        Some(_) => format!("/actors/{}", in_path(id)),
        None => format!("/places/{}", in_path(id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_identifiers_and_escape_the_rest() {
        assert_eq!(address("place:sy/homs"), "/places/sy/homs");
        assert_eq!(address("actor:sy-moc"), "/actors/sy-moc");
        assert_eq!(address("person:x"), "/actors/person:x");
        assert_eq!(address("a\"><script>?#"), "/places/a%22%3E%3Cscript%3E%3F%23");
        assert_eq!(in_query("a&b=c+d"), "a%26b%3Dc%2Bd");
    }

    #[test]
    fn names_cannot_turn_what_follows() {
        assert_eq!(clean("a\u{202e}b\u{2067}c\nd"), "abc d");
    }
}
