//! How mail is sent: the table `[mail]` of a TOML file; the password comes from the environment.

use std::time::Duration;

use lettre::message::Mailbox;
use serde::Deserialize;

use crate::PostError;

/// The configuration file, as far as mail goes.
#[derive(Clone, Debug, Deserialize)]
pub struct Config {
    /// How mail is sent.
    pub mail: Mail,
}

/// The table `[mail]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Name or number of the mail server.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    #[serde(default)]
    pub security: Security,
    /// Who sends, for a server that asks; the password is in `RAWI_SMTP_PASSWORD`.
    pub user: Option<String>,
    /// The password; never in the file.
    #[serde(skip)]
    pub password: Option<String>,
    /// Sender, such as `Rawi <digest@example.org>`.
    pub from: String,
    /// Address of the web server, for links that confirm, change and end a subscription.
    pub base: Option<String>,
    /// Mail address that ends subscriptions, when there is no web server.
    pub unsubscribe: Option<String>,
    /// Seconds that a silent server is waited for.
    #[serde(default = "patience")]
    pub timeout: u64,
}

fn patience() -> u64 {
    120
}

/// How the connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte, as on port 465.
    Tls,
    /// TLS after a greeting, as on port 587; without it nothing is sent.
    #[default]
    Starttls,
    /// None: for a server on the same machine.
    None,
}

impl Config {
    /// Reads and checks a configuration.
    ///
    /// # Errors
    /// When a setting is missing, unknown or unsafe; the message names it.
    pub fn parse(text: &str, password: Option<String>) -> Result<Self, PostError> {
        let mut config: Self = toml::from_str(text).map_err(|e| PostError::Config(e.to_string()))?;
        config.mail.password = password;
        config.mail.check().map_err(PostError::Config)?;
        Ok(config)
    }
}

impl Mail {
    fn check(&self) -> Result<(), String> {
        self.from.parse::<Mailbox>().map_err(|e| format!("from = \"{}\": {e}", self.from))?;
        let local = ["127.0.0.1", "::1", "localhost"];
        match (&self.base, &self.unsubscribe) {
            (None, None) => return Err("give base (address of the web server) or unsubscribe (a mail address): every mail must say how to end it".to_owned()),
            (Some(base), _) if !is_safe(base, &local) => return Err(format!("base = \"{base}\": links in mails must begin with https://")),
            (_, Some(to)) if to.parse::<lettre::Address>().is_err() => return Err(format!("unsubscribe = \"{to}\" is no mail address")),
            _ => {}
        }
        match (&self.user, &self.password, self.security) {
            (Some(_), _, Security::None) => Err("security = \"none\" would send the password in the open; use tls or starttls".to_owned()),
            (Some(_), None, _) => Err("user is given, but RAWI_SMTP_PASSWORD is not set".to_owned()),
            _ => Ok(()),
        }
    }

    /// How long a silent server is waited for.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.timeout.max(1))
    }
}

fn is_safe(base: &str, local: &[&str]) -> bool {
    let on_this_machine = |rest: &str| local.iter().any(|host| rest.strip_prefix(host).is_some_and(|r| r.is_empty() || r.starts_with([':', '/'])));
    let is_plain = !base.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\",".contains(c));
    is_plain && (base.starts_with("https://") || base.strip_prefix("http://").is_some_and(on_this_machine))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(more: &str, password: Option<&str>) -> Result<Config, String> {
        let text = format!("[mail]\nserver = \"mail.example.org\"\nport = 587\nfrom = \"Rawi <digest@example.org>\"\n{more}");
        Config::parse(&text, password.map(str::to_owned)).map_err(|e| e.to_string())
    }

    #[test]
    fn what_is_unsafe_or_missing_is_named() {
        assert!(parse("base = \"https://rawi.example.org\"", None).is_ok());
        assert!(parse("base = \"http://127.0.0.1:8080\"", None).is_ok());
        for (more, word) in [
            ("", "unsubscribe"),
            ("base = \"http://rawi.example.org\"", "https://"),
            ("base = \"https://a\\r\\nBcc: x\"", "base"),
            ("unsubscribe = \"nobody\"", "unsubscribe"),
            ("base = \"https://a\"\nuser = \"u\"", "RAWI_SMTP_PASSWORD"),
            ("base = \"https://a\"\nuser = \"u\"\nsecurity = \"none\"", "in the open"),
            ("base = \"https://a\"\npasswort = \"x\"", "passwort"),
        ] {
            let error = parse(more, None).unwrap_err();
            assert!(error.contains(word), "{more}: {error}");
        }
    }
}
