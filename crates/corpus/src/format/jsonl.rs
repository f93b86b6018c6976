use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::draft::{Draft, Place};
use crate::field_names::{FieldNames, Target};
use crate::fields::set;
use crate::record::Record;

/// Reads a JSON object a line; blank lines are no records.
pub(crate) fn parse(text: &str, place: &Place<'_>, records: &mut Vec<Record>) -> u64 {
    let mut record = place.first_record;
    let mut n_records = 0;
    for (line, content) in (place.first_line..).zip(text.split('\n')) {
        let content = content.trim_ascii();
        if content.is_empty() {
            continue;
        }
        if place.holds(record) {
            n_records += 1;
            records.push(
                place
                    .too_large(record, line, content.len())
                    .unwrap_or_else(|| parse_line(content, place, record, line)),
            );
        }
        record += 1;
    }
    n_records
}

fn parse_line(content: &str, place: &Place<'_>, record: u64, line: u64) -> Record {
    let mut draft = Draft::new(place, record, line);
    let mut deserializer = serde_json::Deserializer::from_str(content);
    let fields = Fields { draft: &mut draft, names: &place.context.names };
    match fields.deserialize(&mut deserializer).and_then(|()| deserializer.end()) {
        Ok(()) => draft.finish(),
        Err(error) => {
            let cure = if content.starts_with('[') {
                "write one object a line (jq -c '.[]')"
            } else {
                "correct the line, which must hold one object"
            };
            // The position in the message counts lines of this line.
            let error = error.to_string();
            let error = error.split(" at line ").next().unwrap_or(&error);
            place.lost(
                record,
                line,
                "bad_json",
                format!("the line is no JSON object: {error}; {cure}"),
                content,
            )
        }
    }
}

/// Fills a draft while the object is read, so that text is copied once and unknown values are not parsed.
struct Fields<'d, 'p> {
    draft: &'d mut Draft<'p>,
    names: &'d FieldNames,
}

impl<'de> DeserializeSeed<'de> for Fields<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(KeySeed(self.names))? {
            match key {
                Key::Known(target, name) => set_value(self.draft, target, name, map.next_value()?),
                Key::Unknown(name) => {
                    let value: &RawValue = map.next_value()?;
                    if let Some(text) = plain_text(value.get()) {
                        self.draft.article.extra.insert(name, text);
                    }
                }
            }
        }
        Ok(())
    }
}

/// A string as its text, null as nothing, anything else as its JSON.
fn plain_text(json: &str) -> Option<String> {
    match json.as_bytes().first() {
        Some(b'"') => Some(serde_json::from_str(json).unwrap_or_else(|_| json.to_owned())),
        _ if json == "null" => None,
        _ => Some(json.to_owned()),
    }
}

fn set_value(draft: &mut Draft<'_>, target: Target, name: &'static str, value: Value) {
    match value {
        Value::Null => {}
        Value::String(text) => set(draft, target, text),
        Value::Number(number) => set(draft, target, number.to_string()),
        Value::Array(items) if matches!(target, Target::Keywords | Target::Authors) => {
            for item in items {
                set_value(draft, target, name, item);
            }
        }
        other => {
            let json = other.to_string();
            let message = format!("the field {name} holds no text; the article was kept without it");
            draft.repaired("not_text", &message, &json);
            draft.article.extra.insert(name.to_owned(), json);
        }
    }
}

enum Key {
    Known(Target, &'static str),
    Unknown(String),
}

struct KeySeed<'n>(&'n FieldNames);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(match self.0.target(name) {
            Some(target) => Key::Known(target, target.as_str()),
            None => Key::Unknown(name.to_owned()),
        })
    }
}
