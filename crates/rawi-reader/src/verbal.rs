//! Finite verbs, participles that do the work of verbs, and words that may be verb or noun.

use rawi_lexicon::{Bearer, Form, Lexicon, LightSubject, NounClass, Number, Numeral, Sense, Subject, Tense, Voice, Word};
use smallvec::SmallVec;

use crate::chunk::{Before, Chunker, pronoun_under};
use crate::morph::Analysis;
use crate::phrase::{Class, Head, Unit, UnitKind, Verb, same_word};

impl Chunker<'_, '_> {
    /// A fixed word of the idiom that the last verb opens (`أحكمت قسد قبضتها`).
    pub(crate) fn closes_idiom(&self, at: usize, out: &[Unit]) -> bool {
        let last = out.iter().rev().take(5).find_map(|u| match &u.kind {
            UnitKind::Verb(v) => Some(v.lemma),
            _ => None,
        });
        last.is_some_and(|lemma| self.lexicon.lemmas[lemma as usize].classes.iter().any(|c| c.tail.iter().any(|w| same_word(&self.tokens[at].key, w))))
    }

    pub(crate) fn verb(&self, at: usize, before: &mut Before, out: &mut Vec<Unit>) -> Option<usize> {
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
                    !(opens && self.clashes_with_next(at, *subject) || clashes_with_last(out, *subject)),
                    self.weight(*lemma),
                    a.pronoun.is_none(),
                    *voice != Voice::Passive,
                )
            })?;
        let voice = if self.tokens[at].damma && tense == Tense::Past && voice == Voice::Either { Voice::Passive } else { voice };
        let cut = &morph.cuts[analysis.cut];
        let nominal = morph.analyses.iter().any(|a| !matches!(a.sense, Sense::Verb { .. } | Sense::Participle { .. }) && a.exact) || self.name(at).is_some();
        let whole = |a: &Analysis| a.exact && !morph.cuts[a.cut].conj && matches!(a.sense, Sense::Noun { .. } | Sense::Event { .. });
        if cut.conj && morph.analyses.iter().any(whole) {
            return None;
        }
        let dual_before = matches!(out.last().map(|u| &u.kind), Some(UnitKind::Np(np)) if np.number == Number::Dual || !np.more.is_empty());
        let event = |a: &Analysis| a.exact && matches!(a.sense, Sense::Event { noun, .. } if !self.lexicon.events[noun as usize].classes.is_empty());
        if subject == Subject::Two && tense == Tense::Past && !dual_before && morph.analyses.iter().any(event) {
            // `صدت القوات تقدما`: the accusative of the verbal noun looks like a dual.
            return None;
        }
        if nominal && self.is_aspect_object(at, out) {
            return None;
        }
        let nominal = nominal && !(analysis.pronoun.is_some() && self.names_agent(at + 1));
        if nominal && !self.verbal_here(at, before, out, tense, subject, cut.conj) {
            return None;
        }
        // `جراء تعرض المدينة لقصف`: its verbal noun is written like the verb.
        let befalls = tense == Tense::Past && self.lexicon.lemmas[lemma as usize].light.iter().any(|l| l.subject == LightSubject::Patient);
        // `حتى شرع`, and `هو من بدأ`: "who began".
        if !befalls && before.prep.is_some_and(|p| !matches!(self.lexicon.prepositions[p as usize].as_str(), "حتى" | "من") || nominal) {
            return None;
        }
        let also = morph.analyses.iter().filter(|a| a.cut == analysis.cut && a.pronoun == analysis.pronoun).filter_map(|a| match a.sense {
            Sense::Verb { lemma: other, tense: t, subject: s, .. } if other != lemma && t == tense && s == subject => Some(other),
            _ => None,
        });
        let also = also.collect();
        Some((Verb { lemma, also, tense, subject, voice, pronoun: analysis.pronoun, negated: false, future: cut.future, participle: false, qad: false }, cut.conj))
    }

    /// `اشتباكات، السبت، بين الطرفين`: an event noun just before takes this preposition.
    pub(crate) fn is_awaited_preposition(&self, at: usize, out: &[Unit]) -> bool {
        let Some((Word::Prep(prep), _, false, false)) = self.closed_class(at) else { return false };
        let takes = |noun: u32| {
            let classes = self.lexicon.events[noun as usize].classes.iter();
            classes.flat_map(|c| &self.lexicon.classes[c.class as usize].frames).any(|f| f.preps.iter().any(|(ids, _)| ids.contains(&prep)))
        };
        let mut back = out.iter().rev().skip_while(|u| matches!(u.kind, UnitKind::Time(_) | UnitKind::Punct('،' | ',')));
        matches!(back.next().map(|u| &u.kind), Some(UnitKind::Event(e)) if takes(e.noun))
    }

    /// `واصل الجيش تقدمه`: what is gone on with or carried out is an event noun with its pronoun.
    fn is_aspect_object(&self, at: usize, out: &[Unit]) -> bool {
        let event = |a: &Analysis| a.exact && a.pronoun.is_some() && matches!(a.sense, Sense::Event { noun, .. } if !self.lexicon.events[noun as usize].classes.is_empty());
        let mut back = out.iter().rev().skip_while(|u| matches!(u.kind, UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Punct('،' | ',')));
        let awaits = |lemma: u32| {
            let lemma = &self.lexicon.lemmas[lemma as usize];
            lemma.aspect.is_some() || lemma.light.iter().any(|l| l.subject == LightSubject::Actor && l.preps.is_empty() && !l.hits)
        };
        self.morphs[at].analyses.iter().any(event) && matches!(back.next().map(|u| &u.kind), Some(UnitKind::Verb(v)) if awaits(v.lemma))
    }

    /// Somebody who may be a subject stands here (`شنه مقاتلو التنظيم`).
    pub(crate) fn names_agent(&self, at: usize) -> bool {
        let Some(morph) = self.morphs.get(at).filter(|_| self.tokens[at].is_word()) else { return false };
        if let Some(found) = self.name(at) {
            return !found.cut.conj && found.cut.prep.is_none() && found.names.iter().any(|n| matches!(n.bearer, Bearer::Actor(_) | Bearer::Outlet(_)));
        }
        let agent = |noun: u32| matches!(self.lexicon.nouns[noun as usize].class, NounClass::Group | NounClass::Body | NounClass::Title | NounClass::People);
        matches!(self.best_nominal(at), Some((cut, Sense::Noun { noun, .. }, None)) if agent(noun) && !morph.cuts[cut].conj && morph.cuts[cut].prep.is_none())
    }

    /// A jussive that has lost its last letter (`تصف` of صفّى): only after a negation.
    fn is_shortened(&self, word: &str, lemma: u32) -> bool {
        let mut full = String::with_capacity(word.len() + 2);
        ['ي', 'ى', 'و'].into_iter().any(|c| {
            full.clear();
            full.push_str(word);
            full.push(c);
            self.lexicon.senses(&full).iter().any(
                |s| matches!(s, Sense::Verb { lemma: other, tense: Tense::Imperfect, subject: Subject::He | Subject::She | Subject::Speaker, bound: false, .. } if *other == lemma),
            )
        })
    }

    /// The noun after the word is of the other gender than a verb of this form asks for (`توصل الطرفان`: he).
    fn clashes_with_next(&self, at: usize, subject: Subject) -> bool {
        let Some(morph) = self.morphs.get(at + 1).filter(|_| self.name(at + 1).is_none_or(|f| f.end > at + 2)) else { return false };
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
            Subject::He => f.feminine && (f.number == Number::Singular || self.tokens[at + 1].key.ends_with("ات")),
            _ => false,
        };
        !forms.is_empty() && forms.iter().all(clashes)
    }

    /// A participle that does the work of a verb: of saying after a comma (`، مشيرا إلى أن`), or of a state (`ليس منتشرا في`).
    pub(crate) fn participle(&self, at: usize, before: &Before, out: &[Unit]) -> Option<Verb> {
        if before.prep.is_some() || self.name(at).is_some() {
            return None;
        }
        let morph = &self.morphs[at];
        let after_comma = matches!(out.last().map(|u| &u.kind), Some(UnitKind::Punct('،' | ',')) | None);
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

    pub(crate) fn weight(&self, lemma: u32) -> usize {
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
        let people = |a: &Analysis| matches!(a.sense, Sense::Noun { noun, .. } if matches!(self.lexicon.nouns[noun as usize].class, NounClass::People | NounClass::Group));
        let nisba_next = self.morphs.get(next).is_some_and(|m| {
            m.analyses.iter().any(|a| matches!(a.sense, Sense::Nisba { .. } | Sense::Adjective { .. }) && !m.cuts[a.cut].article) && !m.analyses.iter().any(people)
        });
        head && follows_subject && !nisba_next
    }

    /// A preposition with its pronoun (`فيها`, `لها`): what stands before it opens a relative clause.
    fn takes_pronoun(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.is_word() && (pronoun_under(&t.key).is_some() || matches!(self.closed_class(at), Some((Word::Prep(_), _, _, true)))))
    }
}

/// `المخيم تعرض`: the noun just before is of the other gender than a verb of this form asks for.
fn clashes_with_last(out: &[Unit], subject: Subject) -> bool {
    let Some(Unit { kind: UnitKind::Np(np), prep: None, .. }) = out.last() else { return false };
    let known = np.definite && np.number == Number::Singular && np.more.is_empty() && matches!(np.head, Head::Noun(_));
    known && (subject == Subject::She && !np.feminine || subject == Subject::He && np.feminine)
}

/// `أكد الجيش، الأحد، نشر قواته`: a verb of saying before a parenthesis still waits for what is said.
fn awaits_content(lexicon: &Lexicon, out: &[Unit]) -> bool {
    let closed = matches!(out.last().map(|u| &u.kind), Some(UnitKind::Punct('،' | ',') | UnitKind::Time(_)));
    let clause = out.iter().rev().take(8).take_while(|u| !matches!(u.kind, UnitKind::Word(_) | UnitKind::Event(_) | UnitKind::Punct('.' | ':')));
    closed && clause.filter_map(|u| if let UnitKind::Verb(v) = &u.kind { Some(v) } else { None }).next().is_some_and(|v| lexicon.lemmas[v.lemma as usize].reporting.is_some())
}

/// A verb stands in the clause already, its phrases around it.
fn verb_open(out: &[Unit]) -> bool {
    out.iter().rev().take_while(|u| !matches!(u.kind, UnitKind::Punct(_) | UnitKind::Word(_))).any(|u| matches!(u.kind, UnitKind::Verb(_)))
}
