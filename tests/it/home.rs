//! A person's home: folders of its own, an emptied environment, and the program run in it.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Six conversations of two agents over three channels, one of them with a note, a macro and a rating.
pub const EXPORT: &str = concat!(
    r#"{"id":"1","source":"shop","channel":"chat","subject":"A shoe is missing","status":"solved","agent":"lea@shop.example","customer":"cr@mail.example","tags":["delivery"],"csat":{"score":4,"min":1,"max":5},"transfers":0,"messages":[{"id":"a","at":"2026-03-02T10:02:11+01:00","role":"customer","author":"cr@mail.example","text":"Hi, one of my shoes is missing\nfrom the box"},{"id":"b","at":"2026-03-02T10:02:40+01:00","role":"agent","author":"lea@shop.example","text":"Hello, thank you for telling us. C’est réglé."},{"id":"c","at":"2026-03-02T10:04:00+01:00","role":"agent","author":"lea@shop.example","private":true,"text":"warehouse says Friday"},{"id":"d","at":"2026-03-02T10:05:00+01:00","role":"agent","author":"lea@shop.example","macro":"follow-parcel","text":"You can follow the parcel in your account."}]}"#,
    "\n",
    r#"{"id":"2","source":"shop","channel":"chat","subject":"Which size","agent":"lea@shop.example","messages":[{"at":"2026-03-03T09:00:00Z","role":"customer","author":"b","text":"40 or 41?"},{"at":"2026-03-03T09:01:00Z","role":"agent","author":"lea@shop.example","text":"41."}]}"#,
    "\n",
    r#"{"id":"3","source":"shop","channel":"email","subject":"Remboursement","agent":"lea@shop.example","messages":[{"at":"2026-03-04T09:00:00Z","role":"customer","author":"c","text":"Où en est mon remboursement ?"},{"at":"2026-03-04T15:00:00Z","role":"agent","author":"lea@shop.example","text":"Il part ce soir."}]}"#,
    "\n",
    r#"{"id":"4","source":"shop","channel":"email","subject":"Invoice","agent":"lea@shop.example","messages":[{"at":"2026-03-05T09:00:00Z","role":"customer","author":"d","text":"I need an invoice"},{"at":"2026-03-05T09:30:00Z","role":"agent","author":"lea@shop.example","text":"Attached."}]}"#,
    "\n",
    r#"{"id":"5","source":"shop","channel":"phone","subject":"Call back","agent":"lea@shop.example","messages":[{"at":"2026-03-06T09:00:00Z","role":"agent","author":"lea@shop.example","text":"Called, no answer."}]}"#,
    "\n",
    r#"{"id":"6","source":"shop","channel":"chat","subject":"Not hers","agent":"marc@shop.example","messages":[{"at":"2026-03-07T09:00:00Z","role":"agent","author":"marc@shop.example","text":"Hello"}]}"#,
    "\n",
);

/// The folders of a person, thrown away at the end.
pub struct Home {
    folder: TempDir,
}

/// What a run said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The same, having made sure of the exit code.
    #[track_caller]
    pub fn code(self, code: i32) -> Said {
        assert_eq!(self.code, code, "\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    /// The same, having made sure that standard error holds this.
    #[track_caller]
    pub fn says(self, part: &str) -> Said {
        assert!(self.err.contains(part), "no {part:?} in\n{}", self.err);
        self
    }

    /// The same, having made sure that standard output holds this.
    #[track_caller]
    pub fn prints(self, part: &str) -> Said {
        assert!(self.out.contains(part), "no {part:?} in\n{}", self.out);
        self
    }

    /// Standard output as JSON, of a run that went well.
    #[track_caller]
    pub fn json(self) -> Value {
        let said = self.code(0);
        serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e} in\n{}", said.out))
    }
}

impl Home {
    /// An empty home.
    pub fn empty() -> Home {
        Home { folder: TempDir::new().unwrap() }
    }

    /// The home of Léa, with her five conversations taken in.
    pub fn of_lea() -> Home {
        let home = Home::empty();
        home.run(["me", "--name", "Léa", "--alias", "lea@shop.example"]).code(0);
        home.fed(["import", "-"], EXPORT).code(0);
        home
    }

    /// A place in the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of the store.
    pub fn data(&self) -> PathBuf {
        self.path("share/aplomb")
    }

    /// The store.
    pub fn store(&self) -> PathBuf {
        self.data().join("aplomb.db")
    }

    /// Writes a file, with its folders, and returns its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A file's text.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program in this home, ready to run.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aplomb"));
        self.settle(&mut command);
        command.args(arguments);
        command
    }

    /// Empties a command's environment but for this home.
    pub fn settle(&self, command: &mut Command) {
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("share"))
            .env("XDG_STATE_HOME", self.path("state"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    /// Runs the program without input.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Said {
        said(&self.command(arguments).output().unwrap())
    }

    /// Runs the program on this input.
    pub fn fed<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>, input: &str) -> Said {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        // Nobody minds if the program ends before it has read all.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        said(&child.wait_with_output().unwrap())
    }

    /// Answers yes to every item of the four pillars that applies, but for these.
    pub fn answer_all(&self, id: &str, but: &[(&str, &str)]) {
        let list = self.run(["checklist", "show", "four-pillars", "--json"]).json();
        let mut answers = serde_json::Map::new();
        for item in list["items"].as_array().unwrap() {
            if item["when"].is_null() {
                answers.insert(item["id"].as_str().unwrap().into(), "yes".into());
            }
        }
        for (item, value) in but {
            answers.insert((*item).into(), (*value).into());
        }
        let answers = serde_json::json!({ "answers": answers }).to_string();
        self.fed(["score", id, "--answers", "-"], &answers).code(0);
    }
}

/// What a run said, as text.
pub fn said(output: &Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout.clone()).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr.clone()).expect("messages are UTF-8"),
    }
}

/// The names of an object's fields, in the order they stand in.
pub fn fields(json: &str, of: &[&str]) -> Vec<String> {
    let value: Value = serde_json::from_str(json).unwrap();
    let mut at = &value;
    for step in of {
        at = step.parse::<usize>().map_or(&at[*step], |place| &at[place]);
    }
    let mut names: Vec<String> = at.as_object().unwrap().keys().cloned().collect();
    names.sort();
    names
}

/// These names, sorted.
pub fn sorted(names: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    names.sort();
    names
}

/// Everything below a folder: relative path and content.
pub fn everything_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
