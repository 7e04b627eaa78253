"""What was done reads as sentences, can be found, and can be recomputed by anybody from a file."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from peelian.audit.exporting import lines
from peelian.audit.models import Event, Kept
from peelian.audit.presenting import PRESENTERS, Telling, sentence
from peelian.audit.verifying import ERASURES
from peelian.core import actions, signing_in
from peelian.core.acting import ACTIONS, COMMAND
from peelian.core.queries import tellings
from peelian.figures.house import today
from tests.conftest import ROOT
from tests.support import rooms
from tests.support.office import Office, with_second_factor

RECIPE = ROOT / "docs" / "reference" / "audit.md"


def told() -> list[str]:
    """Every event as a sentence, oldest first."""
    return [sentence(item) for item in tellings(Event.objects.order_by("number"))]


@pytest.fixture
def reading(office: Office) -> Any:
    """Somebody of the cast at the audit's pages."""

    def read(name: str, address: str = "/office/audit", status: int = 200) -> str:
        person = office.person(name)
        with_second_factor(person)
        client = Client()
        client.force_login(person)
        answer: Any = client.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code}"
        return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")

    return read


def test_every_action_and_every_event_of_signing_in_has_its_sentence() -> None:
    source = Path(str(signing_in.__file__)).read_text(encoding="utf-8")
    recorded = set(re.findall(r'_record\(\w+, "([a-z.-]+)"', source))
    assert len(recorded) >= 6
    for path in (ROOT / "src" / "peelian").rglob("*.py"):
        if "@action(" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(ROOT / "src").with_suffix("").parts))
    known = {name for name in ACTIONS if not name.startswith("test.")}
    assert sorted((known | recorded | set(ERASURES)) - set(PRESENTERS)) == []


def test_what_nobody_tells_is_still_shown() -> None:
    event = Event(number=1, action="thing.done", actor="person:1", subject="thing:2")
    assert sentence(Telling(event, lambda key: key)) == "person:1: thing.done of thing:2."


def test_joiners_movers_and_leavers_read_as_sentences(office: Office) -> None:
    day = today()
    words = f"{day.day} {day:%B} {day.year}"
    alice, bob = office.by("alice"), office.bob
    actions.give_role(bob, office.organisation("mopac"), "auditor", until_day=day, by=alice, reason="covers a leave")
    actions.change_person(bob, by=alice, name="Bob Baker")
    actions.end_role(bob.posts.get(role="auditor"), by=alice)
    actions.end_role(bob.posts.get(role="analyst"), last_day=day, by=alice)
    office.give("jo", "havering", "reader", from_day=day + dt.timedelta(days=9))
    actions.end_role(office.jo.posts.get(organisation="havering"), by=office.by("grace"))
    actions.leave(office.esther, by=office.by("grace"), reason="left")
    text = "\n".join(told())
    for line in (
        "The command on the server added the organisation MOPAC.",
        "The command on the server invited Bob Bassett to be performance analyst at MOPAC.",
        "Bob Baker joined as performance analyst at MOPAC.",
        f"Alice Adeyemi made Bob Baker auditor at MOPAC from {words} until {words}.",
        "Alice Adeyemi changed Bob Baker: name from “Bob Bassett” to “Bob Baker”.",
        "Alice Adeyemi ended the role of Bob Baker as Auditor, MOPAC at once.",
        f"Alice Adeyemi ended the role of Bob Baker as Performance analyst, MOPAC after {words}.",
        "Grace Gill took back the role of Jo Jarvis as reader, which had not begun.",
        "Grace Gill ended 1 role of Esther Eze at once: Borough analyst, Havering.",
    ):
        assert line in text, f"{line}\n\n{text}"


def test_organisations_read_as_sentences(office: Office) -> None:
    day = dt.date(2027, 3, 31)
    mopac, ivy = office.organisation("mopac"), office.by("ivy")
    area = actions.give_area(mopac, "E23000001", day, by=ivy)
    actions.give_power(mopac, "issue-plan", day, law="PRSRA 2011 s.6", by=ivy)
    actions.end_dated(area, day, by=ivy)
    actions.change_organisation(mopac, by=ivy, short="Mayor's Office")
    assert told()[-4:] == [
        "Ivy Ikande noted that Mayor's Office covers E23000001 from 31 March 2027.",
        "Ivy Ikande noted that Mayor's Office issues the police and crime plan (PRSRA 2011 s.6) from 31 March 2027.",
        "Ivy Ikande ended an area of Mayor's Office after 31 March 2027.",
        "Ivy Ikande changed Mayor's Office: short name from “MOPAC” to “Mayor's Office”.",
    ]


def test_the_page_shows_the_newest_first_with_reasons(office: Office, reading: Any) -> None:
    actions.change_person(office.bob, by=office.by("alice"), name="Bob Baker", reason="married")
    page = reading("harry")
    assert page.index("changed Bob Baker") < page.index("Bob Baker joined as")
    assert "Reason: married" in page


def test_an_auditor_reads_of_their_own_organisation_and_its_people_alone(office: Office, reading: Any) -> None:
    office.everybody()
    actions.change_person(office.esther, by=office.by("grace"), title="Analyst", reason="a reason of Havering")
    own, all_of_it = reading("harry"), reading("ivy")
    assert "Esther Eze" not in own and "a reason of Havering" not in own
    assert "Bob Bassett" in own
    assert "Esther Eze" in all_of_it and "a reason of Havering" in all_of_it
    foreign = Event.objects.filter(organisation="organisation:havering").values_list("number", flat=True)[0]
    reading("harry", f"/office/audit/{foreign}", 404)
    assert "It is not that" not in reading("ivy", f"/office/audit/{foreign}")


@pytest.mark.parametrize(("query", "found", "gone"), [
    ("q=married", "changed Bob Baker", "joined as"),
    ("q=baker", "changed Bob Baker", "added the organisation"),
    ("action=person.join", "joined as", "changed Bob Baker"),
    ("person={alice}", "changed Bob Baker", "joined as performance"),
    ("about={bob}", "changed Bob Baker", "added the organisation"),
    ("organisation=havering", "Havering", "changed Bob Baker"),
    ("since=2020-01-01&until=2020-12-31", "No event is like that", "changed Bob Baker"),
    ("since=nonsense", "This is no day", "changed Bob Baker"),
])  # fmt: skip
def test_events_can_be_found(query: str, found: str, gone: str, office: Office, reading: Any) -> None:
    actions.change_person(office.bob, by=office.by("alice"), name="Bob Baker", reason="married")
    page = reading("ivy", "/office/audit?" + query.format(alice=office.alice.key, bob=office.bob.key))
    assert found in page
    listed = page.partition('<ol class="pe-events"')[2]
    assert gone not in listed


@pytest.mark.parametrize("name", ["alice", "harry", "ivy", "grace"])
def test_words_that_are_not_out_are_not_read_in_the_audit(name: str, office: Office, reading: Any) -> None:
    """An administrator, an auditor and an installation manager see no draft: not in its events either, until it is out."""
    release = rooms.draft(office, author=office.bob)
    quarter = rooms.report(office, author=office.esther)
    rooms.change(release, remarks="Robbery rose by a fifth.")
    rooms.change(quarter, introduction="Robbery rose by a fifth.")
    mine = quarter if name == "grace" else release
    number = Event.objects.filter(subject=mine.key).latest("number").number
    for address in ("/office/audit?q=fifth", "/office/audit.jsonl", "/office/audit.csv"):
        assert mine.key not in reading(name, address) and "by a fifth" not in reading(name, address)
    reading(name, f"/office/audit/{number}", 404)
    rooms.change(release, state="scheduled", at=dt.datetime.now(dt.UTC))
    rooms.change(quarter, state="published")
    assert "Robbery rose by a fifth." in reading(name, f"/office/audit/{number}")


def test_the_page_recomputes_the_chain_when_asked(office: Office, reading: Any) -> None:
    assert "The record is whole" in reading("harry", "/office/audit?check=1")
    Kept.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    assert "The record is not whole" in reading("harry", "/office/audit?check=1")


def test_a_spreadsheet_runs_nothing_of_it(office: Office, reading: Any) -> None:
    actions.change_person(office.bob, by=office.by("alice"), title="x", reason="=1+1")
    assert ",'=1+1," in reading("ivy", "/office/audit.csv")
    actions.change_person(office.bob, by=office.by("alice"), name="=cmd|x", title="")
    assert "\n'=cmd|x," in reading("alice", "/office/people.csv").replace("\r", "")


def recompute(path: Path) -> str:
    """What the recipe of the manual says of a file: it is run as it stands there."""
    recipe = re.search(r"```python\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)
    assert recipe
    assert recipe[1].count("\n") <= 26
    done = subprocess.run([sys.executable, "-I", "-c", recipe[1], path], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_recipe_of_the_manual_recomputes_an_export(office: Office, reading: Any, tmp_path: Path) -> None:
    from peelian.core.erasing import erase_person

    actions.change_person(office.bob, by=office.by("alice"), name="Bob Bäcker", reason="a name “with” marks")
    actions.leave(office.bob, by=office.by("alice"))
    erase_person(office.bob, by=COMMAND, reason="asked for")
    path = tmp_path / "audit.jsonl"
    path.write_text(reading("ivy", "/office/audit.jsonl"), encoding="utf-8")
    last: Any = Event.objects.order_by("number").last()
    assert recompute(path) == f"whole: {last.number} events, last hash {last.hash}"
    assert path.read_text(encoding="utf-8").splitlines() == list(lines())
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wounds: dict[str, Any] = {
        "was edited": lambda events: events[3].update(actor="person:99"),
        "does not follow": lambda events: events.pop(4),
        "a value of event": lambda events: next(e for e in events if e["kept"])["kept"][0].update(value="x"),
        "is gone, and no event says why": lambda events: next(e for e in events if e["kept"])["kept"].pop(),
    }
    for said, wound in wounds.items():
        events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        wound(events)
        hurt = tmp_path / "hurt.jsonl"
        hurt.write_text("\n".join(json.dumps(event) for event in events), encoding="utf-8")
        assert said in recompute(hurt), said


def test_the_manual_names_every_part_of_an_event() -> None:
    from peelian.audit import chain

    text = RECIPE.read_text(encoding="utf-8")
    assert [name for name in (*chain.SEALED, "hash") if f"| `{name}` |" not in text] == []
