#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "corridor/population/params.hpp"
#include "corridor/random/draw.hpp"
#include "corridor/terms/terms.hpp"

namespace corridor::population {

/// A person before birth month, education and skill are drawn.
struct Draft {
  std::uint8_t sex = 0;
  std::uint8_t age = 0;
  bool partnered = false;
  bool head = false;  ///< first of a household
};

/// What the rule of composition could not satisfy, counted for the report of synthesis errors.
struct CompositionErrors {
  std::int64_t households = 0;
  std::int64_t without_adult = 0;       ///< households without anybody of 18 or more
  std::int64_t children = 0;            ///< persons below 18
  std::int64_t children_misplaced = 0;  ///< not with a woman 15 to 50 years older
  void add(const CompositionErrors& other) {
    households += other.households;
    without_adult += other.without_adult;
    children += other.children;
    children_misplaced += other.children_misplaced;
  }
};

/// Puts the persons of one district into households (docs/model/population.md, P3 to P5): couples
/// by rank of age, children with women of a mother's age, further couples of another generation,
/// and single persons where room is left. In: persons by sex and age [sex * kAges + age]; share of
/// households by size - 1. Out: everybody, household by household.
std::vector<Draft> compose_households(const PopulationParams& params,
                                      std::span<const std::int64_t> persons,
                                      std::span<const double> size_share,
                                      random::Sequence& random,
                                      CompositionErrors& errors);

/// Share of women of an age who live with a partner (eq. P3).
double partnered_share(const PopulationParams& params, double age);

}  // namespace corridor::population
