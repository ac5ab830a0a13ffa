#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// The shared vocabulary. Places, statuses, sectors and destinations come from the data pack and
/// are known here only by their position in it.
namespace corridor {

enum class Sex : std::uint8_t { female = 0, male = 1 };
inline constexpr int kSexes = 2;
inline constexpr std::array<std::string_view, kSexes> kSexCodes = {"f", "m"};

/// ISCED 2011 groups: 0-1, 2-3, 4-5, 6-8.
enum class Education : std::uint8_t { primary = 0, secondary = 1, vocational = 2, tertiary = 3 };
inline constexpr int kEducations = 4;
inline constexpr std::array<std::string_view, kEducations> kEducationCodes = {
    "primary", "secondary", "vocational", "tertiary"};

/// Oldest age kept apart; everybody older is counted with it.
inline constexpr int kOldestAge = 100;
inline constexpr int kAges = kOldestAge + 1;
/// Five-year age groups 0-4 to 95-99 and 100+.
inline constexpr int kAgeGroups = 21;
constexpr int age_group(int age) { return age >= kOldestAge ? kAgeGroups - 1 : age / 5; }

/// Sizes of tables by sex and single age, and by sex and five-year group, and where they keep a
/// cell.
inline constexpr std::size_t kSexAgeCells = std::size_t{kSexes} * kAges;
inline constexpr std::size_t kSexGroupCells = std::size_t{kSexes} * kAgeGroups;
constexpr std::size_t sex_age_cell(int sex, int age) {
  return static_cast<std::size_t>(sex) * kAges + static_cast<std::size_t>(age);
}
constexpr std::size_t sex_group_cell(int sex, int group) {
  return static_cast<std::size_t>(sex) * kAgeGroups + static_cast<std::size_t>(group);
}

}  // namespace corridor
