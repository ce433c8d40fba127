//! Every day of 1440 to 1450 AH in a report is the day that hijridate has: `hijri.tsv` is what `hijri.py` beside this file prints.

use jiff::ToSpan;
use jiff::civil::Date;
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::Report;

const HIJRIDATE: &str = include_str!("hijri.tsv");

const MONTHS: [&str; 12] = ["محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذي القعدة", "ذي الحجة"];

/// Year, month from 1, days, and the first day of a month.
fn months() -> impl Iterator<Item = (u16, usize, i64, Date)> {
    HIJRIDATE.lines().map(|line| {
        let parts: Vec<&str> = line.split('\t').collect();
        (parts[0].parse().expect("a year"), parts[1].parse().expect("a month"), parts[2].parse().expect("a number of days"), parts[3].parse().expect("a date"))
    })
}

/// The time that a report gives its claim; empty where it gives none.
fn time(lexicon: &Lexicon, text: String) -> String {
    let reading = rawi_reader::read(lexicon, &Report::from_text(text));
    let claim = reading.claims.first().expect("the sentence makes a claim");
    claim.time.as_ref().map_or_else(String::new, |time| time.edtf.to_string())
}

#[test]
fn days_are_those_of_hijridate() {
    let lexicon = Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads");
    for (year, month, days, first) in months() {
        for day in 1..=30 {
            let text = format!("انسحبت قوات النظام من مدينة حماة في {day} {} {year} هـ.", MONTHS[month - 1]);
            let expected = if day <= days { first.checked_add((day - 1).days()).expect("a date").to_string() } else { String::new() };
            assert_eq!(time(&lexicon, text.clone()), expected, "{text}");
        }
    }
}
