//! A page as plain text.

use std::fmt::Write;

use crate::lang::{Lang, Words};
use crate::page::{Item, Page};

/// Writes a page. In Arabic every line begins with a mark that makes it run from right to left, whatever its first word.
pub fn text(page: &Page) -> String {
    let mut out = String::new();
    let lead = if page.lang == Lang::Ar { "\u{200f}" } else { "" };
    let mut line = |text: &str| {
        let _ = writeln!(out, "{}{text}", if text.is_empty() { "" } else { lead });
    };
    line(&page.subject);
    line(&page.stretch);
    page.notes.iter().for_each(|n| line(n));
    for section in &page.sections {
        line("");
        line(&format!("* {}", section.heading));
        section.items.iter().for_each(|item| of_item(item, 0, &mut line));
    }
    if !page.links.is_empty() {
        line("");
        line(&Words(page.lang).t("why"));
        page.links.iter().for_each(|(words, address)| line(&format!("{words}: \u{2066}{address}\u{2069}")));
    }
    out
}

fn of_item(item: &Item, depth: usize, line: &mut impl FnMut(&str)) {
    let indent = "  ".repeat(depth);
    line(&format!("{indent}- {}", item.line));
    item.notes.iter().for_each(|note| line(&format!("{indent}  {note}")));
    for quote in &item.quotes {
        line(&format!("{indent}  {} ({})", quote.line, quote.span));
        if let Some(link) = &quote.link {
            line(&format!("{indent}  \u{2066}{link}\u{2069}"));
        }
    }
    item.parts.iter().for_each(|part| of_item(part, depth + 1, line));
}
