//! What lies in what, by the lexicon that ships: records of a ledger name places without saying so.

use rawi_lexicon::Sources;
use rawi_situation::names::Entry as Thing;
use rawi_situation::record::Record;
use rustc_hash::FxHashMap;

/// Steps from a place to what it lies in, at most.
const DEPTH: usize = 8;

/// By place what it lies in.
pub struct Enclosure(FxHashMap<String, String>);

impl Enclosure {
    /// That of the shipped lexicon: the first and the third column of its places.
    pub fn shipped() -> Self {
        let sources = Sources::embedded();
        let files = sources.in_folder("places", ".csv").flatten();
        let pair = |line: &str| {
            let mut columns = line.split(',');
            columns.next().zip(columns.nth(1).filter(|up| !up.is_empty())).map(|(id, up)| (id.to_owned(), up.to_owned()))
        };
        Self(files.flat_map(|(_, text)| text.lines().skip(1)).filter_map(pair).collect())
    }

    /// Everything that a place lies in, the nearest first.
    pub fn above<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::successors(self.0.get(id), |up| self.0.get(*up)).map(String::as_str).take(DEPTH)
    }

    /// Says of every place of the records what it lies in.
    pub fn tell(&self, records: &mut [Record]) {
        for roles in records.iter_mut().map(|r| &mut r.roles) {
            let places = [&mut roles.place, &mut roles.from, &mut roles.to].into_iter().flatten();
            places.filter(|f| f.within.is_none()).for_each(|f| f.within = f.id.as_ref().and_then(|id| self.0.get(id)).cloned());
        }
    }

    /// Says of every thing in which other one of them it lies.
    pub fn tell_things(&self, things: &mut [(i64, Thing)]) {
        let keys: FxHashMap<String, i64> = things.iter().map(|(key, thing)| (thing.id.clone(), *key)).collect();
        for (_, thing) in things.iter_mut().filter(|t| t.1.within.is_none()) {
            thing.within = self.above(&thing.id).find_map(|up| keys.get(up)).and_then(|key| u32::try_from(*key).ok());
        }
    }
}
