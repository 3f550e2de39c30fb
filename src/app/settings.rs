//! What outlives the program, apart from the user's data about articles: the settings file as plain data.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{corpus::Sort, words::Language};

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// Follow the system; light where it does not tell.
    #[default]
    System,
    /// Ink on warm paper.
    Light,
    /// Ink on white.
    White,
    /// Brown ink on old paper.
    Sepia,
    /// Light on dark.
    Dark,
    /// White on black, with every difference as strong as it can be.
    Contrast,
    /// The reader's own colours.
    Own,
}

impl ThemeChoice {
    /// The themes themselves, in menu order.
    pub const THEMES: [Self; 6] = [Self::Light, Self::White, Self::Sepia, Self::Dark, Self::Contrast, Self::Own];

    /// The machine name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::White => "white",
            Self::Sepia => "sepia",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
            Self::Own => "own",
        }
    }
}

/// A colour as people mix it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hsv {
    /// Degrees, 0–360.
    pub hue: f32,
    /// 0–1.
    pub saturation: f32,
    /// Lightness of the strongest channel, 0–1.
    pub value: f32,
}

impl Hsv {
    /// The same with every value inside its bounds (a settings file may hold anything).
    #[must_use]
    pub fn clamped(self) -> Self {
        let fit = |value: f32, high: f32| if value.is_finite() { value.clamp(0.0, high) } else { 0.0 };
        Self { hue: fit(self.hue, 359.0), saturation: fit(self.saturation, 1.0), value: fit(self.value, 1.0) }
    }
}

/// The reader's own colours; at first those of the light theme.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnColours {
    /// Reading surface.
    pub paper: Hsv,
    /// Text.
    pub ink: Hsv,
    /// Where one is and what one can do next.
    pub accent: Hsv,
}

impl Default for OwnColours {
    fn default() -> Self {
        Self {
            // In whole steps of the sliders, which round what they show.
            paper: Hsv { hue: 43.0, saturation: 0.03, value: 0.98 },
            ink: Hsv { hue: 34.0, saturation: 0.19, value: 0.14 },
            accent: Hsv { hue: 7.0, saturation: 0.72, value: 0.65 },
        }
    }
}

/// The embedded face of running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Face {
    /// 宋体.
    #[default]
    Serif,
    /// 黑体.
    Sans,
}

/// The face of Latin letters and digits in running text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LatinFace {
    /// The one of the Han characters.
    #[default]
    Same,
    /// An embedded one.
    Embedded(Face),
    /// A family of the machine.
    Family(String),
}

/// The script in which an article is shown; what is copied is always the source's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShownScript {
    /// As it is written.
    #[default]
    Source,
    /// Simplified.
    Hans,
    /// Traditional, in the forms of Taiwan.
    Hant,
    /// Traditional, in the forms of Hong Kong.
    Hk,
}

impl ShownScript {
    /// All, in menu order.
    pub const ALL: [Self; 4] = [Self::Source, Self::Hans, Self::Hant, Self::Hk];

    /// The machine name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Hans => "hans",
            Self::Hant => "hant",
            Self::Hk => "hk",
        }
    }

    /// The next one, round and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Source => Self::Hans,
            Self::Hans => Self::Hant,
            Self::Hant => Self::Hk,
            Self::Hk => Self::Source,
        }
    }
}

/// How the reading view sets an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// Text size, points.
    pub size_pt: f32,
    /// Line height, times the text size.
    pub line_height: f32,
    /// Line length, em.
    pub measure_em: f32,
    /// First-line indent, em.
    pub indent_em: f32,
    /// Space between paragraphs, times the text size.
    pub paragraph_em: f32,
    /// Embedded face of running text.
    pub face: Face,
    /// Family chosen by the user; `None` = the embedded face.
    pub font: Option<String>,
    /// Face of Latin letters and digits.
    pub latin: LatinFace,
    /// Running text a little heavier than the face is.
    pub strong: bool,
    /// Full lines end exactly at the line length.
    pub justify: bool,
    /// Pausing and ending marks may hang past the line end.
    pub hang: bool,
    /// The script that is shown.
    pub script: ShownScript,
    /// Pinyin above the text.
    pub pinyin: bool,
    /// Show full-width punctuation where a page has ASCII.
    pub restore_punctuation: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            size_pt: 18.0,
            line_height: 1.95,
            measure_em: 34.0,
            indent_em: 2.0,
            paragraph_em: 0.6,
            face: Face::Serif,
            font: None,
            latin: LatinFace::Same,
            strong: false,
            justify: true,
            hang: false,
            script: ShownScript::Source,
            pinyin: false,
            restore_punctuation: true,
        }
    }
}

impl Layout {
    /// Smallest and largest text size, points.
    pub const SIZE_PT: (f32, f32) = (12.0, 36.0);
    /// Smallest and largest line height.
    pub const LINE_HEIGHT: (f32, f32) = (1.4, 2.6);
    /// Smallest and largest line length, em.
    pub const MEASURE_EM: (f32, f32) = (24.0, 44.0);
    /// Smallest and largest indent, em.
    pub const INDENT_EM: (f32, f32) = (0.0, 2.0);

    /// Smallest and largest space between paragraphs, em.
    pub const PARAGRAPH_EM: (f32, f32) = (0.0, 1.6);

    /// The same with every value inside its bounds (a settings file may hold anything).
    #[must_use]
    pub fn clamped(mut self) -> Self {
        let fit = |value: f32, (low, high): (f32, f32), default: f32| {
            if value.is_finite() { value.clamp(low, high) } else { default }
        };
        self.size_pt = fit(self.size_pt, Self::SIZE_PT, 18.0);
        self.line_height = fit(self.line_height, Self::LINE_HEIGHT, 1.95);
        self.measure_em = fit(self.measure_em, Self::MEASURE_EM, 34.0);
        self.indent_em = fit(self.indent_em, Self::INDENT_EM, 2.0);
        self.paragraph_em = fit(self.paragraph_em, Self::PARAGRAPH_EM, 0.6);
        self
    }
}

/// How exporting was last done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportSettings {
    /// Folder of the last export.
    pub folder: Option<PathBuf>,
    /// Machine name of the last format: `md`, `html`, `txt`.
    pub format: String,
    /// Pattern of the suggested file name: `{date}`, `{title}`, `{source}`.
    pub pattern: String,
    /// Open the file after saving.
    pub open_after: bool,
    /// Write restored punctuation instead of the source's own characters.
    pub restored: bool,
}

impl Default for ExportSettings {
    fn default() -> Self {
        Self { folder: None, format: "md".into(), pattern: "{date} {title}".into(), open_after: false, restored: false }
    }
}

/// Size and place of the window, points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowPlace {
    /// Inner width.
    pub width: f32,
    /// Inner height.
    pub height: f32,
    /// Maximised.
    pub maximized: bool,
}

/// What outlives the program, apart from the user's data about articles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of the interface; `None` follows the system.
    pub language: Option<Language>,
    /// Theme.
    pub theme: ThemeChoice,
    /// The reader's own colours, for the theme of that name.
    pub colours: OwnColours,
    /// Reading layout.
    pub layout: Layout,
    /// Width of the sidebar, points.
    pub sidebar_width: f32,
    /// Width of the filter panel, points.
    pub filter_width: f32,
    /// Sidebar shown.
    pub sidebar_open: bool,
    /// Filter panel shown (in windows wide enough for it).
    pub filter_open: bool,
    /// The map in the filter panel is open.
    pub map_open: bool,
    /// The map shows coast and rivers.
    pub map_backdrop: bool,
    /// Size of the window at the last end.
    pub window: Option<WindowPlace>,
    /// Scale of the whole window.
    pub scale: f32,
    /// Folder open at the last end; `None` = the built-in articles.
    pub last_folder: Option<PathBuf>,
    /// Exporting.
    pub export: ExportSettings,
    /// Order of the list.
    pub sort: Sort,
    /// Order of the list while something is searched for.
    pub search_sort: Sort,
    /// Of articles that say the same, the list shows one.
    pub one_of_each: bool,
}

impl Settings {
    /// The nearest scale of the whole window that can be read and fits the screen.
    #[must_use]
    pub fn clamped_scale(scale: f32) -> f32 {
        if scale.is_finite() { scale.clamp(0.7, 2.0) } else { 1.0 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: None,
            theme: ThemeChoice::System,
            colours: OwnColours::default(),
            layout: Layout::default(),
            sidebar_width: 315.0,
            filter_width: 304.0,
            sidebar_open: true,
            filter_open: true,
            map_open: true,
            map_backdrop: true,
            window: None,
            scale: 1.0,
            last_folder: None,
            export: ExportSettings::default(),
            sort: Sort::Date,
            search_sort: Sort::Relevance,
            one_of_each: false,
        }
    }
}
