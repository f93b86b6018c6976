//! The files of a run: tables while it goes on; counts, graph, manifest and methods at its end.

use std::collections::BTreeMap;
use std::path::PathBuf;

use bangjiao_annotate::Tokens;
use bangjiao_corpus::InputReport;
use bangjiao_document::{EntityId, EntityInfo, Kind, Problem};
use bangjiao_graph::{EntityCount, Network, Node, PanelOptions, Tie};
use bangjiao_lexicon::Lexicon;
use bangjiao_table::{
    CountryCodeRow, DataFrame, ENTITIES, EntityRow, FileRow, Format, Packed, Resource, TABLES, Table,
    TableWriter, country_codes_frame, datapackage, entities_frame, files_frame, problems_frame,
};

use crate::error::Error;
use crate::file_names::{file_name, known_files};
use crate::graph_options::{LAYOUT_SEED, Layout};
use crate::graph_output::{GraphFiles, edge_frames, node_frame};
use crate::graph_section::{GraphFacts, section};
use crate::manifest::{self, Facts};
use crate::methods;
use crate::options::RunOptions;
use crate::panels::{PANELS, PanelTables};
use crate::pipeline::beside;
use crate::rendered::{Counted, FileOutcome, PackedRows, Rendered, Tally, joined};
use crate::run_folder::{PendingFile, RunFolder, WrittenFile};
use crate::shard_order::SHARD_ORDER;

/// The tables that follow from the network.
const FROM_NETWORK: [&str; 2] = ["nodes", "edges"];

/// So many problems are kept for the closing summary.
const PROBLEMS_SHOWN: usize = 5;
/// So many rows of `files`, `problems` and `entities` are collected before they become a frame.
const ROWS_IN_FRAME: usize = 8_192;
/// So many rows of `entities` are in one group.
const ROWS_IN_GROUP: usize = 65_536;

/// So many states and pairs stand in the closing summary.
const TOP: usize = 10;

/// The tables of a run while it goes on.
pub(crate) struct Output {
    folder: RunFolder,
    format: Format,
    writers: BTreeMap<&'static str, TableWriter<PendingFile>>,
    /// The file that tells where records of a shard stand among those of others.
    order: Option<PendingFile>,
    /// Names of the INPUTs.
    input_names: Vec<String>,
    /// Files whose rows are not written yet, each with the number of its INPUT.
    files: Vec<(usize, FileOutcome)>,
    /// Problems whose rows are not written yet.
    waiting: Vec<Problem>,
    tallies: Vec<Tally>,
    problems: BTreeMap<&'static str, i64>,
    shown: Vec<Problem>,
    /// Names that a second pass knew from other articles.
    n_corpus_names: usize,
}

/// What a run did, for the closing summary.
#[derive(Debug, Clone)]
pub struct RunReport {
    /// The output folder.
    pub out: PathBuf,
    /// Totals over all inputs.
    pub tally: Tally,
    /// Problems by code.
    pub problems: BTreeMap<&'static str, i64>,
    /// The first few problems.
    pub first_problems: Vec<Problem>,
    /// The states named in most articles: id, Chinese name, articles.
    pub top_states: Vec<(String, String, i64)>,
    /// The pairs of states in most windows of the graph: both names, windows.
    pub top_pairs: Vec<(String, String, i64)>,
    /// Nodes and edges of the graph files.
    pub n_nodes: usize,
    /// Edges of the graph files.
    pub n_edges: usize,
    /// Names of the files with their sizes in bytes.
    pub files: Vec<(String, u64)>,
}

fn wanted(options: &RunOptions) -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| match table.name {
        "tokens" => options.tokens == Tokens::Keep,
        name => options.graph.wants(name),
    })
}

impl Output {
    /// Begins every table.
    pub fn begin(
        mut folder: RunFolder,
        options: &RunOptions,
        input_names: Vec<String>,
    ) -> Result<Self, Error> {
        let mut writers = BTreeMap::new();
        for table in wanted(options) {
            let name = file_name(table.name, options.format);
            let file = folder.create_hashed(&name)?;
            let writer = TableWriter::new(table, options.format, file)
                .map_err(|source| Error::Table { path: folder.final_path(&name), source })?;
            writers.insert(table.name, writer);
        }
        let order = options.read.shard.map(|_| folder.create(SHARD_ORDER)).transpose()?;
        Ok(Output {
            folder,
            order,
            format: options.format,
            writers,
            input_names,
            files: Vec::new(),
            waiting: Vec::new(),
            tallies: Vec::new(),
            problems: BTreeMap::new(),
            shown: Vec::new(),
            n_corpus_names: 0,
        })
    }

    /// Notes how many names a second pass knew from other articles.
    pub fn note_corpus_names(&mut self, n_corpus_names: usize) {
        self.n_corpus_names = n_corpus_names;
    }

    /// Adds the rows of a batch, in input order.
    pub fn write(&mut self, batch: Rendered) -> Result<(), Error> {
        for (table, rows) in batch.rows {
            self.packed(table, rows)?;
        }
        if let (Some(file), Some(order)) = (&mut self.order, &batch.order) {
            order.write(file).map_err(|source| self.folder.failed(SHARD_ORDER, source))?;
        }
        for problem in &batch.problems {
            *self.problems.entry(problem.code).or_default() += 1;
        }
        let room = PROBLEMS_SHOWN.saturating_sub(self.shown.len());
        self.shown.extend(batch.problems.iter().take(room).cloned());
        self.waiting.extend(batch.problems);
        if self.tallies.len() <= batch.input {
            self.tallies.resize(batch.input + 1, Tally::default());
        }
        self.tallies[batch.input].add(&batch.tally);
        for file in batch.files {
            match self.files.last_mut() {
                Some((input, last)) if *input == batch.input && last.source_file == file.source_file => {
                    last.add(file);
                }
                _ => self.files.push((batch.input, file)),
            }
        }
        // Batches have few rows of these tables, and a small frame takes far more memory than its cells.
        if self.waiting.len() >= ROWS_IN_FRAME {
            self.problem_rows()?;
        }
        if self.files.len() > ROWS_IN_FRAME { self.file_rows(1) } else { Ok(()) }
    }

    /// Writes the rows of batches that still wait.
    fn end_groups(&mut self) -> Result<(), Error> {
        let tables: Vec<&'static str> = self.writers.keys().copied().collect();
        tables.into_iter().try_for_each(|table| self.end_group(table))
    }

    fn problem_rows(&mut self) -> Result<(), Error> {
        let frame = problems_frame(&std::mem::take(&mut self.waiting));
        self.frame("problems", &frame)?;
        self.end_group("problems")
    }

    fn end_group(&mut self, table: &'static str) -> Result<(), Error> {
        let Some(writer) = self.writers.get_mut(table) else { return Ok(()) };
        let path = self.folder.final_path(&file_name(table, self.format));
        writer.end_group().map_err(|source| Error::Table { path, source })
    }

    /// Writes rows that were packed beforehand.
    fn packed(&mut self, table: &'static str, rows: PackedRows) -> Result<(), Error> {
        let Some(writer) = self.writers.get_mut(table) else { return Ok(()) };
        let path = self.folder.final_path(&file_name(table, self.format));
        rows.and_then(|rows| writer.write_packed(rows)).map_err(|source| Error::Table { path, source })
    }

    fn frame(&mut self, table: &'static str, frame: &DataFrame) -> Result<(), Error> {
        let Some(writer) = self.writers.get_mut(table) else { return Ok(()) };
        let path = self.folder.final_path(&file_name(table, self.format));
        writer.write(frame).map_err(|source| Error::Table { path, source })
    }

    /// Writes what follows from the whole input, beside work on the threads of `pool`, and gives all files their final
    /// names.
    pub fn finish(
        mut self,
        pool: &rayon::ThreadPool,
        lexicon: &Lexicon,
        options: &RunOptions,
        counted_by: &PanelOptions,
        counted: &Counted,
        inputs: &[InputReport],
    ) -> Result<RunReport, Error> {
        let counts = &counted.counts;
        self.tallies.resize(inputs.len().max(self.tallies.len()), Tally::default());
        let info = |entity: &EntityId, kind, day| {
            let mut info = lexicon.info(entity, kind, day);
            // An agreement outside the lexicon is known by its name in the texts.
            if kind == Kind::Treaty && info.name_zh == entity.as_str() {
                info.name_zh = counted.agreements.title(entity).unwrap_or(entity.as_str()).to_owned();
            }
            info
        };
        let info_of = |count: &EntityCount| info(&count.entity, count.kind, count.last_date);
        // Rows of batches that still wait would take more memory than the network.
        let (ended, (entities, edges)) = beside(
            pool,
            || {
                self.file_rows(0)?;
                self.problem_rows()?;
                self.end_groups()
            },
            || (counts.entities(), options.graph.edges(counts)),
        );
        ended?;
        let graph_files =
            GraphFiles::begin(&mut self.folder, &options.graph.formats, options.graph.edges_key)?;
        let named = |entity: &_, kind| match entities.binary_search_by(|count| count.entity.cmp(entity)) {
            Ok(at) => info_of(&entities[at]),
            Err(_) => info(entity, kind, None),
        };
        let held_back: Vec<_> =
            FROM_NETWORK.iter().filter_map(|table| self.writers.remove_entry(table)).collect();
        // What needs no network is written while it is built and measured, the network itself when it is.
        let ((network, summary), tables) = beside(
            pool,
            || {
                let mut network =
                    Network::from_counts(&entities, edges.clone(), &options.graph.network(), named);
                let summary = network.measure(&options.graph.measuring(options.threads));
                if options.graph.layout == Layout::Computed {
                    network.lay_out(LAYOUT_SEED);
                }
                (network, summary)
            },
            || {
                self.entities(&entities, info_of)?;
                let (agreements, parties) = counted.agreements.frames(lexicon);
                self.frame("agreements", &agreements)?;
                self.frame("agreement_parties", &parties)?;
                let person = |id: &EntityId| named(id, Kind::Person).name_zh;
                self.frame("offices", &counted.offices.frame(person))?;
                let panels = PanelTables {
                    panels: &counted.panels,
                    by_period: &counted.by_period,
                    lexicon,
                    counted_by,
                    options: &options.graph,
                };
                for table in PANELS.iter().filter(|table| options.graph.wants(table.name)) {
                    panels.frames(table.name, |frame| self.frame(table.name, frame))?;
                }
                self.frame("coverage", &panels.coverage())?;
                self.country_codes(lexicon)?;
                self.end_tables()
            },
        );
        let mut tables = tables?;
        self.writers.extend(held_back);
        let (rest, graph_files) = beside(
            pool,
            || {
                edge_frames(edges, &network, |frame| self.frame("edges", frame))?;
                self.frame("nodes", &node_frame(&network))?;
                self.end_tables()
            },
            || graph_files.write(&network),
        );
        tables.extend(rest?);
        tables.sort_by_key(|(_, table, _)| TABLES.iter().position(|other| other.name == table.name));
        let graph_files = graph_files.map_err(|(name, source)| self.folder.failed(name, source))?;
        let totals = counts.totals();
        let mut tally = Tally::default();
        self.tallies.iter().for_each(|part| tally.add(part));
        let facts = Facts {
            lexicon,
            options,
            inputs,
            tallies: &self.tallies,
            tally: &tally,
            problems: &self.problems,
            n_corpus_names: self.n_corpus_names,
            totals: &totals,
            tables: &tables,
            graph: section(&GraphFacts {
                options: &options.graph,
                duplicates: options.duplicates_written(),
                selection: serde_json::Value::Null,
                totals: &totals,
                panels: &counted.panels,
                n_excluded: counts.n_excluded(),
                n_nodes: network.n_nodes(),
                n_edges: network.n_edges(),
                summary: &summary,
            }),
        };
        let manifest = manifest::manifest(&facts);
        let mut files: Vec<WrittenFile> = tables.iter().map(|(file, _, _)| file.clone()).collect();
        files.extend(graph_files);
        if let Some(order) = self.order.take() {
            files.push(order.finish().map_err(|source| self.folder.failed(SHARD_ORDER, source))?);
        }
        let package = datapackage(
            &tables
                .iter()
                .map(|(file, table, n_rows)| Resource {
                    table,
                    n_rows: *n_rows,
                    n_bytes: file.n_bytes,
                    sha256: file.sha256.clone(),
                })
                .collect::<Vec<_>>(),
            self.format,
        );
        files.push(self.folder.write("datapackage.json", |file| manifest::write_json(&package, file))?);
        files.push(self.folder.write("methods.md", |file| methods::write(&manifest, file))?);
        files.push(self.folder.write("manifest.json", |file| manifest::write_json(&manifest, file))?);
        let report = RunReport {
            out: self.folder.path().to_owned(),
            problems: self.problems.clone(),
            first_problems: self.shown.clone(),
            top_states: top_states(&entities, info_of),
            top_pairs: top_pairs(&network),
            n_nodes: network.n_nodes(),
            n_edges: network.n_edges(),
            files: files.into_iter().map(|file| (file.name, file.n_bytes)).collect(),
            tally,
        };
        self.folder.commit(&known_files())?;
        Ok(report)
    }

    /// Writes the rows of `entities`; `info` tells of some at a time, since it takes several times the memory of its row.
    fn entities(
        &mut self,
        entities: &[EntityCount],
        info: impl Fn(&EntityCount) -> EntityInfo,
    ) -> Result<(), Error> {
        for group in entities.chunks(ROWS_IN_GROUP) {
            let mut rows = Packed::new(&ENTITIES, self.format, &ENTITIES.empty_frame());
            for part in group.chunks(ROWS_IN_FRAME) {
                let infos: Vec<EntityInfo> = part.iter().map(&info).collect();
                let part = Packed::new(&ENTITIES, self.format, &entities_frame(&entity_rows(part, &infos)));
                rows = joined(rows, part);
            }
            self.packed(ENTITIES.name, rows)?;
        }
        Ok(())
    }

    fn country_codes(&mut self, lexicon: &Lexicon) -> Result<(), Error> {
        let rows: Vec<CountryCodeRow<'_>> = lexicon
            .country_codes()
            .iter()
            .map(|row| CountryCodeRow {
                entity_id: &row.entity,
                system: row.system.as_str(),
                code: &row.code,
                from: row.window.from,
                to: row.window.to,
            })
            .collect();
        self.frame("country_codes", &country_codes_frame(&rows))
    }

    /// Writes rows of `files`; the parts of a long file follow each other, so that only the last row may still grow.
    fn file_rows(&mut self, keep_last: usize) -> Result<(), Error> {
        let n_whole = self.files.len().saturating_sub(keep_last);
        let files: Vec<(usize, FileOutcome)> = self.files.drain(..n_whole).collect();
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let rows: Vec<FileRow<'_>> = files
            .iter()
            .map(|(input, file)| FileRow {
                source_file: &file.source_file,
                input: self.input_names.get(*input).map_or("", String::as_str),
                format: file.format,
                encoding: file.encoding,
                n_bytes: number(file.n_bytes),
                n_records: number(file.n_records),
                n_articles: number(file.n_records.saturating_sub(file.n_lost)),
                n_lost: number(file.n_lost),
                n_replaced: number(file.n_replaced),
            })
            .collect();
        let frame = files_frame(&rows);
        self.frame("files", &frame)?;
        self.end_group("files")
    }

    fn end_tables(&mut self) -> Result<Vec<(WrittenFile, &'static Table, u64)>, Error> {
        let mut writers = std::mem::take(&mut self.writers);
        let mut tables = Vec::new();
        for table in TABLES {
            let Some(writer) = writers.remove(table.name) else { continue };
            let name = file_name(table.name, self.format);
            let n_rows = writer.n_rows();
            let file = writer
                .finish()
                .map_err(|source| Error::Table { path: self.folder.final_path(&name), source })?;
            let file = file.finish().map_err(|source| self.folder.failed(&name, source))?;
            tables.push((file, table, n_rows));
        }
        Ok(tables)
    }
}

fn entity_rows<'e>(counts: &[EntityCount], infos: &'e [EntityInfo]) -> Vec<EntityRow<'e>> {
    let row = |(count, info): (&EntityCount, &'e EntityInfo)| EntityRow {
        info,
        n_mentions: count.n_mentions,
        n_named: count.n_named,
        n_articles: count.n_articles,
        first_date: count.first_date,
        last_date: count.last_date,
    };
    counts.iter().zip(infos).map(row).collect()
}

fn top_states(
    entities: &[EntityCount],
    info: impl Fn(&EntityCount) -> EntityInfo,
) -> Vec<(String, String, i64)> {
    let mut states: Vec<&EntityCount> = entities.iter().filter(|count| count.kind == Kind::Country).collect();
    states.sort_by(|a, b| b.n_articles.cmp(&a.n_articles).then_with(|| a.entity.cmp(&b.entity)));
    let top = states.into_iter().take(TOP);
    top.map(|count| (count.entity.to_string(), info(count).name_zh, count.n_articles)).collect()
}

pub(crate) fn top_pairs(network: &Network<'_>) -> Vec<(String, String, i64)> {
    let are_states =
        |(one, other, _): &(&Node, &Node, Tie)| [one, other].iter().all(|end| end.kind == Kind::Country);
    let mut pairs: Vec<(&Node, &Node, Tie)> = network.ties().filter(are_states).collect();
    // They come by source and target, and the sort keeps that order among equals.
    pairs.sort_by_key(|(_, _, tie)| std::cmp::Reverse(tie.weight));
    let top = pairs.into_iter().take(TOP);
    top.map(|(one, other, tie)| (one.name_zh.clone(), other.name_zh.clone(), tie.weight)).collect()
}
