//! A day of a channel, or people, of a Slack workspace.
#![no_main]

#[path = "../taking.rs"]
mod taking;

use aplomb::formats::import::{Format, HelpDesk, Settled, recognise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = recognise(bytes, "help/2026-03-02.json");
    let settled = Settled { agents: vec!["U1".to_owned()], ..Settled::default() };
    taking::take(bytes, "help/2026-03-02.json", Format::Desk(HelpDesk::Slack), &settled);
});
