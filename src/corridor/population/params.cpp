#include "corridor/population/params.hpp"

#include <array>

namespace corridor::population {

namespace {

using evidence::KeyedBy;
using evidence::ParameterDeclaration;

constexpr std::array kDeclarations = {
    ParameterDeclaration{"population.partnered_share_max",
                         "c_max",
                         "share",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Largest share of women of one age who live with a partner at the start.",
                         "population P3"},
    ParameterDeclaration{"population.partnered_age_start",
                         "c_0",
                         "years",
                         14,
                         30,
                         KeyedBy::nothing,
                         "Age at which women start to live with a partner.",
                         "population P3"},
    ParameterDeclaration{
        "population.partnered_age_scale",
        "c_1",
        "years",
        0.5,
        20,
        KeyedBy::nothing,
        "Years over which the share of women with a partner approaches its largest value.",
        "population P3"},
    ParameterDeclaration{
        "population.widowhood_per_year",
        "c_2",
        "share per year",
        0,
        0.1,
        KeyedBy::nothing,
        "Loss of the share of women with a partner for each year of age past fifty.",
        "population P3"},
    ParameterDeclaration{"population.partner_age_gap",
                         "d",
                         "years",
                         0,
                         15,
                         KeyedBy::nothing,
                         "Mean age of a man over that of his partner.",
                         "population P3"},
    ParameterDeclaration{
        "population.childbearing_age_mean",
        "m",
        "years",
        18,
        40,
        KeyedBy::nothing,
        "Mean age of mothers at the birth of children living with them at the start.",
        "population P4"},
    ParameterDeclaration{
        "population.childbearing_age_sd",
        "s",
        "years",
        1,
        12,
        KeyedBy::nothing,
        "Standard deviation of the age of mothers at the birth of children living with them.",
        "population P4"},
    ParameterDeclaration{
        "population.union_probability_per_year",
        "q",
        "probability per year",
        0,
        1,
        KeyedBy::nothing,
        "Yearly probability that a woman of 18 to 34 without a partner forms a union.",
        "population P8"},
    ParameterDeclaration{"population.neolocal_share",
                         "l",
                         "share",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Share of new couples who found a household of their own at once.",
                         "population P8"},
    ParameterDeclaration{"population.division_probability_per_year",
                         "v",
                         "probability per year",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Yearly probability that a large household with two couples divides.",
                         "population P9"},
    ParameterDeclaration{"population.division_size",
                         "v_n",
                         "persons",
                         3,
                         15,
                         KeyedBy::nothing,
                         "Smallest size at which a household with two couples may divide.",
                         "population P9"},
};

}  // namespace

std::span<const ParameterDeclaration> declarations() { return kDeclarations; }

PopulationParams read_params(const evidence::Pack& pack) {
  const auto get = [&](std::string_view name) { return pack.parameters.value(name); };
  PopulationParams params;
  params.partnered_share_max = get("population.partnered_share_max");
  params.partnered_age_start = get("population.partnered_age_start");
  params.partnered_age_scale = get("population.partnered_age_scale");
  params.widowhood_per_year = get("population.widowhood_per_year");
  params.partner_age_gap = get("population.partner_age_gap");
  params.childbearing_age_mean = get("population.childbearing_age_mean");
  params.childbearing_age_sd = get("population.childbearing_age_sd");
  params.union_probability_per_year = get("population.union_probability_per_year");
  params.neolocal_share = get("population.neolocal_share");
  params.division_probability_per_year = get("population.division_probability_per_year");
  params.division_size = get("population.division_size");
  return params;
}

}  // namespace corridor::population
