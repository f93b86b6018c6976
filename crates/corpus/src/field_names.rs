//! The fields of articles, and under which names an input holds them.

use crate::Error;

/// A field of an article that JSON Lines, CSV and tables can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Id,
    Date,
    Title,
    Body,
    /// Stands for the body where there is none of that name.
    Text,
    Kicker,
    Subtitle,
    Page,
    Source,
    Genre,
    Keywords,
    Authors,
    Issue,
    Item,
    Column,
    Class,
    PageName,
}

/// Whether a field is read from an input's field of the same name, or only when `--field` asks for it.
#[derive(PartialEq, Eq)]
enum When {
    Always,
    OnRequest,
}

const TARGETS: &[(&str, Target, When)] = &[
    ("id", Target::Id, When::Always),
    ("date", Target::Date, When::Always),
    ("title", Target::Title, When::Always),
    ("body", Target::Body, When::Always),
    ("text", Target::Text, When::Always),
    ("kicker", Target::Kicker, When::Always),
    ("subtitle", Target::Subtitle, When::Always),
    ("page", Target::Page, When::Always),
    ("source", Target::Source, When::Always),
    ("genre", Target::Genre, When::Always),
    ("keywords", Target::Keywords, When::Always),
    ("authors", Target::Authors, When::OnRequest),
    ("issue", Target::Issue, When::OnRequest),
    ("item", Target::Item, When::OnRequest),
    ("column", Target::Column, When::OnRequest),
    ("class", Target::Class, When::OnRequest),
    ("page_name", Target::PageName, When::OnRequest),
];

impl Target {
    pub(crate) fn as_str(self) -> &'static str {
        TARGETS.iter().find(|(_, target, _)| *target == self).map_or("", |(name, ..)| name)
    }
}

/// Under which names an input holds the fields of articles.
#[derive(Debug)]
pub(crate) struct FieldNames {
    names: Vec<(String, Target)>,
}

impl FieldNames {
    /// The names of the contract, changed by pairs of field and name.
    pub(crate) fn new(pairs: &[(String, String)]) -> Result<Self, Error> {
        let mut names = Vec::new();
        let mut renamed = Vec::new();
        for (field, name) in pairs {
            let Some((_, target, _)) = TARGETS.iter().find(|(known, ..)| known == field) else {
                let known: Vec<&str> = TARGETS.iter().map(|(known, ..)| *known).collect();
                return Err(Error::UnknownField { field: field.clone(), known: known.join(", ") });
            };
            names.push((name.clone(), *target));
            renamed.push(*target);
        }
        for (name, target, when) in TARGETS {
            if *when == When::Always && !renamed.contains(target) {
                names.push(((*name).to_owned(), *target));
            }
        }
        Ok(FieldNames { names })
    }

    /// The field that an input's name stands for.
    pub(crate) fn target(&self, name: &str) -> Option<Target> {
        self.names.iter().find(|(known, _)| known == name).map(|(_, target)| *target)
    }

    /// Whether some of the names hold the text of articles.
    pub(crate) fn hold_text<'n>(&self, mut names: impl Iterator<Item = &'n str>) -> bool {
        names.any(|name| matches!(self.target(name), Some(Target::Body | Target::Text | Target::Title)))
    }
}
