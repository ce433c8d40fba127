//! Links of a chain: one for each holder, by name or description.

use rawi_lexicon::{Lexicon, NounClass};
use rawi_model::{Link, LinkType, Span};

use crate::attribution::Holders;
use crate::frame::Context;
use crate::phrase::{Class, Head, Np, Unit, UnitKind};
use crate::token::span_of;

impl Context<'_> {
    /// Notes the bodies and organisations that a sentence names in full.
    pub(crate) fn note_bodies(&self, text: &str, holders: &mut Holders) {
        for unit in self.units {
            let UnitKind::Np(np) = &unit.kind else { continue };
            if np.class != Class::Body || np.tokens.len() < 2 {
                continue;
            }
            if let Some(link) = self.link(np, text, None) {
                holders.bodies.push((first_word(&self.tokens[np.at].key), link));
            }
        }
    }

    pub(crate) fn is_medium(&self, np: &Np) -> bool {
        matches!(np.head, Head::Outlet(_)) || self.noun_of(np).is_some_and(|n| n.link == Some(LinkType::Agency)) || np.of.as_deref().is_some_and(|of| self.is_medium(of))
    }

    pub(crate) fn noun_of(&self, np: &Np) -> Option<&rawi_lexicon::Noun> {
        match np.head {
            Head::Noun(n) => Some(&self.lexicon.nouns[n as usize]),
            _ => None,
        }
    }

    pub(crate) fn can_speak(&self, np: &Np) -> bool {
        match np.class {
            Class::Place if np.of.as_deref().is_some_and(|of| matches!(of.class, Class::Body | Class::Group)) => true,
            Class::Place => matches!(&np.head, Head::Place(p) if p.first().is_some_and(|p| matches!(self.lexicon.places[*p as usize].class.as_str(), "country" | "city"))),
            Class::Weapon | Class::Vehicle | Class::Materiel | Class::Thing | Class::Time => false,
            Class::Unknown => np.amount.is_none() && self.tokens[np.at].key.chars().count() > 2,
            _ => true,
        }
    }

    /// Links of a holder; an anaphor (`المصادر`, `البيان ذاته`) stands for the last source.
    pub(crate) fn holder_links(&self, np: &Np, text: &str, cue: &str, holders: &Holders) -> Vec<Link> {
        let noun = self.noun_of(np);
        let placed = |u: &&Unit| u.tokens.start <= np.tokens.end + 1 && u.prep.is_some_and(|p| matches!(self.lexicon.prepositions[p as usize].as_str(), "في" | "ب"));
        let described = self
            .units
            .iter()
            .find(|u| u.tokens.start >= np.tokens.end)
            .filter(placed)
            .is_some_and(|u| matches!(&u.kind, UnitKind::Np(n) if matches!(n.class, Class::Body | Class::Group)));
        let bare = np.of.is_none() && np.nisba.is_none() && np.amount.is_none() && !described;
        let anaphor = np.definite
            && bare
            && noun.is_some_and(|n| {
                n.class == NounClass::Source && !matches!(n.link, Some(LinkType::Estimate | LinkType::Imagery))
                    || n.link == Some(LinkType::Agency)
                    || matches!(n.en.as_str(), "network" | "Network" | "agency")
            });
        if anaphor && np.pronoun.is_none() {
            let past = if noun.is_some_and(|n| n.link == Some(LinkType::Agency)) {
                holders.source.iter().chain(&holders.last).find(|l| l.kind == LinkType::Agency).cloned().into_iter().collect()
            } else if noun.is_some_and(|n| n.vehicle) {
                holders.last.clone()
            } else {
                if holders.source.is_empty() && noun.is_some_and(|n| n.link == Some(LinkType::Anonymous)) { holders.last.clone() } else { holders.source.clone() }
            };
            if !past.is_empty() {
                return past;
            }
        }
        let named_before = noun.filter(|n| n.class == NounClass::Body && np.definite && bare).and_then(|_| {
            let word = first_word(&self.tokens[np.at].key);
            holders.bodies.iter().rev().find(|(w, _)| *w == word).map(|(_, link)| Link { verb: Some(cue.to_owned()), ..link.clone() })
        });
        if let Some(link) = named_before {
            return vec![link];
        }
        if noun.is_some_and(|n| n.vehicle) {
            return np.of.as_deref().map(|of| self.holder_links(of, text, cue, holders)).unwrap_or_default();
        }
        self.link(np, text, Some(cue)).into_iter().collect()
    }

    /// A source without a name is described by where it stands: `مصدر في وزارة الدفاع`.
    fn described_until(&self, np: &Np) -> usize {
        let end = np.tokens.end;
        let source = np.of.is_none() && self.noun_of(np).is_some_and(|n| n.class == NounClass::Source && !n.vehicle);
        let place = |u: &&Unit| {
            u.tokens.start <= end + 1
                && u.tokens.end > end
                && u.prep.is_some()
                && u.prep == self.lexicon.preposition("في")
                && matches!(&u.kind, UnitKind::Np(n) if matches!(n.class, Class::Body | Class::Group))
        };
        self.units.iter().find(|u| u.tokens.start >= end).filter(place).filter(|_| source).map_or(end, |u| u.tokens.end)
    }

    /// The words that name or describe a holder, from the title on, without clitics, commas and what opens a complement.
    fn named_span(&self, np: &Np, text: &str) -> Span {
        let whole = self.head_span(text, &Np { at: np.tokens.start, ..np.clone() });
        let until = self.described_until(np);
        let end = if until > np.tokens.end { span_of(self.tokens, np.tokens.start..until).end } else { whole.end };
        let words = Span::new(whole.start, end).of(text);
        Span::new(whole.start, whole.start + words.trim_end_matches(['،', ',', ' ']).len())
    }

    /// One link for the phrase that names a holder.
    pub(crate) fn link(&self, np: &Np, text: &str, cue: Option<&str>) -> Option<Link> {
        let span = self.named_span(np, text);
        let words = span.of(text).trim_matches(['“', '”', '"', '«', '»', ' ']).to_owned();
        let link = |kind, id: Option<String>, name: String, name_ar: Option<String>| Link { kind, id, name, name_ar, verb: cue.map(str::to_owned), span: Some(span) };
        Some(match &np.head {
            Head::Actor(a) => {
                let actor = &self.lexicon.actors[*a as usize];
                let kind = match actor.class.as_str() {
                    "person" => LinkType::Person,
                    "organisation" | "agency" | "body" => LinkType::Organisation,
                    "media" => LinkType::Agency,
                    _ => LinkType::Party,
                };
                link(kind, Some(actor.id.clone()), actor.en.clone(), Some(actor.ar.clone()))
            }
            Head::Outlet(o) => {
                let outlet = &self.lexicon.outlets[*o as usize];
                link(LinkType::Agency, Some(outlet.id.clone()), outlet.en.clone(), Some(outlet.ar.clone()))
            }
            Head::Place(places) => {
                let country = self.lexicon.country_of(*places.first()?);
                let actor = self.lexicon.actor(&format!("actor:{country}"))?;
                let actor = &self.lexicon.actors[actor as usize];
                link(LinkType::Party, Some(actor.id.clone()), actor.en.clone(), Some(actor.ar.clone()))
            }
            Head::Noun(n) => {
                let noun = &self.lexicon.nouns[*n as usize];
                if noun.link == Some(LinkType::Agency)
                    && let Some(of) = np.of.as_deref()
                {
                    return self.link(of, text, cue).map(|l| Link { kind: LinkType::Agency, span: Some(span), ..l });
                }
                let kind = noun.link.unwrap_or(match noun.class {
                    NounClass::Body | NounClass::Place => LinkType::Organisation,
                    NounClass::Group => LinkType::Party,
                    NounClass::Title if np.class == Class::Person => LinkType::Person,
                    NounClass::Title => LinkType::Official,
                    _ => LinkType::Anonymous,
                });
                if matches!(kind, LinkType::Party)
                    && let Some(inner @ Head::Actor(_)) = np.of.as_deref().map(|of| &of.head)
                {
                    let inner = Np { head: inner.clone(), ..np.clone() };
                    return self.link(&inner, text, cue);
                }
                link(kind, None, words, None)
            }
            Head::Unknown | Head::Latter | Head::Pronoun => {
                let kind = if np.class == Class::Person { LinkType::Person } else { LinkType::Organisation };
                link(kind, None, words, None)
            }
        })
    }
}

fn first_word(key: &str) -> String {
    let word = key.strip_prefix("لل").or_else(|| key.strip_prefix("ال")).unwrap_or(key);
    word.to_owned()
}

/// Outlet link from what the caller said.
pub(crate) fn outlet_link(lexicon: &Lexicon, outlet: Option<&str>) -> Link {
    let known = outlet.and_then(|o| lexicon.outlet(o));
    Link {
        kind: LinkType::Outlet,
        id: known.map(|o| o.id.clone()),
        name: known.map(|o| o.en.clone()).or_else(|| outlet.map(str::to_owned)).unwrap_or_else(|| "unnamed outlet".to_owned()),
        name_ar: known.map(|o| o.ar.clone()),
        verb: None,
        span: None,
    }
}

/// The link of whom an outlet forwards: an outlet quoted by an outlet.
pub(crate) fn forwarded_link(lexicon: &Lexicon, from: &str) -> Link {
    Link { kind: LinkType::Agency, ..outlet_link(lexicon, Some(from)) }
}

pub(crate) fn is_unnamed(kind: LinkType) -> bool {
    matches!(kind, LinkType::Anonymous | LinkType::Official | LinkType::Witness | LinkType::Document | LinkType::SocialMedia | LinkType::Estimate)
}
