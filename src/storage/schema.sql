-- Version 1.0 (user_version 1000), and no longer edited: what came later is laid over it by the steps of `migrate`.
-- Instants are microseconds since 1970-01-01T00:00:00Z, offsets seconds east of UTC.
-- A column `digest` covers its record, so that the full check finds what SQLite's own cannot: one flipped bit.

CREATE TABLE meta(
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation(
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  subject TEXT NOT NULL,
  status INTEGER,                    -- 0 open, 1 pending, 2 solved, 3 closed
  opened_at INTEGER NOT NULL,
  opened_offset INTEGER NOT NULL,
  closed_at INTEGER,
  closed_offset INTEGER,
  agent TEXT NOT NULL,
  customer TEXT NOT NULL,
  tags TEXT NOT NULL,                -- a JSON array, '' for none
  csat_score REAL,
  csat_min REAL,
  csat_max REAL,
  csat_comment TEXT,
  transfers INTEGER,
  reopens INTEGER,
  messages INTEGER NOT NULL,         -- how many there are
  slots INTEGER NOT NULL,            -- the highest slot in use
  snapshot BLOB NOT NULL,            -- digest of the newest snapshot as it came
  digest BLOB NOT NULL,              -- digest of everything kept, for the check
  taken_at INTEGER NOT NULL,
  UNIQUE(source, external_id)
) STRICT;
CREATE INDEX conversation_opened ON conversation(opened_at);

-- id = conversation << 20 | slot; slots count from 1 in the order of arrival. The same number with slot 0 is the
-- conversation's heading in the index of words, so an index hit tells its conversation without a lookup.
CREATE TABLE message(
  id INTEGER PRIMARY KEY,
  external_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  offset INTEGER,                    -- NULL: that of the conversation's beginning
  role INTEGER NOT NULL,             -- 0 customer, 1 agent, 2 bot, 3 system
  author TEXT,                       -- NULL: the conversation's customer or agent, by role
  private INTEGER NOT NULL,
  place INTEGER NOT NULL,            -- order among messages of one instant, as in the newest snapshot that has it
  gone INTEGER NOT NULL,             -- 1: the newest snapshot does not have it any more
  macro TEXT,
  text TEXT NOT NULL,
  html TEXT
) STRICT;

CREATE VIEW spoken AS
  SELECT id, replace(replace(replace(replace(replace(text, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), '’', '''') AS text
    FROM message
  UNION ALL
  SELECT id << 20, replace(replace(replace(replace(replace(subject || char(10) || external_id || char(10) || agent || char(10) || customer, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), '’', '''')
    FROM conversation;
CREATE VIRTUAL TABLE word USING fts5(text, content='spoken', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
INSERT INTO word(word, rank) VALUES('secure-delete', 1);   -- an erased word leaves the file at once
INSERT INTO word(word, rank) VALUES('hashsize', 8388608);  -- bytes gathered before a piece of the index is written
INSERT INTO word(word, rank) VALUES('automerge', 8);

CREATE TABLE checklist(
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,                -- its own id
  version INTEGER NOT NULL,
  content TEXT NOT NULL              -- JSON; never changed: it decodes the packed answers
) STRICT;

CREATE TABLE review(
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE,          -- UUID, version 7
  conversation INTEGER NOT NULL REFERENCES conversation,
  role TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  checklist INTEGER NOT NULL REFERENCES checklist,
  own INTEGER REFERENCES checklist,  -- the agent's own items beside it
  state TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  void_why TEXT,
  digest BLOB NOT NULL
) STRICT;
CREATE INDEX review_conversation ON review(conversation);
CREATE INDEX review_draft ON review(changed_at) WHERE state = 'draft';

CREATE TABLE entry(
  review INTEGER NOT NULL REFERENCES review,
  place INTEGER NOT NULL,
  at INTEGER NOT NULL,
  act TEXT NOT NULL,                 -- JSON
  digest BLOB NOT NULL,
  PRIMARY KEY(review, place)
) STRICT, WITHOUT ROWID;

-- Narrow on purpose: figures over a million reviews read this table alone, from end to end.
CREATE TABLE sealed(
  review INTEGER PRIMARY KEY REFERENCES review,
  conversation INTEGER NOT NULL,
  checklist INTEGER NOT NULL,
  role TEXT NOT NULL,
  drawn INTEGER NOT NULL,            -- 1: the conversation was in a draw when this was sealed
  voided INTEGER NOT NULL,
  at INTEGER NOT NULL,
  agent TEXT NOT NULL,
  answers BLOB NOT NULL              -- one byte an item, in the checklist's order
) STRICT;
CREATE TABLE sheet(
  review INTEGER PRIMARY KEY REFERENCES review,
  answers TEXT NOT NULL,             -- JSON: comments, causes and evidence with the values
  seal BLOB NOT NULL,
  nonce BLOB NOT NULL,
  digest BLOB NOT NULL               -- over the sealed row and this one, for the check
) STRICT;

CREATE TABLE draw(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  seed INTEGER NOT NULL,             -- the bits of an unsigned number
  rule TEXT NOT NULL,
  pool INTEGER NOT NULL,
  strata TEXT NOT NULL,              -- JSON: name, drawn, of
  digest BLOB NOT NULL               -- the picks included
) STRICT;
CREATE TABLE drawn(
  draw INTEGER NOT NULL REFERENCES draw,
  place INTEGER NOT NULL,
  conversation INTEGER NOT NULL REFERENCES conversation,
  stratum INTEGER NOT NULL,
  share REAL NOT NULL,               -- the chance it had of being drawn
  PRIMARY KEY(draw, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX drawn_conversation ON drawn(conversation);
