//! `docs/supply-chain.md` names what `Cargo.toml` names, and the lock file is no longer than it says.

use std::collections::BTreeSet;

use super::{document, quoted};

/// The packages of every table whose name ends like this.
fn named(manifest: &toml::Table, ending: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut tables = vec![manifest];
    while let Some(table) = tables.pop() {
        for (name, value) in table.iter().filter_map(|(name, value)| Some((name, value.as_table()?))) {
            match name == ending {
                true => found.extend(value.keys().cloned()),
                false => tables.push(value),
            }
        }
    }
    found
}

#[test]
fn every_direct_dependency_is_in_the_list_with_its_licence() {
    let manifest: toml::Table = document("Cargo.toml").parse().unwrap();
    let page = document("docs/supply-chain.md");
    let rows: BTreeSet<String> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .inspect(|line| {
            assert!(line.split('|').nth(2).is_some_and(|licence| licence.trim().len() > 2), "{line}")
        })
        .map(|line| quoted(line)[0].to_owned())
        .collect();
    assert_eq!(rows, named(&manifest, "dependencies"));
    let tests = page.lines().skip_while(|line| !line.starts_with("For tests alone")).take(2);
    let tests = tests.collect::<Vec<_>>().join(" ");
    let tests: BTreeSet<String> =
        quoted(&tests).into_iter().filter(|name| !name.contains(' ')).map(str::to_owned).collect();
    assert_eq!(tests, named(&manifest, "dev-dependencies"));
}

#[test]
fn the_lock_file_stays_lean_and_knows_one_registry() {
    let lock: toml::Table = document("Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    assert!(packages.len() < 400, "{}", packages.len());
    let sources: BTreeSet<&str> = packages.iter().filter_map(|p| p.get("source")?.as_str()).collect();
    assert_eq!(sources.len(), 1, "{sources:?}");
}

#[test]
fn the_check_runs_it_with_the_lock_file() {
    let check = document(".ci/run");
    assert!(check.contains("cargo deny --locked check licenses bans sources"));
    for line in check.lines().filter(|line| line.starts_with("cargo ") && !line.contains("fmt")) {
        assert!(line.contains("--locked"), "{line}");
    }
}
