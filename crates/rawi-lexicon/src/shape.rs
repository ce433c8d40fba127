//! What the letters of a verb's citation form tell: its form and the kind of its weakness.

use crate::conjugate::{ConjugateError, Final};
use crate::orthography::{SHADDA, is_mark};

/// A citation form taken apart.
pub(crate) struct Shape<'a> {
    pub bare: String,
    pub letters: Vec<char>,
    /// Index of the letter that carries the first shadda.
    doubled: Option<usize>,
    /// The imperfect that is cited with it.
    pub given: Option<&'a str>,
}

impl<'a> Shape<'a> {
    pub fn of(citation: &'a str) -> Result<Self, ConjugateError> {
        let (past, given) = citation.split_once(':').map_or((citation, None), |(p, i)| (p, Some(i)));
        let mut letters = Vec::new();
        let mut doubled = None;
        for c in past.trim().chars() {
            if c == SHADDA {
                doubled = doubled.or(letters.len().checked_sub(1));
            } else if !is_mark(c) {
                letters.push(c);
            }
        }
        let bare = letters.iter().collect();
        if letters.len() < 2 {
            return Err(ConjugateError::TooShort(citation.to_owned()));
        }
        Ok(Self { bare, letters, doubled, given: given.map(str::trim) })
    }

    pub fn ending(&self) -> Final {
        let n = self.letters.len();
        match self.letters[n - 1] {
            'ى' => Final::Defective,
            'ا' if n > 2 => Final::Defective,
            'ي' => Final::Ya,
            'أ' | 'ئ' | 'ء' => Final::Hamza,
            _ if self.doubled == Some(n - 1) => Final::Doubled,
            _ => Final::Sound,
        }
    }

    pub fn is_form_one(&self) -> bool {
        let n = self.letters.len();
        n == 2 || (n == 3 && self.doubled.is_none() && self.letters[0] != 'آ')
    }

    /// A long vowel ا stands before the last letter.
    pub fn is_hollow(&self) -> bool {
        let n = self.letters.len();
        n >= 3 && self.letters[n - 2] == 'ا' && !matches!(self.letters[n - 1], 'ى' | 'ا')
    }

    pub fn is_tenth(&self) -> bool {
        self.bare.starts_with("است") && self.letters.len() >= 5
    }

    pub fn is_fourth(&self) -> bool {
        let n = self.letters.len();
        (self.letters[0] == 'أ' && (n >= 4 || (n == 3 && self.doubled == Some(2)))) || (self.letters[0] == 'آ' && n >= 3)
    }

    /// Form VIII whose middle radical is a hamza (التأم).
    pub fn has_middle_hamza(&self) -> bool {
        self.letters.len() == 5 && self.letters[0] == 'ا' && self.letters[3] == 'أ'
    }

    pub fn is_third(&self) -> bool {
        self.letters.len() == 4 && self.letters[1] == 'ا' && self.letters[0] != 'أ'
    }

    pub fn is_sixth(&self) -> bool {
        self.letters.len() == 5 && self.letters[0] == 'ت' && self.letters[2] == 'ا'
    }
}
