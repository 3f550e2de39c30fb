//! Floor 2, CLREQ paragraph composition as pure geometry. Fonts are known only through one measuring trait.
//!
//! A paragraph goes through stages, one file each: [`items`] (characters become boxes of a [`class`], settled by their neighbours in
//! `context`, joined in `clusters`), [`breaks`] (where a line may end), [`compression`] (what lies between two boxes, and how far it gives
//! way), [`justification`] (where space is added), [`lines`] (the line ends) and [`mod@place`] (x positions, computed again whenever a line
//! is looked at). [`balance`] breaks headings instead. [`annotate`] adds pronunciation and emphasis. [`page`] stacks paragraphs and lays them out only near the view.
//! Lengths inside a paragraph are in em of its own type size; a page is in points.

pub mod annotate;
pub mod balance;
pub mod breaks;
pub mod class;
mod clusters;
pub mod compression;
mod context;
pub mod font;
pub mod items;
pub mod justification;
pub mod lines;
pub mod measure;
pub mod options;
pub mod page;
pub mod place;

pub use items::{Break, Item, itemize};
pub use lines::{Line, break_lines};
pub use measure::{FixedMeasure, Measure};
pub use options::{Convention, Kinsoku, Options};
pub use place::{Placed, place};
