"""Households: mean size by region, and the distribution of sizes."""

import math

import regions
from common import ORIGINS, check, largest_remainder, row, write_table

FILE = "demography/households.csv"
GDL_FILE = "demography/gdl_subnational.csv"
GDL = "gdl_area_database"
LARGEST = 15
OPEN_CLASS = 6
UNIT = 1_000_000
REFERENCE_YEAR = 2020
NATIONAL = ("UZB", "", "2023", "uzstat_household_size_2023")

# Published distributions: region, period of the source, year in the pack, source.
PUBLISHED = (
    ("UZ-AN", "2022-01/08", "2022", "uzstat_household_size_andijan"),
    ("UZ-FA", "2023-01/11", "2023", "uzstat_household_size_fergana"),
    ("UZ-NW", "2023-01/08", "2023", "uzstat_household_size_navoi"),
    ("UZ-SA", "2021-01/09", "2021", "uzstat_household_size_samarkand"),
    ("UZ-TK", "2021-01/09", "2021", "uzstat_household_size_tashkent_city"),
    ("UZ-TO", "2022-01/11", "2022", "uzstat_household_size_tashkent"),
)
# Newest survey of each origin in the Global Data Lab's table, and the units that share a value.
SURVEY = {"UZB": "2006", "TJK": "2017", "KGZ": "2018", "KAZ": "2015", "TKM": "2019"}
MACRO_REGIONS = {
    "UZBr101": ("UZ-QR", "UZ-XO"),
    "UZBr102": ("UZ-BU", "UZ-NW", "UZ-SA"),
    "UZBr103": ("UZ-QA", "UZ-SU"),
    "UZBr104": ("UZ-JI", "UZ-SI", "UZ-TO"),
    "UZBr105": ("UZ-AN", "UZ-FA", "UZ-NG"),
    "UZBr106": ("UZ-TK",),
    "KAZr102": ("KZ-19", "KZ-31", "KZ-33", "KZ-43", "KZ-61", "KZ-79"),
    "KAZr103": ("KZ-15", "KZ-23", "KZ-27", "KZ-47"),
    "KAZr104": ("KZ-35", "KZ-62"),
    "KAZr105": ("KZ-11", "KZ-39", "KZ-55", "KZ-59", "KZ-71"),
    "KAZr106": ("KZ-10", "KZ-63"),
    "KGZr106": ("KG-GO", "KG-O"),
}


def mean_of(shares):
    """Mean size of a distribution given as a dict of shares."""
    return sum(size * share for size, share in shares.items()) / sum(shares.values())


def solve(function, low, high, target):
    """Where an increasing function meets the target, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        if function(middle) < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def geometric_tail(ratio):
    """Shares of the sizes of the open class, falling by a constant ratio."""
    weights = {size: ratio ** (size - OPEN_CLASS) for size in range(OPEN_CLASS, LARGEST + 1)}
    whole = sum(weights.values())
    return {size: weight / whole for size, weight in weights.items()}


def published_classes(raw, country, region, period):
    """Shares of the sizes 1 to 5 and of the open class, summing to one."""
    found = raw.rows(FILE, series="household_size_share", country=country, region=region,
                     period=period)
    # A later release repeats the open class on its own; the first set of six is meant.
    classes = {}
    for entry in found:
        classes.setdefault(entry["groups"]["size"], float(entry["value"]) / 100)
    check(len(classes) == OPEN_CLASS, f"{FILE}: {country} {region} {period}: not six sizes")
    whole = sum(classes.values())
    check(abs(whole - 1) < 0.0051, f"{FILE}: {country} {region} {period}: shares sum to {whole}")
    return {size: share / whole for size, share in classes.items()}


def spread(classes, ratio):
    """A distribution over sizes 1 to 15 from six classes."""
    tail = geometric_tail(ratio)
    return {size: classes[str(size)] if size < OPEN_CLASS
            else classes[f"{OPEN_CLASS}+"] * tail[size] for size in range(1, LARGEST + 1)}


def published_mean(raw, region):
    """The mean household size that the office published, if any."""
    found = raw.rows(FILE, series="mean_household_size", country="UZB", region=region)
    return float(found[0]["value"]) if found else None


def tail_ratio(raw):
    """The ratio of the open class, from the two regions with both shares and a mean."""
    ratios = []
    for region, period, _, _ in PUBLISHED:
        mean = published_mean(raw, region)
        if mean is not None:
            classes = published_classes(raw, "UZB", region, period)
            ratios.append(solve(lambda ratio: mean_of(spread(classes, ratio)), 0.01, 0.99, mean))
    check(len(ratios) == 2, f"{FILE}: {len(ratios)} regions with shares and mean, wanted two")
    return sum(ratios) / len(ratios)


def tilt(shares, mean):
    """The distribution of the same shape, tilted exponentially to another mean."""
    def tilted(slope):
        weights = {size: share * math.exp(slope * size) for size, share in shares.items()}
        whole = sum(weights.values())
        return {size: weight / whole for size, weight in weights.items()}

    return tilted(solve(lambda slope: mean_of(tilted(slope)), -3.0, 3.0, mean))


def gdl_values(raw, origin, period):
    """Mean household size by region of today, straight from the survey's regions."""
    result = {}
    for entry in raw.rows(GDL_FILE, series="mean_household_size", country=origin, period=period):
        unit = entry["groups"].get("gdl")
        if unit is None:
            continue
        for region in MACRO_REGIONS.get(unit, (entry["region"],)):
            result[region] = (float(entry["value"]), len(MACRO_REGIONS.get(unit, ("",))) > 1)
    return result


def national_gdl(raw, origin, period):
    """The survey's national mean."""
    return float(raw.one(GDL_FILE, series="mean_household_size", country=origin, period=period,
                         region="", group="")["value"])


def national_mean(means, persons):
    """Persons over households."""
    return sum(persons.values()) / sum(persons[region] / means[region] for region in persons)


def uzbek_means(raw, persons, distributions):
    """Published or derived means; the other regions follow the survey of 2006 at today's level."""
    result = {}
    for region, _, year, source in PUBLISHED:
        mean = published_mean(raw, region)
        if mean is not None:
            result[region] = (mean, year, source, "measured", "")
        else:
            result[region] = (mean_of(distributions[region]), year, source, "estimated",
                              "mean_from_published_sizes")
    target = mean_of(distributions["UZB"])
    pattern = {region: value for region, (value, _) in gdl_values(raw, "UZB", "2006").items()}

    def with_level(level):
        return {region: result[region][0] if region in result else pattern[region] * level
                for region in persons}

    level = solve(lambda level: national_mean(with_level(level), persons), 0.3, 3.0, target)
    for region, mean in with_level(level).items():
        if region not in result:
            result[region] = (mean, NATIONAL[2], GDL, "estimated", "gdl_pattern_rescaled")
    return result


def person_weight_ratio(raw):
    """Household mean over person mean, seen where surveys of both families were held."""
    return national_gdl(raw, "KGZ", "2014") / national_gdl(raw, "KGZ", "2012")


def survey_means(raw, origin):
    """Means of the newest survey; Tajikistan's is brought from persons to households."""
    ratio = person_weight_ratio(raw) if origin == "TJK" else 1.0
    result = {}
    for region, (value, shared) in gdl_values(raw, origin, SURVEY[origin]).items():
        how = ("measured", "")
        if ratio != 1.0:
            how = ("estimated", "person_weighted_to_household")
        elif shared:
            how = ("estimated", "macro_region_value_for_members")
        result[region] = (value * ratio, SURVEY[origin], GDL) + how
    return result


def size_rows(place, shares, source, rules):
    """Rows of a distribution whose printed shares sum to one exactly."""
    exact = largest_remainder(shares, UNIT)
    for size in range(1, LARGEST + 1):
        rule = rules if isinstance(rules, str) else rules(size)
        yield row(source, exact[size] / UNIT, "share", status="estimated" if rule else "measured",
                  rule=rule, place=place, size=str(size))


def open_class_rule(size):
    """Only the sizes of the open class were filled."""
    return "open_class_geometric" if size >= OPEN_CLASS else ""


def compile(raw, out, sources, population):
    """Writes household_size.csv and household_mean.csv."""
    ratio = tail_ratio(raw)
    distributions = {"UZB": spread(published_classes(raw, *NATIONAL[:3]), ratio)}
    for region, period, _, _ in PUBLISHED:
        distributions[region] = spread(published_classes(raw, "UZB", region, period), ratio)
    means, sizes = [], []
    for origin in ORIGINS:
        persons = regions.regions_of(raw, population).of(origin, REFERENCE_YEAR)
        found = (uzbek_means(raw, persons, distributions) if origin == "UZB"
                 else survey_means(raw, origin))
        check(sorted(found) == sorted(persons), f"household_mean: {origin}: {sorted(found)}")
        country = national_mean({region: found[region][0] for region in found}, persons)
        for region in sorted(found):
            value, year, source, status, rule = found[region]
            means.append(row(source, value, "persons", status=status, rule=rule, digits=4,
                             place=region, period=year))
        if origin == "UZB":
            sizes += size_rows(origin, distributions["UZB"], NATIONAL[3], open_class_rule)
            for region, _, _, source in PUBLISHED:
                sizes += size_rows(region, distributions[region], source, open_class_rule)
        else:
            shares = tilt(distributions["UZB"], country)
            sizes += size_rows(origin, shares, NATIONAL[3], "uzb_shape_tilted_to_mean")
        print(f"{origin}: mean household {country:.2f} persons")
    write_table(out, "household_mean", means, sources)
    write_table(out, "household_size", sizes, sources)
