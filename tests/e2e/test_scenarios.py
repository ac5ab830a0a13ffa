"""The shipped scenarios on the shipped pack.

Fails when a scenario names a rule, place or status that the pack has not, says no expectation, has no review, when a value that
it takes over from a rule of the pack has moved there since, when it changes anything before its first change, or when
the JSON Schema and the program know different kinds of rules.
"""
import csv
import json
import re
import tomllib

import pytest

from test_cli import ROOT, corridor

PACK = ROOT / "data/central-asia"
FILES = sorted((ROOT / "scenarios").glob("*.toml"))
WHAT_IFS = [file for file in FILES if file.stem != "baseline"]
SMALL = ["--sample", "1/2000", "--pack", PACK, "--quiet", "--json"]
names = {"ids": lambda file: file.stem}


def law():
    with (PACK / "law.csv").open(encoding="utf-8") as rows:
        return {row["id"]: row for row in csv.DictReader(rows)}


def month_after(month):
    year, number = map(int, month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def first_month(change, rules):
    """The first month that a change can touch."""
    rule = rules.get(change.get("law"))
    if rule is None:
        return change["from"]
    touched = [rule["from"]] if {"remove", "value", "factor"} & set(change) else []
    if "from" in change:
        touched.append(min(change["from"], rule["from"]))
    if "to" in change:
        touched.append(month_after(min(change["to"], rule["to"] or change["to"])))
    return min(touched)


@pytest.fixture(scope="module")
def baseline(tmp_path_factory):
    store = tmp_path_factory.mktemp("scenarios") / "s.sqlite"
    return store, json.loads(corridor("run", "baseline", "--store", store, *SMALL).stdout)["run"]


@pytest.mark.parametrize("file", FILES, **names)
def test_a_shipped_scenario_is_valid(file):
    assert ": valid, " in corridor("scenario", "validate", file, "--pack", PACK).stdout


@pytest.mark.parametrize("file", WHAT_IFS, **names)
def test_a_what_if_says_what_it_expects_and_is_reviewed(file):
    assert len(tomllib.loads(file.read_text(encoding="utf-8"))["expect"].split()) > 50
    assert (ROOT / "docs/scenarios/reviews" / f"{file.stem}.md").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("file", WHAT_IFS, **names)
def test_values_taken_over_are_those_of_the_pack(file):
    rules = law()
    taken = re.findall(r"^value = (\S+) +# as (\S+)$", file.read_text(encoding="utf-8"), re.M)
    moved = [(rule, value, rules[rule]["value"]) for value, rule in taken if float(value) != float(rules[rule]["value"])]
    assert not moved, "run tools/update_scenarios --only values"


@pytest.mark.parametrize("file", WHAT_IFS, **names)
def test_nothing_differs_before_the_first_change(file, baseline):
    store, base = baseline
    rules = law()
    first = min(first_month(change, rules) for change in tomllib.loads(file.read_text(encoding="utf-8"))["change"])
    run = json.loads(corridor("run", file, "--store", store, *SMALL).stdout)["run"]
    compared = json.loads(corridor("compare", base, run, "--store", store, "--monthly", "--json").stdout)
    assert not compared["warnings"]
    differing = sorted({row["period"] for row in compared["rows"] if row["difference"] != 0})
    assert differing, "the scenario changes nothing"
    assert differing[0] >= first


def test_the_json_schema_knows_the_kinds_of_rules(tmp_path):
    file = tmp_path / "strange.toml"
    file.write_text('schema = 1\nquestion = "?"\nfrom = "2010-01"\nto = "2010-12"\n[[change]]\nlaw = "new"\n'
                    'kind = "zzzzzzzzzzzz"\nvalue = 0\nfrom = "2010-01"\n')
    message = corridor("scenario", "validate", file, "--pack", PACK, code=3).stderr
    known = re.search(r"It is one of ([a-z_, ]+)\.", message)
    schema = json.loads((ROOT / "scenarios/schema/scenario.schema.json").read_text(encoding="utf-8"))
    assert known, message
    assert known[1].split(", ") == schema["$defs"]["change"]["properties"]["kind"]["enum"]
