//! What changed in the situation, told to one subscriber.
//!
//! [`Digest::of`] compares what was shown with what is known now, [`Page::of`] puts it into words of one language, [`html`] and [`text`] write it.
//! [`Subscription`] says who wants what and when it is due, [`Key`] signs the links that change it. Nothing here sees a clock, a network or a file: times, names and keys are arguments.

mod book;
mod digest;
mod filter;
mod html;
mod lang;
mod map;
mod page;
mod passage;
mod rhythm;
mod subscription;
mod text;
mod token;

pub use book::Book;
pub use digest::{Digest, Line, Told, Turn};
pub use filter::Filter;
pub use html::html;
pub use lang::{Lang, Words};
pub use page::{Item, Page, Section};
pub use passage::{Passage, Passages, plain};
pub use rhythm::{Rhythm, RhythmError, Zone};
pub use subscription::Subscription;
pub use text::text;
pub use token::{Key, Purpose, TokenError};
