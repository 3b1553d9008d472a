//! Where files live: four places, because they deserve different care. Settings and data are worth a backup, state can
//! be lost without harm, the cache can be deleted at any time.

use std::path::PathBuf;

use directories::ProjectDirs;

use crate::config::Environment;
use crate::words::Bilingual;

/// The folder's name in each place.
const NAME: &str = "aplomb";

/// What flags say, which wins over everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--config`.
    pub config_file: Option<PathBuf>,
    /// `--data-dir`.
    pub data: Option<PathBuf>,
}

/// The places of this person. None of them need exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The settings file.
    pub config_file: PathBuf,
    /// The folder of the settings in use, with own checklists and items, calendar, metrics and keywords.
    pub config: PathBuf,
    /// The store.
    pub data: PathBuf,
    /// The log.
    pub state: PathBuf,
    /// What can be made anew.
    pub cache: PathBuf,
}

/// The system names no home folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoHome;

impl NoHome {
    /// What happened.
    pub const WHAT: Bilingual = Bilingual::fixed(
        "I cannot tell where your files should live: this system names no home folder for you.",
        "Impossible de savoir où ranger vos fichiers : ce système ne vous connaît pas de dossier personnel.",
    );
    /// What to do.
    pub const HINT: Bilingual = Bilingual::fixed(
        "Set HOME, or name the places with --data-dir and --config.",
        "Définissez HOME, ou indiquez les emplacements avec --data-dir et --config.",
    );
}

impl Paths {
    /// Finds the places. Flags win over `APLOMB_*`, those over `XDG_*` (on every system), those over the system's
    /// own custom.
    pub fn find(environment: &Environment, overrides: &Overrides) -> Result<Paths, NoHome> {
        let system = ProjectDirs::from("", "", "Aplomb");
        let place = |variable: &str, custom: fn(&ProjectDirs) -> PathBuf| {
            let own = environment.path(variable).map(|folder| folder.join(NAME));
            own.or_else(|| system.as_ref().map(custom))
        };
        let config = place("XDG_CONFIG_HOME", |dirs| dirs.config_dir().to_owned());
        let state = place("XDG_STATE_HOME", |dirs| match dirs.state_dir() {
            Some(state) => state.to_owned(),
            // macOS and Windows know no such place.
            None => dirs.data_local_dir().join("state"),
        });
        let cache = place("XDG_CACHE_HOME", |dirs| dirs.cache_dir().to_owned());
        let data = overrides
            .data
            .clone()
            .or_else(|| environment.data_folder())
            .or_else(|| place("XDG_DATA_HOME", |dirs| dirs.data_dir().to_owned()))
            .ok_or(NoHome)?;
        let named = overrides.config_file.clone().or_else(|| environment.config_file());
        // What lies beside the settings is looked for beside those that are in use.
        let beside = named.as_ref().and_then(|file| file.parent()).map(|folder| {
            if folder.as_os_str().is_empty() { PathBuf::from(".") } else { PathBuf::from(folder) }
        });
        let config = beside.or(config).unwrap_or_else(|| data.join("config"));
        Ok(Paths {
            config_file: named.unwrap_or_else(|| config.join("config.toml")),
            config,
            state: state.unwrap_or_else(|| data.join("state")),
            cache: cache.unwrap_or_else(|| data.join("cache")),
            data,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    const XDG: [(&str, &str); 4] = [
        ("XDG_CONFIG_HOME", "/x/config"),
        ("XDG_DATA_HOME", "/x/data"),
        ("XDG_STATE_HOME", "/x/state"),
        ("XDG_CACHE_HOME", "/x/cache"),
    ];

    #[cfg(unix)]
    #[test]
    fn four_places_of_their_own() {
        let paths = Paths::find(&Environment::of(XDG), &Overrides::default()).unwrap();
        assert_eq!(paths.config_file, PathBuf::from("/x/config/aplomb/config.toml"));
        assert_eq!(paths.config, PathBuf::from("/x/config/aplomb"));
        assert_eq!(paths.data, PathBuf::from("/x/data/aplomb"));
        assert_eq!(paths.state, PathBuf::from("/x/state/aplomb"));
        assert_eq!(paths.cache, PathBuf::from("/x/cache/aplomb"));
    }

    fn flags_of_data() -> Overrides {
        Overrides { data: Some("/flag".into()), config_file: None }
    }

    #[test]
    fn flags_win_over_variables() {
        let env = Environment::of([("APLOMB_DATA_DIR", "/variable"), ("APLOMB_CONFIG", "/variable.toml")]);
        let paths = Paths::find(&env, &Overrides::default()).unwrap();
        assert_eq!((paths.data, paths.config_file), ("/variable".into(), "/variable.toml".into()));
        let flags = Overrides { data: Some("/flag".into()), config_file: Some("/flag.toml".into()) };
        let paths = Paths::find(&env, &flags).unwrap();
        assert_eq!((paths.data, paths.config_file), ("/flag".into(), "/flag.toml".into()));
        assert_eq!(
            paths.config,
            PathBuf::from("/"),
            "checklists and the rest lie beside the settings in use"
        );
        let here = Overrides { config_file: Some("mine.toml".into()), ..flags_of_data() };
        assert_eq!(Paths::find(&env, &here).unwrap().config, PathBuf::from("."));
    }
}
