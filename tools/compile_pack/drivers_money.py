"""Exchange rates, prices, products of the origins and the cost of sending."""

import dataclasses
import pathlib

from common import ORIGINS, check, read_csv, row
from timeline import (
    LAST,
    all_months,
    by_month,
    by_period,
    centre,
    geometric,
    label,
    month,
    quarter_start,
    smooth_years,
    straight,
    year_mean,
)

MAIN = "RUS"
FX = "drivers/fx_monthly.csv"
CURRENCY = {MAIN: "rub", "UZB": "uzs", "TJK": "tjs", "KGZ": "kgs", "KAZ": "kzt", "TKM": "tmt"}


@dataclasses.dataclass(frozen=True)
class Filled:
    """A value with its source and, where a rule made it, that rule."""

    value: float
    source: str
    status: str = "measured"
    rule: str = ""


def series_rows(series, place, unit, values, sector=""):
    """Rows of one monthly series over the whole period of the pack."""
    missing = [label(at) for at in all_months() if at not in values]
    check(not missing, f"{series} {place} {sector}: no value for {missing[:3]}")
    return [
        row(
            values[at].source,
            values[at].value,
            unit,
            values[at].status,
            values[at].rule,
            series=series,
            place=place,
            sector=sector,
            period=label(at),
        )
        for at in all_months()
    ]


def raw_fx(raw, place, kind):
    """One monthly exchange-rate series of the raw table as month to value."""
    return by_month(raw.rows(FX, series=f"{CURRENCY[place]}_per_usd_{kind}"))


def take(values, first, last, source, status="measured", rule=""):
    """The months of `values` from `first` to `last`, each with its origin."""
    return {
        at: Filled(value, source, status, rule)
        for at, value in values.items()
        if month(first) <= at <= month(last)
    }


def mean_of_ends(ends, first, last):
    """Month average as the mean of the rates at its two ends."""
    values = {at: (ends[at - 1] + ends[at]) / 2 for at in ends if at - 1 in ends}
    return take(values, first, last, "imf_fx", "estimated", "mean_of_ends")


def snapshots(raw, place, first):
    """Single-day quotes as month values; other months lie on the line between their neighbours."""
    quotes = {
        at: value for at, value in raw_fx(raw, place, "snapshot").items() if at >= month(first)
    }
    return {
        at: Filled(
            straight(quotes, at),
            "currency_api",
            "estimated",
            "day_quote" if at in quotes else "straight_line",
        )
        for at in range(min(quotes), LAST + 1)
    }


def bridge(raw, place, known):
    """Months after the official cross rate ended and before the day quotes begin.

    A straight line from the last rate to the first quote plus a parabola that vanishes at both
    ends, of the height that makes the mean of the year between equal to the published one.
    """
    start, stop = max(known), month("2024-12")
    ends = {start: known[start].value, stop: raw_fx(raw, place, "snapshot")[stop]}
    annual = by_period(raw.rows("annual/exchange_rate_lcu_per_usd.csv", country=place))["2024"]
    year = range(month("2024-01"), stop + 1)
    hump = {at: (at - start) * (stop - at) for at in range(start, stop + 1)}
    gap = annual * 12 - sum(straight(ends, at) for at in year)
    height = gap / sum(hump[at] for at in year)
    return {
        at: Filled(
            straight(ends, at) + height * hump[at], "imf_fx", "estimated", "annual_mean_bridge"
        )
        for at in range(start + 1, stop)
    }


def rouble_rates(raw):
    """Calendar-day means of the official rate."""
    values = raw_fx(raw, MAIN, "avg")
    rates = take(values, "2009-01", "2015-12", "oecd_fx") | take(
        values, "2016-01", label(LAST), "cbr_fx"
    )
    return rates | take(values, "2012-04", "2012-04", "cbr_fx")


def manat_rates(raw):
    """The official rate, which has stood still since 2015, held where the source has no value."""
    values = raw_fx(raw, "TKM", "avg")
    rates = take(values, "2009-01", "2010-03", "nbu_cross", "estimated", "cross_rate")
    rates |= take(values, "2010-04", "2022-02", "cba_cross", "estimated", "cross_rate")
    return {
        at: rates.get(at) or Filled(straight(values, at), "cba_cross", "estimated", "held")
        for at in all_months()
    }


def exchange_rates(raw):
    """Local money per dollar, month average: place to month to value."""

    def cross(place, last):
        return take(
            raw_fx(raw, place, "avg"), "2009-01", last, "cba_cross", "estimated", "cross_rate"
        )

    rates = {MAIN: rouble_rates(raw), "TKM": manat_rates(raw)}
    for place in ("UZB", "KAZ"):
        known = cross(place, "2023-10")
        rates[place] = known | bridge(raw, place, known) | snapshots(raw, place, "2024-12")
    for place, last_cross, last_end in (
        ("KGZ", "2022-02", "2025-03"),
        ("TJK", "2020-11", "2025-11"),
    ):
        ends = mean_of_ends(raw_fx(raw, place, "eop"), label(month(last_cross) + 1), last_end)
        quotes = snapshots(raw, place, label(month(last_end) + 1))
        rates[place] = cross(place, last_cross) | ends | quotes
    return rates


def exchange_rate_rows(rates):
    """`fx` of the main destination and of every origin."""
    return [
        entry
        for place in (MAIN,) + ORIGINS
        for entry in series_rows("fx", place, f"{CURRENCY[place].upper()} per USD", rates[place])
    ]


def premium_rows(raw, rates):
    """`fx_market_premium`: the street price of a dollar over the official one, less one."""
    unified = month("2017-09")
    quotes = by_month(raw.rows(FX, series="uzs_per_usd_parallel"))
    # The peak of mid-May 2015 fell back within the month by its own source: it is no monthly mean.
    del quotes[month("2015-05")]
    # The last quote was made days before the rates were unified: it belongs with the month before.
    quotes[unified - 1] = quotes.pop(unified)
    points = {at: quote / rates["UZB"][at].value - 1 for at, quote in quotes.items()}

    def premium(at):
        if at >= unified:
            return Filled(0, "press_uzs_market", "estimated", "one_market")
        if at < min(points):
            return Filled(points[min(points)], "press_uzs_market", "assumed", "held")
        rule = "quote_over_official" if at in points else "straight_line"
        return Filled(straight(points, at), "press_uzs_market", "estimated", rule)

    rows = series_rows(
        "fx_market_premium", "UZB", "share", {at: premium(at) for at in all_months()}
    )
    for place in ORIGINS:
        if place != "UZB":
            rule = "parallel_rate_unknown" if place == "TKM" else "one_market"
            none = {at: Filled(0, "corridor", "assumed", rule) for at in all_months()}
            rows += series_rows("fx_market_premium", place, "share", none)
    return rows


def grown(values, at, year_on_year):
    """Value of month `at` from the same month of the year before."""
    values[at] = values[at - 12] * year_on_year / 100


def with_trend(points, known, source, last_source):
    """Every month through the points: those in `known` are published, the others grow evenly."""
    last = max(points)
    growth = {last - 12: geometric(points, last - 12), last: points[last]}

    def value(at):
        if at in known:
            return Filled(points[at], source)
        if at > last:
            return Filled(geometric(growth, at), last_source, "assumed", "growth_held")
        return Filled(geometric(points, at), last_source, "estimated", "constant_growth_between")

    return {at: value(at) for at in all_months()}


def yoy(raw, place, name="drivers/origins_cpi.csv"):
    """Published changes of consumer prices on the same month of the year before, in percent."""
    return by_month(raw.rows(name, series="cpi_yoy", country=place))


def rouble_prices(raw):
    """The national index, carried to the last published month by its yearly and monthly changes."""
    name = "drivers/russia_prices_living.csv"
    points = by_month(raw.rows(name, series="cpi_index"))
    known = set(points)
    last = month("2026-01")
    grown(points, last, yoy(raw, MAIN, name)[last])
    points[last - 1] = points[last] / by_month(raw.rows(name, series="cpi_mom"))[last] * 100
    return with_trend(points, known, "rosstat_cpi", "rosstat_cpi")


def world_bank_index(raw, place):
    """The monthly consumer price index of the World Bank's inflation database."""
    return by_month(raw.rows("drivers/origins_cpi.csv", series="cpi_index_wb", country=place))


def uzbek_prices(raw):
    """World Bank index; after it ends national monthly changes, which understate earlier years."""
    points = world_bank_index(raw, "UZB")
    known = set(points)
    before = by_period(
        raw.rows("drivers/origins_cpi.csv", series="cpi_inflation_wb_y", country="UZB")
    )["2010"]
    for at in range(month("2009-01"), month("2010-01")):
        points[at] = points[at + 12] / (1 + before / 100)
    changes = by_month(raw.rows("drivers/origins_cpi.csv", series="cpi_mom", country="UZB"))
    for at in range(max(known) + 1, max(changes) + 1):
        points[at] = points[at - 1] * changes[at] / 100
    published = yoy(raw, "UZB")
    grown(points, month("2025-01"), published[month("2025-01")])
    points[month("2024-12")] = geometric(points, month("2024-12"))
    grown(points, month("2025-12"), published[month("2025-12")])
    return with_trend(points, known, "wb_inflation", "uz_cpi")


def kazakh_prices(raw):
    """World Bank index, then the regulator's quarterly index put on its level over 2022."""
    points = world_bank_index(raw, "KAZ")
    known = set(points)
    quarters = by_period(
        raw.rows("drivers/origins_cpi.csv", series="cpi_index_macrokz_q", country="KAZ")
    )
    level = (
        year_mean(points, 2022) * 4 / sum(quarters[f"2022-Q{quarter}"] for quarter in range(1, 5))
    )
    for period, value in quarters.items():
        if quarter_start(period) > max(known):
            points[centre(period)] = value * level
    published = yoy(raw, "KAZ")
    for at in (month("2025-11"), month("2025-12")):
        points[at - 12] = geometric(points, at - 12)
        grown(points, at, published[at])
    return with_trend(points, known, "wb_inflation", "kz_cpi")


def quarterly_tail(raw, place):
    """World Bank monthly index and, after it ends, the quarterly index of the same database."""
    points = world_bank_index(raw, place)
    known = set(points)
    quarters = by_period(
        raw.rows("drivers/origins_cpi.csv", series="cpi_index_wb_q", country=place)
    )
    for period, value in quarters.items():
        if quarter_start(period) > max(known):
            points[centre(period)] = value
    return points, known


def kyrgyz_prices(raw):
    """World Bank index; 2024 grows as 2023 did, 2025 by the published change of December."""
    points, known = quarterly_tail(raw, "KGZ")
    points[month("2024-12")] = points[month("2023-12")] ** 2 / points[month("2022-12")]
    grown(points, month("2025-12"), yoy(raw, "KGZ")[month("2025-12")])
    return with_trend(points, known, "wb_inflation", "kg_cpi")


def tajik_prices(raw):
    """World Bank index to 2023; nothing later was found, the growth of its last year goes on."""
    points, known = quarterly_tail(raw, "TJK")
    return with_trend(points, known, "wb_inflation", "wb_inflation")


def turkmen_prices(raw):
    """A smooth path through chained annual means, then the mean growth of the last five years."""
    changes = by_period(
        raw.rows("drivers/origins_cpi.csv", series="cpi_inflation_wb_y", country="TKM")
    )
    level, annual = 100.0, {2008: 100.0}
    for year in range(2009, 2024):
        level *= 1 + changes[str(year)] / 100
        annual[year] = level
    growth = (annual[2023] / annual[2018]) ** 0.2
    for year in range(2024, 2027):
        annual[year] = annual[year - 1] * growth
    path = smooth_years(annual)
    return {
        at: (
            Filled(path[at], "wb_inflation", "assumed", "growth_held")
            if at >= month("2024-01")
            else Filled(path[at], "wb_inflation", "estimated", "smooth_annual_mean")
        )
        for at in all_months()
    }


def prices(raw):
    """Consumer prices: place to month to value, 2013 mean = 1."""
    levels = {
        MAIN: rouble_prices(raw),
        "UZB": uzbek_prices(raw),
        "TJK": tajik_prices(raw),
        "KGZ": kyrgyz_prices(raw),
        "KAZ": kazakh_prices(raw),
        "TKM": turkmen_prices(raw),
    }
    scaled = {}
    for place, values in levels.items():
        base = year_mean({at: filled.value for at, filled in values.items()}, 2013)
        scaled[place] = {
            at: dataclasses.replace(filled, value=filled.value / base)
            for at, filled in values.items()
        }
    return scaled


def price_rows(levels):
    """`prices` of the main destination and of every origin."""
    return [
        entry
        for place in (MAIN,) + ORIGINS
        for entry in series_rows("prices", place, "index 2013 = 1", levels[place])
    ]


def annual_mean(values, year):
    """Mean of a filled monthly series over the months of a year that the pack has."""
    return year_mean({at: filled.value for at, filled in values.items()}, year)


def gdp_rows(raw, rates, levels):
    """`gdp_usd`: published to 2024, then real growth times home prices over the exchange rate."""
    forecast = {
        entry["country"]: float(entry["value"])
        for entry in raw.rows(
            "annual/press_reported.csv", series="gdp_growth_estimate_pct", period="2025"
        )
    }
    rows = []
    for place in ORIGINS:
        values = by_period(raw.rows("annual/gdp_current_usd.csv", country=place))
        growth = (
            forecast.get(place)
            or by_period(raw.rows("annual/gdp_growth_pct.csv", country=place))["2024"]
        )
        level = values["2024"]
        for year in range(2009, 2027):
            columns = {"series": "gdp_usd", "place": place, "sector": "", "period": str(year)}
            if year <= 2024:
                rows.append(row("wdi_gdp", values[str(year)], "USD", digits=9, **columns))
                continue
            dearer = annual_mean(levels[place], year) / annual_mean(levels[place], year - 1)
            weaker = annual_mean(rates[place], year) / annual_mean(rates[place], year - 1)
            level *= (1 + growth / 100) * dearer / weaker
            status = "estimated" if year == 2025 else "assumed"
            source = "edb_forecast" if place in forecast else "wdi_growth"
            rows.append(row(source, round(level), "USD", status, "growth_prices_rate", **columns))
    return rows


def sending_cost_rows(raw):
    """`sending_cost`: fee and margin of sending 200 dollars, held outside the published years."""
    published = {}
    for place in ORIGINS:
        values = by_period(
            raw.rows(
                "drivers/remittance_costs.csv", series="remit_cost_to_country_wdi_y", country=place
            )
        )
        if values:
            published[place] = {int(year): value / 100 for year, value in values.items()}
    years = sorted(next(iter(published.values())))
    mean = {
        year: sum(values[year] for values in published.values()) / len(published) for year in years
    }
    rows = []
    for place in ORIGINS:
        values = published.get(place, mean)
        for year in range(2009, 2027):
            status, rule = ("measured", "") if year in values else ("estimated", "held")
            if place not in published:
                status, rule = "assumed", "mean_of_other_origins"
            rows.append(
                row(
                    "wdi_sending_cost",
                    straight(values, year),
                    "share",
                    status,
                    rule,
                    series="sending_cost",
                    place=place,
                    sector="",
                    period=str(year),
                )
            )
    return rows


def not_labour_rows():
    """`not_labour_income`: money recorded as receipts that migrants did not earn, zero but for the years of the table."""
    table = read_csv(pathlib.Path(__file__).parent / "not_labour_income.csv")
    known = {(entry["place"], int(entry["period"])): entry["value"] for entry in table}
    return [
        row(
            "wdi_receipts",
            known.get((place, year), "0"),
            "USD per year",
            "estimated" if (place, year) in known else "assumed",
            "residual_of_receipts",
            series="not_labour_income",
            place=place,
            sector="",
            period=str(year),
        )
        for place in ORIGINS
        for year in range(2009, 2027)
    ]
