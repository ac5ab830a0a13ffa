"""Compiles figures.csv and publication.csv: what forecasts are scored on, and when values become known."""

import press
from common import check, row, write_table
from timeline import by_period

RECEIPTS = ("UZB", "TJK", "KGZ")  # origins whose receipts come for the most part from the corridor
MAIN = "RUS"
FIRST_RECEIPTS, FIRST_RATE, FIRST_SERIES = 2005, 2004, 2009
HELD_OUT_FROM = 2024
# Releases of the tables that the newest values were read from, and of older ones with the source they get.
VINTAGES = {"receipts_usd": "2026-04", "growth": "2026-02", "exchange_rate": "2025-11"}
OLDER = {"2023-05-10": ("2023-05", "wdi_receipts_2023"), "2023-06": ("2023-06", "knomad_receipts_2023")}
SAME = 0.001  # older releases that differ by less say nothing about revisions

# table, name, source, driver, rule after the last known value, window, months until it is known
PUBLICATION = (
    ("series", "", "", 1, "last", "", 2),
    ("series", "fx", "", 1, "last", "", 0),
    ("series", "fx_market_premium", "", 1, "last", "", 0),
    ("series", "wage", "", 1, "fading", 3, 2),
    ("series", "wage_mean", "", 1, "fading", 3, 2),
    ("series", "home_wage", "", 1, "fading", 3, 2),
    ("series", "living_cost", "", 1, "fading", 3, 2),
    ("series", "prices", "", 1, "fading", 3, 1),
    ("series", "real_growth", "", 1, "mean", 3, 3),
    ("series", "price_growth", "", 1, "mean", 3, 1),
    ("series", "fx_growth", "", 1, "mean", 3, 0),
    ("series", "net_migration", "", 1, "mean", 5, 18),
    ("series", "gdp_usd", "", 1, "season", "", 5),
    ("series", "sending_cost", "", 1, "last", "", 3),
    ("series", "not_labour_income", "", 0, "zero", "", 5),
    ("targets", "", "", 0, "", "", 3),
    ("targets", "", "wdi_receipts", 0, "", "", 5),
    ("targets", "", "wdi_receipts_share", 0, "", "", 5),
    ("targets", "", "wdi_poverty", 0, "", "", 24),
    ("targets", "", "wdi_gini", 0, "", "", 24),
    ("targets", "migrants_present", "", 0, "", "", 1),
    ("figures", "", "", 0, "", "", 5),
    ("figures", "growth", "", 1, "mean", 3, 2),
    ("figures", "exchange_rate", "", 1, "last", "", 0),
    ("welfare", "", "", 0, "", "", 24),
    ("draws", "", "", 0, "", "", 12),
)


def figure(quantity, place, year, value, unit, source, published="", vintage=None, **common):
    """One row of figures.csv."""
    held_out = quantity == "receipts_usd" and int(year) >= HELD_OUT_FROM
    return row(source, value, unit, digits=12, quantity=quantity, place=place, period=str(year),
               published=published, vintage=vintage or VINTAGES[quantity],
               kind="test" if held_out else "fit", **common)


def receipts(raw, place):
    """Yearly receipts in the newest release."""
    return {int(year): value for year, value in by_period(raw.rows(
        "annual/remittances_received_usd.csv", country=place)).items() if int(year) >= FIRST_RECEIPTS}


def older_rows(raw, place, newest):
    """Receipts in older releases, of the years in which any of these differs from the newest one."""
    found = {}
    for entry in raw.rows("annual/older_vintages.csv", country=place,
                          series="remittances_received_usd_vintage", vintage=list(OLDER)):
        if int(entry["period"]) in newest:
            found.setdefault(int(entry["period"]), []).append(entry)
    rows = []
    for year, entries in sorted(found.items()):
        differ = any(abs(float(entry["value"]) / newest[year] - 1) > SAME for entry in entries)
        for entry in entries if differ else ():
            month, source = OLDER[entry["vintage"]]
            rows.append(figure("receipts_usd", place, year, float(entry["value"]), "USD", source,
                               published=month, vintage=month))
    return rows


def national_bank_row(raw, sources):
    """2023 of the origin for which the newest release ends in 2022, by its national bank."""
    entry = raw.one("corridor/remittances_cbr.csv", series="remittances_origin_cb_from_russia",
                    country="KGZ", period="2023")
    check(entry["unit"] == "USD million", f"unit of {entry}")
    source = press.page_source(sources, entry["source"], entry["url"])
    return figure("receipts_usd", "KGZ", 2023, float(entry["value"]) * 1e6, "USD", source,
                  vintage="2025-07", status="estimated", rule="national_bank_for_world_bank")


def figure_rows(raw, sources):
    """Receipts, growth, and the exchange rate of the years before the monthly series."""
    rows = []
    for place in RECEIPTS:
        newest = receipts(raw, place)
        rows += [figure("receipts_usd", place, year, value, "USD", "wdi_receipts")
                 for year, value in newest.items()]
        rows += older_rows(raw, place, newest)
    rows.append(national_bank_row(raw, sources))
    growth = by_period(raw.rows("annual/gdp_growth_pct.csv", country=MAIN))
    rows += [figure("growth", MAIN, year, value / 100, "share per year", "wdi_growth")
             for year, value in growth.items() if int(year) >= FIRST_RECEIPTS]
    rate = by_period(raw.rows("annual/exchange_rate_lcu_per_usd.csv", country=MAIN))
    rows += [figure("exchange_rate", MAIN, year, value, "RUB per USD", "imf_fx")
             for year, value in rate.items() if FIRST_RATE <= int(year) < FIRST_SERIES]
    return rows


def publication_rows():
    """When values become known; every delay is a rule of thumb."""
    return [row("corridor", delay, "months", "assumed", "usual_delay", table=table, name=name,
                of_source=of_source, driver=driver, after=after, window=window)
            for table, name, of_source, driver, after, window, delay in PUBLICATION]


def compile(raw, out, sources):
    """Writes both tables."""
    write_table(out, "figures", figure_rows(raw, sources), sources)
    write_table(out, "publication", publication_rows(), sources)
    for entry in PUBLICATION:
        if entry[2]:
            sources.use(entry[2])
