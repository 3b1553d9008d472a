//! Conversation JSON Lines: a conversation that is read can be written and read again.
#![no_main]

use std::ops::ControlFlow;

use aplomb::formats::export::conversation_jsonl::write_jsonl;
use aplomb::formats::import::{Fed, Format, Settled, read, recognise};
use aplomb::words::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = recognise(bytes, "conversations.jsonl");
    let mut line = String::new();
    let ended = read(&mut &bytes[..], "conversations.jsonl", Format::ConversationJsonl, &Settled::default(), &mut |fed| {
        match fed {
            Fed::Whole { conversation, .. } => write_jsonl(&conversation, &mut line),
            Fed::Part(_) | Fed::Person(_) | Fed::Beside(_) => {}
            Fed::Problem(problem) | Fed::Warning(problem) => {
                let _ = (problem.sentence(Lang::En), problem.sentence(Lang::Fr));
            }
        }
        ControlFlow::Continue(())
    });
    let _ = ended.map_err(|refusal| refusal.sentence(Lang::Fr));
    let mut again = String::new();
    let _ = read(&mut line.as_bytes(), "again.jsonl", Format::ConversationJsonl, &Settled::default(), &mut |fed| {
        match fed {
            Fed::Whole { conversation, .. } => write_jsonl(&conversation, &mut again),
            other => assert!(matches!(other, Fed::Warning(_)), "{other:?}"),
        }
        ControlFlow::Continue(())
    });
    assert_eq!(line, again);
});
