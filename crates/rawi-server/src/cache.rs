//! What was computed lately, each thing once however many ask for it.

use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

/// The values computed last, by key.
pub struct Cache<K, V> {
    room: usize,
    kept: Mutex<(u64, FxHashMap<K, Slot<V>>)>,
}

/// When it was asked for last, and the value once there is one.
struct Slot<V> {
    used: u64,
    value: Arc<OnceLock<Arc<V>>>,
}

impl<K: Eq + Hash + Clone, V> Cache<K, V> {
    /// With room for so many values.
    pub fn new(room: usize) -> Self {
        Self { room, kept: Mutex::default() }
    }

    /// The value of a key. Whoever asks while it is being computed waits for it.
    pub fn get(&self, key: K, compute: impl FnOnce() -> V) -> Arc<V> {
        let slot = self.slot(key);
        Arc::clone(slot.get_or_init(|| Arc::new(compute())))
    }

    /// Forgets one value.
    pub fn forget(&self, key: &K) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).1.remove(key);
    }

    /// Forgets all but some; whoever is at work on a value keeps it.
    pub fn keep(&self, wanted: impl Fn(&K) -> bool) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).1.retain(|key, _| wanted(key));
    }

    fn slot(&self, key: K) -> Arc<OnceLock<Arc<V>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 += 1;
        let used = kept.0;
        if !kept.1.contains_key(&key) && kept.1.len() >= self.room {
            let oldest = kept.1.iter().min_by_key(|(_, slot)| slot.used).map(|(k, _)| k.clone());
            oldest.and_then(|k| kept.1.remove(&k));
        }
        let slot = kept.1.entry(key).or_insert_with(|| Slot { used, value: Arc::default() });
        slot.used = used;
        Arc::clone(&slot.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes_once_and_forgets_what_was_not_asked_for() {
        let cache = Cache::new(2);
        let mut computed = Vec::new();
        for key in [1, 2, 1, 3, 1, 2] {
            assert_eq!(
                *cache.get(key, || {
                    computed.push(key);
                    key * 10
                }),
                key * 10
            );
        }
        assert_eq!(computed, [1, 2, 3, 2]);
    }
}
