//! Why something is believed: the ledger of evidence, line by line, in words.

use maud::{Markup, html};
use rawi_model::{Certainty, Polarity};
use rawi_situation::claim::Claim;
use rawi_situation::instant::Instant;
use rawi_situation::names::Name;
use rawi_situation::situation::Estimator;
use rawi_situation::track::Track;
use rawi_situation::weigh::{Reason, Weight};
use rawi_situation::why::{Cause, Ledger, Line, without_each};

use crate::ask::Ask;
use crate::claim_view;
use crate::names::{bdi, in_path};
use crate::view::View;

/// Changes smaller than this are not worth a line, nats.
const SMALL: f64 = 0.005;
/// Change at which a bar is full, nats.
const FULL: f64 = 4.0;
/// Lines shown, at most; smaller ones are summed.
const LINES: usize = 60;
/// Origins for which it is told what would be without them.
const ORIGINS: usize = 12;

/// The section of a place's page.
pub fn section(ask: &Ask, view: &View, track: &Track, at: Instant) -> Markup {
    let w = ask.words;
    let value = view.case.believe(track, at, Estimator::Filter).values.first().map(|v| v.0);
    let Some(ledger) = value.and_then(|v| Ledger::of(&view.case.fold(track), v, at)) else { return html! {} };
    let value = name(ask, view, ledger.value);
    html! {
        details.why open {
            summary { h3 { (w.with("why", [("value", value.into()), ("p", w.percent(ledger.p).into())])) } }
            p.soft { (w.t("why-lead")) }
            @let (lines, more, sum) = largest(merged(&ledger.lines));
            table.evidence { tbody {
                @for line in &lines { (row(ask, view, line)) }
                @if more > 0 { tr { td.number { bdi dir="ltr" { (format!("{sum:+.2}")) } } td { (bar(sum)) } td { (w.n("why-more", more)) } } }
            } }
            (without(ask, view, track, &ledger, at))
        }
    }
}

fn name(ask: &Ask, view: &View, name: Name) -> String {
    ask.app.labels.entry(ask.words, view.case.names().get(name))
}

/// Time that passes between two statements is one line.
fn merged(lines: &[Line]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        let passes = |c: Cause| matches!(c, Cause::Drift(_) | Cause::Silence(_));
        match out.last_mut().filter(|l| passes(l.cause) && passes(line.cause)) {
            Some(last) => last.delta += line.delta,
            None => out.push(*line),
        }
    }
    out.retain(|l| l.delta.abs() >= SMALL || matches!(l.cause, Cause::Statement(_) | Cause::Later(_)));
    out
}

/// The lines that moved the belief most, in their order, and how many others moved it how much.
fn largest(lines: Vec<Line>) -> (Vec<Line>, usize, f64) {
    let mut sizes: Vec<f64> = lines.iter().map(|l| l.delta.abs()).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    let least = sizes.get(LINES).copied().unwrap_or(-1.0);
    let (shown, rest): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|l| l.delta.abs() > least);
    (shown, rest.len(), rest.iter().map(|l| l.delta).sum())
}

fn row(ask: &Ask, view: &View, line: &Line) -> Markup {
    let w = ask.words;
    html! {
        tr {
            td.number { bdi dir="ltr" { (format!("{:+.2}", line.delta)) } }
            td { (bar(line.delta)) }
            td {
                @match line.cause {
                    Cause::Prior => (w.t("why-prior")),
                    Cause::Drift(_) | Cause::Silence(_) => (w.t("why-time")),
                    Cause::Vote => (w.t("why-vote")),
                    Cause::Doubt => (w.t("why-doubt")),
                    Cause::Statement(c) => (told(ask, view, c, line.weight)),
                    Cause::Later(c) => { span.tag { (w.t("why-later")) } " " (told(ask, view, c, line.weight)) },
                }
            }
        }
    }
}

/// To the one side for, to the other against.
fn bar(delta: f64) -> Markup {
    let width = (delta.abs() / FULL).min(1.0) * 40.0;
    html! {
        svg.delta viewBox="0 0 84 10" width="84" height="10" aria-hidden="true" {
            line x1="42" x2="42" y1="0" y2="10" {}
            @if delta >= 0.0 { rect.pro x="43" y="1" width=(format!("{width:.1}")) height="8" {} }
            @else { rect.against x=(format!("{:.1}", 41.0 - width)) y="1" width=(format!("{width:.1}")) height="8" {} }
        }
    }
}

/// A claim: when, who says it, what, in which words, and how much of it counts.
fn told(ask: &Ask, view: &View, index: u32, weight: Option<Weight>) -> Markup {
    let w = ask.words;
    let claim = &view.case.claims.claims[index as usize];
    let report = claim.report.as_deref().unwrap_or_default();
    let link = format!("{}#{}", ask.to(&format!("/reports/{}", in_path(report)), &[]), claim.id);
    let words = claim.quote.as_ref().map(|q| sentence(ask, view, claim, q));
    html! {
        time datetime=(claim.at.date()) { (w.date(claim.at.date())) } " · " (stance(ask, view, claim)) " "
        @if let Some(weight) = weight { span.soft { "(" (reason(ask, weight)) ")" } }
        @if let Some(words) = words { a.quote href=(link) { (words) } }
    }
}

/// The sentence around the words, where the report can be read.
fn sentence(ask: &Ask, view: &View, claim: &Claim, quote: &(String, u64, u64)) -> Markup {
    let document = ask.app.document(view.snapshot.entries, claim.report.as_deref().unwrap_or_default());
    let found = document.as_ref().as_ref().and_then(|d| Some((d, d.claims.iter().find(|c| c.id == claim.id)?)));
    match found {
        Some((d, c)) => html! { q lang=(d.language()) dir=(d.dir()) { (d.words(c.sentence.start, c.sentence.end)) } },
        None => html! { q lang="ar" dir="auto" { (quote.0) } },
    }
}

fn stance(ask: &Ask, view: &View, claim: &Claim) -> Markup {
    let w = ask.words;
    let key = match claim.stance {
        Some((Certainty::Certain, Polarity::Positive)) => "says",
        Some((Certainty::Probable, Polarity::Positive)) => "says-probable",
        Some((Certainty::Possible, Polarity::Positive)) => "says-possible",
        Some((_, Polarity::Negative)) => "denies",
        None => "mentions",
    };
    let actors: Vec<String> = claim.actors.iter().map(|a| name(ask, view, *a)).collect();
    html! {
        strong { (bdi(&name(ask, view, claim.origin))) } " " (w.t(key)) " " (claim_view::kind(ask, &claim.kind))
        @if !actors.is_empty() { " " (w.with("by-whom", [("who", actors.join("، ").into())])) }
    }
}

fn reason(ask: &Ask, weight: Weight) -> String {
    let w = ask.words;
    let value = w.percent(weight.value);
    match weight.reason {
        Reason::New => w.with("weight-new", [("p", value.into())]),
        Reason::Relay(_) => w.t("weight-relay"),
        Reason::Repeat(_) => w.with("weight-repeat", [("p", value.into())]),
        Reason::Copy(_) => w.with("weight-copy", [("p", value.into())]),
    }
}

fn without(ask: &Ask, view: &View, track: &Track, ledger: &Ledger, at: Instant) -> Markup {
    let w = ask.words;
    let list = without_each(&view.case, track, ledger, at);
    html! {
        @if !list.is_empty() {
            h3 { (w.t("without")) }
            ul.without { @for (origin, p) in list.iter().take(ORIGINS) { li { (bdi(&name(ask, view, *origin))) " " span.soft { (w.percent(*p)) } } } }
        }
    }
}
