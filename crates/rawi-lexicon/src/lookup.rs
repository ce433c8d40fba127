//! Look-ups in a loaded lexicon.

use crate::entries::{Lexicon, Outlet, Sense};

/// Units that lie in each other, at most.
const DEPTH: usize = 8;

/// First parts of identifiers that tell a gazetteer, not a country.
const IMPORTED: [&str; 2] = ["gn", "wof"];

impl Lexicon {
    /// Readings of an exact key.
    pub fn senses(&self, key: &str) -> &[Sense] {
        self.surface.get(key).map_or(&[], |v| v.as_slice())
    }

    /// Identifier of a preposition by any of its forms.
    pub fn preposition(&self, word: &str) -> Option<u16> {
        self.prep_ids.get(word).copied()
    }

    /// Index of a place by its identifier.
    pub fn place(&self, id: &str) -> Option<u32> {
        self.place_ids.get(id).copied()
    }

    /// Index of the capital of a country.
    pub fn capital(&self, country: &str) -> Option<u32> {
        self.capitals.get(country).copied()
    }

    /// Index of an actor by its identifier.
    pub fn actor(&self, id: &str) -> Option<u32> {
        self.actor_ids.get(id).copied()
    }

    /// The code of the country that a place is in: in its identifier (`place:sy/homs` → `sy`), or for imported places in that of the country above it.
    pub fn country_of(&self, place: u32) -> &str {
        let mut at = place;
        for _ in 0..DEPTH {
            let id = self.places[at as usize].id.as_str();
            let code = id.strip_prefix("place:").unwrap_or(id).split('/').next().unwrap_or_default();
            match self.places[at as usize].within {
                Some(upper) if IMPORTED.contains(&code) => at = upper,
                _ => return code,
            }
        }
        ""
    }

    /// The outlet known by a name, domain or identifier.
    pub fn outlet(&self, name: &str) -> Option<&Outlet> {
        let folded = name.to_lowercase();
        self.outlets.iter().find(|o| o.id == name || o.en.to_lowercase() == folded || o.ar == name || o.domains.contains(&folded))
    }

    /// True when `lower` lies in `upper`, at any depth.
    pub fn is_within(&self, lower: u32, upper: u32) -> bool {
        let mut at = self.places[lower as usize].within;
        for _ in 0..DEPTH {
            match at {
                Some(p) if p == upper => return true,
                Some(p) => at = self.places[p as usize].within,
                None => return false,
            }
        }
        false
    }
}
