#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/sim/measures.hpp"

/// What a results store holds, in the words of the people who read it: codes instead of positions.
namespace corridor::store {

/// `interrupted` is a run whose process ended without saying so (killed, power cut, disk full).
enum class RunStatus { running, complete, stopped, interrupted };

/// What a run was asked to do, kept with its results.
struct RunDescription {
  std::string scenario;
  std::string question;
  std::string scenario_text;
  std::string pack;
  std::string pack_version;
  std::string pack_digest;
  std::string pack_folder;
  Month from;
  Month to;
  std::int64_t sample = 1;
  std::uint64_t seed = 1;
  int threads = 0;
  std::string engine;
  std::string version;
  std::string machine;
  int members = 0;         ///< of an ensemble; 0 for a single run
  std::string parameters;  ///< of an ensemble: where those of its members come from
};

struct RunInfo : RunDescription {
  std::int64_t number = 0;
  std::string id;       ///< as people type it: `r0001`
  std::string created;  ///< UTC, ISO 8601
  RunStatus status = RunStatus::running;
  bool has_months = false;
  Month last_month;     ///< last month stored, when has_months
  std::string summary;  ///< JSON
  std::string host;
};

/// `complete`, `running`, `stopped at 2017-05`, `interrupted at 2017-05`, `interrupted before its
/// first month`.
std::string status_text(const RunInfo& run);

/// `run r0001: baseline, 2010-01 to 2025-12, sample 1/100, seed 1, complete`; of a run with months.
std::string run_text(const RunInfo& run);

struct Place {
  std::string code;
  std::string kind;    ///< `origin`, `region` or `destination`
  std::string parent;  ///< origin of a region
  std::string name;
};

/// The codes behind the positions of a sim::Cell.
struct Vocabulary {
  std::vector<Place>
      places;  ///< origins, regions, destinations; cells point to the first two kinds
  std::vector<std::string> statuses;
  std::vector<std::string> sectors;
  std::vector<std::string> destinations;
};
Vocabulary vocabulary(const evidence::Pack& pack);

struct MeasureInfo {
  std::int64_t number = 0;
  std::string name;
  std::string unit;
  sim::OverYear over_year = sim::OverYear::sum;
  bool additive = true;
  std::string grade;
  std::string description;
};

/// A stored cell; an empty text means all. Ages are written `15-19` and `100+`.
struct CellCodes {
  std::string place;
  std::string sex;
  std::string age;
  std::string status;
  std::string sector;
  std::string destination;
  auto operator<=>(const CellCodes&) const = default;
};

/// `0-4` … `95-99`, `100+`.
std::string age_group_code(int group);

struct Point {
  Month period;
  double value = 0;
};

}  // namespace corridor::store
