//! `/sources`: who speaks, how it turned out, and who passes it on.

use maud::{Markup, html};
use rawi_situation::sources::{Source, sources};

use crate::ask::{Ask, Format};
use crate::feed::{self, Item};
use crate::files;
use crate::layout::{self, Shell};
use crate::names::{bdi, in_query};
use crate::problem::Problem;
use crate::reply::Reply;

/// Sources on the page; the files have all.
const SHOWN: usize = 250;
/// Outlets named in a row.
const OUTLETS: usize = 4;
/// Formats of a list of sources.
const FILES: &[Format] = &[Format::Jsonl, Format::Csv, Format::Atom, Format::Json];

/// The page, and the same as a file or feed.
pub fn page(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let at = ask.time("at", "problem-at")?.unwrap_or(view.case.known);
    let list = sources(&view.case, at);
    let title = ask.words.t("nav-sources");
    let w = ask.words;
    match ask.format {
        Format::Html => {}
        Format::Jsonl => return Ok(files::jsonl(list.iter())),
        Format::Csv => return Ok(files::csv(&["origin", "name", "statements", "relays", "alone", "confirmed", "contradicted", "truth", "quoted_by"], list.iter().map(csv_row))),
        Format::Geojson => return Err(Problem::missing("problem-format", &ask.path)),
        _ => return Ok(feed::of(ask, &title, &list.iter().map(|s| item(ask, s, &view.case.known.to_string())).collect::<Vec<_>>())),
    }
    let body = html! {
        h1 { (title) " " span.count { (w.number(list.len())) } }
        p.lead { (w.t("sources-lead")) }
        div.scroll { table.sources {
            thead { tr {
                th scope="col" { (w.t("facet-origin")) }
                @for key in ["words", "relays", "alone", "confirmed", "contradicted"] { th.number scope="col" title=(w.t(&format!("source-{key}-means"))) { (w.t(&format!("source-{key}"))) } }
                th scope="col" { (w.t("source-quoted")) }
            } }
            tbody { @for source in list.iter().take(SHOWN) { (row(ask, source)) } }
        } }
        @if list.len() > SHOWN { p.none { (w.n("more-sources", list.len() - SHOWN)) } }
    };
    Ok(Reply::Page(layout::page(ask, &Shell { title, section: "/sources", files: FILES }, &body)))
}

fn row(ask: &Ask, source: &Source) -> Markup {
    let w = ask.words;
    let counts = [source.statements, source.relays, source.alone, source.confirmed, source.contradicted];
    html! {
        tr {
            th scope="row" { a href=(ask.to("/claims", &[("origin", Some(&source.origin.id))])) { (bdi(&ask.app.labels.named(w, &source.origin))) } }
            @for n in counts { td.number { @if n > 0 { (w.number(n)) } @else { span.soft { "–" } } } }
            td.quoted { @for (i, (outlet, n)) in quoted(source).into_iter().take(OUTLETS).enumerate() { @if i > 0 { (w.t("list-comma")) } (bdi(&name(ask, outlet))) " " span.soft { "(" (w.number(n)) ")" } } }
        }
    }
}

fn name(ask: &Ask, id: &str) -> String {
    let names = ask.snapshot.names();
    ask.name(id, names.find(id).and_then(|n| names.get(n).name.as_deref()))
}

/// Outlets that passed a source on, most often first.
fn quoted(source: &Source) -> Vec<(&str, usize)> {
    let mut by: Vec<(&str, usize)> = source.quoted_by.iter().map(|(o, n)| (o.as_str(), *n)).collect();
    by.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    by
}

fn csv_row(s: &Source) -> Vec<String> {
    let by: Vec<String> = quoted(s).iter().map(|(o, n)| format!("{o} {n}")).collect();
    vec![
        s.origin.id.clone(),
        s.origin.name.clone().unwrap_or_default(),
        s.statements.to_string(),
        s.relays.to_string(),
        s.alone.to_string(),
        s.confirmed.to_string(),
        s.contradicted.to_string(),
        s.truth.map(|t| t.to_string()).unwrap_or_default(),
        by.join("; "),
    ]
}

fn item(ask: &Ask, source: &Source, known: &str) -> Item {
    let w = ask.words;
    Item {
        id: source.origin.id.clone(),
        title: ask.app.labels.named(w, &source.origin),
        text: format!("{}: {}", w.t("source-words"), w.number(source.statements)),
        link: format!("/claims?origin={}", in_query(&source.origin.id)),
        updated: known.to_owned(),
    }
}
