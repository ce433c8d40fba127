//! Forms of Arabic nouns and adjectives by generation, in unvowelled print, without article and attached pronouns.

/// Grammatical number as print shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Two, without a numeral.
    Dual,
    /// More, or a collective.
    Plural,
}

/// One form of a noun or adjective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounForm {
    /// Surface key.
    pub key: String,
    /// Number.
    pub number: Number,
    /// Feminine by form.
    pub feminine: bool,
    /// Occurs only before a genitive or an attached pronoun (`مقاتلو`, `سيطرت`‑ه).
    pub construct: bool,
    /// Occurs only before an attached pronoun.
    pub bound: bool,
}

fn form(key: String, number: Number, feminine: bool) -> NounForm {
    NounForm { key, number, feminine, construct: false, bound: false }
}

fn construct(key: String, number: Number, feminine: bool) -> NounForm {
    NounForm { construct: true, ..form(key, number, feminine) }
}

fn bound(key: String, number: Number, feminine: bool) -> NounForm {
    NounForm { bound: true, ..construct(key, number, feminine) }
}

fn cut(word: &str, suffix: &str) -> Option<String> {
    word.strip_suffix(suffix).map(str::to_owned)
}

/// Forms of a singular noun: itself, its accusative, its dual.
pub fn singular(word: &str, feminine: bool) -> Vec<NounForm> {
    use Number::*;
    let mut out = vec![form(word.to_owned(), Singular, feminine || word.ends_with('ة'))];
    if let Some(stem) = cut(word, "ة") {
        out.push(bound(format!("{stem}ت"), Singular, true));
        out.extend(duals(&format!("{stem}ت"), true));
        return out;
    }
    if let Some(stem) = cut(word, "ى") {
        out.push(bound(format!("{stem}ا"), Singular, feminine));
        out.extend(duals(&format!("{stem}ي"), feminine));
        return out;
    }
    if !word.ends_with("اء") && !word.ends_with('ا') {
        out.push(form(format!("{word}ا"), Singular, feminine));
    }
    if let Some(stem) = cut(word, "ء").filter(|s| s.ends_with('ا')) {
        out.push(bound(format!("{stem}ئ"), Singular, feminine));
        out.push(bound(format!("{stem}ؤ"), Singular, feminine));
    }
    let stem = cut(word, "اء").map_or_else(|| word.to_owned(), |s| format!("{s}اء"));
    out.extend(duals(&stem, feminine));
    out
}

fn duals(stem: &str, feminine: bool) -> Vec<NounForm> {
    use Number::Dual;
    vec![
        form(format!("{stem}ان"), Dual, feminine),
        form(format!("{stem}ين"), Dual, feminine),
        construct(format!("{stem}ا"), Dual, feminine),
        construct(format!("{stem}ي"), Dual, feminine),
    ]
}

/// Forms of a plural: broken plurals as they are, sound plurals in all cases.
pub fn plural(word: &str, human: bool) -> Vec<NounForm> {
    use Number::Plural;
    let feminine = !human;
    let sound = cut(word, "ون").filter(|s| s.chars().count() > 2);
    if let Some(stem) = sound {
        return vec![
            form(word.to_owned(), Plural, false),
            form(format!("{stem}ين"), Plural, false),
            construct(format!("{stem}و"), Plural, false),
            construct(format!("{stem}ي"), Plural, false),
        ];
    }
    let mut out = vec![form(word.to_owned(), Plural, feminine || word.ends_with("ات"))];
    if let Some(stem) = cut(word, "ى") {
        out.push(bound(format!("{stem}ا"), Plural, feminine));
    } else if let Some(stem) = cut(word, "ة") {
        out.push(bound(format!("{stem}ت"), Plural, feminine));
    } else if !word.ends_with("ات") && !word.ends_with("اء") {
        out.push(form(format!("{word}ا"), Plural, feminine));
    }
    if word.ends_with("اء") {
        let stem = cut(word, "ء").unwrap_or_default();
        out.push(bound(format!("{stem}ئ"), Plural, feminine));
        out.push(bound(format!("{stem}ؤ"), Plural, feminine));
    }
    out
}

/// Forms of an adjective given in the masculine singular.
pub fn adjective(word: &str) -> Vec<NounForm> {
    let mut out = singular(word, false);
    let stem = word.strip_suffix('ى').unwrap_or(word);
    out.extend(singular(&format!("{stem}ة"), true));
    out.extend(plural(&format!("{stem}ون"), true));
    out.push(form(format!("{stem}ات"), Number::Plural, true));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(forms: Vec<NounForm>) -> Vec<String> {
        forms.into_iter().map(|f| f.key).collect()
    }

    #[test]
    fn ta_marbuta_opens_before_a_pronoun() {
        let forms = keys(singular("سيطرة", false));
        assert!(forms.contains(&"سيطرت".to_owned()));
        assert!(forms.contains(&"سيطرتان".to_owned()));
    }

    #[test]
    fn sound_plurals_lose_their_nun() {
        assert_eq!(keys(plural("مقاتلون", true)), ["مقاتلون", "مقاتلين", "مقاتلو", "مقاتلي"]);
    }

    #[test]
    fn adjectives_agree() {
        let forms = keys(adjective("روسي"));
        for f in ["روسي", "روسيا", "روسية", "روسيون", "روسيين", "روسيتان"] {
            assert!(forms.contains(&f.to_owned()), "{f}");
        }
    }
}
