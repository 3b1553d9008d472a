//! The house's laws, read off the sources, so that nobody has to remember them. Each law is one test that names the file
//! and line that breaks it, and says why the law exists. The reader of sources is itself tested on broken examples.

use std::fs;
use std::path::Path;

/// Which top-level modules each one may import: what lies to its left, and never a sibling.
const MAY_IMPORT: [(&str, &[&str]); 9] = [
    ("words", &[]),
    ("domain", &["words"]),
    ("formats", &["words", "domain"]),
    ("trust", &["words", "domain"]),
    ("storage", &["words", "domain"]),
    ("config", &["words", "domain"]),
    ("ops", &["words", "domain", "formats", "trust", "storage"]),
    ("cli", &["words", "domain", "formats", "trust", "storage", "ops", "config"]),
    ("tui", &["words", "domain", "formats", "trust", "storage", "ops"]),
];

/// Macros live at the crate's root whatever module defines them.
const ROOT_MACROS: [&str; 1] = ["both"];

/// One source file, without what no law is about.
struct Source {
    /// Below `src/`, with `/`.
    path: String,
    /// The text with comments and literals blanked, line by line as it was.
    code: String,
    /// Lines in the file.
    lines: usize,
}

impl Source {
    fn new(path: &str, text: &str) -> Source {
        let test_file = path.ends_with("/tests.rs") || path.contains("/tests/");
        let code = if test_file { String::new() } else { without_tests(&blanked(text)) };
        Source { path: path.to_owned(), code, lines: text.lines().count() }
    }

    /// The top-level module: `domain` of `domain/score.rs`, `main` of `main.rs`.
    fn layer(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Whether the file is one of these modules or below one.
    fn within(&self, modules: &[&str]) -> bool {
        modules.iter().any(|module| {
            self.path
                .strip_prefix(module)
                .is_some_and(|rest| rest.is_empty() || rest == ".rs" || rest.starts_with('/'))
        })
    }

    /// Modules between the file and the crate's root: 1 for `ops/mod.rs`, 2 for `ops/desk.rs`.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("mod.rs") { parts - 1 } else { parts }
    }

    /// Lines, numbered from 1, in which one of the words or paths stands by itself.
    fn mentions(&self, words: &[&str]) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (number, line) in self.code.lines().enumerate() {
            if words.iter().any(|word| stands_in(line, word)) {
                found.push((number + 1, line.trim().to_owned()));
            }
        }
        found
    }

    /// The top-level modules that the file names, with their lines.
    fn imports(&self) -> Vec<(usize, String)> {
        let up = "super::".repeat(self.depth());
        let mut found = Vec::new();
        for root in ["crate::", "aplomb::", &up] {
            let mut from = 0;
            while let Some(at) = self.code[from..].find(root).map(|at| from + at) {
                from = at + root.len();
                let before = self.code[..at].chars().next_back();
                if before.is_some_and(|c| c == '_' || c.is_alphanumeric()) {
                    continue;
                }
                let line = self.code[..at].matches('\n').count() + 1;
                found.extend(first_names(&self.code[from..]).into_iter().map(|name| (line, name)));
            }
        }
        found
    }
}

/// The first name of a path, or of each path in a group: `a::b` gives a; `{a::{b, c}, d}` gives a and d.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| *c == '_' || c.is_alphanumeric()).collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Whether `word` stands in `line` and is no part of a longer name.
fn stands_in(line: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c == '_' || c.is_alphanumeric());
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        let longer_left = part(word.chars().next()) && part(before.chars().next_back());
        let longer_right = part(word.chars().next_back()) && part(after.chars().next());
        !longer_left && !longer_right
    })
}

/// Cuts the test module, which closes a file. What is only declared, as `mod tests;`, cuts nothing.
fn without_tests(code: &str) -> String {
    let mark = "#[cfg(test)]";
    let opens_module = |at: &usize| {
        let rest = &code[at + mark.len()..];
        rest.find(['{', ';'])
            .is_some_and(|end| rest[end..].starts_with('{') && stands_in(&rest[..end], "mod"))
    };
    let end = code.match_indices(mark).map(|(at, _)| at).find(opens_module).unwrap_or(code.len());
    code[..end].to_owned()
}

/// Comments, texts and characters become blanks; line breaks stay.
fn blanked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
        at = end;
    }
    out
}

/// Where the comment or literal that begins at `at` ends; `at` where none begins.
fn literal_end(chars: &[char], at: usize) -> usize {
    let is = |place: usize, c: char| chars.get(place) == Some(&c);
    let after = |from: usize, stop: &[char]| {
        (from..chars.len()).find(|i| chars[*i..].starts_with(stop)).map_or(chars.len(), |i| i + stop.len())
    };
    let in_word = at > 0 && (chars[at - 1] == '_' || chars[at - 1].is_alphanumeric());
    match chars[at] {
        '/' if is(at + 1, '/') => (at..chars.len()).find(|i| chars[*i] == '\n').unwrap_or(chars.len()),
        '/' if is(at + 1, '*') => after(at + 2, &['*', '/']),
        'r' if !in_word || is(at.wrapping_sub(1), 'b') => {
            let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
            if !is(at + 1 + hashes, '"') {
                return at;
            }
            let stop: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            after(at + 2 + hashes, &stop)
        }
        '"' => {
            let mut i = at + 1;
            while i < chars.len() && chars[i] != '"' {
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            (i + 1).min(chars.len())
        }
        // A character, and not a lifetime.
        '\'' if is(at + 1, '\\') => after(at + 3, &['\'']),
        '\'' if is(at + 2, '\'') => at + 3,
        _ => at,
    }
}

/// Every source of the library and the binary.
fn sources() -> Vec<Source> {
    fn walk(folder: &Path, below: &str, into: &mut Vec<Source>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            let below = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
            if path.is_dir() {
                walk(&path, &below, into);
            } else if name.ends_with(".rs") {
                into.push(Source::new(&below, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut all = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut all);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(
        all.iter().any(|source| source.layer() == "domain" && !source.code.is_empty()),
        "nothing was read"
    );
    all
}

/// Imports against the order of the layers.
fn wrong_imports(source: &Source) -> Vec<(usize, String)> {
    let layer = source.layer();
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == layer) else { return Vec::new() };
    let settings = source.within(&["tui/runtime"]);
    let known = |name: &str| MAY_IMPORT.iter().any(|(layer, _)| *layer == name);
    let mut wrong = source.imports();
    wrong.retain(|(_, name)| {
        let free = name == layer || allowed.contains(&name.as_str()) || (settings && name == "config");
        known(name) && !free && !ROOT_MACROS.contains(&name.as_str())
    });
    for (_, name) in &mut wrong {
        *name = format!("{layer} imports {name}");
    }
    wrong
}

/// Words outside the modules that may use them.
fn only_in(source: &Source, words: &[&str], modules: &[&str]) -> Vec<(usize, String)> {
    if source.within(modules) { Vec::new() } else { source.mentions(words) }
}

/// Words inside modules that must not use them.
fn never_in(source: &Source, words: &[&str], modules: &[&str]) -> Vec<(usize, String)> {
    if source.within(modules) { source.mentions(words) } else { Vec::new() }
}

/// Fails with every place that breaks the law.
fn keep(why: &str, breaks: impl Fn(&Source) -> Vec<(usize, String)>) {
    let mut broken = String::new();
    for source in sources() {
        for (line, what) in breaks(&source) {
            broken.push_str(&format!("\n  src/{}:{line}: {what}", source.path));
        }
    }
    assert!(broken.is_empty(), "{why}{broken}\n");
}

const TERMINAL: [&str; 2] = ["ratatui", "crossterm"];
const PRINTING: [&str; 5] = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];
const ENVIRONMENT: [&str; 5] = ["std::env", "env::var", "env::var_os", "env::vars", "env::args"];
const CLOCKS: [&str; 4] = ["SystemTime::now", "Timestamp::now", "Zoned::now", "Instant::now"];
const OUTSIDE: [&str; 6] =
    ["std::fs", "fs::File", "std::net", "std::process", "std::thread", "thread::spawn"];
const CHANCE: [&str; 4] = ["now_v7", "new_v4", "getrandom", "OsRng"];
const GIVING_UP: [&str; 2] = [".unwrap()", ".expect("];

#[test]
fn modules_import_from_their_left_only() {
    keep(
        "words < domain < formats, trust, storage < ops < cli, tui < main: what is joined to its neighbours cannot be \
         tested or replaced alone. Formats, trust and storage do not know each other, nor do cli and tui; settings are \
         for cli, the app's runtime and main.",
        wrong_imports,
    );
}

#[test]
fn the_domain_sees_no_world() {
    keep(
        "Rules take time, randomness and identity as arguments: only so the same input gives the same answer for ever.",
        |source| {
            let words: Vec<&str> = [&OUTSIDE[..], &ENVIRONMENT, &CLOCKS, &CHANCE].concat();
            never_in(source, &words, &["domain", "words"])
        },
    );
}

#[test]
fn only_storage_speaks_sql() {
    keep("One module knows the tables, so that a change of the file has one place.", |source| {
        only_in(source, &["rusqlite"], &["storage"])
    });
}

#[test]
fn only_view_and_runtime_know_the_terminal() {
    keep(
        "Keys and screens are tested without a terminal: model, update and screens must not need one.",
        |source| only_in(source, &TERMINAL, &["tui/view", "tui/runtime"]),
    );
}

#[test]
fn only_the_runtime_does_things() {
    keep(
        "Update returns effects as values and the runtime carries them out, off the thread of the keys.",
        |source| {
            if source.within(&["tui/runtime"]) { Vec::new() } else { never_in(source, &OUTSIDE, &["tui"]) }
        },
    );
}

#[test]
fn the_view_changes_nothing() {
    keep("A screen drawn twice is the same screen: drawing reads the model.", |source| {
        never_in(source, &["&mut Model"], &["tui/view"])
    });
}

#[test]
fn one_place_prints() {
    keep(
        "What is printed passes the text door once more; a stray line would tear the full screen.",
        |source| only_in(source, &PRINTING, &["cli/out", "main"]),
    );
}

#[test]
fn one_place_reads_the_environment() {
    keep(
        "Settings come in as values, so that tests can give others and a user can ask where each came from.",
        |source| only_in(source, &ENVIRONMENT, &["config", "cli", "main"]),
    );
}

#[test]
fn time_comes_in_as_an_argument() {
    keep("A rule that reads the clock cannot be tested for next year.", |source| {
        only_in(source, &CLOCKS, &["main", "cli", "tui/runtime"])
    });
}

#[test]
fn nothing_gives_up() {
    keep("A panic in front of a customer's words loses work: errors are values with a hint.", |source| {
        source.mentions(&GIVING_UP)
    });
}

#[test]
fn files_are_small() {
    keep("One idea a file: beyond 600 lines there are two.", |source| {
        let long = source.lines > 600;
        long.then(|| (source.lines, format!("{} lines", source.lines))).into_iter().collect()
    });
}

#[test]
fn files_are_named_after_their_idea() {
    keep("A helper, a manager or a util says nothing about what is inside.", |source| {
        let name = source.path.to_lowercase();
        let empty = ["manager", "helper", "util"].iter().any(|word| name.contains(word));
        empty.then(|| (1, "a name that says nothing".to_owned())).into_iter().collect()
    });
}

// The reader of sources, on examples that break the laws.

fn breaks(found: &[(usize, String)]) -> Vec<usize> {
    found.iter().map(|(line, _)| *line).collect()
}

#[test]
fn the_reader_sees_wrong_imports() {
    let wrong = |path: &str, text: &str| breaks(&wrong_imports(&Source::new(path, text)));
    assert_eq!(wrong("domain/score.rs", "use crate::words::Lang;\nuse crate::ops::desk::Desk;\n"), [2]);
    assert_eq!(
        wrong("domain/score.rs", "use crate::{\n    domain::fold,\n    storage::{Store, ops},\n};\n"),
        [1]
    );
    assert_eq!(wrong("formats/csv.rs", "fn f() -> crate::storage::Store {}\n"), [1]);
    assert_eq!(wrong("storage/mod.rs", "use crate::formats::csv;\n"), [1]);
    assert_eq!(wrong("storage/mod.rs", "use super::trust::Seal;\n"), [1]);
    assert_eq!(wrong("storage/read.rs", "use super::super::cli;\nuse super::trust;\n"), [1]);
    assert_eq!(wrong("tui/model.rs", "use crate::cli::out;\nuse crate::config::Paths;\n"), [1, 2]);
    assert_eq!(wrong("tui/runtime/mod.rs", "use crate::config::Paths;\n"), [0usize; 0]);
    assert_eq!(wrong("cli/draw.rs", "use crate::tui::run;\n"), [1]);
    assert_eq!(wrong("words/mod.rs", "crate::both!(\"a\", \"b\")\n"), [0usize; 0]);
    assert_eq!(wrong("main.rs", "use aplomb::{cli, tui};\n"), [0usize; 0]);
}

#[test]
fn the_reader_sees_forbidden_words() {
    let source =
        Source::new("domain/draw.rs", "use std::fs;\nlet t = Timestamp::now();\nlet nowhere = my_std::fs;\n");
    assert_eq!(breaks(&never_in(&source, &OUTSIDE, &["domain"])), [1]);
    assert_eq!(breaks(&only_in(&source, &CLOCKS, &["main", "cli", "tui/runtime"])), [2]);
    assert_eq!(
        breaks(&only_in(&Source::new("ops/read.rs", "use rusqlite::Row;"), &["rusqlite"], &["storage"])),
        [1]
    );
    let printing = Source::new("ops/list.rs", "fn f() {\n    eprintln!(\"x\");\n    writeln!(out);\n}\n");
    assert_eq!(breaks(&only_in(&printing, &PRINTING, &["cli/out", "main"])), [2]);
    let screen = Source::new("tui/screens/me.rs", "use ratatui::text::Line;");
    assert_eq!(breaks(&only_in(&screen, &TERMINAL, &["tui/view", "tui/runtime"])), [1]);
    assert!(
        only_in(&Source::new("tui/view.rs", "use ratatui::text::Line;"), &TERMINAL, &["tui/view"]).is_empty()
    );
    let view = Source::new("tui/view/me.rs", "fn draw(model: &mut Model) {}");
    assert_eq!(breaks(&never_in(&view, &["&mut Model"], &["tui/view"])), [1]);
    let giving_up =
        Source::new("cli/a.rs", "a.unwrap();\nb\n    .expect(\"b\");\nc.unwrap_or(1);\nd.unwrap_err();\n");
    assert_eq!(breaks(&giving_up.mentions(&GIVING_UP)), [1, 3]);
}

#[test]
fn the_reader_skips_what_is_not_code() {
    let text = "// println!\n/* a.unwrap()\n */ let a = \"println!(\\\"\"; let b = r#\"b.unwrap()\"#; let c = '\"';\n\
                fn f<'a>(x: &'a str) { y.unwrap() }\n#[cfg(test)]\nmod tests { z.unwrap() }\n";
    let source = Source::new("ops/a.rs", text);
    assert_eq!(breaks(&source.mentions(&GIVING_UP)), [4]);
    assert!(source.mentions(&PRINTING).is_empty());
    assert_eq!(source.lines, 6);
    let declared = "#[cfg(test)]\nuse a::b;\n#[cfg(test)]\nmod tests;\nx.unwrap();\n#[cfg(test)]\nmod more { y.unwrap() }\n";
    assert_eq!(breaks(&Source::new("ops/a.rs", declared).mentions(&GIVING_UP)), [5]);
    assert!(Source::new("tui/tests.rs", "a.unwrap()").mentions(&GIVING_UP).is_empty());
}
