//! What *Compare* says while there is nothing to lay side by side: before it is open, without an exchange, and before a
//! third reader is asked.

use super::{CompareScreen, Front, head, whose};
use crate::both;
use crate::domain::exchange::{Side, Stage};
use crate::domain::shown::Shown;
use crate::ops::compare::Compare;
use crate::tui::action::Action;
use crate::tui::screens::keys::named;
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::review::{MARGIN, keys_line, quoted};
use crate::words::{Bilingual, Lang, date};

/// Columns that a page's text takes at most: longer rows are hard to read.
const WIDEST: usize = 78;

impl CompareScreen {
    /// The head row.
    pub fn title_line(&self, lang: Lang) -> Option<Line> {
        self.compare.as_ref().map(|compare| head::title(compare, lang))
    }

    /// The rows below the head row while both sides are open.
    pub fn head_lines(&self, lang: Lang, columns: usize, rows: usize) -> Vec<Line> {
        let Some(compare) = &self.compare else { return Vec::new() };
        head::lines(compare, &self.keys, lang, columns, rows)
    }

    /// What is told instead of the panes, from the row that it is scrolled to; then how many rows are below.
    pub fn page(&self, lang: Lang, columns: usize, rows: usize) -> (Vec<Line>, usize) {
        let lines = self.page_lines(lang, columns);
        let first = self.top.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(first + rows);
        (lines.into_iter().skip(first).take(rows).collect(), below)
    }

    pub(super) fn page_lines(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let columns = columns.saturating_sub(MARGIN).min(WIDEST);
        let mut page = Page { lang, columns, lines: Vec::new() };
        match &self.compare {
            None => self.nothing(&mut page),
            Some(_) if matches!(self.front, Front::Third) => self.third(&mut page),
            Some(_) if matches!(self.front, Front::Decline(_)) => decline(&mut page),
            Some(compare) => self.stage(compare, &mut page),
        }
        page.lines
    }

    /// What *Compare* is, and how to get there.
    fn nothing(&self, page: &mut Page) {
        if let Some(missing) = &self.missing {
            let lang = page.lang;
            let mut said = missing.get(lang).trim().to_owned();
            if let Some(first) = said.chars().next() {
                said = first.to_uppercase().chain(said.chars().skip(1)).collect();
            }
            if !said.ends_with(['.', '!', '?']) {
                said.push('.');
            }
            page.text(Tone::Quiet, &said);
        }
        page.say(Tone::Title, &Bilingual::fixed("Where do we differ?", "Où sont nos écarts\u{202f}?"));
        page.say(
            Tone::Text,
            &Bilingual::fixed(
                "A colleague reads a conversation of yours without seeing your answers. Both sets of answers open at the same moment, here, side by side. You talk about what differs, and nobody else sees it before you hand it in.",
                "Un collègue lit une de vos conversations sans voir vos réponses. Les deux jeux de réponses s’ouvrent au même moment, ici, côte à côte. Vous parlez des écarts, et personne d’autre ne les voit avant votre remise.",
            ),
        );
        let key = |action, lang| self.keys.of(action, lang);
        let ((seal, ask, open), (scelle, demande, ouvre)) = (
            (
                key(Action::Seal, Lang::En),
                key(Action::AskColleague, Lang::En),
                key(Action::OpenBundle, Lang::En),
            ),
            (
                key(Action::Seal, Lang::Fr),
                key(Action::AskColleague, Lang::Fr),
                key(Action::OpenBundle, Lang::Fr),
            ),
        );
        page.say(
            Tone::Text,
            &both!(
                "To begin: seal your own review ({seal} on Review), then ask a colleague ({ask}). If somebody sent you a bundle, {open} opens it.",
                "Pour commencer\u{202f}: scellez votre évaluation ({scelle} sur Évaluation), puis demandez à un collègue ({demande}). Si l’on vous a envoyé un pli, {ouvre} l’ouvre."
            ),
        );
    }

    /// What there is to say before both sides are open.
    fn stage(&self, compare: &Compare, page: &mut Page) {
        let other = whose::name(compare);
        let (en, fr) = (&other.en, &other.fr);
        let (on, le) = (date(Lang::En, compare.asked_on), date(Lang::Fr, compare.asked_on));
        let (enter, entree) = self.keys.pair(Action::Open);
        let (enter, entree) = (named(&enter, Lang::En), named(&entree, Lang::Fr));
        match (compare.stage, compare.side) {
            _ if compare.ended => {
                page.say(
                    Tone::Title,
                    &Bilingual::fixed("This exchange has ended", "Cet échange est terminé"),
                );
                page.say(
                    Tone::Text,
                    &Bilingual::fixed(
                        "It was made with keys that are lost: nothing more can be sent or opened. Your own review stays. Give your new card to your colleague, then begin another exchange.",
                        "Il a été fait avec des clés perdues\u{202f}: plus rien ne peut être envoyé ni ouvert. Votre évaluation reste. Donnez votre nouvelle carte à votre collègue, puis commencez un autre échange.",
                    ),
                );
            }
            (Stage::Asked, Side::Asker) => {
                page.say(Tone::Title, &both!("{en} was asked on {on}", "{fr}\u{202f}: demande du {le}"));
                page.say(
                    Tone::Text,
                    &Bilingual::fixed(
                        "The answers open for both of you at the same moment. Yours are sealed: nobody can see or change them until then.",
                        "Les réponses s’ouvrent pour vous deux au même moment. Les vôtres sont scellées\u{202f}: d’ici là, personne ne peut les voir ni les changer.",
                    ),
                );
            }
            (Stage::Asked, Side::Reader) => {
                page.say(
                    Tone::Title,
                    &both!("{en} asked you to read it, on {on}", "{fr} vous a demandé de la lire, le {le}"),
                );
                page.say(
                    Tone::Text,
                    &both!(
                        "Read it first: {enter} opens Review. The other answers are sealed already, and open when yours arrive.",
                        "Lisez-la d’abord\u{202f}: {entree} ouvre Évaluation. Les autres réponses sont déjà scellées, et s’ouvrent quand les vôtres arrivent."
                    ),
                );
                let (decline, decliner) = self.keys.pair(Action::Decline);
                page.say(
                    Tone::Quiet,
                    &both!(
                        "{decline} says that you will not read it.",
                        "{decliner} dit que vous ne la lirez pas."
                    ),
                );
            }
            (Stage::Declined, side) => {
                let head = match side {
                    Side::Asker => both!("{en} will not read it", "{fr} ne la lira pas"),
                    Side::Reader => {
                        Bilingual::fixed("You declined to read it", "Vous avez décliné la lecture")
                    }
                };
                page.say(Tone::Title, &head);
                if !compare.declined.is_empty() {
                    page.text(Tone::Text, &quoted(&compare.declined, page.lang));
                }
                if side == Side::Asker {
                    let (ask, demande) = self.keys.pair(Action::AskColleague);
                    page.say(
                        Tone::Text,
                        &both!(
                            "That is fine. Your review stays sealed; {ask} on Review asks somebody else.",
                            "Ce n’est rien. Votre évaluation reste scellée\u{202f}; {demande} sur Évaluation demande à quelqu’un d’autre."
                        ),
                    );
                }
            }
            (Stage::Answered, Side::Asker) => {
                page.say(Tone::Title, &both!("{en} has answered", "{fr} a répondu"));
                page.say(
                    Tone::Text,
                    &both!(
                        "Neither side has been seen. {enter} opens both at once, and makes what the other needs to open them too.",
                        "Aucun des deux côtés n’a été vu. {entree} ouvre les deux à la fois, et prépare ce qu’il faut à l’autre pour les ouvrir aussi."
                    ),
                );
            }
            (Stage::Answered, Side::Reader) => {
                page.say(
                    Tone::Title,
                    &Bilingual::fixed("Your answers are sealed", "Vos réponses sont scellées"),
                );
                page.say(
                    Tone::Text,
                    &both!(
                        "{en} asked on {on} and has not opened them yet. Both sides open at the same moment.",
                        "{fr}\u{202f}: demande du {le}, réponses pas encore ouvertes. Les deux côtés s’ouvrent au même moment."
                    ),
                );
            }
            (Stage::Open, _) => {}
        }
        for flag in &compare.flags {
            page.say(Tone::Text, &head::flagged(*flag, compare));
        }
        if compare.to_send > 0 {
            let (send, envoie) = self.keys.pair(Action::Send);
            let words = match compare.to_send {
                1 => both!("{send} sends the bundle that waits.", "{envoie} envoie le pli qui attend."),
                n => both!(
                    "{send} sends the {n} bundles that wait.",
                    "{envoie} envoie les {n} plis qui attendent."
                ),
            };
            page.say(Tone::Accent, &words);
        }
    }

    /// What a third reader is, before one is asked.
    fn third(&self, page: &mut Page) {
        let Some(pair) = self.pair() else { return };
        page.say(
            Tone::Title,
            &Bilingual::fixed(
                "Keep your answer, and ask a third reader?",
                "Garder votre réponse, et demander un tiers lecteur\u{202f}?",
            ),
        );
        page.text(Tone::Text, &quoted(&Shown::line(pair.text.get(page.lang)), page.lang));
        page.say(
            Tone::Text,
            &Bilingual::fixed(
                "A colleague is drawn by lot from those who have not read it. They read it blind: they see neither your answer nor the other, and not that you differ here. What they answer stands; both your answers stay beside it.",
                "Un collègue est tiré au sort parmi ceux qui ne l’ont pas lue. Il lit à l’aveugle\u{202f}: il ne voit ni votre réponse ni l’autre, ni que vous divergez ici. Sa réponse vaut\u{202f}; vos deux réponses restent à côté.",
            ),
        );
        let back = Bilingual::fixed("goes back", "revient");
        let keeps = Bilingual::fixed("keeps it and asks", "la garde et demande");
        page.keys(&[(named("enter", page.lang), keeps), (named("esc", page.lang), back)]);
    }
}

/// What declining means; its field follows behind.
fn decline(page: &mut Page) {
    page.say(
        Tone::Title,
        &Bilingual::fixed(
            "Not this one? Say why in a few words",
            "Pas celle-ci\u{202f}? Dites pourquoi en quelques mots",
        ),
    );
    page.say(
        Tone::Text,
        &Bilingual::fixed(
            "The one who asked is told, and can ask somebody else. Nothing of yours is shown.",
            "La personne qui a demandé en est informée, et peut demander à quelqu’un d’autre. Rien de vous n’est montré.",
        ),
    );
    let back = Bilingual::fixed("goes back", "revient");
    let does = Bilingual::fixed("declines", "décline");
    page.keys(&[(named("enter", page.lang), does), (named("esc", page.lang), back)]);
    page.lines.push(Line::blank());
}

/// Paragraphs with an empty row before each.
struct Page {
    lang: Lang,
    columns: usize,
    lines: Vec<Line>,
}

impl Page {
    fn say(&mut self, tone: Tone, words: &Bilingual) {
        let text = words.get(self.lang).to_owned();
        self.text(tone, &text);
    }

    fn text(&mut self, tone: Tone, text: &str) {
        self.lines.push(Line::blank());
        self.lines.extend(wrapped(tone, text, self.columns, MARGIN));
    }

    fn keys(&mut self, keys: &[(String, Bilingual)]) {
        self.lines.push(Line::blank());
        self.lines.extend(keys_line(keys, self.lang, self.columns));
    }
}
