//! Tokens to units: verbs, event nouns, noun phrases, particles, times.
//!
//! A preposition belongs to the unit that it governs, a conjunction that is written with a word to the unit of that word.

use std::ops::Range;

use jiff::civil::Date;
use rawi_lexicon::orthography::fold;
use rawi_lexicon::{Bearer, Form, Lexicon, Name, NounClass, Number, Numeral, Quantifier, Sense, Subject, Tense, Voice, Word};

use smallvec::SmallVec;

use crate::list::{join_lists, join_samples};
use crate::mention::{Found, Register, best_actor, best_places, name_at};
use crate::morph::name_key;
use crate::morph::{Morph, Pronoun};
use crate::timex::Timex;
use crate::token::{Token, TokenKind};

/// What a noun phrase stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    Actor(u32),
    /// Best first; more than one is a tie.
    Place(Vec<u32>),
    Outlet(u32),
    Noun(u32),
    /// الأخيرة
    Latter,
    /// A pronoun alone.
    Pronoun,
    Unknown,
}

/// How many, as the words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub min: u64,
    pub max: Option<u64>,
    pub tokens: Range<usize>,
}

/// A noun phrase.
#[derive(Clone, Debug)]
pub(crate) struct Np {
    pub tokens: Range<usize>,
    pub head: Head,
    pub class: Class,
    /// Token of the head word.
    pub at: usize,
    pub amount: Option<Amount>,
    pub quantifier: Option<Quantifier>,
    pub number: Number,
    pub feminine: bool,
    pub definite: bool,
    pub nisba: Option<u32>,
    pub strike: Option<String>,
    pub pronoun: Option<Pronoun>,
    /// The class noun before a name (`مدينة` حمص).
    pub class_noun: Option<u32>,
    /// The side of a place that a direction before it names (`جنوب` لبنان), in English.
    pub side: Option<&'static str>,
    pub of: Option<Box<Np>>,
    /// Its form shows that it is no subject (`المسلحين`, `غارتين`).
    pub oblique: bool,
    /// Followed by an adjective that the lexicon does not know: a description, no name.
    pub described: bool,
    /// Further members of a list.
    pub more: Vec<Np>,
}

/// What kind of thing a noun phrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Person,
    Group,
    Body,
    State,
    Place,
    People,
    Weapon,
    Vehicle,
    Materiel,
    Thing,
    Source,
    Outlet,
    Title,
    Time,
    /// An event noun standing as an argument.
    Event,
    Unknown,
}

/// A finite verb with its particles.
#[derive(Clone, Debug)]
pub(crate) struct Verb {
    pub lemma: u32,
    /// Other verbs of the same form (`يصدر` of صدر and of أصدر): the frames choose.
    pub also: Vec<u32>,
    pub tense: Tense,
    pub subject: Subject,
    pub voice: Voice,
    pub pronoun: Option<Pronoun>,
    pub negated: bool,
    pub future: bool,
    /// A participle that does the work of a verb.
    pub participle: bool,
    /// قد before it.
    pub qad: bool,
}

/// An event noun.
#[derive(Clone, Debug)]
pub(crate) struct EventNp {
    pub noun: u32,
    /// Other event nouns of the same spelling (`اشتباكات` alone and in `اشتباكات عنيفة`).
    pub also: Vec<u32>,
    /// Token of the noun itself.
    pub at: usize,
    pub definite: bool,
    pub pronoun: Option<Pronoun>,
    pub amount: Option<Amount>,
    pub nisba: Option<u32>,
    pub strike: Option<String>,
    pub of: Option<Box<Np>>,
    pub negated: bool,
}

/// What a unit is.
#[derive(Clone, Debug)]
pub(crate) enum UnitKind {
    Verb(Verb),
    Event(EventNp),
    Np(Np),
    Word(Word),
    Time(usize),
    Punct(char),
    Quote,
}

/// One unit of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub kind: UnitKind,
    pub tokens: Range<usize>,
    pub conj: bool,
    pub prep: Option<u16>,
}

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
struct Before {
    conj: bool,
    prep: Option<u16>,
    negated: bool,
    qad: bool,
}

impl Chunker<'_> {
    /// Units of the sentence, left to right.
    pub fn units(&mut self) -> Vec<Unit> {
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

    /// `انسحابه منها`: without a phrase after it, `منها` is a pronoun under من.
    fn pronouns_of_includes(&self, units: &mut [Unit]) {
        for i in 0..units.len() {
            let alone = !matches!(units.get(i + 1), Some(Unit { kind: UnitKind::Np(_), .. }));
            let token = units[i].tokens.start;
            if matches!(units[i].kind, UnitKind::Word(Word::Include)) && alone && self.tokens[token].key.starts_with("من") {
                units[i].kind = UnitKind::Np(plain(units[i].tokens.clone(), Head::Pronoun, Class::Unknown));
                units[i].prep = self.lexicon.preposition("من");
            }
        }
    }

    /// `المحافظات الثلاث، درعا والسويداء والقنيطرة`: the names stand for the class noun.
    fn join_appositions(&self, units: &mut Vec<Unit>) {
        let mut i = 0;
        while i + 1 < units.len() {
            let generic =
                matches!(&units[i].kind, UnitKind::Np(np) if np.class == Class::Place && matches!(np.head, Head::Noun(_)) && np.number != Number::Singular && np.of.is_none());
            let skipped = units[i + 1..]
                .iter()
                .take(3)
                .take_while(|u| {
                    matches!(&u.kind, UnitKind::Punct('،' | ',' | ':') | UnitKind::Quote)
                        || matches!(&u.kind, UnitKind::Np(np) if np.class == Class::Unknown && u.prep.is_none() && np.tokens.len() == 1)
                })
                .count();
            let named = units.get(i + 1 + skipped).is_some_and(|u| u.prep.is_none() && matches!(&u.kind, UnitKind::Np(np) if matches!(np.head, Head::Place(_))));
            if generic && named {
                let next = units.remove(i + 1 + skipped);
                units.drain(i + 1..i + 1 + skipped);
                let class = match &units[i].kind {
                    UnitKind::Np(Np { head: Head::Noun(n), .. }) => Some(*n),
                    _ => None,
                };
                if let UnitKind::Np(mut np) = next.kind {
                    np.class_noun = class;
                    self.prefer_class(&mut np, class);
                    units[i].tokens.end = next.tokens.end;
                    units[i].kind = UnitKind::Np(np);
                }
            }
            i += 1;
        }
    }

    /// Of the bearers of each name, the one of the class that the noun before the list says.
    fn prefer_class(&self, np: &mut Np, class: Option<u32>) {
        let Some(wanted) = class.and_then(|n| self.lexicon.nouns[n as usize].place_type.clone()) else { return };
        let names = |np: &Np| fold(&np.tokens.clone().map(|t| self.tokens[t].key.as_str()).collect::<Vec<_>>().join(" "));
        let fix = |np: &mut Np| {
            let key = names(np);
            let key = key.strip_prefix('و').filter(|k| !self.lexicon.names.get(k).is_empty()).map_or(key.clone(), str::to_owned);
            let best = best_places(self.lexicon, self.lexicon.names.get(&key), Some(&wanted), self.register, &[]);
            if !best.is_empty() {
                np.head = Head::Place(best);
            }
        };
        fix(np);
        np.more.iter_mut().for_each(fix);
    }

    fn push(&self, out: &mut Vec<Unit>, kind: UnitKind, tokens: Range<usize>, before: &mut Before, conj: bool) {
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
    fn closed_class(&self, at: usize) -> Option<(Word, usize, bool, bool)> {
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

    fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number) || self.numeral(at).is_some()
    }

    fn joined(&self, first: &str, at: usize, len: usize) -> Option<String> {
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

    /// A fixed word of the idiom that the last verb opens (`أحكمت قسد قبضتها`).
    fn closes_idiom(&self, at: usize, out: &[Unit]) -> bool {
        let last = out.iter().rev().take(5).find_map(|u| match &u.kind {
            UnitKind::Verb(v) => Some(v.lemma),
            _ => None,
        });
        last.is_some_and(|lemma| self.lexicon.lemmas[lemma as usize].classes.iter().any(|c| c.tail.iter().any(|w| same_word(&self.tokens[at].key, w))))
    }

    fn verb(&self, at: usize, before: &mut Before, out: &mut Vec<Unit>) -> Option<usize> {
        if self.closes_idiom(at, out) {
            return None;
        }
        let (verb, conj) = self.finite(at, before, out)?;
        let mut verb = verb;
        verb.negated = before.negated;
        verb.qad = before.qad;
        before.prep = None;
        self.push(out, UnitKind::Verb(verb), at..at + 1, before, conj);
        Some(at + 1)
    }

    /// The finite reading of a word, when its surroundings make it a verb.
    fn finite(&self, at: usize, before: &Before, out: &[Unit]) -> Option<(Verb, bool)> {
        let counts = matches!(self.numeral(at), Some((Numeral::Value(_), _))) && !self.lexicon.numerals.get(&self.tokens[at].key).is_empty();
        if self.tokens[at].nunated || counts {
            return None;
        }
        let opens = !matches!(out.last().map(|u| &u.kind), Some(UnitKind::Np(_) | UnitKind::Event(_) | UnitKind::Word(Word::Relative)));
        let morph = &self.morphs[at];
        let (analysis, lemma, tense, subject, voice) = morph
            .analyses
            .iter()
            .filter_map(|a| match a.sense {
                Sense::Verb { lemma, tense, subject, voice, .. } => Some((a, lemma, tense, subject, voice)),
                _ => None,
            })
            .filter(|(a, lemma, tense, ..)| before.negated || *tense == Tense::Past || a.pronoun.is_some() || !self.is_shortened(&morph.cuts[a.cut].word, *lemma))
            .max_by_key(|(a, lemma, tense, subject, voice)| {
                (
                    !before.negated || *tense == Tense::Imperfect,
                    a.exact,
                    !morph.cuts[a.cut].future,
                    *subject != Subject::Speaker,
                    !(opens && self.clashes_with_next(at, *subject)),
                    self.weight(*lemma),
                    a.pronoun.is_none(),
                    *voice != Voice::Passive,
                )
            })?;
        let voice = if self.tokens[at].damma && tense == Tense::Past && voice == Voice::Either { Voice::Passive } else { voice };
        let cut = &morph.cuts[analysis.cut];
        let nominal = morph.analyses.iter().any(|a| !matches!(a.sense, Sense::Verb { .. } | Sense::Participle { .. }) && a.exact) || self.name(at).is_some();
        let whole = |a: &crate::morph::Analysis| a.exact && !morph.cuts[a.cut].conj && matches!(a.sense, Sense::Noun { .. } | Sense::Event { .. });
        if cut.conj && morph.analyses.iter().any(whole) {
            return None;
        }
        let nominal = nominal && !(analysis.pronoun.is_some() && self.names_agent(at + 1));
        if nominal && !self.verbal_here(at, before, out, tense, subject, cut.conj) {
            return None;
        }
        // `حتى شرع`, and `هو من بدأ`: "who began".
        if before.prep.is_some_and(|p| !matches!(self.lexicon.prepositions[p as usize].as_str(), "حتى" | "من") || nominal) {
            return None;
        }
        let also = morph.analyses.iter().filter(|a| a.cut == analysis.cut && a.pronoun == analysis.pronoun).filter_map(|a| match a.sense {
            Sense::Verb { lemma: other, tense: t, subject: s, .. } if other != lemma && t == tense && s == subject => Some(other),
            _ => None,
        });
        let also = also.collect();
        Some((Verb { lemma, also, tense, subject, voice, pronoun: analysis.pronoun, negated: false, future: cut.future, participle: false, qad: false }, cut.conj))
    }

    /// Somebody who may be a subject stands here (`شنه مقاتلو التنظيم`).
    fn names_agent(&self, at: usize) -> bool {
        let Some(morph) = self.morphs.get(at).filter(|_| self.tokens[at].is_word()) else { return false };
        if let Some(found) = self.name(at) {
            return !found.cut.conj && found.cut.prep.is_none() && found.names.iter().any(|n| matches!(n.bearer, Bearer::Actor(_) | Bearer::Outlet(_)));
        }
        let agent = |noun: u32| matches!(self.lexicon.nouns[noun as usize].class, NounClass::Group | NounClass::Body | NounClass::Title | NounClass::People);
        matches!(self.best_nominal(at), Some((cut, Sense::Noun { noun, .. }, None)) if agent(noun) && !morph.cuts[cut].conj && morph.cuts[cut].prep.is_none())
    }

    /// A jussive that has lost its last letter (`تصف` of صفّى): only after a negation.
    fn is_shortened(&self, word: &str, lemma: u32) -> bool {
        ['ي', 'ى', 'و'].iter().any(|c| {
            let full = self.lexicon.senses(&format!("{word}{c}"));
            full.iter().any(
                |s| matches!(s, Sense::Verb { lemma: other, tense: Tense::Imperfect, subject: Subject::He | Subject::She | Subject::Speaker, bound: false, .. } if *other == lemma),
            )
        })
    }

    /// The noun after the word is of the other gender than a verb of this form asks for (`توصل الطرفان`: he).
    fn clashes_with_next(&self, at: usize, subject: Subject) -> bool {
        let Some(morph) = self.morphs.get(at + 1).filter(|_| self.name(at + 1).is_none()) else { return false };
        let forms: SmallVec<[Form; 4]> = morph
            .analyses
            .iter()
            .filter(|a| a.exact && !morph.cuts[a.cut].conj && morph.cuts[a.cut].prep.is_none())
            .filter_map(|a| match a.sense {
                Sense::Noun { form, .. } | Sense::Event { form, .. } => Some(form),
                _ => None,
            })
            .collect();
        let clashes = |f: &Form| match subject {
            Subject::She => !f.feminine && f.number != Number::Plural,
            Subject::He => f.feminine && f.number == Number::Singular,
            _ => false,
        };
        !forms.is_empty() && forms.iter().all(clashes)
    }

    /// A participle that does the work of a verb: of saying after a comma (`، مشيرا إلى أن`), or of a state (`ليس منتشرا في`).
    fn participle(&self, at: usize, before: &Before, out: &[Unit]) -> Option<Verb> {
        if before.prep.is_some() || self.name(at).is_some() {
            return None;
        }
        let morph = &self.morphs[at];
        let after_comma = matches!(out.last().map(|u| &u.kind), Some(UnitKind::Punct('،' | ',')));
        let after_subject =
            matches!(out.last().map(|u| &u.kind), Some(UnitKind::Np(_) | UnitKind::Verb(_) | UnitKind::Word(Word::Negation(_) | Word::Aspect(_)) | UnitKind::Quote));
        if morph.analyses.iter().any(|a| matches!(a.sense, Sense::Noun { .. }) && a.exact) {
            return None;
        }
        let told_of = matches!(out.last().map(|u| &u.kind), Some(UnitKind::Np(np)) if np.definite && matches!(np.class, Class::Place | Class::Thing))
            || matches!(out.last().map(|u| &u.kind), Some(UnitKind::Verb(v)) if self.lexicon.lemmas[v.lemma as usize].aspect.is_some());
        morph.analyses.iter().find_map(|a| {
            let Sense::Participle { lemma, active, form } = a.sense else { return None };
            let cut = &morph.cuts[a.cut];
            let entry = &self.lexicon.lemmas[lemma as usize];
            // `المدينة محررة`, `الطريق مغلق`
            let held = |c: &rawi_lexicon::ClassUse| matches!(self.lexicon.classes[c.class as usize].kind.as_str(), "control" | "siege" | "closure");
            if !active && !(told_of && entry.classes.iter().any(held)) {
                return None;
            }
            let stative = entry.classes.iter().any(|c| matches!(self.lexicon.classes[c.class as usize].kind.as_str(), "deploy" | "location" | "control" | "siege"));
            let brings = entry.light.iter().any(|l| l.subject == rawi_lexicon::LightSubject::Cause && !l.hits);
            let fits = (after_comma && (entry.reporting.is_some() || active && brings)) || (after_subject && stative) || !active;
            let subject = if form.number == Number::Plural {
                Subject::They
            } else if form.feminine {
                Subject::She
            } else {
                Subject::He
            };
            (fits && !cut.article && cut.prep.is_none() && !cut.conj && a.pronoun.is_none()).then_some(Verb {
                lemma,
                tense: Tense::Imperfect,
                also: Vec::new(),
                subject,
                voice: if active { Voice::Active } else { Voice::Passive },
                pronoun: None,
                negated: before.negated,
                future: false,
                participle: true,
                qad: false,
            })
        })
    }

    fn weight(&self, lemma: u32) -> usize {
        let lemma = &self.lexicon.lemmas[lemma as usize];
        lemma.classes.len().min(2) + usize::from(lemma.reporting.is_some()) * 2 + usize::from(lemma.aspect.is_some()) + lemma.light.len().min(1)
    }

    /// A word that may be noun or verb is a verb at the head of a clause, before something that can be its subject or object.
    fn verbal_here(&self, at: usize, before: &Before, out: &[Unit], tense: Tense, subject: Subject, conj: bool) -> bool {
        if before.negated {
            return true;
        }
        let head = match out.last().map(|u| &u.kind) {
            None => true,
            Some(UnitKind::Punct(_) | UnitKind::Time(_) | UnitKind::Quote) => true,
            Some(UnitKind::Word(w)) => matches!(
                w,
                Word::Relative
                    | Word::Contrast
                    | Word::Where
                    | Word::TimeClause
                    | Word::Fact(_)
                    | Word::AfterClause
                    | Word::Turn
                    | Word::Condition
                    | Word::Dash
                    | Word::But
                    | Word::Complementizer
                    | Word::Aspect(_)
            ),
            // `عن مقتل شخصين وجرح 11`
            Some(UnitKind::Event(_)) if conj && tense == Tense::Past && out.last().is_some_and(|u| u.prep.is_some()) && self.is_event_noun_inside(at) => false,
            Some(UnitKind::Event(e)) => conj || e.definite || e.of.is_some() || self.takes_pronoun(at + 1),
            Some(UnitKind::Verb(_)) => conj,
            Some(UnitKind::Np(np)) => tense == Tense::Imperfect || conj || ((subject != Subject::He || np.definite) && !verb_open(out)),
        };
        if tense == Tense::Past && awaits_content(self.lexicon, out) {
            return false;
        }
        if self.tokens[at].damma {
            return true;
        }
        if self.morphs[at]
            .analyses
            .iter()
            .any(|a| matches!(a.sense, Sense::Noun { noun, .. } if self.lexicon.nouns[noun as usize].class == NounClass::Place && self.told_by_next(at, noun)))
        {
            return false;
        }
        let next = at + 1;
        let follows_subject = self.is_number(next)
            || self.name(next).is_some()
            || self.tokens.get(next).is_some_and(|t| t.key.starts_with("ال"))
            || self.morphs.get(next).is_some_and(|m| m.analyses.iter().any(|a| matches!(a.sense, Sense::Noun { .. } | Sense::Event { .. }) && a.exact))
            || self.morphs.get(next).is_some_and(|m| {
                m.cuts
                    .iter()
                    .any(|c| matches!(self.lexicon.words.get(&c.word).first().map(|e| e.word), Some(Word::Quantifier(_) | Word::AtLeast | Word::Approximately | Word::Prep(_))))
            });
        let follows_subject = follows_subject || self.takes_pronoun(next) || matches!(self.closed_class(next), Some((Word::Complementizer, ..)));
        let people =
            |a: &crate::morph::Analysis| matches!(a.sense, Sense::Noun { noun, .. } if matches!(self.lexicon.nouns[noun as usize].class, NounClass::People | NounClass::Group));
        let nisba_next = self.morphs.get(next).is_some_and(|m| {
            m.analyses.iter().any(|a| matches!(a.sense, Sense::Nisba { .. } | Sense::Adjective { .. }) && !m.cuts[a.cut].article) && !m.analyses.iter().any(people)
        });
        head && follows_subject && !nisba_next
    }

    /// A preposition with its pronoun (`فيها`, `لها`): what stands before it opens a relative clause.
    fn takes_pronoun(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.is_word() && (pronoun_under(&t.key).is_some() || matches!(self.closed_class(at), Some((Word::Prep(_), _, _, true)))))
    }

    fn name(&self, at: usize) -> Option<Found> {
        self.morphs.get(at)?;
        if !self.tokens[at].is_word() {
            return None;
        }
        let found = name_at(self.lexicon, self.tokens, self.morphs, at, self.date)?;
        let clitic = found.end == at + 1 && (found.cut.conj || found.cut.prep.is_some());
        let whole = |a: &crate::morph::Analysis| {
            a.exact
                && a.pronoun.is_none()
                && !self.morphs[at].cuts[a.cut].conj
                && self.morphs[at].cuts[a.cut].prep.is_none()
                && !matches!(a.sense, Sense::Verb { .. } | Sense::Participle { .. })
        };
        if clitic && self.morphs[at].analyses.iter().any(whole) {
            return None;
        }
        Some(found)
    }

    fn numeral(&self, at: usize) -> Option<(Numeral, usize)> {
        let morph = self.morphs.get(at)?;
        for cut in &morph.cuts {
            for len in (1..=self.lexicon.numerals.longest_from(&cut.word)).rev() {
                if let Some(&n) = self.joined(&cut.word, at, len).and_then(|p| self.lexicon.numerals.get(&p).first().copied()).as_ref() {
                    return Some((n, at + len));
                }
            }
        }
        None
    }

    /// An amount: `نحو 15`, `ما لا يقل عن ستة`, `43`, `3 ملايين`, `بين 10 و20`.
    fn amount(&self, start: usize) -> Option<(Amount, usize)> {
        let mut at = start;
        let (mut least, mut most) = (false, false);
        while let Some((word, end, ..)) = self.closed_class(at) {
            match word {
                Word::Approximately => {}
                Word::AtLeast => least = true,
                Word::AtMost => most = true,
                _ => break,
            }
            at = end;
        }
        let (value, mut end) = self.value(at)?;
        if let Some((Word::AtLeastAfter, after, ..)) = self.closed_class(end) {
            (least, end) = (true, after);
        }
        let (min, max) = match (least, most) {
            (true, _) => (value, None),
            (_, true) => (0, Some(value)),
            _ => (value, Some(value)),
        };
        Some((Amount { min, max, tokens: start..end }, end))
    }

    /// The value of a numeral of several words.
    fn value(&self, at: usize) -> Option<(u64, usize)> {
        let mut total = 0u64;
        let mut group: Option<u64> = None;
        let mut pos = at;
        loop {
            if let Some(token) = self.tokens.get(pos).filter(|t| t.kind == TokenKind::Number) {
                if group.is_some() {
                    break;
                }
                group = Some(digits(&token.key)?);
                pos += 1;
                continue;
            }
            let joins = pos == at || self.morphs.get(pos).is_some_and(|m| m.cuts.iter().any(|c| c.conj));
            match self.numeral(pos) {
                Some((Numeral::Value(n), end)) if joins || group.is_some_and(|g| g < 10 && n == 10) => {
                    group = Some(group.unwrap_or(0) + n);
                    pos = end;
                }
                Some((Numeral::Times(n), end)) => {
                    let many = if n % 1000 == 0 && (n == 2000 || n == 2_000_000) { n } else { group.unwrap_or(1).saturating_mul(n) };
                    total = total.saturating_add(many);
                    group = None;
                    pos = end;
                }
                _ => break,
            }
        }
        (pos > at).then_some((total.saturating_add(group.unwrap_or(0)), pos))
    }

    /// A noun phrase or event noun at a token: the unit, its end, conjunction and preposition written with it.
    fn nominal(&mut self, at: usize, negated: bool) -> (UnitKind, usize, bool, Option<u16>) {
        let (conj, prep) = self.clitics(at);
        let mut pos = at;
        let mut quantifier = None;
        while let Some((Word::Quantifier(q), end, ..)) = self.closed_class(pos) {
            quantifier = Some(q);
            pos = end;
        }
        let amount = self.amount(pos);
        if let Some((_, end)) = &amount {
            pos = *end;
            if self.tokens.get(pos).is_some_and(|t| t.key == "من") {
                pos += 1;
            }
        }
        let mut amount = amount.map(|a| a.0);
        if let Some(end) = self.percent(pos).filter(|_| amount.is_some()) {
            // `80 في المئة من المدينة`: a part, not a count.
            pos = end + usize::from(self.tokens.get(end).is_some_and(|t| t.key == "من"));
            amount = None;
            quantifier = Some(Quantifier::Part);
        }
        if pos >= self.tokens.len() || !self.tokens[pos].is_word() {
            let np = Np { amount, quantifier, ..plain(at..pos.max(at + 1), Head::Unknown, Class::Unknown) };
            return (UnitKind::Np(np), pos.max(at + 1), conj, prep);
        }
        if let Some((mut event, end)) = self.event(pos) {
            event.amount = amount;
            event.negated = negated;
            return (UnitKind::Event(event), end, conj, prep);
        }
        let (mut np, end) = self.np(pos, 0);
        if np.amount.is_none() {
            np.amount = amount;
        }
        let end = self.at_least_after(&mut np.amount, end);
        np.tokens.end = end;
        np.quantifier = quantifier;
        np.tokens.start = at.min(np.tokens.start);
        (UnitKind::Np(np), end, conj, prep)
    }

    /// `في المئة`, `بالمئة`, `%`: where the expression ends.
    fn percent(&self, at: usize) -> Option<usize> {
        let key = |i: usize| self.tokens.get(i).map(|t| t.key.as_str()).unwrap_or_default();
        match key(at) {
            "بالمئة" | "بالمائة" => Some(at + 1),
            "في" if matches!(key(at + 1), "المئة" | "المائة") => Some(at + 2),
            "%" | "٪" => Some(at + 1),
            _ => self.tokens.get(at).is_some_and(|t| t.is('%') || t.is('٪')).then_some(at + 1),
        }
    }

    /// Conjunction and one-letter preposition of the reading that the word has here.
    fn clitics(&self, at: usize) -> (bool, Option<u16>) {
        let morph = &self.morphs[at];
        let cut = match self.name(at) {
            Some(found) => Some(found.cut),
            None => self.noun_phrase(at).map(|p| morph.cuts[p.3].clone()).or_else(|| self.nominal_analysis(at).map(|a| morph.cuts[a].clone())),
        };
        // `بثلاث فرق`
        let counted = || morph.cuts.iter().find(|c| (c.prep.is_some() || c.conj) && !self.lexicon.numerals.get(&c.word).is_empty()).cloned();
        let cut = cut.or_else(counted).or_else(|| unknown_cut(morph));
        let prep = cut.as_ref().and_then(|c| c.prep).and_then(|c| self.lexicon.preposition(c.encode_utf8(&mut [0; 4])));
        (cut.is_some_and(|c| c.conj), prep)
    }

    /// Cut of the preferred nominal reading.
    fn nominal_analysis(&self, at: usize) -> Option<usize> {
        self.best_nominal(at).map(|a| a.0)
    }

    /// Preferred nominal reading: cut and sense, event nouns first.
    fn best_nominal(&self, at: usize) -> Option<(usize, Sense, Option<Pronoun>)> {
        let morph = self.morphs.get(at)?;
        morph
            .analyses
            .iter()
            .filter(|a| !matches!(a.sense, Sense::Verb { .. }))
            .max_by_key(|a| {
                let class = match a.sense {
                    Sense::Noun { noun, .. } if self.told_by_next(at, noun) => 9,
                    Sense::Event { noun, .. } if self.means_event_here(at, noun) => 8,
                    Sense::Noun { noun, .. } if !self.lexicon.nouns[noun as usize].ambiguous => noun_rank(self.lexicon.nouns[noun as usize].class),
                    Sense::Noun { noun, .. } => noun_rank(self.lexicon.nouns[noun as usize].class) - 1,
                    Sense::Event { .. } => 3,
                    Sense::Nisba { .. } => 2,
                    _ => 1,
                };
                let cut = &morph.cuts[a.cut];
                (a.exact, a.pronoun.is_none(), usize::from(!cut.conj) + usize::from(cut.prep.is_none()), class, !in_construct(a.sense))
            })
            .map(|a| (a.cut, a.sense, a.pronoun))
    }

    /// The noun belongs to some class, by itself or with the fixed words that follow it here.
    fn means_event_here(&self, at: usize, noun: u32) -> bool {
        let uses = &self.lexicon.events[noun as usize].classes;
        uses.iter().any(|u| u.tail.is_empty() || u.tail.iter().enumerate().all(|(i, w)| self.tokens.get(at + 1 + i).is_some_and(|t| same_word(&t.key, w))))
    }

    /// The word after it makes a weapon of what may also be a march (`مسيرة إسرائيلية`), a district of what may also be an event (`قضاء النبطية`).
    fn told_by_next(&self, at: usize, noun: u32) -> bool {
        let Some(next) = self.morphs.get(at + 1).filter(|_| self.tokens[at + 1].is_word()) else { return false };
        match self.lexicon.nouns[noun as usize].class {
            NounClass::Weapon => next.analyses.iter().any(|a| matches!(a.sense, Sense::Nisba { .. }) && next.cuts[a.cut].prep.is_none()),
            NounClass::Title => self.person_at(at + 1).is_some_and(|f| !f.cut.conj && f.cut.prep.is_none()),
            NounClass::Place => self.name(at + 1).is_some_and(|f| !f.cut.conj && f.cut.prep.is_none() && f.names.iter().any(|n| matches!(n.bearer, Bearer::Place(_)))),
            _ => false,
        }
    }

    /// A common noun of several words: noun, form, end, cut.
    fn noun_phrase(&self, at: usize) -> Option<(u32, Form, usize, usize)> {
        let morph = self.morphs.get(at)?;
        let mut best: Option<(u32, Form, usize, usize)> = None;
        for (index, cut) in morph.cuts.iter().enumerate() {
            let stem = fold(if cut.article { &cut.word["ال".len()..] } else { &cut.word });
            for len in 2..=self.lexicon.noun_phrases.longest_from(&stem) {
                let mut phrase = stem.clone();
                let Some(rest) = self.tokens.get(at + 1..at + len) else { break };
                if rest.iter().any(|t| !t.is_word()) {
                    break;
                }
                for token in rest {
                    phrase.push(' ');
                    let folded = fold(&token.key);
                    phrase.push_str(folded.strip_prefix("ال").filter(|r| r.chars().count() > 1).unwrap_or(&folded));
                }
                if let Some(&(noun, form)) = self.lexicon.noun_phrases.get(&phrase).iter().max_by_key(|(n, _)| noun_rank(self.lexicon.nouns[*n as usize].class))
                    && best.is_none_or(|b| at + len > b.2)
                {
                    best = Some((noun, form, at + len, index));
                }
            }
        }
        best
    }

    fn event(&mut self, at: usize) -> Option<(EventNp, usize)> {
        if self.noun_phrase(at).is_some() || self.name(at).is_some_and(|f| f.end > at + 1 || self.name_wins(&f, at)) {
            return None;
        }
        let (cut, sense, pronoun) = self.best_nominal(at)?;
        let Sense::Event { noun, .. } = sense else { return None };
        let also = self.morphs[at].analyses.iter().filter(|a| a.cut == cut && a.pronoun == pronoun).filter_map(|a| match a.sense {
            Sense::Event { noun: other, .. } if other != noun => Some(other),
            _ => None,
        });
        let also = also.collect();
        let definite = self.morphs[at].cuts[cut].article;
        let mut event = EventNp { noun, also, at, definite, pronoun, amount: None, nisba: None, strike: None, of: None, negated: false };
        let mut end = at + 1;
        let tail = self.lexicon.events[noun as usize].classes.iter().map(|c| c.tail.len()).filter(|&n| self.tail_follows(noun, at, n)).max().unwrap_or(0);
        end += tail;
        if tail > 0 && event.pronoun.is_none() {
            // `تحت سيطرتها`: the pronoun stands on the last word of the idiom.
            event.pronoun = self.morphs[end - 1].analyses.iter().find_map(|a| a.pronoun.filter(|_| a.exact));
        }
        end = self.event_adjectives(&mut event, end);
        let quoted = self.tokens.get(end).filter(|t| t.kind == TokenKind::Quote && !definite).and_then(|_| self.closing_quote(end));
        if let Some(close) = quoted.filter(|&c| c > end + 2 && self.closed_class(end + 1).is_none()) {
            // `عملية “ردع العدوان”`: what the event is called takes no part in it.
            return Some((event, close + 1));
        }
        let dual = matches!(sense, Sense::Event { form, .. } if self.is_closed(at, at + 1, form.number));
        if !definite && !dual && event.pronoun.is_none() && event.nisba.is_none() && self.opens_genitive(end) {
            let (of, next) = self.np(end, 1);
            event.of = Some(Box::new(of));
            end = next;
            end = self.event_adjectives(&mut event, end);
        }
        Some((event, end))
    }

    fn tail_follows(&self, noun: u32, at: usize, len: usize) -> bool {
        self.lexicon.events[noun as usize]
            .classes
            .iter()
            .filter(|c| c.tail.len() == len)
            .any(|c| c.tail.iter().enumerate().all(|(i, w)| self.tokens.get(at + 1 + i).is_some_and(|t| same_word(&t.key, w))))
    }

    fn event_adjectives(&self, event: &mut EventNp, mut end: usize) -> usize {
        while let Some((nisba, strike, ..)) = self.adjective(end).filter(|a| event.of.is_some() || event.pronoun.is_some() || a.2 == event.definite) {
            event.nisba = event.nisba.or(nisba);
            event.strike = event.strike.take().or(strike);
            end += 1;
        }
        // `القصف المدفعي والصاروخي`
        if event.strike.is_some() && self.is_joined_strike(end) {
            end += 1;
        }
        end
    }

    /// A further kind of attack after `و`.
    fn is_joined_strike(&self, at: usize) -> bool {
        let Some(morph) = self.morphs.get(at) else { return false };
        let strikes = |a: &crate::morph::Analysis| matches!(a.sense, Sense::Adjective { adjective, .. } if self.lexicon.adjectives[adjective as usize].strike.is_some());
        morph.analyses.iter().any(|a| strikes(a) && morph.cuts[a.cut].conj && morph.cuts[a.cut].prep.is_none())
    }

    /// An adjective that follows its noun: nisba, kind of attack, direction.
    fn adjective(&self, at: usize) -> Option<(Option<u32>, Option<String>, bool)> {
        let morph = self.morphs.get(at)?;
        let country = |n: &Name| matches!(n.bearer, Bearer::Place(p) if self.lexicon.places[p as usize].class == "country");
        if !self.tokens[at].is_word() || self.times.iter().any(|t| t.tokens.start == at) || self.name(at).is_some_and(|f| f.names.iter().any(country)) {
            return None;
        }
        let noun = morph.analyses.iter().any(|a| {
            matches!(a.sense, Sense::Noun { noun, .. } if !self.lexicon.nouns[noun as usize].ambiguous) && a.exact && morph.cuts[a.cut].prep.is_none() && !morph.cuts[a.cut].conj
        });
        if matches!(self.closed_class(at), Some((Word::Prep(_), ..))) {
            return None;
        }
        for analysis in &morph.analyses {
            let cut = &morph.cuts[analysis.cut];
            if cut.conj || cut.prep.is_some() || cut.future || analysis.pronoun.is_some() {
                continue;
            }
            match analysis.sense {
                Sense::Nisba { nisba, .. } => return Some((Some(nisba), None, cut.article)),
                Sense::Adjective { adjective, .. } if !noun => {
                    return Some((None, self.lexicon.adjectives[adjective as usize].strike.clone(), cut.article));
                }
                Sense::Participle { .. } if !noun && cut.article && !self.is_event_noun(at) => return Some((None, None, true)),
                _ => {}
            }
        }
        None
    }

    /// A noun or name without preposition or conjunction stands here, and no verb.
    fn opens_genitive(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let quoted = token.kind == TokenKind::Quote;
        let at = if quoted { at + 1 } else { at };
        if !self.tokens.get(at).is_some_and(Token::is_word) || self.times.iter().any(|t| t.tokens.start == at) {
            return self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number) && !quoted;
        }
        let cardinal = matches!(self.numeral(at), Some((Numeral::Value(_) | Numeral::Times(_), _)));
        if cardinal && !self.morphs[at].cuts.iter().any(|c| c.conj && !self.lexicon.numerals.get(&c.word).is_empty()) {
            return true;
        }
        if matches!(self.closed_class(at), Some((Word::Latter, _, false, _))) || self.points_at(at) {
            return true;
        }
        let quantifier = matches!(self.closed_class(at), Some((Word::Quantifier(_) | Word::AtLeast | Word::Approximately, ..)));
        if let Some((Word::Quantifier(_), end, ..)) = self.closed_class(at)
            && self.is_event_noun(end)
        {
            return false;
        }
        if !quantifier && self.closed_class(at).is_some() {
            return false;
        }
        if let Some(found) = self.name(at) {
            return !found.cut.conj && found.cut.prep.is_none();
        }
        let morph = &self.morphs[at];
        let verb = morph.analyses.iter().any(|a| matches!(a.sense, Sense::Verb { .. }) && a.exact);
        match self.best_nominal(at) {
            Some((_, Sense::Event { noun, .. }, _)) if !self.lexicon.events[noun as usize].classes.is_empty() => false,
            Some((cut, sense, _)) if self.is_accusative(&morph.cuts[cut].word, sense) => false,
            Some((cut, Sense::Noun { .. } | Sense::Event { .. }, _)) => !morph.cuts[cut].conj && morph.cuts[cut].prep.is_none() && !(verb && !morph.cuts[cut].article),
            Some((cut, Sense::Participle { .. }, _)) => morph.cuts[cut].article && !morph.cuts[cut].conj && morph.cuts[cut].prep.is_none(),
            Some(_) => quantifier,
            None => quantifier || (!verb && (quoted || token.key.starts_with("ال") || is_latin(&token.key))),
        }
    }

    /// `تلك القوات`: a demonstrative before its noun.
    fn points_at(&self, at: usize) -> bool {
        matches!(self.closed_class(at), Some((Word::Demonstrative, _, false, _))) && self.tokens.get(at + 1).is_some_and(|t| t.key.starts_with("ال"))
    }

    /// The word after its conjunction may be an event noun.
    fn is_event_noun_inside(&self, at: usize) -> bool {
        let morph = &self.morphs[at];
        morph.analyses.iter().any(|a| matches!(a.sense, Sense::Event { noun, .. } if !self.lexicon.events[noun as usize].classes.is_empty()) && a.exact && morph.cuts[a.cut].conj)
    }

    /// `مسجدا`: the accusative of an indefinite noun stands in no construct.
    fn is_accusative(&self, word: &str, sense: Sense) -> bool {
        let Some(stem) = word.strip_suffix('ا') else { return false };
        self.lexicon.senses(stem).iter().any(|s| match (s, sense) {
            (Sense::Noun { noun: a, form }, Sense::Noun { noun: b, .. }) => *a == b && form.number != Number::Dual,
            _ => false,
        })
    }

    /// An event noun of some class stands here by itself.
    fn is_event_noun(&self, at: usize) -> bool {
        matches!(self.best_nominal(at), Some((cut, Sense::Event { noun, .. }, _))
            if !self.lexicon.events[noun as usize].classes.is_empty() && !self.morphs[at].cuts[cut].conj && self.morphs[at].cuts[cut].prep.is_none())
            && self.noun_phrase(at).is_none()
            && self.closed_class(at).is_none()
            && self.name(at).is_none()
    }

    /// A noun phrase; `depth` bounds how far genitives nest.
    fn np(&mut self, start: usize, depth: usize) -> (Np, usize) {
        let at = start + usize::from(self.tokens[start].kind == TokenKind::Quote && start + 1 < self.tokens.len());
        if let Some((amount, end)) = (depth > 0).then(|| self.amount(at)).flatten()
            && end < self.tokens.len()
            && self.tokens[end].is_word()
            && depth < 4
        {
            let (mut np, last) = self.np(end, depth + 1);
            np.amount = Some(amount);
            let last = self.at_least_after(&mut np.amount, last);
            np.tokens = start..last;
            return (np, last);
        }
        if let Some((Word::Quantifier(q), end, ..)) = self.closed_class(at)
            && depth < 4
            && end < self.tokens.len()
            && self.tokens[end].is_word()
        {
            let (mut np, last) = self.np(end, depth + 1);
            np.quantifier = Some(q);
            return (np, last);
        }
        if at > start
            && let Some((title, end)) = self.title_in_quotes(start)
        {
            return (title, end);
        }
        let (mut np, mut end) = self.head(at + usize::from(self.points_at(at)), depth);
        if self.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Quote) && at > start {
            end += 1;
        }
        end = self.at_least_after(&mut np.amount, end);
        np.tokens = start..end;
        (np, end)
    }

    /// `20 جنديا على الأقل`: the count is a least one.
    fn at_least_after(&self, amount: &mut Option<Amount>, end: usize) -> usize {
        match (amount, self.closed_class(end)) {
            (Some(amount), Some((Word::AtLeastAfter, after, ..))) => {
                amount.max = None;
                after
            }
            _ => end,
        }
    }

    fn head(&mut self, at: usize, depth: usize) -> (Np, usize) {
        if matches!(self.closed_class(at), Some((Word::Latter, ..))) {
            let feminine = self.tokens[at].key.ends_with('ة');
            return (Np { feminine, definite: true, ..plain(at..at + 1, Head::Latter, Class::Group) }, at + 1);
        }
        let phrase = self.noun_phrase(at);
        if let Some(found) = self.name(at).filter(|f| phrase.is_none_or(|p| f.end >= p.2))
            && self.name_wins(&found, at)
        {
            return self.named(found, at, None);
        }
        if let Some((noun, form, end, cut)) = phrase {
            let definite = self.morphs[at].cuts[cut].article || self.tokens[end - 1].key.starts_with("ال");
            return self.common(noun, form, definite, None, at, end, depth);
        }
        match self.best_nominal(at) {
            Some((cut, Sense::Noun { noun, form }, pronoun)) => {
                let definite = self.morphs[at].cuts[cut].article || pronoun.is_some();
                self.common(noun, form, definite, pronoun, at, at + 1, depth)
            }
            Some((cut, Sense::Nisba { nisba, form }, _)) => {
                let definite = self.morphs[at].cuts[cut].article;
                let np = Np { nisba: Some(nisba), number: form.number, feminine: form.feminine, definite, ..plain(at..at + 1, Head::Unknown, Class::Group) };
                (np, at + 1)
            }
            Some((cut, sense @ (Sense::Event { .. } | Sense::Adjective { .. } | Sense::Participle { .. }), _)) => {
                let number = match sense {
                    Sense::Event { form, .. } | Sense::Adjective { form, .. } | Sense::Participle { form, .. } => form.number,
                    _ => Number::Singular,
                };
                let feminine = self.tokens[at].key.ends_with('ة');
                let definite = self.morphs[at].cuts[cut].article;
                (Np { number, feminine, definite, ..plain(at..at + 1, Head::Unknown, Class::Unknown) }, at + 1)
            }
            _ => self.unknown(at),
        }
    }

    /// A place that is also an ordinary word needs company; a short name needs its country in the document.
    fn name_wins(&self, found: &Found, at: usize) -> bool {
        let generic = |n: &Name| matches!(n.bearer, Bearer::Actor(a) if n.short && !self.lexicon.actors[a as usize].is_person() && !self.short_fits(n));
        if found.names.iter().all(generic) {
            // `قوات الجيش` in a report of another war.
            return false;
        }
        if found.end > at + 1 {
            return true;
        }
        let word = self.best_nominal(at).is_some_and(|(_, s, _)| !matches!(s, Sense::Nisba { .. } | Sense::Adjective { .. } | Sense::Participle { .. }));
        found.names.iter().any(|n| match n.bearer {
            Bearer::Place(p) => {
                let homograph = self.lexicon.places[p as usize].homograph || word && self.lexicon.places[p as usize].class != "country";
                !homograph || (self.placed && !found.cut.conj && found.cut.prep.is_none() && !word) || found.cut.word.starts_with("ال") && !word && self.numeral(at).is_none()
            }
            // `القيادة العامة للبيشمركة` is not the general command.
            Bearer::Actor(a) if n.short && !self.lexicon.actors[a as usize].is_person() => {
                self.short_fits(n) && !self.is_owned(found.end) && self.same_country(found.end, &self.lexicon.actors[a as usize])
            }
            Bearer::Actor(_) | Bearer::Outlet(_) => (!n.short && found.cut.word.starts_with("ال")) || !word || self.short_fits(n),
        })
    }

    /// No adjective of another country follows (`الهيئة الفلسطينية`).
    fn same_country(&self, at: usize, actor: &rawi_lexicon::Actor) -> bool {
        let nisba = self.adjective(at).and_then(|a| a.0);
        nisba.is_none_or(|n| actor.country.as_deref() == Some(self.lexicon.nisbas[n as usize].id.as_str()))
    }

    /// `ل` and an actor follow.
    fn is_owned(&self, at: usize) -> bool {
        let at = at + usize::from(self.tokens.get(at).is_some_and(|t| matches!(t.key.as_str(), "التابع" | "التابعة" | "الموالي" | "الموالية")));
        self.name(at).is_some_and(|f| f.cut.prep == Some('ل') && f.names.iter().any(|n| matches!(n.bearer, Bearer::Actor(_))))
    }

    fn short_fits(&self, name: &Name) -> bool {
        match name.bearer {
            Bearer::Actor(a) => self.lexicon.actors[a as usize].country.as_ref().is_some_and(|c| self.register.is_about(c)),
            _ => false,
        }
    }

    fn named(&mut self, found: Found, at: usize, class_noun: Option<u32>) -> (Np, usize) {
        let class = class_noun.and_then(|n| self.lexicon.nouns[n as usize].place_type.as_deref());
        let end = found.end;
        let has_place = found.names.iter().any(|n| matches!(n.bearer, Bearer::Place(_)));
        let actor = best_actor(self.lexicon, &found.names, self.register);
        let outlet = found.names.iter().find_map(|n| if let Bearer::Outlet(o) = n.bearer { Some(o) } else { None });
        let mut np = plain(at..end, Head::Unknown, Class::Unknown);
        np.class_noun = class_noun;
        np.definite = true;
        match (actor, outlet) {
            (Some(a), _) if !(has_place && class_noun.is_some()) => {
                let actor = &self.lexicon.actors[a as usize];
                self.register.actors.push(a);
                np.head = Head::Actor(a);
                np.class = match actor.class.as_str() {
                    "person" => Class::Person,
                    "organisation" | "agency" | "body" | "government" => Class::Body,
                    "media" => Class::Outlet,
                    _ => Class::Group,
                };
                let first = &self.tokens[at].key;
                np.feminine = !actor.is_person() && (first.ends_with("ات") || first.ends_with('ة') || first.ends_with("فصائل") || first.ends_with("المعارضة"));
                np.number = if first.ends_with("ون") || first.ends_with("ين") { Number::Plural } else { Number::Singular };
                np.oblique = found.end == at + 1 && first.ends_with("ين") && self.lexicon.names.longest_from(&name_key(&format!("{}ون", first.trim_end_matches("ين")))) > 0;
            }
            (None, Some(o)) if !has_place => {
                np.head = Head::Outlet(o);
                np.class = Class::Outlet;
            }
            _ if has_place => {
                let parents = self.parents_after(end);
                np.head = Head::Place(best_places(self.lexicon, &found.names, class, self.register, &parents));
                np.class = Class::Place;
                np.feminine = true;
            }
            _ => {}
        }
        self.register.note(self.lexicon, &found.names);
        let mut end = end;
        while let Some((nisba, ..)) = self.adjective(end).filter(|a| a.2) {
            np.nisba = np.nisba.or(nisba);
            end += 1;
        }
        np.tokens.end = end;
        let after_comma = end + usize::from(self.tokens.get(end).is_some_and(|t| t.is('،')));
        let name_follows =
            self.tokens.get(after_comma).is_some() && self.person_at(after_comma).is_some_and(|f| !f.cut.conj && f.cut.prep.is_none() && !f.names.iter().all(|n| n.role));
        if found.names.iter().any(|n| n.role) && name_follows {
            return self.person_after(np, end);
        }
        (np, end)
    }

    /// Places named within the next words, which may be the units above a place (`بريف حمص`).
    fn parents_after(&self, at: usize) -> Vec<u32> {
        let mut out = Vec::new();
        for i in at..(at + 6).min(self.tokens.len()) {
            if matches!(self.tokens[i].kind, TokenKind::Punct('.')) {
                break;
            }
            if let Some(found) = self.name(i) {
                out.extend(found.names.iter().filter_map(|n| if let Bearer::Place(p) = n.bearer { Some(p) } else { None }));
            }
        }
        out
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one reading")]
    fn common(&mut self, noun: u32, form: Form, definite: bool, pronoun: Option<Pronoun>, at: usize, end: usize, depth: usize) -> (Np, usize) {
        let entry = &self.lexicon.nouns[noun as usize];
        let class = noun_class(entry);
        let (opens_place, is_title) = (entry.class == NounClass::Place, entry.class == NounClass::Title);
        let body_like = matches!(entry.class, NounClass::Group | NounClass::Body | NounClass::Source | NounClass::Weapon | NounClass::Thing);
        let oblique = form.number != Number::Singular && self.tokens[at].key.ends_with("ين");
        let mut np = Np { pronoun, number: form.number, feminine: form.feminine, definite, oblique, ..plain(at..end, Head::Noun(noun), class) };
        let mut end = self.modifiers(&mut np, end);
        if opens_place && pronoun.is_none() {
            return self.place_after(np, noun, end);
        }
        let genitive = self.tokens.get(end).is_some_and(|t| t.key.starts_with("ال")) || matches!(class, Class::Vehicle | Class::Materiel | Class::Thing);
        if !definite && pronoun.is_none() && genitive && self.is_event_noun(end) {
            // `قافلة إغاثة`, `طائرة استطلاع`: what it is for.
            np.tokens.end = end + 1;
            return (np, end + 1);
        }
        if is_title {
            return self.titled(np, end, depth);
        }
        if class == Class::People
            && self.tokens.get(end).is_some_and(|t| t.key == "من")
            && self.tokens.get(end + 1).is_some_and(|t| matches!(t.key.as_str(), "أبناء" | "أهالي" | "سكان" | "أهل"))
            && depth < 4
        {
            let (origin, next) = self.np(end + 1, depth + 1);
            np.of = Some(Box::new(origin));
            end = next;
        } else if !definite
            && pronoun.is_none()
            && depth < 4
            && np.nisba.is_none()
            && !(entry.relief && end > at + 1)
            && !self.is_closed(at, end, form.number)
            && self.opens_genitive(end)
        {
            let (of, next) = self.np(end, depth + 1);
            np.definite = of.definite;
            np.of = Some(Box::new(of));
            end = self.modifiers(&mut np, next);
        } else if body_like && self.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Quote) && depth < 4 {
            let (of, next) = self.quoted(end);
            np.of = of.map(Box::new);
            end = next;
        }
        np.tokens.end = end;
        (np, end)
    }

    /// Forms that no genitive follows: tanween, sound plurals and duals with their nun, a noun with its adjective.
    fn is_closed(&self, at: usize, end: usize, number: Number) -> bool {
        let key = self.tokens[at].key.as_str();
        let full = number == Number::Plural && (key.ends_with("ون") || key.ends_with("ين")) || number == Number::Dual && (key.ends_with("ان") || key.ends_with("ين"));
        let described = end > at + 1
            && self.morphs[end - 1].analyses.iter().any(|a| matches!(a.sense, Sense::Adjective { .. } | Sense::Nisba { .. } | Sense::Participle { .. }) && a.exact)
            && !self.morphs[end - 1].analyses.iter().any(|a| matches!(a.sense, Sense::Noun { .. } | Sense::Event { .. }) && a.exact);
        full || described || self.tokens[at].nunated
    }

    fn modifiers(&self, np: &mut Np, mut end: usize) -> usize {
        while let Some((nisba, strike, _)) =
            self.adjective(end).filter(|a| np.of.is_some() || np.pronoun.is_some() || a.2 == np.definite || (a.2 && self.tokens[end - 1].key.starts_with("ال")))
        {
            np.nisba = np.nisba.or(nisba);
            np.strike = np.strike.take().or(strike);
            end += 1;
        }
        if np.number == Number::Plural && self.tokens.get(end).is_some_and(|t| t.key == "عدة") {
            end += 1;
        }
        if np.number == Number::Dual && matches!(self.numeral(end), Some((Numeral::Value(2), _))) {
            end += 1;
        }
        let numbered = np.definite && np.pronoun.is_none() && np.number == Number::Singular && matches!(np.class, Class::Group | Class::Body | Class::Source | Class::Place);
        if numbered && self.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Number) && !self.times.iter().any(|t| t.tokens.contains(&end)) {
            end += 1;
        }
        end
    }

    /// Unknown words in quotation marks are one name (`مركز “تاون سنتر”`).
    fn title_in_quotes(&self, start: usize) -> Option<(Np, usize)> {
        let close = self.closing_quote(start)?;
        let known = self.name(start + 1).is_some() || self.noun_phrase(start + 1).is_some();
        let verb = (start + 1..close).any(|i| self.closed_class(i).is_some());
        (!known && !verb && close > start + 2).then(|| (Np { definite: true, ..plain(start + 1..close, Head::Unknown, Class::Unknown) }, close + 1))
    }

    /// The quotation mark that closes the one at a token, at most six words on.
    fn closing_quote(&self, at: usize) -> Option<usize> {
        let close = (at + 2..(at + 8).min(self.tokens.len())).find(|&i| self.tokens[i].kind == TokenKind::Quote)?;
        self.tokens[at + 1..close].iter().all(|t| t.is_word() || t.kind == TokenKind::Number).then_some(close)
    }

    /// A name in quotation marks of at most six words.
    fn quoted(&mut self, at: usize) -> (Option<Np>, usize) {
        let Some(close) = self.closing_quote(at) else { return (None, at) };
        if self.closed_class(at + 1).is_some() {
            return (None, at);
        }
        match self.name(at + 1).filter(|f| f.end == close) {
            Some(found) => {
                let (np, _) = self.named(found, at + 1, None);
                (Some(np), close + 1)
            }
            None => (Some(plain(at + 1..close, Head::Unknown, Class::Unknown)), close + 1),
        }
    }

    /// A class noun of places and the name after it.
    fn place_after(&mut self, mut np: Np, noun: u32, end: usize) -> (Np, usize) {
        let start = np.at;
        let mut at = end + usize::from(self.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Quote));
        if np.definite
            && let Some(part) = self.part_of(&np, noun, end)
        {
            return part;
        }
        if !self.tokens.get(at).is_some_and(|t| t.is_word()) || (np.definite && self.tokens.get(end).is_some_and(|t| t.is_word())) {
            np.tokens.end = end;
            return (np, end);
        }
        let whole = name_at(self.lexicon, self.tokens, self.morphs, start, self.date);
        if let Some(found) = whole.filter(|f| f.end > at) {
            let (mut named, end) = self.named(found, start, None);
            named.class_noun = Some(noun);
            named.number = np.number;
            return (named, end);
        }
        if let Some(found) = self.name(at).filter(|f| !f.cut.conj && f.cut.prep.is_none() && f.names.iter().any(|n| matches!(n.bearer, Bearer::Place(_)))) {
            let (mut named, mut end) = self.named(found, at, Some(noun));
            if self.lexicon.nouns[noun as usize].en == "capital" {
                self.capital_of(&mut named);
            }
            named.number = np.number;
            named.amount = np.amount.take();
            if self.lexicon.nouns[noun as usize].part {
                named.quantifier = Some(Quantifier::Part);
            }
            end += usize::from(self.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Quote) && at > np.tokens.end);
            named.tokens = start..end;
            return (named, end);
        }
        if self.opens_genitive(end) && (self.best_nominal(at).is_some() || self.name(at).is_some()) && self.closed_class(at).is_none() {
            let (of, next) = self.np(end, 2);
            np.definite = of.definite;
            np.of = Some(Box::new(of));
            np.tokens.end = next;
            return (np, next);
        }
        let quoted = at > end;
        let name = at;
        if let Some(close) = quoted.then(|| self.closing_quote(end)).flatten() {
            at = close;
        } else {
            while at < self.tokens.len() && at < name + 4 && self.is_unknown(at) && if at == name { self.clitics(at) == (false, None) } else { !self.starts_with_clitic(at) } {
                at += 1;
            }
        }
        if at == name {
            np.tokens.end = end;
            return (np, end);
        }
        let closed = quoted && self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Quote);
        let end = at + usize::from(closed);
        let unknown =
            Np { at: name, tokens: start..at, class_noun: Some(noun), definite: true, number: np.number, amount: np.amount, ..plain(start..at, Head::Unknown, Class::Place) };
        (unknown, end)
    }

    /// `الجزء الشمالي من المدينة`, `الأحياء الشرقية من حلب`: a part of the place named, on the side that the adjective says.
    fn part_of(&mut self, np: &Np, noun: u32, end: usize) -> Option<(Np, usize)> {
        let part = self.lexicon.nouns[noun as usize].part || np.number == Number::Plural;
        if !part || !self.tokens.get(end).is_some_and(|t| t.key == "من") {
            return None;
        }
        let found = self.name(end + 1).filter(|f| !f.cut.conj && f.names.iter().any(|n| matches!(n.bearer, Bearer::Place(_))))?;
        let (whole, next) = self.named(found, end + 1, None);
        let side = (np.at + 1..end).find_map(|i| side(self.tokens[i].key.strip_prefix("ال")?));
        Some((Np { tokens: np.tokens.start..next, quantifier: Some(Quantifier::Part), side, ..whole }, next))
    }

    /// `عاصمة اليمن` is its capital.
    fn capital_of(&self, np: &mut Np) {
        if let Head::Place(places) = &np.head
            && let Some(capital) = places.iter().filter(|p| self.lexicon.places[**p as usize].class == "country").find_map(|p| self.lexicon.capital(self.lexicon.country_of(*p)))
        {
            np.head = Head::Place(vec![capital]);
        }
    }

    /// A word that the lexicon does not know at all.
    fn is_unknown(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_word)
            && self.morphs[at].analyses.iter().all(|a| !a.exact || matches!(a.sense, Sense::Participle { .. }))
            && self.closed_class(at).is_none()
            && self.times.iter().all(|t| !t.tokens.contains(&at))
            && self.numeral(at).is_none()
    }

    fn starts_with_clitic(&self, at: usize) -> bool {
        self.tokens[at].key.starts_with(['و', 'ب']) && self.morphs[at].cuts.len() > 1
    }

    /// A title, what it is the title of, and the name it opens.
    fn titled(&mut self, mut np: Np, end: usize, depth: usize) -> (Np, usize) {
        np.class = Class::Title;
        let mut end = end;
        let rank = matches!(np.head, Head::Noun(n) if self.lexicon.nouns[n as usize].rank);
        let whole = name_at(self.lexicon, self.tokens, self.morphs, np.at, self.date).filter(|f| f.end > end);
        if let Some(found) = whole {
            let (named, next) = self.named(found, np.at, None);
            return self.person_after(Np { tokens: np.at..next, ..named }, next);
        }
        let construct = !np.definite || self.tokens[end - 1].key == "باسم";
        if construct && !rank && depth < 4 && self.opens_genitive(end) && self.person_at(end).is_none() {
            let (of, next) = self.np(end, depth + 1);
            np.of = Some(Box::new(of));
            np.definite = true;
            end = self.modifiers(&mut np, next);
        }
        np.tokens.end = end;
        self.person_after(np, end)
    }

    fn person_at(&self, at: usize) -> Option<Found> {
        let found = self.name(at)?;
        found.names.iter().any(|n| matches!(n.bearer, Bearer::Actor(a) if self.lexicon.actors[a as usize].is_person())).then_some(found)
    }

    /// The name after a title, directly or after a comma; unknown words of a name are taken too.
    fn person_after(&mut self, np: Np, end: usize) -> (Np, usize) {
        let comma = self.tokens.get(end).is_some_and(|t| t.is('،') || t.is(','));
        let at = end + usize::from(comma);
        if let Some(found) = self.tokens.get(at).and_then(|_| self.person_at(at)).filter(|f| !f.cut.conj && f.cut.prep.is_none()) {
            let (named, mut next) = self.named(found, at, None);
            next += usize::from(comma && self.tokens.get(next).is_some_and(|t| t.is('،') || t.is(',')));
            return (Np { tokens: np.tokens.start..next, at: np.at, of: np.of, ..named }, next);
        }
        let mut last = at;
        while last < at + 4 && self.is_unknown(last) && (last == at || !self.tokens[last].key.starts_with('و')) {
            last += 1;
        }
        let closes = !comma || self.tokens.get(last).is_some_and(|t| t.is('،') || t.is(','));
        let enough = if comma { last >= at + 2 } else { last > at };
        if enough && closes && np.head != Head::Unknown {
            let next = last + usize::from(comma);
            return (Np { tokens: np.tokens.start..last, at, head: Head::Unknown, class: Class::Person, ..np }, next);
        }
        (np, end)
    }

    fn unknown(&mut self, at: usize) -> (Np, usize) {
        let mut end = at + 1;
        while end < self.tokens.len() && end < at + 4 && self.is_unknown(end) && !self.starts_with_clitic(end) {
            end += 1;
        }
        let definite = self.morphs[at].cuts.iter().any(|c| c.article);
        let count = digits(&self.tokens[at].key).filter(|_| self.tokens[at].kind == TokenKind::Number);
        let amount = count.map(|n| Amount { min: n, max: Some(n), tokens: at..at + 1 });
        (Np { definite, amount, ..plain(at..end, Head::Unknown, Class::Unknown) }, end)
    }
}

/// `أكد الجيش، الأحد، نشر قواته`: a verb of saying before a parenthesis still waits for what is said.
fn awaits_content(lexicon: &Lexicon, out: &[Unit]) -> bool {
    let closed = matches!(out.last().map(|u| &u.kind), Some(UnitKind::Punct('،' | ',') | UnitKind::Time(_)));
    let clause = out.iter().rev().take(8).take_while(|u| !matches!(u.kind, UnitKind::Word(_) | UnitKind::Event(_) | UnitKind::Punct('.' | ':')));
    closed && clause.filter_map(|u| if let UnitKind::Verb(v) = &u.kind { Some(v) } else { None }).next().is_some_and(|v| lexicon.lemmas[v.lemma as usize].reporting.is_some())
}

/// A word that nobody knows, directly after a common noun and like it definite or not, describes the noun (`متنافسة`, `الميدانية`).
fn join_unknown_adjectives(tokens: &[Token], units: &mut Vec<Unit>) {
    let mut i = 0;
    while i + 1 < units.len() {
        let adjacent = units[i].tokens.end == units[i + 1].tokens.start && units[i + 1].prep.is_none() && !units[i + 1].conj;
        let describes = match (&units[i].kind, &units[i + 1].kind) {
            (UnitKind::Np(noun), UnitKind::Np(word)) if adjacent && is_bare_unknown(word) => {
                let common = matches!(noun.head, Head::Noun(_) | Head::Unknown) && noun.class != Class::Person && noun.class_noun.is_none();
                let open = !word.definite || matches!(noun.class, Class::Unknown | Class::Thing | Class::Source | Class::Materiel) || is_nisba_like(tokens, word);
                common && open && noun.definite == word.definite && noun.pronoun.is_none() && noun.of.is_none()
            }
            _ => false,
        };
        if !describes {
            i += 1;
            continue;
        }
        let word = units.remove(i + 1);
        units[i].tokens.end = word.tokens.end;
        if let UnitKind::Np(noun) = &mut units[i].kind {
            noun.tokens.end = word.tokens.end;
            noun.described = true;
        }
    }
}

/// `الاتحادية`, `الميداني`: the form of an adjective of belonging.
fn is_nisba_like(tokens: &[Token], np: &Np) -> bool {
    let key = tokens[np.at].key.as_str();
    key.starts_with("ال") && key.chars().count() > 5 && (key.ends_with("ية") || key.ends_with('ي'))
}

fn is_bare_unknown(np: &Np) -> bool {
    np.class == Class::Unknown && np.head == Head::Unknown && np.tokens.len() == 1 && np.amount.is_none() && np.nisba.is_none() && np.quantifier.is_none()
}

fn is_latin(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// `له`, `بها`: a pronoun under a preposition of one letter; with the conjunction before it.
fn pronoun_under(key: &str) -> Option<(&'static str, bool)> {
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

fn unknown_cut(morph: &Morph) -> Option<crate::morph::Cut> {
    let articled = morph.cuts.iter().find(|c| c.article && (c.conj || c.prep.is_some()));
    // A word that nobody knows gives up its و, and nothing else.
    articled.or_else(|| morph.cuts.iter().find(|c| c.conj && c.prep.is_none() && c.word.chars().count() > 3)).cloned()
}

/// Same word, article or attached pronoun aside.
pub(crate) fn same_word(text: &str, entry: &str) -> bool {
    let bare = |w: &str| w.strip_prefix("ال").unwrap_or(w).to_owned();
    let (a, b) = (bare(text), bare(entry));
    let bound = |b: &str| b.strip_suffix('ة').map(|stem| format!("{stem}ت"));
    let owned = |b: &str| ["هما", "هم", "ها", "ه"].iter().any(|s| a.strip_suffix(s) == Some(b));
    // `اتصالا هاتفيا`: the accusative.
    a == b || a.strip_suffix('ا') == Some(b.as_str()) || bound(&b).is_some_and(|b| owned(&b)) || {
        let stem = |w: &str| ["هما", "هم", "ها", "ه"].iter().find_map(|s| w.strip_suffix(s).map(str::to_owned));
        let (sa, sb) = (stem(&a), stem(&b));
        sb.is_some() && sa.is_some() && sa == sb
    }
}

fn digits(key: &str) -> Option<u64> {
    let plain: String = key.chars().filter(|c| !matches!(c, ',' | '٬')).collect();
    plain.split(['.', '٫']).next()?.parse().ok()
}

pub(crate) fn plain(tokens: Range<usize>, head: Head, class: Class) -> Np {
    Np {
        at: tokens.start,
        tokens,
        head,
        class,
        amount: None,
        quantifier: None,
        number: Number::Singular,
        feminine: false,
        definite: false,
        nisba: None,
        strike: None,
        pronoun: None,
        class_noun: None,
        side: None,
        of: None,
        oblique: false,
        described: false,
        more: Vec::new(),
    }
}

fn noun_class(noun: &rawi_lexicon::Noun) -> Class {
    match noun.class {
        NounClass::People => Class::People,
        NounClass::Group => Class::Group,
        NounClass::Body => Class::Body,
        NounClass::Title => Class::Title,
        NounClass::Source => Class::Source,
        NounClass::Place => Class::Place,
        NounClass::Weapon if noun.mobile => Class::Vehicle,
        NounClass::Weapon => Class::Weapon,
        NounClass::Materiel => Class::Materiel,
        NounClass::Thing => Class::Thing,
        NounClass::Time => Class::Time,
    }
}

/// A verb stands in the clause already, its phrases around it.
fn verb_open(out: &[Unit]) -> bool {
    out.iter().rev().take_while(|u| !matches!(u.kind, UnitKind::Punct(_) | UnitKind::Word(_))).any(|u| matches!(u.kind, UnitKind::Verb(_)))
}

/// The side that a word of direction names.
fn side(word: &str) -> Option<&'static str> {
    [("شمال", "Northern"), ("جنوب", "Southern"), ("شرق", "Eastern"), ("غرب", "Western")].into_iter().find(|(ar, _)| word.trim_start_matches('و').starts_with(ar)).map(|(_, en)| en)
}

/// The preposition of directions, by its first word.
fn direction(first: &str) -> bool {
    first == "شرق"
}

/// A form that stands only before a genitive or a pronoun.
fn in_construct(sense: Sense) -> bool {
    matches!(sense, Sense::Noun { form, .. } | Sense::Event { form, .. } if form.construct)
}

/// Between several nouns of one spelling.
fn noun_rank(class: NounClass) -> i32 {
    match class {
        NounClass::Group | NounClass::Weapon => 7,
        NounClass::Place => 6,
        NounClass::Source => 4,
        NounClass::Title => 3,
        _ => 5,
    }
}
