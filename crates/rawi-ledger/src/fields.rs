//! `FIELD=VALUE`: how a reviewer puts a claim right.

use rawi_model::{Aspect, Extent, Factuality, Harm};
use serde_json::{Map, Value, json};

use crate::ReviewError;

/// Roles that hold fillers.
const ROLES: [&str; 7] = ["actor", "target", "place", "from", "to", "person", "instrument"];

/// What the lexicon says to a reviewer: kinds, and records of what has an identifier.
pub trait Vocabulary {
    /// Whether this is a kind of claim.
    fn is_kind(&self, kind: &str) -> bool;
    /// A filler record (`id`, `name`, `type`, position) of an identifier; none when nobody bears it.
    fn filler(&self, id: &str) -> Option<Value>;
}

/// Reads one `FIELD=VALUE` into the keys of a claim record. An empty value takes the field away.
///
/// # Errors
/// When the field is unknown or the value is none of it.
pub fn field(given: &str, vocabulary: &impl Vocabulary, fix: &mut Map<String, Value>) -> Result<(), ReviewError> {
    let wrong = |reason: String| ReviewError::Field { given: given.to_owned(), reason };
    let (name, value) = given.split_once('=').map(|(n, v)| (n.trim(), v.trim())).ok_or_else(|| wrong("FIELD=VALUE is expected, such as factuality=CT-".to_owned()))?;
    if ROLES.contains(&name) || name == "count" {
        let right = if name == "count" { count(value) } else { fillers(value, vocabulary) }.map_err(wrong)?;
        fix.entry("roles").or_insert_with(|| json!({}))[name] = right;
        return Ok(());
    }
    let right = if value.is_empty() && name != "kind" { Value::Null } else { single(name, value, vocabulary).map_err(wrong)? };
    fix.insert(name.to_owned(), right);
    Ok(())
}

fn single(name: &str, value: &str, vocabulary: &impl Vocabulary) -> Result<Value, String> {
    let one_of = |right: bool, words: &str| if right { Ok(value.into()) } else { Err(format!("one of {words} is expected")) };
    match name {
        "kind" if vocabulary.is_kind(value) => Ok(value.into()),
        "kind" => Err("this is no kind of claim; the kinds are the files of lexicon/kinds".to_owned()),
        "factuality" => one_of(Factuality::parse(value).is_some(), "CT+ PR+ PS+ CT- PR- PS- U"),
        "aspect" => one_of(Aspect::parse(value).is_some(), "occurred ongoing planned demanded hypothetical"),
        "extent" => one_of(Extent::parse(value).is_some(), "full part"),
        "state" => one_of(["open", "closed", "lifted"].contains(&value), "open closed lifted"),
        "harm" => one_of(Harm::parse(value).is_some(), "killed injured missing captured"),
        "time" => value
            .parse::<rawi_model::Edtf>()
            .map(|t| json!({"edtf": t.to_string(), "basis": "stated"}))
            .map_err(|_| "an EDTF time is expected, such as 2024-12-07 or 2024-12-07/2024-12-08".to_owned()),
        "chain" => chain(value, vocabulary),
        _ => Err("there is no such field; there are kind factuality aspect extent state harm time chain count actor target place from to person instrument".to_owned()),
    }
}

/// Identifiers of the lexicon, or words, with commas between.
fn fillers(value: &str, vocabulary: &impl Vocabulary) -> Result<Value, String> {
    let one = |part: &str| match vocabulary.filler(part) {
        Some(filler) => Ok(filler),
        None if part.contains(':') => Err(format!("the lexicon does not know '{part}'")),
        None => Ok(json!({"text": part})),
    };
    value.split(',').map(str::trim).filter(|p| !p.is_empty()).map(one).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// Links from the outlet to the origin: `TYPE:NAME`, or an identifier of the lexicon.
fn chain(value: &str, vocabulary: &impl Vocabulary) -> Result<Value, String> {
    let link = |part: &str| {
        if let Some(filler) = vocabulary.filler(part) {
            let kind = if part.starts_with("outlet:") {
                "outlet"
            } else if part.starts_with("person:") {
                "person"
            } else {
                "party"
            };
            return Ok(json!({"type": kind, "id": part, "name": filler["name"]}));
        }
        match part.split_once(':') {
            Some((kind, name)) if rawi_model::LinkType::parse(kind).is_some() && !name.trim().is_empty() => Ok(json!({"type": kind, "name": name.trim()})),
            _ => Err(format!("'{part}' is no link: give an identifier of the lexicon or TYPE:NAME, such as anonymous:a field source")),
        }
    };
    let links: Result<Vec<Value>, String> = value.split('>').map(str::trim).map(link).collect();
    links.map(Value::Array)
}

/// `3`, `3-5`, or `3-` for at least three.
fn count(value: &str) -> Result<Value, String> {
    if value.is_empty() {
        return Ok(Value::Null);
    }
    let number = |text: &str| text.trim().parse::<u64>().map_err(|_| "a number is expected, 3, 3-5, or 3- for at least three".to_owned());
    match value.split_once('-') {
        None => number(value).map(|n| json!({"min": n, "max": n})),
        Some((low, "")) => Ok(json!({"min": number(low)?, "max": null})),
        Some((low, high)) if number(low)? <= number(high)? => Ok(json!({"min": number(low)?, "max": number(high)?})),
        Some(_) => Err("the first number is the greater one".to_owned()),
    }
}
