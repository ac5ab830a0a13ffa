#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "command.hpp"
#include "corridor/evidence/scenario.hpp"
#include "corridor/sim/run.hpp"
#include "corridor/store/store.hpp"

/// `corridor run --ensemble`, and what it shares with a single run.
namespace corridor::cli {

struct RunOptions {
  std::string scenario;
  std::string pack;
  std::string from;
  std::string to;
  std::string sample = "1/1";
  std::string seed = "1";
  std::string threads = "0";
  std::string store = kDefaultStore;
  std::string engine = "automatic";
  std::string ensemble;
  bool checked = false;
  bool quiet = false;
  bool json = false;
};

/// True once a person asked the program to stop.
bool stop_asked();

/// What is kept of a request with its results.
store::RunDescription describe(const evidence::Pack& pack,
                               const evidence::Scenario& scenario,
                               const sim::RunRequest& request,
                               const RunOptions& options);
/// First month up to `to` in which a driver goes on by a rule; nothing when the pack covers all.
std::optional<Month> continued_from(const evidence::Pack& published, Month to);
/// Most memory the program has used so far, in bytes.
std::int64_t peak_memory();

/// Runs the members and stores them as one run; returns the exit code. Throws Error(usage) where
/// --ensemble is no number of members, and as ensemble::run does.
int run_ensemble(const RunOptions& options,
                 const evidence::Pack& published,
                 const evidence::Scenario& scenario,
                 const sim::RunRequest& request,
                 store::Store& store);

}  // namespace corridor::cli
