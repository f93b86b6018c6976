//! Names that the lexicon does not hold, by points; the article as a whole is evidence for each of its names.

use std::cmp::Reverse;
use std::sync::Arc;

use bangjiao_document::{Mention, RuleId, Span};
use bangjiao_lexicon::Lexicon;
use rustc_hash::FxHashMap;

use super::around::Surroundings;
use super::candidates::{Candidate, Family, Shapes};
use super::found::Persons;
use super::points::Points;
use super::{is_doctrine, unlinked};
use crate::context::{Context, Strength};
use crate::tag::characters::Characters;

/// Judges the candidates of a document.
pub(super) struct Names {
    pub characters: Arc<Characters>,
    chinese: Points,
    foreign: Points,
    title_chinese: RuleId,
    title_foreign: RuleId,
    again: RuleId,
    corpus: RuleId,
    listed: RuleId,
}

/// A candidate with all its points but those for the article.
struct Judged {
    candidate: Candidate,
    points: i32,
}

/// A candidate that is a person, if no better one overlaps it.
struct Accepted {
    /// Whether its name is certain somewhere in the article.
    is_sure: bool,
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
    /// The points of its best place.
    best: i32,
    places: i32,
}

/// Further places of a name count up to so many.
pub(super) const MOST_REPEATED: i32 = 3;

impl Names {
    /// Reads tables and points of a lexicon.
    pub fn new(lexicon: &Lexicon, characters: Arc<Characters>) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        Names {
            characters,
            chinese: Points::new(lexicon, "person-chinese"),
            foreign: Points::new(lexicon, "person-foreign"),
            title_chinese: rule("person-title-chinese"),
            title_foreign: rule("person-title-foreign"),
            again: rule("person-again"),
            corpus: rule("person-corpus"),
            listed: rule("person-listed"),
        }
    }

    /// Adds the names that have points enough, the best first.
    pub fn find(&self, context: &Context<'_>, around: &Surroundings<'_>, persons: &mut Persons) {
        let shapes = Shapes::new(&self.characters, &self.chinese, &self.foreign);
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
        for Judged { candidate, points } in &judged {
            let known =
                evidence.entry(candidate.span.of(text)).or_insert(Evidence { best: i32::MIN, places: 0 });
            known.best = known.best.max(*points);
            known.places += 1;
        }
        // A place that alone is no name may be one where the article has it elsewhere.
        for candidate in unlikely {
            if let Some(known) = evidence.get_mut(candidate.span.of(text))
                && known.best >= self.points(candidate.family).settings.sure
                && is_free(&candidate, persons)
            {
                known.places += 1;
                judged.extend(self.judge(context, candidate));
            }
        }
        let mut rejected: Vec<(i32, Candidate)> = Vec::new();
        let mut accepted: Vec<Accepted> = Vec::new();
        for Judged { candidate, points: own } in judged {
            let points = self.points(candidate.family);
            let Some(known) = evidence.get(candidate.span.of(text)) else { continue };
            let repeated = (known.places - 1).min(MOST_REPEATED) * points.settings.repeated;
            let is_sure = known.best >= points.settings.sure;
            let again = if is_sure { points.settings.again } else { 0 };
            let all = own + repeated + again.max(candidate.corpus);
            let accept = points.settings.accept;
            if all >= accept {
                let helped = match (own >= accept, own + repeated + again >= accept) {
                    (true, _) => Helped::Alone,
                    (_, true) => Helped::Article,
                    _ => Helped::Corpus,
                };
                accepted.push(Accepted { is_sure, points: all, helped, candidate });
            } else {
                rejected.push((all, candidate));
            }
        }
        // 扎伊采夫 that is certain elsewhere goes before 伊采夫.
        accepted.sort_by_key(|name| {
            let span = name.candidate.span;
            (Reverse(name.is_sure), Reverse(name.points), span.start, Reverse(span.end))
        });
        for Accepted { is_sure, helped, candidate, .. } in accepted {
            if !persons.overlap(candidate.span) {
                let rule = self.rule(around, candidate, helped);
                persons.push(unlinked(context, candidate.span, rule), Strength::Context);
                if is_sure || helped == Helped::Alone && is_titled(around, candidate.span) {
                    persons.certain.push(candidate.span);
                }
            }
        }
        self.listed(context, rejected, persons);
    }

    /// Names beside a person in an enumeration: 田纪云、费孝通、雷洁琼.
    fn listed(&self, context: &Context<'_>, mut rejected: Vec<(i32, Candidate)>, persons: &mut Persons) {
        const COMMA: u32 = 3;
        rejected.retain(|(_, candidate)| {
            context.before(candidate.span.start) == Some('、')
                || context.after(candidate.span.end) == Some('、')
        });
        rejected.sort_by_key(|(points, candidate)| (candidate.span.start, Reverse(*points)));
        // A list is read forwards, so that one name vouches for the next, and then backwards.
        let forwards = rejected.clone().into_iter();
        for (points, candidate) in forwards.chain(rejected.into_iter().rev()) {
            let span = candidate.span;
            let before = span.start >= COMMA
                && context.before(span.start) == Some('、')
                && persons.ends_at(span.start - COMMA);
            let after = context.after(span.end) == Some('、') && persons.begins_at(span.end + COMMA);
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
        let points = self.points(candidate.family).surroundings(context, &mut candidate)?;
        Some(Judged { candidate, points: candidate.odds + points })
    }

    fn points(&self, family: Family) -> &Points {
        match family {
            Family::Chinese(_) => &self.chinese,
            Family::Foreign => &self.foreign,
        }
    }

    /// The rule that is named as the maker: the title's, the shape's, the article's, or the corpus's.
    fn rule(&self, around: &Surroundings<'_>, candidate: Candidate, helped: Helped) -> &RuleId {
        let span: Span = candidate.span;
        match (helped, is_titled(around, span), candidate.family) {
            (Helped::Article, ..) => &self.again,
            (Helped::Corpus, ..) => &self.corpus,
            (Helped::Alone, true, Family::Chinese(_)) => &self.title_chinese,
            (Helped::Alone, true, Family::Foreign) => &self.title_foreign,
            (Helped::Alone, false, family) => &self.points(family).rule,
        }
    }
}

/// Whether a title stands beside a name.
fn is_titled(around: &Surroundings<'_>, name: Span) -> bool {
    around.title_before(name.start).is_some() || around.title_after(name.end).is_some()
}

/// Whether a person's mention was made by the shape of the name.
pub(super) fn is_full_chinese(mention: &Mention, text: &str) -> bool {
    let name = mention.span.of(text);
    (2..=4).contains(&name.chars().count()) && !name.contains('·')
}
