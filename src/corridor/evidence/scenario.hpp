#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"

namespace corridor::evidence {

/// One dated change of an input. Exactly one of parameter, series, law is set.
struct Change {
  std::string parameter, series, law;  ///< a parameter name, a series name, the id of a law rule
  std::string key;                     ///< parameter key, or place code of a series; empty: all
  std::string sector;                  ///< sector of a series; empty: all
  enum class How { value, factor, remove, add } how = How::value;
  double amount = 0;
  bool dated = false;  ///< from/to given
  Month from, to;
  int line = 0;
  LawRule rule;  ///< what a change that adds a rule adds
};

/// A scenario file (`docs/formats/scenario.md`).
struct Scenario {
  int schema = 1;
  std::string name;      ///< file stem
  std::string question;  ///< in words
  std::string expect;    ///< what was expected before running, in words; may be empty
  std::string base;      ///< the scenario whose changes come first; empty: none
  std::string text;      ///< the file as read, its bases below as comments; kept with the results
  Month from, to;        ///< inclusive
  std::vector<Change> changes;  ///< those of the bases first
};

/// Reads and checks a scenario against a pack. A base is looked for beside the file, then in
/// `folders`. All problems of a file together in one Error(input).
Scenario load_scenario(const std::filesystem::path& file,
                       const Pack& pack,
                       std::span<const std::filesystem::path> folders = {});

/// The pack with the changes of the scenario applied.
Pack apply(Pack pack, const Scenario& scenario);

}  // namespace corridor::evidence
