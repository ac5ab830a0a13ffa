"""Regional rows of welfare.csv: consumption relative to the country, and unemployment."""

import math
import re
import statistics

from common import ORIGINS, check, read_csv
from press import page_source

LABOUR = "demography/labour_national.csv"
INCOME = "demography/wages.csv"
GDL = "demography/gdl_subnational.csv"
# Units of 2022 and what they were part of when incomes by region were published.
PART_OF = {"KZ-10": "KZ-63", "KZ-33": "KZ-19", "KZ-62": "KZ-35"}
# Year of the headcounts that regional consumption follows, by origin.
HEADCOUNT_YEAR = {"UZB": 2022, "KGZ": 2018, "KAZ": 2024}
# Two regions whose first headcount is a year younger than those of the others.
LATER_YEAR = {"UZ-SA": 2023, "UZ-NG": 2023}
# A region whose share of the country's poor is published, and its rate is not.
SHARE_OF_POOR = {"KG-O": 0.139}
POOR_OF_2018 = 1_429_000


def populations(out, year):
    """Persons by region of each origin."""
    parents = {entry["code"]: entry["parent"] for entry in read_csv(out / "places.csv")
               if entry["kind"] == "region"}
    result = {place: {} for place in ORIGINS}
    for entry in read_csv(out / "region_population.csv"):
        if int(entry["period"]) == year:
            result[parents[entry["place"]]][entry["place"]] = float(entry["value"])
    return result


def headcount(rows, place, year):
    """The national-line headcount of a place, or nothing."""
    for entry in rows:
        if (entry["quantity"], entry["place"], entry["key"], entry["period"]) == (
                "poverty_headcount", place, "national", str(year)):
            return float(entry["value"])
    return None


def log_ratio(share, country, sigma):
    """Logarithm of mean consumption over the country's, for equal spread within regions."""
    quantile = statistics.NormalDist().inv_cdf
    return sigma * (quantile(country) - quantile(share))


def from_headcounts(rows, origin, people, sigma):
    """Region to logarithm, where a headcount is published."""
    result = {}
    for region in people:
        year = LATER_YEAR.get(region, HEADCOUNT_YEAR[origin])
        share = headcount(rows, region, year)
        if region in SHARE_OF_POOR:
            share = SHARE_OF_POOR[region] * POOR_OF_2018 / people[region]
        if share is not None:
            result[region] = log_ratio(share, headcount(rows, origin, year), sigma)
    return result


def incomes(raw):
    """Cash income per head of 2020 by region of Kazakhstan, in today's units."""
    known = {entry["region"]: float(entry["value"]) for entry in raw.rows(
        INCOME, series="average_per_capita_cash_income", period="2020-12-31") if entry["region"]}
    return known | {part: known[whole] for part, whole in PART_OF.items()}


def gdl_incomes(raw, country):
    """Modelled income per head of 2019 by region."""
    return {entry["region"]: float(entry["value"]) for entry in raw.rows(
        GDL, series="gni_per_capita_shdi", country=country, period="2019") if entry["region"]}


def damping(logs, income):
    """Slope through the origin of consumption on income, both as logarithms from their means."""
    common = sorted(set(logs) & set(income))
    check(len(common) >= 3, "too few regions for a slope")
    xs = [math.log(income[region]) for region in common]
    ys = [logs[region] for region in common]
    x_mean, y_mean = statistics.fmean(xs), statistics.fmean(ys)
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys)) / sum(
        (x - x_mean) ** 2 for x in xs)


def normalised(logs, people):
    """Ratios whose mean, weighted by population, is one."""
    ratios = {region: math.exp(value) for region, value in logs.items()}
    mean = sum(ratios[region] * people[region] for region in people) / sum(people.values())
    return {region: value / mean for region, value in ratios.items()}


def rest_of_country(logs, people):
    """Regions without any figure share what is left, so that the mean is that of the country."""
    missing = [region for region in people if region not in logs]
    known = sum(math.exp(value) * people[region] for region, value in logs.items())
    left = (sum(people.values()) - known) / sum(people[region] for region in missing)
    check(0.5 < left < 2, f"regions {missing}: what is left is {left:.2f} of the mean")
    return {region: math.log(left) for region in missing}


def relative_rows(raw, out, rows, figure, sigma_of):
    """`relative_consumption` of every region, with mean one."""
    def spread(origin, year):
        known = {int(entry["period"]): float(entry["value"]) for entry in rows
                 if entry["quantity"] == "gini" and entry["place"] == origin}
        return sigma_of(known[min(known, key=lambda at: (abs(at - year), at))])

    result, logs, people = [], {}, {}
    for origin, year in HEADCOUNT_YEAR.items():
        people[origin] = populations(out, year)[origin]
        logs[origin] = from_headcounts(rows, origin, people[origin], spread(origin, year))
    rules = {region: ("estimated", "headcount_of_region", "wdi_gini")
             for known in logs.values() for region in known}
    rest = rest_of_country(logs["UZB"], people["UZB"])
    logs["UZB"] |= rest
    rules |= {region: ("assumed", "rest_of_country", "wdi_gini") for region in rest}
    income = incomes(raw)
    slope = damping(logs["KAZ"], income)
    anchor = statistics.fmean(logs["KAZ"][region] - slope * math.log(income[region])
                              for region in logs["KAZ"])
    for region in set(people["KAZ"]) - set(logs["KAZ"]):
        logs["KAZ"][region] = anchor + slope * math.log(income[region])
        rules[region] = ("estimated", "income_damped", "kz_cash_income")
    slope = damping(logs["KGZ"], gdl_incomes(raw, "KGZ"))
    for origin in ("TJK", "TKM"):
        people[origin] = populations(out, 2019)[origin]
        modelled = gdl_incomes(raw, origin)
        logs[origin] = {region: slope * math.log(modelled[region]) for region in people[origin]}
        rules |= {region: ("assumed", "modelled_income_damped", "gdl_income")
                  for region in people[origin]}
    for origin in ORIGINS:
        year = HEADCOUNT_YEAR.get(origin, 2019)
        for region, ratio in normalised(logs[origin], people[origin]).items():
            status, rule, source = rules[region]
            result.append(figure(source, "relative_consumption", region, year, ratio, status, rule))
    return result


def address_in(text):
    """The address inside a source's words."""
    found = re.search(r"https?://[^\s)]+", text)
    return found.group(0) if found else ""


def unemployment_rows(raw, sources, rows, figure):
    """`unemployment_home` of regions, as published; others are not filled."""
    wanted = {"UZB": ("unemployment_rate_national_method", "2021-Q1", 2021),
              "KGZ": ("unemployment_rate", "2018", 2018), "KAZ": ("unemployment_rate", "2021-Q4", 2021)}
    result = []
    for origin, (series, period, year) in wanted.items():
        for entry in raw.rows(LABOUR, series=series, country=origin, period=period):
            if entry["region"]:
                publisher = entry["source"].split(" (http")[0].split(" via http")[0]
                source = page_source(sources, publisher, address_in(entry["source"]))
                result.append(figure(source, "unemployment_home", entry["region"], year,
                                     float(entry["value"]) / 100))
    return result
