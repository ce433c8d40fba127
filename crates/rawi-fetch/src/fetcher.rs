//! One request, with all that has to be asked before.

use std::time::Duration;

use jiff::Timestamp;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::header;
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

use crate::gate::Guarded;
use crate::pace::Pace;
use crate::reply::{Page, Validators, body, charset, retry_after};
use crate::robots::{Memory, Rules};
use crate::{FetchError, Gate};

/// Redirects that are followed.
const REDIRECTS: usize = 5;
/// Bytes of headers of an answer.
const MAX_HEADERS: usize = 64 << 10;
/// Time for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// Wait asked for by sites that give none.
const WAIT: Duration = Duration::from_secs(60);

/// How requests are made.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name under which requests are made; its first word, up to a slash, is what robots.txt files know it by.
    pub agent: String,
    /// Least time between two requests to one host.
    pub pause: Duration,
    /// Most time for one request, from the name of the host to the last byte.
    pub patience: Duration,
    /// Most time to wait for a turn to ask a host.
    pub turn: Duration,
    /// What may be reached.
    pub gate: Gate,
}

impl Default for Settings {
    fn default() -> Self {
        let agent = concat!("rawi/", env!("CARGO_PKG_VERSION")).to_owned();
        Self { agent, pause: Duration::from_secs(3), patience: Duration::from_secs(60), turn: Duration::from_secs(600), gate: Gate::default() }
    }
}

/// What became of a request.
#[derive(Clone, Debug)]
pub enum Fetched {
    /// It is as it was.
    Unchanged,
    /// It is here.
    Page(Page),
}

/// Fetches. Made once, shared by threads.
#[derive(Debug)]
pub struct Fetcher {
    client: Agent,
    settings: Settings,
    pace: Pace,
    robots: Memory,
}

impl Fetcher {
    /// With the names of the system.
    pub fn new(settings: Settings) -> Self {
        Self::with_names(settings, DefaultResolver::default())
    }

    /// With names from elsewhere. What they give is checked all the same.
    pub fn with_names(settings: Settings, names: impl Resolver) -> Self {
        let config = Config::builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(settings.agent.as_str())
            .accept("text/html, application/xhtml+xml, application/xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5")
            .accept_encoding("gzip")
            .max_response_header_size(MAX_HEADERS)
            .timeout_global(Some(settings.patience))
            .timeout_connect(Some(CONNECT.min(settings.patience)))
            .build();
        let names = Guarded { gate: settings.gate.clone(), names };
        Self { client: Agent::with_parts(config, DefaultConnector::default(), names), settings, pace: Pace::default(), robots: Memory::default() }
    }

    /// Fetches an address, unless it is as it was when `known` was given. Waits for its turn; a wait that the site asks for is an error, and kept.
    pub fn get(&self, url: &str, known: &Validators) -> Result<Fetched, FetchError> {
        let mut url = Url::parse(url).map_err(|_| FetchError::Address(url.to_owned()))?;
        for _ in 0..=REDIRECTS {
            self.settings.gate.check(&url)?;
            let rules = self.rules(&url)?;
            if !rules.allow(self.name(), url.as_str()) {
                return Err(FetchError::Robots);
            }
            match self.ask(&url, known, rules.pause.unwrap_or_default().max(self.settings.pause))? {
                Answer::Here(fetched) => return Ok(fetched),
                Answer::Elsewhere(to) => url = to,
            }
        }
        Err(FetchError::Redirects(REDIRECTS))
    }

    /// The name by which robots.txt files know the agent.
    fn name(&self) -> &str {
        self.settings.agent.split(['/', ' ']).next().unwrap_or_default()
    }

    fn rules(&self, url: &Url) -> Result<Rules, FetchError> {
        self.robots.of(&url.origin().ascii_serialization(), || {
            let mut at = url.join("/robots.txt").map_err(|_| FetchError::Address(url.to_string()))?;
            for _ in 0..=REDIRECTS {
                self.settings.gate.check(&at)?;
                match self.ask(&at, &Validators::default(), Duration::ZERO)? {
                    Answer::Here(Fetched::Page(page)) => return Ok(Rules::new(self.name(), page.bytes)),
                    Answer::Here(Fetched::Unchanged) => break,
                    Answer::Elsewhere(to) => at = to,
                }
            }
            Ok(Rules::default())
        })
    }

    /// One request to one host, when it is its turn.
    fn ask(&self, url: &Url, known: &Validators, pause: Duration) -> Result<Answer, FetchError> {
        let host = url.host_str().unwrap_or_default();
        let patience = self.settings.patience;
        self.pace.turn(host, pause, self.settings.turn).map_err(|wait| FetchError::Later { status: 429, after: Some(wait) })?;
        let mut request = self.client.get(url.as_str());
        let conditions = [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.modified)];
        for (name, value) in conditions.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))) {
            request = request.header(name, value);
        }
        let response = request.call().map_err(|e| FetchError::of(e, patience))?;
        let (head, reader) = response.into_parts();
        match head.status.as_u16() {
            200 | 203 => {
                let bytes = body(&head.headers, reader.into_reader(), patience)?;
                let page = Page { url: url.clone(), bytes, charset: charset(&head.headers), validators: Validators::of(&head.headers) };
                Ok(Answer::Here(Fetched::Page(page)))
            }
            304 => Ok(Answer::Here(Fetched::Unchanged)),
            301 | 302 | 303 | 307 | 308 => {
                let to = head.headers.get(header::LOCATION).and_then(|v| std::str::from_utf8(v.as_bytes()).ok()).and_then(|to| url.join(to).ok());
                to.map(Answer::Elsewhere).ok_or(FetchError::NoTarget)
            }
            status @ (429 | 503) => {
                let after = retry_after(&head.headers, Timestamp::now());
                self.pace.hold(host, after.unwrap_or(WAIT));
                Err(FetchError::Later { status, after })
            }
            status => Err(FetchError::Status(status)),
        }
    }
}

enum Answer {
    Here(Fetched),
    Elsewhere(Url),
}
