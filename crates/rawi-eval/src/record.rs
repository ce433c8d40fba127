//! Claim records as the reader prints them, as far as they are scored.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// A claim record.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ReadClaim {
    /// Kind of claim.
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub(crate) roles: BTreeMap<String, Value>,
    #[serde(default)]
    pub(crate) factuality: Option<String>,
    #[serde(default)]
    pub(crate) aspect: Option<String>,
    #[serde(default)]
    pub(crate) time: Option<ReadTime>,
    #[serde(default)]
    pub(crate) chain: Vec<ReadFiller>,
    #[serde(default)]
    pub(crate) cue: Option<Position>,
    #[serde(default)]
    pub(crate) sentence: Option<Position>,
    #[serde(default)]
    pub(crate) rule: Option<String>,
    /// The reader's own estimate that the claim is in the text, 0 to 1.
    #[serde(default)]
    pub confidence: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ReadTime {
    #[serde(default)]
    pub edtf: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(crate) struct Position {
    #[serde(default)]
    pub start: Option<usize>,
    #[serde(default)]
    pub end: Option<usize>,
}

/// A filler of a role, or a link of a chain.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum ReadFiller {
    /// Only a name.
    Name(String),
    /// A record.
    Fields {
        /// English name.
        #[serde(default)]
        name: Option<String>,
        /// Arabic name.
        #[serde(default)]
        name_ar: Option<String>,
        /// The words of the text.
        #[serde(default)]
        text: Option<String>,
        /// How the words name it.
        #[serde(default)]
        via: Option<String>,
        /// Type of a chain link.
        #[serde(default, rename = "type")]
        class: Option<String>,
    },
}

impl ReadFiller {
    /// The names it goes by. The words count only when they name it, or when there is nothing else.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Name(name) => vec![name],
            Self::Fields { name, name_ar, text, via, .. } => {
                let mut names: Vec<&str> = [name, name_ar].into_iter().flatten().map(String::as_str).filter(|n| !n.is_empty()).collect();
                if names.is_empty() || via.as_deref().unwrap_or("name") == "name" {
                    names.extend(text.as_deref().filter(|t| !t.is_empty()));
                }
                names
            }
        }
    }

    pub(crate) fn class(&self) -> Option<&str> {
        match self {
            Self::Name(_) => None,
            Self::Fields { class, .. } => class.as_deref(),
        }
    }
}

impl ReadClaim {
    /// A claim from its record; the error says which key is not as it should be.
    pub fn parse(record: Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(record)
    }

    /// Fillers of a role; what is no filler is left out.
    pub(crate) fn fillers(&self, role: &str) -> Vec<ReadFiller> {
        let list = match self.roles.get(role) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(list)) => list.clone(),
            Some(one) => vec![one.clone()],
        };
        list.into_iter().filter_map(|filler| serde_json::from_value(filler).ok()).collect()
    }

    /// Least and greatest number; `None` inside for an open end or no count.
    pub(crate) fn count(&self) -> (Option<u64>, Option<u64>) {
        let end = |key: &str| self.roles.get("count").and_then(|count| count.get(key)).and_then(Value::as_u64);
        (end("min"), end("max"))
    }

    /// Where the claim stands: its cue, else its sentence.
    pub(crate) fn start(&self) -> Option<usize> {
        self.cue.filter(|cue| cue.start.is_some() || cue.end.is_some()).or(self.sentence).and_then(|at| at.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn filler(value: Value) -> ReadFiller {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn words_count_as_a_name_only_when_they_name() {
        assert_eq!(filler(json!({"name": "Homs", "name_ar": "حمص", "text": "مدينة حمص", "via": "name"})).names(), ["Homs", "حمص", "مدينة حمص"]);
        assert_eq!(filler(json!({"name": "Homs", "text": "المدينة", "via": "anaphora"})).names(), ["Homs"]);
        assert_eq!(filler(json!({"text": "المدينة", "via": "anaphora"})).names(), ["المدينة"]);
        assert_eq!(filler(json!({"name": "Reuters", "text": "رويترز"})).names(), ["Reuters", "رويترز"], "a link has no via");
        assert_eq!(filler(json!("Homs")).names(), ["Homs"]);
    }

    #[test]
    fn a_role_may_be_one_filler_or_a_list() {
        let claim = ReadClaim::parse(json!({"kind": "control", "roles": {"place": "Homs", "actor": [{"name": "A"}, {"name": "B"}], "target": null}})).unwrap();
        assert_eq!((claim.fillers("place").len(), claim.fillers("actor").len(), claim.fillers("target").len()), (1, 2, 0));
    }

    #[test]
    fn the_cue_tells_where_a_claim_stands() {
        let at = |value| ReadClaim::parse(value).unwrap().start();
        assert_eq!(at(json!({"cue": {"start": 7}, "sentence": {"start": 2}})), Some(7));
        assert_eq!(at(json!({"sentence": {"start": 2}})), Some(2));
        assert_eq!(at(json!({})), None);
        assert!(ReadClaim::parse(json!({"kind": 3})).is_err());
    }
}
