//! Loads the closed classes: particles, verbs of saying, light verbs, certainty, aspect, numbers, time, furniture.

use std::collections::BTreeMap;

use rawi_model::Factuality;

use crate::entries::*;
use crate::load::{Builder, Tables};
use crate::orthography::{fold, key};
use crate::schema::*;
use crate::source::LexiconError;
use crate::words::*;

impl Builder<'_> {
    pub fn particles(&mut self) {
        let file = "ar/particles.toml";
        let Some((text, tables)) = self.toml::<Tables>(file) else { return };
        for (table, entries) in &tables {
            for (id, forms) in entries {
                if alternatives(forms).any(|form| self.particle(table, id, form, forms).is_none()) {
                    let message = format!("'{table}.{id}' is no class of particles: see docs/LEXICON.md for the tables and their keys");
                    self.problems.push(LexiconError::at_key(file, text, id, message));
                }
            }
        }
    }

    /// Adds one form; `None` for an unknown table or key.
    fn particle(&mut self, table: &str, id: &str, form: &str, forms: &str) -> Option<()> {
        let word = match table {
            "prepositions" => {
                let first = alternatives(forms).next()?;
                let prep = self.prep(first);
                if form != first {
                    self.add_prep_form(form, prep);
                }
                return Some(());
            }
            "temporal" => {
                let first = alternatives(forms).next()?;
                let prep = self.prep(first);
                self.lexicon.prep_ids.insert(form.to_owned(), prep);
                Word::Temporal(prep, time_prep(id)?)
            }
            _ => particle_word(table, id)?,
        };
        let (words, takes) = expression(form);
        let bare = bare_alef(&words);
        if bare != words && self.lexicon.words.get(&bare).is_empty() {
            self.lexicon.words.insert(&bare, WordEntry { word, takes });
        }
        self.lexicon.words.insert(&words, WordEntry { word, takes });
        Some(())
    }

    pub fn reporting(&mut self) {
        let file = "ar/reporting.toml";
        let Some((text, entry)) = self.toml::<ReportingFile>(file) else { return };
        for class in &entry.class {
            match Factuality::parse(&class.factuality) {
                Some(factuality) => self.reporting_class(file, text, class, factuality),
                None => {
                    let message = format!("'{}' is no factuality: write CT+ PR+ PS+ CT- PR- PS- or U", class.factuality);
                    self.problems.push(LexiconError::at(file, text, &format!("\"{}\"", class.factuality), message));
                }
            }
        }
        self.add_words(&entry.after.phrase, Word::After);
        self.add_words(&entry.after.clause, Word::AfterClause);
    }

    fn reporting_class(&mut self, file: &str, text: &str, class: &ReportingEntry, factuality: Factuality) {
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
            let Some(lemma) = self.lemma(file, text, first_word(verb)) else { continue };
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

    pub fn aspect(&mut self) {
        let file = "ar/aspect.toml";
        let Some((text, tables)) = self.toml::<BTreeMap<String, AspectEntry>>(file) else { return };
        for (name, entry) in &tables {
            let Some(aspect) = aspect_kind(name) else {
                self.unknown_table(file, text, name, "aspect");
                continue;
            };
            for verb in alternatives(&entry.verbs) {
                if let Some(lemma) = self.lemma(file, text, first_word(verb)) {
                    self.lexicon.lemmas[lemma as usize].aspect = Some(aspect);
                }
            }
            for noun in alternatives(&entry.nouns) {
                let noun = self.event(noun, &[]);
                self.lexicon.events[noun as usize].aspect = Some(aspect);
            }
            self.add_words(&entry.phrases, Word::Aspect(aspect));
        }
    }

    fn unknown_table(&mut self, file: &str, text: &str, name: &str, of: &str) {
        let message = format!("'{name}' is no class of {of}: see docs/LEXICON.md for the tables of this file");
        self.problems.push(LexiconError::at(file, text, &format!("[{name}]"), message));
    }

    /// Verbs that only mark where a clause begins.
    pub fn wide_verbs(&mut self) {
        let file = "ar/verbs.toml";
        let Some((text, tables)) = self.toml::<Tables>(file) else { return };
        for verb in tables.values().flat_map(|t| t.values()).flat_map(|forms| alternatives(forms)) {
            self.lemma_with(file, text, verb, false);
        }
    }

    pub fn light(&mut self) {
        let file = "ar/light.toml";
        let Some((text, entry)) = self.toml::<LightFile>(file) else { return };
        for light in &entry.light {
            let Some(pattern) = self.light_pattern(light) else {
                let message = format!("'{}' is no pattern of a light verb: see docs/LEXICON.md for those there are", light.syntax);
                self.problems.push(LexiconError::at(file, text, &light.syntax, message));
                continue;
            };
            for verb in alternatives(&light.verbs) {
                if let Some(lemma) = self.lemma(file, text, verb) {
                    self.lexicon.lemmas[lemma as usize].light.push(pattern.clone());
                }
            }
        }
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

    pub fn factuality(&mut self) {
        let file = "ar/factuality.toml";
        let Some((text, tables)) = self.toml::<Tables>(file) else { return };
        for (name, entries) in &tables {
            match fact_kind(name) {
                Some(fact) => entries.values().for_each(|forms| self.add_words(forms, Word::Fact(fact))),
                None => self.unknown_table(file, text, name, "certainty"),
            }
        }
    }

    pub fn numerals(&mut self) {
        let file = "ar/numbers.toml";
        let Some((text, tables)) = self.toml::<Tables>(file) else { return };
        for (name, entries) in &tables {
            for (id, forms) in entries {
                match numeral(name, id) {
                    Ok(numeral) => alternatives(forms).for_each(|form| {
                        let word = expression(form).0;
                        for bare in [fold(&word), bare_alef(&word)].into_iter().filter(|b| *b != word) {
                            // `اربعة`: many agencies write no hamza.
                            self.lexicon.numerals.insert(&bare, numeral);
                        }
                        self.lexicon.numerals.insert(&word, numeral);
                    }),
                    Err(message) => self.problems.push(LexiconError::at_key(file, text, id, message)),
                }
            }
        }
    }

    pub fn times(&mut self) {
        let file = "ar/time.toml";
        let Some((text, tables)) = self.toml::<Tables>(file) else { return };
        for (name, entries) in &tables {
            for (id, forms) in entries {
                match time_word(name, id) {
                    Some(word) => alternatives(forms).for_each(|form| self.lexicon.times.insert(&expression(form).0, word)),
                    None => {
                        self.problems.push(LexiconError::at_key(file, text, id, format!("'{name}.{id}' is no word of time: the tables and keys are fixed, only words are added")))
                    }
                }
            }
        }
    }

    pub fn furniture(&mut self) {
        let Some((_, entry)) = self.toml::<FurnitureFile>("ar/furniture.toml") else { return };
        let keys = |list: Vec<String>| list.iter().map(|l| fold(&key(l)).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        self.lexicon.furniture = Furniture {
            exact: keys(entry.line.exact),
            prefix: keys(entry.line.prefix),
            contains: keys(entry.line.contains),
            archive: keys(entry.archive.contains),
            credits: keys(entry.caption.credits),
            caption_starts: keys(entry.caption.starts),
            markers: keys(entry.continues.markers),
            related: keys(entry.related.headings),
        };
    }
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

/// The word as those write it who put no hamza on an alef (`اربعة`, `على الاقل`).
fn bare_alef(word: &str) -> String {
    word.replace(['أ', 'إ', 'آ'], "ا")
}

fn particle_word(table: &str, id: &str) -> Option<Word> {
    Some(match table {
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
    })
}

fn numeral(table: &str, id: &str) -> Result<Numeral, String> {
    let value: u64 = id.trim_start_matches('n').parse().map_err(|_| format!("'{id}' must be n and a number, such as n12"))?;
    Ok(match table {
        "units" | "tens" | "hundreds" => Numeral::Value(value),
        "multipliers" => Numeral::Times(value),
        "ordinals" => Numeral::Ordinal(value as u8),
        _ => return Err(format!("'{table}' is no class of numerals: units tens hundreds multipliers ordinals")),
    })
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
        "expected" => Fact::Expected,
        "planned" => Fact::Planned,
        "demanded" => Fact::Demanded,
        "certain" => Fact::Certain,
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
        ("unit", unit) => TimeWord::Unit(time_unit(unit)?, 1),
        ("units", unit) => TimeWord::Unit(time_unit(unit)?, 2),
        _ => return None,
    })
}

fn time_unit(name: &str) -> Option<TimeUnit> {
    Some(match name {
        "minute" => TimeUnit::Minute,
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "week" => TimeUnit::Week,
        "month" => TimeUnit::Month,
        "year" => TimeUnit::Year,
        _ => return None,
    })
}
