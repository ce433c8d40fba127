//! Event nouns: their idioms, adjectives and genitives.

use rawi_lexicon::Sense;

use crate::chunk::Chunker;
use crate::morph::Analysis;
use crate::phrase::{EventNp, same_word};
use crate::token::TokenKind;

impl Chunker<'_, '_> {
    /// The noun belongs to some class, by itself or with the fixed words that follow it here.
    pub(crate) fn means_event_here(&self, at: usize, noun: u32) -> bool {
        let uses = &self.lexicon.events[noun as usize].classes;
        uses.iter().any(|u| u.tail.is_empty() || u.tail.iter().enumerate().all(|(i, w)| self.tokens.get(at + 1 + i).is_some_and(|t| same_word(&t.key, w))))
    }

    pub(crate) fn event(&mut self, at: usize) -> Option<(EventNp, usize)> {
        if self.noun_phrase(at).is_some() || self.name(at).is_some_and(|f| f.end > at + 1 || self.name_wins(f, at)) {
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
        let bare = end;
        end = self.event_adjectives(&mut event, end);
        let described = end > bare;
        let hit_follows = !definite && self.opener.is_some_and(|l| self.lexicon.lemmas[l as usize].light.iter().any(|l| l.hits)) && !self.names_agent(end);
        let quoted = self.tokens.get(end).filter(|t| t.kind == TokenKind::Quote && !definite).and_then(|_| self.closing_quote(end));
        if let Some(close) = quoted.filter(|&c| c > end + 2 && self.closed_class(end + 1).is_none()) {
            // `عملية “ردع العدوان”`: what the event is called takes no part in it.
            return Some((event, close + 1));
        }
        let dual = matches!(sense, Sense::Event { form, .. } if self.is_closed(at, at + 1, form.number));
        if !definite && !dual && !described && !hit_follows && event.pronoun.is_none() && self.opens_genitive(end) {
            let (of, next) = self.np(end, 1);
            event.of = Some(Box::new(of));
            end = next;
            end = self.event_adjectives(&mut event, end);
        }
        Some((event, end))
    }

    pub(crate) fn tail_follows(&self, noun: u32, at: usize, len: usize) -> bool {
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
        // `غارة أخرى`
        let other = matches!(self.tokens.get(end).map(|t| t.key.as_str()), Some(k) if !event.definite && matches!(self.best_nominal(end), Some((_, Sense::Noun { noun, .. }, None)) if self.lexicon.nouns[noun as usize].en == "others") && !k.starts_with('و'));
        end += usize::from(other);
        // `القصف المدفعي والصاروخي`
        if event.strike.is_some() && self.is_joined_strike(end) {
            end += 1;
        }
        end
    }

    /// A further kind of attack after `و`.
    fn is_joined_strike(&self, at: usize) -> bool {
        let Some(morph) = self.morphs.get(at) else { return false };
        let strikes = |a: &Analysis| matches!(a.sense, Sense::Adjective { adjective, .. } if self.lexicon.adjectives[adjective as usize].strike.is_some());
        morph.analyses.iter().any(|a| strikes(a) && morph.cuts[a.cut].conj && morph.cuts[a.cut].prep.is_none())
    }

    /// The word after its conjunction may be an event noun.
    pub(crate) fn is_event_noun_inside(&self, at: usize) -> bool {
        let morph = &self.morphs[at];
        morph.analyses.iter().any(|a| matches!(a.sense, Sense::Event { noun, .. } if !self.lexicon.events[noun as usize].classes.is_empty()) && a.exact && morph.cuts[a.cut].conj)
    }

    /// An event noun of some class stands here by itself.
    pub(crate) fn is_event_noun(&self, at: usize) -> bool {
        matches!(self.best_nominal(at), Some((cut, Sense::Event { noun, .. }, _))
            if !self.lexicon.events[noun as usize].classes.is_empty() && !self.morphs[at].cuts[cut].conj && self.morphs[at].cuts[cut].prep.is_none())
            && self.noun_phrase(at).is_none()
            && self.closed_class(at).is_none()
            && self.name(at).is_none()
    }
}
