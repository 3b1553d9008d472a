-- What version 1.3 (user_version 1003) adds: what help desks' exports say in pieces. A column `digest` covers the rest of
-- its row.

-- What a help desk says of a conversation by itself.
CREATE TABLE vendor(
  conversation INTEGER PRIMARY KEY NOT NULL REFERENCES conversation,
  name TEXT NOT NULL,                -- the help desk's word
  as_of INTEGER,                     -- when it last changed there; NULL is unknown
  figures TEXT NOT NULL,             -- JSON: names, values and units of figures that it computed
  digest BLOB NOT NULL
) STRICT;

-- Whom a help desk's numbers name.
CREATE TABLE directory(
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  role INTEGER,                      -- as in message; NULL is unknown
  at INTEGER NOT NULL,               -- when it was last told
  digest BLOB NOT NULL,
  PRIMARY KEY(source, id)
) STRICT, WITHOUT ROWID;

-- Pieces of conversations whose beginning has not come yet.
CREATE TABLE waiting(
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  piece BLOB NOT NULL,               -- digest over what it says: the same piece waits once
  at INTEGER NOT NULL,               -- when it came
  part TEXT NOT NULL,                -- JSON
  digest BLOB NOT NULL,
  PRIMARY KEY(source, external_id, piece)
) STRICT, WITHOUT ROWID;
