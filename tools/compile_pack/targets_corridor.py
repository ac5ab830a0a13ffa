"""Targets of law, enforcement, registry, bans, recruitment and transfers from the corridor tables.

Each rule below says which gathered series speaks of which measure. Rows that a rule leaves out, and
why, stand in the pack's RULES-drivers.md.
"""

import dataclasses
import re

from common import ORIGINS, check, number
from press import page_source

STATS = "corridor/migration_stats.csv"
WAR = "corridor/recruitment.csv"
MONEY = "corridor/remittances_cbr.csv"

# Relative standard errors, stated as those of targets.py are.
ERROR_DOCUMENTS = 0.05
ERROR_ROUNDED = 0.10
ERROR_STATEMENT = 0.15
ERROR_DISPUTED = 0.30
ERROR_TRANSFERS = 0.15  # three concepts, none of them what migrants send by all ways

LIST_OF_NAMES = "names found in open sources: an incomplete count"
ALL_FOREIGNERS = "all foreigners, of whom the origins are a part"

# Periods that the gathered table prints with words in them.
PERIODS = {
    "2025-10 (source prints October 2024)": ("2025-10", "month inferred"),
    "2025 (to November)": ("2025-01..2025-11", ""),
    "2023-04 (to date)": ("2023-04", "month inferred"),
}


@dataclasses.dataclass(frozen=True)
class Rule:
    """What one gathered series says of a measure."""

    series: str
    quantity: str
    prefix: str
    error: float
    unit: str = "persons"
    table: str = STATS
    places: tuple = (*ORIGINS, "CA5", "ALL")
    aggregation: str = ""
    bound: str = "exact"
    note: str = ""
    scale: int = 1  # of the unit over the gathered one
    held_out: bool = False  # years after 2023 are kept for tests
    sets_law: bool = False  # values of law.csv were set by this series
    since: str = ""  # a total of everything since this month, printed with its last month only


RULES = (
    Rule("patents_issued", "patents_issued", "patents", ERROR_DOCUMENTS, unit="patents"),
    Rule("citizenship_granted", "citizenship_granted", "citizenship", ERROR_DOCUMENTS, sets_law=True),
    Rule("irregular_stock", "irregular_present", "irregular", ERROR_STATEMENT, sets_law=True),
    Rule("court_expulsions_executed", "expulsions_by_court", "expulsions", ERROR_ROUNDED, sets_law=True,
         note="executed by the bailiffs"),
    Rule("expulsions", "expulsions_by_court", "expulsions", ERROR_ROUNDED, sets_law=True),
    Rule("removed_total", "removals", "removals", ERROR_ROUNDED, sets_law=True),
    Rule("detention_stock", "detained", "detained", ERROR_STATEMENT, note="held for removal, on a day"),
    Rule("controlled_registry", "controlled_registry", "registry", ERROR_STATEMENT, sets_law=True),
    Rule("controlled_registry_legalised", "registry_legalised", "legalised", ERROR_STATEMENT, sets_law=True,
         since="2025-02"),
    Rule("entry_ban_list_stock", "entry_bans_in_force", "bans", ERROR_STATEMENT, sets_law=True),
    Rule("entry_bans_issued", "entry_bans_imposed", "bans_imposed", ERROR_ROUNDED),
    Rule("naturalised_sent_to_front", "enlisted_naturalised_cumulative", "naturalised",
         ERROR_STATEMENT, sets_law=True, table=WAR, note="statement of one official, who names natives of three origins"),
    Rule("central_asians_listed_fighting", "enlisted_foreign_cumulative", "listed", ERROR_STATEMENT,
         table=WAR, bound="at_least", note=LIST_OF_NAMES),
    Rule("contracts_signed", "enlisted_foreign_cumulative", "contracts", ERROR_STATEMENT, table=WAR,
         aggregation="change", bound="at_least", note="contracts known by name: an incomplete count"),
    Rule("central_asians_listed_killed", "deaths_in_war_cumulative", "deaths_listed",
         ERROR_STATEMENT, table=WAR, bound="at_least", note=LIST_OF_NAMES),
    Rule("confirmed_deaths", "deaths_in_war_cumulative", "deaths_confirmed", ERROR_DOCUMENTS,
         table=WAR, places=ORIGINS, bound="at_least", note=LIST_OF_NAMES),
    Rule("mercenary_cases_opened", "prosecuted_cumulative", "prosecuted", ERROR_DOCUMENTS, sets_law=True,
         table=WAR, aggregation="change", note="cases of every foreign conflict"),
    Rule("remittances_cbr_all_channels_from_russia", "received_usd", "transfers", ERROR_TRANSFERS,
         unit="USD", table=MONEY, places=ORIGINS, scale=1_000_000, held_out=True,
         note="all transfers of individuals, without what is carried by hand"),
    Rule("remittances_personal_from_russia", "received_usd", "personal", ERROR_TRANSFERS,
         unit="USD", table=MONEY, places=ORIGINS, scale=1_000_000, held_out=True,
         note="personal transfers of the balance of payments"),
    Rule("remittances_origin_cb_from_russia", "received_usd", "inflow", ERROR_TRANSFERS,
         unit="USD", table=MONEY, places=ORIGINS, scale=1_000_000, held_out=True,
         note="central bank of the origin; from 2022 with money of people who left the destination"),
)

# Rows that a rule would take and should not: (series, country, period, value).
LEFT_OUT = {
    ("removed_total", "ALL", "2013-01..2013-09", "30000"),
    ("removed_total", "ALL", "2024-01..2024-07", "93000"),
    ("removed_total", "ALL", "2025", "72000"),
    ("entry_ban_list_stock", "TJK", "2014-15", "300000"),
    ("irregular_stock", "ALL", "2026-02-06", "840000"),
    ("court_expulsions_executed", "ALL", "2017..2022", "200000"),
}
# What differs from the rule of the series.
SPECIAL = {
    ("controlled_registry", "KGZ", "2025-11", "128497"): {
        "bound": "at_most", "note": "everybody entered over eleven months, those since taken off included"},
    ("controlled_registry", "KGZ", "2026-01-15", "34786"): {"caveats": ""},
    ("controlled_registry_legalised", "UZB", "2025", "150000"): {
        "bound": "at_most", "note": "everybody covered by the amnesty, those who left included",
        "caveats": ""},
    ("entry_ban_list_stock", "TJK", "2016", "400000"): {
        "error": ERROR_DISPUTED, "note": "figure of an organisation, not of the ministry"},
    ("entry_ban_list_stock", "TJK", "2019-04", "240000"): {
        "error": ERROR_DISPUTED, "note": "figure of an organisation, not of the ministry"},
    ("irregular_stock", "TJK", "2021-04", "247000"): {
        "error": ERROR_DISPUTED, "note": "called old records by the origin's labour ministry"},
    ("irregular_stock", "KGZ", "2019-03", "211000"): {
        "error": ERROR_DISPUTED, "note": "names on lists handed over by the destination"},
    ("mercenary_cases_opened", "KAZ", "2023-04 (to date)", "10"): {"aggregation": "value"},
    ("mercenary_cases_opened", "KAZ", "2025", "709"): {
        "note": "cases of taking part in a foreign conflict; 28 of mercenary activity stand apart"},
}


def quarter_span(year, quarter):
    """`2023Q1` as months."""
    last = 3 * int(quarter)
    return f"{year}-{last - 2:02d}..{year}-{last:02d}"


def plain_period(text):
    """A period of the pack, or nothing where the gathered one is not for machine use."""
    if text in PERIODS:
        return PERIODS[text][0]
    if found := re.fullmatch(r"(\d{4})Q(\d)", text):
        return quarter_span(*found.groups())
    if found := re.fullmatch(r"(\d{4})-H(\d)", text):
        last = 6 * int(found[2])
        return f"{found[1]}-{last - 5:02d}..{found[1]}-{last:02d}"
    if found := re.fullmatch(r"(\d{4})\.\.(\d{4})Q(\d)", text):
        return f"{found[1]}-01..{quarter_span(found[2], found[3])[-7:]}"
    found = re.fullmatch(r"(\d{4}(?:-\d\d)?)(?:-\d\d)?(\.\.\d{4}-\d\d)?", text)
    return found[1] + (found[2] or "") if found else None


def use(rule, special, country, period):
    """Dated rules of the law were set by exact counts of the origins' own citizens: these are fitted. Patents, a total of all
    foreigners, bounds and disputed figures are only shown."""
    if rule.held_out and period[:4] > "2023":
        return "test"
    exact = special.get("bound", rule.bound) == "exact" and country != "ALL"
    trusted = special.get("error", rule.error) < ERROR_DISPUTED
    return "fit" if rule.sets_law and exact and trusted else "report"


def target_of(rule, entry, period, caveats, sources):
    """One row of targets.csv."""
    key = rule.series, entry["country"], entry["period"], entry["value"]
    special = SPECIAL.get(key, {})
    country = entry["country"]
    derived = "derived" in entry["note"] or PERIODS.get(entry["period"], ("", ""))[1]
    notes = (ALL_FOREIGNERS if country == "ALL" else "", special.get("note", rule.note),
             PERIODS.get(entry["period"], ("", ""))[1],
             special.get("caveats", caveats(entry)))
    if rule.since and ".." not in period and len(period) > 4:
        period = f"{rule.since}..{period}"
    place = {"ALL": "all", "CA5": "all"}.get(country, country)
    return {
        "id": f"{rule.prefix}.{country}.{period}",
        "quantity": rule.quantity,
        "place": place,
        "period": period,
        "aggregation": special.get("aggregation", rule.aggregation),
        "value": number(float(entry["value"]) * rule.scale, 9) if rule.scale > 1 else entry["value"],
        "unit": rule.unit,
        "bound": special.get("bound", rule.bound),
        "scope": "wider" if country == "ALL" else "same",
        "error": str(special.get("error", rule.error)),
        "kind": use(rule, special, country, period),
        "source": page_source(sources, entry["source"], entry["url"]),
        "status": "estimated" if derived else "measured",
        "note": "; ".join(part for part in notes if part),
    }


def rows_of(rule, raw, caveats, sources):
    """The rows that one rule takes from its table."""
    rows = []
    for entry in raw.rows(rule.table, series=rule.series, country=rule.places):
        period = plain_period(entry["period"])
        key = rule.series, entry["country"], entry["period"], entry["value"]
        counts_missing = "missing" in entry["unit"]
        if period and not counts_missing and key not in LEFT_OUT:
            rows.append(target_of(rule, entry, period, caveats, sources))
    check(rows, f"{rule.table}: no row of {rule.series} for {rule.quantity}")
    return rows


def early_citizenship(raw, caveats, sources):
    """The only figure for its year stands in the table of the war."""
    rule = Rule("citizenship_granted", "citizenship_granted", "citizenship", ERROR_ROUNDED, sets_law=True, table=WAR)
    entry = raw.one(WAR, series=rule.series, country="TJK", period="2016")
    return target_of(rule, entry, "2016", caveats, sources)


def barred_by_share(raw, sources):
    """Entry bans of two origins: printed shares of a printed total."""
    total = raw.one(STATS, series="entry_ban_list_stock", country="ALL", period="2014-09-23")
    rows = []
    for entry in raw.rows(STATS, series="entry_ban_list_share", period="2014-09-23"):
        upper = "upper bound" in entry["note"]
        rows.append({
            "id": f"bans.{entry['country']}.2014-09",
            "quantity": "entry_bans_in_force",
            "place": entry["country"],
            "period": "2014-09",
            "aggregation": "",
            "value": str(round(float(total["value"]) * float(entry["value"]) / 100)),
            "unit": "persons",
            "bound": "at_most" if upper else "exact",
            "scope": "same",
            "error": str(ERROR_DISPUTED),
            "kind": "report",
            "source": page_source(sources, entry["source"], entry["url"]),
            "status": "estimated",
            "note": f"{entry['value']} percent of a stated total of {total['value']}",
        })
    return rows


def corridor_rows(raw, caveats, sources):
    """Every target of this module."""
    rows = [row for rule in RULES for row in rows_of(rule, raw, caveats, sources)]
    return [*rows, early_citizenship(raw, caveats, sources), *barred_by_share(raw, sources)]
