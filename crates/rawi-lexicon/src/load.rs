//! Reads the files into a [`Lexicon`].

use std::collections::BTreeMap;

use jiff::civil::Date;
use rawi_model::{Factuality, Harm, LinkType};

use crate::conjugate::{conjugate, participles};
use crate::decline::{NounForm, adjective, plural, singular};
use crate::entries::*;
use crate::frame::Frame;
use crate::orthography::{fold, key};
use crate::schema::*;
use crate::source::{LexiconError, Sources, parse_toml};
use crate::words::*;

type Loaded<T = ()> = Result<T, LexiconError>;
type Tables = BTreeMap<String, BTreeMap<String, String>>;

/// Collects verbs and event nouns by citation before their forms are generated.
#[derive(Default)]
struct Builder {
    lexicon: Lexicon,
    lemma_ids: BTreeMap<String, u32>,
    event_ids: BTreeMap<String, u32>,
}

impl Lexicon {
    /// Loads and checks a lexicon. The error names file, line and column.
    pub fn load(sources: &Sources) -> Result<Lexicon, LexiconError> {
        let mut builder = Builder::default();
        builder.particles(sources)?;
        builder.kinds(sources)?;
        builder.classes(sources)?;
        builder.reporting(sources)?;
        builder.aspect(sources)?;
        builder.light(sources)?;
        builder.wide_verbs(sources)?;
        builder.factuality(sources)?;
        builder.numerals(sources)?;
        builder.times(sources)?;
        builder.nouns(sources)?;
        builder.adjectives(sources)?;
        builder.nisbas(sources)?;
        builder.places(sources)?;
        builder.capitals(sources)?;
        builder.actors(sources)?;
        builder.outlets(sources)?;
        builder.furniture(sources)?;
        builder.page(sources)?;
        builder.mark_homographs();
        Ok(builder.lexicon)
    }
}

impl Builder {
    fn prep(&mut self, word: &str) -> u16 {
        if let Some(&id) = self.lexicon.prep_ids.get(word) {
            return id;
        }
        let id = self.lexicon.prepositions.len() as u16;
        self.lexicon.prepositions.push(word.to_owned());
        self.add_prep_form(word, id);
        id
    }

    fn add_prep_form(&mut self, word: &str, id: u16) {
        self.lexicon.prep_ids.insert(word.to_owned(), id);
        let (words, takes) = expression(word);
        if words.chars().count() > 1 {
            self.lexicon.words.insert(&words, WordEntry { word: Word::Prep(id), takes });
        }
    }

    fn particles(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/particles.toml";
        let text = sources.text(file)?;
        let tables: Tables = parse_toml(file, text)?;
        for (table, entries) in &tables {
            for (id, forms) in entries {
                for form in alternatives(forms) {
                    let word = self
                        .particle(table, id, form, forms)
                        .ok_or_else(|| LexiconError::at(file, text, &format!("[{table}]"), format!("'{table}.{id}' is no class of particles")))?;
                    if let Some(word) = word {
                        let (words, takes) = expression(form);
                        self.lexicon.words.insert(&words, WordEntry { word, takes });
                    }
                }
            }
        }
        Ok(())
    }

    /// `None` for an unknown table, `Some(None)` when the form has been added already.
    fn particle(&mut self, table: &str, id: &str, form: &str, forms: &str) -> Option<Option<Word>> {
        Some(Some(match table {
            "prepositions" => {
                let first = alternatives(forms).next()?;
                let prep = self.prep(first);
                if form != first {
                    self.add_prep_form(form, prep);
                }
                return Some(None);
            }
            "temporal" => {
                let first = alternatives(forms).next()?;
                let prep = self.prep(first);
                self.lexicon.prep_ids.insert(form.to_owned(), prep);
                Word::Temporal(prep, time_prep(id)?)
            }
            "complementizers" => Word::Complementizer,
            "relatives" => Word::Relative,
            "negations" => Word::Negation(match id {
                "ghayr" | "adam" | "dun" => Negation::Nominal,
                _ => Negation::Verbal,
            }),
            "contrasts" => Word::Contrast,
            "buts" => Word::But,
            "turns" => Word::Turn,
            "wheres" => Word::Where,
            "times" => Word::TimeClause,
            "causes" => Word::Cause,
            "purposes" => Word::Purpose,
            "conditions" => Word::Condition,
            "onlys" => Word::Only,
            "includes" => Word::Include,
            "approximations" => Word::Approximately,
            "at_leasts" => Word::AtLeast,
            "at_least_afters" => Word::AtLeastAfter,
            "at_mosts" => Word::AtMost,
            "quantifiers" => Word::Quantifier(quantifier(id)?),
            "extent_fulls" => Word::FullExtent,
            "anaphors" => Word::Latter,
            "same" => Word::Same,
            "modals" => Word::Qad,
            "adverbs" => Word::Adverb,
            "demonstratives" => Word::Demonstrative,
            "dashes" => Word::Dash,
            _ => return None,
        }))
    }

    fn kinds(&mut self, sources: &Sources) -> Loaded {
        for file in sources.in_folder("kinds", ".toml") {
            let (path, text) = file?;
            let entry: KindFile = parse_toml(path, text)?;
            let name = stem(path).to_owned();
            self.lexicon.kinds.push(Kind { name, counts: entry.counts, stative: entry.stative });
        }
        Ok(())
    }

    fn classes(&mut self, sources: &Sources) -> Loaded {
        for file in sources.in_folder("ar/frames", ".toml") {
            let (path, text) = file?;
            self.class(path, text)?;
        }
        Ok(())
    }

    fn class(&mut self, path: &str, text: &str) -> Loaded {
        let entry: ClassFile = parse_toml(path, text)?;
        if !self.lexicon.kinds.iter().any(|k| k.name == entry.kind) {
            return Err(LexiconError::at(path, text, "kind", format!("'{}' is no kind: there is no kinds/{}.toml", entry.kind, entry.kind)));
        }
        let class = self.lexicon.classes.len() as u16;
        let mut frames = Vec::with_capacity(entry.frame.len());
        for frame in &entry.frame {
            frames.push(self.frame(path, text, frame, &entry)?);
        }
        for (id, citation) in &entry.members {
            let (first, tail) = split_idiom(citation);
            let lemma = self.lemma(path, text, first)?;
            self.lexicon.lemmas[lemma as usize].classes.push(ClassUse { class, member: id.clone(), tail });
        }
        for (id, forms) in &entry.nouns {
            if !id.starts_with("x_") && !entry.members.contains_key(id) {
                return Err(LexiconError::at(path, text, id, format!("the noun '{id}' has no member of that id: add the verb or name it x_{id}")));
            }
            for (singulars, plurals) in noun_forms(forms) {
                let (first, tail) = split_idiom(singulars);
                let plural_first = plurals.iter().map(|p| split_idiom(p).0.to_owned()).collect::<Vec<_>>();
                let noun = self.event(first, &plural_first);
                self.lexicon.events[noun as usize].classes.push(ClassUse { class, member: id.clone(), tail });
            }
        }
        let tests = entry.test.into_iter().map(|t| (t.text, t.claims)).collect();
        self.lexicon.classes.push(Class { name: stem(path).to_owned(), kind: entry.kind, frames, tests });
        Ok(())
    }

    fn frame(&mut self, path: &str, text: &str, entry: &FrameEntry, class: &ClassFile) -> Loaded<Frame> {
        let fail = |message: String| LexiconError::at(path, text, &entry.syntax, message);
        let mut frame = Frame::parse(&entry.syntax, |word| self.prep(word)).map_err(fail)?;
        for member in entry.members.iter().flatten() {
            if !class.members.contains_key(member) && !class.nouns.contains_key(member) {
                return Err(fail(format!("'{member}' is neither a member nor a noun of this class")));
            }
        }
        frame.members = entry.members.clone().unwrap_or_default();
        frame.kind = entry.kind.clone();
        frame.state = entry.state.clone();
        frame.negative = entry.factuality.as_deref() == Some("-");
        frame.genitive_is_subject = entry.of.as_deref() == Some("actor");
        frame.harm = match &entry.harm {
            Some(harm) => Some(Harm::parse(harm).ok_or_else(|| fail(format!("'{harm}' is no harm: killed injured missing captured")))?),
            None => None,
        };
        Ok(frame)
    }

    /// The verb of a citation; its forms are generated at the first call.
    fn lemma(&mut self, path: &str, text: &str, citation: &str) -> Loaded<u32> {
        self.lemma_with(path, text, citation, true)
    }

    fn lemma_with(&mut self, path: &str, text: &str, citation: &str, with_participles: bool) -> Loaded<u32> {
        let id = key(citation.split(':').next().unwrap_or_default()) + if citation.contains('\u{651}') { "+" } else { "" };
        if let Some(&lemma) = self.lemma_ids.get(&id) {
            return Ok(lemma);
        }
        let fail = |e: crate::conjugate::ConjugateError| LexiconError::at(path, text, citation, e.to_string());
        let lemma = self.lexicon.lemmas.len() as u32;
        for cell in conjugate(citation).map_err(fail)? {
            let sense = Sense::Verb { lemma, tense: cell.tense, subject: cell.subject, voice: cell.voice, bound: cell.bound };
            self.add_sense(&cell.key, sense);
        }
        let p = participles(citation).map_err(fail)?;
        for (stem, active) in [(p.active, true), (p.passive, false)].into_iter().filter(|_| with_participles) {
            let mut forms = adjective(&stem);
            if let Some(short) = stem.strip_suffix('ي') {
                forms.extend(singular(short, false).into_iter().take(1));
            }
            for form in forms {
                self.add_sense(&form.key.clone(), Sense::Participle { lemma, active, form: form_of(&form) });
            }
        }
        self.lexicon.lemmas.push(Lemma { key: key(citation.split(':').next().unwrap_or_default()), ..Lemma::default() });
        self.lemma_ids.insert(id, lemma);
        Ok(lemma)
    }

    fn event(&mut self, word: &str, plurals: &[String]) -> u32 {
        let word_key = key(word);
        let noun = match self.event_ids.get(&word_key) {
            Some(&noun) => noun,
            None => {
                let noun = self.lexicon.events.len() as u32;
                self.lexicon.events.push(EventNoun { key: word_key.clone(), ..EventNoun::default() });
                self.event_ids.insert(word_key.clone(), noun);
                for form in singular(&word_key, false) {
                    self.add_sense(&form.key.clone(), Sense::Event { noun, form: form_of(&form) });
                }
                noun
            }
        };
        for p in plurals {
            for form in plural(&key(p), false) {
                self.add_sense(&form.key.clone(), Sense::Event { noun, form: form_of(&form) });
            }
        }
        noun
    }

    fn add_sense(&mut self, key: &str, sense: Sense) {
        let senses = self.lexicon.surface.entry(key.to_owned()).or_default();
        if !senses.contains(&sense) {
            senses.push(sense);
        }
    }

    fn reporting(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/reporting.toml";
        let text = sources.text(file)?;
        let entry: ReportingFile = parse_toml(file, text)?;
        for class in &entry.class {
            let factuality = Factuality::parse(&class.factuality).ok_or_else(|| LexiconError::at(file, text, &class.id, format!("'{}' is no factuality", class.factuality)))?;
            let index = self.lexicon.reporting.len() as u16;
            let (to, from) = (class.to.as_deref().map(|p| self.prep(p)), class.from.as_deref().map(|p| self.prep(p)));
            self.lexicon.reporting.push(Reporting {
                id: class.id.clone(),
                factuality,
                to,
                from,
                content: alternatives(&class.content).map(key).collect(),
                silent: class.silent,
                accuses: class.accuses,
                demands: class.demands,
            });
            for verb in alternatives(&class.verbs) {
                let lemma = self.lemma(file, text, verb.split(' ').next().unwrap_or(verb))?;
                let lemma = &mut self.lexicon.lemmas[lemma as usize];
                if class.silent {
                    lemma.silence = true;
                } else {
                    lemma.reporting = lemma.reporting.or(Some(index));
                }
            }
            for noun in alternatives(&class.nouns) {
                let noun = self.event(noun, &[]);
                self.lexicon.events[noun as usize].reporting = Some(index);
            }
        }
        for (forms, word) in [(&entry.after.phrase, Word::After), (&entry.after.clause, Word::AfterClause)] {
            self.add_words(forms, word);
        }
        Ok(())
    }

    fn add_words(&mut self, forms: &str, word: Word) {
        for form in alternatives(forms) {
            let (words, takes) = expression(form);
            self.lexicon.words.insert(&words, WordEntry { word, takes });
        }
    }

    fn aspect(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/aspect.toml";
        let text = sources.text(file)?;
        let tables: BTreeMap<String, AspectEntry> = parse_toml(file, text)?;
        for (name, entry) in &tables {
            let aspect = aspect_kind(name).ok_or_else(|| LexiconError::at(file, text, &format!("[{name}]"), format!("'{name}' is no aspect")))?;
            for verb in alternatives(&entry.verbs) {
                let lemma = self.lemma(file, text, verb.split(' ').next().unwrap_or(verb))?;
                self.lexicon.lemmas[lemma as usize].aspect = Some(aspect);
            }
            for noun in alternatives(&entry.nouns) {
                let noun = self.event(noun, &[]);
                self.lexicon.events[noun as usize].aspect = Some(aspect);
            }
            self.add_words(&entry.phrases, Word::Aspect(aspect));
        }
        Ok(())
    }

    /// Verbs that only mark where a clause begins.
    fn wide_verbs(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/verbs.toml";
        let text = sources.text(file)?;
        let tables: Tables = parse_toml(file, text)?;
        for verb in tables.values().flat_map(|t| t.values()).flat_map(|forms| alternatives(forms)) {
            self.lemma_with(file, text, verb, false)?;
        }
        Ok(())
    }

    fn light(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/light.toml";
        let text = sources.text(file)?;
        let entry: LightFile = parse_toml(file, text)?;
        for light in &entry.light {
            let pattern = self.light_pattern(light).ok_or_else(|| LexiconError::at(file, text, &light.syntax, format!("'{}' is no pattern of a light verb", light.syntax)))?;
            for verb in alternatives(&light.verbs) {
                let lemma = self.lemma(file, text, verb)?;
                self.lexicon.lemmas[lemma as usize].light.push(pattern.clone());
            }
        }
        Ok(())
    }

    fn light_pattern(&mut self, entry: &LightEntry) -> Option<Light> {
        let words: Vec<&str> = entry.syntax.split_whitespace().collect();
        let (subject, rest) = match words.as_slice() {
            ["V", "actor", rest @ ..] => (LightSubject::Actor, rest),
            ["V", "patient", rest @ ..] => (LightSubject::Patient, rest),
            ["V", "place/patient", rest @ ..] => (LightSubject::PlaceOrPatient, rest),
            ["V", "cause", rest @ ..] => (LightSubject::Cause, rest),
            ["V", "N"] => (LightSubject::Event, &["N"][..]),
            _ => return None,
        };
        let (preps, hits) = match rest {
            ["N"] => (Vec::new(), false),
            ["place/target"] => (Vec::new(), true),
            [preps, "N"] => (preps.split('|').map(|p| self.prep(p)).collect(), false),
            _ => return None,
        };
        Some(Light { subject, preps, hits, planned: entry.aspect.as_deref() == Some("planned") })
    }

    fn factuality(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/factuality.toml";
        let text = sources.text(file)?;
        let tables: Tables = parse_toml(file, text)?;
        for (name, entries) in &tables {
            let fact = fact_kind(name).ok_or_else(|| LexiconError::at(file, text, &format!("[{name}]"), format!("'{name}' is no class of certainty")))?;
            for forms in entries.values() {
                self.add_words(forms, Word::Fact(fact));
            }
        }
        Ok(())
    }

    fn numerals(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/numbers.toml";
        let text = sources.text(file)?;
        let tables: Tables = parse_toml(file, text)?;
        for (name, entries) in &tables {
            for (id, forms) in entries {
                let value: u64 = id.trim_start_matches('n').parse().map_err(|_| LexiconError::at(file, text, id, format!("'{id}' must be n and a number")))?;
                let numeral = match name.as_str() {
                    "units" | "tens" | "hundreds" => Numeral::Value(value),
                    "multipliers" => Numeral::Times(value),
                    "ordinals" => Numeral::Ordinal(value as u8),
                    _ => return Err(LexiconError::at(file, text, name, format!("'{name}' is no class of numerals"))),
                };
                alternatives(forms).for_each(|form| self.lexicon.numerals.insert(&expression(form).0, numeral));
            }
        }
        Ok(())
    }

    fn times(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/time.toml";
        let text = sources.text(file)?;
        let tables: Tables = parse_toml(file, text)?;
        for (name, entries) in &tables {
            for (id, forms) in entries {
                let word = time_word(name, id).ok_or_else(|| LexiconError::at(file, text, id, format!("'{name}.{id}' is no word of time")))?;
                alternatives(forms).for_each(|form| self.lexicon.times.insert(&expression(form).0, word));
            }
        }
        Ok(())
    }

    fn nouns(&mut self, sources: &Sources) -> Loaded {
        for file in sources.in_folder("ar/nouns", ".toml") {
            let (path, text) = file?;
            let entry: NounFile = parse_toml(path, text)?;
            let class = noun_class(&entry.class).ok_or_else(|| LexiconError::at(path, text, "type", format!("'{}' is no type of nouns", entry.class)))?;
            for (id, noun) in &entry.nouns {
                self.noun(class, noun).map_err(|message| LexiconError::at(path, text, id, message))?;
            }
        }
        Ok(())
    }

    fn noun(&mut self, class: NounClass, entry: &NounEntry) -> Result<(), String> {
        let index = self.lexicon.nouns.len() as u32;
        let words = entry.ar.split_whitespace().count();
        let parse_link = |l: &String| LinkType::parse(l).ok_or_else(|| format!("'{l}' is no type of link"));
        let parse_harm = |h: &String| Harm::parse(h).ok_or_else(|| format!("'{h}' is no harm"));
        self.lexicon.nouns.push(Noun {
            class,
            key: expression(&entry.ar).0,
            words,
            en: entry.en.clone(),
            generic: entry.generic,
            harm: entry.harm.as_ref().map(parse_harm).transpose()?,
            strike: entry.strike.clone(),
            military: entry.military,
            mobile: entry.mobile,
            place_type: entry.class.clone(),
            part: entry.part,
            link: entry.link.as_ref().map(parse_link).transpose()?,
            vehicle: entry.vehicle,
            rank: entry.rank,
            opens: entry.opens.unwrap_or(!entry.short),
            ambiguous: entry.ambiguous,
        });
        let human = matches!(class, NounClass::People | NounClass::Title | NounClass::Source) || entry.military;
        let singulars = alternatives(&entry.ar).map(|w| (w, false));
        let plurals = entry.pl.as_deref().into_iter().flat_map(alternatives).map(|w| (w, true));
        for (word, many) in singulars.chain(plurals) {
            self.noun_forms(index, word, many, entry.fem, human);
        }
        Ok(())
    }

    /// Adds the forms of one word; of a phrase the first word is inflected.
    fn noun_forms(&mut self, noun: u32, word: &str, many: bool, fem: bool, human: bool) {
        let words: Vec<String> = word.split_whitespace().map(key).collect();
        let Some((first, rest)) = words.split_first() else { return };
        let forms = if many { plural(first, human) } else { singular(first, fem) };
        for form in forms {
            let shape = form_of(&form);
            if rest.is_empty() {
                self.add_sense(&form.key.clone(), Sense::Noun { noun, form: shape });
            } else {
                let phrase: Vec<String> = std::iter::once(&form.key).chain(rest).map(|w| fold(strip_article(w))).collect();
                self.lexicon.noun_phrases.insert(&phrase.join(" "), (noun, shape));
            }
        }
    }

    fn adjectives(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/adjectives.toml";
        let entry: AdjectiveFile = parse_toml(file, sources.text(file)?)?;
        for adjective_entry in entry.adjectives.values() {
            let index = self.lexicon.adjectives.len() as u32;
            let ar = key(&adjective_entry.ar);
            for form in adjective(ar.split(' ').next().unwrap_or_default()) {
                self.add_sense(&form.key.clone(), Sense::Adjective { adjective: index, form: form_of(&form) });
            }
            self.lexicon.adjectives.push(Adjective { key: ar, en: adjective_entry.en.clone(), strike: adjective_entry.strike.clone(), dir: adjective_entry.dir.clone() });
        }
        Ok(())
    }

    fn nisbas(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/nisba.toml";
        let entry: NisbaFile = parse_toml(file, sources.text(file)?)?;
        for nisba in entry.nisba {
            let index = self.lexicon.nisbas.len() as u32;
            for word in alternatives(&nisba.ar) {
                for form in adjective(&key(word)) {
                    self.add_sense(&form.key.clone(), Sense::Nisba { nisba: index, form: form_of(&form) });
                }
            }
            self.lexicon.nisbas.push(Nisba { id: nisba.id, ar: nisba.ar, en: nisba.en });
        }
        Ok(())
    }

    fn places(&mut self, sources: &Sources) -> Loaded {
        let mut parents: Vec<(u32, String, String)> = Vec::new();
        for file in sources.in_folder("places", ".csv") {
            let (path, text) = file?;
            let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
            for row in reader.deserialize::<PlaceRow>() {
                let row = row.map_err(|error| csv_error(path, &error))?;
                let index = self.lexicon.places.len() as u32;
                if self.lexicon.place_ids.insert(row.id.clone(), index).is_some() {
                    return Err(LexiconError::at(path, text, &row.id, format!("'{}' is there twice", row.id)));
                }
                if !row.within.is_empty() {
                    parents.push((index, path.to_owned(), row.within.clone()));
                }
                let bearer = Bearer::Place(index);
                for name in std::iter::once(row.ar.as_str()).chain(alternatives(&row.variants)) {
                    self.name(name, Name { bearer, short: false, role: false, from: None, until: None });
                }
                self.lexicon.places.push(Place { id: row.id, class: row.class, within: None, position: row.lat.zip(row.lon), ar: row.ar, en: row.en, homograph: false });
            }
        }
        for (index, path, within) in parents {
            let parent = self
                .lexicon
                .place(&within)
                .ok_or_else(|| LexiconError::new(&path, 1, 1, format!("'{}' lies in '{within}', which is no place", self.lexicon.places[index as usize].id)))?;
            self.lexicon.places[index as usize].within = Some(parent);
        }
        Ok(())
    }

    /// The capital of each country, for `العاصمة` alone.
    fn capitals(&mut self, sources: &Sources) -> Loaded {
        let file = "places/capitals.toml";
        let text = sources.text(file)?;
        let tables: Tables = parse_toml(file, text)?;
        for (country, id) in tables.get("capitals").into_iter().flatten() {
            let place = self.lexicon.place(id).ok_or_else(|| LexiconError::at(file, text, id, format!("'{id}' is no place")))?;
            self.lexicon.capitals.insert(country.clone(), place);
        }
        Ok(())
    }

    /// Adds a name under its folded keys; sound plurals also in their oblique case.
    fn name(&mut self, name: &str, entry: Name) {
        let words: Vec<String> = name.split_whitespace().map(|w| fold(&key(w.trim_matches(['"', '“', '”', '«', '»'])))).filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            return;
        }
        let joined = words.join(" ");
        self.lexicon.names.insert(&joined, entry);
        if words.iter().any(|w| w.ends_with("ون") && w.chars().count() > 4) {
            let oblique: Vec<String> = words.iter().map(|w| w.strip_suffix("ون").filter(|s| s.chars().count() > 2).map_or_else(|| w.clone(), |s| format!("{s}ين"))).collect();
            self.lexicon.names.insert(&oblique.join(" "), entry);
        }
    }

    fn actors(&mut self, sources: &Sources) -> Loaded {
        for file in sources.in_folder("actors", ".toml") {
            let (path, text) = file?;
            let entries: ActorFile = parse_toml(path, text)?;
            for entry in entries.actor {
                self.actor(path, text, entry)?;
            }
        }
        self.states();
        Ok(())
    }

    fn actor(&mut self, path: &str, text: &str, entry: ActorEntry) -> Loaded {
        let index = self.lexicon.actors.len() as u32;
        if self.lexicon.actor_ids.insert(entry.id.clone(), index).is_some() {
            return Err(LexiconError::at(path, text, &entry.id, format!("'{}' is there twice", entry.id)));
        }
        let plain = Name { bearer: Bearer::Actor(index), short: false, role: false, from: None, until: None };
        for name in std::iter::once(&entry.ar).chain(&entry.names).chain(&entry.hostile) {
            self.name(name, plain);
        }
        entry.short.iter().for_each(|name| self.name(name, Name { short: true, ..plain }));
        entry.roles.iter().for_each(|name| self.name(name, Name { role: true, ..plain }));
        for dated in &entry.dated {
            let date = |d: &Option<String>| {
                d.as_deref().map(|d| d.parse::<Date>().map_err(|_| LexiconError::at(path, text, d, format!("'{d}' is no date such as 2024-12-08")))).transpose()
            };
            let name = Name { role: entry.class == "person", from: date(&dated.from)?, until: date(&dated.until)?, ..plain };
            self.name(&dated.ar, name);
        }
        self.lexicon.actors.push(Actor { id: entry.id, class: entry.class, en: entry.en, ar: entry.ar, country: entry.country });
        Ok(())
    }

    /// Every country is also an actor, its state.
    fn states(&mut self) {
        let countries: Vec<(String, String, String)> =
            self.lexicon.places.iter().filter(|p| p.class == "country").map(|p| (p.id.replace("place:", ""), p.en.clone(), p.ar.clone())).collect();
        for (code, en, ar) in countries {
            let id = format!("actor:{code}");
            if !self.lexicon.actor_ids.contains_key(&id) {
                self.lexicon.actor_ids.insert(id.clone(), self.lexicon.actors.len() as u32);
                self.lexicon.actors.push(Actor { id, class: "state".into(), en, ar, country: Some(code) });
            }
        }
    }

    fn outlets(&mut self, sources: &Sources) -> Loaded {
        for file in sources.in_folder("outlets", ".toml") {
            let (path, text) = file?;
            let entries: OutletFile = parse_toml(path, text)?;
            for entry in entries.outlet {
                let index = self.lexicon.outlets.len() as u32;
                let plain = Name { bearer: Bearer::Outlet(index), short: false, role: false, from: None, until: None };
                let latin = std::iter::once(&entry.en).filter(|n| n.len() > 2);
                for name in std::iter::once(&entry.ar).chain(&entry.names).chain(latin) {
                    self.name(name, plain);
                }
                entry.short.iter().for_each(|name| self.name(name, Name { short: true, ..plain }));
                self.lexicon.outlets.push(Outlet { id: entry.id, kind: entry.kind, en: entry.en, ar: entry.ar, domains: entry.domains, body: entry.body, drop: entry.drop });
            }
        }
        Ok(())
    }

    fn furniture(&mut self, sources: &Sources) -> Loaded {
        let file = "ar/furniture.toml";
        let entry: FurnitureFile = parse_toml(file, sources.text(file)?)?;
        let keys = |list: Vec<String>| list.iter().map(|l| fold(&key(l)).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        self.lexicon.furniture = Furniture {
            exact: keys(entry.line.exact),
            prefix: keys(entry.line.prefix),
            contains: keys(entry.line.contains),
            archive: keys(entry.archive.contains),
            credits: keys(entry.caption.credits),
            caption_starts: keys(entry.caption.starts),
            markers: keys(entry.continues.markers),
        };
        Ok(())
    }

    fn page(&mut self, sources: &Sources) -> Loaded {
        let file = "page.toml";
        let entry: PageFile = parse_toml(file, sources.text(file)?)?;
        let marks = |entry: MarksEntry| Marks { words: entry.words, parts: entry.parts };
        self.lexicon.page = PageMarks {
            furniture: marks(entry.furniture),
            body: marks(entry.body),
            caption: marks(entry.caption),
            standfirst: marks(entry.standfirst),
            byline: marks(entry.byline),
            time: marks(entry.time),
            embed: marks(entry.embed),
        };
        Ok(())
    }

    /// A place whose one-word name is also another word of the lexicon needs a trigger beside it.
    fn mark_homographs(&mut self) {
        for index in 0..self.lexicon.places.len() {
            let folded = fold(&key(&self.lexicon.places[index].ar));
            let bare = folded.strip_prefix("ال").unwrap_or(&folded).to_owned();
            let other_name = self.lexicon.names.get(&folded).iter().any(|n| matches!(n.bearer, Bearer::Actor(_)) && !n.short);
            let word = [&folded, &bare].iter().any(|w| {
                self.lexicon.senses(w).iter().any(|s| !matches!(s, Sense::Participle { .. } | Sense::Adjective { .. }))
                    || self.lexicon.words.longest_from(w) == 1
                    || !self.lexicon.numerals.get(w).is_empty()
            });
            self.lexicon.places[index].homograph = self.lexicon.places[index].class != "country" && !folded.contains(' ') && (other_name || word);
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    #[allow(dead_code, reason = "for people and for exports")]
    description: String,
    counts: String,
    #[serde(default)]
    stative: bool,
    #[allow(dead_code, reason = "read by the situation")]
    effect: String,
    #[allow(dead_code, reason = "read by exports")]
    plover: String,
    #[allow(dead_code, reason = "read by exports")]
    cameo: String,
    #[allow(dead_code, reason = "read by exports")]
    acled: String,
}

fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml")
}

/// `ال` off a word that is long enough to spare it.
pub(crate) fn strip_article(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 2).unwrap_or(word)
}

fn split_idiom(citation: &str) -> (&str, Vec<String>) {
    let mut words = citation.split_whitespace();
    let first = words.next().unwrap_or_default();
    (first, words.map(key).collect())
}

/// `"انسحاب|خروج pl=انسحابات"` → each singular with the plurals.
fn noun_forms(text: &str) -> Vec<(&str, Vec<&str>)> {
    let (singulars, plurals) = text.split_once("pl=").map_or((text, ""), |(s, p)| (s, p));
    let plurals: Vec<&str> = alternatives(plurals).collect();
    alternatives(singulars).enumerate().map(|(i, s)| (s, if i == 0 { plurals.clone() } else { Vec::new() })).collect()
}

fn form_of(form: &NounForm) -> Form {
    Form { number: form.number, feminine: form.feminine, construct: form.construct, bound: form.bound }
}

fn csv_error(path: &str, error: &csv::Error) -> LexiconError {
    let line = error.position().map_or(1, |p| p.line() as usize);
    LexiconError::new(path, line, 1, error.to_string())
}

fn time_prep(id: &str) -> Option<TimePrep> {
    Some(match id {
        "bad" => TimePrep::After,
        "qabl" => TimePrep::Before,
        "mundh" => TimePrep::Since,
        "khilal" => TimePrep::During,
        "bihulul" => TimePrep::By,
        _ => return None,
    })
}

fn quantifier(id: &str) -> Option<Quantifier> {
    Some(match id {
        "some" => Quantifier::Some,
        "all" => Quantifier::All,
        "most" => Quantifier::Most,
        "part" => Quantifier::Part,
        "one" => Quantifier::One,
        _ => return None,
    })
}

fn aspect_kind(name: &str) -> Option<AspectKind> {
    Some(match name {
        "begin" => AspectKind::Begin,
        "continue" => AspectKind::Continue,
        "become" => AspectKind::Become,
        "plan" => AspectKind::Plan,
        "attempt" => AspectKind::Attempt,
        "succeed" => AspectKind::Succeed,
        "fail" => AspectKind::Fail,
        "end" => AspectKind::End,
        "prevent" => AspectKind::Prevent,
        "auxiliary" => AspectKind::Auxiliary,
        "carry_out" => AspectKind::CarryOut,
        _ => return None,
    })
}

fn fact_kind(name: &str) -> Option<Fact> {
    Some(match name {
        "probable" => Fact::Probable,
        "possible" => Fact::Possible,
        "excluded" => Fact::Excluded,
        "denied" => Fact::Denied,
        "unknown" => Fact::Unknown,
        "planned" => Fact::Planned,
        "demanded" => Fact::Demanded,
        "certain" => Fact::Certain,
        _ => return None,
    })
}

fn noun_class(name: &str) -> Option<NounClass> {
    Some(match name {
        "people" => NounClass::People,
        "group" => NounClass::Group,
        "body" => NounClass::Body,
        "title" => NounClass::Title,
        "source" => NounClass::Source,
        "place" => NounClass::Place,
        "weapon" => NounClass::Weapon,
        "materiel" => NounClass::Materiel,
        "thing" => NounClass::Thing,
        "time" => NounClass::Time,
        _ => return None,
    })
}

fn time_word(table: &str, id: &str) -> Option<TimeWord> {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let number = || id.get(1..).and_then(|n| n.parse::<i8>().ok());
    Some(match (table, id) {
        ("weekdays", _) => TimeWord::Weekday(WEEKDAYS.iter().position(|w| *w == id)? as i8 + 1),
        ("months" | "english", _) => TimeWord::Month(number()?),
        ("hijri", _) => TimeWord::Hijri(number()? as u8),
        ("parts", _) => TimeWord::Part(number()?),
        ("days", "today" | "tonight" | "dawn_today") => TimeWord::Day(0),
        ("days", "yesterday") => TimeWord::Day(-1),
        ("days", "before_yesterday") => TimeWord::Day(-2),
        ("days", "tomorrow") => TimeWord::Day(1),
        ("days", "last_night") => TimeWord::LastNight,
        ("shifts", "past") => TimeWord::Shift(-1),
        ("shifts", "future") => TimeWord::Shift(1),
        ("shifts", "current") => TimeWord::Shift(0),
        ("earlier", _) => TimeWord::Earlier,
        ("month_parts", "start") => TimeWord::MonthPart(0),
        ("month_parts", "middle") => TimeWord::MonthPart(1),
        ("month_parts", "end") => TimeWord::MonthPart(2),
        ("units", "minute") => TimeWord::Unit(TimeUnit::Minute),
        ("units", "hour") => TimeWord::Unit(TimeUnit::Hour),
        ("units", "day") => TimeWord::Unit(TimeUnit::Day),
        ("units", "week") => TimeWord::Unit(TimeUnit::Week),
        ("units", "month") => TimeWord::Unit(TimeUnit::Month),
        ("units", "year") => TimeWord::Unit(TimeUnit::Year),
        _ => return None,
    })
}
