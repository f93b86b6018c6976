//! People whose given name is withheld: 张某, 张氏.

use bangjiao_document::Span;

use super::{ONE, Standing, narrow};
use crate::context::{Context, Strength};
use crate::tag::characters::Characters;
use crate::tag::person::around::Surroundings;
use crate::tag::person::found::Persons;
use crate::tag::person::unlinked;

impl Standing {
    /// 张某 and 张氏.
    pub fn unnamed(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let text = context.text();
        for at in memchr::memmem::find_iter(text.as_bytes(), "某".as_bytes()) {
            let Some(surname) = context.before(narrow(at)) else { continue };
            if !characters.row(surname).is_common() || text[at..].starts_with("某某某") {
                continue;
            }
            let more = if text[at..].starts_with("某某") { 2 * ONE } else { ONE };
            let span = Span::new(narrow(at) - ONE, narrow(at) + more);
            let word = context.words.word_at(span.start);
            if word.is_some_and(|word| word.start == span.start)
                && context.words.is_border(span.end)
                && !persons.overlap(span)
                && !around.forbids(span)
            {
                persons.push(unlinked(context, span, &self.unnamed), Strength::Context);
            }
        }
        for at in memchr::memmem::find_iter(text.as_bytes(), "氏".as_bytes()) {
            let Some(surname) = context.before(narrow(at)) else { continue };
            if !characters.row(surname).is_common() {
                continue;
            }
            let span = Span::new(narrow(at) - ONE, narrow(at) + ONE);
            // 华氏, 摄氏 are words.
            if context.words.is_border(span.start)
                && context.words.is_border(span.end)
                && !context.words.is_word(span)
                && !persons.overlap(span)
                && !around.forbids(span)
            {
                persons.push(unlinked(context, span, &self.unnamed), Strength::Context);
            }
        }
    }
}
