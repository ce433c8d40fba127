//! Places: a class noun with the name after it, parts, capitals.

use rawi_lexicon::orthography::fold;
use rawi_lexicon::{Bearer, NounClass, Number, Quantifier, Sense};

use crate::chunk::{Chunker, side};
use crate::mention::best_places;
use crate::phrase::{Class, Head, Np, plain};
use crate::token::{Token, TokenKind};

impl Chunker<'_, '_> {
    /// Of the bearers of each name, the one of the class that the noun before the list says.
    pub(crate) fn prefer_class(&self, np: &mut Np, class: Option<u32>) {
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

    /// A class noun of places and the name after it.
    pub(crate) fn place_after(&mut self, mut np: Np, noun: u32, end: usize) -> (Np, usize) {
        let start = np.at;
        let end = end + usize::from(self.tokens.get(end).is_some_and(Token::is_word) && self.is_unknown(end) && self.describes_plural(&np, end));
        let mut at = end + usize::from(self.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Quote));
        if (np.definite || np.number == Number::Plural)
            && let Some(part) = self.part_of(&np, noun, end)
        {
            return part;
        }
        if np.oblique && np.number == Number::Singular {
            // `معسكرا ثانيا`: the accusative of an indefinite noun stands before no name.
            np.tokens.end = end;
            return (np, end);
        }
        if !self.tokens.get(at).is_some_and(|t| t.is_word()) || (np.definite && self.tokens.get(end).is_some_and(|t| t.is_word())) {
            np.tokens.end = end;
            return (np, end);
        }
        let whole = self.names[start].as_ref();
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
            while at < self.tokens.len()
                && at < name + 4
                && self.is_unknown(at)
                && if at == name { self.opens_name(at) } else { !self.starts_with_clitic(at) && !self.describes(at) }
            {
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

    /// No clitic is cut off an unknown word here; after a class noun a name may begin with the letter ف (`بلدة فيليا`).
    fn opens_name(&self, at: usize) -> bool {
        self.clitics(at) == (false, None) || self.tokens[at].key.starts_with('ف') && self.clitics(at) == (true, None)
    }

    /// `مناطق متفرقة`: after a plural of things an unknown feminine word without the article is an adjective.
    fn describes_plural(&self, np: &Np, at: usize) -> bool {
        let key = self.tokens[at].key.as_str();
        np.number == Number::Plural && key.ends_with('ة') && !key.starts_with("ال") && key.chars().count() > 4 && !self.tokens[np.at].key.ends_with("تي")
    }

    /// A definite participle after a name tells more of it (`الواقعة`).
    fn describes(&self, at: usize) -> bool {
        self.tokens[at].key.starts_with("ال") && self.morphs[at].analyses.iter().any(|a| matches!(a.sense, Sense::Participle { .. }))
    }

    /// `الجزء الشمالي من المدينة`, `الأحياء الشرقية من حلب`: a part of the place named, on the side that the adjective says.
    fn part_of(&mut self, np: &Np, noun: u32, end: usize) -> Option<(Np, usize)> {
        let part = self.lexicon.nouns[noun as usize].part || np.number == Number::Plural;
        // `المناطق الشرقية لمدينة خان يونس`
        let of_town = matches!(self.best_nominal(end), Some((cut, Sense::Noun { noun, .. }, None)) if self.morphs[end].cuts[cut].prep == Some('ل') && self.lexicon.nouns[noun as usize].class == NounClass::Place);
        if !part || !of_town && !self.tokens.get(end).is_some_and(|t| t.key == "من") {
            return None;
        }
        let found = self.name(end + 1).filter(|f| !f.cut.conj && f.cut.prep.is_none() && f.names.iter().any(|n| matches!(n.bearer, Bearer::Place(_))))?;
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
}
