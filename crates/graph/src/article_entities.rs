use bangjiao_document::{EntityId, Field, Kind};
use rustc_hash::FxHashMap;

use crate::{CountOptions, Occurrence, SentencePlace};

/// An entity in an article: a row of the table `article_entities`.
///
/// ```
/// use bangjiao_document::{EntityId, Kind};
/// // 江泽民 in 江泽民会见纳扎尔巴耶夫 (title) and one sentence of the body.
/// let row = bangjiao_graph::ArticleEntity {
///     entity: EntityId::new("P-jiang-zemin")?,
///     kind: Kind::Person,
///     n_mentions: 2,
///     n_named: 2,
///     n_sentences: 2,
///     in_title: true,
///     first_sentence: 0,
/// };
/// assert!(row.n_named <= row.n_mentions);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleEntity {
    /// The entity.
    pub entity: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// Its mentions in sentences of the chosen zones.
    pub n_mentions: i64,
    /// Those that are no anaphors.
    pub n_named: i64,
    /// Sentences of the chosen zones that hold it.
    pub n_sentences: i64,
    /// Whether the title (标题 alone) holds it.
    pub in_title: bool,
    /// Number of the first of those sentences, from 0.
    pub first_sentence: i64,
}

/// The entities of an article, of every kind but dates, sorted by id.
///
/// Only sentences of `options.zones` count; the other options, which are about edges, do not matter here. Sentences come
/// in order, and mentions as in the text; those of sentences that are not there are passed over.
pub fn article_entities<'a>(
    sentences: &[SentencePlace],
    occurrences: impl Iterator<Item = Occurrence<'a>>,
    options: &CountOptions,
) -> Vec<ArticleEntity> {
    let mut rows: Vec<ArticleEntity> = Vec::new();
    // For each entity, its row and the sentence it was met in last.
    let mut met: FxHashMap<&EntityId, (usize, u32)> = FxHashMap::default();
    for occurrence in occurrences {
        let number = occurrence.sentence;
        let Some(sentence) = sentences.get(number as usize) else { continue };
        let counted =
            options.counts_zone(sentence.zone) && options.counts_mention(occurrence.kind, occurrence.named);
        if !counted {
            continue;
        }
        let (at, last) = met.entry(occurrence.entity).or_insert_with(|| {
            rows.push(ArticleEntity {
                entity: occurrence.entity.clone(),
                kind: occurrence.kind,
                n_mentions: 0,
                n_named: 0,
                n_sentences: 1,
                in_title: false,
                first_sentence: i64::from(number),
            });
            (rows.len() - 1, number)
        });
        let row = &mut rows[*at];
        row.kind = row.kind.min(occurrence.kind);
        row.n_mentions += 1;
        row.n_named += i64::from(occurrence.named);
        row.n_sentences += i64::from(std::mem::replace(last, number) != number);
        row.in_title |= sentence.field == Field::Title;
    }
    rows.sort_unstable_by(|a, b| a.entity.cmp(&b.entity));
    rows
}

#[cfg(test)]
mod tests {
    use bangjiao_document::{Form, Kind, Zone};

    use super::article_entities;
    use crate::scene::Scene;
    use crate::{CountOptions, SentencePlace, occurrences};

    #[test]
    fn counts_sentences_of_the_chosen_zones() {
        let document = Scene::new("a", Some("1996-07-05"))
            .title("江泽民抵达阿拉木图")
            .mention("江泽民", Kind::Person, Form::Full, &["P-jiang-zemin"])
            .mention("阿拉木图", Kind::Place, Form::Name, &["L-almaty"])
            .sentence(1, Zone::Dateline, "新华社阿拉木图电")
            .mention("新华社", Kind::Organization, Form::Name, &["O-xinhua"])
            .mention("阿拉木图", Kind::Place, Form::Name, &["L-almaty"])
            .sentence(1, Zone::Text, "中国同哈萨克斯坦友好，双方满意。")
            .mention("中国", Kind::Country, Form::Name, &["CHN"])
            .mention("哈萨克斯坦", Kind::Country, Form::Name, &["KAZ"])
            .mention("双方", Kind::Country, Form::Anaphor, &["CHN", "KAZ"])
            .document();
        let sentences: Vec<_> = document.sentences().iter().map(SentencePlace::from).collect();
        let rows: Vec<String> =
            article_entities(&sentences, occurrences(&document), &CountOptions::default())
                .into_iter()
                .map(|row| {
                    let numbers = [row.n_mentions, row.n_named, row.n_sentences, row.first_sentence];
                    format!("{} {} {numbers:?} {}", row.entity, row.kind, row.in_title)
                })
                .collect();
        expect_test::expect![[r#"
            CHN country [2, 1, 1, 2] false
            KAZ country [2, 1, 1, 2] false
            L-almaty place [1, 1, 1, 0] true
            P-jiang-zemin person [1, 1, 1, 0] true"#]]
        .assert_eq(&rows.join("\n"));
    }
}
