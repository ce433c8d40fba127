//! How many: numerals of several words, amounts, percentages.

use rawi_lexicon::{Numeral, Word};

use crate::chunk::Chunker;
use crate::phrase::Amount;
use crate::token::{Expressions, TokenKind};

impl Chunker<'_, '_> {
    pub(crate) fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number) || self.numeral(at).is_some()
    }

    /// The numeral of one or more words at a token, and where it ends.
    pub(crate) fn numeral(&self, at: usize) -> Option<(Numeral, usize)> {
        *self.known.get(at)?.numeral.get_or_init(|| self.longest_numeral(at))
    }

    fn longest_numeral(&self, at: usize) -> Option<(Numeral, usize)> {
        let morph = self.morphs.get(at)?;
        for cut in &morph.cuts {
            let most = self.lexicon.numerals.longest_from(&cut.word);
            for (len, phrase) in Expressions::new(self.tokens, &cut.word, at, most).iter() {
                if let Some(&n) = self.lexicon.numerals.get(phrase).first() {
                    return Some((n, at + len));
                }
            }
        }
        None
    }

    /// An amount: `نحو 15`, `ما لا يقل عن ستة`, `43`, `3 ملايين`, `بين 10 و20`.
    pub(crate) fn amount(&self, start: usize) -> Option<(Amount, usize)> {
        let mut at = start;
        let (mut least, mut most) = (false, false);
        while let Some((word, end, ..)) = self.closed_class(at) {
            match word {
                Word::Approximately => {}
                Word::AtLeast => least = true,
                Word::AtMost => most = true,
                _ => break,
            }
            at = end;
        }
        let (value, mut end) = self.value(at)?;
        if let Some((Word::AtLeastAfter, after, ..)) = self.closed_class(end) {
            (least, end) = (true, after);
        }
        let (min, max) = match (least, most) {
            (true, _) => (value, None),
            (_, true) => (0, Some(value)),
            _ => (value, Some(value)),
        };
        Some((Amount { min, max, tokens: start..end }, end))
    }

    /// The value of a numeral of several words.
    fn value(&self, at: usize) -> Option<(u64, usize)> {
        let mut total = 0u64;
        let mut group: Option<u64> = None;
        let mut pos = at;
        loop {
            if let Some(token) = self.tokens.get(pos).filter(|t| t.kind == TokenKind::Number) {
                if group.is_some() {
                    break;
                }
                group = Some(digits(&token.key)?);
                pos += 1;
                continue;
            }
            let joins = pos == at || self.morphs.get(pos).is_some_and(|m| m.cuts.iter().any(|c| c.conj));
            match self.numeral(pos) {
                Some((Numeral::Value(n), end)) if joins || group.is_some_and(|g| g < 10 && n == 10) => {
                    group = Some(group.unwrap_or(0) + n);
                    pos = end;
                }
                Some((Numeral::Times(n), end)) => {
                    let many = if n % 1000 == 0 && (n == 2000 || n == 2_000_000) { n } else { group.unwrap_or(1).saturating_mul(n) };
                    total = total.saturating_add(many);
                    group = None;
                    pos = end;
                }
                _ => break,
            }
        }
        (pos > at).then_some((total.saturating_add(group.unwrap_or(0)), pos))
    }

    /// `في المئة`, `بالمئة`, `%`: where the expression ends.
    pub(crate) fn percent(&self, at: usize) -> Option<usize> {
        let key = |i: usize| self.tokens.get(i).map(|t| t.key.as_str()).unwrap_or_default();
        match key(at) {
            "بالمئة" | "بالمائة" => Some(at + 1),
            "في" if matches!(key(at + 1), "المئة" | "المائة") => Some(at + 2),
            "%" | "٪" => Some(at + 1),
            _ => self.tokens.get(at).is_some_and(|t| t.is('%') || t.is('٪')).then_some(at + 1),
        }
    }

    /// `20 جنديا على الأقل`: the count is a least one.
    pub(crate) fn at_least_after(&self, amount: &mut Option<Amount>, end: usize) -> usize {
        match (amount, self.closed_class(end)) {
            (Some(amount), Some((Word::AtLeastAfter, after, ..))) => {
                amount.max = None;
                after
            }
            _ => end,
        }
    }
}

pub(crate) fn digits(key: &str) -> Option<u64> {
    let plain: String = key.chars().filter(|c| !matches!(c, ',' | '٬')).collect();
    plain.split(['.', '٫']).next()?.parse().ok()
}
