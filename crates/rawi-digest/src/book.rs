//! Names in the reader's language, and what lies in what, by identifier.

use rawi_situation::names::Entry;
use rawi_situation::output::Named;
use rustc_hash::FxHashMap;

use crate::lang::Lang;
use crate::passage::plain;

/// Steps from a place to what it lies in, at most.
const DEPTH: usize = 8;

/// What a lexicon says of identifiers.
#[derive(Clone, Debug, Default)]
pub struct Book {
    names: FxHashMap<String, [String; 2]>,
    within: FxHashMap<String, String>,
}

impl Book {
    /// Names a thing in English and Arabic; an empty name is none.
    pub fn name(&mut self, id: &str, en: &str, ar: &str) {
        self.names.insert(id.to_owned(), [plain(en), plain(ar)]);
    }

    /// Says that a place lies in another.
    pub fn enclose(&mut self, id: &str, within: &str) {
        self.within.insert(id.to_owned(), within.to_owned());
    }

    /// The name of a thing in a language, else the name it came with, else its identifier.
    pub fn say(&self, named: &Named, lang: Lang) -> String {
        let own = self.names.get(&named.id).map(|n| n[lang as usize].as_str()).filter(|n| !n.is_empty());
        own.map_or_else(|| plain(named.name.as_deref().unwrap_or(&named.id)), str::to_owned)
    }

    /// Whether `words` is the identifier, the last part of it, or a name of a thing.
    pub fn is_called(&self, named: &Named, words: &str) -> bool {
        let entry = Entry { id: named.id.clone(), name: named.name.clone(), ..Entry::default() };
        entry.is_called(words) || self.names.get(&named.id).is_some_and(|n| n.iter().any(|name| !name.is_empty() && name.to_lowercase() == words.trim().to_lowercase()))
    }

    /// Whether a place is the area that `words` names, or lies in it.
    pub fn is_in(&self, place: &Named, words: &str) -> bool {
        let above = std::iter::successors(self.within.get(&place.id), |up| self.within.get(*up)).take(DEPTH);
        self.is_called(place, words) || above.into_iter().any(|up| self.is_called(&Named { id: up.clone(), name: None, lat: None, lon: None }, words))
    }
}
