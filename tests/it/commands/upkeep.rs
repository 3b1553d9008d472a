//! `backup`, `restore`, `doctor`, `paths`, `keys`, `config default`, `completions`, `man`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use aplomb::config::Settings;
use aplomb::tui::table::TABLE;

use crate::home::{EXPORT, Home};

#[test]
fn a_backup_brings_everything_back() {
    let home = Home::of_lea();
    home.answer_all("1", &[("useful", "no")]);
    home.run(["seal", "1"]).code(0);
    home.run(["backup", "safe.db"]).code(0).says("5 conversations, verified");
    let before = (home.run(["export", "conversations"]).out, home.run(["review", "1", "--json"]).out);

    home.fed(["import", "-", "--everyone"], &EXPORT.replace("\"shop\"", "\"later\"")).code(0);
    home.run(["void", "shop/1", "--why", "a test"]).code(0);
    let back = home.run(["restore", "safe.db"]).code(0);
    back.prints("restored 5 conversations, 11 messages, 1 review").says("the store before is kept as");
    assert_eq!((home.run(["export", "conversations"]).out, home.run(["review", "1", "--json"]).out), before);
    home.run(["doctor"]).code(0);

    // What was there is a whole store, too.
    let kept: Vec<_> = fs::read_dir(home.data())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.to_string_lossy().contains("aplomb-replaced-") && path.extension().unwrap() == "db"
        })
        .collect();
    assert_eq!(kept.len(), 1);
    let other = Home::empty();
    other.run(["restore", kept[0].to_str().unwrap()]).code(0).prints("restored 11 conversations");
}

#[test]
fn a_damaged_backup_is_refused_and_changes_nothing() {
    let home = Home::of_lea();
    home.run(["backup", "safe.db"]).code(0);
    let before = fs::read(home.store()).unwrap();
    let good = fs::read(home.path("safe.db")).unwrap();
    let text = b"thank you for telling us";
    let at = good.windows(text.len()).position(|window| window == text).unwrap();
    let mut flipped = good.clone();
    flipped[at] ^= 1;
    for (what, bytes) in [
        ("flipped", flipped),
        ("cut", good[..good.len() / 2].to_vec()),
        ("empty", Vec::new()),
        ("text", b"not a store\n".repeat(100)),
    ] {
        let file = home.file("bad.db", &bytes);
        let said = home.run(["restore", &file]);
        assert_eq!(said.code, 1, "{what}: {}", said.err);
        assert_eq!(fs::read(home.store()).unwrap(), before, "{what}");
        assert_eq!(fs::read(&file).unwrap(), bytes, "{what}");
    }
    home.run(["restore", "missing.db"]).code(1);
    assert_eq!(fs::read_dir(home.data()).unwrap().count(), 2, "the store and its empty journal");
}

#[test]
fn the_doctor_tells_a_sound_store_from_a_damaged_one() {
    let home = Home::empty();
    home.run(["doctor"]).code(0).prints("there is none yet");
    assert!(!home.data().exists(), "looking makes no store");
    let home = Home::of_lea();
    home.answer_all("1", &[]);
    let answers = r#"{"answers":{"useful":{"value":"no","comment":"a remark of mine"}}}"#;
    home.fed(["score", "1", "--answers", "-"], answers).code(0);
    home.answer_all("2", &[]);
    home.run(["seal", "2"]).code(0);
    let well = home.run(["doctor", "--json"]).json();
    assert_eq!(well["well"], true);
    home.run(["doctor"]).code(0).prints("5 conversations, 11 messages").prints("every record is whole");

    // One bit of one text, wherever it stands: SQLite itself sees nothing wrong.
    let good = fs::read(home.store()).unwrap();
    for text in [
        "C’est réglé",
        "follow-parcel",
        "Which size",
        "a remark of mine",
        "four-pillars{",
        "\"subject\":\"conversation\"",
    ] {
        let at = good.windows(text.len()).position(|window| window == text.as_bytes());
        let mut bad = good.clone();
        bad[at.unwrap_or_else(|| panic!("{text} is not in the store"))] ^= 1;
        fs::write(home.store(), &bad).unwrap();
        let said = home.run(["doctor"]);
        assert_eq!(said.code, 1, "{text}:\n{}", said.out);
        assert!(said.out.contains("!! records"), "{text}:\n{}", said.out);
        assert!(!said.out.contains("remark") && !said.out.contains("size"), "no content: safe to paste");
        assert_eq!(fs::read(home.store()).unwrap(), bad, "looking changes nothing");
    }
}

#[test]
fn what_is_no_sound_store_is_refused_untouched() {
    let home = Home::of_lea();
    let good = fs::read(home.store()).unwrap();
    let patched = |at: usize, bytes: &[u8]| {
        let mut copy = good.clone();
        copy[at..at + bytes.len()].copy_from_slice(bytes);
        copy
    };
    for (what, bytes, said) in [
        ("empty", Vec::new(), "empty file"),
        ("cut", good[..good.len() / 2].to_vec(), "cut short"),
        ("noise", vec![7; 8192], "not a store"),
        ("newer", patched(60, &9999_u32.to_be_bytes()), "newer Aplomb"),
        ("other program", patched(68, b"ZZZZ"), "another program"),
    ] {
        fs::write(home.store(), &bytes).unwrap();
        for arguments in [&["conversations"][..], &["me", "--name", "X"], &["import", "-"], &["draw"]] {
            let refused = home.fed(arguments, EXPORT);
            assert_eq!(refused.code, 1, "{what} {arguments:?}: {}", refused.err);
            assert!(refused.err.contains(said), "{what}: {}", refused.err);
            assert_eq!(fs::read(home.store()).unwrap(), bytes, "{what} {arguments:?}");
        }
        home.run(["doctor"]).code(1).prints("!! store");
    }
    fs::remove_file(home.store()).unwrap();
    let elsewhere = home.file("elsewhere.db", &good);
    std::os::unix::fs::symlink(&elsewhere, home.store()).unwrap();
    home.run(["conversations"]).code(1).says("is a link");
    assert_eq!(fs::read(&elsewhere).unwrap(), good);
}

#[test]
fn a_store_that_others_could_read_is_closed_and_it_is_said() {
    let home = Home::of_lea();
    let mode = || fs::metadata(home.store()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    assert_eq!(fs::metadata(home.data()).unwrap().permissions().mode() & 0o777, 0o700);
    fs::set_permissions(home.store(), fs::Permissions::from_mode(0o644)).unwrap();
    home.run(["conversations"]).code(0).says("now only you can");
    assert_eq!(mode(), 0o600);
    let names: Vec<_> = fs::read_dir(home.data()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| name == "aplomb.db" || name == "aplomb.db-journal"), "{names:?}");
}

#[test]
fn paths_name_every_place() {
    let home = Home::of_lea();
    let places = home.run(["paths", "--json"]).json();
    let place = |name: &str| {
        let found = places.as_array().unwrap().iter().find(|place| place["name"] == name);
        found.unwrap()["path"].as_str().unwrap().to_owned()
    };
    assert_eq!(place("store"), home.store().to_str().unwrap());
    assert_eq!(place("settings"), home.path("config/aplomb/config.toml").to_str().unwrap());
    assert_eq!(place("checklists"), home.path("config/aplomb/checklists").to_str().unwrap());
    assert_eq!(place("state"), home.path("state/aplomb").to_str().unwrap());
    home.run(["paths"]).code(0).prints(home.store().to_str().unwrap()).prints("(not there yet)");
    let elsewhere = home.path("elsewhere");
    let arguments = ["--data-dir", elsewhere.to_str().unwrap(), "paths"];
    home.run(arguments).code(0).prints(elsewhere.join("aplomb.db").to_str().unwrap());
    // What lies beside the settings lies beside those that are in use.
    home.file("elsewhere/mine.toml", "");
    let calendar = home.file("elsewhere/calendar.toml", "no calendar");
    let mine = home.path("elsewhere/mine.toml");
    let named = ["--config", mine.to_str().unwrap(), "paths", "--json"];
    let places = home.run(named).json();
    let found = places.as_array().unwrap().iter().find(|place| place["name"] == "calendar").unwrap();
    assert_eq!((&found["path"], &found["exists"]), (&calendar.into(), &true.into()));
    home.run(["--config", mine.to_str().unwrap(), "hours", "2026-11-17T02:00", "2026-11-17T10:00"]).code(1);
    home.run(["hours", "2026-11-17T02:00", "2026-11-17T10:00"]).code(0);
}

#[test]
fn keys_are_those_of_the_app() {
    let home = Home::empty();
    let rows = home.run(["keys", "--json"]).json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), TABLE.len());
    for (row, known) in rows.iter().zip(TABLE) {
        assert_eq!(row["id"], known.id);
        let keys: Vec<&str> =
            row["keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap()).collect();
        assert_eq!(keys, known.keys);
        assert!(row["does"].as_str().is_some_and(|does| !does.is_empty()));
    }
    let lines = home.run(["keys"]).code(0).out;
    assert_eq!(lines.lines().count(), TABLE.len());
    let markdown = home.run(["keys", "--markdown"]).code(0).out;
    assert_eq!(markdown.lines().count(), TABLE.len() + 2);
    home.run(["--lang", "fr", "keys"]).code(0).prints("Répondre oui");
}

#[test]
fn the_default_settings_are_the_defaults() {
    for language in ["en", "fr"] {
        let home = Home::empty();
        let text = home.run(["--lang", language, "config", "default"]).code(0).out;
        let (settings, problems) = Settings::parse(&text);
        assert_eq!((settings, problems.len()), (Settings::default(), 0));
        // Every option stands there, its remark taken away.
        let options: String = text
            .lines()
            .filter_map(|line| line.strip_prefix("# ").or(line.strip_prefix('#')).or(Some(line)))
            .filter(|line| {
                line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| is_key(key))
            })
            .map(|line| format!("{line}\n"))
            .collect();
        let (settings, problems) = Settings::parse(&options);
        assert!(problems.is_empty(), "{problems:?} in\n{options}");
        assert_eq!(settings, Settings::default());
        assert!(options.lines().count() > 5, "{options}");
        home.file("config/aplomb/config.toml", &text);
        assert_eq!(home.run(["doctor"]).code(0).err, "");
    }
}

fn is_key(key: &str) -> bool {
    key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.\"".contains(c))
}

#[test]
fn settings_that_mean_nothing_are_named_and_the_rest_holds() {
    let home = Home::of_lea();
    home.file("config/aplomb/config.toml", "lang = \"fr\"\nthem = \"dark\"\n");
    home.run(["conversations"]).code(0).says("config.toml:2").says("affichées");
    home.run(["--config", "missing.toml", "conversations"]).code(1).says("missing.toml");
}

#[test]
fn completions_and_the_manual() {
    let home = Home::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        home.run(["completions", shell]).code(0).prints("checklist");
    }
    home.run(["completions", "tcsh"]).code(2);
    home.run(["man"]).code(0).prints(".TH aplomb 1");
    home.run(["--lang", "fr", "man"]).code(0).prints("liste de contr");
    assert!(!home.data().exists());
}

#[test]
fn deleting_the_places_leaves_nothing_behind() {
    let home = Home::of_lea();
    home.file("config/aplomb/checklists/empty.toml", "");
    home.answer_all("1", &[]);
    home.run(["seal", "1"]).code(0);
    home.run(["draw", "-n", "2"]).code(0);
    home.run(["backup", "safe.db"]).code(0);
    home.run(["restore", "safe.db"]).code(0);
    home.run(["doctor"]);
    fs::remove_file(home.path("safe.db")).unwrap();
    for place in home.run(["paths", "--json"]).json().as_array().unwrap() {
        let path = std::path::Path::new(place["path"].as_str().unwrap());
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else if path.exists() {
            fs::remove_file(path).unwrap();
        }
    }
    assert_eq!(crate::home::everything_in(&home.path("")), []);
}

#[test]
fn a_large_store_of_an_earlier_version_is_told_of_before_it_is_brought_up_to_date() {
    let home = Home::empty();
    fs::create_dir_all(home.data()).unwrap();
    let old = rusqlite::Connection::open(home.store()).unwrap();
    old.execute_batch(include_str!("../storage/version_1_0.sql")).unwrap();
    drop(old);
    let grows = |to: u64| {
        // Room beyond the pages that SQLite counts.
        fs::OpenOptions::new().write(true).open(home.store()).unwrap().set_len(to).unwrap();
    };
    grows(20_000 * 4096);
    home.run(["conversations"]).code(0).says("The store is of an earlier version").says("with 81.9 MB");
    assert_eq!(fs::read_dir(home.data().join("backups")).unwrap().count(), 1);
    grows(20_000 * 4096);
    assert!(!home.run(["conversations"]).code(0).err.contains("earlier version"), "once");
}
