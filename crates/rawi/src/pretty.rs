//! A reading for people: claims under their sentences, certainty and chain at a glance, then what was not understood.
//!
//! Arabic stands in first-strong isolates (U+2068 … U+2069), so that terminals with bidirectional text keep each run in its place.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use rawi_model::{Certainty, Claim, Factuality, Filler, Polarity, Reading, Report, Role, Span, Via};

const WIDTH: usize = 100;

/// The whole reading.
pub fn reading(report: &Report, reading: &Reading, colour: bool) -> String {
    let paint = Paint { colour };
    let mut out = String::new();
    header(&mut out, report, reading, &paint);
    let mut last = 0;
    for claim in &reading.claims {
        if claim.sentence.index != last {
            last = claim.sentence.index;
            let words = shorten(claim.sentence.span.of(&report.text), WIDTH);
            let _ = writeln!(out, "\n{} {}", paint.dim(&format!("[{last}]")), isolate(&words));
        }
        claim_lines(&mut out, report, claim, &paint);
    }
    notes(&mut out, report, reading, &paint);
    out
}

fn header(out: &mut String, report: &Report, reading: &Reading, paint: &Paint) {
    let outlet = report.outlet.as_deref().unwrap_or("unnamed outlet");
    let date = reading.reported.map(|(d, b)| format!("{d} ({})", b.code())).unwrap_or_else(|| "undated".to_owned());
    let _ = writeln!(out, "{}  {date}  {} claims  {}", paint.bold(outlet), reading.claims.len(), paint.dim(&report.id()));
}

fn claim_lines(out: &mut String, report: &Report, claim: &Claim, paint: &Paint) {
    let mark = paint.certainty(claim.factuality, &format!("{} {:3}", symbol(claim.factuality), claim.factuality.code()));
    let mut head = format!("  {mark}  {}", paint.bold(&claim.kind));
    if let Some(harm) = claim.harm {
        let _ = write!(head, " {}", harm.code());
    }
    if claim.aspect != rawi_model::Aspect::Occurred {
        let _ = write!(head, " ({})", claim.aspect.code());
    }
    if let Some(state) = &claim.state {
        let _ = write!(head, " [{state}]");
    }
    for role in Role::ALL {
        let fillers = claim.fillers(*role);
        if !fillers.is_empty() {
            let names: Vec<String> = fillers.iter().map(|f| filler(f, report)).collect();
            let _ = write!(head, "  {} {}", paint.dim(role.code()), names.join(", "));
        }
    }
    if let Some(extent) = claim.extent {
        let _ = write!(head, "  {} {}", paint.dim("extent"), extent.code());
    }
    if let Some(count) = &claim.count {
        let _ = write!(head, "  {} {}", paint.dim("count"), amount(count.min, count.max));
    }
    if let Some(time) = &claim.time {
        let _ = write!(head, "  {} {}", paint.dim("time"), time.edtf);
    }
    let _ = writeln!(out, "{head}");
    let chain: Vec<String> = claim.chain.iter().map(|l| isolate(&l.name)).collect();
    let _ = writeln!(out, "          {} {}   {}", paint.dim("said by"), chain.join(" ← "), paint.dim(&claim.id));
}

fn amount(min: u64, max: Option<u64>) -> String {
    match max {
        Some(max) if max == min => min.to_string(),
        Some(max) => format!("{min}–{max}"),
        None => format!("≥ {min}"),
    }
}

fn filler(filler: &Filler, report: &Report) -> String {
    let words = filler.span.map(|s| isolate(s.of(&report.text)));
    let tie = if filler.candidates.is_empty() { String::new() } else { format!(" (or {})", filler.candidates.join(", ")) };
    let via = if matches!(filler.via, Via::Name) { String::new() } else { format!(", {}", filler.via.code()) };
    match (&filler.name, words) {
        (Some(name), Some(words)) => format!("{name} [{words}{via}]{tie}"),
        (Some(name), None) => format!("{name} [implied]{tie}"),
        (None, Some(words)) => format!("{words}{tie}"),
        (None, None) => format!("{} [implied]{tie}", filler.antecedent.map(|s| isolate(s.of(&report.text))).unwrap_or_default()),
    }
}

fn notes(out: &mut String, report: &Report, reading: &Reading, paint: &Paint) {
    let shown: Vec<_> = reading.notes.iter().filter(|n| n.kind != rawi_model::NoteKind::Furniture).collect();
    let furniture = reading.notes.len() - shown.len();
    if reading.notes.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.bold("Not understood, or not read"));
    for note in shown {
        let words = if note.span == Span::new(0, 0) { String::new() } else { isolate(&shorten(note.span.of(&report.text), 70)) };
        let _ = writeln!(out, "  {} {} {words}", paint.dim(note.kind.code()), note.message);
    }
    if furniture > 0 {
        let _ = writeln!(out, "  {} {furniture} lines of page furniture", paint.dim("furniture"));
    }
}

/// Why a claim is what it is: the rule, its words, the fillers with their identities and rivals.
pub fn explain(report: &Report, reading: &Reading, id: &str) -> String {
    let mut out = String::new();
    for claim in reading.claims.iter().filter(|c| c.id.starts_with(id)) {
        let _ = writeln!(out, "{} {} {}", claim.id, claim.kind, claim.factuality);
        let _ = writeln!(out, "  sentence {}: {}", claim.sentence.index, isolate(claim.sentence.span.of(&report.text)));
        let _ = writeln!(out, "  evoked by {} through {}", isolate(claim.cue.span.of(&report.text)), claim.rule);
        for line in &claim.trail {
            let _ = writeln!(out, "  {line}");
        }
        for (role, fillers) in &claim.roles {
            for filler in fillers {
                explain_filler(&mut out, role.code(), filler, report);
            }
        }
        for link in &claim.chain {
            let words = link.span.map(|s| isolate(s.of(&report.text))).unwrap_or_else(|| "given with the report".to_owned());
            let verb = link.verb.as_deref().map(|v| format!(" by {}", isolate(v))).unwrap_or_default();
            let _ = writeln!(out, "  link {} {}: {words}{verb}", link.kind.code(), isolate(&link.name));
        }
        if let Some(time) = &claim.time {
            let words = time.span.map(|s| isolate(s.of(&report.text))).unwrap_or_default();
            let _ = writeln!(out, "  time {}: {words} ({})", time.edtf, time.basis.code());
        }
    }
    out
}

fn explain_filler(out: &mut String, role: &str, filler: &Filler, report: &Report) {
    let words = filler.span.map(|s| isolate(s.of(&report.text))).unwrap_or_else(|| "no words".to_owned());
    let id = filler.id.as_deref().unwrap_or("not in the lexicon");
    let _ = write!(out, "  {role}: {words} is {id}, by {}", filler.via.code());
    if let Some(antecedent) = filler.antecedent {
        let _ = write!(out, ", which points to {}", isolate(antecedent.of(&report.text)));
    }
    if !filler.candidates.is_empty() {
        let _ = write!(out, "; as good: {}", filler.candidates.join(", "));
    }
    out.push('\n');
}

fn symbol(factuality: Factuality) -> char {
    match factuality {
        Factuality::Committed(Certainty::Certain, Polarity::Positive) => '●',
        Factuality::Committed(_, Polarity::Positive) => '◐',
        Factuality::Committed(_, Polarity::Negative) => '✗',
        Factuality::Uncommitted => '?',
    }
}

/// First-strong isolate around text of either direction.
pub(crate) fn isolate(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// The beginning of a text, line breaks as spaces, as much as fits into `width` columns.
pub(crate) fn shorten(text: &str, width: usize) -> String {
    let mut used = 0;
    let mut out = String::new();
    for c in text.chars() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used > width {
            out.push('…');
            break;
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// Colour, when the output is a terminal that wants it.
pub struct Paint {
    colour: bool,
}

impl Paint {
    /// For standard output: colour on a terminal, unless NO_COLOR asks for none.
    pub fn for_stdout() -> Self {
        use std::io::IsTerminal;
        Self { colour: std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) }
    }

    /// In a style.
    pub fn with(&self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Bold.
    pub fn bold(&self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    /// Dimmed.
    pub fn dim(&self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }

    fn certainty(&self, factuality: Factuality, text: &str) -> String {
        let colour = match factuality {
            Factuality::Committed(Certainty::Certain, Polarity::Positive) => AnsiColor::Green,
            Factuality::Committed(_, Polarity::Positive) => AnsiColor::Yellow,
            Factuality::Committed(_, Polarity::Negative) => AnsiColor::Red,
            Factuality::Uncommitted => AnsiColor::Magenta,
        };
        self.with(Style::new().fg_color(Some(colour.into())), text)
    }
}
