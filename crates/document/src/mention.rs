use jiff::civil::Date;

use crate::{Act, Anchor, DateClass, EntityId, Form, Granularity, Kind, Office, RuleId, Span, TreatyType};

/// One entity of a mention, with what the lexicon says of it on the article's date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The entity.
    pub entity: EntityId,
    /// Whether the state did not exist on the article's date (苏联 in 1998).
    pub historical: bool,
    /// Correlates of War number on the article's date.
    pub cow: Option<i64>,
    /// Gleditsch-Ward number on the article's date.
    pub gw: Option<i64>,
}

impl Link {
    /// A link without state-system numbers.
    pub fn plain(entity: EntityId) -> Self {
        Link { entity, historical: false, cow: None, gw: None }
    }
}

/// A stretch of text that stands for one or several entities, or for a date.
///
/// A mention of two states (双方) is one mention with two links; tables and files write a row for each link.
///
/// ```
/// use bangjiao_document::{EntityId, Form, Kind, Link, Mention, RuleId, Span};
/// let text = "中哈双方";
/// let mention = Mention {
///     form: Some(Form::Anaphor),
///     links: vec![Link::plain(EntityId::new("CHN")?), Link::plain(EntityId::new("KAZ")?)],
///     ..Mention::new(Span::new(6, 12), Kind::Country, RuleId::new("anaphor-parties")?)
/// };
/// assert_eq!(mention.span.of(text), "双方");
/// assert_eq!(mention.links.len(), 2);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// How it stands for its entity.
    pub form: Option<Form>,
    /// Its entities, sorted by id; empty for dates.
    pub links: Vec<Link>,
    /// The rule that made it.
    pub rule: RuleId,
    /// The kind of the innermost mention around it.
    pub within: Option<Kind>,
    /// Whether a misprint was read through.
    pub repaired: bool,
    /// Other entities that the surface could have meant.
    pub candidates: Vec<EntityId>,
    /// What only mentions of its kind have.
    pub detail: Detail,
}

impl Mention {
    /// A mention without form, entities and details.
    pub fn new(span: Span, kind: Kind, rule: RuleId) -> Self {
        Mention {
            span,
            kind,
            form: None,
            links: Vec::new(),
            rule,
            within: None,
            repaired: false,
            candidates: Vec::new(),
            detail: Detail::None,
        }
    }

    /// Whether it stands inside another mention.
    pub fn nested(&self) -> bool {
        self.within.is_some()
    }

    /// Whether it names its entity itself: every form but the anaphor.
    pub fn is_named(&self) -> bool {
        self.form != Some(Form::Anaphor)
    }
}

/// What only mentions of one kind have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Nothing (countries).
    None,
    /// A date's value.
    Date(DateDetail),
    /// A person's office.
    Person(PersonDetail),
    /// A treaty's parties and date.
    Treaty(TreatyDetail),
    /// The state of a place or organization.
    Named(NamedDetail),
}

/// The value of a date mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateDetail {
    /// EDTF level 1-2 (`1992-01-03`, `20XX`, `1949/1956`); `None` where it cannot be resolved.
    pub value: Option<String>,
    /// First day that the value covers.
    pub first: Option<Date>,
    /// Last day that the value covers.
    pub last: Option<Date>,
    /// Unit of the expression.
    pub granularity: Option<Granularity>,
    /// The date against which it was resolved.
    pub anchor: Anchor,
    /// What sort of expression it is.
    pub class: DateClass,
}

/// Office and state of a person mention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonDetail {
    /// The title as written next to the name.
    pub role: Option<String>,
    /// The class of the title.
    pub office: Option<Office>,
    /// The state of the office, or the nationality.
    pub country: Option<EntityId>,
}

/// What the text says of a treaty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreatyDetail {
    /// The kind of agreement or document.
    pub treaty_type: TreatyType,
    /// Parties named, sorted by id.
    pub parties: Vec<EntityId>,
    /// Day of signing as the text says, EDTF.
    pub signed: Option<String>,
    /// Place of signing as the text says.
    pub place: Option<String>,
    /// What was done with it.
    pub act: Act,
    /// For a title of several agreements (中日、中韩渔业协定) the parties of each, by its entity; empty otherwise.
    pub members: Vec<(EntityId, Vec<EntityId>)>,
}

impl TreatyDetail {
    /// The parties of the agreement that an entity of the mention stands for.
    ///
    /// ```
    /// use bangjiao_document::{Act, EntityId, TreatyDetail, TreatyType};
    /// let id = |id| EntityId::new(id).unwrap();
    /// // 中日、中韩渔业协定
    /// let detail = TreatyDetail {
    ///     treaty_type: TreatyType::Agreement,
    ///     parties: vec![id("CHN"), id("JPN"), id("KOR")],
    ///     signed: None,
    ///     place: None,
    ///     act: Act::Cited,
    ///     members: vec![(id("T-1"), vec![id("CHN"), id("JPN")]), (id("T-2"), vec![id("CHN"), id("KOR")])],
    /// };
    /// assert_eq!(detail.parties_of(&id("T-2")), [id("CHN"), id("KOR")]);
    /// ```
    pub fn parties_of(&self, entity: &EntityId) -> &[EntityId] {
        let member = self.members.iter().find(|(member, _)| member == entity);
        member.map_or(&self.parties, |(_, parties)| parties)
    }
}

/// The state to which a place or an organization belongs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamedDetail {
    /// The state, where there is one.
    pub country: Option<EntityId>,
}
