//! Messages with their heads.

use std::time::{Duration, SystemTime};

use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use rawi_digest::{Key, Page, Purpose, Subscription, Words, html, text};
use rawi_situation::instant::Instant;

use crate::PostError;
use crate::config::Mail;
use crate::register::PATIENCE_DAYS;

/// The mail that asks to confirm.
pub(crate) fn question(mail: &Mail, key: &Key, to: &Subscription, now: Instant) -> Result<Vec<u8>, PostError> {
    let words = Words(to.lang);
    let token = key.token(Purpose::Confirm, &to.id);
    let page = Page {
        lang: to.lang,
        subject: format!("{}: {}", words.t("brand"), words.t("confirm-subject")),
        stretch: words.t("confirm-hello"),
        notes: vec![
            words.t(if mail.base.is_some() { "confirm-do" } else { "confirm-word" }),
            place(mail, "confirm", &token).unwrap_or(token),
            words.n("confirm-else", PATIENCE_DAYS as usize),
        ],
        sections: Vec::new(),
        map: None,
        links: Vec::new(),
    };
    letter(mail, to, &page, &format!("confirm-{}", now.0), now, Vec::new())
}

/// A digest with the ways to end it.
pub(crate) fn digest(mail: &Mail, key: &Key, to: &Subscription, page: Page, until: Instant, now: Instant) -> Result<Vec<u8>, PostError> {
    let token = key.token(Purpose::Unsubscribe, &to.id);
    let (mut ways, mut head, mut page) = (Vec::new(), Vec::new(), page);
    if let Some(address) = place(mail, "unsubscribe", &token) {
        let manage = place(mail, "manage", &key.token(Purpose::Manage, &to.id)).unwrap_or_default();
        page = page.link("manage", manage).link("unsubscribe", address.clone());
        ways.push(format!("<{address}>"));
        head.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    if let Some(address) = &mail.unsubscribe {
        let way = format!("mailto:{address}?subject={token}");
        if mail.base.is_none() {
            page = page.link("unsubscribe", way.clone());
        }
        ways.push(format!("<{way}>"));
    }
    head.push(("List-Unsubscribe", ways.join(",\r\n ")));
    letter(mail, to, &page, &format!("digest-{}", until.0), now, head)
}

/// Where the web server answers to a token.
fn place(mail: &Mail, what: &str, token: &str) -> Option<String> {
    mail.base.as_ref().map(|base| format!("{}/subscriptions/{what}?token={token}", base.trim_end_matches('/')))
}

/// Text and HTML under one head. The identifier of the message is made from what it is, so that receivers who compare identifiers see a copy as one.
fn letter(mail: &Mail, to: &Subscription, page: &Page, what: &str, now: Instant, head: Vec<(&'static str, String)>) -> Result<Vec<u8>, PostError> {
    let from: Mailbox = mail.from.parse().map_err(|_| PostError::Config(format!("from = \"{}\"", mail.from)))?;
    let address = to.address.parse().map_err(|_| PostError::Address(to.address.clone()))?;
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(now.0).unwrap_or_default());
    let id = format!("<{what}.{}@{}>", to.id, from.email.domain());
    let mut message = Message::builder().from(from).to(Mailbox::new(None, address)).subject(page.subject.clone()).date(date).message_id(Some(id));
    for (name, value) in head.into_iter().chain([("Auto-Submitted", "auto-generated".to_owned()), ("Content-Language", to.lang.code().to_owned())]) {
        message = message.raw_header(HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value));
    }
    let part = |kind: ContentType, body: String| SinglePart::builder().header(kind).body(body);
    let both = MultiPart::alternative()
        .boundary(format!("rawi-{what}-{}", to.id))
        .singlepart(part(ContentType::TEXT_PLAIN, text(page)))
        .singlepart(part(ContentType::TEXT_HTML, html(page)));
    Ok(message.multipart(both)?.formatted())
}
