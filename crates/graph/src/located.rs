use bangjiao_document::{Document, Kind, Mention};

/// A mention with the sentence that holds its start.
pub(crate) struct Located<'d> {
    /// Number of the sentence, from 0.
    pub number: u32,
    pub mention: &'d Mention,
}

/// The mentions that stand for entities (all but dates), in order of the text.
///
/// It gives what [`Document::sentence_at`] gives, but both lists are sorted, so one walk replaces a search a mention.
pub(crate) fn located_mentions(document: &Document) -> impl Iterator<Item = Located<'_>> {
    let sentences = document.sentences();
    let mut at = 0;
    document.mentions().iter().filter(|mention| mention.kind != Kind::Date).filter_map(move |mention| {
        while sentences.get(at + 1).is_some_and(|next| next.span.start <= mention.span.start) {
            at += 1;
        }
        let number = u32::try_from(at).ok()?;
        (at < sentences.len()).then_some(Located { number, mention })
    })
}
