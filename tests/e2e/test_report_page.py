"""The pages of a report in a browser, on the invented corridor of tests/packs/tiny and on the shipped pack.

Fails when an address opens another page, when the choice of a measure leaves map or legend behind, when a table sorts or
copies other than shown, when a chart stumbles over missing months or draws no band, when a page is wider than a phone, or
when a region of the shipped pack is not drawn exactly once. Needs the Debian package chromium.
"""
import csv
import io
import json
import os
import re
import shutil
import subprocess

import pytest

from test_cli import ROOT, corridor, run_json

DATA = re.compile(r'<script type="application/json" id="(charts|maps)">(.*?)</script>', re.S)
# What is done to a page stands in `act`; what it returns is told.
ACT = """<script>
(async function () {
  const click = function (selector) { document.querySelector(selector).click(); };
  const shown = function () { return Array.from(document.querySelectorAll(".page:not([hidden])"), (page) => page.id); };
  const told = await (async function () { %s })();
  const text = document.createElement("script");
  text.type = "application/json";
  text.id = "told";
  text.textContent = JSON.stringify(told).replaceAll("<", "\\\\u003c");
  document.body.append(text);
})();
</script>
</body>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    run_json(folder / "s.sqlite", "--from", "2010-01", "--to", "2012-12")
    corridor("report", "--store", folder / "s.sqlite", "-o", folder / "r.html")
    return folder / "r.html"


def data(page):
    return {name: json.loads(text) for name, text in DATA.findall(page.read_text())}


def browse(page, tmp_path, act, address="", size="1200,900", change=None):
    """What `act` tells after the page was opened at an address; `change` alters the numbers in the page beforehand."""
    browser = shutil.which("chromium")
    assert browser, "chromium is not installed; tools/setup.sh names the packages of the tests"
    text = page.read_text().replace("</body>", ACT % act)
    if change:
        charts = data(page)["charts"]
        change(charts)
        drawn = json.dumps(charts).replace("<", "\\u003c")
        text = DATA.sub(lambda m: m[0] if m[1] == "maps" else m[0].replace(m[2], drawn), text)
    (tmp_path / "acted.html").write_text(text)
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", f"--window-size={size}",
         "--virtual-time-budget=5000", "--dump-dom", f"file://{tmp_path}/acted.html{address}"],
        capture_output=True, text=True, timeout=120, check=True, env={**os.environ, "HOME": str(tmp_path)})
    found = re.search(r'id="told">(.*?)</script>', done.stdout, re.S)
    assert found, "the page's script broke off:\n" + done.stderr[-2000:]
    return json.loads(found[1])


@pytest.mark.parametrize("address, pages", [
    ("", ["overview"]), ("#AAA", ["AAA"]), ("#BBB", ["BBB"]), ("#reading", ["overview"]), ("#nowhere", ["overview"]),
    ("#all", ["overview", "AAA", "BBB"])])
def test_an_address_opens_its_page(page, tmp_path, address, pages):
    told = browse(page, tmp_path, """return [shown(), Array.from(document.querySelectorAll("nav [aria-current=page]"), (a) => a.hash),
        document.querySelectorAll(".page:not([hidden]) canvas").length,
        Array.from(document.querySelectorAll("canvas")).filter((canvas) => Chart.getChart(canvas)).length];""", address)
    assert told[0] == pages
    assert told[1] == [address if address not in ("", "#nowhere") else "#overview"]
    assert told[2] == told[3], "exactly the charts of what is shown are drawn"
    assert told[2] > 0 or pages == ["overview"]


def test_links_turn_the_page(page, tmp_path):
    told = browse(page, tmp_path, """click("nav a[href='#BBB']");
        await new Promise((done) => addEventListener("hashchange", () => setTimeout(done)));
        return [shown(), document.querySelector("#BBB canvas").width > 100];""", "#AAA")
    assert told == [["BBB"], True]


def test_a_choice_redraws_map_and_legend(page, tmp_path):
    measures = data(page)["maps"]["BBB"]
    labels = [measure["label"] for measure in measures]
    assert "Households with a migrant" in labels and len(labels) > 3
    told = browse(page, tmp_path, """const figure = document.querySelector("#BBB .map"), choice = figure.querySelector("select");
        return Array.from(choice.options, function (option, index) {
          choice.selectedIndex = index;
          choice.dispatchEvent(new Event("change"));
          const text = (selector) => Array.from(figure.querySelectorAll(selector), (element) => element.textContent);
          return { label: text("h3")[0], options: option.textContent, units: text(".unit"), grade: text(".grade")[0],
            classes: text(".classes li:not([hidden])").map((line) => line.trim()),
            regions: Object.fromEntries(Array.from(figure.querySelectorAll("[data-region]"), (region) =>
              [region.dataset.region, [region.textContent, region.getAttribute("class"), getComputedStyle(region).fill]])) };
        });""", "#BBB")
    assert [shown["label"] for shown in told] == labels == [shown["options"] for shown in told]
    for shown, measure in zip(told, measures):
        assert shown["units"] == [f"{measure['unit']}, {measure['period']}"] * 2
        assert shown["grade"] == measure["grade"]
        assert shown["classes"] == measure["classes"]
        assert set(shown["regions"]) == {"BB-1", "BB-2"}
        fills = set()
        for code, (title, style, fill) in shown["regions"].items():
            assert title == measure["regions"][code]["title"]
            assert style == f"shade-{measure['regions'][code]['shade']}"
            fills.add(fill)
        assert len(fills) == len({region["shade"] for region in measure["regions"].values()})


def test_tables_sort_and_copy_what_they_show(page, tmp_path):
    told = browse(page, tmp_path, """const table = document.querySelector("#AAA table.regions");
        Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } });
        const rows = () => Array.from(table.tBodies[0].rows, (row) => [row.dataset.code, row.cells[1].dataset.value]);
        const heads = table.tHead.querySelectorAll("th button");
        const result = [];
        for (const column of [1, 1, 0, 0]) {
          heads[column].click();
          result.push([rows(), table.querySelector("[aria-sort]").getAttribute("aria-sort")]);
        }
        table.querySelector(".copy").click();
        await null;
        return [result, window.copied, table.querySelector("[role=status]").textContent];""", "#AAA")
    (falling, down), (rising, up), (names, first), (reverse, last) = told[0]
    numbers = [float(value) for _, value in falling]
    assert numbers == sorted(numbers, reverse=True) and numbers[0] > numbers[1] and down == "descending"
    assert rising == falling[::-1] and up == "ascending"
    assert [code for code, _ in names] == ["AA-1", "AA-2"] and first == "ascending"
    assert reverse == names[::-1] and last == "descending"
    rows = list(csv.DictReader(io.StringIO(told[1])))
    assert [row["Code"] for row in rows] == ["AA-2", "AA-1", "AAA"]
    migrants = [float(row["Migrants in Deland (persons, grade C)"]) for row in rows]
    assert sorted(migrants[:2]) == sorted(numbers) and migrants[2] == sum(numbers)
    assert told[2] == "copied"


def test_the_table_of_an_ensemble_copies_its_bands(tmp_path):
    run_json(tmp_path / "s.sqlite", "--from", "2010-01", "--to", "2011-12", "--ensemble", "8")
    corridor("report", "--store", tmp_path / "s.sqlite", "-o", tmp_path / "r.html")
    told = browse(tmp_path / "r.html", tmp_path, """Object.defineProperty(navigator, "clipboard",
          { value: { writeText: async (text) => { window.copied = text; } } });
        click("#AAA .copy");
        return window.copied;""", "#AAA")
    rows = list(csv.DictReader(io.StringIO(told)))
    names = [name for name in rows[0] if name not in ("Code", "Region")]
    shown = [name for name in names if ", low" not in name and ", high" not in name]
    assert len(names) == 3 * len(shown) > 0
    widths = []
    for row in rows:
        for name in shown:
            value, low, high = (row[name.replace(" (", f"{end} (")] for end in ("", ", low", ", high"))
            if value:
                assert float(low) <= float(value) <= float(high)
                widths.append(float(high) - float(low))
    assert max(widths) > 0
    years = json.loads(corridor("series", "latest", "--store", tmp_path / "s.sqlite", "--measure", "migrants_present",
                                "--place", "AA-1", "--yearly", "--bands", "--json").stdout)
    last = max(years, key=lambda row: row["period"])
    row = next(row for row in rows if row["Code"] == "AA-1")
    for end, column in (("", "q500"), (", low", "q100"), (", high", "q900")):
        assert float(row[f"Migrants in Deland{end} (persons, grade C)"]) == pytest.approx(last[column], rel=1e-4)


def test_without_a_clipboard_the_text_is_shown(page, tmp_path):
    told = browse(page, tmp_path, """Object.defineProperty(navigator, "clipboard", { value: undefined });
        click("#AAA .copy");
        const field = document.querySelector("#AAA textarea");
        return [field.value.split("\\n")[0], field.selectionEnd - field.selectionStart, field.value.length];""", "#AAA")
    assert told[0].startswith('Code,Region,"Migrants in Deland (persons, grade C)"') and told[1] == told[2] > 50


def test_bands_and_missing_months_are_drawn(page, tmp_path):
    def change(charts):
        for chart in charts:
            chart.update(periods=[f"2010-{month:02d}" for month in range(1, 7)], stacked=False, yearly=False, published=[],
                         lines=[{"label": "model", "values": [11, None, None, 11, 11, 11], "bands": [
                             {"label": "5 to 95 %", "low": [4, None, None, 4, 4, 4], "high": [18, None, None, 18, 18, 18]},
                             {"label": "25 to 75 %", "low": [8] * 6, "high": [14] * 6}]}])
    told = browse(page, tmp_path, """const canvas = document.querySelector("#AAA canvas"), chart = Chart.getChart(canvas);
        const pixel = function (index, value) {
          const ratio = canvas.width / canvas.clientWidth;
          const at = [chart.scales.x.getPixelForValue(index), chart.scales.y.getPixelForValue(value)];
          return Array.from(canvas.getContext("2d").getImageData(at[0] * ratio, at[1] * ratio, 1, 1).data)[3];
        };
        return { alpha: [pixel(1.5, 11), pixel(1.5, 12.5), pixel(1.5, 16.5), pixel(1.5, 6.5), pixel(1.5, 19.3)],
          legend: chart.legend.legendItems.map((item) => item.text), lines: chart.data.datasets.length };""", "#AAA", change=change)
    # None of these heights is that of a grid line.
    line, inner, high, low, outside = told["alpha"]
    assert line == 255, "the line runs over missing months"
    assert inner > high > 0 and low > 0, "narrow band over wide band, on both sides of the line"
    assert outside == 0
    assert told["legend"] == ["model", "model, 5 to 95 %", "model, 25 to 75 %"] and told["lines"] == 5


@pytest.mark.parametrize("address", ["#AAA", "#overview"])
def test_a_page_fits_a_phone(page, tmp_path, address):
    wide, room = browse(page, tmp_path, "return [document.documentElement.scrollWidth, innerWidth];", address, "500,900")
    assert wide <= room


def test_the_page_of_a_comparison_draws_its_charts(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text('schema = 1\nquestion = "What if?"\nfrom = "2010-01"\nto = "2010-12"\n'
                                               + ('[[change]]\nparameter = "mobility.departure_hazard"\nfactor = 2\n' if name == "b" else ""))
        run_json(tmp_path / "s.sqlite", tmp_path / f"{name}.toml")
    corridor("compare", "r0001", "r0002", "--store", tmp_path / "s.sqlite", "-o", tmp_path / "c.html")
    drawn, there = browse(tmp_path / "c.html", tmp_path, """const all = Array.from(document.querySelectorAll("canvas"));
        return [all.filter((canvas) => Chart.getChart(canvas)).length, all.length];""")
    assert drawn == there > 0


def test_every_region_of_the_shipped_pack_is_drawn_once(tmp_path):
    pack = ROOT / "data/central-asia"
    corridor("run", "--pack", pack, "--store", tmp_path / "s.sqlite", "--quiet", "--sample", "1/1000", "--from", "2010-01",
             "--to", "2010-12")
    corridor("report", "--pack", pack, "--store", tmp_path / "s.sqlite", "-o", tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text()
    with (pack / "places.csv").open(encoding="utf-8", newline="") as stream:
        regions = {row["code"]: row["parent"] for row in csv.DictReader(stream) if row["kind"] == "region"}
    drawn = re.findall(r'<(path|circle) [^>]*data-region="([^"]+)" role="img"><title>([^<]+)</title>', text)
    assert sorted(code for _, code, _ in drawn) == sorted(regions)
    titles = {code: title for _, code, title in drawn}
    assert {code for kind, code, _ in drawn if kind == "circle"} == {"KG-GO", "KZ-10", "KZ-33", "KZ-62", "KZ-79", "TM-S"}
    for code, name in [("KG-GO", "Osh city"), ("KG-O", "Osh region"), ("KZ-79", "Shymkent"), ("KZ-61", "Turkistan"),
                       ("KZ-10", "Abai"), ("KZ-33", "Jetisu"), ("KZ-62", "Ulytau"), ("TM-S", "Ashgabat"), ("TM-A", "Ahal")]:
        assert titles[code].startswith(name + ": ")
    for country in set(regions.values()):
        part = text[text.index(f'<section class="page" id="{country}">'):]
        inside = re.findall(r'data-region="([^"]+)"', part[:part.index("</svg>")])
        assert sorted(inside) == sorted(code for code, parent in regions.items() if parent == country)
    assert text.count("Made with Natural Earth") >= 5 and "Shymkent in Turkistan" in text
    assert len(text) < 1_200_000
