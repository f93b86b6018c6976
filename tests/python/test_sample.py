"""A sample is the one that docs/evaluation.md describes, so that anyone can draw it again."""

import csv
import hashlib
import io
import os
import subprocess
from pathlib import Path

import pandas as pd

RUN = Path(os.environ["BANGJIAO_RUNS"]) / "parquet"
SEED = 7


def number(mention_id):
    return int.from_bytes(hashlib.sha256(f"{SEED}:{mention_id}".encode()).digest()[:8], "big")


def test_the_smallest_numbers_of_each_stratum_are_drawn():
    command = [os.environ["BANGJIAO_PROGRAM"], "sample", RUN, "--by", "form", "--n", "60", "--seed", str(SEED), "--quiet"]
    printed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    rows = list(csv.DictReader(io.StringIO(printed)))
    mentions = pd.read_parquet(RUN / "mentions.parquet", columns=["mention_id", "kind", "form"])
    expected = []
    for form, ids in mentions[mentions.kind == "country"].groupby("form").mention_id:
        drawn = [row for row in rows if row["stratum"] == form]
        assert len(drawn) == 15
        assert all(float(row["weight"]) == len(ids) / 15 for row in drawn)
        expected += sorted(ids, key=number)[:15]
    assert [row["mention_id"] for row in rows] == sorted(expected, key=number)
