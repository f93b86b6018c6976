//! `graph`: counts, network and graph files anew from the tables of a run, without annotating again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use bangjiao_document::{EntityId, EntityInfo, Precision, PublicationDate};
use bangjiao_graph::{
    ArticleFacts, ArticleHead, CountOptions, Counts, Network, Occurrence, PanelArticle, PanelOptions, Panels,
    PeriodCounts, SentencePlace, article_entities, write_svg,
};
use bangjiao_lexicon::Lexicon;
use bangjiao_table::{
    DYAD_YEAR, DataFrame, EDGES, EDGES_BY_PERIOD, EDGES_CHANGE, ENTITY_PERIOD, Format, NODES, Resource, Row,
    TABLES, Table, TableWriter, datapackage, table,
};
use serde_json::Value;

use crate::counted_rows::{occurrence, place};
use crate::error::Error;
use crate::file_names::{REPORT_FILE, file_name, known_files};
use crate::graph_format::graph_file_names;
use crate::graph_options::{GraphOptions, LAYOUT_SEED, Layout};
use crate::graph_output::{GraphFiles, edge_frames, node_frame};
use crate::graph_section::{GraphFacts, section};
use crate::manifest::write_json;
use crate::methods;
use crate::options::{Duplicates, Existing, Origin, ReportOptions};
use crate::output::top_pairs;
use crate::panels::PanelTables;
use crate::pipeline::thread_pool;
use crate::prepare::load_lexicon;
use crate::report::report;
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

/// Rebuilds `nodes`, `edges`, `entity_period`, `dyad_year`, the graph files, the manifest's section `graph` and the report of the run
/// in the folder `run`.
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
    let choice = Choice {
        counting_by_period: options.graph.counting_by_period(&counting),
        counting,
        panels: options.graph.panels(&lexicon),
        selection,
        duplicates: options.duplicates,
    };
    let counted = count(&tables, &choice, stop)?;

    let in_place = options.out.as_deref().is_none_or(|out| same_folder(out, run));
    let folder = match &options.out {
        Some(out) if !in_place => RunFolder::open(out, options.existing, Origin::Input)?,
        _ => RunFolder::reopen(run),
    };
    let target = Target { folder, format: tables.format(), in_place };
    let mut done = target.write(&tables, &counted, options, &choice, &lexicon)?;
    if let Some(page) = options.report.as_ref().filter(|_| in_place) {
        drop(counted);
        let (_, n_bytes) = report(run, None, page, options.threads, stop)?;
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

/// Which articles are counted, and how.
struct Choice {
    counting: CountOptions,
    /// How edges are counted by period, where they are.
    counting_by_period: Option<CountOptions>,
    panels: PanelOptions,
    selection: Selection,
    duplicates: Duplicates,
}

/// What was counted.
#[derive(Default)]
struct Counted {
    counts: Counts,
    panels: Panels,
    by_period: PeriodCounts,
}

/// The columns of `articles` that are read, after those that decide.
const FACTS: [&str; 6] =
    ["date_precision", "issue", "n_characters", "has_body", "n_problems", "duplicate_of"];

fn count(tables: &RunTables, choice: &Choice, stop: &AtomicBool) -> Result<Counted, Error> {
    let columns = [&COLUMNS[..], &FACTS].concat();
    let articles = tables.rows("articles", &columns)?;
    let mut sentences = tables.rows("sentences", &["article_id", "paragraph", "zone", "field"])?;
    let mention_columns =
        ["article_id", "sentence", "kind", "form", "entity_id", "historical", "within", "rule"];
    let mut mentions = tables.rows("mentions", &mention_columns)?;
    let mut documents = tables.rows("documents", &["article_id", "agreement_id"])?;
    let terms = tables.agreement_terms()?;
    let Choice { counting, panels, .. } = choice;
    let mut counted = Counted::default();
    for article in articles {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let article = article?;
        let Some(id) = article.text(0) else { continue };
        let (sentences, mentions) = (sentences.of_article(id)?, mentions.of_article(id)?);
        let official = documents.of_article(id)?;
        let is_reprint = article.text(columns.len() - 1).is_some();
        if !choice.selection.holds(&article) || is_reprint && choice.duplicates == Duplicates::Drop {
            continue;
        }
        let facts = facts(&article).ok_or_else(|| tables.malformed("articles", &article))?;
        let places = sentences
            .iter()
            .map(|row| place(row).ok_or_else(|| tables.malformed("sentences", row)))
            .collect::<Result<Vec<SentencePlace>, Error>>()?;
        let mut entities = Vec::new();
        for row in mentions.iter().filter(|row| row.text(4).is_some() && row.text(1).is_some()) {
            let entity = row.text(4).and_then(|id| EntityId::new(id).ok());
            entities.push((row, entity.ok_or_else(|| tables.malformed("mentions", row))?));
        }
        let occurrences = entities
            .iter()
            .map(|(row, entity)| occurrence(row, entity).ok_or_else(|| tables.malformed("mentions", row)))
            .collect::<Result<Vec<Occurrence<'_>>, Error>>()?;
        let here = article_entities(&places, occurrences.iter().copied(), counting);
        let agreement = official.iter().find_map(|row| row.text(1));
        let agreement = agreement.map(EntityId::new).transpose();
        let agreement = agreement.map_err(|_| tables.malformed("documents", &official[0]))?;
        let article = PanelArticle {
            facts: &facts,
            sentences: &places,
            occurrences: &occurrences,
            entities: &here,
            agreement: agreement.as_ref(),
            terms: &|id| terms.get(id),
        };
        counted.panels.add(&article, counting, panels);
        let head = ArticleHead { id, day: facts.date.map(|date| date.first), is_reprint };
        if let Some(counting) = &choice.counting_by_period
            && let Some(period) = facts.date.and_then(|date| panels.periods.of(date))
        {
            let (places, occurrences) = (places.iter().copied(), occurrences.iter().copied());
            counted.by_period.add_article(period, &head, places, occurrences, counting);
        }
        counted.counts.add_article(&head, places.into_iter(), occurrences.into_iter(), counting);
    }
    // A row of another article would have stopped every later one from being found.
    let left =
        [("sentences", sentences.next()), ("mentions", mentions.next()), ("documents", documents.next())];
    match left.into_iter().find_map(|(table, row)| row.map(|row| (table, row))) {
        Some((table, Ok(row))) => Err(tables.malformed(table, &row)),
        Some((_, Err(error))) => Err(error),
        None => Ok(counted),
    }
}

/// What counting needs of an article, from its [`COLUMNS`] and [`FACTS`].
fn facts(row: &Row) -> Option<ArticleFacts> {
    let [_, source, _, page, _, date, precision, issue, n_characters, has_body, n_problems, _] =
        row.texts()?;
    let date = match (date, precision) {
        (Some(date), Some(precision)) => {
            Some(PublicationDate { first: date.parse().ok()?, precision: Precision::from_word(precision)? })
        }
        _ => None,
    };
    let number = |cell: Option<&str>| cell.map(str::parse).transpose().ok();
    Some(ArticleFacts {
        source: source?.into(),
        date,
        issue: number(issue)?,
        page: number(page)?,
        n_characters: number(n_characters)??,
        has_body: matches!(has_body, Some("true" | "1")),
        n_problems: number(n_problems)??,
    })
}

/// The tables that are rebuilt.
const REBUILT: [&Table; 6] = [&ENTITY_PERIOD, &NODES, &EDGES, &EDGES_BY_PERIOD, &EDGES_CHANGE, &DYAD_YEAR];

/// Where results go.
struct Target {
    folder: RunFolder,
    format: Format,
    in_place: bool,
}

impl Target {
    fn write(
        mut self,
        run: &RunTables,
        counted: &Counted,
        options: &RebuildOptions,
        choice: &Choice,
        lexicon: &Lexicon,
    ) -> Result<RebuildReport, Error> {
        let infos = run.entities()?;
        let mut manifest = run.manifest().clone();
        let named = |entity: &EntityId, kind| {
            infos.get(entity).cloned().unwrap_or_else(|| EntityInfo::unlinked(entity.clone(), kind))
        };
        let (counts, graph) = (&counted.counts, &options.graph);
        let mut network =
            Network::from_counts(&counts.entities(), graph.edges(counts), &graph.network(), named);
        let summary = network.measure(&options.graph.measuring(options.threads));
        if graph.layout == Layout::Computed {
            network.lay_out(LAYOUT_SEED);
        }
        let panels = PanelTables {
            panels: &counted.panels,
            by_period: &counted.by_period,
            lexicon,
            counted_by: &choice.panels,
            options: graph,
        };
        let mut tables = Vec::new();
        for one in REBUILT.into_iter().filter(|one| graph.wants(one.name)) {
            let name = file_name(one.name, self.format);
            let path = self.folder.final_path(&name);
            let failed = |source| Error::Table { path: path.clone(), source };
            let file = self.folder.create_hashed(&name)?;
            let mut writer = TableWriter::new(one, self.format, file).map_err(failed)?;
            let mut write = |frame: &DataFrame| writer.write(frame).map_err(failed);
            match one.name {
                "nodes" => write(&node_frame(&network))?,
                "edges" => edge_frames(graph.edges(counts), &network, write)?,
                _ => panels.frames(one.name, write)?,
            }
            let n_rows = writer.n_rows();
            let file = writer.finish().map_err(failed)?.finish();
            tables.push((file.map_err(|source| self.folder.failed(&name, source))?, one, n_rows));
        }
        let pool = thread_pool(options.threads)?;
        let graph_files = GraphFiles::begin(&mut self.folder, &graph.formats, graph.edges_key)?;
        let graph_files = pool.install(|| graph_files.write(&network));
        let graph_files = graph_files.map_err(|(name, source)| self.folder.failed(name, source))?;

        let totals = counts.totals();
        manifest["graph"] = section(&GraphFacts {
            options: graph,
            duplicates: options.duplicates,
            selection: choice.selection.described(),
            totals: &totals,
            panels: &counted.panels,
            n_excluded: counts.n_excluded(),
            n_nodes: network.n_nodes(),
            n_edges: network.n_edges(),
            summary: &summary,
        });
        let package = self.describe(run.folder(), &tables, &mut manifest)?;
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
            n_nodes: network.n_nodes(),
            n_edges: network.n_edges(),
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
        tables: &[(WrittenFile, &'static Table, u64)],
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
        for one in REBUILT {
            // One that is not wanted any more is removed, so it must not be described either.
            resources.retain(|resource| resource.table.name != one.name);
            manifest["tables"].as_object_mut().map(|tables| tables.remove(one.name));
        }
        for (file, one, n_rows) in tables {
            resources.push(Resource {
                table: one,
                n_rows: *n_rows,
                n_bytes: file.n_bytes,
                sha256: file.sha256.clone(),
            });
            manifest["tables"][one.name] = Value::from(*n_rows);
        }
        resources.sort_by_key(|resource| TABLES.iter().position(|one| one.name == resource.table.name));
        Ok(datapackage(&resources, self.format))
    }
}

/// Every name that a file of a graph, or that shows it, may have, in any format.
fn own_files() -> Vec<String> {
    let tables =
        REBUILT.iter().flat_map(|table| Format::ALL.iter().map(|format| file_name(table.name, *format)));
    // A page about the graph as it was would mislead.
    tables.chain(graph_file_names().chain([REPORT_FILE]).map(str::to_owned)).collect()
}
