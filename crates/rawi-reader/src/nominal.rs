//! Noun phrases: the reading of a noun, its adjectives, its genitive.

use rawi_lexicon::orthography::fold;
use rawi_lexicon::{Bearer, Form, Name, NounClass, Number, Numeral, Quantifier, Sense, Word};

use crate::amount::digits;
use crate::chunk::Chunker;
use crate::mention::push_folded;
use crate::morph::{Cut, Morph, Pronoun};
use crate::phrase::{Amount, Class, Head, Np, UnitKind, noun_class, plain};
use crate::token::{Token, TokenKind};

impl Chunker<'_, '_> {
    /// A noun phrase or event noun at a token: the unit, its end, conjunction and preposition written with it.
    pub(crate) fn nominal(&mut self, at: usize, negated: bool) -> (UnitKind, usize, bool, Option<u16>) {
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
        let vague = quantifier.is_some() && matches!(self.numeral(pos.saturating_sub(1)), Some((Numeral::Times(_), _)));
        // `مئات الآلاف`: how many is not said.
        let mut amount = amount.map(|a| a.0).filter(|_| !vague);
        if let Some(end) = self.ordinal_before(pos).filter(|_| amount.is_none()) {
            pos = end;
        }
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
        if amount.is_some() && pos > at && self.stands_alone(pos) {
            // `وأصابوا ستة على الأقل في هجومين`
            return (UnitKind::Np(Np { amount, quantifier, ..plain(at..pos, Head::Unknown, Class::Unknown) }), pos, conj, prep);
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

    /// `ثاني استهداف`: an ordinal in construct counts off the noun after it.
    fn ordinal_before(&self, at: usize) -> Option<usize> {
        let (numeral, end) = self.numeral(at)?;
        let noun = |i: usize| self.tokens.get(i).is_some_and(Token::is_word) && (self.is_event_noun(i) || matches!(self.best_nominal(i), Some((_, Sense::Noun { .. }, _))));
        (matches!(numeral, Numeral::Ordinal(_)) && !self.tokens[at].key.contains("ال") && noun(end)).then_some(end)
    }

    /// Conjunction and one-letter preposition of the reading that the word has here.
    pub(crate) fn clitics(&self, at: usize) -> (bool, Option<u16>) {
        let morph = &self.morphs[at];
        let cut = match self.name(at) {
            Some(found) => Some(found.cut.clone()),
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
    pub(crate) fn best_nominal(&self, at: usize) -> Option<(usize, Sense, Option<Pronoun>)> {
        *self.known.get(at)?.nominal.get_or_init(|| self.preferred_nominal(at))
    }

    fn preferred_nominal(&self, at: usize) -> Option<(usize, Sense, Option<Pronoun>)> {
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

    /// The word after it makes a weapon of what may also be a march (`مسيرة إسرائيلية`), a district of what may also be an event (`قضاء النبطية`).
    pub(crate) fn told_by_next(&self, at: usize, noun: u32) -> bool {
        let Some(next) = self.morphs.get(at + 1).filter(|_| self.tokens[at + 1].is_word()) else { return false };
        match self.lexicon.nouns[noun as usize].class {
            NounClass::Weapon => next.analyses.iter().any(|a| matches!(a.sense, Sense::Nisba { .. }) && next.cuts[a.cut].prep.is_none()),
            NounClass::Title => self.person_at(at + 1).is_some_and(|f| !f.cut.conj && f.cut.prep.is_none()),
            NounClass::Place => self.name(at + 1).is_some_and(|f| !f.cut.conj && f.cut.prep.is_none() && f.names.iter().any(|n| matches!(n.bearer, Bearer::Place(_)))),
            _ => false,
        }
    }

    /// A common noun of several words: noun, form, end, cut.
    pub(crate) fn noun_phrase(&self, at: usize) -> Option<(u32, Form, usize, usize)> {
        *self.known.get(at)?.phrase.get_or_init(|| self.longest_noun(at))
    }

    fn longest_noun(&self, at: usize) -> Option<(u32, Form, usize, usize)> {
        let morph = self.morphs.get(at)?;
        let mut best: Option<(u32, Form, usize, usize)> = None;
        let mut phrase = String::new();
        for (index, cut) in morph.cuts.iter().enumerate() {
            phrase.clear();
            push_folded(&mut phrase, if cut.article { &cut.word["ال".len()..] } else { &cut.word });
            for len in 2..=self.lexicon.noun_phrases.longest_from(&phrase) {
                let Some(token) = self.tokens.get(at + len - 1).filter(|t| t.is_word()) else { break };
                phrase.push(' ');
                let folded = fold(&token.key);
                phrase.push_str(folded.strip_prefix("ال").filter(|r| r.chars().count() > 1).unwrap_or(&folded));
                if let Some(&(noun, form)) = self.lexicon.noun_phrases.get(&phrase).iter().max_by_key(|(n, _)| noun_rank(self.lexicon.nouns[*n as usize].class))
                    && best.is_none_or(|b| at + len > b.2)
                {
                    best = Some((noun, form, at + len, index));
                }
            }
        }
        best
    }

    /// An adjective that follows its noun: nisba, kind of attack, direction.
    pub(crate) fn adjective(&self, at: usize) -> Option<(Option<u32>, Option<String>, bool)> {
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
                Sense::Participle { .. } if !noun && cut.article && !self.is_event_noun(at) && self.name(at).is_none() => return Some((None, None, true)),
                _ => {}
            }
        }
        None
    }

    /// A noun or name without preposition or conjunction stands here, and no verb.
    pub(crate) fn opens_genitive(&self, at: usize) -> bool {
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
        if matches!(self.closed_class(at), Some((_, _, conj, _)) if conj || !quantifier) {
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
        (matches!(self.closed_class(at), Some((Word::Demonstrative, _, false, _))) || self.tokens[at].key == "ذات")
            && self.tokens.get(at + 1).is_some_and(|t| t.key.starts_with("ال"))
    }

    /// `مسجدا`: the accusative of an indefinite noun stands in no construct.
    fn is_accusative(&self, word: &str, sense: Sense) -> bool {
        let Some(stem) = word.strip_suffix('ا') else { return false };
        self.lexicon.senses(stem).iter().any(|s| match (s, sense) {
            (Sense::Noun { noun: a, form }, Sense::Noun { noun: b, .. }) => *a == b && form.number != Number::Dual,
            _ => false,
        })
    }

    /// A noun phrase; `depth` bounds how far genitives nest.
    pub(crate) fn np(&mut self, start: usize, depth: usize) -> (Np, usize) {
        let at = start + usize::from(self.tokens[start].kind == TokenKind::Quote && start + 1 < self.tokens.len());
        if let Some((amount, end)) = (depth > 0).then(|| self.amount(at)).flatten()
            && end < self.tokens.len()
            && self.tokens[end].is_word()
            && depth < 4
        {
            // `ستة من عناصره`
            let end = end + usize::from(self.tokens[end].key == "من" && self.tokens.get(end + 1).is_some_and(Token::is_word));
            if self.stands_alone(end) {
                return (Np { amount: Some(amount), ..plain(start..end, Head::Unknown, Class::Unknown) }, end);
            }
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
            let vague = matches!(self.numeral(at), Some((Numeral::Times(_) | Numeral::Value(100), _))) && matches!(self.numeral(end), Some((Numeral::Times(_), _)));
            let (mut np, last) = self.np(end, depth + 1);
            np.quantifier = Some(q);
            if vague || at > start && np.amount.is_some() {
                // `مئات آلاف السكان`: how many is not said.
                np.amount = None;
            }
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

    /// What follows a number here is no noun that it counts (`مقتل ثلاثة في غارة`).
    fn stands_alone(&self, at: usize) -> bool {
        matches!(self.closed_class(at), Some((Word::Prep(_), ..))) || self.is_event_noun_inside(at)
    }

    fn head(&mut self, at: usize, depth: usize) -> (Np, usize) {
        if matches!(self.closed_class(at), Some((Word::Latter, ..))) {
            let feminine = self.tokens[at].key.ends_with('ة');
            return (Np { feminine, definite: true, ..plain(at..at + 1, Head::Latter, Class::Group) }, at + 1);
        }
        let phrase = self.noun_phrase(at);
        if let Some(found) = self.name(at).filter(|f| phrase.is_none_or(|p| f.end >= p.2))
            && self.name_wins(found, at)
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

    #[allow(clippy::too_many_arguments, reason = "the parts of one reading")]
    fn common(&mut self, noun: u32, form: Form, definite: bool, pronoun: Option<Pronoun>, at: usize, end: usize, depth: usize) -> (Np, usize) {
        let entry = &self.lexicon.nouns[noun as usize];
        let class = noun_class(entry);
        let (opens_place, is_title) = (entry.class == NounClass::Place, entry.class == NounClass::Title);
        let body_like = matches!(entry.class, NounClass::Group | NounClass::Body | NounClass::Source | NounClass::Weapon | NounClass::Thing);
        let sense = Sense::Noun { noun, form };
        let oblique = form.number != Number::Singular && self.tokens[at].key.ends_with("ين") || self.morphs[at].cuts.iter().any(|c| self.is_accusative(&c.word, sense));
        let mut np = Np { pronoun, number: form.number, feminine: form.feminine, definite, oblique, ..plain(at..end, Head::Noun(noun), class) };
        let mut end = self.modifiers(&mut np, end);
        if let Some(next) = self.make_after(end).filter(|_| matches!(class, Class::Vehicle | Class::Weapon | Class::Materiel | Class::Thing)) {
            np.tokens.end = next;
            return (np, next);
        }
        if opens_place && pronoun.is_none() {
            return self.place_after(np, noun, end);
        }
        let genitive = self.tokens.get(end).is_some_and(|t| t.key.starts_with("ال")) || matches!(class, Class::Vehicle | Class::Materiel | Class::Thing);
        let counts = entry.harm.is_some() || entry.toll;
        if !definite && pronoun.is_none() && genitive && !counts && !self.is_closed(at, end, form.number) && self.is_event_noun(end) {
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
            && !(class == Class::Vehicle && self.is_hit_by(end))
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
        } else if let Some((of, next)) = (body_like && np.pronoun.is_none()).then(|| self.bracketed(end)).flatten() {
            np.of = Some(Box::new(of));
            end = next;
        }
        np.tokens.end = end;
        (np, end)
    }

    /// A thing or place that a vehicle or drone before it hits or goes to, and does not belong to (`استهدفت مسيّرة سيارة`).
    fn is_hit_by(&self, at: usize) -> bool {
        let Some((cut, Sense::Noun { noun, .. }, None)) = self.best_nominal(at) else { return false };
        let noun = &self.lexicon.nouns[noun as usize];
        let indefinite = !self.morphs[at].cuts[cut].article;
        noun.class == NounClass::Place || indefinite && self.opener.is_some() && matches!(noun.class, NounClass::Thing | NounClass::Materiel)
    }

    /// `من طراز «شاهد»`: the make of a weapon or vehicle, and where its words end.
    fn make_after(&self, at: usize) -> Option<usize> {
        let key = |i: usize| self.tokens.get(i).map(|t| t.key.as_str()).unwrap_or_default();
        (key(at) == "من" && matches!(key(at + 1), "طراز" | "نوع" | "عيار" | "فئة")).then_some(())?;
        let name = at + 2;
        match self.tokens.get(name)?.kind {
            TokenKind::Quote => self.closing_quote(name).map(|close| close + 1),
            _ => (name..self.tokens.len().min(name + 3)).take_while(|&i| self.is_unknown(i) || is_latin(key(i)) || self.tokens[i].kind == TokenKind::Number).last().map(|i| i + 1),
        }
    }

    /// Forms that no genitive follows: tanween, sound plurals and duals with their nun, a noun with its adjective.
    pub(crate) fn is_closed(&self, at: usize, end: usize, number: Number) -> bool {
        let key = self.tokens[at].key.as_str();
        let full = number == Number::Plural && (key.ends_with("ون") || key.ends_with("ين")) || number == Number::Dual && (key.ends_with("ان") || key.ends_with("ين"));
        let described = end > at + 1
            && self.morphs[end - 1].analyses.iter().any(|a| matches!(a.sense, Sense::Adjective { .. } | Sense::Nisba { .. } | Sense::Participle { .. }) && a.exact)
            && !self.morphs[end - 1].analyses.iter().any(|a| matches!(a.sense, Sense::Noun { .. } | Sense::Event { .. }) && a.exact);
        full || described || self.tokens[at].nunated
    }

    pub(crate) fn modifiers(&self, np: &mut Np, mut end: usize) -> usize {
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
        let dual = np.number == Number::Dual || self.tokens[end - 1].key.ends_with("ين") || self.tokens[end - 1].key.ends_with("ان");
        if dual && matches!(self.numeral(end), Some((Numeral::Value(2), _))) {
            np.number = Number::Dual;
            end += 1;
        }
        let others = |i: usize| matches!(self.best_nominal(i), Some((c, Sense::Noun { noun, .. }, None)) if self.lexicon.nouns[noun as usize].en == "others" && !self.morphs[i].cuts[c].conj);
        if np.class != Class::Unknown && !np.definite && self.tokens.get(end).is_some_and(Token::is_word) && others(end) {
            end += 1;
        }
        let numbered = np.definite && np.pronoun.is_none() && np.number == Number::Singular && matches!(np.class, Class::Group | Class::Body | Class::Source | Class::Place);
        if numbered && self.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Number) && !self.times.iter().any(|t| t.tokens.contains(&end)) {
            end += 1;
        }
        end
    }

    /// A word that the lexicon does not know at all.
    pub(crate) fn is_unknown(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_word)
            && self.morphs[at].analyses.iter().all(|a| !a.exact || matches!(a.sense, Sense::Participle { .. }))
            && self.closed_class(at).is_none()
            && self.times.iter().all(|t| !t.tokens.contains(&at))
            && self.numeral(at).is_none()
    }

    pub(crate) fn starts_with_clitic(&self, at: usize) -> bool {
        self.tokens[at].key.starts_with(['و', 'ب']) && self.morphs[at].cuts.len() > 1
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

fn is_latin(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn unknown_cut<'t>(morph: &Morph<'t>) -> Option<Cut<'t>> {
    let articled = morph.cuts.iter().find(|c| c.article && (c.conj || c.prep.is_some()));
    // A word that nobody knows gives up its و, and nothing else.
    articled.or_else(|| morph.cuts.iter().find(|c| c.conj && c.prep.is_none() && c.word.chars().count() > 3)).cloned()
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
