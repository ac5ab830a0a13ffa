#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"

namespace corridor::evidence {

/// One dated change of an input. Exactly one of parameter, series, law is set.
struct Change {
  std::string parameter, series, law;  ///< a parameter name, a series name, the id of a law rule
  std::string key;                     ///< parameter key, or place code of a series; empty: all
  enum class How { value, factor, remove } how = How::value;
  double amount = 0;
  bool dated = false;  ///< from/to given
  Month from, to;
  int line = 0;
};

/// A scenario file (`docs/formats/scenario.md`).
struct Scenario {
  int schema = 1;
  std::string name;      ///< file stem
  std::string question;  ///< in words
  std::string text;      ///< the file as read, kept with the results
  Month from, to;        ///< inclusive
  std::vector<Change> changes;
};

/// Reads and checks a scenario against a pack. All problems together in one Error(input).
Scenario load_scenario(const std::filesystem::path& file, const Pack& pack);

/// The pack with the changes of the scenario applied.
Pack apply(Pack pack, const Scenario& scenario);

}  // namespace corridor::evidence
