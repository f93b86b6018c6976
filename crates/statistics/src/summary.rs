//! What a corpus holds, year by year.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::interner::Interner;
use crate::period::n_days;

/// What a summary needs of an article, beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SummaryArticle {
    /// Year of publication.
    pub year: Option<i16>,
    /// Day of publication, where it is known.
    pub day: Option<Date>,
    /// Page.
    pub page: Option<i64>,
    /// Characters (code points) of the text.
    pub n_characters: i64,
    /// Sentences of all fields.
    pub n_sentences: i64,
    /// Whether there is a body.
    pub has_body: bool,
    /// Whether it is a reprint of an earlier one.
    pub is_reprint: bool,
}

/// A year, or the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryRow {
    /// The year, `undated` or `all`.
    pub group: String,
    /// Articles.
    pub n_articles: i64,
    /// Articles without a body.
    pub n_without_body: i64,
    /// Reprints of earlier articles.
    pub n_reprints: i64,
    /// Days with an article.
    pub n_issue_days: i64,
    /// Days without an article, from the first to the last day of the run.
    pub n_missing_days: i64,
    /// Pages: pairs of a day and a page number.
    pub n_pages: i64,
    /// Characters (code points).
    pub n_characters: i64,
    /// Sentences of all fields.
    pub n_sentences: i64,
    /// Words counted.
    pub n_tokens: i64,
    /// Distinct words.
    pub n_types: i64,
    /// Type-token ratio, 0.0..=1.0: distinct words over words. It falls with the size of the group.
    pub ttr: Option<f64>,
    /// Moving-average type-token ratio, 0.0..=1.0: see [`mattr_sums`].
    pub mattr: Option<f64>,
}

/// Numbers of articles, issues, pages, characters and words.
///
/// ```
/// use bangjiao_statistics::{Summary, SummaryArticle};
/// use jiff::civil::date;
/// let article = |of_month| SummaryArticle {
///     year: Some(1972),
///     day: Some(date(1972, 2, of_month)),
///     page: Some(1),
///     n_characters: 100,
///     n_sentences: 3,
///     has_body: true,
///     is_reprint: false,
/// };
/// let mut summary = Summary::new(2);
/// summary.add(article(21), ["中国", "和", "美国"]);
/// summary.add(article(28), ["中国", "和", "中国"]);
/// let rows = summary.rows();
/// assert_eq!((rows[0].group.as_str(), rows[1].group.as_str()), ("1972", "all"));
/// assert_eq!((rows[0].n_issue_days, rows[0].n_missing_days, rows[0].n_types), (2, 6, 3));
/// assert_eq!((rows[0].ttr, rows[0].mattr), (Some(0.5), Some(1.0)));
/// ```
#[derive(Debug, Clone)]
pub struct Summary {
    window: usize,
    words: Interner,
    groups: BTreeMap<Option<i16>, Group>,
}

#[derive(Debug, Clone, Default)]
struct Group {
    n_articles: i64,
    n_without_body: i64,
    n_reprints: i64,
    n_characters: i64,
    n_sentences: i64,
    n_tokens: i64,
    days: BTreeSet<Date>,
    pages: BTreeSet<(Date, i64)>,
    types: FxHashSet<u32>,
    types_in_windows: i64,
    n_windows: i64,
}

impl Summary {
    /// Nothing yet; `window` is the number of words of a window of MATTR.
    pub fn new(window: usize) -> Self {
        Summary { window, words: Interner::default(), groups: BTreeMap::new() }
    }

    /// Adds an article with its words in order.
    pub fn add<'w>(&mut self, article: SummaryArticle, words: impl IntoIterator<Item = &'w str>) {
        let words: Vec<u32> = words.into_iter().map(|word| self.words.number(word)).collect();
        let (types_in_windows, n_windows) = mattr_sums(&words, self.window);
        let group = self.groups.entry(article.year).or_default();
        group.n_articles += 1;
        group.n_without_body += i64::from(!article.has_body);
        group.n_reprints += i64::from(article.is_reprint);
        group.n_characters += article.n_characters;
        group.n_sentences += article.n_sentences;
        group.n_tokens += i64::try_from(words.len()).unwrap_or(i64::MAX);
        group.days.extend(article.day);
        group.pages.extend(article.day.zip(article.page));
        group.types.extend(words);
        group.types_in_windows += types_in_windows;
        group.n_windows += n_windows;
    }

    /// Adds the articles of another part, made with the same window.
    pub fn merge(&mut self, other: Summary) {
        let numbers = self.words.take(&other.words);
        for (year, part) in other.groups {
            let types = part.types.iter().map(|&word| numbers[word as usize]).collect();
            self.groups.entry(year).or_default().merge(Group { types, ..part });
        }
    }

    /// A row for each year, one for articles without a year, where there are any, and one for all.
    pub fn rows(&self) -> Vec<SummaryRow> {
        let window = i64::try_from(self.window).unwrap_or(i64::MAX);
        let days = || self.groups.values().flat_map(|group| &group.days);
        let run = days().min().copied().zip(days().max().copied());
        let years = self.groups.iter().filter_map(|(year, group)| Some(((*year)?, group)));
        let mut rows: Vec<SummaryRow> = years
            .map(|(year, group)| {
                let first = jiff::civil::date(year, 1, 1);
                let within = run.map(|(from, to)| (from.max(first), to.min(first.last_of_year())));
                group.row(format!("{year:04}"), within, window)
            })
            .collect();
        rows.extend(self.groups.get(&None).map(|group| group.row("undated".to_owned(), None, window)));
        let mut all = Group::default();
        self.groups.values().for_each(|group| all.merge(group.clone()));
        rows.push(all.row("all".to_owned(), run, window));
        rows
    }
}

impl Group {
    fn merge(&mut self, other: Group) {
        self.n_articles += other.n_articles;
        self.n_without_body += other.n_without_body;
        self.n_reprints += other.n_reprints;
        self.n_characters += other.n_characters;
        self.n_sentences += other.n_sentences;
        self.n_tokens += other.n_tokens;
        self.days.extend(other.days);
        self.pages.extend(other.pages);
        self.types.extend(other.types);
        self.types_in_windows += other.types_in_windows;
        self.n_windows += other.n_windows;
    }

    fn row(&self, group: String, within: Option<(Date, Date)>, window: i64) -> SummaryRow {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let n_issue_days = count(self.days.len());
        let n_days = within.map_or(0, |(first, last)| n_days(first, last));
        let share = |part: i64, whole: i64| (whole > 0).then(|| part as f64 / whole as f64);
        SummaryRow {
            group,
            n_articles: self.n_articles,
            n_without_body: self.n_without_body,
            n_reprints: self.n_reprints,
            n_issue_days,
            n_missing_days: (n_days - n_issue_days).max(0),
            n_pages: count(self.pages.len()),
            n_characters: self.n_characters,
            n_sentences: self.n_sentences,
            n_tokens: self.n_tokens,
            n_types: count(self.types.len()),
            ttr: share(count(self.types.len()), self.n_tokens),
            mattr: share(self.types_in_windows, self.n_windows * window),
        }
    }
}

/// Distinct words of all windows of so many neighbouring words together, and the number of these windows.
///
/// The moving-average type-token ratio is the first over the second and over the words of a window. No window goes over
/// the end of a text, and a text shorter than a window has none.
///
/// # Source
/// Covington and McFall 2010, Cutting the Gordian knot: the moving-average type-token ratio.
///
/// # Complexity
/// O(n) in the number of words.
///
/// ```
/// // a b, b a, a a
/// assert_eq!(bangjiao_statistics::mattr_sums(&[0, 1, 0, 0], 2), (5, 3));
/// ```
pub fn mattr_sums(words: &[u32], window: usize) -> (i64, i64) {
    if window == 0 || words.len() < window {
        return (0, 0);
    }
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let (mut n_types, mut n_windows) = (0, 0);
    for (at, &word) in words.iter().enumerate() {
        *counts.entry(word).or_default() += 1;
        if let Some(gone) = at.checked_sub(window) {
            let gone = words[gone];
            if let Some(count) = counts.get_mut(&gone) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(&gone);
                }
            }
        }
        if at + 1 >= window {
            n_types += i64::try_from(counts.len()).unwrap_or(i64::MAX);
            n_windows += 1;
        }
    }
    (n_types, n_windows)
}
