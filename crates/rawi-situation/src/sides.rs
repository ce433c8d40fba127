//! Sides: parties that hold a place together count as one holder, and as one origin.

use rustc_hash::FxHashMap;

use crate::record::{Filler, Link, Record};

/// By identifier of a party the identifier of its side.
pub type Sides = FxHashMap<String, String>;

/// A line that is no pair of identifiers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: '{text}' is not PARTY,SIDE such as actor:sy-moc,actor:sy-opposition")]
pub struct SidesError {
    line: usize,
    text: String,
}

/// Reads one `PARTY,SIDE` per line; blank lines and those that begin with `#` are skipped.
///
/// # Errors
/// At the first line that has no two identifiers.
pub fn parse(text: &str) -> Result<Sides, SidesError> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim())).filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    let pair = |(line, text): (usize, &str)| match text.split_once(',').map(|(a, b)| (a.trim(), b.trim())) {
        Some((a, b)) if !a.is_empty() && !b.is_empty() && !b.contains(',') => Ok((a.to_owned(), b.to_owned())),
        _ => Err(SidesError { line, text: text.to_owned() }),
    };
    lines.map(pair).collect()
}

/// Puts sides in the place of parties, as holders and as sources; the names of the parties go with them.
pub fn unite(records: &mut [Record], sides: &Sides) {
    for record in records {
        record.roles.actor.iter_mut().for_each(|f| filler(f, sides));
        record.chain.iter_mut().for_each(|l| link(l, sides));
    }
}

fn filler(filler: &mut Filler, sides: &Sides) {
    if let Some(side) = filler.id.as_ref().and_then(|id| sides.get(id)).filter(|s| Some(*s) != filler.id.as_ref()) {
        *filler = Filler { id: Some(side.clone()), name: None, text: None, ..filler.clone() };
    }
}

fn link(link: &mut Link, sides: &Sides) {
    if let Some(side) = link.id.as_ref().and_then(|id| sides.get(id)).filter(|s| Some(*s) != link.id.as_ref()) {
        *link = Link { id: Some(side.clone()), name: None, ..link.clone() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_of_a_side_become_one() {
        let sides = parse("# Syria\n\nactor:b, actor:a\n").unwrap();
        let (mut records, _) = crate::record::parse(br#"{"roles":{"actor":[{"id":"actor:b","name":"B"}]},"chain":[{"id":"actor:b"},{"id":"actor:c"}]}"#);
        unite(&mut records, &sides);
        assert_eq!(records[0].roles.actor[0].id.as_deref(), Some("actor:a"));
        assert_eq!(records[0].roles.actor[0].name, None);
        assert_eq!(records[0].chain[0].id.as_deref(), Some("actor:a"));
        assert_eq!(records[0].chain[1].id.as_deref(), Some("actor:c"));
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(parse("a,b\nc\n").unwrap_err().to_string(), "line 2: 'c' is not PARTY,SIDE such as actor:sy-moc,actor:sy-opposition");
    }
}
