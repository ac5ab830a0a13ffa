#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/welfare/params.hpp"

namespace corridor::welfare {

/// Poverty lines, by their keys in `welfare.csv`: dollars of purchasing power of 2021 a day, or a
/// line in local money.
inline constexpr std::size_t kLines = 5;
inline constexpr std::array<std::string_view, kLines> kLineKeys = {
    "3.00", "4.20", "8.30", "national", "study"};

/// Own income is the same within each of so many equal steps of the place in the distribution.
inline constexpr int kPlaceBits = 9;
inline constexpr std::size_t kPlaces = std::size_t{1} << kPlaceBits;
constexpr std::size_t place_step(std::uint32_t place) { return place >> (32 - kPlaceBits); }

/// Shares of own income are told in whole numbers of this part.
inline constexpr int kShareBits = 16;
inline constexpr std::int64_t kShareUnit = 1 << kShareBits;

/// What money is worth in one origin and month. Minor units are hundredths of local money.
struct OriginStandards {
  double minor_per_dollar = 0;             ///< minor units a month per PPP dollar a day
  double minor_per_dollar_base = 0;        ///< the same at the prices of the year of PPP dollars
  std::array<double, kLines> line{};       ///< minor units a month per head; 0 where there is none
  double returnee_pay = 0;                 ///< minor units a month (eq. H7)
  double minor_per_destination_minor = 0;  ///< minor units per minor unit of destination money
  double minor_per_usd = 0;                ///< minor units per US dollar
  std::int64_t absent_share = 0;           ///< what leaves with an adult, in kShareUnit (eq. H3)
  double consumed = 0;                     ///< share of receipts that is seen and consumed (eq. H4)
};

/// Own income at each place over its mean (eq. H1).
using RelativeIncomes = std::array<double, kPlaces>;

/// Income of their own of households in which nobody is away, minor units a month per head, by step
/// of the place (eq. H1 and H2). Worked out when asked for: few places are met in one month.
class OwnIncomes {
 public:
  OwnIncomes(std::shared_ptr<const RelativeIncomes> relative, double region, double mean)
      : relative_(std::move(relative)), region_(region), mean_(mean) {}
  std::int64_t operator[](std::size_t place) const {
    return static_cast<std::int64_t>((*relative_)[place] * region_ * mean_);
  }

 private:
  std::shared_ptr<const RelativeIncomes> relative_;
  double region_;  ///< of the region over that of its origin
  double mean_;    ///< of the origin
};

/// The standards of one month.
struct Standards {
  std::vector<OriginStandards> origins;
  std::vector<OwnIncomes> own_income;  ///< [region]
};

/// How wages and prices at home differ from the published ones in one origin and month.
struct Response {
  double wage = 1;
  double price = 1;
};

/// What of the standards does not change from month to month, read once.
class StandardsTable {
 public:
  StandardsTable() = default;
  StandardsTable(const evidence::Pack& pack, const WelfareParams& params);
  /// The standards of a month (docs/model/welfare.md, H1, H2, H4, H6). In: one response for each
  /// origin. Throws Error(input) where a series of the pack ends before the month.
  Standards at(const evidence::Pack& pack, Month month, std::span<const Response> responses) const;

 private:
  struct Line {
    double dollars = 0;  ///< PPP dollars a day; 0: a line in local money
    std::vector<const evidence::WelfareFigure*> figures;  ///< by year
  };
  struct Origin {
    double minor_per_dollar_2021 = 0;
    double prices_2021 = 0;  ///< mean index of the year of the conversion
    double own_income = 0;   ///< PPP dollars a day per head, base year
    double growth_share = 0;
    double consumed = 0;
    int base_year = 0;
    std::array<Line, kLines> lines;
    std::shared_ptr<const RelativeIncomes> relative_income;
  };
  double line_at(const evidence::Pack& pack,
                 std::size_t origin,
                 std::size_t line,
                 Month month,
                 double minor_per_dollar) const;
  double returnee_pay_ = 0;
  std::int64_t absent_share_ = 0;
  std::vector<Origin> origins_;
  std::vector<double> relative_region_;  ///< [region] own income over that of the origin
};

/// Value of the standard normal distribution below which the share `p` lies (0 < p < 1).
double normal_quantile(double p);

}  // namespace corridor::welfare
