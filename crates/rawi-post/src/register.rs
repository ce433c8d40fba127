//! Subscriptions in a file beside the ledger.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::Address;
use rawi_digest::{Filter, Key, Lang, Purpose, Rhythm, Subscription, Zone};
use rawi_situation::instant::{DAY, Instant};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::PostError;

/// Days after which an address that was not confirmed is forgotten.
pub(crate) const PATIENCE_DAYS: i64 = 3;

/// Subscriptions and the queue of mails, in one SQLite file.
pub struct Register {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    key: Key,
}

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Where the mail goes.
    pub address: String,
    /// What is wanted.
    pub filter: Filter,
    /// In which language.
    pub lang: Lang,
    /// How often.
    pub rhythm: Rhythm,
    /// Name of the time zone.
    pub zone: String,
}

const FIELDS: &str = "id, address, filter, lang, rhythm, zone, asked, confirmed, told, unsure";

impl Register {
    /// Opens the file, and begins it if there is none; nobody else may read it.
    ///
    /// # Errors
    /// When it cannot be opened or is no such file.
    pub fn open(path: &Path) -> Result<Self, PostError> {
        private(path)?;
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        // What is deleted is overwritten; a mail is marked on the disk before it leaves.
        connection.execute_batch("PRAGMA secure_delete = ON; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
        connection.execute_batch(include_str!("schema.sql"))?;
        let key = key(&connection)?;
        Ok(Self { connection, path: path.to_owned(), key })
    }

    /// The key that links are signed with.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Writes a wish down, unconfirmed. The same address with the same filter is one subscription: asking again changes nothing but an unconfirmed one.
    ///
    /// # Errors
    /// When the address, the rhythm or the zone is none.
    pub fn ask(&mut self, wish: &Wish, now: Instant) -> Result<Subscription, PostError> {
        let address = wish.address.trim();
        address.parse::<Address>().map_err(|_| PostError::Address(address.to_owned()))?;
        let rhythm = wish.rhythm.checked()?;
        wish.zone.parse::<Zone>()?;
        let id = format!("sub_{}", hex(&random::<8>()?));
        self.connection.execute(
            "INSERT INTO subscription (id, address, filter, lang, rhythm, zone, asked, told, queued) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?7)
             ON CONFLICT (address, filter) DO UPDATE SET lang = excluded.lang, rhythm = excluded.rhythm, zone = excluded.zone, asked = excluded.asked WHERE confirmed IS NULL",
            params![id, address, json(&wish.filter), wish.lang.code(), json(&rhythm), wish.zone, now.0],
        )?;
        let sql = format!("SELECT {FIELDS} FROM subscription WHERE address = ?1 AND filter = ?2");
        self.connection.query_row(&sql, params![address, json(&wish.filter)], |row| Ok(subscription(row)))?
    }

    /// Confirms the subscription that a token of a confirmation mail names. It is told what becomes known from now on.
    ///
    /// # Errors
    /// When the token is none, or the subscription is gone.
    pub fn confirm(&mut self, token: &str, now: Instant) -> Result<Subscription, PostError> {
        let id = self.key.subscription(Purpose::Confirm, token)?;
        let oldest = now.0 - PATIENCE_DAYS * DAY;
        self.connection
            .execute("UPDATE subscription SET confirmed = ?2, told = ?2, queued = ?2 WHERE id = ?1 AND confirmed IS NULL AND asked >= ?3", params![id, now.0, oldest])?;
        self.get(id)?.filter(|s| s.confirmed.is_some()).ok_or(rawi_digest::TokenError.into())
    }

    /// The subscription that a token names, for showing and changing it.
    ///
    /// # Errors
    /// When the token is none, or the subscription is gone.
    pub fn managed(&self, token: &str) -> Result<Subscription, PostError> {
        let id = self.key.subscription(Purpose::Manage, token)?;
        self.get(id)?.ok_or(rawi_digest::TokenError.into())
    }

    /// Ends the subscription that a token names. Ending it again is no mistake: a mail program may ask twice.
    ///
    /// # Errors
    /// When the token is none.
    pub fn unsubscribe(&mut self, token: &str) -> Result<(), PostError> {
        let id = self.key.subscription(Purpose::Unsubscribe, token)?.to_owned();
        self.remove(&id).map(drop)
    }

    /// Removes what an identifier or an address names, with every mail for it; tells how many.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove(&mut self, who: &str) -> Result<usize, PostError> {
        Ok(self.connection.execute("DELETE FROM subscription WHERE id = ?1 OR address = ?1", [who.trim()])?)
    }

    /// Forgets addresses that were not confirmed in time.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget(&mut self, now: Instant) -> Result<usize, PostError> {
        Ok(self.connection.execute("DELETE FROM subscription WHERE confirmed IS NULL AND asked < ?1", [now.0 - PATIENCE_DAYS * DAY])?)
    }

    /// All subscriptions, in the order of asking.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn all(&self) -> Result<Vec<Subscription>, PostError> {
        let mut statement = self.connection.prepare(&format!("SELECT {FIELDS} FROM subscription ORDER BY asked, id"))?;
        let rows = statement.query_map([], |row| Ok(subscription(row)))?;
        rows.map(|row| row?).collect()
    }

    /// The subscription of an identifier.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn get(&self, id: &str) -> Result<Option<Subscription>, PostError> {
        let found = self.connection.query_row(&format!("SELECT {FIELDS} FROM subscription WHERE id = ?1"), [id], |row| Ok(subscription(row))).optional()?;
        found.transpose()
    }
}

/// Makes the file with rights for its owner alone.
fn private(path: &Path) -> Result<(), PostError> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|source| PostError::File { path: path.to_owned(), source })
}

/// The key of a file, made with it.
fn key(connection: &Connection) -> Result<Key, PostError> {
    connection.execute("INSERT INTO secret SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM secret)", [&random::<32>()?[..]])?;
    Ok(Key(connection.query_row("SELECT key FROM secret", [], |row| row.get(0))?))
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], PostError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| PostError::Random(e.to_string()))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn subscription(row: &Row<'_>) -> Result<Subscription, PostError> {
    let id: String = row.get(0)?;
    let bad = |field| PostError::Stored { id: id.clone(), field };
    Ok(Subscription {
        address: row.get(1)?,
        filter: serde_json::from_str(&row.get::<_, String>(2)?).map_err(|_| bad("filter"))?,
        lang: Lang::parse(&row.get::<_, String>(3)?).ok_or_else(|| bad("lang"))?,
        rhythm: serde_json::from_str(&row.get::<_, String>(4)?).map_err(|_| bad("rhythm"))?,
        zone: row.get(5)?,
        asked: Instant(row.get(6)?),
        confirmed: row.get::<_, Option<i64>>(7)?.map(Instant),
        told: Instant(row.get(8)?),
        unsure: row.get(9)?,
        id,
    })
}
