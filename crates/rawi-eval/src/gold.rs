//! Gold: what people who read the report wrote down.

use serde::{Deserialize, Deserializer};

/// The gold of one report.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Outlet, as it is given to the reader.
    #[serde(default)]
    pub outlet: Option<String>,
    /// Publication date, as it is given to the reader.
    #[serde(default)]
    pub published: Option<String>,
    /// Sentences as code points, half-open; when there are none, the text is cut at stops and line breaks.
    #[serde(default, deserialize_with = "nullable")]
    pub sentences: Vec<(usize, usize)>,
    /// Claims in the order of the file.
    pub claims: Vec<GoldClaim>,
}

/// One claim of the gold.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldClaim {
    /// Number of its sentence, from 1.
    pub s: usize,
    /// Kind of claim.
    pub kind: String,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(crate) actor: Vec<GoldFiller>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(crate) target: Vec<GoldFiller>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(crate) place: Vec<GoldFiller>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(crate) from: Vec<GoldFiller>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(crate) to: Vec<GoldFiller>,
    #[serde(default)]
    pub(crate) count: Option<GoldCount>,
    #[serde(default)]
    pub(crate) time: Option<String>,
    #[serde(default)]
    pub(crate) aspect: Option<String>,
    #[serde(default)]
    pub(crate) factuality: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub(crate) chain: Vec<String>,
    /// Counts neither for nor against.
    #[serde(default, deserialize_with = "nullable")]
    pub optional: bool,
}

/// A filler: names of it, alternatives between `|`, or a name for each language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum GoldFiller {
    /// Canonical English.
    Name(String),
    /// English and Arabic.
    Names {
        /// Canonical English.
        #[serde(default)]
        en: Option<String>,
        /// Words of the text.
        #[serde(default)]
        ar: Option<String>,
    },
}

/// `n`, `[lo, hi]` or `[lo, null]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum GoldCount {
    Exact(u64),
    Between(Option<u64>, Option<u64>),
}

impl GoldCount {
    pub fn bounds(self) -> (Option<u64>, Option<u64>) {
        match self {
            Self::Exact(n) => (Some(n), Some(n)),
            Self::Between(lo, hi) => (lo, hi),
        }
    }
}

/// Names of a gold name with alternatives.
pub(crate) fn alternatives(name: &str) -> Vec<&str> {
    name.split('|').filter(|part| !part.trim().is_empty()).collect()
}

impl GoldFiller {
    /// Every name that is right.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Name(name) => alternatives(name),
            Self::Names { en, ar } => [en, ar].into_iter().flatten().map(String::as_str).filter(|n| !n.is_empty()).collect(),
        }
    }
}

impl GoldClaim {
    pub(crate) fn fillers(&self, role: &str) -> &[GoldFiller] {
        match role {
            "actor" => &self.actor,
            "target" => &self.target,
            "place" => &self.place,
            "from" => &self.from,
            "to" => &self.to,
            _ => &[],
        }
    }
}

impl Gold {
    /// Gold from its JSON; the error names line and column.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// Where the sentences begin, in code points: as given, else cut at stops and line breaks.
    pub fn sentence_starts(&self, text: &str) -> Vec<usize> {
        if self.sentences.is_empty() { cut(text) } else { self.sentences.iter().map(|s| s.0).collect() }
    }
}

/// Starts of sentences: each ends after stops (and closing quotes) before a space, or after line breaks.
fn cut(text: &str) -> Vec<usize> {
    let chars: Vec<char> = text.chars().collect();
    let (mut starts, mut start, mut at) = (Vec::new(), 0, 0);
    while at < chars.len() {
        let Some(end) = end_of_break(&chars, at) else {
            at += 1;
            continue;
        };
        starts.extend(has_words(&chars[start..end]).then_some(start));
        (start, at) = (end, end);
    }
    starts.extend(has_words(&chars[start..]).then_some(start));
    starts
}

fn end_of_break(chars: &[char], at: usize) -> Option<usize> {
    let run = |from: usize, set: &[char]| from + chars[from..].iter().take_while(|c| set.contains(c)).count();
    let lines = run(at, &['\n']);
    if lines > at {
        return Some(lines);
    }
    let stops = run(at, &['.', '!', '؟', '?']);
    let end = run(stops, &['”', '"', '»', ')']);
    (stops > at && chars.get(end).is_none_or(|c| c.is_whitespace())).then_some(end)
}

fn has_words(chars: &[char]) -> bool {
    chars.iter().any(|c| !c.is_whitespace())
}

fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<GoldFiller>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Fillers {
        Many(Vec<GoldFiller>),
        One(GoldFiller),
    }
    Ok(match Option::deserialize(deserializer)? {
        Some(Fillers::Many(list)) => list,
        Some(Fillers::One(GoldFiller::Name(name))) if name.is_empty() => Vec::new(),
        Some(Fillers::One(filler)) => vec![filler],
        None => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_may_be_lists_single_values_or_missing() {
        let gold = Gold::parse(
            r#"{"published": null, "claims": [{"s": 1, "kind": "control", "actor": "A|B", "place": ["X", {"en": "Y", "ar": "ي"}], "count": [3, null], "chain": null},
                {"s": 2, "kind": "clash", "count": 4, "optional": true, "remark": "kept for people"}]}"#,
        )
        .unwrap();
        let [first, second] = gold.claims.as_slice() else { panic!("two claims") };
        assert_eq!(first.actor[0].names(), ["A", "B"]);
        assert_eq!(first.place[1].names(), ["Y", "ي"]);
        assert_eq!(first.count.unwrap().bounds(), (Some(3), None));
        assert_eq!(second.count.unwrap().bounds(), (Some(4), Some(4)));
        assert!(second.optional && !first.optional);
    }

    #[test]
    fn an_error_names_its_line() {
        let error = Gold::parse("{\"claims\": [\n{\"kind\": \"control\"}]}").unwrap_err();
        assert_eq!(error.line(), 2);
        assert!(error.to_string().contains("`s`"), "{error}");
    }

    #[test]
    fn text_without_sentences_is_cut_at_stops_and_lines() {
        let gold = Gold::parse(r#"{"claims": []}"#).unwrap();
        assert_eq!(gold.sentence_starts("عنوان\n\nقال. وأضاف 3.5 «نعم.» ثم"), [0, 7, 11, 28]);
        assert_eq!(gold.sentence_starts("a?! b"), [0, 3]);
        assert_eq!(gold.sentence_starts(" \n "), [0; 0]);
        let gold = Gold::parse(r#"{"sentences": [[0, 5], [5, 9]], "claims": []}"#).unwrap();
        assert_eq!(gold.sentence_starts("whatever"), [0, 5]);
    }
}
