#include <array>

#include "corridor/sim/measure_lists.hpp"

namespace corridor::sim {

namespace {

constexpr std::array kEconomyMeasures = {
    Measure{"received_change_usd",
            "USD",
            kSum,
            true,
            "Money received from all destinations, less that of the baseline; zero in a run "
            "without changes.",
            "C"},
    Measure{"consumption_change_usd",
            "USD",
            kSum,
            true,
            "Change of household consumption that follows the change in money received against the "
            "baseline.",
            "C"},
    Measure{"imports_change_usd",
            "USD",
            kSum,
            true,
            "Change of imports that follows that of consumption, against the baseline.",
            "C"},
    Measure{"product_usd",
            "USD",
            kSum,
            true,
            "Gross domestic product: a twelfth of the published year, and what the change in money "
            "received adds or takes away.",
            "C"},
    Measure{"product_change_pct",
            "percent",
            kDecember,
            false,
            "Change of the month's product against the baseline that follows the change in money "
            "received.",
            "C"},
    Measure{"product_change_low_pct",
            "percent",
            kDecember,
            false,
            "Lower bound of that change of product over the range of the multiplier.",
            "C"},
    Measure{"product_change_high_pct",
            "percent",
            kDecember,
            false,
            "Upper bound of that change of product over the range of the multiplier.",
            "C"},
    Measure{"product_growth_pct",
            "percent",
            kDecember,
            false,
            "Growth of real product over the last twelve months: published growth of the year, "
            "moved by the change of product against the baseline; in December that of the year.",
            "C"},
    Measure{"home_wage_change_pct",
            "percent",
            kDecember,
            false,
            "Wage at home in force in the month against the baseline, from the product of the "
            "month before.",
            "C"},
    Measure{"prices_change_pct",
            "percent",
            kDecember,
            false,
            "Prices at home in force in the month against the baseline, from the consumption of "
            "the month before.",
            "C"},
    Measure{"exchange_pressure_pct",
            "percent",
            kDecember,
            false,
            "Dollars that come in against the baseline, less those that go out for imports, in a "
            "month, over reserves; below zero they press on exchange rate and reserves. An "
            "indicator that moves no rate, only where reserves are known.",
            "C"},
};

}  // namespace

std::span<const Measure> economy_measures() { return kEconomyMeasures; }

}  // namespace corridor::sim
