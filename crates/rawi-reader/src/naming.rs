//! Names: where one stands, whether it is meant, the persons after titles, the words in quotation marks.

use rawi_lexicon::{Bearer, Name, Number, Sense};

use crate::chunk::Chunker;
use crate::mention::{Found, best_actor, best_places};
use crate::morph::{Analysis, name_key};
use crate::phrase::{Class, Head, Np, plain};
use crate::token::TokenKind;

impl<'a> Chunker<'a, '_> {
    /// The longest name at a token, unless the word is one of its own and the name only what its clitics leave.
    pub(crate) fn name(&self, at: usize) -> Option<&'a Found<'a>> {
        let found = self.names.get(at)?.as_ref()?;
        let clitic = found.end == at + 1 && (found.cut.conj || found.cut.prep.is_some());
        let whole = |a: &Analysis| {
            a.exact
                && a.pronoun.is_none()
                && !self.morphs[at].cuts[a.cut].conj
                && self.morphs[at].cuts[a.cut].prep.is_none()
                && !matches!(a.sense, Sense::Verb { .. } | Sense::Participle { .. })
        };
        if clitic && self.morphs[at].analyses.iter().any(whole) {
            return None;
        }
        // `وأفاد` is a verb of saying before it is an agency of nearly that name.
        let says = |a: &Analysis| matches!(a.sense, Sense::Verb { lemma, .. } if a.exact && self.lexicon.lemmas[lemma as usize].reporting.is_some());
        let actor = || found.names.iter().all(|n| matches!(n.bearer, Bearer::Actor(_) | Bearer::Outlet(_)));
        if found.end == at + 1 && self.morphs[at].analyses.iter().any(says) && actor() {
            return None;
        }
        Some(found)
    }

    /// A place that is also an ordinary word needs company; a short name needs its country in the document.
    pub(crate) fn name_wins(&self, found: &Found<'_>, at: usize) -> bool {
        let generic = |n: &Name| matches!(n.bearer, Bearer::Actor(a) if n.short && !self.lexicon.actors[a as usize].is_person() && !self.short_fits(n));
        if found.names.iter().all(generic) {
            // `قوات الجيش` in a report of another war.
            return false;
        }
        if found.end > at + 1 {
            return true;
        }
        let quoted = at > 0 && [at - 1, found.end].into_iter().all(|i| self.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Quote));
        if quoted && found.names.iter().all(|n| matches!(n.bearer, Bearer::Place(_))) {
            // `تقتحم "جنين"`
            return true;
        }
        // `الأيام القليلة`: an adjective after a noun with the article.
        let describes = at > 0
            && self.tokens[at - 1].key.starts_with("ال")
            && self.morphs[at].analyses.iter().any(|a| a.exact && matches!(a.sense, Sense::Adjective { .. }) && self.morphs[at].cuts[a.cut].article);
        if describes && found.names.iter().all(|n| matches!(n.bearer, Bearer::Place(_))) {
            return false;
        }
        let word = self.best_nominal(at).is_some_and(|(_, s, _)| !matches!(s, Sense::Nisba { .. } | Sense::Adjective { .. } | Sense::Participle { .. }));
        found.names.iter().any(|n| match n.bearer {
            Bearer::Place(p) => {
                let homograph = self.lexicon.places[p as usize].homograph || word && self.lexicon.places[p as usize].class != "country";
                let doubtful = self.aimed && matches!(self.best_nominal(at), Some((_, Sense::Noun { noun, .. }, None)) if self.lexicon.nouns[noun as usize].ambiguous);
                !homograph
                    || doubtful
                    || (self.placed && !found.cut.conj && found.cut.prep.is_none() && !word)
                    || found.cut.word.starts_with("ال") && !word && self.numeral(at).is_none()
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

    pub(crate) fn named(&mut self, found: &Found<'_>, at: usize, class_noun: Option<u32>) -> (Np, usize) {
        let class = class_noun.and_then(|n| self.lexicon.nouns[n as usize].place_type.as_deref());
        let open = self.tokens[at..found.end].iter().filter(|t| t.kind == TokenKind::Quote).count() % 2 == 1;
        // `وكالة الأنباء “وفا”`: the mark that closes the last word of the name.
        let end = found.end + usize::from(open && self.tokens.get(found.end).is_some_and(|t| t.kind == TokenKind::Quote));
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
                let places = best_places(self.lexicon, &found.names, class, self.register, &parents);
                np.head = if class.is_some() && self.lies_elsewhere(end, &places) { Head::Unknown } else { Head::Place(places) };
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

    /// `حي جبارة في إدلب`: the text puts the place into another country than all bearers of the name lie in.
    fn lies_elsewhere(&self, at: usize, places: &[u32]) -> bool {
        let inside = self.tokens.get(at).is_some_and(|t| t.key == "في");
        let Some(found) = self.name(at + usize::from(inside)).filter(|f| inside || f.cut.prep == Some('ب')) else { return false };
        let wholes: Vec<&str> = found.names.iter().filter_map(|n| if let Bearer::Place(p) = n.bearer { Some(self.lexicon.country_of(p)) } else { None }).collect();
        !wholes.is_empty() && places.iter().all(|p| !wholes.contains(&self.lexicon.country_of(*p)))
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

    /// Unknown words in quotation marks are one name (`مركز “تاون سنتر”`).
    pub(crate) fn title_in_quotes(&self, start: usize) -> Option<(Np, usize)> {
        let close = self.closing_quote(start)?;
        let known = self.name(start + 1).is_some() || self.noun_phrase(start + 1).is_some();
        let verb = (start + 1..close).any(|i| self.closed_class(i).is_some());
        (!known && !verb && close > start + 2).then(|| (Np { definite: true, ..plain(start + 1..close, Head::Unknown, Class::Unknown) }, close + 1))
    }

    /// The quotation mark that closes the one at a token, at most six words on.
    pub(crate) fn closing_quote(&self, at: usize) -> Option<usize> {
        let close = (at + 2..(at + 8).min(self.tokens.len())).find(|&i| self.tokens[i].kind == TokenKind::Quote)?;
        self.tokens[at + 1..close].iter().all(|t| t.is_word() || t.kind == TokenKind::Number).then_some(close)
    }

    /// A name in quotation marks of at most six words.
    pub(crate) fn quoted(&mut self, at: usize) -> (Option<Np>, usize) {
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

    /// `تنظيم (داعش)`: a name in brackets directly after the noun that it completes.
    pub(crate) fn bracketed(&mut self, at: usize) -> Option<(Np, usize)> {
        let found = self.tokens.get(at).filter(|t| t.is('(')).and_then(|_| self.name(at + 1))?;
        let actor = found.names.iter().any(|n| matches!(n.bearer, Bearer::Actor(_) | Bearer::Outlet(_)));
        (actor && self.tokens.get(found.end).is_some_and(|t| t.is(')'))).then(|| (self.named(found, at + 1, None).0, found.end + 1))
    }

    /// A title, what it is the title of, and the name it opens.
    pub(crate) fn titled(&mut self, mut np: Np, end: usize, depth: usize) -> (Np, usize) {
        np.class = Class::Title;
        let mut end = end;
        let rank = matches!(np.head, Head::Noun(n) if self.lexicon.nouns[n as usize].rank);
        let whole = self.names[np.at].as_ref().filter(|f| f.end > end);
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

    pub(crate) fn person_at(&self, at: usize) -> Option<&'a Found<'a>> {
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
}
