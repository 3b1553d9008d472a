//! What *Me* says about my answers beside my colleagues': the gap, kind words about where we lean apart, and every
//! difference once more.

use super::MeScreen;
use super::page::{MARGIN, WIDEST, heading, with_blank};
use crate::both;
use crate::domain::shown::Shown;
use crate::ops::learning::{Difference, Learnt, MIRROR_WORDS, claim_words, gap_words, limits_words};
use crate::tui::action::Action;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Tone, counted, wrapped};
use crate::tui::screens::page::Page;
use crate::tui::screens::review::value_word;
use crate::words::{Bilingual, Lang, date};

const TITLE: Bilingual = Bilingual::fixed("Beside your colleagues", "À côté de vos collègues");
/// Items whose *n/a* is named.
const MOST_SHIELDS: usize = 3;
/// Columns of a colleague's name.
const LONGEST_NAME: usize = 24;

impl MeScreen {
    /// On the first page: that there is a second one, or what it takes to have one.
    pub(super) fn pointer(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let n = self.learnt.figures.exchanges() + self.learnt.figures.elsewhere;
        let said = if n == 0 {
            nothing(&self.keys)
        } else {
            let (tab, onglet) = self.keys.pair(Action::NextPane);
            let en = counted(Lang::En, n, ("exchange", "exchanges"), ("", ""));
            let fr = counted(Lang::Fr, n, ("", ""), ("échange", "échanges"));
            both!(
                "Beside your colleagues: {tab} shows what {en} say.",
                "À côté de vos collègues\u{202f}: {onglet} montre ce que disent {fr}."
            )
        };
        let tone = if n == 0 { Tone::Quiet } else { Tone::Text };
        wrapped(tone, said.get(lang), columns, MARGIN)
    }

    /// The page, and the rows that each difference takes on it.
    pub(super) fn beside(&self, lang: Lang, columns: usize) -> Page {
        let columns = columns.saturating_sub(MARGIN).min(WIDEST);
        let (learnt, figures) = (&self.learnt, &self.learnt.figures);
        if figures.exchanges() + figures.elsewhere == 0 {
            let none = wrapped(Tone::Text, nothing(&self.keys).get(lang), columns, MARGIN);
            return Page::of(with_blank(none));
        }
        let mut lines = vec![head(learnt, lang, columns)];
        let say = |lines: &mut Vec<Line>, tone, words: &Bilingual, indent| {
            lines.extend(wrapped(tone, words.get(lang), columns, indent));
        };
        say(&mut lines, Tone::Quiet, &figures.basis(), MARGIN);
        let n = figures.elsewhere;
        if n > 0 {
            let apart = both!(
                "{n} under other checklists: below, and in no figure.",
                "{n} avec d’autres listes\u{202f}: plus bas, et dans aucun chiffre."
            );
            say(&mut lines, Tone::Quiet, &apart, MARGIN);
        }
        lines.push(Line::blank());
        for gap in &figures.pillars {
            say(&mut lines, Tone::Text, &gap_words(gap), MARGIN);
            for more in [claim_words(gap), limits_words(gap)].into_iter().flatten() {
                say(&mut lines, Tone::Quiet, &more, MARGIN + 2);
            }
        }
        if let Some(plan) = learnt.plan() {
            say(&mut lines, Tone::Quiet, &plan.sentence(), MARGIN);
        }
        lines.push(Line::blank());
        say(&mut lines, Tone::Quiet, &MIRROR_WORDS, MARGIN);
        lines.extend(together(learnt, lang, columns));
        let mut page = Page::of(lines);
        page.then(self.replay(lang, columns));
        if !learnt.agreement.is_empty() {
            let key = |lang| self.keys.of(Action::GoChecklists, lang);
            let (en, fr) = (key(Lang::En), key(Lang::Fr));
            let where_to = both!(
                "How far you answer alike, item by item, stands on Checklists ({en}).",
                "L’accord, point par point, se trouve dans Listes ({fr})."
            );
            page.say([Line::blank()]);
            page.say(wrapped(Tone::Quiet, where_to.get(lang), columns, MARGIN));
        }
        page
    }

    /// Every difference, by item, the latest first.
    fn replay(&self, lang: Lang, columns: usize) -> Page {
        let mut page = Page::default();
        if self.learnt.figures.replay.is_empty() {
            return page;
        }
        let open = self.keys.of(Action::Open, lang);
        let what =
            Bilingual::fixed("What differed, the latest first", "Ce qui différait, le plus récent d’abord");
        let how = both!("{open} compares", "{open}\u{202f}: comparer");
        page.say([Line::blank()]);
        let title = heading(what, lang);
        if title.width() + 2 + Line::of(Tone::Quiet, how.get(lang)).width() <= columns {
            page.say([title.fill().text(Tone::Quiet, how.get(lang))]);
        } else {
            page.say([title, Line::blank().space(MARGIN).text(Tone::Quiet, how.get(lang))]);
        }
        // All on one row each, or none: the eye runs down a column.
        let room = columns.saturating_sub(MARGIN + 2);
        let all = self.learnt.figures.replay.iter().flat_map(|item| &item.moments);
        let fits = all
            .map(|one| told(one, &self.learnt, lang))
            .all(|(lead, said)| Line::of(Tone::Quiet, &lead).space(2).then(said).width() <= room);
        for item in &self.learnt.figures.replay {
            page.say(wrapped(Tone::Title, item.text.get(lang), columns, MARGIN));
            for difference in &item.moments {
                let (lead, said) = told(difference, &self.learnt, lang);
                let rows = if fits {
                    vec![Line::of(Tone::Quiet, &lead).space(2).then(said)]
                } else {
                    wrapped(Tone::Quiet, &lead, room, 0).into_iter().chain([said]).collect()
                };
                page.stop(rows.into_iter().map(|row| Line::blank().space(MARGIN + 2).then(row)));
            }
        }
        page
    }
}

fn head(learnt: &Learnt, lang: Lang, columns: usize) -> Line {
    let n = learnt.figures.exchanges();
    let count = counted(lang, n, ("exchange", "exchanges"), ("échange", "échanges"));
    let line = Line::blank().space(MARGIN).text(Tone::Title, TITLE.get(lang)).dot().text(Tone::Text, count);
    let title = Shown::line(learnt.figures.checklist.get(lang));
    let fits = line.width() + title.width() + 2 <= columns;
    if fits { line.fill().text(Tone::Quiet, title.into_string()) } else { line }
}

/// What would be here, and how it comes.
fn nothing(keys: &Keys) -> Bilingual {
    let (ask, demander) = keys.pair(Action::AskColleague);
    both!(
        "Beside your colleagues: where you answer alike, and where not, appears here once one of them has read a conversation with you: press {ask} on a sealed review.",
        "À côté de vos collègues\u{202f}: vos accords et vos différences apparaissent ici dès que l’un d’eux a lu une conversation avec vous\u{202f}: touche {demander} sur une évaluation scellée."
    )
}

/// Items that are worth reading together, in kind words; and what their guidance lacks about *n/a*.
fn together(learnt: &Learnt, lang: Lang, columns: usize) -> Vec<Line> {
    let leanings = learnt.leanings().into_iter().map(|item| (&item.text, item.sentence()));
    let shields = learnt.figures.shield.iter().flat_map(|shield| &shield.items);
    let shields =
        shields.filter(|item| item.flagged).take(MOST_SHIELDS).map(|item| (&item.text, item.sentence()));
    let mut lines = Vec::new();
    for (text, sentence) in leanings.chain(shields) {
        let Some(sentence) = sentence else { continue };
        if lines.is_empty() {
            let title = Bilingual::fixed("Worth reading together", "À relire ensemble");
            lines.extend([Line::blank(), heading(title, lang)]);
        }
        lines.extend(wrapped(Tone::Title, text.get(lang), columns, MARGIN));
        lines.extend(wrapped(Tone::Text, sentence.get(lang), columns, MARGIN + 2));
    }
    lines
}

/// `12 Mar 2026  #3592`, and `you yes · Marc no · agreed yes`.
fn told(difference: &Difference, learnt: &Learnt, lang: Lang) -> (String, Line) {
    let value = |value| value_word(value, lang);
    let reference =
        learnt.references.get(&difference.conversation).map_or("", |reference| reference.as_str());
    let lead = format!("{}  {reference}", date(lang, difference.date));
    let who = match (difference.who.as_str(), lang) {
        ("", Lang::En) => "colleague".to_owned(),
        ("", Lang::Fr) => "collègue".to_owned(),
        (name, _) => Shown::line(name).clip(LONGEST_NAME).into_string(),
    };
    let agreed = match difference.agreed {
        Some(agreed) => {
            let agreed = value(agreed);
            both!("agreed {agreed}", "accord\u{202f}: {agreed}")
        }
        None => Bilingual::fixed("open", "en suspens"),
    };
    let (mine, theirs) = (value(difference.mine), format!("{who} {}", value(difference.theirs)));
    let mine = both!("you {mine}", "vous {mine}");
    let said = Line::of(Tone::Text, mine.get(lang))
        .dot()
        .text(Tone::Text, theirs)
        .dot()
        .text(Tone::Quiet, agreed.get(lang));
    (lead, said)
}
