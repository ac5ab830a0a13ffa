"""boundaries.geojson: the regions as the maps of a report draw them.

The borders come as arcs that neighbours share, so an arc is simplified once and both sides still
meet. A unit without a border of its own is the point of its seat and names the unit that holds it.
"""

import json

import common

FILE = "boundaries.geojson"
SOURCE = "natural_earth"
CREDIT = "Made with Natural Earth"
DIGITS = 2  # of a degree: about a kilometre
TOLERANCE = 0.02  # degrees an arc may stray from the original, about two kilometres
SMALLEST = 4  # positions of a closed ring


def decoded(topology):
    """The arcs in degrees; a TopoJSON arc holds differences of whole numbers."""
    (scale_x, scale_y), (shift_x, shift_y) = (topology["transform"][key]
                                              for key in ("scale", "translate"))
    result = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * scale_x + shift_x, y * scale_y + shift_y))
        result.append(line)
    return result


def distance(point, start, end):
    """Distance in degrees of a point from the segment between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0
    along = min(1, max(0, along))
    return ((point[0] - start[0] - along * dx) ** 2 + (point[1] - start[1] - along * dy) ** 2) ** .5


def simplified(line, tolerance=TOLERANCE):
    """The line without points that lie nearer than the tolerance to what is left (Douglas and
    Peucker). The ends stay; of a closed line the point farthest from them stays too."""
    if len(line) < 3:
        return line
    gaps = [distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(range(len(gaps)), key=gaps.__getitem__) + 1
    if gaps[farthest - 1] <= tolerance and line[0] != line[-1]:
        return [line[0], line[-1]]
    return (simplified(line[:farthest + 1], tolerance)[:-1]
            + simplified(line[farthest:], tolerance))


def snapped(line):
    """The line on the grid of printed coordinates, without repeated positions."""
    result = []
    for x, y in line:
        position = [round(x, DIGITS), round(y, DIGITS)]
        if not result or result[-1] != position:
            result.append(position)
    return result


def ring(arcs, numbers):
    """A closed ring from its arcs; `~n` is arc n backwards. Each arc begins where the last ends."""
    line = []
    for number in numbers:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += part[1:] if line else part
    return snapped(line)


def polygons(arcs, geometry):
    """The polygons of a geometry; rings that vanish on the grid are left out."""
    joined = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    rings = [[ring(arcs, numbers) for numbers in part] for part in joined]
    kept = [[one for one in part if len(one) >= SMALLEST] for part in rings]
    return [part for part in kept if part]


def parts(geometry):
    """The polygons of a GeoJSON geometry; none of a point."""
    if geometry["type"] == "Point":
        return []
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def feature(code, geometry, **properties):
    """A GeoJSON feature of a region."""
    return {"type": "Feature", "properties": {"code": code} | properties, "geometry": geometry}


def shapes(raw):
    """A feature for every unit by code: polygons, and points for units without one."""
    folder = raw.folder / "geo"
    topology = json.loads((folder / "central_asia_adm1.topo.json").read_text(encoding="utf-8"))
    arcs = [simplified(line) for line in decoded(topology)]
    result = {}
    for geometry in topology["objects"]["adm1"]["geometries"]:
        code = geometry["properties"]["iso"]
        found = polygons(arcs, geometry)
        common.check(found, f"boundaries: {code} vanishes at {DIGITS} digits")
        result[code] = feature(code, {"type": "MultiPolygon", "coordinates": found}
                               if len(found) > 1 else
                               {"type": "Polygon", "coordinates": found[0]})
    seats = json.loads((folder / "missing_units_points.geojson").read_text(encoding="utf-8"))
    for seat in seats["features"]:
        told = seat["properties"]
        common.check(told["iso"] not in result, f"boundaries: {told['iso']} is there twice")
        result[told["iso"]] = feature(told["iso"], seat["geometry"], inside=told["inside_polygon"])
    return result


def compile(raw, out, sources):
    """Writes the file, a feature a line, in the order of places.csv."""
    regions = [row["code"] for row in common.read_csv(out / "places.csv")
               if row["kind"] == "region"]
    found = shapes(raw)
    wrong = sorted(set(regions) ^ set(found))
    common.check(not wrong, f"boundaries: regions and shapes differ in {', '.join(wrong)}")
    lines = ",\n".join(json.dumps(found[code], separators=(",", ":")) for code in regions)
    text = (f'{{"type":"FeatureCollection","source":"{sources.use(SOURCE)}",'
            f'"credit":"{CREDIT}","features":[\n{lines}\n]}}\n')
    (out / FILE).write_text(text, encoding="utf-8", newline="\n")
