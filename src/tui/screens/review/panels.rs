//! Panels over the panes: what is missing, the seal, the withdrawal, the history of an item.

use super::{Front, ReviewScreen, Sealed, answers, detail, items, result, theirs, why};
use crate::both;
use crate::domain::review::{Gap, ReviewRole};
use crate::domain::score::PillarScore;
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::tui::action::Action;
use crate::tui::screens::keys::{Keys, named};
use crate::tui::screens::lines::{Line, Mark, Tone, counted, wrapped};
use crate::words::{Bilingual, Lang, date_time, score};

/// Columns before everything in a panel.
pub const MARGIN: usize = 3;
/// Columns that a panel's text takes at most: longer rows are hard to read.
const WIDEST: usize = 92;

impl ReviewScreen {
    /// What there is to say while no review is open.
    pub fn nothing(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let key = |action| self.keys.of(action, lang);
        let (today, all) = (key(Action::GoToday), key(Action::GoConversations));
        let open = key(Action::Open);
        let said = both!(
            "No review is open. Choose a conversation on Today ({today}) or Conversations ({all}) and press {open}.",
            "Aucune évaluation n’est ouverte. Choisissez une conversation sur Aujourd’hui ({today}) ou Conversations ({all}), puis {open}."
        );
        let mut lines = vec![Line::blank()];
        lines.extend(wrapped(Tone::Text, said.get(lang), columns.min(80), MARGIN));
        lines
    }

    /// Whether a panel covers the panes.
    pub(super) fn panel_is_open(&self) -> bool {
        matches!(
            self.front,
            Front::Missing
                | Front::Seal
                | Front::Void(_)
                | Front::Why(_)
                | Front::Past
                | Front::Result(_)
                | Front::Theirs(_)
        )
    }

    /// What the panel in front says, if there is one.
    pub(super) fn panel(&self, lang: Lang, columns: usize, rows: usize) -> Option<Vec<Line>> {
        let desk = self.desk.as_ref()?;
        let columns = columns.saturating_sub(MARGIN).min(WIDEST);
        Some(match &self.front {
            Front::Missing => missing(desk, &self.keys, lang, columns),
            Front::Seal => seal(desk, self.may_consent().then_some(self.consent), lang, columns),
            Front::Void(_) if desk.role == ReviewRole::Own => void(lang, columns),
            Front::Void(_) => decline(lang, columns),
            Front::Why(_) => why::lines(desk, self.item()?, &self.keys, lang, columns),
            Front::Past => self.past(desk, lang, columns),
            Front::Result(Sealed { next, took }) => {
                let next = result::next_steps(desk, *next, &self.keys, lang, columns);
                result::lines(desk, next, *took, lang, columns, rows)
            }
            Front::Theirs(theirs) => theirs::panel(theirs, desk, &self.keys, lang, columns),
            _ => return None,
        })
    }

    fn past(&self, desk: &Desk, lang: Lang, columns: usize) -> Vec<Line> {
        let Some(item) = self.item() else { return Vec::new() };
        let mut lines = vec![Line::blank()];
        lines.extend(wrapped(Tone::Title, item.text.get(lang), columns, MARGIN));
        lines.push(Line::blank());
        let past = desk.history.of_item(&item.id);
        if past.is_empty() {
            let none = Bilingual::fixed("No answer so far.", "Aucune réponse pour l’instant.");
            lines.extend(wrapped(Tone::Quiet, none.get(lang), columns, MARGIN));
        }
        for (at, answer) in &past {
            let when = jiff::Timestamp::from_microsecond(*at)
                .map(|at| date_time(lang, at.to_zoned(desk.zone.clone()).datetime()))
                .unwrap_or_default();
            let mut line = Line::blank()
                .space(MARGIN)
                .text(Tone::Quiet, when)
                .space(2)
                .then(items::value_mark(answer.as_ref().map(|answer| answer.value)))
                .space(1)
                .text(Tone::Text, answers::in_words(answer.as_ref(), lang));
            let Some(answer) = answer else {
                lines.push(line);
                continue;
            };
            if let Some(cause) = items::cause_text(item, answer, lang) {
                line = line.dot().text(Tone::Quiet, Shown::line(cause).into_string());
            }
            let pinned = answer.evidence.len();
            if pinned > 0 {
                let pins = counted(
                    lang,
                    pinned,
                    ("message pinned", "messages pinned"),
                    ("message épinglé", "messages épinglés"),
                );
                line = line.dot().text(Tone::Quiet, pins);
            }
            lines.push(line);
            if !answer.comment.trim().is_empty() {
                lines.extend(wrapped(
                    Tone::Text,
                    &detail::quoted(&answer.comment, lang),
                    columns,
                    MARGIN + 4,
                ));
            }
        }
        lines.push(Line::blank());
        let (past, back) = (self.keys.of(Action::ItemHistory, lang), self.keys.of(Action::Back, lang));
        let close = both!("Local times. {past} or {back} closes.", "Heures locales. {past} ou {back} ferme.");
        lines.extend(wrapped(Tone::Quiet, close.get(lang), columns, MARGIN));
        lines
    }
}

fn missing(desk: &Desk, keys: &Keys, lang: Lang, columns: usize) -> Vec<Line> {
    let gaps = desk.history.sheet().gaps(&desk.checklist);
    let head = Bilingual::fixed("Before the seal", "Avant de sceller");
    let mut lines =
        vec![Line::blank(), Line::blank().space(MARGIN).text(Tone::Title, head.get(lang)), Line::blank()];
    let open = keys.of(Action::Open, lang);
    let next = both!(
        "You are at the first of them: answer, or {open} to go back to the list.",
        "Vous êtes au premier\u{202f}: répondez, ou {open} pour revenir à la liste."
    );
    lines.extend(wrapped(Tone::Accent, next.get(lang), columns, MARGIN));
    lines.push(Line::blank());
    for gap in &gaps {
        let Some(item) = desk.checklist.item(gap.item()) else { continue };
        let answer = desk.history.sheet().value(&item.id);
        let text = Shown::line(item.text.get(lang)).into_string();
        let mut line =
            Line::blank().space(MARGIN).then(items::value_mark(answer)).space(2).text(Tone::Text, text);
        if matches!(gap, Gap::CommentMissing(_)) {
            let comment = Bilingual::fixed("needs a comment", "demande un commentaire");
            line = line.fill().text(Tone::Quiet, comment.get(lang)).space(1);
        }
        lines.push(line);
    }
    lines
}

fn seal(desk: &Desk, consent: Option<bool>, lang: Lang, columns: usize) -> Vec<Line> {
    let head = Bilingual::fixed("Seal this review?", "Sceller cette évaluation\u{202f}?");
    let mut lines =
        vec![Line::blank(), Line::blank().space(MARGIN).text(Tone::Title, head.get(lang)), Line::blank()];
    lines.extend(pillars(desk, lang, columns));
    lines.push(Line::blank());
    let said = if desk.role == ReviewRole::Own {
        Bilingual::fixed(
            "A sealed review is never edited again. It stays on this machine, and yours, until you submit it.",
            "Une évaluation scellée ne se modifie plus. Elle reste sur cette machine, et à vous, jusqu’à ce que vous la remettiez.",
        )
    } else if consent.is_some() {
        Bilingual::fixed(
            "Sealed answers never change again. They go back to the one who asked.",
            "Des réponses scellées ne changent plus. Elles reviennent à la personne qui a demandé.",
        )
    } else {
        Bilingual::fixed(
            "Sealed answers never change again. They go back to the one who asked, and to nobody else.",
            "Des réponses scellées ne changent plus. Elles reviennent à la personne qui a demandé, et à personne d’autre.",
        )
    };
    lines.extend(wrapped(Tone::Text, said.get(lang), columns, MARGIN));
    lines.push(Line::blank());
    let mut steps = vec![(named("enter", lang), SEALS), (named("esc", lang), GOES_BACK)];
    if let Some(consent) = consent {
        let said = match consent {
            false => Bilingual::fixed(
                "They do not go to the lead of the one who asked.",
                "Elles ne vont pas au responsable de la personne qui a demandé.",
            ),
            true => Bilingual::fixed(
                "The lead of the one who asked may see them, without your name.",
                "Le responsable de la personne qui a demandé pourra les voir, sans votre nom.",
            ),
        };
        lines.extend(wrapped(Tone::Text, said.get(lang), columns, MARGIN));
        lines.push(Line::blank());
        let does = match consent {
            false => Bilingual::fixed("lets the lead see them", "les laisse voir au responsable"),
            true => Bilingual::fixed("keeps them from the lead", "les garde du responsable"),
        };
        steps.push(("l".to_owned(), does));
    }
    lines.extend(keys(&steps, lang, columns));
    lines
}

/// A colleague's conversation that I will not read.
fn decline(lang: Lang, columns: usize) -> Vec<Line> {
    let head = Bilingual::fixed(
        "Not this one? Say why in a few words",
        "Pas celle-ci\u{202f}? Dites pourquoi en quelques mots",
    );
    let mut lines =
        vec![Line::blank(), Line::blank().space(MARGIN).text(Tone::Title, head.get(lang)), Line::blank()];
    let said = Bilingual::fixed(
        "The one who asked is told, and can ask somebody else. None of your answers leave.",
        "La personne qui a demandé en est informée, et peut demander à quelqu’un d’autre. Aucune de vos réponses ne part.",
    );
    lines.extend(wrapped(Tone::Text, said.get(lang), columns, MARGIN));
    lines.push(Line::blank());
    let declines = Bilingual::fixed("declines", "décline");
    lines.extend(keys(&[(named("enter", lang), declines), (named("esc", lang), GOES_BACK)], lang, columns));
    lines.push(Line::blank());
    lines
}

const SEALS: Bilingual = Bilingual::fixed("seals", "scelle");
const GOES_BACK: Bilingual = Bilingual::fixed("goes back", "revient");

fn void(lang: Lang, columns: usize) -> Vec<Line> {
    let head = Bilingual::fixed("Void this review?", "Annuler cette évaluation\u{202f}?");
    let mut lines =
        vec![Line::blank(), Line::blank().space(MARGIN).text(Tone::Title, head.get(lang)), Line::blank()];
    let said = Bilingual::fixed(
        "It is kept, but counts nowhere any more, and this cannot be undone. Why is it withdrawn?",
        "Elle est gardée, mais ne compte plus nulle part, et c’est définitif. Pourquoi la retirer\u{202f}?",
    );
    lines.extend(wrapped(Tone::Text, said.get(lang), columns, MARGIN));
    lines.push(Line::blank());
    let voids = Bilingual::fixed("voids", "annule l’évaluation");
    lines.extend(keys(&[(named("enter", lang), voids), (named("esc", lang), GOES_BACK)], lang, columns));
    lines.push(Line::blank());
    lines
}

/// Keys and what they do, on as few lines as the width allows.
pub fn keys(keys: &[(String, Bilingual)], lang: Lang, columns: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (key, does) in keys {
        let one = Line::of(Tone::Accent, key).space(1).text(Tone::Text, does.get(lang));
        match lines.last_mut() {
            Some(line) if line.width() + 3 + one.width() <= columns => {
                *line = std::mem::take(line).space(3).then(one);
            }
            _ => lines.push(Line::blank().space(MARGIN).then(one)),
        }
    }
    lines
}

/// The pillars with their bars, each figure with what it stands on.
pub(super) fn pillars(desk: &Desk, lang: Lang, columns: usize) -> Vec<Line> {
    pillars_where(desk, &|_| true, lang, columns)
}

/// The same for some of them.
pub(super) fn pillars_where(
    desk: &Desk,
    wanted: &dyn Fn(&PillarScore) -> bool,
    lang: Lang,
    columns: usize,
) -> Vec<Line> {
    let scores = desk.score();
    let named: Vec<(String, &PillarScore)> = desk
        .checklist
        .scored_pillars()
        .filter_map(|pillar| {
            let own = desk.checklist.items_of(&pillar.id).all(|item| item.own);
            let name = pillar.name.get(lang);
            let name = if own {
                both!("{name}, my own", "{name}, à moi").get(lang).to_owned()
            } else {
                name.to_owned()
            };
            Some((name, scores.pillar(&pillar.id).filter(|scored| wanted(scored))?))
        })
        .collect();
    let widest = named.iter().map(|(name, _)| Line::of(Tone::Text, name).width()).max().unwrap_or(0);
    let bar: u16 = if columns >= widest + 60 { 20 } else { 10 };
    named
        .into_iter()
        .map(|(name, scored)| {
            let mut line = Line::blank().space(MARGIN).text(Tone::Text, name).to(MARGIN + widest + 2);
            let n = counted(lang, scored.n(), ("item", "items"), ("point", "points"));
            line = match scored.final_score {
                Some(final_score) => {
                    let figure = score(final_score);
                    line.bar(final_score / 100.0, bar)
                        .text(Tone::Title, format!(" {figure:>3}"))
                        .space(2)
                        .text(Tone::Quiet, n)
                }
                None => line
                    .space(usize::from(bar) + 1)
                    .mark(Tone::Na, Mark::Na)
                    .space(2)
                    .text(Tone::Quiet, NOTHING_APPLIED.get(lang)),
            };
            if scored.na > 0 && scored.raw.is_some() {
                line = line.dot().text(Tone::Quiet, both!("{} n/a", "{} s. o.", scored.na).get(lang));
            }
            if scored.final_score != scored.raw
                && let Some(raw) = scored.raw
            {
                let raw = score(raw);
                line = line.dot().text(
                    Tone::Quiet,
                    both!("{raw} before critical items", "{raw} avant points critiques").get(lang),
                );
            }
            line
        })
        .collect()
}

const NOTHING_APPLIED: Bilingual =
    Bilingual::fixed("no score: nothing applied here", "pas de score\u{202f}: rien ne s’appliquait ici");
