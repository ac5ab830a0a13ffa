"""Who goes: relative propensities to be a labour migrant, by region, by sex and age, by education.

Every propensity is a ratio with a mean of one: over the people of the origin (regions), over its
people of 15 to 64 (sex and age), over people weighted as migrants are by age (education). Levels
belong to the model's parameters.
"""

import math

import demography
import education
import households
import regions
from common import ORIGINS, check, row, write_table

FILE = "demography/migrants_profile.csv"
PRESENT_FILE = "corridor/migration_stats.csv"
JUDGEMENT = "corridor"
REFERENCE_YEAR = 2015
OLDEST_MIGRANT = 64
AGE_GROUPS = ((15, 17), (18, 19)) + tuple((first, first + 4) for first in range(20, 61, 5))

# Spread of the age curve in years, left and right of its mode: a steep entry after school, a slow
# way out.
RISE_YEARS = 5.0
FALL_YEARS = 14.0

# Share of women where no count by sex was found.
ASSUMED_WOMEN = {"KAZ": 0.45, "TKM": 0.40}

# Relative propensities of Tajik regions, chosen from scattered reports: mountain and southern
# regions send most, the capital least. No regional count was found.
ASSUMED_REGIONS = {
    "TJ-DU": 0.6, "TJ-GB": 1.2, "TJ-KT": 1.1, "TJ-RA": 1.1, "TJ-SU": 0.95,
}

# Kyrgyz units by what the survey of households with a migrant says of them.
SOUTH = ("KG-B", "KG-GO", "KG-J", "KG-O")


def normalised(values, weights):
    """The values with a weighted mean of one."""
    mean = sum(values[key] * weights[key] for key in values) / sum(weights[key] for key in values)
    return {key: value / mean for key, value in values.items()}


def geometric_mean(values):
    """Mean of several ratios that tell the same thing."""
    return math.exp(sum(math.log(value) for value in values) / len(values))


# --- regions -----------------------------------------------------------------


def uzbek_regions(raw, persons):
    """Migrants of the labour balance per inhabitant."""
    migrants = {entry["region"]: float(entry["value"])
                for entry in raw.rows(FILE, series="labour_migrants_abroad", country="UZB",
                                      period="2021-Q1") if entry["region"]}
    check(sorted(migrants) == sorted(persons), f"{FILE}: Uzbek regions of 2021-Q1")
    return {region: migrants[region] / persons[region] for region in persons}


def kyrgyz_counts(raw, persons):
    """Migrants per inhabitant of 2018; units without a count of their own share the rest."""
    found = raw.rows(FILE, series="labour_migrants_abroad", country="KGZ", period="2018-11")
    counts = {entry["region"]: float(entry["value"]) for entry in found if entry["region"]}
    total = next(float(entry["value"]) for entry in found if not entry["region"])
    # The count of Osh region may hold the city, so both get the same rate.
    groups = [((region, "KG-GO") if region == "KG-O" else (region,), count)
              for region, count in counts.items()]
    named = {region for members, _ in groups for region in members}
    groups.append((tuple(region for region in persons if region not in named),
                   total - sum(counts.values())))
    return {region: count / sum(persons[member] for member in members)
            for members, count in groups for region in members}


def kyrgyz_households(raw, persons):
    """Percent of households with a migrant; the north as one, by the middle of its range."""
    found = raw.rows(FILE, series="households_with_migrant", country="KGZ", period="")
    known = {entry["region"]: float(entry["value"]) for entry in found if entry["region"]}
    known["KG-GO"] = known["KG-O"]
    bounds = [float(entry["value"]) for entry in found
              if entry["groups"].get("regions") == "northern"]
    check(len(bounds) == 2, f"{FILE}: the range of the northern oblasts")
    return {region: known[region] if region in SOUTH else sum(bounds) / 2 for region in persons}


def kyrgyz_regions(raw, persons):
    """Geometric mean of two kinds of evidence, each with a mean of one. Who was absent in the census
    of 2022 is no third: the pattern of that year tests the model."""
    evidence = [
        normalised(kyrgyz_counts(raw, persons), persons),
        normalised(kyrgyz_households(raw, persons), persons),
    ]
    return {region: geometric_mean([one[region] for one in evidence if region in one])
            for region in persons}


def region_rows(raw):
    """One row a region."""
    population = regions.regions_of(raw, demography.population_of(raw))
    for origin in ORIGINS:
        year = {"UZB": 2021, "KGZ": 2018}.get(origin, REFERENCE_YEAR)
        persons = population.of(origin, year)
        if origin == "UZB":
            values, source, how = (uzbek_regions(raw, persons), "uz_labour_balance_2021q1",
                                   ("estimated", "migrants_per_inhabitant"))
        elif origin == "KGZ":
            values, source, how = (kyrgyz_regions(raw, persons), "kg_migration_service_2018",
                                   ("estimated", "geometric_mean_of_evidence"))
        elif origin == "TJK":
            values, source, how = ASSUMED_REGIONS, JUDGEMENT, ("assumed", "regional_judgement")
        else:
            values, source, how = ({region: 1.0 for region in persons}, JUDGEMENT,
                                   ("assumed", "regions_alike"))
        for region, value in sorted(normalised(values, persons).items()):
            yield row(source, value, "ratio", status=how[0], rule=how[1], digits=5, place=region,
                      dimension="region", sex="", age_from="", age_to="", key="")


# --- sex and age ---------------------------------------------------------------


def age_curve(mode):
    """Relative propensity at single ages for a given most likely age."""
    def at(age):
        width = RISE_YEARS if age < mode else FALL_YEARS
        return math.exp(-0.5 * ((age - mode) / width) ** 2)

    return {age: at(age) for age in range(AGE_GROUPS[0][0], OLDEST_MIGRANT + 1)}


def people(raw, origin, sex):
    """Persons by single age in the reference year."""
    return demography.population_of(raw).ages[origin, REFERENCE_YEAR, sex]


def migrants_by_age(raw, origin, women, mode):
    """Migrants by single age, of any size, with the given share of women."""
    curve = age_curve(mode)
    result = dict.fromkeys(curve, 0.0)
    for sex, share in (("f", women), ("m", 1 - women)):
        persons = people(raw, origin, sex)
        whole = sum(curve[age] * persons[age] for age in curve)
        for age in curve:
            result[age] += share * curve[age] * persons[age] / whole
    return result


def mean_age(migrants):
    """Mean age in completed years, as surveys print it."""
    return sum(age * share for age, share in migrants.items()) / sum(migrants.values())


def share_18_29(migrants):
    """Share of the migrants aged 18 to 29."""
    return sum(migrants[age] for age in range(18, 30)) / sum(migrants.values())


def women_share(raw, origin):
    """Share of women among the citizens present in Russia in January 2015."""
    if origin in ASSUMED_WOMEN:
        return ASSUMED_WOMEN[origin]
    counts = [float(raw.one(PRESENT_FILE, series=series, country=origin, period="2015-01")["value"])
              for series in ("present_in_russia_women", "present_in_russia")]
    return counts[0] / counts[1]


def curve_mode(raw, origin):
    """The most likely age that meets the published margin of the origin, or Uzbekistan's."""
    women = women_share(raw, origin)
    if origin == "KGZ":
        target = float(raw.one(FILE, series="migrant_share_age_18_29", country="KGZ")["value"])
        return households.solve(
            lambda mode: -share_18_29(migrants_by_age(raw, "KGZ", women, mode)), 18.0, 45.0,
            -target / 100)
    if origin != "UZB":
        return curve_mode(raw, "UZB")
    target = float(raw.one(FILE, series="migrant_mean_age", country="UZB")["value"])
    return households.solve(lambda mode: mean_age(migrants_by_age(raw, "UZB", women, mode)), 16.0,
                            45.0, target)


def sex_age_values(raw, origin):
    """Propensities by sex and age group, with a mean of one over the people of 15 to 64."""
    women, curve = women_share(raw, origin), age_curve(curve_mode(raw, origin))
    values, weights = {}, {}
    for sex, share in (("f", women), ("m", 1 - women)):
        persons = people(raw, origin, sex)
        whole = sum(curve[age] * persons[age] for age in curve)
        for first, last in AGE_GROUPS:
            ages = range(first, last + 1)
            weights[sex, first, last] = sum(persons[age] for age in ages)
            values[sex, first, last] = share / whole * sum(
                curve[age] * persons[age] for age in ages) / weights[sex, first, last]
    return normalised(values, weights), weights


def sex_age_rows(raw, summary):
    """Rows by sex and age."""
    sources = {"UZB": "wb_uzbekistan_migrants_2013", "KGZ": "kg_migration_service_2017",
               "TJK": "fms_citizens_present_2015"}
    for origin in ORIGINS:
        values, weights = sex_age_values(raw, origin)
        migrants = {key: values[key] * weights[key] for key in values}
        whole = sum(migrants.values())
        women = sum(share for key, share in migrants.items() if key[0] == "f") / whole
        check(abs(women - women_share(raw, origin)) < 1e-6, f"{origin}: women share {women}")
        summary[origin] = (women, mean_age(migrants_by_age(raw, origin, women,
                                                           curve_mode(raw, origin))),
                           share_18_29(migrants_by_age(raw, origin, women,
                                                       curve_mode(raw, origin))))
        known = origin in sources
        for (sex, first, last), value in sorted(values.items()):
            yield row(sources.get(origin, JUDGEMENT), value, "ratio",
                      status="estimated" if known else "assumed",
                      rule="age_curve_to_margins" if known else "age_curve_borrowed", digits=5,
                      place=origin, dimension="sex_age", sex=sex, age_from=str(first),
                      age_to=str(last), key="")


# --- education -----------------------------------------------------------------


def migrant_weights(raw, origin):
    """How much each five-year group of the education table weighs among likely migrants."""
    curve, women = age_curve(curve_mode(raw, origin)), women_share(raw, origin)
    result = {}
    for sex, share in (("f", women), ("m", 1 - women)):
        persons = people(raw, origin, sex)
        whole = sum(curve[age] * persons[age] for age in curve)
        for first in range(15, OLDEST_MIGRANT, 5):
            result[sex, first] = share / whole * sum(
                curve[age] * persons[age] for age in range(first, first + 5))
    return result


def population_shares(raw, origin, levels_of):
    """Shares of levels among people weighted as likely migrants are."""
    weights, result = migrant_weights(raw, origin), {}
    for key, weight in weights.items():
        levels = levels_of[key]
        whole = sum(levels.values())
        for level, value in levels.items():
            result[level] = result.get(level, 0.0) + weight * value / whole
    return result


def uzbek_ratios(raw):
    """Migrants' share over people's share: basic or less, secondary and vocational, university."""
    six = population_shares(raw, "UZB", education.wic(raw, "UZB"))
    four = population_shares(raw, "UZB", education.shares_of(raw, "UZB"))
    basic = sum(six[level] for level in education.PRIMARY + ("lower_secondary",))
    people_of = {"basic_or_less": basic, "university": four["tertiary"],
                 "secondary": 1 - basic - four["tertiary"]}
    return {level: float(raw.one(FILE, series=f"migrant_share_edu_{level}", country="UZB",
                                 period="2013")["value"]) / 100 / share
            for level, share in people_of.items()}


def education_rows(raw):
    """Rows by level; every origin takes Uzbekistan's ratios with its own people."""
    ratios = uzbek_ratios(raw)
    for origin in ORIGINS:
        six = population_shares(raw, origin, education.wic(raw, origin))
        four = population_shares(raw, origin, education.shares_of(raw, origin))
        # Lower secondary is basic education in the survey and secondary in the pack.
        lower = min(six["lower_secondary"], four["secondary"])
        secondary = (lower * ratios["basic_or_less"]
                     + (four["secondary"] - lower) * ratios["secondary"]) / four["secondary"]
        values = normalised({"primary": ratios["basic_or_less"], "secondary": secondary,
                             "vocational": ratios["secondary"], "tertiary": ratios["university"]},
                            four)
        own = origin == "UZB"
        for level in education.LEVELS:
            yield row("wb_uzbekistan_migrants_2013", values[level], "ratio",
                      status="estimated" if own else "assumed",
                      rule="education_ratio_to_population" if own else "education_ratio_borrowed",
                      digits=5, place=origin, dimension="education", sex="", age_from="",
                      age_to="", key=level)


def compile(raw, out, sources):
    """Writes migrant_profile.csv."""
    summary = {}
    rows = list(region_rows(raw)) + list(sex_age_rows(raw, summary)) + list(education_rows(raw))
    for id in ("kg_households_with_migrant", "kgstat_regions", "fms_citizens_present_2015",
               JUDGEMENT):
        sources.use(id)
    write_table(out, "migrant_profile", rows, sources)
    for origin, (women, age, young) in summary.items():
        print(f"{origin}: migrants {women:.1%} women, mean age {age:.1f}, "
              f"aged 18 to 29 {young:.1%}")
