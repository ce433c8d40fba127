//! Words to readings: clitics off, stems looked up.

use std::borrow::Cow;

use rawi_lexicon::orthography::fold;
use rawi_lexicon::{Lexicon, Sense};
use smallvec::SmallVec;

/// A way of cutting the clitics off the front of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut<'t> {
    pub conj: bool,
    pub prep: Option<char>,
    pub article: bool,
    pub future: bool,
    /// What is left, article included.
    pub word: Cow<'t, str>,
}

/// A pronoun written at the end of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pronoun {
    Him,
    Her,
    Them,
    Two,
    Us,
}

/// One reading of a word.
#[derive(Clone, Debug)]
pub(crate) struct Analysis {
    pub cut: usize,
    pub pronoun: Option<Pronoun>,
    pub sense: Sense,
    /// Found by exact key, not by the folded one.
    pub exact: bool,
}

/// All that is known of a word by itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Morph<'t> {
    pub cuts: SmallVec<[Cut<'t>; 4]>,
    pub analyses: SmallVec<[Analysis; 4]>,
}

const PRONOUNS: [(&str, Pronoun); 7] =
    [("هما", Pronoun::Two), ("هم", Pronoun::Them), ("هن", Pronoun::Them), ("ها", Pronoun::Her), ("نا", Pronoun::Us), ("ه", Pronoun::Him), ("ي", Pronoun::Us)];

/// Cuts and readings of the word with this key.
pub(crate) fn analyse<'t>(lexicon: &Lexicon, key: &'t str) -> Morph<'t> {
    let mut cuts = cuts(key);
    // `التقى`, `التزام`: what looks like the article may belong to the word.
    for index in 0..cuts.len() {
        if cuts[index].article && !lexicon.senses(&cuts[index].word).is_empty() {
            cuts.push(Cut { article: false, ..cuts[index].clone() });
        }
    }
    let mut analyses = SmallVec::new();
    for (index, cut) in cuts.iter().enumerate() {
        readings(lexicon, index, cut, &mut analyses);
    }
    Morph { cuts, analyses }
}

fn cuts(key: &str) -> SmallVec<[Cut<'_>; 4]> {
    let mut out = SmallVec::new();
    with_prepositions(key, false, &mut out);
    if let Some(rest) = key.strip_prefix(['و', 'ف']).filter(|r| r.chars().count() >= 2) {
        with_prepositions(rest, true, &mut out);
    }
    out
}

fn with_prepositions<'t>(word: &'t str, conj: bool, out: &mut SmallVec<[Cut<'t>; 4]>) {
    let plain = Cut { conj, prep: None, article: has_article(word), future: false, word: Cow::Borrowed(word) };
    let cut = |prep: char, word: Cow<'t, str>| Cut { conj, prep: Some(prep), article: has_article(&word), future: false, word };
    out.push(plain);
    if let Some(rest) = word.strip_prefix("لل").filter(|r| r.chars().count() >= 2) {
        out.push(Cut { article: true, ..cut('ل', Cow::Owned(format!("ال{rest}"))) });
        return;
    }
    for c in ['ب', 'ل', 'ك'] {
        if let Some(rest) = word.strip_prefix(c).filter(|r| r.chars().count() >= 2) {
            out.push(cut(c, Cow::Borrowed(rest)));
        }
    }
    if let Some(rest) = word.strip_prefix('س').filter(|r| r.chars().count() >= 3 && r.starts_with(['ي', 'ت', 'ن', 'أ'])) {
        out.push(Cut { conj, prep: None, article: false, future: true, word: Cow::Borrowed(rest) });
    }
}

fn has_article(word: &str) -> bool {
    word.starts_with("ال") && word.chars().count() > 3
}

fn readings(lexicon: &Lexicon, index: usize, cut: &Cut<'_>, out: &mut SmallVec<[Analysis; 4]>) {
    let stem = if cut.article { &cut.word["ال".len()..] } else { &cut.word };
    lookup(lexicon, index, cut, stem, None, out);
    if cut.article {
        return;
    }
    for (suffix, pronoun) in PRONOUNS {
        let Some(rest) = stem.strip_suffix(suffix).filter(|r| r.chars().count() >= 2) else { continue };
        lookup(lexicon, index, cut, rest, Some(pronoun), out);
    }
}

fn lookup(lexicon: &Lexicon, index: usize, cut: &Cut<'_>, stem: &str, pronoun: Option<Pronoun>, out: &mut SmallVec<[Analysis; 4]>) {
    let mut exact = true;
    let mut senses = lexicon.senses(stem);
    if senses.is_empty() && pronoun.is_none() {
        let (found, beginning) = respelled(lexicon, stem);
        senses = found;
        // Many agencies write no hamza on an alef: that is their spelling, no mistake.
        exact = beginning && stem.starts_with('ا') && stem.chars().count() > 3;
    }
    for &sense in senses {
        if licensed(sense, cut, pronoun, stem) {
            out.push(Analysis { cut: index, pronoun, sense, exact });
        }
    }
}

/// Senses under frequent misspellings: a bare alef for a hamza, ha for ta marbuta, alef maqsura for ya; and whether it was the first letter.
fn respelled<'l>(lexicon: &'l Lexicon, stem: &str) -> (&'l [Sense], bool) {
    let Some(first) = stem.chars().next() else { return (&[], false) };
    let beginnings: &[char] = match first {
        'ا' => &['أ', 'إ'],
        'أ' | 'إ' => &['ا'],
        _ => &[],
    };
    let ending = match stem.chars().next_back() {
        Some('ه') => Some('ة'),
        Some('ى') => Some('ي'),
        Some('ي') => Some('ى'),
        _ => None,
    };
    if beginnings.is_empty() && ending.is_none() {
        return (&[], false);
    }
    let mut other = String::with_capacity(stem.len() + 2);
    for &letter in beginnings {
        other.clear();
        other.push(letter);
        other.push_str(&stem[first.len_utf8()..]);
        if !lexicon.senses(&other).is_empty() {
            return (lexicon.senses(&other), true);
        }
    }
    let Some(letter) = ending else { return (&[], false) };
    other.clear();
    other.push_str(stem);
    other.pop();
    other.push(letter);
    (lexicon.senses(&other), false)
}

fn licensed(sense: Sense, cut: &Cut<'_>, pronoun: Option<Pronoun>, stem: &str) -> bool {
    match sense {
        Sense::Verb { tense, bound, .. } => {
            let clitics = !cut.article && !matches!(cut.prep, Some('ب' | 'ك')) && (cut.prep.is_none() || tense == rawi_lexicon::Tense::Imperfect);
            clitics && (!cut.future || tense == rawi_lexicon::Tense::Imperfect) && (!bound || pronoun.is_some()) && pronoun != Some(Pronoun::Us)
        }
        Sense::Participle { form, .. } | Sense::Event { form, .. } | Sense::Noun { form, .. } | Sense::Adjective { form, .. } | Sense::Nisba { form, .. } => {
            let bound = !form.bound || pronoun.is_some();
            let feminine = pronoun.is_none() || !stem.ends_with('ة');
            bound && feminine && !cut.future && !(cut.article && form.construct) && (pronoun != Some(Pronoun::Us) || cut.prep.is_some() || form.bound || form.construct)
        }
    }
}

/// The folded key of a cut's word, for names.
pub(crate) fn name_key(word: &str) -> String {
    fold(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_come_off_in_order() {
        let words: Vec<(String, Option<char>)> = cuts("وبالجيش").into_iter().map(|c| (c.word.into_owned(), c.prep)).collect();
        assert!(words.contains(&("الجيش".to_owned(), Some('ب'))));
        let cut = cuts("للجيش").into_iter().find(|c| c.prep == Some('ل')).unwrap();
        assert_eq!((&*cut.word, cut.article), ("الجيش", true));
    }
}
