#pragma once

#include <optional>
#include <string>
#include <vector>

#include "corridor/ensemble/quantiles.hpp"
#include "corridor/store/store.hpp"

/// Holds two runs against one another. Runs that share seed, sample, pack and months share their
/// draws, so what differs is what was asked differently (docs/decisions/0006-shared-draws.md).
namespace corridor::report {

struct CompareRequest {
  std::vector<std::string> measures;  ///< empty: the six of default_measures()
  std::string place;                  ///< empty: every origin and all of them together
  bool by_region = false;             ///< the regions of the place, or of every origin
  bool monthly = false;               ///< months instead of years
};

/// One value of the second run beside that of the first.
struct CompareRow {
  std::string period;  ///< `YYYY` or `YYYY-MM`
  std::string place;   ///< empty: all origins together
  std::string measure;
  std::string unit;
  double first = 0;
  double second = 0;
  std::optional<ensemble::Quantiles> band = {};  ///< of the differences of members
  ensemble::MonteCarloError error = {};          ///< of the same
  /// Of two ensembles the median of the differences of members, where they are kept.
  double difference() const { return band ? (*band)[ensemble::kMedian] : second - first; }
  /// Of the first value; nothing where that is zero.
  std::optional<double> percent() const {
    return first == 0 ? std::nullopt : std::optional(100 * difference() / first);
  }
};

struct Comparison {
  store::RunInfo first;
  store::RunInfo second;
  bool identical = false;             ///< every number of both runs is the same, by their digests
  std::vector<std::string> warnings;  ///< why the two do not share their draws
  bool ensembles = false;             ///< both runs are
  bool paired = false;                ///< and their members share parameters and draws, one by one
  std::vector<std::string> left_out;  ///< measures that are not kept in the detail asked for
  std::vector<CompareRow> rows;       ///< by measure as asked, place as in the pack, period
  std::string same_until;             ///< last period left out by from_first_difference()
};

std::vector<std::string> default_measures();

/// Throws Error(usage) for a measure or a place the first run does not have.
Comparison compare(const store::Store& store,
                   const store::RunInfo& first,
                   const store::RunInfo& second,
                   const CompareRequest& request);

/// The largest yearly difference, in percent of all origins together, of each measure that is not a
/// default one and differs by half a percent or more; largest first, `most` at most. What a reader
/// of the default measures would miss.
std::vector<CompareRow> other_differences(const store::Store& store,
                                          const store::RunInfo& first,
                                          const store::RunInfo& second,
                                          std::size_t most);

/// Without the periods in which nothing shown differs, but for the last `periods_before` of them:
/// what a reader would otherwise have to skip. Unchanged if nothing differs at all.
Comparison from_first_difference(Comparison comparison, int periods_before);

/// How members were put together and what chance in their number leaves; empty unless both runs
/// are ensembles.
std::string pairing_text(const Comparison& comparison);

/// A level: grouped digits, or six of them below a thousand; and a difference with its sign.
std::string number_text(double value);
std::string signed_text(double value);

/// The comparison as tables to print.
std::string compare_text(const Comparison& comparison);

/// One self-contained page with the tables of the request and charts by month.
std::string compare_html(const store::Store& store,
                         const store::RunInfo& first,
                         const store::RunInfo& second,
                         const CompareRequest& request);

}  // namespace corridor::report
