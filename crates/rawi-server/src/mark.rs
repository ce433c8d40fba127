//! Marks of the map and its lists: a holder has a shape and a colour, a doubt has its own.

use maud::{Markup, html};
use rawi_situation::output::SituationRecord;
use rawi_situation::situation::Status;

use crate::scene::Scene;

/// Shapes around the origin, 7 units wide, in the order of holders.
const SHAPES: [&str; 7] = [
    "M-6.5 0A6.5 6.5 0 1 1 6.5 0A6.5 6.5 0 1 1 -6.5 0Z",
    "M-5.8-5.8H5.8V5.8H-5.8Z",
    "M0-7.6L7.4 5.6H-7.4Z",
    "M0-8L8 0L0 8L-8 0Z",
    "M-2.6-7.4H2.6V-2.6H7.4V2.6H2.6V7.4H-2.6V2.6H-7.4V-2.6H-2.6Z",
    "M0 7.6L-7.4-5.6H7.4Z",
    "M-3.8-6.8H3.8L7.6 0L3.8 6.8H-3.8L-7.6 0Z",
];
/// Colours of holders, defined in the style sheet as `.h0` to `.h7`.
const COLOURS: usize = 8;

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Held by the holder of this number, surely or not.
    Holder(usize, bool),
    /// Contested.
    Contested,
    /// Unknown.
    Unknown,
}

impl Mark {
    /// Of a belief in a scene.
    pub fn of(scene: &Scene, record: &SituationRecord) -> Self {
        let holder = record.value.as_ref().and_then(|v| scene.holder(&v.id));
        match (record.status, holder) {
            (Status::Held, Some(i)) => Self::Holder(i, true),
            (Status::Likely, Some(i)) => Self::Holder(i, false),
            (Status::Contested, _) => Self::Contested,
            _ => Self::Unknown,
        }
    }

    /// Drawn around the origin.
    pub fn draw(self) -> Markup {
        match self {
            Self::Holder(i, sure) => html! { path class=(format!("h{}{}", i % COLOURS, if sure { "" } else { " likely" })) d=(SHAPES[i % SHAPES.len()]) {} },
            Self::Contested => html! {
                path class="contested" d=(SHAPES[0]) {}
                path class="contested-half" d="M0-6.5A6.5 6.5 0 0 1 0 6.5Z" {}
            },
            Self::Unknown => html! { circle class="unknown" r="4.5" {} },
        }
    }

    /// As a picture of its own, for lists and legends.
    pub fn icon(self) -> Markup {
        html! { svg.icon viewBox="-10 -10 20 20" width="18" height="18" aria-hidden="true" { (self.draw()) } }
    }
}

/// The ring of a claimed holder who is not confirmed.
pub fn alert() -> Markup {
    html! { circle class="alert" r="11.5" {} }
}
