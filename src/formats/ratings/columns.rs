//! What the columns of a table hold: a rater each, the names of the units, the names of items.

use super::{Ask, NamesAre, Refusal};
use crate::both;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// Headings of columns that name units and hold no ratings.
const NAMING: [&str; 31] = [
    "",
    "#",
    "id",
    "ids",
    "unit",
    "units",
    "conversation",
    "conversations",
    "ticket",
    "tickets",
    "item",
    "items",
    "case",
    "cases",
    "subject",
    "row",
    "index",
    "key",
    "nr",
    "n°",
    "request",
    "unité",
    "unités",
    "point",
    "points",
    "cas",
    "sujet",
    "ligne",
    "demande",
    "dossier",
    "identifiant",
];

/// What one column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The ratings of the rater with this number.
    Rater(usize),
    /// Names of units, or the first rater: its cells will tell.
    Open,
    /// Names of units.
    Names,
    /// Names of items.
    Item,
}

/// The columns in order.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) roles: Vec<Role>,
    pub(super) heads: Vec<String>,
    pub(super) raters: usize,
    pub(super) names: Option<NamesAre>,
}

impl Columns {
    /// Reads the header by what was asked.
    pub(super) fn of(mut heads: Vec<String>, ask: &Ask) -> Result<Columns, Refusal> {
        while heads.len() > 1 && heads.last().is_some_and(String::is_empty) {
            heads.pop();
        }
        let item = ask.item.as_deref().map(|name| named(&heads, name, "--item")).transpose()?;
        let first = (0..heads.len()).find(|place| Some(*place) != item);
        let mut names = None;
        let mut open = None;
        match &ask.names {
            NamesAsk::Column(name) => names = Some((named(&heads, name, "--units")?, NamesAre::Asked)),
            NamesAsk::Nowhere => {}
            NamesAsk::Guess => {
                let left = heads.len() - 1 - usize::from(item.is_some());
                match first {
                    Some(first) if naming(&heads[first]) => names = Some((first, NamesAre::ByHeading)),
                    // A single column would be left to compare with nothing.
                    Some(first) if left >= 2 => open = Some(first),
                    _ => {}
                }
            }
        }
        if let (Some(item), Some((names, _))) = (item, names)
            && item == names
        {
            return Err(Refusal::Asked(Bilingual::fixed(
                "--units and --item name the same column",
                "--units et --item désignent la même colonne",
            )));
        }
        let mut raters = 0;
        let roles = (0..heads.len())
            .map(|place| {
                if Some(place) == item {
                    return Role::Item;
                }
                if names.is_some_and(|(names, _)| names == place) {
                    return Role::Names;
                }
                raters += 1;
                if open == Some(place) { Role::Open } else { Role::Rater(raters - 1) }
            })
            .collect();
        if raters == 0 {
            return Err(Refusal::Problems(
                vec![Problem::at(
                    1,
                    "",
                    heads.join(" "),
                    Bilingual::fixed(
                        "a header with a column for each rater is needed",
                        "il faut un en-tête avec une colonne par évaluateur",
                    ),
                )],
                0,
            ));
        }
        Ok(Columns { roles, heads, raters, names: names.map(|(_, how)| how) })
    }

    /// The heading of the column of names.
    pub(super) fn names_heading(&self) -> &str {
        self.roles.iter().position(|role| *role == Role::Names).map_or("", |place| &self.heads[place])
    }

    /// Settles the open column.
    pub(super) fn settle(&mut self, names: bool) {
        let shift = usize::from(names);
        for role in &mut self.roles {
            *role = match *role {
                Role::Open if names => Role::Names,
                Role::Open => Role::Rater(0),
                Role::Rater(rater) => Role::Rater(rater - shift),
                other => other,
            };
        }
        self.raters -= shift;
        if names {
            self.names = Some(NamesAre::ByContent);
        }
    }
}

/// Where the names of units are said to stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NamesAsk {
    /// The first column may hold them: its heading or its cells tell.
    #[default]
    Guess,
    /// In the column with this heading.
    Column(String),
    /// Nowhere: every column is a rater.
    Nowhere,
}

fn naming(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    NAMING.contains(&heading.as_str()) || heading.ends_with("_id") || heading.ends_with(" id")
}

fn named(heads: &[String], name: &str, option: &str) -> Result<usize, Refusal> {
    let exactly = heads.iter().position(|head| head == name);
    let nearly = || heads.iter().position(|head| head.to_lowercase() == name.trim().to_lowercase());
    exactly.or_else(nearly).ok_or_else(|| {
        let shown: Vec<String> =
            heads.iter().take(20).map(|head| format!("`{}`", Shown::short(head, 40))).collect();
        let (name, columns) = (Shown::short(name, 40), shown.join(", "));
        Refusal::Asked(both!(
            "{option}: there is no column `{name}`; the columns are {columns}",
            "{option}\u{202f}: il n’y a pas de colonne «\u{202f}{name}\u{202f}»\u{202f}; les colonnes sont {columns}"
        ))
    })
}
