//! Monarchs and popes with their number: 亨利四世.

use bangjiao_document::Span;

use super::{NUMERALS, ONE, Standing, narrow};
use crate::context::{Context, Strength};
use crate::tag::characters::{Characters, JOINT};
use crate::tag::person::around::Surroundings;
use crate::tag::person::found::Persons;
use crate::tag::person::unlinked;

/// Characters of a monarch's name must be so much more common in names than elsewhere, in hundredths of a nat.
const REGNAL_AT_LEAST: i32 = 60;

impl Standing {
    /// Monarchs and popes with their number: 亨利四世, 博义八世.
    pub fn regnal(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let text = context.text();
        for at in memchr::memmem::find_iter(text.as_bytes(), "世".as_bytes()) {
            let number = text[..at].trim_end_matches(NUMERALS);
            if number.len() == at || text[at..].starts_with("世纪") || text[at..].starts_with("世界") {
                continue;
            }
            let mut start = narrow(number.len());
            let (mut odds, mut count) = (0, 0);
            while let Some(character) = context.before(start) {
                // 腓特烈·威廉四世
                if character == JOINT && count > 0 {
                    start -= narrow(JOINT.len_utf8());
                    continue;
                }
                let Some(own) = characters.row(character).foreign() else { break };
                // 教宗|博义八世: a word that is none of names.
                let word = context.words.word_at(start - ONE);
                let is_plain = word.is_some_and(|word| {
                    word.len() > ONE
                        && !matches!(context.words.part_of_speech(word), "nr" | "nrt" | "nrfg" | "ns" | "nz")
                });
                if around.covered(start - ONE).is_some() || is_plain {
                    break;
                }
                start -= ONE;
                odds += own;
                count += 1;
            }
            if context.after(start) == Some(JOINT) {
                start += narrow(JOINT.len_utf8());
            }
            let span = Span::new(start, narrow(at) + ONE);
            if count >= 2
                && odds >= count * REGNAL_AT_LEAST
                && !persons.overlap(span)
                && !around.forbids(span)
            {
                persons.push(unlinked(context, span, &self.regnal), Strength::Context);
            }
        }
    }
}
