//! Hands files to the desktop: opens one with its program, shows one in the file manager. Off the window's thread, since a desktop may
//! take its time to answer.

use std::path::{Path, PathBuf};

use super::{Outbox, spawn};
use crate::app::{action::Action, notice::Notice};
#[cfg(target_os = "linux")]
use crate::text::address::file_address;

/// Opens a file with the system's program for it.
pub fn open_file(path: PathBuf, outbox: &Outbox) {
    spawn("desktop", outbox, move |outbox| {
        if let Err(error) = open::that_detached(&path) {
            failed(&path, error.to_string(), outbox);
        }
    });
}

/// Shows a file in the file manager, selected; where that cannot be asked for, opens its folder.
pub fn reveal(path: PathBuf, outbox: &Outbox) {
    spawn("desktop", outbox, move |outbox| {
        let path = std::path::absolute(&path).unwrap_or(path);
        if let Err(error) = select_in_file_manager(&path) {
            log::info!("{} is not selected in a file manager: {error}", path.display());
            let folder = path.parent().unwrap_or(&path);
            if let Err(error) = open::that_detached(folder) {
                failed(folder, error.to_string(), outbox);
            }
        }
    });
}

fn failed(path: &Path, details: String, outbox: &Outbox) {
    let notice = Notice::failed("notice-open-file", path.display().to_string(), "notice-open-file-next", details);
    outbox.send(Action::Notify(notice));
}

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

#[cfg(target_os = "macos")]
fn select_in_file_manager(path: &Path) -> Result {
    let status = std::process::Command::new("open").arg("-R").arg(path).status()?;
    if status.success() { Ok(()) } else { Err(status.to_string().into()) }
}

#[cfg(windows)]
fn select_in_file_manager(path: &Path) -> Result {
    use std::os::windows::process::CommandExt;
    // Explorer reads its command line by itself: the quotes stand around the path only. Its exit code says nothing.
    let mut argument = std::ffi::OsString::from("/select,\"");
    argument.push(path);
    argument.push("\"");
    std::process::Command::new("explorer.exe").raw_arg(argument).status()?;
    Ok(())
}

#[cfg(target_os = "linux")]
fn select_in_file_manager(path: &Path) -> Result {
    /// A file manager that has to be started first may need some seconds.
    const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
    let bus = zbus::blocking::connection::Builder::session()?.method_timeout(PATIENCE).build()?;
    Ok(show_items(&bus, path)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn select_in_file_manager(_path: &Path) -> Result {
    Err("not known on this system".into())
}

/// Asks the file manager on the bus, whichever it is, to open the folder and to select the file.
#[cfg(target_os = "linux")]
fn show_items(bus: &zbus::blocking::Connection, path: &Path) -> zbus::Result<()> {
    const NAME: &str = "org.freedesktop.FileManager1";
    bus.call_method(
        Some(NAME),
        "/org/freedesktop/FileManager1",
        Some(NAME),
        "ShowItems",
        &(vec![file_address(path)], ""),
    )?;
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::app::jobs::test_bus::TestBus;

    #[test]
    fn the_file_manager_is_asked_to_select_the_file() {
        let Some(bus) = TestBus::start() else { return };
        let asked = bus.serve("org.freedesktop.FileManager1", |manager, call| {
            let (uris, startup_id): (Vec<String>, String) = call.body().deserialize().unwrap();
            manager.reply(&call.header(), &()).unwrap();
            (call.header().member().unwrap().to_string(), uris, startup_id)
        });
        show_items(&bus.connect(), Path::new("/文 集/a.txt")).unwrap();
        let expected = ("ShowItems".to_owned(), vec!["file:///%E6%96%87%20%E9%9B%86/a.txt".to_owned()], String::new());
        assert_eq!(asked.recv_timeout(std::time::Duration::from_secs(10)).unwrap(), expected);
    }

    #[test]
    fn without_a_file_manager_the_asking_fails() {
        let Some(bus) = TestBus::start() else { return };
        assert!(show_items(&bus.connect(), Path::new("/a.txt")).is_err());
    }
}
