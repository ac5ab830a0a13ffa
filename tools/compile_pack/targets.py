"""Compiles targets.csv: published figures that the model is held against."""

import pathlib
import re

from common import ORIGINS, check, number, read_csv, write_table
from press import page_source
from targets_corridor import corridor_rows
from targets_welfare import welfare_rows
from timeline import by_period

STATS = "corridor/migration_stats.csv"
PROFILE = "demography/migrants_profile.csv"
RECEIPTS = "drivers/remittances.csv"
RECEIVING = ("KG-GB", "KG-C")  # where people from other regions are present in their place
COUNTS = ("UZB", "TJK", "KGZ", "KAZ")  # origins whose receipts are published
YEARS = range(2010, 2025)

# Relative standard errors. None is published: they are stated for each kind of count.
ERROR_REGISTER = 0.10  # register of stays: departures are under-recorded, later counts were cleaned
ERROR_STATEMENT = 0.15  # rounded figures of officials, whose definition is not given
ERROR_RECEIPTS = 0.08  # size of usual revisions between releases
ERROR_SMALL_RECEIPTS = 0.25  # where the corridor carries only a part of small receipts
ERROR_POPULATION = 0.01
ERROR_SURVEY = 0.15
ERROR_ABSENCE = 0.20  # two counts nine months apart, moves inside the country included


def target(quantity, place, period, value, unit, error, kind, source, status, note, prefix):
    """One row; its id is `prefix.place.period`."""
    return {
        "id": f"{prefix}.{place}.{period}",
        "quantity": quantity,
        "place": place,
        "period": period,
        "aggregation": "",
        "value": number(value, 9),
        "unit": unit,
        "bound": "exact",
        "scope": "same",
        "error": number(error),
        "kind": kind,
        "source": source,
        "status": status,
        "note": note,
    }


def made_unique(rows):
    """A second figure for the same date keeps its row; its id ends in `.b`, a third in `.c`."""
    seen = {}
    for entry in rows:
        count = seen[entry["id"]] = seen.get(entry["id"], 0) + 1
        if count > 1:
            entry["id"] += f".{chr(ord('a') + count - 1)}"
    check(len({entry["id"] for entry in rows}) == len(rows), "targets: an id stands twice")
    return rows


def count_kind(entry):
    """What kind of count a stock is, and its relative error."""
    publisher = entry["source"]
    if publisher.startswith("FMS"):
        return (
            "register of stays by citizenship on a day, departures under-recorded",
            ERROR_REGISTER,
        )
    if "RANEPA" in publisher or publisher.startswith("derived"):
        return "register of stays as quoted by a monitoring report", ERROR_REGISTER
    if publisher.startswith("Tajik"):
        return "count of the origin's labour ministry, far above the register", 0.30
    return "statement of an official or estimate, definition not given", ERROR_STATEMENT


# How a raw note may begin, and the words that the pack keeps of it.
BEGINNINGS = (
    ("'more than", "rounded down"),
    ("'over", "rounded down"),
    ("lower bound", "rounded down"),
    ("about", "rounded"),
    ("rounded", "rounded"),
    ("approximate", "rounded"),
    ("estimate", "estimate"),
    ("month by the page number", "month inferred"),
)
# What it may say further on.
MENTIONS = (
    ("derived by", "derived by subtraction"),
    ("date inferred", "date inferred"),
    ("dated by", "date inferred"),
)


def caveats(entry):
    """The caveats of a raw note in the pack's own words."""
    note = entry["note"]
    kept = [words for mark, words in BEGINNINGS if note.startswith(mark)]
    kept += [words for mark, words in MENTIONS if mark in note]
    return ", ".join(dict.fromkeys(kept))


def stock_use(entry, month):
    """Whether a stock may be fitted, is kept for a test, or is only reported."""
    if month > "2024-06":
        return "test"
    comparable = not entry["source"].startswith("Tajik")
    return "fit" if comparable else "report"


def stock_rows(raw, sources):
    """`migrants_present`: stocks by citizenship on a date."""
    rows = []
    for entry in raw.rows(STATS, series="present_in_russia", country=ORIGINS):
        if not re.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?", entry["period"]):
            continue
        month = entry["period"][:7]
        words, error = count_kind(entry)
        limits = caveats(entry)
        inferred = "derived" in limits or "inferred" in limits
        note = f"{words}; {limits}" if limits else words
        rows.append(
            target(
                "migrants_present",
                entry["country"],
                month,
                float(entry["value"]),
                "persons",
                error,
                stock_use(entry, month),
                page_source(sources, entry["source"], entry["url"]),
                "estimated" if inferred else "measured",
                note,
                "stock",
            )
        )
    return rows


def receipt_use(place, year, by_construction):
    """Receipts to 2023 are for fitting but where a dated amount makes them agree; later ones are held out."""
    if year > 2023:
        return "test"
    return "report" if (place, str(year)) in by_construction else "fit"


def receipt_rows(raw):
    """`receipts_recorded_usd`, and the same as a share of gross domestic product."""
    rows = []
    by_construction = {
        (entry["place"], entry["period"])
        for entry in read_csv(pathlib.Path(__file__).parent / "not_labour_income.csv")
    }
    for place in COUNTS:
        error = ERROR_SMALL_RECEIPTS if place == "KAZ" else ERROR_RECEIPTS
        money = by_period(raw.rows("annual/remittances_received_usd.csv", country=place))
        shares = by_period(raw.rows("annual/remittances_received_pct_gdp.csv", country=place))
        derived = by_period(
            raw.rows("annual/remittances_received_pct_gdp_derived.csv", country=place)
        )
        for year in (year for year in YEARS if str(year) in money):
            rows.append(
                target(
                    "receipts_recorded_usd",
                    place,
                    str(year),
                    round(money[str(year)]),
                    "USD",
                    error,
                    receipt_use(place, year, by_construction),
                    "wdi_receipts",
                    "measured",
                    "personal transfers and compensation of employees, from all countries"
                    + ("; agrees by construction" if (place, str(year)) in by_construction else ""),
                    "receipts",
                )
            )
            published = str(year) in shares
            rows.append(
                target(
                    "receipts_share_of_gdp_pct",
                    place,
                    str(year),
                    (shares if published else derived)[str(year)],
                    "percent",
                    error,
                    "test" if year > 2023 else "report",
                    "wdi_receipts_share",
                    "measured" if published else "estimated",
                    "" if published else "ratio of the two published series",
                    "share",
                )
            )
    return rows


def population_rows(raw):
    """`population`: World Population Prospects, on 1 July."""
    totals = {}
    for entry in raw.rows("demography/wpp2024_population_age5.csv", country=ORIGINS, region=""):
        key = entry["country"], int(entry["period"])
        totals[key] = totals.get(key, 0) + float(entry["value"])
    return [
        target(
            "population_with_migration",
            place,
            f"{year}-06",
            round(totals[place, year]),
            "persons",
            ERROR_POPULATION,
            "report",
            "un_wpp_2024",
            "measured",
            "1 July, which ends the month of June; estimate to 2023, medium variant in 2024; labour migrants count at home",
            "population_with_migration",
        )
        for place in ORIGINS
        for year in YEARS
    ]


def women_rows(raw, sources):
    """`women_share_present_pct`: women among the citizens present, both counted on one day."""
    rows = []
    for women in raw.rows(STATS, series="present_in_russia_women"):
        everybody = raw.one(
            STATS, series="present_in_russia", country=women["country"], period=women["period"]
        )
        share = 100 * float(women["value"]) / float(everybody["value"])
        rows.append(
            target(
                "women_share_present_pct",
                women["country"],
                women["period"],
                share,
                "percent",
                ERROR_REGISTER,
                "report",
                page_source(sources, women["source"], women["url"]),
                "estimated",
                "women over all citizens present; the date is inferred",
                "women",
            )
        )
    return rows


def address_in(text):
    """The address inside a source's words, if there is one."""
    found = re.search(r"https?://[^\s)]+", text)
    return found.group(0) if found else ""


def household_rows(raw, sources):
    """`households_with_migrant_pct`: shares of households, where the survey has a date."""
    rows = []
    for entry in raw.rows(PROFILE, series="households_with_migrant"):
        if not entry["period"]:
            continue
        quarter = re.fullmatch(r"(\d{4})-Q(\d)", entry["period"])
        period = f"{quarter[1]}-{3 * int(quarter[2]) - 1:02d}" if quarter else entry["period"]
        address = address_in(entry["source"])
        publisher = (
            entry["source"].replace(address, "").replace("()", "").replace(" via ", " ").strip()
        )
        rows.append(
            target(
                "households_with_migrant_pct",
                entry["region"] or entry["country"],
                period,
                float(entry["value"]),
                "percent",
                ERROR_SURVEY,
                "report",
                page_source(sources, publisher, address),
                "measured",
                entry["note"] or "statement, definition not given",
                "households",
            )
        )
    return rows


def quarter_rows(raw):
    """Receipts of one origin by quarter: held out, though their sum over a year was fitted."""
    rows = []
    for entry in raw.rows(RECEIPTS, series="remit_inflow_total_q", country="KAZ"):
        year, quarter = entry["period"].split("-Q")
        period = f"{year}-{3 * int(quarter) - 2:02d}..{year}-{3 * int(quarter):02d}"
        rows.append(
            target(
                "receipts_recorded_usd",
                "KAZ",
                period,
                round(float(entry["value"]) * 1_000_000),
                "USD",
                ERROR_SMALL_RECEIPTS,
                "test",
                "transfers_quarterly",
                "measured",
                "inflow from all countries; the publisher is not named in the copy",
                "receipts",
            )
        )
    return rows


def absence_rows(raw):
    """Inhabitants of a region whom a census did not find present; moves inside the country too."""
    return [
        target(
            "migrants_present+migrants_elsewhere/population",
            entry["region"],
            "2022-03",
            float(entry["value"]),
            "percent",
            ERROR_ABSENCE,
            "test",
            "kgstat_regions",
            "estimated",
            "absent at the census over inhabitants nine months later, those in other regions of the country included; takes no part in the regional profile",
            "absent",
        )
        | {"bound": "at_most"}
        for entry in raw.rows(PROFILE, series="absent_share_proxy", period="2022-03/2023-01")
        if entry["region"] not in RECEIVING
    ]


def compile(raw, out, sources):
    """Writes targets.csv from the raw tables."""
    rows = stock_rows(raw, sources) + receipt_rows(raw) + population_rows(raw)
    rows += women_rows(raw, sources) + household_rows(raw, sources)
    rows += quarter_rows(raw) + absence_rows(raw) + corridor_rows(raw, caveats, sources)
    rows += welfare_rows(out, target)
    write_table(out, "targets", made_unique(rows), sources)
