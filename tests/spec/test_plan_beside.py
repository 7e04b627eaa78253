"""London's pack says what the seeds say beside the themes of the draft plan 2017-21: each entry stands on its line."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from tests.support.prints import PACK, seed

from peelian.figures.areas import load_areas
from peelian.figures.periods import month_name, parse_month
from peelian.plans import queries
from peelian.plans.further import KEYS
from peelian.plans.records import HEADS, SUBJECTS, Plan, month_has_ended

# A word that must stand on the line of each entry: a line number that slips by one fails here.
WORDS = {
    # what a plan must set out
    "objectives": "draft objectives",
    "policing": "strategic target",
    "reporting": "regular meetings with the Commissioner",
    "measuring": "suite of measures",
    "grants": "London Crime Prevention Fund",
    # trade-offs
    "seven-targets-given-up": "MOPAC 7",
    "fewer-commanders": "reduce what we spend on management",
    "buildings-sold": "sell buildings",
    "less-for-single-boroughs": "30 per cent",
    "less-for-custody": "shift in investment",
    # reviews
    "harris-review": "Toby Harris",
    "lammy-review": "final Report",
    "taylor-review": "Taylor Review",
    "probation-inspection": "probation in London",
    "contest-review": "review the CONTEST strategy",
    "casey-integration-review": "Louise Casey",
    # pilots
    "outer-command-unit": "Barking and Dagenham, Havering and Redbridge",
    "inner-command-unit": "Camden and Islington",
    "hate-advocates-pilot": "Hackney and Westminster",
    "digital-101-pilot": "digital 101",
    "women-triage-pilot": "police triage service",
    "victim-support-pilots": "test new approaches",
    "croydon-schools-pilot": "Croydon",
    "schools-prevention-pilot": "pilot projects in schools",
    "young-adults-pilot": "Gripping the Offender",
    "harmful-practices-pilots": "pilot projects to tackle harmful practices",
    # programmes
    "knife-strategy": "Knife Crime Strategy",
    "violence-against-women-strategy": "Girls Strategy 2017",
    "violence-against-women-fund": "VAWG fund",
    "inclusion-strategy": "inclusion and equality strategy",
    "cyber-security-strategy": "cyber security strategy",
    "care-and-police-strategy": "joint strategy",
    "offender-health-commissioning": "joint commissioning strategy",
    "sexual-violence-commissioning": "commissioning strategy",
    "one-met-model": "One Met Model 2020",
    "child-protection-action-plan": "action plan",
    "vision-zero": "Vision Zero",
    "probation-improvement-plan": "improvement plan",
    "mayors-action-plan": "Mayor's Action Plan",
    "gangs-matrix-review": "Gangs Matrix",
    "reported-abuse-review": "conduct a review",
    "advocate-provision-review": "Review the provision",
    "victims-code-compliance": "Review compliance",
    "community-sentences-review": "undertake a review",
    "secure-school-case": "secure school",
    "secure-places-study": "feasibility study",
    "appropriate-adults-review": "appropriate adult scheme",
    "grooming-law-review": "laws around adults",
    "problem-solving-courts": "problem-solving courts",
    "estate-review": "review the MPS estate",
    "misconduct-reform": "misconduct processes",
    "hate-response-review": "review of its response to hate crime",
    "victims-commissioner-office": "Independent Victims Commissioner",
    "restore-london": "Restore: London",
    "child-house-service": "Child Houses",
    "hate-victims-advocates": "HCVA",
    "online-hate-crime-hub": "Online Hate Crime Hub",
    "third-party-reporting": "third-party reporting",
    "womens-centres": "women's centres",
    "sexual-assault-support": "SARCs",
    "court-witness-service": "courts-based witness service",
    "remand-and-reform": "remand and reform",
    "liaison-and-diversion": "liaison and diversion",
    "custody-drug-testing": "drug testing in police custody",
    "digital-security-centre": "London Digital Security Centre",
    "hospital-youth-workers": "youth worker",
    "violence-information-sharing": "Information Sharing to Tackle Violence",
    "gang-peer-reviews": "peer reviews",
    "safe-havens": "City Safe Haven",
    "safeguarding-boards": "Safeguarding Boards",
    "operation-viper": "Operation Viper",
    "operation-falcon": "Operation Falcon",
    "roads-transport-command": "Roads and Transport Policing Command",
    "project-guardian": "Project Guardian",
    "wildlife-crime-unit": "Wildlife Crime Unit",
    "custody-visiting": "custody centres unannounced",
    "stop-and-search-monitoring": "Stop and Search Community Monitoring",
    "neighbourhood-boards": "established in every Borough",
    "police-cadets": "Cadets",
    "hate-crime-lessons": "school education programme",
    "domestic-abuse-training": "Domestic Abuse Matters",
    "modern-slavery-board": "Modern Slavery Partnership Board",
    "violence-reduction-unit": "Violence Reduction Unit",
    "shared-endeavour-fund": "Shared Endeavour Fund",
    "co-commissioning-fund": "Co-Commissioning Fund",
    "body-worn-cameras": "body worn video",
    "tablets": "tablets",
    "integrated-policing-system": "Met Integrated Policing System",
    "case-tracking": "online crime tracking",
    "digital-case-files": "digital case files",
    "electronic-tagging": "electronic tagging",
    "recruit-assessment": "recruit assessment",
    "data-dashboards": "dashboards",
    "live-facial-recognition": "live facial recognition",
    "basic-command-units": "pilots will be reversible",
    "digital-policing-pilot": "digital 101",
    "perpetrator-programmes": "five London boroughs",
    "devolved-referral-decisions": "pilot to devolve",
    # publications
    "final-plan-document": "final version",
    "borough-crime-figures": "publicly available",
    "ward-officer-figures": "publish data on the allocation",
    "traffic-enforcement-report": "annual report of road traffic enforcement",
    "collision-figures": "serious injury collisions",
    "emergency-review-answer": "publish our response",
    "knife-strategy-document": "to be published",
    "violence-against-women-document": "publish a refreshed",
    "violence-against-women-figures": "publish data relating to all forms",
    "hate-crime-figures": "publishing information on hate crime",
    "survey-results": "full results of this survey",
    # findings
    "equality-regulators-recommendations": "Equality and Human Rights Commission",
    "emergency-preparedness": "emergency preparedness",
    "unequal-justice": "David Lammy",
    "child-protection-failings": "serious failures",
    "focus-on-seven-crimes": "undue focus",
    "neighbourhood-engagement": "area for improvement",
    "efficiency-good": "efficiency as good",
    "crimes-not-recorded": "20% of crimes",
    "male-victims-of-rape": "Angiolini",
    "capital-city-costs": "£174 million",
    "henriques-review": "Henriques",
    "fraud-victims-served-poorly": "poor service",
    "port-murders-investigation": "Stephen Port",
    "daniel-morgan-inquiry": "Daniel Morgan",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    found = queries.load_plan(PACK)
    assert found is not None
    return found


def beside(plan: Plan) -> list[Any]:
    """Every entry with a line of a document: all that stands beside the themes but the summary."""
    return [one for key in KEYS if key != "summary" for one in getattr(plan, key)]


def line_of(entry: Any) -> str:
    """The line of the document that an entry names, with typographic apostrophes made plain."""
    document = getattr(entry, "document", None) or "seed-004"
    return seed(int(document.removeprefix("seed-")))[entry.line].replace("’", "'")


def lines_of(plan: Plan, commitment: str) -> set[int]:
    """Every line of the plan that a commitment names."""
    found = plan.commitment(commitment)
    return {line for line in (found.line, *found.passages) if line}


def test_every_entry_stands_on_its_line(plan: Plan) -> None:
    assert {entry.id for entry in beside(plan)} == set(WORDS)
    for entry in beside(plan):
        assert re.search(WORDS[entry.id], line_of(entry), re.IGNORECASE), f"{entry.id}: line {entry.line}"


def test_every_id_names_one_thing_whatever_its_kind(plan: Plan) -> None:
    ids = [one.id for one in (*plan.themes, *plan.commitments, *plan.objectives, *plan.promises, *plan.summary)]
    ids += [one.id for one in beside(plan) if one not in plan.contents]
    assert sorted(ids) == sorted(set(ids))


def test_the_words_kept_of_a_date_are_the_prints_own(plan: Plan) -> None:
    kept = [one for one in beside(plan) if getattr(one, "due_words", None) or getattr(one, "expected_words", None)]
    assert len(kept) == 13
    for one in kept:
        words = getattr(one, "due_words", None) or one.expected_words
        assert words in line_of(one), one.id


def test_every_month_is_printed_on_its_line(plan: Plan) -> None:
    months = [
        (one, month)
        for one in beside(plan)
        for key in ("due", "expected", "starts", "ends")
        if (month := getattr(one, key, None))
    ]
    assert len(months) == 5
    for one, month in months:
        where = seed(4)[602] if one in plan.pilots else line_of(one)  # both trials start on the line before theirs
        assert all(word in where for word in month_name(parse_month(month)).split()), one.id


# What the plan must set out, and what its objectives are about


def test_the_draft_sets_out_five_of_six_things_and_no_resources(plan: Plan) -> None:
    assert [one.head for one in plan.contents] == ["objectives", "policing", "reporting", "measuring", "grants"]
    assert set(HEADS) - {one.head for one in plan.contents} == {"resources"}


def test_every_objective_has_its_subject_and_none_is_national(plan: Plan) -> None:
    assert all(one.subjects for one in plan.objectives)
    assert set(SUBJECTS) - {subject for one in plan.objectives for subject in one.subjects} == {"national"}


# N04: what will be done less


def test_three_themes_and_most_commitments_name_nothing_that_is_done_less(plan: Plan) -> None:
    of = {one.of for one in plan.trade_offs}
    themes = {plan.commitment(one).theme for one in of}
    assert {one.id for one in plan.themes} - themes == {
        "children-and-young-people",
        "violence-against-women-and-girls",
        "hatred-and-extremism",
    }
    assert len([one for one in plan.commitments if one.id not in of]) == 34


# N05: reviews that reopen the plan


def test_each_review_touches_commitments_and_only_lord_harris_has_a_month(plan: Plan) -> None:
    assert all(plan.commitment(touched) for one in plan.reviews for touched in one.touches)
    assert all(one.touches for one in plan.reviews)
    assert [(one.id, one.expected) for one in plan.reviews if one.expected] == [("harris-review", "2016-10")]


def test_when_the_draft_came_out_the_harris_review_was_already_to_be_answered(plan: Plan) -> None:
    opened = date(2016, 12, 1)
    passed = [one for one in plan.reviews if one.expected and month_has_ended(one.expected, opened)]
    assert [one.touches for one in passed] == [("emergency-review-response",)]


# N10: what will be published

NEED = (296, 302, 355, 378, 574, 584, 664, 705, 1091, 1228, 1384, 1586, 1598)
NO_PROMISE = {
    397: "figures that are out already",
    887: "somebody else's report",
    1067: "a report that is out",
    1584: "this draft",
}


def lines_published(plan: Plan) -> set[int]:
    named = {one.line for one in plan.publications if one.line}
    return named.union(*(lines_of(plan, one.commitment) for one in plan.publications if one.commitment))


def test_every_promise_to_publish_is_in_the_register(plan: Plan) -> None:
    assert set(NEED) <= lines_published(plan)


def test_no_other_line_of_the_draft_promises_to_publish(plan: Plan) -> None:
    words = {
        number: re.sub(r"http\S+", "", seed(4)[number]) for number in range(274, 1601)
    }  # addresses promise nothing
    printed = {number for number, text in words.items() if re.search(r"publish|publication|publicly", text)}
    assert printed - lines_published(plan) == set(NO_PROMISE)


def test_of_eleven_publications_one_has_a_month_two_have_words_and_the_rest_have_none(plan: Plan) -> None:
    assert [(one.id, one.due) for one in plan.publications if one.due] == [("final-plan-document", "2017-03")]
    assert {one.id: one.due_words for one in plan.publications if one.due_words} == {
        "emergency-review-answer": "in due course",
        "knife-strategy-document": "in the new year",
    }
    assert len(plan.publications) == 11
    assert [one.id for one in plan.publications if one.every] == ["traffic-enforcement-report"]


# N25: pilots with aims


def test_both_trials_of_larger_units_have_aims_but_no_measure_and_no_end(plan: Plan) -> None:
    trials = [one for one in plan.pilots if one.commitment == "larger-command-units"]
    assert [(one.where, one.starts, one.ends) for one in trials] == [
        ("Barking and Dagenham, Havering and Redbridge", "2017-01", None),
        ("Camden and Islington", "2017-01", None),
    ]
    for trial in trials:
        assert len(trial.aims) == 4
        assert [aim.measure for aim in trial.aims if aim.measure] == []


def test_four_trials_have_no_aims_the_advocates_for_victims_of_hatred_among_them(plan: Plan) -> None:
    assert [one.id for one in plan.pilots if not one.aims] == [
        "hate-advocates-pilot",
        "digital-101-pilot",
        "young-adults-pilot",
        "harmful-practices-pilots",
    ]


def test_only_the_trials_for_victims_can_be_seen_in_a_measure(plan: Plan) -> None:
    seen = {one.id for one in plan.pilots for aim in one.aims if aim.measure}
    assert seen == {"victim-support-pilots"}
    assert not [one for one in plan.pilots if one.ends]


# N46: findings and their answers


def test_every_finding_of_the_need_is_there_with_somebody_who_answers(plan: Plan) -> None:
    here = {(one.document or "seed-004", one.line) for one in plan.findings}
    assert {("seed-004", 640), ("seed-004", 705), ("seed-004", 887), ("seed-004", 1067)} <= here
    assert {("seed-003", 31), ("seed-003", 39)} <= here
    assert 1445 in {one.line for one in plan.reviews}
    assert {one.owner.short for one in plan.findings} == {"MPS", "MOPAC", "Home Office"}


def test_in_due_course_is_no_date_and_no_finding_has_one(plan: Plan) -> None:
    (harris,) = [one for one in plan.findings if one.id == "emergency-preparedness"]
    assert (harris.due, harris.due_words) == (None, "in due course")
    assert [one.id for one in plan.findings if one.due] == []


# The summary for residents


def test_the_summary_has_a_few_short_sentences_that_touch_every_theme(plan: Plan) -> None:
    assert 20 <= len(plan.summary) <= 40
    for one in plan.summary:
        assert one.text.endswith(".") and len(one.text.split()) <= 25, one.id
    theme = {one.id: one.theme for one in (*plan.commitments, *plan.objectives)}
    touched = {theme[item] for one in plan.summary for item in one.about if item in theme}
    assert touched == {one.id for one in plan.themes}


def test_every_sentence_rests_on_a_commitment(plan: Plan) -> None:
    made = {one.id for one in (*plan.commitments, *plan.promises, *plan.objectives)}
    assert [one.id for one in plan.summary if not made & set(one.about)] == []


def test_a_sentence_for_one_borough_names_it_and_so_does_the_pilot_it_rests_on(plan: Plan) -> None:
    names = {area.id: area.name for area in load_areas(PACK / "areas.yaml")}
    places = {one.id: one.where for one in plan.pilots}
    local = [one for one in plan.summary if one.where]
    assert len(local) == 8
    for one in local:
        name = names[one.where or ""]
        assert one.text.startswith((f"In {name},", f"{name} is to share"))
        assert all(name in places[item] for item in one.about if item in places), one.id


def test_what_the_draft_says_is_out_already_has_nothing_due(plan: Plan) -> None:
    assert "results of this survey are available" in seed(4)[1586]
    out = next(one for one in plan.publications if one.id == "survey-results")
    assert out.due_words is None and "out already" in out.title


def test_the_summary_promises_victims_no_more_than_the_draft_does(plan: Plan) -> None:
    text = {one.id: one.text for one in plan.summary}
    assert "at least as many officers out during the night" in seed(4)[658]
    assert "at least as many" in text["night-tube-officers"] and "safely" not in text["night-tube-officers"]
    assert "after the offender has admitted" in seed(4)[872] and "admits" in text["meet-the-offender"]
    assert "for high risk victims" in seed(4)[1406] and "every" not in text["hate-advocates-for-all"]


def test_what_the_summary_counts_and_dates_the_records_count_and_date(plan: Plan) -> None:
    text = {one.id: one.text for one in plan.summary}
    wards, strength = plan.commitment("dedicated-ward-officers"), plan.commitment("officer-strength")
    assert wards.due == "2017-12" and "two police constables" in text["your-ward-officers"]
    assert "by the end of 2017" in text["your-ward-officers"]
    assert f"{strength.details[0].value:,}" in text["numbers-of-officers"]
    undated = [one for one in (*plan.commitments, *plan.promises) if not one.due and not one.due_words]
    assert "no date" in text["no-date-printed"] and len(undated) > len((*plan.commitments, *plan.promises)) / 2
