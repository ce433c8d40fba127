//! Words of a report with the fields of claims marked in them. Spans overlap and begin inside words: the text is cut at every border,
//! and no piece gets room around it, so that Arabic letters stay joined.

use maud::{Markup, html};

use crate::document::Document;
use crate::record::ClaimRecord;

/// What words stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// A link of the chain.
    Chain,
    /// Who acts or is acted upon.
    Actor,
    /// Where.
    Place,
    /// When.
    Time,
    /// How many.
    Count,
    /// What evokes the claim.
    Cue,
}

impl Field {
    /// In the order of the key under a report.
    pub const ALL: [Self; 6] = [Self::Cue, Self::Actor, Self::Place, Self::Time, Self::Count, Self::Chain];

    /// Class in the style sheet, and the end of the key of its name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Actor => "actor",
            Self::Place => "place",
            Self::Time => "time",
            Self::Count => "count",
            Self::Cue => "cue",
        }
    }
}

/// Words with a field, in code points.
#[derive(Clone, Debug)]
pub struct Span<'a> {
    /// First.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What they stand for.
    pub field: Field,
    /// Claim that they belong to.
    pub claim: &'a str,
}

/// Every span of a claim.
pub fn spans(claim: &ClaimRecord) -> Vec<Span<'_>> {
    let mut out = Vec::new();
    let mut add = |field, start: Option<usize>, end: Option<usize>| {
        if let (Some(start), Some(end)) = (start, end) {
            out.push(Span { start, end, field, claim: &claim.id });
        }
    };
    for (role, fillers) in &claim.roles.fillers {
        let field = if ["place", "from", "to"].contains(&role.as_str()) { Field::Place } else { Field::Actor };
        fillers.iter().for_each(|f| add(field, f.start, f.end));
    }
    claim.roles.count.iter().for_each(|c| add(Field::Count, c.start, c.end));
    claim.time.iter().for_each(|t| add(Field::Time, t.start, t.end));
    claim.chain.iter().for_each(|l| add(Field::Chain, l.start, l.end));
    claim.cue.iter().for_each(|c| add(Field::Cue, Some(c.start), Some(c.end)));
    out
}

/// Words of a report from one code point to another with spans marked; `link` makes a cue lead to its claim.
pub fn render(document: &Document, start: usize, end: usize, spans: &[Span<'_>], link: bool) -> Markup {
    let inside = |s: &&Span<'_>| s.start < end && s.end > start && s.start < s.end;
    let spans: Vec<&Span<'_>> = spans.iter().filter(inside).collect();
    let mut cuts: Vec<usize> = spans.iter().flat_map(|s| [s.start.max(start), s.end.min(end)]).chain([start, end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    html! {
        @for pair in cuts.windows(2) {
            (piece(document.words(pair[0], pair[1]), &covering(&spans, pair[0]), link))
        }
    }
}

/// Spans over a code point, the shortest first: it shows, the others lie under it.
fn covering<'s, 'a>(spans: &[&'s Span<'a>], point: usize) -> Vec<&'s Span<'a>> {
    let mut over: Vec<&Span<'_>> = spans.iter().copied().filter(|s| s.start <= point && point < s.end).collect();
    over.sort_by_key(|s| (s.end - s.start, std::cmp::Reverse(s.field)));
    over
}

fn piece(words: &str, over: &[&Span<'_>], link: bool) -> Markup {
    let Some(first) = over.first() else { return html! { (words) } };
    let class = format!("f-{}", first.field.code());
    match over.iter().find(|s| s.field == Field::Cue).filter(|_| link) {
        Some(cue) => html! { mark class=(class) { a href=(format!("#{}", cue.claim)) { (words) } } },
        None => html! { mark class=(class) { (words) } },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_put_together_are_the_text() {
        let document = crate::document::tests::of("وسيطرت على حماة <b>");
        let span = |start, end, field| Span { start, end, field, claim: "c" };
        let spans = [span(1, 6, Field::Cue), span(4, 15, Field::Place), span(11, 99, Field::Actor), span(3, 3, Field::Time)];
        let html = render(&document, 0, document.len(), &spans, true).into_string();
        let mut plain = String::new();
        let mut tag = false;
        html.chars().for_each(|c| match c {
            '<' => tag = true,
            '>' => tag = false,
            _ if !tag => plain.push(c),
            _ => {}
        });
        assert_eq!(plain, "وسيطرت على حماة &lt;b&gt;");
        assert!(html.starts_with("و<mark class=\"f-cue\"><a href=\"#c\">"), "{html}");
    }
}
