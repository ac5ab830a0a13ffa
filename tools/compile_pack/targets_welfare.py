"""Targets of poverty, inequality, dependence and unemployment, from the compiled welfare.csv."""

from common import ORIGINS, check, read_csv

LINES = {"3.00": "poverty_300_pct", "4.20": "poverty_420_pct", "8.30": "poverty_830_pct",
         "national": "poverty_national_pct", "study": "poverty_study_pct"}
# One survey an origin sets what households earn at home; no figure of another year may.
BASE_YEAR = {"UZB": 2021, "TJK": 2015, "KGZ": 2018, "KAZ": 2016}
LAST_SEEN = 2023  # later figures are held out, as those of receipts are

# Relative standard errors; none is published. A headcount is off by a few points whatever its level.
POINTS = 0.015
ERROR_HEADCOUNT = (0.05, 0.5)
ERROR_GINI = 0.05
ERROR_MEAN = 0.06
ERROR_REGION = 0.2
ERROR_SHARE = 0.25
ERROR_UNEMPLOYMENT = 0.25
MODELLED_YEARS = (2018, 2021, 2024)  # of unemployment, which a model fills for the years between
SMALLEST = 0.005  # a headcount below this is no target


def headcount_error(share):
    """Relative error of a headcount that is known to within some points."""
    low, high = ERROR_HEADCOUNT
    return round(min(max(POINTS / share, low), high), 4)


def use(place, year, comparable=True):
    """Whether a figure may be fitted, is held out, or is only shown."""
    if year > LAST_SEEN:
        return "test"
    return "fit" if comparable and BASE_YEAR.get(place) == year else "report"


def described(entry):
    """Measure, error, whether it may be fitted, and note, of a row of welfare.csv; or nothing."""
    quantity, key, share = entry["quantity"], entry["key"], float(entry["value"])
    region = entry["place"] not in ORIGINS
    if quantity == "poverty_headcount":
        if share < SMALLEST:
            return None
        if region:
            return LINES[key], ERROR_REGION, False, "rate of the statistical office"
        national = key == "national"
        return LINES[key], headcount_error(share), not national, (
            "rate of the statistical office, whose consumption is not that of the surveys for "
            "international lines" if national else "")
    if quantity == "gini":
        return "gini_pct", ERROR_GINI, True, ""
    if quantity == "consumption_mean":
        return "consumption_ppp_per_day", ERROR_MEAN, True, ""
    if quantity == "unemployment_home":
        if not region and int(entry["period"]) not in MODELLED_YEARS:
            return None
        return "unemployment_home_pct", ERROR_UNEMPLOYMENT, False, (
            "" if region else "a model fills years without a survey")
    if quantity == "households_receiving":
        return "households_receiving_poorest_pct", ERROR_SHARE, False, "poorest fifth"
    if quantity == "receivers_income_from_receipts":
        return "receipts_share_of_income_poorest_receivers_pct", ERROR_SHARE, False, (
            "households of the poorest fifth that receive")
    if quantity == "income_from_receipts":
        return "receipts_share_of_income_pct", ERROR_SHARE, False, "all households"
    return None


def wanted(entry):
    """Figures of a rule with no survey behind them are no targets."""
    return entry["status"] != "assumed" and 2010 <= int(entry["period"]) <= 2024


def welfare_rows(out, target):
    """Every target of this module; `target` makes one row."""
    rows = []
    for entry in read_csv(out / "welfare.csv"):
        found = described(entry) if wanted(entry) else None
        if found is None:
            continue
        quantity, error, comparable, note = found
        year = int(entry["period"])
        percent = entry["unit"] == "share"
        survey_share = quantity == "receipts_share_of_income_pct" and float(entry["value"]) < 0.15
        fitted = entry["key"] == "study"
        row = target(quantity, entry["place"], entry["period"],
                     float(entry["value"]) * (100 if percent else 1),
                     "percent" if percent else entry["unit"], error,
                     "fit" if fitted else use(entry["place"], year, comparable),
                     entry["source"], entry["status"],
                     "surveys hear of a part of what is sent" if survey_share else note, quantity)
        if survey_share:
            row["bound"] = "at_least"
        rows.append(row)
    check(not any(row["kind"] == "fit" and row["period"] > str(LAST_SEEN) for row in rows),
          "a figure that is held out would be fitted")
    return rows
