"""Makes weights.csv: measures of association as scipy and nltk compute them. Run: python weights.py > weights.csv"""
import csv
import math
import random
import sys

import numpy
from nltk.metrics import BigramAssocMeasures
from scipy.spatial import distance
from scipy.stats import chi2_contingency

COLUMNS = [
    "n", "n_source", "n_target", "n_windows", "pmi", "npmi", "llr", "chi2", "cosine", "association_strength",
    "target_given_source", "source_given_target", "jaccard", "dice",
]


def measures(n, s, t, total):
    table = numpy.array([[n, s - n], [t - n, total - s - t + n]])
    marginals = (n, (s, t), total)
    # Columns of windows, shortened to those that matter to scipy's distances: both, source alone, target alone.
    source = [True] * n + [True] * (s - n) + [False] * (t - n)
    target = [True] * n + [False] * (s - n) + [True] * (t - n)
    pmi = BigramAssocMeasures.pmi(*marginals)
    return {
        "pmi": pmi,
        "npmi": pmi / -math.log2(n / total) if n < total else "",
        "llr": chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic,
        "chi2": chi2_contingency(table, correction=False).statistic,
        "cosine": 1 - distance.cosine(numpy.array(source, float), numpy.array(target, float)),
        "association_strength": (n / total) / ((s / total) * (t / total)) / total,
        "target_given_source": n / s,
        "source_given_target": n / t,
        "jaccard": BigramAssocMeasures.jaccard(*marginals),
        "dice": BigramAssocMeasures.dice(*marginals),
    }


def tables():
    yield from [(30, 800, 45, 10_000), (1, 200, 300, 1_000), (5, 5, 5, 100), (3, 4, 4, 6), (1, 1, 1, 2)]
    random.seed(1)
    for _ in range(60):
        total = int(10 ** random.uniform(1.5, 7))
        s, t = (random.randint(1, max(1, min(total // 3, 50_000))) for _ in range(2))
        yield random.randint(1, min(s, t)), s, t, total


writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
writer.writeheader()
for n, s, t, total in tables():
    writer.writerow(dict(zip(COLUMNS, (n, s, t, total))) | measures(n, s, t, total))
