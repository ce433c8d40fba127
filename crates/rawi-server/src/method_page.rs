//! `/about/method`: how all of this is made, and what it is not.

use maud::html;

use crate::ask::{Ask, Format};
use crate::config::Mode;
use crate::layout::{self, Shell};
use crate::problem::Problem;
use crate::reply::Reply;

/// Sections; each has a heading and a text.
const SECTIONS: [&str; 7] = ["claim", "certainty", "chain", "weigh", "status", "times", "limits"];

/// The page.
pub fn page(ask: &Ask) -> Result<Reply, Problem> {
    if ask.format != Format::Html {
        return Err(Problem::missing("problem-format", &ask.path));
    }
    let w = ask.words;
    let view = ask.view()?;
    let hours = usize::try_from(ask.app.config.held().as_secs().div_ceil(3600)).unwrap_or(usize::MAX);
    let public = ask.app.config.mode == Mode::Public;
    let body = html! {
        article.prose {
            h1 { (w.t("nav-method")) }
            p.lead { (w.t("method-lead")) }
            @for key in SECTIONS {
                h2 id=(key) { (w.t(&format!("method-{key}-title"))) }
                p { (w.t(&format!("method-{key}"))) }
            }
            h2 #care { (w.t("method-care-title")) }
            p { @if public { (w.n("method-public", hours)) } @else { (w.t("method-closed")) } " " (w.t("method-places")) }
            h2 #data { (w.t("method-data-title")) }
            p { (w.with("method-data", [("claims", view.count.into()), ("reports", view.snapshot.reports.len().into())])) " " (w.n("method-undated", view.snapshot.claims.undated)) }
            p { (w.t("method-borders")) }
        }
    };
    Ok(Reply::Page(layout::page(ask, &Shell { title: w.t("nav-method"), section: "/about/method", files: &[] }, &body)))
}
