//! Names that the lexicon does not hold, by points; the article as a whole is evidence for each of its names.

use std::cmp::Reverse;
use std::sync::Arc;

use bangjiao_document::{RuleId, Span};
use bangjiao_lexicon::Lexicon;
use rustc_hash::{FxHashMap, FxHashSet};

use super::around::Surroundings;
use super::candidate::{Candidate, Family};
use super::candidates::Shapes;
use super::found::Persons;
use super::points::{LIST_BYTES, LISTS, MOST_OF_PLACE, Points};
use super::short::{partial, parts_of_found};
use super::texts::Texts;
use super::{is_doctrine, unlinked};
use crate::context::{Context, Strength};
use crate::tag::characters::Characters;

/// Judges the candidates of a document.
pub(super) struct Names {
    pub characters: Arc<Characters>,
    texts: Arc<Texts>,
    chinese: Points,
    /// Chinese names of two characters.
    two: Points,
    foreign: Points,
    /// Words that are written with the characters of names and name nobody.
    no_names: FxHashSet<String>,
    title_chinese: RuleId,
    title_foreign: RuleId,
    again: RuleId,
    corpus: RuleId,
    listed: RuleId,
    part: RuleId,
}

/// A candidate with all its points but those for the article.
struct Judged {
    candidate: Candidate,
    points: i32,
}

/// A candidate that is a person, if no better one overlaps it.
struct Accepted {
    /// With those for its length, by which it goes before others.
    points: i32,
    /// What it needs besides its own points.
    helped: Helped,
    candidate: Candidate,
}

/// What makes a candidate a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Helped {
    /// Its own points.
    Alone,
    /// The article, where the name is certain elsewhere.
    Article,
    /// Other articles of the corpus.
    Corpus,
}

/// What the article says for a name.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    places: u32,
    /// How many of them stand beside a title.
    titled: u32,
    /// A bit for each of the characters that follow its places.
    followers: u64,
    /// The points of its best place, and the character that follows there.
    best: (i32, Option<char>),
    /// Of the best place that another character follows.
    other: i32,
    /// Of the second best place, whatever follows.
    second: i32,
}

impl Evidence {
    const NONE: Evidence = Evidence {
        places: 0,
        titled: 0,
        followers: 0,
        best: (NOWHERE, None),
        other: NOWHERE,
        second: NOWHERE,
    };

    /// Adds a place; its points do not count where they are not known.
    fn add(&mut self, points: i32, follower: Option<char>) {
        self.places += 1;
        self.followers |= follower.map_or(0, |character| 1 << (u32::from(character) & 63));
        if points > self.best.0 {
            if self.best.1 != follower {
                self.other = self.best.0;
            }
            self.second = self.best.0;
            self.best = (points, follower);
        } else {
            self.second = self.second.max(points);
            if self.best.1 != follower {
                self.other = self.other.max(points);
            }
        }
    }

    /// The points of the best place that is not followed by a character.
    fn best_without(&self, follower: Option<char>) -> i32 {
        if self.best.1 == follower { self.other } else { self.best.0 }
    }

    /// The points of the best place beside one with so many.
    fn best_beside(&self, points: i32) -> i32 {
        if points == self.best.0 { self.second } else { self.best.0 }
    }
}

/// Bytes of a Han character.
const HAN: i32 = 3;

/// The points of a name that has no place.
const NOWHERE: i32 = i32::MIN;

impl Names {
    /// Reads tables and points of a lexicon.
    pub fn new(lexicon: &Lexicon, characters: Arc<Characters>, texts: Arc<Texts>) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        let points = |id, suffix| Points::new(lexicon, Arc::clone(&texts), id, suffix);
        Names {
            chinese: points("person-chinese", ""),
            two: points("person-chinese", "_two"),
            foreign: points("person-foreign", ""),
            no_names: lexicon.rules("persons").iter().flat_map(|rule| rule.texts("no_names")).collect(),
            title_chinese: rule("person-title-chinese"),
            title_foreign: rule("person-title-foreign"),
            again: rule("person-again"),
            corpus: rule("person-corpus"),
            listed: rule("person-listed"),
            part: rule("person-part"),
            characters,
            texts,
        }
    }

    /// Adds the names that have points enough, the best first.
    pub fn find(&self, context: &Context<'_>, around: &Surroundings<'_>, persons: &mut Persons) {
        let shapes = Shapes::new(&self.characters, &self.texts, &self.chinese, &self.two, &self.foreign);
        let mut judged: Vec<Judged> = Vec::new();
        let mut unlikely: Vec<Candidate> = Vec::new();
        let is_free = |candidate: &Candidate, persons: &Persons| {
            !around.forbids(candidate.span)
                && !persons.overlap(candidate.span)
                && !is_doctrine(context, candidate.span)
        };
        for candidate in shapes.find(context, around) {
            let points = self.points(candidate.family);
            if candidate.at_most < points.settings.accept + points.settings.least {
                unlikely.push(candidate);
            } else if let Some(candidate) = self.judge(context, candidate)
                && is_free(&candidate.candidate, persons)
            {
                judged.push(candidate);
            }
        }
        if judged.is_empty() {
            return;
        }
        let text = context.text();
        let mut evidence: FxHashMap<&str, Evidence> = FxHashMap::default();
        for (mention, _) in &persons.found {
            evidence.entry(mention.span.of(text)).or_insert(Evidence::NONE).add(MOST_OF_PLACE, None);
        }
        let add = |evidence: &mut Evidence, judged: &Judged| {
            evidence.add(judged.points, context.after(judged.candidate.span.end));
            evidence.titled += u32::from(judged.candidate.is_titled());
        };
        for one in &judged {
            add(evidence.entry(one.candidate.span.of(text)).or_insert(Evidence::NONE), one);
        }
        // A place that alone is no name may be one where the article has it elsewhere; most have a beginning that none has.
        let mut beginnings = [0_u64; 16];
        let names = persons.found.iter().map(|(mention, _)| mention.span);
        for name in names.chain(judged.iter().map(|one| one.candidate.span)) {
            let (word, bit) = beginning(text, name);
            beginnings[word] |= bit;
        }
        for candidate in unlikely {
            let (word, bit) = beginning(text, candidate.span);
            if beginnings[word] & bit != 0
                && let Some(known) = evidence.get_mut(candidate.span.of(text))
                && is_free(&candidate, persons)
                && let Some(one) = self.judge(context, candidate)
            {
                add(known, &one);
                judged.push(one);
            }
        }
        // 河野 of 河野太郎, whom the lexicon holds.
        let parts = parts_of_found(context, &self.characters, persons);
        let mut rejected: Vec<(i32, Candidate)> = Vec::new();
        let mut accepted: Vec<Accepted> = Vec::new();
        for Judged { candidate, points: own } in judged {
            let points = self.points(candidate.family);
            let article = of_article(&evidence, points, candidate.span.of(text), &candidate, own);
            // A word that is no name (安宁, 嘉宾) is repeated too.
            let is_part = parts.contains_key(candidate.span.of(text));
            let is_helped = is_part || !is_other_word(context, candidate.span);
            let article = if is_helped { article } else { article.min(0) };
            // What other articles say stands in place of what this one says, if it is more.
            let all = own + article.max(candidate.corpus);
            let settings = &points.settings;
            // 河野 beside 河野太郎 needs no more; what merely repeats itself does.
            let enough = settings.accept + if is_part { 0 } else { settings.helped };
            let helped = if all < settings.accept {
                None
            } else if own >= settings.accept {
                Some(Helped::Alone)
            } else if own + article >= enough {
                Some(Helped::Article)
            } else {
                (own + candidate.corpus >= settings.accept).then_some(Helped::Corpus)
            };
            if let Some(helped) = helped {
                let length = i32::try_from(candidate.span.len()).unwrap_or(i32::MAX) / HAN;
                accepted.push(Accepted { points: all + length * settings.longer, helped, candidate });
            } else {
                rejected.push((all, candidate));
            }
        }
        accepted.sort_by_key(|name| {
            let span = name.candidate.span;
            (Reverse(name.points), span.start, Reverse(span.end))
        });
        for Accepted { helped, candidate, .. } in accepted {
            let span = candidate.span;
            if persons.overlap(span) {
                continue;
            }
            let mention = match parts.get(span.of(text)) {
                Some(Some((entity, number))) => {
                    partial(context, span, entity, persons.found[*number].0.span, &self.part)
                }
                _ => unlinked(context, span, self.rule(candidate, helped)),
            };
            persons.push(mention, Strength::Context);
            let best = evidence.get(span.of(text)).map_or(NOWHERE, |known| known.best.0);
            let is_sure = best >= self.points(candidate.family).settings.sure;
            if is_sure || helped == Helped::Alone && candidate.is_titled() {
                persons.certain.push(span);
            }
        }
        self.listed(context, rejected, persons);
    }

    /// Names beside a person in an enumeration: 田纪云、费孝通和雷洁琼.
    fn listed(&self, context: &Context<'_>, mut rejected: Vec<(i32, Candidate)>, persons: &mut Persons) {
        let lists = |character: Option<char>| character.is_some_and(|character| LISTS.contains(&character));
        rejected.retain(|(_, candidate)| {
            lists(context.before(candidate.span.start)) || lists(context.after(candidate.span.end))
        });
        rejected.sort_by_key(|(points, candidate)| (candidate.span.start, Reverse(*points)));
        // A list is read forwards, so that one name vouches for the next, and then backwards.
        let forwards = rejected.clone().into_iter();
        for (points, candidate) in forwards.chain(rejected.into_iter().rev()) {
            let span = candidate.span;
            let before = lists(context.before(span.start)) && persons.ends_at(span.start - LIST_BYTES);
            let after = lists(context.after(span.end)) && persons.begins_at(span.end + LIST_BYTES);
            let setting = self.points(candidate.family);
            let listed = i32::from(before) + i32::from(after);
            if listed > 0
                && points + listed * setting.settings.listed >= setting.settings.accept
                && !persons.overlap(span)
            {
                persons.push(unlinked(context, span, &self.listed), Strength::Context);
            }
        }
    }

    /// A candidate's points, where they can suffice with the article's help.
    fn judge(&self, context: &Context<'_>, mut candidate: Candidate) -> Option<Judged> {
        if self.no_names.contains(candidate.span.of(context.text())) {
            return None;
        }
        let points = self.points(candidate.family).surroundings(context, &mut candidate)?;
        Some(Judged { candidate, points: candidate.odds + points })
    }

    fn points(&self, family: Family) -> &Points {
        match family {
            Family::Chinese(2) => &self.two,
            Family::Chinese(_) => &self.chinese,
            Family::Foreign => &self.foreign,
        }
    }

    /// The rule that is named as the maker: the title's, the shape's, the article's, or the corpus's.
    fn rule(&self, candidate: Candidate, helped: Helped) -> &RuleId {
        match (helped, candidate.is_titled(), candidate.family) {
            (Helped::Article, ..) => &self.again,
            (Helped::Corpus, ..) => &self.corpus,
            (Helped::Alone, true, Family::Chinese(_)) => &self.title_chinese,
            (Helped::Alone, true, Family::Foreign) => &self.title_foreign,
            (Helped::Alone, false, family) => &self.points(family).rule,
        }
    }
}

/// Whether a span is one word of the dictionary, and not one that is a name.
fn is_other_word(context: &Context<'_>, span: Span) -> bool {
    let word = context.words.word(span.start).filter(|word| word.span == span && word.entry.is_word());
    word.is_some_and(|word| !matches!(word.entry.tag(), "nr" | "nrt" | "nrfg"))
}

/// A bit of a thousand for the first two characters of a name.
fn beginning(text: &str, span: Span) -> (usize, u64) {
    let both = text.as_bytes()[span.start as usize..].first_chunk::<6>();
    let both = both.map_or(0, |&[a, b, c, d, e, f]| u64::from_le_bytes([a, b, c, d, e, f, 0, 0]));
    let hash = both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
    ((hash >> 6) as usize & 15, 1 << (hash & 63))
}

/// Points for the other places of a name, and against it where its beginning stands by itself: 谭彦 against 谭彦家.
fn of_article(
    evidence: &FxHashMap<&str, Evidence>,
    points: &Points,
    name: &str,
    candidate: &Candidate,
    own: i32,
) -> i32 {
    let mut all = match evidence.get(name) {
        Some(known) if known.places > 1 => {
            let is_titled = known.titled > u32::from(candidate.is_titled());
            let titled = if is_titled { points.settings.titled } else { 0 };
            let followers = known.followers.count_ones();
            points.settings.of_places(known.best_beside(own), known.places, followers) + titled
        }
        _ => 0,
    };
    let mut best = 0;
    for (end, follower) in name.char_indices().skip(2) {
        if let Some(beginning) = evidence.get(&name[..end]) {
            best = best.max(beginning.best_without(Some(follower)));
        }
    }
    all += points.settings.of_beginning(best);
    all
}
