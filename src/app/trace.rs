//! Times of the frames, for measuring by hand and in scripts: `--trace-start` and `--trace-frames`.

use std::{fmt::Write as _, time::Instant};

use super::{ledger, state::Listing};

/// Longer frames are felt as a hitch when scrolling (two refreshes of a 60 Hz screen), in milliseconds.
const HITCH_MS: f32 = 33.0;
/// Long frames listed by themselves.
const MOST_LONG: usize = 40;

/// What is measured.
#[derive(Debug, Default)]
pub(super) struct Trace {
    /// When the program started, if its first two frames are to be reported.
    pub(super) started: Option<Instant>,
    /// Every frame's time in milliseconds, if they are to be reported at the end.
    pub(super) frames_ms: Option<Vec<f32>>,
    /// What the window's thread computed from one `logic` to the next, in milliseconds.
    pub(super) cpu_ms: Vec<f32>,
    /// The thread's time at the beginning of the last `logic`.
    pub(super) frame_began_ms: f64,
    /// What `logic` and `ui` computed of the frame under way, in milliseconds.
    pub(super) own_ms: [f32; 2],
    /// Long frames: number, all that was computed, `logic`, `ui`.
    pub(super) long: Vec<(u64, f32, [f32; 2])>,
    /// The same of the frame before.
    pub(super) before_ms: [f32; 2],
    /// Frames so far.
    pub(super) count: u64,
    /// How much of the list has been told of.
    pub(super) listed: Listed,
    /// The newest answer of the ledger that has been told of.
    pub(super) ledger: u64,
}

/// How much of the list is on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Listed {
    /// Nothing.
    #[default]
    Nothing,
    /// Rows.
    Rows,
    /// Every file has been looked at.
    Checked,
    /// And it is known which articles say the same.
    Grouped,
}

impl Listed {
    /// As it is in a listing.
    fn of(listing: &Listing) -> Self {
        match (listing.answer.hits.is_empty(), listing.snapshot.complete, listing.grouped) {
            (true, ..) => Self::Nothing,
            (false, false, _) => Self::Rows,
            (false, true, false) => Self::Checked,
            (false, true, true) => Self::Grouped,
        }
    }
}

impl Trace {
    /// Counts a frame. `last_s` is what the frame before took: handling input, layout, tessellation and painting, without waiting for
    /// the screen. Returns a line to print.
    pub(super) fn frame(&mut self, last_s: Option<f32>) -> Option<String> {
        self.count += 1;
        if let (Some(times), Some(seconds)) = (&mut self.frames_ms, last_s) {
            let ms = seconds * 1000.0;
            times.push(ms);
        }
        self.before_ms = self.own_ms;
        let started = self.started.filter(|_| self.count <= 2)?;
        Some(format!("frame {}: {} ms", self.count, started.elapsed().as_millis()))
    }

    /// Tells when there was first so much of the list on screen. Returns a line to print.
    pub(super) fn list(&mut self, listing: &Listing) -> Option<String> {
        let (listed, rows) = (Listed::of(listing), listing.answer.hits.len());
        let started = self.started.filter(|_| listed > self.listed)?;
        self.listed = listed;
        let what = match listed {
            Listed::Nothing => return None,
            Listed::Rows => "listed",
            Listed::Checked => "listed, every file looked at",
            Listed::Grouped => "listed, every file looked at and compared",
        };
        Some(format!("{rows} rows {what}: {} ms", started.elapsed().as_millis()))
    }

    /// Tells when an answer of the ledger is on screen. Returns a line to print.
    pub(super) fn ledger(&mut self, answer: &ledger::Listed) -> Option<String> {
        let started = self.started.filter(|_| answer.generation != self.ledger)?;
        self.ledger = answer.generation;
        let (rows, all, ms) = (answer.rows.len(), answer.book.facts.len(), answer.took_us / 1000);
        Some(format!("{rows} rows of {all} facts, answered in {ms} ms: {} ms", started.elapsed().as_millis()))
    }

    /// How long the frames took; the two in which fonts and windows are made are listed apart.
    pub(super) fn report(&self) -> Option<String> {
        let all = self.frames_ms.as_ref()?;
        let first = all.get(..2.min(all.len()))?;
        let mut rest = all.get(first.len()..)?.to_vec();
        rest.sort_by(f32::total_cmp);
        let share =
            |percent: usize| rest.get(rest.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default();
        let slow = rest.iter().filter(|ms| **ms > HITCH_MS).count();
        let mut line = String::from("first frames");
        for ms in first {
            let _ = write!(line, " {ms:.1}");
        }
        let _ = write!(
            line,
            " ms; then {} frames: median {:.1}, 99 % {:.1}, longest {:.1} ms; {slow} over {HITCH_MS} ms",
            rest.len(),
            share(50),
            share(99),
            share(100)
        );
        let mut cpu = self.cpu_ms.get(first.len()..).unwrap_or_default().to_vec();
        cpu.sort_by(f32::total_cmp);
        let of = |percent: usize| cpu.get(cpu.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default();
        let slow = cpu.iter().filter(|ms| **ms > HITCH_MS).count();
        let _ = write!(
            line,
            "\ncomputed by the window's thread: median {:.1}, 99 % {:.1}, longest {:.1} ms; {slow} over {HITCH_MS} ms",
            of(50),
            of(99),
            of(100)
        );
        for (number, ms, [logic, ui]) in &self.long {
            let _ = write!(line, "\nframe {number}: {ms:.1} ms computed, logic {logic:.1}, ui {ui:.1}");
        }
        Some(line)
    }

    /// Keeps what one of the window's two steps computed since `began_ms` (see [`computed_ms`]).
    pub(super) fn timed(&mut self, step: usize, began_ms: f64) {
        if let Some(slot) = self.own_ms.get_mut(step) {
            *slot = between(began_ms, computed_ms());
        }
    }

    /// A frame begins at `now_ms`; the one before has ended with its painting.
    pub(super) fn began(&mut self, now_ms: f64) {
        let before = std::mem::replace(&mut self.frame_began_ms, now_ms);
        if self.frames_ms.is_none() || self.count == 0 {
            return;
        }
        let ms = between(before, now_ms);
        self.cpu_ms.push(ms);
        if ms > HITCH_MS && self.long.len() < MOST_LONG {
            self.long.push((self.count - 1, ms, self.before_ms));
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds of one frame")]
fn between(began_ms: f64, ended_ms: f64) -> f32 {
    (ended_ms - began_ms).max(0.0) as f32
}

/// Milliseconds that this thread has computed so far: what other programs and threads take is not counted.
#[cfg(target_os = "linux")]
#[expect(clippy::cast_precision_loss, reason = "a program does not run for a million years")]
pub(super) fn computed_ms() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// Milliseconds that have passed, where the time of a thread cannot be had.
#[cfg(not(target_os = "linux"))]
pub(super) fn computed_ms() -> f64 {
    static BEGAN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    BEGAN.elapsed().as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_counts_long_frames() {
        let mut trace = Trace { frames_ms: Some(vec![]), ..Trace::default() };
        for (seconds, computed_ms) in [(0.2, 90.0), (0.1, 0.0), (0.010, 0.0), (0.040, 2.0), (0.020, 35.5)] {
            trace.began(trace.frame_began_ms + computed_ms);
            trace.frame(Some(seconds));
        }
        trace.began(trace.frame_began_ms + 5.0);
        let expected = "first frames 200.0 100.0 ms; then 3 frames: median 20.0, 99 % 20.0, longest 40.0 ms; 1 over 33 ms\n\
                        computed by the window's thread: median 5.0, 99 % 5.0, longest 35.5 ms; 1 over 33 ms\n\
                        frame 3: 35.5 ms computed, logic 0.0, ui 0.0";
        assert_eq!(trace.report().as_deref(), Some(expected));
        assert_eq!(Trace::default().report(), None);
    }
}
