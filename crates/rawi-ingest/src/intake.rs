//! Pieces to reports.

use rawi_lexicon::Lexicon;
use rawi_model::{BlockKind, Report};

use crate::blocks::walk;
use crate::charset::decode;
use crate::dates::When;
use crate::dom::parse;
use crate::furniture::Repeats;
use crate::language::language;
use crate::meta::{host_of, note, outlet_by_host};
use crate::page::{PageDraft, PageReader, push_block};
use crate::pieces::Piece;
use crate::recognise::Format;
use crate::text::{Fields, from_json_fields};
use crate::{IngestError, feed, mail, markdown, telegram, text};

/// How reports are taken in.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Take blocks of doubt into the text.
    pub uncertain: bool,
    /// Which fields of JSONL hold what.
    pub fields: Fields,
}

/// Reads pieces. Made once, shared by threads.
#[derive(Debug)]
pub struct Intake<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) pages: PageReader<'a>,
    options: Options,
}

/// A report that may wait for other pages of its outlet.
#[derive(Debug)]
pub struct Draft {
    /// Where it stands in the input, such as `record 3` or `entry 2`.
    pub place: String,
    state: Result<State, IngestError>,
}

#[derive(Debug)]
enum State {
    Ready(Report),
    Page(PageDraft),
}

impl Draft {
    pub(crate) fn new(place: String, report: Result<Report, IngestError>) -> Self {
        Self { place, state: report.map(State::Ready) }
    }

    /// Takes note of its blocks, before drafts are closed.
    pub fn observe(&self, repeats: &mut Repeats) {
        if let Ok(State::Page(page)) = &self.state {
            page.observe(repeats);
        }
    }
}

impl<'a> Intake<'a> {
    /// Prepares to read pieces with a lexicon.
    pub fn new(lexicon: &'a Lexicon, options: Options) -> Self {
        Self { lexicon, pages: PageReader::new(lexicon), options }
    }

    /// The reports of a piece, or why there is none. This is the costly part, and it keeps nothing: pieces can be read in parallel.
    pub fn drafts(&self, piece: &Piece) -> Vec<Draft> {
        let place = || piece.place.clone();
        match piece.format {
            Format::Html => vec![self.page(piece)],
            Format::Feed => feed::reports(self, piece),
            Format::Sitemap => feed::sitemap(self, piece),
            Format::Mhtml => mail::saved_page(self, piece),
            Format::Mail => vec![Draft::new(place(), mail::report(self, &piece.bytes))],
            Format::TelegramJson => telegram::json(self, piece),
            Format::TelegramHtml => telegram::html(self, piece),
            Format::Markdown => vec![Draft::new(place(), markdown::report(&piece.bytes))],
            Format::Jsonl => vec![Draft::new(place(), from_json_fields(&piece.bytes, &self.options.fields))],
            Format::Text => vec![Draft::new(place(), self.text(piece))],
            Format::Mbox | Format::Warc | Format::Gzip => vec![Draft::new(place(), Err(IngestError::Malformed(format!("{} inside a record is not read", piece.format.name()))))],
        }
    }

    /// The report of a draft. Drafts of a batch are observed first and closed then, in order, so that the result does not depend on threads.
    pub fn close(&self, draft: Draft, repeats: &Repeats) -> (String, Result<Report, IngestError>) {
        let report = draft.state.and_then(|state| match state {
            State::Ready(report) => Ok(report),
            State::Page(page) => page.close(repeats, self.options.uncertain),
        });
        let report = report.and_then(|report| text::without_zeros(&report.text).map(|()| report)).map(|mut report| {
            if report.language.is_none() {
                report.language = Some(language(body_of(&report)));
            }
            report
        });
        (draft.place, report)
    }

    fn page(&self, piece: &Piece) -> Draft {
        let page = self.pages.draft(&piece.bytes, piece.charset.as_deref(), piece.address.as_deref());
        Draft { place: piece.place.clone(), state: page.map(State::Page) }
    }

    pub(crate) fn page_of(&self, place: String, html: &str, address: Option<&str>) -> Draft {
        Draft { place, state: self.pages.extract(html, address, Report::default()).map(State::Page) }
    }

    fn text(&self, piece: &Piece) -> Result<Report, IngestError> {
        let decoded = decode(&piece.bytes, piece.charset.as_deref());
        let mut report = text::from_text(decoded.text.as_bytes())?;
        report.evidence.clear();
        note(&mut report, "charset", decoded.reason, decoded.charset);
        self.address(&mut report, piece.address.as_deref());
        Ok(report)
    }

    /// Sets address and outlet from an address.
    pub(crate) fn address(&self, report: &mut Report, address: Option<&str>) {
        let Some(address) = address else { return };
        report.url = Some(address.to_owned());
        if let Some(host) = host_of(address) {
            report.outlet = Some(outlet_by_host(self.lexicon, &host).unwrap_or_else(|| host.clone()));
            note(report, "outlet", "domain", &host);
        }
    }

    /// Sets the outlet by a name, as the lexicon knows it or as it stands.
    pub(crate) fn named_outlet(&self, report: &mut Report, name: &str, source: &str) {
        report.outlet = Some(self.lexicon.outlet(name).map_or_else(|| name.to_owned(), |o| o.id.clone()));
        note(report, "outlet", source, name);
    }

    /// Adds the blocks of an HTML fragment that are not furniture.
    pub(crate) fn fragment(&self, report: &mut Report, html: &str, place: &str) -> Result<(), IngestError> {
        let page = walk(&parse(html)?, &self.pages.matcher);
        for block in &page.blocks {
            let all_link = block.linked * 10 > block.letters * 9 && page.blocks.len() > 1;
            if !all_link && !self.pages.lines.is_furniture(&block.text) && report.title.as_deref() != Some(&block.text) {
                push_block(report, block.kind, &block.text, format!("{place}/{}", page.place(block.element)), false);
            }
        }
        Ok(())
    }
}

/// The text after the headline, by which the language is told; all of it when there is nothing more.
fn body_of(report: &Report) -> &str {
    let after = report.blocks.first().filter(|b| b.kind == BlockKind::Title).map_or(0, |b| b.span.end);
    let body = report.text[after..].trim();
    if body.is_empty() { &report.text } else { body }
}

/// Begins a report with its headline.
pub(crate) fn titled(title: Option<&str>, place: &str) -> Report {
    let mut report = Report::default();
    if let Some(title) = title.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty()) {
        push_block(&mut report, BlockKind::Title, &title, place.to_owned(), false);
        report.title = Some(title);
    }
    report
}

/// Sets the publication time.
pub(crate) fn published(report: &mut Report, when: Option<When>, source: &str, value: &str) {
    if let Some(when) = when {
        note(report, "published", source, value);
        report.published = Some(when.date);
        report.published_at = when.time;
    }
}

/// The report, unless it has no words.
pub(crate) fn finished(report: Report, what: &'static str) -> Result<Report, IngestError> {
    if report.text.trim().is_empty() { Err(IngestError::NoText(what)) } else { Ok(report) }
}
