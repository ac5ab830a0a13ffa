#include "corridor/calibration/forecaster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "corridor/backtest/drivers.hpp"
#include "corridor/base/error.hpp"
#include "corridor/calibration/growth_rules.hpp"
#include "corridor/calibration/problem.hpp"
#include "corridor/inference/kalman_state.hpp"
#include "corridor/parallel/threads.hpp"
#include "corridor/random/draw.hpp"
#include "corridor/random/normal.hpp"

namespace corridor::calibration {

namespace {

using backtest::Question;

constexpr std::string_view kUnearned = "not_labour_income";

/// What the members of an origin say: [origin of the pack][member].
using Members = std::vector<std::vector<CountryPaths>>;
/// Of the rules: [origin of the pack][rule].
using Weights = std::vector<std::vector<double>>;

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

/// Nothing at all, which a small sample may hold, counts as one person or dollar.
double log_of(double amount) { return std::log(std::max(amount, 1.0)); }

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
      : options_(std::move(options)),
        rules_(growth_rules(*options_.plan.forecast)),
        threads_(options_.threads) {}

  std::optional<backtest::Forecast> ask(const Question& question, bool with_level) {
    const std::map<int, double> known = backtest::receipts(question.known, question.country);
    const int origin = question.known.origin_index(question.country);
    if (known.empty() || origin < 0 || question.year <= known.rbegin()->first) {
      return std::nullopt;
    }
    if (known.rbegin()->first < options_.plan.from.year()) {
      return std::nullopt;  // nothing is known of the years that the model lives through
    }
    const std::vector<CountryPaths>& members =
        members_at(question)[static_cast<std::size_t>(origin)];
    if (members.front().receipts.rbegin()->first < question.year) {
      return std::nullopt;
    }
    if (with_level) {
      return backtest::ensemble_forecast(draws(question, members, origin));
    }
    std::vector<double> ensemble;
    ensemble.reserve(members.size());
    for (const CountryPaths& member : members) {
      ensemble.push_back(std::exp(member.receipts.at(question.year)));
    }
    return backtest::ensemble_forecast(std::move(ensemble));
  }

 private:
  void tell(const std::string& line) const {
    if (options_.tell) {
      options_.tell(line);
    }
  }

  /// Draws of all members: a rule by its weight, then what it misses by the year (F4).
  std::vector<double> draws(const Question& question,
                            const std::vector<CountryPaths>& members,
                            int country) {
    const int draws = options_.plan.forecast->draws;
    const std::vector<double>& weights = weights_at(question)[static_cast<std::size_t>(country)];
    const auto ahead =
        static_cast<std::uint32_t>(question.year - members.front().observed.rbegin()->first);
    const std::uint32_t first =
        (static_cast<std::uint32_t>(country) * kMostYears + ahead) * kMostDraws;
    std::vector<double> ensemble;
    for (std::size_t number = 0; number < members.size(); ++number) {
      const random::Key key{question.seed,
                            random::Stream::forecast_level,
                            question.when.month,
                            static_cast<std::uint32_t>(number)};
      for (std::uint32_t draw = 0; draw < static_cast<std::uint32_t>(draws); ++draw) {
        const random::Words words = random::draw(key, first + draw);
        const GrowthRule& rule = rules_.all[chosen(weights, words[2] * 0x1p-32)];
        const Normal said = go_on(members[number], rule, question.year);
        ensemble.push_back(std::exp(said.mean + std::sqrt(said.variance) * random::normal(words)));
      }
    }
    return ensemble;
  }

  const Weights& weights_at(const Question& question) {
    const auto key = std::make_pair(question.when.month, question.when.drivers);
    const auto found = weights_.find(key);
    return found != weights_.end() ? found->second
                                   : weights_.emplace(key, compute_weights(question)).first->second;
  }

  /// Weights of the rules by the forecasts made in the same month of earlier years, as far as their
  /// outcomes are known (F3). The posterior has seen the years before the question, so only such
  /// forecasts say how a rule does on years it has not seen.
  Weights compute_weights(const Question& question) {
    Weights sums(question.known.origins.size(), std::vector<double>(rules_.all.size(), 0));
    // A forecast goes on from one observed year; the first can be known in the year after it.
    const Month first(options_.plan.from.year() + 1, question.when.month.month_of_year());
    for (Month month = first; month < question.when.month; month = month + kMonthsPerYear) {
      const evidence::AsOf when{month, evidence::Drivers::known, question.when.revisions};
      const evidence::Pack known = evidence::as_of(*options_.pack, when);
      const Members& members = members_at({known, when, "", 0, question.seed});
      for (std::size_t country = 0; country < members.size(); ++country) {
        add_scores(question, members[country], country, sums[country]);
      }
    }
    Weights weights = weights_of(rules_, sums);
    tell_responses(question, weights.front());
    return weights;
  }

  /// Responses are common to all countries, so the weights of any of them tell.
  void tell_responses(const Question& question, const std::vector<double>& weights) const {
    double number = 0;
    double each = 0;
    for (std::size_t rule = 0; rule < weights.size(); ++rule) {
      number += weights[rule] * rules_.all[rule].number;
      each += weights[rule] * rules_.all[rule].each;
    }
    tell(fmt::format(
        "{}: receipts follow the number of persons by {:.2f}, what each brings by {:.2f}",
        question.when.month.text(),
        number,
        each));
  }

  /// Scores of the first year that members did not know, where its outcome is known by now.
  void add_scores(const Question& question,
                  const std::vector<CountryPaths>& members,
                  std::size_t country,
                  std::vector<double>& sums) const {
    const Path& observed = members.front().observed;
    if (observed.empty()) {
      return;
    }
    const int year = observed.rbegin()->first + 1;
    const std::map<int, double> known =
        backtest::receipts(question.known, question.known.origins[country].code);
    const auto outcome = known.find(year);
    if (outcome == known.end()) {
      return;
    }
    const std::vector<double> scores = log_scores(rules_, members, year, std::log(outcome->second));
    std::transform(sums.begin(), sums.end(), scores.begin(), sums.begin(), std::plus<>());
  }

  const Members& members_at(const Question& question) {
    const auto key = std::make_pair(question.when.month, question.when.drivers);
    const auto found = members_.find(key);
    return found != members_.end() ? found->second
                                   : members_.emplace(key, run_members(question)).first->second;
  }

  Members run_members(const Question& question) {
    const evidence::Posterior& posterior = posterior_at(question);
    const std::size_t count = posterior.members.size();
    Members members(question.known.origins.size(), std::vector<CountryPaths>(count));
    threads_.for_each(count, 1, [&](int, std::size_t number) {
      std::vector<CountryPaths> paths = run_member(question, posterior, number);
      for (std::size_t country = 0; country < paths.size(); ++country) {
        members[country][number] = std::move(paths[country]);
      }
    });
    tell(fmt::format("{}: {} members, drivers {}",
                     question.when.month.text(),
                     count,
                     question.when.drivers == evidence::Drivers::known ? "known" : "forecast"));
    return members;
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

  /// Paths of all countries by one member.
  std::vector<CountryPaths> run_member(const Question& question,
                                       const evidence::Posterior& posterior,
                                       std::size_t number) const {
    const evidence::Pack pack =
        with_values(prepared(drivers_of(question, number), options_.pack->welfare),
                    posterior.parameters,
                    posterior.members[number]);
    const int first_year = options_.plan.from.year();
    const int last_year = question.when.month.year() + options_.years - 1;
    std::vector<Observable> observables;
    for (const evidence::Origin& origin : pack.origins) {
      for (int year = first_year; year <= last_year; ++year) {
        observables.push_back(yearly_receipts(origin.code, year));
        observables.push_back(yearly_present(origin.code, year));
      }
    }
    const random::Words words = random::draw({question.seed,
                                              random::Stream::forecast_run,
                                              question.when.month,
                                              static_cast<std::uint32_t>(number)},
                                             0);
    const std::uint64_t seed = (std::uint64_t{words[0]} << 32) | words[1];
    const std::vector<double> values =
        run_observed(pack, observables, options_.plan.from, options_.plan.sample, seed);
    std::vector<CountryPaths> result;
    auto value = values.begin();
    for (const evidence::Origin& origin : pack.origins) {
      const std::map<int, double> known = backtest::receipts(question.known, origin.code);
      CountryPaths paths;
      for (int year = first_year; year <= last_year; ++year) {
        paths.receipts[year] = log_of(*value++);
        paths.present[year] = log_of(*value++);
        paths.wage[year] = std::log(backtest::wage_usd(pack, year).value_or(1));
        if (const auto found = known.find(year); found != known.end()) {
          paths.observed[year] = std::log(found->second);
        }
      }
      result.push_back(std::move(paths));
    }
    return result;
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
    const evidence::Pack pack =
        prepared(evidence::as_of(question.known, when), options_.pack->welfare);
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
  GrowthRules rules_;
  parallel::Threads threads_;
  std::map<Month, evidence::Posterior> posteriors_;
  std::map<std::pair<Month, evidence::Drivers>, Members> members_;
  std::map<std::pair<Month, evidence::Drivers>, Weights> weights_;
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
