"""The peers' pipeline: what a Python user would write for the main job, as a yardstick of speed.

    bangjiao annotate INPUT | python benches/peers/peer_pipeline.py - OUT

Reads JSON lines with `id`, `date` and `text` (other keys are ignored), segments and tags with jieba.posseg, finds states
with pyahocorasick over the project's own names, dates with one regular expression, counts which entities stand in one
sentence with networkx, and writes tables and a graph with pandas. It resolves nothing: no date, no abbreviation, no
anaphor, no reading by the day. The last line is `peer MB/s: X`: UTF-8 bytes of text in a second, in one thread, without
the time for loading the dictionaries and the input.
"""

import argparse
import csv
import itertools
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

import ahocorasick
import jieba.posseg
import networkx
import pandas

ALIASES = Path(__file__).parents[2] / "lexicons" / "country_aliases.csv"
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”’」』]?")
YEAR = r"(?:\d{4}|[〇零○一二三四五六七八九]{4})年"
MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月"
DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
DATE = re.compile(f"{YEAR}(?:{MONTH}(?:{DAY})?)?|{MONTH}{DAY}|今天|昨天|明天|前天|今年|去年|明年|本月|上月")
KINDS = {"nr": "person", "nrt": "person", "ns": "place", "nt": "organization"}


def state_names(path):
    """An automaton over the names of states that need no context."""
    automaton = ahocorasick.Automaton()
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["use"] == "on":
                automaton.add_word(row["surface"], (row["surface"], row["entity_id"]))
    automaton.make_automaton()
    return automaton


def mentions_of(sentence, states):
    """The mentions of a sentence as (start, end, text, kind, entity)."""
    found, taken = [], set()
    for last, (surface, entity) in states.iter_long(sentence):
        start = last + 1 - len(surface)
        found.append((start, last + 1, surface, "country", entity))
        taken.update(range(start, last + 1))
    for match in DATE.finditer(sentence):
        found.append((match.start(), match.end(), match[0], "date", None))
        taken.update(range(match.start(), match.end()))
    at = 0
    for word, flag in jieba.posseg.cut(sentence):
        kind = KINDS.get(flag)
        if kind and len(word) > 1 and at not in taken:
            found.append((at, at + len(word), word, kind, f"{kind}:{word}"))
        at += len(word)
    return sorted(found)


def annotate(articles, states):
    """Rows of the table of mentions, and how many sentences hold each pair of entities."""
    rows, pairs = [], Counter()
    for article in articles:
        text = article["text"]
        for number, match in enumerate(SENTENCE.finditer(text)):
            mentions = mentions_of(match[0], states)
            for start, end, surface, kind, entity in mentions:
                place = (article["id"], article.get("date"), number, match.start() + start, match.start() + end)
                rows.append((*place, surface, kind, entity))
            entities = sorted({entity for *_, entity in mentions if entity})
            pairs.update(itertools.combinations(entities, 2))
    return rows, pairs


def write(rows, pairs, out):
    """Tables as Parquet, the graph as GEXF."""
    out.mkdir(parents=True, exist_ok=True)
    columns = ["article_id", "date", "sentence", "start", "end", "text", "kind", "entity_id"]
    mentions = pandas.DataFrame(rows, columns=columns)
    mentions.to_parquet(out / "mentions.parquet", index=False)
    named = mentions.dropna(subset="entity_id").groupby(["entity_id", "kind"])
    entities = named.agg(n_mentions=("text", "size"), n_articles=("article_id", "nunique")).reset_index()
    entities.to_parquet(out / "entities.parquet", index=False)
    edges = pandas.DataFrame([(*pair, n) for pair, n in sorted(pairs.items())], columns=["source", "target", "n"])
    edges.to_parquet(out / "edges.parquet", index=False)
    graph = networkx.from_pandas_edgelist(edges[edges["n"] >= 2], edge_attr="n")
    networkx.write_gexf(graph, out / "graph.gexf")
    return graph


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", help="JSON lines with id, date and text, or - for standard input")
    parser.add_argument("out", type=Path, help="folder for the results")
    parser.add_argument("--aliases", type=Path, default=ALIASES, help="names of states (default: the project's)")
    arguments = parser.parse_args()

    states = state_names(arguments.aliases)
    jieba.setLogLevel("WARNING")
    jieba.posseg.initialize()
    lines = sys.stdin if arguments.input == "-" else open(arguments.input, encoding="utf-8")
    with lines:
        articles = [json.loads(line) for line in lines]
    n_bytes = sum(len(article["text"].encode()) for article in articles)

    start = time.perf_counter()
    rows, pairs = annotate(articles, states)
    graph = write(rows, pairs, arguments.out)
    seconds = time.perf_counter() - start
    print(f"peer: {len(articles)} articles, {n_bytes / 1e6:.1f} MB of text, {seconds:.1f} s")
    print(f"peer: {len(rows)} mentions, {len(graph)} nodes, {graph.number_of_edges()} edges")
    print(f"peer MB/s: {n_bytes / 1e6 / seconds:.3f}")


if __name__ == "__main__":
    main()
