//! A page's tree to blocks of text in order, and the facts that its elements tell.

use dom_query::{Document, NodeRef};
use html5ever::LocalName;
use rawi_model::BlockKind;

use crate::marks::{Flags, Matcher};

/// An element on the way to a block.
#[derive(Debug)]
pub(crate) struct Element {
    /// Index of the element around it.
    pub parent: usize,
    /// Its name.
    pub name: LocalName,
    /// Which of its siblings of that name it is, from 1.
    pub nth: usize,
    /// What its marks say.
    pub flags: Flags,
    /// Letters of running text below it.
    pub prose: usize,
}

/// A run of text that stands by itself on the page.
#[derive(Debug)]
pub(crate) struct Block {
    /// What it is by its element.
    pub kind: BlockKind,
    /// The level of a heading, 1 to 6; 0 otherwise.
    pub level: u8,
    /// Its words, white space collapsed.
    pub text: String,
    /// Letters and digits in it.
    pub letters: usize,
    /// Of these, inside links.
    pub linked: usize,
    /// Index of the element that holds it.
    pub element: usize,
}

impl Block {
    /// True for running text: long enough and not made of links.
    pub fn is_prose(&self) -> bool {
        self.letters >= 25 && self.linked * 2 < self.letters
    }
}

/// All that the walk over a page finds.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Elements that hold text, parents before children; the first is the document.
    pub elements: Vec<Element>,
    /// Blocks in the order of the page.
    pub blocks: Vec<Block>,
    /// Names and contents of `meta`, names in lower case.
    pub metas: Vec<(String, String)>,
    /// Contents of JSON-LD scripts.
    pub json_ld: Vec<String>,
    /// The `title` element.
    pub title: String,
    /// `link rel=canonical`.
    pub canonical: Option<String>,
    /// `datetime` of `time` elements with the element that holds them.
    pub times: Vec<(String, usize)>,
}

impl Page {
    /// The path of an element: `body/article/p[3]`.
    pub fn place(&self, mut element: usize) -> String {
        let mut parts = Vec::new();
        while element != 0 {
            let e = &self.elements[element];
            parts.push(if e.nth > 1 { format!("{}[{}]", e.name, e.nth) } else { e.name.to_string() });
            element = e.parent;
        }
        parts.reverse();
        parts.join("/")
    }

    /// The element and all that hold it, inside out, without the document.
    pub fn up(&self, element: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(element), |&e| Some(self.elements[e].parent)).take_while(|&e| e != 0)
    }

    /// True when `element` is `outer` or lies in it.
    pub fn within(&self, element: usize, outer: usize) -> bool {
        outer == 0 || self.up(element).any(|e| e == outer)
    }
}

/// Walks over the page.
pub(crate) fn walk(document: &Document, matcher: &Matcher) -> Page {
    let mut page = Page::default();
    page.elements.push(Element { parent: 0, name: LocalName::from("html"), nth: 1, flags: Flags::default(), prose: 0 });
    let mut walker = Walker { page, matcher, text: Run::default(), kind: BlockKind::Paragraph, level: 0, links: 0, bolds: 0, element: 0 };
    walker.children(document.tree.html_root());
    walker.flush();
    let mut page = walker.page;
    for block in page.blocks.iter().filter(|b| b.is_prose()) {
        page.elements[block.element].prose += block.letters;
    }
    for at in (1..page.elements.len()).rev() {
        let (parent, prose) = (page.elements[at].parent, page.elements[at].prose);
        page.elements[parent].prose += prose;
    }
    page
}

/// Text since the last boundary.
#[derive(Default)]
struct Run {
    text: String,
    letters: usize,
    linked: usize,
    /// Letters in bold.
    bold: usize,
    /// A line break was seen, and no text after it.
    broken: bool,
}

struct Walker<'a> {
    page: Page,
    matcher: &'a Matcher,
    text: Run,
    kind: BlockKind,
    level: u8,
    links: usize,
    bolds: usize,
    element: usize,
}

impl Walker<'_> {
    fn children(&mut self, node: NodeRef) {
        let mut nth: Vec<(LocalName, usize)> = Vec::new();
        let mut child = node.first_child();
        while let Some(node) = child {
            self.node(node, &mut nth);
            child = node.next_sibling();
        }
    }

    fn node(&mut self, node: NodeRef, nth: &mut Vec<(LocalName, usize)>) {
        if node.is_text() {
            let words = node.text();
            self.words(&words);
            return;
        }
        let Some(name) = node.query_or(None, |n| n.as_element().map(|e| e.name.local.clone())) else { return };
        match name.as_ref() {
            "head" => self.head(node),
            "br" => self.line_break(),
            "hr" => self.flush(),
            "meta" | "link" | "title" | "script" => self.fact(node, name.as_ref()),
            n if SKIPPED.contains(&n) => {}
            _ => {
                let count = count_of(nth, &name);
                self.open(node, name, count);
            }
        }
    }

    fn open(&mut self, node: NodeRef, name: LocalName, nth: usize) {
        let flags = self.matcher.flags(node, name.as_ref());
        let inline = INLINE.contains(&name.as_ref()) && !flags.splits();
        if name.as_ref() == "time" {
            self.time(node);
        }
        if inline {
            let (link, bold) = (usize::from(name.as_ref() == "a"), usize::from(matches!(name.as_ref(), "b" | "strong")));
            self.links += link;
            self.bolds += bold;
            self.children(node);
            self.links -= link;
            self.bolds -= bold;
            return;
        }
        self.flush();
        let outer = (self.element, self.kind, self.level);
        self.page.elements.push(Element { parent: self.element, nth, flags, prose: 0, name: name.clone() });
        self.element = self.page.elements.len() - 1;
        (self.kind, self.level) = kind(name.as_ref(), flags, self.kind, self.level);
        self.children(node);
        self.flush();
        (self.element, self.kind, self.level) = outer;
    }

    fn words(&mut self, words: &str) {
        let run = &mut self.text;
        let mut space = run.text.is_empty();
        for c in words.chars() {
            if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
                if !space && !run.text.ends_with(' ') {
                    run.text.push(' ');
                }
                space = true;
                continue;
            }
            space = false;
            run.broken = false;
            run.text.push(c);
            if c.is_alphanumeric() {
                run.letters += 1;
                run.linked += usize::from(self.links > 0);
                run.bold += usize::from(self.bolds > 0);
            }
        }
    }

    /// Two breaks end a paragraph; so does one after the end of a sentence, or after a line in bold.
    fn line_break(&mut self) {
        let heading = self.text.letters > 0 && self.text.bold == self.text.letters;
        if heading || self.text.broken || self.text.text.trim_end().ends_with(['.', '؟', '!', '?', ':', '…', '»', '"']) {
            return self.flush();
        }
        self.text.broken = true;
        if !self.text.text.is_empty() && !self.text.text.ends_with(' ') {
            self.text.text.push(' ');
        }
    }

    fn flush(&mut self) {
        let run = std::mem::take(&mut self.text);
        let text = run.text.trim();
        if run.letters > 0 {
            let text = text.to_owned();
            self.page.blocks.push(Block { kind: self.kind, level: self.level, text, letters: run.letters, linked: run.linked, element: self.element });
        }
    }

    fn head(&mut self, node: NodeRef) {
        for child in node.children() {
            if let Some(name) = child.node_name() {
                self.fact(child, &name);
            }
        }
    }

    fn fact(&mut self, node: NodeRef, name: &str) {
        let attr = |name: &str| node.attr(name).map(|v| v.trim().to_owned());
        match name {
            "meta" => {
                let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|k| attr(k));
                if let (Some(key), Some(content)) = (key, attr("content")) {
                    self.page.metas.push((key.to_lowercase(), content));
                }
            }
            "link" if attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => self.page.canonical = self.page.canonical.take().or(attr("href")),
            "title" if self.page.title.is_empty() => self.page.title = node.text().split_whitespace().collect::<Vec<_>>().join(" "),
            "script" if attr("type").is_some_and(|t| t.to_lowercase().starts_with("application/ld+json")) => self.page.json_ld.push(node.text().to_string()),
            _ => {}
        }
    }

    fn time(&mut self, node: NodeRef) {
        if let Some(value) = node.attr("datetime").or_else(|| node.attr("content")) {
            self.page.times.push((value.trim().to_owned(), self.element));
        }
    }
}

fn count_of(nth: &mut Vec<(LocalName, usize)>, name: &LocalName) -> usize {
    match nth.iter_mut().find(|(n, _)| n == name) {
        Some((_, count)) => {
            *count += 1;
            *count
        }
        None => {
            nth.push((name.clone(), 1));
            1
        }
    }
}

/// What the blocks of an element are, given what the blocks around it are.
fn kind(name: &str, flags: Flags, outer: BlockKind, level: u8) -> (BlockKind, u8) {
    use BlockKind::*;
    match name {
        _ if flags.has(Flags::EMBED) || outer == Embed => (Embed, 0),
        "figcaption" | "caption" => (Caption, 0),
        _ if flags.has(Flags::CAPTION) || outer == Caption => (Caption, 0),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if outer != Quote => (if flags.has(Flags::STANDFIRST) { Standfirst } else { Heading }, name.as_bytes()[1] - b'0'),
        "blockquote" => (Quote, 0),
        _ if flags.has(Flags::STANDFIRST) && outer == Paragraph => (Standfirst, 0),
        "li" => (if outer == Quote { Quote } else { Item }, 0),
        _ => (outer, level),
    }
}

const INLINE: [&str; 40] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "blink", "o:p",
];

const SKIPPED: [&str; 22] = [
    "style", "template", "noscript", "svg", "math", "object", "embed", "canvas", "audio", "video", "button", "select", "option", "textarea", "input", "iframe", "map", "applet",
    "datalist", "progress", "meter", "frameset",
];
