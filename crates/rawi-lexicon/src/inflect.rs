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
            cell(&[full, "ا"], Two, false);
        }
        Final::Hamza if full.ends_with("يء") => {
            let seated = &format!("{cut}ئ");
            cell(&[seated, "وا"], They, false);
            cell(&[seated, "ا"], Two, false);
            cell(&[seated, "ت"], She, false);
            cell(&[seated, "تا"], Two, false);
            return consonant_cells(short, "", cell);
        }
        Final::Hamza if full.ends_with("اء") => {
            cell(&[cut, "ؤوا"], They, false);
            cell(&[full, "وا"], They, false);
            cell(&[full, "ا"], Two, false);
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
    consonant_cells(short, doubled_letter(short, ending), cell);
}

/// The last letter of a doubled verb, which is written twice before consonants; else nothing.
fn doubled_letter(stem: &str, ending: Final) -> &str {
    let last = stem.char_indices().next_back().map_or(0, |(at, _)| at);
    if ending == Final::Doubled { &stem[last..] } else { "" }
}

/// Cells of the past whose suffix begins with a consonant. A final ن or ت is written once with that of the suffix; what then looks like "he" is left out.
fn consonant_cells(short: &str, doubled: &str, cell: &mut impl FnMut(&[&str], Subject, bool)) {
    use Subject::*;
    let looks_like_he = doubled.is_empty();
    if short.ends_with('ن') {
        cell(&[short, doubled, "ا"], Speaker, false);
    } else {
        cell(&[short, doubled, "نا"], Speaker, false);
        cell(&[short, doubled, "ن"], TheyFem, false);
    }
    if short.ends_with('ن') && !looks_like_he {
        cell(&[short, doubled], TheyFem, false);
    }
    match short.ends_with('ت') {
        false => cell(&[short, doubled, "ت"], Speaker, false),
        true if !looks_like_he => cell(&[short, doubled], Speaker, false),
        true => {}
    }
}

fn past_of_defective(full: &str, cut: &str, cell: &mut impl FnMut(&[&str], Subject, bool)) {
    use Subject::*;
    let glide = if full.ends_with('ا') && !full.ends_with("يا") { "و" } else { "ي" };
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

/// Cells of the imperfect, likewise; `ending` is that of the past.
pub(crate) fn imperfect_of(stem: &str, short: &str, ending: Final, cell: &mut impl FnMut(&[&str], Subject, bool)) {
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
    let last = stem.chars().next_back().unwrap_or(' ');
    if matches!(last, 'ى' | 'ي' | 'و') {
        return imperfect_of_weak(stem, last, cell);
    }
    plural_cells(stem, cell);
    let cut = without_last(stem);
    if last == 'أ' || last == 'ء' {
        plural_cells(&format!("{cut}{}", if last == 'ء' && cut.ends_with('ي') { 'ئ' } else { 'ؤ' }), cell);
    }
    let (body, long) = match last {
        'أ' => (cut.as_str(), "آ"),
        'ء' if cut.ends_with('ي') => (cut.as_str(), "ئا"),
        _ => (stem, "ا"),
    };
    for (prefix, tail) in [("ي", "ن"), ("ت", "ن"), ("ي", ""), ("ت", "")] {
        cell(&[prefix, body, long, tail], Two, false);
    }
    let doubled = doubled_letter(short, ending);
    match (short.ends_with('ن'), doubled.is_empty()) {
        (true, true) => {}
        (true, false) => cell(&["ي", short, doubled], TheyFem, false),
        (false, _) => cell(&["ي", short, doubled, "ن"], TheyFem, false),
    }
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
