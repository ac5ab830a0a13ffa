#include "corridor/population/relayout.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "corridor/population/bitmap.hpp"

namespace corridor::population {

namespace {

constexpr std::uint16_t kNowhere = UINT16_MAX;
/// Columns are copied so many persons at a time; what is too much is overwritten by the next run.
constexpr std::uint32_t kStride = 16;

template <class T>
void copy_strides(const T* from, std::uint32_t count, T* to) {
  for (std::uint32_t i = 0; i < count; i += kStride) {
    std::memcpy(to + i, from + i, kStride * sizeof(T));  // of constant length: no call
  }
}

/// Writes first, first + 1 and so on, to `count` places and no more.
void number(std::uint32_t first, std::uint32_t count, std::uint16_t* to) {
  std::uint32_t i = 0;
  for (; i + kStride <= count; i += kStride) {
    for (std::uint32_t lane = 0; lane < kStride; ++lane) {
      to[i + lane] = static_cast<std::uint16_t>(first + i + lane);
    }
  }
  for (; i < count; ++i) {
    to[i] = static_cast<std::uint16_t>(first + i);
  }
}

/// Writes the columns in the new order. Returns the new place of each person.
std::vector<std::uint16_t> rearrange(const Relayout& layout, District& district) {
  // Room for the last stride on both sides.
  district.reserve(district.used + kStride);
  District next;
  next.reserve(layout.persons + kStride);
  std::vector<std::uint16_t> new_place(district.used, kNowhere);
  std::uint32_t at = 0;
  for (const Relayout::Run& run : layout.runs) {
    copy_strides(district.classes.data() + run.first, run.count, next.classes.data() + at);
    copy_strides(district.attributes.data() + run.first, run.count, next.attributes.data() + at);
    number(at, run.count, new_place.data() + run.first);
    at += run.count;
  }
  std::fill_n(next.classes.begin() + at, kStride, kNobody);
  std::fill_n(next.attributes.begin() + at, kStride, Attributes{0});
  std::copy(layout.heads.begin(), layout.heads.end(), next.heads.begin());
  district.classes.swap(next.classes);
  district.attributes.swap(next.attributes);
  district.heads.swap(next.heads);
  district.laid_out = layout.persons;
  district.used = layout.persons;
  district.households = layout.households;
  return new_place;
}

/// Households that changed are marked by who of them is away now; the others keep their marks.
void mark_households(const Relayout& layout, District& district) {
  for (const std::uint16_t head : layout.changed) {
    const std::uint32_t end = district.household_end(head);
    Attributes any = 0;
    for (std::uint32_t i = head; i < end; ++i) {
      any |= district.attributes[i];
    }
    for (std::uint32_t i = head; i < end; ++i) {
      district.classes[i] = static_cast<ClassByte>((district.classes[i] & ~kHasMigrantBit) |
                                                   (is_away(any) ? kHasMigrantBit : 0));
    }
  }
}

std::uint32_t marked_households(const District& district) {
  std::vector<std::uint64_t> marked;
  fill_bitmap(
      district.laid_out,
      [classes = district.classes.data()](std::size_t i) {
        return static_cast<std::uint8_t>(has_migrant(classes[i]));
      },
      marked);
  std::uint32_t count = 0;
  for (std::size_t word = 0; word < marked.size(); ++word) {
    count += static_cast<std::uint32_t>(std::popcount(marked[word] & district.heads[word]));
  }
  return count;
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
  mark_households(layout, district);
  district.households_with_migrant = marked_households(district);
  redirect(new_place, district.spells);
  redirect(new_place, district.bans);
  redirect(new_place, district.returnees);
  district.newborns.clear();
}

}  // namespace corridor::population
