"""Wages, costs, unemployment and activity at the destination, and wages at home."""

import pathlib

from common import ORIGINS, read_csv
from drivers_money import MAIN, Filled, series_rows
from timeline import (
    LAST,
    all_months,
    by_month,
    by_period,
    centre,
    geometric,
    month,
    quarter_start,
    smooth_quarters,
    smooth_years,
    straight,
    year_mean,
)

WAGES = "drivers/russia_wages_by_sector.csv"
MACRO = "drivers/russia_macro.csv"
LIVING = "drivers/russia_prices_living.csv"

# Sections of the old classification (to 2016) and of the new one (from 2017) that stand for each
# of the pack's sectors.
SECTIONS = {
    "construction": (("construction",), ("construction",)),
    "trade": (("trade",), ("trade",)),
    "transport": (("transport_communication",), ("transport_storage",)),
    "industry": (("manufacturing",), ("manufacturing",)),
    "agriculture": (("agriculture",), ("agriculture",)),
    "services": (
        ("accommodation_food", "other_communal_personal"),
        ("accommodation_food", "admin_support"),
    ),
}
# Sectors whose sections changed so much that the old level is put on the new one.
LINKED = ("services",)

# Real volume that stands for the activity of each sector.
VOLUMES = {
    "construction": "gva_construction_real_sa_q",
    "trade": "gva_trade_real_sa_q",
    "transport": "gva_transport_real_sa_q",
    "industry": "gdp_real_sa_q",
    "agriculture": "gva_agriculture_real_sa_q",
    "services": "gva_accommodation_food_real_sa_q",
}

# Which published wages carry `home_wage`: file, series and period. Years in which the press quotes
# only a season that is out of line with the rest, or a wage of another definition, are left to the
# growth between their neighbours.
ORIGIN_WAGES = "drivers/origins_wages.csv"
NATIONAL_WAGES = "demography/wages.csv"
ILO = "wage_mean_ilo"
HOME_WAGES = {
    "UZB": (
        (ILO, ("2004", "2011", "2012")),
        ("wage_mean", ("2019", "2023")),
        ("wage_mean_ytd", ("2020-09", "2024-09")),
        (NATIONAL_WAGES, ("2025",)),
    ),
    "TJK": (
        (ILO, ("2009", "2010", "2011", "2012", "2013")),
        ("wage_mean", ("2020-06", "2023-06", "2025-08")),
    ),
    "KGZ": (
        (ILO, ("2009", "2010", "2011", "2012", "2013")),
        ("wage_mean", ("2017", "2018", "2025")),
        ("wage_mean_ytd", ("2019-06", "2020-07", "2021-08")),
        (NATIONAL_WAGES, ("2023-01/05",)),
    ),
    "KAZ": (
        (ILO, ("2009", "2010", "2011", "2012")),
        ("wage_mean", ("2015", "2016", "2017", "2019", "2021-Q3", "2023-Q2", "2025-Q1")),
    ),
    "TKM": ((ILO, ("2009", "2010", "2011", "2012", "2013")), (NATIONAL_WAGES, ("2023",))),
}
CURRENCY = {"UZB": "UZS", "TJK": "TJS", "KGZ": "KGS", "KAZ": "KZT", "TKM": "TMT"}

# Monthly wage that the rest of the destinations are assumed to pay, USD, in the middle of two years.
OTHER_WAGE_USD = {"2010": 900.0, "2025": 1200.0}
# The net minimum wage of Türkiye over the gross one since income tax was lifted from it in 2022.
TURKISH_NET_SHARE = 0.85
# Monthly fee of the first patent, RUB, by law from its start until a fee of 1,200 was reported.
FIRST_PATENT_RUB = 1000.0


def annual_wages(raw, section, classification):
    """Year to published annual wage of a section."""
    values = by_period(raw.rows(WAGES, series=f"wage_{section}_{classification}"))
    return {int(year): value for year, value in values.items() if int(year) >= 2008}


def mean_by_year(tables):
    """Mean of several year tables."""
    return {year: sum(table[year] for table in tables) / len(tables) for year in tables[0]}


def extended(raw, annual):
    """Annual wages with 2025 and 2026 grown as the total wage grew in 2025."""
    monthly = by_month(raw.rows(MACRO, series="wage_nominal_sa"))
    growth = year_mean(monthly, 2025) / year_mean(monthly, 2024)
    return annual | {2025: annual[2024] * growth, 2026: annual[2024] * growth**2}


def sector_wages(raw, sector, total):
    """Annual wage of one of the pack's sectors over both classifications."""
    old_sections, new_sections = SECTIONS[sector]
    old = mean_by_year([annual_wages(raw, section, "okved1") for section in old_sections])
    new = mean_by_year([annual_wages(raw, section, "okved2") for section in new_sections])
    if sector in LINKED:
        factor = new[2017] / (total[2017] / total[2016]) / old[2016]
        old = {year: value * factor for year, value in old.items()}
    return extended(raw, old | new)


def smooth_wages(annual, linked=False):
    """Monthly wages without season or year-end bonus whose annual means are the published ones."""
    path = smooth_years(annual)

    def filled(at):
        if at // 12 >= 2025:
            status = "estimated" if at // 12 == 2025 else "assumed"
            return Filled(path[at], "rosstat_wages", status, "total_wage_growth")
        rule = "classification_link" if linked and at // 12 <= 2016 else "smooth_annual_mean"
        return Filled(path[at], "rosstat_wages", "estimated", rule)

    return {at: filled(at) for at in all_months()}


def wage_rows(raw):
    """`wage` of every sector and `wage_mean`."""
    total = annual_wages(raw, "total", "okved1") | annual_wages(raw, "total", "okved2")
    rows = []
    for sector in SECTIONS:
        values = smooth_wages(sector_wages(raw, sector, total), sector in LINKED)
        rows += series_rows("wage", MAIN, "RUB per month", values, sector)
    return rows + series_rows(
        "wage_mean", MAIN, "RUB per month", smooth_wages(extended(raw, total))
    )


def minimum_wages(place):
    """Minimum wage of a destination in dollars: gross, constant growth between published ones."""
    points, sources = {}, {}
    for entry in read_csv(pathlib.Path(__file__).parent / "minimum_wages.csv"):
        if entry["place"] == place:
            at = centre(entry["period"])
            net = entry["note"].startswith("net")
            points[at] = float(entry["value"]) / (TURKISH_NET_SHARE if net else 1)
            sources[at] = entry["source"]

    def filled(at):
        source = sources[min(points, key=lambda known: abs(known - at))]
        inside = min(points) <= at <= max(points)
        value = geometric(points, min(max(at, min(points)), max(points)))
        status = "estimated" if inside else "assumed"
        return Filled(value, source, status, "minimum_wage" if inside else "held")

    return {at: filled(at) for at in all_months()}


def own_wages(raw, place, rates):
    """Wage of an origin that is a destination for others, at its official rate."""
    wages = home_wages(raw, place)
    return {
        at: Filled(wages[at].value / rates[place][at].value, wages[at].source, wages[at].status,
                   "wage_of_the_origin")
        for at in all_months()
    }


def other_destination_rows(raw, rates):
    """`wage_usd` of every destination but the main one."""
    points = {centre(year): value for year, value in OTHER_WAGE_USD.items()}
    assumed = {
        at: Filled(geometric(points, at), "corridor", "assumed", "assumed_path")
        for at in all_months()
    }
    values = {
        "KAZ": own_wages(raw, "KAZ", rates),
        "TUR": minimum_wages("TUR"),
        "KOR": minimum_wages("KOR"),
        "OTH": assumed,
    }
    return [
        entry
        for place, wages in values.items()
        for entry in series_rows("wage_usd", place, "USD per month", wages)
    ]


def living_cost_rows(raw):
    """`living_cost`: the subsistence minimum of persons of working age."""

    def known(series):
        values = {}
        for period, value in by_period(raw.rows(LIVING, series=series)).items():
            start = (
                int(period) * 12
                if len(period) == 4
                else (quarter_start(period) if "Q" in period else month(period))
            )
            stop = {4: start + 11, 7: start + 2}[len(period)]
            if len(period) == 7 and "Q" not in period:
                stop = start // 12 * 12 + 11  # a value set in the middle of a year holds to its end
            values |= {at: value for at in range(start, stop + 1)}
        return values

    working, everybody = known("subsistence_min_workingage"), known("subsistence_min_percapita")
    ratios = {at: working[at] / everybody[at] for at in working if at in everybody}

    def filled(at):
        if at in working:
            return Filled(working[at], "subsistence_minimum", "estimated", "value_of_the_period")
        if at in everybody:
            value = everybody[at] * straight(ratios, at)
            return Filled(value, "subsistence_minimum", "estimated", "ratio_to_all_ages")
        return Filled(straight(working, at), "subsistence_minimum", "estimated", "straight_line")

    return series_rows(
        "living_cost", MAIN, "RUB per month", {at: filled(at) for at in all_months()}
    )


def city_fee(raw, city, also=None):
    """Monthly patent fee of a city by year; a year without a value lies between its neighbours."""
    fees = by_period(raw.rows(LIVING, series=f"patent_month_{city}"))
    for year, fee in (
        by_period(raw.rows(LIVING, series=f"patent_month_{also}")).items() if also else ()
    ):
        # The region around Moscow has charged what the city does since 2020: it fills the gap.
        if int(year) > 2020:
            fees.setdefault(year, fee)
    points = {int(year): fee for year, fee in fees.items() if int(year) >= 2015}
    return {year: straight(points, year) for year in range(2015, 2027)}


def patent_rows(raw):
    """`patent_cost`: zero before the patent, the national fee to 2014, then two cities' mean."""
    moscow, petersburg = city_fee(raw, "moscow", "moscow_oblast"), city_fee(raw, "spb")
    before = float(raw.one(LIVING, series="patent_month_moscow", period="2014")["value"])

    def filled(at):
        if at < month("2010-07"):
            return Filled(0, "law_86_2010", "estimated", "no_patent_yet")
        if at < month("2014-01"):
            return Filled(FIRST_PATENT_RUB, "law_86_2010", "assumed", "fee_of_the_law")
        if at < month("2015-01"):
            return Filled(before, "press_patent_fees", "estimated", "national_fee")
        fee = (moscow[at // 12] + petersburg[at // 12]) / 2
        return Filled(fee, "press_patent_fees", "estimated", "two_city_mean")

    return series_rows(
        "patent_cost", MAIN, "RUB per month", {at: filled(at) for at in all_months()}
    )


def unemployment_rows(raw):
    """`unemployment`: published months, a straight line over the gaps."""
    rates = {
        at: value / 100
        for at, value in by_month(raw.rows(MACRO, series="unemployment_rate")).items()
    }

    def filled(at):
        if at in rates:
            return Filled(rates[at], "rosstat_unemployment")
        rule = "held" if at > max(rates) else "straight_line"
        return Filled(straight(rates, at), "rosstat_unemployment", "estimated", rule)

    return series_rows("unemployment", MAIN, "share", {at: filled(at) for at in all_months()})


def quarters(raw, series):
    """First month of the quarter to value."""
    values = by_period(raw.rows(MACRO, series=series))
    return {quarter_start(period): value for period, value in values.items()}


def activity_path(raw, sector):
    """Quarterly real volume from 2009 on, and the first and last published quarter."""
    levels = quarters(raw, VOLUMES[sector])
    first, last = min(levels), max(levels)
    series = (
        "construction_work_real_yoy_q" if sector == "construction" else "gdp_real_yoy_q_vintage2018"
    )
    back = quarters(raw, series)
    for start in range(first - 3, month("2009-01") - 1, -3):
        levels[start] = levels[start + 12] / back[start + 12] * 100
    whole = quarters(raw, "gdp_real_sa_q")
    ahead = quarters(raw, "gdp_real_yoy_q")
    for start in range(last + 3, LAST + 1, 3):
        if start in ahead:
            gdp = whole[start - 12] * ahead[start] / 100
            levels[start] = levels[start - 3] * gdp / whole[start - 3]
            whole[start] = gdp
        else:
            levels[start] = levels[start - 3]
    return levels, first, last


def activity_rows(raw):
    """`activity` of every sector, 2013 mean = 1."""
    rows = []
    for sector in VOLUMES:
        levels, first, last = activity_path(raw, sector)
        path = smooth_quarters(levels)
        base = year_mean(path, 2013)

        def filled(at):
            if at < first:
                return Filled(path[at] / base, "rosstat_short_term", "estimated", "carried_back")
            if at > last + 2:
                return Filled(path[at] / base, "rosstat_gdp", "assumed", "carried_on")
            return Filled(path[at] / base, "rosstat_gdp", "estimated", "smooth_quarter_mean")

        values = {at: filled(at) for at in all_months()}
        rows += series_rows("activity", MAIN, "index 2013 = 1", values, sector)
    return rows


def home_wage_points(raw, place):
    """The published wages of an origin by the middle of their periods."""
    points = {}
    for series, periods in HOME_WAGES[place]:
        for period in periods:
            if series == NATIONAL_WAGES:
                found = raw.one(
                    NATIONAL_WAGES,
                    series="average_monthly_wage",
                    country=place,
                    region="",
                    group="",
                    period=period,
                )
            else:
                found = raw.one(ORIGIN_WAGES, series=series, country=place, period=period)
            at = centre(f"{period[:4]}-01/{period[5:]}" if series == "wage_mean_ytd" else period)
            points[at] = (float(found["value"]), "ilo_wages" if series == ILO else "national_wages")
    return points


def home_wages(raw, place):
    """Wages of an origin: constant growth between published ones, that of the last pair going on."""
    points = home_wage_points(raw, place)
    wages = {at: value for at, (value, _) in points.items()}

    def filled(at):
        source = points[min(points, key=lambda known: abs(known - at))][1]
        if at > max(wages):
            return Filled(geometric(wages, at), source, "assumed", "growth_held")
        return Filled(geometric(wages, at), source, "estimated", "constant_growth_between")

    return {at: filled(at) for at in all_months()}


def home_wage_rows(raw):
    """`home_wage` of every origin."""
    return [
        entry
        for place in ORIGINS
        for entry in series_rows(
            "home_wage", place, f"{CURRENCY[place]} per month", home_wages(raw, place)
        )
    ]
