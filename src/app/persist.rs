//! Where our own files live, and the settings file: written whole or not at all, and set aside when it cannot be read.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{notice::Notice, state::Settings};
use crate::library::userdata;

const SETTINGS: &str = "settings.json";

/// Our own folders, and the user's documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Settings.
    pub config: PathBuf,
    /// The user's data and the log.
    pub data: PathBuf,
    /// Where people keep their documents: for saving where no dialog can be had.
    pub documents: PathBuf,
}

impl Places {
    /// The platform's folders, or both in `data_dir`.
    #[must_use]
    pub fn new(data_dir: Option<&Path>) -> Self {
        if let Some(dir) = data_dir {
            let dir = dir.to_path_buf();
            return Self { config: dir.clone(), data: dir.clone(), documents: dir };
        }
        let documents = directories::UserDirs::new()
            .map_or_else(std::env::temp_dir, |dirs| dirs.document_dir().unwrap_or(dirs.home_dir()).to_path_buf());
        let data = userdata::folder(None);
        let dirs = directories::ProjectDirs::from("", "", "shuangcheng");
        let config = dirs.map_or_else(|| data.clone(), |dirs| dirs.config_dir().to_path_buf());
        Self { config, data, documents }
    }

    /// The log file.
    #[must_use]
    pub fn log_file(&self) -> PathBuf {
        self.data.join("shuangcheng.log")
    }
}

/// Reads the settings. A file that cannot be read or understood is renamed (`settings.json.broken`), so that nothing is written over it;
/// then the defaults are used, and the message says so.
#[must_use]
pub fn load(places: &Places) -> (Settings, Option<Notice>) {
    let file = places.config.join(SETTINGS);
    let read = match fs::read(&file) {
        Ok(bytes) => serde_json::from_slice::<Settings>(&bytes).map_err(|error| error.to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (Settings::default(), None),
        Err(error) => Err(error.to_string()),
    };
    match read {
        Ok(mut settings) => {
            settings.layout = settings.layout.clamped();
            settings.scale = Settings::clamped_scale(settings.scale);
            (settings, None)
        }
        Err(error) => {
            let aside = file.with_extension("json.broken");
            let moved = fs::rename(&file, &aside);
            log::warn!("{} cannot be read and was set aside: {error}", file.display());
            let left = if moved.is_ok() { aside } else { file };
            let notice = Notice::failed(
                "notice-settings-unread",
                left.display().to_string(),
                "notice-settings-unread-next",
                error,
            );
            (Settings::default(), Some(notice))
        }
    }
}

/// Writes the settings through a temporary file beside the old one.
///
/// # Errors
/// What the system says.
pub fn save(places: &Places, settings: &Settings) -> std::io::Result<()> {
    fs::create_dir_all(&places.config)?;
    let json = serde_json::to_vec_pretty(settings)?;
    let mut file = tempfile::NamedTempFile::new_in(&places.config)?;
    file.write_all(&json)?;
    file.as_file().sync_all()?;
    file.persist(places.config.join(SETTINGS))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> (tempfile::TempDir, Places) {
        let dir = tempfile::tempdir().unwrap();
        let places = Places::new(Some(dir.path()));
        (dir, places)
    }

    #[test]
    fn settings_come_back() {
        let (_dir, places) = places();
        assert_eq!(load(&places), (Settings::default(), None));
        let mut settings = Settings { scale: 1.2, ..Settings::default() };
        settings.layout.size_pt = 22.0;
        settings.last_folder = Some("/旧 文/夹".into());
        save(&places, &settings).unwrap();
        assert_eq!(load(&places), (settings, None));
    }

    #[test]
    fn a_broken_file_is_set_aside_and_an_old_one_is_understood() {
        let (dir, places) = places();
        let file = dir.path().join(SETTINGS);
        let mut out = fs::File::create(&file).unwrap();
        out.write_all(b"{ not json").unwrap();
        let (settings, notice) = load(&places);
        assert_eq!(settings, Settings::default());
        assert!(notice.is_some_and(|notice| notice.name.ends_with("settings.json.broken")));
        assert!(!file.exists());
        assert!(dir.path().join("settings.json.broken").exists());
        let mut out = fs::File::create(&file).unwrap();
        out.write_all(br#"{"layout":{"size_pt":999.0},"unknown":1}"#).unwrap();
        let (settings, _) = load(&places);
        assert_eq!(settings.layout.size_pt, crate::app::state::Layout::SIZE_PT.1);
        assert!(settings.sidebar_open);
    }

    #[test]
    fn settings_that_cannot_be_read_are_not_written_over() {
        let (dir, places) = places();
        fs::create_dir(dir.path().join(SETTINGS)).unwrap();
        let (settings, notice) = load(&places);
        assert!(settings == Settings::default() && notice.is_some());
        assert!(dir.path().join("settings.json.broken").is_dir());
        save(&places, &settings).unwrap();
        assert_eq!(load(&places), (settings, None));
    }
}
