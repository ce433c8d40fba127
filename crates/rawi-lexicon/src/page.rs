//! What the marks of elements say about a page, for intake.

use crate::load::Builder;
use crate::schema::{MarksEntry, PageFile};

/// Marks that page systems put into class, id, role and itemprop.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Whole words, as they stand between spaces.
    pub words: Vec<String>,
    /// Parts of words, between `-`, `_` and changes of case.
    pub parts: Vec<String>,
}

/// What the marks of elements say about a page.
#[derive(Clone, Debug, Default)]
pub struct PageMarks {
    /// First parts of the words of page builders, which call everything a widget: their parts say nothing of furniture.
    pub builders: Vec<String>,
    /// Not the report.
    pub furniture: Marks,
    /// The element that holds the report.
    pub body: Marks,
    /// Captions.
    pub caption: Marks,
    /// The lead.
    pub standfirst: Marks,
    /// Who signed.
    pub byline: Marks,
    /// When it was published.
    pub time: Marks,
    /// Posts of social networks.
    pub embed: Marks,
}

impl Builder<'_> {
    pub fn page(&mut self) {
        let Some((_, entry)) = self.toml::<PageFile>("page.toml") else { return };
        let marks = |entry: MarksEntry| Marks { words: entry.words, parts: entry.parts };
        self.lexicon.page = PageMarks {
            builders: entry.builders,
            furniture: marks(entry.furniture),
            body: marks(entry.body),
            caption: marks(entry.caption),
            standfirst: marks(entry.standfirst),
            byline: marks(entry.byline),
            time: marks(entry.time),
            embed: marks(entry.embed),
        };
    }
}
