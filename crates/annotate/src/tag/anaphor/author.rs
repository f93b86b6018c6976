//! Who speaks in a printed speech, letter or statement, and of which state.

use bangjiao_document::{EntityId, Field, Span};

use crate::context::Context;
use crate::layout::Block;

use super::parties::{Parties, leads};
use super::speaker::Speakers;
use super::words::Words;

/// Bytes between the name of a state and the word for its statement: 越南民主共和国|外交部|声明.
const LONGEST_ORGAN: usize = 30;

/// Whose words a document prints without quotation marks.
pub(super) struct Author {
    /// Behind the last paragraph that leads to them.
    from: u32,
    state: EntityId,
}

impl Author {
    /// The author of a document whose title ends with a word for a speech, if a salutation or lead with a colon follows
    /// (金日成首相的讲话, then 尊敬的总理：), or for a statement directly behind a state and its organ (越南政府声明).
    pub fn of(
        context: &Context<'_>,
        parties: &Parties<'_>,
        speakers: &Speakers,
        words: &Words,
    ) -> Option<Author> {
        let text = context.text();
        let titles = context.layout.paragraphs.iter().filter(|block| block.field != Field::Body);
        titles.into_iter().find_map(|title| {
            let span = without_parenthesis(text, title);
            let named = span.of(text);
            let speech = words.speeches.iter().find(|speech| named.ends_with(speech.as_str()))?;
            let end = span.end - Span::from_usize(0, speech.len()).end;
            let persons = speakers.between(span.start, end);
            // 在周总理举行的宴会上|西哈努克亲王的讲话
            let author = if named.starts_with('在') { persons.last() } else { persons.first() };
            if let Some(author) = author {
                let lead = leads(context, &words.salutes).last()?;
                return Some(Author { from: lead.end, state: author.state.clone() });
            }
            let (organ, state) = parties.opening(span)?;
            let is_statement = words.statements.iter().any(|statement| named.ends_with(statement.as_str()));
            let is_of_state = end >= organ && (end - organ) as usize <= LONGEST_ORGAN;
            (is_statement && is_of_state).then(|| Author { from: span.end, state: state.clone() })
        })
    }

    /// The author's state, if it is one whose words stand at a view offset.
    pub fn at(&self, at: u32) -> Option<&EntityId> {
        (at >= self.from).then_some(&self.state)
    }
}

/// A title without what stands behind it in parentheses: （摘要）.
fn without_parenthesis(text: &str, title: &Block) -> Span {
    let named = title.span.of(text);
    let end = named.strip_suffix('）').and_then(|inside| inside.rfind('（')).unwrap_or(named.len());
    Span::new(title.span.start, title.span.start + Span::from_usize(0, end).end)
}
