//! Tokens to units, left to right: particles, closed classes, and which reading a word is tried in first.
//!
//! A preposition belongs to the unit that it governs, a conjunction that is written with a word to the unit of that word.

use std::cell::OnceCell;
use std::ops::Range;

use rawi_lexicon::{Bearer, Form, Lexicon, Numeral, Quantifier, Sense, Tense, Word};

use crate::list::{join_lists, join_samples};
use crate::mention::{Found, Register};
use crate::morph::{Morph, Pronoun};
use crate::phrase::{Class, EventNp, Head, Np, Unit, UnitKind, plain};
use crate::timex::Timex;
use crate::token::{Expressions, Token, TokenKind};

/// Everything the phrase stage looks at.
pub(crate) struct Chunker<'a, 't> {
    pub lexicon: &'a Lexicon,
    pub tokens: &'a [Token],
    pub morphs: &'a [Morph<'t>],
    /// The longest name at each token.
    pub names: &'a [Option<Found<'a>>],
    pub times: &'a [Timex],
    pub register: &'a mut Register,
    /// The unit being built stands under a preposition of place.
    pub placed: bool,
    /// The preposition before the word leads to a place.
    pub aimed: bool,
    /// The verb just before the word.
    pub opener: Option<u32>,
    /// What was found out about each token so far.
    pub known: Vec<Known>,
}

/// What does not change about a token and is asked for again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub closed: OnceCell<Option<(Word, usize, bool, bool)>>,
    pub numeral: OnceCell<Option<(Numeral, usize)>>,
    pub nominal: OnceCell<Option<(usize, Sense, Option<Pronoun>)>>,
    pub phrase: OnceCell<Option<(u32, Form, usize, usize)>>,
}

/// Clitics found before a unit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Before {
    pub conj: bool,
    pub prep: Option<u16>,
    pub negated: bool,
    pub qad: bool,
}

impl Chunker<'_, '_> {
    /// Units of the sentence, left to right.
    pub(crate) fn units(&mut self) -> Vec<Unit> {
        let mut out: Vec<Unit> = Vec::with_capacity(self.tokens.len());
        let mut at = 0;
        let mut before = Before::default();
        while at < self.tokens.len() {
            self.aimed = before.prep.is_some_and(|p| matches!(self.lexicon.prepositions[p as usize].as_str(), "إلى" | "نحو" | "قرب" | "شرق" | "على"));
            self.placed = self.aimed || before.prep.is_some_and(|p| matches!(self.lexicon.prepositions[p as usize].as_str(), "في" | "من"));
            self.opener = match out.last().map(|u| &u.kind) {
                Some(UnitKind::Verb(v)) if before.prep.is_none() => Some(v.lemma),
                _ => None,
            };
            at = self.unit(at, &mut before, &mut out);
        }
        self.join_unknown_adjectives(&mut out);
        join_lists(self.lexicon, &mut out);
        join_samples(&mut out);
        self.join_titles(&mut out);
        self.pronouns_of_includes(&mut out);
        self.join_appositions(&mut out);
        out
    }

    pub(crate) fn push(&self, out: &mut Vec<Unit>, kind: UnitKind, tokens: Range<usize>, before: &mut Before, conj: bool) {
        let prep = before.prep;
        out.push(Unit { kind, tokens, conj: conj || before.conj, prep });
        *before = Before::default();
    }

    fn unit(&mut self, at: usize, before: &mut Before, out: &mut Vec<Unit>) -> usize {
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
        if let Some(end) = self.manner(at) {
            self.push(out, UnitKind::Word(Word::Adverb), at..end, before, false);
            return end;
        }
        if let Some(prep) = self.detached_clitic(at) {
            before.prep = Some(prep);
            return at + 1;
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

    /// `بشكل مباشر`, `بصورة عاجلة`: how, and never who or where.
    fn manner(&self, at: usize) -> Option<usize> {
        let next = self.tokens.get(at + 1).filter(|t| t.is_word())?;
        (matches!(self.tokens[at].key.as_str(), "بشكل" | "بصورة" | "بطريقة") && !next.key.starts_with("ال") && self.closed_class(at + 1).is_none()).then_some(at + 2)
    }

    /// `لـ "سمارت"`: a preposition of one letter that stands by itself before quotation marks, digits and foreign letters.
    fn detached_clitic(&self, at: usize) -> Option<u16> {
        let follows = self.tokens.get(at + 1).is_some_and(|t| matches!(t.kind, TokenKind::Quote | TokenKind::Number) || t.is_word());
        self.lexicon.preposition(&self.tokens[at].key).filter(|_| follows && self.tokens[at].key.chars().count() == 1)
    }

    /// Predicates that begin with a preposition: `تحت سيطرة`, `في قبضة`, `بيد` after a verb of becoming.
    fn prepositional_event(&mut self, at: usize, out: &[Unit]) -> Option<(EventNp, usize)> {
        let becoming = !out.iter().any(|u| matches!(&u.kind, UnitKind::Verb(v) if self.lexicon.lemmas[v.lemma as usize].aspect.is_none()));
        let fires = self.morphs[at].analyses.iter().any(|a| match a.sense {
            Sense::Event { noun, .. } if a.exact && self.morphs[at].cuts[a.cut].prep.is_none() => {
                let uses = &self.lexicon.events[noun as usize].classes;
                let holds = |class: u16| self.lexicon.classes[class as usize].kind != "advance";
                uses.iter().any(|u| (!u.tail.is_empty() && holds(u.class) || becoming) && self.tail_follows(noun, at, u.tail.len()))
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
            && !self.is_awaited_preposition(at, out)
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
            Word::Quantifier(_) | Word::AtLeast | Word::AtMost | Word::Approximately | Word::Latter => {
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
        *self.known.get(at)?.closed.get_or_init(|| self.longest_closed(at))
    }

    fn longest_closed(&self, at: usize) -> Option<(Word, usize, bool, bool)> {
        let mut best: Option<(Word, usize, bool, bool)> = None;
        for cut in self.morphs.get(at)?.cuts.iter().filter(|c| !c.future && c.prep.is_none()) {
            let bearing = ["ها", "هم", "هما", "نا", "ه"].into_iter().filter_map(|suffix| bare(cut.word.strip_suffix(suffix)?));
            for (first, pronoun) in std::iter::once((&*cut.word, false)).chain(bearing.map(|stem| (stem, true))) {
                let most = self.lexicon.words.longest_from(first).min(if pronoun { 1 } else { usize::MAX });
                for (len, phrase) in Expressions::new(self.tokens, first, at, most).iter() {
                    let end = at + len;
                    if best.is_none_or(|b| b.1 < end)
                        && let Some(word) = self.closed_word(phrase, pronoun, end)
                    {
                        best = Some((word, end, cut.conj, pronoun));
                    }
                }
            }
        }
        best
    }

    /// What an expression that ends before a token does here.
    fn closed_word(&self, phrase: &str, pronoun: bool, end: usize) -> Option<Word> {
        let bears = |word: Word| !pronoun || matches!(word, Word::Prep(_) | Word::Temporal(..) | Word::Complementizer | Word::But | Word::Cause);
        let followed = |takes: Option<char>| takes.is_none_or(|c| self.tokens.get(end).is_some_and(|t| t.key.starts_with(c)));
        self.lexicon.words.get(phrase).iter().find(|e| self.fits_here(e.word, end) && bears(e.word) && followed(e.takes)).map(|e| e.word)
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
fn direction(first: &str) -> bool {
    first == "شرق"
}

/// The side that a word of direction names.
pub(crate) fn side(word: &str) -> Option<&'static str> {
    [("شمال", "Northern"), ("جنوب", "Southern"), ("شرق", "Eastern"), ("غرب", "Western")].into_iter().find(|(ar, _)| word.trim_start_matches('و').starts_with(ar)).map(|(_, en)| en)
}

/// A particle as it stands without the pronoun that was cut off it (`عليها`: على).
fn bare(stem: &str) -> Option<&str> {
    match stem {
        "علي" => Some("على"),
        "إلي" => Some("إلى"),
        "لدي" => Some("لدى"),
        _ => Some(stem).filter(|s| s.chars().count() >= 2),
    }
}
