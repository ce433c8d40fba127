//! The walk over a document: sentence by sentence, to claims, notes and the trace.

use jiff::civil::Date;
use rawi_lexicon::{Bearer, Lexicon};
use rawi_model::{Claim, Filler, Link, LinkType, Note, NoteKind, Reading, Report, ReportedBasis, Role, Span};

use crate::attribution::Holders;
use crate::chunk::{Chunker, Known};
use crate::claim::Builder;
use crate::coref::Memory;
use crate::frame::Context;
use crate::link::{forwarded_link, outlet_link};
use crate::mention::{Found, Register, name_at};
use crate::morph::{Morph, analyse};
use crate::phrase::{Unit, UnitKind};
use crate::sentence::{Line, Sentence, sentences};
use crate::sharing::{join_legs, share_fields};
use crate::timex::{Timex, infer_published, timexes};
use crate::token::{Token, TokenKind, span_of, text_of, tokens};

/// What each stage saw, a line each, for `--trace`.
pub type Trace = Vec<String>;

/// A sentence with its tokens; their keys are borrowed by what is worked out of them.
struct Prepared<'t> {
    sentence: Sentence,
    tokens: &'t [Token],
    morphs: Vec<Morph<'t>>,
    /// The longest name at each token.
    names: Vec<Option<Found<'t>>>,
}

pub(crate) struct Walk<'a> {
    pub lexicon: &'a Lexicon,
    pub report: &'a Report,
    pub id: String,
    pub reading: Reading,
    pub register: Register,
    pub memory: Memory,
    pub holders: Holders,
    pub outlet: Link,
    /// Whom the outlet forwards.
    pub forwarded: Option<Link>,
    /// Agency of the dateline.
    pub agency: Option<Link>,
    pub date: Option<Date>,
    pub trace: Option<Trace>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(lexicon: &'a Lexicon, report: &'a Report, traced: bool) -> Self {
        Self {
            lexicon,
            report,
            id: report.id(),
            reading: Reading::default(),
            register: Register::default(),
            memory: Memory::default(),
            holders: Holders::default(),
            outlet: outlet_link(lexicon, report.outlet.as_deref()),
            forwarded: report.forwarded_from.as_deref().map(|from| forwarded_link(lexicon, from)),
            agency: None,
            date: report.published,
            trace: traced.then(Vec::new),
        }
    }

    fn run(mut self) -> (Reading, Trace) {
        let sentences = self.split();
        let mut prepared: Vec<Prepared<'_>> = sentences.iter().map(|s| self.prepare(s)).collect();
        self.anchor(&prepared);
        self.survey(&mut prepared);
        let mut paragraph = usize::MAX;
        for (index, part) in prepared.iter().enumerate() {
            if part.sentence.line == Line::Furniture {
                continue;
            }
            // A caption stands between two paragraphs of the story: its holders are its own, those of the story go on after it.
            let story = (part.sentence.line == Line::Caption).then(|| std::mem::take(&mut self.holders));
            if part.sentence.paragraph != paragraph && part.sentence.line == Line::Headline {
                self.holders = Holders::default();
            }
            if part.sentence.paragraph != paragraph {
                self.holders.open = None;
            }
            paragraph = part.sentence.paragraph;
            self.sentence(index + 1, part);
            if let Some(story) = story {
                self.holders = story;
            }
        }
        join_legs(&mut self.reading.claims);
        share_fields(&mut self.reading.claims);
        // Harm that nothing around it places or counts says nothing.
        self.reading.claims.retain(|c| c.kind != "casualties" || !c.roles.is_empty() || c.count.is_some());
        drop_doubles(&mut self.reading.claims);
        for claim in &mut self.reading.claims {
            claim.identify(&self.id);
        }
        self.reading.notes.sort_by_key(|n| (n.span.start, n.span.end));
        (self.reading, self.trace.unwrap_or_default())
    }

    fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(line());
        }
    }

    pub(crate) fn note(&mut self, kind: NoteKind, span: Span, message: impl Into<String>) {
        self.reading.notes.push(Note { kind, span, message: message.into() });
    }

    /// Cuts the text into sentences and tokens; page furniture has none.
    fn split(&mut self) -> Vec<(Sentence, Vec<Token>)> {
        let text = &self.report.text;
        let mut out = Vec::new();
        for sentence in sentences(self.report, &self.lexicon.furniture) {
            self.reading.sentences.push(sentence.span);
            if sentence.line == Line::Furniture {
                self.note(NoteKind::Furniture, sentence.span, "page furniture, not read");
                out.push((sentence, Vec::new()));
            } else {
                out.push((sentence, tokens(text, sentence.span)));
            }
        }
        out
    }

    fn prepare<'t>(&self, (sentence, tokens): &'t (Sentence, Vec<Token>)) -> Prepared<'t> {
        let morphs = tokens.iter().map(|t| if t.is_word() { analyse(self.lexicon, &t.key) } else { Morph::default() }).collect();
        Prepared { sentence: *sentence, tokens, morphs, names: Vec::new() }
    }

    /// Fixes the publication date: given, else inferred from the text.
    fn anchor(&mut self, prepared: &[Prepared<'_>]) {
        if let Some(date) = self.date {
            let basis = if self.report.is_dated_by_source() { ReportedBasis::Page } else { ReportedBasis::Given };
            self.reading.reported = Some((date, basis));
            return;
        }
        let all: Vec<Timex> = prepared.iter().flat_map(|p| timexes(self.lexicon, p.tokens, &p.morphs, None)).collect();
        if let Some((date, evidence)) = infer_published(&all) {
            self.date = Some(date);
            self.reading.reported = Some((date, ReportedBasis::Inferred));
            self.note(NoteKind::InferredDate, Span::new(0, 0), format!("publication date {date}: {evidence}"));
        }
    }

    /// A first look over all names: which countries and places the report is about, and the agency of its dateline.
    fn survey(&mut self, prepared: &mut [Prepared<'_>]) {
        for part in prepared {
            part.names = (0..part.tokens.len()).map(|at| name_at(self.lexicon, part.tokens, &part.morphs, at, self.date)).collect();
            for (at, found) in part.names.iter().enumerate() {
                let Some(found) = found else { continue };
                self.register.note(self.lexicon, &found.names);
                if self.agency.is_none() && part.tokens.len() < 14 && in_brackets(part.tokens, at, found.end) {
                    self.agency = self.agency_of(found, span_of(part.tokens, at..found.end));
                }
            }
        }
    }

    /// The link of a name that is an agency's.
    fn agency_of(&self, found: &Found<'_>, span: Span) -> Option<Link> {
        let Bearer::Outlet(o) = found.names.first()?.bearer else { return None };
        let outlet = &self.lexicon.outlets[o as usize];
        (outlet.kind == "agency").then(|| Link {
            kind: LinkType::Agency,
            id: Some(outlet.id.clone()),
            name: outlet.en.clone(),
            name_ar: Some(outlet.ar.clone()),
            verb: None,
            span: Some(span),
        })
    }

    fn sentence(&mut self, index: usize, part: &Prepared<'_>) {
        let first_note = self.reading.notes.len();
        let times = timexes(self.lexicon, part.tokens, &part.morphs, self.date);
        for time in times.iter().filter(|t| t.mismatch) {
            self.note(NoteKind::DateMismatch, span_of(part.tokens, time.tokens.clone()), "the weekday does not agree with the publication date");
        }
        let units = Chunker {
            lexicon: self.lexicon,
            tokens: part.tokens,
            morphs: &part.morphs,
            names: &part.names,
            times: &times,
            register: &mut self.register,
            placed: false,
            aimed: false,
            opener: None,
            known: vec![Known::default(); part.tokens.len()],
        }
        .units();
        let context = Context { lexicon: self.lexicon, tokens: part.tokens, units: &units, headline: part.sentence.line == Line::Headline };
        let text = &self.report.text;
        self.tell(|| format!("sentence {index} {:?} {:?}", part.sentence.line, part.sentence.span.of(text)));
        for (i, unit) in units.iter().enumerate() {
            self.tell(|| format!("  unit {i} {} {}", text_of(part.tokens, unit.tokens.clone(), text), describe(self.lexicon, unit)));
        }
        context.note_bodies(text, &mut self.holders);
        let sayings = context.sayings(text, &mut self.holders);
        for saying in &sayings {
            let names: Vec<&str> = saying.links.iter().map(|l| l.name.as_str()).collect();
            self.tell(|| format!("  saying unit {} covers {:?} by {names:?} {}", saying.unit, saying.content, saying.factuality));
        }
        let events = context.events();
        let mut read = 0;
        for event in &events {
            self.tell(|| {
                let class = &self.lexicon.classes[event.class as usize];
                let args: Vec<String> = event.found.iter().map(|f| format!("{:?}={}", f.arg, text_of(part.tokens, f.np.tokens.clone(), text))).collect();
                format!("  event unit {} {}#{} {} governor {:?}", event.unit, class.name, event.frame + 1, args.join(" "), event.governor)
            });
            let builder = Builder { walk: self, context, sayings: &sayings, events: &events, times: &times, sentence: part.sentence, index };
            let claims = builder.claims(event);
            read += claims.len();
            self.doubts(&claims, first_note);
            self.reading.claims.extend(claims);
        }
        let quotes = part.tokens.iter().filter(|t| t.kind == TokenKind::Quote).count();
        if quotes % 2 == 1 {
            self.note(NoteKind::OpenQuote, part.sentence.span, "quotation marks that are not closed in this sentence");
        }
        if read == 0 && !events.is_empty() {
            self.note(NoteKind::UnreadEvent, part.sentence.span, "an event word, but nothing that says who or where");
        }
        for unit in &units {
            match &unit.kind {
                UnitKind::Np(np) => self.memory.note(&context, np),
                UnitKind::Event(e) => {
                    if let Some(of) = e.of.as_deref() {
                        self.memory.note(&context, of);
                    }
                }
                _ => {}
            }
        }
    }

    /// What the claims of a sentence leave open: names that the lexicon does not know, and places that tie; each is noted once.
    fn doubts(&mut self, claims: &[Claim], first_note: usize) {
        let is_noted = |notes: &[Note], span: Span| notes[first_note..].iter().any(|n| n.span == span);
        for filler in claims.iter().flat_map(|c| c.roles.values().flatten()) {
            let Some(span) = filler.span else { continue };
            if is_unknown(filler) && !is_noted(&self.reading.notes, span) {
                self.note(NoteKind::UnknownName, span, "not in the lexicon, kept as its words");
            }
            if !filler.candidates.is_empty() && !is_noted(&self.reading.notes, span) {
                self.note(NoteKind::PlaceTie, span, format!("may also be {}", filler.candidates.join(", ")));
            }
        }
    }
}

/// Reads a report into claims.
pub fn read(lexicon: &Lexicon, report: &Report) -> Reading {
    Walk::new(lexicon, report, false).run().0
}

/// Reads a report and tells what each stage saw.
pub fn read_traced(lexicon: &Lexicon, report: &Report) -> (Reading, Trace) {
    Walk::new(lexicon, report, true).run()
}

/// True for words that are a name or a description which the lexicon does not know.
fn is_unknown(filler: &Filler) -> bool {
    filler.id.is_none() && filler.name.is_none() && filler.span.is_some() && matches!(filler.kind.as_str(), "unknown" | "person" | "place" | "group")
}

fn in_brackets(tokens: &[Token], start: usize, end: usize) -> bool {
    start > 0 && tokens[start - 1].is('(') && tokens.get(end).is_some_and(|t| t.is(')'))
}

fn describe(lexicon: &Lexicon, unit: &Unit) -> String {
    let prep = unit.prep.map(|p| format!(" prep={}", lexicon.prepositions[p as usize])).unwrap_or_default();
    let kind = match &unit.kind {
        UnitKind::Verb(v) => format!("verb {} {:?} {:?}{}", lexicon.lemmas[v.lemma as usize].key, v.subject, v.voice, if v.negated { " negated" } else { "" }),
        UnitKind::Event(e) => format!("event {}{}", lexicon.events[e.noun as usize].key, e.of.as_ref().map(|o| format!(" of {:?} {:?}", o.class, o.head)).unwrap_or_default()),
        UnitKind::Np(np) => format!("np {:?} {:?} more={} amount={:?}", np.class, np.head, np.more.len(), np.amount.as_ref().map(|a| (a.min, a.max))),
        UnitKind::Word(w) => format!("{w:?}"),
        UnitKind::Time(t) => format!("time {t}"),
        UnitKind::Punct(c) => format!("punct {c}"),
        UnitKind::Quote => "quote".to_owned(),
    };
    format!("{kind}{prep}{}", if unit.conj { " conj" } else { "" })
}

/// One claim per kind, harm, fillers and chain in a sentence.
fn drop_doubles(claims: &mut Vec<Claim>) {
    let mut kept: Vec<Claim> = Vec::with_capacity(claims.len());
    for claim in claims.drain(..) {
        let near = kept.iter().rev().take_while(|k| k.sentence.index == claim.sentence.index);
        if !near.into_iter().any(|k| says_the_same(k, &claim)) {
            kept.push(claim);
        }
    }
    *claims = kept;
}

fn says_the_same(a: &Claim, b: &Claim) -> bool {
    fn fillers(c: &Claim) -> impl Iterator<Item = (Role, Option<&str>, Option<&str>)> {
        c.roles.iter().flat_map(|(r, f)| f.iter().map(|f| (*r, f.id.as_deref(), f.name.as_deref())))
    }
    let last = |c: &Claim| c.chain.last().map(|l| l.name.clone());
    a.kind == b.kind && a.harm == b.harm && a.factuality.code() == b.factuality.code() && last(a) == last(b) && fillers(a).eq(fillers(b))
}
