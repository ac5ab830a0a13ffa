#include "corridor/inference/kalman_state.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "corridor/base/error.hpp"

namespace corridor::inference {

namespace {

using nlohmann::json;

constexpr std::string_view kFormat = "corridor ensemble Kalman state";

json rows_of(const Matrix& matrix) {
  json columns = json::array();
  for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
    json column = json::array();
    for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
      // JSON has no number for what a failed member did not give.
      const double x = matrix(i, j);
      column.push_back(std::isfinite(x) ? json(x) : json());
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

/// Throws json::exception when the columns are not `rows` numbers each.
Matrix matrix_of(const json& columns, std::size_t rows, std::size_t wanted) {
  Matrix matrix(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(wanted));
  for (std::size_t j = 0; j < wanted; ++j) {
    for (std::size_t i = 0; i < rows; ++i) {
      const json& x = columns.at(j).at(i);
      matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) =
          x.is_null() ? std::numeric_limits<double>::quiet_NaN() : x.get<double>();
    }
  }
  return matrix;
}

json json_of(const KalmanRecord& record) {
  return {{"time", record.time},
          {"step", record.step},
          {"mean_misfit", record.mean_misfit},
          {"misfit_variance", record.misfit_variance},
          {"discrepancy", record.discrepancy},
          {"failed", record.failed},
          {"residuals", record.residuals}};
}

KalmanRecord record_of(const json& object) {
  KalmanRecord record;
  record.time = object.at("time").get<double>();
  record.step = object.at("step").get<double>();
  record.mean_misfit = object.at("mean_misfit").get<double>();
  record.misfit_variance = object.at("misfit_variance").get<double>();
  record.discrepancy = object.at("discrepancy").get<double>();
  record.failed = object.at("failed").get<int>();
  record.residuals = object.at("residuals").get<std::vector<double>>();
  return record;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) {
    fail_files({path.string(),
                "the state of an inversion",
                "cannot be read.",
                "Check the path, or start anew without it."});
  }
  return text;
}

void check_header(const std::filesystem::path& path,
                  const json& object,
                  const std::string& digest) {
  if (!object.is_object() || object.value("format", "") != kFormat) {
    fail_input({path.string(),
                "the file",
                "is not the state of an inversion, or is cut short.",
                "Give the file that the inversion wrote, or start anew."});
  }
  const int version = object.value("version", 0);
  if (version != kKalmanStateVersion) {
    fail_input({path.string(),
                fmt::format("version {}", version),
                fmt::format("is not the one this program reads ({}).", kKalmanStateVersion),
                "Go on with the program that wrote it, or start anew."});
  }
  const std::string found = object.value("digest", "");
  if (found != digest) {
    fail_input({path.string(),
                fmt::format("digest {}", found),
                fmt::format("belongs to other priors, targets or options (these have {}).", digest),
                "Go on with the same inputs, or start anew under another name."});
  }
}

KalmanState state_of(const json& object,
                     const KalmanProblem& problem,
                     const KalmanOptions& options) {
  const auto members = static_cast<std::size_t>(options.members);
  KalmanState state;
  state.end = static_cast<KalmanEnd>(object.at("end").get<int>());
  state.time = object.at("time").get<double>();
  state.ensemble = matrix_of(object.at("ensemble"), problem.priors.size(), members);
  for (const json& record : object.at("history")) {
    state.history.push_back(record_of(record));
  }
  if (state.finished()) {
    state.outputs = matrix_of(object.at("outputs"), problem.targets.size(), members);
    state.failures = object.at("failures").get<std::vector<std::string>>();
  }
  return state;
}

}  // namespace

std::string kalman_digest(const KalmanProblem& problem, const KalmanOptions& options) {
  // Seventeen digits name a double exactly; lengths come first, so no two lists share a text.
  std::string text = fmt::format("{} {}\n{} {} {} {} {:.17g} {} {:.17g}\n{} {}\n",
                                 kFormat,
                                 kKalmanStateVersion,
                                 options.members,
                                 options.seed,
                                 static_cast<int>(options.form),
                                 static_cast<int>(options.stopping),
                                 options.discrepancy_factor,
                                 options.max_evaluations,
                                 options.smallest_share,
                                 problem.priors.size(),
                                 problem.targets.size());
  for (const Prior& prior : problem.priors) {
    const PriorStatement& s = prior.statement();
    text += fmt::format("{}:{} {} {:.17g} {:.17g} {:.17g} {:.17g} {:.17g} {:.17g}\n",
                        s.name.size(),
                        s.name,
                        family_name(s.family),
                        s.median,
                        s.low,
                        s.high,
                        s.coverage,
                        s.minimum,
                        s.maximum);
  }
  for (const Target& target : problem.targets) {
    text += fmt::format(
        "{}:{} {:.17g} {:.17g}\n", target.name.size(), target.name, target.value, target.error);
  }
  if (!problem.circumstances.empty()) {
    text += fmt::format("{}:{}\n", problem.circumstances.size(), problem.circumstances);
  }
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string kalman_state_text(const KalmanProblem& problem,
                              const KalmanOptions& options,
                              const KalmanState& state) {
  json object = {{"format", kFormat},
                 {"version", kKalmanStateVersion},
                 {"digest", kalman_digest(problem, options)},
                 {"end", static_cast<int>(state.end)},
                 {"time", state.time},
                 {"parameters", json::array()},
                 {"targets", json::array()},
                 {"ensemble", rows_of(state.ensemble)},
                 {"outputs", rows_of(state.outputs)},
                 {"failures", state.failures},
                 {"history", json::array()}};
  for (const Prior& prior : problem.priors) {
    object["parameters"].push_back(prior.name());
  }
  for (const Target& target : problem.targets) {
    object["targets"].push_back(target.name);
  }
  for (const KalmanRecord& record : state.history) {
    object["history"].push_back(json_of(record));
  }
  return object.dump() + "\n";
}

void write_kalman_state(const std::filesystem::path& path,
                        const KalmanProblem& problem,
                        const KalmanOptions& options,
                        const KalmanState& state) {
  std::filesystem::path beside = path;
  beside += ".part";
  std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
  stream << kalman_state_text(problem, options, state);
  stream.close();
  std::error_code error;
  if (stream) {
    std::filesystem::rename(beside, path, error);
  }
  if (!stream || error) {
    fail_files({path.string(),
                "the state of an inversion",
                "cannot be written.",
                "Check that the folder exists and has room."});
  }
}

KalmanState read_kalman_state(const std::filesystem::path& path,
                              const KalmanProblem& problem,
                              const KalmanOptions& options) {
  const json object = json::parse(read_file(path), nullptr, false);
  check_header(path, object, kalman_digest(problem, options));
  try {
    return state_of(object, problem, options);
  } catch (const json::exception& error) {
    fail_input({path.string(),
                "the state",
                fmt::format("is damaged: {}", error.what()),
                "Take an earlier copy, or start anew."});
  }
}

}  // namespace corridor::inference
