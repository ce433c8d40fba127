//! What sites ask of programs.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use texting_robots::Robot;

use crate::FetchError;

/// How long rules are kept.
const KEPT: Duration = Duration::from_secs(24 * 3600);
/// How long it is remembered that rules could not be read.
const UNREAD: Duration = Duration::from_secs(10 * 60);
/// Bytes of rules that are looked at.
const MAX_RULES: usize = 500 << 10;
/// Longest pause between requests that a site can ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// The rules of one site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    text: Vec<u8>,
    /// Pause between two requests that the site asks for.
    pub pause: Option<Duration>,
}

impl Rules {
    /// Of a file, as far as it speaks to `agent`.
    pub fn new(agent: &str, mut text: Vec<u8>) -> Self {
        text.truncate(MAX_RULES);
        let delay = Robot::new(agent, &text).ok().and_then(|r| r.delay);
        let pause = delay.and_then(|seconds| Duration::try_from_secs_f32(seconds).ok()).map(|d| d.min(LONGEST_PAUSE));
        Self { text, pause }
    }

    /// Whether the agent may fetch an address. A file that cannot be understood forbids nothing.
    pub fn allow(&self, agent: &str, url: &str) -> bool {
        Robot::new(agent, &self.text).map_or(true, |robot| robot.allowed(url))
    }
}

/// Rules, or why they could not be read, and until when that counts.
type Known = (Instant, Result<Rules, String>);

/// Rules by site, shared by threads.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    sites: Mutex<HashMap<String, Known>>,
}

impl Memory {
    /// The rules of a site, by `read` if they are not known. Rules that are not there forbid nothing; rules that cannot be read forbid all, for a while.
    pub fn of(&self, site: &str, read: impl FnOnce() -> Result<Rules, FetchError>) -> Result<Rules, FetchError> {
        let known = self.sites.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(site).filter(|(until, _)| *until > Instant::now()).map(|(_, rules)| rules.clone());
        if let Some(known) = known {
            return known.map_err(FetchError::NoRules);
        }
        let rules = match read() {
            Ok(rules) => Ok(rules),
            // Who asks to wait is waited for; the rules are read then.
            Err(later @ FetchError::Later { .. }) => return Err(later),
            Err(error) if error.is_passing() => Err(error.to_string()),
            Err(FetchError::Status(_) | FetchError::TooLarge | FetchError::Packing(_)) => Ok(Rules::default()),
            Err(refused) => return Err(refused),
        };
        let until = Instant::now() + if rules.is_ok() { KEPT } else { UNREAD };
        self.sites.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(site.to_owned(), (until, rules.clone()));
        rules.map_err(FetchError::NoRules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_speak_to_us_by_name_or_to_all() {
        let text = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n\nUser-agent: rawi\nDisallow: /news/\nAllow: /news/open\n".to_vec();
        let (ours, other) = (Rules::new("rawi", text.clone()), Rules::new("other", text));
        assert!(!ours.allow("rawi", "https://a.example/news/1") && ours.allow("rawi", "https://a.example/news/open/1") && ours.allow("rawi", "https://a.example/private"));
        assert!(!other.allow("other", "https://a.example/private/x") && other.pause == Some(Duration::from_secs(7)));
        assert!(Rules::default().allow("rawi", "https://a.example/"));
        assert!(Rules::new("rawi", b"\xff\0garbage\n:::".to_vec()).allow("rawi", "https://a.example/"));
    }
}
