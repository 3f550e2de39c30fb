//! Holds the three languages together: same messages, same variables, right script; every message that the program asks for exists,
//! and none lies unused; no Chinese sentence stands in the code of the window or the command line.

use crate::support::source;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use encoding_rs::{BIG5, GBK};
use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser::parse,
};
use proc_macro2::{TokenStream, TokenTree};
use shuangcheng::words::{AREAS, Language};
use source::{RustFile, attributes, is_test_only, root, rust_files};
use syn::{
    Expr, ExprMethodCall, Item, Lit, Macro,
    visit::{self, Visit},
};

/// Characters that a language shows although they belong to the other script: samples such as “简 / 繁”.
const OTHER_SCRIPT: &[(&str, &str)] = &[];

/// Folders whose strings people read; there, Chinese comes from the message files.
const SPEAKING: &[&str] = &["app/", "cli/", "main.rs"];

/// Chinese that may stand in the code of [`SPEAKING`]: names that are the same in every language.
const NAMES: &[&str] = &["双城"];

/// One message of one language.
#[derive(Debug, Default)]
struct Message {
    text: String,
    variables: BTreeSet<String>,
    /// Other messages it shows.
    messages: BTreeSet<String>,
}

type Area = BTreeMap<String, Message>;

fn read_area(language: Language, area: &str) -> Area {
    let path = format!("src/words/{}/{area}.ftl", language.tag());
    let text = fs::read_to_string(root().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    read_messages(&path, &text)
}

fn read_messages(path: &str, text: &str) -> Area {
    let resource = parse(text).unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
    let mut area = Area::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let mut read = Message::default();
                let value = message.value.unwrap_or_else(|| panic!("{path}: {} has no text", message.id.name));
                assert!(
                    message.attributes.is_empty(),
                    "{path}: {} has attributes, which nothing reads",
                    message.id.name
                );
                read_pattern(&value, &mut read);
                assert!(!read.text.is_empty() || !read.variables.is_empty(), "{path}: {} is empty", message.id.name);
                let old = area.insert(message.id.name.to_owned(), read);
                assert!(old.is_none(), "{path}: {} stands there twice", message.id.name);
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => panic!("{path}: term {} — write the words out", term.id.name),
            Entry::Junk { content } => panic!("{path}: not understood: {content}"),
        }
    }
    area
}

fn read_pattern(pattern: &Pattern<&str>, into: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => into.text.push_str(value),
            PatternElement::Placeable { expression } => read_expression(expression, into),
        }
    }
}

fn read_expression(expression: &Expression<&str>, into: &mut Message) {
    match expression {
        Expression::Inline(inline) => read_inline(inline, into),
        Expression::Select { selector, variants } => {
            read_inline(selector, into);
            variants.iter().for_each(|variant| read_pattern(&variant.value, into));
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, into: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.variables.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            into.messages.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { value } => into.text.push_str(value),
        InlineExpression::Placeable { expression } => read_expression(expression, into),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| read_inline(argument, into));
        }
        InlineExpression::NumberLiteral { .. } | InlineExpression::TermReference { .. } => {}
    }
}

#[test]
fn every_area_has_a_file_and_every_file_is_an_area() {
    for language in Language::ALL {
        let folder = root().join("src/words").join(language.tag());
        let files: BTreeSet<String> = fs::read_dir(&folder)
            .expect("a folder for each language")
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .collect();
        assert_eq!(files, AREAS.iter().map(|area| format!("{area}.ftl")).collect(), "{}", language.tag());
    }
}

#[test]
fn the_languages_say_the_same_things() {
    let mut errors = Vec::new();
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for area in AREAS {
        let model = read_area(Language::Hans, area);
        for id in model.keys() {
            if let Some(other) = owners.insert(id.clone(), area) {
                errors.push(format!("{id} stands in {other}.ftl and in {area}.ftl"));
            }
        }
        for language in [Language::Hant, Language::En] {
            errors.extend(
                differences(&model, &read_area(language, area)).map(|e| format!("{}/{area}.ftl: {e}", language.tag())),
            );
        }
    }
    assert!(errors.is_empty(), "against zh-Hans:\n{}", errors.join("\n"));
}

fn differences<'a>(model: &'a Area, other: &'a Area) -> impl Iterator<Item = String> + 'a {
    let missing = model.keys().filter(|id| !other.contains_key(*id)).map(|id| format!("{id} is missing"));
    let extra = other.keys().filter(|id| !model.contains_key(*id)).map(|id| format!("{id} is not in zh-Hans"));
    let variables = model.iter().filter_map(|(id, message)| {
        let theirs = &other.get(id)?.variables;
        (*theirs != message.variables)
            .then(|| format!("{id} has the variables {theirs:?}, not {:?}", message.variables))
    });
    missing.chain(extra).chain(variables)
}

#[test]
fn each_script_is_pure() {
    let mut errors = Vec::new();
    for area in AREAS {
        for (language, fits) in [(Language::Hans, is_simplified as fn(char) -> bool), (Language::Hant, is_traditional)]
        {
            for (id, message) in read_area(language, area) {
                let samples = OTHER_SCRIPT.iter().filter(|(of, _)| *of == id).flat_map(|(_, chars)| chars.chars());
                let samples: BTreeSet<char> = samples.collect();
                let wrong: String =
                    message.text.chars().filter(|c| is_han(*c) && !fits(*c) && !samples.contains(c)).collect();
                if !wrong.is_empty() {
                    errors.push(format!("{}/{area}.ftl: {id} has {wrong}", language.tag()));
                }
            }
        }
    }
    assert!(errors.is_empty(), "characters of the other script (or rare ones):\n{}", errors.join("\n"));
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// GB 2312 has the everyday characters of simplified script and no traditional ones.
fn is_simplified(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, lost) = GBK.encode(c.encode_utf8(&mut buffer));
    !lost && matches!(*bytes, [0xB0..=0xF7, 0xA1..=0xFE])
}

/// Big5 has the characters of traditional script and no simplified ones.
fn is_traditional(c: char) -> bool {
    let mut buffer = [0; 4];
    !BIG5.encode(c.encode_utf8(&mut buffer)).2
}

/// What a source file says about messages.
#[derive(Debug, Default)]
struct Asked {
    /// `t("id")`.
    plain: BTreeSet<String>,
    /// `tn("id", &[("name", …)])` with the names, `None` when they are not written out at the call.
    with: Vec<(String, Option<BTreeSet<String>>)>,
    /// Every string in the code.
    strings: BTreeSet<String>,
}

impl Asked {
    fn of(file: &RustFile) -> Self {
        let mut asked = Self::default();
        asked.visit_file(&file.syntax);
        asked
    }

    fn read_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (i, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Literal(literal) => {
                    if let Lit::Str(string) = Lit::new(literal.clone()) {
                        self.strings.insert(string.value());
                    }
                }
                TokenTree::Group(group) => {
                    let before = |n: usize| i.checked_sub(n).and_then(|i| tokens.get(i)).map(ToString::to_string);
                    if before(2).as_deref() == Some(".")
                        && let Some(method) = before(1)
                        && let Ok(call) = syn::parse_str::<ExprMethodCall>(&format!("x.{method}{group}"))
                    {
                        self.read_call(&call);
                    }
                    self.read_tokens(group.stream());
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }

    fn read_call(&mut self, call: &ExprMethodCall) {
        let Some(Expr::Lit(first)) = call.args.first() else { return };
        let Lit::Str(id) = &first.lit else { return };
        if call.method == "t" && call.args.len() == 1 {
            self.plain.insert(id.value());
        } else if call.method == "tn" && call.args.len() == 2 {
            self.with.push((id.value(), call.args.get(1).and_then(argument_names)));
        }
    }
}

fn argument_names(expression: &Expr) -> Option<BTreeSet<String>> {
    let Expr::Reference(reference) = expression else { return None };
    let Expr::Array(array) = &*reference.expr else { return None };
    let name = |element: &Expr| match element {
        Expr::Tuple(pair) => match pair.elems.first() {
            Some(Expr::Lit(lit)) => match &lit.lit {
                Lit::Str(name) => Some(name.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    array.elems.iter().map(name).collect()
}

impl<'ast> Visit<'ast> for Asked {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test_only(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_lit_str(&mut self, string: &'ast syn::LitStr) {
        self.strings.insert(string.value());
    }

    /// Doc comments are attributes; they are no strings of the program.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.read_call(call);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.read_tokens(call.tokens.clone());
    }
}

#[test]
fn the_program_asks_only_for_messages_that_exist() {
    let messages: Area = AREAS.iter().flat_map(|area| read_area(Language::Hans, area)).collect();
    let mut errors = Vec::new();
    for file in rust_files().iter().filter(|file| file.text.contains(".t")) {
        errors.extend(wrong_asking(&Asked::of(file), &messages).into_iter().map(|e| format!("src/{}: {e}", file.rel)));
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

fn wrong_asking(asked: &Asked, messages: &Area) -> Vec<String> {
    let nothing = BTreeSet::new();
    let plain = asked.plain.iter().map(|id| (id, Some(&nothing)));
    let with = asked.with.iter().map(|(id, names)| (id, names.as_ref()));
    plain
        .chain(with)
        .filter_map(|(id, names)| match (messages.get(id), names) {
            (None, _) => Some(format!("there is no message {id:?}")),
            (Some(message), Some(names)) if !message.variables.is_subset(names) => {
                Some(format!("{id:?} needs the variables {:?}, but gets {names:?}", message.variables))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn no_message_lies_unused() {
    let strings: BTreeSet<String> = rust_files().iter().flat_map(|file| Asked::of(file).strings).collect();
    let messages: Area = AREAS.iter().flat_map(|area| read_area(Language::Hans, area)).collect();
    let unused = unused(&messages, &strings);
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}

/// A message is used when a string in the code is its id, or the fixed part of its id (`"remark-"`, `"remark-{}"`, `"{id}-tip"`), or
/// when a message shows it.
fn unused<'a>(messages: &'a Area, strings: &BTreeSet<String>) -> Vec<&'a String> {
    let shown: BTreeSet<&String> = messages.values().flat_map(|message| &message.messages).collect();
    let looks_like_id = |part: &str| part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let mut prefixes = BTreeSet::new();
    let mut suffixes = BTreeSet::new();
    for string in strings {
        let head = string.split('{').next().unwrap_or_default();
        if head.len() > 1 && head.ends_with('-') && looks_like_id(head) {
            prefixes.insert(head);
        }
        let tail = string.rsplit('}').next().unwrap_or_default();
        if tail.len() > 1 && tail.starts_with('-') && looks_like_id(tail) {
            suffixes.insert(tail);
        }
    }
    let used = |id: &str| {
        strings.contains(id)
            || prefixes.iter().any(|prefix| id.len() > prefix.len() && id.starts_with(prefix))
            || suffixes.iter().filter_map(|suffix| id.strip_suffix(suffix)).any(|stem| strings.contains(stem))
    };
    messages.keys().filter(|id| !used(id) && !shown.contains(id)).collect()
}

#[test]
fn what_people_read_stands_in_the_message_files() {
    let mut errors = Vec::new();
    for file in rust_files().iter().filter(|file| SPEAKING.iter().any(|place| file.rel.starts_with(place))) {
        let strings = Asked::of(file).strings;
        let without_names = |s: &str| NAMES.iter().fold(s.to_owned(), |s, name| s.replace(name, ""));
        let chinese = strings.iter().filter(|s| without_names(s).chars().any(is_han));
        errors.extend(chinese.map(|s| format!("src/{}: {s:?}", file.rel)));
    }
    assert!(errors.is_empty(), "Chinese in the code; it belongs to src/words/*/*.ftl:\n{}", errors.join("\n"));
}

#[test]
fn the_checker_can_fail() {
    let hans = read_messages("a", "one = 一\ntwo = { $n } 篇 { three }\nthree = 三\nfour-tip = 四\nfive-x = 五\n");
    let en = read_messages(
        "b",
        "one = One\ntwo = { $m ->\n    [one] one article\n   *[other] { $m } articles\n }\nnine = 9\n",
    );
    let found: Vec<String> = differences(&hans, &en).collect();
    assert_eq!(found.len(), 5, "{found:?}");

    let code = r#"
        /// "doc"
        fn f(w: &Words, id: &str) {
            w.t("one"); w.t("two"); w.t("gone"); w.tn("two", &[("x", 1.into())]); w.tn("two", &[("n", 1.into())]);
            println!("{}{}", w.t("gone-too"), w.tn("two", &[("y", 1.into())]));
            let _ = format!("five-{id}");
        }
        #[cfg(test)] mod tests { fn g(w: &Words) { w.t("test-only"); } }
    "#;
    let asked = Asked::of(&RustFile::new("app/x.rs", code));
    let wrong = wrong_asking(&asked, &hans);
    assert_eq!(wrong.len(), 5, "{wrong:?}");
    assert_eq!(unused(&hans, &asked.strings), ["four-tip"]);
    assert!(!asked.strings.contains(" \"doc\""));

    assert!(is_simplified('国') && !is_simplified('國') && is_traditional('國') && !is_traditional('国'));
    assert!(is_simplified('里') && is_traditional('裡') && is_traditional('里'));
}
