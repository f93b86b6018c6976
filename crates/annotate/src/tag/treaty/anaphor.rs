//! 该协定, 上述条约, 《条约》: references back to a document of the article.

use bangjiao_document::{Act, Span, TreatyType};

use super::grammar::Grammar;
use super::surfaces::Surfaces;
use super::{Draft, narrow, reach};
use crate::context::Context;

/// A reference: where it stands, its type, and which draft it means.
pub(super) type Reference = (Span, TreatyType, usize);

/// So many characters of a noun refer back by themselves; longer ones say what they are about.
const BARE: usize = 2;

/// A noun alone means a document at most so many paragraphs before.
const NEAR: u32 = 1;

/// Nouns with a determiner before them, or alone, where an earlier mention is of their type.
pub(super) fn read(
    context: &Context<'_>,
    grammar: &Grammar,
    surfaces: &Surfaces,
    drafts: &[Draft],
) -> Vec<Reference> {
    let mut references = Vec::new();
    if drafts.is_empty() {
        return references;
    }
    // How far the drafts reach up to each.
    let reaches: Vec<u32> = drafts
        .iter()
        .scan(0, |reach, draft| {
            *reach = draft.span.end.max(*reach);
            Some(*reach)
        })
        .collect();
    let title = context.document.article().title.as_deref().unwrap_or_default();
    for noun in &surfaces.nouns {
        let before = drafts.partition_point(|draft| draft.span.start < noun.span.start);
        let antecedent = drafts[..before]
            .iter()
            .rposition(|draft| draft.treaty_type == noun.treaty_type && draft.span.end <= noun.span.start);
        let Some(antecedent) = antecedent else { continue };
        if before > 0 && reaches[before - 1] >= noun.span.end {
            continue;
        }
        let floor = reach::floor(context, noun.span.start);
        let head = context.between(floor, noun.span.start);
        let determiner = grammar.determiners.ending(head);
        let is_bare = noun.span.of(context.text()).chars().count() <= BARE;
        let alone = || {
            // What is signed here is another document than the one before.
            let cites = |act| !matches!(act, Act::Signed | Act::Negotiated | Act::Proposed);
            let verb = grammar.before.said_at_end(head).is_some_and(cites);
            let quoted = head.ends_with('《') && context.after(noun.span.end) == Some('》');
            // 联合声明确认 in an article that has it in its title
            let noun = noun.span.of(context.text());
            let joint = || grammar.joint.contains(noun) && title.contains(noun);
            (is_bare || joint())
                && (head.is_empty()
                    || !is_bare && head.ends_with('在')
                    || verb
                    || quoted
                    || head.ends_with(['，', '。', '；', '：']))
        };
        let is_near = {
            let number =
                |at: u32| context.layout.sentences.get(context.layout.sentence_at(at)).map(|s| s.paragraph);
            let (here, there) = (number(noun.span.start), number(drafts[antecedent].span.start));
            here.zip(there).is_some_and(|(here, there)| here - there <= NEAR)
        };
        if (determiner.is_some() || (is_near || !is_bare) && alone())
            && context.words.is_border(noun.span.end)
        {
            let start = noun.span.start - narrow(determiner.map_or(0, str::len));
            // 基|本条约
            if context.words.is_border(start) {
                references.push((Span::new(start, noun.span.end), noun.treaty_type, antecedent));
            }
        }
    }
    references
}
