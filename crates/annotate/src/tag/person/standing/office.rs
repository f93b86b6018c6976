//! Names after an office of a state and in an enumeration of persons, whose characters are those of other words too.

use bangjiao_document::Span;
use bangjiao_lexicon::Position;
use rustc_hash::FxHashSet;

use super::{ONE, Standing, goes_on_after_name, narrow, transliterated};
use crate::context::{Context, Strength};
use crate::scan::Entry;
use crate::segment::COMMON;
use crate::tag::characters::{Characters, is_han};
use crate::tag::person::around::Surroundings;
use crate::tag::person::found::Persons;
use crate::tag::person::role::Roles;
use crate::tag::person::unlinked;

/// A rare surname must be so much more common than the character is elsewhere, in hundredths of a nat.
const SURNAME_AT_LEAST: i32 = -300;

/// Other places of at most so many names are looked for.
const MOST_REPEATED: usize = 16;

impl Standing {
    /// The name behind a title whose given name is a place's too: 董事长|张亚东.
    fn like_a_place(&self, context: &Context<'_>, characters: &Characters, start: u32) -> Option<Span> {
        let surname = context.after(start)?;
        if !characters.row(surname).is_common() || context.words.is_function_word(start) {
            return None;
        }
        let given = Span::new(start + ONE, start + 3 * ONE);
        let mut here = context.hits_from(given.start).iter().take_while(|hit| hit.span.start == given.start);
        let is_place = here.any(|hit| hit.span == given && matches!(hit.entry, Entry::Place(_)));
        let is_whole = !context.after(given.end).is_some_and(|next| self.of_places.contains(next));
        (is_place && is_whole && goes_on_after_name(context, given.end)).then(|| Span::new(start, given.end))
    }

    /// Transliterated names after an office whose state or body is named, though their characters are those of other words
    /// too: 摩洛哥首相|欧斯曼尼, 哥斯达黎加总统|钦奇利亚.
    pub fn after_offices(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        roles: &Roles,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let certain = persons.found.iter().filter(|(_, strength)| *strength != Strength::Context);
        let kept: FxHashSet<u32> = certain.map(|(mention, _)| mention.span.start).collect();
        let mut place_like_names: FxHashSet<&str> = FxHashSet::default();
        for titled in &around.titles {
            let title = titled.title;
            let is_office = !title.honorific && title.position != Position::After;
            let place_like = self.like_a_place(context, characters, titled.span.end);
            if let Some(span) = place_like.filter(|&span| is_office && !around.forbids(span)) {
                place_like_names.insert(span.of(context.text()));
                if !persons.overlap(span) {
                    persons.push(unlinked(context, span, &self.office), Strength::Context);
                }
                continue;
            }
            if !is_office || !roles.has_owner(context, around, titled.span) {
                continue;
            }
            let span = transliterated(context, characters, titled.span.end)
                .filter(|&span| !around.forbids(span) && persons.make_room(span, &kept));
            let span = span.or_else(|| {
                let span = self.surnamed(context, characters, titled.span.end, Place::Sentence)?;
                (!around.forbids(span) && !persons.overlap(span)).then_some(span)
            });
            if let Some(span) = span {
                persons.push(unlinked(context, span, &self.office), Strength::Context);
            }
        }
        persons.settle();
        // The places are the lexicon's, and of two of one strength the longer counts.
        for (mention, strength) in &mut persons.found {
            if place_like_names.contains(mention.span.of(context.text())) {
                *strength = Strength::Lexicon;
            }
        }
    }

    /// Other places of the names of three characters that stand after an office or in an enumeration.
    pub fn repeated(&self, context: &Context<'_>, around: &Surroundings<'_>, persons: &mut Persons) {
        let text = context.text();
        let found =
            persons.found.iter().filter(|(mention, _)| [&self.office, &self.listed].contains(&&mention.rule));
        let mut names: Vec<&str> = found.map(|(mention, _)| mention.span.of(text)).collect();
        names.retain(|name| name.chars().count() == 3);
        names.sort_unstable();
        names.dedup();
        for name in names.into_iter().take(MOST_REPEATED) {
            for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()) {
                let span = Span::from_usize(at, at + name.len());
                if !persons.overlap(span) && !around.forbids(span) {
                    persons.push(unlinked(context, span, &self.office), Strength::Context);
                }
            }
        }
    }

    /// Surnames with given names that fill a place of an enumeration of persons, though their characters are those of other
    /// words too: 刘希文、肖向前、孙平化等.
    pub fn listed(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let mut ends: Vec<u32> = persons.found.iter().map(|(mention, _)| mention.span.end).collect();
        ends.sort_unstable();
        for end in ends {
            let mut at = end;
            while context.after(at) == Some('、') {
                let start = at + narrow('、'.len_utf8());
                if persons.begins_at(start) {
                    break;
                }
                let Some(span) = self.surnamed(context, characters, start, Place::List) else { break };
                if persons.overlap(span) || around.forbids(span) {
                    break;
                }
                persons.push(unlinked(context, span, &self.listed), Strength::Context);
                at = span.end;
            }
        }
    }

    /// The surname with a given name that begins at a view offset and ends where a sentence goes on after a name: three
    /// characters, else two (林中), with a Japanese surname four or three; no frequent word, and none that serves grammar in it.
    fn surnamed(
        &self,
        context: &Context<'_>,
        characters: &Characters,
        start: u32,
        place: Place,
    ) -> Option<Span> {
        let rest = &context.text()[start as usize..];
        let surname = match characters.japanese_surname(rest) {
            // 龟井胜一郎
            Some(length) => narrow(length),
            None => {
                let first = rest.chars().next()?;
                let row = characters.row(first);
                let is_surname =
                    row.is_common() || row.surname().is_some_and(|odds| odds >= SURNAME_AT_LEAST);
                (is_surname && !self.rather_words.contains(first)).then_some(ONE)?
            }
        };
        let is_japanese = surname > ONE;
        let long = is_japanese.then_some(3 * ONE);
        long.into_iter().chain([2 * ONE, ONE]).map(|given| Span::new(start, start + surname + given)).find(
            |&span| {
                let Some(name) = context.text().get(span.start as usize..span.end as usize) else {
                    return false;
                };
                let is_name = |at: u32| {
                    context.words.word_at(at).is_some_and(|word| {
                        let serves = word.len() == ONE && context.words.is_function_word(at);
                        let pos = context.words.part_of_speech(word);
                        let is_named = matches!(pos, "nr" | "nrt" | "nrfg" | "x");
                        // 肖|向前 fills a place of a list.
                        let is_given =
                            place == Place::List && Span::new(span.start + surname, span.end) == word;
                        let is_plain =
                            word.len() == ONE || is_given || context.words.frequency(word) <= COMMON;
                        !serves && (is_named || is_plain)
                    })
                };
                name.chars().all(is_han)
                    && !name.ends_with(|last| self.says.contains(last))
                    && context.words.is_border(span.start)
                    && context.words.is_border(span.end)
                    && goes_on_after_name(context, span.end)
                    && (place == Place::Sentence || fills(context, span))
                    && (span.start..span.end).step_by(ONE as usize).all(is_name)
            },
        )
    }
}

/// Where a name without other evidence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In running text, after an office.
    Sentence,
    /// Between the marks of an enumeration.
    List,
}

/// Whether a name ends where the place of an enumeration does.
fn fills(context: &Context<'_>, span: Span) -> bool {
    context
        .after(span.end)
        .is_none_or(|next| matches!(next, '、' | '，' | '。' | '；' | '等' | '）' | '\n' | '和'))
}
