"""What a scenario is held against, on the invented corridor of tests/packs/tiny.

Fails when the responses at home differ between a baseline from the store and a computed one, when a run with changes, of
other months, sample or seed is taken for a baseline, when a computed baseline is stored, or when Ctrl-C while it is computed
leaves a run behind. The binary is named by CORRIDOR_BIN.
"""
import json
import re
import signal
import subprocess
import time

import pytest

from test_cli import PACK, binary, corridor, run_json

MONTHS = ["--from", "2010-01", "--to", "2011-12"]


@pytest.fixture(name="cheaper")
def cheaper_scenario(tmp_path):
    """Sending money costs nothing from 2010-06 on; `same.toml` stands on it and adds nothing."""
    file = tmp_path / "cheaper.toml"
    head = 'schema = 1\nquestion = "What if sending were free?"\nfrom = "2010-01"\nto = "2015-12"\n'
    file.write_text(head + '[[change]]\nseries = "sending_cost"\nvalue = 0\nfrom = "2010-06"\n', encoding="utf-8")
    (tmp_path / "same.toml").write_text(head + 'base = "cheaper"\n', encoding="utf-8")
    (tmp_path / "nothing.toml").write_text(head, encoding="utf-8")
    return file


def from_store():
    """A build with local changes names no program, so that it computes every baseline."""
    return "+changes" not in corridor("--version").stdout


def ids(store):
    return [run["run"] for run in json.loads(corridor("runs", "--store", store, "--json").stdout)]


def test_the_same_bits_from_the_store_or_computed(tmp_path, cheaper):
    store = tmp_path / "s.sqlite"
    alone = run_json(store, cheaper, *MONTHS)
    assert (alone["changes"], alone["baseline"]) == (1, "computed")
    assert ids(store) == ["r0001"], "a computed baseline is not stored"
    plain = run_json(store, "--from", "2010-01", "--to", "2012-12", "--threads", "1")
    assert (plain["changes"], plain["baseline"]) == (0, "itself")
    beside = run_json(store, cheaper, *MONTHS, "--threads", "2", "--engine", "reference")
    assert beside["baseline"] == ("r0002" if from_store() else "computed")
    assert beside["results_digest"] == alone["results_digest"] != plain["results_digest"]


def test_responses_begin_with_the_change(tmp_path, cheaper):
    store = tmp_path / "s.sqlite"
    run_json(store, cheaper, *MONTHS)

    def series(measure):
        rows = corridor("series", "latest", "--store", store, "--measure", measure, "--place", "AAA", "--json").stdout
        return {row["period"]: row["value"] for row in json.loads(rows)}

    # A yearly series changes in every year that the months touch.
    product, wage = series("product_change_pct"), series("home_wage_change_pct")
    assert all(value > 0 for value in product.values())
    assert wage["2010-01"] == 0 and all(wage[month] > 0 for month in wage if month > "2010-01")


def test_a_run_with_changes_is_no_baseline(tmp_path, cheaper):
    store = tmp_path / "s.sqlite"
    run_json(store, cheaper, *MONTHS)
    on_base = run_json(store, tmp_path / "same.toml", *MONTHS)
    assert (on_base["changes"], on_base["baseline"]) == (1, "computed"), "changes of a base count"
    assert run_json(store, cheaper, *MONTHS)["baseline"] == "computed"


def test_a_scenario_without_changes_is_its_own_baseline_and_that_of_others(tmp_path, cheaper):
    store = tmp_path / "s.sqlite"
    assert run_json(store, tmp_path / "nothing.toml", *MONTHS)["baseline"] == "itself"
    assert run_json(store, cheaper, *MONTHS)["baseline"] == ("r0001" if from_store() else "computed")


@pytest.mark.parametrize("other", [{"--seed": "2"}, {"--sample": "1/2"}, {"--from": "2010-02"}, {"--to": "2011-11"}])
def test_a_run_of_another_question_is_no_baseline(tmp_path, cheaper, other):
    store = tmp_path / "s.sqlite"
    options = dict(zip(MONTHS[::2], MONTHS[1::2])) | other
    run_json(store, *(word for option in options.items() for word in option))
    assert run_json(store, cheaper, *MONTHS)["baseline"] == "computed"


def test_progress_tells_the_baseline_from_the_run(tmp_path, cheaper):
    done = corridor("run", cheaper, "--pack", PACK, "--store", tmp_path / "s", *MONTHS)
    assert [re.match(r"\D*", line)[0] for line in done.stderr.splitlines()] == ["baseline ", "baseline ", "", ""]
    assert "\n  baseline computed\n" in done.stdout


def stop_during_baseline(store, cheaper):
    """Sends Ctrl-C as soon as a year of the baseline is done; gives exit code and what was printed."""
    process = subprocess.Popen([binary(), "run", cheaper, "--pack", PACK, "--store", store, "--checked", "--threads", "1"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr.readline().startswith("baseline 2010-12")
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    return process.returncode, output, errors


def test_ctrl_c_during_the_baseline_stores_nothing(tmp_path, cheaper):
    for attempt in range(20):
        store = tmp_path / f"{attempt}.sqlite"
        code, output, errors = stop_during_baseline(store, cheaper)
        if "baseline 2015-12" not in errors:
            assert code == 6 and output == ""
            assert errors.endswith("corridor: stopped while computing the baseline; nothing was stored.\n")
            assert ids(store) == []
            return
        time.sleep(0.01)
    pytest.fail("every baseline was over before the signal reached it")
