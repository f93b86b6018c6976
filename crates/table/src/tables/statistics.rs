//! The tables that `stats` gives: they are answers to a question and stand in no run folder.

use crate::schema::{Column, Table};

/// Every table of `stats`, in the order of the data dictionary.
pub const STATISTICS: &[Table] =
    &[SUMMARY, FREQUENCY, KEYNESS, COLLOCATIONS, DISPERSION, CONCORDANCE, TREND, CHANGES, CHANGED_MENTIONS];

const FEATURE: Column = Column::text(
    "feature",
    "The word (in simplified characters, without white space), the sequence of words joined by _, or the entity_id.",
);
const NAME_ZH: Column = Column::text("name_zh", "Chinese name of an entity.").or_null();

/// What `stats summary` gives.
pub const SUMMARY: Table = Table {
    name: "summary",
    title: "A year of the corpus",
    description: "What was read in each year, and at the end in all.",
    columns: &[
        Column::text("group", "The year; `undated` for articles without one; `all`."),
        Column::integer("n_articles", Some("articles"), "Number of articles."),
        Column::integer("n_without_body", Some("articles"), "Articles without a body."),
        Column::integer("n_reprints", Some("articles"), "Articles that are reprints of earlier ones."),
        Column::integer("n_issue_days", Some("days"), "Days with an article."),
        Column::integer(
            "n_missing_days",
            Some("days"),
            "Days without an article, between the first and the last day of the run.",
        ),
        Column::integer("n_pages", Some("pages"), "Distinct pairs of a day and a page."),
        Column::integer("n_characters", Some("code points"), "Length of the texts."),
        Column::integer("n_sentences", Some("sentences"), "Number of sentences of all fields."),
        Column::integer("n_tokens", Some("words"), "Words in the kinds of text that are counted."),
        Column::integer("n_types", Some("words"), "Distinct words."),
        Column::real("ttr", None, "Type-token ratio, 0 to 1; it falls as the group grows.").or_null(),
        Column::real("mattr", None, "Moving-average type-token ratio, 0 to 1, over windows inside articles.")
            .or_null(),
    ],
    primary_key: &["group"],
    foreign_keys: &[],
};

/// What `stats frequency` and `stats ngrams` give.
pub const FREQUENCY: Table = Table {
    name: "frequency",
    title: "A feature in a group of articles",
    description: "Words, entities or sequences by group, the most frequent first.",
    columns: &[
        FEATURE,
        NAME_ZH,
        Column::integer("frequency", None, "Number of occurrences."),
        Column::integer(
            "rank",
            None,
            "Place in the group, from 1; features of one frequency share the first of their places.",
        ),
        Column::integer("docfreq", Some("articles"), "Articles of the group that have it."),
        Column::real(
            "per_10000",
            Some("per 10,000 code points"),
            "Occurrences for 10,000 characters of the sentences counted.",
        )
        .or_null(),
        Column::text("group", "The group; `all` where none was asked for."),
    ],
    primary_key: &["feature", "group"],
    foreign_keys: &[],
};

/// What `stats keyness` gives.
pub const KEYNESS: Table = Table {
    name: "keyness",
    title: "A feature in a target and a reference",
    description: "Ranked by the statistic asked for, features of the target first, those of the reference last.",
    columns: &[
        FEATURE,
        NAME_ZH,
        Column::real(
            "g2",
            None,
            "Log-likelihood ratio G²; negative where the feature is rarer in the target.",
        ),
        Column::real("p", None, "Chance of a G² as large or larger, 0 to 1."),
        Column::integer("n_target", None, "Occurrences in the target."),
        Column::integer("n_reference", None, "Occurrences in the reference."),
        Column::integer("docfreq_target", Some("articles"), "Articles of the target that have it."),
        Column::integer("docfreq_reference", Some("articles"), "Articles of the reference that have it."),
        Column::real("target_per_10000", Some("per 10,000 code points"), "Rate in the target.").or_null(),
        Column::real("reference_per_10000", Some("per 10,000 code points"), "Rate in the reference.")
            .or_null(),
        Column::real("chi2", None, "Pearson's chi² without correction, with the sign of g2.").or_null(),
        Column::real("chi2_yates", None, "The same with Yates' correction for continuity.").or_null(),
        Column::real(
            "log_ratio",
            Some("binary logarithm"),
            "Hardie's log ratio of the relative frequencies; 0 occurrences count as 0.5.",
        )
        .or_null(),
        Column::real("pct_diff", Some("per cent"), "%DIFF; null where the reference has none.").or_null(),
        Column::real("bic", None, "Approximate Bayes factor |G²| - ln N; 2 or more is evidence.").or_null(),
    ],
    primary_key: &["feature"],
    foreign_keys: &[],
};

/// What `stats collocations` gives.
pub const COLLOCATIONS: Table = Table {
    name: "collocations",
    title: "A pair of features that stand near each other",
    description: "Ranked by the statistic asked for, the largest first.",
    columns: &[
        Column::text("feature", "The first of the two, or the node."),
        Column::text("collocate", "The second."),
        Column::integer("n", None, "Pairs of places, or sentences, with both."),
        Column::integer("n_feature", None, "Pairs or sentences in which the feature stands first."),
        Column::integer("n_collocate", None, "Pairs or sentences in which the collocate stands second."),
        Column::integer("n_windows", None, "All pairs or sentences."),
        Column::real("lambda", None, "Logarithm of the odds ratio, ½ added to each cell."),
        Column::real("z", None, "lambda over its standard error."),
        Column::real("p", None, "Chance of a z as far from 0 or farther, 0 to 1."),
        Column::real("npmi", None, "Normalised pointwise mutual information, -1 to 1.").or_null(),
        Column::real("g2", None, "Log-likelihood ratio G², 0 or more."),
        Column::real("t", None, "t score.").or_null(),
    ],
    primary_key: &["feature", "collocate"],
    foreign_keys: &[],
};

/// What `stats dispersion` gives.
pub const DISPERSION: Table = Table {
    name: "dispersion",
    title: "A feature with its spread",
    description: "How evenly features are spread over the parts of the corpus, ranked by the measure asked for.",
    columns: &[
        FEATURE,
        NAME_ZH,
        Column::integer("frequency", None, "Number of occurrences."),
        Column::integer("docfreq", Some("articles"), "Articles that have it."),
        Column::integer("n_parts", Some("parts"), "Parts of the corpus."),
        Column::integer("range", Some("parts"), "Parts that have it."),
        Column::real("juilland_d", None, "Juilland's D, 0 to 1; 1 is even.").or_null(),
        Column::real("dp", None, "Gries' deviation of proportions, 0 to 1; 0 is even."),
        Column::real("dp_norm", None, "DP over its greatest possible value, 0 to 1.").or_null(),
    ],
    primary_key: &["feature"],
    foreign_keys: &[],
};

/// What `stats concordance` gives.
pub const CONCORDANCE: Table = Table {
    name: "concordance",
    title: "A place where a query was found",
    description: "Keyword in context, in the order asked for.",
    columns: &[
        Column::text("article_id", "The article."),
        Column::date("date", "Day of publication; the first day where only month or year is known.")
            .or_null(),
        Column::integer("sentence", None, "Number of the sentence in the article, from 0."),
        Column::integer("start", Some("code points"), "First character in articles.text."),
        Column::integer("end", Some("code points"), "Character after the last."),
        Column::text("pre", "The text before."),
        Column::text("keyword", "The text found."),
        Column::text("post", "The text after."),
        Column::text("pattern", "The word, regular expression or entity_id that was asked for."),
    ],
    primary_key: &["article_id", "start", "end", "pattern"],
    foreign_keys: &[],
};

/// What `stats trend` gives.
pub const TREND: Table = Table {
    name: "trend",
    title: "A query in a period",
    description: "By query, then by period, none left out from first to last. Where nothing was read, counts are null.",
    columns: &[
        Column::text("feature", "The word, regular expression or entity_id that was asked for."),
        Column::text("period", "The day, month or year."),
        Column::date("first_day", "Its first day."),
        Column::integer(
            "frequency",
            None,
            "Number of occurrences; null where nothing of the period was read.",
        )
        .or_null(),
        Column::integer("docfreq", Some("articles"), "Articles that have it; null as frequency.").or_null(),
        Column::integer("n_articles", Some("articles"), "Number of articles."),
        Column::integer("n_characters", Some("code points"), "Length of the sentences counted."),
        Column::integer("n_issue_days", Some("days"), "Days with an article."),
        Column::integer(
            "n_missing_days",
            Some("days"),
            "Days of the period without an article, between the first and the last day of the run.",
        ),
        Column::integer("n_without_body", Some("articles"), "Articles without a body."),
        Column::real(
            "characters_per_article",
            Some("code points"),
            "Average length of the sentences counted.",
        )
        .or_null(),
        Column::real("per_10000", Some("per 10,000 code points"), "Occurrences for 10,000 characters.")
            .or_null(),
        Column::real(
            "low",
            Some("per 10,000 code points"),
            "Lower end of the 95 % bootstrap interval of per_10000, articles drawn with replacement.",
        )
        .or_null(),
        Column::real("high", Some("per 10,000 code points"), "Upper end.").or_null(),
        Column::real(
            "smoothed",
            Some("per 10,000 code points"),
            "Centred moving average of per_10000, each period with the weight of its characters.",
        )
        .or_null(),
    ],
    primary_key: &["feature", "period"],
    foreign_keys: &[],
};

/// What `stats compare` gives.
pub const CHANGES: Table = Table {
    name: "changes",
    title: "A sort of change from one run to another",
    description: "Changed mentions by sort of change, kind and rules, the most numerous first.",
    columns: &[
        Column::text(
            "change",
            "added, removed, relinked (other entities), revalued (another value or form), or rule (only another rule).",
        ),
        Column::text("kind", "Kind of the mentions."),
        Column::text("rule_before", "Rule in the first run.").or_null(),
        Column::text("rule_after", "Rule in the second run.").or_null(),
        Column::integer("n_mentions", Some("mentions"), "Number of mentions."),
        Column::integer("n_articles", Some("articles"), "Articles with such a mention."),
        Column::text("example", "article_id:start-end of the first one."),
        Column::text("example_text", "Its text."),
    ],
    primary_key: &["change", "kind", "rule_before", "rule_after"],
    foreign_keys: &[],
};

/// What `stats compare --list` gives.
pub const CHANGED_MENTIONS: Table = Table {
    name: "changed_mentions",
    title: "A mention that two runs read differently",
    description: "In the order of the articles and of the text.",
    columns: &[
        Column::text("change", "As in changes."),
        Column::text("article_id", "The article."),
        Column::integer("start", Some("code points"), "First character in articles.text."),
        Column::integer("end", Some("code points"), "Character after the last."),
        Column::text("text", "The text."),
        Column::text("kind", "Its kind."),
        Column::list("entities_before", "entity_ids in the first run."),
        Column::list("entities_after", "entity_ids in the second run."),
        Column::text("value_before", "Form or value in the first run.").or_null(),
        Column::text("value_after", "Form or value in the second run.").or_null(),
        Column::text("rule_before", "Rule in the first run.").or_null(),
        Column::text("rule_after", "Rule in the second run.").or_null(),
    ],
    primary_key: &["article_id", "start", "end", "kind"],
    foreign_keys: &[],
};
