use std::io::Write;

use serde::Serialize;
use serde_json::Value;

use crate::page::{self, Error};
use crate::{
    Agreement, Concordance, Day, KindEntities, Network, Officeholder, Period, PeriodTerms, ProblemGroup,
    Sentence,
};

/// Everything that the page shows.
///
/// ```
/// let report = bangjiao_report::Report { sources: vec!["人民日报".to_owned()], ..Default::default() };
/// let mut page = Vec::new();
/// report.write(&mut page)?;
/// assert!(String::from_utf8(page)?.contains("<title>邦交报告：人民日报</title>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Names of the newspapers or collections.
    pub sources: Vec<String>,
    /// The run's `manifest.json`.
    pub manifest: Value,
    /// The run's `methods.md`.
    pub methods: Methods,
    /// Figures on gold sets: set, group, name of the figure.
    pub accuracy: Value,
    /// Years or months from the first to the last, none left out.
    pub periods: Vec<Period>,
    /// Days with articles, in order.
    pub days: Vec<Day>,
    /// Entities by kind.
    pub kinds: Vec<KindEntities>,
    /// The network.
    pub network: Network,
    /// The windows that edges give as evidence.
    pub sentences: Vec<Sentence>,
    /// Agreements, those in most articles first.
    pub agreements: Vec<Agreement>,
    /// Agreements in the corpus.
    pub n_agreements: usize,
    /// Persons in office, those with most mentions first.
    pub people: Vec<Officeholder>,
    /// Entities that mark a period, by period.
    pub keyness: Vec<PeriodTerms>,
    /// Mentions in their surroundings; empty without text.
    pub concordances: Vec<Concordance>,
    /// Problems by sort.
    pub problems: Vec<ProblemGroup>,
    /// Whether text of articles may stand in the page.
    pub with_text: bool,
}

/// The paragraphs of `methods.md`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Methods {
    /// In English.
    pub en: Vec<String>,
    /// In Chinese.
    pub zh: Vec<String>,
}

impl Report {
    /// Writes the page as UTF-8.
    ///
    /// # Errors
    /// [`Error::Write`], whatever the writer fails with.
    pub fn write(&self, output: impl Write) -> Result<(), Error> {
        page::write(self, output)
    }
}
