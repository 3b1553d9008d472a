//! What surrounds a run: a pipe that closes, a full disk, folders without rights, ctrl-c.

use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::home::{EXPORT, Home, said};

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = Home::empty();
    // More than a pipe holds.
    let long = EXPORT.replace("Hello", &"Hello ".repeat(40_000));
    home.fed(["import", "-", "--everyone"], &long).code(0);
    for arguments in [&["export", "conversations"][..], &["show", "1"], &["show", "1", "--json"]] {
        let mut child = home.command(arguments).spawn().unwrap();
        let mut first = String::new();
        let mut out = BufReader::with_capacity(16, child.stdout.take().unwrap());
        out.by_ref().take(10).read_line(&mut first).unwrap();
        assert_ne!(first, "");
        drop(out);
        let ended = said(&child.wait_with_output().unwrap());
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_under_standard_output_is_told() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        println!("skipped: this system has no /dev/full");
        return;
    };
    let home = Home::of_lea();
    for arguments in
        [&["conversations"][..], &["export", "conversations"], &["conversations", "--json"], &["keys"]]
    {
        let run = home.command(arguments).stdout(full.try_clone().unwrap()).output().unwrap();
        let ended = said(&run).code(1);
        ended.says("not everything could be printed");
    }
    let run = home.command(["--lang", "fr", "keys"]).stdout(full.try_clone().unwrap()).output().unwrap();
    said(&run).code(1).says("tout n’a pas pu être affiché");
    let run = home.command(["--help"]).stdout(full).output().unwrap();
    said(&run).code(1);
}

#[test]
fn a_write_protected_store_is_read_and_not_changed() {
    let home = Home::of_lea();
    let before = fs::read(home.store()).unwrap();
    fs::set_permissions(home.store(), Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(home.data(), Permissions::from_mode(0o500)).unwrap();
    home.run(["conversations"]).code(0).says("write-protected").says("5 in store");
    home.run(["export", "conversations"]).code(0).prints("A shoe is missing");
    for arguments in [&["me", "--name", "X"][..], &["draw"], &["import", "-", "--everyone"]] {
        home.fed(arguments, &EXPORT.replace("\"shop\"", "\"new\"")).code(1).says("reading only");
    }
    home.run(["doctor"]).code(0);
    fs::set_permissions(home.data(), Permissions::from_mode(0o700)).unwrap();
    assert_eq!(fs::read(home.store()).unwrap(), before);
}

#[test]
fn read_only_changes_nothing() {
    let home = Home::of_lea();
    let before = fs::read(home.store()).unwrap();
    home.run(["--read-only", "me", "--name", "X"]).code(1).says("reading only");
    home.fed(["--read-only", "import", "-", "--everyone"], EXPORT).code(1);
    home.fed(["--read-only", "score", "1", "--plain"], "y\n").code(1);
    home.run(["--read-only", "conversations"]).code(0);
    assert_eq!(fs::read(home.store()).unwrap(), before);
    Home::empty().run(["--read-only", "conversations"]).code(1).says("no store here yet");
}

#[test]
fn a_folder_without_rights_is_said_in_plain_words() {
    let home = Home::empty();
    let locked = home.path("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, Permissions::from_mode(0o500)).unwrap();
    if File::create(locked.join("probe")).is_ok() {
        println!("skipped: rights do not bind this user");
        return;
    }
    let data = locked.join("data");
    let ended = home.run(["--data-dir", data.to_str().unwrap(), "me", "--name", "X"]).code(1);
    ended.says("does not allow Aplomb to write");
    home.run(["checklist", "new", "-o", "locked/new.toml"]).code(1).says("locked/new.toml");
}

#[test]
fn ctrl_c_during_an_import_leaves_whole_conversations() {
    const MOST: usize = 400_000;
    let line = |n: usize| {
        let message = |k: usize, role: &str| {
            format!(
                r#"{{"id":"{n}-{k}","at":"2026-03-02T10:0{k}:00Z","role":"{role}","author":"x","text":"message {k} of conversation {n}"}}"#
            )
        };
        format!(
            r#"{{"id":"{n}","source":"s","messages":[{},{},{}]}}"#,
            message(1, "customer"),
            message(2, "agent"),
            message(3, "customer")
        )
    };
    let home = Home::empty();
    let mut child = home.command(["import", "-", "--everyone"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // A pipe holds far less than this: once it is written, the program is reading.
    for n in 0..4_000 {
        writeln!(input, "{}", line(n)).unwrap();
    }
    let pid = Pid::from_child(&child);
    kill_process(pid, Signal::INT).unwrap();
    let mut sent = 4_000;
    while sent < MOST && writeln!(input, "{}", line(sent)).is_ok() {
        sent += 1;
    }
    assert!(sent < MOST, "it went on reading");
    drop(input);
    let ended = said(&child.wait_with_output().unwrap()).code(130);
    ended.says("interrupted");

    home.run(["doctor"]).code(0);
    let kept = home.run(["export", "conversations"]).code(0).out;
    let mut numbers = Vec::new();
    for kept in kept.lines() {
        let kept: serde_json::Value = serde_json::from_str(kept).unwrap();
        assert_eq!(kept["messages"].as_array().unwrap().len(), 3, "{kept}");
        numbers.push(kept["id"].as_str().unwrap().parse::<usize>().unwrap());
    }
    // In the order that they came in, none left out: going on is importing the same again.
    assert_eq!(numbers, (0..numbers.len()).collect::<Vec<_>>());
    let all: String = (0..numbers.len() + 10).map(|n| line(n) + "\n").collect();
    let again = home.fed(["import", "-", "--everyone", "--json"], &all).json();
    assert_eq!(again["conversations"]["added"], 10);
    assert_eq!(again["conversations"]["unchanged"], numbers.len());
}

#[test]
fn two_at_once_lose_nothing() {
    let home = Home::of_lea();
    let lines: Vec<String> = (0..8).map(|n| EXPORT.replace("\"shop\"", &format!("\"shop{n}\""))).collect();
    let children: Vec<_> = lines
        .iter()
        .map(|lines| {
            let mut child =
                home.command(["import", "-", "--everyone"]).stdin(Stdio::piped()).spawn().unwrap();
            child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
            child
        })
        .collect();
    for child in children {
        said(&child.wait_with_output().unwrap()).code(0).prints("6 conversations added");
    }
    home.run(["conversations"]).code(0).says("53 in store");
    home.run(["doctor"]).code(0);
}
