//! A page as a tree, built within bounds.
//!
//! The tree builder takes time quadratic in nesting, and the tokenizer in the attributes of one tag; extractors recurse. So depth and
//! attributes are bounded here, before any of them sees the page: see [`MAX_DEPTH`] and [`MAX_ATTRIBUTES`].

use dom_query::{Document, NodeRef};
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};

use crate::IngestError;

/// Deepest nesting of elements.
pub const MAX_DEPTH: usize = 512;
/// Most attributes of one element.
pub const MAX_ATTRIBUTES: usize = 256;
/// Most words in what may be one tag. Scripts hold `a<b` too, so this is wider than [`MAX_ATTRIBUTES`].
const MAX_TAG_WORDS: usize = 2048;
/// Most `<template>`: their contents hang on no parent, so depth is not seen.
const MAX_TEMPLATES: usize = 64;
/// Most elements and texts of a page.
const MAX_NODES: usize = 400_000;
/// Bytes that are parsed between two looks at the depth.
const STEP: usize = 16 << 10;
/// How often a byte may be looked at while tags are measured.
const LOOKS: usize = 16;

/// Parses a page, or says why it is not parsed.
pub(crate) fn parse(html: &str) -> Result<Document, IngestError> {
    check_tags(html.as_bytes())?;
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let tokenizer = Tokenizer::new(TreeBuilder::new(Document::default(), options), TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut rest = html;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.floor_char_boundary(STEP));
        rest = after;
        input.push_back(StrTendril::from(step));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        if open_depth(&tokenizer.sink.sink) > MAX_DEPTH {
            return Err(IngestError::TooDeep);
        }
    }
    tokenizer.end();
    let document = tokenizer.sink.sink.finish();
    check_tree(&document)?;
    Ok(document)
}

/// Depth of the place where the next element would be put.
fn open_depth(document: &Document) -> usize {
    let mut node = document.tree.root();
    for depth in 0..=MAX_DEPTH {
        match node.last_child() {
            Some(child) => node = child,
            None => return depth,
        }
    }
    MAX_DEPTH + 1
}

fn check_tree(document: &Document) -> Result<(), IngestError> {
    let root = document.tree.root();
    let (mut node, mut depth, mut nodes) = (root, 0, 0);
    loop {
        nodes += 1;
        if nodes > MAX_NODES {
            return Err(IngestError::TooLarge { what: "the number of elements and texts", limit: MAX_NODES as u64 });
        }
        if depth > MAX_DEPTH {
            return Err(IngestError::TooDeep);
        }
        if node.query_or(0, |n| n.as_element().map_or(0, |e| e.attrs.len())) > MAX_ATTRIBUTES {
            return Err(IngestError::Attributes);
        }
        match next(node, &mut depth) {
            Some(after) => node = after,
            None => return Ok(()),
        }
    }
}

/// The next node in the order of the page.
fn next<'a>(node: NodeRef<'a>, depth: &mut usize) -> Option<NodeRef<'a>> {
    if let Some(child) = node.first_child() {
        *depth += 1;
        return Some(child);
    }
    let mut at = node;
    loop {
        if let Some(sibling) = at.next_sibling() {
            return Some(sibling);
        }
        at = at.parent()?;
        *depth -= 1;
    }
}

/// Refuses what would keep the tokenizer busy. Every `<` before a letter is measured as if a tag began there, also inside
/// comments, scripts and quoted values: whatever the tokenizer takes for a tag is among them.
fn check_tags(html: &[u8]) -> Result<(), IngestError> {
    let mut budget = html.len().saturating_mul(LOOKS) + STEP;
    let mut templates = 0;
    for at in memchr::memchr_iter(b'<', html) {
        let tag = &html[at + 1..];
        if !tag.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        templates += usize::from(tag.get(..8).is_some_and(|name| name.eq_ignore_ascii_case(b"template")));
        let (length, words) = measure(tag, budget);
        if words > MAX_TAG_WORDS || length >= budget || templates > MAX_TEMPLATES {
            return Err(IngestError::Attributes);
        }
        budget -= length;
    }
    Ok(())
}

/// Length and number of words of the tag that opens `tag`, up to its `>`, quoted values jumped over.
fn measure(tag: &[u8], budget: usize) -> (usize, usize) {
    let (mut at, mut words, mut in_word, mut after_equals) = (0, 0, false, false);
    while at < tag.len().min(budget) && words <= MAX_TAG_WORDS {
        let byte = tag[at];
        at += 1;
        match byte {
            b'>' => break,
            b'"' | b'\'' if after_equals => {
                at += memchr::memchr(byte, &tag[at..]).map_or(tag.len() - at, |end| end + 1);
                in_word = false;
            }
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' => {
                in_word = false;
                continue;
            }
            _ if !in_word => {
                words += 1;
                in_word = true;
            }
            _ => {}
        }
        after_equals = byte == b'=';
    }
    (at, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_parsed() {
        let page = parse("<p>a<br>b<table><tr><td>c").unwrap();
        assert_eq!(page.select("td").text().as_ref(), "c");
        assert!(parse("").is_ok());
        assert!(parse("<a href=\"x>y\" title='>'>t</a").is_ok());
    }

    #[test]
    fn deep_pages_are_refused() {
        for tag in ["<div>", "<b>", "<table><td>", "<svg><g>", "<span><a><i>", "<ul><li>"] {
            assert_eq!(parse(&tag.repeat(30_000)).err(), Some(IngestError::TooDeep), "{tag}");
        }
        assert_eq!(parse(&("<div>".repeat(600) + &"</div>".repeat(600))).err(), Some(IngestError::TooDeep));
        assert!(parse(&"<p>x<li>y".repeat(5_000)).is_ok());
        assert!(parse(&("<div>".repeat(400) + &"</div>".repeat(400))).is_ok());
    }

    #[test]
    fn floods_of_attributes_are_refused() {
        let flood = |n: usize| (0..n).map(|i| format!("a{i}=1 ")).collect::<String>();
        assert_eq!(parse(&format!("<p {}>", flood(300))).err(), Some(IngestError::Attributes));
        assert_eq!(parse(&format!("<p {}>", flood(100_000))).err(), Some(IngestError::Attributes));
        // A quote or a comment that hides the tag from a scanner that keeps state.
        assert_eq!(parse(&format!("<!-- <x y=\" --><p {}>", flood(100_000))).err(), Some(IngestError::Attributes));
        assert_eq!(parse(&format!("<x y='<p {}'>", flood(100_000))).err(), Some(IngestError::Attributes));
        assert_eq!(parse(&"<template>".repeat(1000)).err(), Some(IngestError::Attributes));
        assert!(parse(&format!("<p {}>", flood(200))).is_ok());
        assert!(parse("<script>for(i=0;i<n;i++){a=b<c}</script><p>x").is_ok());
    }

    #[test]
    fn overlapping_tags_do_not_take_quadratic_time() {
        assert!(parse(&"<a<a".repeat(300_000)).is_err());
        assert!(parse(&"<a b=\"".repeat(300_000)).is_err());
    }
}
