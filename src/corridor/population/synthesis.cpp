#include "corridor/population/synthesis.hpp"

#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "corridor/population/margins.hpp"
#include "corridor/population/rates.hpp"
#include "corridor/population/scan.hpp"

namespace corridor::population {

namespace {

/// Size of a district at the start: small enough for a core's second-level cache, and for a 16-bit
/// index after decades of births (docs/decisions/0005-districts.md).
constexpr std::int64_t kDistrictPersons = 20'000;

/// One district's part of the region's persons, cell by cell; parts of a cell differ by at most
/// one.
std::vector<std::int64_t> district_part(std::span<const std::int64_t> region,
                                        std::int64_t part,
                                        std::int64_t parts) {
  std::vector<std::int64_t> persons;
  for (std::size_t cell = 0; cell < region.size(); ++cell) {
    const std::int64_t shift = static_cast<std::int64_t>(cell) * 7 % parts;
    const auto up_to = [&](std::int64_t p) { return (region[cell] * p + shift) / parts; };
    persons.push_back(up_to(part + 1) - up_to(part));
  }
  return persons;
}

/// Birth month, education and skill of one person (population P5).
std::pair<ClassByte, Attributes> person(const Draft& draft,
                                        const Calendar& calendar,
                                        Month start,
                                        const OriginRates& rates,
                                        random::Sequence& random) {
  const std::uint32_t months_since_birthday = random.below(12);
  std::uint32_t age = draft.age;
  if (age == kOldestAge) {
    age += random.below(5);
  }
  const Month birth = start - static_cast<std::int32_t>(age * 12 + months_since_birthday);
  const int index = calendar.index(birth);
  const int education = rates.attained_education(draft.sex, draft.age, random.next());
  const auto c = static_cast<ClassByte>(index / kCohortMonths | (draft.sex == 1 ? kMaleBit : 0));
  const auto a = static_cast<Attributes>(index % kCohortMonths | education << kEducationShift |
                                         (draft.partnered ? kPartneredBit : 0) |
                                         random.below(16) << kSkillShift);
  return {c, a};
}

void fill(District& district,
          const std::vector<Draft>& persons,
          const Calendar& calendar,
          Month start,
          const OriginRates& rates,
          random::Sequence& random) {
  const auto count = static_cast<std::uint32_t>(persons.size());
  district.reserve(count);
  district.laid_out = count;
  district.used = count;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::tie(district.classes[i], district.attributes[i]) =
        person(persons[i], calendar, start, rates, random);
    if (persons[i].head) {
      district.set_head(i);
      ++district.households;
    }
  }
}

}  // namespace

Synthesis synthesise(const evidence::Pack& pack,
                     const PopulationParams& params,
                     const SynthesisRequest& request,
                     parallel::Threads& threads) {
  const Margins wanted = margins(pack, request.start, request.sample);
  Synthesis result;
  result.calendar = Calendar(request.start);
  std::vector<std::int64_t> part_of;
  std::vector<std::int64_t> parts_of;
  for (std::size_t region = 0; region < wanted.persons.size(); ++region) {
    const std::vector<std::int64_t>& cells = wanted.persons[region];
    const std::int64_t persons = std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
    const std::int64_t parts =
        std::max<std::int64_t>(1, (persons + kDistrictPersons - 1) / kDistrictPersons);
    for (std::int64_t part = 0; part < parts; ++part) {
      District district;
      district.region = static_cast<std::uint16_t>(region);
      district.number = static_cast<std::uint32_t>(result.districts.size());
      result.districts.push_back(std::move(district));
      part_of.push_back(part);
      parts_of.push_back(parts);
    }
  }
  const std::vector<OriginRates> origin_rates = rates(pack, request.start);
  std::vector<CompositionErrors> errors(result.districts.size());
  threads.for_each(result.districts.size(), 4, [&](int, std::size_t i) {
    District& district = result.districts[i];
    const auto origin = static_cast<std::size_t>(pack.regions[district.region].origin);
    const std::vector<std::int64_t> persons =
        district_part(wanted.persons[district.region], part_of[i], parts_of[i]);
    random::Sequence households(
        {request.seed, random::Stream::synthesis_households, request.start, district.number});
    const std::vector<Draft> everybody = compose_households(
        params, persons, pack.demography.household_size[district.region], households, errors[i]);
    random::Sequence traits(
        {request.seed, random::Stream::synthesis_persons, request.start, district.number});
    fill(district, everybody, result.calendar, request.start, origin_rates[origin], traits);
  });
  for (const CompositionErrors& of_district : errors) {
    result.errors.add(of_district);
  }
  return result;
}

}  // namespace corridor::population
