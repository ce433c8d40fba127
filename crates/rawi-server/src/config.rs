//! How a server is set up: one TOML file, then the environment, then the command line.

use std::net::SocketAddr;
use std::time::Duration;

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer};

use crate::lang::{Calendar, Lang};

/// Settings of a server. Everything has a default.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where it listens; only this machine by default.
    pub listen: SocketAddr,
    /// Who reads it.
    pub mode: Mode,
    /// How long a public server holds claims back after their report was published.
    #[serde(deserialize_with = "duration")]
    pub hold: Duration,
    /// Language for readers who ask for none that there is.
    #[serde(deserialize_with = "language")]
    pub language: Lang,
    /// How Arabic dates are written.
    pub calendar: Calendar,
    /// Address at which readers reach it, such as `https://example.org`; for feeds and links that leave the page.
    pub address: Option<String>,
    /// What readers see first.
    pub opening: Opening,
    /// Limits.
    pub limits: Limits,
}

/// Who reads a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Anyone: claims are held back for a time.
    #[default]
    Public,
    /// A newsroom or a group of researchers behind its own door: everything is shown at once.
    Closed,
}

/// What readers see when an address says nothing about it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Opening {
    /// The instant: a date or a time.
    pub at: Option<String>,
    /// Country code.
    pub area: Option<String>,
    /// First day of the time axis.
    pub from: Option<String>,
    /// Last day of the time axis.
    pub to: Option<String>,
}

/// Limits that keep a server on its feet.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Connections at the same time; more wait.
    pub connections: usize,
    /// Requests that are worked on at the same time.
    pub at_once: usize,
    /// Seconds after which a request that waits or works is answered with 503.
    pub patience: u64,
    /// Readers of `/events` at the same time.
    pub listeners: usize,
    /// Rows of a list in one download.
    pub rows: usize,
    /// Situations kept in memory, one for each time known that readers ask for.
    pub views: usize,
    /// Seconds between two looks at the ledger.
    pub look: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 4096, at_once: 16, patience: 15, listeners: 1000, rows: 50_000, views: 6, look: 2 }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            mode: Mode::default(),
            hold: Duration::from_secs(6 * 3600),
            language: Lang::default(),
            calendar: Calendar::default(),
            address: None,
            opening: Opening::default(),
            limits: Limits::default(),
        }
    }
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file.
    #[error("{0}; docs/SERVER.md lists every setting")]
    File(#[from] toml::de::Error),
    /// A variable of the environment.
    #[error("{name}='{value}': {reason}")]
    Variable {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: String,
        /// What is wrong.
        reason: String,
    },
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// With line and column, when it is not TOML, or a setting is unknown or has a wrong value.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        Ok(toml::from_str(text)?)
    }

    /// Lays the environment over it; `variable` gives a variable's value.
    ///
    /// # Errors
    /// When a value cannot be used.
    pub fn with_environment(mut self, variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        for (name, key, quoted) in VARIABLES {
            let Some(value) = variable(name).filter(|v| !v.is_empty()) else { continue };
            let line = if quoted { format!("{key} = {}\n", toml::Value::String(value.clone())) } else { format!("{key} = {value}\n") };
            let one: Self = toml::from_str(&line).map_err(|e| ConfigError::Variable { name, value, reason: e.message().to_owned() })?;
            match key {
                "listen" => self.listen = one.listen,
                "mode" => self.mode = one.mode,
                "hold" => self.hold = one.hold,
                "language" => self.language = one.language,
                "calendar" => self.calendar = one.calendar,
                _ => self.address = one.address,
            }
        }
        Ok(self)
    }

    /// How long claims are held back: not at all in the closed mode.
    pub fn held(&self) -> Duration {
        if self.mode == Mode::Closed { Duration::ZERO } else { self.hold }
    }
}

/// Variables, the settings they stand for, and whether those are texts.
const VARIABLES: [(&str, &str, bool); 6] = [
    ("RAWI_SERVER_LISTEN", "listen", true),
    ("RAWI_SERVER_MODE", "mode", true),
    ("RAWI_SERVER_HOLD", "hold", true),
    ("RAWI_SERVER_LANGUAGE", "language", true),
    ("RAWI_SERVER_CALENDAR", "calendar", true),
    ("RAWI_SERVER_ADDRESS", "address", true),
];

fn duration<'de, D: Deserializer<'de>>(d: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(d)?;
    let wrong = || serde::de::Error::custom(format!("'{text}' is no length of time such as 6h, 90m or 1h 30m"));
    let signed: SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(signed).map_err(|_| wrong())
}

fn language<'de, D: Deserializer<'de>>(d: D) -> Result<Lang, D::Error> {
    let text = String::deserialize(d)?;
    Lang::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("'{text}' is none of the languages: en, ar")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_variables_are_read() {
        let config = Config::parse("mode = \"closed\"\nhold = \"90m\"\n[opening]\narea = \"sy\"\n").unwrap();
        assert_eq!((config.mode, config.hold.as_secs(), config.held().as_secs()), (Mode::Closed, 5400, 0));
        let config = config.with_environment(|name| (name == "RAWI_SERVER_MODE").then(|| "public".to_owned())).unwrap();
        assert_eq!((config.mode, config.held().as_secs()), (Mode::Public, 5400));
    }

    #[test]
    fn the_sample_settings_are_the_defaults() {
        let sample = Config::parse(include_str!("../../../deploy/server.toml")).unwrap();
        assert_eq!(format!("{sample:?}"), format!("{:?}", Config::default()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, part) in [("hold = \"soon\"", "no length of time"), ("holt = 1", "holt"), ("listen = \"x\"", "listen"), ("language = \"fr\"", "languages")] {
            let error = Config::parse(text).unwrap_err().to_string();
            assert!(error.contains(part) && error.contains("line 1"), "{error}");
        }
        let error = Config::default().with_environment(|name| (name == "RAWI_SERVER_HOLD").then(|| "x\"\nmode = \"closed".to_owned())).unwrap_err();
        assert!(error.to_string().starts_with("RAWI_SERVER_HOLD="), "{error}");
    }
}
