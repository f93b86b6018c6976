use std::fmt;
use std::sync::Arc;

/// An id that is not acceptable.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdError {
    /// The id is empty or holds a control character, a tab or a line break.
    #[error("an id must hold characters and no control characters, found {0:?}")]
    Malformed(String),
}

fn checked(id: &str) -> Result<Arc<str>, IdError> {
    if id.is_empty() || id.chars().any(char::is_control) {
        return Err(IdError::Malformed(id.to_owned()));
    }
    Ok(Arc::from(id))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks and wraps an id.
            ///
            /// # Errors
            /// [`IdError::Malformed`] if it is empty or holds control characters.
            pub fn new(id: &str) -> Result<Self, IdError> {
                checked(id).map($name)
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id! {
    /// The id of an article: `YYYYMMDD-PP-NNN` in the tagged archive, else the input's own or one from its content.
    ///
    /// ```
    /// use bangjiao_document::ArticleId;
    /// assert_eq!(ArticleId::new("19960706-02-002")?.as_str(), "19960706-02-002");
    /// # Ok::<(), bangjiao_document::IdError>(())
    /// ```
    ArticleId
}

id! {
    /// The id of an entity: a state's ISO code (`KAZ`), `P-…`, `T-…`, `O-…`, `L-…`, or `kind:surface` when unlinked.
    ///
    /// ```
    /// use bangjiao_document::{EntityId, Kind};
    /// assert_eq!(EntityId::unlinked(Kind::Person, "王大成").as_str(), "person:王大成");
    /// assert!(!EntityId::unlinked(Kind::Person, "王大成").is_linked());
    /// ```
    EntityId
}

id! {
    /// The id of the rule that made a mention.
    ///
    /// ```
    /// use bangjiao_document::RuleId;
    /// assert_eq!(RuleId::new("country-alias")?.to_string(), "country-alias");
    /// # Ok::<(), bangjiao_document::IdError>(())
    /// ```
    RuleId
}

impl EntityId {
    /// The entity of a mention that no lexicon row claims: its kind and its surface without white space.
    pub fn unlinked(kind: crate::Kind, surface: &str) -> Self {
        let mut id = String::with_capacity(surface.len() + 14);
        id.push_str(kind.as_str());
        id.push(':');
        id.extend(surface.chars().filter(|c| !c.is_whitespace() && !c.is_control()));
        EntityId(Arc::from(id))
    }

    /// Whether a lexicon row stands behind the id.
    pub fn is_linked(&self) -> bool {
        !self.0.contains(':')
    }
}
