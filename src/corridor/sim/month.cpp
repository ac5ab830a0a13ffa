#include <array>
#include <vector>

#include "corridor/diplomacy/params.hpp"
#include "corridor/sim/run.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

constexpr std::array kPhases = {
    Phase{"market",
          "labour",
          "Unemployment and activity at the main destination set the chance of work and the wage "
          "by sector, status and skill (L1-L4)."},
    Phase{"rules in force",
          "law",
          "The dated rules of the month become chances of each status on arrival, of changing it, "
          "and of removal (W1-W4)."},
    Phase{"expectations",
          "sim",
          "The expected net wage abroad at the rate of recent months is held against the wage at "
          "home (M2)."},
    Phase{"decisions",
          "mobility",
          "Chances to leave by region, sex, age, education, experience and household, to choose a "
          "destination, and to return (M1, M3, M4)."},
    Phase{"amounts",
          "remittances",
          "What each wage leaves to send, its fee, and the share that statistics record (R1, R2, "
          "R4, R5)."},
    Phase{"household year",
          "population",
          "One district in twelve: unions, divisions of households, children beside their mothers, "
          "the dead taken out (P8-P10)."},
    Phase{"bans lifted", "law", "Entry bans whose last month has passed end (W5)."},
    Phase{"events at home",
          "population and mobility",
          "Every person is scanned; one draw decides between death, birth, departure and nothing "
          "(P6, P7, M1)."},
    Phase{"spells abroad",
          "law, mobility and labour",
          "Everybody abroad: removal or change of status, return, work this month (W3, M4, L3)."},
    Phase{"signals",
          "sim",
          "Stocks by region become the networks of next month, homecomings the risk people "
          "believe in (M6)."},
    Phase{"conservation",
          "sim",
          "In checked runs every person, spell and household is counted again."},
    Phase{"values",
          "sim",
          "Counts and money by country, region, status, sector, sex and age: destination money "
          "first, then dollars and local money (O1)."},
};

}  // namespace

std::span<const evidence::ParameterDeclaration> parameter_declarations() {
  static const std::vector<evidence::ParameterDeclaration> all = [] {
    std::vector<evidence::ParameterDeclaration> list;
    for (const auto part : {population::declarations(),
                            labour::declarations(),
                            law::declarations(),
                            recruitment::declarations(),
                            mobility::declarations(),
                            remittances::declarations(),
                            diplomacy::declarations()}) {
      list.insert(list.end(), part.begin(), part.end());
    }
    return list;
  }();
  return all;
}

std::span<const Phase> month_phases() { return kPhases; }

}  // namespace corridor::sim
