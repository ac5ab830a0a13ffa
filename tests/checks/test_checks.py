"""Every check is shown a fault it must find: a check that never fires is worse than none."""
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PLANTED = Path(__file__).with_name("planted_faults.cpp")


def run(tool, root):
    done = subprocess.run([sys.executable, ROOT / "tools" / tool, "--root", root],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def tree(tmp_path):
    """A small sound checkout."""
    write(tmp_path, "cmake/layers.txt", (ROOT / "cmake/layers.txt").read_text(encoding="utf-8"))
    write(tmp_path, "src/corridor/base/month.hpp", "#pragma once\n#include <string>\n")
    write(tmp_path, "src/corridor/labour/step.hpp", '#include "corridor/base/month.hpp"\n// (labour L1)\n')
    write(tmp_path, "src/corridor/labour/detail/queue.hpp", "#pragma once\n")
    write(tmp_path, "src/corridor/labour/params.cpp",
          'ParameterDeclaration{"labour.elasticity", "beta_w", "elasticity", 0, 1};\n')
    write(tmp_path, "src/corridor/law/step.hpp", "#pragma once\n")
    write(tmp_path, "src/corridor/sim/run.hpp", '#include "corridor/labour/step.hpp"\n')
    write(tmp_path, "docs/model/labour.md", "# Labour\n\n(L1)\n\n| `labour.elasticity` | β_w |\n")
    write(tmp_path, "docs/decisions/0001-first.md", "# First\n")
    write(tmp_path, "README.md", "See [the chapter](docs/model/labour.md#labour).\n")
    write(tmp_path, "data/pack/places.csv",
          "code,kind,parent,currency,name_en,name_ru,name_local,source\n"
          "QQQ,origin,,QQX,Quuxland,Кууксия,Quux,s\nQQ-01,region,QQQ,,Northmark,Север,Nord,s\n"
          "USA,destination,,USD,Other destinations,,,s\n")
    return tmp_path


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("tool", ["check_layers", "check_docs", "check_words"])
def test_sound_tree_passes(tool, tree):
    code, output = run(tool, tree)
    assert code == 0, output


@pytest.mark.parametrize("name, text, message", [
    ("src/corridor/law/a.cpp", '#include "corridor/labour/step.hpp"', "law and labour never include each other"),
    ("src/corridor/base/a.cpp", '#include "corridor/law/step.hpp"', "points backwards"),
    ("src/corridor/sim/a.cpp", '#include "corridor/labour/detail/queue.hpp"', "is private to labour"),
    ("src/corridor/sim/a.cpp", "#include <sqlite3.h>", "belongs to store"),
    ("src/corridor/law/a.cpp", '#  include <toml++/toml.h>', "belongs to evidence"),
    ("src/corridor/law/a.cpp", "#include <curl/curl.h>", "has no owner"),
    ("src/corridor/law/a.cpp", '#include "step.hpp"', "is not written as"),
    ("src/corridor/law/a.cpp", '#include "corridor/law/missing.hpp"', "does not exist"),
    ("src/corridor/spirits/a.cpp", "#include <string>", "is not in cmake/layers.txt"),
    ("apps/cli/a.cpp", "#include <sqlite3.h>", "belongs to store"),
])
def test_layers_bite(name, text, message, tree):
    write(tree, name, text + "\n")
    code, output = run("check_layers", tree)
    assert code == 1 and message in output and name in output, output


@pytest.mark.parametrize("name, text, message", [
    ("docs/a.md", "[x](missing.md)", "dead link missing.md"),
    ("docs/a.md", "[x](../README.md#nowhere)", "no heading for"),
    ("docs/decisions/0003-third.md", "# Third\n", "number 0002 is missing"),
    ("docs/decisions/0001-again.md", "# Again\n", "is taken twice"),
    ("docs/decisions/second.md", "# Second\n", "is named NNNN-title.md"),
    ("src/corridor/labour/a.cpp", "// (labour L2)\n", "equation labour L2 is not in"),
    ("src/corridor/law/a.cpp", "// (law W1)\n", "docs/model/law.md does not exist"),
    ("docs/model/labour.md", "(L1) (L9) `labour.elasticity` beta_w", "no code names equation labour L9"),
    ("docs/model/labour.md", "(L1)\n", "parameter labour.elasticity is not in"),
    ("docs/model/labour.md", "(L1) elasticity\n", "does not give its symbol beta_w"),
    ("src/corridor/labour/params.cpp", 'ParameterDeclaration{"labour.elasticity", "beta_w", ""', "has no unit"),
])
def test_docs_bite(name, text, message, tree):
    write(tree, name, text)
    code, output = run("check_docs", tree)
    assert code == 1 and message in output, output


@pytest.mark.parametrize("name, text", [
    ("src/corridor/law/a.cpp", 'if (code == "QQQ") {}'),
    ("src/corridor/law/a.cpp", "double QQQ_rate = 0;"),
    ("src/corridor/law/a.cpp", "// as in Northmark"),
    ("src/corridor/law/a.cpp", "// Кууксия"),
    ("apps/cli/a.cpp", "// amounts in QQX"),
    ("apps/cli/a.cpp", "// QQ-01 first"),
    ("apps/cli/a.cpp", "// uzbek patents"),
    ("apps/cli/a.cpp", "int russian_wage = 0;"),
    ("docs/a.md", "An illegal  migrant."),
])
def test_words_bite(name, text, tree):
    write(tree, name, text + "\n")
    code, output = run("check_words", tree)
    assert code == 1 and f"{name}:1:" in output, output


def test_words_leave_innocent_text_alone(tree):
    write(tree, "src/corridor/law/a.cpp", "// Other destinations, in USD; QQQs and aQQQ are other words\n")
    code, output = run("check_words", tree)
    assert code == 0, output


def planted():
    marks = []
    for number, line in enumerate(PLANTED.read_text(encoding="utf-8").splitlines(), 1):
        mark = re.search(r"// planted: (\S+)", line)
        if mark:
            marks.append((number, mark[1]))
    return marks


@pytest.fixture(scope="session")
def findings(tmp_path_factory):
    """Lines and checks clang-tidy reports on the planted file: read alone, and as one of several sources read together."""
    together = tmp_path_factory.mktemp("together") / "unity.cxx"
    together.write_text(f'#include "{PLANTED}"\n', encoding="utf-8")
    return {"alone": tidy_findings(PLANTED), "together": tidy_findings(together)}


def tidy_findings(read):
    """Lines and checks that clang-tidy finds wrong in the planted file when it reads this one."""
    assert shutil.which("clang-tidy-14"), "clang-tidy-14 is not installed; tools/setup.sh installs it"
    done = subprocess.run(["clang-tidy-14", "--quiet", f"--config-file={ROOT / '.clang-tidy'}",
                           r"--header-filter=.*planted_faults\.cpp$", read, "--", "-std=c++20"],
                          capture_output=True, text=True, check=False)
    assert done.returncode != 0, "findings must be errors"
    found = set()
    for line in done.stdout.splitlines():
        report = re.match(r".*planted_faults\.cpp:(\d+):\d+: error: .*\[(.*)\]$", line)
        if report:
            found.update((int(report[1]), check) for check in report[2].split(","))
    return found


@pytest.mark.parametrize("line, check", planted())
def test_tidy_bites(line, check, findings):
    assert (line, check) in findings["alone"], f"clang-tidy did not report {check} on line {line}"
    # The analyzer looks at one source only; sources are read together without it.
    if not check.startswith("clang-analyzer-"):
        assert (line, check) in findings["together"], f"read together, clang-tidy did not report {check} on line {line}"


def test_every_check_of_the_settings_has_a_planted_fault():
    text = (ROOT / ".clang-tidy").read_text(encoding="utf-8")
    settings = re.search(r"Checks: >-\n((?:  .*\n)+)", text)[1]
    wanted = [name.strip() for name in settings.replace("\n", " ").split(",")]
    marked = {check for _, check in planted()}
    for name in wanted:
        if not name.startswith("-"):
            stem = name.rstrip("*")
            assert any(mark.startswith(stem) for mark in marked), f"no planted fault for {name}"


def test_format_bites(tmp_path):
    wrong = tmp_path / "wrong.cpp"
    shutil.copy(ROOT / ".clang-format", tmp_path)
    wrong.write_text("int  f( ){if(true) return 1;\n return 0;}\n", encoding="utf-8")
    done = subprocess.run(["clang-format-14", "--dry-run", "-Werror", "--style=file", wrong],
                          capture_output=True, text=True, check=False)
    assert done.returncode != 0
