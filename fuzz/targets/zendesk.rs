//! Zendesk's records, in every envelope and table.
#![no_main]

#[path = "../taking.rs"]
mod taking;

use aplomb::formats::import::{Format, HelpDesk, Settled, recognise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = recognise(bytes, "tickets/2/comments.json");
    taking::take(bytes, "tickets/2/comments.json", Format::Desk(HelpDesk::Zendesk), &Settled::default());
});
