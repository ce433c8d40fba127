//! The queue, and the rule by which no mail is sent twice.
//!
//! A mail is `ready` until the server has said that it takes the text (354 after DATA). **Before the first byte of the text leaves, it is marked `handed` on the disk.**
//! The server's answer makes it `sent`, `refused`, or `ready` again for later. A mail that is `handed` and has no answer – the server died, or this program did – is `unsure`:
//! the server may have taken it, so it is never sent again. What it told is told once more in the next digest, which says so.

use rawi_situation::instant::Instant;
use rusqlite::{OptionalExtension, params};

use crate::{PostError, Register};

/// Seconds until the second attempt; doubled with each, up to [`LONGEST`].
const FIRST: i64 = 60;
/// Seconds between attempts, at most.
const LONGEST: i64 = 6 * 3600;
/// Attempts until a mail is given up: about four days.
const ATTEMPTS: i64 = 22;
/// Refused digests in a row after which a subscription ends.
const BOUNCES: i64 = 3;

/// A mail for the queue.
#[derive(Clone, Debug)]
pub struct Outgoing<'a> {
    /// For whom.
    pub subscription: &'a str,
    /// Whether it asks to confirm; else it is a digest.
    pub confirms: bool,
    /// What it tells begins here,
    pub since: Instant,
    /// and ends here; one subscription gets one mail for it.
    pub until: Instant,
    /// The message with its head.
    pub message: Vec<u8>,
}

/// A mail that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its number.
    pub id: i64,
    /// Where it goes.
    pub address: String,
    /// The message with its head.
    pub message: Vec<u8>,
}

/// How many mails are in which state.
pub type States = Vec<(String, usize)>;

impl Register {
    /// When a digest was last put into the queue for a subscription.
    pub(crate) fn queued(&self, subscription: &str) -> Result<Instant, PostError> {
        Ok(Instant(self.connection.query_row("SELECT queued FROM subscription WHERE id = ?1", [subscription], |row| row.get(0))?))
    }

    /// Puts a mail into the queue, and with a digest notes that the subscriber is told; both or none. Whether it was new.
    pub(crate) fn put(&mut self, mail: &Outgoing<'_>, now: Instant) -> Result<bool, PostError> {
        let kind = if mail.confirms { "confirm" } else { "digest" };
        let all = self.connection.transaction()?;
        let new = all.execute(
            "INSERT INTO outbox (subscription, kind, since, until, next, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            params![mail.subscription, kind, mail.since.0, mail.until.0, now.0, mail.message],
        )? == 1;
        if new && !mail.confirms {
            all.execute("UPDATE subscription SET told = ?2, queued = ?2, unsure = 0 WHERE id = ?1", params![mail.subscription, mail.until.0])?;
        }
        all.commit()?;
        Ok(new)
    }

    /// The next mail whose time has come.
    pub(crate) fn next(&self, now: Instant) -> Result<Option<Waiting>, PostError> {
        let sql =
            "SELECT o.id, s.address, o.message FROM outbox o JOIN subscription s ON s.id = o.subscription WHERE o.state = 'ready' AND o.next <= ?1 ORDER BY o.next, o.id LIMIT 1";
        Ok(self.connection.query_row(sql, [now.0], |row| Ok(Waiting { id: row.get(0)?, address: row.get(1)?, message: row.get(2)? })).optional()?)
    }

    /// Marks a mail before its text leaves. False when it is gone, because the subscriber left meanwhile: then it must not leave.
    pub(crate) fn hand(&self, id: i64) -> Result<bool, PostError> {
        Ok(self.connection.execute("UPDATE outbox SET state = 'handed', attempts = attempts + 1 WHERE id = ?1 AND state = 'ready'", [id])? == 1)
    }

    /// The server took it.
    pub(crate) fn sent(&mut self, id: i64, answer: &str) -> Result<(), PostError> {
        let all = self.connection.transaction()?;
        all.execute("UPDATE outbox SET state = 'sent', message = NULL, answer = ?2 WHERE id = ?1", params![id, answer])?;
        all.execute("UPDATE subscription SET bounces = 0 WHERE id = (SELECT subscription FROM outbox WHERE id = ?1)", [id])?;
        Ok(all.commit()?)
    }

    /// The server did not take it; it is tried again later, or given up after too many attempts.
    pub(crate) fn later(&mut self, id: i64, answer: &str, now: Instant) -> Result<(), PostError> {
        let attempts: Option<i64> = self.connection.query_row("SELECT attempts FROM outbox WHERE id = ?1", [id], |row| row.get(0)).optional()?;
        let tried = attempts.unwrap_or_default() + i64::from(self.state(id)?.as_deref() == Some("ready"));
        if tried >= ATTEMPTS {
            return self.refused(id, answer);
        }
        let pause = (FIRST << (tried - 1).clamp(0, 20)).min(LONGEST);
        let sql = "UPDATE outbox SET state = 'ready', attempts = ?2, next = ?3, answer = ?4 WHERE id = ?1";
        self.connection.execute(sql, params![id, tried, now.0 + pause, answer])?;
        Ok(())
    }

    fn state(&self, id: i64) -> Result<Option<String>, PostError> {
        Ok(self.connection.query_row("SELECT state FROM outbox WHERE id = ?1", [id], |row| row.get(0)).optional()?)
    }

    /// The server will never take it. An address that refuses the question is no subscriber; one that refuses three digests in a row no longer is.
    pub(crate) fn refused(&mut self, id: i64, answer: &str) -> Result<(), PostError> {
        self.lost(id, "refused", answer)?;
        let all = self.connection.transaction()?;
        all.execute("UPDATE subscription SET bounces = bounces + 1 WHERE id = (SELECT subscription FROM outbox WHERE id = ?1)", [id])?;
        let sql = "DELETE FROM subscription WHERE id = (SELECT subscription FROM outbox WHERE id = ?1) AND (bounces >= ?2 OR confirmed IS NULL)";
        all.execute(sql, params![id, BOUNCES])?;
        Ok(all.commit()?)
    }

    /// Nobody knows whether the server took it.
    pub(crate) fn unsure(&mut self, id: i64, answer: &str) -> Result<(), PostError> {
        self.lost(id, "unsure", answer)
    }

    /// A mail that may not arrive: what it told will be told again.
    fn lost(&mut self, id: i64, state: &str, answer: &str) -> Result<(), PostError> {
        let all = self.connection.transaction()?;
        all.execute("UPDATE outbox SET state = ?2, message = NULL, answer = ?3 WHERE id = ?1", params![id, state, answer])?;
        let sql = "UPDATE subscription SET told = min(told, o.since), unsure = 1 FROM outbox o WHERE o.id = ?1 AND o.kind = 'digest' AND subscription.id = o.subscription";
        all.execute(sql, [id])?;
        Ok(all.commit()?)
    }

    /// After a kill: mails that were handed over have no answer any more. Only while nobody else sends.
    pub(crate) fn settle(&mut self) -> Result<usize, PostError> {
        let mut statement = self.connection.prepare("SELECT id FROM outbox WHERE state = 'handed'")?;
        let ids: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        drop(statement);
        ids.iter().try_for_each(|id| self.unsure(*id, "the program ended before the server answered"))?;
        Ok(ids.len())
    }

    /// How many mails are in which state, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn states(&self) -> Result<States, PostError> {
        let mut statement = self.connection.prepare("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?.collect::<Result<_, _>>()?)
    }
}
