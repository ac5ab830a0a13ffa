#include "corridor/ensemble/columns.hpp"

#include <bit>

namespace corridor::ensemble {

namespace {

/// Puts the smaller number of each column into the upper row. The rows do not overlap, and each
/// number is told by a comparison of its own: so compilers make vector code of it.
void exchange(double* __restrict upper, double* __restrict lower) {
  for (std::size_t column = 0; column < kColumns; ++column) {
    const double a = upper[column];
    const double b = lower[column];
    upper[column] = b < a ? b : a;
    lower[column] = a < b ? b : a;
  }
}

}  // namespace

/// Batcher's merge exchange (Knuth, The Art of Computer Programming, 5.2.2, algorithm M): which
/// rows are compared does not depend on the numbers, so that all columns share the comparisons.
void sort_columns(std::span<ColumnsRow> rows) {
  const std::size_t count = rows.size();
  const std::size_t half = count < 2 ? 0 : std::bit_ceil(count) / 2;
  for (std::size_t p = half; p > 0; p /= 2) {
    std::size_t remainder = 0;
    std::size_t distance = p;
    for (std::size_t q = half; q >= p; q /= 2) {
      for (std::size_t i = 0; i + distance < count; ++i) {
        if ((i & p) == remainder) {
          exchange(rows[i].data(), rows[i + distance].data());
        }
      }
      distance = q - p;
      remainder = p;
    }
  }
}

}  // namespace corridor::ensemble
