-- A store as version 1.0 wrote it. Frozen: never edited, so that every later version is seen to open it.

-- Version 1.0 (user_version 1000). Instants are microseconds since 1970-01-01T00:00:00Z, offsets seconds east of UTC.
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
PRAGMA application_id = 0x41706C6D;
PRAGMA user_version = 1000;

INSERT INTO meta(key, value, digest) VALUES('indexed_to', '3', X'26B4A6B9FDC2EB4C3384BBEAE76207CF0D29F07497C8D0BA53B05A7CC7C6E3EF');
INSERT INTO meta(key, value, digest) VALUES('me', '{"name":"Léa","aliases":["lea@shop.example"]}', X'68276DC75F47E0CEF83A3DF04F8B51C5664CCB275EA541E0D9993722B934B1CD');
INSERT INTO conversation(id, source, external_id, channel, subject, status, opened_at, opened_offset, closed_at, closed_offset, agent, customer, tags, csat_score, csat_min, csat_max, csat_comment, transfers, reopens, messages, slots, snapshot, digest, taken_at) VALUES(1, 'shop', '3592', 'chat', 'Question 3592', 2, 1772445600000000, 3600, NULL, NULL, 'lea@shop.example', 'crystal@mail.example', '["parcel"]', 4.0, 1.0, 5.0, 'thanks', NULL, 0, 2, 2, X'FC5AB522B70AC314A5A7BDF2CB556142298BC1D9CC5163339D37F153AE87334F', X'D5D97A40E7395DD23F41866312970D8CC17A2955D2F94A09980DC473796131EA', 1772445600000000);
INSERT INTO conversation(id, source, external_id, channel, subject, status, opened_at, opened_offset, closed_at, closed_offset, agent, customer, tags, csat_score, csat_min, csat_max, csat_comment, transfers, reopens, messages, slots, snapshot, digest, taken_at) VALUES(2, 'shop', '3593', 'chat', 'Question 3593', 2, 1772445600000000, 3600, NULL, NULL, 'lea@shop.example', 'crystal@mail.example', '["parcel"]', 4.0, 1.0, 5.0, 'thanks', NULL, 0, 2, 2, X'3211CACE2B8675F75DC9E1C399F568B3F8FEFBB95FC926E741A15E758BEAD74B', X'02885EB138EB121C49591B73252D5FE051C84FDB27C63011EAB1C4149D32B59E', 1772445600000000);
INSERT INTO conversation(id, source, external_id, channel, subject, status, opened_at, opened_offset, closed_at, closed_offset, agent, customer, tags, csat_score, csat_min, csat_max, csat_comment, transfers, reopens, messages, slots, snapshot, digest, taken_at) VALUES(3, 'shop', '77', 'chat', 'Question 77', 2, 1772445600000000, 3600, NULL, NULL, 'lea@shop.example', 'crystal@mail.example', '', NULL, NULL, NULL, NULL, NULL, 0, 3, 3, X'C632F44002D2711C2ADEAB72410A0E454B8363E5CA1F2386A2B110CE8A590829', X'28BF2DE09D1E69545B2AE975B68E3DE4EAD6DFEFB0FAE2A0D4F758CCDBFF4E95', 1772445600000000);
INSERT INTO message(id, external_id, at, offset, role, author, private, place, gone, macro, text, html) VALUES(1048577, '3592-0', 1772445600000000, NULL, 0, NULL, 0, 0, 0, NULL, 'hi, one of my shoes is missing', NULL);
INSERT INTO message(id, external_id, at, offset, role, author, private, place, gone, macro, text, html) VALUES(1048578, '3592-1', 1772445660000000, NULL, 1, NULL, 0, 1, 0, NULL, 'Hello Crystal, thank you', NULL);
INSERT INTO message(id, external_id, at, offset, role, author, private, place, gone, macro, text, html) VALUES(2097153, '3593-0', 1772445600000000, NULL, 0, NULL, 0, 0, 0, NULL, 'J’ai payé deux fois', NULL);
INSERT INTO message(id, external_id, at, offset, role, author, private, place, gone, macro, text, html) VALUES(2097154, '3593-1', 1772445660000000, NULL, 1, NULL, 0, 1, 0, NULL, 'C’est réglé, bonne journée', NULL);
INSERT INTO message(id, external_id, at, offset, role, author, private, place, gone, macro, text, html) VALUES(3145729, '77-0', 1772445600000000, NULL, 0, NULL, 0, 0, 0, NULL, 'œuf', NULL);
INSERT INTO message(id, external_id, at, offset, role, author, private, place, gone, macro, text, html) VALUES(3145730, '77-1', 1772445660000000, NULL, 1, NULL, 0, 1, 0, NULL, '', '<p>œuf</p>');
INSERT INTO message(id, external_id, at, offset, role, author, private, place, gone, macro, text, html) VALUES(3145731, '77-2', 1772445720000000, -7200, 0, NULL, 1, 2, 0, 'bye', 'it''s 100 %', NULL);
INSERT INTO checklist(id, digest, name, version, content) VALUES(1, X'CE511C9752D01470CBD8284C75B3814BB69EE25A0DDC8499E52739FB71D72F2E', 'small', 1, '{"id":"small","version":1,"subject":"conversation","title":{"en":"Small","fr":"Petite"},"from":"","na_policy":"drop","index":false,"peer_reviews_before_submission":1,"pillars":[],"items":[],"metrics":[]}');
INSERT INTO review(id, uid, conversation, role, reviewer, checklist, own, state, begun_at, changed_at, void_why, digest) VALUES(1, X'019CADFD890071018101010101010101', 1, 'self', 'Léa', 1, NULL, 'draft', 1772445600000000, 1772445600000000, NULL, X'5D650EC8D8528B75E3A20BD5E2C7B550F0B92F6D44A4155992378FC9AEDC9601');
INSERT INTO review(id, uid, conversation, role, reviewer, checklist, own, state, begun_at, changed_at, void_why, digest) VALUES(2, X'019CADFD890072028202020202020202', 2, 'self', 'Léa', 1, NULL, 'sealed', 1772445600000000, 1772445600000005, NULL, X'56A30E006ED321150C3BC9BED857CA9FB5D52DFD191CAF384EA83CDC75E9F9D6');
INSERT INTO review(id, uid, conversation, role, reviewer, checklist, own, state, begun_at, changed_at, void_why, digest) VALUES(3, X'019CADFD890073038303030303030303', 2, 'self', 'Léa', 1, NULL, 'voided', 1772445600000000, 1772445600000010, 'wrong conversation', X'85B5013169354A51299917068583ADAEC5A4E7316779AAC6E2C10E1055B92CF8');
INSERT INTO entry(review, place, at, act, digest) VALUES(1, 0, 1772445600000000, '{"step":[{"item":"solved","before":null,"after":{"value":"yes"}}]}', X'A012E5E4B2814EF1EBBF843D197B00BD4172FF027072AA566B4DD456D7ABED64');
INSERT INTO entry(review, place, at, act, digest) VALUES(2, 0, 1772445600000000, '{"step":[{"item":"solved","before":null,"after":{"value":"no"}}]}', X'66E39EDB4CBC53C50D29BAC8B63062F5033A37FDD5938075339FEB10BE9A4EB1');
INSERT INTO entry(review, place, at, act, digest) VALUES(3, 0, 1772445600000000, '{"step":[{"item":"solved","before":null,"after":{"value":"yes"}}]}', X'EF8A54F2C281C47ABE17294BB9C3C0AE7B4AA609D3B2789A78300A33E582E356');
INSERT INTO entry(review, place, at, act, digest) VALUES(3, 1, 1772445600000009, '"undo"', X'C2BB0827305B98F9E86DD83AE5762679076F4F2EEE2A4329B5F67E10FACC9C62');
INSERT INTO sealed(review, conversation, checklist, role, drawn, voided, at, agent, answers) VALUES(2, 2, 1, 'self', 0, 0, 1772445600000005, 'lea@shop.example', X'FCFF');
INSERT INTO sheet(review, answers, seal, nonce, digest) VALUES(2, '{"solved":{"value":"no","comment":"no link"}}', X'0707070707070707070707070707070707070707070707070707070707070707', X'0909090909090909090909090909090909090909090909090909090909090909', X'827921A54DE615B12741603657368B5ECB25FB6A112480B3185E8A2F4EDC29B0');
INSERT INTO draw(id, at, seed, rule, pool, strata, digest) VALUES(1, 1772445600000000, -1, '10 by channel', 2, '[{"name":"chat","drawn":2,"of":2}]', X'55855FC11A3F36BF55958E25239A28A0ED8D330DFE187462C034D1F0E43E0547');
INSERT INTO drawn(draw, place, conversation, stratum, share) VALUES(1, 0, 1, 0, 0.5);
INSERT INTO drawn(draw, place, conversation, stratum, share) VALUES(1, 1, 2, 0, 0.5);
INSERT INTO word(word) VALUES('rebuild');
