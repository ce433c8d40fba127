//! The claim record: what `rawi read --format jsonl` prints.

use std::collections::BTreeMap;

use rawi_model::{Claim, Filler, Link, Reading, Report};
use serde::Serialize;

use crate::Offsets;

/// One claim as a record; keys with nothing to say are left out.
#[derive(Serialize)]
pub struct Record {
    id: String,
    report: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported_basis: Option<&'static str>,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    extent: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    harm: Option<&'static str>,
    roles: Roles,
    aspect: &'static str,
    factuality: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<TimeRecord>,
    chain: Vec<LinkRecord>,
    sentence: SentenceRecord,
    cue: WordsRecord,
    rule: String,
    confidence: f64,
}

#[derive(Serialize)]
struct Roles {
    #[serde(flatten)]
    fillers: BTreeMap<&'static str, Vec<FillerRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<CountRecord>,
}

#[derive(Serialize)]
struct FillerRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_ar: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
    #[serde(flatten)]
    words: Option<WordsRecord>,
    via: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    antecedent: Option<WordsRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<String>,
}

#[derive(Serialize)]
struct WordsRecord {
    text: String,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct CountRecord {
    min: u64,
    max: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(flatten)]
    words: WordsRecord,
}

#[derive(Serialize)]
struct TimeRecord {
    edtf: String,
    #[serde(flatten)]
    words: Option<WordsRecord>,
    basis: &'static str,
}

#[derive(Serialize)]
struct LinkRecord {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_ar: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verb: Option<String>,
    #[serde(flatten)]
    words: Option<WordsRecord>,
}

#[derive(Serialize)]
struct SentenceRecord {
    index: usize,
    start: usize,
    end: usize,
}

/// The record of one claim of a reading.
pub fn record(report: &Report, reading: &Reading, claim: &Claim, offsets: &Offsets<'_>) -> Record {
    let words = |span: rawi_model::Span| {
        let (start, end) = offsets.span(span);
        WordsRecord { text: span.of(&report.text).to_owned(), start, end }
    };
    let (start, end) = offsets.span(claim.sentence.span);
    Record {
        id: claim.id.clone(),
        report: report.id(),
        url: report.url.clone(),
        reported: report.published_at.clone().or_else(|| reading.reported.map(|(d, _)| d.to_string())),
        reported_basis: reading.reported.map(|(_, basis)| basis.code()),
        kind: claim.kind.clone(),
        extent: claim.extent.map(rawi_model::Extent::code),
        state: claim.state.clone(),
        harm: claim.harm.map(rawi_model::Harm::code),
        roles: Roles {
            fillers: claim.roles.iter().map(|(role, fillers)| (role.code(), fillers.iter().map(|f| filler(f, &words)).collect())).collect(),
            count: claim.count.as_ref().map(|c| CountRecord { min: c.min, max: c.max, unit: c.unit.clone(), words: words(c.span) }),
        },
        aspect: claim.aspect.code(),
        factuality: claim.factuality.code(),
        time: claim.time.as_ref().map(|t| TimeRecord { edtf: t.edtf.to_string(), words: t.span.map(&words), basis: t.basis.code() }),
        chain: claim.chain.iter().map(|l| link(l, &words)).collect(),
        sentence: SentenceRecord { index: claim.sentence.index, start, end },
        cue: words(claim.cue.span),
        rule: claim.rule.clone(),
        confidence: (claim.confidence * 100.0).round() / 100.0,
    }
}

fn filler(filler: &Filler, words: &impl Fn(rawi_model::Span) -> WordsRecord) -> FillerRecord {
    FillerRecord {
        id: filler.id.clone(),
        name: filler.name.clone(),
        name_ar: filler.name_ar.clone(),
        kind: filler.kind.clone(),
        lat: filler.position.map(|p| p.0),
        lon: filler.position.map(|p| p.1),
        words: filler.span.map(words),
        via: filler.via.code(),
        antecedent: filler.antecedent.map(words),
        candidates: filler.candidates.clone(),
    }
}

fn link(link: &Link, words: &impl Fn(rawi_model::Span) -> WordsRecord) -> LinkRecord {
    LinkRecord { kind: link.kind.code(), id: link.id.clone(), name: link.name.clone(), name_ar: link.name_ar.clone(), verb: link.verb.clone(), words: link.span.map(words) }
}
