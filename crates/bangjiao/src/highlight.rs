//! Annotated articles with their mentions highlighted, for readers.

mod ansi;
mod html;
mod printable;

use std::collections::BTreeSet;

use bangjiao_document::{Detail, Document, Kind, Link, Mention};
use bangjiao_graph::Inclusion;
use bangjiao_lexicon::Lexicon;

pub use ansi::write_ansi;
pub use html::{write_html, write_html_end, write_html_start};
pub use printable::printable;

/// A stretch of text inside the same mentions, outermost first.
#[derive(Debug, PartialEq)]
struct Stretch<'d> {
    text: &'d str,
    mentions: Vec<&'d Mention>,
}

/// Cuts a part of a document's text where mentions begin and end; together the stretches are that part.
fn stretches<'d>(
    document: &'d Document,
    treaty_anaphors: Inclusion,
    [start, end]: [u32; 2],
) -> Vec<Stretch<'d>> {
    let wanted = |mention: &&Mention| {
        let left_out =
            treaty_anaphors == Inclusion::Drop && mention.kind == Kind::Treaty && !mention.is_named();
        mention.span.start < end && mention.span.end > start && !left_out
    };
    let mentions: Vec<&Mention> = document.mentions().iter().filter(wanted).collect();
    let mut borders: BTreeSet<u32> = mentions
        .iter()
        .flat_map(|mention| [mention.span.start.clamp(start, end), mention.span.end.clamp(start, end)])
        .collect();
    borders.extend([start, end]);
    let borders: Vec<u32> = borders.into_iter().collect();
    let stretch = |border: &[u32]| Stretch {
        text: &document.text()[border[0] as usize..border[1] as usize],
        // Mentions come by start, longer first, so those around others come first.
        mentions: mentions
            .iter()
            .copied()
            .filter(|mention| mention.span.start <= border[0] && border[1] <= mention.span.end)
            .collect(),
    };
    borders.windows(2).map(stretch).collect()
}

/// The number of mentions that two neighbouring stretches share: those that go on from one into the other.
fn n_shared(one: &[&Mention], other: &[&Mention]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| std::ptr::eq::<Mention>(**one, **other)).count()
}

/// What is known of a mention, a fact a line: kind and form, entities, value, rule.
fn facts(mention: &Mention, lexicon: &Lexicon) -> Vec<String> {
    let form = mention.form.map(|form| format!(", {}", form.as_str())).unwrap_or_default();
    let mut facts = vec![format!("{}{form}", mention.kind)];
    facts.extend(mention.links.iter().map(|link| entity(link, mention.kind, lexicon)));
    match &mention.detail {
        Detail::None => {}
        Detail::Person(person) => {
            facts.extend(person.role.clone());
            let office = person.office.map(|office| office.as_str().to_owned());
            let country = person.country.as_ref().map(ToString::to_string);
            let office: Vec<String> = office.into_iter().chain(country).collect();
            facts.extend((!office.is_empty()).then(|| office.join(", ")));
        }
        Detail::Treaty(treaty) => {
            let parties: Vec<&str> = treaty.parties.iter().map(|party| party.as_str()).collect();
            facts.push(format!("{}: {}", treaty.treaty_type.as_str(), parties.join(", ")));
            let signed = treaty.signed.as_ref().map(|signed| format!(", {signed}")).unwrap_or_default();
            facts.push(format!("{}{signed}", treaty.act.as_str()));
        }
        Detail::Date(date) => {
            facts.push(date.value.clone().unwrap_or_else(|| date.class.as_str().to_owned()))
        }
        Detail::Named(named) => facts.extend(named.country.as_ref().map(ToString::to_string)),
    }
    facts.push(format!("rule {}", mention.rule));
    facts
}

fn entity(link: &Link, kind: Kind, lexicon: &Lexicon) -> String {
    let info = lexicon.info(&link.entity, kind, None);
    let mut text = link.entity.to_string();
    // The id of an entity that no lexicon holds is its name.
    if link.entity.is_linked() {
        text.push_str(&format!(" {}", info.name_zh));
    }
    if let Some(name) = info.name_en {
        text.push_str(&format!(" {name}"));
    }
    if link.historical {
        text.push_str(" (historical)");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bangjiao_annotate::{AnnotateOptions, Annotator};
    use bangjiao_document::{Article, ArticleId};

    use super::*;

    /// An annotated article with a title and a body, and its lexicon.
    pub(super) fn annotated(title: &str, body: &str) -> (Document, Arc<Lexicon>) {
        let (lexicon, problems) = Lexicon::embedded();
        assert!(problems.iter().all(|problem| !problem.is_error()));
        let lexicon = Arc::new(lexicon);
        let annotator = Annotator::new(Arc::clone(&lexicon), AnnotateOptions::default());
        let mut article =
            Article::new(ArticleId::new("a").expect("it is an id"), "报".into(), "a.txt".into(), 1);
        article.title = Some(title.to_owned());
        article.body = Some(body.to_owned());
        (annotator.annotate(article), lexicon)
    }

    #[test]
    fn stretches_are_the_text_and_nest_as_mentions_do() {
        let (document, _) = annotated("中哈签署《中哈友好条约》", "1992年1月3日，中国和哈萨克斯坦建交。");
        let length = u32::try_from(document.text().len()).expect("it is short");
        let stretches = stretches(&document, Inclusion::Keep, [0, length]);
        let text: String = stretches.iter().map(|stretch| stretch.text).collect();
        assert_eq!(text, document.text());
        let depth = |text: &str| {
            let found = stretches.iter().filter(|stretch| stretch.text == text);
            found.map(|stretch| stretch.mentions.len()).max()
        };
        assert_eq!([depth("哈"), depth("中国"), depth("建交。")], [Some(2), Some(1), Some(0)]);
    }
}
