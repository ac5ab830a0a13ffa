#include "corridor/population/relayout.hpp"

#include <algorithm>

#include "corridor/population/relayout_columns.hpp"

namespace corridor::population {

namespace {

constexpr std::uint16_t kNowhere = UINT16_MAX;

/// Writes the columns in the new order. Returns the new place of each person.
std::vector<std::uint16_t> rearrange(const Relayout& layout, District& district) {
  district.reserve(district.used + kStride);
  District next;
  next.reserve(layout.persons + kStride);
  std::vector<std::uint16_t> new_place(district.used + kStride, kNowhere);
  copy_runs(layout.runs, district, next, new_place.data());
  std::fill_n(next.classes.begin() + layout.persons, kStride, kNobody);
  std::fill_n(next.attributes.begin() + layout.persons, kStride, Attributes{0});
  std::copy(layout.heads.begin(), layout.heads.end(), next.heads.begin());
  district.classes.swap(next.classes);
  district.attributes.swap(next.attributes);
  district.heads.swap(next.heads);
  district.laid_out = layout.persons;
  district.used = layout.persons;
  district.households = layout.households;
  return new_place;
}

template <class List>
void redirect(const std::vector<std::uint16_t>& new_place, List& list) {
  std::erase_if(list, [&](const auto& item) { return new_place[item.person] == kNowhere; });
  for (auto& item : list) {
    item.person = new_place[item.person];
  }
}

}  // namespace

void Relayout::append(std::uint32_t first, std::uint32_t count) {
  if (!runs.empty() && runs.back().first + std::uint32_t{runs.back().count} == first) {
    runs.back().count = static_cast<std::uint16_t>(runs.back().count + count);
  } else {
    runs.push_back({static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(count)});
  }
  persons += count;
}

std::size_t Relayout::bytes() const {
  return runs.capacity() * sizeof(Run) + heads.capacity() * sizeof(std::uint64_t) +
         changed.capacity() * sizeof(std::uint16_t) + sizeof(Relayout);
}

void lay_out(const Relayout& layout, District& district) {
  const std::vector<std::uint16_t> new_place = rearrange(layout, district);
  mark_households(layout.changed, district);
  district.households_with_migrant = marked_households(district);
  redirect(new_place, district.spells);
  redirect(new_place, district.bans);
  redirect(new_place, district.returnees);
  district.newborns.clear();
}

}  // namespace corridor::population
