//! What an article says of a document once holds for all its mentions there.

use bangjiao_document::{EntityId, Field, TreatyType};

use super::Draft;
use crate::context::Context;

/// An article with more mentions of documents is a list, in which none says anything of another.
const MOST_MENTIONS: usize = 500;

/// Lets mentions of one document share parties, day and place.
///
/// Two mentions are of one document where they have one type and the name of one is the end of the other's:
/// 货物周转和付款协定 is the end of 中华人民共和国和波兰人民共和国一九六四年货物周转和付款协定.
///
/// # Complexity
/// O(n²) for n mentions, of which there are [`MOST_MENTIONS`] at most.
pub(super) fn share(context: &Context<'_>, drafts: &mut [Draft]) {
    if drafts.len() > MOST_MENTIONS {
        return;
    }
    for at in 0..drafts.len() {
        if !drafts[at].parties().is_empty() {
            continue;
        }
        if let Some(parties) = shared(context, drafts, at, |other| Some(other.parties().to_vec())) {
            drafts[at].said = parties;
        }
    }
    for at in 0..drafts.len() {
        if is_title_of_document(context, &drafts[at]) {
            // The article is the document; its day stands in the table of documents.
            drafts[at].signed = None;
            continue;
        }
        if drafts[at].signed.is_none() {
            drafts[at].signed = shared(context, drafts, at, |other| other.signed.clone());
        }
        if drafts[at].place.is_none() {
            drafts[at].place = shared(context, drafts, at, |other| other.place.clone());
        }
    }
}

/// Whether the mention is the whole title of the article.
pub(super) fn is_title_of_document(context: &Context<'_>, draft: &Draft) -> bool {
    let sentence = context.layout.sentences.get(context.layout.sentence_at(draft.span.start));
    sentence.is_some_and(|sentence| sentence.field == Field::Title && sentence.span == draft.span)
}

/// What the other mentions of the document at a place say, where they agree.
fn shared<T: PartialEq + IsSaid>(
    context: &Context<'_>,
    drafts: &[Draft],
    at: usize,
    value: impl Fn(&Draft) -> Option<T>,
) -> Option<T> {
    let draft = &drafts[at];
    let mut found: Option<T> = None;
    for (number, other) in drafts.iter().enumerate() {
        if number == at || !is_same(context, draft, other) {
            continue;
        }
        let Some(said) = value(other).filter(IsSaid::is_said) else { continue };
        match &found {
            Some(known) if *known != said => return None,
            _ => found = Some(said),
        }
    }
    found
}

/// A value that says something.
trait IsSaid {
    fn is_said(&self) -> bool;
}

impl IsSaid for String {
    fn is_said(&self) -> bool {
        !self.is_empty()
    }
}

impl IsSaid for Vec<EntityId> {
    fn is_said(&self) -> bool {
        !self.is_empty()
    }
}

fn is_same(context: &Context<'_>, a: &Draft, b: &Draft) -> bool {
    if a.treaty_type != b.treaty_type
        || a.groups.len() > 1
        || b.groups.len() > 1
        || (!a.parties().is_empty() && !b.parties().is_empty() && a.parties() != b.parties())
    {
        return false;
    }
    if !a.rows.is_empty() && a.rows == b.rows {
        return !a.dated && !b.dated;
    }
    // 中日两国政府联合声明 in the headline, 中华人民共和国政府和日本国政府联合声明 in the text.
    let in_title = |draft: &Draft| {
        let sentence = context.layout.sentences.get(context.layout.sentence_at(draft.span.start));
        sentence.is_some_and(|sentence| sentence.field == Field::Title)
    };
    let is_joint = matches!(a.treaty_type, TreatyType::JointStatement | TreatyType::Communique);
    if is_joint && !a.parties().is_empty() && !a.dated && !b.dated && in_title(a) != in_title(b) {
        return true;
    }
    let (name, other) = (a.span.of(context.text()), b.span.of(context.text()));
    let longer = if name.len() >= other.len() { a } else { b };
    let is_end = name.ends_with(other) || other.ends_with(name);
    // A date in front tells one document from others of its name.
    is_end && (name == other || !longer.dated)
}
