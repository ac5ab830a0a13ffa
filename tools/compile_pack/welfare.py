"""Compiles welfare.csv: living standards, poverty and money received at home."""

import math
import pathlib
import statistics

import welfare_regions
from common import ORIGINS, check, read_csv, row, write_table
from press import page_source

HERE = pathlib.Path(__file__).parent
PARAMETERS = "published/parameters.csv"
YEARS = range(2009, 2025)
CURRENCY = {"UZB": "UZS", "TJK": "TJS", "KGZ": "KGS", "KAZ": "KZT", "TKM": "TMT"}
LINES = {"3.00": "poverty_300_pct", "4.20": "poverty_420_pct", "8.30": "poverty_830_pct",
         "national": "poverty_national_pct"}
UNITS = {
    "consumption_mean": "PPP 2021 USD per day",
    "poverty_line": "{currency} per month",
    "ppp_conversion": "{currency} per PPP USD",
    "imports_over_product": "ratio",
    "product_multiplier": "ratio",
    "relative_consumption": "ratio",
    "reserves_usd": "USD",
    "household_consumption_usd": "USD",
    "absorption": "per month",
}
SURVEY_LINE = "study"  # the line of the one study that says what poverty is without receipts
SURVEY_YEAR = 2018
DAYS_PER_MONTH = 365 / 12

# Choices that no figure supports; each is told in RULES-welfare.md under the rule that uses it.
CONSUMED = (0.88, 0.80, 0.95)  # share of receipts consumed where nobody has asked
SPENT_AGAIN = 0.6  # of what is earned at home, after taxes and saving
ABSORPTION = (0.10, 0.05, 0.20)  # per month
EXTREME = 0.005  # headcounts nearer to 0 or 1 say nothing about the mean


def normal_quantile(share):
    """The inverse of the standard normal distribution."""
    return statistics.NormalDist().inv_cdf(share)


def sigma_of(gini):
    """Standard deviation of the logarithm in a lognormal distribution with that Gini index."""
    return math.sqrt(2) * normal_quantile((1 + gini) / 2)


def figure(source, quantity, place, year, value, status="measured", rule="", key="", bounds=None):
    """One row of welfare.csv; `bounds` are low and high."""
    low, high = bounds or ("", "")
    unit = UNITS.get(quantity, "share").replace("{currency}", CURRENCY.get(place, ""))
    return row(source, value, unit, status, rule, digits=9, quantity=quantity, place=place,
               period=str(year), key=key, low=low, high=high)


def annual(raw, name, place, series=None, scale=1.0):
    """A yearly raw table as year to value, over the years of the pack."""
    filters = {"country": place} | ({"series": series} if series else {})
    return {int(entry["period"]): float(entry["value"]) * scale
            for entry in raw.rows(f"annual/{name}.csv", **filters)
            if int(entry["period"]) in YEARS}


def curated_rows(sources):
    """Figures read on pages, and the accounts typed in from public copies."""
    rows = [figure(entry["source"], entry["quantity"], entry["place"], entry["period"],
                   float(entry["value"])) for entry in read_csv(HERE / "accounts_curated.csv")]
    for entry in read_csv(HERE / "welfare_curated.csv"):
        value = float(entry["value"])
        yearly = entry["quantity"] == "poverty_line" and entry["place"] == "KGZ"
        rows.append(figure(
            page_source(sources, entry["publisher"], entry["address"]), entry["quantity"],
            entry["place"], entry["period"], value / 12 if yearly else value, key=entry["key"],
            status="estimated" if yearly else "measured", rule="year_over_twelve" if yearly else "",
            bounds=(entry["low"], entry["high"])))
    return rows


def parameter_rows(raw, sources):
    """What the gathered studies say of households, as rows of one symbol and place."""
    def one(symbol, place, name=""):
        found = [entry for entry in raw.rows(PARAMETERS, symbol=symbol, country=place)
                 if name in entry["parameter"]]
        check(len(found) == 1, f"{PARAMETERS}: {len(found)} rows of {symbol} {place} {name}")
        entry = found[0]
        source = page_source(sources, entry["study"], entry["url"])
        return source, float(entry["value"]), (entry["low"], entry["high"])

    def make(quantity, place, year, symbol, name="", key="", rule="", scale=1.0):
        source, value, bounds = one(symbol, place, name)
        return figure(source, quantity, place, year, value * scale,
                      "estimated" if rule else "measured", rule, key, bounds)

    return [
        make("households_receiving", "UZB", 2018, "s_q1", key="1"),
        make("receivers_income_from_receipts", "UZB", 2018, "y_q1", key="1"),
        make("income_from_receipts", "UZB", 2021, "y_rem", rule="mean_of_years"),
        make("income_from_receipts", "KGZ", 2018, "y_rem", "2018"),
        make("income_from_receipts", "KGZ", 2013, "y_rem", "family", rule="undated_statement"),
        make("poverty_line", "KGZ", 2013, "z", "2013", key="national", rule="year_over_twelve",
             scale=1 / 12),
        make("poverty_line", "KGZ", 2018, "z", "2018", key="national", rule="year_over_twelve",
             scale=1 / 12),
        make("poverty_headcount", "UZB", 2018, "P0", "2018 official", key="national",
             scale=0.01),
        make("receipts_consumed", "TJK", 2020, "mpc"),
    ]


def statistics_rows(raw):
    """Headcounts, Gini indices, accounts and unemployment of the yearly tables."""
    rows = []
    for place in ORIGINS:
        for key, series in LINES.items():
            rows += [figure("wdi_poverty", "poverty_headcount", place, year, value, key=key)
                     for year, value in annual(raw, "poverty_headcount_pct", place, series,
                                               0.01).items()]
        rows += [figure("wdi_gini", "gini", place, year, value)
                 for year, value in annual(raw, "gini", place, scale=0.01).items()]
        rows += [figure("wdi_consumption", "household_consumption_usd", place, year, round(value))
                 for year, value in annual(raw, "household_consumption_usd", place).items()]
        rows += [figure("wdi_unemployment", "unemployment_home", place, year, value)
                 for year, value in annual(raw, "unemployment_pct", place, scale=0.01).items()]
        rows += [figure("ilo_participation", "participation", place, year, value)
                 for year, value in annual(raw, "labour_force_participation_pct", place,
                                           "labour_force_participation_15_64_pct", 0.01).items()]
    return rows


def values_of(rows, quantity, place, key=""):
    """The rows of one quantity as year to value."""
    return {int(entry["period"]): float(entry["value"]) for entry in rows
            if (entry["quantity"], entry["place"], entry["key"]) == (quantity, place, key)}


def mean_through(headcounts, sigma):
    """Mean of the lognormal distribution that comes nearest to headcounts (line to share).

    Every line gives one mean; they are averaged in logarithms with the precision that a counted
    share has.
    """
    total = weights = 0.0
    for line, share in headcounts.items():
        if EXTREME < share < 1 - EXTREME:
            at = normal_quantile(share)
            weight = statistics.NormalDist().pdf(at) ** 2 / (share * (1 - share))
            total += weight * (math.log(line) - sigma * at + sigma**2 / 2)
            weights += weight
    return math.exp(total / weights) if weights else None


def line_at(share, mean, sigma):
    """The value below which that share lies."""
    return mean * math.exp(-sigma**2 / 2 + sigma * normal_quantile(share))


def mean_rows(raw, rows):
    """`consumption_mean` where no survey mean was found."""
    filled = []
    for place in ORIGINS:
        known = values_of(rows, "consumption_mean", place)
        ginis = values_of(rows, "gini", place)
        shares = {float(key): values_of(rows, "poverty_headcount", place, key)
                  for key in LINES if key != "national"}
        through = {}
        for year in sorted(set(ginis) - set(known)):
            counted = {line: values[year] for line, values in shares.items() if year in values}
            if mean := mean_through(counted, sigma_of(ginis[year])):
                through[year] = mean
        filled += [figure("wdi_poverty", "consumption_mean", place, year, mean, "estimated",
                          "mean_through_headcounts") for year, mean in through.items()]
        if through and min(through | known) > min(YEARS):
            first = min(through | known)
            level = (through | known)[first]
            product = annual(raw, "gdp_per_capita", place, "gdp_per_capita_constant_2015_usd")
            filled += [figure("wdi_growth_pc", "consumption_mean", place, year,
                              level * product[year] / product[first], "assumed",
                              "carried_by_product") for year in YEARS if year < first]
    return filled


def borrowed_rows(raw, rows, rates):
    """The origin without any survey: consumption in the ratio of a neighbour to product."""
    year = 2021
    mean = values_of(rows, "consumption_mean", "KAZ")[year] * 365
    ppp = {place: values_of(rows, "ppp_conversion", place)[year] for place in ("KAZ", "TKM")}

    def product(place, at):
        population = annual(raw, "population", place)[at]
        return annual(raw, "gdp_current_usd", place)[at] / population * rates[place][at] / ppp[place]

    ratio = mean / product("KAZ", year)
    real = annual(raw, "gdp_per_capita", "TKM", "gdp_per_capita_constant_2015_usd")
    level = ratio * product("TKM", year) / 365
    ginis = [values_of(rows, "gini", place)[year] for place in ORIGINS if place != "TKM"]
    result = [figure("wdi_growth_pc", "consumption_mean", "TKM", at, level * real[at] / real[year],
                     "assumed", "ratio_of_neighbour") for at in YEARS]
    return [*result, figure("wdi_gini", "gini", "TKM", year, sum(ginis) / len(ginis), "assumed",
                            "mean_of_other_origins_gini")]


def implied_line_rows(rows, prices):
    """Lines whose money value was not found, and the line of the study of 2018."""
    result = []

    def implied(place, year, key, share, rule, source):
        means, ginis = values_of(rows, "consumption_mean", place), values_of(rows, "gini", place)
        gini = ginis[min(ginis, key=lambda at: (abs(at - year), at))]
        ppp = values_of(rows, "ppp_conversion", place)[2021]
        daily = line_at(share, means[year], sigma_of(gini))
        carried = prices[place][year] / prices[place][2021]
        result.append(figure(source, "poverty_line", place, year,
                             daily * ppp * carried * DAYS_PER_MONTH, "estimated", rule, key))

    for year, share in values_of(rows, "poverty_headcount", "TJK", "national").items():
        if year in values_of(rows, "consumption_mean", "TJK"):
            implied("TJK", year, "national", share, "line_at_headcount", "wdi_poverty")
    share = values_of(rows, "poverty_headcount", "UZB", SURVEY_LINE)[SURVEY_YEAR]
    implied("UZB", SURVEY_YEAR, SURVEY_LINE, share, "line_at_headcount", "wdi_poverty")
    return result


def survey_rows(raw, sources):
    """What one study found with receipts."""
    entry = raw.one("published/results.csv", id="PR001")
    source = page_source(sources, entry["study"], entry["url"])
    return [figure(source, "poverty_headcount", "UZB", SURVEY_YEAR, float(entry["value"]) / 100,
                   key=SURVEY_LINE)]


def economy_rows(rows):
    """Consumption of receipts, leakage abroad, multiplier and absorption as ranges."""
    result = []
    for place in ORIGINS:
        asked = next((entry for entry in rows if entry["quantity"] == "receipts_consumed"
                      and entry["place"] == place), None)
        consumed = (float(asked["value"]), float(asked["low"]), float(asked["high"])) if asked \
            else CONSUMED
        if not asked:
            result.append(figure("corridor", "receipts_consumed", place, 2020, CONSUMED[0],
                                 "assumed", "consumed_as_elsewhere", bounds=CONSUMED[1:]))
        imports = values_of(rows, "imports_over_product", place)
        ratio = statistics.fmean(imports[year] for year in range(2019, 2024))
        low, high = ratio / (1 + ratio), min(ratio, 0.9)
        leak = (low + high) / 2
        result.append(figure("wdi_imports", "consumption_imported", place, 2021, leak, "assumed",
                             "import_content", bounds=(round(low, 6), round(high, 6))))
        multiplier = [
            consumed[0] * (1 - leak) / (1 - SPENT_AGAIN * (1 - leak)),
            consumed[1] * (1 - high),
            consumed[2] * (1 - low) / (1 - SPENT_AGAIN * (1 - low)),
        ]
        result.append(figure("wdi_imports", "product_multiplier", place, 2021, multiplier[0],
                             "assumed", "social_accounting",
                             bounds=tuple(round(value, 6) for value in multiplier[1:])))
        result.append(figure("corridor", "absorption", place, 2021, ABSORPTION[0], "assumed",
                             "absorption_assumed", bounds=ABSORPTION[1:]))
    return result


def yearly_means(out, series):
    """Yearly means of a monthly series of the compiled pack, by place; whole years only."""
    months = {}
    for entry in read_csv(out / "series.csv"):
        if entry["series"] == series:
            months.setdefault((entry["place"], int(entry["period"][:4])), []).append(
                float(entry["value"]))
    result = {}
    for (place, year), values in months.items():
        if len(values) == 12:
            result.setdefault(place, {})[year] = statistics.fmean(values)
    return result


def compile(raw, out, sources):
    """Writes welfare.csv from the raw tables and the compiled series and regions."""
    rows = curated_rows(sources) + parameter_rows(raw, sources) + statistics_rows(raw)
    rows += survey_rows(raw, sources)
    rows += mean_rows(raw, rows)
    rows += borrowed_rows(raw, rows, yearly_means(out, "fx"))
    rows += implied_line_rows(rows, yearly_means(out, "prices"))
    rows += welfare_regions.unemployment_rows(raw, sources, rows, figure)
    rows += welfare_regions.relative_rows(raw, out, rows, figure, sigma_of)
    rows += economy_rows(rows)
    rows.sort(key=lambda entry: (entry["quantity"], entry["place"], entry["key"], entry["period"]))
    write_table(out, "welfare", rows, sources)
