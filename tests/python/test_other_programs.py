"""The examples of docs/other-programs.md, run as they stand there."""

import csv
import os
import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

RUNS = Path(os.environ["BANGJIAO_RUNS"])
PAGE = Path(__file__).parents[2] / "docs" / "other-programs.md"


def examples(language):
    """The blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture
def folder(tmp_path):
    """A folder in which the results have the names that the page uses."""
    (tmp_path / "results").symlink_to(RUNS / "parquet", target_is_directory=True)
    (tmp_path / "results-csv").symlink_to(RUNS / "csv", target_is_directory=True)
    return tmp_path


def test_duckdb(folder, monkeypatch):
    monkeypatch.chdir(folder)
    states, sentences, namibia = [duckdb.sql(query).fetchall() for query in examples("sql")]
    assert len(states) == 5 and states[0][0] == "CHN"
    assert 1 <= len(sentences) <= 3 and all("公报" in sentence for _, sentence in sentences)
    assert namibia == [("NA",)]


def test_r(folder):
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("Rscript is not installed")
    (script,) = examples("r")
    (folder / "page.R").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [program, "--vanilla", "page.R"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    assert "CHN" in done.stdout and "(Intercept)" in done.stdout


def test_what_stata_asks_for():
    for path in sorted((RUNS / "csv").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            names = next(csv.reader(file))
        if path.name.startswith("gephi-"):
            continue
        assert all(re.fullmatch("[a-z_][a-z0-9_]{0,31}", name) for name in names), path.name
        assert len(set(names)) == len(names), path.name
    assert ',"NA",' in (RUNS / "csv" / "country_codes.csv").read_text(encoding="utf-8")
    with (RUNS / "csv" / "dyad_year.csv").open(encoding="utf-8", newline="") as file:
        keys = [(row["ccode1"], row["ccode2"], row["year"]) for row in csv.DictReader(file)]
    assert len(set(keys)) == len(keys)
