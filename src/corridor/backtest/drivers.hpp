#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "corridor/evidence/pack.hpp"

/// Yearly figures of a pack as the rivals use them. The pack is one as of a month, so each figure
/// has one release.
namespace corridor::backtest {

inline constexpr std::string_view kReceipts = "receipts_usd";

/// Receipts of a country by year, USD.
std::map<int, double> receipts(const evidence::Pack& pack, std::string_view country);

/// Mean wage at the main destination in USD per month: the mean of the twelve months of `wage_mean`
/// over the mean of the twelve exchange rates. Nothing where a month is missing.
std::optional<double> wage_usd(const evidence::Pack& pack, int year);

/// Mean price of a dollar in money of the main destination: the mean of twelve months of `fx`, or
/// the yearly figure where the series does not hold the year.
std::optional<double> exchange_rate(const evidence::Pack& pack, int year);

/// Growth of real product of the main destination in the year, as a share.
std::optional<double> growth(const evidence::Pack& pack, int year);

}  // namespace corridor::backtest
