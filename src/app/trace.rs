//! Times of the frames, for measuring by hand and in scripts: `--trace-start` and `--trace-frames`.

use std::{fmt::Write as _, time::Instant};

/// Longer frames are felt as a hitch when scrolling (two refreshes of a 60 Hz screen), in milliseconds.
const HITCH_MS: f32 = 33.0;

/// What is measured.
#[derive(Debug, Default)]
pub(super) struct Trace {
    /// When the program started, if its first two frames are to be reported.
    pub(super) started: Option<Instant>,
    /// Every frame's time in milliseconds, if they are to be reported at the end.
    pub(super) frames_ms: Option<Vec<f32>>,
    /// Frames so far.
    pub(super) count: u64,
}

impl Trace {
    /// Counts a frame. `last_s` is what the frame before took: handling input, layout, tessellation and painting, without waiting for
    /// the screen. Returns a line to print.
    pub(super) fn frame(&mut self, last_s: Option<f32>) -> Option<String> {
        self.count += 1;
        if let (Some(times), Some(seconds)) = (&mut self.frames_ms, last_s) {
            times.push(seconds * 1000.0);
        }
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
        Some(line)
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
            Some("first frames 200.0 100.0 ms; then 3 frames: median 20.0, 99 % 20.0, longest 40.0 ms; 1 over 33 ms")
        );
        assert_eq!(Trace::default().report(), None);
    }
}
