"""Reads the compiled pack back and holds its tables against one another.

All problems are reported together.
"""

import collections
import json
import re

import boundaries
import common

YEARLY = ("population", "region_population", "fertility", "mortality")
WITH_RULE = tuple(name for name, columns in common.TABLES.items() if "rule" in columns)
SHARE_GROUPS = {
    "household_size": ("place",),
    "education": ("place", "sex", "age_from"),
}
TOLERANCE = 1e-9
OLDEST_GROUP = 100


def read_pack(out):
    """Every table that stands in the folder."""
    return {name: common.read_csv(out / f"{name}.csv") for name in common.TABLES
            if (out / f"{name}.csv").is_file()}


def columns(pack):
    """Each table has the columns of its contract, in order."""
    for name, rows in pack.items():
        if rows and tuple(rows[0]) != common.TABLES[name]:
            yield f"{name}.csv: columns {list(rows[0])}, wanted {list(common.TABLES[name])}"


def statuses(pack):
    """A measured value names no rule; a filled one does."""
    for name in WITH_RULE:
        for line, entry in enumerate(pack.get(name, ()), start=2):
            status, rule = entry["status"], entry["rule"]
            if status not in common.STATUSES:
                yield f"{name}.csv:{line}: unknown status '{status}'"
            elif (status == "measured") != (not rule):
                yield f"{name}.csv:{line}: status {status} with rule '{rule}'"


def rules_explained(pack, out):
    """Every rule is explained in the pack's README or in one of the files RULES-*.md beside it."""
    files = [out / "README.md", *sorted(out.glob("RULES-*.md"))]
    text = "".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
    explained = set(re.findall(r"^- `([^`]+)`", text, flags=re.MULTILINE))
    for name in WITH_RULE:
        used = {entry["rule"] for entry in pack.get(name, ()) if entry["rule"]}
        for rule in sorted(used - explained):
            yield f"{name}.csv: rule {rule} is not explained in README.md or RULES-*.md"


def sources_known(pack):
    """Every source that a row names is a row of sources.csv."""
    known = {entry["id"] for entry in pack.get("sources", ())}
    for name, rows in pack.items():
        if name == "sources":
            continue
        used = {id for entry in rows for id in (entry.get("source") or "").split(";") if id}
        for id in sorted(used - known):
            yield f"{name}.csv: source {id} is not in sources.csv"


def shares(pack):
    """Printed shares sum to one."""
    for name, keys in SHARE_GROUPS.items():
        sums = collections.Counter()
        for entry in pack.get(name, ()):
            sums[tuple(entry[key] for key in keys)] += float(entry["value"])
        for key, total in sums.items():
            if abs(total - 1) > TOLERANCE:
                yield f"{name}.csv: {'/'.join(key)}: shares sum to {total}"


def years(pack):
    """The yearly tables cover the same years, without gaps."""
    spans = {}
    for name in YEARLY:
        found = collections.defaultdict(set)
        for entry in pack.get(name, ()):
            found[entry["place"]].add(int(entry["period"]))
        for place, present in found.items():
            if len(present) != max(present) - min(present) + 1:
                yield f"{name}.csv: {place}: years have gaps"
            spans[name, place] = (min(present), max(present))
    if len(set(spans.values())) > 1:
        yield f"yearly tables cover different years: {sorted(set(spans.values()))}"


def places(pack):
    """Every place of a table is a row of places.csv; every region is in the regional tables."""
    known = {entry["code"] for entry in pack["places"]}
    regions = {entry["code"] for entry in pack["places"] if entry["kind"] == "region"}
    for name, rows in pack.items():
        together = {"all"} if name == "targets" else set()
        unknown = {entry["place"] for entry in rows if entry.get("place")} - known - together
        if unknown:
            yield f"{name}.csv: unknown places {sorted(unknown)}"
    for name in ("region_population", "household_mean", "migrant_profile"):
        missing = regions - {entry["place"] for entry in pack.get(name, ())}
        if name in pack and missing:
            yield f"{name}.csv: no rows for {sorted(missing)}"


def totals(pack):
    """Regions sum to their origin."""
    parents = {entry["code"]: entry["parent"] for entry in pack["places"]}
    difference = collections.Counter()
    for entry in pack.get("population", ()):
        difference[entry["place"], entry["period"]] += float(entry["value"])
    for entry in pack.get("region_population", ()):
        difference[parents[entry["place"]], entry["period"]] -= float(entry["value"])
    for (place, year), value in difference.items():
        if abs(value) > 0.5:
            yield f"region_population.csv: {place} {year}: regions differ by {value} from the total"


def ages(pack):
    """Every age from 0 to the open end once."""
    for name in ("population", "population_age1", "mortality", "education"):
        groups = collections.defaultdict(set)
        for entry in pack.get(name, ()):
            last = int(entry["age_to"]) if entry["age_to"] else None
            groups[entry["place"], entry.get("period", ""), entry["sex"]].add(
                (int(entry["age_from"]), last))
        for key, bounds in groups.items():
            expected = 0
            for first, last in sorted(bounds, key=lambda bound: bound[0]):
                if first != expected or (last is None and first != OLDEST_GROUP):
                    yield f"{name}.csv: {'/'.join(key)}: gap or overlap at age {first}"
                    break
                expected = OLDEST_GROUP + 1 if last is None else last + 1
            else:
                if expected != OLDEST_GROUP + 1:
                    yield f"{name}.csv: {'/'.join(key)}: ages end at {expected - 1}"


def inside(point, polygons):
    """Whether a point lies in polygons: a line from it crosses their borders an odd number of
    times."""
    crossings = 0
    for ring in (ring for polygon in polygons for ring in polygon):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > point[1]) != (y2 > point[1]):
                crossings += point[0] < x1 + (point[1] - y1) / (y2 - y1) * (x2 - x1)
    return crossings % 2 == 1


def shapes(pack, out):
    """Every region is drawn once; a seat lies in the unit it names."""
    file = out / boundaries.FILE
    if not file.is_file():
        return
    drawn = json.loads(file.read_text(encoding="utf-8"))
    codes = [feature["properties"]["code"] for feature in drawn["features"]]
    regions = [entry["code"] for entry in pack["places"] if entry["kind"] == "region"]
    if sorted(codes) != sorted(regions):
        yield f"{file.name}: codes differ from places.csv or repeat"
    if drawn["source"] not in {entry["id"] for entry in pack["sources"]}:
        yield f"{file.name}: source {drawn['source']} is not in sources.csv"
    polygons = {feature["properties"]["code"]: boundaries.parts(feature["geometry"])
                for feature in drawn["features"]}
    for feature in drawn["features"]:
        holder = feature["properties"].get("inside")
        if holder and not inside(feature["geometry"]["coordinates"], polygons.get(holder, [])):
            yield f"{file.name}: {feature['properties']['code']} lies outside {holder}"


def run(out):
    """Raises one error with everything that cannot stand."""
    pack = read_pack(out)
    problems = [problem for check in (columns, statuses, sources_known, shares, years, places,
                                      totals, ages) for problem in check(pack)]
    problems += rules_explained(pack, out)
    problems += shapes(pack, out)
    listed = "\n  ".join(problems)
    common.check(not problems, f"{len(problems)} problems in {out}:\n  {listed}")
    rows = sum(len(table) for table in pack.values())
    print(f"{len(pack)} tables, {rows} rows: shares, totals, ages, years, sources and rules agree")
