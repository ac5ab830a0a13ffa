#pragma once

#include <array>
#include <cstdint>

#include "corridor/welfare/tally.hpp"

namespace corridor::welfare {

/// Poverty at one line, as shares (eq. H6): of persons, or of children where it says so. Zero where
/// nobody was asked.
struct Poverty {
  double headcount = 0;
  double gap = 0;
  double severity = 0;
  double of_children = 0;
  double without_receipts = 0;
  double migrants_home = 0;         ///< of members, those away included
  double with_migrant = 0;          ///< of persons in households with a member abroad
  double with_migrant_without = 0;  ///< the same were nothing received
};
Poverty poverty(const Tally& tally, std::size_t line);

/// Gini index of consumption per head over persons, from its steps.
double gini(const Tally& tally);

/// One fifth of persons by consumption per head.
struct Fifth {
  double households_receiving = 0;   ///< share of households
  double received = 0;               ///< share of consumption
  double received_by_receivers = 0;  ///< share of the consumption of those who receive
};
/// From the poorest to the richest; a step that lies in two fifths is divided between them.
std::array<Fifth, 5> fifths(const Tally& tally);

/// Consumption in PPP dollars a day of all households together.
double consumption_dollars(const Tally& tally);

}  // namespace corridor::welfare
