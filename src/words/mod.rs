//! Floor 9, every word people read, in 简体中文, 繁體中文 and English.
//!
//! Messages live in Fluent files, one folder a language, one file an area; a test holds the languages to the same ids and variables.

pub mod licences;
mod system;

use std::borrow::Cow;

pub use fluent_bundle::FluentValue;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

use crate::{
    article::RemarkCode,
    export::{ledger::LedgerLabels, write::WriteError},
    facts::{BY_USER, ByUser, Kind, RULES, Status},
    library::{ProblemKind, query::tree::Advice, scan::OpenError},
};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// 简体中文.
    #[default]
    Hans,
    /// 繁體中文.
    Hant,
    /// English.
    En,
}

impl Language {
    /// All, in menu order.
    pub const ALL: [Self; 3] = [Self::Hans, Self::Hant, Self::En];

    /// The language's own name.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Hans => "简体中文",
            Self::Hant => "繁體中文",
            Self::En => "English",
        }
    }

    /// BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Hans => "zh-Hans",
            Self::Hant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// The best language for a locale name such as `zh_TW.UTF-8`, `zh-Hant-HK` or `C`. Chinese without a region, and names that tell
    /// nothing (`C`, `POSIX`, empty), are 简体中文: the pages are Chinese. Every other language gets English.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let name = locale.split(['.', '@']).next().unwrap_or_default().replace('_', "-").to_ascii_lowercase();
        let mut parts = name.split('-');
        match parts.next().unwrap_or_default() {
            "" | "c" | "posix" => Self::Hans,
            "zh" => {
                if name.contains("hant") || parts.any(|p| matches!(p, "tw" | "hk" | "mo")) && !name.contains("hans") {
                    Self::Hant
                } else {
                    Self::Hans
                }
            }
            _ => Self::En,
        }
    }
}

/// The files of one language, in the order of [`AREAS`].
macro_rules! files {
    ($folder:literal) => {
        [
            include_str!(concat!($folder, "/app.ftl")),
            include_str!(concat!($folder, "/reader.ftl")),
            include_str!(concat!($folder, "/remarks.ftl")),
            include_str!(concat!($folder, "/cli.ftl")),
            include_str!(concat!($folder, "/export.ftl")),
            include_str!(concat!($folder, "/facts.ftl")),
            include_str!(concat!($folder, "/ledger.ftl")),
            include_str!(concat!($folder, "/timeline.ftl")),
            include_str!(concat!($folder, "/search.ftl")),
        ]
    };
}

/// Names of the Fluent files.
pub const AREAS: [&str; 9] = ["app", "reader", "remarks", "cli", "export", "facts", "ledger", "timeline", "search"];

const fn sources(language: Language) -> [&'static str; 9] {
    match language {
        Language::Hans => files!("zh-Hans"),
        Language::Hant => files!("zh-Hant"),
        Language::En => files!("en"),
    }
}

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({:?})", self.language)
    }
}

impl Words {
    /// Loads a language. A broken message file is caught by the tests; here it only loses its own messages.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let id: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        for source in sources(language) {
            let resource = match FluentResource::try_new(source.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The message `id`; the id itself when there is none, so that a gap is visible and harmless.
    #[must_use]
    pub fn t<'a>(&'a self, id: &'a str) -> Cow<'a, str> {
        self.format(id, None)
    }

    /// The message `id` with variables: `w.tn("list-count", &[("shown", 3.into()), ("all", 5.into())])`.
    #[must_use]
    pub fn tn(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(k, v)| (*k, v.clone())).collect();
        self.format(id, Some(&args)).into_owned()
    }

    /// What to tell a person about a search text.
    #[must_use]
    pub fn search_advice(&self, advice: &Advice) -> String {
        let what = |id: &str, name: &'static str, text: &str| self.tn(id, &[(name, text.to_owned().into())]);
        match advice {
            Advice::OpenQuote => self.t("search-advice-quote").into_owned(),
            Advice::OpenGroup => self.t("search-advice-group").into_owned(),
            Advice::LooseOperator(operator) => what("search-advice-operator", "operator", operator),
            Advice::SmallOperator(word) => self.tn(
                "search-advice-small",
                &[("word", word.clone().into()), ("operator", word.to_ascii_uppercase().into())],
            ),
            Advice::MixedOperators => self.t("search-advice-mixed").into_owned(),
            Advice::GluedGroup => self.t("search-advice-glued").into_owned(),
            Advice::EmptyField(field) => what("search-advice-field", "field", field),
            Advice::UnknownPlace(place) => what("search-advice-place", "place", place),
            Advice::UnknownDate(date) => what("search-advice-date", "date", date),
            Advice::UnknownValue { field, value } => {
                let args = [("field", field.clone().into()), ("value", value.clone().into())];
                self.tn("search-advice-value", &args)
            }
            Advice::NearWords => self.t("search-advice-near").into_owned(),
            Advice::WrongPattern { pattern, details } => {
                let args = [("pattern", pattern.clone().into()), ("details", details.clone().into())];
                self.tn("search-advice-pattern", &args)
            }
            Advice::LargePattern(pattern) => what("search-advice-pattern-large", "pattern", pattern),
            Advice::LongText(chars) => {
                self.tn("search-advice-long", &[("n", u64::try_from(*chars).unwrap_or(u64::MAX).into())])
            }
            Advice::MoreHits => self.t("search-advice-more-hits").into_owned(),
        }
    }

    /// The name of a kind of fact.
    #[must_use]
    pub fn fact_kind(&self, kind: Kind) -> Cow<'_, str> {
        self.t(match kind {
            Kind::Agreement => "fact-kind-agreement",
            Kind::Institution => "fact-kind-institution",
            Kind::Project => "fact-kind-project",
            Kind::Platform => "fact-kind-platform",
            Kind::Policy => "fact-kind-policy",
            Kind::Event => "fact-kind-event",
            Kind::Target => "fact-kind-target",
        })
    }

    /// How far a fact has come.
    #[must_use]
    pub fn fact_status(&self, status: Status) -> Cow<'_, str> {
        self.t(match status {
            Status::Planned => "fact-status-planned",
            Status::Preliminary => "fact-status-preliminary",
            Status::Signed => "fact-status-signed",
            Status::Approved => "fact-status-approved",
            Status::Established => "fact-status-established",
            Status::UnderConstruction => "fact-status-under-construction",
            Status::Done => "fact-status-done",
            Status::Stated => "fact-status-stated",
        })
    }

    /// What a rule goes by, in a line; of a rule without words of its own that it is one.
    #[must_use]
    pub fn fact_rule(&self, rule: &str) -> String {
        let id = format!("fact-rule-{}", rule.replace('_', "-"));
        let known = self.bundle.has_message(&id);
        self.t(if known { &id } else { "fact-rule-other" }).into_owned()
    }

    /// What of a fact the user says.
    #[must_use]
    pub fn fact_by_user(&self, one: ByUser) -> String {
        self.t(&format!("fact-by-user-{}", one.name())).into_owned()
    }

    /// The words of the tables of facts.
    #[must_use]
    pub fn ledger_labels(&self) -> LedgerLabels {
        let t = |id: &str| self.t(id).into_owned();
        LedgerLabels {
            names: [t("fact-ledger"), t("fact-sentences"), t("fact-numbers")],
            heads: [
                t("fact-column-number"),
                t("fact-column-kind"),
                t("fact-column-name"),
                t("fact-column-parties"),
                t("fact-column-date"),
                t("fact-column-sure"),
                t("fact-column-deadline"),
                t("fact-column-status"),
                t("fact-column-quantities"),
                t("fact-column-value"),
                t("fact-column-unit"),
                t("fact-column-other-names"),
                t("fact-column-witnesses"),
                t("cli-column-file"),
                t("fact-column-sentence"),
                t("fact-column-rule"),
                t("fact-column-by-user"),
                t("fact-column-comparator"),
                t("fact-column-high"),
            ],
            kinds: Kind::ALL.map(|kind| self.fact_kind(kind).into_owned()),
            statuses: Status::ALL.map(|status| self.fact_status(status).into_owned()),
            sure: ["day", "month", "year", "inferred", "unknown"].map(|sure| t(&format!("fact-sure-{sure}"))),
            by_user: ByUser::ALL.map(|one| self.fact_by_user(one)),
            rules: RULES.into_iter().chain([BY_USER]).map(|rule| (rule, self.fact_rule(rule))).collect(),
        }
    }

    /// What a remark about a file says.
    #[must_use]
    pub fn remark(&self, code: RemarkCode) -> String {
        self.tn(&remark_id(code), &[])
    }

    /// Why a file or folder could not be read.
    #[must_use]
    pub fn problem(&self, kind: ProblemKind) -> Cow<'_, str> {
        self.t(match kind {
            ProblemKind::Denied => "problem-denied",
            ProblemKind::Vanished => "problem-vanished",
            ProblemKind::LinkLoop => "problem-link-loop",
            ProblemKind::Special => "problem-special",
            ProblemKind::Internal => "problem-internal",
            ProblemKind::Io => "problem-io",
        })
    }

    /// Why an export could not be written, and what to do.
    #[must_use]
    pub fn write_error(&self, error: &WriteError) -> String {
        self.t(&write_error_id(error)).into_owned()
    }

    /// Why nothing could be opened.
    #[must_use]
    pub fn open_error(&self, error: &OpenError) -> String {
        let path = |path: &std::path::Path| FluentValue::from(path.display().to_string());
        match error {
            OpenError::Missing(at) => self.tn("problem-open-missing", &[("path", path(at))]),
            OpenError::Denied(at, _) => self.tn("problem-open-denied", &[("path", path(at))]),
            OpenError::Io(at, detail) => {
                self.tn("problem-open-io", &[("path", path(at)), ("detail", self.system_said(detail).into())])
            }
        }
    }

    fn format<'a>(&'a self, id: &'a str, args: Option<&'a FluentArgs<'_>>) -> Cow<'a, str> {
        let Some(pattern) = self.bundle.get_message(id).and_then(|m| m.value()) else { return Cow::Borrowed(id) };
        let mut errors = Vec::new();
        Cow::Owned(self.bundle.format_pattern(pattern, args, &mut errors).into_owned())
    }
}

/// The message id of a remark.
#[must_use]
pub fn remark_id(code: RemarkCode) -> String {
    format!("remark-{}", code.name().replace('_', "-"))
}

/// The message about an export that could not be written.
#[must_use]
pub fn write_error_id(error: &WriteError) -> String {
    format!("export-error-{}", error.name().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_find_their_language() {
        for (locale, language) in [
            ("zh_CN.UTF-8", Language::Hans),
            ("zh_TW.UTF-8", Language::Hant),
            ("zh-Hant-HK", Language::Hant),
            ("zh-Hans-HK", Language::Hans),
            ("zh", Language::Hans),
            ("C.UTF-8", Language::Hans),
            ("", Language::Hans),
            ("en_GB.UTF-8", Language::En),
            ("de", Language::En),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }
}
