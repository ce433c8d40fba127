-- Made from the entries alone; `rawi ledger rebuild` drops and makes all of this.
-- Times are seconds since 1970.
CREATE TABLE report (seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, reported TEXT, url TEXT, outlet TEXT, reading INTEGER, retracted INTEGER) STRICT;
CREATE INDEX report_day ON report (substr(reported, 1, 10));
CREATE TABLE chain (id INTEGER PRIMARY KEY, links TEXT NOT NULL UNIQUE, origin TEXT NOT NULL) STRICT;
-- A claim's record is `length` bytes of the body of the entry `reading`, after the first `start` bytes.
CREATE TABLE claim (
    n INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL,
    report INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    reported INTEGER,
    chain INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL
) STRICT;
CREATE TABLE retracted (report INTEGER NOT NULL, claim TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (report, claim)) STRICT, WITHOUT ROWID;
-- In code points of the report's text.
CREATE TABLE sentence (n INTEGER PRIMARY KEY, report INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL) STRICT;
-- Stems of each sentence; the tokenizer has only to split at spaces.
CREATE VIRTUAL TABLE stems USING fts5(words, content='', tokenize='ascii');
