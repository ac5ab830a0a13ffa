"""Compiles published.csv: results of other people's studies that the model is held beside.

The figures come from the gathered table; which measure speaks to each, over which months and in
which form, is written by hand in `published_curated.csv`.
"""

import pathlib

from common import check, read_csv, write_table
from press import page_source

RESULTS = "published/results.csv"
CURATED = "published_curated.csv"
COPIED = ("id", "statement", "measure", "places", "period", "aggregation", "form", "scenario",
          "scope", "sign", "than", "unit", "note")
# Units of the gathered table that the pack writes out.
SCALES = {"usd_mn": 1_000_000, "million_persons": 1_000_000}
# A scenario that takes away what the study found the gain of.
REVERSED = ("PR062",)


def scaled(text, factor):
    """A gathered number in the unit of the pack; empty stays empty."""
    return "" if text == "" else f"{float(text) * factor:.10g}"


def result_row(entry, curated, sources):
    """One result."""
    factor = SCALES.get(entry["unit"], 1) * (-1 if entry["id"] in REVERSED else 1)
    low, high = scaled(entry["low"], factor), scaled(entry["high"], factor)
    if entry["id"] in REVERSED:
        low, high = high, low
    return {column: curated[column] for column in COPIED} | {
        "study": entry["study"],
        "value": scaled(entry["value"], factor),
        "low": low,
        "high": high,
        "source": page_source(sources, entry["study"], entry["url"]),
    }


def compile(raw, out, sources):
    """Writes published.csv, in the order of the gathered table."""
    curated = {entry["id"]: entry for entry in read_csv(pathlib.Path(__file__).parent / CURATED)}
    gathered = raw.table(RESULTS)
    check({entry["id"] for entry in gathered} == set(curated),
          f"{CURATED} and {RESULTS} list different results")
    write_table(out, "published",
                [result_row(entry, curated[entry["id"]], sources) for entry in gathered], sources)
