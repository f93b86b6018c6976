//! Places of the lexicon (cities, provinces, regions, seas, buildings) and places by the character at their end.

mod cue;
mod definition;
mod homonym;
mod neighbours;
mod suffix;

use std::cell::LazyCell;
use std::sync::Arc;

use bangjiao_document::{Detail, EntityId, Form, Kind, Link, Mention, NamedDetail, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Place, Status};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;
use crate::tag::characters::{Characters, JOINT, is_han};
use crate::tag::country::is_sea_of_state;
use crate::tag::letters;
pub(crate) use cue::CUES;
use cue::Cues;
use definition::Definitions;
use homonym::{Gazetted, Named};
use suffix::{Known, Suffixes};

/// Tags places by the gazetteer, longest first, and by suffix.
pub(crate) struct PlaceTagger {
    gazetteer: RuleId,
    /// Names of the lexicon that are words too: 海防, 白银.
    also_words: Vec<String>,
    /// What the dictionary joins to a name: 市.
    tails: FxHashSet<String>,
    /// Titles of two characters that are seldom parts of other words before a place: 部长, but 湖南省|长沙.
    offices: Vec<String>,
    /// Words for ships behind a name in quotation marks: “长治”|轮.
    ships: Vec<String>,
    neighbour: RuleId,
    dateline: RuleId,
    suffixes: Suffixes,
    definitions: Definitions,
    cues: Cues,
    letters: RuleId,
    characters: Arc<Characters>,
}

impl PlaceTagger {
    /// Reads the rule of suffixes.
    pub fn new(lexicon: &Lexicon, characters: Arc<Characters>) -> Self {
        let rule = lexicon.rules("bodies").iter().find(|rule| rule.id.as_str() == "place-gazetteer");
        let texts = |key: &str| rule.map(|rule| rule.texts(key)).unwrap_or_default();
        PlaceTagger {
            gazetteer: RuleId::new("place-gazetteer").expect("the id is well formed"),
            also_words: texts("also_words"),
            tails: texts("tails").into_iter().collect(),
            offices: texts("offices"),
            ships: texts("ships"),
            neighbour: RuleId::new("place-neighbour").expect("the id is well formed"),
            dateline: RuleId::new("place-dateline").expect("the id is well formed"),
            suffixes: Suffixes::new(lexicon),
            definitions: Definitions::new(lexicon),
            cues: Cues::new(lexicon),
            letters: RuleId::new("place-letters").expect("the id is well formed"),
            characters,
        }
    }

    /// Nouns before names, for the scan.
    pub fn words(&self) -> Vec<&str> {
        self.cues.words()
    }

    /// Whether the name begins a word that goes on with the sort of the place or with what lies or happens there: 北京|市.
    fn goes_on(&self, context: &Context<'_>, span: Span) -> bool {
        context.words.word_at(span.start).is_some_and(|word| {
            let rest = context.between(span.end, word.end);
            word.start == span.start && self.tails.contains(rest)
        })
    }

    /// Whether a name that is a word too (海防) stands where nothing says that it is a place's: no place or state before it,
    /// nor in a list with it, and no unit of administration behind it.
    fn is_word(&self, context: &Context<'_>, span: Span, ends_at: impl Fn(u32) -> bool) -> bool {
        let is_listed = || context.before(span.start) == Some('、') && ends_at(span.start - ONE);
        let is_unit = || matches!(context.after(span.end), Some('市' | '县' | '区' | '镇' | '港'));
        let name = span.of(context.text());
        self.also_words.iter().any(|word| word == name) && !(ends_at(span.start) || is_listed() || is_unit())
    }
}

/// Bytes of a Han character.
const ONE: u32 = 3;

/// Bytes of 地区.
const DISTRICT: u32 = 6;

/// A name of so many bytes (two Han characters) must begin or end with a word, or it is a chance meeting of characters.
const SHORT: u32 = 6;

/// So many of the last titles are looked at: those that overlap each other.
const TITLES: usize = 4;

/// Bytes of the longest title that is looked for before a name.
const LONGEST_TITLE: u32 = 30;

/// A name of more bytes (three Han characters) is no chance meeting of characters.
const LONG: u32 = 9;

impl Tagger for PlaceTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let places = context.lexicon.places();
        let Listed { mut found, known, cues } = self.listed(context, proposals);
        let (choices, unlisted) = {
            let named = LazyCell::new(|| Named::new(proposals, &found));
            // 圣地亚哥 in Chile or in Cuba
            let choose = |rows: &[u32], span: Span| &places[named.choose(context, rows, span) as usize];
            let chosen =
                |place: &Gazetted| (!place.rows.is_empty()).then(|| choose(&place.rows, place.mention.span));
            let choices: Vec<Option<&Place>> = found.iter().map(chosen).collect();
            (choices, self.unlisted(context, &known, &cues, &choose))
        };
        for (place, choice) in found.iter_mut().zip(choices) {
            if let Some(choice) = choice {
                place.mention.links = vec![Link::plain(choice.id.clone())];
                place.mention.detail = Detail::Named(NamedDetail { country: choice.country.clone() });
            }
        }
        let listed = found.into_iter().map(|place| (place.strength, place.mention));
        for (strength, mention) in listed.chain(unlisted) {
            proposals.push(strength, mention);
        }
        for mention in self.datelines(context, proposals, &known) {
            proposals.push(Strength::Certain, mention);
        }
        letters::propose(context, Kind::Place, &self.letters, proposals);
    }
}

/// What the gazetteer knows of an article.
struct Listed {
    /// Its places, in the order of the text.
    found: Vec<Gazetted>,
    /// Where states and these places end.
    known: FxHashMap<u32, Known>,
    /// Where nouns end before which a name may be a place's.
    cues: Vec<u32>,
}

impl PlaceTagger {
    /// Finds the places of the gazetteer, longest first.
    fn listed(&self, context: &Context<'_>, proposals: &Proposals) -> Listed {
        let places = context.lexicon.places();
        let mut known: FxHashMap<u32, Known> = proposals
            .of(Kind::Country)
            .map(|mention| (mention.span.end, Known { start: mention.span.start, is_state: true }))
            .collect();
        // Letters of states, by start.
        let letters: FxHashSet<u32> = proposals
            .of(Kind::Country)
            .filter(|state| state.form == Some(Form::Abbreviation))
            .map(|state| state.span.start)
            .collect();
        // 巴|中友谊
        let is_run = |span: Span| {
            span.len() == SHORT && [0, SHORT / 2].iter().all(|at| letters.contains(&(span.start + at)))
        };
        let mut reached = 0;
        let mut province: Option<Span> = None;
        let mut cues: Vec<u32> = Vec::new();
        // States by their names, by where these end.
        let mut names: Vec<(u32, EntityId)> = proposals
            .of(Kind::Country)
            .filter(|state| state.form == Some(Form::Name))
            .filter_map(|state| Some((state.span.end, state.links.first()?.entity.clone())))
            .collect();
        names.sort_unstable_by_key(|(end, _)| *end);
        // Where titles end, before names that a person may bear.
        let mut titles: Vec<u32> = Vec::new();
        let mut previous = Span::default();
        let mut found: Vec<Gazetted> = Vec::new();
        for (number, hit) in context.hits.iter().enumerate() {
            match hit.entry {
                Entry::Place(_) => {}
                Entry::Word(CUES, _) => {
                    cues.push(hit.span.end);
                    continue;
                }
                Entry::Title(_) => {
                    titles.push(hit.span.end);
                    continue;
                }
                _ => continue,
            };
            if hit.span.start < reached || hit.span == previous {
                continue;
            }
            previous = hit.span;
            let rows = homonym::rows(context, &context.hits[number..], hit.span);
            let Some(place) = rows.first().map(|row| &places[*row as usize]) else { continue };
            if is_clock(context, hit.span) || begins_in_title(context, hit.span, &self.offices) {
                continue;
            }
            // 辽宁|沈阳 is one word of the dictionary.
            let is_province = place.kind == "province";
            let in_province = province.is_some_and(|province| province.end == hit.span.start);
            let starts = in_province || context.words.is_border(hit.span.start);
            let ends = context.words.is_border(hit.span.end)
                || is_province && (before_place(context, hit.span.end) || before_part(context, hit.span));
            let fits = if hit.span.len() <= SHORT {
                starts && (ends || self.goes_on(context, hit.span)) || ends && around_it(context, hit.span)
            } else {
                // 沿|海城市, 西安|区域
                let name = hit.span.of(context.text());
                let is_cut = name.ends_with(['区', '旗']) || ends_with_works(context, hit.span);
                starts && (ends || !is_cut || before_office(context, hit.span))
                    || ends && (hit.span.len() > LONG || !name.ends_with(['市', '县', '区', '旗']))
            };
            // 贵州省|委: the shorter name that begins here is the place.
            if !fits
                || self.is_word(context, hit.span, |end| known.contains_key(&end))
                || is_name_of_person(context, hit.span)
                || belongs_to_body(context, hit.span)
                || names_ship(context, hit.span, &self.ships)
                || is_run(hit.span)
                || is_sea_of_state(context, hit.span)
            {
                continue;
            }
            // 江西|泰和: no place of the home state is transliterated.
            if place.country.as_ref() != context.home
                && !is_compass(hit.span.of(context.text()))
                && self.characters.goes_on(context.text(), &context.words, hit.span)
            {
                continue;
            }
            // 滨州|地区 was a unit of administration around a city; 中亚|地区 is the region itself.
            let district = place.kind == "city"
                && context.between(hit.span.end, hit.span.end + DISTRICT) == "地区"
                && context.words.is_border(hit.span.end + DISTRICT);
            let end = hit.span.end + if district { DISTRICT } else { 0 };
            let is_unit = district || place.kind == "city" && hit.span.of(context.text()).ends_with("地区");
            // 河北省|张家口地区 is one unit of administration.
            let within = province.filter(|province| is_unit && province.end == hit.span.start);
            let hit = Span::new(within.map_or(hit.span.start, |province| province.start), end);
            reached = hit.end;
            province = is_province.then_some(hit);
            known.insert(hit.end, Known { start: hit.start, is_state: false });
            // 程|东海, 刘|凤山: two characters that the dictionary does not call a place may be the end of a name.
            // 石油部长|奥贝德: so may a longer one behind a title.
            let is_doubtful =
                hit.len() <= SHORT || titles.iter().rev().take(TITLES).any(|end| *end == hit.start);
            let is_weak = !district && is_doubtful && context.words.part_of_speech(hit) != "ns";
            let strength = if outranks_persons(context, hit) {
                Strength::Certain
            } else if is_weak {
                Strength::Context
            } else {
                Strength::Lexicon
            };
            let before = names.binary_search_by_key(&hit.start, |(end, _)| *end).ok();
            let other = before.map(|number| &names[number].1);
            // 古巴|圣地亚哥, 英国|北海
            let own =
                other.filter(|_| rows.len() > 1).and_then(|state| homonym::of_state(places, &rows, state));
            let place = own.unwrap_or(place);
            let other = other.filter(|state| own.is_none() && is_of_another_state(context, place, state));
            let rows = if own.is_none() && other.is_none() && rows.len() > 1 { rows } else { Vec::new() };
            let (entity, country) = match other {
                Some(state) => (EntityId::unlinked(Kind::Place, hit.of(context.text())), Some(state.clone())),
                None => (place.id.clone(), place.country.clone()),
            };
            let mention = Mention {
                links: vec![Link::plain(entity)],
                detail: Detail::Named(NamedDetail { country }),
                ..Mention::new(hit, Kind::Place, self.gazetteer.clone())
            };
            found.push(Gazetted { strength, mention, rows });
        }
        Listed { found, known, cues }
    }

    /// Finds places that the gazetteer does not hold: by the character at their end, by what the article says of them, by the
    /// noun before them and by their neighbours.
    fn unlisted<'c>(
        &self,
        context: &Context<'c>,
        known: &FxHashMap<u32, Known>,
        cues: &[u32],
        choose: &dyn Fn(&[u32], Span) -> &'c Place,
    ) -> Vec<(Strength, Mention)> {
        let mut found = self.suffixes.find(context, &self.characters, |at| known.get(&at).copied());
        found.retain(|place| !belongs_to_body(context, place.span));
        let by_suffix = found.len();
        let defined = self.definitions.find(context);
        found.extend(defined.into_iter().filter(|place| {
            !context
                .hits_from(place.span.start)
                .iter()
                .take_while(|hit| hit.span.start == place.span.start)
                .any(|hit| hit.span.end >= place.span.end)
        }));
        let by_definition = found.len();
        let cued = self.cues.find(context, &self.characters, cues);
        if !cued.is_empty() {
            let longer: FxHashSet<u32> = found.iter().map(|place| place.span.start).collect();
            found.extend(
                cued.into_iter().filter(|place| {
                    !longer.contains(&place.span.start) && is_new(context, place.span, known)
                }),
            );
        }
        let by_cue = found.len();
        neighbours::again(context, &mut found);
        neighbours::listed(context, known, &mut found);
        let mut mentions = Vec::with_capacity(found.len());
        for (number, place) in found.into_iter().enumerate() {
            // 诺福克岛 is a territory of the lexicon.
            if known
                .get(&place.span.end)
                .is_some_and(|known| known.is_state && known.start <= place.span.start)
            {
                continue;
            }
            let rule = match number {
                number if number < by_suffix => &self.suffixes.rule,
                number if number < by_definition => &self.definitions.rule,
                number if number < by_cue => &self.cues.rule,
                _ => &self.neighbour,
            };
            // 西雅图|市 is the city of the lexicon.
            let city = place.extends.then(|| city_before_unit(context, place.span, choose)).flatten();
            let surface = place.span.of(context.text());
            // 首府|福克沙尼 is said to be a place, whoever bears the name too.
            let is_certain = place.extends || (by_definition..by_cue).contains(&number);
            let strength = if is_certain { Strength::Certain } else { Strength::Context };
            let mention = Mention {
                links: vec![Link::plain(match city {
                    Some(city) => city.id.clone(),
                    None => EntityId::unlinked(Kind::Place, surface),
                })],
                detail: Detail::Named(NamedDetail { country: city.and_then(|city| city.country.clone()) }),
                ..Mention::new(place.span, Kind::Place, rule.clone())
            };
            mentions.push((strength, mention));
        }
        mentions
    }
}

/// The name of a place in a dateline has so many characters at most.
const LONGEST_DATELINE: usize = 8;

impl PlaceTagger {
    /// Places that nothing names but the dateline: 新华社|埃维昂|十八日电.
    fn datelines(
        &self,
        context: &Context<'_>,
        proposals: &Proposals,
        known: &FxHashMap<u32, Known>,
    ) -> Vec<Mention> {
        let text = context.text();
        let mut found = Vec::new();
        for date in proposals.of(Kind::Date).map(|date| date.span) {
            let (before, after) = (&text[..date.start as usize], &text[date.end as usize..]);
            if !after.starts_with(['电', '讯']) || known.contains_key(&date.start) {
                continue;
            }
            let name: usize = before
                .chars()
                .rev()
                .take(LONGEST_DATELINE)
                .take_while(|&character| is_han(character) && character != '社')
                .map(char::len_utf8)
                .sum();
            let Some(start) = date.start.checked_sub(u32::try_from(name).unwrap_or(u32::MAX)) else {
                continue;
            };
            let span = Span::new(start, date.start);
            let is_agency = context.between(start.saturating_sub(LONG), start) == AGENCY;
            let is_known = || {
                let mut here = context.hits_from(start).iter().take_while(|hit| hit.span.start == start);
                here.any(|hit| hit.span == span && names_other(&hit.entry))
            };
            if is_agency && span.len() >= SHORT && !is_known() {
                let surface = span.of(text);
                found.push(Mention {
                    links: vec![Link::plain(EntityId::unlinked(Kind::Place, surface))],
                    detail: Detail::Named(NamedDetail::default()),
                    ..Mention::new(span, Kind::Place, self.dateline.clone())
                });
            }
        }
        found
    }
}

/// The agency in whose datelines unknown places are read.
const AGENCY: &str = "新华社";

/// Whether a hit names something that is no place: 新华社|联合国.
fn names_other(entry: &Entry) -> bool {
    matches!(entry, Entry::Organization(_) | Entry::Country(_) | Entry::Person(_))
}

/// 审|议长.
const DELIBERATES: char = '审';

/// 副部长|江明: the place begins with the last character of a title.
fn begins_in_title(context: &Context<'_>, span: Span, offices: &[String]) -> bool {
    // 水利部|长江委
    let is_river = context.after(span.end).is_some_and(|next| "委航流沿中下上大三经水边".contains(next));
    if context.after(span.start) != Some('长') || is_river {
        return false;
    }
    let from = span.start.saturating_sub(LONGEST_TITLE);
    let near = context.hits_from(from).iter().take_while(|hit| hit.span.start < span.start);
    near.filter(|hit| matches!(hit.entry, Entry::Title(_)) && hit.span.end == span.start + ONE)
        .filter(|hit| context.before(hit.span.start) != Some(DELIBERATES))
        .map(|hit| hit.span.of(context.text()))
        .any(|title| title.chars().nth(2).is_some() || offices.iter().any(|office| office == title))
}

/// The city of the lexicon whose name stands before 市.
fn city_before_unit<'l>(
    context: &Context<'l>,
    span: Span,
    choose: &dyn Fn(&[u32], Span) -> &'l Place,
) -> Option<&'l Place> {
    span.of(context.text()).strip_suffix('市')?;
    let name = Span::new(span.start, span.end - ONE);
    let places = context.lexicon.places();
    let here = context.hits_from(span.start);
    let first =
        here.iter().take_while(|hit| hit.span.start == span.start).position(|hit| hit.span == name)?;
    let mut cities = homonym::rows(context, &here[first..], name);
    cities.retain(|row| places[*row as usize].kind == "city");
    (!cities.is_empty()).then(|| choose(&cities, span))
}

/// 海淀区|法院, where the dictionary has 区法院.
fn before_office(context: &Context<'_>, span: Span) -> bool {
    let rest = &context.text()[span.end as usize..];
    ["法院", "检察院", "人民", "政府"].iter().any(|office| rest.starts_with(office))
}

/// Whether no place or state of the lexicon ends where a name does or begins where it begins.
fn is_new(context: &Context<'_>, span: Span, known: &FxHashMap<u32, Known>) -> bool {
    let here = context.hits_from(span.start).iter().take_while(|hit| hit.span.start == span.start);
    let mut named = here.filter(|hit| matches!(hit.entry, Entry::Place(_) | Entry::Country(_)));
    !known.contains_key(&span.end) && named.next().is_none()
}

/// Whether · joins the name to another: 弗拉基米尔·伊里奇.
fn is_name_of_person(context: &Context<'_>, span: Span) -> bool {
    context.after(span.end) == Some(JOINT) || context.before(span.start) == Some(JOINT)
}

/// Whether people of the lexicon who bear the name too (贝鲁特, 钟山) would need a title or an office on the article's day,
/// and have none here.
fn outranks_persons(context: &Context<'_>, span: Span) -> bool {
    let people = context.lexicon.people();
    let here = context.hits_from(span.start).iter().take_while(|hit| hit.span.start == span.start);
    let mut bears = false;
    for hit in here.filter(|hit| hit.span == span) {
        let Entry::Person(row) = hit.entry else { continue };
        let person = &people[row as usize];
        if !person.ambiguous || person.offices.iter().any(|term| term.window.contains(context.day)) {
            return false;
        }
        bears = true;
    }
    let titled = || {
        let from = span.start.saturating_sub(LONGEST_TITLE);
        let near = context.hits_from(from).iter().take_while(|hit| hit.span.start <= span.end);
        let beside = |at: Span| at.end == span.start || at.start == span.end;
        near.filter(|hit| matches!(hit.entry, Entry::Title(_))).any(|hit| beside(hit.span))
    };
    bears && !titled()
}

/// “长治”轮 is a ship, “澜沧号” a train.
fn names_ship(context: &Context<'_>, span: Span, ships: &[String]) -> bool {
    /// Characters of the name before the place at most: “新|西伯利亚”号.
    const LONGEST: usize = 8;
    let rest = &context.text()[span.end as usize..];
    let is_called = rest.starts_with("号”");
    let Some(rest) = rest.strip_prefix('”').or(is_called.then_some(rest)) else { return false };
    let mut before = context.text()[..span.start as usize].chars().rev().take(LONGEST);
    ships.iter().any(|ship| rest.starts_with(ship.as_str()))
        && before.find(|mark| matches!(mark, '“' | '”' | '。' | '，')) == Some('“')
}

/// Whether a name is translated and so no beginning of a transliterated one: 西非|埃博拉.
fn is_compass(name: &str) -> bool {
    name.starts_with(['东', '西', '南', '北', '中']) && name.ends_with('非')
}

/// 北京时间 is a clock and no place.
fn is_clock(context: &Context<'_>, span: Span) -> bool {
    context.text()[span.end as usize..].starts_with("时间")
}

/// 贵州省|委, 长沙市|民, 西藏自治区|政府: the unit of administration belongs to the word that follows; in 湖南省|长沙市 it does not.
fn belongs_to_body(context: &Context<'_>, span: Span) -> bool {
    let name = span.of(context.text());
    let rest = &context.text()[span.end as usize..];
    let unit = name.ends_with(['省', '市', '县']);
    if (unit || name.ends_with("自治区")) && rest.starts_with("政府") || unit && rest.starts_with('委')
    {
        return true;
    }
    // 海淀|区委, 延边|州委.
    if name.ends_with(['区', '州', '旗']) && rest.starts_with('委') && !context.words.is_border(span.end)
    {
        return true;
    }
    // 重庆|市区, 襄樊|市民; but 广州市|民政局.
    let alone = |at: u32| context.words.word_at(at).is_some_and(|word| word.start == at && word.len() == ONE);
    if name.ends_with('市') && rest.starts_with(['民', '区']) && alone(span.end) {
        return true;
    }
    let word = unit && rest.starts_with(['民', '直', '长', '府', '容', '郊'])
        || name.ends_with('市') && rest.starts_with('区');
    word && !context.words.is_border(span.end)
        && !context
            .hits_from(span.end)
            .iter()
            .take_while(|hit| hit.span.start == span.end)
            .any(|hit| matches!(hit.entry, Entry::Place(_)))
}

/// Whether the last character is the first of 市政: 郑州|市政工程.
fn ends_with_works(context: &Context<'_>, span: Span) -> bool {
    let last = span.end.checked_sub("市".len() as u32).and_then(|at| context.words.word_at(at));
    last.is_some_and(|word| word.of(context.text()) == "市政")
}

/// Whether a part of a province follows with whose name the dictionary joins its last character: 山东|南部, 山西|北部.
fn before_part(context: &Context<'_>, province: Span) -> bool {
    let rest = &context.text()[province.end as usize..];
    province.of(context.text()).ends_with(['东', '西'])
        && (rest.starts_with("南部") || rest.starts_with("北部"))
}

/// Whether another place of the lexicon begins at an offset and ends with a word: 辽宁|沈阳.
fn before_place(context: &Context<'_>, at: u32) -> bool {
    let mut next = context.hits_from(at).iter().take_while(|hit| hit.span.start == at);
    next.any(|hit| matches!(hit.entry, Entry::Place(_)) && context.words.is_border(hit.span.end))
}

/// Whether the name ends a word that says what lies around it: 环|渤海.
fn around_it(context: &Context<'_>, span: Span) -> bool {
    context.words.word_at(span.start).is_some_and(|word| {
        word.end == span.end && matches!(context.between(word.start, span.start), "环" | "沿" | "泛")
    })
}

/// Whether a state directly before a name has a place of that name, which is not the one of the lexicon: 日本|东北地区,
/// 墨西哥|科利马. Capitals and provinces of China are known too well (希腊|罗马), and territories and states that ended hold
/// places of others.
fn is_of_another_state(context: &Context<'_>, place: &Place, state: &EntityId) -> bool {
    let is_current =
        |id: &EntityId| context.lexicon.state(id).is_some_and(|state| state.status == Status::Current);
    let is_capital = |own: &EntityId| {
        let capital = context.lexicon.state(own).and_then(|own| own.capital_zh.as_deref());
        capital.is_some_and(|capital| place.surfaces.iter().any(|name| name == capital))
    };
    place.kind != "province"
        && place.country.as_ref().is_some_and(|own| own != state && !is_capital(own))
        && is_current(state)
}
