//! `/`: who holds what at an instant.

use maud::{Markup, html};
use rawi_situation::instant::{DAY, Instant};
use rawi_situation::output::Named;
use rawi_situation::situation::Status;
use rawi_situation::track::Fluent;

use crate::ask::{Ask, Format};
use crate::axis;
use crate::layout::{self, Shell};
use crate::map::{self, Dot};
use crate::mark::Mark;
use crate::names::{AREAS, address, bdi};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::scene::{Scene, Spot};
use crate::spots;
use crate::view::View;

/// Holders that the legend names, at most.
const LEGEND: usize = 9;
/// Places in the list before the rest is folded away.
const LISTED: usize = 25;

/// Statements on who holds what from which a country has its own map.
const SPOKEN_OF: usize = 3;

/// The page, and the same as a list.
pub fn page(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let at = ask.at(&view)?;
    let area = ask.area(&view)?;
    let scene = ask.scene(&view, at, area.as_deref());
    if ask.format != Format::Html {
        return spots::list(ask, &view, &scene);
    }
    let country = area.as_deref().map(|a| ask.name(&format!("place:{a}"), None));
    let title = country.clone().unwrap_or_else(|| ask.words.t("nav-situation"));
    let body = html! {
        div.situation {
            (heading(ask, &view, at, country.as_deref()))
            (areas(ask, &view, area.as_deref()))
            (axis::controls(ask, &view, at, area.as_deref()))
            div.board {
                figure.sheet { (drawing(ask, &scene)) (legend(ask, &scene)) }
                div.list { (alerts(ask, &scene)) (list(ask, &scene)) }
            }
        }
    };
    Ok(Reply::Page(layout::page(ask, &Shell { title, section: "/", files: layout::FILES }, &body)))
}

fn heading(ask: &Ask, view: &View, at: Instant, country: Option<&str>) -> Markup {
    let w = ask.words;
    let ends = at.0.rem_euclid(DAY) == DAY - 1;
    html! {
        h1.when {
            @if let Some(country) = country { (bdi(country)) span.sep { "—" } }
            time datetime=(if ends { at.date().to_string() } else { at.to_string() }) { (w.instant(at)) }
        }
        p.lead { (w.with("situation-lead", [("claims", view.count.into()), ("known", w.instant(view.case.known).into())])) }
    }
}

fn areas(ask: &Ask, view: &View, area: Option<&str>) -> Markup {
    let w = ask.words;
    html! {
        nav.areas aria-label=(w.t("areas")) {
            @for a in view.areas.iter().filter(|a| a.statements >= SPOKEN_OF || area == Some(a.code.as_str())) {
                a href=(ask.to("/", &[("area", Some(&a.code)), ("at", None)])) aria-current=[(area == Some(a.code.as_str())).then_some("true")] { (ask.name(&format!("place:{}", a.code), None)) }
            }
            a href=(ask.to("/", &[("area", Some("all")), ("at", None)])) aria-current=[area.is_none().then_some("true")] { (w.t("area-all")) }
        }
    }
}

/// What a mark means, in words.
pub fn said(ask: &Ask, spot: &Spot) -> String {
    let w = ask.words;
    let holder = spot.record.value.as_ref().map(|v| ask.app.labels.named(w, v));
    match (spot.record.status, holder) {
        (Status::Held, Some(holder)) => w.with("held-by", [("holder", holder.into())]),
        (Status::Likely, Some(holder)) => w.with("likely-by", [("holder", holder.into())]),
        (status, _) => w.t(&format!("status-{}", status.code())),
    }
}

fn dot(ask: &Ask, scene: &Scene, spot: &Spot) -> Option<Dot> {
    let name = ask.app.labels.named(ask.words, spot.subject());
    Some(Dot {
        position: spot.position()?,
        mark: Mark::of(scene, &spot.record),
        alert: spot.record.alert.is_some(),
        title: format!("{name}: {}", said(ask, spot)),
        name,
        link: Some(ask.to(&address(&spot.subject().id), &[])),
    })
}

/// The map of a scene.
pub fn drawing(ask: &Ask, scene: &Scene) -> Markup {
    html! { div.scroll { (map::draw(&dots(ask, scene), &ask.words.t("map"))) } }
}

/// Its marks: what is known before what is not, cities before the rest.
pub fn dots(ask: &Ask, scene: &Scene) -> Vec<Dot> {
    let mut spots: Vec<&Spot> = scene.of_fluent(Fluent::Control).filter(|s| !is_area(ask, s)).collect();
    spots.sort_by_key(|s| (s.record.status == Status::Unknown, ask.app.labels.place_class(&s.subject().id) != Some("city"), std::cmp::Reverse(s.statements)));
    spots.into_iter().filter_map(|s| dot(ask, scene, s)).collect()
}

/// A governorate or a whole country is no dot on the map.
fn is_area(ask: &Ask, spot: &Spot) -> bool {
    ask.app.labels.place_class(&spot.subject().id).is_some_and(|class| class == "country" || AREAS.contains(&class))
}

/// Holders shown in a scene with their marks.
fn holders(scene: &Scene) -> Vec<(usize, &String)> {
    let shown = |id: &str| scene.of_fluent(Fluent::Control).any(|s| s.record.value.as_ref().is_some_and(|v| v.id == id));
    scene.holders.iter().enumerate().filter(|(_, id)| shown(id)).take(LEGEND).collect()
}

/// Marks with what they mean, for a drawing of its own.
pub fn marks(ask: &Ask, scene: &Scene) -> Vec<(Mark, String)> {
    let w = ask.words;
    let held = holders(scene).into_iter().map(|(i, id)| (Mark::Holder(i, true), ask.name(id, None)));
    let doubt = [(Mark::Holder(0, false), "legend-likely"), (Mark::Contested, "status-contested"), (Mark::Unknown, "status-unknown")];
    held.chain(doubt.map(|(mark, key)| (mark, w.t(key)))).collect()
}

/// What shapes and colours mean.
pub fn legend(ask: &Ask, scene: &Scene) -> Markup {
    let w = ask.words;
    html! {
        figcaption.legend {
            ul {
                @for (i, id) in holders(scene) { li { (Mark::Holder(i, true).icon()) a href=(ask.to(&address(id), &[])) { (bdi(&ask.name(id, None))) } } }
            }
            ul.doubt {
                li { (Mark::Holder(0, true).icon()) (w.t("legend-held")) }
                li { (Mark::Holder(0, false).icon()) (w.t("legend-likely")) }
                li { (Mark::Contested.icon()) (w.t("status-contested")) }
                li { (Mark::Unknown.icon()) (w.t("status-unknown")) }
                li { svg.icon viewBox="-14 -14 28 28" width="18" height="18" aria-hidden="true" { (crate::mark::alert()) } (w.t("legend-alert")) }
            }
        }
    }
}

fn alerts(ask: &Ask, scene: &Scene) -> Markup {
    let w = ask.words;
    let said: Vec<(&Spot, &Named)> = scene.spots.iter().filter(|s| s.is_named()).filter_map(|s| Some((s, s.record.alert.as_ref()?))).collect();
    html! {
        @if !said.is_empty() {
            section.alerts aria-labelledby="alerts" {
                h2 #alerts { (w.t("alerts")) }
                ul { @for (spot, who) in said {
                    li {
                        a href=(ask.to(&address(&spot.subject().id), &[])) { (bdi(&ask.app.labels.place(w, &spot.subject().id, spot.subject().name.as_deref()))) } ": "
                        (w.with("alert-by", [("who", ask.app.labels.named(w, who).into())]))
                    }
                } }
            }
        }
    }
}

fn list(ask: &Ask, scene: &Scene) -> Markup {
    let w = ask.words;
    let of = |fluent: Fluent| scene.of_fluent(fluent).filter(|s| s.is_named()).collect::<Vec<_>>();
    let places = of(Fluent::Control);
    let (first, rest) = places.split_at(places.len().min(LISTED));
    html! {
        section aria-labelledby="places" {
            h2 #places { (w.t("places-list")) " " span.count { (w.number(places.len())) } }
            @if places.is_empty() { p.none { (w.t("nothing-said")) } }
            (spots::table(ask, scene, first))
            @if !rest.is_empty() { details { summary { (w.n("more-places", rest.len())) } (spots::table(ask, scene, rest)) } }
        }
        @for (fluent, key) in [(Fluent::Siege, "sieges"), (Fluent::Closure, "closures"), (Fluent::Location, "persons")] {
            @let found = of(fluent);
            @if !found.is_empty() {
                section { details { summary { (w.t(key)) " " span.count { (w.number(found.len())) } } (spots::table(ask, scene, &found)) } }
            }
        }
    }
}
