//! Persons of the lexicon.

use bangjiao_document::{Detail, EntityId, Form, Kind, Link, Mention, Office, PersonDetail, RuleId, Span};
use bangjiao_lexicon::Person;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::around::Surroundings;
use super::found::Persons;
use super::role::Roles;
use super::{is_doctrine, unlinked};
use crate::context::{Context, Strength};
use crate::scan::Entry;
use crate::tag::characters::{Characters, JOINT, double};

/// Units of administration; before them the name is a place's.
const UNITS: [&str; 5] = ["省", "州", "县", "镇", "乡"];

/// Links names to the lexicon's persons.
pub(super) struct KnownPersons {
    lexicon: RuleId,
    /// Short titles and one that each stands for: 外长, 外交部长.
    short_titles: Vec<(String, String)>,
    /// Ends of roles in which no politician stands: 选手.
    private_roles: Vec<String>,
}

impl KnownPersons {
    /// Makes the rule's id, and reads the short titles of `persons.toml`.
    pub fn new(short_titles: &[String], private_roles: Vec<String>) -> Self {
        let pairs = short_titles.iter().filter_map(|pair| pair.split_once('|'));
        KnownPersons {
            lexicon: RuleId::new("person-lexicon").expect("the id is well formed"),
            short_titles: pairs.map(|(short, full)| (short.to_owned(), full.to_owned())).collect(),
            private_roles,
        }
    }

    /// The rule of persons of the lexicon.
    pub fn rule(&self) -> &RuleId {
        &self.lexicon
    }

    /// Whether two roles are one office, or one ends as the other does: 国务院总理, 总理; 外长, 外交部长.
    fn is_same_role(&self, own: &str, role: &str) -> bool {
        let is_short = |one: &str, other: &str| {
            self.short_titles
                .iter()
                .any(|(short, full)| one.ends_with(short.as_str()) && other.ends_with(full.as_str()))
        };
        own.ends_with(role) || role.ends_with(own) || is_short(own, role) || is_short(role, own)
    }

    /// Whether a person holds on the article's day an office that is called by a role.
    fn holds_role(&self, person: &Person, context: &Context<'_>, role: &str) -> bool {
        let mut terms = person.offices.iter().filter(|term| term.window.contains(context.day));
        terms.any(|term| self.is_same_role(&term.role_zh, role))
    }

    /// Whether a person held before the article's day an office that is called by a role.
    fn held_role(&self, person: &Person, context: &Context<'_>, role: &str) -> bool {
        let is_over = |to: Option<Date>| to.zip(context.day).is_some_and(|(to, day)| to < day);
        let mut terms = person.offices.iter().filter(|term| is_over(term.window.to));
        terms.any(|term| self.is_same_role(&term.role_zh, role))
    }

    /// Adds every name of the lexicon that stands as a word or beside a title.
    pub fn find(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        roles: &Roles,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let mut reached = 0;
        let mut at = 0;
        let mut rows: Vec<u32> = Vec::new();
        // 鲁巴伊 of Iraq is not the one whom the lexicon holds, wherever the article names him.
        let mut others: FxHashSet<&str> = FxHashSet::default();
        // Surnames of others whom the article names in full: 弗洛伊德 of 乔治·弗洛伊德.
        let mut namesakes: FxHashSet<&str> = FxHashSet::default();
        // 钟山, 贝鲁特: what others bear too, or is no name at all, is the lexicon's where it is so beside a title.
        let mut doubtful: Vec<(Span, Vec<u32>)> = Vec::new();
        let mut certain: FxHashSet<&str> = FxHashSet::default();
        while let Some(hit) = context.hits.get(at) {
            let Entry::Person(_) = hit.entry else {
                at += 1;
                continue;
            };
            rows.clear();
            while let Some(other) = context.hits.get(at).filter(|other| other.span == hit.span) {
                if let Entry::Person(row) = other.entry {
                    rows.push(row);
                }
                at += 1;
            }
            if hit.span.start < reached {
                continue;
            }
            let (before, after) =
                (around.title_before(hit.span.start).is_some(), around.title_after(hit.span.end).is_some());
            let titled = before || after;
            let (starts, ends) =
                (context.words.is_border(hit.span.start), context.words.is_border(hit.span.end));
            // 习近平和|普京, 同|班达里: the dictionary joins the name of who is in office to the conjunction before it.
            let is_joined = || {
                joins_conjunction(context, hit.span.start)
                    && rows.iter().any(|&row| in_office(&context.lexicon.people()[row as usize], context))
            };
            let starts = starts || is_joined();
            // 王晨|光: a title on one side says nothing of the other, where Chinese names may go on.
            let is_chinese =
                context.after(hit.span.start).is_some_and(|surname| characters.row(surname).is_common());
            // 国家副主席韩|正在北京: who holds the office that stands there.
            let title = around.title_before(hit.span.start).map(|titled| titled.span.of(context.text()));
            let holds_title =
                || title.is_some_and(|title| rows.iter().any(|&row| holds(context, row, title)));
            let fits = (before || starts) && (after || ends) || titled && !is_chinese;
            if hit.span.len() <= 9 && !fits && !holds_title() {
                continue;
            }
            // 沙利文|县, 塔米姆|省
            let is_unit = |word: Span| UNITS.contains(&word.of(context.text()));
            if !after && context.words.word_at(hit.span.end).is_some_and(is_unit) {
                continue;
            }
            // 李辉|钦, 刘秀|祥
            let may_be_other = rows.iter().all(|&row| {
                let person = &context.lexicon.people()[row as usize];
                person.ambiguous || person.offices.is_empty()
            });
            // 朱德|贵 of 2015, 医生刘鹤|莺: who is not in office, or not in that one.
            let is_past = |&row: &u32| !in_office(&context.lexicon.people()[row as usize], context);
            let is_elsewhere = || title.is_some() || rows.iter().all(is_past);
            let least = if may_be_other { 0 } else { SURELY_LONGER };
            let longer = || gives_longer_name(context, characters, hit.span).is_some_and(|odds| odds > least);
            if !after && (may_be_other || is_elsewhere()) && longer() && !holds_title() {
                continue;
            }
            // 联合国秘书长安南|派|佩卡尔斯基: who holds the office beside the name, and a verb.
            let is_holder = || {
                let verb = context.words.word_at(hit.span.end);
                if !verb.is_some_and(|word| {
                    word.start == hit.span.end && context.words.part_of_speech(word) == "v"
                }) {
                    return false;
                }
                holds_title()
            };
            // 乔治·布什|号航母
            let next = context.words.word_at(hit.span.end).map(|word| word.of(context.text()));
            let is_ship = next == Some("号");
            if is_ship
                || is_doctrine(context, hit.span)
                || ends_joined_name(context, characters, hit.span)
                || characters.goes_on(context.text(), &context.words, hit.span) && !is_holder()
                || context.corpus_names.go_beyond(context.text(), hit.span)
            {
                continue;
            }
            // 华主席: a variant with the title in it names the person by what stands before.
            let span = around
                .title_before(hit.span.end)
                .filter(|titled| titled.span.start > hit.span.start)
                .map_or(hit.span, |titled| Span::new(hit.span.start, titled.span.start));
            let whole = whole_foreign_name(context, characters, span);
            if whole != span {
                // Who is in office may have his other names written in many ways: 塞瓦斯蒂安·皮涅拉·埃切尼克.
                let holds_any = rows.iter().any(|&row| {
                    let person = &context.lexicon.people()[row as usize];
                    in_office(person, context) && resembles(person, whole.of(context.text()))
                });
                // 总理纳兰德拉·莫迪: who holds the office is meant, however his other names are written.
                let title =
                    around.title_before(whole.start).map(|titled| titled.span.of(context.text())).or(title);
                rows.retain(|&row| {
                    title.is_some_and(|title| holds(context, row, title))
                        || bears(&context.lexicon.people()[row as usize], context, whole.of(context.text()))
                });
                if rows.is_empty() && !holds_any {
                    namesakes.insert(span.of(context.text()));
                }
            }
            let span = whole;
            reached = hit.span.end.max(span.end);
            // 得克萨斯州首府|奥斯汀 is no minister, but 钟山 is one of the newspaper's own.
            let is_ambiguous = rows.iter().all(|&row| {
                let person = &context.lexicon.people()[row as usize];
                person.ambiguous && person.country.as_ref() != context.home
            });
            let is_place = || {
                let mut here =
                    context.hits_from(span.start).iter().take_while(|other| other.span.start == span.start);
                here.any(|other| other.span == span && matches!(other.entry, Entry::Place(_)))
            };
            if !titled
                && (rows.iter().all(|&row| !is_likely(context, row, span)) || is_ambiguous && is_place())
            {
                doubtful.push((span, rows.clone()));
                continue;
            }
            if is_wife(context, around, span, is_chinese, &rows) {
                let mut mention = unlinked(context, span, &self.lexicon);
                mention.detail = Detail::Person(roles.read(context, around, span, None));
                persons.push(mention, Strength::Context);
                continue;
            }
            certain.insert(span.of(context.text()));
            let mention = self.linked(context, around, roles, span, &rows);
            if self.is_of_other_state(context, &mention, &rows) || self.is_private(context, &mention, &rows) {
                others.insert(span.of(context.text()));
            }
            persons.push(mention, Strength::Lexicon);
        }
        for (span, rows) in doubtful {
            if certain.contains(span.of(context.text())) && !persons.overlap(span) {
                let mention = self.linked(context, around, roles, span, &rows);
                persons.push(mention, Strength::Lexicon);
            }
        }
        link_alike(context, persons);
        if !namesakes.is_empty() {
            leave_to_namesakes(context, &namesakes, persons);
        }
        if others.is_empty() {
            return;
        }
        for (mention, _) in &mut persons.found {
            let surface = mention.span.of(context.text());
            if others.contains(surface) && mention.links.iter().any(|link| link.entity.is_linked()) {
                mention.links = vec![Link::plain(EntityId::unlinked(Kind::Person, surface))];
                mention.form = Some(Form::Full);
                mention.detail = Detail::Person(roles.read(context, around, mention.span, None));
            }
        }
    }

    /// Whether the bearer of a name is an athlete or the like, and all whom the lexicon holds are politicians: 选手恩赫巴亚尔.
    fn is_private(&self, context: &Context<'_>, mention: &Mention, rows: &[u32]) -> bool {
        let Detail::Person(PersonDetail { role: Some(role), .. }) = &mention.detail else { return false };
        let is_politician = |&row: &u32| {
            let mut terms = context.lexicon.people()[row as usize].offices.iter();
            terms.any(|term| term.office != Office::Other)
        };
        self.private_roles.iter().any(|end| role.ends_with(end.as_str())) && rows.iter().all(is_politician)
    }

    /// Whether the text gives the bearer of a name a state that no row of the name has.
    fn is_of_other_state(&self, context: &Context<'_>, mention: &Mention, rows: &[u32]) -> bool {
        let Detail::Person(PersonDetail { country: Some(country), .. }) = &mention.detail else {
            return false;
        };
        rows.iter().all(|&row| {
            let person = &context.lexicon.people()[row as usize];
            person.country.is_some() && !is_of_state(person, country)
        })
    }

    /// A name of the lexicon: the person whose state and office fit, or nobody where two do.
    fn linked(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        roles: &Roles,
        span: Span,
        rows: &[u32],
    ) -> Mention {
        let mut detail = roles.read(context, around, span, None);
        let people = context.lexicon.people();
        let surface = span.of(context.text());
        let role = detail.role.as_deref();
        // 美国前总统|卡特: who held that office and does no more.
        let former = role.and_then(|role| FORMER.iter().find_map(|word| role.strip_prefix(word)));
        let held = |person: &Person| former.is_some_and(|role| self.held_role(person, context, role));
        let fitting: Vec<&Person> = rows
            .iter()
            .map(|&row| &people[row as usize])
            .filter(|person| detail.country.as_ref().is_none_or(|country| is_of_state(person, country)))
            // A name that others bear too (施密特) is the person's in office, or beside a title of such an office.
            .filter(|person| {
                let office = detail.office.filter(|office| *office != Office::Other);
                let same_office = || person.offices.iter().any(|term| Some(term.office) == office);
                !person.ambiguous
                    || in_office(person, context)
                    || was_in_office(person, context)
                    || same_office()
                    || held(person)
                    || is_full_name(person, surface)
            })
            .filter(|person| is_of_the_time(person, context))
            .collect();
        // Father and son (阿利耶夫): the one in office.
        let mut holding: Vec<&Person> =
            fitting.iter().copied().filter(|person| in_office(person, context)).collect();
        if former.is_some() {
            holding = fitting.iter().copied().filter(|person| held(person)).collect();
        }
        if holding.is_empty() {
            holding = fitting.iter().copied().filter(|person| was_in_office(person, context)).collect();
        }
        // 总理谢里夫 and 外长谢里夫 of one day: the one whose office stands there.
        if holding.len() > 1
            && let Some(role) = role
        {
            let of_role: Vec<&Person> =
                holding.iter().copied().filter(|person| self.holds_role(person, context, role)).collect();
            holding = if of_role.len() == 1 { of_role } else { holding };
        }
        let fitting = if fitting.len() > 1 && holding.len() == 1 { holding } else { fitting };
        let mut mention = Mention::new(span, Kind::Person, self.lexicon.clone());
        match fitting.as_slice() {
            [person] => {
                mention.links = vec![Link::plain(person.id.clone())];
                let full = person.name_zh == surface || !surface_is_part(&person.name_zh, surface);
                mention.form = Some(if full { Form::Full } else { Form::Short });
                let term = person.offices.iter().find(|term| term.window.contains(context.day));
                let of_office = term.and_then(|term| term.country.clone());
                detail.country = detail.country.or(of_office).or_else(|| person.country.clone());
                // 委员长金正恩 leads a state, where the same title alone is that of a parliament's head.
                let own = detail.role.as_deref().and_then(|role| office_of_role(person, context, role));
                detail.office = own.or(detail.office);
            }
            _ => {
                mention.links = vec![Link::plain(EntityId::unlinked(Kind::Person, surface))];
                mention.form = Some(Form::Full);
                mention.candidates = rows.iter().map(|&row| people[row as usize].id.clone()).collect();
            }
        }
        mention.detail = Detail::Person(detail);
        mention
    }
}

/// Whether a person holds an office on the article's day; nobody does on an unknown day.
fn in_office(person: &Person, context: &Context<'_>) -> bool {
    context.day.is_some() && person.offices.iter().any(|term| term.window.contains(context.day))
}

/// Whether the word of the dictionary into which a view offset falls begins with a conjunction directly before it: 和|普京.
fn joins_conjunction(context: &Context<'_>, at: u32) -> bool {
    context.before(at).is_some_and(|character| {
        let start = at - u32::try_from(character.len_utf8()).unwrap_or(0);
        matches!(character, '和' | '同' | '与' | '跟') && context.words.is_border(start)
    })
}

/// Whether a person holds on the article's day an office that ends with a title.
fn holds(context: &Context<'_>, row: u32, title: &str) -> bool {
    let terms = &context.lexicon.people()[row as usize].offices;
    context.day.is_some()
        && terms.iter().any(|term| term.window.contains(context.day) && term.role_zh.ends_with(title))
}

/// Words before the office of who holds it no more.
const FORMER: [&str; 2] = ["前", "原"];

/// Whether a name is that of the person with a given name that is written out: 亨利·基辛格.
fn is_full_name(person: &Person, name: &str) -> bool {
    let is_whole = name.split_once(JOINT).is_some_and(|(given, _)| given.chars().nth(1).is_some());
    is_whole && (person.name_zh == name || person.surfaces.iter().any(|surface| surface == name))
}

/// The highest office that a person holds on the article's day under a title which ends as a role does.
fn office_of_role(person: &Person, context: &Context<'_>, role: &str) -> Option<Office> {
    context.day?;
    let terms = person.offices.iter().filter(|term| term.window.contains(context.day));
    terms.filter(|term| term.role_zh.ends_with(role)).map(|term| term.office).min()
}

/// Links a name that leaves open whom it means as the article links it elsewhere, if it does so with one person: 前总统卡特 …
/// 卡特.
fn link_alike(context: &Context<'_>, persons: &mut Persons) {
    let text = context.text();
    if persons.found.iter().all(|(mention, _)| mention.candidates.is_empty()) {
        return;
    }
    let mut linked: FxHashMap<&str, Option<EntityId>> = FxHashMap::default();
    for (mention, _) in &persons.found {
        let own = mention.links.iter().map(|link| &link.entity).find(|entity| entity.is_linked());
        let Some(own) = own else { continue };
        let same = linked.entry(mention.span.of(text)).or_insert_with(|| Some(own.clone()));
        *same = same.take().filter(|same| same == own);
    }
    for (mention, _) in &mut persons.found {
        let Some(Some(own)) = linked.get(mention.span.of(text)) else { continue };
        let Some(person) = context.lexicon.person(own).filter(|_| mention.candidates.contains(own)) else {
            continue;
        };
        let Detail::Person(detail) = &mut mention.detail else { continue };
        if detail.country.as_ref().is_none_or(|country| is_of_state(person, country)) {
            detail.country = detail.country.take().or_else(|| person.country.clone());
            mention.links = vec![Link::plain(own.clone())];
            mention.candidates.clear();
        }
    }
}

/// Takes out the people of the lexicon under surnames that others of the article bear, where neither an office stands beside
/// them nor the article names them in full; as parts of the full names they are found again.
fn leave_to_namesakes(context: &Context<'_>, namesakes: &FxHashSet<&str>, persons: &mut Persons) {
    let text = context.text();
    let full = persons.found.iter().filter(|(mention, _)| mention.span.of(text).contains(JOINT));
    let in_full: FxHashSet<EntityId> =
        full.flat_map(|(mention, _)| mention.links.iter().map(|link| link.entity.clone())).collect();
    let stays = |mention: &Mention| {
        let has_role = matches!(&mention.detail, Detail::Person(PersonDetail { role: Some(_), .. }));
        !namesakes.contains(mention.span.of(text))
            || has_role
            || mention.links.iter().any(|link| in_full.contains(&link.entity))
    };
    let found = std::mem::take(&mut persons.found);
    persons.replace(found.into_iter().filter(|(mention, _)| stays(mention)).collect());
}

/// A newspaper reports of who lost an office, by its title, up to so many days later.
const DAYS_AFTER: i32 = 30;

/// Whether somebody has lost an office in the days before the article: 阿明总统 was killed yesterday.
fn was_in_office(person: &Person, context: &Context<'_>) -> bool {
    context.day.is_some_and(|day| {
        let mut ends = person.offices.iter().filter_map(|term| term.window.to);
        ends.any(|end| day.since(end).is_ok_and(|span| span.get_days() > 0 && span.get_days() <= DAYS_AFTER))
    })
}

/// So good a given name, in hundredths of a nat, makes another of somebody who is well known.
const SURELY_LONGER: i32 = 100;

/// How good a given name the character behind a Chinese name of two characters makes of its second; none where it can be no
/// part of a name.
fn gives_longer_name(context: &Context<'_>, characters: &Characters, span: Span) -> Option<i32> {
    let mut name = span.of(context.text()).chars();
    let (Some(first), Some(given), None) = (name.next(), name.next(), name.next()) else { return None };
    let next = context.after(span.end)?;
    let is_alone = context.words.word_at(span.end).is_some_and(|word| word.len() as usize == next.len_utf8());
    let may_be_part =
        characters.row(first).is_common() && is_alone && !context.words.is_function_word(span.end);
    double(characters.row(given), characters.row(next)).filter(|_| may_be_part)
}

/// Whether a person belongs to a state, or held an office of it: 谢瓦尔德纳泽 of 苏联 and of 格鲁吉亚.
fn is_of_state(person: &Person, state: &EntityId) -> bool {
    person.country.as_ref() == Some(state)
        || person.offices.iter().any(|term| term.country.as_ref() == Some(state))
}

/// No office is held so many years after the newspapers first name the person: the 桑切斯 of 1961 is not the one of 2018.
const YEARS_BEFORE_OFFICE: i16 = 30;

/// Whether a person can be in the news on the article's day, by the first office that the lexicon knows.
fn is_of_the_time(person: &Person, context: &Context<'_>) -> bool {
    let first = person.offices.iter().filter_map(|term| term.window.from).min();
    match (first, context.day) {
        (Some(first), Some(day)) => first.year() - day.year() <= YEARS_BEFORE_OFFICE,
        _ => true,
    }
}

/// Whether a person of the lexicon can bear a name with more parts than were found: 埃列娜·齐奥塞斯库 is not 尼古拉·齐奥塞斯库,
/// 克·叶·伏罗希洛夫 may be; of whom only the surname is known, who is in office (翠西·里根 of 2020 is not 里根).
pub(super) fn bears(person: &Person, context: &Context<'_>, name: &str) -> bool {
    let parts = |name: &str| name.split(JOINT).map(str::to_owned).collect::<Vec<String>>();
    let own = parts(name);
    let is_initial = |part: &String| part.chars().nth(1).is_none();
    let mut full = person.surfaces.iter().filter(|surface| surface.contains(JOINT)).peekable();
    let is_surname = full.peek().is_none();
    is_surname && (in_office(person, context) || own.iter().rev().skip(1).all(is_initial))
        || full.any(|surface| {
            let theirs = parts(surface);
            let stands = |part: &String, b: &[String]| {
                b.iter().any(|other| other == part || is_initial(part) && other.starts_with(part.as_str()))
            };
            let within = |a: &[String], b: &[String]| a.iter().all(|part| stands(part, b));
            within(&own, &theirs) || within(&theirs, &own)
        })
}

/// Whether the first part of a name shares half its characters with a part of a name of a person, or its initial: 塞瓦斯蒂安
/// and 塞巴斯蒂安, but not 约翰·奥巴马.
fn resembles(person: &Person, name: &str) -> bool {
    let given = name.split(JOINT).next().unwrap_or(name);
    let surfaces = person.surfaces.iter().flat_map(|surface| surface.split(JOINT));
    surfaces.chain(person.name_zh.split(JOINT)).any(|part| {
        let n_shared = given.chars().filter(|&character| part.contains(character)).count();
        let is_initial = part.chars().nth(1).is_none() && given.starts_with(part);
        is_initial || 2 * n_shared >= given.chars().count()
    })
}

/// Whether 夫人 behind a surname means the wife of the person whom the lexicon holds (马科斯夫人); women of the lexicon have
/// the name with it (甘地夫人).
fn is_wife(
    context: &Context<'_>,
    around: &Surroundings<'_>,
    name: Span,
    is_chinese: bool,
    rows: &[u32],
) -> bool {
    let surname = name.of(context.text());
    let with_title = around.title_after(name.end).map(|title| Span::new(name.start, title.span.end));
    let Some(with_title) = with_title.map(|span| span.of(context.text())) else { return false };
    let is_hers = |&row: &u32| {
        let person = &context.lexicon.people()[row as usize];
        person.surfaces.iter().any(|surface| surface == with_title)
    };
    // 萨苏总统夫人|安托瓦内特: her own name follows.
    let goes_on = || {
        let at = name.start + narrow(with_title.len());
        context.words.word_at(at).filter(|word| word.start == at).is_none_or(|word| {
            let pos = context.words.part_of_speech(word);
            matches!(pos, "v" | "d" | "p" | "c" | "t" | "u" | "uj" | "ul" | "r" | "m" | "ad")
        })
    };
    let is_surname = !is_chinese && !surname.contains(JOINT);
    is_surname && with_title.ends_with("夫人") && goes_on() && !rows.iter().any(is_hers)
}

/// So many characters of the last part of a joined name stand before a name of the lexicon at most.
const LONGEST_LEAD: usize = 5;

/// Whether a name is the end of a longer part behind a point: 克里姆·贝勒|卡塞姆, 拉明·德|巴金.
fn ends_joined_name(context: &Context<'_>, characters: &Characters, span: Span) -> bool {
    let lead = context.text()[..span.start as usize].chars().rev();
    let part: Vec<char> =
        lead.take_while(|&c| c != JOINT && characters.is_foreign(c)).take(LONGEST_LEAD + 1).collect();
    if part.is_empty() || part.len() > LONGEST_LEAD {
        return false;
    }
    let start = span.start - narrow(part.iter().map(|c| c.len_utf8()).sum());
    context.before(start) == Some(JOINT)
}

/// Whether a row's name is its person's alone, or written in full, or the person holds an office on the article's day.
fn is_likely(context: &Context<'_>, row: u32, name: Span) -> bool {
    let person = &context.lexicon.people()[row as usize];
    !person.ambiguous || in_office(person, context) || is_full_name(person, name.of(context.text()))
}

/// The name with the parts that · joins to it: 敦·阿卜杜勒·拉扎克 for 阿卜杜勒·拉扎克.
fn whole_foreign_name(context: &Context<'_>, characters: &Characters, span: Span) -> Span {
    let text = context.text();
    let (mut start, mut end) = (span.start, span.end);
    while let Some(rest) = text[..start as usize].strip_suffix(JOINT) {
        // 领导人|格·马·马林科夫: before an initial stands another, whatever words they make.
        let begins_with_initial = text[start as usize..].chars().nth(1) == Some(JOINT);
        let initial = rest.chars().next_back().filter(|&c| begins_with_initial && characters.is_foreign(c));
        if let Some(initial) = initial {
            start = narrow(rest.len() - initial.len_utf8());
            continue;
        }
        let part: usize = rest
            .chars()
            .rev()
            .take_while(|&c| c != JOINT && characters.is_foreign(c))
            .map(char::len_utf8)
            .sum();
        // What stands before the first part may be transliteration too (和|敦): the part begins a word.
        let begin = (rest.len() - part..rest.len())
            .filter(|&at| rest.is_char_boundary(at))
            .find(|&at| context.words.is_border(narrow(at)) && !context.words.is_function_word(narrow(at)));
        let Some(begin) = begin else { break };
        start = narrow(begin);
    }
    while let Some(rest) = text[end as usize..].strip_prefix(JOINT) {
        let part: usize =
            rest.chars().take_while(|&c| c != JOINT && characters.is_foreign(c)).map(char::len_utf8).sum();
        if part == 0 {
            break;
        }
        end += narrow(JOINT.len_utf8() + part);
    }
    Span::new(start, end)
}

/// Whether the short surface is a part of the whole name: 纳扎尔巴耶夫 of 努尔苏丹·纳扎尔巴耶夫 is not short, 江 of 江泽民 is.
fn surface_is_part(name: &str, surface: &str) -> bool {
    name.starts_with(surface) && !name.contains(JOINT)
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
