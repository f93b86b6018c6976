"""Makes change.csv: changes between two periods as scipy computes them. Run: python change.py > change.csv"""
import csv
import math
import random
import sys

import numpy
from scipy.stats import chi2_contingency, false_discovery_control

COLUMNS = ["n_before", "n_windows_before", "n_after", "n_windows_after", "log_ratio", "llr", "p", "q"]


def tables():
    yield from [(3, 900, 40, 1_000), (0, 10, 1, 10), (5, 100, 0, 200), (1, 1, 1, 2), (10, 100, 10, 100)]
    random.seed(1)
    for _ in range(60):
        windows = [int(10 ** random.uniform(1, 6)) for _ in range(2)]
        n = [random.randint(0, min(total, 400)) for total in windows]
        if any(n):
            yield n[0], windows[0], n[1], windows[1]


def change(a, total_a, b, total_b):
    table = numpy.array([[a, total_a - a], [b, total_b - b]])
    # A column of zeros is independent of the rows.
    same = (table.sum(axis=0) == 0).any()
    test = None if same else chi2_contingency(table, correction=False, lambda_="log-likelihood")
    return {
        "log_ratio": math.log2((b + 0.5) / (total_b + 0.5)) - math.log2((a + 0.5) / (total_a + 0.5)),
        "llr": 0.0 if same else test.statistic,
        "p": 1.0 if same else test.pvalue,
    }


tables = list(tables())
changes = [change(*table) for table in tables]
rates = false_discovery_control([row["p"] for row in changes], method="bh")
writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
writer.writeheader()
for table, row, q in zip(tables, changes, rates):
    writer.writerow(dict(zip(COLUMNS, table)) | row | {"q": q})
