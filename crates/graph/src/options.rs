use bangjiao_document::{Form, Kind, Link, Mention, Zone};

/// Whether mentions of some sort take part in windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Inclusion {
    /// They do.
    #[default]
    Keep,
    /// They are passed over, as if the text did not hold them.
    Drop,
}

/// What is counted; every field moves numbers and belongs in the manifest.
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
    /// Sentences of these zones are counted, as windows and with their mentions; others are left out altogether.
    pub zones: Vec<Zone>,
    /// Entities of these kinds are ends of edges; dates never are.
    pub kinds: Vec<Kind>,
    /// Mentions of states that did not exist on the article's date (苏联 in 1998).
    pub historical: Inclusion,
    /// Mentions of treaties by 该协定 and the like.
    pub treaty_anaphors: Inclusion,
    /// Mentions inside other mentions (哈 in 中哈建交联合公报).
    pub nested: Inclusion,
    /// Number of example windows kept for each edge.
    pub n_evidence: usize,
}

impl Default for CountOptions {
    fn default() -> Self {
        CountOptions {
            zones: vec![Zone::Text, Zone::Signature],
            kinds: vec![Kind::Country, Kind::Person, Kind::Treaty, Kind::Organization],
            historical: Inclusion::Keep,
            treaty_anaphors: Inclusion::Keep,
            nested: Inclusion::Keep,
            n_evidence: 3,
        }
    }
}

impl CountOptions {
    pub(crate) fn counts_zone(&self, zone: Zone) -> bool {
        self.zones.contains(&zone)
    }

    /// Whether a mention is counted where it stands in a zone that is.
    pub(crate) fn counts_mention(&self, mention: &Mention) -> bool {
        let treaty_anaphor = mention.kind == Kind::Treaty && mention.form == Some(Form::Anaphor);
        !(self.treaty_anaphors == Inclusion::Drop && treaty_anaphor)
    }

    /// Whether a mention puts this entity of it into its windows.
    pub(crate) fn is_end(&self, mention: &Mention, link: &Link) -> bool {
        self.kinds.contains(&mention.kind)
            && !(self.historical == Inclusion::Drop && link.historical)
            && !(self.nested == Inclusion::Drop && mention.nested())
    }
}
