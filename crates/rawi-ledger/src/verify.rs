//! Whether a ledger still is what was recorded.

use rustc_hash::FxHashMap;

use crate::{Entry, Fault, Head, LedgerError, Seal, Store};

/// A ledger in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Count and hash of all entries, to be noted down.
    pub seal: Seal,
    /// How many streams.
    pub streams: usize,
}

/// Follows chains entry by entry.
#[derive(Debug, Default)]
pub(crate) struct Follower {
    heads: FxHashMap<String, Head>,
    seal: Seal,
}

impl Follower {
    /// Takes the entry at position `seq`; the first one that does not fit is told.
    pub fn follow(&mut self, seq: u64, entry: &Entry) -> Result<(), LedgerError> {
        let told = |reason: String| LedgerError::Bad(Fault { seq, stream: Some(entry.stream.clone()), idx: Some(entry.idx), reason });
        if let Some(reason) = entry.fault(self.heads.get(&entry.stream).copied()) {
            return Err(told(reason));
        }
        if seq != self.seal.entries + 1 {
            return Err(told(format!("position {} is missing before it", self.seal.entries + 1)));
        }
        self.heads.insert(entry.stream.clone(), (entry.idx, entry.hash));
        self.seal = self.seal.with(entry.hash);
        Ok(())
    }

    pub fn seal(&self) -> Seal {
        self.seal
    }
}

/// Checks every chain, the seal, and that projections are what the entries give. With `noted`, a seal taken earlier, also that nothing up to it changed.
pub fn verify(store: &mut impl Store, noted: Option<Seal>) -> Result<Verified, LedgerError> {
    let recorded = store.seal()?;
    let mut follower = Follower::default();
    let mut then = noted.filter(|n| n.entries == 0).map(|_| Seal::default());
    store.scan(|seq, entry| {
        follower.follow(seq, &entry)?;
        if noted.is_some_and(|n| n.entries == seq) {
            then = Some(follower.seal());
        }
        Ok(())
    })?;
    let found = follower.seal();
    if found != recorded {
        return Err(LedgerError::Seal { found: found.entries, recorded: recorded.entries });
    }
    if let Some(noted) = noted.filter(|_| then != noted) {
        return Err(LedgerError::Seal { found: found.entries, recorded: noted.entries });
    }
    match store.stale_projection()? {
        Some(name) => Err(LedgerError::Projection(name)),
        None => Ok(Verified { seal: found, streams: follower.heads.len() }),
    }
}
