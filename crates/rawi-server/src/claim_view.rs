//! A claim in words: who is said to have done what to whom, where, when, how surely, and according to whom.

use maud::{Markup, html};

use crate::ask::Ask;
use crate::document::Document;
use crate::lang::Lang;
use crate::names::{address, bdi, clean};
use crate::record::{ClaimRecord, FillerRecord, LinkRecord};
use crate::segments;

/// Roles in the order in which they are told.
const ROLES: [&str; 7] = ["actor", "target", "person", "from", "to", "place", "instrument"];

/// Kind, certainty, and what qualifies them.
pub fn tags(ask: &Ask, claim: &ClaimRecord) -> Markup {
    let w = ask.words;
    html! {
        span.kind { (kind(ask, &claim.kind)) }
        @if let Some(harm) = &claim.harm { span.tag { (known(ask, "harm", harm)) } }
        @if let Some(state) = &claim.state { span.tag { (known(ask, "state", state)) } }
        @if claim.extent.as_deref() == Some("part") { span.tag { (w.t("extent-part")) } }
        span class=(format!("tag {}", tone(&claim.factuality))) { (factuality(ask, &claim.factuality)) }
        @if !["", "occurred"].contains(&claim.aspect.as_str()) { span.tag.maybe { (known(ask, "aspect", &claim.aspect)) } }
    }
}

/// The name of a kind.
pub fn kind(ask: &Ask, kind: &str) -> String {
    known(ask, "kind", kind)
}

/// The words for a value that Rawi knows; another is shown as it is.
pub fn known(ask: &Ask, family: &str, value: &str) -> String {
    ask.words.known(&format!("{family}-{value}")).unwrap_or_else(|| clean(value))
}

/// How certain, in words.
pub fn factuality(ask: &Ask, value: &str) -> String {
    let key = match value {
        "CT+" | "" => "fact-certain",
        "PR+" => "fact-probable",
        "PS+" => "fact-possible",
        "CT-" => "fact-denied",
        "PR-" => "fact-improbable",
        "PS-" => "fact-doubted",
        "U" => "fact-open",
        other => return clean(other),
    };
    ask.words.t(key)
}

fn tone(value: &str) -> &'static str {
    match value {
        "CT+" | "" => "yes",
        "CT-" | "PR-" | "PS-" => "no",
        _ => "maybe",
    }
}

/// Who, to whom, where, how many, when.
pub fn facts(ask: &Ask, claim: &ClaimRecord) -> Markup {
    let w = ask.words;
    html! {
        dl.facts {
            @for role in ROLES.iter().filter(|r| !claim.roles.of(r).is_empty()) {
                div { dt { (w.t(&format!("role-{role}"))) } dd { (fillers(ask, claim.roles.of(role))) } }
            }
            @if let Some(count) = &claim.roles.count { div { dt { (w.t("role-count")) } dd { (amount(ask, count.min, count.max)) } } }
            @if let Some(time) = &claim.time { div { dt { (w.t("role-time")) } dd { time datetime=(time.edtf) { (w.edtf(&time.edtf)) } } } }
        }
    }
}

fn fillers(ask: &Ask, list: &[FillerRecord]) -> Markup {
    html! { @for (i, filler) in list.iter().enumerate() { @if i > 0 { (ask.words.t("list-comma")) } (one(ask, filler)) } }
}

fn one(ask: &Ask, filler: &FillerRecord) -> Markup {
    let w = ask.words;
    let own = if w.lang == Lang::Ar { filler.name_ar.as_deref() } else { filler.name.as_deref() };
    let antecedent = filler.antecedent.as_ref().map(|a| a.text.as_str());
    html! {
        @match &filler.id {
            Some(id) => a href=(ask.to(&address(id), &[])) { (bdi(&ask.app.labels.place(w, id, filler.name.as_deref()))) },
            None => (bdi(&clean(own.or(filler.text.as_deref()).or(filler.name.as_deref()).or(antecedent).unwrap_or("?")))),
        }
        @if ["anaphora", "pronoun", "implied"].contains(&filler.via.as_str()) { span.via title=(w.t(&format!("via-{}", filler.via))) { " ↩" } }
        @if !filler.candidates.is_empty() { span.via { " " (w.with("or-else", [("others", filler.candidates.iter().map(|c| ask.name(c, None)).collect::<Vec<_>>().join("، ").into())])) } }
    }
}

/// `3`, `3–5`, "at least 3".
pub fn amount(ask: &Ask, min: Option<u64>, max: Option<u64>) -> String {
    let w = ask.words;
    let n = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    match (min, max) {
        (Some(a), Some(b)) if a == b => w.number(n(a)),
        (Some(a), Some(b)) => format!("\u{2066}{}–{}\u{2069}", w.number(n(a)), w.number(n(b))),
        (Some(a), None) => w.n("at-least", n(a)),
        (None, Some(b)) => w.n("at-most", n(b)),
        (None, None) => "?".to_owned(),
    }
}

/// The chain from the outlet to the origin: "CNN ← a Syrian source (unnamed)".
pub fn chain(ask: &Ask, claim: &ClaimRecord) -> Markup {
    html! {
        p.chain {
            span.soft { (ask.words.t("said-by")) " " }
            @for (i, link) in claim.chain.iter().enumerate() { @if i > 0 { span.arrow { (ask.words.t("chain-arrow")) } } (chain_link(ask, link)) }
        }
    }
}

fn chain_link(ask: &Ask, link: &LinkRecord) -> Markup {
    let w = ask.words;
    let name = ask.name(link.id.as_deref().unwrap_or(&link.name), Some(&link.name));
    let unnamed = ["anonymous", "official", "witness", "estimate"].contains(&link.kind.as_str());
    html! {
        @match link.id.as_deref().filter(|id| id.starts_with("actor:") || id.starts_with("person:")) {
            Some(id) => a href=(ask.to(&address(id), &[])) { (bdi(&name)) },
            None => (bdi(&name)),
        }
        @if unnamed { span.soft { " (" (w.t(&format!("link-{}", link.kind))) ")" } }
    }
}

/// The sentence with the words of the claim marked.
pub fn sentence(document: &Document, claim: &ClaimRecord) -> Markup {
    let spans = segments::spans(claim);
    html! {
        blockquote.said lang=(document.language()) dir=(document.dir()) {
            (segments::render(document, claim.sentence.start, claim.sentence.end, &spans, false))
        }
    }
}

/// Leads to the report that had these words first.
pub fn reuse(ask: &Ask, claim: &ClaimRecord) -> Markup {
    html! {
        @if let Some(first) = &claim.reused_from { p.source { a href=(ask.to(&format!("/reports/{}", crate::names::in_path(first)), &[])) { (ask.words.t("words-of-another")) } } }
    }
}

/// Where the sentence stands.
pub fn source(ask: &Ask, claim: &ClaimRecord) -> Markup {
    let w = ask.words;
    let link = format!("{}#{}", ask.to(&format!("/reports/{}", crate::names::in_path(&claim.report)), &[]), claim.id);
    html! {
        p.source {
            a href=(link) { (w.t("in-report")) }
            @if let Some(reported) = &claim.reported { " · " time datetime=(reported) { (w.with("reported-on", [("when", w.edtf(reported.get(..10).unwrap_or(reported)).into())])) } }
        }
    }
}

/// A claim as one row of a list.
pub fn row(ask: &Ask, claim: &ClaimRecord, document: Option<&Document>) -> Markup {
    html! {
        li.claim {
            p.tags { (tags(ask, claim)) }
            (facts(ask, claim))
            @if let Some(document) = document { (sentence(document, claim)) }
            (chain(ask, claim))
            (reuse(ask, claim))
            (source(ask, claim))
        }
    }
}
