//! Persons: those of the lexicon, names by their characters and surroundings, and short forms of both.

mod around;
mod candidate;
mod candidates;
mod found;
mod guise;
mod known;
mod names;
mod points;
mod role;
mod short;
mod standing;
mod texts;

use std::sync::Arc;

use bangjiao_document::{Detail, EntityId, Form, Kind, Link, Mention, PersonDetail, RuleId, Span};
use bangjiao_lexicon::Lexicon;

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::tag::characters::{Characters, is_han};
use around::Surroundings;
use found::Persons;
use known::KnownPersons;
use names::Names;
use role::Roles;
use short::ShortForms;
use standing::Standing;
use texts::Texts;

/// Tags persons, with role, office and state.
pub(crate) struct PersonTagger {
    texts: Arc<Texts>,
    known: KnownPersons,
    names: Names,
    short: ShortForms,
    standing: Standing,
    roles: Roles,
    /// What has a person's name in quotation marks: 台风“丹娜丝”, “谢尔盖·科托夫”号.
    things_before: Vec<String>,
    things_after: Vec<String>,
    /// Buildings behind a person's name, and those behind one that ends with a word: 里根|大厦, 雅罗斯拉夫|车站.
    named_after: Vec<String>,
    named_after_word: Vec<String>,
}

impl PersonTagger {
    /// Reads the tables of a lexicon.
    pub fn new(lexicon: &Lexicon, characters: Arc<Characters>) -> Self {
        let rule = lexicon.rules("persons").iter().find(|rule| rule.id.as_str() == "person-chinese");
        let texts = |key: &str| rule.map(|rule| rule.texts(key)).unwrap_or_default();
        let own = Arc::new(Texts::new(lexicon));
        PersonTagger {
            texts: Arc::clone(&own),
            things_before: texts("things_before"),
            things_after: texts("things_after"),
            named_after: texts("named_after"),
            named_after_word: texts("named_after_word"),
            known: KnownPersons::new(&texts("short_titles"), texts("private_roles")),
            names: Names::new(lexicon, Arc::clone(&characters), Arc::clone(&own)),
            short: ShortForms::new(lexicon, &characters),
            standing: Standing::new(lexicon),
            roles: Roles::new(lexicon, characters),
        }
    }
}

impl Tagger for PersonTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let around = Surroundings::new(context, proposals, self.roles.credits());
        let mut persons = Persons::default();
        self.known.find(context, &around, &self.roles, &self.names.characters, &mut persons);
        self.standing.signatures(context, &around, &self.names.characters, &mut persons);
        self.standing.regnal(context, &around, &self.names.characters, &mut persons);
        self.names.find(context, &around, &mut persons);
        self.standing.after_offices(context, &around, &self.roles, &self.names.characters, &mut persons);
        self.standing.listed(context, &around, &self.names.characters, &mut persons);
        self.standing.repeated(context, &around, &mut persons);
        self.standing.whole(context, &around, &self.names.characters, &mut persons);
        self.standing.joined(context, &around, &self.names.characters, &mut persons);
        self.standing.unnamed(context, &around, &self.names.characters, &mut persons);
        self.short.find(context, &around, &self.names.characters, &mut persons);
        self.standing.in_letters(context, &mut persons);
        guise::of_regimes(context, proposals, &self.texts, self.known.rule(), &mut persons);
        guise::link(context, &self.names.characters, &self.texts, &mut persons);
        self.roles.give(context, &around, &mut persons.found);
        let mut states: Vec<Span> = proposals.of(Kind::Country).map(|mention| mention.span).collect();
        states.sort_unstable();
        states.dedup();
        persons.certain.iter().for_each(|name| proposals.note_certain_name(*name));
        for (mention, strength) in persons.found {
            // 哈|乌|吉 is a run of states that the article vouches for.
            if strength == Strength::Context && is_run_of_states(&states, mention.span)
                || self.names_thing(context, mention.span)
                || self.names_building(context, mention.span)
            {
                continue;
            }
            proposals.push(strength, mention);
        }
    }
}

/// A rank behind the name of a ship has so many characters at most: 海军元帅.
const LONGEST_RANK: usize = 6;

impl PersonTagger {
    /// Whether a name in quotation marks is that of a storm, ship or weapon.
    fn names_thing(&self, context: &Context<'_>, span: Span) -> bool {
        let (before, after) = (&context.text()[..span.start as usize], &context.text()[span.end as usize..]);
        if self.named_after.iter().any(|building| after.starts_with(building.as_str())) {
            return true;
        }
        let Some(before) = before.strip_suffix('“') else { return false };
        let mut places = after.char_indices().take(LONGEST_RANK + 1);
        let Some((closed, _)) = places.find(|(_, mark)| *mark == '”') else { return false };
        // “库兹涅佐夫|海军元帅”号, “肯尼迪|总统号”航母
        let (rank, after) = (&after[..closed], &after[closed + '”'.len_utf8()..]);
        let is_after = || self.things_after.iter().any(|thing| after.starts_with(thing.as_str()));
        if !rank.is_empty() {
            return rank.ends_with('号') || is_after();
        }
        self.things_before.iter().any(|thing| before.ends_with(thing.as_str())) || is_after()
    }

    /// Whether a name before a word for a building or street is that of the place: 雅罗斯拉夫车站.
    fn names_building(&self, context: &Context<'_>, span: Span) -> bool {
        let rest = &context.text()[span.end as usize..];
        self.named_after_word.iter().any(|word| rest.starts_with(word.as_str()))
            && context.words.is_border(span.end)
    }
}

/// Whether states, two at least, fill the span one after the other; `states` are sorted.
fn is_run_of_states(states: &[Span], span: Span) -> bool {
    let from = states.partition_point(|state| state.start < span.start);
    let inside = states[from..].iter().take_while(|state| state.end <= span.end && **state != span);
    inside.map(|state| state.len()).sum::<u32>() == span.len()
}

/// 毛泽东思想, 邓小平理论, 习近平强军思想: the person is not meant.
fn is_doctrine(context: &Context<'_>, span: Span) -> bool {
    /// Characters between a name and 思想 at most.
    const LONGEST: usize = 4;
    let mut rest = &context.text()[span.end as usize..];
    if ["理论", "主义", "新时代中国特色"].iter().any(|word| rest.starts_with(word)) {
        return true;
    }
    for _ in 0..=LONGEST {
        if rest.starts_with("思想") {
            return true;
        }
        let mut characters = rest.chars();
        if !characters.next().is_some_and(|c| is_han(c) && !matches!(c, '的' | '同' | '志' | '和')) {
            return false;
        }
        rest = characters.as_str();
    }
    false
}

/// A person that no row claims.
fn unlinked(context: &Context<'_>, span: Span, rule: &RuleId) -> Mention {
    Mention {
        form: Some(Form::Full),
        links: vec![Link::plain(EntityId::unlinked(Kind::Person, span.of(context.text())))],
        detail: Detail::Person(PersonDetail::default()),
        ..Mention::new(span, Kind::Person, rule.clone())
    }
}
