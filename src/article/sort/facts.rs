//! What is true of a page as a whole, found out once: its lines are many, and each of them asks.

use super::title::Title;
use crate::article::{
    features::{End, Feat},
    shape::Shape,
};

/// Facts about all lines of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// Nearly all lines are words of a few characters: without running text, such a page is a list of links.
    pub(super) mostly_short: bool,
    /// More than half of the lines look like the site's.
    pub(super) mostly_furniture: bool,
    /// A line tells what a picture shows.
    pub(super) pictures: bool,
    /// A line over the title speaks of an issue of a paper.
    pub(super) issue: bool,
    /// The last date or source line before the running text.
    pub(super) last_byline: Option<usize>,
}

impl Facts {
    /// Of a page whose running text begins at line `first`.
    pub(super) fn of(feats: &[Feat<'_>], shapes: &[Shape], title: &Title, first: usize) -> Self {
        let short = feats.iter().filter(|f| f.chars <= 8 && f.end == End::Open).count();
        let furniture = shapes.iter().filter(|s| s.is_furniture() || matches!(s, Shape::Nav | Shape::Doubtful)).count();
        let over_title = feats.iter().take(title.line).map(Feat::fold);
        Self {
            mostly_short: short * 2 > feats.len() && feats.len() >= 6,
            mostly_furniture: furniture * 2 > shapes.len(),
            pictures: shapes.contains(&Shape::Caption),
            issue: over_title.into_iter().any(|f| !f.contains("星期") && f.contains(['版', '期', '刊', '报'])),
            last_byline: shapes.iter().take(first).rposition(|shape| *shape == Shape::Byline),
        }
    }
}
