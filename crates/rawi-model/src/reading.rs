use jiff::civil::Date;

use crate::{Claim, ReportedBasis, Span};

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// A sentence with an event word from which no claim was read.
    UnreadEvent,
    /// A name that the lexicon does not know, used in a claim or near an event.
    UnknownName,
    /// A place name with several bearers between which nothing decides.
    PlaceTie,
    /// A weekday and a date, or "today" and the publication date, that do not agree.
    DateMismatch,
    /// A line taken for page furniture.
    Furniture,
    /// The publication date was inferred, with the evidence.
    InferredDate,
    /// Quotation marks that were never closed.
    OpenQuote,
}

impl NoteKind {
    /// The word used in output.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnreadEvent => "unread-event",
            Self::UnknownName => "unknown-name",
            Self::PlaceTie => "place-tie",
            Self::DateMismatch => "date-mismatch",
            Self::Furniture => "furniture",
            Self::InferredDate => "inferred-date",
            Self::OpenQuote => "open-quote",
        }
    }
}

/// Something the reader saw and did not turn into a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// The words.
    pub span: Span,
    /// What a person should know about it.
    pub message: String,
}

/// What a report says, and what was not understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Claims in the order of the text.
    pub claims: Vec<Claim>,
    /// What was not understood, in the order of the text.
    pub notes: Vec<Note>,
    /// Publication date used to anchor relative dates, and how it is known.
    pub reported: Option<(Date, ReportedBasis)>,
    /// Sentence spans, in the order of the text; furniture lines included.
    pub sentences: Vec<Span>,
}
