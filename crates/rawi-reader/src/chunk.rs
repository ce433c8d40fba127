//! Tokens to units, left to right: particles, closed classes, and which reading a word is tried in first.
//!
//! A preposition belongs to the unit that it governs, a conjunction that is written with a word to the unit of that word.

use std::ops::Range;

use jiff::civil::Date;
use rawi_lexicon::{Bearer, Lexicon, Quantifier, Sense, Tense, Word};

use crate::join::join_unknown_adjectives;
use crate::list::{join_lists, join_samples};
use crate::mention::Register;
use crate::morph::Morph;
use crate::phrase::{Class, EventNp, Head, Np, Unit, UnitKind, plain};
use crate::timex::Timex;
use crate::token::{Token, TokenKind};

/// Everything the phrase stage looks at.
pub(crate) struct Chunker<'a> {
    pub lexicon: &'a Lexicon,
    pub tokens: &'a [Token],
    pub morphs: &'a [Morph],
    pub times: &'a [Timex],
    pub register: &'a mut Register,
    pub date: Option<Date>,
    /// The unit being built stands under a preposition of place.
    pub placed: bool,
}

/// Clitics found before a unit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Before {
    pub conj: bool,
    pub prep: Option<u16>,
    pub negated: bool,
    pub qad: bool,
}

impl Chunker<'_> {
    /// Units of the sentence, left to right.
    pub(crate) fn units(&mut self) -> Vec<Unit> {
        let mut out = Vec::new();
        let mut at = 0;
        let mut before = Before::default();
        while at < self.tokens.len() {
            self.placed = before.prep.is_some_and(|p| matches!(self.lexicon.prepositions[p as usize].as_str(), "في" | "إلى" | "من" | "نحو" | "قرب" | "شرق" | "على"));
            at = self.unit(at, &mut before, &mut out);
        }
        join_unknown_adjectives(self.tokens, &mut out);
        join_lists(self.lexicon, &mut out);
        join_samples(&mut out);
        self.pronouns_of_includes(&mut out);
        self.join_appositions(&mut out);
        out
    }

    pub(crate) fn push(&self, out: &mut Vec<Unit>, kind: UnitKind, tokens: Range<usize>, before: &mut Before, conj: bool) {
        let prep = before.prep;
        out.push(Unit { kind, tokens, conj: conj || before.conj, prep });
        *before = Before::default();
    }

    pub(crate) fn unit(&mut self, at: usize, before: &mut Before, out: &mut Vec<Unit>) -> usize {
        if let Some(index) = self.times.iter().position(|t| t.tokens.start == at) {
            let end = self.times[index].tokens.end;
            self.push(out, UnitKind::Time(index), at..end, before, false);
            return end;
        }
        match self.tokens[at].kind {
            TokenKind::Quote => {
                out.push(Unit { kind: UnitKind::Quote, tokens: at..at + 1, conj: false, prep: None });
                return at + 1;
            }
            TokenKind::Word if matches!(self.tokens[at].key.as_str(), "و" | "ثم" | "أو") => {
                before.conj = true;
                return at + 1;
            }
            TokenKind::Punct(c) => {
                let kind = if matches!(c, '-' | '–' | '—') { UnitKind::Word(Word::Dash) } else { UnitKind::Punct(c) };
                self.push(out, kind, at..at + 1, before, false);
                return at + 1;
            }
            _ => {}
        }
        if let Some((event, end)) = self.prepositional_event(at, out) {
            self.push(out, UnitKind::Event(event), at..end, before, false);
            return end;
        }
        if let Some((prep, conj)) = pronoun_under(&self.tokens[at].key) {
            before.prep = self.lexicon.preposition(prep);
            self.push(out, UnitKind::Np(plain(at..at + 1, Head::Pronoun, Class::Unknown)), at..at + 1, before, conj);
            return at + 1;
        }
        if let Some(end) = self.particle(at, before, out) {
            return end;
        }
        let counts = matches!(self.closed_class(at), Some((Word::Quantifier(_) | Word::AtLeast | Word::AtMost | Word::Approximately, ..)));
        if let Some(end) = (!counts).then(|| self.verb(at, before, out)).flatten() {
            return end;
        }
        if let Some(verb) = self.participle(at, before, out) {
            self.push(out, UnitKind::Verb(verb), at..at + 1, before, false);
            return at + 1;
        }
        let (kind, end, conj, prep) = self.nominal(at, before.negated);
        before.prep = before.prep.or(prep);
        self.push(out, kind, at..end, before, conj);
        end
    }

    /// Predicates that begin with a preposition: `تحت سيطرة`, `في قبضة`, `بيد` after a verb of becoming.
    fn prepositional_event(&mut self, at: usize, out: &[Unit]) -> Option<(EventNp, usize)> {
        let becoming = !out.iter().any(|u| matches!(&u.kind, UnitKind::Verb(v) if self.lexicon.lemmas[v.lemma as usize].aspect.is_none()));
        let fires = self.morphs[at].analyses.iter().any(|a| match a.sense {
            Sense::Event { noun, .. } if a.exact && self.morphs[at].cuts[a.cut].prep.is_none() => {
                let uses = &self.lexicon.events[noun as usize].classes;
                uses.iter().any(|u| (!u.tail.is_empty() || becoming) && self.tail_follows(noun, at, u.tail.len()))
            }
            _ => false,
        });
        if !fires || self.closed_class(at).is_none() {
            return None;
        }
        self.event(at)
    }

    /// Closed-class expressions; prepositions, negations and قد wait for the unit after them.
    fn particle(&mut self, at: usize, before: &mut Before, out: &mut Vec<Unit>) -> Option<usize> {
        let (word, end, conj, pronoun) = self.closed_class(at)?;
        let opens = matches!(out.last().map(|u| &u.kind), None | Some(UnitKind::Punct(_)));
        if opens
            && matches!(word, Word::Prep(_))
            && before.prep.is_none()
            && self.morphs[at].analyses.iter().any(|a| matches!(a.sense, Sense::Verb { tense: Tense::Past, .. }) && a.exact)
            && self.names_agent(end)
        {
            // `عبر آلاف اللاجئين الحدود`: the verb.
            return None;
        }
        match word {
            Word::Prep(prep)
                if before.prep.is_some()
                    && direction(&self.lexicon.prepositions[prep as usize])
                    && self.name(end).is_some_and(|f| f.names.iter().any(|n| matches!(n.bearer, Bearer::Place(_)))) =>
            {
                let (mut np, end) = self.np(end, 1);
                np.tokens.start = at;
                np.at = at;
                np.side = side(&self.tokens[at].key);
                np.quantifier = Some(Quantifier::Part);
                self.push(out, UnitKind::Np(np), at..end, before, conj);
                return Some(end);
            }
            Word::Prep(prep) | Word::Temporal(prep, _) => {
                before.prep = Some(prep);
                before.conj |= conj;
                if pronoun {
                    let np = Np { pronoun: None, ..plain(at..end, Head::Pronoun, Class::Unknown) };
                    self.push(out, UnitKind::Np(np), at..end, before, conj);
                }
            }
            Word::Demonstrative if self.tokens.get(end).is_some_and(|t| t.key.starts_with("ال")) => {
                before.conj |= conj;
            }
            Word::Qad => {
                before.qad = true;
                before.conj |= conj;
            }
            Word::Quantifier(_) | Word::AtLeast | Word::AtMost | Word::Approximately => {
                before.conj |= conj;
                return None;
            }
            Word::Negation(_) => {
                before.negated = true;
                before.conj |= conj;
                out.push(Unit { kind: UnitKind::Word(word), tokens: at..end, conj, prep: None });
            }
            _ => {
                self.push(out, UnitKind::Word(word), at..end, before, conj);
            }
        }
        Some(end)
    }

    /// The longest closed-class expression at a token: word, end, conjunction, attached pronoun.
    pub(crate) fn closed_class(&self, at: usize) -> Option<(Word, usize, bool, bool)> {
        let mut best: Option<(Word, usize, bool, bool)> = None;
        for cut in self.morphs.get(at)?.cuts.iter().filter(|c| !c.future) {
            if cut.prep.is_some() {
                continue;
            }
            let mut tries = vec![(cut.word.clone(), false)];
            for suffix in ["ها", "هم", "هما", "نا", "ه"] {
                if let Some(stem) = cut.word.strip_suffix(suffix).filter(|s| s.chars().count() >= 2) {
                    let stem = stem.strip_suffix('ي').filter(|_| matches!(stem, "علي" | "إلي" | "لدي")).map_or_else(|| stem.to_owned(), |s| format!("{s}ى"));
                    tries.push((stem, true));
                }
            }
            for (first, pronoun) in tries {
                let longest = self.lexicon.words.longest_from(&first);
                for len in (1..=longest).rev() {
                    if (pronoun && len > 1) || best.as_ref().is_some_and(|b| b.1 >= at + len) {
                        continue;
                    }
                    let Some(entry) = self.joined(&first, at, len).and_then(|p| {
                        self.lexicon.words.get(&p).iter().copied().find(|e| {
                            if !self.fits_here(e.word, at + len) {
                                return false;
                            }
                            let bears = !pronoun || matches!(e.word, Word::Prep(_) | Word::Temporal(..) | Word::Complementizer | Word::But | Word::Cause);
                            bears && e.takes.is_none_or(|c| self.tokens.get(at + len).is_some_and(|t| t.key.starts_with(c)))
                        })
                    }) else {
                        continue;
                    };
                    best = Some((entry.word, at + len, cut.conj, pronoun));
                }
            }
        }
        best
    }

    /// `نحو` is an approximation only before a number.
    fn fits_here(&self, word: Word, end: usize) -> bool {
        match word {
            Word::Approximately => self.is_number(end),
            Word::Fact(rawi_lexicon::Fact::Certain) => !self.is_number(end),
            Word::AtLeast | Word::AtMost => self.is_number(end) || self.morphs.get(end).is_some(),
            _ => true,
        }
    }

    pub(crate) fn joined(&self, first: &str, at: usize, len: usize) -> Option<String> {
        let mut phrase = first.to_owned();
        for token in self.tokens.get(at + 1..at + len)? {
            if !token.is_word() {
                return None;
            }
            phrase.push(' ');
            phrase.push_str(&token.key);
        }
        Some(phrase)
    }
}

/// `له`, `بها`: a pronoun under a preposition of one letter; with the conjunction before it.
pub(crate) fn pronoun_under(key: &str) -> Option<(&'static str, bool)> {
    let (word, conj) = match key.strip_prefix(['و', 'ف']) {
        Some(rest) if rest.chars().count() >= 2 => (rest, true),
        _ => (key, false),
    };
    match word {
        "له" | "لها" | "لهم" | "لهما" | "لنا" => Some(("ل", conj)),
        "به" | "بها" | "بهم" | "بهما" | "بنا" => Some(("ب", conj)),
        _ => None,
    }
}

/// The preposition of directions, by its first word.
pub(crate) fn direction(first: &str) -> bool {
    first == "شرق"
}

/// The side that a word of direction names.
pub(crate) fn side(word: &str) -> Option<&'static str> {
    [("شمال", "Northern"), ("جنوب", "Southern"), ("شرق", "Eastern"), ("غرب", "Western")].into_iter().find(|(ar, _)| word.trim_start_matches('و').starts_with(ar)).map(|(_, en)| en)
}
