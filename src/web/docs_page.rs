//! The service described for those who write programs: the content of one page,
//! made from the rule sets' own words. Each kind of problem names a place on it.

use super::{examples, paths};
use crate::tables::escape::markup;
use almoner_engine::{
    base::types::Type,
    check::model::{Contents, Fact, Home, RuleSet, Version},
};

const HEAD: &str = r#"<h1>Prices and eligibility over HTTP</h1>
<p>The service answers what the command line answers, to the byte. For machines the same is
described at <a href="/openapi.json">/openapi.json</a>.</p>
"#;

const REST: &str = include_str!("docs_page.html");

/// The content of the page, as HTML.
pub(super) fn page(book: &Contents) -> String {
    let mut page = HEAD.to_owned();
    page.push_str("<h2 id=\"rule-sets\">Rule sets</h2>\n<ul>\n");
    for set in &book.rule_sets {
        page.push_str(&format!(
            "<li><a href=\"#{0}\">{1}</a></li>\n",
            set.id,
            markup(&set.newest().title)
        ));
    }
    page.push_str("</ul>\n");
    for set in &book.rule_sets {
        rule_set(&mut page, set, set.newest());
    }
    page.push_str("<h2 id=\"tariffs\">Tariffs</h2>\n<ul>\n");
    for tariff in &book.tariffs {
        let at = paths::tariff_name(book, tariff);
        page.push_str(&format!(
            "<li><a href=\"/v1/tariffs/{at}\">{0}</a>, its <a href=\"/v1/appendices/{at}\">appendices</a></li>\n",
            markup(&tariff.year)
        ));
    }
    page.push_str("</ul>\n");
    page.push_str(REST);
    page
}

fn rule_set(page: &mut String, set: &RuleSet, newest: &Version) {
    let (id, title) = (&set.id, markup(&newest.title));
    let at = paths::questions(newest.kind, id);
    page.push_str(&format!(
        "<h2 id=\"{id}\">{title}</h2>\n<p>Ask with <code>POST {at}</code>. Rules: <a href=\"/v1/rule-sets/{id}\">versions and facts</a>, <a href=\"/v1/rule-sets/{id}/schema\">JSON Schema of the facts</a>.</p>\n"
    ));
    page.push_str(&format!(
        "<div class=\"sheet\" role=\"region\" aria-label=\"Facts of {title}\" tabindex=\"0\">\n<table>\n<caption>Facts</caption>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">What it is</th><th scope=\"col\">Question</th></tr></thead>\n<tbody>\n"
    ));
    for fact in &newest.facts {
        row(page, newest, fact);
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
    if let Some((says, question)) = examples::questions(set).first() {
        let question = serde_json::to_string_pretty(question).unwrap_or_default();
        page.push_str(&format!(
            "<h3>Example</h3>\n<p>{}</p>\n<pre>curl http://127.0.0.1:8080{at} -H 'Content-Type: application/json' -d '{}'</pre>\n",
            markup(says),
            markup(&question)
        ));
    }
}

fn row(page: &mut String, version: &Version, fact: &Fact) {
    let name = match fact.home {
        Home::Record(list, _) => format!("{}[].{}", version.list_name(list), fact.id),
        _ => fact.id.to_string(),
    };
    let mut what = match fact.ty {
        Type::YesNo => "true or false".to_owned(),
        _ => fact.ty.to_string(),
    };
    if !fact.within.is_open() {
        what.push_str(&format!(", {}", fact.within));
    }
    let mut asks = markup(&fact.ask);
    if let Some(assume) = &fact.assume {
        let assumed = markup(&assume.text);
        asks.push_str(&format!(
            " <span class=\"quiet\">Taken as {assumed} if not given.</span>"
        ));
    }
    page.push_str(&format!(
        "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{asks}</td></tr>\n",
        markup(&name),
        markup(&what)
    ));
}
