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
          "Unemployment, activity, closed jobs and last month's migrants by sector set the chance "
          "of work and the wage by sector, status and skill (L1-L4, W8)."},
    Phase{"rules in force",
          "law and recruitment",
          "The dated rules of the month become chances of each status on arrival, of changing it, "
          "of service, of removal and of bans (W1-W5, C1)."},
    Phase{"inspection",
          "law",
          "Base, campaigns and fading shocks of inspection, times what diplomacy has softened; "
          "detention and brief detention are parts of it (W6, W7, D6)."},
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
    Phase{"bans lifted", "law", "Entry bans end with their last month, or are lifted before (W5)."},
    Phase{"events at home",
          "population and mobility",
          "Every person is scanned; one draw decides between death, birth, departure and nothing "
          "(P6, P7, M1)."},
    Phase{"spells abroad",
          "law, recruitment, mobility and labour",
          "Everybody abroad: inspection, removal, change of status or service, then return, work "
          "or the search for it (W3, C2, M4, L3)."},
    Phase{"households asked",
          "welfare",
          "A stripe of the households of every region: own income, money received, consumption "
          "against poverty lines, returnees who look for work (H1-H8)."},
    Phase{"totals",
          "sim",
          "Counts of all districts are added up by region; what the law has done so far is kept."},
    Phase{"diplomacy",
          "diplomacy",
          "Inspections and detentions of the month lead to incidents, reports, acts and replies of "
          "states; what they soften, they soften from next month on (D1-D6)."},
    Phase{"signals",
          "sim",
          "Stocks become the networks and the crowding of next month, homecomings the risk people "
          "believe in (M6, L2)."},
    Phase{"conservation",
          "sim",
          "In checked runs every person, spell and household is counted again."},
    Phase{"values",
          "sim",
          "Counts and money by country, region, status, sector, sex and age: destination money "
          "first, then dollars and local money (O1)."},
    Phase{"responses at home",
          "origins",
          "Money received is held against the baseline: consumption, imports, product and pressure "
          "on reserves follow at once, wages and prices at home next month (O4-O7)."},
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
                            diplomacy::declarations(),
                            welfare::declarations(),
                            origins::declarations()}) {
      list.insert(list.end(), part.begin(), part.end());
    }
    return list;
  }();
  return all;
}

std::span<const Phase> month_phases() { return kPhases; }

}  // namespace corridor::sim
