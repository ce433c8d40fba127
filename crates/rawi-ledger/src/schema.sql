-- The record. Rows are only ever added.
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    idx INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (stream, idx)
) STRICT;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

-- One row: the seal over all entries.
CREATE TABLE seal (one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO seal VALUES (1, 0, zeroblob(32));
