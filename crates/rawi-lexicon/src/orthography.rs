//! Keys: the one form of a word under which the lexicon and the reader meet.
//!
//! [`key`] drops what does not tell words apart in print (tatweel, vowel marks, bidi controls, presentation forms, Persian letters).
//! [`fold`] also merges hamza seats, ya with alef maqsura and ta marbuta with ha; it is for names and for second tries, never for particles.

use unicode_normalization::UnicodeNormalization;

/// Arabic shadda.
pub const SHADDA: char = '\u{0651}';

/// True for characters that never tell two words apart: tatweel, vowel marks, bidi controls, joiners.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{0640}' | '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0653}'..='\u{065F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}' | '\u{00AD}')
}

/// True for the letters of Arabic script, presentation forms and Persian letters included.
pub fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064A}' | '\u{066E}'..='\u{06D3}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Appends the normalised form of one character.
pub fn push_key(out: &mut String, c: char) {
    match c {
        // The letters that nearly all text is made of.
        '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => out.push(c),
        _ if is_mark(c) => {}
        'ک' => out.push('ك'),
        'ی' | 'ے' => out.push('ي'),
        '٠'..='٩' => out.push((b'0' + (c as u32 - '٠' as u32) as u8) as char),
        '۰'..='۹' => out.push((b'0' + (c as u32 - '۰' as u32) as u8) as char),
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
            out.extend(std::iter::once(c).nfkc().filter(|&c| !is_mark(c)));
        }
        _ => out.extend(c.to_lowercase()),
    }
}

/// The exact key of a word.
pub fn key(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    word.chars().for_each(|c| push_key(&mut out, c));
    out
}

/// The folded letter: hamza seats, alef maqsura and ta marbuta merged.
pub fn fold_letter(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        'ؤ' => 'و',
        'ئ' => 'ي',
        _ => c,
    }
}

/// The folded key of an exact key.
pub fn fold(key: &str) -> String {
    key.chars().map(fold_letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_drop_what_does_not_count() {
        assert_eq!(key("مُـحَمَّد"), "محمد");
        assert_eq!(key("ﻻ"), "لا");
        assert_eq!(key("کرکوک"), "كركوك");
        assert_eq!(key("٢٠٢٤"), "2024");
        assert_eq!(key("CNN"), "cnn");
    }

    #[test]
    fn particles_stay_apart_by_key_and_meet_by_fold() {
        assert_ne!(key("أن"), key("إن"));
        assert_eq!(fold("أن"), fold("إن"));
        assert_ne!(key("على"), key("علي"));
    }
}
