#include <fmt/format.h>

#include "corridor/base/error.hpp"
#include "corridor/sim/baseline.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

Cell at(std::size_t place) {
  Cell cell;
  cell.place = static_cast<std::int16_t>(place);
  return cell;
}

void put(std::int16_t measure, std::size_t place, double value, std::vector<Value>& values) {
  values.push_back({measure, at(place), value});
}

/// Money received less that of the baseline in US dollars, [origin]. Each measure is subtracted by
/// itself and exactly, so that equal runs leave zero.
std::vector<double> received_changes(const World& world,
                                     Month month,
                                     std::span<const Value> values) {
  std::vector<double> changes(world.pack->origins.size(), 0);
  const Baseline* baseline = world.request.baseline.get();
  if (baseline == nullptr) {
    return changes;
  }
  Baseline now({{}, month, world.request.sample, world.request.seed}, baseline->places());
  now.add_month(month, values);
  for (std::size_t origin = 0; origin < changes.size(); ++origin) {
    for (const std::string_view measure : {"received_usd", "received_elsewhere_usd"}) {
      changes[origin] += now.at(measure, origin, month) - baseline->at(measure, origin, month);
    }
  }
  return changes;
}

void check_response(const World& world,
                    Month month,
                    std::size_t origin,
                    const origins::Response& response,
                    double product_usd,
                    double consumption_usd) {
  if (product_usd + response.product_change_usd > 0 &&
      consumption_usd + response.consumption_change_usd > 0) {
    return;
  }
  fail_input({fmt::format("{} in {}", world.pack->origins[origin].code, month.text()),
              fmt::format("{:.3g} USD of product and {:.3g} USD of consumption",
                          response.product_change_usd,
                          response.consumption_change_usd),
              "would be lost against the baseline, which is all there is.",
              "Lower product_multiplier in welfare.csv, or look whether gdp_usd and "
              "household_consumption_usd agree with the money received."});
}

/// Values of one origin in one month; amounts in US dollars.
void write_origin(const origins::Response& response,
                  double product_usd,
                  std::size_t origin,
                  std::vector<Value>& values) {
  const auto percent = [&](double change_usd) { return 100 * change_usd / product_usd; };
  put(measure_id<"consumption_change_usd">(), origin, response.consumption_change_usd, values);
  put(measure_id<"imports_change_usd">(), origin, response.imports_change_usd, values);
  put(measure_id<"product_usd">(), origin, product_usd + response.product_change_usd, values);
  put(measure_id<"product_change_pct">(), origin, percent(response.product_change_usd), values);
  put(measure_id<"product_change_low_pct">(),
      origin,
      percent(response.product_change_low_usd),
      values);
  put(measure_id<"product_change_high_pct">(),
      origin,
      percent(response.product_change_high_usd),
      values);
  if (response.exchange_pressure) {
    put(measure_id<"exchange_pressure_pct">(), origin, 100 * *response.exchange_pressure, values);
  }
}

/// Published growth of the year, moved by the response; years without published growth have none.
void write_growth(const World& world, Month month, std::size_t origin, std::vector<Value>& values) {
  const evidence::Series& growth =
      world.pack->find_series("real_growth", world.pack->origins[origin].code);
  if (month >= growth.first && month <= growth.last()) {
    put(measure_id<"product_growth_pct">(),
        origin,
        100 * origins::product_growth(growth.at(month), world.responses[origin]),
        values);
  }
}

void look_up_economies(World& world, int year) {
  OfYear<EconomyYear>& economies = world.economies;
  if (economies.year == year) {
    return;
  }
  economies = {year, {}};
  for (std::size_t origin = 0; origin < world.pack->origins.size(); ++origin) {
    economies.known.push_back({origins::economy_figures(*world.pack, origin, year),
                               origins::product_usd_of_year(*world.pack, origin, year)});
  }
}

}  // namespace

void write_economy(World& world, Month month, std::vector<Value>& values) {
  look_up_economies(world, month.year());
  const std::vector<double> changes = received_changes(world, month, values);
  for (std::size_t origin = 0; origin < changes.size(); ++origin) {
    origins::ResponseMemory& memory = world.responses[origin];
    put(measure_id<"home_wage_change_pct">(), origin, 100 * (memory.wage_factor - 1), values);
    put(measure_id<"prices_change_pct">(), origin, 100 * (memory.price_factor - 1), values);
    const double product_usd = world.economies.known[origin].product_usd / kMonthsPerYear;
    const origins::EconomyFigures& figures = world.economies.known[origin].figures;
    const origins::Response response =
        origins::respond(world.params.origins, figures, product_usd, changes[origin]);
    const double consumption_usd = figures.consumption_over_product * product_usd;
    check_response(world, month, origin, response, product_usd, consumption_usd);
    origins::remember(response, product_usd, memory);
    put(measure_id<"received_change_usd">(), origin, changes[origin], values);
    write_origin(response, product_usd, origin, values);
    write_growth(world, month, origin, values);
  }
}

}  // namespace corridor::sim
