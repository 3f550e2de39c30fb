//! What was worked out of short lines before: the furniture of a site stands on hundreds of its pages, word for word.

use std::cell::RefCell;

use xxhash_rust::xxh3::xxh3_64;

/// Longer lines hardly come again.
const MOST_BYTES: usize = 180;
/// Lines that are remembered at most, and marks of lines that were met once: a power of two.
const PLACES: usize = 1 << 13;

/// Values by the text of their lines. Which of them are at hand decides nothing but the time that asking takes.
#[derive(Debug)]
pub(super) struct Seen<V> {
    /// Some of the hash of the line met last at each place that is not the one remembered there. Most lines come once, and are not kept.
    marks: Vec<u32>,
    /// The lines that came again and their values.
    lines: Vec<Option<(Box<str>, V)>>,
}

impl<V> Seen<V> {
    /// Nothing was met yet.
    pub(super) const fn new() -> Self {
        Self { marks: Vec::new(), lines: Vec::new() }
    }
}

impl<V: Copy> Seen<V> {
    /// The value of a line, if it is remembered.
    fn get(&self, place: usize, line: &str) -> Option<V> {
        self.lines.get(place)?.as_ref().filter(|(known, _)| **known == *line).map(|(_, value)| *value)
    }

    /// Remembers the value of a line that is met the second time.
    fn note(&mut self, place: usize, mark: u32, line: &str, value: V) {
        if self.marks.is_empty() {
            self.marks = vec![0; PLACES];
            self.lines.resize_with(PLACES, || None);
        }
        let Some((met, slot)) = self.marks.get_mut(place).zip(self.lines.get_mut(place)) else { return };
        if std::mem::replace(met, mark) == mark {
            *slot = Some((line.into(), value));
        }
    }
}

/// What `work_out` makes of `line`, which must be the same whenever it is asked; remembered in `seen`.
pub(super) fn value_of<V: Copy>(seen: &RefCell<Seen<V>>, line: &str, work_out: impl FnOnce() -> V) -> V {
    if line.len() > MOST_BYTES {
        return work_out();
    }
    let hash = xxh3_64(line.as_bytes());
    let place = hash as usize & (PLACES - 1);
    let known = seen.borrow().get(place, line);
    if let Some(value) = known {
        return value;
    }
    let value = work_out();
    seen.borrow_mut().note(place, (hash >> 32) as u32, line, value);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_worked_out_twice_at_most_and_its_value_is_its_own() {
        let (seen, mut worked) = (RefCell::new(Seen::new()), 0);
        let lines: Vec<String> = (0..100).map(|n| "行".repeat(n % 50)).collect();
        for _ in 0..5 {
            for line in &lines {
                let length = value_of(&seen, line, || {
                    worked += 1;
                    line.len()
                });
                assert_eq!(length, line.len());
            }
        }
        // 50 different lines; two of them may stand at one place.
        assert!((100..200).contains(&worked), "{worked}");
        assert_eq!(value_of(&seen, &"行".repeat(61), || 7), 7, "a long line is not kept");
    }
}
