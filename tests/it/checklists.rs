//! Checklist files: what is refused and how, what comes back as it was written.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aplomb::domain::checklist::Checklist;
use aplomb::domain::problem::Problem;
use aplomb::domain::shown::forbidden;
use aplomb::formats::checklist::{self, parse, to_toml};
use aplomb::words::{Bilingual, Lang};

fn none(_: &str) -> Option<Arc<Checklist>> {
    None
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn twin(name: &str) -> String {
    fs::read_to_string(project("tests/fixtures/checklists").join(name).with_extension("toml")).unwrap()
}

/// All sentences in one language, one problem a line, each safe to print and short enough.
fn sentences(problems: &[Problem], lang: Lang) -> String {
    let lines = problems.iter().map(|problem| problem.sentence(lang).into_string()).collect::<Vec<_>>();
    for line in &lines {
        assert!(!line.chars().any(forbidden), "unclean: {line:?}");
        assert!(line.len() <= 1024, "long: {line}");
    }
    lines.join("\n")
}

/// Refused, with every fragment in the English and no blank French.
fn refused(name: &str, fragments: &[&str]) {
    let problems = parse(&twin(name), &none).expect_err(name);
    let english = sentences(&problems, Lang::En);
    for fragment in fragments {
        assert!(english.contains(fragment), "{name}: no {fragment:?} in\n{english}");
    }
    let french = sentences(&problems, Lang::Fr);
    assert_eq!(french.lines().count(), english.lines().count());
    for (en, fr) in english.lines().zip(french.lines()) {
        assert_ne!(en, fr, "{name}");
    }
    assert_eq!(
        problems.len(),
        fragments.iter().filter(|it| it.starts_with("line ")).count(),
        "{name}:\n{english}"
    );
}

#[test]
fn a_sound_file_loads() {
    let list = parse(&twin("sound"), &none).unwrap();
    assert_eq!((list.id.as_str(), list.version, list.items.len()), ("parcel-desk", 4, 2));
    assert_eq!(list.peer_reviews_before_submission, 1);
    assert!(list.items[0].na.is_none() && list.items[1].na.is_some());
    let marked = format!("\u{feff}{}", twin("sound").replace('\n', "\r\n"));
    assert_eq!(parse(&marked, &none).unwrap().digest(), list.digest());
}

#[test]
fn an_empty_file_says_so() {
    for name in ["empty", "only-remarks"] {
        let problems = parse(&twin(name), &none).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert!(sentences(&problems, Lang::En).contains("empty"));
        assert!(sentences(&problems, Lang::Fr).contains("vide"));
    }
}

#[test]
fn each_mistake_is_named_with_its_place() {
    refused("same-id", &["line 17: items[2] \"greeted\".id: found `greeted`", "stands already on line 12"]);
    refused("nan", &["line 18: items[2] \"parcel-found\".weight: found `nan`", "above 0"]);
    refused("endless", &["line 18: items[2] \"parcel-found\".weight: found `+inf`"]);
    refused("below-zero", &["line 18: items[2] \"parcel-found\".weight: found `-0.5`"]);
    refused("nothing", &["line 18: items[2] \"parcel-found\".weight: found `0`"]);
    refused(
        "misspelt",
        &["line 18: items[2] \"parcel-found\": found `guidence`", "did you mean `guidance`?"],
    );
    refused("ring", &["line 19: ", "loop", "parcel-found → sent → paid → parcel-found"]);
    refused("itself", &["line 13: items[1] \"greeted\".when", "loop"]);
    refused("stack", &["line 14: items[1] \"greeted\".text.en", "invisible characters"]);
    refused("wide", &["line 19: items[2] \"parcel-found\".text.en", "at most 90 columns"]);
    refused("raw-escape", &["line 4: ", "quotes"]);
}

#[test]
fn syntax_is_told_where_it_starts() {
    refused("open-quote", &["line 5: found `title = "]);
    refused("open-text", &["line 18: found `why = ", "three quotes"]);
    let problems = parse("id = \"x\"\ntake = [\n  \"a\"\n  \"b\",\n]\n", &none).unwrap_err();
    let english = sentences(&problems, Lang::En);
    assert!(english.contains("comma") && english.contains("begins on line 2"), "{english}");
}

#[test]
fn hidden_characters_are_refused() {
    refused(
        "escape",
        &[
            "line 5: title.fr: found `Comptoir⟨U+200B⟩",
            "line 14: items[1] \"greeted\".text.en: found `The ⟨U+009B⟩",
        ],
    );
}

#[test]
fn a_missing_language_is_refused() {
    refused(
        "one-language",
        &[
            "line 9: pillars[1] \"care\".name.fr: missing",
            "line 14: items[1] \"greeted\".text.fr: this text is empty",
        ],
    );
}

#[test]
fn all_mistakes_come_at_once() {
    refused(
        "kinds",
        &[
            "line 3: version: found `\"4\"`",
            "line 8: pillars[1].id: found `7`",
            "line 13: items[1] \"greeted\".weight: found `\"3\"`",
            "line 14: items[1] \"greeted\".comment_on: found `\"no\"`",
            "line 15: items[1] \"greeted\".na: found `\"never\"`",
            "line 16: items[1] \"greeted\".causes[1]: found `\"late\"`",
        ],
    );
    refused(
        "several",
        &[
            "line 3: version: found `0`",
            "line 4: found `na_polcy`",
            "did you mean `na_policy`?",
            "line 5: subject: found `chat`",
            "line 14: items[1] \"greeted\".pillar: found `cure`",
            "did you mean `care`?",
            "line 15: items[1] \"greeted\".weight: found `inf`",
            "line 16: items[1] \"greeted\".answer: found `5-1`",
            "line 17: items[1] \"greeted\".critical: found `fatal`",
            "line 18: items[1] \"greeted\".when: found `absent = yes`",
            "line 22: items[2] \"greeted\".id",
            "line 23: items[2] \"greeted\".when: found `greeted maybe`",
            "line 24: items[2] \"greeted\".comment_on[1]: found `3`",
        ],
    );
}

#[test]
fn a_broken_line_does_not_hide_other_mistakes() {
    refused(
        "torn",
        &[
            "line 3: found `version = 4 4`",
            "line 13: items[1] \"greeted\".weight: found `-1`",
            "line 14: items[1] \"greeted\": found `wieght`",
        ],
    );
}

#[test]
fn conditions_name_answers_that_exist() {
    let with = |when: &str| {
        twin("sound").replacen("id = \"greeted\"", &format!("id = \"greeted\"\nwhen = \"{when}\""), 1)
    };
    for when in ["parcel-found = yes", "parcel-found != no", "parcel-found = n/a"] {
        assert!(parse(&with(when), &none).is_ok(), "{when}");
    }
    for (when, says) in [
        ("parcel-found = 3", "yes, no, n/a"),
        ("parcel-fund = yes", "did you mean `parcel-found`?"),
        ("parcel-found > 3", "ITEM = ANSWER"),
    ] {
        let english = sentences(&parse(&with(when), &none).unwrap_err(), Lang::En);
        assert!(
            english.contains("line 13: items[1] \"greeted\".when") && english.contains(says),
            "{english}"
        );
    }
}

#[test]
fn loops_are_told_once_each() {
    let mut text = twin("sound");
    for (id, on) in [("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("tail", "a"), ("end", "greeted")] {
        text.push_str(&format!(
            "\n[[items]]\nid = \"{id}\"\npillar = \"care\"\ntext = {{ en = \"E\", fr = \"F\" }}\nwhen = \"{on} = yes\"\n"
        ));
    }
    let problems = parse(&text, &none).unwrap_err();
    let english = sentences(&problems, Lang::En);
    assert_eq!(problems.len(), 2, "{english}");
    assert!(english.contains("here a → b → a") && english.contains("here c → d → c"), "{english}");
}

#[test]
fn too_much_is_refused_and_stays_short() {
    let mut text = twin("sound");
    for n in 0..300 {
        text.push_str(&format!(
            "\n[[items]]\nid = \"n{n}\"\npillar = \"care\"\ntext = {{ en = \"E\", fr = \"F\" }}\n"
        ));
    }
    let english = sentences(&parse(&text, &none).unwrap_err(), Lang::En);
    assert!(english.contains("items: found `302`; at most 200"), "{english}");

    let keys = (0..5000).map(|n| format!("k{n} = 1\n")).collect::<String>();
    let problems = parse(&keys, &none).unwrap_err();
    assert_eq!(problems.len(), 101);
    assert!(sentences(&problems, Lang::En).contains("more; mend these first"));

    let english = sentences(&parse(&"#\n".repeat(2 * 1024 * 1024), &none).unwrap_err(), Lang::En);
    assert!(english.contains("at most 2097152 bytes"), "{english}");

    let deep = format!("x = {}", "[".repeat(100_000));
    assert!(!parse(&deep, &none).unwrap_err().is_empty());
}

fn base() -> Arc<Checklist> {
    let text = twin("sound")
        + "\n[[pillars]]\nid = \"speed\"\nname = { en = \"Speed\", fr = \"Vitesse\" }\n"
        + "\n[[items]]\nid = \"on-time\"\npillar = \"speed\"\ntext = { en = \"On time\", fr = \"À l’heure\" }\nwhen = \"greeted = no\"\n";
    Arc::new(
        parse(
            &text.replacen("subject = \"conversation\"", "subject = \"team\"\nna_policy = \"full\"", 1),
            &none,
        )
        .unwrap(),
    )
}

fn short(take: &str) -> Result<Checklist, Vec<Problem>> {
    let text = format!(
        "id = \"parcel-short\"\nversion = 1\ntitle = {{ en = \"Short\", fr = \"Court\" }}\nfrom = \"parcel-desk\"\ntake = {take}\n"
    );
    parse(&text, &|id| (id == "parcel-desk").then(base))
}

#[test]
fn a_short_form_takes_items_with_all_they_have() {
    let list = short("[\"on-time\", \"greeted\"]").unwrap();
    let whole = base();
    assert_eq!(list.from, "parcel-desk");
    assert_eq!((list.subject, list.na_policy), (whole.subject, whole.na_policy));
    assert_eq!(list.items, [whole.items[2].clone(), whole.items[0].clone()]);
    assert_eq!(list.pillars.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["care", "speed"]);
    let again = parse(&to_toml(&list), &|_| Some(base())).unwrap();
    assert_eq!((again.digest(), again), (list.digest(), list));
    let one = short("[\"greeted\"]").unwrap();
    assert_eq!(one.pillars.len(), 1);
}

#[test]
fn a_short_form_is_checked_too() {
    for (take, says) in [
        ("[\"greted\"]", "did you mean `greeted`?"),
        ("[\"greeted\", \"greeted\"]", "already on line 5"),
        ("[\"on-time\"]", "take `greeted` too"),
        ("[]", "a list of item ids"),
        ("\"greeted\"", "a list of item ids"),
        ("[\"greeted\"]\nsubject = \"team\"", "from the other list"),
        ("[\"greeted\"]\nitems = []", "from the other list"),
        ("[\"greeted\"]\ntakes = []", "did you mean `take`?"),
    ] {
        let english = sentences(&short(take).unwrap_err(), Lang::En);
        assert!(english.contains(says), "{take}: {english}");
    }
    let alone = "id = \"a\"\nversion = 1\ntitle = { en = \"A\", fr = \"A\" }\nfrom = \"b\"\ntake = [\"x\"]\n";
    assert!(sentences(&parse(alone, &none).unwrap_err(), Lang::En).contains("line 4: from: found `b`"));
    let itself = alone.replace("\"b\"", "\"a\"");
    let english = sentences(&parse(&itself, &|_| Some(base())).unwrap_err(), Lang::En);
    assert!(english.contains("than itself"), "{english}");
    let stray = twin("sound").replacen("version = 4", "version = 4\ntake = [\"greeted\"]", 1);
    assert!(sentences(&parse(&stray, &none).unwrap_err(), Lang::En).contains("`take` needs `from`"));
}

#[test]
fn shipped_checklists_load() {
    let mut waiting = BTreeMap::new();
    for entry in fs::read_dir(project("checklists")).expect("the folder `checklists`") {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "toml") {
            waiting.insert(
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                fs::read_to_string(&path).unwrap(),
            );
        }
    }
    assert!(!waiting.is_empty(), "no checklist in `checklists`");
    let mut loaded: BTreeMap<String, Arc<Checklist>> = BTreeMap::new();
    while !waiting.is_empty() {
        let ready =
            waiting.iter().map(|(name, text)| (name.clone(), parse(text, &|id| loaded.get(id).cloned())));
        let (sound, unsound): (Vec<_>, Vec<_>) = ready.partition(|(_, list)| list.is_ok());
        let told = || {
            unsound
                .iter()
                .map(|(name, it)| format!("{name}:\n{}", sentences(it.as_ref().unwrap_err(), Lang::En)))
        };
        assert!(!sound.is_empty(), "{}", told().collect::<String>());
        for (name, list) in sound {
            waiting.remove(&name);
            let list = list.unwrap();
            assert_eq!(list.id, name, "a file is named after its checklist");
            loaded.insert(name, Arc::new(list));
        }
    }
    for list in loaded.values() {
        let again = parse(&to_toml(list), &|id| loaded.get(id).cloned()).unwrap();
        assert_eq!(&again, &**list);
        for item in list.items.iter().filter(|_| list.subject.word() == "conversation") {
            assert_ne!(item.guidance, Bilingual::default(), "{}: {} has no guidance", list.id, item.id);
            assert_ne!(item.why, Bilingual::default(), "{}: {} has no why", list.id, item.id);
        }
    }
}

/// The samples beside the project, where they are. Each fragment list is one alternative of what must be said.
#[test]
fn hostile_samples() {
    let shared = std::env::var_os("APLOMB_SHARED").map_or_else(|| project("../shared"), PathBuf::from);
    let folder = shared.join("hostile/checklists");
    if !folder.is_dir() {
        eprintln!("skipped: no {}", folder.display());
        return;
    }
    let lined = &["line "][..];
    let expected: [(&str, &[&[&str]]); 9] = [
        ("s31-empty", &[&["empty", "missing"]]),
        ("s32-same-id", &[&["x"], &["dupli", "twice", "already"], lined]),
        ("s33-nan", &[&["weight"], lined]),
        ("s34-minus", &[&["weight"], lined]),
        ("s35-typo", &[&["weigth"], lined]),
        ("s36-ring", &[&["cyc", "loop", "circul"]]),
        ("s37-syntax", &[&["line 1:"]]),
        ("s38-escape", &[&["control", "character"], lined]),
        (
            "s39-several",
            &[&["nowhere"], &["nothing"], &["stands already"], &["`-1`"], &["`inf`"], &["empty"], lined],
        ),
    ];
    let read = |name: &str| fs::read_to_string(folder.join(name).with_extension("toml")).unwrap();
    assert!(parse(&read("s30-sound"), &none).is_ok());
    for (name, must) in expected {
        let problems = parse(&read(name), &none).expect_err(name);
        let english = sentences(&problems, Lang::En);
        for any in must {
            assert!(any.iter().any(|part| english.contains(part)), "{name}: none of {any:?} in\n{english}");
        }
        sentences(&problems, Lang::Fr);
    }
}

/// What the guide shows is accepted: its first two TOML blocks are a checklist and its short form.
#[test]
fn the_guide_tells_the_truth() {
    let guide = fs::read_to_string(project("checklists/README.md")).unwrap();
    let blocks =
        guide.split("```toml\n").skip(1).map(|it| it.split("```").next().unwrap()).collect::<Vec<_>>();
    assert_eq!(blocks.len(), 3);
    let list = Arc::new(parse(blocks[0], &none).unwrap());
    let hinted = parse(&format!("{}\n{}", blocks[0], blocks[1]), &none).unwrap();
    assert_eq!((hinted.hints.len(), hinted.digest()), (1, list.digest()));
    let short = parse(blocks[2], &|id| (id == list.id).then(|| list.clone())).unwrap();
    assert_eq!(short.items, list.items);
    for limit in [
        format!("`[[items]]`, at most {}", checklist::MOST_ITEMS),
        format!("`[[pillars]]`, at most {}", checklist::MOST_PILLARS),
        format!("`[[metrics]]`, at most {}", checklist::MOST_METRICS),
        format!("`[[hints]]`, at most {}", checklist::MOST_HINTS),
        format!("words of each language; at most {}", checklist::MOST_WORDS),
        format!("at most {} |", checklist::MOST_CAUSES),
        format!("at most {} of them", checklist::LONGEST_ID),
        format!("one line: at most {} columns", checklist::WIDEST_TEXT),
        format!("| at most {} columns |", checklist::WIDEST_TITLE),
        format!("| at most {} columns |", checklist::WIDEST_PILLAR),
        format!("how to decide; at most {} characters", checklist::LONGEST_PARAGRAPH),
    ] {
        assert!(guide.contains(&limit), "the guide does not say {limit:?}");
    }
}
