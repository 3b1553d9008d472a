//! What the program leaves on the disk and shows to other programs, run as a process under the weakest `umask`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::{EXPORT, Home, Said, said};

/// Runs the program where files would be open to everybody.
fn open_to_all(home: &Home, arguments: &[&str]) -> Said {
    let mut command = Command::new("sh");
    home.settle(&mut command);
    command.args(["-c", "umask 000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_aplomb")]).args(arguments);
    said(&command.output().unwrap()).code(0)
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path));
        }
        found.push(path);
    }
    found
}

#[test]
fn modes_and_names_of_everything_that_is_written() {
    let (lea, marc) = (Home::empty(), Home::empty());
    open_to_all(&lea, &["me", "--name", "Léa", "--alias", "lea@shop.example"]);
    open_to_all(&marc, &["me", "--name", "Marc"]);
    let export = lea.file("export.jsonl", EXPORT);
    open_to_all(&lea, &["import", &export]);
    let between = tempfile::tempdir().unwrap();
    let card = between.path().join("marc.aplomb-card");
    open_to_all(&marc, &["card", "show", "-o", card.to_str().unwrap()]);
    open_to_all(&lea, &["card", "add", card.to_str().unwrap()]);
    let list = lea.run(["--json", "conversations"]).json();
    let id = list[0]["id"].as_str().unwrap();
    lea.answer_all(id, &[]);
    open_to_all(&lea, &["seal", id]);
    let out = between.path().join("out");
    fs::create_dir(&out).unwrap();
    open_to_all(&lea, &["ask", id, "--peer", "Marc", "-o", out.to_str().unwrap()]);
    let bundles = below(&out);
    assert_eq!(bundles.len(), 1);
    let name = bundles[0].file_name().unwrap().to_str().unwrap();
    let neutral = regex::Regex::new(r"^aplomb-\d{4}-\d\d-\d\d-[0-9a-f]{6}\.aplomb$").unwrap();
    assert!(neutral.is_match(name), "{name}");
    for file in bundles.iter().chain([&card]) {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    for home in [&lea, &marc] {
        let identity = below(&home.data()).into_iter().filter(|path| path.is_file()).count();
        assert!(identity >= 2, "a store and keys");
        assert_eq!(mode(&home.data()), 0o700);
        for path in below(&home.data()) {
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(&path), wanted, "{}", path.display());
        }
    }
}

#[test]
fn broken_bundles_and_no_bundles_at_the_door() {
    let nobody = Home::empty();
    for (name, bytes) in
        [("noise.aplomb", &[7u8; 900][..]), ("letter.aplomb", b"Dear colleague,"), ("void.aplomb", b"")]
    {
        let file = nobody.file(name, bytes);
        let refused = nobody.run(["open", &file]).code(1).says(name).says("this is not a bundle");
        assert!(refused.out.is_empty());
    }
    assert!(below(nobody.path("").as_path()).iter().all(|path| !path.ends_with("identity.age")));
    // A folder, and a pipe that nobody writes to: told at once.
    let pipe = nobody.path("pipe.aplomb");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    nobody.run(["open", pipe.to_str().unwrap()]).code(1).says("pipe.aplomb");
}

#[test]
fn no_argument_and_no_variable_takes_a_passphrase() {
    let home = Home::empty();
    for command in
        [&["card", "show", "--help"][..], &["open", "--help"], &["passphrase", "--help"], &["--help"]]
    {
        let told = home.run(command);
        let flags = told.out.to_lowercase();
        assert!(!flags.contains("--pass") && !flags.contains("passphrase <"), "{flags}");
    }
}
