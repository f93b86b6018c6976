"""The demo's run folder, read with the tools that users use."""
import csv
import json
import os
import pathlib

import networkx
import pandas
import polars
import pyarrow.feather
import pyarrow.parquet
import pytest

RUNS = pathlib.Path(os.environ["BANGJIAO_RUNS"])
PARQUET = RUNS / "parquet"
PACKAGE = json.loads((PARQUET / "datapackage.json").read_text(encoding="utf8"))
TABLES = [resource["name"] for resource in PACKAGE["resources"]]


def columns(name):
    resource = next(resource for resource in PACKAGE["resources"] if resource["name"] == name)
    return [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_the_columns_of_the_data_dictionary_in_every_format(name):
    frame = pandas.read_parquet(PARQUET / f"{name}.parquet")
    assert list(frame.columns) == columns(name)
    assert polars.read_parquet(PARQUET / f"{name}.parquet").columns == columns(name)
    with open(RUNS / "csv" / f"{name}.csv", encoding="utf8", newline="") as lines:
        rows = list(csv.reader(lines))
    assert rows[0] == columns(name)
    assert len(rows) - 1 == len(frame)
    assert pyarrow.feather.read_table(RUNS / "ipc" / f"{name}.arrow").num_rows == len(frame)
    with open(RUNS / "jsonl" / f"{name}.jsonl", encoding="utf8") as lines:
        assert sum(1 for _ in lines) == len(frame)


def test_keys_are_unique_and_lead_to_their_tables():
    for resource in PACKAGE["resources"]:
        frame = pandas.read_parquet(PARQUET / f"{resource['name']}.parquet")
        schema = resource["schema"]
        if schema.get("primaryKey"):
            assert not frame.duplicated(schema["primaryKey"]).any(), resource["name"]
        for key in schema.get("foreignKeys", []):
            # An empty name is the table itself.
            target = key["reference"]["resource"] or resource["name"]
            other = pandas.read_parquet(PARQUET / f"{target}.parquet")
            fields, targets = key["fields"], key["reference"]["fields"]
            fields = [fields] if isinstance(fields, str) else fields
            targets = [targets] if isinstance(targets, str) else targets
            known = set(map(tuple, other[targets].itertuples(index=False)))
            rows = frame[fields].dropna()
            assert set(map(tuple, rows.itertuples(index=False))) <= known, (resource["name"], fields)


def test_offsets_slice_the_text():
    mentions = pandas.read_parquet(PARQUET / "mentions.parquet")
    texts = pandas.read_parquet(PARQUET / "articles.parquet").set_index("article_id")["text"]
    for row in mentions.itertuples():
        text = texts[row.article_id]
        assert text[row.start:row.end] == row.text
        assert text.encode()[row.start_byte:row.end_byte].decode() == row.text


def test_filters_run_on_the_strings():
    table = pyarrow.parquet.read_table(PARQUET / "mentions.parquet", filters=[("entity_id", "==", "KAZ")])
    assert table.num_rows > 0
    assert not any("view" in str(field.type) for field in table.schema)


def test_records_are_articles_and_lost_ones():
    manifest = json.loads((PARQUET / "manifest.json").read_text(encoding="utf8"))
    for counts in [manifest["counts"], *manifest["inputs"]]:
        assert counts["records"] == counts["articles"] + counts["lost"]
    assert manifest["tables"]["articles"] == manifest["counts"]["articles"]


def test_graph_files_agree_with_the_edges():
    edges = pandas.read_parquet(PARQUET / "edges.parquet")
    edges = edges[(edges["window"] == "sentence") & (edges["n"] >= 2)]
    expected = {(row.source, row.target): row.n for row in edges.itertuples()}
    graphml = networkx.read_graphml(PARQUET / "graph.graphml")
    gexf = networkx.read_gexf(PARQUET / "graph.gexf")
    link = networkx.node_link_graph(json.loads((PARQUET / "graph.json").read_text(encoding="utf8")), edges="edges")
    for graph in (graphml, gexf, link):
        found = {tuple(sorted((source, target))): data["n"] for source, target, data in graph.edges(data=True)}
        assert found == expected
        assert set(graph.nodes) == {end for pair in expected for end in pair}
    assert graphml.nodes["KAZ"]["name_zh"] == "哈萨克斯坦"


def test_namibia_survives_csv():
    codes = pandas.read_csv(RUNS / "csv" / "country_codes.csv", keep_default_na=False, dtype=str)
    assert "NA" in set(codes[(codes["entity_id"] == "NAM") & (codes["system"] == "iso2")]["code"])
