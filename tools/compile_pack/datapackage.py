"""The package description: one resource per table, with its Table Schema."""

import json

import boundaries
import common

POSTERIOR = "posterior.json"
STRING, NUMBER, INTEGER, YEAR = "string", "number", "integer", "year"
TYPES = {
    "age_from": INTEGER, "age_to": INTEGER, "size": INTEGER, "value": NUMBER, "low": NUMBER,
    "high": NUMBER, "error": NUMBER, "length": NUMBER, "transfer_limit": NUMBER,
    "valid_stay": INTEGER, "counted": INTEGER, "pays_patent": INTEGER, "days": INTEGER,
    "driver": INTEGER, "window": INTEGER,
}
YEARLY = ("population", "population_age1", "region_population", "household_mean", "fertility",
          "mortality", "welfare", "figures")
ENUMS = {
    "sex": ["f", "m"],
    "status": list(common.STATUSES),
    "level": ["primary", "secondary", "vocational", "tertiary"],
}
TITLES = {
    "places": "Origins, their regions, destinations",
    "sectors": "Sectors of work at the main destination",
    "statuses": "Legal statuses at the main destination",
    "sources": "Where every value comes from",
    "population": "Population on 1 July by sex and five-year age group",
    "population_age1": "Population on 1 July by sex and single age, some years",
    "region_population": "Population of the regions on 1 July",
    "household_size": "Share of households by size",
    "household_mean": "Mean persons per household by region",
    "education": "Share of the population by level of education, sex and age",
    "fertility": "Births per woman-year by age of the mother",
    "mortality": "Deaths per person-year by sex and age",
    "series": "Drivers by month or year",
    "migrant_profile": "Relative propensity to be a labour migrant",
    "law": "Dated rules",
    "parameters": "Model parameters",
    "targets": "Published figures the model is held against",
    "claims": "Claims of a public text and other statements of the same quantity",
    "events": "Dated facts: laws, campaigns, notes, replies",
    "welfare": "Living standards, poverty and money received at home",
    "published": "Results of studies that the model is held beside",
    "figures": "Yearly figures that forecasts are made from and scored on",
    "publication": "When values become known, and how drivers go on after that",
}
# Units that stand for a whole table; where units differ by row the `unit` column alone says them.
UNITS = {
    "population": "persons", "population_age1": "persons", "region_population": "persons",
    "household_size": "share", "household_mean": "persons", "education": "share",
    "fertility": "births per woman-year", "mortality": "deaths per person-year",
    "migrant_profile": "ratio", "publication": "months",
}


def field(table, column):
    """The Table Schema field of a column."""
    kind = TYPES.get(column, STRING)
    if column == "period" and table in YEARLY:
        kind = YEAR
    result = {"name": column, "type": kind}
    if column in ENUMS and not (table == "migrant_profile" and column == "sex"):
        result["constraints"] = {"enum": ENUMS[column]}
    return result


def resource(table):
    """The resource of a table."""
    result = {
        "name": table.replace("_", "-"),
        "path": f"{table}.csv",
        "title": TITLES[table],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [field(table, column) for column in common.TABLES[table]],
                   "missingValues": [""]},
    }
    if "source" in common.TABLES[table]:
        result["schema"]["foreignKeys"] = [
            {"fields": "source", "reference": {"resource": "sources", "fields": "id"}}]
    return result


def map_resource():
    """The resource of the boundaries, which are no table."""
    return {
        "name": "boundaries",
        "path": boundaries.FILE,
        "title": "First-level regions as an overview map draws them",
        "profile": "data-resource",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        "licenses": [{"name": "public domain", "title": "Public domain"}],
        "sources": [{"title": "Natural Earth", "path": "https://www.naturalearthdata.com/"}],
    }


def posterior_resource():
    """The resource of the posterior ensemble, which `corridor calibrate` writes."""
    return {
        "name": "posterior",
        "path": POSTERIOR,
        "title": "Parameter sets that agree with the figures they were fitted to",
        "profile": "data-resource",
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
    }


def description(out):
    """The whole package description, for the tables that stand in `out`."""
    tables = [name for name in common.TABLES if (out / f"{name}.csv").is_file()]
    return {
        "profile": "tabular-data-package",
        "name": "central-asia",
        "title": "Central Asia to Russia",
        "version": "1.0.0",
        "corridor_schema": 1,
        "corridor_years": [2013, 2014, 2015, 2019, 2022, 2024],
        "corridor_change": [2014, 2015],
        "corridor_crisis": [2014, 2015, 2020, 2022],
        "licenses": [{
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0 for the compilation; the terms of each "
                     "source stand in sources.csv",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }],
        "corridor_units": {name: UNITS[name] for name in tables if name in UNITS},
        "resources": [resource(name) for name in tables]
        + ([map_resource()] if (out / boundaries.FILE).is_file() else [])
        + ([posterior_resource()] if (out / POSTERIOR).is_file() else []),
    }


def write(out):
    """Writes datapackage.json."""
    text = json.dumps(description(out), ensure_ascii=False, indent=2) + "\n"
    (out / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
