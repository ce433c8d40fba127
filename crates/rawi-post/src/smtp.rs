//! One mail to the server, step by step: how far it came decides whether it may be tried again.

use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as From, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};

use crate::PostError;
use crate::config::{Mail, Security};
use crate::queue::Waiting;

/// How it went.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The server took it.
    Sent(String),
    /// The server will not take it for this address.
    Refused(String),
    /// The server does not take it now.
    Later(String),
    /// The server cannot be reached, or takes nothing from us.
    Unreached(String),
    /// The text left, and no answer came.
    Unsure(String),
    /// The subscriber left before the text did.
    Gone,
}

/// Opens a connection and says who we are.
pub(crate) fn connect(mail: &Mail) -> Result<SmtpConnection, Error> {
    let from = mail.from.parse::<Mailbox>().map(|m| m.email.domain().to_owned()).unwrap_or_default();
    let hello = ClientId::Domain(from);
    let address = (mail.server.as_str(), mail.port);
    let tls = || TlsParameters::new(mail.server.clone());
    let mut connection = match mail.security {
        Security::Tls => SmtpConnection::connect(address, Some(mail.patience()), &hello, Some(&tls()?), None)?,
        Security::Starttls | Security::None => SmtpConnection::connect(address, Some(mail.patience()), &hello, None, None)?,
    };
    if mail.security == Security::Starttls {
        connection.starttls(&tls()?, &hello)?;
    }
    if let Some((user, password)) = mail.user.clone().zip(mail.password.clone()) {
        connection.auth(DEFAULT_MECHANISMS, &Credentials::new(user, password))?;
    }
    Ok(connection)
}

/// Sends one mail; `hand` is called when the server is ready for the text, before any of it leaves.
pub(crate) fn deliver(connection: &mut SmtpConnection, mail: &Mail, waiting: &Waiting, hand: impl FnOnce() -> Result<bool, PostError>) -> Result<Outcome, PostError> {
    let (Ok(from), Ok(to)) = (mail.from.parse::<Mailbox>(), waiting.address.parse::<Address>()) else {
        return Ok(Outcome::Refused(format!("'{}' is no address", waiting.address)));
    };
    let international = !waiting.address.is_ascii();
    if international && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Ok(Outcome::Refused("the server takes no addresses beyond ASCII".to_owned()));
    }
    let mut options = Vec::new();
    if international {
        options.push(MailParameter::SmtpUtfEight);
    }
    if !waiting.message.is_ascii() {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    if let Err(e) = connection.command(From::new(Some(from.email), options)) {
        return Ok(if e.is_transient() { Outcome::Later(e.to_string()) } else { Outcome::Unreached(e.to_string()) });
    }
    if let Err(e) = connection.command(Rcpt::new(to, Vec::new())).and_then(|_| connection.command(Data)) {
        return Ok(answered(&e).unwrap_or_else(|| Outcome::Unreached(e.to_string())));
    }
    if !hand()? {
        connection.abort();
        return Ok(Outcome::Gone);
    }
    Ok(match connection.message(&waiting.message) {
        Ok(response) => Outcome::Sent(response.message().collect::<Vec<_>>().join(" ")),
        Err(e) => answered(&e).unwrap_or_else(|| Outcome::Unsure(e.to_string())),
    })
}

/// What the server's own answer means, if it gave one.
fn answered(error: &Error) -> Option<Outcome> {
    if error.is_permanent() {
        return Some(Outcome::Refused(error.to_string()));
    }
    error.is_transient().then(|| Outcome::Later(error.to_string()))
}
