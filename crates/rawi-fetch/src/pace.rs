//! When a host may be asked again.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Turns to ask hosts, shared by threads.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    next: Mutex<HashMap<String, Instant>>,
}

impl Pace {
    /// Waits for a turn, after which the host is left alone for `pause`. Gives up at once when the turn is further off than `patience`, and says by how much.
    pub fn turn(&self, host: &str, pause: Duration, patience: Duration) -> Result<(), Duration> {
        let now = Instant::now();
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let turn = next.get(host).copied().unwrap_or(now).max(now);
            if turn - now > patience {
                return Err(turn - now);
            }
            next.insert(host.to_owned(), turn + pause);
            turn
        };
        std::thread::sleep(turn - now);
        Ok(())
    }

    /// Leaves a host alone for so long.
    pub fn hold(&self, host: &str, wait: Duration) {
        let until = Instant::now() + wait;
        let mut next = self.next.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let turn = next.entry(host.to_owned()).or_insert(until);
        *turn = (*turn).max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_its_turns_and_others_theirs() {
        let (pace, long) = (Pace::default(), Duration::from_secs(1000));
        assert!(pace.turn("a", long, long).is_ok() && pace.turn("b", Duration::ZERO, long).is_ok());
        let wait = pace.turn("a", long, Duration::from_secs(10)).unwrap_err();
        assert!(wait > Duration::from_secs(900) && wait <= long, "{wait:?}");
        assert!(pace.turn("b", Duration::ZERO, Duration::ZERO).is_ok());
        pace.hold("b", long);
        assert!(pace.turn("b", Duration::ZERO, Duration::from_secs(10)).is_err());
    }
}
