"""National margins: places, population, births and deaths, and the series that go with them."""

import collections
import math
import pathlib

import education
import households
import regions
from common import ORIGINS, check, interpolate, read_csv, row, write_table

# The tables start earlier than the model's history so that a run may look back a few years.
FIRST_YEAR = 2005
LAST_YEAR = 2036
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
SINGLE_AGE_YEARS = (2010, 2015, 2020, 2025)
OLDEST_AGE = 100
SEXES = ("f", "m")
WPP = "un_wpp_2024"
PROJECTION_RULE = "wpp_medium_variant"
DESTINATIONS = ("RUS", "KAZ", "TUR", "KOR", "OTH")
# Births that differ from rates times women by more than this share make the rates be scaled.
BIRTHS_TOLERANCE = 0.002

POPULATION_FILE = "demography/wpp2024_population_age5.csv"
SINGLE_AGE_FILE = "demography/wpp2024_population_age1.csv"
FERTILITY_FILE = "demography/wpp2024_fertility_age.csv"
MORTALITY_FILE = "demography/wpp2024_mortality_mx.csv"
INDICATORS_FILE = "demography/wpp2024_indicators_annual.csv"


def age_bounds(text):
    """`20-24`, `0` or `100+` as first and last age; None for an open end."""
    if text.endswith("+"):
        return int(text[:-1]), None
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def age_columns(bounds):
    """The two age columns of a row."""
    return {"age_from": str(bounds[0]), "age_to": "" if bounds[1] is None else str(bounds[1])}


def published_or_projected(note):
    """Status and rule of a World Prospects value: a projection is an estimate."""
    if "projection" in note:
        return {"status": "estimated", "rule": PROJECTION_RULE}
    return {"status": "measured", "rule": ""}


class Population:
    """World Prospects population by origin, year, sex and five-year group, with single ages."""

    def __init__(self, raw):
        self.groups = collections.defaultdict(dict)   # (origin, year, sex) -> {bounds: persons}
        self.notes = {}                               # (origin, year) -> note of the source
        self.ages = collections.defaultdict(dict)     # (origin, year, sex) -> {age: persons}
        for entry in raw.rows(POPULATION_FILE, country=ORIGINS):
            year, sex = int(entry["period"]), entry["groups"]["sex"]
            self.groups[entry["country"], year, sex][age_bounds(entry["groups"]["age"])] = int(
                entry["value"])
            self.notes[entry["country"], year] = entry["note"]
        for entry in raw.rows(SINGLE_AGE_FILE, country=ORIGINS):
            year, sex = int(entry["period"]), entry["groups"]["sex"]
            age = age_bounds(entry["groups"]["age"])[0]
            self.ages[entry["country"], year, sex][age] = int(entry["value"])

    def total(self, origin, year):
        """Persons of an origin on 1 July."""
        return sum(sum(self.groups[origin, year, sex].values()) for sex in SEXES)

    def infants(self, origin, year, sex):
        """Persons aged 0: their share in the group 0-4 lies between the years with single ages."""
        shares = {
            known: ages[0] / sum(ages[age] for age in range(5))
            for (place, known, who), ages in self.ages.items() if (place, who) == (origin, sex)
        }
        return interpolate(shares, year) * self.groups[origin, year, sex][0, 4]


def population_of(raw):
    """The population tables, read once."""
    if not hasattr(raw, "population"):
        raw.population = Population(raw)
    return raw.population


def places(raw):
    """Origins, their regions and the destinations, in the order of output."""
    names = {entry["code"]: entry
             for entry in read_csv(pathlib.Path(__file__).parent / "place_names.csv")}
    result = []

    def add(code, kind, parent=""):
        check(code in names, f"place_names.csv: no names for {code}")
        result.append(dict(names[code], kind=kind, parent=parent, source="iso_3166"))

    for origin in ORIGINS:
        add(origin, "origin")
    for origin in ORIGINS:
        for region in regions.codes(raw, origin):
            add(region, "region", origin)
    for destination in DESTINATIONS:
        add(destination, "destination")
    return result


def population_rows(raw):
    """Five-year groups, every year."""
    population = population_of(raw)
    for origin in ORIGINS:
        for year in YEARS:
            how = published_or_projected(population.notes[origin, year])
            for sex in SEXES:
                for bounds, persons in sorted(population.groups[origin, year, sex].items()):
                    yield row(WPP, persons, "persons", place=origin, period=str(year), sex=sex,
                              **age_columns(bounds), **how)


def single_age_rows(raw):
    """Single ages, some years; they must add up to the five-year groups."""
    population = population_of(raw)
    for origin in ORIGINS:
        for year in SINGLE_AGE_YEARS:
            how = published_or_projected(population.notes[origin, year])
            for sex in SEXES:
                ages = population.ages[origin, year, sex]
                check(sorted(ages) == list(range(OLDEST_AGE + 1)),
                      f"{origin} {year} {sex}: single ages have gaps")
                for (first, last), persons in population.groups[origin, year, sex].items():
                    members = sum(ages[age] for age in range(first, (last or OLDEST_AGE) + 1))
                    check(members == persons,
                          f"{origin} {year} {sex} {first}: single ages do not add up")
                for age in range(OLDEST_AGE + 1):
                    bounds = (age, None if age == OLDEST_AGE else age)
                    yield row(WPP, ages[age], "persons", place=origin, period=str(year), sex=sex,
                              **age_columns(bounds), **how)


def indicator(raw, origin, series, year):
    """The row of a yearly indicator without bounds."""
    found = [entry for entry in raw.rows(INDICATORS_FILE, country=origin, series=series,
                                         period=str(year), group="")]
    check(len(found) == 1, f"{series} {origin} {year}: {len(found)} rows, wanted one")
    return found[0]


def fertility_rows(raw):
    """Births per woman-year, scaled where they would not reproduce the births of the year."""
    population = population_of(raw)
    rates = collections.defaultdict(dict)
    for entry in raw.rows(FERTILITY_FILE, country=ORIGINS, series="asfr"):
        bounds = age_bounds(entry["groups"]["age"])
        rates[entry["country"], int(entry["period"])][bounds] = float(entry["value"]) / 1000
    for origin in ORIGINS:
        for year in YEARS:
            women = population.groups[origin, year, "f"]
            births = indicator(raw, origin, "births", year)
            implied = sum(rate * women[bounds] for bounds, rate in rates[origin, year].items())
            factor = float(births["value"]) / implied
            how = published_or_projected(births["note"])
            if abs(factor - 1) > BIRTHS_TOLERANCE:
                how = {"status": "estimated", "rule": "scaled_to_wpp_births"}
            else:
                factor = 1.0
            for bounds, rate in sorted(rates[origin, year].items()):
                yield row(WPP, rate * factor, "births per woman-year", place=origin,
                          period=str(year), **age_columns(bounds), **how)


def death_rates(raw):
    """Logarithms of death rates: (origin, sex, bounds) -> {middle of the period: rate}."""
    result = collections.defaultdict(dict)
    for entry in raw.rows(MORTALITY_FILE, country=ORIGINS):
        first, last = (int(part) for part in entry["period"].split("-"))
        # The periods run from 1 July to 1 July.
        middle = (first + last) / 2 + 0.5
        key = entry["country"], entry["groups"]["sex"], age_bounds(entry["groups"]["age"])
        result[key][middle] = math.log(float(entry["value"]))
    return result


def exposure(population, origin, year, sex, bounds):
    """Persons alive in an age group of the death rates, where 0 and 1-4 stand apart."""
    groups = population.groups[origin, year, sex]
    if bounds in groups:
        return groups[bounds]
    infants = population.infants(origin, year, sex)
    if bounds == (0, 0):
        return infants
    check(bounds == (1, 4), f"no population for the ages {bounds}")
    return groups[0, 4] - infants


def mortality_rows(raw, summary):
    """Deaths per person-year: between the periods' rates, scaled to the deaths of the year."""
    population = population_of(raw)
    known = death_rates(raw)
    for origin in ORIGINS:
        for year in YEARS:
            rates = {(sex, bounds): math.exp(interpolate(points, year + 0.5))
                     for (place, sex, bounds), points in known.items() if place == origin}
            implied = sum(rate * exposure(population, origin, year, sex, bounds)
                          for (sex, bounds), rate in rates.items())
            factor = float(indicator(raw, origin, "deaths", year)["value"]) / implied
            summary[origin].append(factor)
            for (sex, bounds), rate in sorted(rates.items()):
                yield row(WPP, rate * factor, "deaths per person-year", status="estimated",
                          rule="scaled_to_wpp_deaths", place=origin, period=str(year), sex=sex,
                          **age_columns(bounds))


def series_rows(raw, sources):
    """The rows of series.csv that come from World Prospects."""
    result = []
    for series, unit in (("net_migration", "persons per year"),
                         ("sex_ratio_at_birth", "boys per girl")):
        for origin in ORIGINS:
            for year in YEARS:
                entry = indicator(raw, origin, series, year)
                # The sex ratio carries no note; its projection starts with that of the births.
                note = entry["note"] or indicator(raw, origin, "births", year)["note"]
                result.append(row(WPP, float(entry["value"]), unit, series=series, place=origin,
                                  sector="", period=str(year), **published_or_projected(note)))
    sources.use(WPP)
    return result


def compile(raw, out, sources):
    """Writes the demographic tables, apart from the migrant profile."""
    write_table(out, "places", places(raw), sources)
    factors = collections.defaultdict(list)
    tables = {
        "population": list(population_rows(raw)),
        "population_age1": list(single_age_rows(raw)),
        "mortality": list(mortality_rows(raw, factors)),
        "fertility": list(fertility_rows(raw)),
    }
    for name, rows in tables.items():
        write_table(out, name, rows, sources)
    regions.compile(raw, out, sources, population_of(raw), YEARS)
    households.compile(raw, out, sources, population_of(raw))
    education.compile(raw, out, sources)
    print_summary(raw, tables, factors)


def print_summary(raw, tables, factors):
    """What a reader wants to see at a glance."""
    population = population_of(raw)
    scaled = collections.Counter(entry["place"] for entry in tables["fertility"]
                                 if entry["rule"] == "scaled_to_wpp_births")
    print("origin   2010 million   2025 million   deaths scaled by   years of births scaled")
    for origin in ORIGINS:
        low, high = min(factors[origin]), max(factors[origin])
        print(f"{origin}    {population.total(origin, 2010) / 1e6:10.3f}   "
              f"{population.total(origin, 2025) / 1e6:12.3f}   {low:.3f} to {high:.3f}"
              f"   {scaled[origin] // 9:6d}")
