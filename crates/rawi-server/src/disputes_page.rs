//! `/disputes`: claims that cannot all be true, side by side.

use maud::{Markup, html};
use rawi_situation::dispute::{Dispute, Side, Spoken, disputes};
use rawi_situation::instant::Instant;
use rawi_situation::situation::{Estimator, Status};

use crate::ask::{Ask, Format};
use crate::feed::{self, Item};
use crate::files;
use crate::layout::{self, Shell};
use crate::names::{address, bdi, in_path};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::view::View;

/// Claims shown of a side.
const SHOWN: usize = 4;
/// Formats of a list of disputes.
const FILES: &[Format] = &[Format::Jsonl, Format::Csv, Format::Atom, Format::Json];

/// The page, and the same as a file or feed.
pub fn page(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let at = ask.at(&view)?;
    let area = ask.area(&view)?;
    let mut list: Vec<Dispute> = disputes(&view.case, at).into_iter().filter(|d| area.as_deref().is_none_or(|a| ask.app.labels.country(&d.subject.id) == Some(a))).collect();
    list.sort_by(|a, b| b.to.cmp(&a.to).then_with(|| a.subject.id.cmp(&b.subject.id)));
    let title = ask.words.t("nav-disputes");
    match ask.format {
        Format::Html => {}
        Format::Jsonl => return Ok(files::jsonl(list.iter())),
        Format::Csv => return Ok(files::csv(&["fluent", "subject", "from", "to", "value", "denied", "chains", "claim", "origin"], list.iter().flat_map(rows))),
        Format::Geojson => return Err(Problem::missing("problem-format", &ask.path)),
        _ => return Ok(feed::of(ask, &title, &list.iter().map(|d| item(ask, d)).collect::<Vec<_>>())),
    }
    let body = html! {
        h1 { (title) " " span.count { (ask.words.number(list.len())) } }
        p.lead { (ask.words.t("disputes-lead")) " " time datetime=(at.date()) { (ask.words.instant(at)) } }
        @if list.is_empty() { p.none { (ask.words.t("no-disputes")) } }
        @for dispute in &list { (one(ask, &view, dispute, at)) }
    };
    Ok(Reply::Page(layout::page(ask, &Shell { title, section: "/disputes", files: FILES }, &body)))
}

fn one(ask: &Ask, view: &View, dispute: &Dispute, at: Instant) -> Markup {
    let w = ask.words;
    let (from, to) = (dispute.from.date(), dispute.to.date());
    let days = if from == to { from.to_string() } else { format!("{from}/{to}") };
    html! {
        article.dispute {
            h2 {
                a href=(ask.to(&address(&dispute.subject.id), &[])) { (bdi(&ask.app.labels.place(w, &dispute.subject.id, dispute.subject.name.as_deref()))) }
                span.soft { " · " (w.t(&format!("fluent-{}", dispute.fluent))) " · " (w.edtf(&days)) }
                " " (outcome(ask, view, dispute, at))
            }
            div.sides { @for side in &dispute.sides { (column(ask, side)) } }
        }
    }
}

/// Open, or what is believed by now.
fn outcome(ask: &Ask, view: &View, dispute: &Dispute, at: Instant) -> Markup {
    let w = ask.words;
    let names = view.case.names();
    let track = view.case.tracks.iter().find(|t| t.fluent.code() == dispute.fluent && names.get(t.subject).id == dispute.subject.id);
    let belief = track.map(|t| view.case.believe(t, at, Estimator::Filter));
    let settled = belief.filter(|b| matches!(b.status, Status::Held | Status::Likely)).and_then(|b| b.value);
    html! {
        @match settled {
            Some(value) => span.tag { (w.with("dispute-settled", [("value", ask.app.labels.entry(w, names.get(value)).into())])) },
            None => span.tag.maybe { (w.t("dispute-open")) },
        }
    }
}

fn column(ask: &Ask, side: &Side) -> Markup {
    let w = ask.words;
    let value = ask.app.labels.named(w, &side.value);
    html! {
        div.side {
            h3 { @if side.denied { (w.with("not-value", [("value", value.into())])) } @else { (bdi(&value)) } }
            p.soft { (w.n("chains-count", side.chains)) }
            ul { @for spoken in side.claims.iter().take(SHOWN) { (quote(ask, spoken)) } }
            @if side.claims.len() > SHOWN { p.soft { (w.n("more-claims", side.claims.len() - SHOWN)) } }
        }
    }
}

fn quote(ask: &Ask, spoken: &Spoken) -> Markup {
    let w = ask.words;
    let report = spoken.report.as_deref().unwrap_or_default();
    let link = format!("{}#{}", ask.to(&format!("/reports/{}", in_path(report)), &[]), spoken.id);
    let document = ask.app.document(ask.snapshot.entries, report);
    let found = document.as_ref().as_ref().and_then(|d| Some((d, d.claims.iter().find(|c| c.id == spoken.id)?)));
    html! {
        li {
            strong { (bdi(&ask.app.labels.named(w, &spoken.origin))) } " · " time datetime=(spoken.at.date()) { (w.date(spoken.at.date())) }
            @match found {
                Some((d, c)) => a.quote href=(link) { q lang=(d.language()) dir=(d.dir()) { (d.words(c.sentence.start, c.sentence.end)) } },
                None => { @if let Some(words) = &spoken.quote { a.quote href=(link) { q lang="ar" dir="auto" { (words.text) } } } },
            }
        }
    }
}

fn rows(dispute: &Dispute) -> Vec<Vec<String>> {
    let row = |s: &Side, c: &Spoken| {
        vec![
            dispute.fluent.to_owned(),
            dispute.subject.id.clone(),
            dispute.from.to_string(),
            dispute.to.to_string(),
            s.value.id.clone(),
            s.denied.to_string(),
            s.chains.to_string(),
            c.id.clone(),
            c.origin.id.clone(),
        ]
    };
    dispute.sides.iter().flat_map(|s| s.claims.iter().map(move |c| row(s, c))).collect()
}

fn item(ask: &Ask, dispute: &Dispute) -> Item {
    let w = ask.words;
    let side = |s: &Side| {
        let value = ask.app.labels.named(w, &s.value);
        let words = if s.denied { w.with("not-value", [("value", value.into())]) } else { value };
        format!("{words}: {}", w.n("chains-count", s.chains))
    };
    Item {
        id: format!("{}:{}:{}", dispute.fluent, dispute.subject.id, dispute.from),
        title: format!("{} · {}", ask.app.labels.named(w, &dispute.subject), w.t(&format!("fluent-{}", dispute.fluent))),
        text: dispute.sides.iter().map(side).collect::<Vec<_>>().join(" / "),
        link: address(&dispute.subject.id),
        updated: dispute.to.to_string(),
    }
}
