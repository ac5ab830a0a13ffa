#include "corridor/evidence/posterior.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

using nlohmann::json;

PosteriorLineage lineage_of(const json& object) {
  PosteriorLineage lineage;
  lineage.plan = object.at("plan").get<std::string>();
  lineage.problem_digest = object.at("problem_digest").get<std::string>();
  lineage.pack_digest = object.at("pack_digest").get<std::string>();
  lineage.program = object.at("program").get<std::string>();
  lineage.as_of = object.at("as_of").get<std::string>();
  lineage.from = object.at("from").get<std::string>();
  lineage.to = object.at("to").get<std::string>();
  lineage.sample = object.at("sample").get<std::int64_t>();
  lineage.seed = object.at("seed").get<std::uint64_t>();
  lineage.evaluations = object.at("evaluations").get<int>();
  lineage.end = object.at("end").get<std::string>();
  if (object.contains("fixed")) {
    for (const auto& [name, value] : object.at("fixed").items()) {
      lineage.fixed.emplace_back(name, value.get<double>());
    }
  }
  return lineage;
}

/// Throws json::exception where something is missing or of another kind.
Posterior posterior_of(const json& object) {
  Posterior posterior;
  posterior.lineage = lineage_of(object.at("lineage"));
  for (const json& id : object.at("parameters")) {
    posterior.parameters.push_back(
        {id.at("name").get<std::string>(), id.at("key").get<std::string>()});
  }
  posterior.members = object.at("members").get<std::vector<std::vector<double>>>();
  return posterior;
}

void refuse(Reading& reading, std::string what, std::string why) {
  reading.findings.add({reading.findings.where(std::string(kPosteriorFile)),
                        std::move(what),
                        std::move(why),
                        "Calibrate again, or take the file from the list of the pack."});
}

/// Every parameter has a row, every member a value of each that makes sense.
void check_posterior(Reading& reading, const Posterior& posterior) {
  const std::vector<ParameterRow>& rows = reading.pack.parameters.rows();
  for (const auto& [name, value] : posterior.lineage.fixed) {
    reading.findings.add({reading.findings.where(std::string(kPosteriorFile)),
                          fmt::format("lineage: fixed: {}", name),
                          fmt::format("was held at {} by the plan \"{}\", a run would not hold it.",
                                      value,
                                      posterior.lineage.plan),
                          "Calibrate with a plan without [fixed]."});
  }
  for (std::size_t p = 0; p < posterior.parameters.size(); ++p) {
    const ParameterId& id = posterior.parameters[p];
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const ParameterRow& one) {
      return one.name == id.name && one.key == id.key;
    });
    if (row == rows.end()) {
      refuse(reading, fmt::format("parameters[{}]: {}", p, id.text()), "is not in parameters.csv.");
      continue;
    }
    for (std::size_t j = 0; j < posterior.members.size(); ++j) {
      const double value = posterior.members[j][p];
      if (!(value >= row->minimum && value <= row->maximum)) {
        refuse(reading,
               fmt::format("members[{}]: {} {}", j, id.text(), value),
               fmt::format("lies outside {} to {}.", row->minimum, row->maximum));
      }
    }
  }
}

}  // namespace

void build_posterior(Reading& reading) {
  const auto file = reading.files.find(kPosteriorFile);
  if (file == reading.files.end()) {
    return;
  }
  const json document = json::parse(file->second, nullptr, false);
  Posterior posterior;
  try {
    const int version = document.at("version").get<int>();
    if (version != kPosteriorVersion) {
      refuse(reading,
             fmt::format("version: {}", version),
             fmt::format("is not the one this program reads ({}).", kPosteriorVersion));
      return;
    }
    posterior = posterior_of(document);
  } catch (const json::exception& error) {
    refuse(reading, "the file", fmt::format("is not a posterior ensemble: {}.", error.what()));
    return;
  }
  for (std::size_t j = 0; j < posterior.members.size(); ++j) {
    if (posterior.members[j].size() != posterior.parameters.size()) {
      refuse(
          reading,
          fmt::format("members[{}]: {} values", j, posterior.members[j].size()),
          fmt::format("does not have one of each of {} parameters.", posterior.parameters.size()));
      return;
    }
  }
  if (reading.sound("parameters.csv")) {
    check_posterior(reading, posterior);
  }
  reading.pack.posterior = std::move(posterior);
}

}  // namespace corridor::evidence::detail
