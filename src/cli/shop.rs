//! What every command works with: where to print, the settings, the places on disk, and the session once it is needed.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::both;
use crate::cli::args::{ColorArg, Global, LangArg};
use crate::cli::out::Out;
use crate::cli::tables::KeyRow;
use crate::cli::upkeep::Place;
use crate::cli::{AppWish, Surroundings, Wish};
use crate::config::{ColorWhen, Environment, NoHome, Overrides, Paths, Settings, Zone};
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::ops::error::{Kind, OpsError};
use crate::ops::metrics::report;
use crate::ops::session::{Session, Setting, TeamRules, outgrown};
use crate::ops::shelf::{self, Shelf};
use crate::ops::upkeep::{self as doctor, Check};
use crate::ops::{hours, keywords};
use crate::storage::Notice;
use crate::words::{Bilingual, Lang};

/// The store's file in the data folder.
const STORE: &str = "aplomb.db";

/// The file of my keys, beside it.
const KEYS: &str = "identity.aplomb-keys";

/// What a command works with.
pub struct Shop {
    /// Where to print.
    pub out: Out,
    /// The settings, flags worked in.
    pub settings: Settings,
    /// The store and its surroundings.
    pub setting: Setting,
    /// The app's keys.
    pub keys: Vec<KeyRow>,
    environment: Environment,
    paths: Paths,
    problems: Vec<Problem>,
    color: ColorWhen,
    started: Instant,
}

impl Shop {
    /// Reads the settings and finds the places.
    pub fn open(global: &Global, surroundings: Surroundings) -> Result<Shop, OpsError> {
        let Surroundings { environment, started, keys } = surroundings;
        let overrides = Overrides { config_file: global.config.clone(), data: global.data_dir.clone() };
        let paths = Paths::find(&environment, &overrides)
            .map_err(|NoHome| OpsError::new(Kind::Environment, NoHome::WHAT).hint(NoHome::HINT))?;
        // A missing file is no problem, unless it was named.
        if global.config.is_some() || environment.config_file().is_some() {
            let named = &paths.config_file;
            std::fs::metadata(named).map_err(|e| OpsError::file(named, &e))?;
        }
        let (mut settings, mut problems) = Settings::read(&paths.config_file);
        let name = paths.config_file.to_string_lossy().into_owned();
        let lang = match global.lang {
            Some(LangArg::En) => Lang::En,
            Some(LangArg::Fr) => Lang::Fr,
            None => settings.lang.unwrap_or_else(|| environment.lang()),
        };
        let color = match global.color {
            ColorArg::Auto => ColorWhen::Auto,
            ColorArg::Always => ColorWhen::Always,
            ColorArg::Never => ColorWhen::Never,
        };
        if global.ascii {
            settings.ascii = crate::config::Ascii::On;
        }
        let zone = zone(&settings.zone, &mut problems, &name);
        let setting = Setting {
            store: paths.data.join(STORE),
            checklists: Some(paths.config.join("checklists")),
            zone,
            usual: settings.checklist.clone(),
            silent_share: settings.draw.silent_share,
            keys: Some(paths.data.join(KEYS)),
            rules: settings.privacy.rules(),
            folder: settings.exchange.folder.clone(),
            hide_names: settings.exchange.hide_names,
            team: TeamRules {
                people: settings.team.people as usize,
                occupancy_ceiling: settings.team.occupancy_ceiling,
                keep_conversations: settings.retention.conversations as u32,
                keep_reviews: settings.retention.reviews as u32,
                folder: Some(paths.config.clone()),
            },
            read_only: global.read_only,
        };
        let out = Out::new(lang, global.json);
        Ok(Shop { out, setting, keys: keys(lang), environment, paths, problems, color, started, settings })
    }

    /// The session. What is worth knowing about settings and store is told first.
    pub fn session(&mut self) -> Result<Session, OpsError> {
        if let Some(notice) = outgrown(&self.setting) {
            self.out.tell(&notice);
        }
        let (session, notices) = Session::open(&self.setting, now())?;
        for notice in &notices {
            self.out.tell(&notice.text);
        }
        self.out.problems(&self.problems);
        Ok(session)
    }

    /// The checklists at hand, without the store.
    pub fn shelf(&self) -> Shelf {
        shelf::load(self.setting.checklists.as_deref())
    }

    /// A flag that ctrl-c and terminate set, so that long work can stop between two whole steps.
    pub fn stop_flag(&self) -> Result<Arc<AtomicBool>, OpsError> {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // The second one ends the program at once: nothing half done can be left behind, only work undone.
            signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&flag))
                .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&flag)))
                .map_err(|e| OpsError::file(std::path::Path::new("signal"), &e))?;
        }
        Ok(flag)
    }

    /// Hands over to the app.
    pub fn app(self, demo: bool) -> Wish {
        let mut notices: Vec<Bilingual> = Vec::new();
        for problem in &self.problems {
            notices.push(Bilingual::made(
                problem.sentence(Lang::En).into_string(),
                problem.sentence(Lang::Fr).into_string(),
            ));
        }
        Wish::App(Box::new(AppWish {
            lang: self.out.lang,
            settings: self.settings,
            color: self.color,
            environment: self.environment,
            notices,
            setting: self.setting,
            demo,
            state: self.paths.state,
            started: self.started,
        }))
    }

    /// Everything that the doctor looks at.
    pub fn doctor(&mut self) -> Vec<Check> {
        let mut checks = Vec::new();
        match self.setting.store.symlink_metadata() {
            // Looking must not create a store.
            Err(_) => checks.push(Check::note(
                "store",
                Bilingual::fixed("there is none yet", "il n’y en a pas encore"),
                Bilingual::fixed("`aplomb import FILE` makes it", "« aplomb import FICHIER » le crée"),
            )),
            Ok(_) => match self.examined() {
                Ok(found) => checks.extend(found),
                Err(error) => checks.push(doctor::closed_store(&error)),
            },
        }
        for problem in &self.problems {
            checks.push(Check::note(
                "settings",
                Bilingual::made(
                    problem.sentence(Lang::En).into_string(),
                    problem.sentence(Lang::Fr).into_string(),
                ),
                Bilingual::fixed(
                    "`aplomb config default` shows every option",
                    "« aplomb config default » montre chaque option",
                ),
            ));
        }
        checks.extend(self.terminal());
        checks
    }

    fn examined(&mut self) -> Result<Vec<Check>, OpsError> {
        let reading = Setting { read_only: true, ..self.setting.clone() };
        let (session, notices): (Session, Vec<Notice>) = Session::open(&reading, now())?;
        doctor::checks(&session, &notices, now())
    }

    fn terminal(&self) -> Vec<Check> {
        let env = &self.environment;
        let mut checks = Vec::new();
        checks.push(if env.unicode() {
            Check::fine("letters", Bilingual::fixed("the locale is UTF-8", "la locale est en UTF-8"))
        } else {
            Check::note(
                "letters",
                Bilingual::fixed(
                    "the locale is not UTF-8: ASCII marks are used",
                    "la locale n’est pas en UTF-8 : marques ASCII",
                ),
                Bilingual::fixed(
                    "set LANG to a UTF-8 locale, if your terminal can",
                    "réglez LANG sur une locale UTF-8, si votre terminal le peut",
                ),
            )
        });
        let theme = env.theme(self.settings.theme, self.color);
        checks.push(Check::fine("colour", both!("theme {theme}", "thème {theme}")));
        if let Some(name) = env.multiplexer() {
            checks.push(Check::note(
                "terminal",
                both!("inside {name}: the escape key may be slow", "dans {name} : la touche échap peut être lente"),
                Bilingual::fixed("tmux: `set -sg escape-time 10`; `set -g set-clipboard on` lets copies through", "tmux : « set -sg escape-time 10 » ; « set -g set-clipboard on » laisse passer les copies"),
            ));
        }
        if env.over_ssh() {
            checks.push(Check::fine(
                "clipboard",
                Bilingual::fixed(
                    "over SSH, through the terminal (OSC 52)",
                    "par SSH, à travers le terminal (OSC 52)",
                ),
            ));
        }
        checks
    }

    /// Every place on disk.
    pub fn places(&self) -> Vec<Place> {
        let place = |name, path: &PathBuf| Place {
            name,
            path: path.to_string_lossy().into_owned(),
            exists: path.exists(),
        };
        let checklists = self.paths.config.join("checklists");
        vec![
            place("settings", &self.paths.config_file),
            place("checklists", &checklists),
            place("calendar", &self.paths.config.join(hours::FILE)),
            place("metrics", &self.paths.config.join(report::FILE)),
            place("keywords", &self.paths.config.join(keywords::FILE)),
            place("data", &self.paths.data),
            place("store", &self.setting.store),
            place("keys", &self.paths.data.join(KEYS)),
            place("backups", &self.paths.data.join("backups")),
            place("state", &self.paths.state),
            place("cache", &self.paths.cache),
        ]
    }
}

/// The zone of the settings; a name that means nothing is told, and the system's is taken.
fn zone(wanted: &Zone, problems: &mut Vec<Problem>, file: &str) -> TimeZone {
    match wanted {
        Zone::System => TimeZone::system(),
        Zone::Named(name) => TimeZone::get(name).unwrap_or_else(|_| {
            let problem = Problem::at(
                None,
                "zone",
                name.clone(),
                Bilingual::fixed(
                    "a zone such as Europe/Paris, or `system`",
                    "un fuseau comme Europe/Paris, ou « system »",
                ),
            );
            problems.push(problem.in_file(file));
            TimeZone::system()
        }),
    }
}

/// Microseconds since 1970-01-01T00:00:00Z.
pub fn now() -> i64 {
    Timestamp::now().as_microsecond()
}

/// Random bytes of the system.
pub fn random<const N: usize>() -> Result<[u8; N], OpsError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| {
        let why = Shown::line(&e.to_string());
        OpsError::new(
            Kind::Environment,
            both!(
                "the system gives no random bytes: {why}",
                "le système ne donne pas d’octets aléatoires : {why}"
            ),
        )
    })?;
    Ok(bytes)
}
