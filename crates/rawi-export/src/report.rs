use rawi_model::Report;
use serde::Serialize;

use crate::Offsets;

/// A report as `rawi ingest` prints it. Offsets are code points into `text`.
#[derive(Debug, Serialize)]
pub struct ReportRecord<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forwarded_from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    text: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<BlockRecord<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<DoubtRecord<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<EvidenceRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct BlockRecord<'a> {
    kind: &'static str,
    start: usize,
    end: usize,
    place: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    doubtful: bool,
}

#[derive(Debug, Serialize)]
struct DoubtRecord<'a> {
    kind: &'static str,
    text: &'a str,
    place: &'a str,
}

#[derive(Debug, Serialize)]
struct EvidenceRecord<'a> {
    field: &'static str,
    source: &'a str,
    value: &'a str,
}

/// The record of a report. `rawi read` reads it back to the same text and blocks.
pub fn report_record(report: &Report) -> ReportRecord<'_> {
    let offsets = Offsets::new(&report.text);
    let blocks = report.blocks.iter().map(|b| {
        let (start, end) = offsets.span(b.span);
        BlockRecord { kind: b.kind.code(), start, end, place: &b.place, doubtful: b.doubtful }
    });
    ReportRecord {
        id: report.id(),
        title: report.title.as_deref(),
        outlet: report.outlet.as_deref(),
        byline: report.byline.as_deref(),
        forwarded_from: report.forwarded_from.as_deref(),
        url: report.url.as_deref(),
        published: report.published_at.clone().or_else(|| report.published.map(|d| d.to_string())),
        updated: report.updated_at.as_deref(),
        language: report.language.as_deref(),
        text: &report.text,
        blocks: blocks.collect(),
        doubts: report.doubts.iter().map(|d| DoubtRecord { kind: d.kind.code(), text: &d.text, place: &d.place }).collect(),
        evidence: report.evidence.iter().map(|e| EvidenceRecord { field: e.field, source: &e.source, value: &e.value }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rawi_model::{Block, BlockKind, Span};

    #[test]
    fn offsets_are_code_points_and_empty_keys_are_left_out() {
        let mut report = Report::from_text("نص\nب");
        report.blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(5, 7), place: "body/p".into(), doubtful: false });
        let json = serde_json::to_value(report_record(&report)).unwrap();
        assert_eq!(json["blocks"][0], serde_json::json!({"kind": "paragraph", "start": 3, "end": 4, "place": "body/p"}));
        assert!(json.get("title").is_none() && json.get("doubts").is_none());
    }
}
