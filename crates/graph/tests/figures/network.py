"""Makes network-nodes.csv and network-edges.csv: measures of a graph as networkx computes them. Run: python network.py"""
import csv
import random

import networkx

random.seed(11)
graph = networkx.Graph()
# Three groups around hubs, as newspapers have them, and two components that are small.
for one in range(240):
    for other in range(one + 1, 240):
        chance = 0.12 if one // 80 == other // 80 else 0.01
        chance += 0.3 if one % 80 == 0 else 0
        if random.random() < chance:
            graph.add_edge(one, other, weight=int(random.paretovariate(1.1)) + 1)
graph.add_edge(240, 241, weight=40)
graph.add_edges_from([(242, 243, {"weight": 2}), (243, 244, {"weight": 5}), (242, 244, {"weight": 1})])
nodes = sorted(graph)
assert nodes == list(range(245))

largest = graph.subgraph(max(networkx.connected_components(graph), key=len))
eigenvector = networkx.eigenvector_centrality_numpy(largest, weight="weight")
core, clustering = networkx.core_number(graph), networkx.clustering(graph)
betweenness, closeness = networkx.betweenness_centrality(graph), networkx.closeness_centrality(graph)
pagerank = networkx.pagerank(graph, weight="weight", tol=1e-15, max_iter=1000)
louvain = networkx.community.louvain_communities(graph, weight="weight", seed=1)
label = {node: number for number, group in enumerate(louvain) for node in group}
modularity = networkx.community.modularity(graph, louvain, weight="weight")

with open("network-nodes.csv", "w", encoding="utf8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["node", "degree", "strength", "core", "clustering", "betweenness", "closeness", "eigenvector",
                     "pagerank", "louvain", "modularity"])
    for node in nodes:
        writer.writerow([node, graph.degree(node), graph.degree(node, weight="weight"), core[node], clustering[node],
                         betweenness[node], closeness[node], abs(float(eigenvector.get(node, 0.0))), pagerank[node],
                         label[node], modularity])

def disparity(node, weight):
    """Serrano, Boguñá and Vespignani 2009, equation 2, as the integral they write."""
    from scipy.integrate import quad
    strength, degree = graph.degree(node, weight="weight"), graph.degree(node)
    if degree < 2:
        return 1.0
    return 1 - (degree - 1) * quad(lambda x: (1 - x) ** (degree - 2), 0, weight / strength, epsabs=1e-13)[0]

def noise_corrected(one, other, weight):
    """Coscia and Neffke 2017: the score over its standard deviation; the slope by a complex step, not by their formula."""
    a, b = graph.degree(one, weight="weight"), graph.degree(other, weight="weight")
    total = 2 * graph.size(weight="weight")

    def score(step):
        kappa = (total + step) / ((a + step) * (b + step))
        return (kappa * (weight + step) - 1) / (kappa * (weight + step) + 1)

    mean = a * b / total**2
    variance = a * b * (total - a) * (total - b) / (total**4 * (total - 1))
    common = mean * (1 - mean) / variance - 1
    chance = (mean * common + weight) / (common + total)
    slope = score(1e-30j).imag / 1e-30
    return score(0) / (total * chance * (1 - chance) * slope**2) ** 0.5


with open("network-edges.csv", "w", encoding="utf8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["source", "target", "weight", "disparity", "noise_corrected"])
    for one, other in sorted(tuple(sorted(edge)) for edge in graph.edges):
        weight = graph[one][other]["weight"]
        writer.writerow([one, other, weight, min(disparity(one, weight), disparity(other, weight)),
                         noise_corrected(one, other, weight)])
