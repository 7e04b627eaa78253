"""London's pack says what the seeds say: the draft plan 2017-21, and its yardsticks. Its figures: test_prints."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.support.prints import PACK, every_row, seed

from peelian.figures.periods import month_name, parse_month
from peelian.plans import queries
from peelian.plans.records import Commitment, Detail, Plan

# A word that must stand on the line of each theme, commitment, promise and objective, and on every passage that a
# commitment names: a line number that slips by one fails here.
WORDS = {
    "better-police-service": "better police service",
    "dedicated-ward-officers": "officer|Police Constables",
    "local-priorities": "priorit|MOPAC 7",
    "protect-vulnerable-people": "vulnerab|special",
    "technology-for-the-front-line": "technolog|body.worn|online|IT systems",
    "representative-met": "female|women|career|divers|discriminat|inclusi|learning organisation|looks like",
    "safe-night-time": "Night Czar",
    "safe-transport-and-roads": "transport|TfL",
    "business-crime": "business",
    "better-justice-service": "better criminal justice service",
    "victims-commissioner": "Victims Commissioner",
    "restorative-justice": "restorative justice",
    "case-file-quality": "file|body-worn",
    "joined-up-victim-support": "victim",
    "victims-code-review": "Code of Practice",
    "through-the-gate": "through the gate|co-commission|offend|liaison|drug testing|triage|health agencies",
    "justice-devolution": "devol|greater (local )?control|powers over",
    "children-and-young-people": "children and young people safe",
    "knife-crime-strategy": "knife|knives|stop and search",
    "child-protection-oversight": "independent group|child protection",
    "child-houses": "Child Houses",
    "gangs-review": "gang",
    "looked-after-children": "looked.after children",
    "youth-provision-review": "custod|young|youth",
    "violence-against-women-and-girls": "violence against women and girls",
    "vawg-strategy": "VAWG|FGM|sexual and domestic",
    "vawg-campaign": "campaign",
    "rape-crisis-funding": "Rape Crisis",
    "sexual-violence-service": "sexual (violence|abuse)|justice and more perpetrators",
    "advocates-review": "Independent Domestic Violence Advocate",
    "refuges": "refuges",
    "unwanted-behaviour-on-transport": "transport|TfL|police investigation",
    "school-pilot": "school|teachers|pupils",
    "perpetrators": "perpetrator",
    "hatred-and-extremism": "extremism, hatred and intolerance",
    "zero-tolerance-of-hate": "hate crime|zero.tolerance",
    "hate-crime-on-transport": "transport",
    "hate-crime-advocates": "advocate|victims of hate crime",
    "online-hate-hub": "Hate Crime Hub",
    "radicalisation-safeguarding": "radicalis|extremism",
    "social-integration": "Social Integration",
    "final-plan": "Plan",
    "officer-strength": "strategic target",
    "larger-command-units": "trial|pathfinder",
    "emergency-review-response": "Harris",
    "water-cannon-sale": "water cannon",
    "front-line-spending": "front line",
    "joint-delivery-plans": "joint delivery plans",
    "crime-prevention-fund": "LCPF",
    "fewer-neighbourhood-crimes": "neighbourhood crimes",
    "fewer-victims-of-crime": "total number of victims",
    "officers-in-every-ward": "every ward",
    "confidence-and-satisfaction": "confidence and victim satisfaction",
    "representative-workforce": "workforce more representative",
    "staff-job-satisfaction": "job satisfaction",
    "more-offenders-proceeded-against": "proceeded against",
    "less-offending-on-bail": "on bail",
    "less-reoffending": "reoffending rates",
    "court-orders-kept": "court orders",
    "fewer-cases-lost": "attrition in court",
    "victims-served-better": "victims' satisfaction",
    "fewer-young-victims": "young victims",
    "fewer-first-time-entrants": "first-time entrants",
    "fewer-knife-crimes": "knife crimes",
    "fewer-gun-crimes": "gun crimes",
    "less-serious-youth-violence": "Serious Youth Violence",
    "more-exploitation-reported": "Child Sexual Exploitation",
    "more-domestic-abuse-reported": "domestic abuse",
    "more-sexual-violence-reported": "sexual violence",
    "more-harmful-practices-reported": "harmful practices",
    "fewer-vawg-cases-lost": "attrition in cases of violence against",
    "more-hate-crime-reported": "hate crime to come forward",
    "fewer-repeat-hate-victims": "repeat victimisation",
    "fewer-hate-cases-lost": "attrition in cases of hate",
    "hate-crime-victims-satisfied": "victims of hate crime",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return queries.load_plan(PACK)


def every_promise(plan: Plan) -> tuple[Commitment, ...]:
    return (*plan.commitments, *plan.promises)


def bullets(lines: list[str], start: str, stop: str) -> list[int]:
    """The numbers of the bulleted lines between a line that holds ``start`` and the next that holds ``stop``."""
    numbers, inside = [], False
    for number in range(274, 1601):
        if inside and stop in lines[number]:
            inside = False
        elif start in lines[number]:
            inside = True
        elif inside and lines[number].startswith("- "):
            numbers.append(number)
    return numbers


def test_the_draft_has_five_themes_thirty_six_commitments_and_twenty_six_objectives(plan: Plan) -> None:
    assert [len(theme.commitments) for theme in plan.themes] == [8, 7, 6, 9, 6]
    assert [len(theme.objectives) for theme in plan.themes] == [6, 6, 6, 4, 4]
    assert (len(plan.themes), len(plan.commitments), len(plan.objectives)) == (5, 36, 26)


def test_the_commitments_are_exactly_the_bullets_of_what_is_proposed(plan: Plan) -> None:
    assert [one.line for one in plan.commitments] == bullets(seed(4), "**We propose to:**", "## ")


def test_the_objectives_are_exactly_the_bullets_of_what_success_would_look_like(plan: Plan) -> None:
    assert [one.line for one in plan.objectives] == bullets(
        seed(4), "## What success would look like", "onsultation questions"
    )


def test_every_theme_commitment_promise_and_objective_stands_on_its_line(plan: Plan) -> None:
    lines = seed(4)
    entries = (*plan.themes, *every_promise(plan), *plan.objectives)
    assert {entry.id for entry in entries} == set(WORDS)
    for entry in entries:
        assert re.search(WORDS[entry.id], lines[entry.line], re.IGNORECASE), f"{entry.id}: line {entry.line}"


def test_every_passage_speaks_of_its_commitment(plan: Plan) -> None:
    lines = seed(4)
    for entry in every_promise(plan):
        for passage in entry.passages:
            assert re.search(WORDS[entry.id], lines[passage], re.IGNORECASE), f"{entry.id}: line {passage}"


def test_the_plan_the_consultation_and_the_years_stand_where_the_pack_says(plan: Plan) -> None:
    lines = seed(4)
    assert (plan.document, plan.status, plan.owner.short) == ("seed-004", "draft", "MOPAC")
    assert plan.title.lower() in lines[plan.first_line].lower()
    assert "Thank you for reading this draft" in lines[plan.last_line]
    assert (plan.first_month, plan.last_month) == ("2017-04", "2021-03")
    assert "2017-2021" in lines[277] and "over four years" in lines[290]
    assert plan.consultation is not None
    assert (plan.consultation.opens, plan.consultation.closes) == (date(2016, 12, 1), date(2017, 2, 23))
    assert (plan.consultation.closes - plan.consultation.opens).days == 12 * 7
    for words in ("1<sup>st</sup> December 2016", "23<sup>rd</sup> February 2017"):
        assert words in lines[plan.consultation.line]


def test_every_amount_is_printed_on_its_line(plan: Plan) -> None:
    lines = seed(4)
    amounts = [money for entry in every_promise(plan) for money in entry.money]
    assert len(amounts) == 4
    for money in amounts:
        assert printed_money(money.amount) in lines[money.line], money.what


def test_every_date_is_printed_on_its_line(plan: Plan) -> None:
    lines = seed(4)
    for entry in every_promise(plan):
        if entry.due or entry.due_words:
            line = entry.due_line or entry.details[0].line
            assert printed_due(entry) in lines[line], entry.id
        for detail in entry.details:
            if detail.due or detail.due_words:
                assert printed_due(detail) in lines[detail.line], detail.title
            if detail.start:
                assert printed_start(detail.start) in lines[detail.line], detail.title


def test_every_number_of_a_detail_is_printed_on_its_line(plan: Plan) -> None:
    lines = seed(4)
    for detail in (detail for entry in every_promise(plan) for detail in entry.details if detail.value is not None):
        value = int(detail.value or 0)
        forms = [f"{value:,}", {1: "one ", 2: "two ", 3: "three "}.get(value, f"{value}")]
        assert any(form in lines[detail.line] for form in forms), detail.title


def test_the_values_the_committee_asked_for_are_values(plan: Plan) -> None:
    wards, fund, roads = (
        plan.commitment(one) for one in ("dedicated-ward-officers", "crime-prevention-fund", "safe-transport-and-roads")
    )
    assert (wards.due, wards.due_line) == ("2017-12", 584)
    assert [(one.value, one.unit, one.due) for one in wards.details[:2]] == [
        (2, "constables a ward", "2017-12"),
        (1, "PCSO a ward", "2017-12"),
    ]
    assert wards.due_has_passed(date(2018, 1, 1)) and not wards.due_has_passed(date(2017, 12, 31))
    assert [(one.amount, one.currency, one.line) for one in roads.money] == [(3_400_000, "GBP", 658)]
    assert [(one.amount, one.currency, one.line) for one in fund.money] == [(72_000_000, "GBP", 1544)]
    assert [(one.value, one.unit, one.start, one.line) for one in fund.details] == [(30, "percent", "FY2018-19", 1546)]


def test_the_ward_promise_in_six_wordings_is_one_commitment(plan: Plan) -> None:
    wards = plan.commitment("dedicated-ward-officers")
    assert {wards.line, *wards.passages} == {347, 372, 534, 584, 680, 707}


def test_every_objective_is_read_by_a_yardstick_or_says_why_not(plan: Plan) -> None:
    for objective in plan.objectives:
        assert bool(plan.yardsticks_of(objective.id)) == (objective.no_source is None), objective.id
        assert objective.commitments, objective.id


def test_every_measure_named_is_in_the_catalogue(plan: Plan) -> None:
    known = {file.stem for file in (PACK / "measures").glob("*.yaml")}
    assert {yardstick.measure for yardstick in plan.yardsticks} <= known
    assert {measure for entry in every_promise(plan) for measure in entry.measures} <= known


def test_the_same_series_is_read_in_two_directions(plan: Plan) -> None:
    for measure in ("domestic-abuse-offences", "rape", "hate-crime-racist-religious"):
        readings = {(one.wanted, one.reading) for one in plan.yardsticks_on(measure)}
        assert readings == {("higher", "more reports"), ("lower", "fewer victims")}


def test_a_series_wanted_both_ways_always_names_its_reading(plan: Plan) -> None:
    wanted: dict[str, set[str]] = {}
    for yardstick in plan.yardsticks:
        wanted.setdefault(yardstick.measure, set()).add(yardstick.wanted)
    for yardstick in plan.yardsticks:
        if {"lower", "higher"} <= wanted[yardstick.measure]:
            assert yardstick.reading == {"lower": "fewer victims", "higher": "more reports"}[yardstick.wanted]


def test_the_only_target_is_the_strength_the_draft_names(plan: Plan) -> None:
    targets = [(one.measure, target.by, target.value, target.line) for one in plan.yardsticks for target in one.targets]
    assert targets == [("police-officers", None, 32_000, 598)]
    assert "32,000 officers" in seed(4)[598]


def test_a_band_is_a_band_and_wants_no_direction(plan: Plan) -> None:
    (marac,) = plan.yardsticks_on("marac-repeat-referrals")
    assert marac.band is not None
    assert (marac.wanted, marac.band.low, marac.band.high) == ("none", 28, 40)
    assert "28-40%" in seed(4)[1785]


def test_baselines_printed_in_a_document_stand_in_its_published_table(plan: Plan) -> None:
    printed = {(row["measure"], row[key]) for row in every_row() for key in ("period", "compared_period")}
    for yardstick in plan.yardsticks:
        if yardstick.baseline and yardstick.baseline.source.startswith("seed-"):
            assert (yardstick.measure, str(yardstick.baseline.period)) in printed, yardstick.measure


def printed_money(amount: int) -> str:
    """An amount as the draft prints it: £3.4m, £500k."""
    return f"£{amount / 1_000_000:g}m" if amount >= 1_000_000 else f"£{amount // 1000}k"


def printed_due(entry: Commitment | Detail) -> str:
    """A date as the draft prints it: the words kept with it, else month and year."""
    if entry.due_words:
        words = entry.due_words
        return "new year" if words == "in the new year" else words
    return printed_start(entry.due or "")


def printed_start(period: str) -> str:
    """``December 2017`` for a month, ``2018/19`` for a financial year."""
    if period.startswith("FY"):
        return period.removeprefix("FY").replace("-", "/")
    return month_name(parse_month(period))
