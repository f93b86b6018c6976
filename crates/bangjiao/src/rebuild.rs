//! `graph`: counts, network and graph files anew from the tables of a run, without annotating again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use bangjiao_document::{EntityId, EntityInfo, Kind, Zone};
use bangjiao_graph::{CountOptions, Counts, Network, Occurrence, SentencePlace, write_svg};
use bangjiao_table::{EDGES, Format, NODES, Resource, Row, TABLES, TableWriter, datapackage, table};
use serde_json::Value;

use crate::error::Error;
use crate::graph_options::{GraphFacts, GraphOptions, LAYOUT_SEED, Layout, section};
use crate::graph_output::{GraphFiles, edge_frames, graph_file_names, node_frame};
use crate::manifest::write_json;
use crate::methods;
use crate::options::{Duplicates, Existing, Origin};
use crate::output::{file_name, known_files, top_pairs};
use crate::report::{REPORT_FILE, ReportOptions, report};
use crate::run::load_lexicon;
use crate::run_folder::{RunFolder, WrittenFile};
use crate::run_tables::{RunTables, read_json};
use crate::selection::{COLUMNS, Selection, SelectionOptions};

/// What a graph is rebuilt with.
#[derive(Debug, Clone)]
pub struct RebuildOptions {
    /// What is counted and drawn.
    pub graph: GraphOptions,
    /// Which articles are counted.
    pub selection: SelectionOptions,
    /// Whether reprints are counted.
    pub duplicates: Duplicates,
    /// Folders of lexicons, as they were given to the run; only ids of states are taken from them.
    pub lexicons: Vec<PathBuf>,
    /// A file for a picture of so many of the strongest nodes.
    pub picture: Option<(PathBuf, usize)>,
    /// The folder for the results; `None` replaces those of the run.
    pub out: Option<PathBuf>,
    /// What happens to another folder that is not empty.
    pub existing: Existing,
    /// The page about the run, written again where results replace those of the run.
    pub report: Option<ReportOptions>,
    /// Number of threads; they change no result.
    pub threads: usize,
}

/// What was rebuilt, for the closing summary.
#[derive(Debug, Clone)]
pub struct RebuildReport {
    /// The folder of the results.
    pub out: PathBuf,
    /// Articles counted.
    pub n_articles: i64,
    /// Nodes of the graph files.
    pub n_nodes: usize,
    /// Edges of the graph files.
    pub n_edges: usize,
    /// The pairs of states of most weight: both names, weight.
    pub top_pairs: Vec<(String, String, i64)>,
    /// Names of the files with their sizes in bytes.
    pub files: Vec<(String, u64)>,
}

/// Rebuilds `nodes`, `edges`, the graph files, the manifest's section `graph` and the report of the run in the folder `run`.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged, and whatever
/// keeps the results from being written; nothing is then changed.
pub fn rebuild(run: &Path, options: &RebuildOptions, stop: &AtomicBool) -> Result<RebuildReport, Error> {
    let tables = RunTables::open(run)?;
    let lexicon = load_lexicon(&options.lexicons)?;
    let counting =
        CountOptions { treaty_anaphors: tables.treaty_anaphors(), ..options.graph.counting(&lexicon)? };
    let selection = Selection::open(&options.selection)?;
    let counts = count(&tables, &counting, &selection, options.duplicates, stop)?;
    let infos = tables.entities()?;

    let in_place = options.out.as_deref().is_none_or(|out| same_folder(out, run));
    let folder = match &options.out {
        Some(out) if !in_place => RunFolder::open(out, options.existing, Origin::Input)?,
        _ => RunFolder::reopen(run),
    };
    let target = Target { folder, format: tables.format(), in_place };
    let mut done = target.write(&counts, &infos, options, &selection, run, tables.manifest().clone())?;
    if let Some(options) = options.report.as_ref().filter(|_| in_place) {
        drop((counts, infos));
        let (_, n_bytes) = report(run, None, options, stop)?;
        done.files.push((REPORT_FILE.to_owned(), n_bytes));
    }
    Ok(done)
}

fn same_folder(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn count(
    tables: &RunTables,
    counting: &CountOptions,
    selection: &Selection,
    duplicates: Duplicates,
    stop: &AtomicBool,
) -> Result<Counts, Error> {
    let mut columns = COLUMNS.to_vec();
    columns.push("duplicate_of");
    let articles = tables.rows("articles", &columns)?;
    let mut sentences = tables.rows("sentences", &["article_id", "paragraph", "zone"])?;
    let mention_columns =
        ["article_id", "sentence", "kind", "form", "entity_id", "historical", "within", "rule"];
    let mut mentions = tables.rows("mentions", &mention_columns)?;
    let mut counts = Counts::default();
    for article in articles {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let article = article?;
        let Some(id) = article.first().and_then(Option::as_deref) else { continue };
        let (sentences, mentions) = (sentences.of_article(id)?, mentions.of_article(id)?);
        let is_reprint = article.last().is_some_and(Option::is_some);
        if !selection.holds(&article) || is_reprint && duplicates == Duplicates::Drop {
            continue;
        }
        let day = article.get(5).and_then(Option::as_deref).and_then(|date| date.parse().ok());
        let places = sentences
            .iter()
            .map(|row| place(row).ok_or_else(|| tables.malformed("sentences", row)))
            .collect::<Result<Vec<SentencePlace>, Error>>()?;
        let mut entities = Vec::new();
        for row in mentions.iter().filter(|row| row[4].is_some() && row[1].is_some()) {
            let entity = row[4].as_deref().and_then(|id| EntityId::new(id).ok());
            entities.push((row, entity.ok_or_else(|| tables.malformed("mentions", row))?));
        }
        let occurrences = entities
            .iter()
            .map(|(row, entity)| occurrence(row, entity).ok_or_else(|| tables.malformed("mentions", row)))
            .collect::<Result<Vec<Occurrence<'_>>, Error>>()?;
        counts.add_article(id, day, places.into_iter(), occurrences.into_iter(), counting);
    }
    // A row of another article would have stopped every later one from being found.
    let left = [("sentences", sentences.next()), ("mentions", mentions.next())];
    match left.into_iter().find_map(|(table, row)| row.map(|row| (table, row))) {
        Some((table, Ok(row))) => Err(tables.malformed(table, &row)),
        Some((_, Err(error))) => Err(error),
        None => Ok(counts),
    }
}

/// Where a sentence stands: its cells are `article_id`, `paragraph`, `zone`.
pub(crate) fn place(row: &Row) -> Option<SentencePlace> {
    let paragraph = row[1].as_deref()?.parse().ok()?;
    Some(SentencePlace { zone: Zone::from_word(row[2].as_deref()?)?, paragraph })
}

/// A mention by its cells `article_id`, `sentence`, `kind`, `form`, `entity_id`, `historical`, `within`, `rule`.
pub(crate) fn occurrence<'r>(row: &'r Row, entity: &'r EntityId) -> Option<Occurrence<'r>> {
    let within = match row[6].as_deref() {
        Some(word) => Some(Kind::from_word(word)?),
        None => None,
    };
    Some(Occurrence {
        entity,
        kind: Kind::from_word(row[2].as_deref()?)?,
        sentence: row[1].as_deref()?.parse().ok()?,
        named: row[3].as_deref() != Some("anaphor"),
        historical: matches!(row[5].as_deref(), Some("true" | "1")),
        within,
        rule: row[7].as_deref()?,
    })
}

/// Where results go.
struct Target {
    folder: RunFolder,
    format: Format,
    in_place: bool,
}

impl Target {
    fn write(
        mut self,
        counts: &Counts,
        infos: &BTreeMap<EntityId, EntityInfo>,
        options: &RebuildOptions,
        selection: &Selection,
        run: &Path,
        mut manifest: Value,
    ) -> Result<RebuildReport, Error> {
        let named = |entity: &EntityId, kind| {
            infos.get(entity).cloned().unwrap_or_else(|| EntityInfo::unlinked(entity.clone(), kind))
        };
        let graph = &options.graph;
        let mut network =
            Network::from_counts(&counts.entities(), graph.edges(counts), &graph.network(), named);
        let summary = network.measure(&options.graph.measuring(options.threads));
        if graph.layout == Layout::Computed {
            network.lay_out(LAYOUT_SEED);
        }
        let mut tables = Vec::new();
        for one in [&NODES, &EDGES] {
            let name = file_name(one.name, self.format);
            let path = self.folder.final_path(&name);
            let failed = |source| Error::Table { path: path.clone(), source };
            let file = self.folder.create(&name)?;
            let mut writer = TableWriter::new(one, self.format, file).map_err(failed)?;
            if one.name == NODES.name {
                writer.write(&node_frame(&network)).map_err(failed)?;
            } else {
                edge_frames(graph.edges(counts), &network, |frame| writer.write(frame).map_err(failed))?;
            }
            let n_rows = writer.n_rows();
            let file = writer.finish().map_err(failed)?.finish();
            tables.push((file.map_err(|source| self.folder.failed(&name, source))?, one, n_rows));
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build()?;
        let graph_files = GraphFiles::begin(&mut self.folder, &graph.formats, graph.edges_key)?;
        let graph_files = pool.install(|| graph_files.write(&network));
        let graph_files = graph_files.map_err(|(name, source)| self.folder.failed(name, source))?;

        let totals = counts.totals();
        manifest["graph"] = section(&GraphFacts {
            options: graph,
            duplicates: options.duplicates,
            selection: selection.described(),
            totals: &totals,
            n_excluded: counts.n_excluded(),
            n_nodes: network.nodes().count(),
            n_edges: network.edges().count(),
            summary: &summary,
        });
        let package = self.describe(run, &tables, &mut manifest)?;
        let mut files: Vec<WrittenFile> = tables.into_iter().map(|(file, _, _)| file).collect();
        files.extend(graph_files);
        files.push(self.folder.write("datapackage.json", |file| write_json(&package, file))?);
        if self.in_place {
            files.push(self.folder.write("methods.md", |file| methods::write(&manifest, file))?);
        }
        files.push(self.folder.write("manifest.json", |file| write_json(&manifest, file))?);
        let report = RebuildReport {
            out: self.folder.path().to_owned(),
            n_articles: totals.n_articles,
            n_nodes: network.nodes().count(),
            n_edges: network.edges().count(),
            top_pairs: top_pairs(&network),
            files: files.into_iter().map(|file| (file.name, file.n_bytes)).collect(),
        };
        if let Some((path, n_nodes)) = &options.picture {
            let mut part = network.strongest(*n_nodes);
            part.lay_out(LAYOUT_SEED);
            let failed = |source| Error::Write { path: path.clone(), source };
            fs::File::create(path).and_then(|file| write_svg(&part, file)).map_err(failed)?;
        }
        let known = if self.in_place { own_files() } else { known_files() };
        self.folder.commit(&known)?;
        Ok(report)
    }

    /// The data package of the folder, and what the manifest says of tables.
    fn describe(
        &self,
        run: &Path,
        tables: &[(WrittenFile, &'static bangjiao_table::Table, u64)],
        manifest: &mut Value,
    ) -> Result<Value, Error> {
        let mut resources: Vec<Resource> = Vec::new();
        if self.in_place {
            let package = read_json(run, "datapackage.json")?;
            for old in package["resources"].as_array().into_iter().flatten() {
                let Some(known) = old["name"].as_str().and_then(table) else { continue };
                let sha256 = old["hash"].as_str().and_then(|hash| hash.strip_prefix("sha256:"));
                resources.push(Resource {
                    table: known,
                    n_rows: old["rows"].as_u64().unwrap_or(0),
                    n_bytes: old["bytes"].as_u64().unwrap_or(0),
                    sha256: sha256.map(str::to_owned),
                });
            }
        } else {
            manifest["tables"] = Value::Object(serde_json::Map::new());
        }
        for (file, one, n_rows) in tables {
            resources.retain(|resource| resource.table.name != one.name);
            resources.push(Resource {
                table: one,
                n_rows: *n_rows,
                n_bytes: file.n_bytes,
                sha256: Some(file.sha256.clone()),
            });
            manifest["tables"][one.name] = Value::from(*n_rows);
        }
        resources.sort_by_key(|resource| TABLES.iter().position(|one| one.name == resource.table.name));
        Ok(datapackage(&resources, self.format))
    }
}

/// Every name that a file of a graph, or that shows it, may have, in any format.
fn own_files() -> Vec<String> {
    let tables = [NODES.name, EDGES.name].into_iter();
    let tables = tables.flat_map(|table| Format::ALL.iter().map(move |format| file_name(table, *format)));
    // A page about the graph as it was would mislead.
    tables.chain(graph_file_names().chain([REPORT_FILE]).map(str::to_owned)).collect()
}
