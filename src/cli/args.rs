//! The command line's grammar: arguments → what is wanted, with help and complaints in the user's language.

use std::{ffi::OsString, path::PathBuf};

use clap::{ArgMatches, error::ContextKind, error::ErrorKind};

use super::{WindowRequest, grammar::grammar};
use crate::{
    facts::Kind,
    library::{cache::Place, query::Mode},
    text::date::{PartialDate, find_absolute},
    typeset::Convention,
    words::Words,
};

/// What the arguments ask for.
#[derive(Debug)]
pub(super) enum Request {
    Window(WindowRequest),
    Command(Command),
}

/// A headless command.
#[derive(Debug)]
pub(super) enum Command {
    Inspect(Inspect),
    Search(Search),
    Export(Export),
    Typeset(Typeset),
    Dates(Dates),
    Ledger(Ledger),
    Licences,
    /// Help or version: text to print.
    Show(String),
}

/// Where what the user put right is looked up, and what was understood before.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    /// It is wanted at all.
    pub with_corrections: bool,
    /// Its folder, instead of the platform's.
    pub data_dir: Option<PathBuf>,
    /// Where documents are kept between runs.
    pub cache: Place,
}

/// `inspect PATH…`
#[derive(Debug)]
pub(super) struct Inspect {
    pub paths: Vec<PathBuf>,
    pub jsonl: bool,
    pub own: Own,
}

/// How `search` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SearchFormat {
    Table,
    Jsonl,
    Files,
}

/// `search FOLDER QUERY…`
#[derive(Debug)]
pub(super) struct Search {
    pub folder: PathBuf,
    /// The words as one search text.
    pub text: String,
    pub literal: bool,
    pub cities: Vec<String>,
    pub mode: Mode,
    pub format: SearchFormat,
    pub limit: Option<usize>,
    /// Trust the cache as it is.
    pub no_refresh: bool,
    pub own: Own,
}

/// `export PATH…`
#[derive(Debug)]
pub(super) struct Export {
    pub paths: Vec<PathBuf>,
    pub format: String,
    pub out: PathBuf,
    pub query: String,
    pub cities: Vec<String>,
    pub own: Own,
}

/// `typeset [FILE|-]`
#[derive(Debug)]
pub(super) struct Typeset {
    /// The file; `None` is standard input.
    pub file: Option<PathBuf>,
    /// Width of the lines and indent of the first one, em.
    pub measure: f32,
    pub indent: f32,
    /// Whose conventions; `None`: the text's own.
    pub convention: Option<Convention>,
    pub hang: bool,
    pub as_is: bool,
    pub jsonl: bool,
}

/// `dates --base YYYY-MM-DD [FILE|-]`
#[derive(Debug)]
pub(super) struct Dates {
    /// The day of writing.
    pub base: PartialDate,
    /// The file; standard input when it is absent or `-`.
    pub file: Option<PathBuf>,
}

/// How `ledger` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LedgerFormat {
    Table,
    Csv,
    Xlsx,
    Jsonl,
}

/// `ledger FOLDER`
#[derive(Debug)]
pub(super) struct Ledger {
    pub folder: PathBuf,
    pub cities: Vec<String>,
    pub kinds: Vec<Kind>,
    pub format: LedgerFormat,
    pub out: Option<PathBuf>,
    pub own: Own,
}

/// Formats that the command line knows and this release cannot write: asking for one says so.
pub(super) const LATER_EXPORTS: [&str; 6] = ["pdf", "docx", "epub", "json", "ris", "bib"];

/// Stands for the hyphen of `-word` while clap reads the arguments, for which it would be an option.
const HYPHEN: &str = "\u{E02D}";

/// Reads the arguments, program name first. The error is what to say.
pub(super) fn read(arguments: impl IntoIterator<Item = OsString>, words: &Words) -> Result<Request, String> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let command = arguments.iter().skip(1).find(|a| !a.as_encoded_bytes().starts_with(b"-")).cloned();
    if command.as_deref().is_some_and(|c| c == "search") {
        arguments.iter_mut().for_each(hide_hyphen);
    }
    match grammar(words).try_get_matches_from(arguments) {
        Ok(matches) => request(&matches, words),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                Ok(Request::Command(Command::Show(error.render().to_string())))
            }
            _ => Err(complaint(&error, words)),
        },
    }
}

/// `-word` is for the search; `-h`, `-V` and `--word` are options.
fn hide_hyphen(argument: &mut OsString) {
    let Some(word) = argument.to_str().and_then(|text| text.strip_prefix('-')) else { return };
    if !word.is_empty() && !word.starts_with('-') && !matches!(word, "h" | "V") {
        *argument = format!("{HYPHEN}{word}").into();
    }
}

fn request(matches: &ArgMatches, words: &Words) -> Result<Request, String> {
    if matches.get_flag("licences") {
        return Ok(Request::Command(Command::Licences));
    }
    let command = match matches.subcommand() {
        Some(("inspect", m)) => {
            Command::Inspect(Inspect { paths: paths(m), jsonl: text(m, "format") == "jsonl", own: own(m) })
        }
        Some(("search", m)) => Command::Search(search(m)),
        Some(("ledger", m)) => Command::Ledger(ledger(m)),
        Some(("dates", m)) => Command::Dates(dates(m, words)?),
        Some(("export", m)) => Command::Export(export(m, words)?),
        Some(("typeset", m)) => Command::Typeset(typeset(m)),
        _ => {
            return Ok(Request::Window(WindowRequest {
                paths: paths(matches),
                data_dir: matches.get_one::<PathBuf>("data-dir").cloned(),
                cache: cache(matches),
                trace_start: matches.get_flag("trace-start"),
                trace_frames: matches.get_flag("trace-frames"),
            }));
        }
    };
    Ok(Request::Command(command))
}

fn own(matches: &ArgMatches) -> Own {
    Own {
        with_corrections: matches.get_flag("with-corrections"),
        data_dir: matches.get_one::<PathBuf>("data-dir").cloned(),
        cache: cache(matches),
    }
}

fn cache(matches: &ArgMatches) -> Place {
    let folder = |name| matches.get_one::<PathBuf>(name).map(PathBuf::as_path);
    if matches.get_flag("no-cache") { Place::none() } else { Place::new(folder("cache-dir"), folder("data-dir")) }
}

fn paths(matches: &ArgMatches) -> Vec<PathBuf> {
    matches.get_many::<PathBuf>("paths").into_iter().flatten().cloned().collect()
}

fn text(matches: &ArgMatches, name: &str) -> String {
    matches.get_one::<String>(name).cloned().unwrap_or_default()
}

fn texts(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).into_iter().flatten().cloned().collect()
}

fn search(matches: &ArgMatches) -> Search {
    let literal = matches.get_flag("literal");
    let query: Vec<String> = matches
        .get_many::<OsString>("query")
        .into_iter()
        .flatten()
        .map(|word| word.to_string_lossy().replacen(HYPHEN, "-", 1))
        .collect();
    Search {
        folder: matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default(),
        // A literal string has a line of its own, see `Filter::literal`.
        text: query.join(if literal { "\n" } else { " " }),
        literal,
        cities: texts(matches, "city"),
        mode: if matches.get_flag("all") {
            Mode::All
        } else if matches.get_flag("primary") {
            Mode::Primary
        } else {
            Mode::Any
        },
        format: match text(matches, "format").as_str() {
            "jsonl" => SearchFormat::Jsonl,
            "files" => SearchFormat::Files,
            _ => SearchFormat::Table,
        },
        limit: matches.get_one::<usize>("limit").copied(),
        no_refresh: matches.get_flag("no-refresh"),
        own: own(matches),
    }
}

fn export(matches: &ArgMatches, words: &Words) -> Result<Export, String> {
    let format = text(matches, "format");
    if LATER_EXPORTS.contains(&format.as_str()) {
        return Err(words.tn("cli-not-yet", &[("what", format.into())]));
    }
    Ok(Export {
        paths: paths(matches),
        format,
        out: matches.get_one::<PathBuf>("out").cloned().unwrap_or_default(),
        query: texts(matches, "query").join(" "),
        cities: texts(matches, "city"),
        own: own(matches),
    })
}

fn typeset(matches: &ArgMatches) -> Typeset {
    let em = |name| matches.get_one::<f32>(name).copied().unwrap_or_default();
    Typeset {
        file: matches.get_one::<PathBuf>("file").filter(|file| file.as_os_str() != "-").cloned(),
        measure: em("measure"),
        indent: em("indent"),
        convention: match text(matches, "script").as_str() {
            "hans" => Some(Convention::Hans),
            "hant" => Some(Convention::Hant),
            _ => None,
        },
        hang: matches.get_flag("hang"),
        as_is: matches.get_flag("as-is"),
        jsonl: text(matches, "format") == "jsonl",
    }
}

fn ledger(matches: &ArgMatches) -> Ledger {
    let kinds = texts(matches, "kind");
    Ledger {
        folder: matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default(),
        cities: texts(matches, "city"),
        kinds: Kind::ALL.into_iter().filter(|kind| kinds.iter().any(|wanted| wanted == kind.name())).collect(),
        format: match text(matches, "format").as_str() {
            "csv" => LedgerFormat::Csv,
            "xlsx" => LedgerFormat::Xlsx,
            "jsonl" => LedgerFormat::Jsonl,
            _ => LedgerFormat::Table,
        },
        out: matches.get_one::<PathBuf>("out").cloned(),
        own: own(matches),
    }
}

fn dates(matches: &ArgMatches, words: &Words) -> Result<Dates, String> {
    let base = text(matches, "base");
    let day = match find_absolute(&base).as_slice() {
        [(span, day)] if day.day.is_some() && span.len() == base.trim().len() => *day,
        _ => {
            let (argument, value) = ("--base".into(), base.into());
            let message = words.tn("cli-wrong-value", &[("argument", argument), ("value", value)]);
            return Err(format!("{message}\n{}", words.t("cli-see-help")));
        }
    };
    let file = matches.get_one::<PathBuf>("file").filter(|file| file.as_os_str() != "-").cloned();
    Ok(Dates { base: day, file })
}

fn complaint(error: &clap::Error, words: &Words) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => {
            let suggestion = context(ContextKind::SuggestedArg);
            if suggestion.is_empty() {
                words.tn("cli-wrong-argument", &[("argument", argument.into())])
            } else {
                let (argument, suggestion) = (argument.into(), suggestion.into());
                words.tn("cli-wrong-suggestion", &[("argument", argument), ("suggestion", suggestion)])
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            words.tn("cli-wrong-value", &[("argument", argument.into()), ("value", value.into())])
        }
        ErrorKind::MissingRequiredArgument => words.tn("cli-wrong-missing", &[("argument", argument.into())]),
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            words.tn("cli-wrong-conflict", &[("argument", argument.into()), ("other", other.into())])
        }
        _ => words.t("cli-wrong-use").into_owned(),
    };
    format!("{message}\n{}", words.t("cli-see-help"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn the_grammar_holds_together_in_every_language() {
        for language in Language::ALL {
            grammar(&Words::new(language)).debug_assert();
        }
    }

    #[test]
    fn a_word_with_a_hyphen_is_for_the_search() {
        let arguments = ["shuangcheng", "search", "f", "遂宁", "-潼南", "--literal", "-x"].map(OsString::from);
        match read(arguments, &Words::new(Language::En)) {
            Ok(Request::Command(Command::Search(search))) => {
                assert_eq!(search.text, "遂宁\n-潼南\n-x");
                assert!(search.literal);
            }
            other => panic!("{other:?}"),
        }
    }
}
