"""Compiles claims.csv (what a public text says) and events.csv (dated facts).

The figures come from the gathered tables; what each claim counts, and which measure of the model
can speak to it, is written by hand in `claims_curated.csv`.
"""

import pathlib
import re

from common import check, read_csv, write_table
from press import page_source

CLAIMS = "corridor/claims.csv"
EVENTS = "corridor/events.csv"
CURATED = "claims_curated.csv"
COPIED = ("id", "kind", "quantity", "statement", "measure", "places", "period", "aggregation",
          "scope", "actor", "target", "type", "days", "note")


def main_claim(id):
    """`C01` of `C01b`."""
    return re.match(r"C\d+", id).group(0)


def claim_rows(raw, sources):
    """One row a claim, in the order of the gathered table."""
    curated = {entry["id"]: entry
               for entry in read_csv(pathlib.Path(__file__).parent / CURATED)}
    gathered = raw.table(CLAIMS)
    check({entry["id"] for entry in gathered} == set(curated),
          f"{CURATED} and {CLAIMS} list different claims")
    rows = []
    for entry in gathered:
        row = {column: curated[entry["id"]][column] for column in COPIED}
        unit = "" if entry["unit"] in ("event", "qualitative") else entry["unit"]
        row |= {
            "main": main_claim(entry["id"]),
            "value": entry["quantity"],
            "unit": "percent" if unit.startswith("percent") else unit,
            "low": curated[entry["id"]]["low"] or entry["low"],
            "high": entry["high"],
            "said_by": entry["attributed_to"],
            "source": page_source(sources, entry["attributed_to"], entry["url"]),
        }
        rows.append(row)
    return rows


def event_rows(raw, sources):
    """One row an event, by date as gathered."""
    return [
        {
            "date": entry["date"],
            "actor": entry["country_actor"],
            "target": entry["country_target"],
            "type": entry["type"],
            "value": entry["magnitude"],
            "statement": entry["statement"],
            "source": page_source(sources, entry["source"], entry["url"]),
        }
        for entry in raw.table(EVENTS)
    ]


def compile(raw, out, sources):
    """Writes claims.csv and events.csv from the raw tables."""
    write_table(out, "claims", claim_rows(raw, sources), sources)
    write_table(out, "events", event_rows(raw, sources), sources)
