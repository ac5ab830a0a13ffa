#include "corridor/calibration/evaluation_record.hpp"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <system_error>

#include "corridor/base/error.hpp"

namespace corridor::calibration {

namespace {

using nlohmann::ordered_json;

/// Throws Error(files) for a record that cannot be kept.
[[noreturn]] void fail_to_write(const std::filesystem::path& file) {
  fail_files({file.generic_string(),
              "the record of evaluations",
              "cannot be written.",
              "Check that the folder exists and has room."});
}

std::string line_of(const std::string& stage, int member, const std::vector<double>& outputs) {
  // The writer of JSON turns what is not finite into null.
  return ordered_json{{"stage", stage}, {"member", member}, {"outputs", outputs}}.dump() + "\n";
}

/// Throws ordered_json::exception for a line that is cut short or says something else.
std::vector<double> outputs_of(const ordered_json& entry) {
  std::vector<double> outputs;
  for (const ordered_json& value : entry.at("outputs")) {
    outputs.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN()
                                      : value.get<double>());
  }
  return outputs;
}

}  // namespace

EvaluationRecord::EvaluationRecord(std::filesystem::path file,
                                   std::string header,
                                   std::size_t outputs,
                                   bool anew)
    : file_(std::move(file)), header_(std::move(header)) {
  if (!anew) {
    read(outputs);
  }
  write();
  out_.open(file_, std::ios::binary | std::ios::app);
  if (!out_) {
    fail_to_write(file_);
  }
}

void EvaluationRecord::read(std::size_t outputs) {
  std::ifstream in(file_, std::ios::binary);
  std::string line;
  if (!std::getline(in, line)) {
    return;
  }
  foreign_ = line != header_;
  while (!foreign_ && std::getline(in, line)) {
    try {
      const ordered_json entry = ordered_json::parse(line);
      std::vector<double> values = outputs_of(entry);
      if (values.size() != outputs) {
        break;
      }
      known_[{entry.at("stage").get<std::string>(), entry.at("member").get<int>()}] =
          std::move(values);
    } catch (const ordered_json::exception&) {
      break;
    }
  }
  found_ = known_.size();
}

void EvaluationRecord::write() {
  std::filesystem::path beside = file_;
  beside += ".part";
  std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
  stream << header_ << '\n';
  for (const auto& [key, outputs] : known_) {
    stream << line_of(key.first, key.second, outputs);
  }
  stream.close();
  std::error_code error;
  if (stream) {
    std::filesystem::rename(beside, file_, error);
  }
  if (!stream || error) {
    fail_to_write(file_);
  }
}

std::vector<double> EvaluationRecord::get(const std::string& stage,
                                          int member,
                                          const std::function<std::vector<double>()>& compute) {
  const Key key{stage, member};
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(key);
    if (found != known_.end()) {
      return found->second;
    }
  }
  std::vector<double> outputs = compute();
  const std::lock_guard lock(mutex_);
  known_[key] = outputs;
  if (out_.is_open()) {
    out_ << line_of(stage, member, outputs) << std::flush;
    if (!out_) {
      fail_to_write(file_);
    }
  }
  return outputs;
}

void EvaluationRecord::settle() {
  if (!out_.is_open()) {
    return;
  }
  out_.close();
  write();
  out_.open(file_, std::ios::binary | std::ios::app);
}

}  // namespace corridor::calibration
