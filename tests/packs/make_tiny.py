#!/usr/bin/env python3
"""Writes tests/packs/tiny: an invented corridor whose numbers are round enough to work with by hand.

Two origins of 10 000 persons with two regions each, one main destination and one other. Births (0.1 for each of the 1 200
women aged 20 to 34: 120 a year) less deaths (0.01 for each of 10 000: 100 a year) are balanced by net migration (-20), so
the published population stays as it is. All drivers are constant. Run it again after changing a number:

    python3 tests/packs/make_tiny.py
"""

import csv
import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent / "tiny"
YEARS = range(2009, 2017)
ORIGINS = ("AAA", "BBB")
REGIONS = {"AA-1": 6000, "AA-2": 4000, "BB-1": 5000, "BB-2": 5000}
SECTORS = ("construction", "services")
MAIN = "DDD"
INVENTED = ("invented", "assumed", "")
COMMON = ("value", "unit", "source", "status", "rule")

# Persons of one sex by five-year group: 8 x 400 + 4 x 300 + 4 x 150 = 5 000.
GROUPS = [400] * 8 + [300] * 4 + [150] * 4 + [0] * 5
# Mean 0.1 + 0.2 + 0.3 + 0.8 + 1.0 + 1.2 + 0.7 = 4.3 persons.
HOUSEHOLD_SIZES = {1: 0.1, 2: 0.1, 3: 0.1, 4: 0.2, 5: 0.2, 6: 0.2, 7: 0.1}

# name, value, unit; a dict gives one row for each key.
PARAMETERS = [
    ("population.partnered_share_max", 0.8, "share"),
    ("population.partnered_age_start", 18, "years"),
    ("population.partnered_age_scale", 4, "years"),
    ("population.widowhood_per_year", 0.01, "share per year"),
    ("population.partner_age_gap", 3, "years"),
    ("population.childbearing_age_mean", 27, "years"),
    ("population.childbearing_age_sd", 5, "years"),
    ("population.union_probability_per_year", 0.1, "probability per year"),
    ("population.neolocal_share", 0.3, "share"),
    ("population.division_probability_per_year", 0.05, "probability per year"),
    ("population.division_size", 8, "persons"),
    ("mobility.departure_hazard", 0.01, "per month"),
    ("mobility.departure_season", 1, "factor"),
    ("mobility.wage_ratio_reference", 3, "ratio"),
    ("mobility.wage_response", 1, "elasticity"),
    ("mobility.network_response", 1, "per unit share"),
    ("mobility.household_response", 0.5, "log points"),
    ("mobility.repeat_factor", 10, "factor"),
    ("mobility.return_for_good", 0, "share"),
    ("mobility.expectation_months", 3, "months"),
    ("mobility.other_destination_constant", -2, "log points"),
    ("mobility.destination_wage_response", 1, "elasticity"),
    ("mobility.inclusive_value", 0.5, "exponent"),
    ("mobility.return_hazard", 0.05, "per month"),
    ("mobility.return_stay_factor", 1, "factor"),
    ("mobility.return_season", 1, "factor"),
    ("mobility.return_wage_response", 0.5, "elasticity"),
    ("mobility.return_status_factor", {"": 1, "detained": 0, "serving": 0}, "factor"),
    ("mobility.start_share_abroad", 0.05, "share"),
    ("mobility.start_experience_ratio", 1, "ratio"),
    ("mobility.risk_response", 2, "per unit share"),
    ("mobility.risk_return_response", 1, "per unit share"),
    ("mobility.risk_half_life", 6, "months"),
    ("mobility.risk_pseudo_count", 50, "persons"),
    ("labour.sector_share", dict.fromkeys(SECTORS, 0.5), "share"),
    ("labour.sector_wage_factor", 1, "factor"),
    ("labour.status_wage_factor", 1, "factor"),
    ("labour.status_employment", {"": 1, "registry": 0.5}, "factor"),
    ("labour.wage_log_sd", 0, "log points"),
    ("labour.employment_share", 0.9, "share"),
    ("labour.employment_season", 1, "factor"),
    ("labour.unemployment_reference", 0.05, "share"),
    ("labour.employment_tightness", 0.5, "elasticity"),
    ("labour.wage_tightness", 0.2, "elasticity"),
    ("labour.activity_response", 1, "elasticity"),
    ("labour.relative_wage_response", 1, "elasticity"),
    ("labour.migrants_reference", 1000, "persons"),
    ("labour.crowding", 0, "elasticity"),
    ("labour.job_search", 0.1, "share"),
    # The fee of 1 000 over the wage of 30 000, so that the dated shares hold as they stand.
    ("law.patent_burden_reference", "0.03333333333333333", "share"),
    ("law.patent_burden_response", 0.5, "elasticity"),
    ("recruitment.contract_pay_reference", 4, "ratio"),
    ("recruitment.contract_pay_response", 0.5, "elasticity"),
    ("recruitment.age_first", 18, "years"),
    ("recruitment.age_last", 50, "years"),
    ("welfare.own_income_mean", 10, "PPP 2021 USD per day"),
    ("welfare.own_income_spread", 1, "log points"),
    ("welfare.base_year", 2013, "year"),
    ("welfare.growth_share", 1, "share"),
    ("welfare.receipts_seen", 1, "share"),
    ("welfare.receipts_share", 0, "share"),
    ("welfare.absent_share", 0.5, "share"),
    ("welfare.returnee_pay", 0.3, "ratio"),
    ("remittances.living_cost_factor", 1, "factor"),
    ("remittances.share_sent", 0.5, "share"),
    ("remittances.status_share_factor", 1, "factor"),
    ("remittances.other_net_share", 0.3, "share"),
    ("remittances.recorded_share", 1, "share"),
    ("remittances.status_recorded", 1, "factor"),
    ("remittances.premium_response", 1, "per unit premium"),
    ("diplomacy.incidents_per_inspection", 0.01, "incidents per person"),
    ("diplomacy.incidents_per_detention", 0.1, "incidents per person"),
    ("diplomacy.incidents_per_detention_in_order", 0.5, "incidents per person"),
    ("diplomacy.reported_share", 0.5, "share"),
    ("diplomacy.reports_reference", 9, "reports"),
    # e^-2, e^-3 … acts a month at nine reports in three months.
    ("diplomacy.statement_log_rate", -2, "log acts per month"),
    ("diplomacy.summons_log_rate", -3, "log acts per month"),
    ("diplomacy.protest_note_log_rate", -3, "log acts per month"),
    ("diplomacy.advisory_log_rate", -3, "log acts per month"),
    ("diplomacy.talks_log_rate", -4, "log acts per month"),
    ("diplomacy.report_response", 1, "elasticity"),
    ("diplomacy.acts_max", 10, "acts per month"),
    ("diplomacy.reply_probability", 0.5, "probability"),
    ("diplomacy.reply_same_month_share", 0.5, "share"),
    ("diplomacy.softening_per_reply", 0.1, "log points"),
    ("diplomacy.softening_kept", 0.5, "share"),
    ("diplomacy.softening_max", 0.5, "log points"),
    ("origins.wage_response", 1, "elasticity"),
    ("origins.price_response", 0.5, "elasticity"),
]


def group_rows():
    """(age_from, age_to) of the five-year groups; the last one is open."""
    return [(age, "" if age == 100 else age + 4) for age in range(0, 101, 5)]


def places():
    return [
        ("AAA", "origin", "", "AAC", "Aland", "Аландия", "Aaland", "invented"),
        ("BBB", "origin", "", "BBC", "Beland", "Беландия", "Beeland", "invented"),
        ("AA-1", "region", "AAA", "", "North Aland", "", "", "invented"),
        ("AA-2", "region", "AAA", "", "South Aland", "", "", "invented"),
        ("BB-1", "region", "BBB", "", "East Beland", "", "", "invented"),
        ("BB-2", "region", "BBB", "", "West Beland", "", "", "invented"),
        (MAIN, "destination", "", "DDC", "Deland", "Деландия", "Deeland", "invented"),
        ("OTH", "destination", "", "USD", "Elsewhere", "", "", "invented"),
    ]


def statuses():
    return [
        ("citizen", "Citizen of the destination", "naturalised", 1, 0, 0, "", "invented"),
        ("union_worker", "Worker of a union member", "foreign", 1, 1, 0, "", "invented"),
        ("resident", "Resident", "foreign", 1, 1, 0, "", "invented"),
        ("patent", "Holder of a work patent", "foreign", 1, 1, 1, "", "invented"),
        ("registry", "On the registry", "controlled", 0, 1, 0, 5000, "invented"),
        ("detained", "Detained", "detained", 0, 1, 0, "", "invented"),
        ("serving", "In military service", "serving", 1, 0, 0, "", "invented"),
        ("fallen", "Killed in service", "fallen", 1, 0, 0, "", "invented"),
        ("no_valid_status", "Without a valid status", "foreign", 0, 1, 0, "", "invented"),
    ]


def population():
    return [(origin, year, sex, age_from, age_to, GROUPS[i], "persons", *INVENTED)
            for origin in ORIGINS for year in YEARS for sex in "fm"
            for i, (age_from, age_to) in enumerate(group_rows())]


def population_age1():
    return [(origin, 2010, sex, age, "" if age == 100 else age, GROUPS[age // 5] / 5, "persons",
             *INVENTED)
            for origin in ORIGINS for sex in "fm" for age in range(101)]


def region_population():
    return [(region, year, persons, "persons", *INVENTED)
            for region, persons in REGIONS.items() for year in YEARS]


def household_size():
    return [(origin, size, share, "share", *INVENTED)
            for origin in ORIGINS for size, share in HOUSEHOLD_SIZES.items()]


def household_mean():
    return [("AA-1", 2010, 4.3, "persons", *INVENTED), ("AA-2", 2010, 5, "persons", *INVENTED),
            ("BBB", 2010, 4.3, "persons", *INVENTED)]


def education():
    adult = {"primary": 0, "secondary": 0.8, "vocational": 0, "tertiary": 0.2}
    child = {"primary": 1, "secondary": 0, "vocational": 0, "tertiary": 0}
    return [(origin, sex, age_from, age_to, level, share, "share", *INVENTED)
            for origin in ORIGINS for sex in "fm"
            for age_from, age_to, shares in ((0, 14, child), (15, "", adult))
            for level, share in shares.items()]


def fertility():
    return [(origin, year, 20, 34, 0.1, "births per woman-year", *INVENTED)
            for origin in ORIGINS for year in YEARS]


def mortality():
    return [(origin, year, sex, age_from, age_to, rate, "deaths per person-year", *INVENTED)
            for origin in ORIGINS for year in YEARS for sex in "fm"
            for age_from, age_to, rate in ((0, 79, 0.01), (80, "", 0.2))]


def months():
    return [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)]


def series():
    constant = [("fx", MAIN, "", 30, "DDC per USD")]
    constant += [("fx", "AAA", "", 10, "AAC per USD"), ("fx", "BBB", "", 10, "BBC per USD")]
    constant += [("fx_market_premium", origin, "", 0, "share") for origin in ORIGINS]
    constant += [("wage", MAIN, sector, 30000, "DDC per month") for sector in SECTORS]
    constant += [("wage_mean", MAIN, "", 30000, "DDC per month"),
                 ("wage_usd", "OTH", "", 500, "USD per month"),
                 ("living_cost", MAIN, "", 10000, "DDC per month"),
                 ("patent_cost", MAIN, "", 1000, "DDC per month"),
                 ("unemployment", MAIN, "", 0.05, "share")]
    constant += [("activity", MAIN, sector, 1, "index 2013 = 1") for sector in SECTORS]
    constant += [("prices", place, "", 1, "index 2013 = 1") for place in (MAIN, *ORIGINS)]
    constant += [("home_wage", "AAA", "", 2000, "AAC per month"),
                 ("home_wage", "BBB", "", 2000, "BBC per month")]
    yearly = [("gdp_usd", 100000000, "USD"), ("sending_cost", 0.02, "share"),
              ("not_labour_income", 0, "USD per year"),
              ("net_migration", -20, "persons per year"), ("sex_ratio_at_birth", 1, "boys per girl"),
              ("real_growth", 0, "share per year"), ("price_growth", 0, "share per year"),
              ("fx_growth", 0, "share per year")]
    rows = [(name, place, sector, month, value, unit, *INVENTED)
            for name, place, sector, value, unit in constant for month in months()]
    return rows + [(name, origin, "", year, value, unit, *INVENTED)
                   for name, value, unit in yearly for origin in ORIGINS for year in YEARS]


def migrant_profile():
    # 0.6 x 1.2 + 0.4 x 0.7 = 1: the regions of AAA already have mean one.
    regions = {"AA-1": 1.2, "AA-2": 0.7, "BB-1": 1, "BB-2": 1}
    rows = [(code, "region", "", "", "", "", value, "ratio", *INVENTED)
            for code, value in regions.items()]
    rows += [(origin, "sex_age", sex, 20, 49, "", value, "ratio", *INVENTED)
             for origin in ORIGINS for sex, value in (("f", 0.25), ("m", 1))]
    return rows + [(origin, "education", "", "", "", level, 1, "ratio", *INVENTED)
                   for origin in ORIGINS
                   for level in ("primary", "secondary", "vocational", "tertiary")]


def law():
    act = "Invented act on the stay of workers"
    return [
        ("arrival.patent", "arrival", "", "", "patent", "", "2009-01", "", "", act,
         "Half of those who arrive take a patent.", 0.5, "share", *INVENTED),
        ("arrival.no_valid_status", "arrival", "", "", "no_valid_status", "", "2009-01", "", "", act,
         "Half of those who arrive stay without papers.", 0.5, "share", *INVENTED),
        ("lapse.patent", "transition", "", "patent", "no_valid_status", "", "2009-01", "", "", act,
         "A patent that is not paid lapses.", 0.02, "per month", *INVENTED),
        ("removal.no_valid_status", "removal", "", "no_valid_status", "", "", "2009-01", "", 36, act,
         "Whoever is found without papers is removed and barred for three years.", 0.01,
         "per month", *INVENTED),
        *enforcement(),
        *war(),
    ]


def enforcement():
    act = "Invented act on order"
    def rule(name, place, from_, to, first, last, length, statement, value, unit, sector=""):
        kind = name.split(".")[0]
        return (name, kind, place, from_, to, sector, first, last, length, act, statement, value, unit,
                *INVENTED)
    return [
        rule("inspection", "", "", "", "2009-01", "", "", "Papers are checked.", 0.05, "per month"),
        rule("inspection.attack", "AAA", "", "", "2010-07", "", 3,
             "After an attack the citizens of Aland are checked more often.", 0.2, "per month"),
        rule("detention", "", "no_valid_status", "detained", "2009-01", "", "",
             "A fifth of those found without papers are held.", 0.2, "share"),
        rule("short_detention", "", "no_valid_status", "", "2009-01", "", "",
             "A tenth are let go the same day.", 0.1, "share"),
        rule("short_detention.patent", "", "patent", "", "2009-01", "", "",
             "Some are held with papers in order.", 0.05, "share"),
        rule("removal.detained", "", "detained", "", "2009-01", "", 60,
             "Whoever is held is removed and barred for five years.", 0.5, "per month"),
        rule("transition.registry", "", "no_valid_status", "registry", "2010-09", "", "",
             "Those without papers are listed.", 0.05, "per month"),
        rule("transition.legalised", "", "registry", "patent", "2010-09", "", "",
             "Who is listed may take a patent.", 0.1, "per month"),
        rule("repatriation.registry", "", "registry", "", "2010-09", "2010-12", "",
             "Who is listed may leave unpunished.", 0.05, "per month"),
        rule("exit_ban", "", "no_valid_status", "", "2009-01", "", 12,
             "Overstay is found out on leaving.", 0.3, "share"),
        rule("ban_lifting", "BBB", "", "", "2010-10", "", "",
             "Citizens of Beland are pardoned one by one.", 0.02, "per month"),
        rule("sector_ban", "", "", "", "2012-01", "", "", "Some services are closed.", 0.3, "share",
             "services"),
    ]


def war():
    act = "Invented act on service"
    def rule(name, from_, to, value, unit, statement):
        kind = name.split(".")[0]
        return (name, kind, "", from_, to, "", "2010-06", "", "", act, statement, value, unit,
                *INVENTED)
    return [
        # Four times the expected wage of 27 000 is the reference; sixteen times doubles the hazard.
        rule("contract_pay", "", "", 432000, "currency per month", "A contract pays well."),
        rule("enlistment", "patent", "serving", 0.01, "per month", "Foreigners may sign."),
        rule("transition.fallen", "serving", "fallen", 0.1, "per month", "Some are killed."),
        rule("injury", "serving", "", 0.1, "per month", "Some are wounded."),
        rule("prosecution", "serving", "", 0.02, "per month", "Their own country opens cases."),
        rule("repatriation.serving", "serving", "", 0.05, "per month", "Some are discharged."),
    ]


def parameters():
    rows = []
    for name, value, unit in PARAMETERS:
        for key, number in (value if isinstance(value, dict) else {"": value}).items():
            rows.append((name, key, "", number, "", "", "", unit, "", "invented", "assumed", "C",
                         ""))
    return rows


def targets():
    return [
        ("stock.AAA.2013-12", "migrants_present", "AAA", "2013-12", "", 400, "persons", "exact",
         "same", 0.1, "fit", "invented", "assumed", ""),
        ("receipts.AAA.2013", "receipts_recorded_usd", "AAA", 2013, "", 1000000, "USD", "exact",
         "same", 0.1, "fit", "invented", "assumed", ""),
        ("population.BBB.2013-07", "population", "BBB", "2013-07", "", 10000, "persons", "exact",
         "same", 0.01, "report", "invented", "assumed", ""),
        ("births.all.2013-03", "births", "all", "2013-01..2013-03", "", 1, "persons", "at_least",
         "same", "", "report", "invented", "assumed", "a registry that is known to miss most"),
    ]


def claims():
    # The model's answer to AA1 is not known beforehand; BB1 is settled by the events alone.
    return [
        ("AA1", "AA1", "numeric", "citizens_present", "Citizens of Aland in Deland",
         "migrants_present", "AAA", "2013-12", "value", 400, "persons", "", "", "", "The Gazette",
         "", "", "", "", "invented", ""),
        ("AA1b", "AA1", "numeric", "citizens_present", "The same count by another paper",
         "migrants_present", "AAA", "2013-12", "value", 1, "persons", "", "", "same",
         "The Herald", "", "", "", "", "invented", ""),
        ("BB1", "BB1", "event", "protest_notes", "Beland sends a note to Deland", "", "",
         "2013-06-10", "", "", "", "", "", "", "The Gazette", "BBB", "DDD", "protest_note", 2,
         "invented", ""),
    ]


def events():
    return [("2013-06-11", "BBB", "DDD", "protest_note", "", "A note is handed over.",
             "invented")]


def welfare():
    def figure(quantity, place, year, value, unit, key="", low="", high=""):
        return (quantity, place, year, key, low, high, value, unit, *INVENTED)
    # A mean of 10 dollars at 5 units a dollar is 50 a day, as prices stand still. The quantile of
    # (1 + 0.5205) / 2 is 0.70711, so the Gini index makes the spread of logarithms one.
    rows = []
    for origin in ORIGINS:
        money = f"{origin[:2]}C"
        rows += [
            figure("consumption_mean", origin, 2013, 10, "PPP 2021 USD per day"),
            figure("consumption_mean", origin, 2010, 8, "PPP 2021 USD per day"),
            figure("gini", origin, 2013, 0.5205, "share"),
            figure("ppp_conversion", origin, 2021, 5, f"{money} per PPP USD"),
            figure("poverty_headcount", origin, 2013, 0.25, "share", "3.00"),
            figure("poverty_headcount", origin, 2013, 0.3, "share", "national"),
            figure("poverty_line", origin, 2013, 500, f"{money} per month", "national"),
            figure("households_receiving", origin, 2013, 0.2, "share", "1"),
            figure("income_from_receipts", origin, 2013, 0.1, "share"),
            figure("receivers_income_from_receipts", origin, 2013, 0.5, "share", "1"),
            figure("receipts_consumed", origin, 2013, 0.9, "share", "", 0.8, 1),
            figure("imports_over_product", origin, 2013, 0.25, "ratio"),
            figure("consumption_imported", origin, 2013, 0.25, "share", "", 0.2, 0.3),
            figure("product_multiplier", origin, 2013, 0.9, "ratio", "", 0.5, 1.2),
            figure("household_consumption_usd", origin, 2013, 60000000, "USD"),
            figure("reserves_usd", origin, 2013, 20000000, "USD"),
            figure("unemployment_home", origin, 2013, 0.1, "share"),
            figure("participation", origin, 2013, 0.5, "share"),
            figure("absorption", origin, 2013, 0.1, "per month", "", 0.05, 0.2),
        ]
    # 0.6 x 1.2 + 0.4 x 0.7 = 1, as people live; the regions of BBB are alike.
    ratios = {"AA-1": 1.2, "AA-2": 0.7, "BB-1": 1, "BB-2": 1}
    rows += [figure("relative_consumption", region, 2013, ratio, "ratio")
             for region, ratio in ratios.items()]
    return rows + [figure("unemployment_home", region, 2013, 0.1, "share") for region in ratios]


def published():
    study = "A study of Aland"
    return [
        ("P1", study, "Citizens present", "migrants_present", "AAA", "2013-12", "value", "level", "",
         400, "persons", 300, 500, "", "", "", "report", "invented", ""),
        ("P2", study, "Receipts against the year before", "receipts_recorded_usd", "AAA;BBB", "2013",
         "sum", "growth", "", 10, "percent", 5, "", "same", "+", "", "test", "invented", ""),
        ("P3", study, "Citizens present a year later", "migrants_present", "all", "2014-12", "value",
         "level", "", 500, "persons", "", 600, "wider", "+", "P1", "report", "invented",
         ""),
        ("P4", study, "What removing the fee does", "migrants_present", "AAA", "2013-12", "value",
         "difference", "no-fee", 50, "persons", "", "", "", "+", "", "sign", "invented", ""),
        ("P5", study, "Wishes to leave", "", "", "2013", "", "level", "", 40, "percent", "", "", "",
         "", "", "report", "invented", "wishes are not modelled"),
    ]


def figures():
    # Receipts grow by a tenth a year in AAA and stand still in BBB; an early release of 2012 was half as
    # high. Growth is 0.02 a year; 0.03 was expected of 2013.
    rows = [("receipts_usd", origin, year, "", "2016-04", "test" if year > 2014 else "fit",
             round(1000000 * (1.1 ** (year - 2008) if origin == "AAA" else 1)), "USD", *INVENTED)
            for origin in ORIGINS for year in range(2008, 2016)]
    rows.append(("receipts_usd", "BBB", 2012, "2013-05", "2013-05", "fit", 500000, "USD", *INVENTED))
    rows += [("growth", MAIN, year, "", "2016-02", "fit", 0.02, "share per year", *INVENTED)
             for year in range(2008, 2016)]
    rows.append(("growth_outlook", MAIN, 2013, "2012-10", "2012-10", "fit", 0.03, "share per year",
                 *INVENTED))
    return rows + [("exchange_rate", MAIN, 2008, "", "2016-01", "fit", 30, "DDC per USD", *INVENTED)]


def publication():
    def rule(table, name, delay, driver, after="", window="", of_source=""):
        return (table, name, of_source, driver, after, window, delay, "months", *INVENTED)
    return [
        rule("series", "", 1, 1, "last"),
        rule("series", "wage_mean", 2, 1, "season"),
        rule("series", "real_growth", 3, 1, "mean", 3),
        rule("series", "not_labour_income", 5, 0, "zero"),
        rule("targets", "", 3, 0),
        rule("targets", "receipts_recorded_usd", 5, 0),
        rule("figures", "", 5, 0),
        rule("figures", "growth", 3, 1, "mean", 3),
        rule("figures", "exchange_rate", 1, 1, "last"),
        rule("welfare", "", 24, 0),
        rule("draws", "", 3, 0),
    ]


AGES = ("place", "period", "sex", "age_from", "age_to")
TABLES = {
    "places": (("code", "kind", "parent", "currency", "name_en", "name_ru", "name_local",
                "source"), places),
    "sectors": (("code", "isic", "name_en", "source"),
                lambda: [("construction", "F", "Construction", "invented"),
                         ("services", "I", "Services", "invented")]),
    "statuses": (("code", "name_en", "kind", "valid_stay", "counted", "pays_patent",
                  "transfer_limit", "source"),
                 statuses),
    "sources": (("id", "publisher", "title", "address", "licence", "date_read", "note"),
                lambda: [("invented", "The authors", "Numbers invented for tests", "",
                          "CC0-1.0", "", "")]),
    "population": (AGES + COMMON, population),
    "population_age1": (AGES + COMMON, population_age1),
    "region_population": (("place", "period") + COMMON, region_population),
    "household_size": (("place", "size") + COMMON, household_size),
    "household_mean": (("place", "period") + COMMON, household_mean),
    "education": (("place", "sex", "age_from", "age_to", "level") + COMMON, education),
    "fertility": (("place", "period", "age_from", "age_to") + COMMON, fertility),
    "mortality": (AGES + COMMON, mortality),
    "series": (("series", "place", "sector", "period") + COMMON, series),
    "migrant_profile": (("place", "dimension", "sex", "age_from", "age_to", "key") + COMMON,
                        migrant_profile),
    "law": (("id", "kind", "place", "status_from", "status_to", "sector", "from", "to", "length",
             "instrument", "statement") + COMMON, law),
    "parameters": (("name", "key", "symbol", "value", "low", "high", "coverage", "unit",
                    "distribution", "source", "status", "grade", "note"), parameters),
    "targets": (("id", "quantity", "place", "period", "aggregation", "value", "unit", "bound",
                 "scope", "error", "kind", "source", "status", "note"), targets),
    "claims": (("id", "main", "kind", "quantity", "statement", "measure", "places", "period",
                "aggregation", "value", "unit", "low", "high", "scope", "said_by", "actor", "target",
                "type", "days", "source", "note"), claims),
    "events": (("date", "actor", "target", "type", "value", "statement", "source"), events),
    "welfare": (("quantity", "place", "period", "key", "low", "high") + COMMON, welfare),
    "published": (("id", "study", "statement", "measure", "places", "period", "aggregation",
                   "form", "scenario", "value", "unit", "low", "high", "scope", "sign", "than",
                   "kind", "source", "note"), published),
    "figures": (("quantity", "place", "period", "published", "vintage", "kind") + COMMON, figures),
    "publication": (("table", "name", "of_source", "driver", "after", "window") + COMMON,
                    publication),
}
NUMBERS = ("value", "low", "high", "coverage", "error", "transfer_limit")
INTEGERS = ("size", "age_from", "age_to", "length", "days", "valid_stay", "counted",
            "pays_patent", "driver", "window")


def square(west, south, size):
    """A closed ring."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def shape(code, kind, coordinates, **properties):
    return {"type": "Feature", "properties": {"code": code} | properties,
            "geometry": {"type": kind, "coordinates": coordinates}}


def boundaries():
    """A square, two squares, a square with a hole, and a seat without a border."""
    return {"type": "FeatureCollection", "source": "invented", "credit": "Drawn by the authors",
            "features": [
                shape("AA-1", "Polygon", [square(10, 44, 4)]),
                shape("AA-2", "MultiPolygon", [[square(10, 40, 4)], [square(15, 41, 1)]]),
                shape("BB-1", "Polygon", [square(20, 40, 6), square(21, 41, 1)]),
                shape("BB-2", "Point", [24.5, 43.5], inside="BB-1"),
            ]}


def field_type(column):
    return "number" if column in NUMBERS else "integer" if column in INTEGERS else "string"


def description():
    return {
        "profile": "tabular-data-package",
        "name": "tiny",
        "title": "An invented corridor of round numbers",
        "version": "1.0.0",
        "corridor_schema": 1,
        "corridor_crisis": [2012],
        "licenses": [{"name": "CC0-1.0"}],
        "resources": [{
            "name": name.replace("_", "-"),
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "schema": {"fields": [{"name": column, "type": field_type(column)}
                                  for column in columns]},
        } for name, (columns, _) in TABLES.items()] + [{
            "name": "boundaries",
            "path": "boundaries.geojson",
            "profile": "data-resource",
        }],
    }


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (columns, rows) in TABLES.items():
        with (FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(tuple(f"{value:g}" if isinstance(value, float) else value
                                   for value in row) for row in rows())
    text = json.dumps(boundaries()).replace('[{"type"', '[ {"type"', 1) + "\n"
    text = text.replace(' {"type": "Feature"', '\n{"type": "Feature"')
    (FOLDER / "boundaries.geojson").write_text(text, encoding="utf-8", newline="\n")
    text = json.dumps(description(), ensure_ascii=False, indent=2) + "\n"
    (FOLDER / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
