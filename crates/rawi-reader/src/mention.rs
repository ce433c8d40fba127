//! Names in a sentence, and which of their bearers is meant.

use jiff::civil::Date;
use rawi_lexicon::orthography::fold_letter;
use rawi_lexicon::{Bearer, Lexicon, Name};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::morph::{Cut, Morph};
use crate::token::{Token, TokenKind};

/// What a document tells about which bearer of a name is meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Register {
    /// How often names of each country were seen.
    pub countries: FxHashMap<String, u32>,
    /// Places named so far.
    pub places: FxHashSet<u32>,
    /// When each actor was read last, counted in actors: a short name (`الجيش`) means the bearer spoken of last.
    actors: FxHashMap<u32, u32>,
    /// Actors read so far.
    read: u32,
}

impl Register {
    /// Notes the countries of the bearers of an unambiguous name.
    pub fn note(&mut self, lexicon: &Lexicon, names: &[Name]) {
        let [name] = names else { return };
        match name.bearer {
            Bearer::Place(p) => {
                let weight = if lexicon.places[p as usize].class == "country" { 2 } else { 1 };
                self.count(lexicon.country_of(p), weight);
                self.places.insert(p);
            }
            Bearer::Actor(a) if !name.short => {
                let actor = &lexicon.actors[a as usize];
                if let Some(country) = &actor.country {
                    // A government stands for its country as much as the country's name.
                    self.count(country, if matches!(actor.class.as_str(), "government" | "state") { 2 } else { 1 });
                }
            }
            _ => {}
        }
    }

    /// An actor was read.
    pub fn spoken_of(&mut self, actor: u32) {
        self.actors.insert(actor, self.read);
        self.read += 1;
    }

    fn count(&mut self, country: &str, weight: u32) {
        match self.countries.get_mut(country) {
            Some(n) => *n += weight,
            None => {
                self.countries.insert(country.to_owned(), weight);
            }
        }
    }

    /// The country that the document is most about.
    pub fn main_country(&self) -> Option<String> {
        self.countries.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse((*name).clone()))).map(|(name, _)| name.clone())
    }

    /// True when a country has a good share of the document: at least a third of what the main one has.
    pub fn is_about(&self, country: &str) -> bool {
        let most = self.countries.values().max().copied().unwrap_or(0);
        let weight = self.weight(country);
        weight > 0 && weight * 3 >= most
    }

    /// How much the document is about a country.
    pub fn weight(&self, country: &str) -> u32 {
        self.countries.get(country).copied().unwrap_or(0)
    }
}

/// A name found in the text.
#[derive(Clone, Debug)]
pub(crate) struct Found<'t> {
    pub end: usize,
    pub cut: Cut<'t>,
    pub names: SmallVec<[Name; 1]>,
}

/// The longest name that begins at a token, valid at `date`; quotation marks inside a name do not count.
pub(crate) fn name_at<'t>(lexicon: &Lexicon, tokens: &[Token], morphs: &[Morph<'t>], at: usize, date: Option<Date>) -> Option<Found<'t>> {
    let mut best: Option<Found<'t>> = None;
    let mut phrase = String::with_capacity(96);
    for cut in &morphs[at].cuts {
        phrase.clear();
        phrase.push_str(ARTICLE);
        push_folded(&mut phrase, &cut.word);
        let first = phrase.len();
        let starts: &[usize] = if cut.article { &[ARTICLE.len()] } else { &[ARTICLE.len(), 0] };
        for &start in starts {
            phrase.truncate(first);
            if let Some((end, names)) = longest(lexicon, tokens, at, cut, &mut phrase, start, date)
                && best.as_ref().is_none_or(|b| end > b.end)
            {
                best = Some(Found { end, cut: cut.clone(), names });
            }
        }
    }
    best
}

const ARTICLE: &str = "ال";

/// The longest name whose first word stands in `phrase` from `start` on; the words tried are added to it. Where the name ends, and what it names.
fn longest(lexicon: &Lexicon, tokens: &[Token], at: usize, cut: &Cut<'_>, phrase: &mut String, start: usize, date: Option<Date>) -> Option<(usize, SmallVec<[Name; 1]>)> {
    let limit = lexicon.names.longest_from(&phrase[start..]);
    let plain = phrase[start..].starts_with(ARTICLE) == cut.word.starts_with(ARTICLE);
    let mut end = at + 1;
    let mut best = None;
    for words in 1..=limit {
        if words > 1 {
            while tokens.get(end).is_some_and(|t| t.kind == TokenKind::Quote) {
                end += 1;
            }
            let Some(next) = tokens.get(end).filter(|t| t.is_word() || t.kind == TokenKind::Number) else { break };
            phrase.push(' ');
            push_folded(phrase, &next.key);
            end += 1;
        }
        let names: SmallVec<[Name; 1]> = lexicon.names.get(&phrase[start..]).iter().copied().filter(|n| valid(n, date)).collect();
        if !names.is_empty() && (plain || words > 1) {
            best = Some((end, names));
        }
    }
    best
}

/// Appends the folded key of a word.
pub(crate) fn push_folded(phrase: &mut String, word: &str) {
    phrase.reserve(word.len());
    phrase.extend(word.chars().map(fold_letter));
}

fn valid(name: &Name, date: Option<Date>) -> bool {
    let Some(date) = date else { return true };
    name.from.is_none_or(|f| f <= date) && name.until.is_none_or(|u| date <= u)
}

/// Bearers of the same kind ordered by how well they fit the document, and whether the first two tie.
pub(crate) fn best_actor(lexicon: &Lexicon, names: &[Name], register: &Register) -> Option<u32> {
    let actors = names.iter().filter_map(|n| if let Bearer::Actor(a) = n.bearer { Some((a, n.short)) } else { None });
    let score = |&(a, short): &(u32, bool)| {
        let country = lexicon.actors[a as usize].country.as_deref().unwrap_or_default();
        let recency = register.actors.get(&a).map_or(0, |at| 200 + at);
        (u32::from(!short) * 100_000) + recency.max(register.weight(country))
    };
    actors.min_by_key(|a| std::cmp::Reverse(score(a))).map(|a| a.0)
}

/// The place meant: by the class noun beside the name, the unit above, the document's countries and neighbours.
pub(crate) fn best_places(lexicon: &Lexicon, names: &[Name], class: Option<&str>, register: &Register, parents: &[u32]) -> Vec<u32> {
    let places: Vec<u32> = names.iter().filter_map(|n| if let Bearer::Place(p) = n.bearer { Some(p) } else { None }).collect();
    let score = |&p: &u32| {
        let place = &lexicon.places[p as usize];
        let class_fits = class.map_or(0, |c| if fits(c, &place.class) { 400 } else { 0 });
        let settled = class.is_some() || !matches!(place.class.as_str(), "governorate" | "district" | "region");
        let parent = if parents.iter().any(|&up| lexicon.is_within(p, up)) { 200 } else { 0 };
        // A bare name is the town, whatever other regions are spoken of.
        let near = settled && register.places.iter().any(|&other| other != p && place.within.is_some() && lexicon.places[other as usize].within == place.within);
        let country = register.weight(lexicon.country_of(p)).min(40) * 3;
        class_fits + parent + country + if near { 20 } else { 0 } + rank(&place.class)
    };
    let mut scored: Vec<(u32, u32)> = places.iter().map(|p| (score(p), *p)).collect();
    scored.sort_by_key(|&(s, p)| (std::cmp::Reverse(s), p));
    let top = scored.first().map_or(0, |s| s.0);
    scored.into_iter().filter(|s| s.0 == top).map(|s| s.1).collect()
}

/// A class noun of the text against a place type of the lexicon.
fn fits(noun: &str, class: &str) -> bool {
    noun == class
        || matches!(
            (noun, class),
            ("governorate", "region")
                | ("region", "governorate")
                | ("city", "town")
                | ("town", "city" | "village")
                | ("village", "town")
                | ("airport", "airbase")
                | ("airbase", "airport")
                | ("base", "airbase")
        )
}

/// Without other evidence a bigger place is meant.
fn rank(class: &str) -> u32 {
    match class {
        "country" => 12,
        "city" => 10,
        "governorate" => 8,
        "town" => 6,
        "district" => 4,
        "region" | "airbase" | "airport" => 5,
        _ => 2,
    }
}
