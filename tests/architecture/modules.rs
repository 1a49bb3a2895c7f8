//! The modules of the product and which of them name items of which others,
//! read from the text of the files. Tests are left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The crates of the product, by name and by folder.
const CRATES: [(&str, &str); 2] = [("almoner_engine", "crates/engine/src"), ("almoner", "src")];

/// How many re-exports in a row are followed.
const MAX_HOPS: usize = 8;

/// A module with a file of its own.
pub(crate) struct Module {
    /// Its file, from the root of the repository.
    pub(crate) file: PathBuf,
    /// The whole text of its file.
    pub(crate) text: String,
    /// What its `use` declarations bring in: by which name, from where.
    uses: Vec<Use>,
    /// Every path in its code, `a::b::c`, and every name alone.
    paths: BTreeSet<Vec<String>>,
}

struct Use {
    name: String,
    path: Vec<String>,
    is_public: bool,
}

/// All modules by their path, which begins with the name of the crate.
pub(crate) struct Modules(BTreeMap<Vec<String>, Module>);

impl Modules {
    /// Reads every file of the product.
    pub(crate) fn read() -> Modules {
        let mut modules = BTreeMap::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (name, folder) in CRATES {
            let mut found = Vec::new();
            rust_files(&root.join(folder), &mut found);
            for path in found {
                let inside = path.strip_prefix(root.join(folder)).expect("it is inside");
                let is_test = inside.iter().any(|it| it == "tests" || it == "tests.rs");
                if is_test || inside.ends_with("main.rs") {
                    continue;
                }
                let mut key = vec![name.to_owned()];
                key.extend(
                    inside
                        .iter()
                        .map(|it| it.to_string_lossy().replace(".rs", "")),
                );
                key.pop_if(|last| last == "mod" || last == "lib");
                let text = fs::read_to_string(&path).expect("the file is text");
                let file = path.strip_prefix(root).expect("it is inside").to_owned();
                modules.insert(key, Module::new(file, text));
            }
        }
        Modules(modules)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Vec<String>, &Module)> {
        self.0.iter()
    }

    /// The modules whose items a module names, itself left out. A re-export
    /// leads to the file that has the item, so a `mod.rs` that only declares
    /// and re-exports names nothing and is named by nobody.
    pub(crate) fn named_by(&self, from: &Vec<String>) -> BTreeSet<Vec<String>> {
        let Some(module) = self.0.get(from) else {
            return BTreeSet::new();
        };
        let imported = module.uses.iter().filter(|it| !it.is_public);
        let named = imported.map(|it| &it.path).chain(&module.paths);
        named
            .filter_map(|path| self.resolve(from, path, MAX_HOPS))
            .filter(|(to, is_item)| *is_item && to != from)
            .map(|(to, _)| to)
            .collect()
    }

    /// The module that a path leads to, and whether to an item of it.
    fn resolve(
        &self,
        from: &[String],
        path: &[String],
        hops: usize,
    ) -> Option<(Vec<String>, bool)> {
        let (first, mut rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" => from.get(..1)?.to_vec(),
            "self" => from.to_vec(),
            "super" => {
                let mut at = from.split_last()?.1.to_vec();
                while let [name, others @ ..] = rest
                    && name == "super"
                {
                    at.pop();
                    rest = others;
                }
                at
            }
            name if CRATES.iter().any(|(it, _)| *it == name) => vec![name.to_owned()],
            _ => {
                rest = path;
                let is_known = self.child(from, first) || self.import(from, first).is_some();
                is_known.then(|| from.to_vec())?
            }
        };
        while let Some((name, others)) = rest.split_first() {
            if self.child(&at, name) {
                at.push(name.clone());
                rest = others;
                continue;
            }
            let Some(import) = self.import(&at, name) else {
                return Some((at, true));
            };
            let whole: Vec<String> = import.iter().chain(others).cloned().collect();
            return self.resolve(&at, &whole, hops.checked_sub(1)?);
        }
        Some((at, false))
    }

    fn child(&self, of: &[String], name: &str) -> bool {
        let mut path = of.to_vec();
        path.push(name.to_owned());
        self.0.contains_key(&path)
    }

    fn import(&self, of: &[String], name: &str) -> Option<&Vec<String>> {
        let uses = &self.0.get(of)?.uses;
        Some(&uses.iter().find(|it| it.name == name)?.path)
    }

    /// The import cycles: modules each of which leads to all the others.
    pub(crate) fn cycles(&self) -> Vec<BTreeSet<&Path>> {
        let named: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> =
            self.0.keys().map(|it| (it, self.named_by(it))).collect();
        let reached: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = named
            .keys()
            .map(|from| {
                let mut seen = BTreeSet::new();
                let mut open: Vec<&Vec<String>> = named[from].iter().collect();
                while let Some(next) = open.pop() {
                    if seen.insert(next) {
                        open.extend(named.get(next).into_iter().flatten());
                    }
                }
                (*from, seen)
            })
            .collect();
        let cycles: BTreeSet<BTreeSet<&Path>> = reached
            .iter()
            .filter(|(from, seen)| seen.contains(*from))
            .map(|(from, seen)| {
                let back = seen.iter().filter(|to| reached[**to].contains(*from));
                back.map(|it| self.0[*it].file.as_path()).collect()
            })
            .collect();
        cycles.into_iter().collect()
    }
}

impl Module {
    fn new(file: PathBuf, text: String) -> Module {
        let mut module = Module {
            file,
            uses: Vec::new(),
            paths: BTreeSet::new(),
            text,
        };
        let tokens = tokens(module.product());
        let mut rest = tokens.as_slice();
        let mut is_public = false;
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            match token.as_str() {
                "use" if after.first().is_some_and(|it| it != "<") => {
                    let end = after.iter().position(|it| it == ";").unwrap_or(after.len());
                    import(&after[..end], &[], is_public, &mut module.uses);
                    rest = &after[end..];
                }
                "pub" => is_public = true,
                "(" | ")" | "in" | "crate" | "super" if is_public => {}
                name if is_name(name) => {
                    is_public = false;
                    let mut path = vec![name.to_owned()];
                    while let [sign, next, others @ ..] = rest
                        && sign == "::"
                        && is_name(next)
                    {
                        path.push(next.clone());
                        rest = others;
                    }
                    module.paths.insert(path);
                }
                _ => is_public = false,
            }
        }
        module
    }

    /// The part of the file before its tests.
    pub(crate) fn product(&self) -> &str {
        let parts = self.text.split_once("#[cfg(test)]\nmod tests");
        parts.map_or(&self.text, |(product, _)| product)
    }
}

/// Reads the tokens between `use` and `;`.
fn import(tokens: &[String], before: &[String], is_public: bool, uses: &mut Vec<Use>) {
    let mut path = before.to_vec();
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "::" => {}
            "{" => {
                let inside = &tokens[at + 1..tokens.len() - 1];
                for part in parts(inside) {
                    import(part, &path, is_public, uses);
                }
                return;
            }
            "as" => {
                let name = tokens[at + 1].clone();
                uses.push(Use {
                    name,
                    path,
                    is_public,
                });
                return;
            }
            "self" if !before.is_empty() => {}
            name => path.push(name.to_owned()),
        }
    }
    if let Some(name) = path.last().cloned() {
        uses.push(Use {
            name,
            path,
            is_public,
        });
    }
}

/// The parts of a group, at its commas.
fn parts(tokens: &[String]) -> Vec<&[String]> {
    let mut depth = 0;
    let parts = tokens.split(|token| {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        depth == 0 && token == ","
    });
    parts.filter(|part| !part.is_empty()).collect()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|it: char| it.is_alphabetic() || it == '_')
}

/// Names and signs, without comments and the text between quotes.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_part = |it: char| it.is_alphanumeric() || it == '_';
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |it| it + 2)
        } else if first == '"' {
            quoted(rest)
        } else if first == '\'' {
            // A lifetime, or a character.
            let inside: Vec<char> = rest.chars().skip(1).take(2).collect();
            match inside[..] {
                ['\\', _] => 3 + rest[3..].find('\'').unwrap_or(0) + 1,
                [letter, '\''] => letter.len_utf8() + 2,
                _ => 1,
            }
        } else if is_part(first) {
            let length = rest.find(|it| !is_part(it)).unwrap_or(rest.len());
            tokens.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of a string at the start of a text, with its quotes.
fn quoted(text: &str) -> usize {
    let mut escaped = true;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Every `.rs` file in a folder and those inside it.
pub(crate) fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    for entry in entries {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}
