use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 bytes in a report's text.
///
/// Records that leave Rawi count in Unicode code points; `rawi-export` converts at the border.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from byte `start` to byte `end`, exclusive.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The words of `text` that this span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// True when `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}
