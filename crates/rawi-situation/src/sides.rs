//! Sides: parties that hold a place together count as one holder, and as one origin.

use rustc_hash::FxHashMap;

use crate::claim::is_class;
use crate::record::{Filler, Link, Record};

/// Which side each party belongs to, and what sides are called.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    of: FxHashMap<String, String>,
    names: FxHashMap<String, String>,
}

impl Sides {
    /// Parties with their sides, in no order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.of.iter().map(|(party, side)| (party.as_str(), side.as_str()))
    }

    /// Adds the pairs of another list; it wins where both name a party.
    pub fn extend(&mut self, other: Sides) {
        self.of.extend(other.of);
        self.names.extend(other.names);
    }

    /// The side of a party, or of an unnamed source whose nearest named link is a party: identifier and name.
    pub(crate) fn of_thing(&self, id: &str) -> Option<(String, Option<String>)> {
        let own = self.beyond(Some(&id.to_owned()));
        own.or_else(|| {
            let (party, class) = id.rsplit_once('/').filter(|(_, class)| is_class(class))?;
            let (side, name) = self.beyond(Some(&party.to_owned()))?;
            Some((format!("{side}/{class}"), Some(format!("{} ({class})", name.as_deref().unwrap_or(&side)))))
        })
    }

    /// The side of a party that is not the side itself, and its name.
    fn beyond(&self, party: Option<&String>) -> Option<(String, Option<String>)> {
        let side = party.and_then(|id| self.of.get(id)).filter(|side| Some(*side) != party)?;
        Some((side.clone(), self.names.get(side).cloned()))
    }
}

/// A line that is no pair of identifiers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: '{text}' is not PARTY,SIDE such as actor:sy-moc,actor:sy-opposition")]
pub struct SidesError {
    line: usize,
    text: String,
}

/// Reads one `PARTY,SIDE` or `PARTY,SIDE,NAME OF THE SIDE` per line; blank lines and those that begin with `#` are skipped.
///
/// # Errors
/// At the first line that has no two identifiers.
pub fn parse(text: &str) -> Result<Sides, SidesError> {
    let mut sides = Sides::default();
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    for (line, text) in lines.filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
        let fields: Vec<&str> = text.splitn(3, ',').map(str::trim).collect();
        let [party, side, name @ ..] = fields.as_slice() else { return Err(SidesError { line, text: text.to_owned() }) };
        if party.is_empty() || side.is_empty() || name == [""] {
            return Err(SidesError { line, text: text.to_owned() });
        }
        sides.of.insert((*party).to_owned(), (*side).to_owned());
        sides.names.extend(name.iter().map(|n| ((*side).to_owned(), (*n).to_owned())));
    }
    Ok(sides)
}

/// Puts sides in the place of parties, as holders and as sources; the names of the parties go with them.
pub fn unite(records: &mut [Record], sides: &Sides) {
    for record in records {
        record.roles.actor.iter_mut().for_each(|f| filler(f, sides));
        record.chain.iter_mut().for_each(|l| link(l, sides));
    }
}

fn filler(filler: &mut Filler, sides: &Sides) {
    if let Some((side, name)) = sides.beyond(filler.id.as_ref()) {
        *filler = Filler { id: Some(side), name, text: None, ..filler.clone() };
    }
}

fn link(link: &mut Link, sides: &Sides) {
    if let Some((side, name)) = sides.beyond(link.id.as_ref()) {
        *link = Link { id: Some(side), name, ..link.clone() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_of_a_side_become_one() {
        let sides = parse("# Syria\n\nactor:b, actor:a, The two, together\n").unwrap();
        let (mut records, _) = crate::record::parse(br#"{"roles":{"actor":[{"id":"actor:b","name":"B"}]},"chain":[{"id":"actor:b"},{"id":"actor:c"}]}"#);
        unite(&mut records, &sides);
        assert_eq!(records[0].roles.actor[0].id.as_deref(), Some("actor:a"));
        assert_eq!(records[0].roles.actor[0].name.as_deref(), Some("The two, together"));
        assert_eq!(records[0].chain[0].id.as_deref(), Some("actor:a"));
        assert_eq!(records[0].chain[1].id.as_deref(), Some("actor:c"));
    }

    #[test]
    fn a_bad_line_is_named() {
        assert!(parse("a,b,").is_err());
        assert_eq!(parse("a,b\nc\n").unwrap_err().to_string(), "line 2: 'c' is not PARTY,SIDE such as actor:sy-moc,actor:sy-opposition");
    }
}
