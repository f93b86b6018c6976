use bangjiao_document::{EntityId, Kind, RuleId, Zone};

use crate::Window;
use crate::occurrence::Occurrence;

/// Whether mentions of some sort take part in windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Inclusion {
    /// They do.
    #[default]
    Keep,
    /// They are passed over, as if the text did not hold them.
    Drop,
}

/// Whether mentions inside other mentions take part in windows.
///
/// ```
/// use bangjiao_graph::Nested;
/// assert_eq!(Nested::from_word("organization-out"), Some(Nested::OrganizationOut));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nested {
    /// They do: 中国人民解放军 and 美国 are a pair of CHN and USA.
    #[default]
    Count,
    /// Those in the name of an organization are passed over.
    OrganizationOut,
    /// All of them are passed over, also those in the title of a treaty.
    Out,
}

impl Nested {
    /// Every choice.
    pub const ALL: &'static [Nested] = &[Nested::Count, Nested::OrganizationOut, Nested::Out];

    /// The word for it in options and manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Nested::Count => "count",
            Nested::OrganizationOut => "organization-out",
            Nested::Out => "out",
        }
    }

    /// The choice that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Nested::ALL.iter().copied().find(|nested| nested.as_str() == word)
    }

    pub(crate) fn keeps(self, within: Option<Kind>) -> bool {
        match self {
            Nested::Count => true,
            Nested::OrganizationOut => within != Some(Kind::Organization),
            Nested::Out => within.is_none(),
        }
    }
}

/// Which count of an edge measures of association and graph files use.
///
/// ```
/// use bangjiao_graph::WeightFrom;
/// assert_eq!(WeightFrom::from_word("n_named"), Some(WeightFrom::Named));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WeightFrom {
    /// `n`: windows in which both stand.
    #[default]
    All,
    /// `n_named`: windows in which both stand by a form other than anaphor.
    Named,
    /// `n_dyadic`: windows whose states are exactly these two; other pairs than those of states have no weight.
    Dyadic,
}

impl WeightFrom {
    /// Every choice.
    pub const ALL: &'static [WeightFrom] = &[WeightFrom::All, WeightFrom::Named, WeightFrom::Dyadic];

    /// The word for it in options and manifests: the name of the column.
    pub fn as_str(self) -> &'static str {
        match self {
            WeightFrom::All => "n",
            WeightFrom::Named => "n_named",
            WeightFrom::Dyadic => "n_dyadic",
        }
    }

    /// The choice that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        WeightFrom::ALL.iter().copied().find(|from| from.as_str() == word)
    }
}

/// What is counted; every field moves numbers and belongs in the manifest.
///
/// What is left out by kind, by `historical`, `treaty_anaphors`, `nested`, `without` or `exclude_rules` is passed over
/// as if the text did not hold it: it adds to no window of an entity and does not keep a window from being dyadic.
///
/// ```
/// use bangjiao_document::{Kind, Zone};
/// use bangjiao_graph::CountOptions;
/// let options = CountOptions::default();
/// assert_eq!(options.zones, [Zone::Text, Zone::Signature]); // not 新华社莫斯科7月16日电
/// assert!(!options.kinds.contains(&Kind::Place)); // 阿拉木图 is counted, but is no node
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountOptions {
    /// The windows whose pairs are counted: at most [`Window::AT_ONCE`], sorted, none twice.
    pub windows: Vec<Window>,
    /// Sentences of these zones are counted, as windows and with their mentions; others are left out altogether.
    pub zones: Vec<Zone>,
    /// Entities of these kinds are ends of edges; dates never are.
    pub kinds: Vec<Kind>,
    /// Mentions of states that did not exist on the article's date (苏联 in 1998).
    pub historical: Inclusion,
    /// Mentions of treaties by 该协定 and the like.
    pub treaty_anaphors: Inclusion,
    /// Mentions inside other mentions (哈 in 中哈建交联合公报).
    pub nested: Nested,
    /// Entities that are no ends of edges, sorted: the newspaper's own state, territories.
    pub without: Vec<EntityId>,
    /// Mentions that these rules made are passed over.
    pub exclude_rules: Vec<RuleId>,
    /// Windows with more states than this add to no pair; their entities stand in them all the same.
    pub max_entities: Option<u32>,
    /// Number of example windows kept for each edge.
    pub n_evidence: usize,
}

impl Default for CountOptions {
    fn default() -> Self {
        CountOptions {
            windows: Window::DEFAULT.into(),
            zones: vec![Zone::Text, Zone::Signature],
            kinds: vec![Kind::Country, Kind::Person, Kind::Treaty, Kind::Organization],
            historical: Inclusion::Keep,
            treaty_anaphors: Inclusion::Keep,
            nested: Nested::Count,
            without: Vec::new(),
            exclude_rules: Vec::new(),
            max_entities: None,
            n_evidence: 3,
        }
    }
}

impl CountOptions {
    /// Whether an occurrence in a sentence of the counted zones puts its entity into its windows.
    ///
    /// ```
    /// use bangjiao_document::{EntityId, Kind};
    /// use bangjiao_graph::{CountOptions, Nested, Occurrence};
    /// let china = EntityId::new("CHN")?;
    /// // 中国 in 中国人民解放军
    /// let occurrence = Occurrence {
    ///     entity: &china,
    ///     kind: Kind::Country,
    ///     sentence: 0,
    ///     named: true,
    ///     historical: false,
    ///     within: Some(Kind::Organization),
    ///     rule: "country-name",
    /// };
    /// let options = CountOptions::default();
    /// assert!(options.puts_into_windows(&occurrence));
    /// let options = CountOptions { nested: Nested::OrganizationOut, ..options };
    /// assert!(!options.puts_into_windows(&occurrence));
    /// # Ok::<(), bangjiao_document::IdError>(())
    /// ```
    pub fn puts_into_windows(&self, occurrence: &Occurrence<'_>) -> bool {
        self.counts_mention(occurrence.kind, occurrence.named)
            && self.excluding_rule(occurrence).is_none()
            && !self.leaves_out(occurrence.entity)
            && self.is_end(occurrence)
    }

    pub(crate) fn counts_zone(&self, zone: Zone) -> bool {
        self.zones.contains(&zone)
    }

    /// Whether an occurrence is counted where it stands in a zone that is.
    pub(crate) fn counts_mention(&self, kind: Kind, named: bool) -> bool {
        !(self.treaty_anaphors == Inclusion::Drop && kind == Kind::Treaty && !named)
    }

    /// Whether an occurrence puts its entity into its windows, unless it is left out by id or rule.
    pub(crate) fn is_end(&self, occurrence: &Occurrence<'_>) -> bool {
        self.kinds.contains(&occurrence.kind)
            && !(self.historical == Inclusion::Drop && occurrence.historical)
            && self.nested.keeps(occurrence.within)
    }

    /// The number of the rule for which an occurrence is passed over.
    pub(crate) fn excluding_rule(&self, occurrence: &Occurrence<'_>) -> Option<usize> {
        self.exclude_rules.iter().position(|rule| rule.as_str() == occurrence.rule)
    }

    pub(crate) fn leaves_out(&self, entity: &EntityId) -> bool {
        !self.without.is_empty() && self.without.binary_search(entity).is_ok()
    }
}
