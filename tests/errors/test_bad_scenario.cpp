// One bad scenario for each message, read beside the invented pack. Compares the whole text people
// see with tests/errors/expected/NAME.txt, with the folder written as PACK. Fails when a message
// changes, when a problem is not found, or when one problem drags others behind it.
#include <vector>

#include "corridor/base/error.hpp"
#include "corridor/evidence/scenario.hpp"
#include "errors/pack_copy.hpp"

namespace corridor::evidence {
namespace {

using namespace tests;

/// Scenarios: head and changes of the file scenario.toml.
struct ScenarioCase {
  const char* name;
  std::string text;
};

void PrintTo(const ScenarioCase& bad, std::ostream* stream) { *stream << bad.name; }

const std::string kHead =
    "schema = 1\nquestion = \"What if?\"\nfrom = \"2010-01\"\nto = \"2012-12\"\n";

std::vector<ScenarioCase> scenario_cases() {
  return {
      {"scenario_empty", ""},
      {"scenario_not_utf8", "schema = 1\nquestion = \"\xC5land\"\n"},
      {"scenario_not_toml", "schema = 1\nquestion = What if?\n"},
      {"scenario_other_schema",
       "schema = 2\nquestion = \"?\"\nfrom = \"2010-01\"\nto = \"2010-02\"\n"},
      {"scenario_no_schema", "question = \"?\"\nfrom = \"2010-01\"\nto = \"2010-02\"\n"},
      {"scenario_missing_keys", "schema = 1\nfrom = \"2010-13\"\n"},
      {"scenario_months_reversed",
       "schema = 1\nquestion = \"?\"\nfrom = \"2012-01\"\nto = \"2011-12\"\n"},
      {"scenario_unknown_key", kHead + "\n[[change]]\nserie = \"fx\"\nfactr = 2\n"},
      {"scenario_unknown_names",
       kHead +
           "\n[[change]]\nparameter = \"work.hour\"\nvalue = 1\n\n[[change]]\nseries = \"fxs\"\n"
           "factor = 2\n\n[[change]]\nlaw = \"lapse.pattent\"\nremove = true\n\n[[change]]\n"
           "series = \"home_wage\"\nkey = \"AAB\"\nfactor = 2\n"},
      {"scenario_dated_parameter",
       kHead + "\n[[change]]\nparameter = \"work.hours\"\nvalue = 35\nfrom = \"2011-01\"\n"},
      {"scenario_out_of_range",
       kHead + "\n[[change]]\nparameter = \"work.share\"\nkey = \"services\"\nvalue = "
               "1.5\n\n[[change]]\n"
               "law = \"arrival.patent\"\nfactor = 3\n\n[[change]]\nseries = \"unemployment\"\n"
               "value = -0.1\n\n[[change]]\nseries = \"fx\"\nfactor = -1\n"},
      {"scenario_nothing_said", kHead + "\n[[change]]\nseries = \"fx\"\n\n[[change]]\nvalue = 1\n"},
      {"scenario_remove_series", kHead + "\n[[change]]\nseries = \"fx\"\nremove = true\n"},
      {"scenario_not_numbers",
       "schema = 1\nquestion = 3\nfrom = 2010\nto = \"2012-12\"\n"
       "\n[[change]]\nseries = \"fx\"\nvalue = \"much\"\n"
       "\n[[change]]\nseries = \"fx\"\nfactor = [0.5, 0.6]\n"
       "\n[[change]]\nlaw = \"lapse.patent\"\nremove = 1\n"
       "\n[[change]]\nlaw = \"new\"\nkind = 3\nvalue.most = 1\nfrom = \"2010-01\"\n"},
      {"scenario_base_unknown", kHead + "base = \"othr\"\n"},
      {"scenario_base_circle", kHead + "base = \"ring\"\n"},
      {"scenario_base_not_text", kHead + "base = 3\nexpect = \"\"\n"},
      {"scenario_expect_not_text", kHead + "expect = 3\n"},
      {"scenario_base_removed_rule",
       kHead + "base = \"other\"\n\n[[change]]\nlaw = \"lapse.patent\"\nfactor = 2\n"},
      {"scenario_sector",
       kHead + "\n[[change]]\nseries = \"wage\"\nsector = \"construktion\"\nfactor = 2\n"
               "\n[[change]]\nseries = \"fx\"\nsector = \"services\"\nfactor = 2\n"
               "\n[[change]]\nlaw = \"lapse.patent\"\nsector = \"services\"\nfactor = 2\n"},
      {"scenario_rule_codes",
       kHead + "\n[[change]]\nlaw = \"new\"\nkind = \"transitions\"\nvalue = 0.1\n"
               "\n[[change]]\nlaw = \"new\"\nkind = \"transition\"\nplace = \"AAB\"\n"
               "status_from = \"pattent\"\nstatus_to = \"resident\"\nvalue = 0.1\n"
               "from = \"2010-01\"\n"},
      {"scenario_rule_incomplete",
       kHead + "\n[[change]]\nlaw = \"new\"\nkind = \"transition\"\n"
               "\n[[change]]\nkind = \"arrival\"\nseries = \"fx\"\nfactor = 2\n"
               "\n[[change]]\nlaw = \"lapse.patent\"\nstatus_to = \"resident\"\nvalue = 1\n"},
      {"scenario_rule_values",
       kHead + "\n[[change]]\nlaw = \"new\"\nkind = \"arrival\"\nstatus_to = \"patent\"\n"
               "value = 1.5\nlength = 3\nfrom = \"2010-01\"\n"
               "\n[[change]]\nlaw = \"shut\"\nkind = \"departure\"\nstatus_to = \"patent\"\n"
               "value = 0\nfrom = \"2010-01\"\n"
               "\n[[change]]\nlaw = \"lapse.patent\"\nkind = \"transition\"\n"
               "status_from = \"patent\"\nstatus_to = \"no_valid_status\"\nvalue = 0.1\n"
               "from = \"2010-01\"\n"},
      {"scenario_months_outside",
       kHead + "\n[[change]]\nseries = \"fx\"\nfactor = 2\nfrom = \"2020-01\"\nto = \"2020-06\"\n"},
  };
}

class BadScenario : public ::testing::TestWithParam<ScenarioCase> {};

TEST_P(BadScenario, IsToldInFull) {
  const PackCopy copy;
  const Pack pack = load_pack(copy.folder(), kDeclarations);
  copy.write("scenario.toml", GetParam().text);
  copy.write("other.toml", kHead + "\n[[change]]\nlaw = \"lapse.patent\"\nremove = true\n");
  copy.write("ring.toml", kHead + "base = \"scenario\"\n");
  try {
    load_scenario(copy.folder() / "scenario.toml", pack);
    FAIL() << "the scenario was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    compare(GetParam().name, copy, error.what());
  }
}

std::string scenario_name(const ::testing::TestParamInfo<ScenarioCase>& info) {
  return info.param.name;
}
INSTANTIATE_TEST_SUITE_P(Files, BadScenario, ::testing::ValuesIn(scenario_cases()), scenario_name);

}  // namespace
}  // namespace corridor::evidence
