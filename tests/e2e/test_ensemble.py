"""Ensembles as people meet them, on the invented corridor of tests/packs/tiny.

Fails when an ensemble depends on threads, when a paired difference of a scenario without changes is not exactly zero, when
pairing does not narrow the band of a difference, when ensembles that share no draws are called paired, when an ensemble that is
killed or stopped leaves a run, when columns are missing, when a single run is given bands, or when a message changes.
"""
import csv
import io
import json
import signal
import subprocess
import time

import pytest

from test_cli import PACK as TINY
from test_cli import binary, corridor

HEAD = 'schema = 1\nquestion = "What if?"\nfrom = "2010-01"\nto = "2013-12"\n'
SCENARIOS = {
    "plain": HEAD,
    "inert": HEAD + '[[change]]\nlaw = "lapse.patent"\nfactor = 1\n',
    "closed": HEAD + '[[change]]\nlaw = "shut"\nkind = "departure"\nplace = "AAA"\nvalue = 0\nfrom = "2011-01"\nto = "2011-12"\n',
}
MEMBERS = 12


def ensemble(store, scenario, *more):
    done = corridor("run", scenario, "--pack", TINY, "--sample", "1/10", "--ensemble", MEMBERS, "--store", store, "--quiet", "--json",
                    *more)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ensemble")
    store = folder / "s.sqlite"
    runs = {}
    for name, text in SCENARIOS.items():
        (folder / f"{name}.toml").write_text(text)
        runs[name] = ensemble(store, folder / f"{name}.toml")
    runs["thread"] = ensemble(store, folder / "plain.toml", "--threads", "1")
    runs["seed"] = ensemble(store, folder / "closed.toml", "--seed", "7")
    return store, runs


def compared(results, first, second, *more):
    store, runs = results
    return json.loads(corridor("compare", runs[first]["run"], runs[second]["run"], "--store", store, "--json", *more).stdout)


def test_threads_do_not_matter(results):
    _, runs = results
    assert runs["plain"]["members"] == MEMBERS
    assert runs["plain"]["results_digest"] == runs["thread"]["results_digest"]
    assert all(row["q025"] == 0 == row["q975"] for row in compared(results, "plain", "thread")["rows"])


def test_a_scenario_without_changes_differs_by_exactly_nothing(results):
    result = compared(results, "plain", "inert")
    assert result["paired"] and result["rows"]
    assert all(row[level] == 0 for row in result["rows"] for level in ("q025", "q500", "q975", "se_q500"))


def width(rows, place, period):
    row = next(row for row in rows if row["place"] == place and row["period"] == period)
    return row["q900"] - row["q100"]


def test_pairing_narrows_the_band_of_a_difference(results):
    paired = compared(results, "plain", "closed", "--measure", "migrants_present")
    apart = compared(results, "plain", "seed", "--measure", "migrants_present")
    assert paired["paired"] and not apart["paired"]
    assert width(paired["rows"], "BBB", "2011") < 0.5 * width(apart["rows"], "BBB", "2011")
    store, runs = results
    text = corridor("compare", runs["plain"]["run"], runs["seed"]["run"], "--store", store).stdout
    assert "not paired: the members do not share parameters and draws" in text


def test_series_give_quantiles_as_columns(results):
    store, runs = results
    common = ("series", runs["plain"]["run"], "--store", store, "--measure", "departures", "--place", "AAA", "--bands")
    rows = list(csv.DictReader(io.StringIO(corridor(*common, "--yearly", "--csv").stdout)))
    assert [row["period"] for row in rows] == ["2010", "2011", "2012", "2013"]
    for row in rows:
        levels = [float(row[name]) for name in ("q025", "q100", "q250", "q500", "q750", "q900", "q975")]
        assert levels == sorted(levels) and levels[0] < levels[-1]
        assert float(row["value"]) == levels[3]
    by_status = corridor("series", runs["plain"]["run"], "--store", store, "--measure", "present_by_status", "--place", "AAA",
                         "--by", "status", "--bands", "--json").stdout
    assert any(row["q975"] > row["q025"] for row in json.loads(by_status))


def test_show_tells_what_it_is(results):
    store, runs = results
    text = corridor("show", runs["plain"]["run"], "--store", store).stdout
    assert f"members      {MEMBERS}\n" in text and "parameters   " in text


def test_check_says_which_band_holds_the_figure(results):
    store, runs = results
    rows = json.loads(corridor("check", runs["plain"]["run"], "--store", store, "--json").stdout)
    banded = [row for row in rows if "within" in row]
    assert banded
    for row in banded:
        holds = row["q025"] <= row["published"] <= row["q975"]
        assert (row["within"] != "outside") == holds


def test_a_single_run_has_no_bands(results, tmp_path):
    store = tmp_path / "one.sqlite"
    corridor("run", "--pack", TINY, "--to", "2010-12", "--sample", "1/10", "--store", store, "--quiet")
    refused = corridor("series", "latest", "--store", store, "--measure", "departures", "--bands", code=2)
    assert "is a single run: it has no members to lay a band through." in refused.stderr


@pytest.mark.parametrize("given", ["0", "1", "many", "2.5"])
def test_no_number_of_members(given, tmp_path):
    refused = corridor("run", "--pack", TINY, "--ensemble", given, "--store", tmp_path / "s.sqlite", code=2)
    assert f'--ensemble: "{given}" is not a whole number from 2 on.' in refused.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_ensemble_that_ends_early_leaves_no_run(number, tmp_path):
    store = tmp_path / "s.sqlite"
    process = subprocess.Popen([binary(), "run", "--pack", str(TINY), "--ensemble", "5000", "--store", str(store)],
                               stderr=subprocess.PIPE, text=True)
    while not store.exists():
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == (6 if number == signal.SIGINT else -signal.SIGKILL)
    if number == signal.SIGINT:
        assert "nothing was stored. Give the same command again to begin anew." in told
    assert corridor("runs", "--store", store).stdout.count("\n") == 1
