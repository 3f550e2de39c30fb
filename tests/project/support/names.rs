//! Which paths and methods a source file names, as the compiler would see them: `use` trees flattened, renames followed,
//! `self` and `super` resolved, macro arguments included, comments, strings and test-only items left out.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{
    ImplItem, Item, ItemExternCrate, ItemUse, Stmt, UseTree,
    visit::{self, Visit},
};

use crate::support::source::{RustFile, attributes, is_test_only};

/// What one file names.
#[derive(Debug, Default)]
pub struct Names {
    /// Absolute paths: `["crate", "text", "fold"]`, `["std", "fs", "read"]`. A glob import ends in `*`.
    pub paths: BTreeSet<Vec<String>>,
    /// Methods called with a dot.
    pub methods: BTreeSet<String>,
}

/// Reads the names of `file`.
pub fn names(file: &RustFile) -> Names {
    let mut reader = Reader { module: file.module(), ..Reader::default() };
    reader.visit_file(&file.syntax);
    let paths = reader.raw.iter().flat_map(|path| reader.resolve(path, 0)).collect();
    Names { paths, methods: reader.methods }
}

#[derive(Default)]
struct Reader {
    /// Module that is being read, below the crate.
    module: Vec<String>,
    /// Name → the paths some `use` of this file gives it.
    renames: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Paths with `crate`, `self` and `super` resolved, renames not yet followed. A leading `::` is kept as an empty segment.
    raw: BTreeSet<Vec<String>>,
    methods: BTreeSet<String>,
}

impl Reader {
    fn add(&mut self, path: Vec<String>) {
        let path = self.absolute(path);
        self.raw.insert(path);
    }

    /// Replaces a leading `crate`, `self` or `super::…` by the full path from the crate's root.
    fn absolute(&self, path: Vec<String>) -> Vec<String> {
        let mut rest = path.iter().skip_while(|part| matches!(part.as_str(), "self" | "super")).cloned().peekable();
        let ups = path.iter().take_while(|part| matches!(part.as_str(), "self" | "super"));
        match path.first().map(String::as_str) {
            Some("self" | "super") => {
                let keep = self.module.len().saturating_sub(ups.filter(|part| *part == "super").count());
                let mut out = vec!["crate".to_owned()];
                out.extend(self.module.iter().take(keep).cloned());
                if rest.peek().is_some() {
                    out.extend(rest);
                }
                out
            }
            _ => path,
        }
    }

    /// Follows renames of the first segment; several when the file gives one name several meanings.
    fn resolve(&self, path: &[String], depth: usize) -> Vec<Vec<String>> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        if first.is_empty() {
            return vec![rest.to_vec()];
        }
        let targets: Vec<_> =
            self.renames.get(first).into_iter().flatten().filter(|target| target.first() != Some(first)).collect();
        if targets.is_empty() || depth > 8 {
            return vec![path.to_vec()];
        }
        let expand = |target: &Vec<String>| self.resolve(&[target.as_slice(), rest].concat(), depth + 1);
        targets.into_iter().flat_map(expand).collect()
    }

    fn read_use(&mut self, tree: &UseTree, prefix: &[String]) {
        let joined = |part: &dyn ToString| [prefix, &[part.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.read_use(&path.tree, &joined(&path.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.read_use(item, prefix)),
            UseTree::Glob(_) => self.add(joined(&"*")),
            UseTree::Name(name) if name.ident == "self" => {
                let last = prefix.last().cloned().unwrap_or_default();
                self.rename(last, prefix.to_vec());
            }
            UseTree::Name(name) => self.rename(name.ident.to_string(), joined(&name.ident)),
            UseTree::Rename(rename) if rename.ident == "self" => {
                self.rename(rename.rename.to_string(), prefix.to_vec());
            }
            UseTree::Rename(rename) => self.rename(rename.rename.to_string(), joined(&rename.ident)),
        }
    }

    fn rename(&mut self, name: String, path: Vec<String>) {
        let path = self.absolute(path);
        self.raw.insert(path.clone());
        self.renames.entry(name).or_default().insert(path);
    }

    /// Paths and method calls in the arguments of a macro or an attribute, where there is no syntax tree.
    fn read_tokens(&mut self, tokens: TokenStream, prefix: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let punct = |i: usize, c: char| matches!(tokens.get(i), Some(TokenTree::Punct(p)) if p.as_char() == c);
        let colons = |i: usize| punct(i, ':') && punct(i + 1, ':');
        let mut i = 0;
        while let Some(token) = tokens.get(i) {
            match token {
                TokenTree::Ident(first) if i > 0 && punct(i - 1, '.') && !(i > 1 && punct(i - 2, '.')) => {
                    self.methods.insert(first.to_string());
                    i += 1;
                }
                TokenTree::Ident(first) => {
                    let mut path = if prefix.is_empty() && i > 1 && colons(i - 2) && !(i > 2 && punct(i - 3, '>')) {
                        vec![String::new()]
                    } else {
                        prefix.to_vec()
                    };
                    path.push(first.to_string());
                    i += 1;
                    while colons(i) {
                        match tokens.get(i + 2) {
                            Some(TokenTree::Ident(next)) => {
                                path.push(next.to_string());
                                i += 3;
                            }
                            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                                self.read_tokens(group.stream(), &path);
                                i += 3;
                            }
                            Some(TokenTree::Punct(star)) if star.as_char() == '*' => {
                                path.push("*".to_owned());
                                i += 3;
                            }
                            _ => break,
                        }
                    }
                    self.add(path);
                }
                TokenTree::Group(group) => {
                    self.read_tokens(group.stream(), prefix);
                    i += 1;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => i += 1,
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test_only(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Const(i) => &i.attrs,
            ImplItem::Fn(i) => &i.attrs,
            ImplItem::Type(i) => &i.attrs,
            ImplItem::Macro(i) => &i.attrs,
            _ => return visit::visit_impl_item(self, item),
        };
        if !is_test_only(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        match statement {
            Stmt::Local(local) if is_test_only(&local.attrs) => {}
            Stmt::Macro(call) if is_test_only(&call.attrs) => {}
            _ => visit::visit_stmt(self, statement),
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let prefix: &[String] = if item.leading_colon.is_some() { &[String::new()] } else { &[] };
        self.read_use(&item.tree, prefix);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name).to_string();
        self.rename(name, vec![item.ident.to_string()]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let mut parts: Vec<String> = path.leading_colon.iter().map(|_| String::new()).collect();
        parts.extend(path.segments.iter().map(|segment| segment.ident.to_string()));
        self.add(parts);
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.methods.insert(call.method.to_string());
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.read_tokens(call.tokens.clone(), &[]);
        visit::visit_macro(self, call);
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.read_tokens(list.tokens.clone(), &[]);
        visit::visit_meta_list(self, list);
    }
}
