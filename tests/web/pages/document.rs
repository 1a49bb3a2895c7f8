//! A page as a browser reads it, and what every page must be.

use html5ever::{parse_document, tendril::TendrilSink as _};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A parsed page.
pub(super) struct Document {
    elements: Vec<Element>,
}

/// An element with its attributes, in the order of the page.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// Everything written in it.
    pub(super) text: String,
    /// The number of the element that it is directly in.
    parent: Option<usize>,
}

impl Element {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Document {
    pub(super) fn parse(html: &str) -> Document {
        let dom = parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(html);
        let mut elements = Vec::new();
        walk(&dom.document, None, &mut elements);
        Document { elements }
    }

    pub(super) fn all<'d>(&'d self, name: &'d str) -> impl Iterator<Item = &'d Element> {
        self.elements.iter().filter(move |it| it.name == name)
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&Element> {
        self.elements.iter().find(|it| it.get("id") == Some(id))
    }

    /// The rows of a table, each with the text of its cells.
    pub(super) fn rows<'d>(&'d self, table: &'d Element) -> Vec<Vec<&'d str>> {
        let is_cell_of = |cell: &Element, row: &Element| {
            let parent = cell.parent.map(|at| &self.elements[at]);
            matches!(cell.name.as_str(), "th" | "td")
                && parent.is_some_and(|it| std::ptr::eq(it, row))
        };
        let cells = |row: &Element| {
            let cells = self.elements.iter().filter(|it| is_cell_of(it, row));
            cells.map(|it| it.text.trim()).collect()
        };
        let rows = self.all("tr");
        rows.filter(|row| self.around(row).any(|it| std::ptr::eq(it, table)))
            .map(cells)
            .collect()
    }

    /// What every page must be, as far as its text shows it: each fault found.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.check_ids(&mut faults);
        self.check_headings(&mut faults);
        self.check_labels(&mut faults);
        self.check_inline(&mut faults);
        // A drawing has a title of its own.
        let is_drawn = |it: &&Element| self.around(it).any(|it| it.name == "svg");
        let titles = self.all("title").filter(|it| !is_drawn(it));
        let titles: Vec<&Element> = titles.collect();
        if titles.len() != 1 || titles.iter().any(|it| it.text.trim().is_empty()) {
            faults.push("it has no title".to_owned());
        }
        if self.all("html").all(|it| it.get("lang") != Some("en-GB")) {
            faults.push("it does not say its language".to_owned());
        }
        faults
    }

    /// What is calculated on a page and replaced by the script: each id with its text.
    pub(super) fn all_out(&self) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = self
            .elements
            .iter()
            .filter(|it| it.get("data-out").is_some())
            .map(|it| (it.get("id").unwrap_or_default().to_owned(), it.text.clone()))
            .collect();
        out.sort();
        out
    }

    /// What a part of a page must be, which points to fields outside of it.
    pub(super) fn faults_of_part(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.check_labels(&mut faults);
        self.check_inline(&mut faults);
        faults
    }

    /// Ids are unique, and whatever points to one finds it.
    fn check_ids(&self, faults: &mut Vec<String>) {
        let mut ids: Vec<&str> = self.elements.iter().filter_map(|it| it.get("id")).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() != count {
            faults.push("an id is there twice".to_owned());
        }
        for element in &self.elements {
            let links = element.get("href").and_then(|it| it.strip_prefix('#'));
            let names = ["for", "aria-labelledby", "aria-describedby", "list"];
            let named = names.iter().filter_map(|name| element.get(name));
            let named = named.flat_map(str::split_whitespace).chain(links);
            for id in named {
                if ids.binary_search(&id).is_err() {
                    faults.push(format!(
                        "{} points to `{id}`, which is nowhere",
                        element.name
                    ));
                }
            }
        }
    }

    /// One `h1`, and no level is skipped on the way down.
    fn check_headings(&self, faults: &mut Vec<String>) {
        let level = |it: &Element| match it.name.as_bytes() {
            [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
            _ => None,
        };
        let mut before = 0;
        for (heading, level) in self.elements.iter().filter_map(|it| Some((it, level(it)?))) {
            if level > before + 1 {
                faults.push(format!("h{level} after h{before}: {}", heading.text));
            }
            if heading.text.trim().is_empty() {
                faults.push(format!("an h{level} is empty"));
            }
            before = level;
        }
        if self.all("h1").count() != 1 {
            faults.push(format!("{} h1", self.all("h1").count()));
        }
    }

    /// The elements around one, innermost first.
    fn around(&self, element: &Element) -> impl Iterator<Item = &Element> {
        let parent = |it: &Element| it.parent.map(|at| &self.elements[at]);
        std::iter::successors(parent(element), move |it| parent(it))
    }

    /// The elements of a name whose innermost element of the name `within` is this one.
    fn own<'d>(&'d self, within: &'d Element, name: &'d str) -> impl Iterator<Item = &'d Element> {
        self.all(name).filter(move |it| {
            let mut around = self.around(it).filter(|it| it.name == within.name);
            around.next().is_some_and(|it| std::ptr::eq(it, within))
        })
    }

    /// Everything that is filled in or pressed has a name, and each group and table
    /// its own.
    fn check_labels(&self, faults: &mut Vec<String>) {
        let is_written = |it: &Element| !it.text.trim().is_empty();
        let labels = self.all("label").filter(|it| is_written(it));
        let labels: Vec<&str> = labels.filter_map(|it| it.get("for")).collect();
        let named = |it: &Element, by: &str| it.get(by).is_some_and(|it| !it.trim().is_empty());
        for element in &self.elements {
            let is_field = match element.name.as_str() {
                "input" => !matches!(element.get("type"), Some("hidden" | "submit")),
                "select" | "textarea" => true,
                _ => false,
            };
            let has_label = || {
                let mut around = self.around(element);
                element.get("id").is_some_and(|id| labels.contains(&id))
                    || around.any(|it| it.name == "label" && is_written(it))
                    || named(element, "aria-label")
                    || named(element, "aria-labelledby")
            };
            if is_field && !has_label() {
                faults.push(format!("a field has no label: {:?}", element.attributes));
            }
            let is_pressed = matches!(element.name.as_str(), "button" | "a" | "summary");
            if is_pressed && !is_written(element) {
                faults.push(format!("nothing is written on a {}", element.name));
            }
            let has_legend = || self.own(element, "legend").any(is_written);
            if element.name == "fieldset" && !has_legend() {
                faults.push("a fieldset has no legend".to_owned());
            }
            if element.name == "table" {
                if self.own(element, "th").next().is_none() {
                    faults.push("a table has no headings".to_owned());
                }
                if !self.own(element, "caption").any(is_written) {
                    faults.push("a table has no caption".to_owned());
                }
            }
        }
        for head in self.all("th") {
            if head.get("scope").is_none() {
                faults.push(format!("a heading of a table has no scope: {}", head.text));
            }
        }
    }

    /// Nothing is inline, and nothing is loaded from elsewhere.
    fn check_inline(&self, faults: &mut Vec<String>) {
        for element in &self.elements {
            for (name, value) in &element.attributes {
                if name == "style" || name.starts_with("on") {
                    faults.push(format!("{} has `{name}`", element.name));
                }
                let is_address = matches!(name.as_str(), "href" | "src" | "action");
                if is_address && !value.starts_with(['/', '#', '?']) {
                    faults.push(format!("{} leads to {value}", element.name));
                }
            }
            let is_inline = element.name == "script" && !element.text.is_empty();
            if is_inline || element.name == "style" {
                faults.push(format!("an inline {}", element.name));
            }
        }
    }
}

/// Adds a node and all in it; gives what is written in it.
fn walk(node: &Handle, parent: Option<usize>, elements: &mut Vec<Element>) -> String {
    let mut own = None;
    let mut text = String::new();
    match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let attributes = attrs.borrow();
            let attributes = attributes.iter();
            own = Some(elements.len());
            elements.push(Element {
                name: name.local.to_string(),
                attributes: attributes
                    .map(|it| (it.name.local.to_string(), it.value.to_string()))
                    .collect(),
                text: String::new(),
                parent,
            });
        }
        NodeData::Text { contents } => text.push_str(&contents.borrow()),
        _ => {}
    }
    for child in node.children.borrow().iter() {
        text.push_str(&walk(child, own.or(parent), elements));
    }
    if let Some(own) = own {
        elements[own].text.clone_from(&text);
    }
    text
}

#[test]
fn faults_are_found() {
    let page = |body: &str| {
        let html = format!("<html lang=en-GB><title>T</title><h1>T</h1>{body}</html>");
        Document::parse(&html).faults().len()
    };
    for good in [
        "<p>good",
        "<label>A <input name=a></label>",
        "<label for=a>A</label><input name=a id=a>",
        "<fieldset><legend>x</legend></fieldset>",
        "<table><caption>x</caption><tr><th scope=row>x</th></tr></table>",
    ] {
        assert_eq!(page(good), 0, "{good}");
    }
    for bad in [
        "<h3>skips</h3>",
        "<h1>second</h1>",
        "<input name=a id=a>",
        "<label for=b>B</label>",
        "<p id=a></p><p id=a></p>",
        "<a href='#nowhere'>x</a>",
        "<a href='https://elsewhere.example'>x</a>",
        "<p style='color: red'>x</p>",
        "<p onclick='x()'>x</p>",
        "<script>x()</script>",
        "<label for=a> </label><input name=a id=a>",
        "<input name=a aria-label=''>",
        "<fieldset><legend>x</legend><fieldset><p>x</p></fieldset></fieldset>",
        "<fieldset><fieldset><legend>x</legend></fieldset></fieldset>",
        "<table><tr><td>x</td></tr></table>",
        "<table><tr><th scope=row>x</th></tr></table>",
        "<table><caption>x</caption><tr><th>x</th></tr></table>",
        "<button></button>",
    ] {
        assert!(page(bad) > 0, "{bad}");
    }
}
