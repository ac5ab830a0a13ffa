"""Results of studies beside a run as people meet it, on the invented corridor of tests/packs/tiny.

Fails when a verdict does not follow from the model value beside it, when a model value differs from what `series` prints, when
a difference is taken without a run of its scenario, when the forms of output disagree, or when a message changes.
"""
import json

import pytest

from test_cli import PACK, corridor, run_json

NO_FEE = 'schema = 1\nquestion = "What if the fee went?"\nfrom = "2010-01"\nto = "2014-12"\nexpect = "Fewer lapse."\n\n' \
         '[[change]]\nlaw = "lapse.patent"\nfactor = 0.1\n'
KEYS = ["id", "study", "statement", "place", "period", "measure", "form", "scenario", "unit", "published", "low", "high", "kind",
        "model", "within", "sign_right", "verdict", "note", "source"]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A run of the pack as it is (r0001), one too short to answer (r0002), one of the scenario (r0003)."""
    folder = tmp_path_factory.mktemp("validate")
    path = folder / "s.sqlite"
    run_json(path, "--from", "2010-01", "--to", "2014-12")
    run_json(path, "--from", "2010-01", "--to", "2011-12")
    (folder / "no-fee.toml").write_text(NO_FEE)
    return path, folder / "no-fee.toml"


def validated(path, run="r0001"):
    return json.loads(corridor("validate", "published", run, "--store", path, "--json").stdout)


def rows(path, run="r0001"):
    return {row["id"]: row for row in validated(path, run)["rows"]}


def series(path, run, measure, place):
    printed = json.loads(corridor("series", run, "--store", path, "--measure", measure, "--place", place, "--json").stdout)
    return {row["period"]: row["value"] for row in printed}


def test_without_a_subject_the_subjects_are_listed():
    assert corridor("validate").stdout == (
        "published    Results of other people's studies beside the model\n"
        "Validate against one of them: corridor validate published\n")


def test_rows_follow_from_the_series_of_the_run(store):
    path, _ = store
    found = rows(path)
    assert all(list(row) == KEYS for row in found.values()) and list(found) == ["P1", "P2", "P3", "P4", "P5"]
    stock = {place: series(path, "r0001", "migrants_present", place) for place in ("AAA", "BBB")}
    assert found["P1"]["model"] == stock["AAA"]["2013-12"]
    assert found["P1"]["within"] == (300 <= found["P1"]["model"] <= 500 or abs(found["P1"]["model"] - 400) <= 80)
    assert found["P3"]["model"] == stock["AAA"]["2014-12"] + stock["BBB"]["2014-12"]
    assert found["P3"]["sign_right"] == (found["P3"]["model"] > found["P1"]["model"])
    years = {}
    for place in ("AAA", "BBB"):
        for period, value in series(path, "r0001", "receipts_recorded_usd", place).items():
            years[period[:4]] = years.get(period[:4], 0) + value
    assert found["P2"]["model"] == pytest.approx(100 * (years["2013"] / years["2012"] - 1))
    assert found["P2"]["kind"] == "test" and found["P2"]["verdict"].startswith("held out: ")
    assert found["P5"]["model"] is None and found["P5"]["verdict"] == "cannot be said: wishes are not modelled"


def test_a_run_that_is_too_short_says_which_months_it_has(store):
    path, _ = store
    assert rows(path, "r0002")["P1"]["verdict"] == "cannot be said: the run covers 2010-01 to 2011-12"


def test_a_difference_asks_for_its_run_and_takes_it(store):
    path, scenario = store
    command = f"corridor run no-fee --pack {PACK} --from 2010-01 --to 2014-12 --sample 1/1 --seed 1 --store {path}"
    assert rows(path)["P4"]["verdict"] == f"cannot be said: no run of no-fee beside this one; first do `{command}`"
    run_json(path, scenario)
    row = rows(path)["P4"]
    with_fee, without = (series(path, run, "migrants_present", "AAA")["2013-12"] for run in ("r0001", "r0003"))
    assert row["model"] == without - with_fee != 0
    assert row["verdict"] == ("sign right" if row["model"] > 0 else "sign wrong") and row["within"] is None
    assert "is of the scenario itself" in rows(path, "r0003")["P4"]["verdict"]


def test_the_summary_counts_the_rows(store):
    path, _ = store
    result = validated(path)
    listed, sums = result["rows"], result["summary"]
    assert result["run"]["run"] == "r0001"
    assert sums["results"] == 5 and sums["beyond"] == 1
    assert sums["answered"] == sum(row["model"] is not None for row in listed)
    assert sums["compared"] == sum(row["within"] is not None for row in listed)
    assert sums["within"] == sum(row["within"] is True for row in listed)
    assert sums["signs_right"] == sum(row["sign_right"] is True for row in listed)
    assert sums["held_out"] == 1


def test_text_markdown_and_page_show_the_same_verdicts(store, tmp_path):
    path, _ = store
    markdown, page = tmp_path / "p.md", tmp_path / "p.html"
    for file in (markdown, page):
        assert corridor("validate", "published", "r0001", "--store", path, "-o", file).stdout == f"wrote {file}\n"
    text = corridor("validate", "published", "r0001", "--store", path).stdout
    assert text.startswith("run r0001: ") and "Published results: 5." in text
    for row in rows(path).values():
        assert row["verdict"] in text and row["verdict"] in markdown.read_text()
        assert f'<th scope="row">{row["id"]}</th>' in page.read_text()
    assert corridor("validate", "published", "r0001", "--store", path, "-o", "-").stdout == markdown.read_text()
    assert "src=\"http" not in page.read_text()


def test_messages(store):
    path, _ = store
    done = corridor("validate", "publishd", code=2)
    assert done.stderr == ('corridor: validate: "publishd" is not a command that is known here.\n'
                           '    Nearest: published. See `corridor validate --help`.\n')
    done = corridor("validate", "published", "r0001", "--store", path, "-o", "table.txt", code=2)
    assert done.stderr == ('corridor: --output: "table.txt" names no format (allowed: a file ending in .md or .html, or -).\n'
                           '    Write -o table.txt.md or -o table.txt.html.\n')
    done = corridor("validate", "published", "r0999", "--store", path, code=2)
    assert done.stderr == (f'corridor: {path}: "r0999" is not a run of this store.\n'
                           '    List the runs with `corridor runs`, or say `latest`.\n')
    done = corridor("validate", "published", "r0001", "--store", path, "--json", "-o", "x.md", code=2)
    assert "--json" in done.stderr
    done = corridor("validate", "published", "--store", path.parent / "none.sqlite", code=4)
    assert "none.sqlite" in done.stderr
