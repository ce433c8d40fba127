//! What a digest takes from elsewhere than the situation: names in both languages, and the sentences of claims.

use std::collections::HashSet;

use rawi_digest::{Book, Digest, Lang, Passage, Passages};
use rawi_ledger::Store;
use rawi_lexicon::Lexicon;
use rawi_situation::output::Named;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;

use crate::Failure;

/// The part of a claim record that tells where it stands.
#[derive(Deserialize)]
struct Place {
    id: Option<String>,
    report: Option<String>,
    url: Option<String>,
    #[serde(default)]
    chain: Vec<Link>,
    #[serde(default)]
    sentence: Span,
    #[serde(default)]
    cue: Span,
}

#[derive(Deserialize)]
struct Link {
    id: Option<String>,
    name: Option<String>,
}

#[derive(Default, Deserialize)]
struct Span {
    text: Option<String>,
    #[serde(default)]
    start: usize,
    #[serde(default)]
    end: usize,
}

/// The names of a lexicon, and which of its places lies in which.
pub fn book(lexicon: &Lexicon) -> Book {
    let mut book = Book::default();
    lexicon.actors.iter().for_each(|a| book.name(&a.id, &a.en, &a.ar));
    lexicon.outlets.iter().for_each(|o| book.name(&o.id, &o.en, &o.ar));
    for place in &lexicon.places {
        book.name(&place.id, &place.en, &place.ar);
        if let Some(up) = place.within {
            book.enclose(&place.id, &lexicon.places[up as usize].id);
        }
    }
    book
}

/// The words that the lines of a digest rest on, from the claim records and, where there is a ledger, the reports in it.
pub fn passages(digest: &Digest, lines: &[u8], store: Option<&impl Store>, book: &Book, lang: Lang) -> Result<Passages, Failure> {
    let wanted: HashSet<&str> = digest.claims().map(|c| c.id.as_str()).collect();
    let mut texts: FxHashMap<String, Value> = FxHashMap::default();
    let mut out = Passages::default();
    for place in lines.split(|b| *b == b'\n').filter_map(|l| serde_json::from_slice::<Place>(l).ok()) {
        let Some(id) = place.id.clone().filter(|id| wanted.contains(id.as_str())) else { continue };
        let report = place.report.clone().unwrap_or_default();
        if let Some(store) = store.filter(|_| !texts.contains_key(&report)) {
            let first = store.stream(&report)?.into_iter().next();
            texts.insert(report.clone(), first.and_then(|e| serde_json::from_str(e.body.get()).ok()).unwrap_or_default());
        }
        out.insert(id, passage(place, report.clone(), texts.get(&report), book, lang));
    }
    Ok(out)
}

fn passage(place: Place, report: String, recorded: Option<&Value>, book: &Book, lang: Lang) -> Passage {
    let outlet = place.chain.first().map(|l| Named { id: l.id.clone().or(l.name.clone()).unwrap_or_default(), name: l.name.clone(), lat: None, lon: None });
    let mut out = Passage { report, outlet: outlet.map(|o| book.say(&o, lang)).unwrap_or_default(), ..Passage::default() };
    if let Some(url) = &place.url {
        out.address(url);
    }
    let field = |key: &str| recorded.and_then(|r| r[key].as_str());
    out.lang = field("language").map(str::to_owned);
    match field("text") {
        Some(text) => out.quote(text, (place.sentence.start, place.sentence.end), (place.cue.start, place.cue.end)),
        None => (out.quote, out.start, out.end) = (place.cue.text.unwrap_or_default(), place.cue.start as u64, place.cue.end as u64),
    }
    out
}
