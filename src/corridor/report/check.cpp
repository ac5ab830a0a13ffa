#include "corridor/report/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "corridor/base/error.hpp"
#include "corridor/report/question.hpp"
#include "corridor/report/subjects.hpp"

namespace corridor::report {

namespace {

constexpr double kClose = 0.10;
constexpr double kNear = 0.20;

std::string change_text(double from, double to) {
  return fmt::format("{:.0f} %", std::abs(to / from - 1) * 100);
}

/// A lower bound says nothing against more, an upper one nothing against less.
BoundVerdict one_sided(double published, double model, evidence::Bound bound) {
  const bool lower = bound == evidence::Bound::at_least;
  const std::string_view name = lower ? "a lower bound" : "an upper bound";
  const bool beyond = lower ? model >= published : model <= published;
  const std::string_view side = model >= published ? "above" : "below";
  if (beyond || published == 0) {
    return {fmt::format("{} {}", side, name), beyond};
  }
  return {fmt::format("{} {} by {}", side, name, change_text(published, model)), false};
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double median_of(std::vector<double> values) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double percent_of(double part, double whole) {
  return whole == 0 ? 0 : 100 * std::abs(part / whole);
}

CheckRow row_of(const evidence::Target& target, const Answer& answer, const std::string& grade) {
  const double model = *answer.value;
  CheckRow row{target.id,
               target.place_text,
               target.period,
               target.quantity,
               target.unit,
               target.value,
               model,
               target.kind,
               grade,
               target.source,
               verdict(target.value, model, target.kind),
               std::nullopt,
               subject_of(target.quantity)};
  if (target.bound != evidence::Bound::exact || target.scope != evidence::Scope::same) {
    const BoundVerdict found = bound_verdict(target.value, model, target.bound, target.scope);
    row.verdict = (target.kind == "test" ? "held out: " : "") + found.words;
    row.holds = found.holds;
  }
  row.band = band_of(answer.members);
  return row;
}

}  // namespace

std::optional<MemberBand> band_of(const std::vector<double>& members) {
  MemberBand band{ensemble::quantiles_of(members), ensemble::monte_carlo_error(members)};
  return std::isnan(band.quantiles[ensemble::kMedian]) ? std::nullopt : std::optional(band);
}

std::string within_text(const MemberBand& band, double published) {
  const double narrowest = ensemble::narrowest_band(band.quantiles, published);
  return narrowest > 0 ? fmt::format("in {:.0f} %", 100 * narrowest) : "outside";
}

Coverage coverage(const Check& check, const store::RunInfo& run) {
  Coverage result;
  result.members = run.members;
  std::vector<double> medians;
  std::vector<double> ends;
  for (const CheckRow& row : check.rows) {
    if (row.holds || !row.band) {
      continue;
    }
    ++result.figures;
    const double narrowest = ensemble::narrowest_band(row.band->quantiles, row.published);
    for (std::size_t i = 0; i < ensemble::kCoverages.size(); ++i) {
      result.within[i] += narrowest > 0 && narrowest <= ensemble::kCoverages[i] ? 1 : 0;
    }
    const double middle = row.band->quantiles[ensemble::kMedian];
    medians.push_back(percent_of(row.band->error.median, middle));
    ends.push_back(percent_of(std::max(row.band->error.low, row.band->error.high), middle));
  }
  result.error_median = median_of(std::move(medians));
  result.error_ends = median_of(std::move(ends));
  return result;
}

std::string coverage_text(const Coverage& coverage) {
  if (coverage.figures == 0) {
    return "";
  }
  std::string shares;
  for (std::size_t i = 0; i < ensemble::kCoverages.size(); ++i) {
    shares += fmt::format("{}{} within the {:.0f} % band",
                          i == 0 ? "" : ", ",
                          coverage.within[i],
                          100 * ensemble::kCoverages[i]);
  }
  return fmt::format(
      "Of {} figures with a band, {}.\nChance in {} members: standard error {:.1f} % of a median, "
      "{:.1f} % at the ends of the 80 % band (percent of the median; middle of the figures).\n",
      coverage.figures,
      shares,
      coverage.members,
      coverage.error_median,
      coverage.error_ends);
}

std::string verdict(double published, double model, std::string_view kind) {
  const std::string prefix = kind == "test" ? "held out: " : "";
  if (published == 0) {
    return prefix + (model == 0 ? "equal" : "published figure is zero");
  }
  const double relative = model / published - 1;
  const double distance = std::abs(model - published);
  const double size = std::abs(published);
  if (distance <= kClose * size) {
    return prefix + "within 10 %";
  }
  if (distance <= kNear * size) {
    return prefix + "within 20 %";
  }
  return fmt::format(
      "{}{} by {:.0f} %", prefix, relative > 0 ? "above" : "below", std::abs(relative) * 100);
}

BoundVerdict bound_verdict(double published,
                           double model,
                           evidence::Bound bound,
                           evidence::Scope scope) {
  if (scope == evidence::Scope::same) {
    return one_sided(published, model, bound);
  }
  if (model <= published) {
    return {published == 0 ? "below a figure that counts more"
                           : fmt::format("below a figure that counts more ({:.0f} % of it)",
                                         model / published * 100),
            true};
  }
  // A lower bound of something wider bounds the model on no side.
  if (bound == evidence::Bound::at_least) {
    return {"above the lower bound of a figure that counts more", true};
  }
  return {published == 0 ? "above a figure that counts more"
                         : "above a figure that counts more by " + change_text(published, model),
          false};
}

bool covers(const store::RunInfo& run, const std::string& period, sim::OverYear rule) {
  Month first;
  Month last;
  if (is_year(period)) {
    const int year = std::atoi(period.c_str());
    last = Month(year, 12);
    first = rule == sim::OverYear::sum ? Month(year, 1) : last;
  } else if (Month::parse(period, first)) {
    last = first;
  } else {
    return false;
  }
  return run.has_months && first >= run.from && last <= run.last_month;
}

ModelValues::ModelValues(const store::Store& store, const store::RunInfo& run)
    : store_(store), run_(run), measures_(store.measures(run)) {}

const store::MeasureInfo* ModelValues::measure(std::string_view name) const {
  const auto found = std::find_if(
      measures_.begin(), measures_.end(), [&](const auto& entry) { return entry.name == name; });
  return found == measures_.end() ? nullptr : &*found;
}

bool ModelValues::reports(const std::string& name) const { return measure(name) != nullptr; }

void ModelValues::select(std::optional<int> member) {
  member_ = member;
  of_member_.clear();
}

std::vector<double> ModelValues::year_members(const std::string& name,
                                              const std::string& place,
                                              int year) const {
  if (!reports(name)) {
    return {};
  }
  const auto kept = store::member_values(store_, run_, name, place, true);
  for (std::size_t number = 0; kept && number < kept->periods(); ++number) {
    if (kept->period(number).year() == year) {
      return kept->row(number);
    }
  }
  return {};
}

std::optional<MemberBand> ModelValues::year_band(const std::string& name,
                                                 const std::string& place,
                                                 int year) const {
  return band_of(year_members(name, place, year));
}

const std::vector<store::Point>& ModelValues::months(const std::string& name,
                                                     const std::string& place) {
  if (member_) {
    const auto [kept, is_unread] = members_.try_emplace({name, place});
    if (is_unread && reports(name)) {
      kept->second = store::member_values(store_, run_, name, place, false);
    }
    const auto [line, is_unmade] = of_member_.try_emplace({name, place});
    if (is_unmade && kept->second) {
      line->second = kept->second->points(*member_);
    }
    return line->second;
  }
  const auto [entry, is_new] = cache_.try_emplace({name, place});
  if (is_new && reports(name)) {
    try {
      entry->second = store_.series(run_, {name, place, {}, {}}).front().points;
    } catch (const Error&) {
      // The measure is not kept for this place: the figure has no model value, which the caller
      // reports.
      entry->second.clear();
    }
  }
  return entry->second;
}

std::optional<double> ModelValues::value(const std::string& name,
                                         const std::string& place,
                                         const std::string& period) {
  const store::MeasureInfo* info = measure(name);
  if (info == nullptr || !covers(run_, period, info->over_year)) {
    return std::nullopt;
  }
  const std::vector<store::Point>& all = months(name, place);
  Month month;
  std::vector<store::Point> wanted;
  if (is_year(period)) {
    month = Month(std::atoi(period.c_str()), 1);
    if (const auto band = year_band(name, place, month.year())) {
      return band->quantiles[ensemble::kMedian];
    }
    wanted = store::by_year(all, info->over_year);
  } else {
    Month::parse(period, month);
    wanted = all;
  }
  for (const store::Point& point : wanted) {
    if (point.period == month) {
      return point.value;
    }
  }
  return std::nullopt;
}

Check check(const store::Store& store, const store::RunInfo& run, const evidence::Pack& pack) {
  Check result;
  ModelValues values(store, run);
  std::map<std::string, int> unknown;
  for (const evidence::Target& target : pack.targets) {
    const Answer model = answer(question_of(target), values);
    if (model.value) {
      result.rows.push_back(row_of(target, model, grade_of(values, target.quantity)));
    } else if (model.outside) {
      ++result.outside;
    } else {
      ++unknown[target.quantity];
    }
  }
  std::stable_sort(result.rows.begin(), result.rows.end(), [](const auto& a, const auto& b) {
    return subject_order(a.subject) < subject_order(b.subject);
  });
  result.not_modelled.assign(unknown.begin(), unknown.end());
  return result;
}

std::vector<SubjectErrors> errors_by_subject(const Check& check) {
  std::vector<SubjectErrors> errors;
  for (const std::string_view subject : subjects()) {
    SubjectErrors sums{subject};
    std::vector<double> percents;
    for (const CheckRow& row : check.rows) {
      if (row.subject != subject) {
        continue;
      }
      if (row.holds) {
        ++sums.bounds;
        sums.bounds_kept += *row.holds ? 1 : 0;
      } else if (row.published != 0) {
        percents.push_back(std::abs(row.model / row.published - 1) * 100);
      }
    }
    sums.figures = static_cast<int>(percents.size());
    sums.mean = mean_of(percents);
    sums.median = median_of(std::move(percents));
    if (sums.figures + sums.bounds > 0) {
      errors.push_back(sums);
    }
  }
  return errors;
}

std::string grade_of(const ModelValues& values, std::string_view quantity) {
  std::string grade;
  for (std::size_t at = 0; at < quantity.size();) {
    const std::size_t end = std::min(quantity.find_first_of("+/", at), quantity.size());
    const store::MeasureInfo* info = values.measure(quantity.substr(at, end - at));
    // The weakest grade comes last in the alphabet.
    grade = info == nullptr ? grade : std::max(grade, info->grade);
    at = end + 1;
  }
  return grade;
}

std::vector<FitError> fit_errors(const Check& check) {
  std::vector<FitError> errors;
  for (const CheckRow& row : check.rows) {
    if (row.kind != "fit" || row.published == 0) {
      continue;
    }
    auto found = std::find_if(errors.begin(), errors.end(), [&](const FitError& error) {
      return error.place == row.place && error.quantity == row.quantity;
    });
    if (found == errors.end()) {
      found = errors.insert(errors.end(), {row.place, row.quantity, row.grade, 0, 0});
    }
    found->percent += std::abs(row.model / row.published - 1) * 100;
    ++found->figures;
  }
  for (FitError& error : errors) {
    error.percent /= error.figures;
  }
  return errors;
}

}  // namespace corridor::report
