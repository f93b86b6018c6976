//! Groups of articles.

use bangjiao_statistics::Unit;

use super::article::StoredArticle;

/// By what articles are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GroupBy {
    /// All are one group, `all`.
    #[default]
    Nothing,
    /// By the day, month or year of publication; `undated` where it is not known.
    Period(Unit),
    /// By newspaper.
    Source,
    /// By genre; `none` without one, as in what follows.
    Genre,
    /// By page.
    Page,
    /// By library class.
    Class,
    /// Each article is a group.
    Article,
}

impl GroupBy {
    /// Every choice.
    pub const ALL: &'static [GroupBy] = &[
        GroupBy::Nothing,
        GroupBy::Period(Unit::Day),
        GroupBy::Period(Unit::Month),
        GroupBy::Period(Unit::Year),
        GroupBy::Source,
        GroupBy::Genre,
        GroupBy::Page,
        GroupBy::Class,
        GroupBy::Article,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            GroupBy::Nothing => "nothing",
            GroupBy::Period(unit) => unit.as_str(),
            GroupBy::Source => "source",
            GroupBy::Genre => "genre",
            GroupBy::Page => "page",
            GroupBy::Class => "class",
            GroupBy::Article => "article",
        }
    }

    /// The name of an article's group.
    pub(super) fn group(self, article: &StoredArticle) -> String {
        let cell = |column| article.cell(column).unwrap_or("none").to_owned();
        match self {
            GroupBy::Nothing => "all".to_owned(),
            GroupBy::Period(unit) => {
                let date = article.date().filter(|date| unit.is_known(*date));
                date.map_or_else(|| "undated".to_owned(), |date| unit.label(date.first))
            }
            GroupBy::Source => cell("source"),
            GroupBy::Genre => cell("genre"),
            GroupBy::Page => cell("page"),
            GroupBy::Class => cell("class"),
            GroupBy::Article => article.id().to_owned(),
        }
    }
}
