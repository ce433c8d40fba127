-- The tables of `projections.sql`, where they are explained, in the words of PostgreSQL.
CREATE TABLE made (version BIGINT NOT NULL, latest BIGINT);
INSERT INTO made (version) VALUES (4);
CREATE TABLE report (seq BIGINT PRIMARY KEY, stream TEXT NOT NULL, reported TEXT, url TEXT, outlet TEXT, reading BIGINT, retracted BIGINT, first BIGINT, claims BIGINT);
CREATE INDEX report_day ON report ("left"(reported, 10));
CREATE TABLE chain (id BIGINT PRIMARY KEY, links TEXT NOT NULL, origin TEXT NOT NULL);
-- Chains and names of things may be longer than an index row.
CREATE UNIQUE INDEX chain_links ON chain (md5(links));
CREATE TABLE claim (
    n BIGINT PRIMARY KEY,
    reading BIGINT NOT NULL,
    report BIGINT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    reported BIGINT,
    chain BIGINT NOT NULL,
    start BIGINT NOT NULL,
    length BIGINT NOT NULL,
    record TEXT
);
CREATE INDEX claim_toll ON claim (reported) WHERE kind = 'casualties';
CREATE TABLE thing (id BIGINT PRIMARY KEY, key TEXT NOT NULL, name TEXT, type TEXT, lat DOUBLE PRECISION, lon DOUBLE PRECISION, within BIGINT);
CREATE UNIQUE INDEX thing_key ON thing (md5(key));
CREATE TABLE track (fluent BIGINT NOT NULL, subject BIGINT NOT NULL, PRIMARY KEY (fluent, subject));
CREATE TABLE spoken (
    fluent BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    at BIGINT NOT NULL,
    claim BIGINT NOT NULL,
    value BIGINT NOT NULL,
    origin BIGINT NOT NULL,
    outlet BIGINT NOT NULL,
    known BIGINT NOT NULL,
    until BIGINT NOT NULL,
    bits BIGINT NOT NULL,
    misread BIGINT NOT NULL,
    sharers BIGINT NOT NULL,
    PRIMARY KEY (fluent, subject, at, claim, value)
);
CREATE TABLE retracted (report BIGINT NOT NULL, claim TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (report, claim));
CREATE TABLE sentence (n BIGINT PRIMARY KEY, report BIGINT NOT NULL, start BIGINT NOT NULL, stop BIGINT NOT NULL);
CREATE TABLE stems (n BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX stems_words ON stems USING gin (words);
CREATE INDEX IF NOT EXISTS entry_review ON entry (stream) WHERE kind = 'review';
