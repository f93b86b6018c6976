//! Quotation marks: whose words a stretch of text is.

use bangjiao_document::Span;
use memchr::memmem::rfind;

use crate::context::Context;

/// Opening and closing marks.
const MARKS: [(&str, &str); 2] = [("“", "”"), ("「", "」")];

/// A mark is looked for in so many bytes before a place (two thousand characters).
const LONGEST_QUOTATION: u32 = 6000;

/// Where the quotation that is open at a span begins, within its paragraph: the offset of its mark.
pub(crate) fn quotation(context: &Context<'_>, span: Span) -> Option<u32> {
    let paragraphs = &context.layout.paragraphs;
    let paragraph = paragraphs.partition_point(|paragraph| paragraph.span.start <= span.start);
    let start = paragraph.checked_sub(1).map_or(0, |number| paragraphs[number].span.start);
    let start = start.max(span.start.saturating_sub(LONGEST_QUOTATION));
    let before = &context.text().as_bytes()[start as usize..span.start as usize];
    let open = |(open, close): (&str, &str)| {
        let at = rfind(before, open.as_bytes())?;
        rfind(&before[at..], close.as_bytes()).is_none().then_some(at)
    };
    MARKS.into_iter().find_map(open).map(|at| Span::from_usize(at, at).start + start)
}

/// Whether a quotation is open at a span, within its paragraph.
pub(crate) fn is_quoted(context: &Context<'_>, span: Span) -> bool {
    quotation(context, span).is_some()
}
