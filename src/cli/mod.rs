//! The command line: one file for each command, and the only place that prints. It does not know the app: what needs it
//! goes back to `main` as a [`Wish`].

mod agreement;
pub mod args;
mod brief;
mod capture;
mod card;
mod checklist;
mod compare;
mod diagnostic;
mod draw;
mod erase;
mod exchange;
mod explain;
mod export;
mod file;
mod french;
mod goal;
mod hints;
mod hours;
mod import;
mod keywords;
mod learning;
mod me;
mod metrics;
mod mirror;
mod misuse;
mod others;
mod out;
mod page;
mod passphrase;
mod purge;
mod review;
mod score;
mod scorecards;
mod shop;
mod show;
mod sink;
mod submit;
mod tables;
mod team;
mod upkeep;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Instant;

use clap::{CommandFactory, FromArgMatches};
use jiff::civil::Date;

use crate::config::{ColorWhen, Environment, Settings};
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::metrics::kept;
use crate::ops::session::{Session, Setting};
use crate::words::{Bilingual, Lang};

use args::{CardCommand, ChecklistCommand, Command, DoctorCommand, ImportArgs, ImportCommand, Line};
use out::Out;
use shop::Shop;

pub use tables::KeyRow;

/// What `main` does next.
pub enum Wish {
    /// Nothing more: this exit code.
    Done(u8),
    /// Open the app.
    App(Box<AppWish>),
}

/// What the app is to be opened on.
pub struct AppWish {
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

/// What the command line cannot know by itself.
pub struct Surroundings<'a> {
    /// The environment.
    pub environment: Environment,
    /// When the program began.
    pub started: Instant,
    /// The app's keys.
    pub keys: &'a dyn Fn(Lang) -> Vec<KeyRow>,
}

/// Understands the arguments and carries them out.
pub fn run(arguments: Vec<OsString>, surroundings: Surroundings) -> Wish {
    let environment = &surroundings.environment;
    // The language of the help must be known before the arguments are understood.
    let lang = lang_flag(&arguments).unwrap_or_else(|| environment.lang());
    let mut command = Line::command().long_version(tables::long_version());
    if lang == Lang::Fr {
        command = french::translate(command);
    }
    let parsed = command.clone().try_get_matches_from(arguments).and_then(|m| Line::from_arg_matches(&m));
    let line = match parsed {
        Ok(line) => line,
        Err(error) => return Wish::Done(not_a_command(&error, lang)),
    };
    let mut shop = match Shop::open(&line.global, surroundings) {
        Ok(shop) => shop,
        Err(error) => {
            let mut out = Out::new(lang, false);
            out.failure(&error);
            return Wish::Done(exit_code(error.kind));
        }
    };
    let done = match line.command {
        None => return shop.app(false),
        Some(Command::Demo) => return shop.app(true),
        Some(command) => carry_out(&mut shop, command),
    };
    let done = match shop.out.take_failure() {
        Some(failure) => done.and(Err(failure)),
        None => done,
    };
    Wish::Done(match done {
        Ok(true) => 0,
        Ok(false) => 1,
        Err(error) => {
            shop.out.failure(&error);
            exit_code(error.kind)
        }
    })
}

/// Says what is wrong with the arguments, or prints the help that they ask for.
fn not_a_command(error: &clap::Error, lang: Lang) -> u8 {
    if lang == Lang::Fr
        && let Some(french) = misuse::in_french(error)
    {
        Out::new(lang, false).failure(&french);
        return exit_code(french.kind);
    }
    // Help and versions go to standard output, everything else to standard error; a closed pipe is no fault.
    match error.print() {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => 1,
        _ if error.use_stderr() => 2,
        _ => 0,
    }
}

/// The one place that turns a kind of failure into an exit code.
pub fn exit_code(kind: Kind) -> u8 {
    match kind {
        Kind::Data | Kind::Environment | Kind::Locked => 1,
        Kind::Usage => 2,
        Kind::Bug => 70,
        Kind::Interrupted => 130,
    }
}

/// Prints what went wrong outside a command.
pub fn complain(lang: Lang, what: &Bilingual, hint: &Bilingual) {
    let error = OpsError::new(Kind::Environment, what.clone()).hint(hint.clone());
    Out::new(lang, false).failure(&error);
}

/// Carries out a command. `false`: done, and something needs attention.
fn carry_out(shop: &mut Shop, command: Command) -> Result<bool, OpsError> {
    let with_keys = needs_keys(&command);
    match command {
        Command::Demo => Ok(true),
        Command::Me { name, aliases, forget } => {
            let mut session = shop.session()?;
            me::run(&mut shop.out, &mut session, name, aliases, &forget).map(|()| true)
        }
        Command::Import(ImportArgs { what: Some(ImportCommand::Reviews(args)), .. }) => {
            let mut session = shop.session()?;
            scorecards::run(&mut shop.out, &mut session, &args, shop::now())
        }
        Command::Import(args) => {
            let stop = shop.stop_flag()?;
            let mut session = shop.session()?;
            import::run(&mut shop.out, &mut session, args, shop::now(), &move || {
                stop.load(std::sync::atomic::Ordering::Relaxed)
            })
        }
        Command::Conversations { query, limit } => {
            let mut session = shop.session()?;
            show::list(&mut shop.out, &mut session, &query.join(" "), limit, shop::now()).map(|()| true)
        }
        Command::Show { id } => {
            let session = shop.session()?;
            show::run(&mut shop.out, &session, &id).map(|()| true)
        }
        Command::Draw(args) => {
            let mut session = shop.session()?;
            let entropy = u64::from_le_bytes(shop::random()?);
            draw::run(&mut shop.out, &mut session, &args, shop.settings.draw.count, shop::now(), entropy)
                .map(|()| true)
        }
        Command::Score(args) => {
            if !score::can_ask(&args) {
                return Err(OpsError::new(
                    Kind::Usage,
                    Bilingual::fixed(
                        "there is nobody here to ask: standard input is no terminal",
                        "il n’y a personne à qui poser les questions : l’entrée n’est pas un terminal",
                    ),
                )
                .hint(Bilingual::fixed(
                    "--answers FILE reads the answers; --plain asks line by line all the same",
                    "--answers FICHIER lit les réponses ; --plain demande ligne à ligne quand même",
                )));
            }
            let mut session = shop.session()?;
            score::run(&mut shop.out, &mut session, &args, &shop::now, shop::random()?).map(|()| true)
        }
        Command::Review { id, why, by: Some(by), .. } => {
            let session = shop.session()?;
            others::show(&mut shop.out, &session, &id, &by, why).map(|()| true)
        }
        Command::Review { id, why, history, hints, by: None } => {
            let session = shop.session()?;
            let parts = review::Parts { why, history, hints };
            review::show(&mut shop.out, &session, &id, parts).map(|()| true)
        }
        Command::Seal { id } => {
            let mut session = shop.session()?;
            review::seal(&mut shop.out, &mut session, &id, shop::now(), shop::random()?).map(|()| true)
        }
        Command::Void { id, why } => {
            let mut session = shop.session()?;
            review::void(&mut shop.out, &mut session, &id, &why, shop::now()).map(|()| true)
        }
        Command::Checklist(ChecklistCommand::Show { id, hints: true, .. }) => {
            let session = shop.session()?;
            hints::of_checklist(&mut shop.out, &session, &id).map(|()| true)
        }
        Command::Checklist(command) => {
            let shelf = shop.shelf();
            checklist::run(&mut shop.out, &shelf, command)
        }
        Command::Mirror { since } => {
            let session = shop.session()?;
            mirror::run(&mut shop.out, &session, since.as_deref(), shop::now()).map(|()| true)
        }
        Command::Note(args) => {
            let session = shop.session()?;
            brief::note(&mut shop.out, &session, &args, shop::now()).map(|()| true)
        }
        Command::Diagnostic { new } => {
            let mut session = shop.session()?;
            diagnostic::run(&mut shop.out, &mut session, new, shop::now()).map(|()| true)
        }
        Command::Card(command) => {
            let (mut session, now, mut chance) = exchanging(shop, with_keys)?;
            card::run(&mut shop.out, &mut session, command, now, &mut chance)
        }
        Command::Ask(args) => {
            let (mut session, now, mut chance) = exchanging(shop, with_keys)?;
            exchange::ask(&mut shop.out, &mut session, &args, now, &mut chance).map(|()| true)
        }
        Command::Open { files } => {
            let (mut session, now, mut chance) = exchanging(shop, with_keys)?;
            exchange::open(&mut shop.out, &mut session, &files, now, &mut chance)
        }
        Command::Reply(args) => {
            let (mut session, now, mut chance) = exchanging(shop, with_keys)?;
            exchange::reply(&mut shop.out, &mut session, &args, now, &mut chance).map(|()| true)
        }
        Command::Exchange { folder } => {
            let (mut session, now, mut chance) = exchanging(shop, with_keys)?;
            let folder = folder.or_else(|| session.folder.clone()).ok_or_else(|| {
                OpsError::new(Kind::Usage, Bilingual::fixed("which folder?", "quel dossier ?")).hint(
                    Bilingual::fixed(
                        "name it, or set `folder` under [exchange] in the settings",
                        "nommez-le, ou réglez « folder » sous [exchange]",
                    ),
                )
            })?;
            exchange::folder(&mut shop.out, &mut session, &folder, now, &mut chance)
        }
        Command::Compare(args) => {
            let (mut session, now, mut chance) = exchanging(shop, with_keys)?;
            compare::run(&mut shop.out, &mut session, &args, now, &mut chance).map(|()| true)
        }
        Command::Submit(args) => {
            let (mut session, now, mut chance) = exchanging(shop, with_keys)?;
            submit::run(&mut shop.out, &mut session, &args, now, &mut chance).map(|()| true)
        }
        Command::Goal(command) => goal::run(shop, command),
        Command::Team(command) => {
            let (mut session, now, mut chance) = exchanging(shop, with_keys)?;
            team::run(&mut shop.out, &mut session, command, now, &mut chance)
        }
        Command::Agreement(args) => agreement::run(&mut shop.out, args),
        Command::Metrics(args) => {
            let mut session = shop.session()?;
            metrics::run(&mut shop.out, &mut session, &args, shop::now())
        }
        Command::Hours(args) => {
            hours::run(&mut shop.out, &shop.setting.zone, shop.setting.team.folder.as_deref(), &args)
        }
        Command::Export(args) => {
            let mut session = shop.session()?;
            export::run(&mut shop.out, &mut session, &args, shop::now()).map(|()| true)
        }
        Command::Keywords(args) => {
            let session = shop.session()?;
            keywords::run(&mut shop.out, &session, &args, shop::now()).map(|()| true)
        }
        Command::Purge(args) => {
            let mut session = shop.session()?;
            let (mut chance, now) = (Chance::new(shop::random()?), shop::now());
            let keep = &mut |session: &Session, weeks: &[Date]| kept::figures_of(session, weeks, now);
            purge::run(&mut shop.out, &mut session, &args, keep, now, &mut chance)
        }
        Command::Erase(args) => {
            let mut session = shop.session()?;
            let mut chance = Chance::new(shop::random()?);
            erase::run(&mut shop.out, &mut session, &args, shop::now(), &mut chance)
        }
        Command::Backup { file, force } => {
            let session = shop.session()?;
            upkeep::backup(&mut shop.out, &session, &file, force).map(|()| true)
        }
        Command::Restore { file, rescue } => {
            let shelf = shop.shelf();
            let (out, store) = (&mut shop.out, &shop.setting.store);
            let whole = match file {
                Some(file) if !rescue => upkeep::restore(out, &file, store, shop::now())?,
                file => upkeep::rescue(out, file.as_ref().unwrap_or(store), store, &shelf, shop::now())?,
            };
            let looking = Setting { read_only: true, ..shop.setting.clone() };
            let (session, _) = Session::open(&looking, shop::now())?;
            upkeep::keys_after(&mut shop.out, &session).map(|()| whole)
        }
        Command::Doctor { command: None } => {
            let checks = shop.doctor();
            upkeep::doctor(&mut shop.out, &checks)
        }
        Command::Doctor { command: Some(DoctorCommand::Data(args)) } => {
            let reading = Setting { read_only: true, ..shop.setting.clone() };
            let (session, _) = Session::open(&reading, shop::now())?;
            capture::run(&mut shop.out, &session, &args, shop::now())
        }
        Command::Paths => {
            let places = shop.places();
            upkeep::paths(&mut shop.out, &places).map(|()| true)
        }
        Command::Keys { markdown } => tables::keys(&mut shop.out, &shop.keys, markdown).map(|()| true),
        Command::Config(args::ConfigCommand::Default) => {
            let text = crate::config::default_text(shop.out.lang);
            shop.out.text(&text);
            Ok(true)
        }
        Command::Completions { shell } => {
            tables::completions(&mut shop.out, shell);
            Ok(true)
        }
        Command::Man => {
            tables::man(&mut shop.out)?;
            Ok(true)
        }
    }
}

/// Whether a command cannot do without my private keys. Those that only look must not ask for the passphrase.
fn needs_keys(command: &Command) -> bool {
    match command {
        Command::Card(card) => matches!(
            card,
            CardCommand::Show { name: None, .. }
                | CardCommand::Renew { lost: false }
                | CardCommand::Withdraw { .. }
                | CardCommand::Passphrase { .. }
        ),
        Command::Ask(args) => !args.dry_run && (args.peer.is_some() || args.third),
        Command::Compare(args) => args.item.is_some(),
        Command::Submit(args) => !args.dry_run && !args.list,
        Command::Open { .. }
        | Command::Reply(_)
        | Command::Exchange { .. }
        | Command::Team(args::TeamCommand::Collect { .. }) => true,
        _ => false,
    }
}

/// What commands about people and bundles work with; asks for the passphrase where the keys want one.
fn exchanging(shop: &mut Shop, with_keys: bool) -> Result<(Session, i64, Chance), OpsError> {
    let mut session = shop.session()?;
    let now = shop::now();
    if with_keys {
        passphrase::unlock(&mut session, shop.out.lang, now)?;
    }
    Ok((session, now, Chance::new(shop::random()?)))
}

/// `--lang` before the arguments are understood.
fn lang_flag(arguments: &[OsString]) -> Option<Lang> {
    let mut arguments = arguments.iter().filter_map(|a| a.to_str());
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            return None;
        }
        if argument == "--lang" {
            return arguments.next().and_then(Lang::from_locale);
        }
        if let Some(value) = argument.strip_prefix("--lang=") {
            return Lang::from_locale(value);
        }
    }
    None
}
