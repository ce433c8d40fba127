-- Subscribers are kept beside the ledger, never in it: what is in the ledger stays, an address must be able to go.
CREATE TABLE IF NOT EXISTS secret (key BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS subscription (
  id TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  filter TEXT NOT NULL,
  lang TEXT NOT NULL,
  rhythm TEXT NOT NULL,
  zone TEXT NOT NULL,
  asked INTEGER NOT NULL,
  confirmed INTEGER,
  -- Up to when the subscriber was told, and up to when a digest was put into the queue: they part when a digest may be lost.
  told INTEGER NOT NULL,
  queued INTEGER NOT NULL,
  unsure INTEGER NOT NULL DEFAULT 0,
  bounces INTEGER NOT NULL DEFAULT 0,
  UNIQUE (address, filter)
) STRICT;
CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY,
  subscription TEXT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('confirm', 'digest')),
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'handed', 'sent', 'unsure', 'refused')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next INTEGER NOT NULL,
  message BLOB,
  answer TEXT,
  UNIQUE (subscription, kind, until)
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_ready ON outbox (next, id) WHERE state = 'ready';
