//! The sheet of a sample: a CSV file with empty cells for verdicts.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::draw::{Drawn, StratumSize};
use super::{DrawnArticle, DrawnMention, Sampler};
use crate::error::Error;

/// Columns of a sheet of mentions.
pub(crate) const MENTION_HEAD: [&str; 10] = [
    "mention_id",
    "date",
    "stratum",
    "weight",
    "sentence",
    "entity",
    "rule",
    "correct",
    "right_entity",
    "note",
];

/// Columns of a sheet of articles, a row for each sentence.
pub(crate) const ARTICLE_HEAD: [&str; 10] = [
    "article_id",
    "date",
    "stratum",
    "weight",
    "sentence_number",
    "sentence",
    "found",
    "wrong",
    "missed",
    "note",
];

/// A sample, ready to be judged.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The strata by name.
    pub strata: Vec<StratumSize>,
    head: [&'static str; 10],
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Number of rows: mentions, or sentences of the articles.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// Writes it as CSV in UTF-8.
    ///
    /// # Errors
    /// Whatever the writer says.
    pub fn write_csv(&self, writer: impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(writer);
        writer.write_record(self.head)?;
        self.rows.iter().try_for_each(|row| writer.write_record(row))?;
        writer.flush()
    }
}

/// Characters on each side of a mention that stands in no sentence.
const AROUND: usize = 40;

pub(super) fn mentions(
    sampler: &Sampler<'_>,
    drawn: Vec<Drawn<DrawnMention>>,
    strata: Vec<StratumSize>,
) -> Result<Sheet, Error> {
    let mut by_article: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, one) in drawn.iter().enumerate() {
        by_article.entry(one.thing.article_id.clone()).or_default().push(at);
    }
    let mut marked = vec![String::new(); drawn.len()];
    let chosen: BTreeSet<String> = by_article.keys().cloned().collect();
    sampler.each_text(&chosen, |id, text, sentences| {
        for &at in by_article.get(id).into_iter().flatten() {
            let mention = &drawn[at].thing;
            let (start, end) = match mention.sentence.and_then(|number| sentences.get(number)) {
                Some(&(start, end)) => (start.min(mention.start), end.max(mention.end)),
                None => (mention.start.saturating_sub(AROUND), mention.end + AROUND),
            };
            marked[at] = mark(text, start, end, &[(mention.start, mention.end)]);
        }
        Ok(())
    })?;
    let rows = drawn.into_iter().zip(marked).map(|(one, sentence)| {
        let Drawn { stratum, weight, id, thing: mention } = one;
        let (date, entity) = (mention.date.unwrap_or_default(), mention.entity.unwrap_or_default());
        let verdict = [String::new(), String::new(), String::new()];
        [id, date, stratum, weight.to_string(), sentence, entity, mention.rule]
            .into_iter()
            .chain(verdict)
            .collect()
    });
    Ok(Sheet { strata, head: MENTION_HEAD, rows: rows.collect() })
}

pub(super) fn articles(
    sampler: &Sampler<'_>,
    drawn: Vec<Drawn<DrawnArticle>>,
    strata: Vec<StratumSize>,
) -> Result<Sheet, Error> {
    let chosen: BTreeSet<String> = drawn.iter().map(|one| one.id.clone()).collect();
    let found = mentions_of(sampler, &chosen)?;
    let mut sentences_of: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    sampler.each_text(&chosen, |id, text, sentences| {
        let mentions = found.get(id).map(Vec::as_slice).unwrap_or_default();
        let rows = sentences.iter().map(|&(start, end)| {
            let inside: Vec<(usize, usize)> =
                mentions.iter().copied().filter(|span| (start..end).contains(&span.0)).collect();
            (mark(text, start, end, &inside), inside.len())
        });
        sentences_of.insert(id.to_owned(), rows.collect());
        Ok(())
    })?;
    let mut rows = Vec::new();
    for Drawn { stratum, weight, id, thing: article } in drawn {
        let sentences = sentences_of.remove(&id).unwrap_or_default();
        for (number, (sentence, found)) in sentences.into_iter().enumerate() {
            let date = article.date.clone().unwrap_or_default();
            let place = [id.clone(), date, stratum.clone(), weight.to_string(), number.to_string(), sentence];
            let verdict = [found.to_string(), String::new(), String::new(), String::new()];
            rows.push(place.into_iter().chain(verdict).collect());
        }
    }
    Ok(Sheet { strata, head: ARTICLE_HEAD, rows })
}

/// The spans of the kind's mentions in the chosen articles, each once.
fn mentions_of(
    sampler: &Sampler<'_>,
    chosen: &BTreeSet<String>,
) -> Result<BTreeMap<String, Vec<(usize, usize)>>, Error> {
    let mut found: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for row in sampler.run.rows("mentions", &["article_id", "kind", "start", "end"])? {
        let row = row?;
        let (Some(id), Some(kind)) = (row.text(0), row.text(1)) else { continue };
        if kind != sampler.options.kind.as_str() || !chosen.contains(id) {
            continue;
        }
        let span = row.parse(2).zip(row.parse(3));
        let span = span.ok_or_else(|| sampler.run.malformed("mentions", &row))?;
        let spans = found.entry(id.to_owned()).or_default();
        // The rows of the entities of one mention follow each other.
        if spans.last() != Some(&span) {
            spans.push(span);
        }
    }
    Ok(found)
}

/// A stretch of text on one line, with ⟦ ⟧ around the spans in it.
fn mark(text: &[char], start: usize, end: usize, spans: &[(usize, usize)]) -> String {
    let mut marked = String::new();
    let closing = |at: usize| "⟧".repeat(spans.iter().filter(|span| span.1 == at).count());
    let opening = |at: usize| "⟦".repeat(spans.iter().filter(|span| span.0 == at).count());
    let end = end.min(text.len());
    for (at, &character) in text.iter().enumerate().take(end).skip(start) {
        marked.push_str(&closing(at));
        marked.push_str(&opening(at));
        marked.push(if character == '\n' { ' ' } else { character });
    }
    marked.push_str(&closing(end));
    marked.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn marks_stand_around_mentions_to_the_end_of_the_stretch() {
        let text: Vec<char> = "中国。\n中美两国".chars().collect();
        assert_eq!(mark(&text, 4, 8, &[(4, 5), (5, 6), (6, 8)]), "⟦中⟧⟦美⟧⟦两国⟧");
        assert_eq!(mark(&text, 0, 90, &[(0, 2)]), "⟦中国⟧。 中美两国");
    }
}
