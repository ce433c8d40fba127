//! What the name, class, id, role and itemprop of an element say about it.

use dom_query::NodeRef;
use rawi_lexicon::{Marks, PageMarks};
use rustc_hash::FxHashMap;

/// A set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    pub const FURNITURE: Flags = Flags(1);
    pub const BODY: Flags = Flags(2);
    pub const CAPTION: Flags = Flags(4);
    pub const STANDFIRST: Flags = Flags(8);
    pub const BYLINE: Flags = Flags(16);
    pub const TIME: Flags = Flags(32);
    pub const EMBED: Flags = Flags(64);
    /// Not shown, or an element whose name says that it is furniture.
    pub const ASIDE: Flags = Flags(128);

    pub fn has(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    pub fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// True when an inline element with these marks stands by itself.
    pub fn splits(self) -> bool {
        self.has(Flags(Self::FURNITURE.0 | Self::CAPTION.0 | Self::BYLINE.0 | Self::TIME.0 | Self::EMBED.0 | Self::ASIDE.0))
    }
}

/// Parts of class names after which it is said what an element has, or has not.
const CONTENT: [&str; 5] = ["has", "with", "no", "without", "hide"];

/// Looks marks up.
#[derive(Debug)]
pub(crate) struct Matcher {
    builders: Vec<String>,
    words: FxHashMap<String, Flags>,
    parts: FxHashMap<String, Flags>,
}

impl Matcher {
    pub fn new(marks: &PageMarks) -> Self {
        let mut matcher = Self { builders: marks.builders.clone(), words: FxHashMap::default(), parts: FxHashMap::default() };
        matcher.add(&marks.furniture, Flags::FURNITURE);
        matcher.add(&marks.body, Flags::BODY);
        matcher.add(&marks.caption, Flags::CAPTION);
        matcher.add(&marks.standfirst, Flags::STANDFIRST);
        matcher.add(&marks.byline, Flags::BYLINE);
        matcher.add(&marks.time, Flags::TIME);
        matcher.add(&marks.embed, Flags::EMBED);
        matcher
    }

    fn add(&mut self, marks: &Marks, flag: Flags) {
        for (list, map) in [(&marks.words, &mut self.words), (&marks.parts, &mut self.parts)] {
            for word in list {
                let flags = map.entry(word.clone()).or_default();
                *flags = flags.with(flag);
            }
        }
    }

    /// What the element's name and attributes say.
    pub fn flags(&self, node: NodeRef, name: &str) -> Flags {
        let mut flags = match name {
            "nav" | "aside" | "footer" | "form" | "menu" | "dialog" => Flags::ASIDE,
            _ => Flags::default(),
        };
        node.query(|n| {
            let Some(element) = n.as_element() else { return };
            // The identifier of a heading is a link's target, made of its words.
            for attribute in element.attrs.iter().filter(|a| !(is_heading(name) && a.name.local.as_ref() == "id")) {
                flags = flags.with(self.attribute(attribute.name.local.as_ref(), &attribute.value));
            }
        });
        let whole = matches!(name, "html" | "body" | "main" | "article" | "h1" | "p");
        if whole { Flags(flags.0 & !Flags::FURNITURE.0) } else { flags }
    }

    fn attribute(&self, name: &str, value: &str) -> Flags {
        match name {
            "class" | "id" | "role" | "itemprop" | "data-component" | "data-testid" | "property" => {
                value.split_whitespace().fold(Flags::default(), |flags, word| flags.with(self.word(word)))
            }
            "hidden" => Flags::ASIDE,
            "aria-hidden" if value == "true" => Flags::ASIDE,
            "style" => {
                let bare: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                if bare.contains("display:none") || bare.contains("visibility:hidden") { Flags::ASIDE } else { Flags::default() }
            }
            _ => Flags::default(),
        }
    }

    fn word(&self, word: &str) -> Flags {
        let lower = word.to_lowercase();
        let mut flags = self.words.get(&lower).copied().unwrap_or_default();
        let built = self.builders.iter().any(|b| lower.strip_prefix(b.as_str()).is_some_and(|rest| rest.starts_with('-')));
        let mut start = 0;
        let mut last = ' ';
        let mut before = "";
        for (at, c) in word.char_indices().chain([(word.len(), '-')]) {
            let boundary = !c.is_alphanumeric() || (c.is_uppercase() && last.is_lowercase());
            if boundary && at > start {
                // Lower-casing may change lengths outside ASCII; such words match no mark anyway.
                let part = lower.get(start..at).unwrap_or_default();
                let found = self.parts.get(part).copied().unwrap_or_default();
                // "has-ads" and "no-sidebar" say what is inside, not what it is.
                let silent = CONTENT.contains(&before) || (built && found == Flags::FURNITURE);
                if !silent {
                    flags = flags.with(found);
                }
                (before, start) = (part, at);
            }
            if !c.is_alphanumeric() {
                start = at + c.len_utf8();
            }
            last = c;
        }
        flags
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_element_has_is_not_what_it_is() {
        let parts = |list: &[&str]| Marks { words: Vec::new(), parts: list.iter().map(|p| (*p).to_owned()).collect() };
        let matcher = Matcher::new(&PageMarks { builders: vec!["elementor".into()], furniture: parts(&["ads", "sidebar", "widget"]), ..PageMarks::default() });
        for nothing in ["o-section--has-ads", "no-sidebar", "layoutWithSidebar", "elementor-widget-text-editor", "address"] {
            assert_eq!(matcher.word(nothing), Flags::default(), "{nothing}");
        }
        for furniture in ["ads", "page_ads-top", "leftSidebar", "has-more-ads", "sidebar-no-ads", "elementorish-widget"] {
            assert_eq!(matcher.word(furniture), Flags::FURNITURE, "{furniture}");
        }
    }
}
