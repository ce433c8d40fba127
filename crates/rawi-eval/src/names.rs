//! Which read names are right for a gold name.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Two Latin names this alike are one name in two spellings.
const ALIKE: f64 = 0.88;

/// Articles that may be written together with an Arabic word, the longest first.
const ARTICLES: [&str; 6] = ["وال", "بال", "كال", "فال", "لل", "ال"];

/// Class nouns that may open an Arabic name, folded and without their article.
const ARABIC_CLASSES: [&str; 8] = ["مدينه", "محافظه", "بلده", "قريه", "شبكه", "وكاله", "منطقه", "ولايه"];

/// Words of a Latin name that do not count.
const LATIN_STOPS: [&str; 17] = ["al", "as", "ash", "ad", "an", "ar", "at", "az", "el", "the", "of", "city", "town", "province", "governorate", "agency", "network"];

/// True when the text has a letter of the Arabic block.
fn is_arabic(text: &str) -> bool {
    text.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c))
}

/// One key per name: case, marks, articles, hamza seats and the words for "city of" do not count.
pub fn fold(name: &str) -> String {
    let text: String = name.to_lowercase().nfkd().filter(|&c| canonical_combining_class(c) == 0 && c != '\u{640}').collect();
    if is_arabic(&text) { fold_arabic(&text) } else { fold_latin(&text) }
}

fn fold_arabic(text: &str) -> String {
    let text = spaced(text.chars().map(merged));
    let words: Vec<&str> = text.split_whitespace().map(without_article).collect();
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && ARABIC_CLASSES.contains(first) => rest.join(" "),
        _ => words.join(" "),
    }
}

/// Merges hamza seats, alef maqsura with ya, ta marbuta with ha.
fn merged(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' => 'ا',
        'ى' | 'ئ' => 'ي',
        'ة' => 'ه',
        'ؤ' => 'و',
        _ => c,
    }
}

fn without_article(word: &str) -> &str {
    ARTICLES.iter().find_map(|article| word.strip_prefix(article)).unwrap_or(word)
}

fn fold_latin(text: &str) -> String {
    let text = spaced(text.chars().filter(|c| !matches!(c, '\'' | '’')));
    let kept: Vec<&str> = text.split_whitespace().filter(|w| !LATIN_STOPS.contains(w)).collect();
    if kept.is_empty() { text.trim().to_owned() } else { kept.join(" ") }
}

/// Everything that is no part of a word becomes a space.
fn spaced(chars: impl Iterator<Item = char>) -> String {
    chars.map(|c| if c.is_alphanumeric() || c == '_' || c.is_whitespace() { c } else { ' ' }).collect()
}

/// How alike two texts are, 0 to 1: twice the characters in common blocks, by the length of both (Ratcliff and Obershelp).
pub fn similarity(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let total = a.len() + b.len();
    if total == 0 { 1.0 } else { 2.0 * common(&a, &b) as f64 / total as f64 }
}

/// Characters in the longest common block and, on both sides of it, in the blocks found the same way.
fn common(a: &[char], b: &[char]) -> usize {
    match longest_block(a, b) {
        (_, _, 0) => 0,
        (i, j, size) => common(&a[..i], &b[..j]) + size + common(&a[i + size..], &b[j + size..]),
    }
}

/// Start in `a`, start in `b` and length of the longest common block; the first of equals.
fn longest_block(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    let mut row = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![0; b.len() + 1];
        for (j, _) in b.iter().enumerate().filter(|(_, y)| *y == x) {
            next[j + 1] = row[j] + 1;
            if next[j + 1] > best.2 {
                best = (i + 1 - next[j + 1], j + 1 - next[j + 1], next[j + 1]);
            }
        }
        row = next;
    }
    best
}

/// Forms of names that are right for each other.
#[derive(Clone, Debug, Default)]
pub struct Names {
    forms: HashMap<String, HashSet<String>>,
    known: HashSet<String>,
}

impl Names {
    /// Names from tab-separated lines: a gold name, then every other form that is right for it. `-` and empty cells do not count.
    pub fn parse(tsv: &str) -> Self {
        let mut names = Self::default();
        for line in tsv.lines() {
            let cells: Vec<String> = line.split('\t').map(str::trim).filter(|c| !c.is_empty() && *c != "-").map(fold).collect();
            let Some(first) = cells.first() else { continue };
            names.known.extend(cells.iter().cloned());
            names.forms.entry(first.clone()).or_default().extend(cells);
        }
        names
    }

    /// True when one of the `read` names is right for one of the `gold` names.
    pub fn right(&self, gold: &[&str], read: &[&str]) -> bool {
        let mut accept: HashSet<String> = HashSet::new();
        for name in gold.iter().map(|name| fold(name)) {
            accept.extend(self.forms.get(&name).into_iter().flatten().cloned());
            accept.insert(name);
        }
        read.iter().any(|name| self.accepts(&accept, &fold(name)))
    }

    /// A name that the list gives to someone must be listed; others may be near.
    fn accepts(&self, accept: &HashSet<String>, name: &str) -> bool {
        if accept.contains(name) {
            return true;
        }
        !name.is_empty() && !self.known.contains(name) && accept.iter().any(|form| is_near(form, name))
    }
}

/// Arabic names are near when the words of the shorter, two at least, are in the longer; Latin ones when they are spelled alike.
fn is_near(form: &str, name: &str) -> bool {
    match (is_arabic(form), is_arabic(name)) {
        (true, true) => {
            let (a, b): (Vec<&str>, Vec<&str>) = (form.split_whitespace().collect(), name.split_whitespace().collect());
            let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            short.len() >= 2 && short.iter().all(|word| long.contains(word))
        }
        (false, false) => similarity(form, name) >= ALIKE,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_drops_what_does_not_tell_names_apart() {
        for (name, key) in [
            ("مدينة حمص", "حمص"),
            ("مدينة", "مدينه"),
            ("محافظة إدلب", "ادلب"),
            ("السُّوَيداء", "سويداء"),
            ("والقصير", "قصير"),
            ("للرقة", "رقه"),
            ("مستشفى الـثورة", "مستشفي ثوره"),
            ("The City of Homs", "homs"),
            ("Deir ez-Zor", "deir ez zor"),
            ("Ba'ath", "baath"),
            ("Al Jazeera Network", "jazeera"),
            ("The City", "the city"),
            ("Ṣa‘dah", "sa dah"),
            ("  ", ""),
        ] {
            assert_eq!(fold(name), key, "{name}");
        }
    }

    #[test]
    fn similarity_counts_common_blocks() {
        assert_eq!(similarity("", ""), 1.0);
        assert_eq!(similarity("abcd", "bcde"), 0.75);
        assert_eq!(similarity("tartus", "tartous"), 12.0 / 13.0);
        assert_eq!(similarity("homs", "hama"), 0.5);
    }

    #[test]
    fn near_names_are_right_and_listed_ones_must_be_listed() {
        let names = Names::parse("Homs\tحمص\tEmesa\n\nHama\t-\tحماة\n");
        assert!(names.right(&["Homs"], &["مدينة حمص"]));
        assert!(names.right(&["homs city"], &["Emesa"]));
        assert!(!names.right(&["Homs"], &["Hama"]));
        assert!(!names.right(&["Homs"], &[""]));
        assert!(names.right(&["Tartus"], &["Tartous"]));
        assert!(!names.right(&["Emessa"], &["Emesa"]), "a listed name belongs to its line only");
        assert!(names.right(&["وزارة الدفاع"], &["وزارة الدفاع السورية"]));
        assert!(!names.right(&["وزارة"], &["وزارة الدفاع"]), "one word is too little");
        assert!(!names.right(&["وزارة الدفاع"], &["Ministry of Defence"]));
    }
}
