"""Compiles published.csv: results of other people's studies that the model is held beside.

The figures come from the gathered table; which measure speaks to each, over which months and in
which form, is written by hand in `published_curated.csv`.
"""

import pathlib
import re

from common import check, read_csv, write_table
from press import page_source

RESULTS = "published/results.csv"
CURATED = "published_curated.csv"
COPIED = ("id", "statement", "measure", "places", "period", "aggregation", "form", "scenario",
          "scope", "sign", "than", "unit", "note")
# Units of the gathered table that the pack writes out.
SCALES = {"usd_mn": 1_000_000, "million_persons": 1_000_000}
# Measures that the rule of targets.csv holds out: receipts after this year, stocks after this month.
RECEIPTS = re.compile(r"receipts_|received_")
STOCKS = re.compile(r"migrants_")
LAST_RECEIPTS, LAST_STOCK = "2023-12", "2024-06"
# A scenario that takes away what the study found the gain of.
REVERSED = ("PR062",)


def scaled(text, factor):
    """A gathered number in the unit of the pack; empty stays empty."""
    return "" if text == "" else f"{float(text) * factor:.10g}"


def last_month(period):
    """`2023-12` of `2023`, `2024-09` of `2024-01..2024-09`."""
    end = period.split("..")[-1]
    return end if "-" in end else f"{end}-12"


def use(curated):
    """What a result is for: the hand-written word, else held out or not by its measure and time."""
    end = last_month(curated["period"])
    late = (RECEIPTS.match(curated["measure"]) and end > LAST_RECEIPTS) or (
        STOCKS.match(curated["measure"]) and end > LAST_STOCK)
    return curated["kind"] or ("test" if late else "report")


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
        "kind": use(curated),
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
