//! The top of the file: what the checklist is, its pillars and metrics.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::hints;
use super::items::{self, Pillars};
use super::reading::{Reading, Room};
use super::spelling::{NA_POLICIES, SUBJECTS, WAYS};
use super::tree::{Source, Table};
use super::{
    LARGEST_FILE, MOST_METRICS, MOST_PILLARS, WIDEST_PILLAR, WIDEST_TEXT, WIDEST_TITLE, short_form, syntax,
};
use crate::both;
use crate::domain::checklist::{Better, Checklist, NaPolicy, Pillar, Subject, TeamMetric};
use crate::domain::problem::Problem;
use crate::words::Bilingual;

/// Peer reviews that a checklist may ask for before a submission.
const MOST_PEER_REVIEWS: u32 = 9;

/// Reads a checklist. `base` finds the checklist that a short form names in `from`. All problems come at once, in the
/// order of the file; their `file` is left empty.
pub fn parse(toml: &str, base: &dyn Fn(&str) -> Option<Arc<Checklist>>) -> Result<Checklist, Vec<Problem>> {
    if toml.len() > LARGEST_FILE {
        let wish =
            both!("a file of at most {LARGEST_FILE} bytes", "un fichier de {LARGEST_FILE} octets au plus");
        return Err(vec![Problem::at(None, "", toml.len().to_string(), wish)]);
    }
    let mut reading = Reading::default();
    let source = Source::new(toml);
    let tree = syntax::read(&source, toml, &mut reading);
    let root = Table::root(&source, &tree);
    let list = if root.is_empty() {
        reading.absence(
            &root.place,
            "",
            Bilingual::fixed(
                "the file is empty; `aplomb checklist new` writes one to start from",
                "le fichier est vide\u{202f}; `aplomb checklist new` en écrit un pour commencer",
            ),
        );
        None
    } else if root.has("from") {
        short_form::read(&root, base, &mut reading)
    } else {
        Some(whole(&root, &mut reading))
    };
    match (list, reading.finish()) {
        (Some(list), problems) if problems.is_empty() => Ok(list),
        (_, problems) => Err(problems),
    }
}

/// What a whole checklist and a short form both begin with.
pub(super) struct Head {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) title: Bilingual,
    pub(super) na_policy: Option<NaPolicy>,
    pub(super) index: Option<bool>,
    pub(super) peer_reviews_before_submission: Option<u8>,
}

pub(super) fn head(root: &Table<'_>, reading: &mut Reading) -> Head {
    // The root keeps its bare path: `version`, not `"four-pillars".version`.
    let mut named = root.clone();
    let id = reading.id(&mut named).unwrap_or_default().to_owned();
    let wish = Bilingual::fixed(
        "a whole number from 1, raised with every change",
        "un nombre entier à partir de 1, augmenté à chaque changement",
    );
    let version = reading
        .need(root, "version", &wish)
        .and_then(|entry| reading.whole(&entry, 1..=u32::MAX, &wish))
        .unwrap_or(1);
    let title = reading.pair(root, "title", Room::Columns(WIDEST_TITLE));
    let na_policy = root.get("na_policy").and_then(|entry| reading.word(&entry, &NA_POLICIES));
    let index = root.get("index").and_then(|entry| reading.truth(&entry));
    let wish =
        both!("a whole number from 0 to {MOST_PEER_REVIEWS}", "un nombre entier de 0 à {MOST_PEER_REVIEWS}");
    let peer_reviews_before_submission = root
        .get("peer_reviews_before_submission")
        .and_then(|entry| reading.whole(&entry, 0..=MOST_PEER_REVIEWS, &wish))
        .and_then(|reviews| u8::try_from(reviews).ok());
    Head { id, version, title, na_policy, index, peer_reviews_before_submission }
}

fn whole(root: &Table<'_>, reading: &mut Reading) -> Checklist {
    reading.only(
        root,
        &[
            "id",
            "version",
            "subject",
            "title",
            "na_policy",
            "index",
            "peer_reviews_before_submission",
            "from",
            "take",
            "pillars",
            "items",
            "metrics",
            "hints",
        ],
    );
    if let Some(take) = root.get("take") {
        reading.problem(
            &take.place,
            "",
            Bilingual::fixed(
                "`take` needs `from`, the id of the checklist to take items from",
                "`take` demande `from`, l’identifiant de la liste où prendre les points",
            ),
        );
    }
    let head = head(root, reading);
    let wish = Bilingual::fixed(
        "conversation, team or goal, in quotes",
        "conversation, team ou goal, entre guillemets droits",
    );
    let subject = reading.need(root, "subject", &wish).and_then(|entry| reading.word(&entry, &SUBJECTS));
    let pillars = pillars(root, reading);
    let known = Pillars { list: &pillars };
    let items = items::read(root, &known, reading);
    let metrics = metrics(root, &known, reading);
    let hints = hints::read(root, &items, reading);
    Checklist {
        id: head.id,
        version: head.version,
        subject: subject.unwrap_or(Subject::Conversation),
        title: head.title,
        from: String::new(),
        na_policy: head.na_policy.unwrap_or_default(),
        index: head.index.unwrap_or(false),
        peer_reviews_before_submission: head.peer_reviews_before_submission.unwrap_or(1),
        items,
        metrics,
        pillars,
        hints,
    }
}

fn pillars(root: &Table<'_>, reading: &mut Reading) -> Vec<Pillar> {
    let wish = Bilingual::fixed("at least one pillar: [[pillars]]", "au moins un pilier\u{a0}: [[pillars]]");
    let mut seen = BTreeMap::new();
    let mut pillars = Vec::new();
    for mut table in reading.tables(root, "pillars", MOST_PILLARS, &wish) {
        let id = reading.id(&mut table).unwrap_or_default();
        if !id.is_empty() {
            reading.unique(&mut seen, id, &table.place_of_id());
        }
        reading.only(&table, &["id", "name", "weight"]);
        let name = reading.pair(&table, "name", Room::Columns(WIDEST_PILLAR));
        pillars.push(Pillar { id: id.to_owned(), name, weight: reading.weight(&table) });
    }
    if pillars.is_empty() {
        reading.absence(&root.place_of("pillars"), "", wish);
    }
    pillars
}

fn metrics(root: &Table<'_>, pillars: &Pillars<'_>, reading: &mut Reading) -> Vec<TeamMetric> {
    let wish = Bilingual::fixed(
        "which way is better: `higher`, `lower` or `neither`",
        "le sens favorable\u{a0}: `higher` (plus haut), `lower` (plus bas) ou `neither` (aucun)",
    );
    let tables =
        Bilingual::fixed("metrics, each under [[metrics]]", "des indicateurs, chacun sous [[metrics]]");
    let mut seen = BTreeMap::new();
    let mut metrics = Vec::new();
    for mut table in reading.tables(root, "metrics", MOST_METRICS, &tables) {
        let id = reading.id(&mut table).unwrap_or_default();
        if !id.is_empty() {
            reading.unique(&mut seen, id, &table.place_of_id());
        }
        reading.only(&table, &["id", "pillar", "row", "name", "better"]);
        metrics.push(TeamMetric {
            id: id.to_owned(),
            pillar: pillars.of(&table, reading),
            name: reading.pair(&table, "name", Room::Columns(WIDEST_TEXT)),
            row: reading.row(&table),
            better: reading
                .need(&table, "better", &wish)
                .and_then(|entry| reading.word(&entry, &WAYS))
                .unwrap_or(Better::Neither),
        });
    }
    metrics
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{template, to_toml};
    use super::*;
    use crate::words::Lang;

    /// Reads, and says every problem in both languages.
    fn survive(text: &str) {
        let base = parse(template(Lang::En), &|_| None).ok().map(Arc::new);
        match parse(text, &|_| base.clone()) {
            Ok(list) => assert_eq!(parse(&to_toml(&list), &|_| base.clone()), Ok(list)),
            Err(problems) => {
                assert!(!problems.is_empty());
                for problem in problems {
                    assert!(problem.line.is_none_or(|line| line <= text.lines().count().max(1) as u64 + 1));
                    let _ = (problem.sentence(Lang::En), problem.sentence(Lang::Fr));
                }
            }
        }
    }

    fn fragment() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "[[items]]\n",
            "[[pillars]]\n",
            "[[metrics]]\n",
            "[items.text]\n",
            "id = ",
            "\"a\"",
            "'b'",
            "text.en = ",
            "causes = [",
            "{",
            "}",
            "]",
            "weight = ",
            "nan",
            "-inf",
            "1e999",
            "0x_",
            "when = \"a = yes\"\n",
            "\"\"\"",
            "from = \"my-team\"\n",
            "take = [\"resolved\"]\n",
            "=",
            ",",
            "\n",
            "\\",
            "# ",
            "\r",
            "1979-05-27",
            "true",
        ]);
        prop_oneof![3 => known.prop_map(str::to_owned), 1 => ".{0,6}"]
    }

    proptest! {

        #[test]
        fn any_text_is_survived(text in "(?s).{0,200}") {
            survive(&text);
        }

        #[test]
        fn near_toml_is_survived(parts in prop::collection::vec(fragment(), 0..60)) {
            survive(&parts.concat());
        }

        #[test]
        fn flipped_bytes_are_survived(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
            let mut bytes = template(Lang::Fr).as_bytes().to_vec();
            for (at, byte) in flips {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            survive(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn lost_and_doubled_lines_are_survived(cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..8)) {
            let mut lines = template(Lang::En).lines().collect::<Vec<_>>();
            for (at, lost) in cuts {
                let at = at.index(lines.len());
                if lost {
                    lines.remove(at);
                } else {
                    lines.insert(at, lines[at]);
                }
            }
            survive(&lines.join("\n"));
        }
    }
}
