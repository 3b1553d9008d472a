-- What version 1.1 (user_version 1001) adds to schema.sql: people, and what travels between them. Names that travel are
-- 16 random bytes. A column `digest` covers the rest of its row.

CREATE TABLE person(
  id BLOB PRIMARY KEY NOT NULL,      -- 16 bytes
  name TEXT NOT NULL,                -- what I call them, never what their card says
  folded TEXT NOT NULL UNIQUE,
  lead INTEGER NOT NULL,
  trust TEXT NOT NULL,               -- seen, met, revoked
  added_at INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,         -- highest sequence accepted; the bits of an unsigned number
  newest_format INTEGER NOT NULL,    -- newest bundle format that they have used
  digest BLOB NOT NULL
) STRICT;
CREATE TABLE card(
  fingerprint BLOB PRIMARY KEY NOT NULL,
  person BLOB NOT NULL REFERENCES person,
  number INTEGER NOT NULL,
  state TEXT NOT NULL,               -- current, former, offered, revoked
  at INTEGER NOT NULL,               -- since when in this state
  bytes BLOB NOT NULL,               -- the card's file
  digest BLOB NOT NULL
) STRICT;
CREATE INDEX card_person ON card(person);
CREATE UNIQUE INDEX card_current ON card(person) WHERE state = 'current';
CREATE UNIQUE INDEX card_offered ON card(person) WHERE state = 'offered';

-- Only ever added to. May come before its exchange is known here, and from me, who am no person in the table.
CREATE TABLE fact(
  signed BLOB PRIMARY KEY NOT NULL,  -- digest over the bytes that its author signed
  exchange BLOB NOT NULL,
  author BLOB NOT NULL,
  card BLOB NOT NULL,                -- fingerprint of the card that it was signed with
  seq INTEGER NOT NULL,              -- the bits of an unsigned number
  word TEXT NOT NULL,                -- request, decline, review, reveal, talk
  body TEXT NOT NULL,                -- JSON
  at INTEGER NOT NULL,               -- when it was taken in or made
  mine INTEGER NOT NULL,
  digest BLOB NOT NULL
) STRICT;
CREATE INDEX fact_exchange ON fact(exchange);
CREATE INDEX fact_author ON fact(author);

-- What only this side knows of an exchange; where it stands is worked out from the facts and kept here for lists.
CREATE TABLE exchange(
  id BLOB PRIMARY KEY NOT NULL,
  side TEXT NOT NULL,                -- asker, reader
  conversation INTEGER NOT NULL REFERENCES conversation,
  review INTEGER REFERENCES review,  -- mine, once begun
  other BLOB NOT NULL REFERENCES person,
  role TEXT NOT NULL,                -- the reader's: peer, third
  parent BLOB,                       -- the exchange whose dispute this one settles
  third BLOB,                        -- the exchange that settles this one's dispute
  asked_at INTEGER NOT NULL,
  stage TEXT NOT NULL,               -- asked, declined, answered, open
  standing TEXT,                     -- untouched, talking, agreed, disputed; NULL before it is open
  looked_at INTEGER,                 -- when I first looked at the opened result
  consent INTEGER NOT NULL,          -- the reader's: 1 lets the answers go to the lead, without a name
  salt BLOB NOT NULL,
  nonce BLOB,                        -- the asker's
  messages TEXT NOT NULL,            -- JSON: the asker's ids of m1, m2 and so on
  digest BLOB NOT NULL
) STRICT;
CREATE INDEX exchange_conversation ON exchange(conversation);
CREATE INDEX exchange_review ON exchange(review);
CREATE INDEX exchange_other ON exchange(other);

CREATE TABLE bundle(
  id BLOB PRIMARY KEY NOT NULL,      -- kept for ever, so that each is taken in once
  outgoing INTEGER NOT NULL,
  word TEXT NOT NULL,
  person BLOB REFERENCES person,
  exchange BLOB,
  at INTEGER NOT NULL,
  file BLOB NOT NULL,                -- digest over the file
  bytes BLOB,                        -- the file; outgoing ones only
  sent_at INTEGER,
  place TEXT NOT NULL,               -- where it was written; '' before
  digest BLOB NOT NULL
) STRICT;
CREATE INDEX bundle_exchange ON bundle(exchange);
CREATE INDEX bundle_person ON bundle(person);
CREATE INDEX bundle_unsent ON bundle(at) WHERE outgoing = 1 AND sent_at IS NULL;
CREATE TABLE refusal(
  file BLOB PRIMARY KEY NOT NULL,    -- digest over the file
  at INTEGER NOT NULL,
  why TEXT NOT NULL,
  digest BLOB NOT NULL
) STRICT;
CREATE INDEX refusal_at ON refusal(at);

CREATE TABLE precedent(
  exchange BLOB NOT NULL,
  item TEXT NOT NULL,
  checklist TEXT NOT NULL,           -- its own id
  value TEXT NOT NULL,
  because TEXT NOT NULL,
  colleague TEXT NOT NULL,           -- their name
  conversation INTEGER REFERENCES conversation,
  at INTEGER NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY(exchange, item)
) STRICT;
CREATE INDEX precedent_checklist ON precedent(checklist, at);

CREATE TABLE submission(
  id BLOB PRIMARY KEY NOT NULL,
  made_at INTEGER NOT NULL,
  first TEXT,                        -- the first day; NULL is from the beginning
  last TEXT NOT NULL,                -- the last day
  person BLOB NOT NULL REFERENCES person,
  bundle BLOB NOT NULL,
  reviews TEXT NOT NULL,             -- JSON: number and the state before
  withdrawn_at INTEGER,
  digest BLOB NOT NULL
) STRICT;
