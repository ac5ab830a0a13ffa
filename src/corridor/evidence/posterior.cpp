#include "corridor/evidence/posterior.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"

namespace corridor::evidence {

std::string ParameterId::text() const {
  return key.empty() ? name : fmt::format("{}[{}]", name, key);
}

const std::vector<double>& Posterior::member(std::size_t number) const {
  invariant(!members.empty(), "a member is asked of a posterior that has none");
  return members[number % members.size()];
}

std::vector<double> Posterior::middle() const {
  std::vector<double> result;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    std::vector<double> values;
    for (const std::vector<double>& one : members) {
      values.push_back(one[p]);
    }
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    result.push_back(values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2);
  }
  return result;
}

void set_values(ParameterSet& parameters,
                const std::vector<ParameterId>& ids,
                const std::vector<double>& values) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::vector<ParameterRow>& rows = parameters.rows();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const ParameterRow& one) {
      return one.name == ids[i].name && one.key == ids[i].key;
    });
    invariant(row != rows.end(), "a value is set of a parameter that the pack does not have");
    row->value = values[i];
  }
}

std::string posterior_text(const Posterior& posterior) {
  using nlohmann::ordered_json;
  const PosteriorLineage& lineage = posterior.lineage;
  ordered_json parameters = ordered_json::array();
  for (const ParameterId& id : posterior.parameters) {
    parameters.push_back({{"name", id.name}, {"key", id.key}});
  }
  ordered_json head = {{"version", kPosteriorVersion},
                       {"lineage",
                        {{"plan", lineage.plan},
                         {"problem_digest", lineage.problem_digest},
                         {"pack_digest", lineage.pack_digest},
                         {"program", lineage.program},
                         {"as_of", lineage.as_of},
                         {"from", lineage.from},
                         {"to", lineage.to},
                         {"sample", lineage.sample},
                         {"seed", lineage.seed},
                         {"evaluations", lineage.evaluations},
                         {"end", lineage.end}}},
                       {"parameters", parameters}};
  if (!lineage.fixed.empty()) {
    ordered_json& fixed = head["lineage"]["fixed"];
    for (const auto& [name, value] : lineage.fixed) {
      fixed[name] = value;
    }
  }
  // One line a member, so that a change can be read line by line.
  std::string text = head.dump(1);
  text.erase(text.rfind('\n'));
  text += ",\n \"members\": [";
  for (std::size_t j = 0; j < posterior.members.size(); ++j) {
    text += fmt::format("{}\n  {}", j == 0 ? "" : ",", ordered_json(posterior.members[j]).dump());
  }
  return text + "\n ]\n}\n";
}

}  // namespace corridor::evidence
