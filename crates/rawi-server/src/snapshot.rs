//! What a ledger holds, ready to be asked: claims in the order in which they became known, and reports.

use std::path::Path;

use rawi_ledger::{Ledger, LedgerError, ReportLine, Store};
use rawi_situation::claim::{Claim, Claims};
use rawi_situation::instant::{Instant, Stretch};
use rawi_situation::names::Names;
use rawi_situation::record::{Record, parse};
use rustc_hash::FxHashMap;

/// The claims and reports of a ledger at one length.
pub struct Snapshot {
    /// Entries of the ledger when it was taken.
    pub entries: u64,
    /// Claims with a date, by the time at which they could be known.
    pub claims: Claims,
    /// For each claim its record as the ledger has it, one line of JSON.
    pub lines: Vec<Box<str>>,
    /// For each claim what weighing takes in.
    pub records: Vec<Record>,
    /// For each claim the words of its kind and its factuality.
    pub words: Vec<(Code, Code)>,
    /// Those words.
    pub vocabulary: Vocabulary,
    /// Reports by the time at which they could be known; without a date they come first.
    pub reports: Vec<Listed>,
    identified: Vec<bool>,
    claim_by_id: FxHashMap<Box<str>, u32>,
    report_by_id: FxHashMap<Box<str>, u32>,
    claims_by_report: FxHashMap<Box<str>, Vec<u32>>,
}

/// Index of a word or a name.
pub type Code = u32;

/// Words that many claims share.
#[derive(Default)]
pub struct Vocabulary {
    words: Vec<Box<str>>,
    codes: FxHashMap<Box<str>, Code>,
}

impl Vocabulary {
    fn learn(&mut self, word: &str) -> Code {
        if let Some(code) = self.codes.get(word) {
            return *code;
        }
        self.words.push(word.into());
        let code = self.words.len() as Code - 1;
        self.codes.insert(word.into(), code);
        code
    }

    /// The code of a word.
    pub fn code(&self, word: &str) -> Option<Code> {
        self.codes.get(word).copied()
    }

    /// The word of a code.
    pub fn word(&self, code: Code) -> &str {
        &self.words[code as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// A report as lists show it.
pub struct Listed {
    /// When it could be known; nothing when it has no date.
    pub known: Option<Instant>,
    /// What a reader takes for its headline: the first line in which something was read, else the first line.
    pub title: String,
    /// The ledger's line.
    pub line: ReportLine,
}

impl Snapshot {
    /// Reads a ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of(path: &Path) -> Result<Self, LedgerError> {
        let store = Ledger::read(path)?;
        let entries = store.seal()?.entries;
        let mut lines: Vec<Box<str>> = Vec::new();
        store.claims(None, |record| lines.push(record.into()))?;
        let mut reports = Vec::new();
        store.reports(|line| reports.push(listed(line)))?;
        reports.sort_by(|a, b| (a.known, &a.line.id).cmp(&(b.known, &b.line.id)));
        Ok(Self::sorted(entries, lines, reports))
    }

    fn sorted(entries: u64, lines: Vec<Box<str>>, reports: Vec<Listed>) -> Self {
        let mut read: Vec<(Record, Box<str>)> = lines.into_iter().filter_map(|l| Some((parse(l.as_bytes()).0.pop()?, l))).collect();
        // Identifiers may be missing or stand twice: while claims are put in order, each is known by its place in the ledger.
        let numbered = |(i, (r, _)): (usize, &(Record, Box<str>))| Record { id: Some(format!("{i:010}")), ..r.clone() };
        let mut claims = Claims::known_at(read.iter().enumerate().map(numbered).collect(), Instant::MAX);
        let place = |claim: &Claim| claim.id.parse::<usize>().unwrap_or_default();
        let (records, lines): (Vec<Record>, Vec<Box<str>>) = claims.claims.iter().map(|c| std::mem::take(&mut read[place(c)])).unzip();
        claims.claims.iter_mut().zip(&records).for_each(|(c, r)| c.id = r.id.clone().unwrap_or_default());
        drop(read);
        let mut vocabulary = Vocabulary::default();
        let words = claims.claims.iter().zip(&records).map(|(c, r)| (vocabulary.learn(&c.kind), vocabulary.learn(r.factuality.as_deref().unwrap_or("CT+")))).collect();
        let identified = (0..claims.names.len() as u32).map(|n| claims.names.get(n).id.contains(':')).collect();
        let mut snapshot = Self {
            entries,
            claims,
            lines,
            records,
            words,
            vocabulary,
            identified,
            reports,
            claim_by_id: FxHashMap::default(),
            report_by_id: FxHashMap::default(),
            claims_by_report: FxHashMap::default(),
        };
        snapshot.index();
        snapshot
    }

    fn index(&mut self) {
        for (i, claim) in self.claims.claims.iter().enumerate() {
            self.claim_by_id.insert(claim.id.as_str().into(), i as u32);
            self.claims_by_report.entry(claim.report.as_deref().unwrap_or_default().into()).or_default().push(i as u32);
        }
        let cue = |report: &Listed| {
            self.claims_by_report.get(report.line.id.as_str()).into_iter().flatten().filter_map(|c| self.claims.claims[*c as usize].quote.as_ref()).map(|q| q.1).min()
        };
        let cues: Vec<Option<u64>> = self.reports.iter().map(cue).collect();
        self.reports.iter_mut().zip(cues).for_each(|(r, cue)| r.title = headline(&r.line, cue.and_then(|c| usize::try_from(c).ok())));
        self.report_by_id = self.reports.iter().enumerate().map(|(i, r)| (r.line.id.as_str().into(), i as u32)).collect();
    }

    /// Everything that claims name.
    pub fn names(&self) -> &Names {
        &self.claims.names
    }

    /// Whether a name is an identifier: "the city" is none, and no value to choose by.
    pub fn is_identified(&self, name: Code) -> bool {
        self.identified[name as usize]
    }

    /// A claim by its index.
    pub fn claim(&self, index: u32) -> &Claim {
        &self.claims.claims[index as usize]
    }

    /// The index of a claim.
    pub fn find_claim(&self, id: &str) -> Option<u32> {
        self.claim_by_id.get(id).copied()
    }

    /// A report.
    pub fn find_report(&self, id: &str) -> Option<&Listed> {
        self.report_by_id.get(id).map(|i| &self.reports[*i as usize])
    }

    /// The claims of a report.
    pub fn claims_of(&self, report: &str) -> &[u32] {
        self.claims_by_report.get(report).map_or(&[], Vec::as_slice)
    }

    /// How many claims were known at an instant: they come first.
    pub fn known_at(&self, known: Instant) -> usize {
        self.claims.claims.partition_point(|c| c.known <= known)
    }

    /// The last instant up to `limit` at which something became known. Asking for any time after it is asking the same.
    pub fn last_known(&self, limit: Instant) -> Instant {
        self.known_at(limit).checked_sub(1).map_or(Instant(0), |i| self.claims.claims[i].known)
    }
}

/// The headline, else the line around the first cue when it stands near the beginning, else the first line.
fn headline(line: &ReportLine, cue: Option<usize>) -> String {
    if let Some(title) = line.title.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        return title.to_owned();
    }
    let mut lines = line.beginning.lines().scan(0, |at, l| {
        let from = *at;
        *at += l.chars().count() + 1;
        Some((from, *at, l.trim()))
    });
    let around = lines.clone().find(|(from, to, _)| cue.is_some_and(|c| (*from..*to).contains(&c)));
    around.or_else(|| lines.find(|l| !l.2.is_empty())).map(|l| l.2.to_owned()).unwrap_or_default()
}

fn listed(line: ReportLine) -> Listed {
    Listed { known: line.reported.as_deref().and_then(|t| Stretch::parse(t).ok()?.last), title: String::new(), line }
}
