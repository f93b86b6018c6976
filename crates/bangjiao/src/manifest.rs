//! `manifest.json`: what went in, what came out, and every choice that moves a number.

use std::collections::BTreeMap;
use std::io::{self, Write};

use bangjiao_annotate::{Eras, Repair};
use bangjiao_corpus::{InputReport, SourcePrefix};
use bangjiao_document::Kind;
use bangjiao_graph::{Inclusion, Totals};
use bangjiao_lexicon::Lexicon;
use bangjiao_table::Table;
use serde_json::{Map, Value, json};

use crate::options::{Duplicates, Origin, Passes, RunOptions};
use crate::rendered::Tally;
use crate::run_folder::WrittenFile;

/// What the manifest is made of.
pub(crate) struct Facts<'f> {
    pub lexicon: &'f Lexicon,
    pub options: &'f RunOptions,
    pub inputs: &'f [InputReport],
    pub tallies: &'f [Tally],
    pub tally: &'f Tally,
    pub problems: &'f BTreeMap<&'static str, i64>,
    /// Names that a second pass knew from other articles.
    pub n_corpus_names: usize,
    pub totals: &'f Totals,
    pub tables: &'f [(WrittenFile, &'static Table, u64)],
    /// The section `graph`.
    pub graph: Value,
}

/// The manifest: no clock, host, thread count or path outside the input, so that equal runs give equal bytes.
pub(crate) fn manifest(facts: &Facts<'_>) -> Value {
    let options = facts.options;
    let policy = facts.lexicon.policy();
    let inputs: Vec<Value> = facts
        .inputs
        .iter()
        .zip(facts.tallies)
        .map(|(input, tally)| {
            json!({
                "name": input.name,
                "files": input.n_files,
                "bytes": input.n_bytes,
                "sha256": input.sha256,
                "records": tally.n_records,
                "articles": tally.n_articles,
                "repaired": tally.n_repaired,
                "lost": tally.n_lost,
            })
        })
        .collect();
    let tally = facts.tally;
    let mentions: Map<String, Value> = Kind::ALL
        .iter()
        .zip(tally.n_mentions)
        .map(|(kind, n)| (kind.as_str().to_owned(), json!(n)))
        .collect();
    let tables: Map<String, Value> =
        facts.tables.iter().map(|(_, table, n_rows)| (table.name.to_owned(), json!(n_rows))).collect();
    json!({
        "program": "bangjiao",
        "version": env!("CARGO_PKG_VERSION"),
        "demo": options.origin == Origin::Demo,
        "lexicon": { "sha256": facts.lexicon.hash(), "overrides": options.lexicons.len() },
        "policy": {
            "home": options.home.resolve(facts.lexicon).map(|home| home.to_string()),
            "taiwan": policy.taiwan.as_str(),
            "hongkong": policy.hongkong.as_str(),
            "macao": policy.macao.as_str(),
            "roll_up": policy.roll_up,
            "metonyms": policy.metonyms,
        },
        "options": {
            "source": options.read.source,
            "source_prefix": options.read.source_prefix == SourcePrefix::With,
            "encoding": options.read.encoding.map(|encoding| encoding.as_str()),
            "max_record": options.read.max_record,
            "fields": options.read.fields.iter().map(|(field, name)| format!("{field}={name}")).collect::<Vec<_>>(),
            "shard": options.read.shard.map(|shard| format!("{}/{}", shard.index(), shard.count())),
            "zones": options.graph.zones.iter().map(|zone| zone.as_str()).collect::<Vec<_>>(),
            "eras": options.eras == Eras::Tag,
            "two_pass": options.passes == Passes::Two,
            "repair": options.repair == Repair::Read,
            "treaty_anaphors": options.treaty_anaphors == Inclusion::Keep,
            "duplicates": options.duplicates == Duplicates::Keep,
            "format": options.format.as_str(),
        },
        "inputs": inputs,
        "counts": {
            "records": tally.n_records,
            "articles": tally.n_articles,
            "lost": tally.n_lost,
            "repaired": tally.n_repaired,
            "undated": tally.n_undated,
            "without_body": tally.n_without_body,
            "duplicates": tally.n_duplicates,
            "duplicate_ids": tally.n_duplicate_ids,
            "characters": tally.n_characters,
            "sentences": tally.n_sentences,
            "mentions": mentions,
            "historical_mentions": tally.n_historical,
            "repaired_mentions": tally.n_repaired_mentions,
            "corpus_names": facts.n_corpus_names,
            "indexed_people": {
                "terms": tally.indexed.n_terms,
                "in_text": tally.indexed.n_in_text,
                "found": tally.indexed.n_found,
            },
        },
        "problems": facts.problems,
        "windows": {
            "sentence": facts.totals.n_sentence_windows,
            "paragraph": facts.totals.n_paragraph_windows,
            "article": facts.totals.n_article_windows,
        },
        "graph": facts.graph,
        "tables": tables,
    })
}

/// Writes JSON that people can read, with a line break at its end.
pub(crate) fn write_json(value: &Value, mut output: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut output, value)?;
    output.write_all(b"\n")
}
