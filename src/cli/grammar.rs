//! The grammar of the command line, with its help in the user's language.

use std::{ffi::OsString, path::PathBuf};

use clap::{Arg, ArgAction, Command as Clap, builder::PossibleValuesParser, value_parser};

use super::args::LATER_EXPORTS;
use crate::{facts::Kind, words::Words};

/// The grammar, with its help in the language of `words`.
pub(super) fn grammar(words: &Words) -> Clap {
    let t = |id| words.t(id).into_owned();
    let (arguments, options) = (t("cli-heading-arguments"), t("cli-heading-options"));
    let positional = |name: &'static str, shown: &'static str, help: &str| {
        Arg::new(name).value_name(shown).help(help.to_owned()).help_heading(arguments.clone())
    };
    let option =
        |name: &'static str, help: &str| Arg::new(name).long(name).help(help.to_owned()).help_heading(options.clone());
    // The help text names the values and the default, in the user's language.
    let choice =
        |name: &'static str, help: &str| option(name, help).hide_possible_values(true).hide_default_value(true);
    let flag = |name: &'static str, help: &str| option(name, help).action(ArgAction::SetTrue);
    let folder_option =
        |name, help: &str| option(name, help).value_name("DIR").value_parser(value_parser!(PathBuf)).global(true);
    let many_paths = |help: &str| {
        positional("paths", "PATH", help).num_args(1..).value_parser(value_parser!(PathBuf)).required(true)
    };
    let city = || option("city", &t("cli-arg-city")).value_name("NAME").action(ArgAction::Append);
    let template = |text: &str| format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}{text}", t("cli-usage"));
    let command = |name: &'static str, about: &str, usage: &'static str| {
        Clap::new(name)
            .about(about.to_owned())
            .help_template(template(""))
            .override_usage(usage)
            .disable_help_flag(true)
            .arg(help_flag(&t("cli-arg-help"), &options))
    };

    let inspect = command("inspect", &t("cli-command-inspect"), "shuangcheng inspect PATH… [--format table|jsonl]")
        .arg(many_paths(&t("cli-arg-paths")))
        .arg(
            choice("format", &t("cli-arg-inspect-format"))
                .value_name("FORMAT")
                .default_value("table")
                .value_parser(PossibleValuesParser::new(["table", "jsonl"])),
        );
    let search = command("search", &t("cli-command-search"), "shuangcheng search FOLDER QUERY… […]")
        .arg(positional("folder", "FOLDER", &t("cli-arg-folder")).value_parser(value_parser!(PathBuf)).required(true))
        .arg(
            positional("query", "QUERY", &t("cli-arg-query"))
                .num_args(1..)
                .value_parser(value_parser!(OsString))
                .required_unless_present("city"),
        )
        .arg(flag("literal", &t("cli-arg-literal")))
        .arg(flag("no-refresh", &t("cli-arg-no-refresh")))
        .arg(city())
        .arg(flag("any", &t("cli-arg-any")).conflicts_with_all(["all", "primary"]))
        .arg(flag("all", &t("cli-arg-all")).conflicts_with("primary"))
        .arg(flag("primary", &t("cli-arg-primary")))
        .arg(
            choice("format", &t("cli-arg-search-format"))
                .value_name("FORMAT")
                .default_value("table")
                .value_parser(PossibleValuesParser::new(["table", "jsonl", "files"])),
        )
        .arg(option("limit", &t("cli-arg-limit")).value_name("N").value_parser(value_parser!(usize)));
    let formats = ["md", "html", "txt"].into_iter().chain(LATER_EXPORTS);
    let export =
        command("export", &t("cli-command-export"), "shuangcheng export PATH… --format md|html|txt --out FILE|FOLDER")
            .arg(many_paths(&t("cli-arg-paths")))
            .arg(
                choice("format", &t("cli-arg-export-format"))
                    .value_name("FORMAT")
                    .required(true)
                    .value_parser(PossibleValuesParser::new(formats)),
            )
            .arg(
                option("out", &t("cli-arg-out"))
                    .value_name("FILE|FOLDER")
                    .required(true)
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(option("query", &t("cli-arg-export-query")).value_name("Q").action(ArgAction::Append))
            .arg(city());
    let usage = "shuangcheng typeset [FILE|-] --measure EM [--indent EM] [--script hans|hant] [--hang] […]";
    let typeset = command("typeset", &t("cli-command-typeset"), usage)
        .arg(positional("file", "FILE|-", &t("cli-arg-typeset-file")).value_parser(value_parser!(PathBuf)))
        .arg(
            option("measure", &t("cli-arg-measure")).value_name("EM").required(true).value_parser(em(1.0, MAX_MEASURE)),
        )
        .arg(
            option("indent", &t("cli-arg-indent"))
                .value_name("EM")
                .hide_default_value(true)
                .default_value("2")
                .value_parser(em(0.0, MAX_MEASURE)),
        )
        .arg(
            choice("script", &t("cli-arg-script"))
                .value_name("SCRIPT")
                .value_parser(PossibleValuesParser::new(["hans", "hant"])),
        )
        .arg(flag("hang", &t("cli-arg-hang")))
        .arg(flag("as-is", &t("cli-arg-as-is")))
        .arg(
            choice("format", &t("cli-arg-typeset-format"))
                .value_name("FORMAT")
                .default_value("text")
                .value_parser(PossibleValuesParser::new(["text", "jsonl"])),
        );
    let ledger =
        command("ledger", &t("cli-command-ledger"), "shuangcheng ledger FOLDER [--city NAME]… [--kind KIND]… […]")
            .arg(
                positional("folder", "FOLDER", &t("cli-arg-folder"))
                    .value_parser(value_parser!(PathBuf))
                    .required(true),
            )
            .arg(option("city", &t("cli-arg-ledger-city")).value_name("NAME").action(ArgAction::Append))
            .arg(
                choice("kind", &t("cli-arg-kind"))
                    .value_name("KIND")
                    .action(ArgAction::Append)
                    .value_parser(PossibleValuesParser::new(Kind::ALL.map(Kind::name))),
            )
            .arg(
                choice("format", &t("cli-arg-ledger-format"))
                    .value_name("FORMAT")
                    .default_value("table")
                    .value_parser(PossibleValuesParser::new(["table", "csv", "xlsx", "jsonl"])),
            )
            .arg(
                option("out", &t("cli-arg-ledger-out"))
                    .value_name("FILE")
                    .required_if_eq("format", "xlsx")
                    .value_parser(value_parser!(PathBuf)),
            );
    let dates = command("dates", &t("cli-command-dates"), "shuangcheng dates --base YYYY-MM-DD [FILE|-]")
        .arg(option("base", &t("cli-arg-base")).value_name("YYYY-MM-DD").required(true))
        .arg(positional("file", "FILE|-", &t("cli-arg-dates-file")).value_parser(value_parser!(PathBuf)));
    Clap::new("shuangcheng")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t("cli-about"))
        .help_template(template(&format!("\n\n{}", t("cli-more"))))
        .override_usage("shuangcheng [PATH]…\n      shuangcheng inspect|search|export|ledger|dates|typeset …")
        .subcommand_help_heading(t("cli-heading-commands"))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(positional("paths", "PATH", &t("cli-arg-open")).num_args(0..).value_parser(value_parser!(PathBuf)))
        .arg(folder_option("cache-dir", &t("cli-arg-cache-dir")))
        .arg(folder_option("data-dir", &t("cli-arg-data-dir")))
        .arg(flag("no-cache", &t("cli-arg-no-cache")).global(true).display_order(LAST))
        .arg(flag("with-corrections", &t("cli-arg-with-corrections")).global(true).display_order(LAST))
        .arg(flag("licences", &t("cli-arg-licences")))
        .arg(flag("trace-start", "").hide(true))
        .arg(flag("trace-frames", "").hide(true))
        .arg(option("version", &t("cli-arg-version")).short('V').action(ArgAction::Version))
        .arg(help_flag(&t("cli-arg-help"), &options))
        .subcommand(inspect)
        .subcommand(search)
        .subcommand(export)
        .subcommand(typeset)
        .subcommand(dates)
        .subcommand(ledger)
}

fn help_flag(help: &str, heading: &str) -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .help(help.to_owned())
        .help_heading(heading.to_owned())
        .action(ArgAction::Help)
        .display_order(LAST)
}

/// A length in em between two bounds.
fn em(least: f32, most: f32) -> impl Fn(&str) -> Result<f32, String> + Clone + Send + Sync + 'static {
    move |text| match text.parse::<f32>() {
        Ok(value) if value >= least && value <= most => Ok(value),
        _ => Err(format!("{least}–{most}")),
    }
}

/// Place in the help of options that every command has: below its own.
const LAST: usize = 900;

/// The widest measure, em.
const MAX_MEASURE: f32 = 10_000.0;
