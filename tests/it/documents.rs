//! What the documents say holds: their commands run, their examples load, their keys exist, their picture is the
//! program's own.
mod bundles;
mod colleagues;
mod goals;
mod picture;
mod supply;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::home::Home;
use aplomb::domain::checklist::Checklist;
use aplomb::formats::checklist;
use aplomb::formats::import::Map;
use aplomb::formats::import::scorecard::ScorecardMap;
use aplomb::tui::table::TABLE;
use aplomb::words::Lang;
use colleagues::Colleagues;
use jiff::{Timestamp, ToSpan};

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn document(path: &str) -> String {
    fs::read_to_string(project(path)).unwrap()
}

/// The fenced blocks of one language, their indentation taken away.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for line in text.lines() {
        let bare = line.trim_start();
        let depth = line.len() - bare.len();
        match &mut open {
            None if bare == format!("```{language}") => open = Some((depth, String::new())),
            None => {}
            Some(_) if bare == "```" => found.extend(open.take().map(|(_, block)| block)),
            Some((depth, block)) => {
                block.push_str(line.get(*depth..).unwrap_or_default());
                block.push('\n');
            }
        }
    }
    assert!(open.is_none(), "a block that does not end");
    found
}

/// What stands between backticks, in running text.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// A command as a shell splits it: spaces part, double quotes join.
fn split(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = None::<String>;
    let mut inside = false;
    for c in command.chars() {
        match c {
            '"' => {
                inside = !inside;
                word.get_or_insert_default();
            }
            ' ' if !inside => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// A home with what the README takes for granted: two exports and a map, of yesterday.
fn with_exports() -> Home {
    let home = Home::empty();
    let at = Timestamp::now() - 24.hours();
    home.file(
        "export.jsonl",
        format!(
            r#"{{"id":"77","source":"shop","channel":"chat","agent":"lea@shop.example","messages":[{{"at":"{at}","role":"customer","author":"c","text":"Hello"}},{{"at":"{at}","role":"agent","author":"lea@shop.example","text":"Hello!"}}]}}"#
        ),
    );
    home.file(
        "export.csv",
        format!("ticket,when,kind,who,words\n5,{at},client,c,Hello\n5,{at},team,lea@shop.example,Hi\n"),
    );
    home.file(
        "my-map.toml",
        "source = \"desk\"\n[messages]\nconversation = \"ticket\"\nat = \"when\"\nauthor = \"who\"\ntext = \"words\"\n\
         role = { column = \"kind\", values = { client = \"customer\", team = \"agent\" } }\n",
    );
    home
}

#[test]
fn the_commands_of_the_readme_run() {
    let readme = document("README.md");
    let desk = Colleagues::laid(with_exports());
    let mut cargo = Vec::new();
    let mut ran = 0;
    for block in blocks(&readme, "sh") {
        let whose = desk.whose(&block);
        for line in block.lines().filter(|line| !line.starts_with('#')) {
            if !line.starts_with("aplomb ") {
                cargo.push(line.to_owned());
                continue;
            }
            desk.before(line);
            let said = whose.run(&split(line)[1..]);
            assert_eq!(said.code, 0, "{line}\n{}{}", said.out, said.err);
            desk.after();
            ran += 1;
        }
    }
    assert_eq!(
        cargo,
        ["cargo run --release -- demo", "cargo test"],
        "two commands, and nothing else is asked for"
    );
    assert!(ran >= 17, "{ran}");
    let home = &desk.lea;
    let opened = home.run(["--json", "compare", "77"]).json();
    assert_eq!(opened["stage"], "open", "five minutes with a colleague lead to an open comparison");
    let drawn = home.run(["conversations", "--json", "is:drawn"]).json();
    assert_eq!(drawn.as_array().unwrap().len(), 2, "both exports were taken in and drawn from");
    let id = drawn[0]["id"].as_str().unwrap();

    // Commands named in running text, with something real for what they leave open.
    let blocks_away: String = readme.split("```").step_by(2).collect();
    let named: Vec<&str> = quoted(&blocks_away)
        .into_iter()
        .filter(|code| *code == "aplomb" || code.starts_with("aplomb "))
        .collect();
    assert!(named.len() >= 12, "{named:?}");
    for command in named {
        let real = command
            .replace(" ID", &format!(" {id}"))
            .replace('…', "lea")
            .replace(" FILE", " safe.db")
            .replace(" ITEM", " resolved")
            .replace(" FOLDER", " shared");
        let said = home.fed(&split(&real)[1..], "y\nq\n");
        // The app and a passphrase want a terminal.
        let code = match command {
            "aplomb" | "aplomb --ascii" => 2,
            // Nobody is here to type, and the keys are at hand.
            "aplomb card passphrase" | "aplomb card renew --lost" => 1,
            _ => 0,
        };
        assert_eq!(said.code, code, "{command}\n{}{}", said.out, said.err);
    }
}

#[test]
fn the_example_of_the_readme_is_taken_in() {
    let examples = blocks(&document("README.md"), "json");
    assert_eq!(examples.len(), 1);
    let home = Home::empty();
    let taken = home.fed(["import", "-", "--everyone", "--json"], &examples[0]).json();
    assert_eq!(taken["conversations"]["added"], 1);
    assert_eq!(taken["messages"]["added"], 2);
    assert_eq!((&taken["problems"], &taken["warnings"]), (&serde_json::json!([]), &serde_json::json!([])));
}

#[test]
fn the_keys_of_the_readme_are_those_of_the_app() {
    let readme = document("README.md");
    let rows: Vec<&str> = readme
        .lines()
        .skip_while(|line| *line != "| Key | Does |")
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    assert!(rows.len() > 8, "{rows:?}");
    for row in rows {
        let keys = row.split('|').nth(1).unwrap();
        for key in quoted(keys).into_iter().flat_map(str::split_whitespace) {
            assert!(TABLE.iter().any(|known| known.keys.contains(&key)), "no key {key} in the app: {row}");
        }
    }
}

#[test]
fn the_pictures_are_drawn_from_the_program() {
    for (file, drawn) in [("docs/review.svg", picture::review()), ("docs/compare.svg", picture::compare())] {
        if std::env::var_os("DRAW").is_some() {
            fs::write(project(file), &drawn).unwrap();
        }
        assert!(
            document(file) == drawn,
            "the screens have changed; draw it anew: DRAW=1 cargo test the_picture"
        );
    }
}

#[test]
fn links_lead_somewhere() {
    for (file, base) in [
        ("README.md", ""),
        ("checklists/README.md", "checklists/"),
        ("docs/bundles.md", "docs/"),
        ("docs/goals.md", "docs/"),
    ] {
        let text = document(file);
        for target in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            match target.strip_prefix('#') {
                Some(heading) => {
                    let found = text.lines().filter(|line| line.starts_with('#')).any(|line| {
                        line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-") == heading
                    });
                    assert!(found, "{file}: no heading {heading}");
                }
                None if target.starts_with("https://") => {}
                None => assert!(project(&format!("{base}{target}")).exists(), "{file}: {target}"),
            }
        }
    }
}

/// The files with one ending in a folder, by their names without it.
fn stems(folder: &str, ending: &str) -> Vec<String> {
    let mut stems: Vec<String> = fs::read_dir(project(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    stems.sort();
    stems
}

fn by_id(known: &[Arc<Checklist>]) -> impl Fn(&str) -> Option<Arc<Checklist>> {
    move |id| known.iter().find(|list| list.id == id).cloned()
}

#[test]
fn every_shipped_checklist_and_map_loads() {
    let mut known: Vec<Arc<Checklist>> = Vec::new();
    for (name, text) in checklist::SHIPPED {
        let list =
            checklist::parse(text, &by_id(&known)).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        assert_eq!(document(&format!("checklists/{}.toml", list.id)), *text);
        for item in &list.items {
            for language in [Lang::En, Lang::Fr] {
                assert!(
                    !item.text.get(language).is_empty() && !item.guidance.get(language).is_empty(),
                    "{}",
                    item.id
                );
            }
        }
        known.push(Arc::new(list));
    }
    let mut ids: Vec<&str> = known.iter().map(|list| list.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(stems("checklists", "toml"), ids);

    let mut maps: Vec<&str> = Map::SHIPPED.iter().map(|(name, _)| *name).collect();
    maps.push(ScorecardMap::SHIPPED.0);
    maps.sort_unstable();
    assert_eq!(stems("maps", "toml"), maps);
    for (name, text) in Map::SHIPPED {
        assert!(Map::parse(text).is_ok(), "{name}");
        assert_eq!(document(&format!("maps/{name}.toml")), *text);
    }
}

#[test]
fn the_examples_on_how_to_write_a_checklist_load() {
    let mut known: Vec<Arc<Checklist>> = Vec::new();
    let mut examples = blocks(&document("checklists/README.md"), "toml");
    assert_eq!(examples.len(), 3);
    // The rule for a hint is about an item of the first.
    let rule = examples.remove(1);
    examples[0].push_str(&rule);
    for text in examples {
        let list = checklist::parse(&text, &by_id(&known))
            .unwrap_or_else(|problems| panic!("{problems:?} in\n{text}"));
        known.push(Arc::new(list));
    }
    assert_eq!(known[1].items.len(), 1, "the short form picks what it names");
}
