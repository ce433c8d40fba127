//! The shapes of the lexicon's TOML files, as `docs/LEXICON.md` describes them.

use std::collections::BTreeMap;

use serde::Deserialize;

pub(crate) type Words = BTreeMap<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClassFile {
    pub kind: String,
    #[serde(default)]
    pub members: Words,
    #[serde(default)]
    pub nouns: Words,
    #[serde(default)]
    pub frame: Vec<FrameEntry>,
    #[serde(default)]
    pub test: Vec<TestEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameEntry {
    pub syntax: String,
    pub members: Option<Vec<String>>,
    pub kind: Option<String>,
    pub harm: Option<String>,
    pub state: Option<String>,
    pub factuality: Option<String>,
    #[serde(default)]
    pub only: bool,
    #[serde(default)]
    pub negated: bool,
    pub of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestEntry {
    pub text: String,
    pub claims: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NounFile {
    #[serde(rename = "type")]
    pub class: String,
    pub nouns: BTreeMap<String, NounEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NounEntry {
    pub ar: String,
    pub pl: Option<String>,
    pub en: String,
    #[serde(default)]
    pub fem: bool,
    pub harm: Option<String>,
    #[serde(default)]
    pub generic: bool,
    pub strike: Option<String>,
    #[serde(default)]
    pub kin: bool,
    #[serde(default)]
    pub relief: bool,
    #[serde(default)]
    pub held: bool,
    #[serde(default)]
    pub building: bool,
    #[serde(default)]
    pub silence: bool,
    #[serde(default)]
    pub toll: bool,
    #[serde(default)]
    pub military: bool,
    #[serde(default)]
    pub mobile: bool,
    pub class: Option<String>,
    #[serde(default)]
    pub part: bool,
    pub link: Option<String>,
    #[serde(default)]
    pub vehicle: bool,
    #[serde(default)]
    pub rank: bool,
    pub opens: Option<bool>,
    #[serde(default)]
    pub short: bool,
    #[serde(default)]
    pub ambiguous: bool,
    #[allow(dead_code, reason = "checked by the schema; time units are read from time.toml")]
    pub unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdjectiveFile {
    pub adjectives: BTreeMap<String, AdjectiveEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdjectiveEntry {
    pub ar: String,
    pub en: String,
    pub strike: Option<String>,
    pub dir: Option<String>,
    #[serde(default)]
    pub opens: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NisbaFile {
    #[serde(default)]
    pub nisba: Vec<NisbaEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NisbaEntry {
    pub id: String,
    pub ar: String,
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActorFile {
    #[serde(default)]
    pub actor: Vec<ActorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActorEntry {
    pub id: String,
    #[serde(rename = "type")]
    pub class: String,
    pub en: String,
    pub ar: String,
    pub country: Option<String>,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub hostile: Vec<String>,
    #[serde(default)]
    pub short: Vec<String>,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub dated: Vec<DatedEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatedEntry {
    pub ar: String,
    pub from: Option<String>,
    pub until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletFile {
    #[serde(default)]
    pub outlet: Vec<OutletEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletEntry {
    pub id: String,
    pub kind: String,
    pub en: String,
    #[serde(default)]
    pub ar: String,
    #[serde(default)]
    pub domains: Vec<String>,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub short: Vec<String>,
    #[allow(dead_code, reason = "kept for people; the reader does not ask")]
    pub country: Option<String>,
    #[serde(default)]
    pub body: Vec<String>,
    #[serde(default)]
    pub drop: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageFile {
    #[serde(default)]
    pub builders: Vec<String>,
    pub furniture: MarksEntry,
    pub body: MarksEntry,
    pub caption: MarksEntry,
    pub standfirst: MarksEntry,
    pub byline: MarksEntry,
    pub time: MarksEntry,
    pub embed: MarksEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarksEntry {
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub parts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceRow<'a> {
    pub id: &'a str,
    #[serde(rename = "type")]
    pub class: &'a str,
    pub within: &'a str,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub ar: &'a str,
    pub en: &'a str,
    pub variants: &'a str,
    #[allow(dead_code, reason = "kept for people; the reader does not ask")]
    pub source: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportingFile {
    pub class: Vec<ReportingEntry>,
    pub after: AfterEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportingEntry {
    pub id: String,
    pub factuality: String,
    pub verbs: String,
    pub nouns: String,
    pub content: String,
    pub to: Option<String>,
    pub from: Option<String>,
    #[serde(default)]
    pub silent: bool,
    #[serde(default)]
    pub accuses: bool,
    #[serde(default)]
    pub demands: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AfterEntry {
    pub phrase: String,
    pub clause: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AspectEntry {
    pub verbs: String,
    pub nouns: String,
    #[serde(default)]
    pub phrases: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LightFile {
    pub light: Vec<LightEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LightEntry {
    pub verbs: String,
    pub syntax: String,
    pub aspect: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FurnitureFile {
    pub line: LineEntry,
    pub archive: ContainsEntry,
    pub caption: CaptionEntry,
    pub continues: MarkersEntry,
    pub related: RelatedEntry,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineEntry {
    pub exact: Vec<String>,
    pub prefix: Vec<String>,
    pub contains: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContainsEntry {
    pub contains: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaptionEntry {
    pub credits: Vec<String>,
    pub starts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelatedEntry {
    pub headings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkersEntry {
    pub markers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindFile {
    #[allow(dead_code, reason = "for people and for exports")]
    pub description: String,
    pub counts: String,
    #[serde(default)]
    pub stative: bool,
    #[allow(dead_code, reason = "read by the situation")]
    pub effect: String,
    #[allow(dead_code, reason = "read by exports")]
    pub plover: String,
    #[allow(dead_code, reason = "read by exports")]
    pub cameo: String,
    #[allow(dead_code, reason = "read by exports")]
    pub acled: String,
}
