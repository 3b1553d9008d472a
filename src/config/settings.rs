//! The settings file: what it may say, and what holds where it says nothing. A wrong value falls back to that option's
//! default, an unknown key is named with the nearest known one, and everything else still counts.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::config::reading::Reading;
use crate::config::team::{Retention, Teaming};
use crate::domain::problem::Problem;
use crate::domain::redaction::{Rules, check_order, check_word};
use crate::words::{Bilingual, Lang};

/// Which colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// What suits the terminal.
    #[default]
    Auto,
    /// For dark terminals.
    Dark,
    /// For light terminals.
    Light,
    /// No colour.
    Plain,
    /// High contrast.
    Contrast,
}

/// Whether only ASCII is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ascii {
    /// Where the locale has nothing else.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// Where the days begin and end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    /// Where this machine is.
    #[default]
    System,
    /// A zone of the IANA database that is known here.
    Named(String),
}

/// A key for an action. Whether both exist is the keymap's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// As written: `ctrl-x`.
    pub chord: String,
    /// The action's id.
    pub action: String,
    /// Where it is written.
    pub line: u64,
}

/// Changes to the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Keys added to the actions' own.
    pub bind: Vec<Binding>,
    /// Keys taken away, with the lines they stand on.
    pub unbind: Vec<(String, u64)>,
}

/// How samples are drawn where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawing {
    /// How many conversations.
    pub count: usize,
    /// The part, 0 to 1, that goes first to customers who neither rated nor complained.
    pub silent_share: f64,
}

/// What is replaced in everything that leaves this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// Replace personal data at all.
    pub redact: bool,
    /// Patterns of order numbers, each known to be one that works.
    pub orders: Vec<String>,
    /// Words to hide besides.
    pub words: Vec<String>,
}

impl Privacy {
    /// What to look for.
    pub fn rules(&self) -> Rules {
        match self.redact {
            // Each pattern and word was checked where the file was read.
            true => Rules::new(&self.orders, &self.words).unwrap_or_else(|_| Rules::standard()),
            false => Rules::off(),
        }
    }
}

/// Exchanges with colleagues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchanging {
    /// The folder that we share.
    pub folder: Option<PathBuf>,
    /// Hide the reviewee's name from readers.
    pub hide_names: bool,
}

/// What the settings file says.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The language; `None` is the locale's.
    pub lang: Option<Lang>,
    /// Which colours.
    pub theme: ThemeChoice,
    /// Whether only ASCII is drawn.
    pub ascii: Ascii,
    /// Take the mouse.
    pub mouse: bool,
    /// Nothing on screen moves by itself.
    pub reduce_motion: bool,
    /// The id of the checklist that a new review begins with.
    pub checklist: String,
    /// Where the days begin and end.
    pub zone: Zone,
    /// Changes to the keys.
    pub keys: Keys,
    /// How samples are drawn.
    pub draw: Drawing,
    /// What is replaced in everything that leaves.
    pub privacy: Privacy,
    /// Exchanges with colleagues.
    pub exchange: Exchanging,
    /// The lead's figures.
    pub team: Teaming,
    /// How long things are kept.
    pub retention: Retention,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            lang: None,
            theme: ThemeChoice::Auto,
            ascii: Ascii::Auto,
            mouse: false,
            reduce_motion: false,
            checklist: "four-pillars".to_owned(),
            zone: Zone::System,
            keys: Keys::default(),
            draw: Drawing { count: 5, silent_share: 0.5 },
            privacy: Privacy { redact: true, orders: Vec::new(), words: Vec::new() },
            exchange: Exchanging::default(),
            team: Teaming::default(),
            retention: Retention::default(),
        }
    }
}

/// After so many lines that are no TOML, the file is something else.
const MOST_BROKEN_LINES: usize = 50;
/// The most conversations in one draw.
const MOST_DRAWN: u64 = 1000;

const TOP: [&str; 13] = [
    "lang",
    "theme",
    "ascii",
    "mouse",
    "reduce_motion",
    "checklist",
    "zone",
    "keys",
    "draw",
    "privacy",
    "exchange",
    "team",
    "retention",
];
const KEYS: [&str; 2] = ["bind", "unbind"];
const DRAW: [&str; 2] = ["count", "silent_share"];
const EXCHANGE: [&str; 2] = ["folder", "hide_names"];
const PRIVACY: [&str; 3] = ["redact", "redact_orders", "redact_words"];
const SECTIONS: [(&str, &[&str]); 6] = [
    ("keys", &KEYS),
    ("draw", &DRAW),
    ("privacy", &PRIVACY),
    ("exchange", &EXCHANGE),
    ("team", &Teaming::NAMES),
    ("retention", &Retention::NAMES),
];

impl Settings {
    /// Reads the text of a settings file: what can be used of it, and everything that is wrong with it.
    pub fn parse(text: &str) -> (Settings, Vec<Problem>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reading = Reading::new(text);
        // A line that is no TOML is left out and the rest read again, so that it costs only itself.
        let mut kept = text.to_owned();
        for _ in 0..MOST_BROKEN_LINES {
            match DeTable::parse_recoverable(&kept).1.first() {
                Some(error) => reading.leave_out(error.span(), &mut kept),
                None => break,
            }
        }
        let mut settings = Settings::default();
        for (key, value) in DeTable::parse_recoverable(&kept).0.get_ref() {
            settings.top(&mut reading, key, value);
        }
        (settings, reading.problems())
    }

    fn top(&mut self, reading: &mut Reading<'_>, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) {
        let name = key.get_ref().as_ref();
        match name {
            "lang" => {
                let langs = [("auto", None), ("en", Some(Lang::En)), ("fr", Some(Lang::Fr))];
                reading.choice(name, value, &langs, &mut self.lang);
            }
            "theme" => {
                let themes = [
                    ("auto", ThemeChoice::Auto),
                    ("dark", ThemeChoice::Dark),
                    ("light", ThemeChoice::Light),
                    ("plain", ThemeChoice::Plain),
                    ("contrast", ThemeChoice::Contrast),
                ];
                reading.choice(name, value, &themes, &mut self.theme);
            }
            "ascii" => match value.get_ref() {
                DeValue::Boolean(on) => self.ascii = if *on { Ascii::On } else { Ascii::Off },
                DeValue::String(word) if word == "auto" => self.ascii = Ascii::Auto,
                _ => reading.wrong(name, value, Bilingual::same("\"auto\", true, false")),
            },
            "mouse" => reading.boolean(name, value, &mut self.mouse),
            "reduce_motion" => reading.boolean(name, value, &mut self.reduce_motion),
            "checklist" => match value.get_ref() {
                DeValue::String(id) if !id.trim().is_empty() => self.checklist = id.clone().into_owned(),
                _ => reading.wrong(
                    name,
                    value,
                    Bilingual::fixed(
                        "the id of a checklist, such as \"four-pillars\"; `aplomb checklist list` shows them",
                        "l’identifiant d’une liste de contrôle, comme « four-pillars » ; \
                         `aplomb checklist list` les énumère",
                    ),
                ),
            },
            "zone" => match value.get_ref() {
                DeValue::String(zone) if zone == "system" => self.zone = Zone::System,
                DeValue::String(zone) if TimeZone::get(zone).is_ok() => {
                    self.zone = Zone::Named(zone.clone().into_owned());
                }
                _ => reading.wrong(
                    name,
                    value,
                    Bilingual::fixed(
                        "\"system\", or a time zone such as \"Europe/Paris\"",
                        "\"system\", ou un fuseau horaire comme \"Europe/Paris\"",
                    ),
                ),
            },
            "keys" => self.keys(reading, value),
            "draw" => self.draw(reading, value),
            "privacy" => self.privacy(reading, value),
            "exchange" => self.exchange(reading, value),
            "team" => self.team.read(reading, value),
            "retention" => self.retention.read(reading, value),
            _ => {
                let section =
                    SECTIONS.iter().find(|(_, names)| names.contains(&name)).map(|(section, _)| *section);
                reading.unknown("", name, key.span(), &TOP, section);
            }
        }
    }

    fn keys(&mut self, reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) {
        let Some(table) = reading.table("keys", value) else { return };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "bind" => {
                    for (chord, action) in reading.table("keys.bind", value).into_iter().flatten() {
                        let field = format!("keys.bind.{}", chord.get_ref());
                        let line = reading.line(chord.span());
                        match action.get_ref() {
                            DeValue::String(action) => self.keys.bind.push(Binding {
                                chord: chord.get_ref().clone().into_owned(),
                                action: action.clone().into_owned(),
                                line,
                            }),
                            _ => reading.wrong(
                                &field,
                                action,
                                Bilingual::fixed(
                                    "the id of an action in quotes; `aplomb keys` lists them",
                                    "l’identifiant d’une action entre guillemets ; `aplomb keys` les énumère",
                                ),
                            ),
                        }
                    }
                }
                "unbind" => {
                    let accepted = || {
                        Bilingual::fixed(
                            "a list of keys, such as [\"ctrl-x\", \"F2\"]",
                            "une liste de touches, comme [\"ctrl-x\", \"F2\"]",
                        )
                    };
                    let DeValue::Array(chords) = value.get_ref() else {
                        reading.wrong("keys.unbind", value, accepted());
                        continue;
                    };
                    for chord in chords {
                        match chord.get_ref() {
                            DeValue::String(text) => {
                                self.keys
                                    .unbind
                                    .push((text.clone().into_owned(), reading.line(chord.span())));
                            }
                            _ => reading.wrong("keys.unbind", chord, accepted()),
                        }
                    }
                }
                other => reading.unknown("keys.", other, key.span(), &KEYS, None),
            }
        }
    }

    fn draw(&mut self, reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) {
        let Some(table) = reading.table("draw", value) else { return };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "count" => {
                    let mut count = self.draw.count as u64;
                    reading.whole("draw.count", value, 1..=MOST_DRAWN, &mut count);
                    self.draw.count = count as usize;
                }
                "silent_share" => reading.share("draw.silent_share", value, &mut self.draw.silent_share),
                other => reading.unknown("draw.", other, key.span(), &DRAW, None),
            }
        }
    }

    fn exchange(&mut self, reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) {
        let Some(table) = reading.table("exchange", value) else { return };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "folder" => match value.get_ref() {
                    DeValue::String(folder) if folder.is_empty() => self.exchange.folder = None,
                    DeValue::String(folder) => self.exchange.folder = Some(PathBuf::from(folder.as_ref())),
                    _ => reading.wrong(
                        "exchange.folder",
                        value,
                        Bilingual::fixed(
                            "a folder, such as \"/mnt/team/aplomb\"",
                            "un dossier, comme \"/mnt/equipe/aplomb\"",
                        ),
                    ),
                },
                "hide_names" => {
                    reading.boolean("exchange.hide_names", value, &mut self.exchange.hide_names);
                }
                other => reading.unknown("exchange.", other, key.span(), &EXCHANGE, None),
            }
        }
    }

    fn privacy(&mut self, reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) {
        let Some(table) = reading.table("privacy", value) else { return };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "redact" => reading.boolean("privacy.redact", value, &mut self.privacy.redact),
                "redact_orders" => {
                    let accepted = Bilingual::fixed(
                        r##"a list of patterns, such as ['#\d{4,}', 'CMD-\d+']"##,
                        r##"une liste de motifs, comme ['#\d{4,}', 'CMD-\d+']"##,
                    );
                    let into = &mut self.privacy.orders;
                    reading.texts("privacy.redact_orders", value, &accepted, check_order, into);
                }
                "redact_words" => {
                    let accepted = Bilingual::fixed(
                        "a list of words, such as [\"Acme\", \"Blue Harbour\"]",
                        "une liste de mots, comme [\"Acme\", \"Port Bleu\"]",
                    );
                    let into = &mut self.privacy.words;
                    reading.texts("privacy.redact_words", value, &accepted, check_word, into);
                }
                other => reading.unknown("privacy.", other, key.span(), &PRIVACY, None),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> (Settings, Vec<String>) {
        let (settings, problems) = Settings::parse(text);
        (settings, problems.iter().map(|p| p.sentence(Lang::En).into_string()).collect())
    }

    #[test]
    fn everything_can_be_said() {
        let (settings, problems) = sentences(
            "lang = \"fr\"\ntheme = \"light\"\nascii = true\nmouse = true\nreduce_motion = true\n\
             checklist = \"four-pillars-express\"\nzone = \"Europe/Paris\"\n\
             [keys]\nbind = { \"ctrl-x\" = \"seal\" }\nunbind = [\"q\",\n \"F2\"]\n\
             [draw]\ncount = 12\nsilent_share = 0.25\n\
             [privacy]\nredact = false\nredact_orders = ['#\\d{4,}']\nredact_words = [\"Acme\"]\n\
             [exchange]\nfolder = \"/mnt/team\"\nhide_names = true\n\
             [team]\npeople = 8\noccupancy_ceiling = 0.9\n[retention]\nconversations = 90\nreviews = 100\n",
        );
        assert_eq!(problems, [""; 0]);
        assert_eq!(
            settings,
            Settings {
                lang: Some(Lang::Fr),
                theme: ThemeChoice::Light,
                ascii: Ascii::On,
                mouse: true,
                reduce_motion: true,
                checklist: "four-pillars-express".into(),
                zone: Zone::Named("Europe/Paris".into()),
                keys: Keys {
                    bind: vec![Binding { chord: "ctrl-x".into(), action: "seal".into(), line: 9 }],
                    unbind: vec![("q".into(), 10), ("F2".into(), 11)],
                },
                draw: Drawing { count: 12, silent_share: 0.25 },
                privacy: Privacy {
                    redact: false,
                    orders: vec![r"#\d{4,}".into()],
                    words: vec!["Acme".into()],
                },
                exchange: Exchanging { folder: Some("/mnt/team".into()), hide_names: true },
                team: Teaming { people: 8, occupancy_ceiling: 0.9 },
                retention: Retention { conversations: 90, reviews: 100 },
            }
        );
    }

    #[test]
    fn a_wrong_value_costs_only_itself() {
        let (settings, problems) = sentences(
            "theme = \"drak\"\nmouse = true\nlang = 3\nascii = \"yes\"\nzone = \"Mars/Base\"\nchecklist = \"\"\n\
             [draw]\ncount = 0\nsilent_share = nan\n[keys]\nbind = 3\nunbind = [1, \"q\"]\n",
        );
        let expected = Settings {
            mouse: true,
            keys: Keys { bind: Vec::new(), unbind: vec![("q".into(), 12)] },
            ..Settings::default()
        };
        assert_eq!(settings, expected);
        let fields: Vec<_> =
            problems.iter().map(|p| p.split(": ").take(2).collect::<Vec<_>>().join(": ")).collect();
        assert_eq!(
            fields,
            [
                "line 1: theme",
                "line 3: lang",
                "line 4: ascii",
                "line 5: zone",
                "line 6: checklist",
                "line 8: draw.count",
                "line 9: draw.silent_share",
                "line 11: keys.bind",
                "line 12: keys.unbind"
            ]
        );
        assert_eq!(
            problems[0],
            "line 1: theme: found `\"drak\"`; did you mean \"dark\"? Accepted: \"auto\", \"dark\", \"light\", \"plain\", \"contrast\""
        );
    }

    #[test]
    fn every_wrong_pattern_is_named_with_its_line() {
        let (settings, problems) = sentences(
            "[privacy]\nredact = 1\nredact_orders = ['A\\d+',\n '#[0-9',\n '\\d*', 7]\nredact_words = [\"Acme\",\n \"\"]\n\
             redact_word = []\n",
        );
        assert_eq!(
            settings.privacy,
            Privacy { redact: true, orders: vec![r"A\d+".into()], words: vec!["Acme".into()] }
        );
        let heads: Vec<_> = problems.iter().filter_map(|problem| problem.split("; ").next()).collect();
        assert_eq!(
            heads,
            [
                "line 2: privacy.redact: found `1`",
                "line 4: privacy.redact_orders: found `'#[0-9'`",
                "line 5: privacy.redact_orders: found `'\\d*'`",
                "line 5: privacy.redact_orders: found `7`",
                "line 7: privacy.redact_words: found `\"\"`",
                "line 8: privacy.redact_word: no such option",
            ]
        );
    }

    #[test]
    fn an_unknown_key_is_named_with_the_nearest() {
        let (settings, problems) =
            sentences("thme = \"dark\"\nzzz = 1\ncount = 9\nmouse = true\n[draw]\nkount = 2");
        assert!(settings.mouse);
        assert_eq!(
            problems,
            [
                "line 1: thme: no such option; did you mean `theme`?",
                "line 2: zzz: no such option; `aplomb config default` lists them all",
                "line 3: count: this option belongs under [draw]",
                "line 6: draw.kount: no such option; did you mean `count`?",
            ]
        );
    }

    #[test]
    fn a_line_that_is_no_toml_costs_only_itself() {
        let (settings, problems) = sentences("mouse = true\nthis is not toml\nreduce_motion = true\n");
        assert!(settings.mouse && settings.reduce_motion, "{settings:?}");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("line 2: found `this is not toml`; "), "{problems:?}");
    }

    #[test]
    fn hostile_settings_stay_harmless() {
        let deep = "[".repeat(100_000);
        let long = format!("\"{}\u{1b}[31m\" = 1", "k".repeat(200_000));
        for text in [
            "\u{1b}]52;c;x\u{7} = 1",
            "\"\\u001b[31m\" = 1",
            &deep,
            &long,
            "mouse = true\nmouse = false",
            "\0",
        ] {
            let (_, problems) = sentences(text);
            assert!(!problems.is_empty());
            for problem in problems {
                assert!(problem.chars().count() < 400, "{problem}");
                assert!(!problem.chars().any(crate::domain::shown::forbidden), "{problem}");
            }
        }
    }

    #[test]
    fn a_mark_at_the_beginning_is_no_problem() {
        assert_eq!(sentences("\u{feff}mouse = true").1, [""; 0]);
    }
}
