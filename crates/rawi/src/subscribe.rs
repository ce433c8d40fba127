//! `rawi subscribe`: who gets the digest, and sending it, for a newsroom without a web page.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use jiff::Timestamp;
use rawi_digest::{Digest, Page, Rhythm, Subscription, Zone};
use rawi_post::{Config, Mail, PostError, Register, Wish, flush, opt_in, queue_due};
use rawi_situation::instant::Instant;

use crate::Failure;
use crate::case::{CaseArgs, Twice, emit, instant};
use crate::digest::{FilterArgs, LangArg};
use crate::lexicon_files::load_lexicon;
use crate::passages::{book, passages};

/// Arguments of `rawi subscribe`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Ask an address to confirm; until it does, it gets no digest
    Add(AddArgs),
    /// Confirm by the word of the mail
    Confirm(WordArgs),
    /// Who subscribes
    List(PlaceArgs),
    /// Remove an address, a subscription by its identifier, or by the word of an unsubscribing mail
    Remove(WordArgs),
    /// Send what is due and what waits; to be run every few minutes
    Send(SendArgs),
}

/// Where subscribers are kept, and what time it is.
#[derive(ClapArgs)]
struct PlaceArgs {
    /// The file of subscribers [default: subscribers.db beside the ledger rawi.db]
    #[arg(long, value_name = "FILE", env = "RAWI_SUBSCRIBERS")]
    subscribers: Option<PathBuf>,
    /// The time to act at [default: now]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// How mail is sent.
#[derive(ClapArgs)]
struct MailArgs {
    /// Configuration with a table [mail]; the password of the mail server is in RAWI_SMTP_PASSWORD
    #[arg(long, value_name = "FILE", env = "RAWI_CONFIG")]
    config: PathBuf,
}

#[derive(ClapArgs)]
struct AddArgs {
    /// The mail address
    address: String,
    #[command(flatten)]
    filter: FilterArgs,
    /// Language of the mails
    #[arg(long, value_enum, default_value = "ar")]
    lang: LangArg,
    /// How often
    #[arg(long, value_enum, default_value = "daily")]
    every: Every,
    /// Hour of the day, 0 to 23
    #[arg(long, default_value = "7")]
    hour: i8,
    /// Day of the week, 1 (Monday) to 7 (Sunday)
    #[arg(long, default_value = "1")]
    day: i8,
    /// Time zone, such as Asia/Damascus
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    #[command(flatten)]
    place: PlaceArgs,
    #[command(flatten)]
    mail: MailArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Every {
    /// When something changed, a quarter of an hour apart at least
    Immediate,
    /// Once a day
    Daily,
    /// Once a week
    Weekly,
}

#[derive(ClapArgs)]
struct WordArgs {
    /// The word, address or identifier
    word: String,
    #[command(flatten)]
    place: PlaceArgs,
}

#[derive(ClapArgs)]
struct SendArgs {
    #[command(flatten)]
    case: CaseArgs,
    #[command(flatten)]
    place: PlaceArgs,
    #[command(flatten)]
    mail: MailArgs,
}

/// Wrong wishes, links and settings are wrong usage.
impl From<PostError> for Failure {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Address(_) | PostError::Token(_) | PostError::Rhythm(_) | PostError::Config(_) => Self::usage(error.to_string()),
            _ => Self::partial(error.to_string()),
        }
    }
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Add(args) => add(args),
        Command::Confirm(args) => {
            let done = args.place.open()?.confirm(&args.word, args.place.now()?)?;
            emit(&format!("{} is confirmed\n", done.id))
        }
        Command::List(args) => emit(&list(&args.open()?.all()?)?),
        Command::Remove(args) => remove(args),
        Command::Send(args) => send(args),
    }
}

impl PlaceArgs {
    fn open(&self) -> Result<Register, Failure> {
        let path = match &self.subscribers {
            Some(path) => path.clone(),
            None => crate::ledger_file::in_data_directory()?.with_file_name("subscribers.db"),
        };
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|e| Failure::partial(format!("{}: {e}", folder.display())))?;
        }
        Ok(Register::open(&path)?)
    }

    fn now(&self) -> Result<Instant, Failure> {
        self.now.as_deref().map_or_else(|| Ok(Instant(Timestamp::now().as_second())), |t| instant("--now", t))
    }
}

impl MailArgs {
    fn read(&self) -> Result<Mail, Failure> {
        let text = fs::read_to_string(&self.config).map_err(|e| Failure::usage(format!("--config {}: {e}", self.config.display())))?;
        let password = std::env::var("RAWI_SMTP_PASSWORD").ok().filter(|p| !p.is_empty());
        Config::parse(&text, password).map(|c| c.mail).map_err(|e| Failure::usage(format!("--config {}: {e}", self.config.display())))
    }
}

fn add(args: &AddArgs) -> Result<(), Failure> {
    let rhythm = match args.every {
        Every::Immediate => Rhythm::Immediate,
        Every::Daily => Rhythm::Daily { hour: args.hour },
        Every::Weekly => Rhythm::Weekly { day: args.day, hour: args.hour },
    };
    let kinds: Vec<String> = load_lexicon(None)?.kinds.iter().map(|k| k.name.clone()).collect();
    let wish = Wish { address: args.address.clone(), filter: args.filter.checked(&kinds)?, lang: args.lang.into(), rhythm, zone: args.zone.clone() };
    let mail = args.mail.read()?;
    let now = args.place.now()?;
    let mut register = args.place.open()?;
    let subscription = opt_in(&mut register, &mail, &wish, now)?;
    emit(&format!("{} waits for its confirmation\n", subscription.id))?;
    sent(&mut register, &mail, now)
}

fn list(all: &[Subscription]) -> Result<String, Failure> {
    let mut out = String::new();
    for s in all {
        let state = s.confirmed.map_or("unconfirmed".to_owned(), |at| format!("since {}", at.date()));
        let (rhythm, filter) = serde_json::to_string(&s.rhythm).and_then(|r| Ok((r, serde_json::to_string(&s.filter)?))).map_err(|e| Failure::partial(e.to_string()))?;
        let _ = writeln!(out, "{}  {}  {state}  {}  {rhythm}  {}  {filter}", s.id, s.address, s.lang.code(), s.zone);
    }
    Ok(out)
}

fn remove(args: &WordArgs) -> Result<(), Failure> {
    let mut register = args.place.open()?;
    let removed = if args.word.starts_with("unsubscribe.") { register.unsubscribe(&args.word).map(|()| 1) } else { register.remove(&args.word) }?;
    match removed {
        0 => Err(Failure::usage(format!("'{}' does not subscribe; see: rawi subscribe list", args.word))),
        n => emit(&format!("{n} removed\n")),
    }
}

fn send(args: &SendArgs) -> Result<(), Failure> {
    let (mail, now) = (args.mail.read()?, args.place.now()?);
    let mut register = args.place.open()?;
    register.forget(now)?;
    let book = book(load_lexicon(None)?);
    // Subscribers of one hour share the weighing.
    let mut last: Option<Twice> = None;
    queue_due(&mut register, &mail, now, |to, since, until| {
        if last.as_ref().is_none_or(|t| (t.since, t.until) != (since, until)) {
            last = Some(args.case.open_twice(since, Some(until))?);
        }
        let Some(twice) = &last else { return Ok(None) };
        let digest = Digest::of((&twice.then, since), (&twice.now, until), twice.estimator, &to.filter, &book);
        if digest.is_empty() && !to.rhythm.tells_nothing() {
            return Ok(None);
        }
        let zone: Zone = to.zone.parse().map_err(PostError::from)?;
        let words = passages(&digest, &twice.lines, args.case.reports()?.as_ref(), &book, to.lang)?;
        Ok::<_, Failure>(Some(Page::of(&digest, to.lang, &zone, &book, &words, mail.base.as_deref())))
    })?;
    sent(&mut register, &mail, now)
}

/// Sends what waits and accounts for it; exit 1 when something did not leave.
fn sent(register: &mut Register, mail: &Mail, now: Instant) -> Result<(), Failure> {
    let account = flush(register, mail, now)?;
    eprintln!("rawi: {} sent, {} later, {} refused, {} without an answer", account.sent, account.later, account.refused, account.unsure);
    match account.complaint {
        Some(why) => Err(Failure::partial(format!("{}:{}: {why}", mail.server, mail.port))),
        None => Ok(()),
    }
}
