-- Made from the entries alone; `rawi ledger rebuild` drops and makes all of this.
-- Times are seconds since 1970. Keys are positions of entries, shifted, with the number of the row.
-- `latest` is the last time at which a claim became known. Another number than the program expects has them made again.
CREATE TABLE made (version INTEGER NOT NULL, latest INTEGER) STRICT;
INSERT INTO made (version) VALUES (4);
CREATE TABLE report (seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, reported TEXT, url TEXT, outlet TEXT, reading INTEGER, retracted INTEGER, first INTEGER, claims INTEGER) STRICT;
CREATE INDEX report_day ON report (substr(reported, 1, 10));
CREATE TABLE chain (id INTEGER PRIMARY KEY, links TEXT NOT NULL UNIQUE, origin TEXT NOT NULL) STRICT;
-- Only claims that count: of the present reading, as reviews leave them; `first` and `claims` of the report say which rows.
-- A claim's record is `record`, or else `length` bytes of the body of the entry `reading`, after the first `start` bytes.
CREATE TABLE claim (
    n INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL,
    report INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    reported INTEGER,
    chain INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    record TEXT
) STRICT;
-- What a weighing needs of the claims above, see `rawi_situation::spoken`: read without any record. `fluent` counts control, location, siege, closure, fighting;
-- `bits` are 1 denied, 2 sourced, 4 full, then the certainty; `misread` counts thousandths; `until` is when a retraction takes effect.
CREATE TABLE thing (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT, type TEXT, lat REAL, lon REAL, within INTEGER) STRICT;
CREATE TABLE track (fluent INTEGER NOT NULL, subject INTEGER NOT NULL, PRIMARY KEY (fluent, subject)) STRICT, WITHOUT ROWID;
CREATE TABLE spoken (
    fluent INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    at INTEGER NOT NULL,
    claim INTEGER NOT NULL,
    value INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    outlet INTEGER NOT NULL,
    known INTEGER NOT NULL,
    until INTEGER NOT NULL,
    bits INTEGER NOT NULL,
    misread INTEGER NOT NULL,
    sharers INTEGER NOT NULL,
    PRIMARY KEY (fluent, subject, at, claim, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_toll ON claim (reported) WHERE kind = 'casualties';
CREATE TABLE retracted (report INTEGER NOT NULL, claim TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (report, claim)) STRICT, WITHOUT ROWID;
-- In code points of the report's text.
CREATE TABLE sentence (n INTEGER PRIMARY KEY, report INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL) STRICT;
-- Stems of each sentence; the tokenizer has only to split at spaces.
CREATE VIRTUAL TABLE stems USING fts5(words, content='', tokenize='ascii');
-- Few entries are reviews; a reading asks for those of its report.
CREATE INDEX IF NOT EXISTS entry_review ON entry (stream) WHERE kind = 'review';
