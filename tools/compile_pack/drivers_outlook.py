"""Yearly growth of product, prices and exchange rates to 2035: published, then a stated path."""

from common import ORIGINS, row
from timeline import by_period, straight

FIRST, LAST_KNOWN, SETTLED, LAST = 2010, 2026, 2030, 2035
FORECAST_2026 = {"KAZ": 0.055, "KGZ": 0.093, "TJK": 0.081, "UZB": 0.068}
PRICE_GROWTH = 0.05  # what the central banks aim at, or near it
DOLLAR_PRICE_GROWTH = 0.02
PEGGED = ("TKM",)


def outlook_row(series, place, year, value, source, status="measured", rule=""):
    """One row of a yearly growth series."""
    return row(source, value, "share per year", status, rule, series=series, place=place, sector="",
               period=str(year))


def real_rows(raw, place):
    """`real_growth`: published to 2024, estimated for 2025, forecast for 2026, then the stated path."""
    known = {int(year): value / 100 for year, value in by_period(
        raw.rows("annual/gdp_growth_pct.csv", country=place)).items()}
    estimate = by_period(raw.rows("annual/press_reported.csv", country=place,
                                  series="gdp_growth_estimate_pct"))
    settled = sum(known[year] for year in range(2010, 2020)) / 10
    if place not in FORECAST_2026:
        settled = sum(known[year] for year in range(2020, 2025)) / 5
    rows = [outlook_row("real_growth", place, year, known[year], "wdi_growth")
            for year in range(FIRST, 2025)]
    if place in FORECAST_2026:
        now = FORECAST_2026[place]
        rows.append(outlook_row("real_growth", place, 2025, estimate["2025"] / 100, "edb_forecast",
                                "estimated", "estimate_before_year_end"))
        rows.append(outlook_row("real_growth", place, LAST_KNOWN, now, "edb_outlook", "estimated",
                                "forecast"))
    else:
        now = known[2024]
        rows += [outlook_row("real_growth", place, year, now, "wdi_growth", "assumed", "growth_held")
                 for year in (2025, LAST_KNOWN)]
    path = {LAST_KNOWN: now, SETTLED: settled}
    return rows + [outlook_row("real_growth", place, year, straight(path, year), "corridor",
                               "assumed", "path_to_long_run") for year in range(LAST_KNOWN + 1, LAST + 1)]


def growth_of(values, year):
    """Growth of a monthly series over the months that both years have."""
    months = [at for at in values if at // 12 == year and at - 12 in values]
    return sum(values[at].value for at in months) / sum(values[at - 12].value for at in months) - 1


def monthly_rows(series, place, values, path):
    """Growth of the pack's own monthly series, then the stated path (year to value)."""
    source = values[min(values)].source
    rows = [outlook_row(series, place, year, growth_of(values, year), source, "estimated",
                        "growth_of_series") for year in range(FIRST, LAST_KNOWN + 1)]
    rule = "peg_held" if series == "fx_growth" and place in PEGGED else (
        "prices_to_aim" if series == "price_growth" else "real_rate_held")
    return rows + [outlook_row(series, place, year, path(year), "corridor", "assumed", rule)
                   for year in range(LAST_KNOWN + 1, LAST + 1)]


def outlook_rows(raw, rates, prices):
    """`real_growth`, `price_growth` and `fx_growth` of every origin."""
    rows = [entry for place in ORIGINS for entry in real_rows(raw, place)]
    for place in ORIGINS:
        path = {LAST_KNOWN: growth_of(prices[place], LAST_KNOWN), SETTLED: PRICE_GROWTH}
        rows += monthly_rows("price_growth", place, prices[place],
                             lambda year, path=path: straight(path, year))
    for place in ORIGINS:
        path = {LAST_KNOWN: growth_of(prices[place], LAST_KNOWN), SETTLED: PRICE_GROWTH}
        rows += monthly_rows(
            "fx_growth", place, rates[place],
            lambda year, path=path, place=place: 0.0 if place in PEGGED
            else (1 + straight(path, year)) / (1 + DOLLAR_PRICE_GROWTH) - 1)
    return rows
