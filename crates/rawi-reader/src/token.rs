//! Text to tokens, each with its bytes in the text and its key.

use std::borrow::Cow;
use std::ops::Range;

use rawi_lexicon::orthography::{is_arabic_letter, is_mark, push_key};
use rawi_model::Span;
use smallvec::SmallVec;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Number,
    Quote,
    Punct(char),
}

/// One token.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub span: Span,
    pub key: String,
    pub kind: TokenKind,
    /// Carries a damma before its last letter: a past verb so written is passive.
    pub damma: bool,
    /// Ends in a tanween: a noun or adjective, no verb.
    pub nunated: bool,
}

impl Token {
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    pub fn is(&self, c: char) -> bool {
        self.kind == TokenKind::Punct(c)
    }
}

fn is_letter(c: char) -> bool {
    // The test by range first: it is the cheaper one, and nearly always enough.
    is_arabic_letter(c) || c.is_alphabetic() || is_mark(c)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '٠'..='٩' | '۰'..='۹')
}

/// Tokens of `text` within `span`.
pub(crate) fn tokens(text: &str, span: Span) -> Vec<Token> {
    let mut out = split(text, span);
    join_articles(&mut out);
    join_bracketed_numbers(&mut out);
    out
}

/// `الـ48`: the article belongs to the number that is written with it.
fn join_articles(tokens: &mut Vec<Token>) {
    let mut i = 0;
    while i + 1 < tokens.len() {
        if tokens[i].key == "ال" && tokens[i + 1].kind == TokenKind::Number {
            tokens[i + 1].span.start = tokens[i].span.start;
            tokens.remove(i);
        }
        i += 1;
    }
}

/// `(3) مدنيين`: a number alone in brackets counts what follows it.
fn join_bracketed_numbers(tokens: &mut Vec<Token>) {
    let mut i = 0;
    while i + 3 < tokens.len() {
        if tokens[i].is('(') && tokens[i + 1].kind == TokenKind::Number && tokens[i + 2].is(')') && tokens[i + 3].is_word() {
            tokens[i + 1].span = Span::new(tokens[i].span.start, tokens[i + 2].span.end);
            tokens.remove(i + 2);
            tokens.remove(i);
        }
        i += 1;
    }
}

fn split(text: &str, span: Span) -> Vec<Token> {
    let part = span.of(text);
    let mut out = Vec::with_capacity(part.len() / 9);
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let kind = match c {
            // Marks of hashtags stand inside what is said.
            _ if c.is_whitespace() || is_mark(c) || matches!(c, '#' | '_') => continue,
            _ if is_digit(c) => TokenKind::Number,
            _ if is_letter(c) => TokenKind::Word,
            '"' | '“' | '”' | '«' | '»' | '„' | '‟' | '\'' | '‘' | '’' => TokenKind::Quote,
            _ => TokenKind::Punct(c),
        };
        let mut end = at + c.len_utf8();
        while let Some(&(i, next)) = chars.peek() {
            let goes_on = match kind {
                TokenKind::Word => is_letter(next) || (next.is_ascii_digit() && !is_arabic_letter(c)),
                TokenKind::Number => is_digit(next) || is_separator_inside(part, i, next),
                _ => false,
            };
            if !goes_on {
                break;
            }
            end = i + next.len_utf8();
            chars.next();
        }
        let mut key = String::with_capacity(end - at);
        part[at..end].chars().for_each(|c| push_key(&mut key, c));
        let damma = part[at..end].chars().rev().skip_while(|&c| is_mark(c)).skip(1).any(|c| c == '\u{064F}');
        let nunated = part[at..end].contains(['\u{064B}', '\u{064C}', '\u{064D}']);
        out.push(Token { damma, nunated, span: Span::new(span.start + at, span.start + end), key, kind });
    }
    out
}

/// Bytes that a range of tokens covers.
pub(crate) fn span_of(tokens: &[Token], range: Range<usize>) -> Span {
    let last = range.end.max(range.start + 1) - 1;
    Span::new(tokens[range.start].span.start, tokens[last.min(tokens.len() - 1)].span.end)
}

/// The words that a range of tokens covers.
pub(crate) fn text_of(tokens: &[Token], range: Range<usize>, text: &str) -> String {
    span_of(tokens, range).of(text).to_owned()
}

/// The expressions of one, two and more words that begin with a word: they lie in one string and differ in where they end.
pub(crate) struct Expressions<'w> {
    longest: Cow<'w, str>,
    ends: SmallVec<[usize; 8]>,
}

impl<'w> Expressions<'w> {
    /// Those of at most so many words whose first word, without its clitics, is `first` and stands at a token.
    pub fn new(tokens: &[Token], first: &'w str, at: usize, most: usize) -> Self {
        let mut longest = Cow::Borrowed(first);
        let mut ends = SmallVec::new();
        if most > 0 {
            ends.push(first.len());
        }
        for token in tokens.iter().skip(at + 1).take(most.saturating_sub(1)).take_while(|t| t.is_word()) {
            let text = longest.to_mut();
            text.push(' ');
            text.push_str(&token.key);
            ends.push(text.len());
        }
        Self { longest, ends }
    }

    /// Number of words and text, the longest first.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        self.ends.iter().enumerate().rev().map(|(i, end)| (i + 1, &self.longest[..*end]))
    }
}

/// A comma or point between two digits belongs to the number.
fn is_separator_inside(part: &str, at: usize, c: char) -> bool {
    matches!(c, ',' | '.' | '٫' | '٬') && part[at + c.len_utf8()..].chars().next().is_some_and(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_words_numbers_and_quotes() {
        let text = "قُتل 1,800 شخص “في” CNN“.";
        let keys: Vec<String> = tokens(text, Span::new(0, text.len())).into_iter().map(|t| t.key).collect();
        assert_eq!(keys, ["قتل", "1,800", "شخص", "“", "في", "”", "cnn", "“", "."]);
    }
}
