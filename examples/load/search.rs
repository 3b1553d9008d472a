//! Searches for two words, as the list does them.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use aplomb::domain::redaction::Rules;
use aplomb::ops::error::OpsError;
use aplomb::ops::listing::{self, Order};
use aplomb::ops::session::{Session, Setting};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::figures::{Dice, Figures};

const SEARCHES: usize = 100;

/// Measures, and gives words of the store for further searches.
pub fn measure(store: &Path, turn: usize, figures: &mut Figures) -> Result<Vec<String>, Box<dyn Error>> {
    let now = Timestamp::now().as_microsecond();
    let setting = Setting {
        store: store.to_owned(),
        checklists: None,
        zone: TimeZone::UTC,
        usual: "four-pillars".into(),
        silent_share: 0.5,
        keys: None,
        rules: Rules::standard(),
        folder: None,
        hide_names: false,
        team: aplomb::ops::session::TeamRules::default(),
        read_only: true,
    };
    let (session, _) = Session::open(&setting, now).map_err(told)?;
    if turn == 0 {
        figures.note(format!(
            "{} conversations, {} messages, {} conversations not indexed",
            session.store.conversation_count()?,
            session.store.message_count()?,
            session.store.index_lag()?
        ));
    }
    let said = said(&session, now)?;
    let mut dice = Dice(1 + turn as u64);
    let mut any = |words: &[String]| words[dice.below(words.len())].clone();
    // A word that is said often comes often here, and each word alike there.
    let vocabulary: Vec<String> = said.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    for (what, words) in
        [("search of two words, as often as said", &said), ("search of two words of all", &vocabulary)]
    {
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..SEARCHES {
            let query = format!("{} {}", any(words), any(words));
            let began = Instant::now();
            found += listing::list(&session, &query, Order::Newest, now).map_err(told)?.ids.len();
            times.push(began.elapsed());
        }
        figures.row(what, &times);
        if turn == 0 {
            figures.note(format!("{what}: {} found on average", found / SEARCHES));
        }
    }
    Ok((0..50).map(|_| any(&said)).collect())
}

fn told(error: OpsError) -> String {
    error.what.en.into_owned()
}

/// Words as they are said in conversations here and there.
fn said(session: &Session, now: i64) -> Result<Vec<String>, Box<dyn Error>> {
    let ids = listing::list(session, "", Order::Newest, now).map_err(told)?.ids;
    if ids.is_empty() {
        return Err("the store is empty".into());
    }
    let mut dice = Dice(2);
    let mut said = Vec::new();
    for _ in 0..1_000 {
        let Some(conversation) = session.store.conversation(ids[dice.below(ids.len())])? else { continue };
        for message in conversation.messages.iter().filter(|message| !message.private) {
            let words =
                message.text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1);
            said.extend(words.map(str::to_owned));
        }
    }
    Ok(said)
}
