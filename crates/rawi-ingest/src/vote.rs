//! Two extractors vote on every block of a page.
//!
//! One is Readability (`dom_smoothie`); the other, [`container`], is ours: it finds the element that holds the running text. A block that
//! both keep is the report; one that a single extractor keeps is decided by its neighbours or stays in doubt.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use crate::blocks::{Block, Page};
use crate::marks::Flags;

/// Share of the running text that an element must hold to be the report's.
const SHARE: f32 = 0.55;
/// Share for an element whose marks say that it holds the report.
const MARKED_SHARE: f32 = 0.2;
/// Share of the running text that a marked body must hold to clear what is around it of being furniture.
const BODY_SHARE: f32 = 0.3;
/// How far ahead a short block is looked for, in bytes of letters.
const NEAR: usize = 48;
/// Blocks below this many bytes of letters are short.
const SHORT: usize = 40;

/// Readability looks at what is below an element again for every element around it: texts in bytes, and elements, times their depth.
const MAX_WEIGHT: usize = 48 << 20;
/// An element weighs as much as this many bytes of text.
const ELEMENT: usize = 16;

/// True when Readability would take too long over the page.
pub(crate) fn is_too_heavy(page: &Page) -> bool {
    let mut depths = vec![0; page.elements.len()];
    for (at, element) in page.elements.iter().enumerate().skip(1) {
        depths[at] = depths[element.parent] + 1;
    }
    let texts: usize = page.blocks.iter().map(|b| b.text.len() * depths[b.element]).sum();
    texts + depths.iter().sum::<usize>() * ELEMENT > MAX_WEIGHT
}

/// Which blocks Readability keeps.
pub(crate) fn readability(document: Document, blocks: &[Block]) -> Vec<bool> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).and_then(|mut r| r.parse());
    article.map_or_else(|_| vec![false; blocks.len()], |a| kept(&a.text_content, blocks))
}

/// Finds the blocks again in extracted text, in order, by their letters.
fn kept(text: &str, blocks: &[Block]) -> Vec<bool> {
    let text = letters(text);
    let mut at = 0;
    let mut found = Vec::with_capacity(blocks.len());
    for block in blocks {
        let needle = letters(&block.text);
        let end = if needle.len() < SHORT { text.len().min(at + NEAR + needle.len()) } else { text.len() };
        let hit = memchr::memmem::find(&text[at..end], &needle);
        if let Some(start) = hit {
            at += start + needle.len();
        }
        found.push(hit.is_some());
    }
    found
}

fn letters(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    text.chars().filter(|c| c.is_alphanumeric()).for_each(|c| out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()));
    out
}

/// For every element, whether it stands in furniture by its marks. Marks on what holds most of the running text, or the marked body, say nothing.
pub(crate) fn furniture_elements(page: &Page) -> Vec<bool> {
    let total = page.elements[0].prose;
    let holds_body = holding_bodies(page);
    let mut inside = vec![false; page.elements.len()];
    for (at, element) in page.elements.iter().enumerate().skip(1) {
        let marked = element.flags.has(Flags::FURNITURE.with(Flags::ASIDE)) || is_page_header(page, at);
        let holds_text = total > 0 && (element.prose * 2 > total || holds_body[at]);
        inside[at] = inside[element.parent] || (marked && !holds_text);
    }
    inside
}

/// For every element, whether it is or holds a marked body with a good part of the running text.
fn holding_bodies(page: &Page) -> Vec<bool> {
    let total = page.elements[0].prose;
    let mut holds: Vec<bool> = page.elements.iter().map(|e| e.flags.has(Flags::BODY) && e.prose as f32 >= total as f32 * BODY_SHARE).collect();
    for at in (1..holds.len()).rev() {
        holds[page.elements[at].parent] |= holds[at];
    }
    holds
}

/// A `header` that is not the head of an article.
fn is_page_header(page: &Page, element: usize) -> bool {
    page.elements[element].name.as_ref() == "header" && !page.up(element).any(|e| matches!(page.elements[e].name.as_ref(), "article" | "main"))
}

/// The element that holds the report, by marks or by share of the running text outside furniture.
pub(crate) fn container(page: &Page, furniture: &[bool]) -> usize {
    let mut prose = vec![0usize; page.elements.len()];
    for block in page.blocks.iter().filter(|b| b.is_prose() && !furniture[b.element]) {
        prose[block.element] += block.letters;
    }
    for at in (1..prose.len()).rev() {
        prose[page.elements[at].parent] += prose[at];
    }
    let total = prose[0] as f32;
    let marked = (1..prose.len()).filter(|&e| page.elements[e].flags.has(Flags::BODY) && !furniture[e] && prose[e] as f32 >= total * MARKED_SHARE);
    if let Some(best) = marked.max_by_key(|&e| (prose[e], std::cmp::Reverse(e))) {
        return widen(page, &prose, best);
    }
    let mut at = 0;
    loop {
        let share = prose[at] as f32 * SHARE;
        let inner =
            (at + 1..prose.len()).filter(|&e| page.elements[e].parent == at && !furniture[e] && !is_text_element(page, e)).max_by_key(|&e| (prose[e], std::cmp::Reverse(e)));
        match inner {
            Some(e) if prose[e] as f32 > share && prose[e] > 0 => at = e,
            _ => return at,
        }
    }
}

/// Sibling sections of a live page, or of a body split by inserts, carry the same mark: then their parent is the container.
fn widen(page: &Page, prose: &[usize], best: usize) -> usize {
    let parent = page.elements[best].parent;
    let marked: usize = (1..prose.len()).filter(|&e| e != best && page.elements[e].parent == parent && page.elements[e].flags.has(Flags::BODY)).map(|e| prose[e]).sum();
    if marked * 4 > prose[best] { parent } else { best }
}

fn is_text_element(page: &Page, element: usize) -> bool {
    matches!(page.elements[element].name.as_ref(), "p" | "li" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::walk;
    use crate::marks::Matcher;
    use rawi_lexicon::{Marks, PageMarks};

    fn page(html: &str) -> Page {
        let parts = |words: &[&str]| Marks { parts: words.iter().map(|w| (*w).to_owned()).collect(), words: Vec::new() };
        let marks = PageMarks { furniture: parts(&["related", "sidebar"]), body: Marks { words: vec!["entry-content".into()], parts: Vec::new() }, ..PageMarks::default() };
        walk(&crate::dom::parse(html).unwrap(), &Matcher::new(&marks))
    }

    const P: &str = "<p>قالت مصادر محلية إن القوات دخلت البلدة بعد معارك عنيفة استمرت يومين كاملين.</p>";

    #[test]
    fn the_container_holds_the_running_text() {
        let page = page(&format!("<div id=a>{P}</div><div><section>{P}{P}{P}</section></div><div class=related-posts>{P}{P}{P}{P}</div>"));
        let furniture = furniture_elements(&page);
        let found = container(&page, &furniture);
        assert_eq!(page.place(found), "body/div[2]/section");
    }

    #[test]
    fn a_marked_body_wins_and_marks_around_everything_say_nothing() {
        let page = page(&format!("<div class='has-sidebar'><div class=entry-content>{P}{P}</div><div>{P}{P}{P}{P}</div></div>"));
        let furniture = furniture_elements(&page);
        assert_eq!(page.place(container(&page, &furniture)), "body/div/div");
    }

    #[test]
    fn deep_and_long_pages_are_too_heavy() {
        assert!(!is_too_heavy(&page(&format!("{}{}", "<div>".repeat(30), P.repeat(300)))));
        assert!(is_too_heavy(&page(&format!("{}{}", "<div>".repeat(400), P.repeat(1000)))));
    }

    #[test]
    fn blocks_are_found_again_in_order() {
        let page = page(&format!("<p>الرئيسية</p>{P}<p>نص آخر لا يظهر في ما استخرج من الصفحة أبدا أبدا</p><p>قصير</p>"));
        let text = format!("{} قصير", page.blocks[1].text);
        assert_eq!(kept(&text, &page.blocks), [false, true, false, true]);
    }
}
