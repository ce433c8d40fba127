//! What a report says of itself: who forwards whom, and where its date stands.

use std::sync::LazyLock;

use rawi_lexicon::{Lexicon, Sources};
use rawi_model::{Block, BlockKind, Evidence, LinkType, Report, ReportedBasis, Span};
use rawi_reader::read;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&Sources::embedded()).expect("the shipped lexicon loads"));

fn report(text: &str) -> Report {
    Report { outlet: Some("7al.net".into()), published: "2024-12-08".parse().ok(), ..Report::from_text(text) }
}

fn chain(report: &Report) -> Vec<(LinkType, String)> {
    read(&LEXICON, report).claims[0].chain.iter().map(|link| (link.kind, link.name.clone())).collect()
}

#[test]
fn whom_the_outlet_forwards_stands_between_it_and_the_source() {
    let mut report = report("أعلنت وزارة الدفاع التركية السيطرة على مدينة حمص.");
    let plain = chain(&report);
    report.forwarded_from = Some("شبكة الساحل".into());
    let forwarded = chain(&report);
    assert_eq!(forwarded[1], (LinkType::Agency, "شبكة الساحل".into()));
    assert_eq!([&forwarded[..1], &forwarded[2..]].concat(), plain);
    report.forwarded_from = Some("Al-Hal Net".into());
    assert_eq!(chain(&report), plain, "an outlet that forwards itself is one link");
}

#[test]
fn a_date_is_of_the_page_when_the_source_carries_it() {
    let basis = |report: &Report| read(&LEXICON, report).reported.map(|(_, basis)| basis);
    let mut report = report("سيطر الجيش على مدينة حمص.");
    assert_eq!(basis(&report), Some(ReportedBasis::Given));
    report.evidence.push(Evidence { field: "published", source: "json-ld".into(), value: "2024-12-08".into() });
    assert_eq!(basis(&report), Some(ReportedBasis::Page));
    report.published = None;
    assert_eq!(basis(&report), None);
}

#[test]
fn blocks_decide_what_a_line_is_but_titles_of_other_stories_stay_furniture() {
    let text = "سيطر الجيش على مدينة حمص.\nاقرأ أيضاً:\nسيطر الجيش على مدينة حماة";
    let mut report = report(text);
    let mut start = 0;
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len());
        report.blocks.push(Block { kind: BlockKind::Paragraph, span, place: "p".into(), doubtful: false });
        start = span.end + 1;
    }
    let plain = Report { blocks: Vec::new(), ..report.clone() };
    assert_eq!(read(&LEXICON, &plain).claims.len(), 1);
    report.blocks.truncate(2);
    assert_eq!(read(&LEXICON, &report).claims.len(), 1);
}
