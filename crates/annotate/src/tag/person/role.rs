//! The role that stands beside a name, with its office and state.

use bangjiao_document::{Detail, EntityId, Mention, Office, PersonDetail, Span, Zone};
use bangjiao_lexicon::{Lexicon, PrefixEffect};
use rustc_hash::FxHashMap;

use super::around::{Surroundings, Titled};
use crate::context::{Context, Strength};

/// Reads roles.
pub(super) struct Roles {
    /// Words before a title that make its office another one: 前, 副.
    prefixes: Vec<String>,
    /// Beginnings of roles that only the newspaper's state has: 中共, 国务院.
    home: Vec<String>,
}

/// Titles joined by 、 before one name are at most so many.
const MOST_TITLES: usize = 4;

impl Roles {
    /// Reads `title_prefixes.csv` and `home_roles` of `persons.toml`.
    pub fn new(lexicon: &Lexicon) -> Self {
        let prefixes = lexicon.title_prefixes().iter();
        let prefixes = prefixes.filter(|row| row.effect == PrefixEffect::Other).map(|row| row.prefix.clone());
        let rule = lexicon.rules("persons").iter().find(|rule| rule.id.as_str() == "person-chinese");
        Roles {
            prefixes: prefixes.collect(),
            home: rule.map(|rule| rule.texts("home_roles")).unwrap_or_default(),
        }
    }

    /// Role, office and state from the title before the name, else from the one after it.
    pub fn read(&self, context: &Context<'_>, around: &Surroundings<'_>, span: Span) -> PersonDetail {
        let plain = |titled: &&Titled<'_>| !titled.title.honorific;
        if let Some(titled) = around.title_before(span.start).filter(plain) {
            return self.before(context, around, titled);
        }
        let Some(titled) = around.title_after(span.end).filter(plain) else {
            return PersonDetail::default();
        };
        PersonDetail {
            role: Some(titled.span.of(context.text()).to_owned()),
            office: Some(titled.title.office.unwrap_or(Office::Other)),
            // 美国尼克松总统.
            country: around.state_before(span.start).cloned(),
        }
    }

    /// Gives every name of the article its role, and every person the state that the article says once.
    pub fn give(&self, context: &Context<'_>, around: &Surroundings<'_>, found: &mut [(Mention, Strength)]) {
        found.sort_by_key(|(mention, _)| mention.span.start);
        let mut previous: Option<(u32, PersonDetail)> = None;
        for (mention, _) in found.iter_mut() {
            let span = mention.span;
            let Detail::Person(detail) = &mut mention.detail else { continue };
            if detail.role.is_none() {
                let read = self.read(context, around, span);
                detail.country = read.country.or(detail.country.take());
                (detail.role, detail.office) = (read.role, read.office);
            }
            // 委员库巴和纳克沙班迪: a title before a list is that of each name.
            if detail.role.is_none()
                && let Some((end, listed)) = &previous
                && matches!(context.between(*end, span.start), "、" | "和" | "以及" | "及" | "，")
            {
                detail.role.clone_from(&listed.role);
                detail.office = listed.office;
                detail.country = detail.country.take().or_else(|| listed.country.clone());
            }
            let titled = around.title_before(span.start).is_some()
                || previous.as_ref().is_some_and(|(end, _)| {
                    matches!(context.between(*end, span.start), "、" | "和" | "以及" | "及")
                });
            previous = titled.then(|| (span.end, detail.clone()));
        }
        let mut states: FxHashMap<EntityId, EntityId> = FxHashMap::default();
        for (mention, _) in found.iter() {
            if let (Some(link), Detail::Person(PersonDetail { country: Some(country), .. })) =
                (mention.links.first(), &mention.detail)
            {
                states.entry(link.entity.clone()).or_insert_with(|| country.clone());
            }
        }
        for (mention, _) in found.iter_mut() {
            if let (Some(link), Detail::Person(detail)) = (mention.links.first(), &mut mention.detail)
                && detail.country.is_none()
            {
                detail.country = states.get(&link.entity).cloned();
            }
        }
    }

    fn before(&self, context: &Context<'_>, around: &Surroundings<'_>, titled: &Titled<'_>) -> PersonDetail {
        let text = context.text();
        let end = titled.span.end;
        let mut start = end;
        let mut office: Option<Office> = None;
        let mut country: Option<EntityId> = None;
        let mut next = Some(titled);
        for _ in 0..MOST_TITLES {
            let Some(titled) = next else { break };
            let whole = self.whole(context, around, titled);
            start = whole.start;
            office = office.into_iter().chain([whole.office]).min();
            country = whole.country.or(country);
            // 中共中央主席、国务院总理.
            next = text[..start as usize]
                .strip_suffix('、')
                .and_then(|rest| around.title_before(u32::try_from(rest.len()).ok()?))
                .filter(|titled| !titled.title.honorific);
        }
        // 中共|中央政治局常委.
        if let Some(beginning) = self.home.iter().find(|word| text[..start as usize].ends_with(word.as_str()))
        {
            start -= u32::try_from(beginning.len()).unwrap_or(0);
        }
        let role = Span::new(start, end).of(text);
        // （记者杨雁平）, and reporters outside running text, are the newspaper's own.
        let zone =
            context.layout.sentences.get(context.layout.sentence_at(end)).map(|sentence| sentence.zone);
        let own = context.before(start) == Some('（') || zone.is_some_and(|zone| zone != Zone::Text);
        let at_home = own && role.ends_with("记者");
        if country.is_none() && (at_home || self.begins_at_home(role)) {
            country = context.home.cloned();
        }
        PersonDetail { role: Some(role.to_owned()), office, country }
    }

    fn begins_at_home(&self, role: &str) -> bool {
        self.home.iter().any(|beginning| role.starts_with(beginning.as_str()))
    }

    /// A title with the body whose it is, with 驻 and the state to which one is sent, without the person's own state.
    fn whole(&self, context: &Context<'_>, around: &Surroundings<'_>, titled: &Titled<'_>) -> Whole {
        let text = context.text();
        let mut start = titled.span.start;
        let mut office = titled.title.office.unwrap_or(Office::Other);
        for prefix in &self.prefixes {
            if text[..start as usize].ends_with(prefix.as_str()) {
                start -= u32::try_from(prefix.len()).unwrap_or(0);
                office = Office::Other;
                break;
            }
        }
        if let Some((body, state)) = around.body_before(start) {
            // 伊拉克共和国|最高权力委员会主席.
            if let Some((after, entity)) = around.state_from(body.start, body.end) {
                return Whole { start: after, office, country: Some(entity.clone()) };
            }
            let country = around.state_before(body.start).cloned().or_else(|| state.clone());
            return Whole { start: body.start, office, country };
        }
        let Some(state) = around.state_before(start) else {
            return Whole { start, office, country: None };
        };
        let sent = around.state_span_before(start).and_then(|span| {
            let rest = text[..span.start as usize].strip_suffix('驻')?;
            u32::try_from(rest.len()).ok()
        });
        match sent {
            // 苏联|驻伊拉克共和国特命全权大使; without a state in front the newspaper's.
            Some(at) => {
                Whole { start: at, office, country: around.state_before(at).or(context.home).cloned() }
            }
            None => Whole { start, office, country: Some(state.clone()) },
        }
    }
}

struct Whole {
    start: u32,
    office: Office,
    country: Option<EntityId>,
}
