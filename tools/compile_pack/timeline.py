"""Months, and the few rules by which gaps between published values are filled."""

import math

from common import check

FIRST = 2009 * 12  # January 2009
LAST = 2026 * 12 + 5  # June 2026


def month(text):
    """`2013-05` as a number of months."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def label(number):
    """A number of months as `2013-05`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def all_months():
    """Every month of the pack's monthly series."""
    return range(FIRST, LAST + 1)


def centre(period):
    """The middle of a year, a quarter, a month, or a year to date `2019-01/06`, in months."""
    if len(period) == 4:
        return int(period) * 12 + 5.5
    if "Q" in period:
        return int(period[:4]) * 12 + 3 * int(period[6]) - 2
    if "/" in period:
        return int(period[:4]) * 12 + (int(period[5:7]) + int(period[8:10])) / 2 - 1
    return month(period)


def by_period(rows):
    """Rows of a raw table as period to value."""
    return {row["period"]: float(row["value"]) for row in rows}


def by_month(rows):
    """Rows of a monthly raw table as month to value."""
    return {month(row["period"]): float(row["value"]) for row in rows}


def straight(points, at):
    """Linear between points; flat outside."""
    known = sorted(points)
    if at <= known[0]:
        return points[known[0]]
    for left, right in zip(known, known[1:]):
        if at <= right:
            weight = (at - left) / (right - left)
            return points[left] * (1 - weight) + points[right] * weight
    return points[known[-1]]


def geometric(points, at):
    """Linear in logarithms between points; beyond them the outermost pair's growth goes on."""
    known = sorted(points)
    check(len(known) > 1, "growth needs two points")
    pair = next(((a, b) for a, b in zip(known, known[1:]) if at <= b), (known[-2], known[-1]))
    left, right = pair
    growth = math.log(points[right] / points[left]) / (right - left)
    return points[left] * math.exp(growth * (at - left))


def solve(matrix, right):
    """Gaussian elimination with partial pivoting of a small dense system."""
    size = len(right)
    rows = [list(line) + [value] for line, value in zip(matrix, right)]
    for pivot in range(size):
        best = max(range(pivot, size), key=lambda i: abs(rows[i][pivot]))
        rows[pivot], rows[best] = rows[best], rows[pivot]
        for i in range(pivot + 1, size):
            if rows[i][pivot] == 0:
                continue
            factor = rows[i][pivot] / rows[pivot][pivot]
            for j in range(pivot, size + 1):
                rows[i][j] -= factor * rows[pivot][j]
    result = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(rows[i][j] * result[j] for j in range(i + 1, size))
        result[i] = (rows[i][size] - rest) / rows[i][i]
    return result


def smooth_path(means, width):
    """The smoothest path whose mean over each block of `width` steps is the given one.

    Smoothest means: the smallest sum of squared second differences (Boot, Feibes and Lisman). The
    path of a block depends little on blocks far from it, so a value published later hardly moves
    the years long before it.
    """
    steps = len(means) * width
    size = steps + len(means)
    matrix = [[0.0] * size for _ in range(size)]
    for start in range(steps - 2):
        for i, first in enumerate((1.0, -2.0, 1.0)):
            for j, second in enumerate((1.0, -2.0, 1.0)):
                matrix[start + i][start + j] += 2 * first * second
    for block in range(len(means)):
        for step in range(block * width, (block + 1) * width):
            matrix[steps + block][step] = 1.0
            matrix[step][steps + block] = 1.0
    right = [0.0] * steps + [mean * width for mean in means]
    return solve(matrix, right)[:steps]


def smooth_years(annual):
    """Monthly path through annual means (year to value, no gaps)."""
    years = sorted(annual)
    path = smooth_path([annual[year] for year in years], 12)
    return {years[0] * 12 + step: value for step, value in enumerate(path)}


def smooth_quarters(quarterly):
    """Monthly path through quarterly means (first month of the quarter to value, no gaps)."""
    starts = sorted(quarterly)
    path = smooth_path([quarterly[start] for start in starts], 3)
    return {starts[0] + step: value for step, value in enumerate(path)}


def quarter_start(period):
    """First month of `2013-Q2`."""
    return int(period[:4]) * 12 + 3 * (int(period[6]) - 1)


def year_mean(values, year):
    """Mean of the months of a year that are there."""
    found = [values[at] for at in range(year * 12, year * 12 + 12) if at in values]
    check(found, f"no month of {year}")
    return sum(found) / len(found)
