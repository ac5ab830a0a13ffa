"""Parameters from figures as people ask for them, on the invented corridor of tests/packs/tiny.

Fails when a calibration, a sensitivity analysis or a recovery that was killed does not end with the bytes of one that was not,
when any of them depends on threads, when a whole one is asked again, when a second method says nothing of its progress, or
when a plan that names nothing uncertain is not refused in words that help.
"""
import csv
import json
import shutil
import subprocess
import time

import pytest

from test_cli import PACK as TINY
from test_cli import binary, corridor

PLAN = """schema = 1
purpose = "Two parameters of the invented corridor"
from = "2013-01"
sample = 1
members = 8
seed = 3
evaluations = 3
parameters = ["mobility.departure_hazard", "remittances.share_sent"]

[[target]]
quantity = "migrants_present"
places = ["AAA"]

[[target]]
quantity = "receipts_recorded_usd"
places = ["AAA"]
"""
COMMANDS = {
    "calibrate": ["calibrate"],
    "sensitivity": ["sensitivity", "--sample", "1/1", "--trajectories", "2", "--leading", "2", "--points", "32"],
    "recover": ["recover", "--trials", "4"],
}
# What each command keeps while it goes on, and what it ends with; everything else says when or how long.
KEPT = {"calibrate": ("state.json", "posterior.json"), "sensitivity": ("evaluations.jsonl", "sensitivity.json"),
        "recover": ("trials.jsonl", "recovery.json")}


@pytest.fixture(scope="module")
def problem(tmp_path_factory):
    """A pack whose two parameters have an interval, and a plan that seeks them."""
    folder = tmp_path_factory.mktemp("inference")
    pack, plan = folder / "pack", folder / "two.toml"
    shutil.copytree(TINY, pack)
    with (pack / "parameters.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["name"] in ("mobility.departure_hazard", "remittances.share_sent"):
            row["low"], row["high"] = 0.7 * float(row["value"]), 1.3 * float(row["value"])
    with (pack / "parameters.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    plan.write_text(PLAN, encoding="utf-8")
    return pack, plan


def command_of(name, problem, output, threads):
    pack, plan = problem
    first, *rest = COMMANDS[name]
    return [first, plan, *rest, "--pack", pack, "--output", output, "--threads", threads]


def kill_once_begun(command, kept):
    """Kills a command as soon as it has kept something; one that is done by then has nothing to be killed."""
    started = subprocess.Popen([binary(), *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not kept.exists() and started.poll() is None:
        time.sleep(0.002)
    started.kill()
    started.wait()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_one_ends_as_if_it_had_not_been(name, problem, tmp_path):
    kept, result = KEPT[name]
    corridor(*command_of(name, problem, tmp_path / "whole", 1))
    kill_once_begun(command_of(name, problem, tmp_path / "killed", 2), tmp_path / "killed" / kept)
    corridor(*command_of(name, problem, tmp_path / "killed", 2))
    whole, killed = ((tmp_path / folder / result).read_bytes() for folder in ("whole", "killed"))
    assert whole == killed and len(whole) > 200


def test_a_whole_one_is_not_asked_again(problem, tmp_path):
    corridor(*command_of("recover", problem, tmp_path, 2))
    again = corridor(*command_of("recover", problem, tmp_path, 2))
    assert "goes on after trial 4" in again.stderr
    assert "trial 4 of 4" not in again.stderr


def test_the_second_method_tells_how_far_it_is(problem, tmp_path):
    pack, plan = problem
    done = corridor("recover", plan, "--second", "--pack", pack, "--output", tmp_path)
    assert "inversion: " in done.stderr
    assert "population 1: " in done.stderr
    result = json.loads((tmp_path / "second.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in result["parameters"]] == ["mobility.departure_hazard", "remittances.share_sent"]
    assert len(result["populations"]) == done.stderr.count("population ")
    for one in result["parameters"]:
        assert one["abc"]["q05"] <= one["abc"]["median"] <= one["abc"]["q95"]


def test_a_plan_without_anything_uncertain_is_refused(problem):
    _, plan = problem
    done = corridor("calibrate", plan, "--pack", TINY, code=3)
    assert "mobility.departure_hazard, remittances.share_sent leaves nothing to seek" in done.stderr
    assert "low and a high in parameters.csv" in done.stderr
