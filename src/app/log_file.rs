//! A small `log` backend: what we remark, and warnings and errors of others, go to a file in the data folder, because a double-clicked program has no console.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
    sync::{Mutex, PoisonError},
};

use log::{Level, LevelFilter, Log, Metadata, Record};

/// Beyond this size the log starts anew, bytes.
const MAX_BYTES: u64 = 1 << 20;

struct LogFile(Mutex<File>);

impl Log for LogFile {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let own = metadata.target().starts_with(env!("CARGO_CRATE_NAME"));
        metadata.level() <= if own { Level::Info } else { Level::Warn }
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let now = jiff::Zoned::now().strftime("%F %T").to_string();
            let _ = writeln!(file, "{now} {} {}: {}", record.level(), record.target(), record.args());
        }
    }

    fn flush(&self) {}
}

/// Sends remarks and warnings to `path`. Without a writable folder there is no log, and nothing else is lost.
pub fn install(path: &Path) {
    if let Some(folder) = path.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    let too_long = path.metadata().is_ok_and(|m| m.len() > MAX_BYTES);
    let file = OpenOptions::new().create(true).write(true).append(!too_long).truncate(too_long).open(path);
    if let Ok(file) = file
        && log::set_boxed_logger(Box::new(LogFile(Mutex::new(file)))).is_ok()
    {
        log::set_max_level(LevelFilter::Info);
    }
}
