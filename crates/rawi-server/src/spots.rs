//! Beliefs as rows: a table on a page, and the same as files.

use maud::{Markup, html};
use rawi_situation::output::{self, SituationRecord};
use serde_json::json;

use crate::ask::{Ask, Format};
use crate::feed::{self, Item};
use crate::files;
use crate::mark::Mark;
use crate::names::{address, bdi};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::scene::{Scene, Spot};
use crate::situation_page::said;
use crate::view::View;

/// Places with holder, chains and since when.
pub fn table(ask: &Ask, scene: &Scene, spots: &[&Spot]) -> Markup {
    let w = ask.words;
    html! {
        table.spots {
            thead { tr {
                th scope="col" { (w.t("col-place")) } th scope="col" { (w.t("col-holder")) } th scope="col" { (w.t("col-chains")) }
            } }
            tbody { @for spot in spots { (row(ask, scene, spot)) } }
        }
    }
}

fn row(ask: &Ask, scene: &Scene, spot: &Spot) -> Markup {
    let w = ask.words;
    let r = &spot.record;
    html! {
        tr {
            th scope="row" { (Mark::of(scene, r).icon()) a href=(ask.to(&address(&spot.subject().id), &[])) { (bdi(&ask.app.labels.place(w, &spot.subject().id, spot.subject().name.as_deref()))) } }
            td {
                span class=(format!("status {}", r.status.code())) { (said(ask, spot)) }
                @if let Some(since) = &r.since { span.since { (w.with("since", [("when", w.edtf(since.edtf.trim_start_matches("../")).into())])) } }
            }
            td { (chains(ask, r)) }
        }
    }
}

/// Independent chains for and against, as strokes and in words.
pub fn chains(ask: &Ask, record: &SituationRecord) -> Markup {
    let w = ask.words;
    let (pro, con) = (record.chains.pro, record.chains.against);
    html! {
        span.chains title=(w.with("chains", [("for", pro.into()), ("against", con.into())])) {
            @if pro + con > 0 { svg viewBox=(format!("0 0 {} 12", 6 * (pro.min(6) + con.min(6)).max(1))) height="12" width=(6 * (pro.min(6) + con.min(6)).max(1)) aria-hidden="true" {
                @for i in 0..pro.min(6) { rect.pro x=(6 * i) y="0" width="4" height="12" {} }
                @for i in 0..con.min(6) { rect.con x=(6 * (pro.min(6) + i)) y="0.75" width="3.5" height="10.5" {} }
            } }
            span.words { @if pro + con == 0 { (w.t("chains-none")) } @else { (w.with("chains", [("for", pro.into()), ("against", con.into())])) } }
        }
    }
}

/// The scene as a file or a feed.
pub fn list(ask: &Ask, view: &View, scene: &Scene) -> Result<Reply, Problem> {
    let records = scene.spots.iter().map(|s| &s.record);
    Ok(match ask.format {
        Format::Jsonl => files::jsonl(records),
        Format::Csv => files::csv(&output::CSV_HEADER, records.map(SituationRecord::csv_row)),
        Format::Geojson => files::geojson(scene.spots.iter().filter_map(|s| Some((s.position()?, json!(s.record)))).collect()),
        Format::Atom | Format::Json | Format::Html => feed::of(ask, &ask.words.t("nav-situation"), &items(ask, view, scene)),
    })
}

/// What changed lately is what a subscriber wants to read.
fn items(ask: &Ask, view: &View, scene: &Scene) -> Vec<Item> {
    let day = |s: &Spot| s.record.since.as_ref().map_or(view.case.known.date().to_string(), |s| s.edtf.rsplit('/').next().unwrap_or_default().to_owned());
    let item = |s: &Spot| Item {
        id: format!("{}:{}:{}", s.record.fluent, s.subject().id, s.record.value.as_ref().map_or("", |v| &v.id)),
        title: format!("{}: {}", ask.app.labels.named(ask.words, s.subject()), said(ask, s)),
        text: ask.words.with("chains", [("for", s.record.chains.pro.into()), ("against", s.record.chains.against.into())]),
        link: address(&s.subject().id),
        updated: format!("{}T00:00:00Z", day(s)),
    };
    scene.spots.iter().filter(|s| s.is_named() && s.record.value.is_some()).map(item).collect()
}
