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
    /// The names of the elements around it, outermost first.
    around: Vec<String>,
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
        walk(&dom.document, &[], &mut elements);
        Document { elements }
    }

    pub(super) fn all<'d>(&'d self, name: &'d str) -> impl Iterator<Item = &'d Element> {
        self.elements.iter().filter(move |it| it.name == name)
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&Element> {
        self.elements.iter().find(|it| it.get("id") == Some(id))
    }

    /// What every page must be, as far as its text shows it: each fault found.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.check_ids(&mut faults);
        self.check_headings(&mut faults);
        self.check_labels(&mut faults);
        self.check_inline(&mut faults);
        let titles: Vec<&Element> = self.all("title").collect();
        if titles.len() != 1 || titles.iter().any(|it| it.text.trim().is_empty()) {
            faults.push("it has no title".to_owned());
        }
        if self.all("html").all(|it| it.get("lang") != Some("en-GB")) {
            faults.push("it does not say its language".to_owned());
        }
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

    /// Everything that is filled in or pressed has a name.
    fn check_labels(&self, faults: &mut Vec<String>) {
        let labels: Vec<&str> = self.all("label").filter_map(|it| it.get("for")).collect();
        for element in &self.elements {
            let is_field = match element.name.as_str() {
                "input" => !matches!(element.get("type"), Some("hidden" | "submit")),
                "select" | "textarea" => true,
                _ => false,
            };
            let has_label = element.get("id").is_some_and(|id| labels.contains(&id))
                || element.get("aria-label").is_some()
                || element.get("aria-labelledby").is_some();
            if is_field && !has_label {
                faults.push(format!("a field has no label: {:?}", element.attributes));
            }
            let is_pressed = matches!(element.name.as_str(), "button" | "a" | "summary");
            if is_pressed && element.text.trim().is_empty() {
                faults.push(format!("nothing is written on a {}", element.name));
            }
            if element.name == "fieldset" && !self.all("legend").any(|it| !it.text.is_empty()) {
                faults.push("a fieldset has no legend".to_owned());
            }
            if element.name == "table" && !element.text.trim().is_empty() {
                let has_head = self
                    .all("th")
                    .any(|it| it.around.iter().any(|at| at == "table"));
                if !has_head {
                    faults.push("a table has no headings".to_owned());
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

fn walk(node: &Handle, around: &[String], elements: &mut Vec<Element>) {
    let mut around = around.to_vec();
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let name = name.local.to_string();
        let attributes = attrs.borrow();
        elements.push(Element {
            name: name.clone(),
            attributes: attributes
                .iter()
                .map(|it| (it.name.local.to_string(), it.value.to_string()))
                .collect(),
            text: text(node),
            around: around.clone(),
        });
        around.push(name);
    }
    for child in node.children.borrow().iter() {
        walk(child, &around, elements);
    }
}

fn text(node: &Handle) -> String {
    let own = match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    };
    let children = node.children.borrow();
    children
        .iter()
        .fold(own, |text, child| text + &self::text(child))
}

#[test]
fn faults_are_found() {
    let page = |body: &str| {
        let html = format!("<html lang=en-GB><title>T</title><h1>T</h1>{body}</html>");
        Document::parse(&html).faults().len()
    };
    assert_eq!(page("<p>good"), 0);
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
        "<table><tr><td>x</td></tr></table>",
        "<button></button>",
    ] {
        assert!(page(bad) > 0, "{bad}");
    }
}
