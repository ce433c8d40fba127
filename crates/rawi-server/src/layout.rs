//! What every page has around it.

use std::sync::LazyLock;

use maud::{DOCTYPE, Markup, html};
use sha2::{Digest, Sha256};

use crate::ask::{Ask, Format};
use crate::config::Mode;
use crate::problem::Problem;

/// Files that pages ask for, by name and content type.
pub const ASSETS: [(&str, &str, &str); 3] = [
    ("rawi.css", "text/css; charset=utf-8", concat!(include_str!("../assets/map.css"), "\n", include_str!("../assets/rawi.css"))),
    ("rawi.js", "text/javascript; charset=utf-8", include_str!("../assets/rawi.js")),
    ("icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
];

/// A part of the address that changes with the files, so that browsers may keep them for ever.
pub static VERSION: LazyLock<String> = LazyLock::new(|| {
    let digest = ASSETS.iter().fold(Sha256::new(), |hash, asset| hash.chain_update(asset.2)).finalize();
    digest.iter().take(5).map(|b| format!("{b:02x}")).collect()
});

/// Sections with the keys of their names.
const SECTIONS: [(&str, &str); 7] = [
    ("/", "nav-situation"),
    ("/claims", "nav-claims"),
    ("/reports", "nav-reports"),
    ("/disputes", "nav-disputes"),
    ("/places", "nav-places"),
    ("/sources", "nav-sources"),
    ("/about/method", "nav-method"),
];

/// What a page is.
pub struct Shell {
    /// Its title.
    pub title: String,
    /// Address of the section it belongs to.
    pub section: &'static str,
    /// Formats in which the same list can be had.
    pub files: &'static [Format],
}

/// Formats of a list of claims.
pub const FILES: &[Format] = &[Format::Jsonl, Format::Csv, Format::Geojson, Format::Atom, Format::Json];

/// The address of a file.
pub fn asset(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// A whole page.
pub fn page(ask: &Ask, shell: &Shell, body: &Markup) -> Markup {
    let w = ask.words;
    html! {
        (DOCTYPE)
        html lang=(w.lang.code()) dir=(w.lang.dir()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (shell.title) " · " (w.t("brand")) }
                link rel="stylesheet" href=(asset("rawi.css"));
                link rel="icon" href=(asset("icon.svg")) type="image/svg+xml";
                (alternates(ask, shell))
                script src=(asset("rawi.js")) defer {}
            }
            body {
                a.skip href="#content" { (w.t("skip")) }
                (header(ask, shell))
                main #content { (as_known(ask)) (body) }
                (footer(ask, shell))
            }
        }
    }
}

fn alternates(ask: &Ask, shell: &Shell) -> Markup {
    let other = ask.words.lang.other();
    html! {
        link rel="alternate" hreflang=(other.code()) href=(ask.here(Format::Html, &[("lang", Some(other.code()))]));
        @for (format, kind) in [(Format::Atom, "application/atom+xml"), (Format::Json, "application/feed+json")] {
            @if shell.files.contains(&format) { link rel="alternate" type=(kind) title=(shell.title) href=(ask.here(format, &[])); }
        }
    }
}

fn header(ask: &Ask, shell: &Shell) -> Markup {
    let w = ask.words;
    let other = w.lang.other();
    html! {
        header.top {
            a.brand href=(ask.to("/", &[])) { span.word { (w.t("brand")) } span.motto { (w.t("tagline")) } }
            nav aria-label=(w.t("nav")) {
                @for (address, key) in SECTIONS {
                    a href=(ask.to(address, &[])) aria-current=[(address == shell.section).then_some("page")] { (w.t(key)) }
                }
            }
            form.find action="/claims" method="get" role="search" {
                input type="search" name="q" dir="auto" maxlength="200" value=[ask.get("q")] placeholder=(w.t("search")) aria-label=(w.t("search"));
                @if let Some(area) = ask.get("area") { input type="hidden" name="area" value=(area); }
            }
            a.tongue href=(ask.here(Format::Html, &[("lang", Some(other.code()))])) hreflang=(other.code()) lang=(other.code()) { (w.t("other-language")) }
        }
        p.news role="status" hidden data-one=(w.n("news", 1)) data-many=(w.t("news-many")) data-reload=(w.t("news-show")) {}
    }
}

/// A strip that says so when the page shows what was known at an earlier time.
fn as_known(ask: &Ask) -> Markup {
    let w = ask.words;
    let Ok(Some(known)) = ask.time("known", "problem-known") else { return html! {} };
    html! {
        p.known { (w.with("as-known", [("when", w.instant(known).into())])) " " a href=(ask.here(Format::Html, &[("known", None)])) { (w.t("as-known-leave")) } }
    }
}

fn footer(ask: &Ask, shell: &Shell) -> Markup {
    let w = ask.words;
    html! {
        footer.foot {
            @if !shell.files.is_empty() {
                p.files {
                    (w.t("files")) " "
                    @for (format, ext) in Format::FILES.iter().filter(|(f, _)| shell.files.contains(f)) {
                        a href=(ask.here(*format, &[])) { (w.t(&format!("file-{ext}"))) } " "
                    }
                }
            }
            p {
                (w.t(if ask.app.config.mode == Mode::Public { "mode-public" } else { "mode-closed" })) " "
                a href=(ask.to("/about/method", &[])) { (w.t("mode-more")) } " · " a href="/api/v1" { (w.t("api")) }
            }
        }
    }
}

/// The page of a problem.
pub fn problem(ask: &Ask, problem: &Problem) -> Markup {
    let w = ask.words;
    let shell = Shell { title: w.t("problem"), section: "", files: &[] };
    // Without its query: what was wrong may stand in it.
    let plain = Ask { query: ask.query.iter().filter(|(k, _)| k == "lang").cloned().collect(), ..ask.clone() };
    let body = html! {
        section.problem {
            p.status { (problem.status.as_u16()) }
            h1 { (problem.message(w)) }
            p { (problem.hint(w)) }
            p { a href=(plain.to("/", &[])) { (w.t("problem-home")) } }
        }
    };
    page(&plain, &shell, &body)
}
