//! What can only be seen from outside: the real binary, whole screens, typed keys, files of every kind. Rules are tested
//! beside the rule. One binary, so that the program is linked once.

// A test that cannot go on should fail, and one that skips should say so.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, clippy::print_stdout, clippy::unwrap_used)]

mod book_page;
mod bundle_samples;
mod checklists;
mod commands;
mod compare_screen;
mod documents;
mod exchange_hostile;
mod exchange_order;
mod exports;
mod fuzz_seeds;
mod import_beside;
mod import_chats;
mod import_desks;
mod import_formats;
mod key_scripts;
mod laws;
mod lead_screens;
mod learning;
mod me_screen;
mod not_saving;
mod others_screen;
mod pty;
mod reference;
mod reference_agreement;
mod review_flow;
mod review_screen;
mod screens;
mod storage;
mod trust;
mod two_homes;

// What the tests above share.
mod common;
mod compare_desk;
mod desk_fixture;
mod hint_precision;
mod home;
mod stage;
mod svg;
