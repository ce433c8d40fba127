//! Sends what waits.

use std::fs::File;
use std::path::PathBuf;

use lettre::transport::smtp::client::SmtpConnection;
use rawi_situation::instant::Instant;

use crate::config::Mail;
use crate::smtp::{Outcome, connect, deliver};
use crate::{PostError, Register};

/// Failures to reach the server in a row after which the rest waits.
const UNREACHED: usize = 3;

/// What became of mails in one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The server took them.
    pub sent: usize,
    /// The server will never take them.
    pub refused: usize,
    /// They are tried again later.
    pub later: usize,
    /// Nobody knows whether the server took them; they are not sent again.
    pub unsure: usize,
    /// The last complaint of the server, or about it.
    pub complaint: Option<String>,
}

/// Sends every mail whose time has come, one process at a time.
///
/// # Errors
/// When another process sends or the file cannot be written; a server that refuses, stalls or dies is no error but told in the account.
pub fn flush(register: &mut Register, mail: &Mail, now: Instant) -> Result<Account, PostError> {
    let _only = alone(register)?;
    let mut account = Account { unsure: register.settle()?, ..Account::default() };
    let mut connection: Option<SmtpConnection> = None;
    let mut unreached = 0;
    while unreached < UNREACHED
        && let Some(waiting) = register.next(now)?
    {
        let outcome = match connection.take().map_or_else(|| connect(mail), Ok) {
            Ok(mut open) => {
                let outcome = deliver(&mut open, mail, &waiting, || register.hand(waiting.id))?;
                // After anything but success a new connection begins afresh.
                connection = Some(open).filter(|_| matches!(outcome, Outcome::Sent(_)));
                outcome
            }
            Err(e) => Outcome::Unreached(e.to_string()),
        };
        unreached = if matches!(outcome, Outcome::Unreached(_)) { unreached + 1 } else { 0 };
        account.note(register, waiting.id, outcome, now)?;
    }
    if let Some(mut open) = connection {
        // Everything was answered; whether the server says goodbye changes nothing.
        let _ = open.quit();
    }
    Ok(account)
}

impl Account {
    fn note(&mut self, register: &mut Register, id: i64, outcome: Outcome, now: Instant) -> Result<(), PostError> {
        match outcome {
            Outcome::Sent(answer) => {
                self.sent += 1;
                return register.sent(id, &answer);
            }
            Outcome::Gone => return Ok(()),
            Outcome::Refused(why) => {
                self.refused += 1;
                register.refused(id, &why)?;
                self.complaint = Some(why);
            }
            Outcome::Later(why) | Outcome::Unreached(why) => {
                self.later += 1;
                register.later(id, &why, now)?;
                self.complaint = Some(why);
            }
            Outcome::Unsure(why) => {
                self.unsure += 1;
                register.unsure(id, &why)?;
                self.complaint = Some(why);
            }
        }
        Ok(())
    }
}

/// Keeps other processes from sending as long as it lives; the system lets go of it when this one is killed.
fn alone(register: &Register) -> Result<File, PostError> {
    let mut path = register.path.clone().into_os_string();
    path.push("-sender");
    let path = PathBuf::from(path);
    let file = File::create(&path).map_err(|source| PostError::File { path: path.clone(), source })?;
    file.try_lock().map_err(|_| PostError::Busy(path))?;
    Ok(file)
}
