use rustc_hash::FxHashMap;

use crate::record::{Filler, Link, Record};

/// Index of a person, actor, place or origin.
pub type Name = u32;

/// A thing that claims speak of.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Canonical identifier, or the words that stand for it.
    pub id: String,
    /// Name for people, where known.
    pub name: Option<String>,
    /// What it is, where known.
    pub kind: Option<String>,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
    /// What it lies in, for places.
    pub within: Option<Name>,
}

impl Entry {
    /// The name, or else the identifier.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    /// Whether its identifier, the last part of it, or its name is `words`, without regard to case.
    pub fn is_called(&self, words: &str) -> bool {
        let (wanted, id) = (folded(words), folded(&self.id));
        id == wanted || id.rsplit(['/', ':']).next() == Some(&wanted) || self.name.as_deref().is_some_and(|n| folded(n) == wanted)
    }
}

/// Everything that claims name, by identifier; a name without one is joined to the identifier that bears it elsewhere.
#[derive(Debug, Default)]
pub struct Names {
    entries: Vec<Entry>,
    by_id: FxHashMap<String, Name>,
    aliases: FxHashMap<String, String>,
}

impl Names {
    /// Learns which names belong to which identifiers; a name with two identifiers belongs to neither.
    pub fn with_aliases(records: &[Record]) -> Self {
        let mut names = Self::default();
        let mut ties = Vec::new();
        for (name, id) in records.iter().flat_map(named) {
            let before = names.aliases.entry(folded(name)).or_insert_with(|| id.clone());
            if before != id {
                ties.push(folded(name));
            }
        }
        ties.iter().for_each(|t| drop(names.aliases.remove(t)));
        names
    }

    /// The entry of an index.
    pub fn get(&self, name: Name) -> &Entry {
        &self.entries[name as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True before anything was named.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The index of an identifier that was seen.
    pub fn find(&self, id: &str) -> Option<Name> {
        self.by_id.get(id).copied()
    }

    /// The indices whose identifier, last part of it, or name is `words`, without regard to case.
    pub fn matching<'a>(&'a self, words: &str) -> impl Iterator<Item = Name> + 'a {
        let wanted = words.to_owned();
        (0..self.entries.len() as Name).filter(move |n| self.get(*n).is_called(&wanted))
    }

    /// The index of an identifier, made if new.
    pub fn intern(&mut self, id: &str) -> Name {
        if let Some(n) = self.by_id.get(id) {
            return *n;
        }
        let n = self.entries.len() as Name;
        self.by_id.insert(id.to_owned(), n);
        self.entries.push(Entry { id: id.to_owned(), ..Entry::default() });
        n
    }

    /// The index of a filler; `None` when it has neither identifier nor words.
    pub fn filler(&mut self, filler: &Filler) -> Option<Name> {
        let n = self.resolve(filler.id.as_deref(), filler.name.as_deref().or(filler.text.as_deref()))?;
        let within = filler.within.as_deref().filter(|w| Some(*w) != filler.id.as_deref()).map(|w| self.intern(w));
        let entry = &mut self.entries[n as usize];
        entry.within = entry.within.or(within);
        entry.kind = entry.kind.take().or_else(|| filler.kind.clone());
        entry.name = entry.name.take().or_else(|| filler.name.clone());
        entry.position = entry.position.or(filler.lat.zip(filler.lon));
        Some(n)
    }

    /// The index of a link; `None` when it has neither identifier nor name.
    pub fn link(&mut self, link: &Link) -> Option<Name> {
        let n = self.resolve(link.id.as_deref(), link.name.as_deref())?;
        let entry = &mut self.entries[n as usize];
        entry.name = entry.name.take().or_else(|| link.name.clone());
        entry.kind = entry.kind.take().or_else(|| link.kind.clone());
        Some(n)
    }

    fn resolve(&mut self, id: Option<&str>, name: Option<&str>) -> Option<Name> {
        if let Some(id) = id {
            return Some(self.intern(id));
        }
        let key = folded(name?);
        let id = self.aliases.get(&key).cloned().unwrap_or(key);
        let n = self.intern(&id);
        let entry = &mut self.entries[n as usize];
        entry.name = entry.name.take().or_else(|| name.map(|n| n.trim().to_owned()));
        Some(n)
    }

    /// The position of every index in the order of identifiers.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<Name> = (0..self.entries.len() as Name).collect();
        order.sort_unstable_by(|a, b| self.get(*a).id.cmp(&self.get(*b).id));
        let mut ranks = vec![0; order.len()];
        order.iter().enumerate().for_each(|(rank, n)| ranks[*n as usize] = rank as u32);
        ranks
    }

    /// Forgets what lies in what, and gives it.
    pub(crate) fn take_within(&mut self) -> Vec<Option<Name>> {
        self.entries.iter_mut().map(|e| e.within.take()).collect()
    }

    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// Says where something is, unless that is known.
    pub(crate) fn place(&mut self, name: Name, position: Option<(f64, f64)>) {
        let entry = &mut self.entries[name as usize];
        entry.position = entry.position.or(position);
    }

    /// Says what something lies in, unless that is known.
    pub(crate) fn enclose(&mut self, name: Name, within: Option<Name>) {
        let entry = &mut self.entries[name as usize];
        entry.within = entry.within.or(within.filter(|w| *w != name));
    }

    /// True when `place` lies in `area`, however deep.
    pub fn lies_in(&self, place: Name, area: Name) -> bool {
        let mut at = place;
        for _ in 0..8 {
            match self.get(at).within {
                Some(up) if up == area => return true,
                Some(up) => at = up,
                None => return false,
            }
        }
        false
    }
}

fn named(record: &Record) -> impl Iterator<Item = (&String, &String)> {
    let r = &record.roles;
    let fillers = [&r.actor, &r.target, &r.place, &r.from, &r.to, &r.person].into_iter().flatten();
    let links = record.chain.iter().filter_map(|l| l.name.as_ref().zip(l.id.as_ref()));
    fillers.filter_map(|f| f.name.as_ref().zip(f.id.as_ref())).chain(links)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
