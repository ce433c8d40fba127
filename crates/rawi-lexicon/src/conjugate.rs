//! Paradigms of Arabic verbs by generation, in unvowelled print.
//!
//! A verb is given by its citation form (3rd person masculine singular past). The form (I–X, quadriliteral) and the kind of
//! weakness follow from its letters; shadda tells form II from I and a doubled verb from a sound one. Only hollow and defective
//! verbs of form I need their imperfect beside them (`قال:يقول`). Second persons are left out: reports do not use them.

use crate::inflect::{imperfect_of, past_of};
use crate::orthography::key;
use crate::shape::Shape;

/// Tense of a finite form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tense {
    /// Perfect.
    Past,
    /// Imperfect in any mood.
    Imperfect,
}

/// Grammatical person, gender and number of a finite form, as far as print shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// He, it; also before any plural subject.
    He,
    /// She, it, non-human plural.
    She,
    /// They (masculine or mixed).
    They,
    /// They (feminine).
    TheyFem,
    /// The two of them.
    Two,
    /// I or we.
    Speaker,
}

/// What print shows of the voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Voice {
    /// Can only be active.
    Active,
    /// Can only be passive.
    Passive,
    /// Both are written alike.
    Either,
}

/// One cell of a paradigm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Surface key.
    pub key: String,
    /// Tense.
    pub tense: Tense,
    /// Subject.
    pub subject: Subject,
    /// Voice.
    pub voice: Voice,
    /// Occurs only with a pronoun attached (`قصفو`‑ه).
    pub bound: bool,
}

/// Participle stems of a verb, masculine singular.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participles {
    /// Active participle.
    pub active: String,
    /// Passive participle.
    pub passive: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Final {
    Sound,
    Doubled,
    /// Past in ى or ا.
    Defective,
    /// Past in ي (بقي).
    Ya,
    Hamza,
}

/// The stems of a verb, from which all cells follow.
#[derive(Debug)]
pub(crate) struct Verb {
    past: String,
    past_short: String,
    imperfect: String,
    imperfect_short: String,
    past_passive: String,
    past_passive_short: String,
    imperfect_passive: String,
    ending: Final,
    active_participle: String,
    passive_participle: String,
}

/// Why a citation form cannot be conjugated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConjugateError {
    /// Too few letters.
    #[error("'{0}' is too short for a verb")]
    TooShort(String),
    /// The imperfect cannot be known.
    #[error("'{0}' is hollow or defective: write its imperfect after a colon, as in قال:يقول")]
    NeedsImperfect(String),
}

/// All finite cells of a verb given as `قصف`, `حرّر` or `قال:يقول`.
pub fn conjugate(citation: &str) -> Result<Vec<Cell>, ConjugateError> {
    let mut cells: Vec<Cell> = Vec::with_capacity(48);
    Verb::of(citation)?.each_cell(|key, tense, subject, voice, bound| {
        let twin = cells.iter_mut().find(|o| o.tense == tense && o.subject == subject && o.bound == bound && o.key == key);
        match twin {
            Some(twin) => twin.voice = twin.voice.or(voice),
            None => cells.push(Cell { key: key.to_owned(), tense, subject, voice, bound }),
        }
    });
    Ok(cells)
}

/// Participles of a verb.
pub fn participles(citation: &str) -> Result<Participles, ConjugateError> {
    Ok(Verb::of(citation)?.participles())
}

impl Voice {
    /// What a form shows that is written alike in both voices.
    pub(crate) fn or(self, other: Self) -> Self {
        if self == other { self } else { Self::Either }
    }
}

pub(crate) fn without_last(s: &str) -> String {
    let mut chars = s.chars();
    chars.next_back();
    chars.as_str().to_owned()
}

fn replace_last(s: &str, with: char) -> String {
    let mut out = without_last(s);
    out.push(with);
    out
}

/// Replaces the last `from` that is not the final letter.
fn replace_inner(s: &str, from: char, with: &str) -> String {
    let chars: Vec<char> = s.chars().collect();
    match (0..chars.len().saturating_sub(1)).rev().find(|&i| chars[i] == from) {
        Some(i) => chars[..i].iter().collect::<String>() + with + &chars[i + 1..].iter().collect::<String>(),
        None => s.to_owned(),
    }
}

fn replace_first(s: &str, from: char, with: char) -> String {
    s.replacen(from, &with.to_string(), 1)
}

/// The letter on which a hamza sits after a short vowel of the kind of this long one.
fn seat_after(long: char) -> char {
    match long {
        'و' => 'ؤ',
        'ي' => 'ئ',
        _ => 'أ',
    }
}

/// The stem of a hollow verb before endings that shorten it; a final hamza then sits on `seat`.
fn shortened(stem: &str, long: char, seat: char) -> String {
    let short = replace_inner(stem, long, "");
    if short.ends_with('ء') { replace_last(&short, seat) } else { short }
}

/// `التأم`: the hamza is the middle radical of form VIII, and sits on ya before a kasra.
fn with_middle_hamza(shape: &Shape, stem: String) -> String {
    if shape.has_middle_hamza() { replace_inner(&stem, 'أ', "ئ") } else { stem }
}

impl Verb {
    pub(crate) fn of(citation: &str) -> Result<Self, ConjugateError> {
        let shape = Shape::of(citation)?;
        let ending = shape.ending();
        let imperfect = imperfect_stem(&shape, citation)?;
        let imperfect_passive = imperfect_passive_stem(&shape, &imperfect, ending);
        let past_passive = past_passive_stem(&shape, ending);
        let derived = !shape.is_form_one();
        let (active_participle, passive_participle) = if derived {
            let active = match imperfect.chars().last() {
                Some('ى') => replace_last(&imperfect, 'ي'),
                _ => imperfect.clone(),
            };
            (format!("م{active}"), format!("م{imperfect_passive}"))
        } else {
            form_one_participles(&shape, &imperfect, ending)
        };
        let hollow = shape.is_hollow() && (!derived || shape.is_fourth() || shape.bare.starts_with('ا'));
        let long = imperfect.chars().rev().nth(1).filter(|c| hollow && matches!(c, 'و' | 'ي' | 'ا'));
        let past_short = match long {
            _ if !hollow => shape.bare.clone(),
            Some('و') => shortened(&shape.bare, 'ا', 'ؤ'),
            _ => shortened(&shape.bare, 'ا', if derived { 'أ' } else { 'ئ' }),
        };
        let past_passive_short = if hollow { shortened(&past_passive, 'ي', 'ئ') } else { past_passive.clone() };
        let imperfect_short = long.map_or_else(|| imperfect.clone(), |c| shortened(&imperfect, c, seat_after(c)));
        Ok(Self {
            past: shape.bare.clone(),
            past_short,
            past_passive_short,
            imperfect,
            imperfect_short,
            past_passive,
            imperfect_passive,
            ending,
            active_participle,
            passive_participle,
        })
    }

    pub(crate) fn participles(self) -> Participles {
        Participles { active: self.active_participle, passive: self.passive_participle }
    }

    /// Hands on every cell: its key, tense, subject, voice, and whether it is bound. A form of both voices comes twice.
    pub(crate) fn each_cell(&self, mut take: impl FnMut(&str, Tense, Subject, Voice, bool)) {
        let mut key = String::with_capacity(32);
        for tense in [Tense::Past, Tense::Imperfect] {
            for voice in [Voice::Active, Voice::Passive] {
                let mut cell = |parts: &[&str], subject, bound| {
                    key.clear();
                    parts.iter().for_each(|part| key.push_str(part));
                    take(&key, tense, subject, voice, bound);
                };
                match tense {
                    Tense::Past => self.past(voice, &mut cell),
                    Tense::Imperfect => self.imperfect(voice, &mut cell),
                }
            }
        }
    }

    fn past(&self, voice: Voice, cell: &mut impl FnMut(&[&str], Subject, bool)) {
        if voice == Voice::Active {
            return past_of(&self.past, &self.past_short, self.ending, cell);
        }
        let ending = if self.ending == Final::Defective { Final::Ya } else { self.ending };
        past_of(&self.past_passive, &self.past_passive_short, ending, cell);
    }

    fn imperfect(&self, voice: Voice, cell: &mut impl FnMut(&[&str], Subject, bool)) {
        if voice == Voice::Active {
            return imperfect_of(&self.imperfect, &self.imperfect_short, self.ending, cell);
        }
        let hollow = self.imperfect != self.imperfect_short;
        let short = if hollow { shortened(&self.imperfect_passive, 'ا', 'أ') } else { self.imperfect_passive.clone() };
        imperfect_of(&self.imperfect_passive, &short, self.ending, cell);
    }
}

fn form_one_participles(shape: &Shape, imperfect: &str, ending: Final) -> (String, String) {
    let l = &shape.letters;
    if l.len() == 2 {
        return (format!("{}ا{}", l[0], l[1]), format!("م{}{}و{}", l[0], l[1], l[1]));
    }
    let first = if l[0] == 'أ' { "آ".to_owned() } else { format!("{}ا", l[0]) };
    match (shape.is_hollow(), ending) {
        (true, _) => (format!("{}ائ{}", l[0], l[2]), format!("م{imperfect}")),
        (_, Final::Defective | Final::Ya) => (format!("{first}{}ي", l[1]), format!("م{}{}ي", l[0], l[1])),
        (_, Final::Hamza) => (format!("{first}{}ئ", l[1]), format!("م{}{}وء", l[0], l[1])),
        _ => (format!("{first}{}{}", l[1], l[2]), format!("م{}{}و{}", l[0], l[1], l[2])),
    }
}

/// The imperfect without its prefix.
fn imperfect_stem(shape: &Shape, citation: &str) -> Result<String, ConjugateError> {
    if let Some(given) = shape.given {
        return Ok(key(given).chars().skip(1).collect());
    }
    let bare = &shape.bare;
    let rest: String = bare.chars().skip(1).collect();
    let ya_final = |s: String| if s.ends_with('ى') || s.ends_with('ا') { replace_last(&s, 'ي') } else { s };
    let hamza_final = |s: String| if s.ends_with('أ') { replace_last(&s, 'ئ') } else { s };
    Ok(if shape.is_form_one() {
        form_one_imperfect(shape, citation)?
    } else if shape.letters[0] == 'آ' {
        ya_final(format!("ؤ{rest}"))
    } else if shape.is_fourth() {
        let stem = hamza_final(ya_final(rest));
        let stem = stem.strip_prefix('ي').map_or_else(|| stem.clone(), |rest| format!("و{rest}"));
        if shape.is_hollow() { replace_inner(&stem, 'ا', "ي") } else { stem }
    } else if shape.is_tenth() {
        let stem = hamza_final(ya_final(rest));
        if shape.is_hollow() && shape.letters.len() == 6 { replace_inner(&stem, 'ا', "ي") } else { stem }
    } else if bare.starts_with('ا') {
        with_middle_hamza(shape, hamza_final(ya_final(rest)))
    } else if bare.starts_with('ت') && shape.letters.len() >= 4 && !shape.is_third() {
        bare.clone()
    } else if bare.starts_with('أ') {
        ya_final(format!("ؤ{rest}"))
    } else {
        hamza_final(ya_final(bare.clone()))
    })
}

fn form_one_imperfect(shape: &Shape, citation: &str) -> Result<String, ConjugateError> {
    let needs = || Err(ConjugateError::NeedsImperfect(citation.to_owned()));
    if shape.letters.len() == 2 {
        return Ok(shape.bare.clone());
    }
    match (shape.is_hollow(), shape.ending()) {
        (true, _) | (_, Final::Defective) => needs(),
        (_, Final::Ya) => Ok(replace_last(&shape.bare, 'ى')),
        _ if shape.letters[1] == 'ئ' => Ok(replace_inner(&shape.bare, 'ئ', "أ")),
        _ if shape.letters[0] == 'و' => Ok(shape.bare.chars().skip(1).collect()),
        _ => Ok(shape.bare.clone()),
    }
}

fn imperfect_passive_stem(shape: &Shape, imperfect: &str, ending: Final) -> String {
    let stem = match ending {
        Final::Defective | Final::Ya => replace_last(imperfect, 'ى'),
        Final::Hamza if imperfect.ends_with('ئ') => replace_last(imperfect, 'أ'),
        _ => imperfect.to_owned(),
    };
    if shape.is_form_one() && shape.letters[0] == 'و' && shape.letters.len() == 3 {
        return format!("و{stem}");
    }
    if shape.is_form_one() && shape.letters[0] == 'أ' {
        return stem.replacen('أ', "ؤ", 1);
    }
    let stem = if shape.has_middle_hamza() { stem.replace('ئ', "أ") } else { stem };
    let long = stem.chars().rev().nth(1).filter(|c| matches!(c, 'و' | 'ي'));
    match long {
        Some(c) if shape.is_hollow() && (shape.is_form_one() || shape.is_fourth() || shape.is_tenth()) => replace_inner(&stem, c, "ا"),
        _ => stem,
    }
}

fn past_passive_stem(shape: &Shape, ending: Final) -> String {
    let bare = &shape.bare;
    let stem = match ending {
        Final::Defective => replace_last(bare, 'ي'),
        Final::Hamza => replace_last(bare, 'ئ'),
        _ => bare.clone(),
    };
    if shape.is_third() {
        return replace_first(&stem, 'ا', 'و');
    }
    if shape.is_form_one() && shape.letters[1] == 'أ' {
        return replace_inner(&stem, 'أ', "ئ");
    }
    if shape.letters[0] == 'آ' {
        return stem.replacen('آ', "أو", 1);
    }
    if shape.is_fourth() && shape.letters[1] == 'ي' {
        return stem.replacen('ي', "و", 1);
    }
    if shape.is_tenth() && shape.letters.len() == 6 && shape.letters[3] == 'أ' {
        return stem.replacen('أ', "ؤ", 1);
    }
    let stem = with_middle_hamza(shape, stem);
    if shape.is_sixth() {
        return replace_inner(&stem, 'ا', "و").replace('ء', "ئ");
    }
    if shape.letters[0] == 'ت' && shape.letters[1] == 'أ' {
        return stem.replacen('أ', "ؤ", 1);
    }
    if shape.is_hollow() { replace_inner(&stem, 'ا', "ي") } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(citation: &str, key: &str, tense: Tense, subject: Subject) -> Option<Voice> {
        conjugate(citation).unwrap().into_iter().find(|c| c.key == key && c.tense == tense && c.subject == subject).map(|c| c.voice)
    }

    #[test]
    fn sound_and_derived_forms() {
        use {Subject::*, Tense::*, Voice::*};
        for (citation, key, tense, subject, voice) in [
            ("قصف", "قصفت", Past, She, Either),
            ("قصف", "يقصفون", Imperfect, They, Either),
            ("سيطر", "يسيطر", Imperfect, He, Either),
            ("أعلن", "تعلن", Imperfect, She, Either),
            ("أفاد", "يفيد", Imperfect, He, Active),
            ("أفاد", "أفيد", Past, He, Passive),
            ("أجرى", "أجرت", Past, She, Active),
            ("أجرى", "أجري", Past, He, Passive),
            ("أجرى", "يجري", Imperfect, He, Active),
            ("استعاد", "يستعيد", Imperfect, He, Active),
            ("استعاد", "استعدنا", Past, Speaker, Either),
            ("استولى", "استولت", Past, She, Active),
            ("استولى", "يستولون", Imperfect, They, Either),
            ("احتلّ", "يحتل", Imperfect, He, Either),
            ("احتلّ", "احتللنا", Past, Speaker, Either),
            ("تقدّم", "تتقدم", Imperfect, She, Either),
            ("تخلّى", "يتخلى", Imperfect, He, Either),
            ("هاجم", "هوجمت", Past, She, Passive),
            ("أكّد", "يؤكد", Imperfect, He, Either),
            ("أكد:يؤكد", "يؤكد", Imperfect, He, Either),
            ("وصل", "يصل", Imperfect, He, Active),
            ("وصل", "يوصل", Imperfect, He, Passive),
            ("قال:يقول", "يقول", Imperfect, He, Active),
            ("قال:يقول", "يقل", Imperfect, He, Either),
            ("قال:يقول", "قيل", Past, He, Passive),
            ("بقي", "يبق", Imperfect, He, Either),
            ("بدأ", "يبدؤون", Imperfect, They, Either),
            ("شنّ", "يشنون", Imperfect, They, Either),
            ("أقرّ", "يقر", Imperfect, He, Either),
            ("نفى:ينفي", "نفت", Past, She, Active),
            ("أخذ", "يأخذ", Imperfect, He, Active),
            ("أسر", "يؤسر", Imperfect, He, Passive),
            ("أيقن", "يوقن", Imperfect, He, Either),
            ("التأم", "تلتئم", Imperfect, She, Active),
            ("بقي", "بقيا", Past, Two, Either),
            ("استمرّ", "يستمررن", Imperfect, TheyFem, Either),
            ("أعلن", "أعلنا", Past, Speaker, Either),
            ("أصاب", "أصبنا", Past, Speaker, Either),
            ("جاء:يجيء", "جاؤوا", Past, They, Active),
            ("جاء:يجيء", "جئنا", Past, Speaker, Either),
            ("جاء:يجيء", "يجيئون", Imperfect, They, Active),
            ("أضاء", "أضيئت", Past, She, Passive),
            ("ساء:يسوء", "سؤنا", Past, Speaker, Active),
            ("استاء", "يستاؤون", Imperfect, They, Either),
            ("آذى", "أوذي", Past, He, Passive),
            ("سأل", "سئل", Past, He, Passive),
            ("ظنّ", "ظننا", Past, Speaker, Either),
            ("استأذن", "استؤذن", Past, He, Passive),
            ("أحيا", "أحييت", Past, Speaker, Either),
        ] {
            assert_eq!(has(citation, key, tense, subject), Some(voice), "{citation} {key}");
        }
    }

    #[test]
    fn participles_follow_the_form() {
        for (citation, active, passive) in [
            ("أعلن", "معلن", "معلن"),
            ("أشار", "مشير", "مشار"),
            ("أصاب", "مصيب", "مصاب"),
            ("قتل", "قاتل", "مقتول"),
            ("نفى:ينفي", "نافي", "منفي"),
            ("أكّد", "مؤكد", "مؤكد"),
            ("استولى", "مستولي", "مستولى"),
            ("قال:يقول", "قائل", "مقول"),
        ] {
            let p = participles(citation).unwrap();
            assert_eq!((p.active.as_str(), p.passive.as_str()), (active, passive), "{citation}");
        }
    }

    #[test]
    fn a_hollow_verb_of_form_one_needs_its_imperfect() {
        assert_eq!(conjugate("قال"), Err(ConjugateError::NeedsImperfect("قال".into())));
        assert!(conjugate("و").is_err());
    }
}
