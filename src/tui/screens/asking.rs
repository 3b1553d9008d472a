//! Asking a colleague: whom, and everything that is replaced before the conversation leaves; then once more, really?

use crate::both;
use crate::domain::shown::Shown;
use crate::ops::people::{AskPreview, Colleague, Replaced};
use crate::tui::action::Action;
use crate::tui::ask::Ask;
use crate::tui::chord::{Chord, Key};
use crate::tui::geometry::Area;
use crate::tui::input::cursor::Cursor;
use crate::tui::screens::keys::named;
use crate::tui::screens::lines::{Line, Lit, Mark, Tone, counted, wrapped};
use crate::words::{Bilingual, Lang};

/// Which part of the form has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The colleagues.
    Colleagues,
    /// What is replaced.
    Replacements,
    /// Really?
    Confirm,
}

/// Whom to ask, and what would leave.
#[derive(Clone, Debug)]
pub struct AskForm {
    /// What asking would do.
    pub preview: AskPreview,
    /// The part that has the keys.
    pub part: Part,
    /// Whether my name is kept from them.
    pub hide_name: bool,
    /// The cursor over the colleagues.
    people: Cursor,
    /// The first replacement in view.
    top: usize,
}

impl AskForm {
    /// The form for a preview.
    pub fn new(preview: AskPreview) -> AskForm {
        let hide_name = preview.hide_name;
        AskForm { preview, part: Part::Colleagues, hide_name, people: Cursor::default(), top: 0 }
    }

    fn chosen(&self) -> Option<&Colleague> {
        self.preview.colleagues.get(self.people.at)
    }

    /// A key; `Some` closes the form, with the wish if there is one.
    pub fn typed(&mut self, chord: Chord, content: Area) -> Option<Option<Ask>> {
        let shape = self.shape(content);
        let people = self.preview.colleagues.len();
        match (chord.key, chord.ctrl, self.part) {
            (Key::Esc, _, Part::Confirm) => self.part = Part::Colleagues,
            (Key::Esc, ..) | (Key::Char('c'), true, _) => return Some(None),
            (Key::Enter, _, Part::Confirm) => {
                let person = self.chosen()?.person;
                let (conversation, hide_name) = (self.preview.conversation, self.hide_name);
                return Some(Some(Ask::AskColleague { conversation, person, hide_name }));
            }
            (Key::Enter, ..) if people == 0 => return Some(None),
            (Key::Enter, ..) => self.part = Part::Confirm,
            (_, _, Part::Confirm) => {}
            (Key::Tab, ..) => {
                self.part = match self.part {
                    Part::Colleagues => Part::Replacements,
                    _ => Part::Colleagues,
                };
            }
            (Key::Char('h'), false, _) => self.hide_name = !self.hide_name,
            (key, ctrl, part) => {
                let action = moving(key, ctrl)?;
                let page = usize::from(match part {
                    Part::Replacements => shape.replacements.rows,
                    _ => shape.people.rows,
                });
                if part == Part::Replacements {
                    let last = self.preview.replacements.len().saturating_sub(page);
                    let mut cursor = Cursor { at: self.top, top: self.top };
                    cursor.moved(action, last + 1, 1);
                    self.top = cursor.at;
                } else {
                    self.people.moved(action, people, page);
                }
            }
        }
        None
    }

    /// Where the colleagues and the replacements stand; both have a rule above.
    pub fn shape(&self, content: Area) -> Shape {
        let (title, rest) = content.top(2);
        let people = u16::try_from(self.preview.colleagues.len().max(3)).unwrap_or(u16::MAX);
        let (mut upper, rest) = rest.top((people + 1).min(rest.rows * 4 / 10).max(3));
        let (people_title, below) = upper.top(1);
        upper = below;
        let (replaced_title, rest) = rest.top(1);
        let (replacements, notes) = rest.top(rest.rows.saturating_sub(2));
        Shape { title, people_title, people: upper, replaced_title, replacements, notes }
    }

    /// What the head says.
    pub fn title(&self) -> Bilingual {
        let title = Shown::short(&self.preview.title, 80);
        both!("Ask a colleague to read {title}", "Demander à un collègue de lire {title}")
    }

    /// The colleagues in view, in the suggested order.
    pub fn people_lines(&self, lang: Lang, columns: usize, rows: usize) -> Vec<Line> {
        if self.preview.colleagues.is_empty() {
            let words = Bilingual::fixed(
                "There is nobody to ask yet. A colleague’s card makes them known: `aplomb card add FILE` takes theirs in, `aplomb card show` gives yours.",
                "Il n’y a encore personne à qui demander. La carte d’un collègue le fait connaître\u{202f}: «\u{202f}aplomb card add FICHIER\u{202f}» prend la sienne, «\u{202f}aplomb card show\u{202f}» donne la vôtre.",
            );
            return wrapped(Tone::Text, words.get(lang), columns.min(84), 1);
        }
        let wide = self.preview.colleagues.iter().map(|one| one.name.width().min(24)).max().unwrap_or(0);
        let colleagues = self.preview.colleagues.iter().enumerate().skip(self.people.top).take(rows);
        colleagues
            .map(|(place, one)| {
                let here = place == self.people.at;
                let line = if here {
                    Line::blank().mark(Tone::Accent, Mark::Cursor)
                } else {
                    Line::blank().space(1)
                };
                let met = if one.met { Mark::Settled } else { Mark::Begun };
                let line = line.space(1).mark(Tone::Quiet, met).space(1);
                let line = line.text(Tone::Text, one.name.clip(24).as_str()).to(4 + wide + 2);
                line.text(Tone::Quiet, one.why.get(lang)).lit(match (here, self.part) {
                    (false, _) => Lit::No,
                    (true, Part::Colleagues) => Lit::Here,
                    (true, _) => Lit::Away,
                })
            })
            .collect()
    }

    /// The replacements in view; then how many are above and below.
    pub fn replaced_lines(&self, lang: Lang, columns: usize, rows: usize) -> (Vec<Line>, usize, usize) {
        let all = &self.preview.replacements;
        if all.is_empty() {
            let none = Bilingual::fixed(
                "Nothing was found that names a person. Read it once more before it leaves.",
                "Rien n’a été trouvé qui nomme une personne. Relisez avant que cela ne parte.",
            );
            return (vec![Line::blank().space(1).text(Tone::Text, none.get(lang))], 0, 0);
        }
        let top = self.top.min(all.len().saturating_sub(rows));
        let widest = |cells: &dyn Fn(&Replaced) -> usize, most: usize| {
            all.iter().map(|one| cells(one).min(most)).max().unwrap_or(0)
        };
        let sort_wide = widest(&|one| Shown::line(one.sort.get(lang)).width(), 16);
        let mark_wide = widest(&|one| one.mark.width(), 16);
        let places = |one: &Replaced| counted(lang, one.places, ("place", "places"), ("endroit", "endroits"));
        let places_wide = widest(&|one| Shown::line(&places(one)).width(), 20);
        // What was found gives way first: its beginning says enough.
        let around = 1 + sort_wide + 2 + 2 + 3 + mark_wide + 2 + places_wide + 1;
        let room = columns.saturating_sub(around).clamp(6, 26);
        let found_wide = widest(&|one| one.found.width(), room);
        let line = |one: &Replaced| {
            let mut column = 1 + sort_wide + 2;
            let line = Line::blank().space(1);
            let line = line.text(Tone::Quiet, Shown::line(one.sort.get(lang)).clip(16).as_str()).to(column);
            column += found_wide + 2;
            let line = line.text(Tone::Text, one.found.clip(found_wide).as_str()).to(column);
            column += 3 + mark_wide + 2;
            let line = line.mark(Tone::Quiet, Mark::Becomes).space(2);
            line.text(Tone::Accent, one.mark.clip(16).as_str()).to(column).text(Tone::Quiet, places(one))
        };
        let below = all.len().saturating_sub(top + rows);
        (all.iter().skip(top).take(rows).map(line).collect(), top, below)
    }

    /// What stays, and whether the name goes along.
    pub fn note_lines(&self, lang: Lang) -> Vec<Line> {
        let notes = match self.preview.notes_left_out {
            0 => Bilingual::fixed("No private note leaves.", "Aucune note interne ne part."),
            1 => Bilingual::fixed("1 private note stays here.", "1 note interne reste ici."),
            n => both!("{n} private notes stay here.", "{n} notes internes restent ici."),
        };
        let name = if self.hide_name {
            Bilingual::fixed(
                "Your name is hidden; your style may still give it away.",
                "Votre nom est caché\u{202f}; votre style peut vous trahir.",
            )
        } else {
            Bilingual::fixed("Your name is on the request.", "Votre nom figure sur la demande.")
        };
        let notes = Line::blank().space(1).text(Tone::Quiet, notes.get(lang));
        let key = Line::blank().space(1).text(Tone::Accent, "h").space(2);
        vec![notes, key.text(Tone::Quiet, name.get(lang))]
    }

    /// What is asked before the request is made.
    pub fn confirm_lines(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let Some(one) = self.chosen() else { return Vec::new() };
        let name = Shown::short(&one.name, 40);
        let head = both!("Ask {name} to read it?", "Demander à {name} de la lire\u{202f}?");
        let said = Bilingual::fixed(
            "Your sealed answers are committed to in the request: neither of you sees the other’s, or can change anything afterwards. Both open at the same moment. Nobody else receives it.",
            "Vos réponses scellées sont engagées dans la demande\u{202f}: aucun de vous ne voit celles de l’autre, ni ne peut rien changer ensuite. Les deux s’ouvrent au même moment. Personne d’autre ne la reçoit.",
        );
        let mut lines = wrapped(Tone::Title, head.get(lang), columns, 0);
        lines.push(Line::blank());
        lines.extend(wrapped(Tone::Text, said.get(lang), columns, 0));
        lines.push(Line::blank());
        let keys = [
            ("enter", Bilingual::fixed("asks", "demande")),
            ("esc", Bilingual::fixed("goes back", "revient")),
        ];
        let mut line = Line::blank();
        for (key, does) in keys {
            line =
                line.text(Tone::Accent, named(key, lang)).space(1).text(Tone::Text, does.get(lang)).space(3);
        }
        lines.push(line);
        lines
    }
}

/// Where the parts of the form stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The head.
    pub title: Area,
    /// The rule over the colleagues.
    pub people_title: Area,
    /// The colleagues.
    pub people: Area,
    /// The rule over what is replaced.
    pub replaced_title: Area,
    /// What is replaced.
    pub replacements: Area,
    /// What stays.
    pub notes: Area,
}

/// The keys that move in a form's list.
const fn moving(key: Key, ctrl: bool) -> Option<Action> {
    match (key, ctrl) {
        (Key::Up | Key::Char('k'), false) => Some(Action::Up),
        (Key::Down | Key::Char('j'), false) => Some(Action::Down),
        (Key::PageUp, _) => Some(Action::PageUp),
        (Key::PageDown, _) => Some(Action::PageDown),
        (Key::Home | Key::Char('g'), false) => Some(Action::First),
        (Key::End | Key::Char('G'), false) => Some(Action::Last),
        _ => None,
    }
}
