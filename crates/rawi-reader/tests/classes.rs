//! Runs the tests that verb classes carry in `lexicon/ar/frames/*.toml`, as a ratchet.
//!
//! `known_failures.txt` beside this file lists the tests that the reader does not pass yet, one `class: text` per line.
//! A failing test that is not listed breaks the build, and so does a listed one that passes: the list only gets shorter.
//! `RAWI_BLESS=1 cargo test -p rawi-reader --test classes` rewrites it.
//!
//! An expectation is `kind role=value[,value] n=3 CT+`; several are separated by `;`. Only the fields given are compared.
//! A value is the last segment of an identifier, or Arabic words joined with `_` that occur in the filler's span.
//! `""` means that no claim of the class's kind may be read.

use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::path::PathBuf;

use jiff::civil::date;
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::{Claim, Factuality, Filler, Report, Role};

/// At most this share of the tests may fail, in per cent.
const CEILING: usize = 30;

const BLESS: &str = "RAWI_BLESS";

#[test]
fn verb_classes_pass_their_own_tests() {
    let lexicon = Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads");
    let mut all = BTreeSet::new();
    let mut failing = BTreeSet::new();
    let mut reasons = Vec::new();
    for class in &lexicon.classes {
        for (text, claims) in &class.tests {
            let name = format!("{}: {text}", class.name);
            assert!(all.insert(name.clone()), "the same test stands twice: {name}");
            if let Err(reason) = run(&lexicon, &class.kind, text, claims) {
                reasons.push((name.clone(), reason));
                failing.insert(name);
            }
        }
    }
    println!("{} of {} class tests fail ({} %)", failing.len(), all.len(), failing.len() * 100 / all.len().max(1));
    assert!(!all.is_empty(), "no class carries a test");
    assert!(failing.len() * 100 <= all.len() * CEILING, "{} of {} class tests fail, more than {CEILING} %", failing.len(), all.len());

    if std::env::var_os(BLESS).is_some_and(|v| v == "1") {
        let text: String = failing.iter().map(|name| format!("{name}\n")).collect();
        std::fs::write(list_path(), text).expect("known_failures.txt can be written");
        return;
    }
    let known = known_failures();
    let new: Vec<String> = reasons.iter().filter(|(name, _)| !known.contains(name)).map(|(name, reason)| format!("  {name}\n    {reason}")).collect();
    let passing: Vec<String> = known.iter().filter(|name| all.contains(*name) && !failing.contains(*name)).map(|name| format!("  {name}")).collect();
    let gone: Vec<String> = known.iter().filter(|name| !all.contains(*name)).map(|name| format!("  {name}")).collect();
    let mut complaint = String::new();
    for (lines, heading) in [
        (new, "These class tests fail and are not in known_failures.txt:"),
        (passing, "These class tests pass now: remove their lines from known_failures.txt"),
        (gone, "These lines of known_failures.txt name no class test: remove them"),
    ] {
        if !lines.is_empty() {
            complaint += &format!("\n{heading}\n{}\n", lines.join("\n"));
        }
    }
    assert!(complaint.is_empty(), "{complaint}\n({BLESS}=1 rewrites the list.)");
}

#[test]
fn every_class_has_a_test_that_fires_and_one_that_does_not() {
    let lexicon = Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads");
    let lacking: Vec<&str> = lexicon
        .classes
        .iter()
        .filter(|c| !c.tests.iter().any(|(_, claims)| claims.is_empty()) || c.tests.iter().all(|(_, claims)| claims.is_empty()))
        .map(|c| c.name.as_str())
        .collect();
    assert!(lacking.is_empty(), "classes without a test of each sort: {lacking:?}");
}

fn list_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/known_failures.txt")
}

fn known_failures() -> BTreeSet<String> {
    let text = std::fs::read_to_string(list_path()).unwrap_or_default();
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Reads `text` and tells why the claims are not the expected ones.
fn run(lexicon: &Lexicon, kind: &str, text: &str, claims: &str) -> Result<(), String> {
    let report = Report { published: Some(date(2024, 12, 5)), ..Report::from_text(text) };
    let read = catch_unwind(|| rawi_reader::read(lexicon, &report).claims).map_err(|_| "the reader panics".to_owned())?;
    let seen = || if read.is_empty() { "no claim".to_owned() } else { read.iter().map(|c| describe(c, text)).collect::<Vec<_>>().join("; ") };
    if claims.trim().is_empty() {
        return match read.iter().find(|c| kinds_agree(kind, &c.kind)) {
            Some(_) => Err(format!("expected no {kind}, read {}", seen())),
            None => Ok(()),
        };
    }
    for wanted in claims.split(';').map(str::trim).filter(|w| !w.is_empty()) {
        let expected = Expected::parse(wanted).unwrap_or_else(|e| panic!("{e} in the expectation '{wanted}' of '{text}'"));
        if !read.iter().any(|claim| expected.met_by(claim, text)) {
            return Err(format!("expected {wanted}, read {}", seen()));
        }
    }
    Ok(())
}

/// One expected claim.
#[derive(Debug, Default, PartialEq)]
struct Expected {
    kind: String,
    roles: Vec<(Role, Vec<String>)>,
    count: Option<u64>,
    factuality: Option<Factuality>,
}

impl Expected {
    fn parse(text: &str) -> Result<Self, String> {
        let mut fields = text.split_whitespace();
        let mut expected = Self { kind: fields.next().ok_or("no kind")?.to_owned(), ..Self::default() };
        for field in fields {
            match field.split_once('=') {
                Some(("n", value)) => expected.count = Some(value.parse().map_err(|_| format!("'{value}' is no number"))?),
                Some((role, values)) => {
                    let role = Role::parse(role).ok_or_else(|| format!("unknown role '{role}'"))?;
                    expected.roles.push((role, values.split(',').map(str::to_owned).collect()));
                }
                None => expected.factuality = Some(Factuality::parse(field).ok_or_else(|| format!("unknown word '{field}'"))?),
            }
        }
        Ok(expected)
    }

    fn met_by(&self, claim: &Claim, text: &str) -> bool {
        kinds_agree(&self.kind, &claim.kind)
            && self.roles.iter().all(|(role, values)| values.iter().all(|value| claim.fillers(*role).iter().any(|f| is_named(f, value, text))))
            && self.count.is_none_or(|n| claim.count.as_ref().is_some_and(|c| c.min == n && c.max == Some(n)))
            && self.factuality.is_none_or(|f| claim.factuality == f)
    }
}

/// A strike may be read as any kind of attack from afar.
fn kinds_agree(expected: &str, read: &str) -> bool {
    expected == read || expected == "strike" && matches!(read, "airstrike" | "shelling" | "drone")
}

/// True when the filler's identifier ends in `value`, or its words contain it.
fn is_named(filler: &Filler, value: &str, text: &str) -> bool {
    let by_id = filler.id.as_deref().and_then(|id| id.rsplit(['/', ':']).next()) == Some(value);
    by_id || filler.span.is_some_and(|span| span.of(text).contains(&value.replace('_', " ")))
}

fn describe(claim: &Claim, text: &str) -> String {
    let mut out = claim.kind.clone();
    for (role, fillers) in &claim.roles {
        let names: Vec<String> = fillers
            .iter()
            .map(|f| {
                f.id.as_deref()
                    .and_then(|id| id.rsplit(['/', ':']).next())
                    .map(str::to_owned)
                    .or_else(|| f.span.map(|s| s.of(text).replace(' ', "_")))
                    .unwrap_or_else(|| "?".to_owned())
            })
            .collect();
        out += &format!(" {}={}", role.code(), names.join(","));
    }
    if let Some(count) = &claim.count {
        out += &match count.max {
            Some(max) if max == count.min => format!(" n={max}"),
            Some(max) => format!(" n={}..{max}", count.min),
            None => format!(" n={}..", count.min),
        };
    }
    out + " " + claim.factuality.code()
}

#[test]
fn expectations_are_parsed_strictly() {
    let expected = Expected::parse("clash actor=saf,rsf place=khartoum n=3 CT-").unwrap();
    assert_eq!(expected.kind, "clash");
    assert_eq!(expected.roles, [(Role::Actor, vec!["saf".to_owned(), "rsf".to_owned()]), (Role::Place, vec!["khartoum".to_owned()])]);
    assert_eq!(expected.count, Some(3));
    assert_eq!(expected.factuality, Factuality::parse("CT-"));
    assert!(Expected::parse("clash agent=saf").is_err());
    assert!(Expected::parse("clash CT").is_err());
    assert!(Expected::parse("clash n=many").is_err());
}
