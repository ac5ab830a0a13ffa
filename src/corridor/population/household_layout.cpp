#include "corridor/population/household_layout.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "corridor/base/check.hpp"
#include "corridor/population/scan.hpp"

namespace corridor::population {

HouseholdLayout::HouseholdLayout(const District& district) : district_(district) {
  number_households();
  take_out_the_dead();
  moved_.resize((district_.used + 63U) / 64U, 0);
}

void HouseholdLayout::number_households() {
  std::size_t count = 0;
  for (const std::uint64_t bits : district_.heads) {
    count += static_cast<std::size_t>(std::popcount(bits));
  }
  first_person_.resize(count + 1);
  std::uint16_t* next = first_person_.data();
  for_each_bit(district_.heads,
               [&](std::uint32_t head) { *next++ = static_cast<std::uint16_t>(head); });
  *next = static_cast<std::uint16_t>(district_.laid_out);
  touched_.resize(households_before(), 0);
  // Written eight at a time; what is too much is overwritten by the next household.
  constexpr std::uint32_t kStride = 8;
  household_of_.resize(district_.used + kStride);
  for (std::uint32_t h = 0; h < count; ++h) {
    for (std::uint32_t i = begin(h); i < end(h); i += kStride) {
      std::fill_n(household_of_.data() + i, kStride, static_cast<std::uint16_t>(h));
    }
  }
  household_of_.resize(district_.used);
  std::fill(household_of_.begin() + district_.laid_out, household_of_.end(), kGone);
}

void HouseholdLayout::take_out_the_dead() {
  std::vector<std::uint64_t> dead;
  const ClassByte* classes = district_.classes.data();
  fill_bitmap(
      district_.laid_out,
      [classes](std::size_t i) {
        return static_cast<std::uint8_t>((classes[i] & kCohortBits) == kCohortBits);
      },
      dead);
  living_ = district_.laid_out;
  for_each_bit(dead, [&](std::uint32_t person) {
    touched_[household_of_[person]] = 1;
    household_of_[person] = kGone;
    --living_;
  });
}

std::uint16_t HouseholdLayout::found() {
  invariant(households() < kGone, "a district holds at most 65 534 households");
  touched_.push_back(1);
  return static_cast<std::uint16_t>(households() - 1);
}

void HouseholdLayout::move(std::uint32_t person, std::uint16_t household) {
  if (household_of_[person] == kGone) {
    ++living_;  // a newborn, counted with its first household
  } else {
    touched_[household_of_[person]] = 1;
  }
  household_of_[person] = household;
  moved_[person / 64] |= std::uint64_t{1} << (person % 64);
}

void HouseholdLayout::list_joining() {
  // Counted two places further, summed, and moved one place by the filling.
  joining_begin_.assign(households() + 2U, 0);
  const auto each_joining = [&](const auto& visit) {
    each_moved([&](std::uint32_t person) {
      if (!lies_in(person, household_of_[person])) {
        visit(person, household_of_[person]);
      }
    });
  };
  each_joining([&](std::uint32_t, std::uint16_t household) {
    touched_[household] = 1;
    ++joining_begin_[household + 2U];
  });
  std::partial_sum(joining_begin_.begin(), joining_begin_.end(), joining_begin_.begin());
  joining_.resize(joining_begin_.back());
  each_joining([&](std::uint32_t person, std::uint16_t household) {
    joining_[joining_begin_[household + 1U]++] = static_cast<std::uint16_t>(person);
  });
}

/// Writes down the new order, household by household.
class HouseholdLayout::Writer {
 public:
  explicit Writer(const HouseholdLayout& layout) : layout_(layout) {
    const std::size_t tiles = (layout.living_ + kTile - 1) / kTile;
    next_.heads.resize(tiles * kTile / 64, 0);
  }

  /// Neighbouring households in which nothing happened.
  void copy(std::uint32_t first_household, std::uint32_t last_household) {
    const std::uint32_t begin = layout_.begin(first_household);
    for (std::uint32_t household = first_household; household < last_household; ++household) {
      set_head(layout_.begin(household) - begin + next_.persons);
    }
    next_.append(begin, layout_.begin(last_household) - begin);
  }

  /// A household that lost or won somebody, or was founded.
  void compose(std::uint32_t household) {
    const bool founded = household >= layout_.households_before();
    const std::uint32_t begin = founded ? layout_.district_.laid_out : layout_.begin(household);
    const std::uint32_t end = founded ? begin : layout_.end(household);
    const std::uint32_t head = next_.persons;
    std::uint32_t joining = layout_.joining_begin_[household];
    const std::uint32_t joining_end = layout_.joining_begin_[household + 1];
    while (joining < joining_end && layout_.joining_[joining] < begin) {
      next_.append(layout_.joining_[joining++], 1);
    }
    for (std::uint32_t person = begin; person < end; ++person) {
      if (layout_.household_of_[person] == household) {
        next_.append(person, 1);
      }
    }
    while (joining < joining_end) {
      next_.append(layout_.joining_[joining++], 1);
    }
    if (next_.persons > head) {
      set_head(head);
      next_.changed.push_back(static_cast<std::uint16_t>(head));
    }
  }

  Relayout finish() { return std::move(next_); }

 private:
  void set_head(std::uint32_t person) {
    next_.heads[person / 64] |= std::uint64_t{1} << (person % 64);
    ++next_.households;
  }

  const HouseholdLayout& layout_;
  Relayout next_;
};

Relayout HouseholdLayout::relayout() {
  list_joining();
  Writer writer(*this);
  for (std::uint32_t household = 0; household < households();) {
    if (touched_[household] != 0) {
      writer.compose(household++);
      continue;
    }
    const std::uint32_t first = household;
    while (household < households() && touched_[household] == 0) {
      ++household;
    }
    writer.copy(first, household);
  }
  return writer.finish();
}

}  // namespace corridor::population
