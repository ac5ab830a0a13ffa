#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace corridor::ensemble {

/// Columns that are sorted side by side: enough for vector code, and few enough that some hundred
/// rows stay in a near cache.
inline constexpr std::size_t kColumns = 32;
using ColumnsRow = std::array<double, kColumns>;

/// Sorts each column by itself, upwards from the first row. None of the numbers may be NaN.
void sort_columns(std::span<ColumnsRow> rows);

}  // namespace corridor::ensemble
