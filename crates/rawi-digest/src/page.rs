//! A digest in words of one language, before it becomes text or HTML.

use rawi_situation::dispute::{Dispute, Side, Spoken};
use rawi_situation::output::{Chains, Named};
use rawi_situation::situation::Status;

use crate::book::Book;
use crate::digest::{Digest, Line, Told, Turn};
use crate::lang::{Lang, Words};
use crate::map;
use crate::passage::{Passage, Passages, plain};
use crate::rhythm::Zone;

/// Claims shown of one side of a dispute, at most.
const CLAIMS_OF_SIDE: usize = 3;

/// A digest as its reader sees it, whatever it is written in.
#[derive(Clone, Debug)]
pub struct Page {
    /// The language.
    pub lang: Lang,
    /// One line for the subject of a mail.
    pub subject: String,
    /// The stretch of time in words.
    pub stretch: String,
    /// Remarks before everything else.
    pub notes: Vec<String>,
    /// What is told, by kinds of turns.
    pub sections: Vec<Section>,
    /// The places, drawn.
    pub map: Option<String>,
    /// Links at the foot: words and address.
    pub links: Vec<(String, String)>,
}

/// Lines under one heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// The lines.
    pub items: Vec<Item>,
}

/// One line with what it rests on.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The line.
    pub line: String,
    /// What is said beside it.
    pub notes: Vec<String>,
    /// The words of reports, each with its link.
    pub quotes: Vec<Quote>,
    /// The sides of a dispute.
    pub parts: Vec<Item>,
}

/// Words of a report as they are shown.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Outlet and words.
    pub line: String,
    /// Where the words stand.
    pub span: String,
    /// Where they can be read.
    pub link: Option<String>,
}

/// Puts a digest into words.
struct Writer<'a> {
    words: Words,
    book: &'a Book,
    passages: &'a Passages,
    /// Address of the server whose pages show the reports.
    base: Option<&'a str>,
}

impl Page {
    /// A digest in a language, with times in a zone. With `base`, the address of a server, links lead to its page of the report, else to the report itself.
    pub fn of(digest: &Digest, lang: Lang, zone: &Zone, book: &Book, passages: &Passages, base: Option<&str>) -> Self {
        let words = Words(lang);
        let writer = Writer { words, book, passages, base };
        let when = words.moment(zone.civil(digest.until));
        let stretch = words.with("stretch", [("since", &words.moment(zone.civil(digest.since))), ("until", &when), ("zone", zone.name())]);
        let notes = if digest.is_empty() { vec![words.t("nothing")] } else { Vec::new() };
        Self { lang, subject: subject(words, digest, &when), stretch, notes, sections: writer.sections(digest), map: map::draw(&digest.lines, book, lang), links: Vec::new() }
    }

    /// Says that the digest before this one may not have arrived.
    pub fn again(mut self) -> Self {
        self.notes.insert(0, Words(self.lang).t("again"));
        self
    }

    /// Adds a link at the foot, by the key of its words.
    pub fn link(mut self, key: &str, address: String) -> Self {
        self.links.push((Words(self.lang).t(key), address));
        self
    }
}

fn subject(words: Words, digest: &Digest, when: &str) -> String {
    let counts = [("changes", digest.lines.len()), ("disputes", digest.disputes.len()), ("reports", digest.told.len() + digest.left_out)];
    let some: Vec<String> = counts.iter().filter(|c| c.1 > 0).map(|(key, n)| words.n(key, *n)).collect();
    let line = if some.is_empty() { words.with("subject-none", [("when", when)]) } else { words.with("subject", [("what", &some.join(comma(words.0))), ("when", when)]) };
    plain(&format!("{}: {line}", words.t("brand")))
}

fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::Ar => "، ",
    }
}

impl Writer<'_> {
    fn sections(&self, digest: &Digest) -> Vec<Section> {
        let turns = [Turn::New, Turn::Confirmed, Turn::Contested, Turn::Claimed, Turn::Weaker, Turn::Unknown];
        let lines = |turn: Turn| digest.lines.iter().filter(|l| l.turn == turn).map(|l| self.line(l)).collect();
        let mut all: Vec<(&str, Vec<Item>)> = turns.iter().map(|t| (t.code(), lines(*t))).collect();
        all.push(("disputes", digest.disputes.iter().map(|d| self.dispute(d)).collect()));
        let mut told: Vec<Item> = digest.told.iter().map(|t| self.told(t)).collect();
        if digest.left_out > 0 {
            told.push(Item { line: self.words.n("more", digest.left_out), ..Item::default() });
        }
        all.push(("told", told));
        all.into_iter().filter(|s| !s.1.is_empty()).map(|(key, items)| Section { heading: self.words.t(&format!("section-{key}")), items }).collect()
    }

    fn line(&self, line: &Line) -> Item {
        let (change, turn) = (&line.change, line.turn);
        let value = if turn == Turn::Claimed { change.is.alert.as_ref() } else { change.is.value.as_ref() };
        let sure = match (turn, change.is.status) {
            (Turn::New, Status::Held) => "-held",
            (Turn::New, _) => "-likely",
            _ => "",
        };
        let key = format!("{}-{}{sure}", change.fluent, turn.code());
        let values = [("subject", &*self.name(&change.subject)), ("value", &*value.map(|v| self.value(v)).unwrap_or_default())];
        let mut notes = Vec::new();
        if let Some(was) = change.was.value.as_ref().filter(|w| Some(&w.id) != change.is.value.as_ref().map(|v| &v.id)) {
            notes.push(self.words.with("before", [("value", &self.value(was))]));
        }
        if matches!(turn, Turn::New | Turn::Confirmed | Turn::Weaker) {
            notes.push(self.chains(change.is.chains));
        }
        Item { line: self.words.with(&key, values), notes, quotes: self.quotes(&change.claims), parts: Vec::new() }
    }

    fn chains(&self, chains: Chains) -> String {
        [self.words.n("chains-for", chains.pro), self.words.n("chains-against", chains.against)].join(comma(self.words.0))
    }

    fn dispute(&self, dispute: &Dispute) -> Item {
        let line = self.words.with(&format!("dispute-{}", dispute.fluent), [("subject", &self.name(&dispute.subject))]);
        Item { line, parts: dispute.sides.iter().map(|s| self.side(s)).collect(), ..Item::default() }
    }

    fn side(&self, side: &Side) -> Item {
        let key = if side.denied { "side-denied" } else { "side" };
        let line = self.words.with(key, [("value", &self.value(&side.value)), ("chains", &self.words.n("chains-for", side.chains))]);
        let shown = side.claims.len().min(CLAIMS_OF_SIDE);
        Item { line, quotes: self.quotes(&side.claims[..shown]), ..Item::default() }
    }

    fn told(&self, told: &Told) -> Item {
        let about: Vec<String> = told.places.iter().chain(&told.parties).map(|n| format!("\u{2068}{}\u{2069}", self.name(n))).collect();
        let key = format!("kind-{}", told.kind);
        let kind = if self.words.has(&key) { self.words.t(&key) } else { plain(&told.kind) };
        let line = self.words.with("told", [("kind", &kind), ("about", &about.join(comma(self.words.0)))]);
        Item { line, quotes: self.quotes(std::slice::from_ref(&told.claim)), ..Item::default() }
    }

    fn quotes(&self, claims: &[Spoken]) -> Vec<Quote> {
        claims.iter().map(|c| self.quote(c)).collect()
    }

    /// The sentence, or when only the record of the claim is at hand the words that evoke it.
    fn quote(&self, claim: &Spoken) -> Quote {
        let cue = || {
            let (quote, start, end) = claim.quote.clone().map(|q| (q.text, q.start, q.end)).unwrap_or_default();
            Passage { report: claim.report.clone().unwrap_or_default(), outlet: self.name(&claim.origin), quote, start, end, ..Passage::default() }
        };
        let passage = self.passages.get(&claim.id).cloned().unwrap_or_else(cue);
        let (outlet, quote) = (plain(&passage.outlet), plain(&passage.quote));
        let key = if quote.is_empty() { "unread" } else { "quote" };
        let line = self.words.with(key, [("outlet", &outlet), ("words", &quote)]);
        let own = self.base.filter(|_| is_identifier(&passage.report)).map(|base| format!("{}/reports/{}", base.trim_end_matches('/'), passage.report));
        Quote { line, span: self.words.with("span", [("span", &format!("{}–{}", passage.start, passage.end))]), link: own.or(passage.url) }
    }

    fn name(&self, named: &Named) -> String {
        self.book.say(named, self.words.0)
    }

    /// A value: a party or a place, or a state such as `besieged`.
    fn value(&self, named: &Named) -> String {
        let key = format!("value-{}", named.id);
        if self.words.has(&key) { self.words.t(&key) } else { self.name(named) }
    }
}

/// Whether a text can stand in an address as it is.
fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
}
