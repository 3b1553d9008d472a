//! **Aplomb**: customer-service agents check their own conversations against a four-pillar checklist, swap blind
//! reviews with a colleague, see where the two disagree, and only then hand a summary to their team lead.
//!
//! # The map
//!
//! | Module | Holds | May know |
//! |---|---|---|
//! | [`words`] | English and French, numbers, dates | nothing |
//! | [`domain`] | values and rules: the text door, conversation, checklist, review, history, score, draw; [`domain::exchange`] (facts, seal, where two people stand), [`domain::redaction`], [`domain::agreement`], [`domain::learning`], [`domain::calendar`], [`domain::capture`], intervals and charts | `words` |
//! | [`formats`] | bytes in, domain out, and back: checklists, importers, exports, what a bundle says | `domain` |
//! | [`trust`] | identities, cards, words to compare by voice, the frame of a bundle, its signature and encryption | `domain` |
//! | [`storage`] | SQLite; nobody else speaks SQL | `domain` |
//! | [`ops`] | the use cases: import, draw, review, ask, open, compare, submit, mirror, export; the demo plays them | all of the above |
//! | [`config`] | paths and settings | `domain`, `words` |
//! | [`cli`] | one file per command; the only place that prints | `ops`, `config` |
//! | [`tui`] | model, message, action table, update, screens, view, runtime | `ops`, `config` |
//!
//! A module imports from those above it only; `formats`, `trust` and `storage` do not know each other, nor do `cli` and
//! `tui`. `tests/laws.rs` keeps it so.
//!
//! # The laws
//!
//! 1. `domain` sees no file, clock, environment, database or terminal. Time, randomness and identity come in as
//!    arguments.
//! 2. `tui`'s update does no I/O, its view changes nothing, effects are values.
//! 3. Only `storage` speaks SQL. In the app one thread owns the connection; no key waits for a query.
//! 4. What was sealed is never edited: amendments are new records. Totals are derived.
//! 5. Taking in the same file twice equals taking it in once.
//! 6. What a lead receives has no field that could hold what the agent did not submit.
//! 7. Text from outside passes one door, [`domain::shown`], before it reaches a screen, a file or a spreadsheet.
//! 8. Whatever happens, the terminal is restored before anything is printed.
//!
//! # The walk of a key
//!
//! An agent on the third item presses `y`: terminal event, [`tui::chord`], the action table ([`tui::action`]), update
//! (the draft's [`domain::history`] grows by one step, effect *save*), one draw, the worker thread appends to the log
//! in one immediate transaction, and `saved` appears when it is on disk.
//!
//! # The walk of a bundle
//!
//! From the file to the screen. A colleague's answers arrive as a file: [`ops::exchange::open`] has [`trust::open`]
//! decrypt it with my keys and take the frame apart; the header names a card, the store knows whose it is, and only
//! when the signature holds is a byte of the body unpacked. [`formats::bundle`] reads the body into a
//! [`domain::exchange::Fact`], strictly and whole; it is held against the request, and kept in one transaction, as
//! text, beside what was said before. Where the exchange stands is not stored as a decision: it is worked out anew from
//! all facts ([`domain::exchange::Exchange::of`]), so that order and repetition cannot matter. In the same step my own
//! answers, fixed by the seal before the request left, become a bundle and wait to be sent. [`ops::compare`] lays both
//! sheets out, every text passes the door, and the *Compare* screen shows the differences first. `docs/bundles.md` is
//! the format for others.
pub mod cli;
pub mod config;
pub mod domain;
pub mod formats;
pub mod ops;
pub mod storage;
pub mod trust;
pub mod tui;
pub mod words;
