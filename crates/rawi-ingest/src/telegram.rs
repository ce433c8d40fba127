//! Exports of Telegram: the channel is the outlet, a forward is attribution.

use dom_query::{NodeRef, Selection};
use rawi_model::{BlockKind, Report};
use serde::Deserialize;

use crate::IngestError;
use crate::charset::decode;
use crate::dates::{When, machine_time};
use crate::dom::parse;
use crate::intake::{Draft, Intake, finished, published};
use crate::meta::note;
use crate::page::push_block;
use crate::pieces::Piece;

#[derive(Deserialize)]
struct Export {
    chats: Option<Chats>,
    #[serde(flatten)]
    chat: Chat,
}

#[derive(Deserialize)]
struct Chats {
    list: Vec<Chat>,
}

#[derive(Deserialize, Default)]
struct Chat {
    name: Option<String>,
    #[serde(default)]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    id: i64,
    #[serde(rename = "type")]
    kind: Option<String>,
    date: Option<String>,
    date_unixtime: Option<String>,
    edited: Option<String>,
    edited_unixtime: Option<String>,
    from: Option<String>,
    author: Option<String>,
    forwarded_from: Option<String>,
    #[serde(default)]
    text: Words,
}

/// Text as one string or as parts, some of them marked up.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Words {
    Plain(String),
    Parts(Vec<Part>),
    #[default]
    None,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Part {
    Plain(String),
    Marked { text: String },
}

impl Words {
    fn joined(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Parts(parts) => parts
                .iter()
                .map(|p| match p {
                    Part::Plain(text) | Part::Marked { text } => text.as_str(),
                })
                .collect(),
            Self::None => String::new(),
        }
    }
}

/// A report per message of a JSON export.
pub(crate) fn json(intake: &Intake, piece: &Piece) -> Vec<Draft> {
    let text = decode(&piece.bytes, Some("utf-8")).text;
    let export: Export = match serde_json::from_str(&text) {
        Ok(export) => export,
        Err(error) => return vec![Draft::new(piece.place.clone(), Err(IngestError::Malformed(format!("not a Telegram export: {error}"))))],
    };
    let chats = export.chats.map_or_else(|| vec![export.chat], |c| c.list);
    let mut drafts = Vec::new();
    for chat in &chats {
        let messages = chat.messages.iter().filter(|m| m.kind.as_deref().is_none_or(|k| k == "message"));
        drafts.extend(messages.map(|m| Draft::new(format!("message {}", m.id), message(intake, chat, m))));
    }
    or_empty(drafts, piece)
}

fn or_empty(drafts: Vec<Draft>, piece: &Piece) -> Vec<Draft> {
    if drafts.is_empty() { vec![Draft::new(piece.place.clone(), Err(IngestError::NoText("the export has no messages")))] } else { drafts }
}

fn message(intake: &Intake, chat: &Chat, message: &Message) -> Result<Report, IngestError> {
    let mut report = Report::default();
    lines(&mut report, &message.text.joined(), &format!("messages/{}", message.id));
    if let Some(name) = chat.name.as_deref().or(message.from.as_deref()) {
        intake.named_outlet(&mut report, name, "channel");
    }
    let stamp = |t: &Option<String>| t.as_deref().and_then(|t| t.parse().ok()).and_then(When::utc);
    let local = |t: &Option<String>| t.as_deref().and_then(machine_time);
    let value = message.date_unixtime.clone().or(message.date.clone()).unwrap_or_default();
    published(&mut report, stamp(&message.date_unixtime).or_else(|| local(&message.date)), "message date", &value);
    report.updated_at = stamp(&message.edited_unixtime).or_else(|| local(&message.edited)).and_then(|w| w.time);
    report.byline = message.author.clone();
    forward(&mut report, message.forwarded_from.as_deref());
    finished(report, "the message has no text")
}

fn forward(report: &mut Report, from: Option<&str>) {
    if let Some(from) = from.map(str::trim).filter(|f| !f.is_empty()) {
        report.forwarded_from = Some(from.to_owned());
        note(report, "forwarded", "message", from);
    }
}

fn lines(report: &mut Report, text: &str, place: &str) {
    for line in text.lines().map(str::trim).filter(|l| l.chars().any(char::is_alphanumeric)) {
        push_block(report, BlockKind::Paragraph, line, place.to_owned(), false);
    }
}

/// A report per message of an HTML export or of a channel's web view.
pub(crate) fn html(intake: &Intake, piece: &Piece) -> Vec<Draft> {
    let text = decode(&piece.bytes, piece.charset.as_deref()).text;
    let document = match parse(&text) {
        Ok(document) => document,
        Err(error) => return vec![Draft::new(piece.place.clone(), Err(error))],
    };
    let channel = words(&document.select_single(".page_header .text, .tgme_channel_info_header_title"));
    let web = document.select(".tgme_widget_message");
    let (messages, layout) = if web.is_empty() { (document.select(".message.default"), &EXPORT) } else { (web, &WEB) };
    let drafts = messages.iter().enumerate().map(|(n, m)| {
        let id = m.attr("data-post").or_else(|| m.attr("id")).map_or_else(|| format!("message {}", n + 1), |id| id.replacen("message", "message ", 1));
        Draft::new(id.clone(), shown(intake, &m, layout, channel.as_deref(), &id))
    });
    or_empty(drafts.collect(), piece)
}

/// Where a layout keeps what.
struct Layout {
    text: &'static str,
    date: &'static str,
    date_attribute: &'static str,
    forward: &'static str,
    outlet: &'static str,
}

const EXPORT: Layout = Layout { text: ".text", date: ".date", date_attribute: "title", forward: ".forwarded .from_name", outlet: ".from_name" };
const WEB: Layout = Layout {
    text: ".tgme_widget_message_text",
    date: "time[datetime]",
    date_attribute: "datetime",
    forward: ".tgme_widget_message_forwarded_from_name",
    outlet: ".tgme_widget_message_owner_name",
};

fn shown(intake: &Intake, message: &Selection, layout: &Layout, channel: Option<&str>, id: &str) -> Result<Report, IngestError> {
    let mut report = Report::default();
    if let Some(node) = message.select(layout.text).nodes().first() {
        lines(&mut report, &broken_lines(node), id);
    }
    let sender = words(&message.select_single(layout.outlet));
    if let Some(name) = channel.or(sender.as_deref()) {
        intake.named_outlet(&mut report, name, "channel");
    }
    if let Some(post) = message.attr("data-post") {
        report.url = Some(format!("https://t.me/{post}"));
    }
    let date = message.select(layout.date).iter().find_map(|d| d.attr(layout.date_attribute)).map(|d| d.to_string()).unwrap_or_default();
    published(&mut report, machine_time(&date).or_else(|| export_date(&date)), "message date", &date);
    // The export writes the date of the original after the name of whom it forwards.
    let from = words(&message.select_single(layout.forward));
    forward(&mut report, from.as_deref().map(|f| f.split("  ").next().unwrap_or(f)));
    finished(report, "the message has no text")
}

/// `08.12.2024 21:30:00 UTC+03:00`
fn export_date(text: &str) -> Option<When> {
    let (day, rest) = text.split_once(' ')?;
    let mut parts = day.split('.');
    let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
    machine_time(&format!("{y}-{m}-{d} {}", rest.replace(" UTC", "")))
}

fn words(selection: &Selection) -> Option<String> {
    let text = selection.nodes().first()?.immediate_text();
    let text = if text.trim().is_empty() { selection.text() } else { text };
    Some(text.trim().to_owned()).filter(|t| !t.is_empty())
}

/// The text of an element with line breaks where it breaks lines.
fn broken_lines(node: &NodeRef) -> String {
    let mut out = String::new();
    for child in node.descendants_it() {
        if child.is_text() {
            out.push_str(&child.text());
        } else if child.node_name().is_some_and(|n| matches!(n.as_ref(), "br" | "div" | "p" | "blockquote")) {
            out.push('\n');
        }
    }
    out
}
