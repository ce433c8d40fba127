//! A map from text to values whose keys lie end to end in one string.
//!
//! The lexicon holds a hundred thousand short keys: one allocation each would cost more than all the rest of loading.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

#[derive(Clone, Debug)]
struct Slot<V> {
    start: u32,
    len: u32,
    value: V,
}

/// The map.
#[derive(Clone, Debug)]
pub(crate) struct KeyTable<V> {
    keys: String,
    slots: HashTable<Slot<V>>,
}

impl<V> Default for KeyTable<V> {
    fn default() -> Self {
        Self { keys: String::new(), slots: HashTable::new() }
    }
}

fn key_of<'a, V>(keys: &'a str, slot: &Slot<V>) -> &'a str {
    &keys[slot.start as usize..(slot.start + slot.len) as usize]
}

impl<V> KeyTable<V> {
    /// Makes room for so many more keys, of so many bytes on average.
    pub fn reserve(&mut self, count: usize, bytes: usize) {
        let Self { keys, slots } = self;
        slots.reserve(count, |slot| FxBuildHasher.hash_one(key_of(keys, slot)));
        keys.reserve(count * bytes);
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&V> {
        let hash = FxBuildHasher.hash_one(key);
        self.slots.find(hash, |slot| key_of(&self.keys, slot) == key).map(|slot| &slot.value)
    }

    /// True when there is no key.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}

impl<V: Default> KeyTable<V> {
    /// The value of a key, which is made if it is not there.
    pub fn get_or_default(&mut self, key: &str) -> &mut V {
        let Self { keys, slots } = self;
        let hash = FxBuildHasher.hash_one(key);
        let entry = slots.entry(hash, |slot| key_of(keys, slot) == key, |slot| FxBuildHasher.hash_one(key_of(keys, slot)));
        &mut entry
            .or_insert_with(|| {
                let start = keys.len() as u32;
                keys.push_str(key);
                Slot { start, len: key.len() as u32, value: V::default() }
            })
            .into_mut()
            .value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_again_after_growth() {
        let mut table: KeyTable<usize> = KeyTable::default();
        table.reserve(10, 3);
        assert!(table.is_empty());
        for n in 0..5000 {
            *table.get_or_default(&n.to_string()) = n;
        }
        assert!((0..5000).all(|n| table.get(&n.to_string()) == Some(&n)));
        assert_eq!(table.get(""), None);
        *table.get_or_default("12") += 1;
        assert_eq!(table.get("12"), Some(&13));
    }
}
