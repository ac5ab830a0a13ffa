#include "corridor/calibration/forecaster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "corridor/backtest/drivers.hpp"
#include "corridor/base/error.hpp"
#include "corridor/calibration/level.hpp"
#include "corridor/calibration/problem.hpp"
#include "corridor/inference/kalman_state.hpp"
#include "corridor/parallel/threads.hpp"
#include "corridor/random/draw.hpp"
#include "corridor/random/normal.hpp"

namespace corridor::calibration {

namespace {

using backtest::Question;

constexpr std::string_view kUnearned = "not_labour_income";

/// Receipts of one member: [origin][year - first year], USD.
using Receipts = std::vector<std::vector<double>>;

/// Runs of all members at one origin under one condition.
struct Runs {
  int first_year = 0;
  std::vector<Receipts> members;
  double of(std::size_t member, std::size_t origin, int year) const {
    return members[member][origin].at(static_cast<std::size_t>(year - first_year));
  }
  int last_year() const {
    return first_year + static_cast<int>(members.front().front().size()) - 1;
  }
};

/// The pack as forecasts run it. Amounts that nobody earned were set with knowledge of the years
/// they explain.
evidence::Pack prepared(evidence::Pack pack, const std::vector<evidence::WelfareFigure>& welfare) {
  pack.welfare = welfare;
  for (evidence::Series& series : pack.series) {
    if (series.name == kUnearned) {
      std::fill(series.values.begin(), series.values.end(), 0.0);
    }
  }
  return pack;
}

/// Room for addresses of draws: years ahead, and draws a member.
constexpr std::uint32_t kMostYears = 64;
constexpr std::uint32_t kMostDraws = 1U << 20U;

/// Index drawn by weight, at a uniform number.
std::size_t chosen(const std::vector<double>& weights, double uniform) {
  std::size_t at = 0;
  while (at + 1 < weights.size() && uniform >= weights[at]) {
    uniform -= weights[at++];
  }
  return at;
}

/// Asks the model; what was computed for one question serves the others of the same origin.
class Model {
 public:
  explicit Model(ForecastOptions options)
      : options_(std::move(options)), threads_(options_.threads) {}

  std::optional<backtest::Forecast> ask(const Question& question, bool with_level) {
    const std::map<int, double> known = backtest::receipts(question.known, question.country);
    const int origin = question.known.origin_index(question.country);
    if (known.empty() || origin < 0 || question.year <= known.rbegin()->first) {
      return std::nullopt;
    }
    const Runs& runs = runs_at(question);
    if (question.year > runs.last_year()) {
      return std::nullopt;
    }
    const auto place = static_cast<std::size_t>(origin);
    std::vector<double> ensemble;
    for (std::size_t member = 0; member < runs.members.size(); ++member) {
      if (with_level) {
        add_draws(question, runs, member, place, ensemble);
      } else {
        ensemble.push_back(runs.of(member, place, question.year));
      }
    }
    return backtest::ensemble_forecast(std::move(ensemble));
  }

 private:
  void tell(const std::string& line) const {
    if (options_.tell) {
      options_.tell(line);
    }
  }

  /// What a member misses of each country's receipts, for years that were simulated.
  static std::vector<Misses> misses_of(const Question& question,
                                       const Runs& runs,
                                       std::size_t member) {
    std::vector<Misses> result;
    for (std::size_t origin = 0; origin < question.known.origins.size(); ++origin) {
      Misses misses;
      const std::string& code = question.known.origins[origin].code;
      for (const auto& [year, observed] : backtest::receipts(question.known, code)) {
        if (year >= runs.first_year && year <= runs.last_year()) {
          misses[year] = std::log(observed / runs.of(member, origin, year));
        }
      }
      result.push_back(std::move(misses));
    }
    return result;
  }

  /// Draws of one member: a rule by its weight, then the miss of the year (F5).
  void add_draws(const Question& question,
                 const Runs& runs,
                 std::size_t member,
                 std::size_t origin,
                 std::vector<double>& ensemble) const {
    const evidence::ForecastPlan& plan = *options_.plan.forecast;
    const std::vector<LevelRule> rules = level_rules(plan);
    const std::vector<Misses> misses = misses_of(question, runs, member);
    const std::vector<double> weights = rule_weights(rules, misses, plan.start);
    const random::Key key{question.seed,
                          random::Stream::forecast_level,
                          question.when.month,
                          static_cast<std::uint32_t>(member)};
    const double model = runs.of(member, origin, question.year);
    const int last_known = backtest::receipts(question.known, question.country).rbegin()->first;
    const auto ahead = static_cast<std::uint32_t>(question.year - last_known);
    const auto country = static_cast<std::uint32_t>(origin);
    for (std::uint32_t draw = 0; draw < static_cast<std::uint32_t>(plan.draws); ++draw) {
      const random::Words words =
          random::draw(key, (country * kMostYears + ahead) * kMostDraws + draw);
      const LevelRule& rule = rules[chosen(weights, words[2] * 0x1p-32)];
      const Filtered filtered = filter_level(misses[origin], rule, plan.start);
      const Normal miss = miss_ahead(filtered, rule, std::max(question.year - filtered.year, 1));
      ensemble.push_back(model *
                         std::exp(miss.mean + std::sqrt(miss.variance) * random::normal(words)));
    }
  }

  const Runs& runs_at(const Question& question) {
    const auto key = std::make_pair(question.when.month, question.when.drivers);
    const auto found = runs_.find(key);
    return found != runs_.end() ? found->second
                                : runs_.emplace(key, run_members(question)).first->second;
  }

  Runs run_members(const Question& question) {
    const evidence::Posterior& posterior = posterior_at(question);
    tell(fmt::format("{}: {} members, drivers {}",
                     question.when.month.text(),
                     posterior.members.size(),
                     question.when.drivers == evidence::Drivers::known ? "known" : "forecast"));
    Runs runs;
    runs.first_year = options_.plan.from.year();
    runs.members.resize(posterior.members.size());
    const int last = question.when.month.year() + options_.years - 1;
    threads_.for_each(posterior.members.size(), 1, [&](int, std::size_t member) {
      runs.members[member] = run_member(question, posterior, member, last);
    });
    return runs;
  }

  /// The pack of a member: where drivers are forecast, each has its own chance in them.
  static evidence::Pack drivers_of(const Question& question, std::size_t member) {
    if (question.when.drivers == evidence::Drivers::known) {
      return question.known;
    }
    evidence::AsOf when = question.when;
    when.draw = evidence::DriverDraw{question.seed, static_cast<std::uint32_t>(member)};
    return evidence::as_of(question.known, when);
  }

  Receipts run_member(const Question& question,
                      const evidence::Posterior& posterior,
                      std::size_t member,
                      int last_year) const {
    const evidence::Pack pack =
        with_values(prepared(drivers_of(question, member), options_.welfare),
                    posterior.parameters,
                    posterior.members[member]);
    std::vector<Observable> observables;
    const int first_year = options_.plan.from.year();
    for (const evidence::Origin& origin : pack.origins) {
      for (int year = first_year; year <= last_year; ++year) {
        observables.push_back(yearly_receipts(origin.code, year));
      }
    }
    const random::Words words = random::draw({question.seed,
                                              random::Stream::forecast_run,
                                              question.when.month,
                                              static_cast<std::uint32_t>(member)},
                                             0);
    const std::uint64_t seed = (std::uint64_t{words[0]} << 32) | words[1];
    const std::vector<double> values =
        run_observed(pack, observables, options_.plan.from, options_.plan.sample, seed);
    const auto years = static_cast<std::ptrdiff_t>(last_year - first_year + 1);
    Receipts receipts;
    for (auto at = values.begin(); at != values.end(); at += years) {
      receipts.emplace_back(at, at + years);
    }
    return receipts;
  }

  const evidence::Posterior& posterior_at(const Question& question) {
    const auto found = posteriors_.find(question.when.month);
    return found != posteriors_.end()
               ? found->second
               : posteriors_.emplace(question.when.month, calibrate(question)).first->second;
  }

  /// The same posterior under both conditions: nothing after the origin takes part in it.
  evidence::Posterior calibrate(const Question& question) {
    evidence::AsOf when = question.when;
    when.drivers = evidence::Drivers::forecast;
    const evidence::Pack pack = prepared(evidence::as_of(question.known, when), options_.welfare);
    const Problem problem = make_problem(pack, options_.plan);
    const inference::KalmanOptions kalman = options_of(options_.plan);
    const std::string month = when.month.text();
    const std::filesystem::path file = options_.folder.empty()
                                           ? std::filesystem::path()
                                           : options_.folder / fmt::format("state-{}.json", month);
    inference::KalmanState state;
    if (!file.empty() && std::filesystem::is_regular_file(file)) {
      state = inference::read_kalman_state(file, problem.kalman, kalman);
    } else {
      state = inference::kalman_start(problem.kalman, kalman);
    }
    const inference::Evaluate model = make_model(pack, problem, options_.plan.seed);
    state = inference::kalman_run(
        problem.kalman, kalman, model, threads_, std::move(state), [&](const auto& reached) {
          if (!file.empty()) {
            inference::write_kalman_state(file, problem.kalman, kalman, reached);
          }
          tell(fmt::format("{}: {} figures, evaluation {}, misfit {:.2f} errors",
                           month,
                           problem.targets.size(),
                           reached.history.size(),
                           reached.history.back().discrepancy));
        });
    return posterior_of(pack, options_.plan, problem, state, month, "");
  }

  ForecastOptions options_;
  parallel::Threads threads_;
  std::map<Month, evidence::Posterior> posteriors_;
  std::map<std::pair<Month, evidence::Drivers>, Runs> runs_;
};

}  // namespace

std::vector<backtest::Forecaster> model_forecasters(ForecastOptions options) {
  if (!options.plan.forecast) {
    fail_input({options.plan.name,
                "forecast",
                "is missing, so nothing says how forecasts start from what is observed.",
                "Add a part [forecast] (docs/formats/calibration.md)."});
  }
  const auto model = std::make_shared<Model>(std::move(options));
  return {{"model", "model", [model](const Question& q) { return model->ask(q, true); }},
          {"model_alone", "model without the observed level", [model](const Question& q) {
             return model->ask(q, false);
           }}};
}

}  // namespace corridor::calibration
