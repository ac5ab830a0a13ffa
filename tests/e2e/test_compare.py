"""Comparison of two runs as people meet it, on the invented corridor of tests/packs/tiny.

Fails when a run is not identical to one whose scenario changes nothing, when a difference is not second less first, when a
change shows before its date or in another country, when runs that share no draws are compared without warning, or when a
message changes.
"""
import json

import pytest

from test_cli import corridor, run_json

HEAD = 'schema = 1\nquestion = "What if?"\nfrom = "2010-01"\nto = "2012-12"\n'
SCENARIOS = {
    "plain": HEAD,
    "inert": HEAD + 'base = "plain"\nexpect = "Nothing."\n\n[[change]]\nlaw = "lapse.patent"\nfactor = 1\n\n[[change]]\n'
                    'law = "late"\nkind = "departure"\nvalue = 0\nfrom = "2013-01"\nto = "2013-06"\n',
    "closed": HEAD + 'base = "inert"\nexpect = "Nobody leaves AAA in 2011."\n\n[[change]]\nlaw = "shut"\nkind = "departure"\n'
                     'place = "AAA"\nvalue = 0\nfrom = "2011-01"\nto = "2011-12"\n',
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")
    store = folder / "s.sqlite"
    runs = {}
    for name, text in SCENARIOS.items():
        (folder / f"{name}.toml").write_text(text)
        runs[name] = run_json(store, folder / f"{name}.toml")
    runs["seed"] = run_json(store, folder / "plain.toml", "--seed", "7")
    return store, {name: run["run"] for name, run in runs.items()}


def compared(results, first, second, *more):
    store, runs = results
    return json.loads(corridor("compare", runs[first], runs[second], "--store", store, "--json", *more).stdout)


def test_an_inert_scenario_is_identical(results):
    result = compared(results, "plain", "inert")
    assert result["identical"] and not result["warnings"]
    assert all(row["difference"] == 0 for row in result["rows"])
    store, runs = results
    assert "identical: every number of both runs is the same" in corridor(
        "compare", runs["plain"], runs["inert"], "--store", store).stdout


def test_a_change_shows_from_its_date_on_and_where_it_is_made(results):
    result = compared(results, "plain", "closed", "--measure", "departures", "--monthly")
    assert not result["identical"] and not result["warnings"]
    rows = {(row["place"], row["period"]): row for row in result["rows"]}
    assert rows[("AAA", "2010-12")]["difference"] == 0
    assert rows[("AAA", "2011-01")]["first"] > 0
    assert all(rows[("AAA", f"2011-{month:02d}")]["second"] == 0 for month in range(1, 13))
    assert all(row["difference"] == 0 for (place, _), row in rows.items() if place == "BBB")


def test_the_text_leaves_out_what_is_the_same_before(results):
    store, runs = results
    text = corridor("compare", runs["plain"], runs["closed"], "--store", store, "--measure", "departures", "--monthly").stdout
    assert "what is shown is the same until 2010-11 and left out\n" in text
    months = [line.split()[1] for line in text.splitlines() if line.startswith("AAA ")]
    assert months[0] == "2010-12" and months[-1] == "2012-12"
    assert min(row["period"] for row in compared(results, "plain", "closed", "--monthly")["rows"]) == "2010-01"


def test_rows_have_exactly_the_promised_keys(results):
    result = compared(results, "plain", "closed")
    assert list(result) == ["first", "second", "identical", "warnings", "left_out", "rows"]
    for row in result["rows"]:
        assert list(row) == ["period", "place", "measure", "unit", "first", "second", "difference", "percent"]
        assert row["difference"] == pytest.approx(row["second"] - row["first"])
    assert {row["measure"] for row in result["rows"]} == {
        "migrants_present", "departures", "returns", "removals", "receipts_recorded_usd", "received_usd"}
    assert {row["place"] for row in result["rows"]} == {"AAA", "BBB", ""}


def test_regions_add_up_to_their_country(results):
    measure = ["--measure", "migrants_present", "--place", "AAA"]
    country = compared(results, "plain", "closed", *measure)["rows"]
    regions = compared(results, "plain", "closed", *measure, "--by-region")["rows"]
    assert {row["place"] for row in regions} == {"AA-1", "AA-2"}
    for row in country:
        assert sum(part["difference"] for part in regions if part["period"] == row["period"]) == row["difference"]


def test_another_seed_is_warned_of(results):
    assert compared(results, "plain", "seed")["warnings"] == ["the seeds differ (1 and 7)"]


def test_the_page_is_one_file(results, tmp_path):
    store, runs = results
    page = tmp_path / "compare.html"
    corridor("compare", runs["plain"], runs["closed"], "--store", store, "-o", page)
    text = page.read_text()
    assert "closed beside plain" in text and "canvas data-chart=\"0\"" in text and "src=\"http" not in text


def test_messages(results):
    store, runs = results
    done = corridor("compare", runs["plain"], runs["closed"], "--store", store, "--place", "AAC", code=2)
    assert done.stderr == ('corridor: r0001: "AAC" is not a place of this run.\n'
                           '    Nearest: AAA. List the places with `corridor show r0001`.\n')
    done = corridor("compare", runs["plain"], "--store", store, code=2)
    assert "SECOND" in done.stderr
