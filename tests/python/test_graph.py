"""The demo's network, measured by networkx and scipy, against the columns that bangjiao wrote."""
import json
import math
import os
import pathlib
import re
import subprocess

import lxml.etree
import networkx
import numpy
import pandas
import pytest
from scipy.stats import chi2_contingency

PARQUET = pathlib.Path(os.environ["BANGJIAO_RUNS"]) / "parquet"
NODES = pandas.read_parquet(PARQUET / "nodes.parquet").set_index("entity_id")
EDGES = pandas.read_parquet(PARQUET / "edges.parquet")
DRAWN = EDGES[(EDGES["window"] == "sentence") & (EDGES["n"] >= 2)]


@pytest.fixture(scope="module")
def graph():
    graph = networkx.Graph()
    graph.add_nodes_from(NODES.index)
    graph.add_weighted_edges_from(DRAWN[["source", "target", "n"]].itertuples(index=False))
    return graph


def agree(column, expected):
    for node, value in expected.items():
        assert math.isclose(NODES[column][node], value, rel_tol=0, abs_tol=1e-9), (column, node)


def test_measures_of_nodes_are_those_of_networkx(graph):
    assert set(graph) == set(NODES.index)
    agree("degree", dict(graph.degree()))
    agree("strength", dict(graph.degree(weight="weight")))
    agree("core", networkx.core_number(graph))
    agree("clustering", networkx.clustering(graph))
    agree("betweenness", networkx.betweenness_centrality(graph))
    agree("closeness", networkx.closeness_centrality(graph))
    agree("pagerank", networkx.pagerank(graph, weight="weight", tol=1e-15, max_iter=2000))
    components = sorted(networkx.connected_components(graph), key=lambda nodes: (-len(nodes), min(nodes)))
    for number, nodes in enumerate(components, start=1):
        assert set(NODES["component"][list(nodes)]) == {number}
    leading = networkx.eigenvector_centrality_numpy(graph.subgraph(components[0]), weight="weight")
    agree("eigenvector", {node: abs(leading.get(node, 0.0)) for node in graph})


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """Every form of graph file, rebuilt from the run folder."""
    out = tmp_path_factory.mktemp("forms") / "out"
    forms = "graphml,gexf,gexf-dynamic,json,gephi,pajek,dot"
    subprocess.run(
        [os.environ["BANGJIAO_PROGRAM"], "graph", PARQUET, "-o", out, "--graph-formats", forms, "--json-edges", "links",
         "--layout", "--quiet"],
        check=True,
    )
    return out


def test_every_form_is_read_back_as_the_same_network(graph, forms):
    weights = {frozenset(edge[:2]): edge[2] for edge in graph.edges(data="weight")}
    link = json.loads((forms / "graph.json").read_text(encoding="utf8"))
    pajek = networkx.Graph(networkx.read_pajek(forms / "graph.net"))
    gephi = pandas.read_csv(forms / "gephi-edges.csv", keep_default_na=False)
    gephi = networkx.from_pandas_edgelist(gephi, "Source", "Target", "Weight")
    found = {
        "graphml": (networkx.read_graphml(forms / "graph.graphml"), "weight"),
        "gexf": (networkx.read_gexf(forms / "graph.gexf", version="1.3"), "weight"),
        "dynamic": (networkx.read_gexf(forms / "graph.dynamic.gexf", version="1.3"), "weight"),
        "json": (networkx.node_link_graph(link, edges="links"), "weight"),
        "pajek": (pajek, "weight"),
        "gephi": (gephi, "Weight"),
    }
    for name, (other, weight) in found.items():
        assert set(other) == set(graph), name
        assert {frozenset(edge[:2]): edge[2] for edge in other.edges(data=weight)} == weights, name
    assert all(math.isfinite(node["x"]) and math.isfinite(node["y"]) for node in link["nodes"])
    # Days of the timeline are those of the table.
    days = {(row.source, row.target): (str(row.first_date), str(row.last_date)) for row in DRAWN.itertuples()}
    text = (forms / "graph.dynamic.gexf").read_text(encoding="utf8")
    edges = re.findall(r'<edge id="[0-9]+" source="([^"]+)" target="([^"]+)" weight="[0-9]+" start="([^"]+)" end="([^"]+)"', text)
    assert {(source, target): (first, last) for source, target, first, last in edges} == days


def test_gexf_is_valid_by_its_published_schema(forms):
    schema = lxml.etree.XMLSchema(lxml.etree.parse(pathlib.Path(__file__).parent / "gexf-1.3" / "gexf.xsd"))
    for name in ("graph.gexf", "graph.dynamic.gexf"):
        schema.assertValid(lxml.etree.parse(forms / name))


def test_communities_are_at_least_as_good_as_louvain(graph):
    summary = json.loads((PARQUET / "manifest.json").read_text(encoding="utf8"))["graph"]
    groups = [set(nodes) for nodes in NODES.groupby("community").groups.values()]
    found = networkx.community.modularity(graph, groups, weight="weight")
    assert math.isclose(found, summary["modularity"], abs_tol=1e-9)
    louvain = networkx.community.louvain_communities(graph, weight="weight", seed=1)
    assert found > networkx.community.modularity(graph, louvain, weight="weight") - 0.005
    assert all(networkx.is_connected(graph.subgraph(group)) for group in groups)


def test_measures_of_edges_are_those_of_scipy():
    for row in EDGES.sample(min(300, len(EDGES)), random_state=1).itertuples():
        rest = row.n_windows - row.n_source - row.n_target + row.n
        table = numpy.array([[row.n, row.n_source - row.n], [row.n_target - row.n, rest]])
        if (table.sum(axis=0) == 0).any() or (table.sum(axis=1) == 0).any():
            assert math.isnan(row.chi2)
            continue
        for column, kind in (("chi2", "pearson"), ("llr", "log-likelihood")):
            expected = chi2_contingency(table, correction=False, lambda_=kind).statistic
            assert math.isclose(getattr(row, column), expected, rel_tol=1e-9, abs_tol=1e-9), (column, row)


def test_the_disparity_of_an_edge_is_that_of_its_better_end(graph):
    for row in DRAWN.itertuples():
        ends = []
        for node in (row.source, row.target):
            strength, degree = graph.degree(node, weight="weight"), graph.degree(node)
            ends.append((1 - row.n / strength) ** (degree - 1) if degree > 1 else 1.0)
        assert math.isclose(row.disparity, min(ends), abs_tol=1e-9)
