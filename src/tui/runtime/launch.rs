//! Puts the app together: settings to model, session to worker, both to the runtime.

use std::path::PathBuf;
use std::time::Instant;

use jiff::Timestamp;
use ratatui::Frame;

use crate::config::{ColorWhen, Environment, Settings};
use crate::ops::demo;
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::{Session, Setting, outgrown};
use crate::storage::Store;
use crate::tui::glyphs;
use crate::tui::keymap::Keymap;
use crate::tui::message::{Effect, Msg};
use crate::tui::model::{self, Model};
use crate::tui::runtime::{App, Cancel, ExitStatus, Log, Options, RuntimeError, Work, run};
use crate::tui::theme;
use crate::tui::update::update;
use crate::tui::view;
use crate::tui::work::{Worker, World};
use crate::words::{Bilingual, Lang};

/// What the app is to be opened on.
pub struct Launch {
    /// The language on screen.
    pub lang: Lang,
    /// The settings, flags worked in.
    pub settings: Settings,
    /// What `--color` says.
    pub color: ColorWhen,
    /// The environment.
    pub environment: Environment,
    /// What to tell at the start.
    pub notices: Vec<Bilingual>,
    /// The store and its surroundings.
    pub setting: Setting,
    /// Invented data in memory instead.
    pub demo: bool,
    /// The folder of the log.
    pub state: PathBuf,
    /// When the program began.
    pub started: Instant,
}

/// Opens the app and comes back when it ends.
pub fn launch(launch: Launch) -> Result<ExitStatus, RuntimeError<OpsError>> {
    let Launch { lang, settings, color, environment, mut notices, setting, demo, state, started } = launch;
    let (keymap, clashes) = keymap(&settings);
    notices.extend(clashes);
    if !demo {
        notices.extend(outgrown(&setting));
    }
    let theme = theme::by_name(environment.theme(settings.theme, color)).unwrap_or(theme::MONO);
    let glyphs = if environment.ascii(settings.ascii) { glyphs::ASCII } else { glyphs::UNICODE };
    let chosen = model::Settings {
        lang,
        theme,
        glyphs,
        keymap,
        mouse: settings.mouse,
        demo,
        read_only: setting.read_only,
        notices,
    };
    // The demo leaves nothing behind, not even a log.
    let log = if demo { Log::none() } else { Log::in_folder(state) };
    let options = Options::of(&environment, &settings, lang, log, started);
    let open = move |cancel: Cancel| worker(&setting, demo, lang, cancel);
    run(Running { model: None, settings: Some(chosen) }, open, options)
}

/// The default keys with the person's own.
fn keymap(settings: &Settings) -> (Keymap, Vec<Bilingual>) {
    let bind: Vec<(String, String)> =
        settings.keys.bind.iter().map(|b| (b.chord.clone(), b.action.clone())).collect();
    let unbind: Vec<String> = settings.keys.unbind.iter().map(|(chord, _)| chord.clone()).collect();
    Keymap::with(&bind, &unbind)
}

fn worker(setting: &Setting, demo: bool, lang: Lang, cancel: Cancel) -> Result<Box<dyn Work>, OpsError> {
    let stop = Box::new(move || cancel.requested());
    if demo {
        let mut session = Session::over(Store::memory()?, setting);
        let now = demo::fill(&mut session)?;
        return Ok(Box::new(Worker::new(session, Shifted::to(now), lang, None, stop)));
    }
    let (session, notices) = Session::open(setting, Real.now())?;
    Ok(Box::new(Worker::new(session, Real, lang, setting.checklists.clone(), stop).telling(notices)))
}

/// The machine's clock and dice.
pub struct Real;

impl World for Real {
    fn now(&mut self) -> i64 {
        Timestamp::now().as_microsecond()
    }

    fn random(&mut self) -> [u8; 32] {
        random()
    }

    fn seed(&mut self) -> Result<[u8; 32], OpsError> {
        seed()
    }
}

/// The demo's clock: it began at the demo's newest message and runs on from there.
struct Shifted {
    by: i64,
}

impl Shifted {
    fn to(now: i64) -> Shifted {
        Shifted { by: now - Timestamp::now().as_microsecond() }
    }
}

impl World for Shifted {
    fn now(&mut self) -> i64 {
        Timestamp::now().as_microsecond() + self.by
    }

    fn random(&mut self) -> [u8; 32] {
        random()
    }

    fn seed(&mut self) -> Result<[u8; 32], OpsError> {
        seed()
    }
}

/// Bytes from the system's generator, or none.
fn seed() -> Result<[u8; 32], OpsError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| {
        OpsError::new(
            Kind::Environment,
            Bilingual::fixed(
                "the system gives no random bytes",
                "le système ne donne pas d’octets aléatoires",
            ),
        )
    })?;
    Ok(bytes)
}

/// Bytes from the system's generator. Without one, nothing may be sealed: the bytes of a clock are no secret, but they
/// are different each time, which is what identifiers need.
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    if getrandom::fill(&mut bytes).is_err() {
        bytes[..8].copy_from_slice(&Timestamp::now().as_microsecond().to_le_bytes());
    }
    bytes
}

/// The model as the runtime wants it. It begins when the runtime does.
struct Running {
    model: Option<Model>,
    settings: Option<model::Settings>,
}

impl App for Running {
    fn start(&mut self, _now: i64) -> Vec<Effect> {
        let Some(settings) = self.settings.take() else { return Vec::new() };
        let (model, effects) = Model::new(settings);
        self.model = Some(model);
        effects
    }

    fn update(&mut self, msg: Msg, now: i64) -> Vec<Effect> {
        self.model.as_mut().map(|model| update(model, msg, now)).unwrap_or_default()
    }

    fn dirty(&mut self) -> bool {
        self.model.as_mut().is_some_and(Model::take_dirty)
    }

    fn draw(&self, frame: &mut Frame<'_>) -> usize {
        self.model.as_ref().map_or(0, |model| view::draw(model, frame))
    }
}
