"""What every table of the pack shares: reading raw tables, naming sources, writing pack tables."""

import csv
import dataclasses
import pathlib

ORIGINS = ("UZB", "TJK", "KGZ", "KAZ", "TKM")
FIRST_YEAR = 2009
LAST_YEAR = 2036
COMMON = ("value", "unit", "source", "status", "rule")
STATUSES = ("measured", "estimated", "assumed", "calibrated")
SOURCE_COLUMNS = ("id", "publisher", "title", "address", "licence", "date_read", "note")

# The columns of every table, in the order in which the pack prints them.
TABLES = {
    "places": ("code", "kind", "parent", "currency", "name_en", "name_ru", "name_local", "source"),
    "sectors": ("code", "isic", "name_en", "source"),
    "statuses": ("code", "name_en", "kind", "valid_stay", "counted", "pays_patent",
                 "transfer_limit", "source"),
    "sources": SOURCE_COLUMNS,
    "population": ("place", "period", "sex", "age_from", "age_to") + COMMON,
    "population_age1": ("place", "period", "sex", "age_from", "age_to") + COMMON,
    "region_population": ("place", "period") + COMMON,
    "household_size": ("place", "size") + COMMON,
    "household_mean": ("place", "period") + COMMON,
    "education": ("place", "sex", "age_from", "age_to", "level") + COMMON,
    "fertility": ("place", "period", "age_from", "age_to") + COMMON,
    "mortality": ("place", "period", "sex", "age_from", "age_to") + COMMON,
    "series": ("series", "place", "sector", "period") + COMMON,
    "migrant_profile": ("place", "dimension", "sex", "age_from", "age_to", "key") + COMMON,
    "law": ("id", "kind", "place", "status_from", "status_to", "sector", "from", "to",
            "length", "instrument", "statement") + COMMON,
    "parameters": ("name", "key", "symbol", "value", "low", "high", "coverage",
                   "unit", "distribution", "source", "status", "grade", "note"),
    "targets": ("id", "quantity", "place", "period", "aggregation", "value", "unit", "bound",
                "scope", "error", "kind", "source", "status", "note"),
    "claims": ("id", "main", "kind", "quantity", "statement", "measure", "places", "period",
               "aggregation", "value", "unit", "low", "high", "scope", "said_by", "actor", "target",
               "type", "days", "source", "note"),
    "events": ("date", "actor", "target", "type", "value", "statement", "source"),
    "welfare": ("quantity", "place", "period", "key", "low", "high") + COMMON,
    "published": ("id", "study", "statement", "measure", "places", "period", "aggregation", "form",
                  "scenario", "value", "unit", "low", "high", "scope", "sign", "than", "kind",
                  "source", "note"),
    "figures": ("quantity", "place", "period", "published", "vintage", "kind") + COMMON,
    "publication": ("table", "name", "of_source", "driver", "after", "window") + COMMON,
}

# Tables that people write by hand; the compiler only reads which sources they name.
HAND_KEPT = ("law", "parameters", "statuses", "sectors")


class PackError(Exception):
    """A raw table or a compiled table that cannot be right."""


def check(condition, message):
    """Stops the compilation with `message` unless `condition` holds."""
    if not condition:
        raise PackError(message)


def read_csv(path):
    """All rows of a CSV file as dicts."""
    path = pathlib.Path(path)
    check(path.is_file(), f"{path}: no such file")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def parse_group(text):
    """`age=20-24;sex=f` as a dict."""
    return dict(part.split("=", 1) for part in text.split(";") if "=" in part)


class Raw:
    """The folder of raw tables. A file is read once and kept."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self._tables = {}
        check(self.folder.is_dir(), f"{folder}: no such folder")

    def table(self, name):
        """All rows of `name` (a path inside the folder), `group` also parsed into `groups`."""
        if name not in self._tables:
            rows = read_csv(self.folder / name)
            for row in rows:
                if "group" in row:
                    row["groups"] = parse_group(row["group"] or "")
            self._tables[name] = rows
        return self._tables[name]

    def rows(self, name, **filters):
        """Rows whose columns have the given value, or one of several given ones."""
        sets = {
            column: set(wanted) if isinstance(wanted, (list, tuple, set)) else {wanted}
            for column, wanted in filters.items()
        }
        return [row for row in self.table(name)
                if all(row[column] in wanted for column, wanted in sets.items())]

    def one(self, name, **filters):
        """The only row that fits; an error when there is none or more than one."""
        found = self.rows(name, **filters)
        check(len(found) == 1, f"{name}: {len(found)} rows fit {filters}, wanted one")
        return found[0]


@dataclasses.dataclass(frozen=True)
class Source:
    """One row of sources.csv."""

    id: str
    publisher: str
    title: str
    address: str
    licence: str
    date_read: str
    note: str = ""


class Sources:
    """Every source that may be named, and which of them are."""

    def __init__(self):
        self._known = {}
        self.used = set()

    def add(self, id, publisher, title, address, licence, date_read, note=""):
        """Declares a source; the same id twice must say the same. Returns the id."""
        source = Source(id, publisher, title, address, licence, date_read, note)
        known = self._known.setdefault(id, source)
        check(known == source, f"source {id} is declared twice, differently")
        return id

    def add_file(self, path):
        """Declares every row of a hand-kept table with the columns of sources.csv."""
        for row in read_csv(path):
            self.add(**{column: (row[column] or "").strip() for column in SOURCE_COLUMNS})

    def use(self, id):
        """Marks a source as named by a row of the pack."""
        self.used.add(id)
        return id

    def use_file(self, path):
        """Marks every source that a hand-kept pack table names."""
        for row in read_csv(path):
            for id in (row.get("source") or "").split(";"):
                if id.strip():
                    self.use(id.strip())

    def rows(self):
        """The rows of sources.csv: used sources only, by id."""
        missing = sorted(self.used - set(self._known))
        check(not missing, f"sources named but not declared: {', '.join(missing)}")
        return [dataclasses.asdict(self._known[id]) for id in sorted(self.used)]


def number(value, digits=6):
    """A number as text: at most `digits` significant digits, integers in full, no exponent."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) or float(value).is_integer():
        return str(int(value))
    text = f"{value:.{digits}g}"
    if "e" in text:
        text = f"{float(text):.{digits + 12}f}".rstrip("0").rstrip(".")
    return text


def row(source, value, unit, status="measured", rule="", digits=6, **columns):
    """A row with the common columns; a filled value must name its rule."""
    check(status in STATUSES, f"{columns}: unknown status {status}")
    check((status == "measured") == (not rule), f"{columns}: status {status} with rule '{rule}'")
    return columns | {"value": number(value, digits), "unit": unit, "source": source,
                      "status": status, "rule": rule}


def write_table(out, name, rows, sources):
    """Writes a pack table with its fixed columns and marks its sources as used."""
    columns = TABLES[name]
    with (pathlib.Path(out) / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for entry in rows:
            unknown = set(entry) - set(columns)
            check(not unknown, f"{name}: unknown columns {sorted(unknown)}")
            if name != "sources" and entry.get("source"):
                sources.use(entry["source"])
            writer.writerow([number(entry.get(column, "")) if entry.get(column) is not None else ""
                             for column in columns])


def largest_remainder(shares, total):
    """Integers proportional to `shares` (a dict) that sum to the integer `total` exactly."""
    whole = sum(shares.values())
    exact = {key: total * share / whole for key, share in shares.items()}
    result = {key: int(value) for key, value in exact.items()}
    rest = total - sum(result.values())
    order = sorted(exact, key=lambda key: (result[key] - exact[key], key))
    for key in order[:rest]:
        result[key] += 1
    return result


def interpolate(points, at):
    """Straight line between the known points (dict from number to value), flat outside."""
    known = sorted(points)
    if at <= known[0]:
        return points[known[0]]
    if at >= known[-1]:
        return points[known[-1]]
    for left, right in zip(known, known[1:]):
        if left <= at <= right:
            weight = (at - left) / (right - left)
            return points[left] * (1 - weight) + points[right] * weight
    raise PackError(f"no point around {at}")
