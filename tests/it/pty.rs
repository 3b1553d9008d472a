//! The runtime in a real terminal: how it takes it, how it gives it back, and what reaches the app.
#![cfg(unix)]
mod passphrase;
mod terminal;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use expectrl::process::unix::Signal;
use terminal::{Terminal, probe_path};

#[test]
fn keys_reach_the_app_and_quitting_restores() {
    let mut terminal = Terminal::probe(&[]);
    assert!(terminal.full_screen());
    terminal.send("j\x1b[A\x1b[Z\x08\x03");
    for key in ["key j", "key up", "key shift-tab", "key backspace", "key ctrl-c"] {
        terminal.wait_for(key);
    }
    // The worker, a deadline, and the mouse once asked for.
    terminal.send("awm");
    terminal.wait_for("reply Ada");
    terminal.wait_for("timer Toast(7)");
    terminal.send("\x1b[<0;5;3M");
    terminal.wait_for("click 4 2");
    terminal.send("q");
    assert_eq!(terminal.end().code, Some(0));
}

#[test]
fn signals_end_it_in_good_order() {
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGINT, Signal::SIGQUIT] {
        let mut terminal = Terminal::probe(&[]);
        terminal.signal(signal);
        assert_eq!(terminal.end().signal, Some(signal));
    }
}

#[test]
fn stopped_and_continued_from_outside() {
    let mut terminal = Terminal::probe(&[]);
    terminal.signal(Signal::SIGTSTP);
    terminal.wait_until("the terminal back", Terminal::as_found);
    terminal.wait_for_stop();
    terminal.signal(Signal::SIGCONT);
    terminal.wait_until("the full screen again", Terminal::full_screen);
    terminal.wait_for("ready");
    terminal.send("jq");
    assert_eq!(terminal.end().code, Some(0));
}

#[test]
fn the_suspend_key_gives_the_shell_its_prompt() {
    let mut terminal = Terminal::start("set -m; \"$PROBE\"; echo stopped; read go; fg; echo done", &[]);
    terminal.wait_for("ready");
    terminal.send("\x1a");
    terminal.wait_for("stopped");
    assert!(terminal.as_found());
    terminal.send("\n");
    terminal.wait_for("key ctrl-z");
    terminal.send("q");
    let ended = terminal.end();
    assert!(ended.text.contains("done"), "{ended:?}");
}

#[test]
fn where_nobody_could_continue_it_the_suspend_key_stops_nothing() {
    let mut terminal = Terminal::probe(&[]);
    terminal.send("\x1a");
    terminal.send("j");
    terminal.wait_for("key j");
    terminal.send("q");
    assert_eq!(terminal.end().code, Some(0));
}

#[test]
fn a_panic_is_told_after_the_terminal_is_back() {
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().to_str().unwrap();
    let terminal = Terminal::start("exec \"$PROBE\"", &[("APLOMB_TEST_PANIC", "1"), ("PROBE_STATE", folder)]);
    let ended = terminal.end();
    assert_eq!(ended.code, Some(70));
    assert!(ended.text.contains("panicked at"), "{ended:?}");
    assert!(ended.text.contains("This is a bug in Aplomb"), "{ended:?}");
    let log = fs::read_to_string(state.path().join("aplomb.log")).unwrap();
    assert!(log.contains("a test asked for this panic"), "{log}");
}

#[test]
fn a_panic_of_the_worker_ends_the_app_in_good_order() {
    let mut terminal = Terminal::probe(&[]);
    terminal.send("P");
    let ended = terminal.end();
    assert_eq!(ended.code, Some(70));
    assert!(ended.text.contains("thread 'worker' panicked at"), "{ended:?}");
}

#[test]
fn a_save_that_fails_while_quitting_is_told() {
    let mut terminal = Terminal::probe(&[]);
    terminal.send("f");
    let ended = terminal.end();
    assert_eq!(ended.code, Some(1));
    assert!(ended.text.contains("The disk is full."), "{ended:?}");
}

#[test]
fn pastes_press_no_keys_and_long_input_arrives_whole() {
    let mut terminal = Terminal::probe(&[]);
    terminal.send("\x1b[200~quit?\rq\rq\x1b[201~");
    terminal.wait_for("paste 9");
    // Longer than what one read takes.
    terminal.send(&"x".repeat(3000));
    terminal.wait_for("3000 keys");
    // And without marks: nothing of it is a key.
    terminal.send(&"Send it again, please.\r".repeat(60));
    terminal.send("\x1b[A");
    terminal.wait_for("3001 keys");
    terminal.send("q");
    assert_eq!(terminal.end().code, Some(0));
}

#[test]
fn the_size_follows_the_terminal() {
    let mut terminal = Terminal::probe(&[]);
    terminal.wait_for("probe 80 x 24");
    for (columns, rows) in [(100, 30), (40, 10), (60, 18)] {
        terminal.resize(columns, rows);
    }
    terminal.wait_for("probe 60 x 18");
    terminal.send("q");
    assert_eq!(terminal.end().code, Some(0));
}

#[test]
fn an_editor_has_the_terminal_to_itself() {
    let folder = tempfile::tempdir().unwrap();
    let editor = folder.path().join("editor");
    let script = "#!/bin/sh\necho \"editing $(cat \"$1\")\"\nread line\necho \"$line\" > \"$1\"\n";
    fs::write(&editor, script).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).unwrap();
    let mut terminal = Terminal::probe(&[("EDITOR", editor.to_str().unwrap())]);
    terminal.send("e");
    terminal.wait_for("editing before");
    assert!(terminal.as_found());
    // Every key is the editor's, and so is the interrupt that the terminal sends to all.
    terminal.signal(Signal::SIGINT);
    terminal.send("after\n");
    terminal.wait_for("edited Some(\"after\")");
    assert!(terminal.full_screen());
    // The reader waits for keys when this one opens, and still takes none away.
    terminal.send("E");
    terminal.wait_for("editing later");
    terminal.send("again\n");
    terminal.wait_for("edited Some(\"again\")");
    terminal.send("q");
    assert_eq!(terminal.end().code, Some(0));
}

#[test]
fn without_a_terminal_it_says_so() {
    let run = Command::new(probe_path()).stdin(Stdio::null()).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    assert!(run.stdout.is_empty());
    assert!(String::from_utf8(run.stderr).unwrap().contains("needs a terminal"));
}
