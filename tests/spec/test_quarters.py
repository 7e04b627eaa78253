"""A borough's quarter: figures from a release, colours by its own rule, words by its people, published by somebody else of them."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.conftest import ROOT
from tests.spec.test_judgements import BURGLARY, HAVERING
from tests.support.office import Office
from tests.support.wide import write_boroughs
from tests.unit.test_decided import london

from peelian.audit.models import Event
from peelian.audit.verifying import verify
from peelian.cli.common import COMPLAINT
from peelian.cli.healing import heal as look_after
from peelian.cli.office import audit_verify, published_anchors
from peelian.core import acting as acting_module
from peelian.core.acting import Actor, NotAllowed
from peelian.core.models import Organisation, Person
from peelian.core.queries import events_for
from peelian.core.running.models import Clock
from peelian.core.seeding import read_organisations, take_in
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period, month_ordinal
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Release, Releases
from peelian.localities import actions, publishing, queries
from peelian.localities.content import content_of
from peelian.localities.healing import check, heal
from peelian.localities.models import OwnFigure, QuarterReport
from peelian.localities.publishing import editions, listed, sealed
from peelian.localities.rules import QUARTER, contradictions
from peelian.ui.quarter import QuarterPage

pytestmark = pytest.mark.django_db
YEAR, Q3 = "FY2016-17", "FY2016-17-Q3"
FIRST = month_ordinal(2015, 4)
SETTLED = {
    "title": "Rating of its performance report", "amber": "movement", "unchanged": "amber", "compared_with": "previous quarter",
    "two_sided": False, "source": "corporate plan", "decided_by": "Cabinet, 8 March 2016",
}  # fmt: skip
TARGET = {"period": Q3, "low": "200", "high": "200"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Burglary in Havering, 300 a quarter, then 220 and 240 in the last two; theft in the force beside it."""
    folder = tmp_path_factory.mktemp("quarter")
    house = House(folder / "house", str(london(folder)))
    months = [count // 3 + (place < count % 3) for count in [300, 300, 300, 300, 300, 220, 240] for place in range(3)]
    load(house, [write_boroughs(folder / "2017-01" / "crime.csv", FIRST, {(*BURGLARY, "Havering"): months})])
    release(house)
    return house


@pytest.fixture(autouse=True)
def nothing_published(house: House) -> None:
    """The records of each test begin empty: so does what has been published."""
    shutil.rmtree(house.root / "quarters", ignore_errors=True)


@pytest.fixture
def made(house: House) -> Release:
    newest = Releases(house.root).newest()
    assert newest is not None
    return newest


@pytest.fixture
def havering(house: House) -> Organisation:
    for entry in read_organisations(House(Path("nowhere")).pack):
        if entry["id"] in ("mopac", "havering", "barnet"):
            take_in(entry)
    return Organisation.objects.get(pk="havering")


@pytest.fixture
def iain(havering: Organisation) -> Actor:
    return Office().joined(havering, "borough-analyst", "Iain")


@pytest.fixture
def lead(havering: Organisation) -> Actor:
    return Office().joined(havering, "borough-lead", "Leda")


def settle(havering: Organisation, made: Release, iain: Actor, **fields: Any) -> None:
    """The year's rule, one indicator with a target of 200 and five per cent of room, and demand."""
    actions.set_rule(havering, YEAR, by=iain, **(SETTLED | fields))
    indicator = {"measure": "burglary", "goal": "Safe", "wanted": "lower", "targets": [TARGET], "tolerance": Decimal(5)}
    actions.set_indicators(havering, YEAR, [indicator], catalogue=made.catalogue, by=iain)
    actions.set_demand(havering, YEAR, ["domestic-abuse-incidents"], catalogue=made.catalogue, by=iain)
    actions.set_own_figure(havering, "domestic-abuse-incidents", Q3, value=Decimal(610), source="call log", by=iain)


def begun(havering: Organisation, made: Release, iain: Actor, **fields: Any) -> QuarterReport:
    settle(havering, made, iain, **fields)
    return actions.begin(havering, Q3, made, by=iain)


def complete(report: QuarterReport, iain: Actor) -> None:
    actions.write_indicator(
        report, "burglary", version=0, by=iain, commentary="More in November.", action="Patrols along the High Street.",
        action_owner="Head of community safety", action_by=dt.date(2017, 3, 31),
    )  # fmt: skip


def test_a_red_demands_corrective_action_with_who_and_by_when(
    house: House, havering: Organisation, made: Release, iain: Actor
) -> None:
    report = begun(havering, made, iain)
    [line] = queries.lines_of(report, made)[1]
    assert (line.rated.value, line.rated.rating.colour, line.short.way, line.long.way) == (
        240,
        "red",
        "worse",
        "better",
    )
    with pytest.raises(PeelianError, match="Burglary is red: say what is done about it"):
        actions.send(report, house.root, warnings_read=True, by=iain)
    actions.write_indicator(report, "burglary", version=0, by=iain, action="Patrols.")
    with pytest.raises(PeelianError, match="say who does what is done about it, and by when"):
        actions.send(report, house.root, warnings_read=True, by=iain)
    report.refresh_from_db()
    assert report.state == "draft"


def test_off_target_and_equal_has_one_documented_answer(
    house: House, havering: Organisation, made: Release, iain: Actor
) -> None:
    """The written rule calls it red and amber (seed-004, 1722 to 1736): the borough answers once; until then no report goes on."""
    report = begun(havering, made, iain, unchanged="", compared_with="", two_sided=None)
    missing = [item.what for item in queries.missing_of(report, made)]
    assert (
        "The borough's rule does not say which colour a figure that has not changed gets, nor what improvement is compared with, "
        "nor whether better than the target by more than the tolerance is off it. Answer it in the year's settings."
        in missing
    )
    actions.set_rule(havering, YEAR, by=iain, **SETTLED)
    assert not any("does not say" in item.what for item in queries.missing_of(report, made))


def test_a_red_figure_is_not_shown_without_demand_beside_it(havering: Organisation, made: Release, iain: Actor) -> None:
    report = begun(havering, made, iain)
    actions.set_demand(havering, YEAR, [], catalogue=made.catalogue, by=iain)
    assert any("choose at least one measure of demand" in item.what for item in queries.missing_of(report, made))


def test_demand_without_a_figure_is_no_demand(havering: Organisation, made: Release, iain: Actor) -> None:
    report = begun(havering, made, iain)
    assert queries.lines_of(report, made)[2][0].value == 610
    actions.remove_own_figure(OwnFigure.objects.get(), by=iain)
    assert any("choose at least one measure of demand that has a figure" in item.what
               for item in queries.missing_of(report, made))  # fmt: skip


def test_a_report_without_an_indicator_cannot_go_on(havering: Organisation, made: Release, iain: Actor) -> None:
    report = begun(havering, made, iain)
    actions.set_indicators(havering, YEAR, [], catalogue=made.catalogue, by=iain)
    assert [item.field for item in queries.missing_of(report, made)] == ["indicators"]


def test_the_texts_of_the_whole_report_are_read_for_what_may_tell_of_one_person(
    house: House, havering: Organisation, made: Release, iain: Actor
) -> None:
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.write(report, version=1, by=iain, introduction="One caller rang 99 times.")
    report.refresh_from_db()
    with pytest.raises(PeelianError, match="The introduction: “One caller” tells of one person"):
        actions.send(report, house.root, warnings_read=False, by=iain)


def test_whatever_else_is_published_with_it_is_read_for_that_too(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    """The rule's name and source, where an own figure comes from, who acts, and why a correction is made."""
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    actions.publish(report, house.root, by=lead)
    actions.set_rule(
        havering, YEAR, by=iain, **(SETTLED | {"title": "Rule of ann@hill.example", "source": "call 020 7946 0123"})
    )
    own = {"value": Decimal(610), "source": "the diary of one caller"}
    actions.set_own_figure(havering, "domestic-abuse-incidents", Q3, by=iain, **own)  # type: ignore[arg-type]
    actions.set_own_figure(
        havering, "domestic-abuse-incidents", "FY2017-18-Q3", value=Decimal(1), source="one resident", by=iain
    )
    correction = actions.begin(havering, Q3, made, by=iain, reason="One resident rang.")
    actions.write_indicator(correction, "burglary", version=1, by=iain, action_owner="One resident")
    found = [(item.field, item.what.partition(" Is it needed")[0]) for item in queries.missing_of(correction, made)]
    assert found == [
        ("why_corrected", "What it corrects, and why: “One resident” tells of one person."),
        ("rule", "The rule's name: “ann@hill.example” is an e-mail address."),
        ("rule", "Where the rule is written: “020 7946 0123” is a telephone number."),
        (
            "figures",
            "The source of Domestic abuse incidents, October to December 2016: “one caller” tells of one person.",
        ),
        ("action_owner", "Burglary, who does it: “One resident” tells of one person."),
    ]
    with pytest.raises(PeelianError, match="Read first"):
        actions.send(correction, house.root, warnings_read=False, by=iain)


def test_the_summary_counts_what_was_rated_and_nobody_can_type_it(
    house: House, havering: Organisation, made: Release, iain: Actor
) -> None:
    """Seed-004 types how many of its three indicators are red (1746); here it is counted from the lines, whatever a text says."""
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.write(report, version=1, by=iain, introduction="Of 3 indicators, 2 are red.")
    report.refresh_from_db()
    content = content_of(report, made, *queries.lines_of(report, made)[1:])
    assert QuarterPage(content).say == "Of 1 indicator, 1 is red."
    forged = content | {"lines": [content["lines"][0] | {"rating": "green"}]}
    assert QuarterPage(forged).say == "Of 1 indicator, 1 is green.", (
        "it follows the stored ratings, which the seal holds"
    )
    assert sealed(forged)["seal"] != sealed(content)["seal"]


def test_an_indicator_has_one_colour_on_the_page_in_the_csv_the_json_and_the_seal(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor, settings: Any, client: Client
) -> None:
    """CSP2 is green in one place of seed-004 (1765) and red in another (1831 to 1833)."""
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.write_indicator(report, "burglary", version=1, by=iain, commentary="This indicator is Green.")
    with pytest.raises(PeelianError, match="the text says green, the indicator is red"):
        actions.send(report, house.root, warnings_read=True, by=iain)
    actions.write_indicator(report, "burglary", version=2, by=iain, commentary="This indicator is Red.")
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    path = actions.publish(report, house.root, by=lead)
    try:
        settings.PEELIAN_DATA = house.root
        address = f"/areas/{HAVERING}/quarters/{Q3}"
        text = client.get(address).content.decode()
        assert "R\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}Red" in text
        assert "Green" not in text and "pe-rag--green" not in text
        [row] = client.get(f"{address}.json").json()["rows"]
        [line] = [item for item in client.get(f"{address}.csv").content.decode().splitlines() if ",burglary," in item]
        [kept] = listed(house.root, HAVERING)[0]
        assert (row["rating"], kept["lines"][0]["rating"]) == ("red", "red")
        assert ",red," in line and ",green," not in line
    finally:
        path.unlink()


def test_from_draft_to_published_by_two_people(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    with pytest.raises(WrongStep, match="cannot be written now"):
        actions.write_indicator(report, "burglary", version=1, by=iain, commentary="Changed after sending.")
    actions.send_back(report, by=lead, reason="Say which streets.")
    actions.write_indicator(report, "burglary", version=1, by=iain, commentary="More in November, around the station.")
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    assert listed(house.root, HAVERING)[0] == []
    path = actions.publish(report, house.root, by=lead)
    [kept] = listed(house.root, HAVERING)[0]
    assert path.name == "FY2016-17-Q3.1.json"
    assert kept["lines"][0] | {"why": ""} == kept["lines"][0] | {
        "why": "", "measure": "burglary", "value": "240", "rating": "red", "needs_action": True, "title": "Burglary",
        "commentary": "More in November, around the station.", "action": "Patrols along the High Street.",
        "action_by": "2017-03-31",
    }  # fmt: skip
    assert "Iain" not in path.read_text(encoding="utf-8")
    anchor = (kept["audit"]["number"], kept["audit"]["hash"])
    assert published_anchors(house) == [anchor], "peelian audit verify looks for the event that was published"
    assert verify([anchor]).sound
    assert Event.objects.latest("number").action == "quarter.publish"


def test_nobody_reviews_or_signs_off_their_own(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    from peelian.core.acting import COMMAND
    from peelian.core.actions import give_role

    assert iain.person is not None
    give_role(iain.person, havering, "borough-lead", by=COMMAND)
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    with pytest.raises(WrongStep, match="for somebody else than its author"):
        actions.pass_review(report, house.root, by=iain)
    actions.pass_review(report, house.root, by=lead)
    with pytest.raises(WrongStep, match="for somebody else than its author"):
        actions.publish(report, house.root, by=iain)


def test_who_wrote_a_word_of_it_counts_as_its_author(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    from peelian.core.acting import COMMAND
    from peelian.core.actions import give_role

    assert lead.person is not None
    give_role(lead.person, havering, "borough-analyst", by=COMMAND)
    report = begun(havering, made, iain)
    complete(report, lead)
    actions.write_indicator(report, "burglary", version=1, by=iain, commentary="More in November!")
    actions.send(report, house.root, warnings_read=False, by=iain)
    with pytest.raises(WrongStep, match="for somebody else than its author"):
        actions.pass_review(report, house.root, by=lead)


def test_who_wrote_the_edition_before_counts_as_author_of_its_correction(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    """A correction begins with the words that were published: they are still somebody's."""
    from peelian.core.acting import COMMAND
    from peelian.core.actions import give_role

    assert iain.person is not None
    give_role(iain.person, havering, "borough-lead", by=COMMAND)
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    actions.publish(report, house.root, by=lead)
    other, second = (
        Office().joined(havering, role, name) for role, name in (("borough-analyst", "Olu"), ("borough-lead", "Mia"))
    )
    correction = actions.begin(havering, Q3, made, by=other, reason="A patrol was counted twice.")
    actions.send(correction, house.root, warnings_read=False, by=other)
    with pytest.raises(WrongStep, match="for somebody else than its author"):
        actions.pass_review(correction, house.root, by=iain)
    actions.pass_review(correction, house.root, by=second)


def test_an_own_figure_is_not_read_in_the_audit_before_it_is_published(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    """An installation manager reads the whole audit, and no quarter before it is out: nor one of a figure that was taken out."""
    ivy = Office().joined(Organisation.objects.get(pk="mopac"), "installation-manager", "Ivy").person
    assert ivy is not None and iain.person is not None

    def read(person: Person) -> list[Any]:
        return [item["after"] for event in events_for(person) if event.action in queries.NOTING
                for item in event.changes if item["field"] == "value"]  # fmt: skip

    report = begun(havering, made, iain)
    gone = actions.set_own_figure(havering, "burglary", Q3, value=Decimal(47), source="wishful", by=iain)
    actions.remove_own_figure(gone, by=iain)
    assert read(ivy) == []
    assert queries.closed_to(iain.person) == []
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    actions.publish(report, house.root, by=lead)
    assert read(ivy) == [None, "47", "610"]
    actions.set_own_figure(havering, "domestic-abuse-incidents", Q3, value=Decimal(999), source="call log", by=iain)
    actions.set_own_figure(
        havering, "domestic-abuse-incidents", "FY2016-17-Q4", value=Decimal(5), source="log", by=iain
    )
    assert read(ivy) == [None, "47"], "what was mended, or is of another quarter, waits for its own report"


@pytest.mark.parametrize("changed", ["own figure", "target", "rule", "demand"])
def test_what_changed_after_the_review_is_not_published(
    changed: str, house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    """Settings are the year's, not the report's: they can change while somebody reviews."""
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    kind, figure = "domestic-abuse-incidents", {"value": Decimal(999), "source": "call log"}
    goal = {
        "measure": "burglary",
        "wanted": "lower",
        "targets": [TARGET | {"low": "300", "high": "300"}],
        "tolerance": 5,
    }
    {
        "own figure": lambda: actions.set_own_figure(havering, kind, Q3, by=iain, **figure),  # type: ignore[arg-type]
        "target": lambda: actions.set_indicators(havering, YEAR, [goal], catalogue=made.catalogue, by=iain),
        "rule": lambda: actions.set_rule(havering, YEAR, by=iain, **(SETTLED | {"title": "Another"})),
        "demand": lambda: actions.set_demand(havering, YEAR, [], catalogue=made.catalogue, by=iain),
    }[changed]()
    with pytest.raises(WrongStep, match="What was reviewed is not what would be published now"):
        actions.publish(report, house.root, by=lead)
    assert listed(house.root, HAVERING)[0] == []
    actions.send_back(report, by=lead, reason="Look at the settings again.")
    if changed in ("own figure", "rule"):
        actions.send(report, house.root, warnings_read=False, by=iain)
        actions.pass_review(report, house.root, by=lead)
        actions.publish(report, house.root, by=lead).unlink()


class Killed(BaseException):
    """The process ends here."""


def reviewed(havering: Organisation, made: Release, house: House, iain: Actor, lead: Actor) -> QuarterReport:
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    return report


def killed_at(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, do: Callable[[], object]) -> None:
    def end(*args: object, **more: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(where, name, end)
        do()


def test_nothing_is_out_of_a_report_whose_record_was_not_kept(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reviewed(havering, made, house, iain, lead)
    killed_at(monkeypatch, acting_module, "_record", lambda: actions.publish(report, house.root, by=lead))
    assert QuarterReport.objects.get().state == "reviewed"
    assert listed(house.root, HAVERING)[0] == [] == heal(house.root)


def test_the_file_of_a_published_report_is_written_by_whoever_looks_next(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process was killed between the commit and the file; and a file that was lost later comes again as it was."""
    report = reviewed(havering, made, house, iain, lead)
    killed_at(monkeypatch, publishing.os, "link", lambda: actions.publish(report, house.root, by=lead))
    kept = QuarterReport.objects.get()
    assert (kept.state, listed(house.root, HAVERING)[0]) == ("published", [])
    done = [one for one in look_after(house) if one.startswith("Published quarter")]
    assert done == ["Published quarter written again: FY2016-17-Q3.1.json."]
    path = publishing.path_of(house.root, HAVERING, Q3, 1)
    assert path.read_text(encoding="utf-8") == kept.sealed
    assert listed(house.root, HAVERING)[0][0]["published_at"] == kept.published_at.isoformat(timespec="seconds")  # type: ignore[union-attr]
    assert heal(house.root) == []
    path.unlink()
    assert heal(house.root, kept) == [path.name]


def test_a_file_that_no_record_knows_is_not_published_over(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    report = reviewed(havering, made, house, iain, lead)
    path = publishing.path_of(house.root, HAVERING, Q3, 1)
    path.parent.mkdir(parents=True)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(PeelianError, match="no record says who published it"):
        actions.publish(report, house.root, by=lead)
    assert QuarterReport.objects.get().state == "reviewed"


def test_another_borough_can_do_nothing_here(havering: Organisation, made: Release, iain: Actor) -> None:
    stranger = Office().joined(Organisation.objects.get(pk="barnet"), "borough-analyst", "Bea")
    report = begun(havering, made, iain)
    for attempt in (
        lambda: actions.begin(havering, "FY2016-17-Q2", made, by=stranger),
        lambda: actions.set_rule(havering, YEAR, by=stranger, **SETTLED),
        lambda: actions.write(report, version=1, by=stranger, introduction="x"),
        lambda: actions.drop(report, by=stranger, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_two_people_who_write_at_once_lose_nothing(havering: Organisation, made: Release, iain: Actor) -> None:
    report = begun(havering, made, iain)
    second = actions.write(report, version=1, by=iain, introduction="First.")
    assert second == 2
    with pytest.raises(PeelianError, match="Somebody else changed this"):
        actions.write(report, version=1, by=iain, introduction="Written over the first?")
    report.refresh_from_db()
    assert report.introduction == "First."


def test_a_correction_is_another_edition_that_says_what_it_corrects(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    actions.publish(report, house.root, by=lead)
    with pytest.raises(PeelianError, match="Say what the correction corrects"):
        actions.begin(havering, Q3, made, by=iain)
    again = actions.begin(havering, Q3, made, by=iain, reason="The action named the wrong street.")
    actions.write_indicator(again, "burglary", version=1, by=iain, action="Patrols along South Street.")
    actions.send(again, house.root, warnings_read=False, by=iain)
    actions.pass_review(again, house.root, by=lead)
    actions.publish(again, house.root, by=lead)
    first, second = editions(house.root, HAVERING, Q3)
    assert (first["edition"], second["edition"], second["corrects"]) == (1, 2, 1)
    assert second["why_corrected"] == "The action named the wrong street."
    assert [item["edition"] for item in listed(house.root, HAVERING)[0]] == [2]


def test_a_report_that_was_dropped_is_no_edition(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor
) -> None:
    actions.drop(begun(havering, made, iain), by=iain, reason="Begun by mistake.")
    report = actions.begin(havering, Q3, made, by=iain)
    assert [clock.state for clock in Clock.objects.filter(subject=report.key)] == ["running"], "it is due all the same"
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    actions.publish(report, house.root, by=lead)
    actions.drop(actions.begin(havering, Q3, made, by=iain, reason="A street."), by=iain, reason="It was right.")
    again = actions.begin(havering, Q3, made, by=iain, reason="Another street.")
    [first] = editions(house.root, HAVERING, Q3)
    assert (first["edition"], first["corrects"], again.number) == (1, None, 2)


def test_the_command_says_each_file_that_is_altered_missing_or_another(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = actions.publish(reviewed(havering, made, house, iain, lead), house.root, by=lead)
    text = path.read_text(encoding="utf-8")
    name = f"quarters/{path.parent.name}/{path.name}"
    assert check(house.root) == []
    path.write_text(text.replace('"240"', '"190"'), encoding="utf-8")
    assert check(house.root) == [f"{name} was altered: its seal does not hold"]
    content = {key: value for key, value in json.loads(text).items() if key != "seal"}
    path.write_text(publishing.text_of(sealed(content | {"introduction": "Another."})), encoding="utf-8")
    assert check(house.root) == [f"{name} is not what its record says was published"]
    path.unlink()
    for name_of in ("PEELIAN_DATA", "PEELIAN_PACK"):
        monkeypatch.setenv(name_of, os.environ.get(name_of, ""))  # the command sets them; they are put back
    assert check(house.root) == [f"{name} is missing; peelian office prepare writes it again"]
    assert audit_verify(argparse.Namespace(data=house.root, pack=None, expect=[], json=True)) == COMPLAINT
    heal(house.root)
    assert check(house.root) == []


def test_a_published_quarter_that_was_altered_is_noticed(
    house: House, havering: Organisation, made: Release, iain: Actor, lead: Actor, tmp_path: Path
) -> None:
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.send(report, house.root, warnings_read=False, by=iain)
    actions.pass_review(report, house.root, by=lead)
    path = actions.publish(report, house.root, by=lead)
    path.write_text(path.read_text().replace('"240"', '"190"'))
    with pytest.raises(PeelianError, match="its seal does not hold"):
        editions(house.root, HAVERING, Q3)
    path.unlink()


def test_a_text_about_one_person_is_read_again_before_it_is_sent(
    house: House, havering: Organisation, made: Release, iain: Actor
) -> None:
    report = begun(havering, made, iain)
    complete(report, iain)
    actions.write_indicator(
        report, "burglary", version=1, by=iain, commentary="One caller with dementia rang 99 times."
    )
    with pytest.raises(PeelianError, match="tells of one person") as refused:
        actions.send(report, house.root, warnings_read=False, by=iain)
    assert refused.value.code == "warnings"
    actions.send(report, house.root, warnings_read=True, by=iain)


@pytest.mark.parametrize(
    ("text", "colour", "said"),
    [
        ("This indicator is Red.", "green", ["the text says red, the indicator is green."]),
        ("rated as 'Red' could have implications", "green", ["the text says red, the indicator is green."]),
        ("It has a green RAG status", "green", []),
        ("A red car was stolen.", "green", []),
        ("Shown as amber", None, ["the text says amber, the indicator has no colour."]),
    ],
)
def test_a_text_that_names_another_colour_is_noticed(text: str, colour: str | None, said: list[str]) -> None:
    """CSP2 is green in one place of seed-004 (1765) and red in another (1831 to 1833)."""
    assert contradictions(text, colour) == said


def test_a_share_must_follow_from_its_counts(havering: Organisation, iain: Actor) -> None:
    """17 of 59 is 28.8 per cent (seed-004, 1785)."""
    share = {"measure": "marac-repeat-referrals", "period": Q3, "source": "MARAC return", "by": iain}
    kept = actions.set_own_figure(
        havering, value=Decimal("28.8"), numerator=Decimal(17), denominator=Decimal(59), **share
    )
    assert kept.value == Decimal("28.8")
    with pytest.raises(ValidationError, match=r"17 of 59 is 28.81 per cent, not 29.8"):
        actions.set_own_figure(havering, value=Decimal("29.8"), numerator=Decimal(17), denominator=Decimal(59), **share)


def test_an_own_figure_never_replaces_one_of_the_release(havering: Organisation, made: Release, iain: Actor) -> None:
    report = begun(havering, made, iain)
    actions.set_own_figure(havering, "burglary", Q3, value=Decimal(1), source="wishful", by=iain)
    assert queries.lines_of(report, made)[1][0].rated.value == 240


def test_a_missing_figure_wants_a_word(havering: Organisation, made: Release, iain: Actor) -> None:
    settle(havering, made, iain)
    report = actions.begin(havering, "FY2016-17-Q4", made, by=iain)
    assert "Burglary has no figure: say why, and when there will be one." in [
        item.what for item in queries.missing_of(report, made)
    ]


def test_missing_quarters_are_listed_and_a_last_one_wants_the_outturn(havering: Organisation) -> None:
    states = {str(period): state for period, state in queries.cycle_of(havering, YEAR)}
    assert states == {
        "FY2016-17-Q1": "missing", "FY2016-17-Q2": "missing", "FY2016-17-Q3": "missing",
        "FY2016-17-Q4": "missing: the year's outturn is needed instead",
    }  # fmt: skip


def test_every_state_of_the_table_has_who_must_act_or_is_an_end() -> None:
    left = {before for step in QUARTER.steps for before in step.before}
    for state in QUARTER.states:
        assert bool(state.waits_for) == (state.id in left) == bool(state.permission)
    assert {step.after for step in QUARTER.steps} <= {state.id for state in QUARTER.states}


def test_the_manual_has_the_table_as_it_is() -> None:
    text = (ROOT / "docs" / "reference" / "borough-quarter.md").read_text(encoding="utf-8")
    found = re.search(r"```mermaid\n(.*?)\n```", text, re.S)
    assert found
    assert found[1] == QUARTER.diagram(), "draw it again from localities.rules.QUARTER"


def test_the_manual_names_every_field_of_the_sealed_file(
    house: House, havering: Organisation, made: Release, iain: Actor
) -> None:
    report = begun(havering, made, iain)
    content = content_of(report, made, *queries.lines_of(report, made)[1:])
    text = (ROOT / "docs" / "reference" / "borough-quarter.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", text))
    assert {*content, *content["lines"][0], *content["demand"][0], "rule", "audit", "seal"} - named == set()


def test_the_printed_quarter_of_havering_comes_out_of_the_records(
    real_house: House, havering: Organisation, real_release: Release, iain: Actor
) -> None:
    """Seed-004, 1785 to 1803: repeat referrals 28.8 per cent, within the band 28 to 40; ASB 1,322 after 1,140 is worse."""
    actions.set_rule(havering, YEAR, by=iain, **SETTLED)
    band = {"period": None, "low": "28", "high": "40"}
    actions.set_indicators(havering, YEAR, [
        {"measure": "marac-repeat-referrals", "wanted": "lower", "targets": [band], "tolerance": Decimal(0), "points": True},
        {"measure": "asb-incidents", "wanted": "lower"},
    ], catalogue=real_release.catalogue, by=iain)  # fmt: skip
    report = actions.begin(havering, Q3, real_release, by=iain)
    referrals, asb = queries.lines_of(report, real_release)[1]
    assert (referrals.rated.value, referrals.rated.rating.colour) == (Decimal("28.8"), "green")
    assert referrals.rated.target is not None
    assert referrals.rated.target.place(Decimal("28.8")) == "within the band"
    assert (asb.rated.value, asb.long.before, asb.long.way, asb.long.arrow) == (1322, 1140, "worse", "↓")
    assert (asb.to_date.value, asb.to_date.before) == (4810, 3817)
    assert str(Period.parse(Q3)) == report.period
