use serde_json::{Map, Value, json};

use crate::schema::{Column, ColumnKind, Table};
use crate::writer::Format;

/// A table that was written, for the data package.
///
/// ```
/// use bangjiao_table::{Format, MENTIONS, Resource, datapackage};
/// let resource = Resource { table: &MENTIONS, n_rows: 12, n_bytes: 4_096, sha256: None };
/// let package = datapackage(&[resource], Format::Parquet);
/// assert_eq!(package["resources"][0]["path"], "mentions.parquet");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// The table.
    pub table: &'static Table,
    /// Number of rows.
    pub n_rows: u64,
    /// Size of the file, bytes.
    pub n_bytes: u64,
    /// SHA-256 of the file, lower-case hexadecimal digits.
    pub sha256: Option<String>,
}

/// Describes the tables of a run folder as a Frictionless Data Package, the content of `datapackage.json`.
///
/// Columns carry `unit` beside what the standard has; lists carry `separator` in CSV. A foreign key is left out where
/// its table is not among `resources`.
///
/// # Source
/// <https://specs.frictionlessdata.io/data-package/> and
/// <https://specs.frictionlessdata.io/table-schema/>, version 1.
pub fn datapackage(resources: &[Resource], format: Format) -> Value {
    let written: Vec<&str> = resources.iter().map(|resource| resource.table.name).collect();
    json!({
        "profile": if format == Format::Csv { "tabular-data-package" } else { "data-package" },
        "name": "bangjiao",
        "title": "Diplomacy in a newspaper archive",
        "resources": resources.iter().map(|resource| describe(resource, format, &written)).collect::<Vec<_>>(),
    })
}

fn describe(resource: &Resource, format: Format, written: &[&str]) -> Value {
    let table = resource.table;
    let mut description = Map::new();
    let mut set = |key: &str, value: Value| description.insert(key.to_owned(), value);
    set("profile", json!(if format == Format::Csv { "tabular-data-resource" } else { "data-resource" }));
    set("name", json!(table.name));
    set("title", json!(table.title));
    set("description", json!(table.description));
    set("path", json!(format!("{}.{}", table.name, format.extension())));
    set("format", json!(format.extension()));
    set("mediatype", json!(media_type(format)));
    if matches!(format, Format::Csv | Format::Jsonl) {
        set("encoding", json!("utf-8"));
    }
    set("bytes", json!(resource.n_bytes));
    set("rows", json!(resource.n_rows));
    if let Some(sha256) = &resource.sha256 {
        set("hash", json!(format!("sha256:{sha256}")));
    }
    set("schema", schema(table, format, written));
    Value::Object(description)
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Parquet => "application/vnd.apache.parquet",
        Format::Csv => "text/csv",
        Format::Jsonl => "application/jsonl",
        Format::Ipc => "application/vnd.apache.arrow.file",
    }
}

fn schema(table: &Table, format: Format, written: &[&str]) -> Value {
    let mut schema = Map::new();
    let fields: Vec<Value> = table.columns.iter().map(|column| field(column, format)).collect();
    schema.insert("fields".to_owned(), Value::Array(fields));
    schema.insert("missingValues".to_owned(), json!([""]));
    if !table.primary_key.is_empty() {
        schema.insert("primaryKey".to_owned(), json!(table.primary_key));
    }
    let foreign_keys: Vec<Value> = table
        .foreign_keys
        .iter()
        .filter(|key| written.contains(&key.table))
        .map(|key| {
            // The standard calls the table itself by an empty name.
            let resource = if key.table == table.name { "" } else { key.table };
            json!({ "fields": key.columns, "reference": { "resource": resource, "fields": key.references } })
        })
        .collect();
    if !foreign_keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), Value::Array(foreign_keys));
    }
    Value::Object(schema)
}

fn field(column: &Column, format: Format) -> Value {
    let mut field = Map::new();
    let mut set = |key: &str, value: Value| field.insert(key.to_owned(), value);
    set("name", json!(column.name));
    set("description", json!(column.description));
    match column.kind {
        ColumnKind::Text => set("type", json!("string")),
        ColumnKind::Integer => set("type", json!("integer")),
        ColumnKind::Real => set("type", json!("number")),
        ColumnKind::Date => set("type", json!("date")),
        ColumnKind::Boolean => {
            if format == Format::Csv {
                set("trueValues", json!(["1"]));
                set("falseValues", json!(["0"]));
            }
            set("type", json!("boolean"))
        }
        // The standard's arrays are JSON inside a cell, which is not what stands in the CSV.
        ColumnKind::TextList if format == Format::Csv => {
            set("separator", json!("|"));
            set("type", json!("string"))
        }
        ColumnKind::TextList => set("type", json!("array")),
    };
    if let Some(unit) = column.unit {
        set("unit", json!(unit));
    }
    // An empty list is an empty cell in CSV, which readers take for a missing value.
    let may_be_missing = column.nullable || (format == Format::Csv && column.kind == ColumnKind::TextList);
    set("constraints", json!({ "required": !may_be_missing }));
    Value::Object(field)
}
