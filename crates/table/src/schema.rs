use polars::prelude::{DataFrame, DataType, PlSmallStr, Schema};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// UTF-8 text.
    Text,
    /// A signed 64-bit integer; also counts, since unsigned columns wrap when they are subtracted.
    Integer,
    /// A 64-bit floating point number.
    Real,
    /// True or false; 1 or 0 in CSV.
    Boolean,
    /// A day of the proleptic Gregorian calendar.
    Date,
    /// Several texts in a stated order, never null; joined with `|` in CSV.
    TextList,
}

impl ColumnKind {
    /// The word for it in the data dictionary.
    pub fn as_str(self) -> &'static str {
        match self {
            ColumnKind::Text => "text",
            ColumnKind::Integer => "integer",
            ColumnKind::Real => "real",
            ColumnKind::Boolean => "boolean",
            ColumnKind::Date => "date",
            ColumnKind::TextList => "list of texts",
        }
    }

    /// The type of the column in a data frame.
    pub fn data_type(self) -> DataType {
        match self {
            ColumnKind::Text => DataType::String,
            ColumnKind::Integer => DataType::Int64,
            ColumnKind::Real => DataType::Float64,
            ColumnKind::Boolean => DataType::Boolean,
            ColumnKind::Date => DataType::Date,
            ColumnKind::TextList => DataType::List(Box::new(DataType::String)),
        }
    }
}

/// A column of a table, with all that its users must know.
///
/// ```
/// use bangjiao_table::{ColumnKind, MENTIONS};
/// let start = MENTIONS.columns.iter().find(|column| column.name == "start").unwrap();
/// assert_eq!((start.kind, start.unit, start.nullable), (ColumnKind::Integer, Some("code points"), false));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Lower case, at most 32 characters.
    pub name: &'static str,
    /// What its cells are.
    pub kind: ColumnKind,
    /// Unit of a number, where it has one.
    pub unit: Option<&'static str>,
    /// What it says, in one or two sentences.
    pub description: &'static str,
    /// Whether a cell may be empty.
    pub nullable: bool,
}

impl Column {
    const fn new(name: &'static str, kind: ColumnKind, description: &'static str) -> Self {
        Column { name, kind, unit: None, description, nullable: false }
    }

    pub(crate) const fn text(name: &'static str, description: &'static str) -> Self {
        Column::new(name, ColumnKind::Text, description)
    }

    pub(crate) const fn integer(
        name: &'static str,
        unit: Option<&'static str>,
        description: &'static str,
    ) -> Self {
        Column { unit, ..Column::new(name, ColumnKind::Integer, description) }
    }

    pub(crate) const fn real(
        name: &'static str,
        unit: Option<&'static str>,
        description: &'static str,
    ) -> Self {
        Column { unit, ..Column::new(name, ColumnKind::Real, description) }
    }

    pub(crate) const fn boolean(name: &'static str, description: &'static str) -> Self {
        Column::new(name, ColumnKind::Boolean, description)
    }

    pub(crate) const fn date(name: &'static str, description: &'static str) -> Self {
        Column::new(name, ColumnKind::Date, description)
    }

    pub(crate) const fn list(name: &'static str, description: &'static str) -> Self {
        Column::new(name, ColumnKind::TextList, description)
    }

    pub(crate) const fn or_null(self) -> Self {
        Column { nullable: true, ..self }
    }
}

/// Columns whose values are found in another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignKey {
    /// Columns of this table.
    pub columns: &'static [&'static str],
    /// Name of the other table.
    pub table: &'static str,
    /// Columns of the other table, in the same order.
    pub references: &'static [&'static str],
}

/// A table of a run folder.
///
/// ```
/// use bangjiao_table::MENTIONS;
/// assert_eq!(MENTIONS.name, "mentions");
/// assert_eq!(MENTIONS.primary_key, ["mention_id"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Name of the table, and of its file without extension.
    pub name: &'static str,
    /// What a row is.
    pub title: &'static str,
    /// What the table is for and how it is ordered.
    pub description: &'static str,
    /// Columns in order.
    pub columns: &'static [Column],
    /// Columns that together name one row.
    pub primary_key: &'static [&'static str],
    /// Columns that point into other tables; an empty cell points nowhere.
    pub foreign_keys: &'static [ForeignKey],
}

impl Table {
    /// Names and types of its data frames, in order.
    pub fn schema(&self) -> Schema {
        let field = |column: &Column| (PlSmallStr::from_static(column.name), column.kind.data_type());
        Schema::from_iter(self.columns.iter().map(field))
    }

    /// A data frame without rows.
    pub fn empty_frame(&self) -> DataFrame {
        DataFrame::empty_with_schema(&self.schema())
    }
}
