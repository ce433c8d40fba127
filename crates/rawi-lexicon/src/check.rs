//! Everything that is wrong in a lexicon: what loading notes, and what it has no time to look for.

use std::collections::BTreeMap;

use crate::entries::Lexicon;
use crate::load::Builder;
use crate::schema::*;
use crate::source::{LexiconError, Sources, parse_toml};

/// Types of places.
pub const PLACE_TYPES: [&str; 23] = [
    "country",
    "governorate",
    "district",
    "city",
    "town",
    "village",
    "neighbourhood",
    "camp",
    "airport",
    "airbase",
    "dam",
    "field",
    "road",
    "crossing",
    "region",
    "river",
    "port",
    "base",
    "square",
    "mountain",
    "island",
    "prison",
    "sea",
];

const ACTOR_TYPES: [&str; 13] = ["state", "government", "army", "police", "faction", "coalition", "party", "agency", "organisation", "body", "person", "tribe", "media"];
const OUTLET_KINDS: [&str; 6] = ["site", "newspaper", "agency", "tv", "radio", "monitor"];
const COUNTS: [&str; 5] = ["target", "place", "event", "actor", ""];
const ROLES: [&str; 7] = ["actor", "target", "place", "from", "to", "instrument", "person"];
const STATES: [&str; 3] = ["open", "closed", "lifted"];

/// Folders of which every file is read, with the ending of those files.
const FOLDERS: [(&str, &str); 7] =
    [("kinds", ".toml"), ("ar/frames", ".toml"), ("ar/nouns", ".toml"), ("places", ".csv"), ("actors", ".toml"), ("outlets", ".toml"), ("sides", ".csv")];

/// Single files that are read.
const FILES: [&str; 13] = [
    "ar/particles.toml",
    "ar/reporting.toml",
    "ar/aspect.toml",
    "ar/light.toml",
    "ar/verbs.toml",
    "ar/factuality.toml",
    "ar/numbers.toml",
    "ar/time.toml",
    "ar/adjectives.toml",
    "ar/nisba.toml",
    "ar/furniture.toml",
    "places/capitals.toml",
    "page.toml",
];

impl Lexicon {
    /// Everything that is wrong, by file, line and column; empty when a lexicon may be used. Of a file that is no TOML, only its first mistake is told.
    pub fn check(sources: &Sources) -> Vec<LexiconError> {
        let builder = Builder::build(sources);
        let kinds: Vec<String> = builder.lexicon.kinds.iter().map(|k| k.name.clone()).collect();
        let mut problems = builder.problems;
        unread(sources, &mut problems);
        sides(sources, &builder.lexicon, &mut problems);
        Checker { kinds, problems: &mut problems }.all(sources);
        problems.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        problems.dedup();
        problems
    }
}

/// Files that nothing reads.
fn unread(sources: &Sources, problems: &mut Vec<LexiconError>) {
    for path in sources.paths() {
        let in_folder =
            FOLDERS.iter().any(|(folder, ending)| path.strip_prefix(folder).and_then(|p| p.strip_prefix('/')).is_some_and(|name| !name.contains('/') && name.ends_with(ending)));
        if !in_folder && !FILES.contains(&path) {
            problems.push(LexiconError::new(path, 1, 1, "nothing reads this file: move it to the folder of its kind, see docs/LEXICON.md, or delete it"));
        }
    }
}

/// Sides and their parties are actors, and each party has one side. Bodies such as ministries (`actor:sy/…`) are made by the reader.
fn sides(sources: &Sources, lexicon: &Lexicon, problems: &mut Vec<LexiconError>) {
    let mut seen = BTreeMap::new();
    for (path, text) in sources.in_folder("sides", ".csv").flatten() {
        for (index, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
            let mut tell = |message: String| problems.push(LexiconError::new(path, index + 1, 1, message));
            let ids: Vec<&str> = line.splitn(3, ',').map(str::trim).take(2).collect();
            if ids.len() < 2 {
                tell(format!("'{line}' is not PARTY,SIDE"));
            }
            for id in ids.iter().filter(|id| lexicon.actor(id).is_none() && !id.contains('/')) {
                tell(format!("'{id}' is no actor"));
            }
            if let Some(before) = seen.insert(ids[0].to_owned(), index + 1) {
                tell(format!("'{}' has a side already, in line {before}", ids[0]));
            }
        }
    }
}

struct Checker<'p> {
    kinds: Vec<String>,
    problems: &'p mut Vec<LexiconError>,
}

impl Checker<'_> {
    fn all(&mut self, sources: &Sources) {
        each::<KindFile>(sources, "kinds", |path, text, kind| self.one_of(path, text, "counts", &kind.counts, &COUNTS));
        each::<ClassFile>(sources, "ar/frames", |path, text, class| self.class(path, text, &class));
        each::<NounFile>(sources, "ar/nouns", |path, text, file| self.nouns(path, text, &file));
        each::<ActorFile>(sources, "actors", |path, text, file| file.actor.iter().for_each(|actor| self.actor(path, text, actor)));
        let mut outlets = BTreeMap::new();
        each::<OutletFile>(sources, "outlets", |path, text, file| file.outlet.iter().for_each(|outlet| self.outlet(path, text, outlet, &mut outlets)));
        for (path, text) in sources.in_folder("places", ".csv").flatten() {
            self.places(path, text);
        }
    }

    fn say(&mut self, path: &str, text: &str, needle: &str, message: String) {
        self.problems.push(LexiconError::at(path, text, needle, message));
    }

    /// The value of a key must be one of a list.
    fn one_of(&mut self, path: &str, text: &str, key: &str, value: &str, list: &[&str]) {
        if !list.contains(&value) {
            let shown: Vec<&str> = list.iter().map(|v| if v.is_empty() { "\"\"" } else { v }).collect();
            self.say(path, text, &format!("\"{value}\""), format!("{key} = \"{value}\" is not known: write one of {}", shown.join(" ")));
        }
    }

    fn kind(&mut self, path: &str, text: &str, key: &str, kind: Option<&str>) {
        let Some(kind) = kind.filter(|kind| !self.kinds.iter().any(|k| k == kind)) else { return };
        self.say(path, text, &format!("\"{kind}\""), format!("{key} = \"{kind}\" is no kind: there is no kinds/{kind}.toml"));
    }

    fn class(&mut self, path: &str, text: &str, class: &ClassFile) {
        if class.members.is_empty() && class.nouns.is_empty() {
            self.say(path, text, "kind", "the class has neither members nor nouns: nothing can evoke it".to_owned());
        }
        if class.frame.is_empty() {
            self.say(path, text, "kind", "the class has no [[frame]]: nothing can be read with it".to_owned());
        }
        for frame in &class.frame {
            frame.state.iter().for_each(|state| self.one_of(path, text, "state", state, &STATES));
            frame.of.iter().for_each(|of| self.one_of(path, text, "of", of, &ROLES));
            frame.factuality.iter().for_each(|factuality| self.one_of(path, text, "factuality", factuality, &["-"]));
        }
        let (silent, firing): (Vec<_>, Vec<_>) = class.test.iter().partition(|test| test.claims.trim().is_empty());
        for (tests, what) in [(firing, "that must fire"), (silent, "that must not fire (claims = \"\")")] {
            if tests.is_empty() {
                self.say(path, text, "kind", format!("the class has no [[test]] {what}: add one"));
            }
        }
    }

    fn nouns(&mut self, path: &str, text: &str, file: &NounFile) {
        for noun in file.nouns.values() {
            self.kind(path, text, "strike", noun.strike.as_deref());
            noun.class.iter().for_each(|class| self.one_of(path, text, "class", class, &PLACE_TYPES));
        }
    }

    fn actor(&mut self, path: &str, text: &str, actor: &ActorEntry) {
        self.one_of(path, text, "type", &actor.class, &ACTOR_TYPES);
        let prefix = if actor.class == "person" { "person:" } else { "actor:" };
        if !actor.id.starts_with(prefix) {
            self.say(path, text, &format!("\"{}\"", actor.id), format!("the identifier of a {} begins with {prefix}", actor.class));
        }
        if actor.ar.trim().is_empty() {
            self.say(path, text, &format!("\"{}\"", actor.id), format!("'{}' has no Arabic name", actor.id));
        }
    }

    fn outlet(&mut self, path: &str, text: &str, outlet: &OutletEntry, seen: &mut BTreeMap<String, String>) {
        self.one_of(path, text, "kind", &outlet.kind, &OUTLET_KINDS);
        let id = format!("\"{}\"", outlet.id);
        if !outlet.id.starts_with("outlet:") && !outlet.id.starts_with("agency:") {
            self.say(path, text, &id, "the identifier of an outlet begins with outlet: or agency:".to_owned());
        }
        if let Some(other) = seen.insert(outlet.id.clone(), path.to_owned()) {
            self.problems.push(LexiconError::at_last(path, text, &id, format!("'{}' is in {other} already: join the two", outlet.id)));
        }
    }

    fn places(&mut self, path: &str, text: &str) {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let Ok(headers) = reader.headers().cloned() else { return };
        for record in reader.records().flatten() {
            let line = record.position().map_or(1, |p| p.line() as usize);
            if let Ok(row) = record.deserialize::<PlaceRow<'_>>(Some(&headers)) {
                for (needle, message) in faults(&row) {
                    self.problems.push(LexiconError::in_line(path, text, line, &needle, message));
                }
            }
        }
    }
}

/// What is wrong in a row that can be read, with the words it is about.
fn faults(row: &PlaceRow<'_>) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let mut say = |needle: &str, message: String| faults.push((needle.to_owned(), message));
    if !PLACE_TYPES.contains(&row.class) {
        say(row.class, format!("'{}' is no type of place: write one of {}", row.class, PLACE_TYPES.join(" ")));
    }
    let slug = row.id.strip_prefix("place:").unwrap_or_default();
    if slug.is_empty() || slug.contains(char::is_whitespace) || slug.split('/').any(str::is_empty) {
        say(row.id, format!("'{}' is no identifier of a place: write place:<country>/<name>", row.id));
    }
    if row.ar.trim().is_empty() {
        say(row.id, format!("'{}' has no Arabic name", row.id));
    }
    if row.within == row.id {
        say(row.within, format!("'{}' lies in itself: name the unit above", row.id));
    }
    match (row.lat, row.lon) {
        (Some(lat), Some(lon)) if lat.abs() > 90.0 || lon.abs() > 180.0 => say(row.id, format!("{lat}, {lon} is nowhere on earth: write degrees north, then degrees east")),
        (Some(_), None) | (None, Some(_)) => say(row.id, "one of lat and lon is missing: give both or neither".to_owned()),
        _ => {}
    }
    faults
}

/// Hands on every file of a folder that parses; those that do not are noted by the loader.
fn each<T: serde::de::DeserializeOwned>(sources: &Sources, folder: &str, mut take: impl FnMut(&str, &str, T)) {
    for (path, text) in sources.in_folder(folder, ".toml").flatten() {
        if let Ok(entry) = parse_toml(path, text) {
            take(path, text, entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong when these files replace or join those that ship.
    fn with(files: &[(&str, &str)]) -> Vec<String> {
        let mut sources = Sources::embedded();
        files.iter().for_each(|(path, text)| sources.insert(*path, text.as_bytes().to_vec()));
        Lexicon::check(&sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_lexicon_that_ships_is_sound() {
        assert_eq!(with(&[]), [""; 0]);
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let places = "id,type,within,lat,lon,ar,en,variants,source\n\
            place:sy/x1,hamlet,place:sy,35,36,اسم,Name,,survey\n\
            place:sy/x1,town,place:sy/nowhere,35,,اسم,Name,,survey\n\
            place:sy/x2,town,place:sy/nowhere,95,36,,Name,,survey\n\
            place:sy/x3,town,place:sy,north,36,اسم,Name,,survey\n";
        let got = with(&[("places/sy-own.csv", places), ("notes.toml", ""), ("actors/own.toml", "[[actor]]\nid = \"x\"\ntype = \"gang\"\nen = \"\"\nar = \"اسم\"\nnames = 3\n")]);
        for start in [
            "actors/own.toml:6:9: ",
            "notes.toml:1:1: nothing reads this file",
            "places/sy-own.csv:2:13: 'hamlet' is no type of place",
            "places/sy-own.csv:3:1: 'place:sy/x1' is there twice",
            "places/sy-own.csv:3:1: one of lat and lon is missing",
            "places/sy-own.csv:4:1: 'place:sy/x2' has no Arabic name",
            "places/sy-own.csv:4:1: 95, 36 is nowhere on earth",
            "places/sy-own.csv:4:18: 'place:sy/x2' lies in 'place:sy/nowhere'",
            "places/sy-own.csv:5:1: ",
        ] {
            assert!(got.iter().any(|line| line.starts_with(start)), "'{start}' is not told in {got:#?}");
        }
        assert_eq!(got.len(), 9, "{got:#?}");
    }

    #[test]
    fn sides_name_actors_once() {
        let got = with(&[("sides/sy.csv", "# Syria\nactor:sy-moc,actor:sy-opposition\nactor:sy/ministry-of-defence,actor:sy-nobody\nactor:sy-moc,actor:hts\nactor:hts\n")]);
        let expected = [
            "sides/sy.csv:3:1: 'actor:sy-nobody' is no actor",
            "sides/sy.csv:4:1: 'actor:sy-moc' has a side already, in line 2",
            "sides/sy.csv:5:1: 'actor:hts' is not PARTY,SIDE",
        ];
        assert_eq!(got, expected);
    }

    #[test]
    fn mistakes_in_a_class_are_all_told() {
        let class = "kind = \"controll\"\n[members]\nqala = \"قال\"\n[nouns]\nother = \"كلمة\"\n[[frame]]\nsyntax = \"actor V\"\n[[frame]]\nsyntax = \"V actor\"\nstate = \"shut\"\n[[test]]\ntext = \"نص\"\nclaims = \"\"\n";
        let got = with(&[("ar/frames/own.toml", class)]);
        for start in [
            "ar/frames/own.toml:1:1: the class has no [[test]] that must fire",
            "ar/frames/own.toml:1:8: 'controll' is no kind",
            "ar/frames/own.toml:3:9: 'قال' is hollow",
            "ar/frames/own.toml:5:1: the noun 'other' has no member",
            "ar/frames/own.toml:7:11: the syntax 'actor V' must begin with V",
            "ar/frames/own.toml:10:9: state = \"shut\" is not known",
        ] {
            assert!(got.iter().any(|line| line.starts_with(start)), "'{start}' is not told in {got:#?}");
        }
        assert_eq!(got.len(), 6, "{got:#?}");
    }

    #[test]
    fn loading_stops_at_what_a_check_would_tell() {
        let mut sources = Sources::embedded();
        sources.insert("ar/numbers.toml", b"[units]\none = \"x\"\n".to_vec());
        let error = Lexicon::load(&sources).unwrap_err();
        assert_eq!(error.to_string(), "ar/numbers.toml:2:1: 'one' must be n and a number, such as n12");
    }
}
