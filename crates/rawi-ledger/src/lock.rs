//! One writer at a time. The system frees the lock when its holder ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::LedgerError;

/// Held while a ledger is open for writing.
#[derive(Debug)]
pub struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock beside the ledger, in a file of its own: a second handle on the database itself would undo the locks of SQLite.
    pub fn take(ledger: &Path) -> Result<Self, LedgerError> {
        let path = beside(ledger);
        let place = |source| LedgerError::Place { path: path.clone(), source };
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(place)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LedgerError::Busy { path: ledger.to_owned(), holder: holder(&mut file) }),
            Err(TryLockError::Error(source)) => return Err(place(source)),
        }
        // Only for the words of the message above: a full disk must not keep anyone from reading.
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}

fn beside(ledger: &Path) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push("-writer");
    name.into()
}

fn holder(file: &mut File) -> String {
    let mut id = String::new();
    let _ = file.read_to_string(&mut id);
    if id.is_empty() { "another process".to_owned() } else { format!("process {id}") }
}
