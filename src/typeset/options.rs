//! What a reader or a block style can choose about setting a paragraph.

/// Whose conventions the marks follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Convention {
    /// Mainland: marks sit in the first half of their cell.
    #[default]
    Hans,
    /// Taiwan and Hong Kong: `、，。；：` are centred and carry ¼ em on both sides, `？！` do not adjust.
    Hant,
}

/// How strictly line starts and ends are watched (each level includes the ones before).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kinsoku {
    /// Lines may break anywhere between Han.
    Off,
    /// Closing, pausing and joining marks, interpuncts and the solidus start no line, opening marks end none.
    Basic,
    /// As GB/T 15834: the solidus ends no line either.
    Gb,
    /// Also dashes, ellipses, iteration marks and everything CSS `line-break: strict` keeps from a line start.
    #[default]
    Strict,
}

/// Setting of one paragraph. All lengths in em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Mark conventions.
    pub convention: Convention,
    /// Line start and end rules.
    pub kinsoku: Kinsoku,
    /// Full lines end exactly at the measure.
    pub justify: bool,
    /// First-line indent, 0–2.
    pub indent: f32,
    /// Natural gap between Han and Latin letters or digits.
    pub latin_gap: f32,
    /// The least that gap shrinks to.
    pub latin_gap_min: f32,
    /// The most it stretches to before other gaps open.
    pub latin_gap_max: f32,
    /// Pausing and ending marks may hang past the line end.
    pub hang: bool,
    /// An opening mark at a line start gives up its empty half.
    pub trim_start: bool,
    /// A mark at a line end gives up its empty half.
    pub trim_end: bool,
    /// Neighbouring marks share their empty halves.
    pub compress_adjacent: bool,
    /// Characters wanted on the last line; 0 switches the rule off.
    pub min_last_line: usize,
    /// Every character stands on a grid of one em; see [`Options::on_grid`].
    pub grid: bool,
}

impl Options {
    /// The same setting on a grid of one em, so that Han stand below Han: no mark gives anything up, Latin text is padded to whole cells,
    /// and lines end where their last cell ends. `hang` keeps more marks in the grid.
    #[must_use]
    pub const fn on_grid(self) -> Self {
        Self {
            justify: false,
            latin_gap: 0.0,
            latin_gap_min: 0.0,
            latin_gap_max: 0.0,
            trim_start: false,
            trim_end: false,
            compress_adjacent: false,
            grid: true,
            ..self
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            convention: Convention::Hans,
            kinsoku: Kinsoku::Strict,
            justify: true,
            indent: 2.0,
            latin_gap: 0.25,
            latin_gap_min: 0.125,
            latin_gap_max: 0.5,
            hang: false,
            trim_start: true,
            trim_end: true,
            compress_adjacent: true,
            min_last_line: 2,
            grid: false,
        }
    }
}
