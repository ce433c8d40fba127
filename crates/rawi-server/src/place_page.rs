//! `/places`, `/places/ID`, `/actors/ID`: one place or actor through time, why it is believed, and every claim.

use maud::{Markup, html};
use rawi_situation::history::{days, spells};
use rawi_situation::instant::{DAY, Instant};
use rawi_situation::names::Name;
use rawi_situation::situation::{Belief, Estimator};
use rawi_situation::track::{Fluent, Track};

use crate::ask::{Ask, Format};
use crate::claims_page;
use crate::filter::{Facet, Filter};
use crate::layout::{self, Shell};
use crate::mark::Mark;
use crate::names::{address, bdi, clean};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::scene::{Scene, Spot};
use crate::situation_page::said;
use crate::spots;
use crate::view::View;
use crate::why_view;

/// Days of the history strip, at most.
const STRIP: i64 = 120;
/// Claims shown on the page.
const CLAIMS: usize = 20;

/// Every place of which something is claimed.
pub fn all(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let at = ask.at(&view)?;
    let area = ask.area(&view)?;
    let scene = ask.scene(&view, at, area.as_deref());
    if ask.format != Format::Html {
        return spots::list(ask, &view, &scene);
    }
    let w = ask.words;
    let mut named: Vec<(String, &Spot)> = scene.of_fluent(Fluent::Control).filter(|s| s.is_named()).map(|s| (ask.app.labels.named(w, s.subject()), s)).collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    let sorted: Vec<&Spot> = named.iter().map(|n| n.1).collect();
    let words: Vec<&Spot> = scene.of_fluent(Fluent::Control).filter(|s| !s.is_named()).collect();
    let body = html! {
        h1 { (w.t("nav-places")) " " span.count { (w.number(sorted.len())) } }
        p.lead { time datetime=(at.date()) { (w.instant(at)) } }
        (spots::table(ask, &scene, &sorted))
        @if !words.is_empty() { details { summary { (w.t("places-unnamed")) } (spots::table(ask, &scene, &words)) } }
    };
    Ok(Reply::Page(layout::page(ask, &Shell { title: w.t("nav-places"), section: "/places", files: layout::FILES }, &body)))
}

/// A place.
pub fn place(ask: &Ask) -> Result<Reply, Problem> {
    let rest = ask.path.strip_prefix("/places/").unwrap_or_default();
    let names = ask.snapshot.names();
    let id = [format!("place:{rest}"), rest.to_owned()].into_iter().find(|id| names.find(id).is_some());
    subject(ask, id, Facet::Place, "/places", Problem::missing("problem-place", rest))
}

/// An actor or a person.
pub fn actor(ask: &Ask) -> Result<Reply, Problem> {
    let rest = ask.path.strip_prefix("/actors/").unwrap_or_default();
    let names = ask.snapshot.names();
    let id = [format!("actor:{rest}"), rest.to_owned()].into_iter().find(|id| names.find(id).is_some());
    subject(ask, id, Facet::Actor, "/claims", Problem::missing("problem-actor", rest))
}

fn subject(ask: &Ask, id: Option<String>, facet: Facet, section: &'static str, missing: Problem) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let at = ask.at(&view)?;
    let id = id.ok_or_else(|| missing.clone())?;
    let found = Filter::only(facet, &id).run(ask, &view).claims;
    let name = view.case.names().find(&id);
    if found.is_empty() && name.is_none() {
        return Err(missing);
    }
    if ask.format != Format::Html {
        return Ok(claims_page::list(ask, &view, &id, &found));
    }
    let title = label(ask, &view, &id);
    let body = html! {
        h1 { (bdi(&title)) }
        (kind_line(ask, &id))
        @if let Some(name) = name { (beliefs(ask, &view, name, at)) }
        @if facet == Facet::Actor { (holdings(ask, &view, &id, at)) }
        section {
            h2 { (ask.words.t("nav-claims")) " " span.count { (ask.words.number(found.len())) } }
            (claims_page::listed(ask, &view, &found[..found.len().min(CLAIMS)]))
            @if found.len() > CLAIMS { p { a href=(ask.to("/claims", &[(facet.key(), Some(&id))])) { (ask.words.n("all-claims", found.len())) } } }
        }
    };
    Ok(Reply::Page(layout::page(ask, &Shell { title, section, files: layout::FILES }, &body)))
}

fn label(ask: &Ask, view: &View, id: &str) -> String {
    let names = view.snapshot.names();
    let name = names.find(id).and_then(|n| names.get(n).name.as_deref());
    ask.app.labels.place(ask.words, id, name)
}

/// What it is, and what it lies in.
fn kind_line(ask: &Ask, id: &str) -> Markup {
    let w = ask.words;
    let class = ask.app.labels.place_class(id).map(|c| w.known(&format!("class-{c}")).unwrap_or_else(|| c.to_owned()));
    let above: Vec<&str> = ask.app.labels.above(id);
    html! {
        p.source {
            @if let Some(class) = class { (class) }
            @for up in above { " · " (bdi(&ask.app.labels.place(w, up, None))) }
            @if id.contains(':') { " · " bdi.fine dir="ltr" { (clean(id)) } }
        }
    }
}

fn beliefs(ask: &Ask, view: &View, name: Name, at: Instant) -> Markup {
    let tracks: Vec<(usize, &Track)> = view.tracks(None).filter(|(_, t)| t.subject == name).collect();
    html! { @for (index, track) in tracks { (belief(ask, view, index, track, at)) } }
}

fn belief(ask: &Ask, view: &View, index: usize, track: &Track, at: Instant) -> Markup {
    let w = ask.words;
    let scene = ask.scene(view, at, view.country(index));
    let Some(spot) = scene.spots.iter().find(|s| s.track == index) else { return html! {} };
    html! {
        section.belief {
            h2 { (w.t(&format!("fluent-{}", track.fluent.code()))) " · " time datetime=(at.date()) { (w.instant(at)) } }
            p.verdict {
                (Mark::of(&scene, &spot.record).icon()) " "
                strong { (said(ask, spot)) }
                @if let Some(since) = &spot.record.since { " " span.soft { (w.with("since", [("when", w.edtf(since.edtf.trim_start_matches("../")).into())])) } }
            }
            @if let Some(alert) = &spot.record.alert { p.alerts { (w.with("alert-by", [("who", ask.app.labels.named(w, alert).into())])) } }
            p { (spots::chains(ask, &spot.record)) }
            (values(ask, &scene, spot))
            (history(ask, view, &scene, track, at))
            (why_view::section(ask, view, track, at))
        }
    }
}

/// Every candidate with its probability.
fn values(ask: &Ask, scene: &Scene, spot: &Spot) -> Markup {
    let names = ask.snapshot.names();
    let name = |id: &str| ask.name(id, names.find(id).and_then(|n| names.get(n).name.as_deref()));
    html! {
        table.values {
            tbody { @for b in spot.record.belief.iter().filter(|b| b.p >= 0.005) {
                tr {
                    th scope="row" { (scene.holder(&b.id).map_or(Mark::Unknown, |i| Mark::Holder(i, true)).icon()) " " (bdi(&name(&b.id))) }
                    td { svg.share viewBox="0 0 100 8" width="160" height="10" preserveAspectRatio="none" aria-hidden="true" { rect.all width="100" height="8" {} rect.part width=(format!("{:.1}", b.p * 100.0)) height="8" {} } }
                    td.number { (ask.words.percent(b.p)) }
                }
            } }
        }
    }
}

/// A strip of days, and the same as a table of spells.
fn history(ask: &Ask, view: &View, scene: &Scene, track: &Track, at: Instant) -> Markup {
    let w = ask.words;
    let all = days(&view.case, track, at, Estimator::Filter);
    let shown: Vec<&(Instant, Belief)> = all.iter().filter(|d| d.0.0 > at.0 - STRIP * DAY).collect();
    html! {
        h3 { (w.t("history")) }
        (strip(ask, view, scene, &shown))
        @let list = spells(&view.case, track, &all);
        table.spells { tbody { @for s in list.iter().rev().take(30) {
            tr {
                td { time datetime=(s.from) { (w.edtf(&if s.from == s.to { s.from.clone() } else { format!("{}/{}", s.from, s.to) })) } }
                td { (how_sure(ask, track.fluent, s.status.code())) }
                td { @if let Some(v) = &s.value { (bdi(&ask.app.labels.named(w, v))) } }
                td.number { (w.percent(s.p)) }
            }
        } } }
    }
}

/// A place is held; that a road is closed is sure.
fn how_sure(ask: &Ask, fluent: Fluent, status: &str) -> String {
    let sure = ["held", "likely"].contains(&status) && fluent != Fluent::Control;
    ask.words.t(&format!("{}-{status}", if sure { "sure" } else { "status" }))
}

fn strip(ask: &Ask, view: &View, scene: &Scene, days: &[&(Instant, Belief)]) -> Markup {
    let w = ask.words;
    let width = 22 * days.len().max(1);
    let rtl = w.lang.dir() == "rtl";
    let x = |i: usize| if rtl { width - 22 * (i + 1) } else { 22 * i } + 11;
    let mark = |b: &Belief| match (b.status.code(), b.value.and_then(|v| scene.holder(&view.case.names().get(v).id))) {
        ("held", Some(i)) => Mark::Holder(i, true),
        ("likely", Some(i)) => Mark::Holder(i, false),
        ("contested", _) => Mark::Contested,
        _ => Mark::Unknown,
    };
    html! {
        div.scroll { svg.strip viewBox=(format!("0 0 {width} 44")) width=(width) height="44" role="group" aria-label=(w.t("history")) {
            @for (i, (at, belief)) in days.iter().enumerate() {
                a href=(ask.here(Format::Html, &[("at", Some(&at.date().to_string()))])) {
                    title { (w.day(at.date())) }
                    rect.back x=(x(i) - 11) y="0" width="22" height="44" {}
                    g transform=(format!("translate({} 14)", x(i))) { (mark(belief).draw()) }
                    text x=(x(i)) y="38" text-anchor="middle" { (w.number(usize::try_from(at.date().day()).unwrap_or_default())) }
                }
            }
        } }
    }
}

/// What an actor holds at the instant.
fn holdings(ask: &Ask, view: &View, id: &str, at: Instant) -> Markup {
    let scene = ask.scene(view, at, None);
    let held: Vec<&Spot> = scene.of_fluent(Fluent::Control).filter(|s| s.is_named() && s.record.value.as_ref().is_some_and(|v| v.id == id)).collect();
    html! {
        @if !held.is_empty() {
            section {
                h2 { (ask.words.t("holds")) " " span.count { (ask.words.number(held.len())) } " · " time datetime=(at.date()) { (ask.words.instant(at)) } }
                ul.places { @for s in held { li { (Mark::of(&scene, &s.record).icon()) " " a href=(ask.to(&address(&s.subject().id), &[])) { (bdi(&ask.app.labels.place(ask.words, &s.subject().id, s.subject().name.as_deref()))) } } } }
            }
        }
    }
}
