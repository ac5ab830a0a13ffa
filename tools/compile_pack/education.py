"""Education by age and sex: four levels out of the six of the Wittgenstein Centre."""

import collections

from common import ORIGINS, check, largest_remainder, row, write_table

FILE = "demography/education_age_sex_wic2.csv"
ATTAINMENT_FILE = "demography/education_attainment.csv"
WIC = "wittgenstein_v2"
YEAR = "2015"
LEVELS = ("primary", "secondary", "vocational", "tertiary")
UNIT = 1_000_000
PRIMARY = ("none", "incomplete_primary", "primary")
SPLIT_RULE = "post_secondary_split_by_uis"
ASSUMED_RULE = "post_secondary_split_by_neighbours"
# Year of the newest UNESCO shares that hold ISCED 4 and 6 apart, and the keys they stand under.
UIS = {"UZB": ("2015", "4t8", "6t8"), "TJK": ("2017", "4t8", "6t8"), "KGZ": ("2009", "4t6", "6t8"),
       "KAZ": ("2009", "4t6", "5t8")}


def wic(raw, origin):
    """Persons by (sex, first age) and level of the Wittgenstein Centre."""
    result = collections.defaultdict(dict)
    for entry in raw.rows(FILE, country=origin, period=YEAR):
        groups = entry["groups"]
        first = int(groups["age"].rstrip("+").split("-")[0])
        result[groups["sex"], first][groups["edu"]] = float(entry["value"])
    for sex, first in sorted(result):
        # The oldest groups may be empty in the source; their few people are like those before them.
        if sum(result[sex, first].values()) == 0:
            result[sex, first] = result[sex, first - 5]
    return result


def uis_share(raw, origin, year, key):
    """Share of people aged 25 and over at the given levels."""
    found = raw.rows(ATTAINMENT_FILE, country=origin, period=year,
                     group=f"age=25+;sex=b;isced={key}")
    check(found, f"{ATTAINMENT_FILE}: {origin} {year} isced={key} is missing")
    return float(found[0]["value"]) / 100


def split_factors(raw, origin):
    """Share of post-secondary that is tertiary, and of upper secondary that is vocational."""
    adults = collections.Counter()
    for (_, first), persons in wic(raw, origin).items():
        if first >= 25:
            adults.update(persons)
    whole = sum(adults.values())
    post, upper = adults["post_secondary"] / whole, adults["upper_secondary"] / whole
    year, vocational_key, tertiary_key = UIS[origin]
    tertiary = uis_share(raw, origin, year, tertiary_key)
    vocational = uis_share(raw, origin, year, vocational_key) - tertiary
    from_post = min(1.0, tertiary / post)
    return from_post, max(0.0, (vocational - post * (1 - from_post)) / upper)


def factors(raw):
    """Split factors of every origin; one without shares of its own takes its neighbours' mean."""
    result = {origin: split_factors(raw, origin) for origin in UIS}
    mean = sum(tertiary for tertiary, _ in result.values()) / len(result)
    for origin in ORIGINS:
        result.setdefault(origin, (mean, 0.0))
    return result


def shares(persons, first, factor):
    """The four levels of one sex and age group."""
    if first < 15:
        return {"primary": 1.0, "secondary": 0.0, "vocational": 0.0, "tertiary": 0.0}
    whole = sum(persons.values())
    tertiary, from_upper = factor
    # People of 15 to 19 are still at school; no diploma is taken from the classes they attend.
    from_upper = from_upper if first >= 20 else 0.0
    post, upper = persons["post_secondary"] / whole, persons["upper_secondary"] / whole
    result = {
        "primary": sum(persons[level] for level in PRIMARY) / whole,
        "secondary": persons["lower_secondary"] / whole + upper * (1 - from_upper),
        "vocational": post * (1 - tertiary) + upper * from_upper,
        "tertiary": post * tertiary,
    }
    check(abs(sum(result.values()) - 1) < 1e-9, f"education: {first}: shares do not sum to one")
    return result


def shares_of(raw, origin):
    """The four levels by (sex, first age)."""
    factor = factors(raw)[origin]
    return {key: shares(persons, key[1], factor) for key, persons in wic(raw, origin).items()}


def compile(raw, out, sources):
    """Writes education.csv."""
    rows = []
    for origin in ORIGINS:
        split = SPLIT_RULE if origin in UIS else ASSUMED_RULE
        for (sex, first), levels in sorted(shares_of(raw, origin).items()):
            last = "" if first == 100 else str(first + 4)
            rule = "under_15_primary" if first < 15 else split
            status = "assumed" if rule == ASSUMED_RULE else "estimated"
            exact = largest_remainder(levels, UNIT)
            for level in LEVELS:
                rows.append(row(WIC, exact[level] / UNIT, "share", status=status, rule=rule,
                                place=origin, sex=sex, age_from=str(first), age_to=last,
                                level=level))
    sources.use("unesco_uis_attainment")
    write_table(out, "education", rows, sources)
    for origin, (tertiary, from_upper) in factors(raw).items():
        print(f"{origin}: of post-secondary {tertiary:.3f} tertiary, of upper secondary "
              f"{from_upper:.3f} vocational")
