-- What version 1.5 (user_version 1005) adds: what lists and metrics read of every conversation, without the texts.

-- When messages came and from whom. Only what `digest` knows of the conversation counts: an older program that changes one
-- leaves its row behind, and then the messages themselves are read.
CREATE TABLE course(
  conversation INTEGER PRIMARY KEY,
  last_at INTEGER NOT NULL,          -- when the last message came
  seen INTEGER NOT NULL,             -- the first 8 bytes of the conversation's digest
  turns BLOB NOT NULL                -- as `course.rs` packs them
) STRICT;

-- Begins with the number, so that it only ever grows at its end while conversations are taken in.
CREATE INDEX conversation_list ON conversation(id, opened_at, closed_at, status, messages, channel, source, tags, csat_score);
