#include "corridor/report/wanted.hpp"

#include <algorithm>
#include <set>

#include "corridor/report/compare.hpp"
#include "corridor/report/question.hpp"

namespace corridor::report {

namespace {

using Pairs = std::set<std::pair<std::string, std::string>>;

void add(const Question& question, Pairs& pairs) {
  std::size_t at = 0;
  while (at < question.measure.size()) {
    const std::size_t end =
        std::min(question.measure.find_first_of("+/", at), question.measure.size());
    for (const std::string& place : question.places) {
      pairs.emplace(question.measure.substr(at, end - at), place);
    }
    at = end + 1;
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> wanted_by_member(const evidence::Pack& pack) {
  Pairs pairs;
  for (const evidence::Target& target : pack.targets) {
    add(question_of(target), pairs);
  }
  for (const evidence::Claim& claim : pack.claims) {
    add(question_of(claim), pairs);
  }
  for (const evidence::PublishedResult& result : pack.published) {
    add(question_of(result), pairs);
  }
  for (const std::string& measure : default_measures()) {
    pairs.emplace(measure, "");
    for (const evidence::Origin& origin : pack.origins) {
      pairs.emplace(measure, origin.code);
    }
  }
  return {pairs.begin(), pairs.end()};
}

}  // namespace corridor::report
