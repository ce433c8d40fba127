//! `/embed/map` for other sites, and `/map.svg` for print and previews.

use maud::{DOCTYPE, html};

use crate::ask::Ask;
use crate::layout;
use crate::map;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::situation_page::{dots, drawing, legend, marks};

/// The map of an instant, with what its marks mean and where it comes from.
pub fn page(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let (at, area) = (ask.at(&view)?, ask.area(&view)?);
    let scene = ask.scene(&view, at, area.as_deref());
    let w = ask.words;
    let whole = ask.absolute(&ask.to("/", &[]));
    Ok(Reply::Page(html! {
        (DOCTYPE)
        html lang=(w.lang.code()) dir=(w.lang.dir()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (w.t("map")) " · " (w.t("brand")) }
                link rel="stylesheet" href=(layout::asset("rawi.css"));
                link rel="icon" href=(layout::asset("icon.svg")) type="image/svg+xml";
            }
            body.embed {
                figure.sheet { (drawing(ask, &scene)) (legend(ask, &scene)) }
                p.fine { time datetime=(at.date()) { (w.instant(at)) } " · " a href=(whole) target="_top" { (w.t("brand")) } }
            }
        }
    }))
}

/// The same as a drawing of its own.
pub fn svg(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let (at, area) = (ask.at(&view)?, ask.area(&view)?);
    let scene = ask.scene(&view, at, area.as_deref());
    let unlinked: Vec<map::Dot> = dots(ask, &scene).into_iter().map(|d| map::Dot { link: None, ..d }).collect();
    Ok(Reply::Data("image/svg+xml", map::standalone(&unlinked, &ask.words.instant(at), &marks(ask, &scene))))
}
