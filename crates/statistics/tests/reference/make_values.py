"""Makes values.json: what scipy, NLTK and the formulas that quanteda publishes give for the tables below.

Run it with Python 3.11 or newer: pip install scipy==1.17.1 nltk==3.10.4; python make_values.py > values.json
The tests compare the crate's numbers with the file, so neither library is needed to run them.
"""

import json
import math

from nltk.metrics import BigramAssocMeasures
from scipy import stats

# n_target, n_reference, total_target, total_reference
COMPARISONS = [
    (20, 5, 1_000, 1_000),
    (5, 20, 1_000, 3_000),
    (0, 12, 40_000, 60_000),
    (12, 0, 40_000, 60_000),
    (1, 1, 10, 11),
    (1_500, 900, 2_000_000, 9_000_000),
    (37, 4_100, 12_345, 5_678_901),
]

# n, n_source, n_target, n_windows
PAIRS = [
    (30, 800, 45, 10_000),
    (1, 1, 1, 50),
    (0, 10, 20, 100),
    (7, 7, 9, 1_000),
    (250, 4_000, 3_000, 5_670_892),
]

# sizes of parts, occurrences in each
SPREADS = [
    ([9, 10, 10, 10, 11], [1, 2, 3, 4, 5]),
    ([100, 200, 50, 650], [0, 4, 0, 1]),
    ([5, 5], [1, 0]),
    ([1_000, 1_200, 900, 4_000, 10], [30, 36, 27, 120, 0]),
]

TEXT = "中 国 和 美 国 中 国 和 日 本 日 本 中 国 与 美 国 和 平 共 处".split()


def comparison(n_target, n_reference, total_target, total_reference):
    table = [[n_target, n_reference], [total_target - n_target, total_reference - n_reference]]
    total = total_target + total_reference
    sign = -1 if n_target / total_target < n_reference / total_reference else 1
    g2 = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    chi2 = stats.chi2_contingency(table, correction=False)
    yates = stats.chi2_contingency(table, correction=True)
    # Hardie's log ratio: 0 counts as one half.
    share = [(n or 0.5) / whole for n, whole in ((n_target, total_target), (n_reference, total_reference))]
    f_target, f_reference = n_target / total_target, n_reference / total_reference
    return {
        "table": [n_target, n_reference, total_target, total_reference],
        "g2": sign * g2.statistic,
        "p": g2.pvalue,
        "chi2": sign * chi2.statistic,
        "chi2_yates": sign * yates.statistic,
        "log_ratio": math.log2(share[0] / share[1]),
        "pct_diff": (f_target - f_reference) * 100 / f_reference if n_reference else None,
        "bic": g2.statistic - math.log(total),
    }


def pair(n, n_source, n_target, n_windows):
    marginals = (n, (n_source, n_target), n_windows)
    # quanteda's textstat_collocations (method "lambda", smoothing 0.5) for two words.
    cells = [n, n_source - n, n_target - n, n_windows - n_source - n_target + n]
    a, b, c, d = (cell + 0.5 for cell in cells)
    lambda_ = math.log(a) - math.log(b) - math.log(c) + math.log(d)
    z = lambda_ / math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    expected = n_source * n_target / n_windows
    observed = [cells[:2], cells[2:]]
    return {
        "table": [n, n_source, n_target, n_windows],
        "lambda": lambda_,
        "z": z,
        "p": 2 * stats.norm.sf(abs(z)),
        "npmi": math.log(n / expected) / -math.log(n / n_windows) if n else None,
        "g2": stats.chi2_contingency(observed, correction=False, lambda_="log-likelihood").statistic,
        # NLTK floors no count of ours; its t score is that of Church and others.
        "t": BigramAssocMeasures.student_t(*marginals) if n else None,
        "pmi": BigramAssocMeasures.pmi(*marginals) if n else None,
    }


def spread(sizes, occurrences):
    total, n, parts = sum(sizes), sum(occurrences), len(sizes)
    rates = [here / size for here, size in zip(occurrences, sizes)]
    mean = sum(rates) / parts
    deviation = math.sqrt(sum((rate - mean) ** 2 for rate in rates) / parts)
    dp = sum(abs(here / n - size / total) for here, size in zip(occurrences, sizes)) / 2
    return {
        "sizes": sizes,
        "occurrences": occurrences,
        "range": sum(here > 0 for here in occurrences),
        "juilland_d": 1 - deviation / mean / math.sqrt(parts - 1),
        "dp": dp,
        "dp_norm": dp / (1 - min(sizes) / total),
    }


def variety(words, window):
    windows = [words[at : at + window] for at in range(len(words) - window + 1)]
    return {
        "words": words,
        "window": window,
        "ttr": len(set(words)) / len(words),
        "mattr": sum(len(set(one)) / window for one in windows) / len(windows),
    }


def split_mix(seed):
    """SplitMix64, as in https://prng.di.unimi.it/splitmix64.c."""
    mask = 2**64 - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        yield z ^ (z >> 31)


def interval(characters, counts, resamples, seed):
    """The percentile interval of the rate, articles drawn with replacement."""
    random, n = split_mix(seed), len(counts)
    rates = []
    for _ in range(resamples):
        drawn = [(next(random) * n) >> 64 for _ in range(n)]
        rates.append(sum(counts[at] for at in drawn) * 10_000 / sum(characters[at] for at in drawn))
    low, high = (float(value) for value in stats.mstats.mquantiles(rates, [0.025, 0.975], alphap=1, betap=1))
    return {
        "characters": characters,
        "counts": counts,
        "resamples": resamples,
        "seed": seed,
        "low": low,
        "high": high,
    }


print(
    json.dumps(
        {
            "comparisons": [comparison(*table) for table in COMPARISONS],
            "pairs": [pair(*table) for table in PAIRS],
            "spreads": [spread(*parts) for parts in SPREADS],
            "varieties": [variety(TEXT, 5), variety(TEXT, 8), variety(TEXT, len(TEXT))],
            "intervals": [
                interval([900, 1_200, 450, 800, 3_000], [3, 0, 1, 2, 9], 1_000, 1),
                interval([100, 300], [1, 0], 200, 7),
            ],
        },
        ensure_ascii=False,
        indent=1,
    )
)
