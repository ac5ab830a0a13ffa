#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corridor/ensemble/months_of_members.hpp"
#include "corridor/ensemble/results.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/parallel/threads.hpp"

namespace corridor::ensemble {

/// A measure and a place code whose values are kept by month and member; an empty code is all
/// origins together.
using Wanted = std::pair<std::string, std::string>;

/// Gathers the values of members as they come, four bytes a value, and makes bands of them. Members
/// may be added by several threads at once, each member by one; the outcome does not depend on
/// their order.
class Collection {
 public:
  Collection(const evidence::Pack& pack, int members, Month from, Month to);

  /// Takes the values of the next month of a member.
  void add(int member, Month month, std::span<const sim::Value> values);
  /// Forgets what a member has, so that it can begin anew.
  void forget(int member);
  /// Bytes that the values take.
  std::int64_t bytes() const;
  /// Quantiles of every series, and the members' values of places: by year of all, by month of what
  /// is wanted. A place's total of a measure that is kept in more detail, and that of all origins,
  /// are added up member by member, as a store adds them up. A number that a member does not have
  /// counts as 0 where the measure adds up, and is left out where it is a share or a mean.
  void reduce(std::span<const Wanted> wanted, parallel::Threads& threads, Results& results) const;

 private:
  /// Months that wait to be written into the rows together, as many as a line of the cache holds
  /// of a row: one by one, each value would fetch a line of its own.
  static constexpr std::size_t kWaiting = 16;
  /// What a member has so far: a row of months for each series, in the order of the index.
  struct Member {
    std::vector<float> values;
    std::size_t months = 0;                                   ///< taken
    std::array<std::vector<float>, kWaiting> waiting;         ///< the last of them, by row
    std::vector<std::pair<std::uint64_t, std::size_t>> rows;  ///< of known keys, ascending
  };
  /// A series of the outcome: rows of the index that are added up.
  struct Source {
    SeriesKey key;
    std::vector<std::size_t> rows;
  };

  std::size_t row_of(const SeriesKey& key);
  void write_waiting(Member& member) const;
  std::vector<Source> sources() const;
  void add_totals(std::vector<Source>& sources) const;
  /// Reads the values of a source.
  void read(const Source& source, MonthsOfMembers& months) const;

  const evidence::Pack& pack_;
  std::size_t months_;
  Month from_;
  std::vector<Member> members_;
  std::mutex mutex_;
  std::vector<SeriesKey> keys_;                           ///< by row
  std::unordered_map<std::uint64_t, std::size_t> index_;  ///< row by packed key
};

}  // namespace corridor::ensemble
