use rawi_model::Span;

/// Code-point offsets of the bytes of one text.
pub struct Offsets<'a> {
    text: &'a str,
    /// Code points before every 64th byte boundary, rounded down to a character.
    marks: Vec<(usize, usize)>,
}

const STEP: usize = 64;

impl<'a> Offsets<'a> {
    /// Prepares the conversion for a text.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        for (points, (byte, _)) in text.char_indices().enumerate() {
            if byte / STEP >= marks.len() {
                marks.push((byte, points));
            }
        }
        Self { text, marks }
    }

    /// Code points before a byte offset.
    pub fn point(&self, byte: usize) -> usize {
        let index = self.marks.partition_point(|m| m.0 <= byte);
        let (start, points) = index.checked_sub(1).map_or((0, 0), |i| self.marks[i]);
        points + self.text[start..byte].chars().count()
    }

    /// A span in code points: start and end.
    pub fn span(&self, span: Span) -> (usize, usize) {
        (self.point(span.start), self.point(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_like_a_walk_over_characters() {
        let text = "حمص CNN “درعا” ".repeat(40);
        let offsets = Offsets::new(&text);
        for (points, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.point(byte), points);
        }
    }
}
