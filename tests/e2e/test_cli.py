"""The command line as people meet it, on the invented corridor of tests/packs/tiny.

Fails when a command, its JSON, its exit code or the full text of a message changes, when a killed run is not shown as
interrupted, or when man page or completion lack a command. The binary is named by CORRIDOR_BIN.
"""
import csv
import io
import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACK = ROOT / "tests/packs/tiny"
COMMANDS = ["run", "check", "report", "validate", "compare", "runs", "show", "delete", "series", "export", "chronicle", "explain", "pack", "scenario", "law", "calibrate", "sensitivity", "recover", "backtest"]


def binary():
    path = os.environ.get("CORRIDOR_BIN")
    assert path, "CORRIDOR_BIN is not set: it names the binary to test"
    return path


def corridor(*arguments, code=0, **more):
    environment = {**os.environ, "CORRIDOR_PACK": str(PACK)}
    done = subprocess.run([binary(), *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, env=environment,
                          stdin=subprocess.DEVNULL, timeout=300, check=False, **more)
    assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def run_json(store, *more):
    return json.loads(corridor("run", "--pack", PACK, "--store", store, "--quiet", "--json", *more).stdout)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "results" / "corridor.sqlite"
    run_json(path, "--from", "2010-01", "--to", "2014-12")
    return path


def test_help_reads_like_a_manual():
    text = corridor("--help").stdout
    for part in ["Run:", "Results:", "Model and data:", "Examples:", "Files:", "Exit codes:"]:
        assert part in text
    for command in COMMANDS:
        assert re.search(rf"^  {command}\b", text, re.M), command
        assert "Usage: corridor " + command in corridor(command, "--help").stdout


def test_man_page_and_completion_know_every_command():
    manual = (ROOT / "apps/cli/corridor.1").read_text()
    completion = (ROOT / "apps/cli/corridor.bash").read_text()
    listed = re.search(r'words="(run [^"]*)"', completion).group(1).split()
    for command in COMMANDS:
        assert f".BR {command} " in manual, command
        assert command in listed, command
    for option in set(re.findall(r"--[a-z]+", corridor("run", "--help").stdout)):
        assert option in completion, option


def test_version_names_the_commit():
    assert re.fullmatch(r"corridor \d+\.\d+\.\d+ \(\S+\)\n", corridor("--version").stdout)


def test_run_json_has_exactly_the_promised_keys(tmp_path):
    result = run_json(tmp_path / "s.sqlite", "--from", "2010-01", "--to", "2010-12")
    assert list(result) == ["run", "changes", "baseline", "drivers_continued_from", "months", "persons_start", "persons_end", "seconds", "person_months_per_second",
                            "peak_rss_bytes", "results_digest"]
    assert list(result["seconds"]) == ["synthesis", "months", "store", "total"]
    assert result["run"] == "r0001" and result["months"] == 12
    assert abs(result["persons_start"] - 20000) <= 20
    assert result["peak_rss_bytes"] > 1 << 20
    assert result["drivers_continued_from"] is None


def test_run_goes_on_beyond_the_data_and_says_so(tmp_path):
    store = tmp_path / "s.sqlite"
    run_json(store, "--from", "2015-01", "--to", "2016-12")
    result = run_json(store, "--from", "2015-01", "--to", "2018-12")
    assert result["drivers_continued_from"] == "2017-01" and result["months"] == 48
    assert "drivers      given by the pack in all months" in corridor("show", "r0001", "--store", store).stdout
    assert "drivers      go on by rules from 2017-01" in corridor("show", "r0002", "--store", store).stdout
    for measure in ("receipts_recorded_usd", "poverty_national_pct", "population"):
        short, long = (json.loads(corridor("series", run, "--store", store, "--measure", measure, "--place", "AAA", "--json").stdout)
                       for run in ("r0001", "r0002"))
        values = [[row["value"] for row in rows] for rows in (short, long)]
        assert len(values[1]) > len(values[0]) and values[1][:len(values[0])] == values[0], measure
    text = corridor("run", "--pack", PACK, "--store", store, "--quiet", "--from", "2016-01", "--to", "2017-02").stdout
    assert "drivers  go on by rules from 2017-01" in text


def test_progress_is_one_line_a_year(tmp_path):
    done = corridor("run", "--pack", PACK, "--store", tmp_path / "s", "--from", "2010-01", "--to", "2011-06")
    lines = done.stderr.splitlines()
    assert [line[:7] for line in lines] == ["2010-12", "2011-06"]
    assert "12 of 18 months" in lines[0] and "person-months/s" in lines[0] and "s left" in lines[0]
    assert done.stdout.startswith("run r0001 complete, to 2011-06: 18 months in ")


def test_runs_and_show(store):
    assert re.search(r"^r0001 .* complete$", corridor("runs", "--store", store).stdout, re.M)
    shown = json.loads(corridor("show", "r0001", "--store", store, "--json").stdout)
    assert shown["from"] == "2010-01" and shown["sample"] == "1/1" and shown["seed"] == 1
    assert "population" in [measure["name"] for measure in shown["measures"]]
    assert "AA-1" in corridor("show", "--store", store).stdout


def series(store, *more):
    return json.loads(corridor("series", "r0001", "--store", store, "--json", *more).stdout)


def test_series_of_a_country_is_the_sum_of_its_regions(store):
    rows = series(store, "--measure", "population", "--place", "AAA")
    assert list(rows[0]) == ["period", "place", "measure", "unit", "value"]
    assert [row["period"] for row in rows][:2] == ["2010-01", "2010-02"] and len(rows) == 60
    regions = [series(store, "--measure", "population", "--place", place) for place in ("AA-1", "AA-2")]
    for country, north, south in zip(rows, *regions):
        assert country["value"] == north["value"] + south["value"]
    by_place = series(store, "--measure", "population", "--place", "AAA", "--by", "place", "--yearly")
    assert {row["place"] for row in by_place} == {"AA-1", "AA-2"}
    assert {row["period"] for row in by_place} == {"2010", "2011", "2012", "2013", "2014"}


def test_check_holds_claims_against_model_sources_and_events(store):
    rows = json.loads(corridor("check", "--store", store, "--claims", "--json").stdout)
    assert list(rows[0]) == ["id", "main", "quantity", "place", "period", "unit", "quoted", "low", "high", "model",
                             "grade", "verdict"]
    assert [row["grade"] for row in rows] == ["B", "B", ""]
    assert [row["id"] for row in rows] == ["AA1", "AA1b", "BB1"]
    december = [row["value"] for row in series(store, "--measure", "migrants_present", "--place", "AAA")
                if row["period"] == "2013-12"]
    assert [rows[0]["model"]] == december and (rows[0]["low"], rows[0]["high"]) == (1, 400)
    assert rows[1]["verdict"].startswith("contradicted by the model (above by ")
    assert rows[1]["verdict"].endswith(" and by The Gazette; The authors, 2013-12")
    assert rows[2]["model"] is None
    assert rows[2]["verdict"] == "dated events agree: 2013-06-11 BBB to DDD, protest note"
    assert "Claims: 3 (" in corridor("check", "--store", store).stdout
    text = corridor("check", "--store", store, "--claims").stdout
    assert "AA1: Citizens of Aland in Deland" in text
    heads, main, variants = text.splitlines()[-3:]
    assert heads.split() == ["agree", "consistent", "contradicted", "cannot", "be", "said"]
    assert main.startswith("main claims ") and sum(map(int, main.split()[2:])) == 2
    assert variants.split() == ["variants", "0", "0", "1", "0"]


def test_series_of_a_flow_adds_up_over_the_year(store):
    months = series(store, "--measure", "births", "--place", "BBB")
    years = series(store, "--measure", "births", "--place", "BBB", "--yearly")
    assert years[0]["value"] == sum(row["value"] for row in months[:12])


def test_statuses_add_up_to_the_persons_present(store):
    rows = series(store, "--measure", "present_by_status", "--place", "AAA", "--by", "status")
    last = {row["status"]: row["value"] for row in rows if row["period"] == "2014-12"}
    present = series(store, "--measure", "migrants_present", "--place", "AAA")[-1]["value"]
    assert sum(value for status, value in last.items() if status not in ("citizen", "serving", "fallen")) == present


def test_check_lists_the_published_figures(store):
    rows = json.loads(corridor("check", "r0001", "--store", store, "--json").stdout)
    assert [row["id"] for row in rows] == ["stock.AAA.2013-12", "population.BBB.2013-07", "births.all.2013-03",
                                           "receipts.AAA.2013"]
    assert {row["grade"] for row in rows} == {"B"}
    assert list(rows[0]) == ["id", "place", "period", "quantity", "unit", "published", "model", "grade", "kind",
                             "subject", "holds", "verdict"]
    assert all(re.fullmatch(r"within [12]0 %|(above|below) by \d+ %", row["verdict"]) for row in rows if row["holds"] is None)
    assert [row["holds"] for row in rows] == [None, None, True, None]
    assert rows[2]["verdict"] == "above a lower bound"
    births = [row["value"] for place in ("AAA", "BBB") for row in series(store, "--measure", "births", "--place", place)
              if "2013-01" <= row["period"] <= "2013-03"]
    assert rows[2]["model"] == sum(births)
    flows = series(store, "--measure", "receipts_recorded_usd", "--place", "AAA", "--yearly")
    assert rows[3]["model"] == pytest.approx(next(row["value"] for row in flows if row["period"] == "2013"))
    text = corridor("check", "--store", store).stdout
    assert re.search(r"^people +2 figures, absolute error: median .* %, mean .* %; 1 of 1 bounds kept$", text, re.M)
    assert "Mean absolute error" in text and "Change of receipts from 2014 to 2015" not in text
    assert "stock.AAA.2013-12" in corridor("check", "--store", store, "--all").stdout


def test_report_is_one_page_without_network(store, tmp_path):
    page = tmp_path / "new" / "report.html"
    assert corridor("report", "--store", store, "-o", page).stdout == f"wrote {page}\n"
    text = page.read_text()
    assert text.startswith("<!DOCTYPE html>") and "<canvas" in text
    assert not re.search(r'(src|href)="(https?:)?//', text)


def test_export_gives_every_number(store):
    rows = list(csv.DictReader(io.StringIO(corridor("export", "--store", store, "--csv").stdout)))
    assert list(rows[0]) == ["measure", "unit", "place", "sex", "age", "status", "sector", "destination", "period", "value"]
    objects = json.loads(corridor("export", "--store", store, "--json").stdout)
    assert len(rows) == len(objects)
    assert float(rows[0]["value"]) == objects[0]["value"]
    with sqlite3.connect(store) as database:
        assert database.execute("SELECT count(*) FROM value").fetchone()[0] == len(rows)


def test_delete_gives_the_space_back(tmp_path):
    path = tmp_path / "s.sqlite"
    for _ in range(2):
        run_json(path, "--from", "2010-01", "--to", "2014-12")
    before = path.stat().st_size
    assert corridor("delete", "r0001", "--store", path).stdout.startswith("deleted r0001 ")
    assert path.stat().st_size < 0.7 * before
    assert [run["run"] for run in json.loads(corridor("runs", "--store", path, "--json").stdout)] == ["r0002"]


def test_law_reads_as_a_dated_table():
    text = corridor("law", "--pack", PACK, "--at", "2012-01", "--for", "AAA").stdout
    lines = text.splitlines()
    assert lines[0].split() == ["from", "to", "who", "what", "it", "changes", "source", "instrument"]
    # All rules of the file but the pardon for the other origin and the leave to go unpunished of 2010.
    assert lines[-1] == "20 rules in force in 2012-01 for AAA"
    assert re.search(r"^2009-01  open     all  new arrivals into patent: 50 % +invented  Invented act on the stay of workers$",
                     text, re.M)
    assert "from patent to no valid status: 2 % a month " in text
    assert "removal from no valid status: 1 % a month, months of entry ban: 36 " in text
    said = corridor("law", "--pack", PACK, "--at", "2012-01", "--statements").stdout
    assert "\n" + 23 * " " + "A patent that is not paid lapses.\n" in said
    rows = json.loads(corridor("law", "--pack", PACK, "--at", "2012-01", "--json").stdout)
    assert [row["kind"] for row in rows[:4]] == ["arrival", "arrival", "transition", "removal"]
    assert rows[2]["changes"] == "from patent to no valid status: 2 % a month" and rows[2]["to"] is None
    assert {row["kind"] for row in rows} >= {"inspection", "detention", "enlistment", "sector_ban", "ban_lifting"}
    assert corridor("law", "--pack", PACK, "--at", "2008-12").stdout == "0 rules in force in 2008-12\n"


def test_backtest_scores_rivals_and_published_forecasts():
    example = ROOT / "docs/formats/examples/forecasts.csv"
    text = corridor("backtest", "--pack", PACK, "--forecasts", example).stdout
    assert "1 year ahead, drivers forecast" in text and "constant number of wages" in text
    lines = json.loads(corridor("backtest", "--pack", PACK, "--forecasts", example, "--json").stdout)["lines"]
    errors = {(line["forecaster"], line["drivers"], line["horizon"], line["selection"]): line for line in lines}
    # Receipts of one origin grow by a tenth a year, those of the other stand still: 1 - 1 / 1.1, halved.
    for drivers in ("known", "forecast"):
        line = errors["no_change", drivers, 1, "all"]
        assert abs(line["mean_absolute_error_pct"] - 50 * (1 - 1 / 1.1)) < 1e-3 and line["outcomes"] == 6
    # In May 2013 the Institute says 1 580 000 of 2013, and 1 610 510 came.
    assert abs(errors["The Institute", "known", 1, "all"]["mean_absolute_error_pct"] - 2.5) < 1


def test_explain_law_pack_and_scenario(tmp_path):
    assert re.search(r"^  1\. ", corridor("explain", "month").stdout, re.M)
    assert "evidence grade" in corridor("explain", "measure", "population").stdout
    name = corridor("explain", "parameter").stdout.split()[0]
    assert "equation" in corridor("explain", "parameter", name).stdout
    assert "rules in force in 2012-01 for AAA" in corridor("law", "--at", "2012-01", "--for", "AAA").stdout
    assert ": valid, tiny " in corridor("pack", "validate", PACK).stdout
    assert "AAA" in corridor("pack", "describe", PACK).stdout
    file = tmp_path / "mine.toml"
    corridor("scenario", "new", file)
    assert corridor("scenario", "show", file).stdout.startswith("schema = 1\n")


BAD_USAGE = [
    (["run", "--sample", "0"],
     'corridor: --sample: "0" would simulate nobody (allowed: 1/1, 1/2, ... 1/k).\n'
     "    Write --sample 1/100 to let one simulated person stand for a hundred.\n"),
    (["run", "--sample", "2"],
     'corridor: --sample: "2" would simulate 2 persons for each one alive (allowed: 1/1, 1/2, ... 1/k).\n'
     "    Write --sample 1/2 to let one simulated person stand for 2.\n"),
    (["run", "--sample", "1/x"],
     'corridor: --sample: "1/x" is not a sample (allowed: 1/1, 1/2, ... 1/k).\n'
     "    Write --sample 1/100 to let one simulated person stand for a hundred.\n"),
    (["run", "--from", "2012-05", "--to", "2011-01"],
     "corridor: --from, --to: 2012-05 to 2011-01 runs backwards: the last month is before the first.\n"
     "    Write --from 2011-01 --to 2012-05.\n"),
    (["run", "--from", "2012-13"],
     'corridor: --from: "2012-13" is not a month.\n    Write it as YYYY-MM: --from 2014-12.\n'),
    (["run", "--seed", "-3"],
     'corridor: --seed: "-3" is not a seed (allowed: whole numbers from 0 to 18446744073709551615).\n'
     "    Write for example --seed 7.\n"),
    (["run", "--threads", "two"],
     'corridor: --threads: "two" is not a whole number from 0 on.\n    Write for example --threads 1.\n'),
    (["run", "--engine", "fast"],
     'corridor: --engine: "fast" is not an engine (allowed: automatic, reference).\n'
     "    Leave the option out to use the fastest; all engines give the same results.\n"),
    (["run", "--sampel", "1/2"],
     'corridor: run: "--sampel" is not an option that is known here.\n'
     "    Nearest: --sample. See `corridor run --help`.\n"),
    (["serie"],
     'corridor: command line: "serie" is not a command that is known here.\n'
     "    Nearest: series. See `corridor --help`.\n"),
    ([], "corridor: command line: a command is missing.\n    See `corridor --help`.\n"),
    (["law"], "corridor: law: --at is required.\n    See `corridor law --help`.\n"),
    (["law", "--at", "2012-01", "--for", "AAB"],
     'corridor: --for: "AAB" is not an origin of the pack.\n    Nearest: AAA.\n'),
    (["backtest", "--pack", str(PACK), "--origin-month", "13"],
     'corridor: --origin-month: "13" is not a month of the year.\n    Write 1 to 12, as 12.\n'),
    (["backtest", "--pack", str(PACK), "--to", "2011"],
     "corridor: --to: 2011 lies before the first year, 2012.\n    Choose a later year.\n"),
    (["chronicle"], "corridor: chronicle: --country is required.\n    See `corridor chronicle --help`.\n"),
    (["chronicle", "--country", "AAA", "--format", "xml"],
     'corridor: --format: "xml" is not a format (allowed: text, json).\n    Leave the option out to read the lines.\n'),
    (["explain", "measure", "popolation"],
     'corridor: explain measure: "popolation" is not a measure.\n'
     "    Nearest: population. List them with `corridor explain measure`.\n"),
]


@pytest.mark.parametrize("arguments, text", BAD_USAGE, ids=[" ".join(arguments) or "nothing" for arguments, _ in BAD_USAGE])
def test_bad_usage_is_answered_in_full(arguments, text, tmp_path):
    more = ["--pack", PACK, "--store", tmp_path / "s.sqlite"] if arguments[:1] == ["run"] else []
    done = corridor(*arguments, *more, code=2)
    assert done.stderr == text and done.stdout == ""
    assert not (tmp_path / "s.sqlite").exists()


def test_unknown_names_in_a_store(store):
    def answer(*arguments):
        return corridor(*arguments, "--store", store, code=2).stderr
    assert answer("series", "r0001", "--measure", "popultion") == (
        'corridor: r0001: "popultion" is not a measure of this run.\n'
        "    Nearest: population. List the measures with `corridor show r0001`.\n")
    assert answer("series", "r0001", "--measure", "population", "--place", "AAC") == (
        'corridor: r0001: "AAC" is not a place of this run.\n'
        "    Nearest: AAA. List the places with `corridor show r0001`.\n")
    assert answer("show", "r0009") == (
        f'corridor: {store}: "r0009" is not a run of this store.\n'
        "    Nearest: r0001. List the runs with `corridor runs`, or say `latest`.\n")


ACT_MEASURES = ["statements", "summonses", "protest_notes", "advisories", "talks", "replies", "incident_reports",
                "incidents"]


def chronicle(store, *more, code=0):
    return corridor("chronicle", "r0001", "--store", store, *more, code=code)


@pytest.fixture(scope="module")
def store_without_acts(store, tmp_path_factory):
    """As a program without diplomacy would have written it."""
    path = tmp_path_factory.mktemp("no_acts") / "s.sqlite"
    with sqlite3.connect(store) as source, sqlite3.connect(path) as copy:
        source.backup(copy)
        marks = ",".join("?" * len(ACT_MEASURES))
        copy.execute("DELETE FROM value WHERE series IN (SELECT series.number FROM series JOIN measure ON "
                     f"measure.number = series.measure WHERE measure.name IN ({marks}))", ACT_MEASURES)
        copy.execute(f"DELETE FROM series WHERE measure IN (SELECT number FROM measure WHERE name IN ({marks}))",
                     ACT_MEASURES)
    return path


def test_chronicle_of_a_run_without_acts_is_refused(store_without_acts):
    assert chronicle(store_without_acts, "--country", "BBB", code=2).stderr == (
        f"corridor: r0001: the run holds no diplomatic acts (missing: {', '.join(ACT_MEASURES)}).\n"
        "    It was made by a program that did not simulate them: make it anew with `corridor run`.\n")


def test_chronicle_refuses_places_and_months_it_does_not_have(store):
    assert chronicle(store, "--country", "AAC", code=2).stderr == (
        'corridor: r0001: "AAC" is not an origin of this run.\n    Nearest: AAA. The origins are AAA, BBB.\n')
    assert chronicle(store, "--country", "BBB", "--from", "2012-13", code=2).stderr == (
        'corridor: --from: "2012-13" is not a month.\n    Write it as YYYY-MM: --from 2014-12.\n')
    assert chronicle(store, "--country", "BBB", "--from", "2012-05", "--to", "2011-01", code=2).stderr == (
        "corridor: --from, --to: 2012-05 to 2011-01 runs backwards: the last month is before the first.\n"
        "    Write --from 2011-01 --to 2012-05.\n")
    assert chronicle(store, "--country", "BBB", "--from", "2020-01", "--to", "2020-02", code=2).stderr == (
        "corridor: --from, --to: 2020-01 to 2020-02 lies outside the months of r0001.\n"
        "    It holds 2010-01 to 2014-12.\n")


def test_stores_that_cannot_be_used(tmp_path):
    missing = tmp_path / "none.sqlite"
    assert corridor("runs", "--store", missing, code=4).stderr == (
        f"corridor: {missing}: there is no results store at this place yet.\n"
        "    Make one with `corridor run`, or name another with --store.\n")
    assert "cannot be made" in corridor("run", "--pack", PACK, "--store", "/dev/null/x/s.sqlite", code=4).stderr
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("PRAGMA user_version = 9")
        database.execute("CREATE TABLE t (x)")
    for command in (["runs"], ["run", "--pack", PACK]):
        assert corridor(*command, "--store", other, code=4).stderr == (
            f"corridor: {other}: the results store has schema version 9 and this program reads version 2.\n"
            "    Open it with the program that wrote it, or name another store with --store.\n")
    (tmp_path / "text.sqlite").write_text("these are words " * 400)
    assert "is not a readable results store" in corridor("runs", "--store", tmp_path / "text.sqlite", code=4).stderr


def test_a_full_disk_is_one_message_and_leaves_whole_months(tmp_path):
    path = tmp_path / "s.sqlite"
    run_json(path, "--from", "2010-01", "--to", "2010-12")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    done = corridor("run", "--pack", PACK, "--store", path, "--quiet", code=4, preexec_fn=limit)
    assert re.fullmatch(rf"corridor: {path}: the results store cannot be written: the disk is full or failing \(.*\)\.\n"
                        r"    Make room, .*\n", done.stderr)
    runs = json.loads(corridor("runs", "--store", path, "--json").stdout)
    assert runs[0]["status"] == "complete"
    assert all(run["status"].startswith("interrupted") for run in runs[1:])


def start_long_run(path):
    """Checks after every month make it last a little longer."""
    return subprocess.Popen([binary(), "run", "--pack", PACK, "--store", path, "--quiet", "--json", "--checked",
                             "--threads", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def last_month(path):
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            return database.execute("SELECT max(last_month) FROM run").fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0


def after_first_year(path, signal_number):
    """Runs until a year is stored, then sends the signal; a machine too fast for it gets another try."""
    for attempt in range(20):
        store = path / f"{attempt}.sqlite"
        process = start_long_run(store)
        while process.poll() is None and not last_month(store):
            time.sleep(0.0005)
        process.send_signal(signal_number)
        output, _ = process.communicate(timeout=60)
        if process.returncode != 0:
            return store, process.returncode, output
    pytest.fail("every run was over before the signal reached it")


def test_a_killed_run_is_interrupted(tmp_path):
    store, code, _ = after_first_year(tmp_path, signal.SIGKILL)
    assert code == -signal.SIGKILL
    run, = json.loads(corridor("runs", "--store", store, "--json").stdout)
    month = re.fullmatch(r"interrupted at (\d{4}-12)", run["status"]).group(1)
    rows = json.loads(corridor("series", "latest", "--store", store, "--measure", "population", "--json").stdout)
    assert rows[-1]["period"] == month, "what is stored ends with the month the store names"


def test_ctrl_c_stops_at_a_month_and_keeps_it(tmp_path):
    store, code, output = after_first_year(tmp_path, signal.SIGINT)
    assert code == 6
    result = json.loads(output)
    run, = json.loads(corridor("runs", "--store", store, "--json").stdout)
    assert re.fullmatch(r"stopped at \d{4}-\d{2}", run["status"])
    rows = json.loads(corridor("series", "latest", "--store", store, "--measure", "population", "--json").stdout)
    assert len(rows) == result["months"]
