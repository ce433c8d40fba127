-- The record. Rows are only ever added.
CREATE TABLE rawi_ledger (version BIGINT NOT NULL);
INSERT INTO rawi_ledger VALUES (1);
CREATE TABLE entry (
    seq BIGINT PRIMARY KEY,
    stream TEXT NOT NULL,
    idx BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (stream, idx)
);
CREATE FUNCTION entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'entries are never changed or removed'; END $$;
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION entry_stays();

-- One row: the seal over all entries.
CREATE TABLE seal (one BIGINT PRIMARY KEY CHECK (one = 1), entries BIGINT NOT NULL, hash BYTEA NOT NULL);
INSERT INTO seal VALUES (1, 0, decode(repeat('00', 32), 'hex'));
