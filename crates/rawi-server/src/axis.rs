//! The time axis: claims a day, the changes, and the way to other days.

use maud::{Markup, html};
use rawi_situation::instant::Instant;

use crate::ask::{Ask, Format};
use crate::timeline::{Day, Timeline};
use crate::view::View;

/// Height of the bars, and of what stands below them, in units.
const HEIGHT: f64 = 56.0;
const BELOW: f64 = 42.0;
/// Width of all days together, and of one at least and at most.
const WIDTH: f64 = 1100.0;
const STEPS: (f64, f64) = (18.0, 56.0);

/// Links to other days around a drawing of all days.
pub fn controls(ask: &Ask, view: &View, at: Instant, area: Option<&str>) -> Markup {
    let w = ask.words;
    let timeline = ask.timeline(view, area, at);
    let on = |day: i64| ask.here(Format::Html, &[("at", Some(&Instant::end_of(day).date().to_string()))]);
    let change = |forward| timeline.change(at.day(), forward);
    let known = ask.get("known").is_some();
    html! {
        section.time aria-label=(w.t("time-axis")) {
            div.steps {
                (step(change(false).map(on), "change-before", "«", ask))
                (step(Some(on(at.day() - 1)), "day-before", "‹", ask))
                (step(Some(on(at.day() + 1)), "day-after", "›", ask))
                (step(change(true).map(on), "change-after", "»", ask))
                button.play type="button" hidden data-play=(w.t("play")) data-stop=(w.t("stop")) { (w.t("play")) }
                @if known { a.then href=(ask.here(Format::Html, &[("known", None)])) { (w.t("known-now")) } }
                @else { a.then href=(ask.here(Format::Html, &[("known", Some(&at.date().to_string())), ("at", Some(&at.date().to_string()))])) { (w.t("known-then")) } }
                form.goto action=(ask.path) method="get" {
                    label { span { (w.t("goto")) } input type="date" name="at" value=(at.date()) min="1970-01-01" max="2100-12-31"; }
                    @for (k, v) in ask.query.iter().filter(|(k, _)| k != "at") { input type="hidden" name=(k) value=(v); }
                    button type="submit" { (w.t("go")) }
                }
            }
            div.scroll { (bars(ask, &timeline, at, &on)) }
        }
    }
}

fn step(link: Option<String>, key: &str, sign: &str, ask: &Ask) -> Markup {
    let words = ask.words.t(key);
    // Signs are mirrored with the page: the one that points back is on the side where reading begins.
    html! {
        @match link {
            Some(link) => a.step href=(link) title=(words) { span.sign aria-hidden="true" { (sign) } span.words { (words) } },
            None => span.step.off { span.sign aria-hidden="true" { (sign) } span.words { (words) } },
        }
    }
}

fn bars(ask: &Ask, timeline: &Timeline, at: Instant, on: &dyn Fn(i64) -> String) -> Markup {
    let w = ask.words;
    let most = timeline.days.iter().map(|d| d.claims).max().unwrap_or(0).max(1);
    let step = (WIDTH / timeline.days.len().max(1) as f64).clamp(STEPS.0, STEPS.1);
    let width = step * timeline.days.len() as f64;
    let rtl = w.lang.dir() == "rtl";
    let left = |i: usize| if rtl { width - step * (i as f64 + 1.0) } else { step * i as f64 };
    html! {
        svg.axis viewBox=(format!("0 0 {width:.0} {}", HEIGHT + BELOW)) width=(format!("{width:.0}")) role="group" aria-label=(w.t("time-axis")) {
            @for (i, day) in timeline.days.iter().enumerate() {
                (bar(ask, day, &Slot { x: left(i), step, most, here: day.day == at.day(), named: i == 0 || day.date().day() == 1 }, &on(day.day)))
            }
        }
    }
}

/// Where a day stands on the axis.
struct Slot {
    x: f64,
    step: f64,
    /// Claims on the busiest day.
    most: usize,
    here: bool,
    /// The month is named below it.
    named: bool,
}

fn bar(ask: &Ask, day: &Day, slot: &Slot, link: &str) -> Markup {
    let w = ask.words;
    let height = (day.claims as f64 / slot.most as f64).sqrt() * HEIGHT;
    let date = day.date();
    let title = format!("{}: {}; {}", w.day(date), w.n("claims-count", day.claims), w.n("changes-count", day.changed.len()));
    let middle = slot.x + slot.step / 2.0;
    html! {
        a.day.here[slot.here] href=(link) aria-current=[slot.here.then_some("date")] {
            title { (title) }
            rect.back x=(slot.x) y="0" width=(slot.step) height=(HEIGHT + BELOW) {}
            rect.bar x=(format!("{:.1}", slot.x + slot.step * 0.14)) y=(format!("{:.1}", HEIGHT - height)) width=(format!("{:.1}", slot.step * 0.72)) height=(format!("{height:.1}")) {}
            @if !day.changed.is_empty() { circle.turn cx=(middle) cy=(HEIGHT + 6.0) r="2.6" {} }
            text x=(middle) y=(HEIGHT + 22.0) text-anchor="middle" { (w.number(usize::try_from(date.day()).unwrap_or_default())) }
            @if slot.named { text.month x=(middle) y=(HEIGHT + 36.0) text-anchor="middle" { (w.month_name(date)) } }
        }
    }
}
