//! Reads aloud with the voice of the system: a small program that comes with it says one sentence after the other. Nothing is linked and
//! nothing leaves the machine.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use super::{Outbox, spawn};
use crate::{app::action::Action, text::span::ByteRange};

/// How often it is looked whether a sentence has ended.
const PATIENCE: Duration = Duration::from_millis(40);

/// A sentence to be said, and where it stands.
pub type Piece = (ByteRange, String);

/// The program that speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    program: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    /// The client of speech-dispatcher.
    #[default]
    SpeechDispatcher,
    /// `say` of macOS.
    #[cfg(target_os = "macos")]
    Say,
    /// The synthesizer of Windows, through its shell; the words come by standard input.
    #[cfg(windows)]
    Sapi,
}

impl Voice {
    /// The voice of this system, if it has one.
    #[must_use]
    pub fn find() -> Option<Self> {
        #[cfg(target_os = "macos")]
        return Some(Self { program: "/usr/bin/say".into(), kind: Kind::Say });
        #[cfg(windows)]
        return Some(Self { program: "powershell.exe".into(), kind: Kind::Sapi });
        #[cfg(not(any(target_os = "macos", windows)))]
        Self::in_path(&std::env::var_os("PATH")?)
    }

    /// The client of speech-dispatcher in one of these folders.
    #[cfg(not(any(target_os = "macos", windows)))]
    fn in_path(path: &std::ffi::OsStr) -> Option<Self> {
        let program = std::env::split_paths(path).map(|folder| folder.join("spd-say")).find(|file| file.is_file())?;
        Some(Self { program, kind: Kind::SpeechDispatcher })
    }

    /// Says a sentence; the program ends when it is said.
    fn say(&self, words: &str) -> std::io::Result<Child> {
        let mut command = Command::new(&self.program);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match self.kind {
            Kind::SpeechDispatcher => command.args(["--wait", "--language", "zh", "--"]).arg(words),
            #[cfg(target_os = "macos")]
            Kind::Say => command.arg("--").arg(words),
            #[cfg(windows)]
            Kind::Sapi => return say_by_shell(command, words),
        };
        command.spawn()
    }

    /// Has the system be silent, where ending the program alone does not.
    fn hush(&self) {
        if self.kind == Kind::SpeechDispatcher {
            let mut command = Command::new(&self.program);
            command.arg("--cancel").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            if let Err(error) = command.status() {
                log::info!("the voice could not be stopped: {error}");
            }
        }
    }
}

/// The words go in by standard input: no part of them is ever read as a command.
#[cfg(windows)]
fn say_by_shell(mut command: Command, words: &str) -> std::io::Result<Child> {
    use std::{io::Write as _, os::windows::process::CommandExt as _};
    const NO_WINDOW: u32 = 0x0800_0000;
    const SCRIPT: &str = "Add-Type -AssemblyName System.Speech; [Console]::InputEncoding = [Text.Encoding]::UTF8; \
         (New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())";
    let mut child = command
        .args(["-NoProfile", "-NonInteractive", "-Command", SCRIPT])
        .creation_flags(NO_WINDOW)
        .stdin(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(words.as_bytes())?;
    }
    Ok(child)
}

/// The reading that is under way.
#[derive(Debug, Default)]
pub struct VoiceJob {
    newest: Arc<AtomicU64>,
    child: Arc<Mutex<Option<Child>>>,
}

impl VoiceJob {
    /// Looks for a voice and tells whether there is one.
    pub fn look(outbox: &Outbox) {
        spawn("voice", outbox, |outbox| outbox.send(Action::VoiceFound(Voice::find())));
    }

    /// Reads the sentences aloud; an older reading ends.
    pub fn start(&mut self, generation: u64, voice: Voice, pieces: Vec<Piece>, outbox: &Outbox) {
        self.stop();
        // The older reading ends its own program, never that of this one.
        self.child = Arc::default();
        self.newest.store(generation, Ordering::SeqCst);
        let (newest, slot) = (Arc::clone(&self.newest), Arc::clone(&self.child));
        spawn("voice", outbox, move |outbox| {
            for (span, words) in pieces {
                if newest.load(Ordering::SeqCst) != generation {
                    break;
                }
                outbox.send(Action::Spoken { generation, at: Some(span) });
                if let Err(error) = say(&voice, &words, &newest, generation, &slot) {
                    log::warn!("the voice does not speak: {error}");
                    break;
                }
            }
            if newest.load(Ordering::SeqCst) != generation {
                voice.hush();
            }
            outbox.send(Action::Spoken { generation, at: None });
        });
    }

    /// Stops reading.
    pub fn stop(&self) {
        self.newest.store(0, Ordering::SeqCst);
        if let Some(child) = self.child.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            // It may have ended by itself just now.
            let _ = child.kill();
        }
    }
}

impl Drop for VoiceJob {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Says one sentence and waits until it is said or another reading begins.
fn say(
    voice: &Voice,
    words: &str,
    newest: &AtomicU64,
    generation: u64,
    slot: &Mutex<Option<Child>>,
) -> std::io::Result<()> {
    let lock = || slot.lock().unwrap_or_else(PoisonError::into_inner);
    *lock() = Some(voice.say(words)?);
    let ended = loop {
        let state = match lock().as_mut() {
            Some(child) => child.try_wait()?,
            None => return Ok(()),
        };
        if let Some(status) = state {
            break status;
        }
        if newest.load(Ordering::SeqCst) != generation
            && let Some(child) = lock().as_mut()
        {
            let _ = child.kill();
        }
        std::thread::sleep(PATIENCE);
    };
    let stopped = newest.load(Ordering::SeqCst) != generation;
    if ended.success() || stopped { Ok(()) } else { Err(std::io::Error::other(ended.to_string())) }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
mod tests {
    use std::{os::unix::fs::PermissionsExt as _, time::Instant};

    use super::*;
    use crate::app::jobs::queue;

    /// A program that writes down what it is told to say.
    fn speaker(script: &str) -> (tempfile::TempDir, Option<Voice>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("spd-say");
        std::fs::write(&file, format!("#!/bin/sh\ncd \"$(dirname \"$0\")\"\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        let voice = Voice::in_path(folder.path().as_os_str());
        (folder, voice)
    }

    fn spoken(inbox: &super::super::Inbox, generation: u64) -> Vec<Option<ByteRange>> {
        let (mut all, began) = (vec![], Instant::now());
        while began.elapsed() < Duration::from_secs(20) {
            match inbox.next() {
                Some(Action::Spoken { generation: of, at }) => {
                    assert_eq!(of, generation);
                    all.push(at);
                    if at.is_none() {
                        break;
                    }
                }
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
        all
    }

    #[test]
    fn sentences_are_said_in_turn_and_nothing_in_them_is_an_option() {
        let (folder, voice) = speaker("printf '%s\\n' \"$*\" >> said");
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let mut job = VoiceJob::default();
        let (first, second) = (ByteRange::new(0, 9), ByteRange::new(9, 20));
        let pieces = vec![(first, "先修桥。".to_owned()), (second, "--cancel; $(x) “再修路”".to_owned())];
        job.start(3, voice.unwrap(), pieces, &outbox);
        assert_eq!(spoken(&inbox, 3), [Some(first), Some(second), None]);
        let said = std::fs::read_to_string(folder.path().join("said")).unwrap();
        let expected = "--wait --language zh -- 先修桥。\n--wait --language zh -- --cancel; $(x) “再修路”\n";
        assert_eq!(said, expected);
    }

    #[test]
    fn reading_stops_at_once_and_a_dumb_voice_ends_it() {
        let (_folder, voice) = speaker("[ \"$1\" = --cancel ] || exec sleep 60");
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let mut job = VoiceJob::default();
        let piece = |at| (ByteRange::new(at, at + 1), "句".to_owned());
        job.start(1, voice.unwrap(), vec![piece(0), piece(1)], &outbox);
        std::thread::sleep(Duration::from_millis(200));
        let began = Instant::now();
        job.stop();
        assert_eq!(spoken(&inbox, 1), [Some(ByteRange::new(0, 1)), None], "the second sentence is not begun");
        assert!(began.elapsed() < Duration::from_secs(5));
        let (_folder, dumb) = speaker("exit 1");
        job.start(2, dumb.unwrap(), vec![piece(0), piece(1)], &outbox);
        let told: Vec<_> = spoken(&inbox, 2);
        assert_eq!(told, [Some(ByteRange::new(0, 1)), None], "it is not tried again and again");
        assert_eq!(Voice::in_path(std::ffi::OsStr::new("/nonexistent")), None);
    }
}
