#include "corridor/welfare/standards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "corridor/base/error.hpp"

namespace corridor::welfare {

namespace {

/// International lines are in dollars of the purchasing power of this year.
constexpr int kDollarYear = 2021;
constexpr double kDaysPerMonth = 365.0 / 12;
constexpr double kMinorPerMajor = 100;
/// No region's own income lies below this share of the mean, whatever its receipts (eq. H2).
constexpr double kLeastRelativeIncome = 0.2;

const evidence::WelfareFigure& needed(const evidence::Pack& pack,
                                      std::string_view quantity,
                                      std::string_view place,
                                      int year) {
  const evidence::WelfareFigure* figure = pack.nearest_welfare(quantity, place, {}, year);
  if (figure == nullptr) {
    fail_input({(pack.folder / "welfare.csv").generic_string(),
                fmt::format("{} of {}", quantity, place),
                "is missing; incomes of households cannot be told without it.",
                "Add a row with that quantity and place."});
  }
  return *figure;
}

/// Mean of a monthly series over the months of a year that the pack gives, at its nearest end if
/// none. Months that a rule made are left out: what is said of a month may not depend on how far a
/// run goes.
double mean_of_year(const evidence::Series& series, int year) {
  const Month begin = std::clamp(Month(year, 1), series.first, series.last_given());
  const Month end = std::clamp(Month(year, 12), series.first, series.last_given());
  double sum = 0;
  for (Month month = begin; month <= end; ++month) {
    sum += series.at(month);
  }
  return sum / (end - begin + 1);
}

/// Persons of an origin on 1 July of a year, the nearest one known.
double persons_of(const evidence::Pack& pack, std::size_t origin, int year) {
  const evidence::Demography& d = pack.demography;
  const auto at = static_cast<std::size_t>(std::clamp(year - d.first_year, 0, d.years - 1));
  const std::vector<double>& persons = d.population[origin][at];
  return std::accumulate(persons.begin(), persons.end(), 0.0);
}

/// Log of real product per head of a year over that of another (eq. H2). After the last year of its
/// series product goes on as in that year: the second half of it lies on the line to the next.
double log_growth_per_head(const evidence::Pack& pack, std::size_t origin, int base, int year) {
  const evidence::Series& growth = pack.find_series("real_growth", pack.origins[origin].code);
  double sum = std::log(persons_of(pack, origin, base) / persons_of(pack, origin, year));
  for (int y = std::min(base, year) + 1; y <= std::max(base, year); ++y) {
    const double log_growth = std::log1p(growth.at(std::min(Month(y, 1), growth.last())));
    sum += y <= year ? log_growth : -log_growth;
  }
  return sum;
}

/// The same of a month, on the line between the middles of two years.
double growth_per_head(const evidence::Pack& pack, std::size_t origin, int base, Month month) {
  constexpr double kMiddleOfMonth = 0.5;
  constexpr int kMonthsToMiddle = 6;
  const int before = (month - kMonthsToMiddle).year();
  const double share = (month.month_of_year() - 1 + kMiddleOfMonth + kMonthsToMiddle) / 12;
  const double into = share - std::floor(share);
  const double from = log_growth_per_head(pack, origin, base, before);
  const double to = log_growth_per_head(pack, origin, base, before + 1);
  return std::exp(from + into * (to - from));
}

/// Standard normal quantiles at the middles of the steps of the place. The same for every origin of
/// every run, and long to find.
const std::array<double, kPlaces>& middle_quantiles() {
  static const std::array all = [] {
    std::array<double, kPlaces> quantiles{};
    for (std::size_t i = 0; i < kPlaces; ++i) {
      quantiles[i] = normal_quantile((static_cast<double>(i) + 0.5) / kPlaces);
    }
    return quantiles;
  }();
  return all;
}

RelativeIncomes relative_incomes(double spread) {
  RelativeIncomes relative{};
  for (std::size_t i = 0; i < kPlaces; ++i) {
    relative[i] = std::exp(spread * middle_quantiles()[i] - spread * spread / 2);
  }
  // The steps cut the upper tail; what that takes from the mean is given back to all.
  const double mean = std::accumulate(relative.begin(), relative.end(), 0.0) / kPlaces;
  for (double& income : relative) {
    income /= mean;
  }
  return relative;
}

std::vector<const evidence::WelfareFigure*> figures_of(const evidence::Pack& pack,
                                                       std::string_view quantity,
                                                       std::string_view place,
                                                       std::string_view key) {
  std::vector<const evidence::WelfareFigure*> figures;
  for (const evidence::WelfareFigure& figure : pack.welfare) {
    if (figure.quantity == quantity && figure.place == place && figure.key == key) {
      figures.push_back(&figure);
    }
  }
  return figures;
}

}  // namespace

double normal_quantile(double p) {
  double low = -40;
  double high = 40;
  // Halving ends when the two neighbours are the same or adjacent numbers.
  double middle = 0;
  while (low < middle && middle < high) {
    const double below = std::erfc(-middle / std::sqrt(2.0)) / 2;
    (below < p ? low : high) = middle;
    middle = low + (high - low) / 2;
  }
  return high;
}

StandardsTable::StandardsTable(const evidence::Pack& pack, const WelfareParams& params)
    : returnee_pay_(params.returnee_pay),
      absent_share_(std::llround(params.absent_share * kShareUnit)) {
  for (std::size_t o = 0; o < pack.origins.size(); ++o) {
    const std::string& code = pack.origins[o].code;
    Origin origin;
    const evidence::WelfareFigure& parity = needed(pack, "ppp_conversion", code, kDollarYear);
    origin.minor_per_dollar_2021 = parity.value * kDaysPerMonth * kMinorPerMajor;
    origin.prices_2021 = mean_of_year(pack.find_series("prices", code), parity.year);
    origin.own_income = params.own_income_mean[o];
    origin.base_year = params.base_year[o];
    origin.growth_share = params.growth_share[o];
    origin.consumed = params.receipts_seen[o] *
                      needed(pack, "receipts_consumed", code, params.base_year[o]).value;
    origin.relative_income =
        std::make_shared<const RelativeIncomes>(relative_incomes(params.own_income_spread[o]));
    for (std::size_t line = 0; line < kLines; ++line) {
      const std::string_view key = kLineKeys[line];
      std::from_chars(key.data(), key.data() + key.size(), origin.lines[line].dollars);
      origin.lines[line].figures = figures_of(pack, "poverty_line", code, key);
    }
    origins_.push_back(std::move(origin));
  }
  for (std::size_t r = 0; r < pack.regions.size(); ++r) {
    const auto o = static_cast<std::size_t>(pack.regions[r].origin);
    const double share = params.receipts_share[o];
    const double consumption =
        needed(pack, "relative_consumption", pack.regions[r].code, params.base_year[o]).value;
    const double own = (consumption - share * pack.profile.region[r]) / (1 - share);
    relative_region_.push_back(std::max(kLeastRelativeIncome, own));
  }
}

double StandardsTable::line_at(const evidence::Pack& pack,
                               std::size_t origin,
                               std::size_t line,
                               Month month,
                               double minor_per_dollar) const {
  const Line& found = origins_[origin].lines[line];
  if (found.dollars > 0) {
    return found.dollars * minor_per_dollar;
  }
  const auto nearest = std::min_element(
      found.figures.begin(), found.figures.end(), [&](const auto* a, const auto* b) {
        return std::abs(a->year - month.year()) < std::abs(b->year - month.year());
      });
  if (nearest == found.figures.end()) {
    return 0;
  }
  const evidence::Series& prices = pack.find_series("prices", pack.origins[origin].code);
  return kMinorPerMajor * (*nearest)->value * prices.at(month) /
         mean_of_year(prices, (*nearest)->year);
}

Standards StandardsTable::at(const evidence::Pack& pack,
                             Month month,
                             std::span<const Response> responses) const {
  const double destination = pack.find_series("fx", pack.destinations.front().code).at(month);
  Standards standards;
  std::vector<double> mean;
  for (std::size_t o = 0; o < origins_.size(); ++o) {
    const Origin& origin = origins_[o];
    const std::string& code = pack.origins[o].code;
    OriginStandards out;
    const double published = origin.minor_per_dollar_2021 *
                             pack.find_series("prices", code).at(month) / origin.prices_2021;
    out.minor_per_dollar = published * responses[o].price;
    out.minor_per_dollar_base = origin.minor_per_dollar_2021;
    for (std::size_t line = 0; line < kLines; ++line) {
      out.line[line] = responses[o].price * line_at(pack, o, line, month, published);
    }
    out.returnee_pay = kMinorPerMajor * returnee_pay_ * responses[o].wage *
                       pack.find_series("home_wage", code).at(month);
    // Families get what the market gives (origins O2).
    const double rate = pack.find_series("fx", code).at(month) *
                        (1 + pack.find_series("fx_market_premium", code).at(month));
    out.minor_per_destination_minor = rate / destination;
    out.minor_per_usd = kMinorPerMajor * rate;
    out.absent_share = absent_share_;
    out.consumed = origin.consumed;
    standards.origins.push_back(out);
    mean.push_back(
        origin.own_income * published * responses[o].wage *
        std::pow(growth_per_head(pack, o, origin.base_year, month), origin.growth_share));
  }
  for (std::size_t r = 0; r < relative_region_.size(); ++r) {
    const auto o = static_cast<std::size_t>(pack.regions[r].origin);
    standards.own_income.emplace_back(origins_[o].relative_income, relative_region_[r], mean[o]);
  }
  return standards;
}

}  // namespace corridor::welfare
