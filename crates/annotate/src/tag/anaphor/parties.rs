//! The states that an article names, by place, and which of them a word refers to.

use bangjiao_document::{Detail, EntityId, Field, Kind, Mention, Span};
use bangjiao_lexicon::Status;
use rustc_hash::{FxHashMap, FxHashSet};

use super::words::Words;
use crate::context::{Context, Proposals};
use crate::scan::Entry;

/// Sentences that are searched backwards for exactly as many states as the word says.
const REACH: usize = 3;

/// So many states before the word are looked at; a sentence that names more is an enumeration.
const MOST_NAMED: usize = 200;

/// First paragraphs of the body in which a letter names the one to whom it is written, or a lead announces a speech.
const MOST_LEADS: usize = 3;

/// So many bytes (four hundred Han characters) of a sentence are read before a word; a text of one sentence that is full of
/// them would take the square of its length.
const LONGEST_BEFORE: u32 = 1_200;

/// So many words that all meant the same states say what the next one means, however far back they are named.
const SETTLED: usize = 4;

/// Organizations of the lexicon that can be a side.
pub(super) struct SideBodies {
    /// Those that are no state's: 欧盟.
    pub international: FxHashSet<EntityId>,
    /// Those that act for a state, by that state: 中联部.
    pub of_states: FxHashMap<EntityId, EntityId>,
}

/// A state named in the document.
#[derive(Debug, Clone, Copy)]
struct Named<'p> {
    span: Span,
    sentence: usize,
    entity: &'p EntityId,
}

/// The states of one document.
pub(super) struct Parties<'p> {
    /// By place.
    named: Vec<Named<'p>>,
    /// By place, those of persons (江泽民) and of the newspaper's own bodies (中联部) too.
    with_persons: Vec<Named<'p>>,
    /// By place, what names a body that is no state as a party: 欧盟 in 中国和欧盟, or its head.
    bodies: Vec<Named<'p>>,
    title: Vec<EntityId>,
    /// Whether one word of the title stands for them: 两伊.
    pub title_is_one_word: bool,
    /// What （以下简称“双方”） defines: from where on, and the states.
    defined: Option<(u32, Vec<EntityId>)>,
    /// Where each state is named first: without those of persons, and with them.
    firsts: [Vec<Named<'p>>; 2],
    /// The last group of three states or more that was called by its name: 波罗的海三国.
    group: Option<Vec<EntityId>>,
    /// The last word that was resolved.
    last: Option<(Span, Vec<EntityId>)>,
    /// How many words in a row were resolved to the states of the last one.
    n_alike: usize,
    words: &'p Words,
}

impl<'p> Parties<'p> {
    /// Gathers what countries and persons name; `definitions` are the places of 以下简称, `home` those of 我国 in the
    /// newspaper's voice.
    ///
    /// Hong Kong, Macao and Taiwan are left out: they are no party to 两国, and where an article of two states speaks of one
    /// of them, 双方 are still the two.
    pub fn new(
        context: &Context<'p>,
        proposals: &'p Proposals,
        definitions: &[Span],
        home: &[Span],
        side_bodies: &'p SideBodies,
        words: &'p Words,
    ) -> Self {
        let place =
            |span: Span, entity| Named { span, sentence: context.layout.sentence_at(span.start), entity };
        let mut named: Vec<Named<'p>> = proposals
            .of(Kind::Country)
            .filter(|mention| mention.rule.as_str() != CLAUSE)
            .flat_map(|mention| mention.links.iter().map(move |link| (mention.span, &link.entity)))
            .filter(|(_, entity)| !is_special(context, entity))
            .map(|(span, entity)| place(span, entity))
            .collect();
        named.extend(home.iter().filter_map(|&span| Some(place(span, context.home?))));
        named.sort_by_key(|named| named.span.start);
        let mut bodies: Vec<Named<'p>> = proposals
            .of(Kind::Organization)
            .filter_map(|mention| Some((mention.span, &mention.links.first()?.entity)))
            .filter(|(_, entity)| side_bodies.international.contains(*entity))
            .map(|(span, entity)| place(span, entity))
            .collect();
        bodies.sort_by_key(|named| (named.span.start, named.span.end));
        // 博科娃 speaks for her organization and not for the state from which she comes.
        let heads: FxHashMap<&EntityId, &EntityId> = proposals
            .of(Kind::Person)
            .filter_map(|mention| Some((&mention.links.first()?.entity, headed(context, mention, &bodies)?)))
            .collect();
        let person = |mention: &'p Mention| mention.links.first().map(|link| (mention.span, &link.entity));
        let of_heads = proposals.of(Kind::Person).filter_map(person);
        let of_heads = of_heads.filter_map(|(span, person)| Some(place(span, *heads.get(person)?)));
        let next = |span: Span| named.get(named.partition_point(|named| named.span.end <= span.start));
        let persons = proposals.of(Kind::Person).filter_map(|mention| {
            let Detail::Person(detail) = &mention.detail else { return None };
            let state = detail.country.as_ref()?;
            let is_state = context.lexicon.state(state).is_some() && !is_special(context, state);
            let is_head = person(mention)
                .is_some_and(|(_, person)| heads.contains_key(person) || is_of_body(context, person));
            // 比亚 in 赞比亚 is nobody.
            let is_inside = next(mention.span).is_some_and(|named| named.span.contains(mention.span));
            (is_state && !is_head && !is_inside).then(|| place(mention.span, state))
        });
        let of_states = proposals.of(Kind::Organization).filter_map(|mention| {
            // A 自由民主党 can be that of another state; the newspaper's own bodies need no name of theirs.
            let state = side_bodies.of_states.get(&mention.links.first()?.entity)?;
            let is_named = next(mention.span).is_some_and(|named| named.span.overlaps(mention.span));
            (Some(state) == context.home && !is_named).then(|| place(mention.span, state))
        });
        let mut with_persons: Vec<Named<'p>> =
            named.iter().copied().chain(persons).chain(of_states).collect();
        with_persons.sort_by_key(|named| named.span.start);
        let joined = bodies.iter().copied().filter(|body| is_joined(context, body.span, &with_persons));
        let mut sides: Vec<Named<'p>> = joined.chain(of_heads).collect();
        sides.sort_by_key(|named| named.span.start);
        let mut parties = Parties {
            firsts: [firsts(&named), firsts(&with_persons)],
            named,
            with_persons,
            bodies: sides,
            title: Vec::new(),
            title_is_one_word: false,
            defined: None,
            group: None,
            last: None,
            n_alike: 0,
            words,
        };
        parties.title = parties.states_of_title(context);
        parties.defined = definitions.iter().find_map(|&at| parties.definition(context, at));
        parties
    }

    /// The states that the title names; where it names one or none, those of its persons too.
    fn states_of_title(&self, context: &Context<'_>) -> Vec<EntityId> {
        let in_title = |named: &&Named<'_>| {
            context
                .layout
                .sentences
                .get(named.sentence)
                .is_some_and(|sentence| sentence.field == Field::Title)
        };
        let states = distinct(self.named.iter().filter(in_title));
        // 结束访美启程赴日: who goes there is a party too.
        let is_visited = |named: &Named<'_>| {
            let before = &context.text()[..named.span.start as usize];
            self.words.goes_to.iter().any(|word| before.ends_with(word.as_str()))
        };
        let all = distinct(self.with_persons.iter().filter(in_title));
        // 李克强会见缅甸总统和印度副总统: two parties of his, each in its turn.
        let is_host = |home: &EntityId| !states.contains(home) && all.contains(home);
        let is_met_in_turn = states.len() == 2 && context.home.is_some_and(is_host);
        if states.len() >= 2 && !is_met_in_turn && !self.named.iter().filter(in_title).all(is_visited) {
            return states;
        }
        all
    }

    /// The states that stand before （以下简称“双方”） in its sentence.
    fn definition(&self, context: &Context<'_>, at: Span) -> Option<(u32, Vec<EntityId>)> {
        let after = context.text()[at.end as usize..].trim_start_matches(['“', '"', '「', '：', '为']);
        let names_both = DEFINED.iter().any(|word| after.starts_with(word));
        let sentence = context.layout.sentence_at(at.start);
        let states = distinct(
            self.named.iter().filter(|named| named.sentence == sentence && named.span.start < at.start),
        );
        (names_both && states.len() >= 2).then_some((at.start, states))
    }

    /// The states that stand directly before the word: 中美|两国, 法国、德国和波兰|三国.
    pub fn in_apposition(&self, context: &Context<'_>, span: Span, count: usize) -> Option<Vec<EntityId>> {
        let before = self.named.partition_point(|named| named.span.start < span.start);
        let chain = chain(context, &self.named[..before], span.start, &[""]);
        exactly(&chain, count).or_else(|| {
            // 美国同|英、阿两国
            let near = last_of(context, &self.named[..before], span.start, count)?;
            exactly(&near, count)
        })
    }

    /// Whether states stand directly before the word, but fewer than it says.
    pub fn is_behind_fewer(&self, context: &Context<'_>, span: Span, count: usize) -> bool {
        let before = self.named.partition_point(|named| named.span.start < span.start);
        let chain = chain(context, &self.named[..before], span.start, &[""]);
        // A space in a headline ends a clause; the view is without it.
        let is_beside =
            context.view.to_text(span).start == context.view.to_text(Span::new(0, span.start)).end;
        is_beside && (1..count).contains(&chain.len())
    }

    /// Whether the nearest sentence that names two sides before the word names a state and a body that is no state:
    /// 习近平会见联合国教科文组织总干事.
    pub fn is_beside_body(&self, context: &Context<'_>, span: Span) -> bool {
        let here = context.layout.sentence_at(span.start);
        let among = |named: &[Named<'p>], sentence: usize| {
            distinct(near(named, span).iter().filter(|named| named.sentence == sentence)).len()
        };
        for sentence in (here.saturating_sub(REACH)..=here).rev() {
            let (n_states, n_bodies) = (among(&self.with_persons, sentence), among(&self.bodies, sentence));
            if n_states + n_bodies >= 2 {
                return (n_states, n_bodies) == (1, 1);
            }
        }
        false
    }

    /// Whether the sentence, or the one before it where it names no state, tells of a party within one state, and of others
    /// only as where they meet: 阿富汗政府与塔利班在卡塔尔谈判，双方.
    pub fn is_beside_faction(&self, context: &Context<'_>, span: Span) -> bool {
        let here = context.layout.sentence_at(span.start);
        let near = near(&self.named, span);
        let names_state = |sentence: usize| near.iter().any(|named| named.sentence == sentence);
        let sentence = if names_state(here) { here } else { here.saturating_sub(1) };
        let told = context.layout.sentences.get(sentence).filter(|_| sentence < here);
        let before = told.map_or("", |told| read_back(context, told.span.start, told.span.end));
        let own = self.sentence_before(context, span);
        [before, own].iter().any(|text| self.words.names_faction(text)) && {
            let acts = |named: &&Named<'_>| {
                named.sentence == sentence
                    && !self.words.is_scene(&context.text()[..named.span.start as usize])
            };
            distinct(near.iter().filter(acts)).len() < 2
        }
    }

    /// What the document defines.
    pub fn defined(&self, span: Span, count: usize) -> Option<Vec<EntityId>> {
        let (from, states) = self.defined.as_ref()?;
        (*from < span.start && states.len() == count).then(|| states.clone())
    }

    /// The states that the sentence names last before the word, if they are joined: 《苏日共同宣言》规定，双方.
    pub fn conjoined(&self, context: &Context<'_>, span: Span, count: usize) -> Option<Vec<EntityId>> {
        let sentence = context.layout.sentence_at(span.start);
        let before = self.named.partition_point(|named| named.span.start < span.start);
        let last = self.named[..before].last().filter(|last| last.sentence == sentence)?;
        let chain = chain(context, &self.named[..before], last.span.end, &[""]);
        // A state named by itself between is another matter.
        let is_open = is_open(context, &self.named[..before]);
        exactly(&chain, count).filter(|states| !is_open && !self.are_called_on(context, sentence, states))
    }

    /// The states of the title.
    pub fn of_title(&self, count: usize) -> Option<Vec<EntityId>> {
        (self.title.len() == count).then(|| self.title.clone())
    }

    /// The states whose sides the sentence names before the word, if they are exactly as many: 尼方同中方推进|两国关系.
    pub fn sides_of_sentence(
        &self,
        context: &Context<'_>,
        span: Span,
        count: usize,
    ) -> Option<Vec<EntityId>> {
        let sentence = context.layout.sentence_at(span.start);
        let near = near(&self.named, span);
        let is_side =
            |named: &&Named<'_>| named.sentence == sentence && named.span.of(context.text()).ends_with('方');
        let states = distinct(near.iter().filter(is_side));
        (states.len() == count).then_some(states)
    }

    /// The states that the sentence names before the word, if they are exactly as many; if they are more, those that are
    /// not what is spoken about, nor where they meet: 就|叙利亚停火…, 在|土耳其举行谈判.
    pub fn of_sentence(
        &self,
        context: &Context<'_>,
        span: Span,
        count: usize,
        is_topic: impl Fn(&str, &str) -> bool,
    ) -> Option<Vec<EntityId>> {
        let sentence = context.layout.sentence_at(span.start);
        let near = near(&self.named, span);
        let here = || near.iter().filter(|named| named.sentence == sentence);
        let mut states = distinct(here());
        if states.len() > count {
            let text = context.text();
            let may_meet = count == 2 && !self.words.names_others(self.sentence_before(context, span));
            let acts = |named: &&Named<'_>| {
                let (before, behind) = (&text[..named.span.start as usize], &text[named.span.end as usize..]);
                let is_joined = behind.starts_with(['和', '与', '、', '及']);
                let is_scene = may_meet && !is_joined && self.words.is_scene(before);
                !is_topic(before, behind) && !is_scene
            };
            states = distinct(here().filter(acts));
        }
        let is_whole = states.len() == count && !is_open(context, near);
        (is_whole && !self.are_called_on(context, sentence, &states)).then_some(states)
    }

    /// Whether a sentence tells that the newspaper's state calls on two others: 中联部部长访问|越南和古巴.
    fn are_called_on(&self, context: &Context<'_>, sentence: usize, states: &[EntityId]) -> bool {
        let from = self.with_persons.partition_point(|named| named.sentence < sentence);
        let here = self.with_persons[from..].iter().take_while(|named| named.sentence == sentence);
        let Some(home) = context.home.filter(|home| states.len() == 2 && !states.contains(home)) else {
            return false;
        };
        let mut here = here.skip_while(|named| named.entity != home).skip_while(|named| named.entity == home);
        here.next().is_some_and(|guest| {
            let before = context.text()[..guest.span.start as usize].trim_end_matches('了');
            let ends_with = |word: &str| before.ends_with(word);
            self.words.goes_to.iter().chain(&self.words.meets).any(|word| ends_with(word))
        })
    }

    /// The newspaper's state and that of who is met, where the sentence names no other: 会见|纳扎尔巴耶夫时，双方.
    pub fn met(&self, context: &Context<'_>, span: Span) -> Option<Vec<EntityId>> {
        let home = context.home?;
        let lead = self.sentence_before(context, span);
        let meeting =
            self.words.meets.iter().filter_map(|word| Some(lead.rfind(word.as_str())? + word.len())).max()?;
        let start = span.start - Span::from_usize(0, lead.len()).end;
        let at = start + Span::from_usize(0, meeting).end;
        let among = |from: u32, to: u32| {
            let first = self.with_persons.partition_point(|named| named.span.start < from);
            let last = self.with_persons.partition_point(|named| named.span.start < to);
            distinct(self.with_persons.get(first..last.max(first)).unwrap_or_default().iter())
        };
        let (hosts, guests) = (among(start, at), among(at, span.start));
        let [guest] = guests.as_slice() else { return None };
        let mut both = vec![home.clone(), guest.clone()];
        both.sort();
        (guest != home && hosts.iter().all(|host| host == home)).then_some(both)
    }

    /// The text of the word's sentence before it, as far as it is read.
    pub fn sentence_before<'d>(&self, context: &Context<'d>, span: Span) -> &'d str {
        let sentence = context.layout.sentences.get(context.layout.sentence_at(span.start));
        let start = sentence.map_or(0, |sentence| sentence.span.start.min(span.start));
        read_back(context, start, span.start)
    }

    /// The states of the nearest sentence, this one included, that names exactly as many before the word; for a word that says
    /// itself that it stands for states also those that are enumerated.
    pub fn nearest(
        &self,
        context: &Context<'_>,
        span: Span,
        count: usize,
        is_of_states: bool,
    ) -> Option<Vec<EntityId>> {
        let here = context.layout.sentence_at(span.start);
        for back in 0..=REACH {
            let sentence = here.checked_sub(back)?;
            if let Some((last, states)) = &self.last
                && context.layout.sentence_at(last.start) == sentence
                && states.len() == count
                // Three that were joined to one word stay together: 三国领导人 behind a sentence on a fourth.
                && (count > 2 || !self.names_others(*last, span, states))
            {
                return Some(states.clone());
            }
            let among = |named: &'_ [Named<'p>]| {
                distinct(near(named, span).iter().filter(|named| named.sentence == sentence))
            };
            let states = among(&self.named);
            // 在乌期间，两国: of the state where the visitor is.
            if let Some(visited) = self.visited(context, here, span).filter(|_| sentence < here && count == 2)
                && let Some(home) = context.home
                && !states.contains(visited)
            {
                let mut both = vec![visited.clone(), home.clone()];
                both.sort();
                return (visited != home).then_some(both);
            }
            if states.len() == count {
                let before = self.named.partition_point(|named| named.span.start < span.start);
                let upto = self.named[..before].partition_point(|named| named.sentence <= sentence);
                let is_whole = !is_open(context, &self.named[..upto]);
                return (is_whole && !self.are_called_on(context, sentence, &states)).then_some(states);
            }
            // Another number of states stands between: which of them are meant is a guess, unless so many are enumerated.
            if states.len() > count {
                return (count > 2 && is_of_states)
                    .then(|| self.enumerated(context, sentence, span, count))
                    .flatten();
            }
            let states = among(&self.with_persons);
            if states.len() == count {
                return Some(states);
            }
        }
        None
    }

    /// The states of the only enumeration of exactly so many in a sentence before a word: 从俄罗斯回国途中，被法国、葡萄牙、意大利
    /// 和西班牙拒绝。上述四国….
    fn enumerated(
        &self,
        context: &Context<'_>,
        sentence: usize,
        span: Span,
        count: usize,
    ) -> Option<Vec<EntityId>> {
        let near = near(&self.named, span);
        let own: Vec<Named<'p>> = near.iter().copied().filter(|named| named.sentence == sentence).collect();
        let joined = |one: &Named<'p>, next: &Named<'p>| {
            one.span.end <= next.span.start && {
                let gap = context.between(one.span.end, next.span.start);
                JOINTS.contains(&gap)
            }
        };
        let mut fitting =
            own.chunk_by(joined).map(|list| distinct(list.iter())).filter(|list| list.len() == count);
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// The only state of a sentence before a word, with 期间 behind it.
    fn visited(&self, context: &Context<'_>, sentence: usize, span: Span) -> Option<&'p EntityId> {
        let before = self.named.partition_point(|named| named.span.start < span.start);
        let near = self.named[..before].iter().rev().take_while(|named| named.sentence == sentence);
        let mut near = near.take(MOST_NAMED);
        let last = near.next()?;
        let stays = context.text()[last.span.end as usize..].starts_with("期间");
        (stays && near.all(|named| named.entity == last.entity)).then_some(last.entity)
    }

    /// All states that the document has named so far, if they are exactly as many as the word says.
    pub fn before(&self, span: Span, count: usize) -> Option<Vec<EntityId>> {
        self.firsts.iter().find_map(|firsts| {
            let before = firsts.partition_point(|first| first.span.start < span.start);
            (before == count).then(|| distinct(firsts[..before].iter()))
        })
    }

    /// Keeps the states of a word that always stands for them: 两伊 in the title, which names no two others.
    pub fn remember_fixed(&mut self, context: &Context<'_>, span: Span, states: &[EntityId]) {
        let sentence = context.layout.sentences.get(context.layout.sentence_at(span.start));
        if self.title.len() < 2 && sentence.is_some_and(|sentence| sentence.field == Field::Title) {
            self.title = states.to_vec();
            self.title_is_one_word = true;
        }
        self.remember(span, states);
    }

    /// Keeps a group that was called by its name.
    pub fn remember_group(&mut self, states: &[EntityId]) {
        if states.len() > 2 {
            self.group = Some(states.to_vec());
        }
    }

    /// The group that was called by its name before, if it has so many members: 三国 behind 波罗的海三国.
    pub fn group(&self, count: usize) -> Option<Vec<EntityId>> {
        self.group.clone().filter(|states| states.len() == count)
    }

    /// The one state, beside the newspaper's, of which the word's paragraph speaks before it, if the paragraph begins
    /// with a person or body of it, or its side stands there.
    ///
    /// In a row of messages each speaks for the state of its own paragraph: 莱索托首相说，两国…。汤加首相说，两国….
    pub fn of_paragraph(&self, context: &Context<'_>, span: Span) -> Option<&'p EntityId> {
        let sentence = context.layout.sentences.get(context.layout.sentence_at(span.start))?;
        let paragraph = context.layout.paragraphs.get(sentence.paragraph as usize)?.span;
        let from = self.with_persons.partition_point(|named| named.span.start < paragraph.start);
        let to = self.with_persons.partition_point(|named| named.span.start < span.start);
        let near = self.with_persons.get(from..to).filter(|near| near.len() <= MOST_NAMED)?;
        let mut others = near.iter().filter(|named| Some(named.entity) != context.home);
        let first = others.next()?;
        let is_of_others = self
            .last
            .as_ref()
            .is_some_and(|(last, states)| paragraph.contains(*last) && !states.contains(first.entity));
        let text = paragraph.of(context.text());
        // 朝鲜停战以来 names a state that does nothing there.
        let is_person = |near: &Named<'_>| {
            let from = self.named.partition_point(|named| named.span.start < near.span.start);
            let here = self.named[from..].iter().take_while(|named| named.span.start == near.span.start);
            !here.map(|named| named.span).any(|span| span == near.span)
        };
        let has_person = near.iter().any(|near| near.entity == first.entity && is_person(near));
        let acts =
            context.hits_from(first.span.end).iter().take_while(|hit| hit.span.start == first.span.end);
        let acts = acts.map(|hit| hit.entry).any(|it| matches!(it, Entry::Title(_) | Entry::Organization(_)));
        let begins = text.trim_start().len() == text.len() - (first.span.start - paragraph.start) as usize
            && (has_person || acts);
        let rest = &context.text()[first.span.end as usize..];
        // A newspaper speaks of other states.
        let is_medium = rest.starts_with(['《', '媒', '报']);
        let is_side = || near.iter().any(|named| named.span.of(context.text()).ends_with('方'));
        let is_one = others.all(|named| named.entity == first.entity);
        (is_one && !is_medium && !is_of_others && (begins || is_side())).then_some(first.entity)
    }

    /// The states that the words of the document have meant so far, all of them, if there were several words.
    pub fn settled(&self, count: usize) -> Option<Vec<EntityId>> {
        let (_, states) = self.last.as_ref()?;
        (self.n_alike >= SETTLED && states.len() == count).then(|| states.clone())
    }

    /// Keeps what a word was found to mean, for the next one.
    pub fn remember(&mut self, span: Span, states: &[EntityId]) {
        let is_alike = self.last.as_ref().is_none_or(|(_, last)| last == states);
        self.n_alike = if is_alike { self.n_alike + 1 } else { 0 };
        self.last = Some((span, states.to_vec()));
    }

    /// Whether a state other than these is named between two words.
    fn names_others(&self, last: Span, span: Span, states: &[EntityId]) -> bool {
        let from = self.named.partition_point(|named| named.span.start < last.end);
        let to = self.named.partition_point(|named| named.span.start < span.start);
        self.named[from..to].iter().any(|named| !states.contains(named.entity))
    }

    /// The states named between two view offsets.
    pub fn named_between(&self, start: u32, end: u32) -> Vec<&'p EntityId> {
        let mut states: Vec<&EntityId> = self
            .named
            .iter()
            .filter(|named| start <= named.span.start && named.span.start < end)
            .map(|named| named.entity)
            .collect();
        states.sort();
        states.dedup();
        states
    }

    /// The one state beside `speaker` that the title names, else the sentence, else the document up to the word.
    pub fn other_than(&self, context: &Context<'_>, speaker: &EntityId, span: Span) -> Option<EntityId> {
        let sentence = context.layout.sentences.get(context.layout.sentence_at(span.start))?;
        let ranges = [(sentence.span.start, span.start), (0, span.start)];
        let named = ranges.into_iter().map(|(start, end)| {
            self.named_between(start, end).into_iter().cloned().collect::<Vec<EntityId>>()
        });
        std::iter::once(self.title.clone()).chain(named).find_map(|states| {
            let mut others = states.into_iter().filter(|state| state != speaker);
            let other = others.next()?;
            others.next().is_none().then_some(other)
        })
    }

    /// The state that is joined to the word before it: 印尼与|贵国.
    pub fn joined_before(&self, context: &Context<'_>, span: Span) -> Option<&'p EntityId> {
        let lead = &context.text()[..span.start as usize];
        let lead = OUTER_JOINTS.iter().find_map(|joint| lead.strip_suffix(joint))?;
        let end = Span::from_usize(0, lead.len()).end;
        let next = self.named.partition_point(|named| named.span.end < end);
        self.named.get(next).filter(|named| named.span.end == end).map(|named| named.entity)
    }

    /// The state with whose name a span begins, and where the name ends: 越南民主共和国|政府声明.
    pub fn opening(&self, span: Span) -> Option<(u32, &'p EntityId)> {
        let at = self.named.partition_point(|named| named.span.start < span.start);
        let first = self.named.get(at).filter(|named| named.span.start == span.start)?;
        Some((first.span.end, first.entity))
    }

    /// The state to which a salutation speaks: 法兰西共和国总统…阁下：; that of a person (尊敬的周恩来总理：) where none is named.
    pub fn saluted(&self, context: &Context<'_>, salutes: &[String]) -> Option<EntityId> {
        leads(context, salutes).find_map(|lead| {
            let of = |named: &[Named<'p>]| {
                let inside = named.iter().filter(|named| lead.contains(named.span));
                match distinct(inside).as_slice() {
                    [state] => Some(state.clone()),
                    _ => None,
                }
            };
            of(&self.named).or_else(|| of(&self.with_persons))
        })
    }
}

/// The last of some states before a word, as many as are looked at.
fn near<'n, 'p>(named: &'n [Named<'p>], span: Span) -> &'n [Named<'p>] {
    let before = named.partition_point(|named| named.span.start < span.start);
    &named[before.saturating_sub(MOST_NAMED)..before]
}

/// What leads to the words of a letter or speech, among the first paragraphs of the body: a paragraph that ends with a colon,
/// or the beginning of one up to a colon with a word of those who salute.
pub(super) fn leads<'c>(context: &'c Context<'_>, salutes: &'c [String]) -> impl Iterator<Item = Span> + 'c {
    let body = context.layout.paragraphs.iter().filter(|block| block.field == Field::Body);
    body.take(MOST_LEADS).filter_map(move |paragraph| {
        let text = paragraph.span.of(context.text());
        let colon = text.find(COLON)? + COLON.len_utf8();
        let lead = &text[..colon];
        let is_salutation = || {
            lead.len() <= LONGEST_SALUTATION && salutes.iter().any(|salute| lead.contains(salute.as_str()))
        };
        let length =
            if text.ends_with(COLON) { text.len() } else { Some(colon).filter(|_| is_salutation())? };
        Some(Span::new(paragraph.span.start, paragraph.span.start + Span::from_usize(0, length).end))
    })
}

/// What ends a salutation.
const COLON: char = '：';

/// Bytes of a salutation before the text of its paragraph (forty Han characters).
const LONGEST_SALUTATION: usize = 120;

/// The body whose head a person is: 联合国教科文组织总干事|博科娃.
fn headed<'p>(context: &Context<'_>, person: &Mention, bodies: &[Named<'p>]) -> Option<&'p EntityId> {
    let Detail::Person(detail) = &person.detail else { return None };
    let role = detail.role.as_deref()?;
    let start = context.text()[..person.span.start as usize].strip_suffix(role)?.len();
    // The role holds the body's name, or stands behind it.
    let from = bodies.partition_point(|body| (body.span.end as usize) < start);
    let body = bodies[from..].iter().take_while(|body| body.span.start < person.span.start).last()?;
    Some(body.entity)
}

/// Whether a person of the lexicon is in office at an international body on the article's day.
fn is_of_body(context: &Context<'_>, person: &EntityId) -> bool {
    let person = context.lexicon.person(person);
    let mut terms = person.into_iter().flat_map(|person| &person.offices);
    terms.any(|term| term.country.is_none() && term.window.contains(context.day))
}

/// Whether a body stands joined to a state or to who speaks for one: 中国和欧盟.
fn is_joined(context: &Context<'_>, body: Span, states: &[Named<'_>]) -> bool {
    let next = states.partition_point(|state| state.span.start < body.start);
    let is_joint = |gap: &str| !gap.is_empty() && JOINTS.contains(&gap);
    let before = next.checked_sub(1).and_then(|last| states.get(last));
    let after = states.get(next);
    before.is_some_and(|state| {
        state.span.end <= body.start && is_joint(context.between(state.span.end, body.start))
    }) || after.is_some_and(|state| {
        state.span.start >= body.end && is_joint(context.between(body.end, state.span.start))
    })
}

/// The rule whose mentions are a matter of form.
const CLAUSE: &str = "one-china-clause";

/// What 以下简称 may define as all parties before it.
const DEFINED: [&str; 5] = ["双方", "两国", "缔约双方", "三国", "三方"];

/// The first mention of each state.
fn firsts<'p>(named: &[Named<'p>]) -> Vec<Named<'p>> {
    let mut known: FxHashSet<&EntityId> = FxHashSet::default();
    named.iter().copied().filter(|named| known.insert(named.entity)).collect()
}

/// The text between two view offsets, as far as it is read.
fn read_back<'d>(context: &Context<'d>, start: u32, end: u32) -> &'d str {
    let mut from = start.max(end.saturating_sub(LONGEST_BEFORE));
    while !context.text().is_char_boundary(from as usize) {
        from += 1;
    }
    context.between(from, end)
}

/// What joins states to one expression.
const JOINTS: [&str; 8] = ["", "、", "和", "与", "及", "同", "以及", "—"];

/// What joins a state to an expression of others of which it is none: 美国同|英、阿两国.
const OUTER_JOINTS: [&str; 3] = ["同", "与", "和"];

/// The states of the longest expression that ends before `end`, joined to each other.
fn chain<'n>(context: &Context<'_>, named: &[Named<'n>], end: u32, last: &[&str]) -> Vec<&'n EntityId> {
    let mut states = Vec::new();
    let mut reached = end;
    for (number, named) in named.iter().rev().enumerate() {
        // An anaphor of several states has several entries at one place.
        let gap = if named.span.end > reached { "?" } else { context.between(named.span.end, reached) };
        let joints = if number == 0 { last } else { &JOINTS };
        if !joints.contains(&gap) {
            break;
        }
        states.push(named.entity);
        reached = named.span.start;
    }
    states
}

/// The last states of an expression, so many, where another word joins the one before to them.
fn last_of<'n>(
    context: &Context<'_>,
    named: &[Named<'n>],
    end: u32,
    count: usize,
) -> Option<Vec<&'n EntityId>> {
    let first = named.len().checked_sub(count + 1)?;
    let gap = |at: usize| {
        let to = named.get(at + 1).map_or(end, |next| next.span.start);
        (named[at].span.end <= to).then(|| context.between(named[at].span.end, to))
    };
    let outer = gap(first).filter(|gap| OUTER_JOINTS.contains(gap))?;
    let inner = first + 1..named.len() - 1;
    let are_joined = inner.clone().all(|at| gap(at).is_some_and(|gap| JOINTS.contains(&gap) && gap != outer));
    (are_joined && gap(named.len() - 1) == Some(""))
        .then(|| named[first + 1..].iter().map(|named| named.entity).collect())
}

/// Whether an enumeration that the last state ends goes on with others: 沙特、阿联酋|等多国.
fn is_open(context: &Context<'_>, named: &[Named<'_>]) -> bool {
    let [.., before, last] = named else { return false };
    let is_list =
        before.span.end <= last.span.start && context.between(before.span.end, last.span.start) == "、";
    let rest = &context.text()[last.span.end as usize..];
    is_list && (rest.starts_with("等国") || rest.starts_with("等多") || rest.starts_with("等一些"))
}

fn exactly(chain: &[&EntityId], count: usize) -> Option<Vec<EntityId>> {
    let mut states: Vec<EntityId> = chain.iter().map(|state| (*state).clone()).collect();
    states.sort();
    states.dedup();
    (states.len() == count).then_some(states)
}

fn distinct<'n, 'p: 'n>(named: impl Iterator<Item = &'n Named<'p>>) -> Vec<EntityId> {
    let mut states: Vec<EntityId> = named.map(|named| named.entity.clone()).collect();
    states.sort();
    states.dedup();
    states
}

/// Whether it is Hong Kong, Macao or Taiwan.
fn is_special(context: &Context<'_>, id: &EntityId) -> bool {
    context.lexicon.state(id).is_some_and(|state| state.status == Status::Special)
}
