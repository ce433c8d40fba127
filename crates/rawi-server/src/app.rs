//! What a running server holds, and how it learns of what is new.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use rawi_ledger::{Ledger, LedgerError, Store};
use rawi_lexicon::Lexicon;
use rawi_situation::instant::Instant;
use rawi_situation::parameters::Settings;
use rawi_situation::sides::{Sides, unite};
use rawi_situation::situation::Case;
use tokio::sync::{Semaphore, watch};

use crate::ask::Format;
use crate::cache::Cache;
use crate::config::Config;
use crate::document::Document;
use crate::enclosure::Enclosure;
use crate::filter::Found;
use crate::lang::Words;
use crate::metrics::Metrics;
use crate::names::Labels;
use crate::problem::Problem;
use crate::reply::Done;
use crate::scene::Scene;
use crate::snapshot::Snapshot;
use crate::timeline::Timeline;
use crate::view::View;

/// Situations at an instant that are kept.
const SCENES: usize = 128;
/// Time axes that are kept.
const TIMELINES: usize = 32;
/// Choices of claims that are kept.
const CHOICES: usize = 32;
/// Answers that are kept.
const ANSWERS: usize = 256;
/// Texts of reports that are kept.
const DOCUMENTS: usize = 512;

/// Entries of the ledger and time known: what everything computed depends on.
pub type Basis = (u64, Instant);

/// What an answer depends on: besides that the language, the format, and the address.
pub type Asked = (Basis, Words, Format, String);

/// A running server.
pub struct App {
    /// Settings.
    pub config: Config,
    /// Names by language.
    pub labels: Labels,
    /// Counts for `/metrics`.
    pub metrics: Metrics,
    /// Requests at work at the same time.
    pub gate: Semaphore,
    /// How many claims readers may see.
    pub news: watch::Sender<usize>,
    /// Ends everything that does not end by itself.
    pub closing: watch::Sender<bool>,
    /// Parties that hold a place together.
    sides: Sides,
    enclosure: Enclosure,
    ledger: PathBuf,
    /// Connections to the ledger that nobody uses at the moment.
    stores: Mutex<Vec<Ledger>>,
    snapshot: RwLock<Arc<Snapshot>>,
    weighing: Mutex<()>,
    views: Cache<Basis, View>,
    scenes: Cache<(Basis, Instant, Option<String>), Scene>,
    timelines: Cache<(Basis, Instant, Option<String>), Timeline>,
    documents: Cache<(u64, String), Option<Document>>,
    /// Answers, by everything that they depend on.
    pub answers: Cache<Asked, Result<Done, Problem>>,
    /// Choices of claims, by what was asked for.
    pub choices: Cache<(Basis, String), Found>,
}

impl App {
    /// Opens a ledger.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(config: Config, lexicon: &'static Lexicon, sides: Sides, ledger: PathBuf) -> Result<Arc<Self>, LedgerError> {
        let snapshot = Snapshot::of(&ledger)?;
        Ok(Arc::new(Self {
            gate: Semaphore::new(config.limits.at_once.max(1)),
            views: Cache::new(config.limits.views.max(1)),
            config,
            labels: Labels::new(lexicon),
            metrics: Metrics::default(),
            news: watch::Sender::new(0),
            closing: watch::Sender::new(false),
            sides,
            enclosure: Enclosure::shipped(),
            ledger,
            stores: Mutex::default(),
            snapshot: RwLock::new(Arc::new(snapshot)),
            weighing: Mutex::new(()),
            scenes: Cache::new(SCENES),
            timelines: Cache::new(TIMELINES),
            documents: Cache::new(DOCUMENTS),
            choices: Cache::new(CHOICES),
            answers: Cache::new(ANSWERS),
        }))
    }

    /// The ledger as it was read last.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks the ledger what the snapshot cannot answer. Connections are kept for the next question.
    ///
    /// # Errors
    /// When the ledger cannot be opened, or the question fails.
    pub fn ask_store<T>(&self, question: impl FnOnce(&Ledger) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let kept = self.stores.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let store = kept.map_or_else(|| Ledger::read(&self.ledger), Ok)?;
        let answer = question(&store)?;
        self.stores.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        Ok(answer)
    }

    /// Reads the ledger again if it has grown; true when it had.
    ///
    /// # Errors
    /// When it cannot be read; what was read before stays.
    pub fn refresh(&self) -> Result<bool, LedgerError> {
        if self.ask_store(Ledger::seal)?.entries == self.snapshot().entries {
            return Ok(false);
        }
        let new = Arc::new(Snapshot::of(&self.ledger)?);
        // Readers see the old one until the new one can be shown without waiting.
        self.view(&new, self.limit());
        let entries = new.entries;
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = new;
        self.forget_all_but(entries);
        Ok(true)
    }

    /// What was computed from a ledger that has grown since would hold that ledger in memory.
    fn forget_all_but(&self, entries: u64) {
        self.views.keep(|key| key.0 == entries);
        self.scenes.keep(|key| key.0.0 == entries);
        self.timelines.keep(|key| key.0.0 == entries);
        self.documents.keep(|key| key.0 == entries);
        self.choices.keep(|key| key.0.0 == entries);
        self.answers.keep(|key| key.0.0 == entries);
    }

    /// Tells open pages how many claims they could show, if that has changed: the ledger has grown, or the time of some has come.
    pub fn tell(&self) {
        let shown = self.snapshot().known_at(self.limit());
        self.news.send_if_modified(|told| std::mem::replace(told, shown) != shown);
    }

    /// The last instant of which this server tells.
    pub fn limit(&self) -> Instant {
        match i64::try_from(self.config.held().as_secs()).unwrap_or(i64::MAX) {
            0 => Instant::MAX,
            held => Instant(Timestamp::now().as_second().saturating_sub(held)),
        }
    }

    /// Everything known at an instant.
    pub fn view(&self, snapshot: &Arc<Snapshot>, known: Instant) -> Arc<View> {
        let known = snapshot.last_known(known);
        self.views.get((snapshot.entries, known), || {
            // One after the other: each takes all the memory of a situation, and a core.
            let _turn = self.weighing.lock().unwrap_or_else(PoisonError::into_inner);
            let count = snapshot.known_at(known);
            let mut records = snapshot.records[..count].to_vec();
            unite(&mut records, &self.sides);
            self.enclosure.tell(&mut records);
            let case = Case::new(records, known, &Settings::default());
            View::new(Arc::clone(snapshot), case, count, &self.labels)
        })
    }

    /// The situation at an instant.
    pub fn scene(&self, view: &View, at: Instant, area: Option<&str>) -> Arc<Scene> {
        self.scenes.get((view.basis(), at, area.map(str::to_owned)), || Scene::of(view, at, area))
    }

    /// The days of an area, with the last one shown.
    pub fn timeline(&self, view: &View, area: Option<&str>, around: Instant) -> Arc<Timeline> {
        let span = Timeline::span(view, area, around, &self.config.opening);
        self.timelines.get((view.basis(), Instant::end_of(span.1), area.map(str::to_owned)), || Timeline::of(view, area, span))
    }

    /// A report with its text; nothing when there is none.
    pub fn document(&self, entries: u64, report: &str) -> Arc<Option<Document>> {
        self.documents.get((entries, report.to_owned()), || self.ask_store(|store| Ok(Document::of(store, report))).ok().flatten())
    }
}

/// Looks at the ledger again and again until the server closes.
pub async fn watch_ledger(app: Arc<App>) {
    let mut closing = app.closing.subscribe();
    // The first reader should not have to wait for what everyone asks for.
    let first = Arc::clone(&app);
    tokio::task::spawn_blocking(move || first.view(&first.snapshot(), first.limit()));
    app.tell();
    let pause = Duration::from_secs(app.config.limits.look.max(1));
    while tokio::time::timeout(pause, closing.wait_for(|c| *c)).await.is_err() {
        let looking = Arc::clone(&app);
        match tokio::task::spawn_blocking(move || looking.refresh()).await {
            Ok(Err(error)) => tracing::error!(%error, "the ledger cannot be read; what was read before is shown"),
            Ok(Ok(true)) => tracing::info!(claims = app.snapshot().lines.len(), "the ledger has grown"),
            _ => {}
        }
        app.tell();
    }
}
