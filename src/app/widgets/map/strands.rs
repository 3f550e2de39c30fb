//! A line between two cities as strands side by side, one for each kind of what they share, as wide as its share.

use egui::{Pos2, Vec2};

use crate::facts::Kind;

/// A strand narrower than this cannot be told from the next one, points.
const NARROWEST: f32 = 1.2;

/// The strands of a line of some width: their kinds, widths, and how far they lie from its middle across it. A line that has no room for
/// all shows the kinds with most facts.
#[must_use]
pub fn strands(kinds: &[u32; Kind::ALL.len()], width: f32) -> Vec<(Kind, f32, f32)> {
    let mut shown: Vec<(Kind, u32)> =
        Kind::ALL.into_iter().zip(kinds.iter().copied()).filter(|(_, count)| *count > 0).collect();
    shown.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few strands")]
    shown.truncate(((width / NARROWEST) as usize).max(1));
    shown.sort_by_key(|(kind, _)| *kind);
    let all: u32 = shown.iter().map(|(_, count)| *count).sum();
    let spare = (width - NARROWEST * to_f32(shown.len())).max(0.0);
    let mut from = -width / 2.0;
    let one = shown.len() == 1;
    shown
        .into_iter()
        .map(|(kind, count)| {
            let share = to_f32(count as usize) / to_f32(all.max(1) as usize);
            let own = if one { width } else { NARROWEST + spare * share };
            from += own;
            (kind, own, from - own / 2.0)
        })
        .collect()
}

fn to_f32(n: usize) -> f32 {
    u16::try_from(n).map_or(f32::from(u16::MAX), f32::from)
}

/// The ends of a strand so far from the middle of a line.
#[must_use]
pub fn beside((a, b): (Pos2, Pos2), offset: f32) -> (Pos2, Pos2) {
    let across: Vec2 = (b - a).normalized().rot90() * offset;
    (a + across, b + across)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strands_fill_the_line_and_small_kinds_give_way() {
        let kinds = [6, 0, 3, 0, 0, 1, 0];
        let wide = strands(&kinds, 9.0);
        assert_eq!(
            wide.iter().map(|(kind, ..)| *kind).collect::<Vec<_>>(),
            [Kind::Agreement, Kind::Project, Kind::Event]
        );
        let sum: f32 = wide.iter().map(|(_, width, _)| width).sum();
        assert!((sum - 9.0).abs() < 0.01 && wide[0].1 > wide[1].1 && wide[1].1 > wide[2].1, "{wide:?}");
        for pair in wide.windows(2) {
            let (left, right) = (pair[0].2 + pair[0].1 / 2.0, pair[1].2 - pair[1].1 / 2.0);
            assert!((left - right).abs() < 0.01, "{wide:?}");
        }
        let narrow = strands(&kinds, 1.0);
        assert_eq!((narrow.len(), narrow[0].0), (1, Kind::Agreement), "{narrow:?}");
        assert!((narrow[0].1 - 1.0).abs() < 0.01);
        assert!(strands(&[0; 7], 3.0).is_empty());
    }
}
