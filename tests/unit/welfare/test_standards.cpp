// Fails when a line, an income or an exchange rate of the invented corridor is not what its rows
// say, when prices, growth per head or the responses of the economy reach them otherwise than H1,
// H2, H4 and H6 say, when a region finds work faster or slower than H8 says, or when a missing row
// of welfare.csv is not named with its remedy.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "corridor/base/error.hpp"
#include "corridor/welfare/search.hpp"
#include "corridor/welfare/standards.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::welfare {
namespace {

/// Five units of local money buy what a dollar does: minor units a month per dollar a day.
constexpr double kDollar = 5 * 365.0 / 12 * 100;
constexpr std::size_t kNational = 3;
constexpr std::size_t kStudy = 4;

Standards standards_of(const evidence::Pack& pack, Month month, Response response = {}) {
  const std::vector<Response> responses(pack.origins.size(), response);
  return StandardsTable(pack, read_params(pack)).at(pack, month, responses);
}

std::vector<std::int64_t> all_of(const OwnIncomes& incomes) {
  std::vector<std::int64_t> all;
  for (std::size_t place = 0; place < kPlaces; ++place) {
    all.push_back(incomes[place]);
  }
  return all;
}

double mean_of(const OwnIncomes& of_places) {
  const std::vector<std::int64_t> incomes = all_of(of_places);
  return std::accumulate(incomes.begin(), incomes.end(), 0.0) / kPlaces;
}

/// Sets a series of an origin from its first month or year on.
void set_from(
    evidence::Pack& pack, std::string_view name, std::string_view place, Month from, double value) {
  for (evidence::Series& series : pack.series) {
    if (series.name == name && series.place == place) {
      const int first = series.yearly ? from.year() - series.first.year() : from - series.first;
      std::fill(series.values.begin() + first, series.values.end(), value);
    }
  }
}

evidence::WelfareFigure& figure(evidence::Pack& pack,
                                std::string_view quantity,
                                std::string_view place) {
  return *std::find_if(
      pack.welfare.begin(), pack.welfare.end(), [&](const evidence::WelfareFigure& row) {
        return row.quantity == quantity && row.place == place;
      });
}

TEST(Standards, OfTheInventedCorridor) {
  const Standards standards = standards_of(tests::load_tiny(), Month(2013, 6));
  ASSERT_EQ(standards.origins.size(), 2U);
  for (const OriginStandards& origin : standards.origins) {
    EXPECT_NEAR(origin.minor_per_dollar, kDollar, 1e-6);
    EXPECT_NEAR(origin.minor_per_dollar_base, kDollar, 1e-6);
    EXPECT_NEAR(origin.line[0], 3 * kDollar, 1e-6);
    EXPECT_NEAR(origin.line[1], 4.2 * kDollar, 1e-6);
    EXPECT_NEAR(origin.line[2], 8.3 * kDollar, 1e-6);
    EXPECT_NEAR(origin.line[kNational], 50000, 1e-9);
    EXPECT_EQ(origin.line[kStudy], 0);
    EXPECT_NEAR(origin.returnee_pay, 60000, 1e-9);                      // 0.3 of 2 000
    EXPECT_NEAR(origin.minor_per_destination_minor, 10.0 / 30, 1e-12);  // 10 and 30 for a dollar
    EXPECT_NEAR(origin.minor_per_usd, 1000, 1e-9);
    EXPECT_EQ(origin.absent_share, kShareUnit / 2);
    EXPECT_DOUBLE_EQ(origin.consumed, 0.9);
  }
}

TEST(Standards, OnlyWhatIsSeenIsConsumed) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_parameter(pack, "welfare.receipts_seen", 0.5);
  EXPECT_DOUBLE_EQ(standards_of(pack, Month(2013, 6)).origins[0].consumed, 0.45);
}

TEST(Standards, OwnIncomesAreLognormalAboutTheirMean) {
  const Standards standards = standards_of(tests::load_tiny(), Month(2013, 7));
  const OwnIncomes& incomes = standards.own_income[2];
  EXPECT_NEAR(mean_of(incomes), 10 * kDollar, 1);
  // Half lie below exp(-1/2) of the mean; the tail that steps cut raises all by a part in a
  // hundred.
  const double median = static_cast<double>(incomes[kPlaces / 2 - 1] + incomes[kPlaces / 2]) / 2;
  EXPECT_NEAR(median / (10 * kDollar), std::exp(-0.5), 0.01);
  const double upper = static_cast<double>(incomes[kPlaces / 2 + kPlaces / 4]);
  EXPECT_NEAR(std::log(upper / median),
              0.6744897501960817,
              0.005);  // a step of the distribution is about as wide
  const std::vector<std::int64_t> all = all_of(incomes);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

TEST(Standards, RegionsShareTheMeanOfTheirOrigin) {
  const evidence::Pack pack = tests::load_tiny();
  const Standards standards = standards_of(pack, Month(2013, 7));
  const double north = mean_of(standards.own_income[0]);
  const double south = mean_of(standards.own_income[1]);
  EXPECT_NEAR(north / (10 * kDollar), 1.2, 1e-5);
  EXPECT_NEAR(south / (10 * kDollar), 0.7, 1e-5);
  EXPECT_NEAR((0.6 * north + 0.4 * south) / mean_of(standards.own_income[2]), 1, 1e-5);
}

TEST(Standards, ReceiptsComeOutOfTheConsumptionOfRegions) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_parameter(pack, "welfare.receipts_share", 0.5);
  pack.profile.region = {0.8, 2, 1, 1};
  const Standards standards = standards_of(pack, Month(2013, 7));
  EXPECT_NEAR(mean_of(standards.own_income[0]) / (10 * kDollar), (1.2 - 0.4) / 0.5, 1e-5);
  EXPECT_NEAR(mean_of(standards.own_income[1]) / (10 * kDollar), 0.2, 1e-5);  // no less than that
}

/// Prices double with 2014 and again with 2015.
evidence::Pack dearer() {
  evidence::Pack pack = tests::load_tiny();
  set_from(pack, "prices", "AAA", Month(2014, 1), 2);
  set_from(pack, "prices", "AAA", Month(2015, 1), 4);
  return pack;
}

TEST(Standards, PricesCarryDollarsAndLines) {
  evidence::Pack pack = dearer();
  // The purchasing power is of 2021; prices end with 2016, at 4.
  const auto at = [&](int year) { return standards_of(pack, Month(year, 6)).origins[0]; };
  EXPECT_NEAR(at(2012).minor_per_dollar, kDollar / 4, 1e-6);
  EXPECT_NEAR(at(2014).minor_per_dollar, kDollar / 2, 1e-6);
  EXPECT_NEAR(at(2016).minor_per_dollar, kDollar, 1e-6);
  EXPECT_NEAR(at(2014).line[0], 3 * kDollar / 2, 1e-6);
  EXPECT_NEAR(at(2014).minor_per_dollar_base, kDollar, 1e-6);
  EXPECT_NEAR(at(2012).line[kNational], 50000, 1e-9);
  EXPECT_NEAR(at(2014).line[kNational], 100000, 1e-9);
  EXPECT_NEAR(at(2015).line[kNational], 200000, 1e-9);
  EXPECT_NEAR(standards_of(pack, Month(2014, 6)).origins[1].line[kNational], 50000, 1e-9);
}

TEST(Standards, ALineInLocalMoneyIsThatOfTheNearestYear) {
  evidence::Pack pack = dearer();
  const evidence::WelfareFigure& known = figure(pack, "poverty_line", "AAA");
  evidence::WelfareFigure later = known;
  later.year = 2016;
  later.value = 900;
  pack.welfare.insert(pack.welfare.begin() + (&known - pack.welfare.data()) + 1, later);
  const auto at = [&](int year) {
    return standards_of(pack, Month(year, 6)).origins[0].line[kNational];
  };
  EXPECT_NEAR(at(2014), 100000, 1e-9);
  EXPECT_NEAR(at(2015), 90000, 1e-9);
  EXPECT_NEAR(at(2016), 90000, 1e-9);
}

/// Own income of a month over that of the middle of the base year.
double grown(const evidence::Pack& pack, Month month) {
  const double between = (mean_of(standards_of(pack, Month(2013, 6)).own_income[2]) +
                          mean_of(standards_of(pack, Month(2013, 7)).own_income[2])) /
                         2;
  return mean_of(standards_of(pack, month).own_income[2]) / between;
}

evidence::Pack growing(double growth_share) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_series(pack, "real_growth", 0.1);
  tests::set_parameter(pack, "welfare.growth_share", growth_share);
  return pack;
}

TEST(Standards, IncomesGrowWithProductPerHeadBetweenTheMiddlesOfYears) {
  const evidence::Pack pack = growing(1);
  for (const auto& [month, months] : {std::pair{Month(2014, 1), 6.5},
                                      {Month(2014, 7), 12.5},
                                      {Month(2015, 12), 29.5},
                                      {Month(2013, 1), -5.5},
                                      {Month(2011, 6), -24.5}}) {
    EXPECT_NEAR(grown(pack, month), std::pow(1.1, months / 12), 1e-4) << month.text();
  }
  EXPECT_NEAR(grown(growing(0.5), Month(2014, 1)), std::pow(1.1, 6.5 / 24), 1e-4);
}

TEST(Standards, MorePeopleShareTheProduct) {
  evidence::Pack pack = tests::load_tiny();
  pack.demography.population[1][2014 - 2009] = pack.demography.population[1][0];
  for (double& persons : pack.demography.population[1][2014 - 2009]) {
    persons *= 2;
  }
  const double half_way = mean_of(standards_of(pack, Month(2014, 1)).own_income[2]);
  EXPECT_NEAR(half_way / (10 * kDollar), std::exp2(-6.5 / 12), 1e-4);
}

TEST(Standards, ReachTheLastMonthOfThePack) {
  EXPECT_NEAR(
      mean_of(standards_of(tests::load_tiny(), Month(2016, 12)).own_income[2]), 10 * kDollar, 1);
}

TEST(Standards, WagesMoveIncomesAndPricesMoveLines) {
  const evidence::Pack pack = tests::load_tiny();
  const Standards plain = standards_of(pack, Month(2013, 6));
  const Standards paid = standards_of(pack, Month(2013, 6), {1.5, 1});
  const Standards dear = standards_of(pack, Month(2013, 6), {1, 1.5});
  EXPECT_NEAR(mean_of(paid.own_income[1]) / mean_of(plain.own_income[1]), 1.5, 1e-5);
  EXPECT_EQ(paid.origins[0].line, plain.origins[0].line);
  EXPECT_NEAR(paid.origins[0].returnee_pay, 1.5 * plain.origins[0].returnee_pay, 1e-9);
  EXPECT_EQ(all_of(dear.own_income[1]), all_of(plain.own_income[1]));
  EXPECT_EQ(dear.origins[0].returnee_pay, plain.origins[0].returnee_pay);
  for (std::size_t line = 0; line < kLines; ++line) {
    EXPECT_NEAR(dear.origins[0].line[line], 1.5 * plain.origins[0].line[line], 1e-6);
  }
  EXPECT_NEAR(dear.origins[0].minor_per_dollar, 1.5 * kDollar, 1e-6);
  EXPECT_NEAR(dear.origins[0].minor_per_dollar_base, kDollar, 1e-6);
}

TEST(Absorption, IsSlowerWhereMoreAreWithoutWork) {
  evidence::Pack pack = tests::load_tiny();
  EXPECT_EQ(absorption(pack, 2013), std::vector<double>(4, 0.1));
  figure(pack, "unemployment_home", "AA-1").value = 0.2;
  figure(pack, "unemployment_home", "AA-2").value = 0.05;
  figure(pack, "unemployment_home", "BB-1").value = 0;
  std::erase_if(pack.welfare, [](const evidence::WelfareFigure& row) {
    return row.quantity == "unemployment_home" && row.place == "BB-2";
  });
  const std::vector<double> hazards = absorption(pack, 2015);
  EXPECT_DOUBLE_EQ(hazards[0], 0.05);
  EXPECT_DOUBLE_EQ(hazards[1], 0.2);
  EXPECT_DOUBLE_EQ(hazards[2], 0.1);  // a region without unemployment has nothing to compare
  EXPECT_DOUBLE_EQ(hazards[3], 0.1);  // nor has one about which nothing is published
}

TEST(MissingRows, AreNamedWithTheirRemedy) {
  const auto incomes = [](const evidence::Pack& pack) { StandardsTable(pack, read_params(pack)); };
  const auto search = [](const evidence::Pack& pack) { absorption(pack, 2013); };
  const std::string incomes_why = "is missing; incomes of households cannot be told without it.";
  const std::string search_why = "is missing; nobody could tell how soon returnees find work.";
  struct Case {
    std::string quantity;
    std::string place;
    std::string why;
    std::function<void(const evidence::Pack&)> read;
  };
  for (const Case& missing : {Case{"ppp_conversion", "AAA", incomes_why, incomes},
                              Case{"receipts_consumed", "BBB", incomes_why, incomes},
                              Case{"relative_consumption", "AA-2", incomes_why, incomes},
                              Case{"absorption", "BBB", search_why, search}}) {
    evidence::Pack pack = tests::load_tiny();
    std::erase_if(pack.welfare, [&](const evidence::WelfareFigure& row) {
      return row.quantity == missing.quantity && row.place == missing.place;
    });
    try {
      missing.read(pack);
      ADD_FAILURE() << missing.quantity << " was not missed";
    } catch (const Error& error) {
      ASSERT_EQ(error.problems().size(), 1U);
      const Problem& problem = error.problems().front();
      EXPECT_EQ(error.code(), ExitCode::input);
      EXPECT_EQ(problem.where, (pack.folder / "welfare.csv").generic_string());
      EXPECT_EQ(problem.what, missing.quantity + " of " + missing.place);
      EXPECT_EQ(problem.why, missing.why);
      EXPECT_EQ(problem.remedy, "Add a row with that quantity and place.");
    }
  }
}

}  // namespace
}  // namespace corridor::welfare
