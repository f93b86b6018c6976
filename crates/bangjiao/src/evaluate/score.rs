//! Precision, recall and accuracy of an annotation against a gold set.
//!
//! Each step is that of the scorer of the gold sets, so that figures agree with it to the last of four decimals.

use std::collections::{BTreeMap, BTreeSet};

use bangjiao_document::Kind;

use super::GoldReport;
use super::disagreement::{Concordance, Disagreement, Fault};
use super::gold::{GoldArticle, GoldField, GoldSpan};
use super::predictions::{PredictedArticle, PredictedArticles, PredictedMention};

/// How the mentions of a kind, or of a kind and form, agree with the gold set.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The kind, or the kind and the form with a stroke between: `country/anaphor`.
    pub group: String,
    /// Mentions of the gold set that must be found.
    pub n_gold: u64,
    /// Mentions that were predicted; those at optional places and those that are set aside do not count.
    pub n_predicted: u64,
    /// Both ends must be right; for treaties, whose first word is a matter of taste, the second.
    ///
    /// The precision of a form is that of the predictions that claim it.
    pub strict: Agreement,
    /// One character in common with a mention of the same kind is enough.
    ///
    /// # Source
    /// The type matching of SemEval-2013 task 9: Segura-Bedmar, Martínez and Herrero-Zazo 2013, Extraction of drug-drug
    /// interactions from biomedical texts.
    pub lenient: Agreement,
    /// Of the mentions found strictly, how many have what the gold set says of them.
    pub accuracies: Vec<Accuracy>,
}

/// Precision, recall and their harmonic mean, in `0.0..=1.0` and rounded to four decimals, as the mean's parts are.
///
/// `None` where there is nothing to divide by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Right predictions among the predictions.
    pub precision: Option<f64>,
    /// Mentions found among those of the gold set.
    pub recall: Option<f64>,
    /// Harmonic mean of both.
    pub f1: Option<f64>,
}

impl Agreement {
    fn new(precision: Option<f64>, recall: Option<f64>) -> Self {
        let both = precision.zip(recall);
        Agreement { precision, recall, f1: both.and_then(|(p, r)| rounded(2.0 * p * r, p + r)) }
    }
}

/// The share of mentions with the right entities, value, type, parties, date, country or role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// What was compared.
    pub of: Fault,
    /// Mentions of which the gold set says it.
    pub n: u64,
    /// Right ones among them, rounded to four decimals.
    pub share: f64,
}

/// A share rounded to four decimals; `None` where there is nothing to divide by.
fn rounded(part: f64, whole: f64) -> Option<f64> {
    // Formatting rounds the exact binary value, and a tie to the even digit.
    (whole != 0.0).then(|| format!("{:.4}", part / whole).parse().expect("digits are a number"))
}

#[expect(clippy::cast_precision_loss, reason = "counts of mentions are far below 2^53")]
fn share(part: u64, whole: u64) -> Option<f64> {
    rounded(part as f64, whole as f64)
}

/// Scores all articles of a gold set.
pub(super) fn score(gold: &[GoldArticle], predicted: &PredictedArticles) -> GoldReport {
    let spans = || gold.iter().flat_map(|article| &article.spans);
    let kinds: BTreeSet<Kind> = spans().map(|span| span.kind).collect();
    let countries = spans().filter(|span| span.kind == Kind::Country);
    // A set without sides and anaphors says nothing about them.
    let country_forms = countries.map(|span| span.form.as_deref().unwrap_or("name")).collect();
    let mut scorer =
        Scorer { kinds, country_forms, tallies: BTreeMap::new(), disagreements: Vec::new(), n_differing: 0 };
    gold.iter().for_each(|article| scorer.compare(article, predicted.get(&article.id)));
    let mut disagreements = scorer.disagreements;
    // The sort is stable: articles stay in the order of the gold set.
    disagreements.sort_by_key(|one| (one.kind, one.fault));
    GoldReport {
        n_articles: gold.len(),
        n_missing: gold.iter().filter(|article| !predicted.contains_key(&article.id)).count(),
        n_differing: scorer.n_differing,
        scores: scorer.tallies.iter().map(|(group, tally)| tally.score(group)).collect(),
        disagreements,
    }
}

#[derive(Default)]
struct Tally {
    n_gold: u64,
    /// Gold mentions that were found strictly.
    n_hit: u64,
    /// Predictions that hit no gold mention strictly.
    n_false: u64,
    /// Gold mentions that share a character with a prediction.
    n_met: u64,
    /// Predictions that share a character with a gold mention.
    n_near: u64,
    /// Predictions that share a character with none.
    n_far: u64,
    /// For each thing compared: mentions right, mentions.
    compared: BTreeMap<Fault, (u64, u64)>,
}

impl Tally {
    fn score(&self, group: &str) -> Score {
        let accuracies = self.compared.iter().filter_map(|(&of, &(right, n))| {
            let share = share(right, n)?;
            Some(Accuracy { of, n, share })
        });
        Score {
            group: group.to_owned(),
            n_gold: self.n_gold,
            n_predicted: self.n_near + self.n_far,
            strict: Agreement::new(
                share(self.n_hit, self.n_hit + self.n_false),
                share(self.n_hit, self.n_gold),
            ),
            lenient: Agreement::new(
                share(self.n_near, self.n_near + self.n_far),
                share(self.n_met, self.n_gold),
            ),
            accuracies: accuracies.collect(),
        }
    }
}

/// A predicted mention with all its entities, in a field of the gold article.
struct Found<'p> {
    field: GoldField,
    start: usize,
    end: usize,
    kind: Kind,
    mention: &'p PredictedMention,
    entities: BTreeSet<&'p str>,
    parties: BTreeSet<&'p str>,
    /// A gold mention stands there.
    used: bool,
    /// It was shown beside a gold mention whose ends it misses.
    shown: bool,
}

impl Found<'_> {
    fn overlaps(&self, span: &GoldSpan) -> bool {
        let overlaps = |(start, end)| self.start < end && start < self.end;
        self.field == span.field && self.kind == span.kind && span.ends().any(overlaps)
    }

    fn form(&self) -> Option<&str> {
        let default = (self.kind == Kind::Country).then_some("name");
        self.mention.form.as_deref().filter(|form| !form.is_empty()).or(default)
    }
}

struct Scorer<'g> {
    kinds: BTreeSet<Kind>,
    country_forms: BTreeSet<&'g str>,
    tallies: BTreeMap<String, Tally>,
    disagreements: Vec<Disagreement>,
    n_differing: usize,
}

impl Scorer<'_> {
    fn compare(&mut self, article: &GoldArticle, predicted: Option<&PredictedArticle>) {
        let concordance = Concordance::new(article);
        let mut found = predicted.map(|predicted| found(article, predicted)).unwrap_or_default();
        found.retain(|one| self.kinds.contains(&one.kind) && self.is_scored_form(one));
        self.n_differing += usize::from(predicted.is_some_and(|predicted| differs(article, predicted)));

        let mut missed = Vec::new();
        for span in &article.spans {
            let hits = hits(span, &found);
            hits.iter().for_each(|&at| found[at].used = true);
            if span.optional {
                continue;
            }
            let is_met = found.iter().any(|one| one.overlaps(span));
            for tally in self.tallies_of(span.kind, span.form.as_deref()) {
                let tally = self.tallies.entry(tally).or_default();
                tally.n_gold += 1;
                tally.n_hit += u64::from(!hits.is_empty());
                tally.n_met += u64::from(is_met);
            }
            match hits.first() {
                Some(&hit) => self.compare_attributes(span, &found[hit], &concordance),
                None => missed.push(span),
            }
        }
        for span in missed {
            let near = found.iter_mut().find(|one| !one.used && one.overlaps(span));
            let near = near.map(|one| {
                one.shown = true;
                (one.start, one.end, one.mention)
            });
            self.disagreements.push(match near {
                Some((start, end, mention)) => concordance.boundary(span, start, end, mention),
                None => concordance.missed(span),
            });
        }
        for one in &found {
            if !one.used && is_set_aside(one, article) {
                continue;
            }
            let near = article.spans.iter().any(|span| !span.optional && one.overlaps(span));
            let far = !near && !one.used && !article.spans.iter().any(|span| one.overlaps(span));
            for tally in self.tallies_of(one.kind, one.form()) {
                let tally = self.tallies.entry(tally).or_default();
                tally.n_false += u64::from(!one.used);
                tally.n_near += u64::from(near);
                tally.n_far += u64::from(far);
            }
            if !one.used && !one.shown {
                self.disagreements.push(concordance.spurious(
                    one.field,
                    one.start,
                    one.end,
                    one.kind,
                    one.mention,
                ));
            }
        }
    }

    fn is_scored_form(&self, found: &Found<'_>) -> bool {
        found.kind != Kind::Country || found.form().is_some_and(|form| self.country_forms.contains(form))
    }

    /// The names of the groups in which a mention counts.
    fn tallies_of(&self, kind: Kind, form: Option<&str>) -> impl Iterator<Item = String> + use<> {
        let form = form.filter(|form| !form.is_empty()).map(|form| format!("{kind}/{form}"));
        std::iter::once(kind.to_string()).chain(form)
    }

    fn compare_attributes(&mut self, span: &GoldSpan, hit: &Found<'_>, concordance: &Concordance<'_>) {
        let mention = hit.mention;
        let mut note = |fault, right: bool, groups: &mut dyn Iterator<Item = String>, wanted, got| {
            for group in groups {
                let (n_right, n) = self.tallies.entry(group).or_default().compared.entry(fault).or_default();
                *n_right += u64::from(right);
                *n += 1;
            }
            if !right {
                self.disagreements.push(concordance.attribute(span, fault, wanted, got, mention));
            }
        };
        let kind = || std::iter::once(span.kind.to_string());
        if let Some(wanted) = &span.entities {
            let form = span.form.as_deref().filter(|form| !form.is_empty());
            let form = form.map(|form| format!("{}/{form}", span.kind));
            let right = wanted.iter().map(String::as_str).eq(hit.entities.iter().copied());
            note(Fault::Entities, right, &mut kind().chain(form), joined(wanted), joined(&hit.entities));
        }
        if let Some(wanted) = &span.parties {
            let right = wanted.iter().map(String::as_str).eq(hit.parties.iter().copied());
            note(Fault::Parties, right, &mut kind(), joined(wanted), joined(&hit.parties));
        }
        // The date of any other mention than a treaty is its value.
        let date = span.date.as_ref().filter(|_| span.kind == Kind::Treaty);
        let attributes = [
            (Fault::Value, span.value.as_ref(), &mention.value),
            (Fault::Type, span.treaty_type.as_ref(), &mention.treaty_type),
            (Fault::Date, date, &mention.date),
            (Fault::Country, span.country.as_ref(), &mention.country),
            (Fault::Role, span.role.as_ref(), &mention.role),
        ];
        for (fault, wanted, got) in attributes {
            let Some(wanted) = wanted else { continue };
            let (wanted, got) = (wanted.clone().unwrap_or_default(), got.clone().unwrap_or_default());
            note(fault, wanted == got, &mut kind(), wanted, got);
        }
    }
}

fn joined<T: AsRef<str>>(ids: &BTreeSet<T>) -> String {
    ids.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("|")
}

/// The predicted mentions in title and body, those of one span and kind together, in the order of the prediction.
fn found<'p>(article: &GoldArticle, predicted: &'p PredictedArticle) -> Vec<Found<'p>> {
    let title = article.title.as_deref().filter(|title| !title.is_empty());
    let title = title.and_then(|title| {
        let start = predicted.text[..predicted.text.find(title)?].chars().count();
        Some((start, start + title.chars().count()))
    });
    let mut found: Vec<Found<'p>> = Vec::new();
    let mut places = BTreeMap::new();
    for mention in &predicted.mentions {
        let Some(kind) = mention.kind() else { continue };
        let (field, offset) = match title {
            _ if mention.start >= predicted.body_start => (GoldField::Body, predicted.body_start),
            Some((start, end)) if start <= mention.start && mention.end <= end => (GoldField::Title, start),
            _ => continue,
        };
        let (start, end) = (mention.start - offset, mention.end.saturating_sub(offset));
        let at = *places.entry((field, start, end, kind)).or_insert_with(|| {
            found.push(Found {
                field,
                start,
                end,
                kind,
                mention,
                entities: BTreeSet::new(),
                parties: BTreeSet::new(),
                used: false,
                shown: false,
            });
            found.len() - 1
        });
        found[at].entities.extend(mention.entity.as_deref().filter(|entity| !entity.is_empty()));
        found[at].parties.extend(mention.parties.iter().flatten().map(String::as_str));
    }
    found
}

/// The predictions that hit a gold mention, the one to be compared first.
fn hits(span: &GoldSpan, found: &[Found<'_>]) -> Vec<usize> {
    let place = |start, end| {
        found
            .iter()
            .position(|one| (one.field, one.start, one.end, one.kind) == (span.field, start, end, span.kind))
    };
    let hits: Vec<usize> = span.ends().filter_map(|(start, end)| place(start, end)).collect();
    if !hits.is_empty() || span.kind != Kind::Treaty {
        return hits;
    }
    let same_end = |one: &Found<'_>| (one.field, one.end, one.kind) == (span.field, span.end, span.kind);
    found.iter().rposition(same_end).into_iter().collect()
}

/// Whether the gold set says nothing of a prediction that hits none of its mentions.
fn is_set_aside(found: &Found<'_>, article: &GoldArticle) -> bool {
    let is_inside = |span: &GoldSpan| {
        span.field == found.field
            && span.start <= found.start
            && found.end <= span.end
            && (span.start, span.end) != (found.start, found.end)
    };
    if article.flat && article.spans.iter().any(is_inside) {
        return true;
    }
    article.unmarked.iter().filter(|(kind, _)| *kind == found.kind).any(|(_, pattern)| {
        let length = found.end.saturating_sub(found.start);
        let text: String = article.text(found.field).chars().skip(found.start).take(length).collect();
        pattern.is_match(&text)
    })
}

/// Whether the bodies differ, so that offsets mean different places.
fn differs(article: &GoldArticle, predicted: &PredictedArticle) -> bool {
    let body = article.body.as_deref().unwrap_or_default();
    !predicted.text.chars().skip(predicted.body_start).eq(body.chars())
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_rounded_as_python_rounds_them() {
        // round(x, 4) of CPython 3.11; the ties 1/32 and 3/32 are exact in binary and go to the even digit.
        for (part, whole, rounded) in [(1, 32, 0.0312), (3, 32, 0.0938), (2, 3, 0.6667), (3907, 3917, 0.9974)]
        {
            assert_eq!(share(part, whole), Some(rounded), "{part}/{whole}");
        }
        assert_eq!(share(0, 0), None);
    }
}
