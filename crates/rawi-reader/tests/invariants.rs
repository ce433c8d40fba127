//! What holds for every text: no panic, spans inside the text and on characters, nothing invented, the same reading twice.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::{Reading, Report, Span, Via};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads"));

/// Words that meet in reports: sayings, events, names, numbers, time, particles, clitics, furniture.
const WORDS: &[&str] = &[
    "أعلنت",
    "قال",
    "وأضاف",
    "نفى",
    "نقلت",
    "عن",
    "بحسب",
    "زعم",
    "مصدر",
    "ناشطون",
    "وكالة",
    "رويترز",
    "المتحدث",
    "باسم",
    "وزارة",
    "الدفاع",
    "الرئيس",
    "سيطرت",
    "السيطرة",
    "انسحبت",
    "انسحاب",
    "قصفت",
    "قصف",
    "شنت",
    "غارات",
    "مقتل",
    "قتل",
    "إصابة",
    "جرح",
    "أسقطت",
    "تقدمت",
    "اشتباكات",
    "حاصرت",
    "أغلقت",
    "نزح",
    "قوات",
    "الجيش",
    "الفصائل",
    "النظام",
    "المعارضة",
    "حزب",
    "الله",
    "الحوثيون",
    "روسيا",
    "طائرات",
    "مسيّرة",
    "صواريخ",
    "دبابات",
    "مدينة",
    "حمص",
    "حماة",
    "دمشق",
    "بيروت",
    "غزة",
    "الخرطوم",
    "صنعاء",
    "ريف",
    "الطريق",
    "مطار",
    "بلدة",
    "ثلاثة",
    "خمس",
    "عشرات",
    "مئة",
    "ألف",
    "20",
    "٣٠",
    "نحو",
    "على",
    "الأقل",
    "مدنيين",
    "شخصا",
    "جنديان",
    "أطفال",
    "الخميس",
    "أمس",
    "اليوم",
    "صباح",
    "مساء",
    "ديسمبر",
    "كانون",
    "الأول",
    "منذ",
    "قبل",
    "بعد",
    "خلال",
    "2024",
    "5/12/2024",
    "في",
    "من",
    "إلى",
    "أن",
    "إن",
    "لم",
    "لن",
    "لا",
    "قد",
    "ربما",
    "سوف",
    "فيما",
    "بينما",
    "حيث",
    "التي",
    "الذي",
    "و",
    "ثم",
    "بينها",
    "بينهم",
    "له",
    "منها",
    "عليه",
    "كما",
    "وبالقصف",
    "فسيطرت",
    "وسيقصفونها",
    "كالطائرات",
    "للجيش",
    "اقرأ",
    "أيضا:",
    "صورة",
    "أرشيفية",
    "Advertisement",
    "CNN",
    "مُـحَمَّد",
    "ﻻ",
];

/// What stands between words.
const MARKS: &[&str] = &[
    ".", "..", "…", "،", ",", "؛", ":", "؟", "!", "\"", "“", "”", "«", "»", "(", ")", "[", "]", "-", "–", "/", "\n", "\n\n", "\r\n", "\t", " ", "\u{a0}", "\u{200f}", "\u{202b}",
    "\u{feff}", "%", "ـ", "\u{64b}",
];

/// Running text of words and marks, with digits and any other characters strewn in.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(WORDS).prop_map(|word| format!("{word} ")),
        3 => prop::sample::select(MARKS).prop_map(str::to_owned),
        1 => "[0-9٠-٩]{1,25}",
        1 => "[ء-ي]{1,12} ",
        1 => "\\PC{0,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn report(text: &str) -> Report {
    Report { published: Some(date(2024, 12, 5)), ..Report::from_text(text) }
}

fn read(text: &str) -> Reading {
    rawi_reader::read(&LEXICON, &report(text))
}

/// Every span of a reading, with what it is.
fn spans(reading: &Reading) -> Vec<(&'static str, Span)> {
    let mut all: Vec<(&'static str, Span)> = reading.sentences.iter().map(|s| ("sentence", *s)).collect();
    all.extend(reading.notes.iter().map(|n| ("note", n.span)));
    for claim in &reading.claims {
        all.push(("cue", claim.cue.span));
        all.push(("sentence of a claim", claim.sentence.span));
        all.extend(claim.count.iter().map(|c| ("count", c.span)));
        all.extend(claim.time.iter().filter_map(|t| t.span).map(|s| ("time", s)));
        all.extend(claim.chain.iter().filter_map(|l| l.span).map(|s| ("link", s)));
        for filler in claim.roles.values().flatten() {
            all.extend(filler.span.map(|s| ("filler", s)));
            all.extend(filler.antecedent.map(|s| ("antecedent", s)));
        }
    }
    all
}

/// What is wrong with a reading, if anything.
fn fault(text: &str, reading: &Reading) -> Option<String> {
    for (what, Span { start, end }) in spans(reading) {
        if start > end || end > text.len() || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            return Some(format!("the span of a {what}, {start}..{end}, is not on characters of the text of {} bytes", text.len()));
        }
    }
    for claim in &reading.claims {
        if claim.chain.is_empty() {
            return Some(format!("claim {} has no chain", claim.id));
        }
        if !(0.0..=1.0).contains(&claim.confidence) {
            return Some(format!("claim {} has confidence {}", claim.id, claim.confidence));
        }
        if let Some(filler) = claim.roles.values().flatten().find(|f| f.span.is_none() && f.via != Via::Implied) {
            return Some(format!("a filler of claim {} has no words and is not implied: {filler:?}", claim.id));
        }
        if let Some(count) = claim.count.as_ref().filter(|c| c.max.is_some_and(|max| max < c.min)) {
            return Some(format!("claim {} counts from {} to {:?}", claim.id, count.min, count.max));
        }
    }
    None
}

fn corpus() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder).expect("corpus/ is there").flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    let text = |path: &PathBuf| std::fs::read_to_string(path).expect("a sample is UTF-8");
    paths.into_iter().map(|path| (path.clone(), text(&path))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))), ..ProptestConfig::default() })]

    #[test]
    fn running_text_is_read_soundly_and_the_same_twice(text in any_text()) {
        let reading = read(&text);
        prop_assert_eq!(fault(&text, &reading), None);
        prop_assert_eq!(read(&text), reading);
    }

    #[test]
    fn any_characters_are_read_soundly(text in any::<String>()) {
        prop_assert_eq!(fault(&text, &read(&text)), None);
    }

    #[test]
    fn a_report_cut_anywhere_is_read_soundly(cut in any::<prop::sample::Index>(), sample in any::<prop::sample::Index>()) {
        let corpus = corpus();
        let text = &sample.get(&corpus).1;
        let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let part = &text[..*cut.get(&ends)];
        prop_assert_eq!(fault(part, &read(part)), None);
    }

    #[test]
    fn tracing_changes_nothing(text in any_text()) {
        let (traced, _) = rawi_reader::read_traced(&LEXICON, &report(&text));
        prop_assert_eq!(traced, read(&text));
    }
}

#[test]
fn samples_are_read_soundly_and_the_same_twice() {
    let corpus = corpus();
    assert!(corpus.len() >= 4, "corpus/ holds {} samples", corpus.len());
    for (path, text) in corpus {
        let reading = read(&text);
        assert!(!reading.claims.is_empty(), "no claim was read from {}", path.display());
        assert_eq!(fault(&text, &reading), None, "{}", path.display());
        assert_eq!(read(&text), reading, "{}", path.display());
    }
}

#[test]
fn empty_and_blank_texts_have_no_claims() {
    for text in ["", " ", "\n\n\n", "\u{feff}", ".", "«»", "\u{200f}\u{200f}"] {
        assert_eq!(read(text).claims, [], "{text:?}");
    }
}

#[test]
fn a_sentence_of_200_kb_without_a_stop_is_read() {
    let mut text = String::new();
    let mut at = 0;
    while text.len() < 200 << 10 {
        text.push_str(WORDS[at % WORDS.len()]);
        text.push(' ');
        at += 7;
    }
    assert_eq!(fault(&text, &read(&text)), None);
}

#[test]
fn one_word_of_200_kb_is_read() {
    for letter in ["ا", "و", "ق", "\u{640}", "«", "7", "a"] {
        let text = letter.repeat((200 << 10) / letter.len());
        assert_eq!(fault(&text, &read(&text)), None, "{letter:?}");
    }
}

#[test]
fn a_text_may_end_anywhere() {
    for text in ["قتل 3", "مقتل ثلاثة", "قتل على الأقل", "سيطرت الفصائل على", "قال", "أعلنت أن", "لم", "قد", "منذ", "و", "في 5 ديسمبر", "نقلت وكالة", "مدينة", "«سيطرت"]
    {
        assert_eq!(fault(text, &read(text)), None, "{text:?}");
    }
}

#[test]
fn holders_of_an_earlier_sentence_go_on() {
    // The holders stand further on in their sentence than the next one has words.
    for text in [
        "بعد معارك استمرت ثلاثة أيام في ريف حماة الشمالي ومحيط مدينة حمص أعلنت هيئة تحرير الشام والجيش الوطني السوري السيطرة على مدينة حماة.\nوتؤكد أن قوات النظام انسحبت.",
        "سيطرت الفصائل على مدينة حماة بعد معارك في ريف حماة الشمالي ومحيط مدينة حمص، وقالت روسيا وإيران إن طائرات قصفت مدينة حمص.\nوتؤكد أن الفصائل انسحبت.",
    ] {
        assert_eq!(fault(text, &read(text)), None, "{text:?}");
    }
}
