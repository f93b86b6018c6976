"""Panels of the demo, made again by pandas from the tables that they count, and merged as users merge them."""
import datetime
import os
import pathlib

import pandas

PARQUET = pathlib.Path(os.environ["BANGJIAO_RUNS"]) / "parquet"
DYADS = pandas.read_parquet(PARQUET / "dyad_year.parquet")


def member_dyads(years):
    """Every pair of Correlates of War members with a common day in a year, from the table of codes."""
    codes = pandas.read_parquet(PARQUET / "country_codes.parquet", dtype_backend="pyarrow")
    codes = codes[(codes["system"] == "cow") & (codes["entity_id"] != "TWN")]
    always = {"from": datetime.date(1800, 1, 1), "to": datetime.date(2100, 1, 1)}
    first, last = (codes[end].fillna(day).tolist() for end, day in always.items())
    spells = list(zip(codes["code"].astype(int), first, last))
    for year in years:
        # Who is a member together with another is so on the first day of the year or on the first day of one of the two.
        days = {datetime.date(year, 1, 1)} | {first for _, first, _ in spells if first.year == year}
        today = [[code for code, first, last in spells if first <= day <= last] for day in days]
        pairs = {(one, other) for members in today for one in members for other in members if one < other}
        yield from ((one, other, year) for one, other in sorted(pairs))


def test_dyad_years_merge_one_to_one_with_every_member_dyad():
    expected = pandas.DataFrame(member_dyads(range(1950, 2002)), columns=["ccode1", "ccode2", "year"])
    found = DYADS[DYADS["year"].between(1950, 2001)]
    merged = expected.merge(found, on=["ccode1", "ccode2", "year"], how="outer", validate="one_to_one", indicator=True)
    assert set(merged["_merge"]) == {"both"}
    assert len(merged) == len(expected) > 400_000
    counts = [column for column in DYADS.columns if column.startswith("n_")]
    assert not merged[counts].isna().any().any()
