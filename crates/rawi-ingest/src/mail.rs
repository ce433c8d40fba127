//! Mails, and pages saved with their parts (MHTML).

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use rawi_model::{BlockKind, Report};

use crate::IngestError;
use crate::dates::When;
use crate::intake::{Draft, Intake, finished, published, titled};
use crate::meta::{host_of, note, outlet_by_host};
use crate::page::push_block;
use crate::pieces::Piece;

/// Most parts of a mail that are looked at.
const MAX_PARTS: usize = 2000;

fn message(bytes: &[u8]) -> Result<Message<'_>, IngestError> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| IngestError::Malformed("not a mail: it has no headers".into()))?;
    if message.parts.len() > MAX_PARTS {
        return Err(IngestError::TooLarge { what: "the number of parts", limit: MAX_PARTS as u64 });
    }
    Ok(message)
}

/// The text of a mail: its plain part, else its HTML.
pub(crate) fn report(intake: &Intake, bytes: &[u8]) -> Result<Report, IngestError> {
    let message = message(bytes)?;
    let mut report = titled(message.subject(), "header/subject");
    from(intake, &message, &mut report);
    if let Some(date) = message.date() {
        let local = date.to_rfc3339();
        published(&mut report, crate::machine_time(&local).or_else(|| When::utc(date.to_timestamp())), "mail header", &local);
    }
    let plain = message.text_bodies().find_map(|p| if let PartType::Text(text) = &p.body { Some(text) } else { None });
    match plain {
        Some(text) => lines(&mut report, text),
        None => {
            if let Some(html) = html(&message) {
                intake.fragment(&mut report, html, "html")?;
            }
        }
    }
    finished(report, "the mail has no text")
}

fn from(intake: &Intake, message: &Message, report: &mut Report) {
    let Some(sender) = message.from().and_then(|f| f.first()) else { return };
    let domain = sender.address.as_deref().and_then(|a| a.split_once('@')).map(|(_, d)| d.to_lowercase());
    if let Some(outlet) = domain.as_deref().and_then(|d| outlet_by_host(intake.lexicon, d)) {
        note(report, "outlet", "mail sender's domain", domain.as_deref().unwrap_or_default());
        report.outlet = Some(outlet);
    } else if let Some(name) = sender.name.as_deref().or(domain.as_deref()) {
        intake.named_outlet(report, name, "mail sender");
    }
    report.byline = sender.name.as_deref().map(str::to_owned);
}

/// Paragraphs are separated by blank lines; lines of a paragraph were broken by the sender. Quoted mails and signatures end the text.
fn lines(report: &mut Report, text: &str) {
    let mut paragraph = String::new();
    let mut number = 0;
    for line in text.lines().take_while(|l| *l != "-- ").filter(|l| !l.starts_with('>')).chain([""]) {
        let line = line.trim();
        if !line.is_empty() {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        } else if !paragraph.is_empty() {
            number += 1;
            push_block(report, BlockKind::Paragraph, &std::mem::take(&mut paragraph), format!("text/{number}"), false);
        }
    }
}

fn html<'a>(message: &'a Message) -> Option<&'a str> {
    message.parts.iter().find_map(|p| if let PartType::Html(html) = &p.body { Some(html.as_ref()) } else { None })
}

/// The page of an MHTML file. Its address is the header that browsers write.
pub(crate) fn saved_page(intake: &Intake, piece: &Piece) -> Vec<Draft> {
    let place = piece.place.clone();
    let message = match message(&piece.bytes) {
        Ok(message) => message,
        Err(error) => return vec![Draft::new(place, Err(error))],
    };
    let Some(html) = html(&message) else {
        return vec![Draft::new(place, Err(IngestError::NoText("none of the file's parts is a page")))];
    };
    let snapshot = message.header_raw("Snapshot-Content-Location").map(|v| v.trim().to_owned());
    let part = message.parts.iter().find(|p| matches!(p.body, PartType::Html(_)));
    let address = snapshot.or_else(|| part.and_then(|p| p.content_location()).map(str::to_owned)).filter(|a| host_of(a).is_some());
    vec![intake.page_of(place, html, address.as_deref())]
}
