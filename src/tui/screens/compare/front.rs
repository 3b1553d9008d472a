//! The difference in front, told in full: both answers, what was said about it, what was agreed, how to decide.

use super::{CompareScreen, Front, list, whose};
use crate::both;
use crate::domain::checklist::{Item, Scale};
use crate::domain::exchange::Outcome;
use crate::domain::review::Value;
use crate::domain::shown::Shown;
use crate::ops::compare::{Compare, Given, Line as Pair};
use crate::tui::action::Action;
use crate::tui::screens::lines::{Line, Tone, labelled, wrapped};
use crate::tui::screens::review::{quoted, value_mark, value_word};
use crate::words::{Bilingual, Lang};

impl CompareScreen {
    /// What the pane beside the list is about, and how to read the rows that it hides.
    pub fn side_title(&self, lang: Lang, hidden: usize) -> String {
        let Some(compare) = &self.compare else { return String::new() };
        let title = match &self.front {
            Front::Remark(_) => Bilingual::fixed("Your remark", "Votre remarque"),
            Front::Because(_) => Bilingual::fixed("In which case, because…", "Dans quel cas, parce que…"),
            Front::Number(_) => Bilingual::fixed("Which point?", "Quelle note\u{202f}?"),
            _ if self.reading => self.reading_title(),
            _ => match self.pair().map(list::sort) {
                Some(list::Sort::Differs) => Bilingual::fixed("The difference", "L’écart"),
                Some(list::Sort::OneOnly) => {
                    Bilingual::fixed("For one of you only", "Pour un seul de vous deux")
                }
                Some(list::Sort::Alike) => Bilingual::fixed("Alike", "Identiques"),
                None => whose::both_of_us(compare),
            },
        };
        let title = title.get(lang);
        if hidden == 0 || self.captures() {
            return title.to_owned();
        }
        let key = self.keys.of(Action::HalfDown, lang);
        both!("{title} ({key}: {hidden} more)", "{title} ({key}\u{202f}: encore {hidden})")
            .get(lang)
            .to_owned()
    }

    /// What stands in the pane beside the list, from the row that it is scrolled to; then how many rows are below.
    /// While a note is written, the field follows behind these lines.
    pub fn told(&self, lang: Lang, columns: usize, rows: usize) -> (Vec<Line>, usize) {
        let lines = self.told_all(lang, columns);
        let first = self.top.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(first + rows);
        (lines.into_iter().skip(first).take(rows).collect(), below)
    }

    pub(super) fn told_all(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let Some(compare) = &self.compare else { return Vec::new() };
        let inner = columns.saturating_sub(1);
        if let Some(asked) = self.asked(lang, inner) {
            return asked;
        }
        let Some(pair) = self.pair() else {
            let open = self.keys.of(Action::Open, lang);
            let words = both!(
                "What you answered alike. {open} unfolds it, and folds it again.",
                "Ce que vous avez répondu à l’identique. {open} déplie, et replie."
            );
            return wrapped(Tone::Quiet, words.get(lang), inner, 1);
        };
        let mut lines = wrapped(Tone::Title, pair.text.get(lang), inner, 1);
        lines.extend(answers(compare, pair, lang, inner));
        lines.extend(self.state(compare, pair, lang, inner));
        lines.extend(remarks(compare, pair, lang, inner));
        if let Some(item) = compare.checklist.item(&pair.item) {
            lines.extend(guidance(item, lang, inner));
        }
        lines
    }

    /// What is asked about the item; the field follows behind.
    fn asked(&self, lang: Lang, columns: usize) -> Option<Vec<Line>> {
        let keys = Bilingual::fixed(
            "esc keeps, ctrl-c discards, ctrl-e opens your editor",
            "échap garde, ctrl-c abandonne, ctrl-e ouvre votre éditeur",
        );
        let mut lines = Vec::new();
        match &self.front {
            Front::Because(_) => {
                let words = Bilingual::fixed(
                    "The next person who meets this item reads it beside the agreed answer. No names, please.",
                    "La prochaine personne qui rencontre ce point le lit à côté de la réponse convenue. Sans nom, s’il vous plaît.",
                );
                lines.extend(wrapped(Tone::Quiet, words.get(lang), columns, 1));
            }
            Front::Remark(_) => {}
            Front::Number(typed) => {
                let (min, max) = self.points()?;
                let words = both!("From {min} to {max}: {typed}", "De {min} à {max}\u{202f}: {typed}");
                lines.extend(wrapped(Tone::Accent, words.get(lang), columns, 1));
                let keys =
                    Bilingual::fixed("enter gives it, esc goes back", "entrée la donne, échap revient");
                lines.extend(wrapped(Tone::Quiet, keys.get(lang), columns, 1));
                return Some(lines);
            }
            _ => return None,
        }
        lines.extend(wrapped(Tone::Quiet, keys.get(lang), columns, 1));
        Some(lines)
    }

    /// The lowest and the highest point of the item in front, where it has points.
    pub(super) fn points(&self) -> Option<(u8, u8)> {
        let compare = self.compare.as_ref()?;
        match compare.checklist.item(&self.pair()?.item)?.scale {
            Scale::Points { min, max } => Some((min, max)),
            Scale::YesNo => None,
        }
    }

    /// What became of the difference, and what can be done about it.
    fn state(&self, compare: &Compare, pair: &Pair, lang: Lang, columns: usize) -> Vec<Line> {
        let Some(outcome) = pair.outcome else { return Vec::new() };
        let (tone, words) = self.state_words(compare, pair, outcome);
        let mut lines = vec![Line::blank()];
        let mut said = wrapped(tone, words.get(lang), columns, 3);
        if let Some(first) = said.first_mut() {
            let text = Line { pieces: first.pieces.split_off(1), ..Line::default() };
            *first = Line::blank().space(1).then(list::state_mark(pair)).space(1).then(text);
        }
        lines.extend(said);
        let said = pair.my_word.agreed.is_some() || !pair.their_word.because.is_empty();
        if matches!(outcome, Outcome::Agreed(_)) || said {
            lines.extend(self.because(compare, pair, lang, columns));
        }
        if outcome == Outcome::Open {
            lines.extend(wrapped(Tone::Quiet, self.how_to_agree(pair).get(lang), columns, 3));
        }
        lines
    }

    fn state_words(&self, compare: &Compare, pair: &Pair, outcome: Outcome) -> (Tone, Bilingual) {
        let other = whose::name(compare);
        let (en, fr) = (&other.en, &other.fr);
        let ways = |value: Value| (value_word(value, Lang::En), value_word(value, Lang::Fr));
        let third = compare.third.as_ref().map(ToString::to_string);
        match (outcome, pair.my_word.agreed, pair.their_word.agreed) {
            (Outcome::Agreed(value), ..) => {
                let (yes, oui) = ways(value);
                (Tone::Yes, both!("Agreed: {yes}.", "Convenu\u{202f}: {oui}."))
            }
            (Outcome::Settled(value), ..) => {
                let (yes, oui) = ways(value);
                let words = match third {
                    Some(name) => both!(
                        "{name}, the third reader, answered {yes}.",
                        "{name}, le tiers lecteur, a répondu {oui}."
                    ),
                    None => both!("The third reader answered {yes}.", "Le tiers lecteur a répondu {oui}."),
                };
                (Tone::Yes, words)
            }
            (Outcome::Disputed, ..) => {
                let who = match (pair.my_word.dispute, pair.their_word.dispute) {
                    (true, false) => Bilingual::fixed("You keep your answer", "Vous gardez votre réponse"),
                    (false, _) => both!("{en} keeps the answer given", "{fr} garde la réponse donnée"),
                    _ => {
                        Bilingual::fixed("You both keep your answers", "Vous gardez tous deux votre réponse")
                    }
                };
                let (who_en, who_fr) = (who.en, who.fr);
                let words = match third {
                    Some(name) => both!(
                        "{who_en}: {name} reads it blind.",
                        "{who_fr}\u{202f}: {name} la lit à l’aveugle."
                    ),
                    None => both!(
                        "{who_en}: a third reader, drawn by lot, decides blind.",
                        "{who_fr}\u{202f}: un tiers lecteur, tiré au sort, décide à l’aveugle."
                    ),
                };
                (Tone::Accent, words)
            }
            (Outcome::Open, None, None) => {
                (Tone::Text, Bilingual::fixed("Nothing is agreed yet.", "Rien n’est encore convenu."))
            }
            (Outcome::Open, Some(mine), None) => {
                let ((yes, oui), en, fr) = (ways(mine), en_inside(en), fr_inside(fr));
                let words = both!(
                    "You agree to {yes}; {en} has not said yet.",
                    "Vous convenez de {oui}\u{202f}; {fr} n’a pas encore parlé."
                );
                (Tone::Accent, words)
            }
            (Outcome::Open, None, Some(theirs)) => {
                let (yes, oui) = ways(theirs);
                (Tone::Accent, both!("{en} agrees to {yes}.", "{fr} convient de {oui}."))
            }
            (Outcome::Open, Some(mine), Some(theirs)) => {
                let ((a, oui), (b, non)) = (ways(mine), ways(theirs));
                let (en, fr) = (en_inside(en), fr_inside(fr));
                let words = both!("You agree to {a}, {en} to {b}.", "Vous convenez de {oui}, {fr} de {non}.");
                (Tone::Accent, words)
            }
        }
    }

    /// The keys that say what I agree to.
    fn how_to_agree(&self, pair: &Pair) -> Bilingual {
        let key = |action, lang| self.keys.of(action, lang);
        let answers = |lang| match self.points() {
            Some((min, max)) => format!("{min}–{max}"),
            None => format!("{} / {}", key(Action::Yes, lang), key(Action::No, lang)),
        };
        let (answers, reponses) = (answers(Lang::En), answers(Lang::Fr));
        let ((a, d), (la, ld)) = (
            (key(Action::AcceptTheirs, Lang::En), key(Action::Dispute, Lang::En)),
            (key(Action::AcceptTheirs, Lang::Fr), key(Action::Dispute, Lang::Fr)),
        );
        if pair.their_word.agreed.is_some() {
            return both!(
                "{a} says the same; {d} asks a third reader.",
                "{la} dit de même\u{202f}; {ld} demande un tiers."
            );
        }
        both!(
            "{answers} names the answer that you agree to, {a} takes theirs, {d} asks a third reader.",
            "{reponses} nomme la réponse dont vous convenez, {la} prend la sienne, {ld} demande un tiers."
        )
    }

    /// In which case the agreed answer holds: in the words of whoever said it, or how to say it.
    fn because(&self, compare: &Compare, pair: &Pair, lang: Lang, columns: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        let (you, other) = (whose::you(lang).to_owned(), whose::short(compare, lang));
        for (who, word) in [(you, &pair.my_word), (other, &pair.their_word)] {
            if !word.because.is_empty() {
                let label = both!("In which case ({who}):", "Dans quel cas ({who})\u{202f}:");
                lines.extend(labelled(label.get(lang), &quoted(&word.because, lang), columns, 3));
            }
        }
        if pair.my_word.because.is_empty() {
            let (en, fr) = self.keys.pair(Action::Because);
            let words =
                both!("{en} says in which case, for the next one.", "{fr} dit dans quel cas, pour la suite.");
            lines.extend(wrapped(Tone::Quiet, words.get(lang), columns, 3));
        }
        lines
    }
}

/// A name, or `your colleague`, inside a sentence.
fn en_inside(name: &str) -> &str {
    if name == "Your colleague" { "your colleague" } else { name }
}

fn fr_inside(name: &str) -> &str {
    if name == "Votre collègue" { "votre collègue" } else { name }
}

/// Both answers with everything that supports them.
fn answers(compare: &Compare, pair: &Pair, lang: Lang, columns: usize) -> Vec<Line> {
    let labels = [whose::you(lang).to_owned(), whose::short(compare, lang)];
    let wide = labels.iter().map(|label| Line::of(Tone::Text, label).width()).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (label, given) in labels.iter().zip([&pair.mine, &pair.theirs]) {
        let line = Line::blank().space(1).text(Tone::Quiet, label).to(wide + 3);
        match given {
            None => {
                let words = Bilingual::fixed("did not apply", "sans objet ici");
                lines.push(line.text(Tone::Quiet, words.get(lang)));
            }
            Some(given) => lines.extend(answer(line, given, lang, columns)),
        }
    }
    lines
}

/// One answer: mark, word, cause and messages on one line where they fit; the comment whole below.
fn answer(line: Line, given: &Given, lang: Lang, columns: usize) -> Vec<Line> {
    let indent = line.width() + 2;
    let value = value_mark(Some(given.value));
    let mut line = match given.value {
        Value::Point(_) => line.then(value),
        _ => line.then(value).space(1).text(Tone::Text, value_word(given.value, lang)),
    };
    let mut lines = Vec::new();
    let mut below = Vec::new();
    if let Some(cause) = &given.cause {
        let cause = Shown::line(cause.get(lang));
        if line.width() + 3 + cause.width() <= columns {
            line = line.dot().text(Tone::Text, cause.into_string());
        } else {
            below.extend(wrapped(Tone::Text, &cause, columns, indent));
        }
    }
    if !given.evidence.is_empty() {
        let pins = given.evidence.iter().map(|n| format!("m{n}")).collect::<Vec<_>>().join(" ");
        if line.width() + 2 + pins.len() <= columns {
            line = line.space(2).text(Tone::Accent, pins);
        } else {
            below.extend(wrapped(Tone::Accent, &pins, columns, indent));
        }
    }
    lines.push(line);
    lines.extend(below);
    if !given.comment.is_empty() {
        lines.extend(wrapped(Tone::Text, &quoted(&given.comment, lang), columns, indent));
    }
    lines
}

/// What both sides remarked.
fn remarks(compare: &Compare, pair: &Pair, lang: Lang, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let labels = [
        Bilingual::fixed("You remark:", "Votre remarque\u{202f}:").get(lang).to_owned(),
        both!("{} remarks:", "Remarque de {}\u{202f}:", whose::short(compare, lang)).get(lang).to_owned(),
    ];
    for (label, word) in labels.iter().zip([&pair.my_word, &pair.their_word]) {
        if !word.remark.is_empty() {
            lines.extend(labelled(label, &quoted(&word.remark, lang), columns, 1));
        }
    }
    if !lines.is_empty() {
        lines.insert(0, Line::blank());
    }
    lines
}

/// How to decide, and why it matters.
fn guidance(item: &Item, lang: Lang, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (label, text) in [
        (Bilingual::fixed("How to decide:", "Comment décider\u{202f}:"), &item.guidance),
        (Bilingual::fixed("Why:", "Pourquoi\u{202f}:"), &item.why),
    ] {
        if !text.get(lang).is_empty() {
            lines.extend(labelled(label.get(lang), text.get(lang), columns, 1));
        }
    }
    if !lines.is_empty() {
        lines.insert(0, Line::blank());
    }
    lines
}
