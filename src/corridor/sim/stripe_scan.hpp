#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "corridor/random/draw.hpp"

/// Finds the few entries of a district's lists that are of persons in a stripe of it.
namespace corridor::sim {

/// A list of which every entry begins with its person, in 16 bits, and is one or two words long.
struct PersonList {
  const void* entries = nullptr;
  std::size_t count = 0;
  std::size_t words = 1;  ///< of 32 bits, an entry

  template <class Entry>
  explicit PersonList(const std::vector<Entry>& list)
      : entries(list.data()), count(list.size()), words(sizeof(Entry) / sizeof(std::uint32_t)) {
    static_assert(offsetof(Entry, person) == 0 && sizeof(Entry::person) == sizeof(std::uint16_t));
    static_assert(sizeof(Entry) == sizeof(std::uint32_t) ||
                  sizeof(Entry) == 2 * sizeof(std::uint32_t));
  }
};

/// Writes the places of all entries, in their order, whose person is one of the `length` from
/// `begin` on; returns how many. `found` has room for the whole list and one register of sixteen
/// more.
std::size_t list_within(random::Path path,
                        const PersonList& list,
                        std::uint32_t begin,
                        std::uint32_t length,
                        std::uint32_t* found);

}  // namespace corridor::sim
