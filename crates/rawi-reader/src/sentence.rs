//! Text to lines, lines to sentences; page furniture set apart.

use rawi_lexicon::Furniture;
use rawi_lexicon::orthography::{fold_letter, key};
use rawi_model::{BlockKind, Report, Span};
use rustc_hash::FxHashSet;

/// Bytes of the longest stretch that is read as one sentence. What looks from one word to all others stays cheap by it, and no sentence that somebody wrote is half as long.
const LONGEST: usize = 8_000;

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Headline,
    Body,
    Caption,
    Furniture,
}

/// One sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentence {
    pub span: Span,
    pub line: Line,
    /// Number of the line it stands in; holders are kept per line.
    pub paragraph: usize,
}

/// Sentences of a report, furniture lines as one sentence each.
pub(crate) fn sentences(report: &Report, furniture: &Furniture) -> Vec<Sentence> {
    let text = report.text.as_str();
    let mut out: Vec<Sentence> = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut start = 0;
    let openings = beginnings(&furniture.markers);
    let inside = beginnings(furniture.contains.iter().chain(&furniture.archive));
    // Under a heading like "related news" stand titles of other stories.
    let mut related = false;
    for (paragraph, raw) in text.split('\n').enumerate() {
        let span = trimmed(text, Span::new(start, start + raw.len()));
        start += raw.len() + 1;
        if span.start >= span.end {
            continue;
        }
        let folded = folded_line(span.of(text));
        let guess = classify(span.of(text), &folded, furniture, &inside, out.is_empty());
        let mut line = by_block(report, span, guess);
        related = match line {
            Line::Furniture => related || furniture.related.iter().any(|r| starts_with_words(&folded, r)),
            Line::Headline => related,
            Line::Body | Line::Caption => false,
        };
        if line != Line::Furniture && (related || seen.contains(&folded)) {
            line = Line::Furniture;
        }
        seen.insert(folded);
        if line == Line::Body {
            split(text, span, &mut |span| {
                let glued = glued_at(span.of(text), &furniture.markers, &openings).map_or(span.end, |at| span.start + at);
                for (part, line) in [(trimmed(text, Span::new(span.start, glued)), line), (Span::new(glued, span.end), Line::Furniture)] {
                    if part.start < part.end {
                        out.push(Sentence { span: part, line, paragraph });
                    }
                }
            });
        } else if line == Line::Furniture {
            out.push(Sentence { span, line, paragraph });
        } else {
            stretches(text, span, &mut |span| out.push(Sentence { span, line, paragraph }));
        }
    }
    out
}

/// Where `Read also:` begins in a sentence, with the title of another story after it.
fn glued_at(sentence: &str, markers: &[String], beginnings: &[(char, char)]) -> Option<usize> {
    const LONGEST: usize = 24;
    // Markers have a colon or points in them; the full stop of the sentence is not theirs.
    if !sentence.strip_suffix('.').unwrap_or(sentence).contains([':', '.']) {
        return None;
    }
    let mut before = ' ';
    sentence.char_indices().find_map(|(at, c)| {
        let opens = !is_alphabetic(std::mem::replace(&mut before, c)) && is_alphabetic(c);
        if !opens || !may_begin(&sentence[at..], beginnings) {
            return None;
        }
        let head: String = sentence[at..].chars().take(LONGEST).collect();
        let folded = folded_line(&head);
        markers.iter().any(|m| folded.starts_with(m.as_str())).then_some(at)
    })
}

/// What the source says about a line goes before what its words suggest; furniture stays furniture.
fn by_block(report: &Report, line: Span, guess: Line) -> Line {
    let at = report.blocks.partition_point(|b| b.span.end <= line.start);
    let kind = report.blocks.get(at).filter(|b| b.span.contains(line)).map(|b| b.kind);
    match (guess, kind) {
        (Line::Furniture, _) | (_, None) => guess,
        (_, Some(BlockKind::Title | BlockKind::Heading)) => Line::Headline,
        (_, Some(BlockKind::Caption)) => Line::Caption,
        (_, Some(BlockKind::Standfirst | BlockKind::Paragraph | BlockKind::Quote | BlockKind::Embed | BlockKind::Item)) => Line::Body,
    }
}

/// The first two letters of some words, each pair once, in order.
fn beginnings<'w>(words: impl IntoIterator<Item = &'w String>) -> Vec<(char, char)> {
    let mut out: Vec<(char, char)> = words.into_iter().filter_map(|w| w.chars().next().zip(w.chars().nth(1))).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// False when the first two letters tell that none of some words is here; letters that have to be normalised tell nothing.
fn may_begin(text: &str, beginnings: &[(char, char)]) -> bool {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(a), Some(b)) if is_plain(a) && is_plain(b) => beginnings.binary_search(&(fold_letter(a), fold_letter(b))).is_ok(),
        _ => true,
    }
}

/// A letter that is its own key.
fn is_plain(c: char) -> bool {
    matches!(c, '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}')
}

/// `char::is_alphabetic`, with the letters that nearly all text is made of first.
fn is_alphabetic(c: char) -> bool {
    is_plain(c) || c.is_alphabetic()
}

fn trimmed(text: &str, span: Span) -> Span {
    let part = span.of(text);
    let start = span.start + (part.len() - part.trim_start().len());
    Span::new(start, start + part.trim().len())
}

/// The folded keys of a line's words, single spaces between, each run of digits as one 0.
fn folded_line(line: &str) -> String {
    let key = key(line);
    let mut out = String::with_capacity(key.len());
    for word in key.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut digit = false;
        for c in word.chars().map(fold_letter) {
            match c.is_ascii_digit() {
                true if digit => {}
                true => out.push('0'),
                false => out.push(c),
            }
            digit = c.is_ascii_digit();
        }
    }
    out
}

fn classify(line: &str, folded: &str, furniture: &Furniture, inside: &[(char, char)], first: bool) -> Line {
    let words = folded.split(' ').count();
    let bare = folded.trim_end_matches([':', '.', '…', '!', '؟']).trim();
    let starts = if words < 40 { word_starts(folded, inside) } else { Vec::new() };
    let contains = |words: &String| starts.iter().any(|&at| starts_with_words(&folded[at..], words));
    let is_furniture = furniture.exact.iter().any(|f| f == bare || f == folded)
        || furniture.prefix.iter().any(|p| starts_with_words(folded, p))
        || (words < 25 && furniture.contains.iter().any(contains))
        || (words < 40 && furniture.archive.iter().any(contains));
    if is_furniture {
        Line::Furniture
    } else if is_caption(folded, furniture) {
        Line::Caption
    } else if (first && line.len() <= LONGEST || words < 18) && !line.trim_end_matches(['”', '"', '»', ')']).ends_with(['.', '؟', '!', '…']) {
        Line::Headline
    } else {
        Line::Body
    }
}

/// The line begins with these words, and the last of them ends there.
fn starts_with_words(line: &str, words: &str) -> bool {
    // Most letters share their first byte: the second one decides nearly always, and needs no call.
    let possible = words.len() < 2 || line.as_bytes().get(1) == words.as_bytes().get(1);
    possible && line.strip_prefix(words).is_some_and(|rest| !rest.starts_with(is_alphabetic))
}

/// Where words that begin with one of these pairs of letters may stand: after anything that is not a letter.
fn word_starts(line: &str, beginnings: &[(char, char)]) -> Vec<usize> {
    let mut before = ' ';
    let starts = line.char_indices().filter(|&(_, c)| !is_alphabetic(std::mem::replace(&mut before, c))).map(|(at, _)| at);
    starts.filter(|&at| may_begin(&line[at..], beginnings)).collect()
}

/// A caption ends in a credit or a date after a dash, and is short.
fn is_caption(folded: &str, furniture: &Furniture) -> bool {
    if folded.split(' ').count() > 45 || folded.ends_with('.') {
        return false;
    }
    let tail = folded.rsplit(['–', '-', '—', '(', '|']).next().unwrap_or_default().trim_end_matches(')').trim();
    let has_dash = folded.contains([' ', '–', '-']) && folded.contains(['–', '-', '—', '(']);
    has_dash && (furniture.credits.iter().any(|c| c == tail) || furniture.caption_starts.iter().any(|s| starts_with_words(folded, s)) || tail.ends_with(" 0"))
}

/// Cuts a line at full stops, exclamation and question marks; not at "..", abbreviations and points inside numbers.
/// `سونا.وأضاف`: a full stop without a space between two words of Arabic, no abbreviation.
fn is_glued(before: &str, after: &str) -> bool {
    before.chars().rev().take(3).filter(|&c| is_plain(c)).count() == 3 && after.chars().take(3).filter(|&c| is_plain(c)).count() == 3
}

fn split(text: &str, line: Span, push: &mut impl FnMut(Span)) {
    let part = line.of(text);
    let mut start = 0;
    for (at, c) in part.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '؟' | '?' | '…')) {
        let next = &part[at + c.len_utf8()..];
        let after = next.trim_start_matches(['"', '”', '»', ')', '“', '’']);
        let spaced = after.chars().next().is_none_or(char::is_whitespace) || c == '.' && is_glued(&part[..at], next);
        let dotted = c == '.' && (next.starts_with('.') || part[..at].ends_with('.'));
        let letters = || part[..at].chars().rev().take_while(|c| c.is_alphabetic()).count();
        if !spaced || dotted || (c == '.' && !after.is_empty() && letters() == 1) {
            continue;
        }
        let end = part.len() - after.len();
        let span = trimmed(text, Span::new(line.start + start, line.start + end));
        stretches(text, span, push);
        start = end;
    }
    let rest = trimmed(text, Span::new(line.start + start, line.end));
    stretches(text, rest, push);
}

/// Hands a sentence on; one that is too long in pieces, cut after a comma if there is one, else between words.
fn stretches(text: &str, sentence: Span, push: &mut impl FnMut(Span)) {
    let mut rest = sentence;
    while rest.end - rest.start > LONGEST {
        let part = &text[rest.start..text.floor_char_boundary(rest.start + LONGEST)];
        let cut = part.rfind(['،', ',', '؛', ';']).or_else(|| part.rfind(char::is_whitespace)).filter(|&at| at > 0);
        let end = rest.start + cut.map_or(part.len(), |at| at + part[at..].chars().next().map_or(0, char::len_utf8));
        push(trimmed(text, Span::new(rest.start, end)));
        rest = trimmed(text, Span::new(end, sentence.end));
    }
    if rest.start < rest.end {
        push(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretched(text: &str) -> Vec<Span> {
        let mut out = Vec::new();
        stretches(text, Span::new(0, text.len()), &mut |span| out.push(span));
        out
    }

    #[test]
    fn only_what_nobody_writes_is_cut() {
        assert_eq!(stretched("سيطرت الفصائل على مدينة حماة"), [Span::new(0, 52)]);
        let clauses = "سيطرت الفصائل على مدينة حماة، ".repeat(1_000);
        let cut = stretched(&clauses);
        assert!(cut.len() > 6 && cut.iter().all(|s| s.end - s.start <= LONGEST && s.of(&clauses).starts_with("سيطرت")), "{cut:?}");
        for word in ["ق", "«", "a", "، "] {
            let text = word.repeat(20_000);
            let cut = stretched(&text);
            assert!(cut.iter().all(|s| s.start < s.end && s.end - s.start <= LONGEST), "{word:?}");
            assert_eq!(cut.iter().map(|s| s.of(&text).chars().filter(|c| !c.is_whitespace()).count()).sum::<usize>(), text.chars().filter(|c| !c.is_whitespace()).count());
        }
    }
}
