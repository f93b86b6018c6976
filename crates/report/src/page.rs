//! The template and what is put into it.

use std::io::Write;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use crate::filters::{sparkline, thousands};
use crate::{Report, SCRIPTS};

/// Why a page cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The writer does not take it, or the template has a fault.
    #[error("the page cannot be written")]
    Write {
        /// What is wrong.
        #[from]
        source: minijinja::Error,
    },
}

/// The templates by name; those ending in `.html` escape what is put into them.
const TEMPLATES: &[(&str, &str)] = &[
    ("report.html", include_str!("page/report.html")),
    ("words.html", include_str!("page/words.html")),
    ("corpus.html", include_str!("page/corpus.html")),
    ("entities.html", include_str!("page/entities.html")),
    ("network.html", include_str!("page/network.html")),
    ("agreements.html", include_str!("page/agreements.html")),
    ("people.html", include_str!("page/people.html")),
    ("texts.html", include_str!("page/texts.html")),
    ("making.html", include_str!("page/making.html")),
];

/// The page's own scripts, in the order in which they run.
const OWN_SCRIPTS: &[&str] = &[
    include_str!("page/language.js"),
    include_str!("page/charts.js"),
    include_str!("page/corpus.js"),
    include_str!("page/entities.js"),
    include_str!("page/evidence.js"),
    include_str!("page/network.js"),
    include_str!("page/matrix.js"),
    include_str!("page/agreements.js"),
    include_str!("page/people.js"),
    include_str!("page/start.js"),
];

/// Words of the tables with what they mean in both languages.
const WORDS: &str = include_str!("page/words.json");

/// Writes the page.
pub(crate) fn write(report: &Report, output: impl Write) -> Result<(), Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.add_filter("thousands", thousands);
    environment.add_filter("sparkline", sparkline);
    for (name, template) in TEMPLATES {
        environment.add_template(name, template)?;
    }
    let words: serde_json::Value = serde_json::from_str(WORDS).expect("the file is JSON, as a test says");
    let kept: String = SCRIPTS.iter().map(|script| format!("<script>{}</script>\n", script.code)).collect();
    let context = context! {
        report => Value::from(Serde(report)),
        words => Value::from(Serde(&words)),
        style => Value::from_safe_string(include_str!("page/report.css").to_owned()),
        kept_scripts => Value::from_safe_string(kept),
        own_script => Value::from_safe_string(OWN_SCRIPTS.concat()),
        scripts => Value::from(Serde(SCRIPTS)),
        manifest => serde_json::to_string_pretty(&report.manifest).expect("a JSON value can be written"),

    };
    environment.get_template("report.html")?.render_captured_to(context, output)?;
    Ok(())
}
