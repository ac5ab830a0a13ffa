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

/// What a member says of all countries, and the weights of the rules at it.
struct Member {
  std::vector<CountryPaths> countries;  ///< [origin]
  std::vector<double> weights;          ///< [rule]
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
      : options_(std::move(options)),
        rules_(level_rules(*options_.plan.forecast)),
        threads_(options_.threads) {}

  std::optional<backtest::Forecast> ask(const Question& question, bool with_level) {
    const std::map<int, double> known = backtest::receipts(question.known, question.country);
    const int origin = question.known.origin_index(question.country);
    if (known.empty() || origin < 0 || question.year <= known.rbegin()->first) {
      return std::nullopt;
    }
    const std::vector<Member>& members = members_at(question);
    const auto country = static_cast<std::size_t>(origin);
    if (members.front().countries[country].model.rbegin()->first < question.year) {
      return std::nullopt;
    }
    std::vector<double> ensemble;
    for (std::size_t member = 0; member < members.size(); ++member) {
      if (with_level) {
        add_draws(question, members[member], member, country, ensemble);
      } else {
        ensemble.push_back(std::exp(members[member].countries[country].model.at(question.year)));
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

  /// Draws of one member: a rule by its weight, then what it misses in the year (F5).
  void add_draws(const Question& question,
                 const Member& member,
                 std::size_t number,
                 std::size_t country,
                 std::vector<double>& ensemble) const {
    const evidence::ForecastPlan& plan = *options_.plan.forecast;
    const CountryPaths& paths = member.countries[country];
    const random::Key key{question.seed,
                          random::Stream::forecast_level,
                          question.when.month,
                          static_cast<std::uint32_t>(number)};
    const int last_known = paths.observed.rbegin()->first;
    const auto ahead = static_cast<std::uint32_t>(question.year - last_known);
    for (std::uint32_t draw = 0; draw < static_cast<std::uint32_t>(plan.draws); ++draw) {
      const random::Words words = random::draw(
          key, (static_cast<std::uint32_t>(country) * kMostYears + ahead) * kMostDraws + draw);
      const LevelRule& rule = rules_[chosen(member.weights, words[2] * 0x1p-32)];
      const Filtered filtered = filter_level(misses(paths, rule.persons), rule, plan.start);
      const Normal miss = miss_ahead(filtered, rule, static_cast<int>(ahead));
      ensemble.push_back(std::exp(guide(paths, rule.persons).at(question.year) + miss.mean +
                                  std::sqrt(miss.variance) * random::normal(words)));
    }
  }

  const std::vector<Member>& members_at(const Question& question) {
    const auto key = std::make_pair(question.when.month, question.when.drivers);
    const auto found = members_.find(key);
    return found != members_.end() ? found->second
                                   : members_.emplace(key, run_members(question)).first->second;
  }

  std::vector<Member> run_members(const Question& question) {
    const evidence::Posterior& posterior = posterior_at(question);
    std::vector<Member> members(posterior.members.size());
    threads_.for_each(members.size(), 1, [&](int, std::size_t number) {
      members[number] = run_member(question, posterior, number);
    });
    tell(fmt::format("{}: {} members, drivers {}, receipts follow persons by {:.2f}",
                     question.when.month.text(),
                     members.size(),
                     question.when.drivers == evidence::Drivers::known ? "known" : "forecast",
                     mean_persons(members)));
    return members;
  }

  /// How far receipts are thought to follow the persons of the model.
  double mean_persons(const std::vector<Member>& members) const {
    double sum = 0;
    for (const Member& member : members) {
      for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        sum += member.weights[rule] * rules_[rule].persons;
      }
    }
    return sum / static_cast<double>(members.size());
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

  Member run_member(const Question& question,
                    const evidence::Posterior& posterior,
                    std::size_t number) const {
    const evidence::Pack pack =
        with_values(prepared(drivers_of(question, number), options_.welfare),
                    posterior.parameters,
                    posterior.members[number]);
    const int first_year = options_.plan.from.year();
    const int last_year = question.when.month.year() + options_.years - 1;
    std::vector<Observable> observables;
    for (const evidence::Origin& origin : pack.origins) {
      for (int year = first_year; year <= last_year; ++year) {
        observables.push_back(yearly_receipts(origin.code, year));
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
    Member member;
    auto value = values.begin();
    for (const evidence::Origin& origin : pack.origins) {
      const std::map<int, double> known = backtest::receipts(question.known, origin.code);
      CountryPaths paths;
      for (int year = first_year; year <= last_year; ++year, ++value) {
        paths.model[year] = std::log(*value);
        paths.wage[year] = std::log(backtest::wage_usd(pack, year).value_or(1));
        if (const auto found = known.find(year); found != known.end()) {
          paths.observed[year] = std::log(found->second);
        }
      }
      member.countries.push_back(std::move(paths));
    }
    member.weights = rule_weights(rules_, member.countries, options_.plan.forecast->start);
    return member;
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
  std::vector<LevelRule> rules_;
  parallel::Threads threads_;
  std::map<Month, evidence::Posterior> posteriors_;
  std::map<std::pair<Month, evidence::Drivers>, std::vector<Member>> members_;
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
