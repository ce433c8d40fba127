//! Endings and prefixes of finite verbs: stems to cells. A cell is handed on as the parts it is joined from.

use crate::conjugate::{Final, Subject, without_last};

/// Cells of the past: from the full stem, and from the one before suffixes that begin with a consonant.
pub(crate) fn past_of(full: &str, short: &str, ending: Final, cell: &mut impl FnMut(&[&str], Subject, bool)) {
    use Subject::*;
    let cut = &without_last(full);
    cell(&[full], He, false);
    match ending {
        Final::Defective => return past_of_defective(full, cut, cell),
        Final::Ya => {
            cell(&[cut, "وا"], They, false);
            cell(&[cut, "و"], They, true);
        }
        Final::Hamza if full.ends_with('أ') => {
            cell(&[full, "وا"], They, false);
            cell(&[cut, "ؤوا"], They, false);
            cell(&[cut, "أوا"], They, false);
            cell(&[cut, "آ"], Two, false);
            cell(&[cut, "أ"], He, true);
        }
        _ => {
            cell(&[full, "وا"], They, false);
            cell(&[full, "و"], They, true);
            cell(&[full, "ا"], Two, false);
        }
    }
    cell(&[full, "ت"], She, false);
    cell(&[full, "تا"], Two, false);
    let mut last = [0; 4];
    let doubled = if ending == Final::Doubled { short.chars().last().unwrap_or(' ').encode_utf8(&mut last) } else { "" };
    for (suffix, subject) in [("نا", Speaker), ("ت", Speaker), ("ن", TheyFem)] {
        cell(&[short, doubled, suffix], subject, false);
    }
}

fn past_of_defective(full: &str, cut: &str, cell: &mut impl FnMut(&[&str], Subject, bool)) {
    use Subject::*;
    let glide = if full.ends_with('ا') { "و" } else { "ي" };
    cell(&[cut, "ا"], He, true);
    for (suffix, subject) in [("ت", She), ("وا", They), ("تا", Two)] {
        cell(&[cut, suffix], subject, false);
    }
    cell(&[cut, "و"], They, true);
    for (suffix, subject) in [("ا", Two), ("نا", Speaker), ("ت", Speaker), ("ن", TheyFem)] {
        cell(&[cut, glide, suffix], subject, false);
    }
}

/// Prefixes of the imperfect and their subjects.
const PREFIXES: [(&str, Subject); 3] = [("ي", Subject::He), ("ت", Subject::She), ("ن", Subject::Speaker)];

/// Cells of the imperfect, likewise; `last` is the last letter of the stem.
pub(crate) fn imperfect_of(stem: &str, short: &str, last: char, cell: &mut impl FnMut(&[&str], Subject, bool)) {
    use Subject::*;
    for (prefix, subject) in PREFIXES {
        cell(&[prefix, stem], subject, false);
        if short != stem {
            cell(&[prefix, short], subject, false);
        }
    }
    match stem.strip_prefix('أ') {
        Some(rest) => cell(&["آ", rest], Speaker, false),
        None => cell(&["أ", stem], Speaker, false),
    }
    if matches!(last, 'ى' | 'ي' | 'و') {
        return imperfect_of_weak(stem, last, cell);
    }
    plural_cells(stem, cell);
    let cut = without_last(stem);
    if last == 'أ' {
        plural_cells(&format!("{cut}ؤ"), cell);
    }
    let (body, long) = if last == 'أ' { (cut.as_str(), "آ") } else { (stem, "ا") };
    for (prefix, tail) in [("ي", "ن"), ("ت", "ن"), ("ي", ""), ("ت", "")] {
        cell(&[prefix, body, long, tail], Two, false);
    }
    cell(&["ي", short, "ن"], TheyFem, false);
}

fn imperfect_of_weak(stem: &str, last: char, cell: &mut impl FnMut(&[&str], Subject, bool)) {
    let cut = &without_last(stem);
    for (prefix, subject) in PREFIXES {
        cell(&[prefix, cut], subject, false);
        if last == 'ى' {
            cell(&[prefix, cut, "ا"], subject, true);
        }
    }
    plural_cells(cut, cell);
    let glide = if last == 'و' { "و" } else { "ي" };
    for (prefix, ending) in [("ي", "ان"), ("ت", "ان"), ("ي", "ا"), ("ت", "ا")] {
        cell(&[prefix, cut, glide, ending], Subject::Two, false);
    }
    cell(&["ي", cut, glide, "ن"], Subject::TheyFem, false);
}

fn plural_cells(stem: &str, cell: &mut impl FnMut(&[&str], Subject, bool)) {
    cell(&["ي", stem, "ون"], Subject::They, false);
    cell(&["ي", stem, "وا"], Subject::They, false);
    cell(&["ي", stem, "و"], Subject::They, true);
}
