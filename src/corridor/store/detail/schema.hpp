#pragma once

#include "corridor/store/detail/sqlite.hpp"

/// The tables of a results store (docs/formats/results-store.md).
namespace corridor::store::detail {

inline constexpr int kSchemaVersion = 2;

/// Creates the tables in an empty file, and refuses a file of another version or of another kind.
void prepare_schema(Database& database, Open mode);

}  // namespace corridor::store::detail
