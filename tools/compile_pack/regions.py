"""People by region: published counts become shares of the population of World Prospects."""

import collections

from common import ORIGINS, check, interpolate, largest_remainder, row, write_table

FILE = "demography/regions_population.csv"
CODES_FILE = "geo/adm1_codes.csv"
INTERPOLATED = "share_interpolated_scaled_to_wpp"
HELD = "share_held_scaled_to_wpp"

# Kazakhstan's units of before 2022 (Shymkent: 2018) and the units they hold today.
OLD_UNITS = {
    "KZ-19": ("KZ-19", "KZ-33"),
    "KZ-35": ("KZ-35", "KZ-62"),
    "KZ-61": ("KZ-61", "KZ-79"),
    "KZ-63": ("KZ-10", "KZ-63"),
}


def codes(raw, origin):
    """The regions of an origin, in order of their codes."""
    return sorted(entry["iso"] for entry in raw.rows(CODES_FILE, country=origin))


def year_of(period):
    """A date as a fraction of years; a bare year is its first day."""
    parts = [int(part) for part in period.split("-")]
    month = parts[1] if len(parts) > 1 else 1
    day = parts[2] if len(parts) > 2 else 1
    return parts[0] + (month - 1) / 12 + (day - 1) / 365


def counts(raw, origin, period, series="region_population"):
    """Published persons by region on one date."""
    return {entry["region"]: float(entry["value"])
            for entry in raw.rows(FILE, country=origin, series=series, period=period)
            if entry["region"] and not entry["group"]}


class Published:
    """The published shares of an origin's regions, with their source, by date."""

    def __init__(self):
        self.shares = {}
        self.sources = {}
        self.counts = {}

    def add(self, time, persons, source):
        """Takes the counts of a date."""
        total = sum(persons.values())
        self.shares[time] = {region: value / total for region, value in persons.items()}
        self.sources[time] = source
        self.counts[time] = dict(persons)

    def nearest_source(self, time):
        """The source of the nearest published date."""
        return self.sources[min(self.sources, key=lambda known: abs(known - time))]

    def at(self, region, time):
        """The share of a region at a moment: straight lines between dates, flat outside."""
        return interpolate({known: shares[region] for known, shares in self.shares.items()}, time)


def uzbekistan(raw):
    """Three complete sets."""
    result = Published()
    for period, source in (("2022-01-01", "uzstat_regions_2022"),
                           ("2025-04-01", "uzstat_regions_2025"),
                           ("2026-01-01", "uzstat_regions_2026")):
        result.add(year_of(period), counts(raw, "UZB", period), source)
    return result


def tajikistan(raw):
    """One census."""
    result = Published()
    result.add(year_of("2020-10-01"), counts(raw, "TJK", "2020-10-01"), "tjstat_census_2020")
    return result


def turkmenistan(raw):
    """One census, shares only."""
    result = Published()
    shares = counts(raw, "TKM", "2022-12-17", "region_population_share")
    result.add(year_of("2022-12-17"), shares, "tkmstat_census_2022")
    return result


def grown(first, second, time):
    """A count carried on at the yearly growth between two (time, count) points."""
    rate = (second[1] / first[1]) ** (1 / (second[0] - first[0]))
    return second[1] * rate ** (time - second[0])


def kyrgyzstan(raw):
    """Permanent population; the units missing in 2021 and 2023 are completed."""
    result = Published()
    sets = {period: counts(raw, "KGZ", period) for period in ("2012", "2015", "2021-01-01")}
    # The capital's figure of 2023 bears the year only.
    sets["2023-01-01"] = counts(raw, "KGZ", "2023-01-01") | counts(raw, "KGZ", "2023")
    osh = {2015.0: sets["2015"]["KG-GO"],
           2022.0: counts(raw, "KGZ", "2022-01-01")["KG-GO"]}
    sets["2021-01-01"]["KG-GO"] = interpolate(osh, 2021.0)
    # Few of the city's people were absent, so those present in 2022 stand for the permanent ones.
    sets["2023-01-01"]["KG-GO"] = counts(raw, "KGZ", "2022-03", "region_population_present")[
        "KG-GO"]
    sets["2023-01-01"]["KG-B"] = grown((2015.0, sets["2015"]["KG-B"]),
                                       (2021.0, sets["2021-01-01"]["KG-B"]), 2023.0)
    for period, persons in sets.items():
        result.add(year_of(period), persons, "kgstat_regions")
    return result


def kazakhstan(raw):
    """Every year from 2009 to 2023, older years split into today's units, and ten units of 2026."""
    result = Published()
    today = counts(raw, "KAZ", "2022")
    apart = counts(raw, "KAZ", "2017")
    for year in range(2009, 2024):
        persons = counts(raw, "KAZ", str(year))
        for old, members in OLD_UNITS.items():
            if all(member in persons for member in members):
                continue
            # Shymkent was counted apart from 2017 on, the other new units from 2022 on.
            base = apart if old == "KZ-61" else today
            whole = persons[old]
            for member in members:
                persons[member] = whole * base[member] / sum(base[one] for one in members)
        result.add(float(year), persons, "kazstat_regions")
    add_partial_kazakhstan(raw, result, counts(raw, "KAZ", "2023"))
    return result


def add_partial_kazakhstan(raw, result, before):
    """The units without a figure for 2026 share the rest of the country as in 2023."""
    # The three smallest units were published for the first of December before.
    persons = counts(raw, "KAZ", "2025-12-01") | counts(raw, "KAZ", "2026-01-01")
    total = float(raw.one(FILE, country="KAZ", series="population_total", period="2026-01-01",
                          group="")["value"])
    rest = total - sum(persons.values())
    missing = {region: value for region, value in before.items() if region not in persons}
    for region, value in missing.items():
        persons[region] = rest * value / sum(missing.values())
    result.add(year_of("2026-01-01"), persons, "kazstat_regions_2026")


PUBLISHED = {"UZB": uzbekistan, "TJK": tajikistan, "KGZ": kyrgyzstan, "KAZ": kazakhstan,
             "TKM": turkmenistan}


class Regions:
    """Persons by region on 1 July of each year."""

    def __init__(self, raw, population):
        self.published = {origin: PUBLISHED[origin](raw) for origin in ORIGINS}
        self.population = population
        self.codes = {origin: codes(raw, origin) for origin in ORIGINS}
        for origin in ORIGINS:
            for time, shares in self.published[origin].shares.items():
                check(sorted(shares) == self.codes[origin],
                      f"{FILE}: {origin} {time}: regions {sorted(shares)}")

    def of(self, origin, year):
        """Persons by region, summing to the origin's population."""
        shares = {region: self.published[origin].at(region, year + 0.5)
                  for region in self.codes[origin]}
        return largest_remainder(shares, self.population.total(origin, year))


def regions_of(raw, population):
    """The regions, computed once."""
    if not hasattr(raw, "regions"):
        raw.regions = Regions(raw, population)
    return raw.regions


def rule(published, time):
    """Whether a share lies between published dates."""
    return INTERPOLATED if min(published.shares) <= time <= max(published.shares) else HELD


def compile(raw, out, sources, population, years):
    """Writes region_population.csv."""
    regions = regions_of(raw, population)
    rows, totals = [], collections.Counter()
    for origin in ORIGINS:
        persons = {year: regions.of(origin, year) for year in years}
        published = regions.published[origin]
        for region in regions.codes[origin]:
            for year in years:
                rows.append(row(published.nearest_source(year + 0.5), persons[year][region],
                                "persons", status="estimated",
                                rule=rule(published, year + 0.5), place=region,
                                period=str(year)))
                totals[origin, year] += persons[year][region]
    for (origin, year), total in totals.items():
        check(total == population.total(origin, year), f"{origin} {year}: regions do not add up")
    write_table(out, "region_population", rows, sources)
