"""Fails when simplification moves a line farther than stated or tears neighbours apart, when a region of the shipped pack is
drawn twice or not at all, when a unit without a border lies outside the one that holds it, or when the file outgrows a page."""
import csv
import json
import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACK = ROOT / "data/central-asia"
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools/compile_pack"))
import boundaries  # noqa: E402
import checks  # noqa: E402

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLDERS = {"KG-GO": "KG-O", "KZ-79": "KZ-61", "KZ-10": "KZ-63", "KZ-33": "KZ-19", "KZ-62": "KZ-35", "TM-S": "TM-A"}


@pytest.fixture(scope="module")
def features():
    text = (PACK / boundaries.FILE).read_text(encoding="utf-8")
    return {feature["properties"]["code"]: feature for feature in json.loads(text)["features"]}


def test_a_line_keeps_what_strays_from_it_and_loses_the_rest():
    assert boundaries.simplified([(0, 0), (1, 0.1), (2, 0)], 0.2) == [(0, 0), (2, 0)]
    assert boundaries.simplified([(0, 0), (1, 0.3), (2, 0)], 0.2) == [(0, 0), (1, 0.3), (2, 0)]
    assert boundaries.simplified([*map(tuple, SQUARE)], 0.2) == [*map(tuple, SQUARE)]


def test_no_point_of_a_line_is_farther_than_the_tolerance():
    draw = random.Random(7)
    line = [(x / 50, draw.uniform(0, 0.2)) for x in range(200)]
    kept = boundaries.simplified(line, 0.05)
    assert 2 < len(kept) < len(line)
    for point in line:
        assert min(boundaries.distance(point, a, b) for a, b in zip(kept, kept[1:])) <= 0.05


def test_arcs_are_joined_in_either_direction():
    arcs = [[(0, 0), (4, 0)], [(0, 0), (0, 4), (4, 4), (4, 0)]]
    assert boundaries.ring(arcs, [0, ~1]) == SQUARE
    topology = {"transform": {"scale": [0.5, 2], "translate": [10, 20]}, "arcs": [[[2, 1], [2, -1]]]}
    assert boundaries.decoded(topology) == [[(11, 22), (12, 20)]]


def test_inside_is_told_from_outside_and_from_a_hole():
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    assert checks.inside([3, 3], [[SQUARE, hole]])
    assert not checks.inside([1.5, 1.5], [[SQUARE, hole]])
    assert not checks.inside([5, 3], [[SQUARE, hole]])
    assert not checks.inside([3, 3], [])


def test_every_region_of_the_pack_is_drawn_once(features):
    with (PACK / "places.csv").open(encoding="utf-8", newline="") as stream:
        regions = [row["code"] for row in csv.DictReader(stream) if row["kind"] == "region"]
    assert len(regions) == 54 and list(features) == regions
    assert (PACK / boundaries.FILE).stat().st_size < 150_000


def test_units_without_a_border_lie_in_the_one_that_holds_them(features):
    assert {code: feature["properties"]["inside"] for code, feature in features.items()
            if feature["geometry"]["type"] == "Point"} == HOLDERS
    for code, holder in HOLDERS.items():
        point = features[code]["geometry"]["coordinates"]
        around = [other for other, feature in features.items()
                  if checks.inside(point, boundaries.parts(feature["geometry"]))]
        assert around == [holder]


def test_neighbours_share_their_border(features):
    def sides(code):
        return {frozenset(map(tuple, side)) for part in boundaries.parts(features[code]["geometry"])
                for ring in part for side in zip(ring, ring[1:])}
    for one, other in [("UZ-AN", "UZ-FA"), ("UZ-TK", "UZ-TO"), ("KG-GB", "KG-C"), ("TJ-SU", "KG-B"), ("KZ-61", "UZ-TO")]:
        assert len(sides(one) & sides(other)) > 2, (one, other)


def test_rings_are_closed(features):
    for code, feature in features.items():
        for ring in (ring for part in boundaries.parts(feature["geometry"]) for ring in part):
            assert ring[0] == ring[-1] and len(ring) >= boundaries.SMALLEST, code


def test_a_region_drawn_twice_or_elsewhere_is_found(tmp_path):
    pack = checks.read_pack(PACK)
    text = (PACK / boundaries.FILE).read_text(encoding="utf-8")
    (tmp_path / boundaries.FILE).write_text(text, encoding="utf-8")
    assert not list(checks.shapes(pack, tmp_path))
    (tmp_path / boundaries.FILE).write_text(text.replace('"code":"UZ-AN"', '"code":"UZ-BU"'), encoding="utf-8")
    assert len(list(checks.shapes(pack, tmp_path))) == 1
    moved = text.replace("[58.383,37.95]", "[68.383,37.95]")
    assert moved != text
    (tmp_path / boundaries.FILE).write_text(moved, encoding="utf-8")
    assert list(checks.shapes(pack, tmp_path)) == ["boundaries.geojson: TM-S lies outside TM-A"]
