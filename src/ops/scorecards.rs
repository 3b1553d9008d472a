//! A team's old scorecards come along: each row of a spreadsheet becomes a sealed review of a conversation that is in the
//! store, by whoever reviewed it then. Nothing of it enters what an agent submits, and the same file twice changes
//! nothing.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::Path;

use crate::both;
use crate::domain::checklist::Checklist;
use crate::domain::person::Me;
use crate::domain::problem::Problem;
use crate::domain::review::ReviewRole;
use crate::domain::shown::Shown;
use crate::formats::import::scorecard::{Card, Carded, ScorecardMap, read};
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::ops::finished::{self, Finished, Kept};
use crate::ops::maps;
use crate::ops::session::Session;
use crate::storage::Resolved;
use crate::words::Bilingual;

/// What is wished.
#[derive(Debug)]
pub struct Wish<'w> {
    /// The spreadsheet, as CSV.
    pub file: &'w Path,
    /// The map's file.
    pub map: &'w str,
    /// Only say what would be taken in.
    pub dry_run: bool,
    /// Microseconds since 1970.
    pub now: i64,
    /// For ids and nonces.
    pub seed: [u8; 32],
}

/// What became of the rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// Reviews that are new.
    pub added: u64,
    /// Reviews that were here already.
    pub unchanged: u64,
    /// New ones by reviewer.
    pub reviewers: BTreeMap<String, u64>,
    /// Rows that were left out.
    pub problems: Vec<Problem>,
    /// Whether nothing was written on purpose.
    pub dry_run: bool,
}

/// Takes a spreadsheet of scorecards in.
pub fn take_in(session: &mut Session, wish: &Wish<'_>) -> Result<Taken, OpsError> {
    let map = maps::scorecards(wish.map)?;
    let checklist = session.shelf.checklist(&map.checklist).ok_or_else(|| {
        let id = Shown::short(&map.checklist, 60);
        OpsError::data(both!("there is no checklist `{id}`", "il n’y a pas de liste « {id} »")).hint(
            Bilingual::fixed("`aplomb checklist list` names them", "« aplomb checklist list » les nomme"),
        )
    })?;
    let wrong = map.against(&checklist);
    if !wrong.is_empty() {
        return Err(OpsError::data(Bilingual::fixed(
            "the map cannot be used",
            "le plan n’est pas utilisable",
        ))
        .with(wrong.into_iter().map(|problem| problem.in_file(wish.map)).collect()));
    }
    let name = wish.file.to_string_lossy().into_owned();
    let mut input = BufReader::new(File::open(wish.file).map_err(|error| OpsError::file(wish.file, &error))?);
    let (mut cards, mut taken) = (Vec::new(), Taken { dry_run: wish.dry_run, ..Taken::default() });
    read(&mut input, &name, &map, &checklist, &mut |carded| {
        match carded {
            Carded::Card(card) => cards.push(card),
            Carded::Problem(problem) => taken.problems.push(problem),
        }
        ControlFlow::Continue(())
    })
    .map_err(|refusal| {
        let said = Bilingual::fixed("the file cannot be taken in", "le fichier n’a pas pu être pris");
        OpsError::data(said).with(vec![*refusal.problem])
    })?;
    let me = session.me()?;
    let mut keeping = Keeping { map: &map, checklist: &checklist, me, chance: Chance::new(wish.seed) };
    for card in cards {
        if let Err(problem) = keeping.keep(session, &card, wish, &mut taken)? {
            taken.problems.push(problem.in_file(&name));
        }
    }
    taken.problems.sort_by_key(|problem| problem.line);
    Ok(taken)
}

struct Keeping<'k> {
    map: &'k ScorecardMap,
    checklist: &'k Checklist,
    me: Option<Me>,
    chance: Chance,
}

impl Keeping<'_> {
    fn keep(
        &mut self,
        session: &mut Session,
        card: &Card,
        wish: &Wish<'_>,
        taken: &mut Taken,
    ) -> Result<Result<(), Problem>, OpsError> {
        let conversation = match self.conversation(session, card)? {
            Ok(conversation) => conversation,
            Err(problem) => return Ok(Err(problem)),
        };
        let mine = |who: &str| self.me.as_ref().is_some_and(|me| me.is(who));
        if self.map.role == ReviewRole::Own && !mine(&card.reviewer) {
            let accepted = Bilingual::fixed(
                "my own name: reviews in the role `self` are mine",
                "mon propre nom : les évaluations dans le rôle `self` sont les miennes",
            );
            return Ok(Err(Problem::at(card.line, "reviewer", card.reviewer.clone(), accepted)));
        }
        let finished =
            Finished { conversation, role: self.map.role, checklist: self.checklist, card, renews: false };
        match finished::keep(&mut session.store, &finished, wish.now, wish.dry_run, &mut self.chance)? {
            Kept::Unchanged => taken.unchanged += 1,
            Kept::Added | Kept::Renewed => {
                taken.added += 1;
                *taken.reviewers.entry(card.reviewer.clone()).or_default() += 1;
            }
            Kept::Differs => {
                let accepted = Bilingual::fixed(
                    "this reviewer’s review of the conversation is here with other answers; what was sealed never changes",
                    "l’évaluation de cette personne sur la conversation est déjà là avec d’autres réponses ; ce qui est scellé ne change jamais",
                );
                return Ok(Err(Problem::at(card.line, "conversation", card.conversation.clone(), accepted)));
            }
        }
        Ok(Ok(()))
    }

    fn conversation(&self, session: &Session, card: &Card) -> Result<Result<i64, Problem>, OpsError> {
        let source = self.map.source.as_str();
        let found = if source.is_empty() {
            session.store.resolve(&card.conversation)?
        } else {
            session.store.numbered(source, &card.conversation)?.map_or(Resolved::Nothing, Resolved::One)
        };
        let accepted = match found {
            Resolved::One(id) => return Ok(Ok(id)),
            Resolved::Nothing => Bilingual::fixed(
                "a conversation that is in the store; import it first",
                "une conversation qui est dans la base ; importez-la d’abord",
            ),
            Resolved::Many(_) => Bilingual::fixed(
                "one conversation; several have this id: name the help desk with `source` in the map",
                "une seule conversation ; plusieurs ont cet identifiant : nommez l’outil par `source` dans le plan",
            ),
        };
        Ok(Err(Problem::at(card.line, "conversation", card.conversation.clone(), accepted)))
    }
}
