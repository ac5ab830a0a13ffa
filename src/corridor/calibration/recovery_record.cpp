#include "corridor/calibration/recovery_record.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "corridor/base/error.hpp"
#include "corridor/inference/kalman_state.hpp"

namespace corridor::calibration {

namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr std::string_view kFormat = "corridor trials of recovery";
constexpr int kVersionOfFile = 1;

[[noreturn]] void fail_file(const fs::path& path, const std::string& why) {
  fail_files({path.generic_string(),
              "the file of trials",
              why,
              "Check the folder and the room on its disk, or name another with --output."});
}

std::string line_of(const RecoveryTrial& trial) {
  ordered_json line = {{"attempt", trial.ranks.attempt},
                       {"truth", trial.ranks.truth},
                       {"ranks", trial.ranks.ranks},
                       {"draws", trial.ranks.draws},
                       {"failure", trial.ranks.failure},
                       {"evaluations", trial.evaluations},
                       {"failed", trial.failed},
                       {"discrepancy", trial.discrepancy},
                       {"inferred", ordered_json::array()}};
  for (const Inferred& one : trial.parameters) {
    line["inferred"].push_back({one.low, one.middle, one.high, one.shift, one.spread});
  }
  return line.dump() + "\n";
}

/// Throws ordered_json::exception where the line is no trial of this subject.
RecoveryTrial trial_of(const std::string& text, const Recoverable& subject) {
  const ordered_json line = ordered_json::parse(text);
  RecoveryTrial trial;
  trial.ranks.attempt = line.at("attempt").get<int>();
  trial.ranks.truth = line.at("truth").get<std::vector<double>>();
  trial.ranks.ranks = line.at("ranks").get<std::vector<int>>();
  trial.ranks.draws = line.at("draws").get<int>();
  trial.ranks.failure = line.at("failure").get<std::string>();
  trial.evaluations = line.at("evaluations").get<int>();
  trial.failed = line.at("failed").get<int>();
  trial.discrepancy = line.at("discrepancy").get<double>();
  for (const ordered_json& one : line.at("inferred")) {
    trial.parameters.push_back({one.at(0).get<double>(),
                                one.at(1).get<double>(),
                                one.at(2).get<double>(),
                                one.at(3).get<double>(),
                                one.at(4).get<double>()});
  }
  trial.truth = inference::values_at(subject.problem.priors, trial.ranks.truth);
  return trial;
}

std::vector<std::string> whole_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) {
    fail_file(path, "cannot be read.");
  }
  return text;
}

void write_text(const fs::path& path, const std::string& text, std::ios::openmode mode) {
  std::ofstream stream(path, std::ios::binary | mode);
  stream << text;
  stream.close();
  if (!stream) {
    fail_file(path, "cannot be written.");
  }
}

}  // namespace

std::string recovery_header(const Recoverable& subject, const RecoveryLineage& lineage) {
  const ordered_json header = {
      {"format", kFormat},
      {"version", kVersionOfFile},
      {"program", lineage.program},
      {"plan", lineage.plan},
      {"pack_digest", lineage.pack_digest},
      {"from", lineage.from.text()},
      {"to", lineage.to.text()},
      {"sample", lineage.sample},
      {"seed", subject.options.seed},
      {"members", subject.options.members},
      {"problem_digest", inference::kalman_digest(subject.problem, subject.options)},
      {"errors", subject.errors}};
  return header.dump() + "\n";
}

std::vector<RecoveryTrial> open_trials(const fs::path& path,
                                       const std::string& header,
                                       const Recoverable& subject) {
  std::vector<std::string> lines;
  std::error_code error;
  if (fs::exists(path, error)) {
    lines = whole_lines(text_of(path));
  }
  if (lines.empty()) {
    write_text(path, header, std::ios::trunc);
    return {};
  }
  if (lines.front() + "\n" != header) {
    fail_input({path.generic_string(),
                "the file",
                "holds trials of another program, plan, pack, sample or seed.",
                "Name another folder with --output, or begin anew with --restart."});
  }
  std::vector<RecoveryTrial> trials;
  std::uintmax_t size = header.size();
  for (std::size_t i = 1; i < lines.size(); ++i) {
    try {
      trials.push_back(trial_of(lines[i], subject));
    } catch (const ordered_json::exception& damage) {
      fail_input({fmt::format("{}:{}", path.generic_string(), i + 1),
                  "the trial",
                  fmt::format("is damaged: {}", damage.what()),
                  "Take an earlier copy, or begin anew with --restart."});
    }
    size += lines[i].size() + 1;
  }
  fs::resize_file(path, size, error);
  if (error) {
    fail_file(path, fmt::format("cannot be cut after its last whole line: {}.", error.message()));
  }
  return trials;
}

void append_trial(const fs::path& path, const RecoveryTrial& trial) {
  write_text(path, line_of(trial), std::ios::app);
}

}  // namespace corridor::calibration
