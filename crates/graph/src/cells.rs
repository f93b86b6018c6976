use crate::{Attribute, AttributeKind};

/// The values of the attributes of one node or edge, each turned into text.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    text: Vec<u8>,
    /// For each attribute where its text ends, and whether its value is known.
    ends: Vec<(usize, bool)>,
}

impl Cells {
    /// Replaces what stands there by the values of an item.
    pub fn fill<T>(&mut self, attributes: &[Attribute<T>], item: &T) {
        self.text.clear();
        self.ends.clear();
        for attribute in attributes {
            let value = (attribute.value)(item);
            if let Some(value) = value {
                value.append_to(&mut self.text);
            }
            self.ends.push((self.text.len(), value.is_some()));
        }
    }

    /// The text of each attribute, `None` where its value is unknown.
    pub fn iter(&self) -> impl Iterator<Item = Option<&[u8]>> {
        self.ends.iter().scan(0, |from, &(end, is_known)| {
            let text = &self.text[*from..end];
            *from = end;
            Some(is_known.then_some(text))
        })
    }

    /// The text of each known attribute with its place among `attributes` and its type.
    pub fn known<T>(
        &self,
        attributes: &[Attribute<T>],
    ) -> impl Iterator<Item = (usize, AttributeKind, &[u8])> {
        let kinds = attributes.iter().map(|attribute| attribute.kind);
        self.iter().zip(kinds).enumerate().filter_map(|(at, (text, kind))| Some((at, kind, text?)))
    }
}
