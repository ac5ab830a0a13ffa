"""The same question has the same answer, whatever computes it.

Fails when threads, engine, vector code, compiler or a second run change one bit of a result, or when the seed does not.
Binaries: CORRIDOR_BIN (release), CORRIDOR_BIN_REFERENCE (no vector code), CORRIDOR_BIN_CLANG (Clang with sanitizers).
"""
import itertools
import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BUILDS = {"release": "CORRIDOR_BIN", "reference": "CORRIDOR_BIN_REFERENCE", "sanitize": "CORRIDOR_BIN_CLANG"}
VARIANTS = list(itertools.product(BUILDS, (1, 2), ("automatic", "reference")))


def binary(build):
    path = os.environ.get(BUILDS[build])
    assert path, f"{BUILDS[build]} is not set: it names the {build} binary, see corridor-test"
    assert os.access(path, os.X_OK), f"{path} is not built: cmake --build build/{build} --target corridor_cli"
    return path


def summary(build, store, threads=1, engine="automatic", seed=1):
    done = subprocess.run(
        [binary(build), "run", "--pack", ROOT / "tests/packs/tiny", "--from", "2010-01", "--to", "2012-12",
         "--seed", str(seed), "--threads", str(threads), "--engine", engine, "--store", store, "--json"],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tmp_path_factory.mktemp("digests") / "corridor.sqlite"


@pytest.fixture(scope="module")
def expected(store):
    run = summary("release", store)
    assert run["months"] == 36 and run["persons_start"] > 0
    assert len(run["results_digest"]) == 32, "a digest is XXH3-128 in hexadecimal"
    return run["results_digest"]


@pytest.mark.parametrize("build, threads, engine", VARIANTS)
def test_same_digest(build, threads, engine, store, expected):
    assert summary(build, store, threads, engine)["results_digest"] == expected


def test_same_run_twice(store, expected):
    first, second = summary("release", store, 2), summary("release", store, 2)
    assert first["run"] != second["run"], "each run is stored by itself"
    assert first["results_digest"] == second["results_digest"] == expected


def test_another_seed_differs(store, expected):
    assert summary("release", store, seed=2)["results_digest"] != expected
