//! What one sentence costs as it grows: seconds of reading for 125 kB to 1 MB, and the ratio of each to the one of half its length.
//! A ratio near 2 is linear. `cargo bench -p rawi-reader --bench long`; a number after `--` sets the greatest length in kB, a name the only kind of sentence.

use std::time::{Duration, Instant};

use jiff::civil::date;
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::Report;

/// Kinds of sentence: a name, and how one of about so many bytes is made.
const SHAPES: [(&str, fn(usize) -> String); 5] = [("clauses", clauses), ("list of names", names), ("nested quotes", quotes), ("nested brackets", brackets), ("one word", words)];

const CLAUSES: [&str; 8] = [
    "سيطرت الفصائل على مدينة حماة بعد معارك مع قوات النظام",
    "وقالت وزارة الدفاع إن طائرات روسية قصفت ريف إدلب صباح الخميس",
    "فيما انسحبت القوات من بلدة مورك نحو مدينة حمص",
    "ونفت وزارة الخارجية مقتل ثلاثة مدنيين في القصف",
    "وأضاف المتحدث أن الجيش أسقط خمس طائرات مسيّرة فوق دمشق",
    "بينما نزح مئات الأشخاص من القرى إلى مدينة الرقة",
    "ونقلت وكالة رويترز عن مصدر عسكري أن الطريق أغلق منذ أمس",
    "حيث أصيب عشرة جنود في اشتباكات قرب مطار المدينة",
];

const NAMES: [&str; 10] = ["حماة", "حمص", "دمشق", "بشار الأسد", "إدلب", "الخرطوم", "قوات الدعم السريع", "صنعاء", "وزارة الدفاع السورية", "تل رفعت"];

fn main() {
    let greatest = std::env::args().filter_map(|arg| arg.parse::<usize>().ok()).next_back().unwrap_or(1000);
    let lexicon = Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads");
    let only = std::env::args().skip(1).find(|arg| SHAPES.iter().any(|(name, _)| name == arg));
    for (name, make) in SHAPES.into_iter().filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name)) {
        let mut last: Option<Duration> = None;
        for kilobytes in [125, 250, 500, 1000].into_iter().filter(|size| *size <= greatest) {
            let text = make(kilobytes * 1000);
            let took = least_of(3, &lexicon, &Report { published: Some(date(2024, 12, 5)), ..Report::from_text(text) });
            let ratio = last.map(|last| format!("{:8.2}", took.as_secs_f64() / last.as_secs_f64())).unwrap_or_default();
            println!("{name:16} {kilobytes:5} kB {:9.3} s {ratio}", took.as_secs_f64());
            last = Some(took);
        }
    }
}

/// The shortest of several readings; of one alone where that takes long.
fn least_of(times: u32, lexicon: &Lexicon, report: &Report) -> Duration {
    let mut least = Duration::MAX;
    for _ in 0..times {
        let start = Instant::now();
        std::hint::black_box(rawi_reader::read(lexicon, report));
        least = least.min(start.elapsed());
        if least > Duration::from_secs(2) {
            break;
        }
    }
    least
}

/// Parts over and over, joined, until there are so many bytes.
fn over(parts: &[&str], joint: &str, bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + 200);
    for part in parts.iter().cycle() {
        if out.len() >= bytes {
            break;
        }
        out.push_str(part);
        out.push_str(joint);
    }
    out
}

fn clauses(bytes: usize) -> String {
    over(&CLAUSES, "، ", bytes)
}

fn names(bytes: usize) -> String {
    "سيطرت الفصائل على ".to_owned() + &over(&NAMES, " و", bytes)
}

fn quotes(bytes: usize) -> String {
    over(&CLAUSES, ": «", bytes * 9 / 10) + &"»".repeat(bytes / 20)
}

fn brackets(bytes: usize) -> String {
    over(&CLAUSES, " (", bytes * 9 / 10) + &")".repeat(bytes / 10)
}

fn words(bytes: usize) -> String {
    over(&["قصف"], " ", bytes)
}
