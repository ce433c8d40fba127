//! Units that are one phrase: unknown adjectives, appositions.

use rawi_lexicon::{Number, Sense, Word};

use crate::chunk::Chunker;
use crate::phrase::{Class, Head, Np, Unit, UnitKind, plain};
use crate::token::Token;

impl Chunker<'_, '_> {
    /// `انسحابه منها`: without a phrase after it, `منها` is a pronoun under من.
    pub(crate) fn pronouns_of_includes(&self, units: &mut [Unit]) {
        for i in 0..units.len() {
            let alone = !matches!(units.get(i + 1), Some(Unit { kind: UnitKind::Np(_), .. }));
            let token = units[i].tokens.start;
            if matches!(units[i].kind, UnitKind::Word(Word::Include)) && alone && self.tokens[token].key.starts_with("من") {
                units[i].kind = UnitKind::Np(plain(units[i].tokens.clone(), Head::Pronoun, Class::Unknown));
                units[i].prep = self.lexicon.preposition("من");
            }
        }
    }

    /// `وكالة سبأ المتحدثة باسم المتمردين`: a title after a named body tells more of it.
    pub(crate) fn join_titles(&self, units: &mut Vec<Unit>) {
        let mut i = 0;
        while i + 1 < units.len() {
            let body = matches!(&units[i].kind, UnitKind::Np(np) if matches!(np.class, Class::Outlet | Class::Body) && matches!(np.head, Head::Outlet(_) | Head::Actor(_)));
            let title = units[i + 1].prep.is_none() && !units[i + 1].conj && matches!(&units[i + 1].kind, UnitKind::Np(np) if np.class == Class::Title && np.definite);
            if body && title && units[i].tokens.end == units[i + 1].tokens.start {
                units.remove(i + 1);
            } else {
                i += 1;
            }
        }
    }

    /// `المحافظات الثلاث، درعا والسويداء والقنيطرة`: the names stand for the class noun.
    pub(crate) fn join_appositions(&self, units: &mut Vec<Unit>) {
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
}

impl Chunker<'_, '_> {
    /// `مدينة جنين الواقعة في`: a definite participle that has a complement of its own only tells more of what stands before it.
    fn tells_more(&self, noun: &Np, word: &Unit, next: Option<&Unit>) -> bool {
        let UnitKind::Np(np) = &word.kind else { return false };
        let participle = |i: usize| {
            self.morphs[i].analyses.iter().any(|a| match a.sense {
                Sense::Participle { .. } => self.morphs[i].cuts[a.cut].article,
                Sense::Adjective { adjective, .. } => self.lexicon.adjectives[adjective as usize].opens,
                _ => false,
            })
        };
        noun.definite && np.tokens.len() == 1 && np.head == Head::Unknown && participle(np.at) && next.is_some_and(|u| u.prep.is_some() && u.tokens.start <= word.tokens.end + 1)
    }

    /// A word that nobody knows, directly after a common noun and like it definite or not, describes the noun (`متنافسة`, `الميدانية`).
    pub(crate) fn join_unknown_adjectives(&self, units: &mut Vec<Unit>) {
        let tokens = self.tokens;
        let mut i = 0;
        while i + 1 < units.len() {
            let adjacent = units[i].tokens.end == units[i + 1].tokens.start && units[i + 1].prep.is_none() && !units[i + 1].conj;
            if let UnitKind::Np(noun) = &units[i].kind
                && adjacent
                && self.tells_more(noun, &units[i + 1], units.get(i + 2))
            {
                units.remove(i + 1);
                continue;
            }
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
}

/// `الاتحادية`, `الميداني`: the form of an adjective of belonging.
fn is_nisba_like(tokens: &[Token], np: &Np) -> bool {
    let key = tokens[np.at].key.as_str();
    key.starts_with("ال") && key.chars().count() > 5 && (key.ends_with("ية") || key.ends_with('ي'))
}

fn is_bare_unknown(np: &Np) -> bool {
    np.class == Class::Unknown && np.head == Head::Unknown && np.tokens.len() == 1 && np.amount.is_none() && np.nisba.is_none() && np.quantifier.is_none()
}
