#include "corridor/ensemble/member.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "corridor/base/check.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::ensemble {

namespace {

std::uint64_t drawn_seed(std::uint64_t seed, random::Stream stream, int number) {
  const random::Words words =
      random::draw({seed, stream, Month(), static_cast<std::uint32_t>(number)}, 0);
  return static_cast<std::uint64_t>(words[0]) << 32 | words[1];
}

}  // namespace

Parameters::Parameters(const evidence::Pack& pack, std::uint64_t seed)
    : seed_(seed), posterior_(&pack.posterior) {
  if (!pack.posterior.empty()) {
    ids_ = pack.posterior.parameters;
    return;
  }
  for (const evidence::ParameterRow& row : pack.parameters.rows()) {
    inference::Prior prior = inference::prior_of(row);
    if (prior.statement().family != inference::Family::fixed) {
      ids_.push_back({row.name, row.key});
      priors_.push_back(std::move(prior));
    }
  }
}

std::vector<double> Parameters::values(int member, int attempt) const {
  if (ids_.empty()) {
    return {};
  }
  if (calibrated()) {
    return posterior_->member(static_cast<std::size_t>(member));
  }
  const random::Words words = random::draw({seed_, random::Stream::ensemble_redraw, Month(), 0},
                                           static_cast<std::uint32_t>(attempt));
  const std::uint64_t seed = static_cast<std::uint64_t>(words[0]) << 32 | words[1];
  return inference::values_at(priors_, inference::draw_coordinates(priors_.size(), seed, member));
}

std::string Parameters::text() const {
  if (ids_.empty()) {
    return "as in the pack: none is uncertain";
  }
  if (!calibrated()) {
    return fmt::format("{} drawn from their priors: never calibrated", ids_.size());
  }
  return fmt::format("{} of the posterior {} ({} members)",
                     ids_.size(),
                     posterior_->lineage.problem_digest,
                     posterior_->members.size());
}

std::uint64_t member_seed(std::uint64_t seed, int member) {
  return drawn_seed(seed, random::Stream::ensemble_seed, member);
}

int lots(std::int64_t sample) {
  constexpr std::int64_t kFewest = 2;
  constexpr std::int64_t kMost = 10;
  constexpr std::int64_t kTogether = 10;  ///< all lots are no more than a tenth of everybody
  return static_cast<int>(std::clamp(sample / kTogether, kFewest, kMost));
}

std::uint64_t people_seed(std::uint64_t seed, int lot) {
  return drawn_seed(seed, random::Stream::ensemble_people, lot);
}

evidence::Pack member_pack(const evidence::Pack& pack,
                           const Parameters& parameters,
                           int member,
                           int attempt) {
  invariant(member >= 0, "members of an ensemble are counted from 0");
  evidence::Pack result = pack;
  evidence::set_values(result.parameters, parameters.ids(), parameters.values(member, attempt));
  return result;
}

}  // namespace corridor::ensemble
