//! Times of the frames, for measuring by hand and in scripts: `--trace-start` and `--trace-frames`.

use std::{fmt::Write as _, time::Instant};

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
    /// What `logic` and `ui` took of the frame under way, in milliseconds.
    pub(super) own_ms: [f32; 2],
    /// Long frames: number, all of it, `logic`, `ui`.
    pub(super) long: Vec<(u64, f32, [f32; 2])>,
    /// The same of the frame before.
    pub(super) before_ms: [f32; 2],
    /// Frames so far.
    pub(super) count: u64,
}

impl Trace {
    /// Counts a frame. `last_s` is what the frame before took: handling input, layout, tessellation and painting, without waiting for
    /// the screen. Returns a line to print.
    pub(super) fn frame(&mut self, last_s: Option<f32>) -> Option<String> {
        self.count += 1;
        if let (Some(times), Some(seconds)) = (&mut self.frames_ms, last_s) {
            let ms = seconds * 1000.0;
            times.push(ms);
            if ms > HITCH_MS && self.long.len() < MOST_LONG {
                self.long.push((self.count - 1, ms, self.before_ms));
            }
        }
        self.before_ms = self.own_ms;
        let started = self.started.filter(|_| self.count <= 2)?;
        Some(format!("frame {}: {} ms", self.count, started.elapsed().as_millis()))
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
        for (number, ms, [logic, ui]) in &self.long {
            let _ = write!(line, "\nframe {number}: {ms:.1} ms, logic {logic:.1}, ui {ui:.1}");
        }
        Some(line)
    }

    /// Runs one of the window's two steps and keeps its time.
    pub(super) fn timed(&mut self, step: usize, since: Instant) {
        if let Some(slot) = self.own_ms.get_mut(step) {
            *slot = since.elapsed().as_secs_f32() * 1000.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_counts_long_frames() {
        let mut trace = Trace { frames_ms: Some(vec![]), ..Trace::default() };
        for seconds in [0.2, 0.1, 0.010, 0.040, 0.020] {
            trace.frame(Some(seconds));
        }
        assert_eq!(
            trace.report().as_deref(),
            Some(
                "first frames 200.0 100.0 ms; then 3 frames: median 20.0, 99 % 20.0, longest 40.0 ms; 1 over 33 ms\n\
                 frame 0: 200.0 ms, logic 0.0, ui 0.0\nframe 1: 100.0 ms, logic 0.0, ui 0.0\nframe 3: 40.0 ms, logic 0.0, ui 0.0"
            )
        );
        assert_eq!(Trace::default().report(), None);
    }
}
