-- What version 1.2 (user_version 1002) adds: the lead's side, figures that are typed in or kept, goals, receipts.
-- A column `digest` covers the rest of its row.

-- A submission as the lead's figures read it: one row each, so that a million reviews are a few thousand rows. What was
-- said stands in `fact`; this is worked out from it, and gone when the submission is withdrawn.
CREATE TABLE handed(
  id BLOB PRIMARY KEY NOT NULL,      -- the submission's name
  agent BLOB NOT NULL REFERENCES person,
  at INTEGER NOT NULL,               -- when it was taken in
  made TEXT NOT NULL,                -- the day it was made
  first TEXT,                        -- the first day of its period; NULL is from the beginning
  last TEXT NOT NULL,                -- the last day of its period
  drawn INTEGER NOT NULL,            -- conversations drawn in the period
  checklists TEXT NOT NULL,          -- JSON: numbers of checklists with their reviews of drawn conversations
  channels TEXT NOT NULL,            -- JSON: names, in the order that the reviews name them by place
  count INTEGER NOT NULL,            -- reviews in it
  remarks TEXT NOT NULL,             -- JSON: place of the review, item, text
  reviews BLOB NOT NULL,             -- packed, one after the other: domain/team/packed.rs
  digest BLOB NOT NULL
) STRICT;
-- The order of the figures' one pass: agent after agent, the newest first.
CREATE INDEX handed_order ON handed(agent, made DESC, at DESC, id);
-- Which submissions were said and withdrawn, without their bodies.
CREATE INDEX fact_word ON fact(word, exchange, author);

-- What was told about people: which figures stood on which people, and a fingerprint of what each put in. One that differs
-- by fewer than k people from one told before is not told.
CREATE TABLE published(
  id BLOB PRIMARY KEY NOT NULL,      -- digest over the cells
  at INTEGER NOT NULL,
  what TEXT NOT NULL,                -- the report's id
  cells TEXT NOT NULL,               -- JSON: the people, the sets of them, and each figure's key, period, set and stakes
  digest BLOB NOT NULL
) STRICT;

-- Figures that no conversation can say, typed in by hand.
CREATE TABLE typed(
  metric TEXT NOT NULL,
  first TEXT NOT NULL,               -- the first day
  last TEXT NOT NULL,                -- the last day
  scope TEXT NOT NULL,               -- a channel; '' is all
  value REAL NOT NULL,
  n INTEGER,                         -- what it stands on, where that is known
  note TEXT NOT NULL,
  at INTEGER NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY(metric, first, last, scope)
) STRICT, WITHOUT ROWID;

-- What metrics were when their conversations were deleted: counts and sums of a week, no conversation, no person.
CREATE TABLE kept(
  metric TEXT NOT NULL,
  week TEXT NOT NULL,                -- its Monday
  channel TEXT NOT NULL,
  figure TEXT NOT NULL,              -- JSON
  at INTEGER NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY(metric, week, channel)
) STRICT, WITHOUT ROWID;

-- Goals: a changed goal is a new version, the old ones stay.
CREATE TABLE goal(
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL,             -- JSON
  at INTEGER NOT NULL,
  why TEXT NOT NULL,                 -- why it was changed; '' for the first
  digest BLOB NOT NULL,
  PRIMARY KEY(id, version)
) STRICT, WITHOUT ROWID;
-- Weeks in which an activity that was promised was done.
CREATE TABLE promise(
  goal TEXT NOT NULL,
  week TEXT NOT NULL,                -- its Monday
  done INTEGER NOT NULL,
  at INTEGER NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY(goal, week)
) STRICT, WITHOUT ROWID;
-- What a goal's metric and its counter-metric came to in a week, typed in by hand.
CREATE TABLE goal_value(
  goal TEXT NOT NULL,
  week TEXT NOT NULL,                -- its Monday
  counter INTEGER NOT NULL,          -- 1: of the counter-metric
  value REAL NOT NULL,
  n INTEGER NOT NULL,
  hits INTEGER,                      -- of a rate, where they are known
  at INTEGER NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY(goal, week, counter)
) STRICT, WITHOUT ROWID;

-- What was deleted, how much of it and when: never what it said.
CREATE TABLE receipt(
  id BLOB PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- purge, erasure
  content TEXT NOT NULL,             -- JSON: counts, and a keyed digest of whom an erasure was about
  digest BLOB NOT NULL
) STRICT;

-- Conversations whose words were deleted while a review or a draw still names them: the row stays, emptied, and goes with
-- the last that names it.
CREATE TABLE emptied(
  conversation INTEGER PRIMARY KEY REFERENCES conversation,
  at INTEGER NOT NULL,
  why TEXT NOT NULL,                 -- purge, erasure
  digest BLOB NOT NULL
) STRICT;
