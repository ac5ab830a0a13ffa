// One bad pack for each message. Each case breaks a copy of the invented pack in one place, and
// compares the whole text people see with tests/errors/expected/NAME.txt, with the folder written
// as PACK. Fails when a message changes, when a problem is not found, or when one problem drags
// others behind it.
#include <functional>
#include <vector>

#include "corridor/base/error.hpp"
#include "errors/pack_copy.hpp"

namespace corridor::evidence {
namespace {

using namespace tests;

/// A posterior of a parameter of the copy.
constexpr const char* kPosterior =
    "{\"version\": 1, \"lineage\": {\"plan\": \"p\", \"problem_digest\": \"\", "
    "\"pack_digest\": \"\", \"program\": \"\", \"as_of\": \"\", \"from\": \"2010-01\", "
    "\"to\": \"2010-02\", \"sample\": 1, \"seed\": 1, \"evaluations\": 1, \"end\": \"\"}, "
    "\"parameters\": [{\"name\": \"work.hours\", \"key\": \"\"}], "
    "\"members\": [[40], [41]]}";

struct Case {
  const char* name;
  ExitCode code;
  std::function<void(const PackCopy&)> spoil;
};

void PrintTo(const Case& bad, std::ostream* stream) { *stream << bad.name; }

Case replacing(const char* name, std::string file, std::string from, std::string to) {
  return {name, ExitCode::input, [=](const PackCopy& pack) { pack.replace(file, from, to); }};
}

std::vector<Case> form_cases() {
  return {
      replacing("unknown_column", "sources.csv", "licence", "license"),
      {"missing_column",
       ExitCode::input,
       [](const PackCopy& pack) { pack.drop_last_column("fertility.csv"); }},
      {"truncated_file",
       ExitCode::input,
       [](const PackCopy& pack) {
         const std::string text = pack.text("mortality.csv");
         pack.write("mortality.csv", text.substr(0, text.size() - 20));
       }},
      {"empty_file", ExitCode::input, [](const PackCopy& pack) { pack.write("law.csv", ""); }},
      replacing("not_utf8", "places.csv", "Aaland", "\xC5land"),
      replacing(
          "open_quote", "targets.csv", "fit,invented,assumed,\n", "fit,invented,assumed,\"cut\n"),
      replacing("field_count", "sectors.csv", "services,I,Services", "services,I,Hotels, cafes"),
      {"missing_file", ExitCode::input, [](const PackCopy& pack) { pack.remove("education.csv"); }},
      replacing("unlisted_table", "datapackage.json", "\"fertility.csv\"", "\"fertilty.csv\""),
      replacing(
          "other_schema", "datapackage.json", "\"corridor_schema\": 1", "\"corridor_schema\": 2"),
      replacing("not_json", "datapackage.json", "\"corridor_schema\": 1,", "\"corridor_schema\" 1"),
      {"no_description",
       ExitCode::files,
       [](const PackCopy& pack) { pack.remove("datapackage.json"); }},
  };
}

std::vector<Case> field_cases() {
  return {
      replacing(
          "wrong_unit", "region_population.csv", "AA-1,2010,6000,persons", "AA-1,2010,6,thousands"),
      replacing(
          "wrong_series_unit", "series.csv", "2010-02,30,DDC per USD", "2010-02,30,USD per DDC"),
      replacing("not_a_number", "region_population.csv", "AA-1,2009,6000", "AA-1,2009,6 000"),
      replacing("share_above_one", "household_size.csv", "AAA,4,0.2", "AAA,4,20"),
      replacing("negative_hazard", "law.csv", "0.01,per month", "-0.01,per month"),
      replacing("unknown_region", "region_population.csv", "AA-2,2011", "AA-3,2011"),
      replacing("unknown_status",
                "law.csv",
                "lapse.patent,transition,,patent",
                "lapse.patent,transition,,pattent"),
      replacing(
          "unknown_sector", "series.csv", "wage,DDD,services,2010-07", "wage,DDD,service,2010-07"),
      replacing("unknown_source", "household_mean.csv", "invented", "invention"),
      replacing("unknown_series",
                "series.csv",
                "unemployment,DDD,,2009-01",
                "unemployement,DDD,,2009-01"),
      replacing("date_malformed",
                "law.csv",
                "removal,,no_valid_status,,,2009-01",
                "removal,,no_valid_status,,,2009-13"),
      replacing("date_out_of_range", "region_population.csv", "BB-1,2012", "BB-1,1012"),
      replacing("estimated_without_rule",
                "household_mean.csv",
                "AA-2,2010,5,persons,invented,assumed",
                "AA-2,2010,5,persons,invented,estimated"),
      replacing("unknown_choice", "places.csv", "AA-2,region", "AA-2,regions"),
      {"many_problems",
       ExitCode::input,
       [](const PackCopy& pack) { pack.replace_all("population.csv", ",persons,", ",people,"); }},
  };
}

std::vector<Case> law_cases() {
  return {
      replacing("law_months_reversed",
                "law.csv",
                "arrival,,,patent,,2009-01,",
                "arrival,,,patent,,2009-01,2008-12"),
      replacing("law_without_status",
                "law.csv",
                "transition,,patent,no_valid_status",
                "transition,,patent,"),
      {"law_says_too_much",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("law.csv", "patent,no_valid_status,,", "patent,no_valid_status,services,");
         pack.replace("law.csv", "ban_lifting,BBB,,,,2010-10,,,", "ban_lifting,BBB,,,,2010-10,,6,");
         pack.replace("law.csv", "sector_ban,,,,services", "sector_ban,AAA,,,services");
       }},
      replacing("law_without_sector", "law.csv", "sector_ban,,,,services", "sector_ban,,,,"),
  };
}

/// Borders, living standards and results of studies.
std::vector<Case> map_cases() {
  return {
      {"map_cannot_stand",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("boundaries.geojson", "\"source\": \"invented\"", "\"source\": \"invnted\"");
         pack.replace("boundaries.geojson", "\"credit\"", "\"credits\"");
         pack.replace("boundaries.geojson", "\"code\": \"AA-2\"", "\"code\": \"AA-3\"");
         pack.replace("boundaries.geojson", "[26, 40]", "[26, 400]");
       }},
      {"map_drawn_twice",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("boundaries.geojson", "\"code\": \"AA-2\"", "\"code\": \"AA-1\"");
         pack.replace("boundaries.geojson", "24.5, 43.5", "21.5, 41.5");
       }},
      replacing("map_seat_nowhere", "boundaries.geojson", ", \"inside\": \"BB-1\"", ""),
      replacing("map_ring_open", "boundaries.geojson", ", [10, 44]]]", "]]"),
      replacing("map_not_json", "boundaries.geojson", "{", "["),
      replacing("map_not_geojson", "boundaries.geojson", "FeatureCollection", "Features"),
  };
}

std::vector<Case> study_cases() {
  return {
      {"welfare_cannot_stand",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("welfare.csv", "gini,BBB,2013,", "ginni,BBB,2013,");
         pack.replace("welfare.csv", "0.5205,share", "52.05,share");
         pack.replace("welfare.csv", "AAA,2021,,,,5,AAC per", "AAA,2021,,,,5,BBC per");
         pack.replace(
             "welfare.csv", "poverty_headcount,AAA,2013,3.00", "poverty_headcount,AAA,2013,");
         pack.replace(
             "welfare.csv", "poverty_line,BBB,2013,national", "poverty_line,BBB,2013,official");
         pack.replace(
             "welfare.csv", "households_receiving,BBB,2013,1", "households_receiving,BBB,2013,6");
         pack.replace(
             "welfare.csv", "imports_over_product,AAA,2013,,", "imports_over_product,AAA,2013,1,");
         pack.replace("welfare.csv", "absorption,BBB,2013,,0.05", "absorption,BBB,2013,,0.15");
         pack.replace("welfare.csv", "relative_consumption,AA-1", "relative_consumption,AAA");
       }},
      {"published_cannot_stand",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("published.csv", "persons,300,500", "persons,450,500");
         pack.replace("published.csv", ",growth,,", ",growth,no-fee,");
         pack.replace("published.csv", "wider,+,P1", "wider,,P9");
         pack.replace("published.csv", ",difference,no-fee,", ",difference,,");
         pack.replace("published.csv", "wishes are not modelled", "");
       }},
      {"figures_cannot_stand",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("figures.csv", "receipts_usd,AAA,2008", "receipt_usd,AAA,2008");
         pack.replace("figures.csv", "receipts_usd,AAA,2009", "receipts_usd,DDD,2009");
         pack.replace("figures.csv", "growth,DDD,2008", "growth,AAA,2008");
         pack.replace("figures.csv", "2013,2012-10,", "2013,,");
         pack.replace("figures.csv", "fit,30,DDC per USD", "fit,0,USD per DDC");
       }},
      {"publication_cannot_stand",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("publication.csv", "wage_mean,,1,season", "wage_maen,,1,");
         pack.replace("publication.csv", "real_growth,,1,mean,3", "real_growth,invented,1,mean,");
         pack.replace(
             "publication.csv", "receipts_recorded_usd,,0,,", "receipts_recorded_usd,,0,last,2");
         pack.replace("publication.csv", "welfare,,,0", "welfare,gini,,0");
       }},
      {"published_kind_cannot_stand",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("published.csv", "persons,300,500,,,,report,", "persons,300,500,,,,sign,");
       }},
      replacing("published_unknown_kind", "published.csv", "+,,test,", "+,,fit,"),
  };
}

std::vector<Case> table_cases() {
  return {
      replacing("regions_not_summing", "region_population.csv", "AA-1,2014,6000", "AA-1,2014,6100"),
      replacing("shares_not_summing", "household_size.csv", "BBB,5,0.2", "BBB,5,0.1"),
      replacing("education_not_summing",
                "education.csv",
                "AAA,m,15,,secondary,0.8",
                "AAA,m,15,,secondary,0.7"),
      replacing(
          "gap_in_series", "series.csv", "fx,DDD,,2010-06,30,DDC per USD,invented,assumed,\n", ""),
      replacing(
          "missing_series",
          "series.csv",
          "sex_ratio_at_birth,BBB,,2009,1,boys per girl,"
          "invented,assumed,\nsex_ratio_at_birth,BBB,,2010,1,boys per girl,invented,assumed,\n"
          "sex_ratio_at_birth,BBB,,2011,1,boys per girl,invented,assumed,\n"
          "sex_ratio_at_birth,BBB,,2012,1,boys per girl,invented,assumed,\n"
          "sex_ratio_at_birth,BBB,,2013,1,boys per girl,invented,assumed,\n"
          "sex_ratio_at_birth,BBB,,2014,1,boys per girl,invented,assumed,\n"
          "sex_ratio_at_birth,BBB,,2015,1,boys per girl,invented,assumed,\n"
          "sex_ratio_at_birth,BBB,,2016,1,boys per girl,invented,assumed,\n",
          ""),
      replacing("gap_in_years",
                "region_population.csv",
                "BB-2,2012,5000,persons,invented,assumed,\n",
                ""),
      replacing(
          "gap_in_ages", "population.csv", "AAA,2012,f,35,39,400,persons,invented,assumed,\n", ""),
      replacing("overlapping_ages", "mortality.csv", "BBB,2010,m,80,", "BBB,2010,m,75,"),
      replacing("duplicate_key", "fertility.csv", "AAA,2010,20,34", "AAA,2009,20,34"),
      replacing(
          "series_out_of_range", "series.csv", "DDD,,2011-03,0.05,share", "DDD,,2011-03,5,share"),
      {"target_cannot_stand",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("targets.csv", "migrants_present,AAA,", "migrants_present,AAB,");
         pack.replace("targets.csv", "AAA,2013,", "AAA,2013..2012,");
         pack.replace("targets.csv", "USD,exact,same", "USD,at_least,same");
       }},
      replacing("mean_out_of_reach", "household_mean.csv", "AA-2,2010,5", "AA-2,2010,9"),
  };
}

std::vector<Case> parameter_cases() {
  return {
      replacing("unknown_parameter", "parameters.csv", "work.hours,", "work.huors,"),
      replacing("parameter_missing_key",
                "parameters.csv",
                "work.share,services,s,0.5,,,,share,,invented,assumed,C,\n",
                ""),
      {"parameter_pairs",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("parameters.csv", "AAA:OTH", "AAA:DDD");
         pack.replace("parameters.csv", "BBB:OTH", "BBB");
       }},
      {"parameter_values",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("parameters.csv", "40,30,50,,hours per week", "90,30,50,,hours per day");
         pack.replace("parameters.csv", "services,s,0.5", "tourism,s,0.5");
       }},
      // What an unread table would say of the posterior is no news.
      {"parameter_before_posterior",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("datapackage.json",
                      "\"resources\": [",
                      "\"resources\": [{\"name\": \"posterior\", \"path\": \"posterior.json\", "
                      "\"profile\": \"data-resource\"},");
         pack.write("posterior.json", kPosterior);
         pack.replace("parameters.csv", "40,30,50", "forty,30,50");
       }},
      {"parameter_prior",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace(
             "parameters.csv", "40,30,50,,hours per week,", "40,0,50,,hours per week,lognormal");
         pack.replace("parameters.csv",
                      "services,s,0.5,,,,share,",
                      "services,s,0.5,0.2,1,,share,logitnormal");
       }},
      {"parameter_coverage",
       ExitCode::input,
       [](const PackCopy& pack) {
         pack.replace("parameters.csv", "OTH,c,100,,,,USD,", "OTH,c,100,,,1,USD,beta");
       }},
  };
}

class BadPack : public ::testing::TestWithParam<Case> {};

TEST_P(BadPack, IsToldInFull) {
  const PackCopy pack;
  GetParam().spoil(pack);
  try {
    load_pack(pack.folder(), kDeclarations);
    FAIL() << "the pack was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), GetParam().code);
    compare(GetParam().name, pack, error.what());
  }
}

std::string name_of(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Form, BadPack, ::testing::ValuesIn(form_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Fields, BadPack, ::testing::ValuesIn(field_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Tables, BadPack, ::testing::ValuesIn(table_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Parameters, BadPack, ::testing::ValuesIn(parameter_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Law, BadPack, ::testing::ValuesIn(law_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Maps, BadPack, ::testing::ValuesIn(map_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Studies, BadPack, ::testing::ValuesIn(study_cases()), name_of);

TEST(Pack, CopyAsItStandsIsAccepted) {
  const PackCopy pack;
  EXPECT_NO_THROW(load_pack(pack.folder(), kDeclarations));
}

TEST(Pack, FolderThatIsNotThere) {
  const PackCopy pack;
  try {
    load_pack(pack.folder() / "elsewhere", kDeclarations);
    FAIL() << "there is no such folder";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::files);
    compare("no_folder", pack, error.what());
  }
}

}  // namespace
}  // namespace corridor::evidence
