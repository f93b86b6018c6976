//! The tables and the manifest of a run, read back: what `graph`, `stats` and `report` start from.

use std::collections::BTreeMap;
use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use bangjiao_document::{EntityId, EntityInfo, Kind};
use bangjiao_graph::{AgreementTerms, Inclusion};
use bangjiao_table::{Format, Row, Rows, read_rows};
use serde_json::Value;

use crate::error::Error;
use crate::file_names::file_name;
use crate::panels::Terms;

/// A run folder that was opened for reading.
#[derive(Debug)]
pub(crate) struct RunTables {
    folder: PathBuf,
    format: Format,
    manifest: Value,
}

impl RunTables {
    /// Opens the run in a folder.
    ///
    /// # Errors
    /// [`Error::NoRun`] where its manifest is missing or is not this program's.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let manifest = read_json(folder, "manifest.json")?;
        let format = manifest["options"]["format"].as_str().and_then(Format::from_word);
        match format.filter(|_| manifest["program"] == "bangjiao") {
            Some(format) => Ok(RunTables { folder: folder.to_owned(), format, manifest }),
            None => Err(Error::NoRun { path: folder.to_owned() }),
        }
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The format of its tables.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Whether the run counted references back to agreements (该协定).
    pub(crate) fn treaty_anaphors(&self) -> Inclusion {
        match self.manifest["options"]["treaty_anaphors"].as_bool() {
            Some(true) => Inclusion::Keep,
            _ => Inclusion::Drop,
        }
    }

    /// Its manifest.
    pub(crate) fn manifest(&self) -> &Value {
        &self.manifest
    }

    /// The rows of a table, in the order of the file, with the cells of the columns that are asked for.
    ///
    /// # Errors
    /// [`Error::Read`] where the file is missing, lacks a column or is damaged.
    pub(crate) fn rows(&self, table: &str, columns: &[&'static str]) -> Result<TableRows, Error> {
        let path = self.folder.join(file_name(table, self.format));
        let rows = read_rows(&path, self.format, columns).map_err(|source| Error::Read { source })?;
        Ok(TableRows(rows.peekable()))
    }

    /// A text beside the tables.
    ///
    /// # Errors
    /// [`Error::NoRun`] where it is missing: every run has it.
    pub(crate) fn text(&self, name: &str) -> Result<String, Error> {
        fs::read_to_string(self.folder.join(name)).map_err(|_| Error::NoRun { path: self.folder.clone() })
    }

    /// The names of the entities that were met.
    ///
    /// # Errors
    /// [`Error::Read`] as [`rows`](Self::rows), and where a row cannot have been written by this program.
    pub(crate) fn entities(&self) -> Result<BTreeMap<EntityId, EntityInfo>, Error> {
        let mut infos = BTreeMap::new();
        for row in self.rows("entities", &["entity_id", "kind", "name_zh", "name_en"])? {
            let row = row?;
            let info = || {
                let id = EntityId::new(row.text(0)?).ok()?;
                let kind = Kind::from_word(row.text(1)?)?;
                let (name_zh, name_en) = (row.owned(2).unwrap_or_default(), row.owned(3));
                Some(EntityInfo { name_zh, name_en, ..EntityInfo::unlinked(id, kind) })
            };
            let info = info().ok_or_else(|| self.malformed("entities", &row))?;
            infos.insert(info.id.clone(), info);
        }
        Ok(infos)
    }

    /// The parties and days of signing of the agreements that were met.
    ///
    /// # Errors
    /// As [`entities`](Self::entities).
    pub(crate) fn agreement_terms(&self) -> Result<Terms, Error> {
        let mut terms = Terms::default();
        let days = ["agreement_id", "multilateral", "signed_first", "signed_last"];
        for row in self.rows("agreements", &days)? {
            let row = row?;
            let read = || {
                let day = |at: usize| row.text(at).map(str::parse).transpose().ok();
                let signed = day(2)?.zip(day(3)?);
                let multilateral = row.is_true(1);
                let id = EntityId::new(row.text(0)?).ok()?;
                Some((id, AgreementTerms { parties: Vec::new(), multilateral, signed }))
            };
            terms.extend([read().ok_or_else(|| self.malformed("agreements", &row))?]);
        }
        for row in self.rows("agreement_parties", &["agreement_id", "entity_id"])? {
            let row = row?;
            let read = || {
                let id = |at: usize| EntityId::new(row.text(at)?).ok();
                Some((id(0)?, id(1)?))
            };
            let (agreement, party) = read().ok_or_else(|| self.malformed("agreement_parties", &row))?;
            terms.entry(agreement).or_default().parties.push(party);
        }
        Ok(terms)
    }

    /// The error for a row that this program cannot have written.
    pub(crate) fn malformed(&self, table: &str, row: &Row) -> Error {
        let path = self.folder.join(file_name(table, self.format));
        let reason = format!("the row {row:?} is not of this program");
        Error::Read { source: bangjiao_table::Error::Rows { path, reason } }
    }
}

/// The rows of one table.
pub(crate) struct TableRows(Peekable<Rows>);

impl TableRows {
    /// The rows that follow and have this article's id in their first cell: tables list articles in one order.
    ///
    /// # Errors
    /// [`Error::Read`] where the file is damaged.
    pub(crate) fn of_article(&mut self, id: &str) -> Result<Vec<Row>, Error> {
        let mut found = Vec::new();
        while let Some(row) = self.0.next_if(|row| match row {
            Ok(row) => row.text(0) == Some(id),
            Err(_) => true,
        }) {
            found.push(row.map_err(|source| Error::Read { source })?);
        }
        Ok(found)
    }
}

impl TableRows {
    /// The next row, if it is as wanted.
    ///
    /// # Errors
    /// [`Error::Read`] where the file is damaged.
    pub(crate) fn next_if(&mut self, wanted: impl Fn(&Row) -> bool) -> Result<Option<Row>, Error> {
        let next = self.0.next_if(|row| row.as_ref().map_or(true, &wanted));
        next.transpose().map_err(|source| Error::Read { source })
    }
}

impl Iterator for TableRows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|row| row.map_err(|source| Error::Read { source }))
    }
}

/// A file of JSON in a run folder.
///
/// # Errors
/// [`Error::NoRun`] where it is missing or not JSON.
pub(crate) fn read_json(folder: &Path, name: &str) -> Result<Value, Error> {
    let no_run = |()| Error::NoRun { path: folder.to_owned() };
    let text = fs::read_to_string(folder.join(name)).map_err(|_| no_run(()))?;
    serde_json::from_str(&text).map_err(|_| no_run(()))
}
