"""The rooms in which a borough writes its quarter: what each page says and refuses, on the real figures of Havering."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from peelian.audit.models import Event
from peelian.core import actions as core
from peelian.core.acting import COMMAND, now
from peelian.core.records import writing
from peelian.figures.house import House
from peelian.figures.releases.release import Release
from peelian.localities import actions
from peelian.localities.models import IndicatorWords, LocalIndicator, LocalRule, OwnFigure, QuarterReport
from peelian.localities.publishing import listed
from tests.support.office import Office, with_second_factor
from tests.web.conftest import Html

YEAR, Q3, AREA = "FY2024-25", "FY2024-25-Q3", "E09000016"
SETTINGS = f"/office/quarters/settings/havering/{YEAR}"
RULE = {
    "title": "Rating of its performance report", "source": "Corporate plan 2024", "amber": "movement", "unchanged": "amber",
    "compared_with": "previous quarter", "two_sided": "no", "decided_by": "Cabinet, 6 March 2024",
}  # fmt: skip
WORDS = {
    "commentary": "More in November, around the station.", "action": "Patrols along the High Street.",
    "action_owner": "Head of community safety", "action_by": "2025-03-31",
}  # fmt: skip


class Desk:
    """Somebody at their desk in the office."""

    def __init__(self, office: Office, name: str) -> None:
        self.client, self.by = Client(), office.by(name)
        with_second_factor(office.person(name))
        self.client.force_login(office.person(name))

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code}"
        return plain(answer)

    def page(self, address: str) -> Html:
        return Html(self.get(address))

    def send(self, address: str, status: int = 302, **data: Any) -> str:
        answer = self.client.post(address, data)
        text = plain(answer) if answer.status_code != 302 else ""
        assert answer.status_code == status, f"{address}: {answer.status_code} {errors(text)}"
        return text if status != 302 else answer.headers["Location"]

    def save(self, address: str, status: int = 200, **data: Any) -> dict[str, Any]:
        answer = self.client.post(address, data)
        assert answer.status_code == status, f"{address}: {answer.status_code}"
        return dict(answer.json())


def plain(answer: HttpResponse) -> str:
    """A page, or a file that is sent as it is made."""
    return b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]


def errors(text: str) -> str:
    """What the summary of errors says."""
    found = re.search(r"data-error-summary.*?</div></div>", text, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


def words(text: str) -> str:
    """A page's text without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture
def house(real_house: House, tmp_path: Path, settings: Any) -> House:
    """The real releases in a house of one's own, where quarters can be published."""
    root = tmp_path / "house"
    root.mkdir()
    for item in real_house.root.iterdir():
        (root / item.name).symlink_to(item)
    settings.PEELIAN_DATA = root
    return House(root)


@pytest.fixture
def office_of(office: Office, house: House) -> Office:
    core.give_area(office.organisation("havering"), AREA, office.bob.joined_at.date().replace(year=2020), by=COMMAND)
    return office


@pytest.fixture
def esther(office_of: Office) -> Desk:
    return Desk(office_of, "esther")


@pytest.fixture
def femi(office_of: Office) -> Desk:
    return Desk(office_of, "femi")


@pytest.fixture
def bob(office_of: Office) -> Desk:
    return Desk(office_of, "bob")


@pytest.fixture
def settled(esther: Desk, office_of: Office, real_release: Release) -> None:
    """The rule, burglary with a target that it misses, demand."""
    havering, by = office_of.organisation("havering"), esther.by
    actions.set_rule(havering, YEAR, by=by, **{**RULE, "two_sided": False})
    targets = [{"period": None, "low": "100", "high": "100"}]
    wanted = [{"measure": "burglary", "goal": "Safe", "wanted": "lower", "targets": targets, "tolerance": Decimal(5)}]
    actions.set_indicators(havering, YEAR, wanted, catalogue=real_release.catalogue, by=by)
    actions.set_demand(havering, YEAR, ["domestic-abuse-offences"], catalogue=real_release.catalogue, by=by)


@pytest.fixture
def report(settled: None, esther: Desk, office_of: Office, real_release: Release) -> QuarterReport:
    return actions.begin(office_of.organisation("havering"), Q3, real_release, by=esther.by)


def desk_of(report: QuarterReport, place: str = "") -> str:
    return f"/office/quarters/{report.pk}{place}"


def write_all(esther: Desk, report: QuarterReport, **changed: str) -> None:
    esther.send(desk_of(report, "/write/burglary"), version=0, **(WORDS | changed))


def steps(desk: Desk, report: QuarterReport) -> list[str]:
    """The steps that somebody is offered."""
    return sorted(link.rpartition("/")[2] for link in desk.page(desk_of(report)).links if "/step/" in link)


def through_review(esther: Desk, femi: Desk, report: QuarterReport) -> None:
    write_all(esther, report)
    esther.send(desk_of(report, "/step/send"))
    femi.send(desk_of(report, "/step/pass"), remarks="Read.")


def test_a_year_without_settings_teaches_what_a_report_needs(esther: Desk) -> None:
    text = words(esther.get("/office/quarters"))
    assert "Nothing is set for this year yet. A report needs a rule, indicators and demand" in text
    settings = words(esther.get(SETTINGS))
    assert "Take over another year or a written rule" in settings and "Write the rule down" in settings


def test_each_quarter_says_when_it_is_due_and_why(esther: Desk) -> None:
    page = esther.page(f"/office/quarters?year={YEAR}")
    assert "/deadlines?rule=borough-quarter&start=2024-12-31" in page.links
    text = words(esther.get(f"/office/quarters?year={YEAR}"))
    assert "October to December 2024 Missing 12 February 2025" in text and "overdue" in text


def test_a_settled_quarter_is_begun_on_a_release_that_says_what_it_has(
    esther: Desk, settled: None, real_release: Release
) -> None:
    address = f"/office/quarters/begin/havering/{Q3}"
    text = words(esther.get(address))
    assert f"Release {real_release.id}" in text
    assert "It has figures of 1 of 1 indicator. None of them is provisional." in text
    assert "Choose a release." in esther.send(address, status=200, release="")
    where = esther.send(address, release=real_release.id)
    made = QuarterReport.objects.get()
    assert (where, made.period, made.author.name) == (desk_of(made), Q3, "Esther Eze")
    assert "is being written already" in esther.send(address, status=200, release=real_release.id)


def test_a_quarter_that_is_none_is_not_there(esther: Desk) -> None:
    for period in ("2024-12", "FY2024-25-Q5", "FYTD-2024-12", "x"):
        esther.get(f"/office/quarters/begin/havering/{period}", status=404)


def test_the_rule_asks_each_open_question_with_what_follows_from_the_answer(esther: Desk) -> None:
    text = words(esther.get(f"{SETTINGS}/rule"))
    for question in ("A figure that misses its target and has not moved is", "Improvement is against",
                     "A figure that is better than its target by more than the tolerance is", "240 after 240 is Red"):  # fmt: skip
        assert question in text
    assert "Say where the rule is written." in esther.send(f"{SETTINGS}/rule", status=200, **(RULE | {"source": ""}))
    esther.send(f"{SETTINGS}/rule", **(RULE | {"unchanged": "open"}))
    kept = LocalRule.objects.get()
    assert (kept.unchanged, kept.compared_with, kept.two_sided) == ("", "previous quarter", False)
    assert "The written rule leaves open what a report has to know" in words(esther.get(SETTINGS))


def test_two_people_in_the_settings_see_each_other(esther: Desk) -> None:
    esther.send(f"{SETTINGS}/rule", **RULE)
    seen = re.search(r'name="seen" value="(\w+)"', esther.get(f"{SETTINGS}/rule"))
    assert seen
    esther.send(f"{SETTINGS}/rule", **(RULE | {"unchanged": "red"}), seen=seen[1])
    text = esther.send(f"{SETTINGS}/rule", status=200, **(RULE | {"title": "Mine"}), seen=seen[1])
    assert "Somebody else changed this meanwhile" in errors(text) and "unchanged red" in errors(text)
    assert LocalRule.objects.get().unchanged == "red"
    again = re.search(r'name="seen" value="(\w+)"', text)
    assert again
    esther.send(f"{SETTINGS}/rule", **(RULE | {"title": "Mine"}), seen=again[1])
    assert LocalRule.objects.get().title == "Mine"


def test_an_indicator_is_found_in_the_catalogue_and_given_its_targets(esther: Desk) -> None:
    esther.send(f"{SETTINGS}/rule", **RULE)
    page = esther.page(f"{SETTINGS}/find/indicators?q=burglary")
    assert f"{SETTINGS}/indicators/burglary" in page.links
    assert "figures up to" in words(esther.get(f"{SETTINGS}/find/indicators?q=burglary")).casefold()
    address = f"{SETTINGS}/indicators/burglary"
    told = {"goal": "Safe", "wanted": "lower", "low_0": "300", "low_3": "280", "high_3": "290", "tolerance": "5",
            "points": "no", "place": "1"}  # fmt: skip
    assert "upside down" in errors(esther.send(address, status=200, **(told | {"high_3": "200"})))
    assert "This is no number" in errors(esther.send(address, status=200, **(told | {"low_0": "many"})))
    esther.send(address, **told)
    kept = LocalIndicator.objects.get()
    assert kept.targets == [
        {"period": None, "low": "300", "high": "300"}, {"period": "FY2024-25-Q3", "low": "280", "high": "290"},
    ]  # fmt: skip
    text = words(esther.get(SETTINGS))
    assert "Every quarter: 300" in text and "October to December 2024: 280 to 290" in text and "5 per cent" in text
    shown = esther.get(address)
    assert 'value="280"' in shown and 'value="290"' in shown and '<details class="govuk-details" open>' in shown


def test_indicators_keep_the_order_that_they_are_given(esther: Desk) -> None:
    esther.send(f"{SETTINGS}/rule", **RULE)
    for place, measure in ((1, "burglary"), (1, "robbery"), (2, "asb-incidents")):
        esther.send(f"{SETTINGS}/indicators/{measure}", wanted="lower", points="no", place=place)
    assert [item.measure for item in LocalIndicator.objects.all()] == ["robbery", "asb-incidents", "burglary"]
    esther.send(f"{SETTINGS}/remove/indicators/robbery")
    assert [item.measure for item in LocalIndicator.objects.all()] == ["asb-incidents", "burglary"]


def test_demand_is_chosen_and_taken_out_by_a_button(esther: Desk) -> None:
    esther.send(f"{SETTINGS}/rule", **RULE)
    esther.send(f"{SETTINGS}/demand/asb-incidents")
    assert "ASB" in words(esther.get(SETTINGS)) or "behaviour" in words(esther.get(SETTINGS))
    esther.send(f"{SETTINGS}/remove/demand/asb-incidents")
    assert "None is chosen yet. A red figure is not shown without the demand" in words(esther.get(SETTINGS))
    esther.get(f"{SETTINGS}/find/nothing", status=404)
    esther.send(f"{SETTINGS}/demand/no-such-measure", status=404)


def test_a_share_that_does_not_follow_from_its_counts_is_refused_in_words(esther: Desk, settled: None) -> None:
    """17 of 59 is 28.8 per cent (seed-004, 1785)."""
    address = f"{SETTINGS}/figures/add"
    told = {
        "measure": "burglary",
        "period": Q3,
        "value": "29.8",
        "numerator": "17",
        "denominator": "59",
        "source": "MARAC return",
    }
    assert "17 of 59 is 28.81 per cent, not 29.8." in errors(esther.send(address, status=200, **told))
    assert "needs both of its counts" in errors(esther.send(address, status=200, **(told | {"denominator": ""})))
    esther.send(address, **(told | {"value": "28.8"}))
    assert "28.8 (17 of 59)" in words(esther.get(SETTINGS))
    assert "There is one already: 28.8 (17 of 59)" in errors(
        esther.send(address, status=200, **(told | {"value": "28.8"}))
    )
    figure = OwnFigure.objects.get()
    esther.send(
        f"{SETTINGS}/figures/{figure.pk}",
        value="28.81",
        numerator="17",
        denominator="59",
        source="MARAC return, amended",
    )
    esther.send(f"{SETTINGS}/remove/figures/{figure.pk}")
    assert not OwnFigure.objects.exists()
    assert Event.objects.filter(action="quarter.remove-own-figure").count() == 1


def test_a_written_rule_is_taken_over_with_what_it_leaves_open(esther: Desk) -> None:
    """Havering's rule of 2016 (seed-004, 1722 to 1736) does not say what an unchanged figure gets, nor against what."""
    address = f"{SETTINGS}/take-over"
    assert "Rating of its corporate performance report, 2016/17" in esther.get(address)
    where = esther.send(address, source="pack:havering-2016")
    kept = LocalRule.objects.get()
    assert (kept.unchanged, kept.compared_with, kept.two_sided) == ("", "", None)
    band = LocalIndicator.objects.get(measure="marac-repeat-referrals")
    assert band.targets == [{"period": None, "low": "28", "high": "40"}]
    assert "These have no target yet" in words(esther.get(where))
    assert "has settings already" in errors(esther.send(address, status=200, source="pack:havering-2016"))


def test_another_years_settings_are_taken_over_without_the_targets_of_its_quarters(
    esther: Desk, settled: None, office_of: Office, real_release: Release
) -> None:
    havering = office_of.organisation("havering")
    targets = [{"period": None, "low": "300", "high": "300"}, {"period": Q3, "low": "280", "high": "280"}]
    wanted = [{"measure": "burglary", "goal": "Safe", "wanted": "lower", "targets": targets, "tolerance": Decimal(5)}]
    actions.set_indicators(havering, YEAR, wanted, catalogue=real_release.catalogue, by=esther.by)
    esther.send("/office/quarters/settings/havering/FY2025-26/take-over", source=f"year:{YEAR}")
    kept = LocalIndicator.objects.get(year="FY2025-26")
    assert (kept.goal, kept.tolerance, kept.points) == ("Safe", 5, False)
    assert kept.targets == [{"period": None, "low": "300", "high": "300"}]
    assert "domestic-abuse-offences" in "".join(esther.page("/office/quarters/settings/havering/FY2025-26").links)


def test_the_desk_lists_what_is_missing_with_links_to_the_very_field(esther: Desk, report: QuarterReport) -> None:
    page = esther.page(desk_of(report))
    assert "#burglary-action" in page.links and "burglary-action" in page.ids
    text = words(esther.get(desk_of(report)))
    assert "Burglary is red: say what is done about it." in text
    write_all(esther, report, action_owner="")
    assert "#burglary-action_owner" in esther.page(desk_of(report)).links
    esther.send(desk_of(report, "/write/burglary"), version=1, **WORDS)
    assert "Nothing is missing: it can be sent for review." in words(esther.get(desk_of(report)))


def test_an_indicator_says_its_figure_target_rating_and_both_movements(esther: Desk, report: QuarterReport) -> None:
    text = words(esther.get(desk_of(report)))
    for label in (
        "This quarter",
        "Target 100",
        "R · Red",
        "On the quarter before",
        "On the year before",
        "Year to date",
    ):
        assert label in text
    assert "each quarter" in text and "<svg" in esther.get(desk_of(report))


def test_a_report_without_settings_says_where_to_make_them(
    esther: Desk, office_of: Office, real_release: Release
) -> None:
    made = actions.begin(office_of.organisation("havering"), Q3, real_release, by=esther.by)
    assert "has no rule and indicators for financial year 2024/25" in words(esther.get(desk_of(made)))
    assert SETTINGS in esther.page(desk_of(made)).links
    assert "has no rule" in words(esther.get(desk_of(made, "/preview")))


def test_texts_are_saved_while_they_are_written(esther: Desk, report: QuarterReport) -> None:
    address = desk_of(report, "/write/burglary.json")
    first = esther.save(address, version=0, commentary="More in")
    assert re.fullmatch(r"\d\d:\d\d", first["saved"]) and first["version"] == 1
    assert esther.save(address, version=1, commentary="More in November.")["version"] == 2
    assert IndicatorWords.objects.get().commentary == "More in November."
    assert esther.save(address, version=2, commentary="More in November.")["version"] == 2, (
        "nothing changed, nothing new"
    )
    told = esther.save(address, status=422, version=2, action_by="soon")
    assert "This is no day" in told["error"]
    assert "too long" in esther.save(address, status=422, version=2, commentary="x" * 6_001)["error"]
    assert esther.save(desk_of(report, "/write/report.json"), version=1, introduction="A quarter.")["version"] == 2


def test_a_text_of_no_indicator_is_not_taken(esther: Desk, report: QuarterReport) -> None:
    esther.send(desk_of(report, "/write/robbery"), status=404, version=0)
    assert esther.client.get(desk_of(report, "/write/burglary")).status_code == 405


def test_two_people_who_write_see_both_texts_and_choose(esther: Desk, report: QuarterReport, office_of: Office) -> None:
    office_of.give("grace", "havering", "borough-analyst")
    grace = Desk(office_of, "grace")
    grace.send(desk_of(report, "/write/burglary"), version=0, commentary="Grace says three.")
    told = esther.save(desk_of(report, "/write/burglary.json"), status=409, version=0, commentary="Esther says four.")
    assert "Somebody else changed this while you were writing." in told["error"]
    text = esther.send(desk_of(report, "/write/burglary"), status=409, version=0, commentary="Esther says four.")
    assert "Esther says four." in text and "Grace says three." in text
    assert IndicatorWords.objects.get().commentary == "Grace says three."
    version = re.search(r'name="version" value="(\d+)"', text)
    assert version
    esther.send(desk_of(report, "/write/burglary"), version=version[1], commentary="Both say four.")
    assert IndicatorWords.objects.get().commentary == "Both say four."


def test_two_who_write_the_same_are_not_asked(esther: Desk, report: QuarterReport) -> None:
    esther.save(desk_of(report, "/write/burglary.json"), version=0, commentary="The same.")
    assert esther.save(desk_of(report, "/write/burglary.json"), version=0, commentary="The same.")["version"] == 1


def test_a_text_written_after_the_report_was_sent_is_not_lost(esther: Desk, report: QuarterReport) -> None:
    write_all(esther, report)
    esther.send(desk_of(report, "/step/send"))
    text = esther.send(desk_of(report, "/write/burglary"), status=409, version=1, commentary="One thing more.")
    assert "One thing more." in text and "it cannot be written now" in text and "Save the left text" not in text


def test_what_may_tell_of_one_person_stands_beside_its_text_and_is_confirmed_before_it_goes(
    esther: Desk, report: QuarterReport
) -> None:
    write_all(esther, report, commentary="One caller with dementia rang 99 times.")
    esther.send(desk_of(report, "/write/report"), version=1, introduction="A single resident rang on 020 7946 0123.")
    text = words(esther.get(desk_of(report)))
    assert text.count("tells of one person") >= 3, "in the list and beside both texts"
    assert "The introduction: “020 7946 0123” is a telephone number." in text
    refused = esther.send(desk_of(report, "/step/send"), status=200)
    assert "Read each of these, change the text or confirm" in errors(refused)
    esther.send(desk_of(report, "/step/send"), warnings_read="on")


def test_a_text_that_names_another_colour_cannot_be_sent(esther: Desk, report: QuarterReport) -> None:
    """CSP2 is Green in one place of seed-004 (1765) and Red in another (1831 to 1833)."""
    write_all(esther, report, commentary="This indicator is Green.")
    assert "the text says green, the indicator is red." in words(esther.get(desk_of(report)))
    text = words(esther.send(desk_of(report, "/step/send"), status=200))
    assert "not complete" in text or "It cannot be sent yet." in text
    report.refresh_from_db()
    assert report.state == "draft"


def test_buttons_are_those_that_are_open_to_the_person(esther: Desk, femi: Desk, report: QuarterReport) -> None:
    assert (steps(esther, report), steps(femi, report)) == (["drop", "send"], [])
    write_all(esther, report)
    esther.send(desk_of(report, "/step/send"))
    assert (steps(esther, report), steps(femi, report)) == ([], ["pass", "send-back"])
    femi.send(desk_of(report, "/step/pass"))
    assert (steps(esther, report), steps(femi, report)) == ([], ["publish", "send-back"])


def test_who_only_reads_is_told_what_is_missing_without_a_link_to_fields_that_are_not_theirs(
    femi: Desk, report: QuarterReport
) -> None:
    assert "Burglary is red: say what is done about it." in words(femi.get(desk_of(report)))
    assert [
        link for link in femi.page(desk_of(report)).links if link.startswith("#burglary") or link.endswith("/rule")
    ] == []


def test_sending_back_says_what_to_mend(esther: Desk, femi: Desk, report: QuarterReport) -> None:
    write_all(esther, report)
    esther.send(desk_of(report, "/step/send"))
    assert "Say why, in a few words." in errors(femi.send(desk_of(report, "/step/send-back"), status=200))
    femi.send(desk_of(report, "/step/send-back"), reason="Say which streets.")
    assert "Sent back: Say which streets." in words(esther.get(desk_of(report)))


def test_a_step_that_is_not_open_says_why(esther: Desk, femi: Desk, report: QuarterReport) -> None:
    assert "“Pass the review” is not open" in words(femi.get(desk_of(report, "/step/pass")))
    esther.get(desk_of(report, "/step/pass"), status=403)
    esther.get(desk_of(report, "/step/sign"), status=404)
    femi.send(desk_of(report, "/step/pass"), status=200)
    report.refresh_from_db()
    assert report.state == "draft"


def test_the_preview_is_what_is_published(
    esther: Desk, femi: Desk, report: QuarterReport, house: House, client: Client
) -> None:
    write_all(esther, report)
    before = words(esther.get(desk_of(report, "/preview")))
    esther.send(desk_of(report, "/step/send"))
    femi.send(desk_of(report, "/step/pass"))
    assert "It is out at once, for everybody, and stays" in words(femi.get(desk_of(report, "/step/publish")))
    femi.send(desk_of(report, "/step/publish"))
    after = words(client.get(f"/areas/{AREA}/quarters/{Q3}").content.decode())
    start = before.index("Of 1 indicator")
    assert before[start : before.index("Patrols along the High Street.")] in after
    assert [item["edition"] for item in listed(house.root, AREA)[0]] == [1]
    assert f"/areas/{AREA}/quarters/{Q3}" in esther.page(f"/office/quarters?year={YEAR}").links


def test_a_correction_says_what_it_corrects(
    esther: Desk, femi: Desk, report: QuarterReport, real_release: Release
) -> None:
    through_review(esther, femi, report)
    femi.send(desk_of(report, "/step/publish"))
    address = f"/office/quarters/begin/havering/{Q3}"
    assert address in esther.page(f"/office/quarters?year={YEAR}").links
    assert "Say why" in errors(esther.send(address, status=200, release=real_release.id))
    where = esther.send(address, release=real_release.id, reason="A wrong street.")
    text = words(esther.get(where))
    assert "edition 2, a correction" in text and "What it corrects: A wrong street." in text
    assert "Patrols along the High Street." in esther.get(where), "the texts are taken over"


def test_a_dropped_report_can_be_begun_again(esther: Desk, report: QuarterReport, real_release: Release) -> None:
    esther.send(desk_of(report, "/step/drop"), reason="Begun on the wrong release.")
    esther.send(f"/office/quarters/begin/havering/{Q3}", release=real_release.id)
    assert QuarterReport.objects.filter(state="draft").count() == 1


def test_another_release_is_taken_while_it_is_written(
    esther: Desk, report: QuarterReport, real_release: Release
) -> None:
    assert f"Release {real_release.id}" in esther.get(desk_of(report, "/release"))
    esther.send(desk_of(report, "/release"), release=real_release.id)
    assert "Choose a release." in esther.send(desk_of(report, "/release"), status=200, release="")


def test_the_history_tells_steps_and_not_every_saved_line(esther: Desk, femi: Desk, report: QuarterReport) -> None:
    for version, text in enumerate(("One.", "One, two.", "One, two, three.")):
        esther.save(desk_of(report, "/write/burglary.json"), version=version, commentary=text)
    text = esther.get(desk_of(report))
    assert text.count("<time ") == 2, "begun, and written"
    assert "Esther Eze" in text[text.index('id="history"') :]


def test_the_policing_body_sees_where_each_borough_stands_and_no_word_of_it(
    bob: Desk, esther: Desk, report: QuarterReport
) -> None:
    esther.save(desk_of(report, "/write/burglary.json"), version=0, commentary="Not for MOPAC yet.")
    page = bob.page(f"/office/quarters/boroughs?year={YEAR}")
    assert page.tables["boroughs"][1] == [
        "Havering", "Missing", "Missing", "Being written", "Missing: the year's outturn is needed instead",
    ]  # fmt: skip
    text = words(bob.get(f"/office/quarters/boroughs?year={YEAR}"))
    assert "0 reports are published, 1 being written, 3 missing." in text and "Not for MOPAC" not in text
    lines = bob.get(f"/office/quarters/boroughs.csv?year={YEAR}").splitlines()
    assert lines[0] == "borough,quarter,state,due"
    assert f"London Borough of Havering,{Q3},being written,2025-02-12" in lines
    bob.get(desk_of(report), status=403)
    bob.get("/office/quarters/boroughs?year=2024", status=404)


def test_the_force_does_not_see_where_boroughs_stand(office_of: Office) -> None:
    office_of.give("jo", "mps", "analyst")
    Desk(office_of, "jo").get("/office/quarters/boroughs", status=404)


@pytest.mark.parametrize("place", ["", "/preview", "/release", "/step/send"])
def test_another_borough_finds_nothing(place: str, report: QuarterReport, office_of: Office) -> None:
    core.add_organisation(slug="barnet", name="London Borough of Barnet", short="Barnet", kind="council", by=COMMAND)
    bea = office_of.join("Bea Bloom", "barnet", "borough-analyst")
    with_second_factor(bea)
    client = Client()
    client.force_login(bea)
    for address in (desk_of(report, place), SETTINGS, f"{SETTINGS}/rule", f"/office/quarters/begin/havering/{Q3}"):
        assert client.get(address).status_code == 404, address
    assert client.post(desk_of(report, "/write/burglary.json"), {"version": 0}).status_code == 404


def test_the_lead_reads_the_settings_and_changes_none(femi: Desk, settled: None) -> None:
    text = femi.get(SETTINGS)
    assert "Burglary" in text and "Take out" not in text and "Add an indicator" not in text
    femi.get(f"{SETTINGS}/rule", status=403)
    femi.send(f"{SETTINGS}/remove/indicators/burglary", status=403)


def test_ten_indicators_and_a_missing_figure_fit_on_the_desk(
    esther: Desk, settled: None, office_of: Office, real_release: Release
) -> None:
    names = [*(item.id for item in real_release.measures_at(AREA)[:9]), "marac-repeat-referrals"]
    wanted = [{"measure": name, "wanted": "lower"} for name in names]
    actions.set_indicators(
        office_of.organisation("havering"), YEAR, wanted, catalogue=real_release.catalogue, by=esther.by
    )
    made = actions.begin(office_of.organisation("havering"), Q3, real_release, by=esther.by)
    page = esther.page(desk_of(made))
    assert set(names) <= page.ids
    assert f"#{names[-1]}-commentary" in page.links, "a missing figure wants a word"


def test_pages_of_a_place_without_a_release_say_so(esther: Desk, settings: Any, tmp_path: Path) -> None:
    settings.PEELIAN_DATA = tmp_path / "nothing"
    assert "No release is out yet" in esther.get("/office/quarters")
    assert "No release is out yet" in esther.get(f"/office/quarters/begin/havering/{Q3}")


@pytest.fixture
def without_an_area(report: QuarterReport, office_of: Office) -> None:
    area = office_of.organisation("havering").areas.get()
    core.end_dated(area, area.from_day.replace(year=2021), by=COMMAND, reason="It covers another from then on.")


def test_a_borough_without_an_area_is_told_who_can_set_it(
    esther: Desk, without_an_area: None, report: QuarterReport
) -> None:
    listed = words(esther.get("/office/quarters"))
    assert "Havering covers no area yet" in listed and "An installation manager can set which one" in listed
    places = (
        SETTINGS,
        f"{SETTINGS}/find/demand?q=a",
        f"/office/quarters/{report.pk}",
        f"/office/quarters/begin/havering/{Q3}",
    )
    for address in places:
        assert "An installation manager can set its area." in esther.get(address, 409), address


def test_a_published_quarter_stays_listed_when_its_borough_covers_no_area_any_more(
    bob: Desk, without_an_area: None, report: QuarterReport
) -> None:
    with writing():
        QuarterReport.objects.filter(pk=report.pk).update(state="published", published_at=now())
    standing = bob.get("/office/quarters/boroughs?year=FY2024-25")
    assert "Published" in standing and f"/areas/{AREA}/quarters/{Q3}" not in standing
