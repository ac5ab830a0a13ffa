"""Tables of `corridor backtest --json`, as the pages on forecasts print them."""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACK = ROOT / "data" / "central-asia"
GENERATED = ("apps", "src", "data", "calibrations")  # what the numbers depend on
CONDITIONS = {"known": "drivers known", "forecast": "drivers forecast"}


def output(*command):
    """What a command prints; its failure ends the program."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def commit():
    """The commit, marked when what the numbers depend on differs from it."""
    changed = output("git", "status", "--porcelain", "--", *GENERATED).strip()
    return output("git", "rev-parse", "--short", "HEAD").strip() + (" with changes" if changed else "")


def table(heads, rows):
    """A Markdown table whose first column is text."""
    def line(cells):
        return "| " + " | ".join(str(cell) for cell in cells) + " |\n"
    return (line(heads) + line(["---"] + ["---:"] * (len(heads) - 1))
            + "".join(line(cells) for cells in rows))


def number(value, digits=1, scale=1):
    return "–" if value is None else f"{value * scale:.{digits}f}"


def mean(values):
    return sum(values) / len(values) if values else None


class Result:
    """What one call of `corridor backtest` says."""

    def __init__(self, text):
        self.root = json.loads(text)
        self.labels = {one["name"]: one["label"] for one in self.root["forecasters"]}
        self.lines = {(line["forecaster"], line["drivers"], line["horizon"], line["selection"]): line
                      for line in self.root["lines"]}
        self.selections = list(dict.fromkeys(line["selection"] for line in self.root["lines"]))
        self.horizons = self.root["schedule"]["horizons"]

    def errors(self, drivers, horizon):
        """Mean absolute percentage errors, forecasters down and selections across."""
        counts = [next((self.lines[name, drivers, horizon, selection]["outcomes"] for name in self.labels
                        if (name, drivers, horizon, selection) in self.lines), 0)
                  for selection in self.selections]
        rows = []
        for name, label in self.labels.items():
            found = [self.lines.get((name, drivers, horizon, selection)) for selection in self.selections]
            rows.append([label] + [number(line and line["mean_absolute_error_pct"]) for line in found])
        return table(["forecast"] + [f"{selection} ({count})"
                                     for selection, count in zip(self.selections, counts)], rows)

    def scores(self, drivers, horizon):
        """The other scores, over all outcomes."""
        rows = []
        for name, label in self.labels.items():
            line = self.lines.get((name, drivers, horizon, "all"))
            if line is None:
                continue
            test, again = line["diebold_mariano"], line["bootstrap"]
            rows.append([label, number(line["median_absolute_error_pct"]),
                         number(line["mean_absolute_error_usd"], 2, 1e-9), line["ensembles"],
                         number(line["crps_usd"], 2, 1e-9), number(line["crps_skill"], 2),
                         "/".join(number(line[f"coverage_{share}"], 0, 100) for share in (50, 80, 95)),
                         interval(test), number(test and test["probability"], 3), interval(again)])
        return table(["forecast", "median error, %", "mean error, bn USD", "ensembles", "CRPS, bn USD",
                      "CRPS skill", "in 50/80/95 %", "less no change, points", "p", "the same, years drawn again"],
                     rows)


def interval(test):
    """A difference with its 95 % interval."""
    if not test:
        return "–"
    return f"{test['difference']:+.1f} ({test['low']:+.1f} to {test['high']:+.1f})"


def pits(result, horizon):
    """Counts of the PIT in ten parts."""
    rows = [[label, CONDITIONS[drivers]] + result.lines[name, drivers, horizon, "all"]["pit"]
            for name, label in result.labels.items() for drivers in CONDITIONS
            if (name, drivers, horizon, "all") in result.lines]
    return table(["forecast", "condition"] + [f"{part / 10:.1f}" for part in range(10)], rows)


def by_year(result, name):
    """Errors of one rule by year and country, one year ahead, drivers known."""
    found = {(one["country"], one["year"]): one for one in result.root["forecasts"]
             if one["forecaster"] == name and one["drivers"] == "known" and one["horizon"] == 1}
    countries = list(dict.fromkeys(country for country, _ in found))
    years = sorted({year for _, year in found})

    def cell(key):
        one = found.get(key)
        if one is None:
            return "–"
        mark = " (estimated)" if one["estimated"] else " (held out)" if one["held_out"] else ""
        return f"{(one['point_usd'] / one['outcome_usd'] - 1) * 100:+.1f}{mark}"
    return table(["year"] + countries, [[year] + [cell((country, year)) for country in countries]
                                        for year in years])


def best(result):
    """Which rule is best where, without held-out outcomes."""
    rows = []
    for horizon in result.horizons:
        for drivers, text in CONDITIONS.items():
            cells = [f"{horizon}, {text}"]
            for selection in result.selections:
                lines = [result.lines[name, drivers, horizon, selection] for name in result.labels
                         if (name, drivers, horizon, selection) in result.lines]
                winner = min(lines, key=lambda line: line["mean_absolute_error_pct"])
                cells.append(f"{result.labels[winner['forecaster']]}, "
                             f"{winner['mean_absolute_error_pct']:.1f}")
            rows.append(cells)
    return table(["years ahead, condition"] + result.selections, rows)
