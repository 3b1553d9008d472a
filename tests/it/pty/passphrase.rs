//! The passphrase of the keys, typed where nobody can read it. One test: the lock is slow on purpose.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::terminal::Terminal;
use crate::home::Home;

const PASSPHRASE: &str = "seven calm otters";
const WRONG: &str = "eight loud otters";

/// A screen that holds nothing of what was typed, but for what the program says.
fn shows(terminal: &mut Terminal, text: &str) {
    terminal.wait_for(text);
    let screen = terminal.text();
    assert!(!screen.contains("otters"), "echoed:\n{screen}");
}

#[test]
fn set_used_mistyped_and_taken_away() {
    let home = Home::of_lea();
    home.run(["card", "show"]).code(0);
    home.answer_all("c1", &[]);
    home.run(["seal", "c1"]).code(0);
    let keys = home.data().join("identity.aplomb-keys");
    let plain = fs::read(&keys).unwrap();
    let places = [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "share"), ("XDG_STATE_HOME", "state")];
    let mut variables: Vec<(&str, String)> =
        places.iter().map(|(name, at)| (*name, home.path(at).to_str().unwrap().to_owned())).collect();
    variables.push(("HOME", home.path("").to_str().unwrap().to_owned()));
    variables.push(("APLOMB", env!("CARGO_BIN_EXE_aplomb").to_owned()));
    let variables: Vec<(&str, &str)> = variables.iter().map(|(name, at)| (*name, at.as_str())).collect();
    // The screen is wiped between commands, so that each prompt is waited for anew.
    let steps = [
        "card passphrase",
        "card passphrase",
        "card show",
        "card show",
        "card passphrase --none",
        "card show",
    ];
    let script: Vec<String> = steps
        .iter()
        .enumerate()
        .map(|(place, step)| {
            format!("\"$APLOMB\" {step}; echo done {place} $?; read go; printf '\\033[2J\\033[H'")
        })
        .collect();
    let mut terminal = Terminal::start(&script.join("; "), &variables);

    // Mistyped the second time: nothing changes.
    shows(&mut terminal, "New passphrase:");
    terminal.send(&format!("{PASSPHRASE}\n"));
    shows(&mut terminal, "Once more:");
    terminal.send(&format!("{WRONG}\n"));
    shows(&mut terminal, "done 0 1");
    assert!(terminal.text().contains("they differ"));
    assert_eq!(fs::read(&keys).unwrap(), plain);
    terminal.send("\n");

    shows(&mut terminal, "New passphrase:");
    terminal.send(&format!("{PASSPHRASE}\n"));
    shows(&mut terminal, "Once more:");
    terminal.send(&format!("{PASSPHRASE}\n"));
    shows(&mut terminal, "done 1 0");
    let locked = fs::read(&keys).unwrap();
    assert!(locked.starts_with(b"age-encryption.org/v1"));
    assert_eq!(fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o600);

    // Without a terminal nobody can type it; what only looks does not ask.
    home.run(["card", "show"]).code(1).says("there is no terminal here");
    home.run(["--lang", "fr", "ask", "c1", "--peer", "Marc"]).code(1).says("pas de terminal ici");
    home.run(["card", "list"]).code(0);
    home.run(["compare", "c1"]).code(1).says("nobody was asked");
    home.run(["ask", "c1", "--dry-run"]).code(0);
    home.run(["ask", "c1"]).code(0);
    home.run(["submit", "--dry-run"]).code(0);
    home.run(["submit", "--list"]).code(0);
    home.run(["doctor"]).code(0).prints("behind a passphrase");
    terminal.send("\n");

    shows(&mut terminal, "Passphrase of your keys:");
    terminal.send(&format!("{WRONG}\n"));
    shows(&mut terminal, "done 2 1");
    assert!(terminal.text().contains("this is not the passphrase"));
    terminal.send("\n");

    shows(&mut terminal, "Passphrase of your keys:");
    terminal.send(&format!("{PASSPHRASE}\n"));
    shows(&mut terminal, "done 3 0");
    assert!(terminal.text().contains("behind a passphrase"));
    terminal.send("\n");

    shows(&mut terminal, "Passphrase of your keys:");
    terminal.send(&format!("{PASSPHRASE}\n"));
    shows(&mut terminal, "done 4 0");
    assert_eq!(fs::read(&keys).unwrap(), plain);
    assert_eq!(fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o600);
    terminal.send("\n");

    shows(&mut terminal, "done 5 0");
    terminal.send("\n");
    assert_eq!(terminal.end().code, Some(0));
}
