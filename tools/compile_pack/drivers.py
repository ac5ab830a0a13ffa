"""Compiles series.csv: what drives the corridor month by month, each gap filled by a named rule."""

import demography
import drivers_money
import drivers_outlook
import drivers_work
from common import write_table


def compile(raw, out, sources):
    """Writes series.csv from the raw tables."""
    rates = drivers_money.exchange_rates(raw)
    prices = drivers_money.prices(raw)
    rows = drivers_money.exchange_rate_rows(rates)
    rows += drivers_money.premium_rows(raw, rates)
    rows += drivers_work.wage_rows(raw)
    rows += drivers_work.other_destination_rows(raw, rates)
    rows += drivers_work.living_cost_rows(raw)
    rows += drivers_work.patent_rows(raw)
    rows += drivers_work.unemployment_rows(raw)
    rows += drivers_work.activity_rows(raw)
    rows += drivers_money.price_rows(prices)
    rows += drivers_work.home_wage_rows(raw)
    rows += drivers_money.gdp_rows(raw, rates, prices)
    rows += drivers_money.sending_cost_rows(raw)
    rows += drivers_money.not_labour_rows()
    rows += drivers_outlook.outlook_rows(raw, rates, prices)
    rows += demography.series_rows(raw, sources)
    write_table(out, "series", rows, sources)
