//! One row per claim; several fillers of a role are joined by `; `.

use rawi_model::{Claim, Filler, Reading, Report, Role};

/// Column names.
pub const CSV_HEADER: [&str; 20] = [
    "id",
    "report",
    "reported",
    "sentence",
    "kind",
    "actor",
    "target",
    "place",
    "from",
    "to",
    "count_min",
    "count_max",
    "harm",
    "extent",
    "aspect",
    "factuality",
    "time",
    "chain",
    "cue",
    "confidence",
];

/// The row of a claim, in the order of [`CSV_HEADER`].
pub fn csv_row(report: &Report, reading: &Reading, claim: &Claim) -> Vec<String> {
    let role = |role: Role| claim.fillers(role).iter().map(|f| label(f, &report.text)).collect::<Vec<_>>().join("; ");
    let chain: Vec<&str> = claim.chain.iter().map(|l| l.name.as_str()).collect();
    vec![
        claim.id.clone(),
        report.id(),
        reading.reported.map(|(d, _)| d.to_string()).unwrap_or_default(),
        claim.sentence.index.to_string(),
        claim.kind.clone(),
        role(Role::Actor),
        role(Role::Target),
        role(Role::Place),
        role(Role::From),
        role(Role::To),
        claim.count.as_ref().map(|c| c.min.to_string()).unwrap_or_default(),
        claim.count.as_ref().and_then(|c| c.max).map(|m| m.to_string()).unwrap_or_default(),
        claim.harm.map(rawi_model::Harm::code).unwrap_or_default().to_owned(),
        claim.extent.map(rawi_model::Extent::code).unwrap_or_default().to_owned(),
        claim.aspect.code().to_owned(),
        claim.factuality.code().to_owned(),
        claim.time.as_ref().map(|t| t.edtf.to_string()).unwrap_or_default(),
        chain.join(" ← "),
        claim.cue.span.of(&report.text).to_owned(),
        format!("{:.2}", claim.confidence),
    ]
}

/// Cells as a line of CSV (RFC 4180).
pub fn csv_line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|c| if c.contains([',', '"', '\n', '\r']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { c.clone() }).collect();
    quoted.join(",") + "\r\n"
}

fn label(filler: &Filler, text: &str) -> String {
    filler.name.clone().or_else(|| filler.span.map(|s| s.of(text).to_owned())).unwrap_or_default()
}
