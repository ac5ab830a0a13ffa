#include "corridor/store/detail/schema.hpp"

#include <fmt/format.h>

#include "corridor/base/error.hpp"

namespace corridor::store::detail {

namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE run (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  created TEXT NOT NULL,
  scenario TEXT NOT NULL,
  question TEXT NOT NULL,
  scenario_text TEXT NOT NULL,
  pack TEXT NOT NULL,
  pack_version TEXT NOT NULL,
  pack_digest TEXT NOT NULL,
  pack_folder TEXT NOT NULL,
  month_from INTEGER NOT NULL,
  month_to INTEGER NOT NULL,
  sample INTEGER NOT NULL,
  seed TEXT NOT NULL,
  threads INTEGER NOT NULL,
  engine TEXT NOT NULL,
  version TEXT NOT NULL,
  machine TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'stopped', 'interrupted')),
  last_month INTEGER NOT NULL,
  summary TEXT NOT NULL DEFAULT '{}',
  host TEXT NOT NULL,
  process TEXT NOT NULL,
  updated TEXT NOT NULL,
  members INTEGER NOT NULL,
  parameters TEXT NOT NULL
);
CREATE TABLE measure (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  over_year TEXT NOT NULL,
  additive INTEGER NOT NULL,
  grade TEXT NOT NULL,
  description TEXT NOT NULL,
  UNIQUE (name, unit, over_year, additive, grade, description)
);
CREATE TABLE place (
  run INTEGER NOT NULL,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (run, position)
) WITHOUT ROWID;
CREATE TABLE cell (
  number INTEGER PRIMARY KEY,
  place TEXT NOT NULL,
  sex TEXT NOT NULL,
  age TEXT NOT NULL,
  status TEXT NOT NULL,
  sector TEXT NOT NULL,
  destination TEXT NOT NULL,
  UNIQUE (place, sex, age, status, sector, destination)
);
CREATE TABLE series (
  number INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  measure INTEGER NOT NULL,
  cell INTEGER NOT NULL,
  UNIQUE (run, measure, cell)
);
CREATE TABLE value (
  series INTEGER NOT NULL,
  period INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (series, period)
) WITHOUT ROWID;
CREATE TABLE band (
  series INTEGER PRIMARY KEY,
  first INTEGER NOT NULL,
  quantiles BLOB NOT NULL
);
CREATE TABLE member (
  number INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  measure INTEGER NOT NULL,
  place TEXT NOT NULL,
  yearly INTEGER NOT NULL,
  first INTEGER NOT NULL,
  numbers BLOB NOT NULL,
  UNIQUE (run, measure, place, yearly)
);
CREATE VIEW result AS
  SELECT run.id AS run, measure.name AS measure, measure.unit AS unit, cell.place AS place,
         cell.sex AS sex, cell.age AS age, cell.status AS status, cell.sector AS sector,
         cell.destination AS destination,
         printf('%04d-%02d', value.period / 12, value.period % 12 + 1) AS period,
         value.value AS value
    FROM run
    JOIN series ON series.run = run.number
    JOIN measure ON measure.number = series.measure
    JOIN cell ON cell.number = series.cell
    JOIN value ON value.series = series.number;
)sql";

[[noreturn]] void refuse_version(const Database& database, std::int64_t version) {
  fail_files({database.path().string(),
              fmt::format("the results store has schema version {}", version),
              fmt::format("and this program reads version {}.", kSchemaVersion),
              "Open it with the program that wrote it, or name another store with --store."});
}

[[noreturn]] void refuse_file(const Database& database) {
  fail_files({database.path().string(),
              "the file",
              "is a database, but not a results store.",
              "Name another file with --store."});
}

}  // namespace

void prepare_schema(Database& database, Open mode) {
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (version == kSchemaVersion) {
    return;
  }
  if (version != 0) {
    refuse_version(database, version);
  }
  if (mode == Open::existing) {
    refuse_file(database);
  }
  database.execute("PRAGMA journal_mode = WAL");
  Transaction transaction(database);
  // Another run may have made the tables while this one waited for the lock.
  if (database.integer("PRAGMA user_version") == 0) {
    if (database.integer("SELECT count(*) FROM sqlite_master") != 0) {
      refuse_file(database);
    }
    database.execute(kTables);
    database.execute(fmt::format("PRAGMA user_version = {}", kSchemaVersion).c_str());
  }
  transaction.commit();
}

}  // namespace corridor::store::detail
