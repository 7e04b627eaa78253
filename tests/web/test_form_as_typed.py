"""The form of a decision while something in it cannot be read: that is kept as it was typed, and everything else is saved."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from peelian.decisions import actions, signing
from peelian.decisions.models import DecisionVersion
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.workspace.decisions.forms import HALVES
from tests.support import decisions as make
from tests.support.office import Office
from tests.web.test_decision_desk import home, sent
from tests.web.test_quarter_desk import Desk, errors, words


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


@pytest.fixture
def dora(office: Office, house: House) -> Desk:
    return Desk(office, "dora")


@pytest.fixture
def held(office: Office, house: House) -> DecisionVersion:
    return make.begun(office, house)


AMOUNTS = {
    "money-1-what": "Posts", "money-1-amount": "12k", "money-1-currency": "GBP", "money-1-years": "2027-28",
    "money-2-what": "Paint", "money-2-amount": "900", "money-2-currency": "GBP",
}  # fmt: skip


class Fields(HTMLParser):
    """What the inputs and texts of a page show, by name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.inside = str(told.get("name") or "") if tag == "textarea" else ""
        if tag in ("input", "textarea") and told.get("name"):
            self.found[str(told["name"])] = str(told.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[self.inside] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


def shown(dora: Desk, version: DecisionVersion) -> dict[str, str]:
    """What the form shows when it is opened again."""
    return Fields(dora.get(f"{home(version)}/write")).found


def test_what_can_be_read_is_saved_and_the_rest_is_kept_as_it_was_typed(dora: Desk, held: DecisionVersion) -> None:
    told = (
        sent(held.form, held.version)
        | AMOUNTS
        | {"summary": "Anew.", "fund": "Another fund", "limit": "half a million"}
    )
    said = dora.save(f"{home(held)}/write.json", **told)
    assert said["error"] == ("Money, Amount in row 2: Write digits, like 1,250,000 or 1250000.00. 1 more to mend.")
    assert said["at"] == "id_money-1-amount"
    form = make.fresh(held).form
    assert (form["summary"], form["fund"]) == ("Anew.", "Another fund")
    assert [one["what"] for one in form["money"]] == ["Grants", "Paint"], "rows that can be read are kept"
    assert form["delegation"]["limit"] == "500000.00", "what stood there before stands"
    found = shown(dora, held)
    assert {name: found[name] for name in AMOUNTS} == AMOUNTS, "each where it was typed"
    assert found["limit"] == "half a million"
    assert errors(dora.get(f"{home(held)}/write")).count("Write digits") == 2
    assert "Say" not in errors(dora.get(f"{home(held)}/write")), "empty rows ask for nothing"


def test_what_is_mended_is_read_and_nothing_is_left_of_what_was_typed(dora: Desk, held: DecisionVersion) -> None:
    told = sent(held.form, held.version) | AMOUNTS
    number = dora.save(f"{home(held)}/write.json", **told)["version"]
    assert number == held.version + 1
    said = dora.save(f"{home(held)}/write.json", **told | {"money-1-amount": "£12,000", "version": number})
    after = make.fresh(held)
    assert "error" not in said
    assert after.unread == []
    assert [(one["what"], float(one["amount"])) for one in after.form["money"]] == [
        ("Grants", 120_000), ("Posts", 12_000), ("Paint", 900),
    ]  # fmt: skip


def test_the_same_sent_twice_is_saved_once(dora: Desk, held: DecisionVersion) -> None:
    told = sent(held.form, held.version) | AMOUNTS
    number = dora.save(f"{home(held)}/write.json", **told)["version"]
    assert dora.save(f"{home(held)}/write.json", **told | {"version": number})["version"] == number
    assert dora.save(f"{home(held)}/write.json", **told)["version"] == number, "as did somebody else who wrote the same"


def test_the_button_saves_no_less(dora: Desk, held: DecisionVersion) -> None:
    text = dora.send(f"{home(held)}/write", 200, **sent(held.form, held.version) | AMOUNTS | {"summary": "Anew."})
    assert "Everything else is saved." in text
    after = make.fresh(held)
    assert after.form["summary"] == "Anew."
    assert f'name="version" value="{after.version}"' in text, "what is sent next is written over it"


def test_what_cannot_be_read_holds_the_decision_up(
    dora: Desk, office: Office, house: House, held: DecisionVersion
) -> None:
    dora.save(f"{home(held)}/write.json", **sent(held.form, held.version) | AMOUNTS)
    page = dora.get(home(held))
    assert (
        "Money, Amount in row 2: Write digits, like 1,250,000 or 1250000.00. It is kept as it was typed until then."
        in words(page)
    )
    assert f'href="{home(held)}/write#id_money-1-amount"' in page
    with pytest.raises(PeelianError, match="It is kept as it was typed until then"):
        signing.ask_advice(make.fresh(held), house, by=office.by("dora"))


def test_part_2_leaves_what_was_typed_where_it_is(dora: Desk, office: Office, held: DecisionVersion) -> None:
    dora.save(f"{home(held)}/write.json", **sent(held.form, held.version) | AMOUNTS)
    before = make.fresh(held).unread
    assert actions.say_part_2(held, by=office.by("dora"))
    assert make.fresh(held).unread == before
    assert before


@pytest.mark.parametrize(
    ("typed", "at", "says"),
    [
        ({"source": "", "scope": "Lamps", "limit": "9"}, "id_source", "Say which resolution, scheme or statute gives it."),
        ({"met_on": "2026-05-01"}, "id_committee", "Say which meeting or committee was on that day."),
        ({"deferral_reason": "They are told first"}, "id_deferred", "Say that it is deferred, or empty its day and its reason."),
        ({"reasons": "Names are named"}, "id_private", "Say that the meeting is private, or empty what is said of one."),
        ({"why": "It burns"}, "id_kind", "Choose a key decision, or empty what is said of one under “Notices”."),
        ({"title": "\u200b"}, "id_title", "Say what is to be decided, in a line."),
        ({"papers-0-title": "Plans", "papers-0-link": "city hall"}, "id_papers-0-link", "This is no address."),
        ({"options-0-title": "\u200b", "options-0-why_not": "No"}, "id_options-0-title", "Say what was considered."),
    ],
)  # fmt: skip
def test_what_is_half_said_is_kept_too(
    dora: Desk, held: DecisionVersion, typed: dict[str, str], at: str, says: str
) -> None:
    said = dora.save(f"{home(held)}/write.json", **sent(held.form, held.version) | typed | {"summary": "Anew."})
    assert (said["at"], says in said["error"]) == (at, True)
    assert make.fresh(held).form["summary"] == "Anew."
    found = shown(dora, held)
    assert {name: found[name] for name in typed} == typed


def test_no_empty_rows_are_kept_with_what_is_half_said(dora: Desk, held: DecisionVersion) -> None:
    rows = {
        "consult-0-name": "Head of grants",
        "consult-0-kind": "post",
        "consult-1-name": "",
        "consult-1-kind": "person",
    }
    dora.save(f"{home(held)}/write.json", **sent(held.form, held.version) | rows | {"source": ""})
    found = [name for name in shown(dora, held) if name.startswith("consult-")]
    assert found == ["consult-0-name", "consult-1-name", "consult-2-name"], "what was typed, and two empty rows"


def test_a_row_that_was_saved_and_cannot_be_read_any_more_is_no_part_of_the_form(
    dora: Desk, held: DecisionVersion
) -> None:
    dora.save(f"{home(held)}/write.json", **sent(held.form, held.version) | {"money-0-amount": "much"})
    assert "money" not in make.fresh(held).form
    assert shown(dora, held)["money-0-amount"] == "much"


def test_what_names_no_field_of_the_form_cannot_be_half_said() -> None:
    from peelian.workspace.decisions.forms import ROWS, WriteForm

    asked = {*WriteForm.base_fields, "plan", "plan_items", *ROWS}
    assert {name for half in HALVES for name in (half.needs, *half.holds)} <= asked


def test_after_each_save_the_parts_stand_as_they_stand_now(dora: Desk, office: Office, house: House) -> None:
    bare = actions.begin(office.organisation("mopac"), "pcd", house, title="Bare", by=office.by("dora"))
    told = {"title": "Bare", "kind": "ordinary", "version": bare.version, "summary": "Lamps.", "money-0-amount": "12k",
            "money-0-currency": "GBP"}  # fmt: skip
    parts = {one["id"]: one for one in dora.save(f"{home(bare)}/write.json", **told)["parts"]}
    assert parts["decided"]["stands"] == "1 missing"
    assert [one["says"] for one in parts["decided"]["missing"]] == ["It does not say what is decided."]
    assert parts["money"]["stands"] == "1 to mend"
    assert parts["money"]["wrong"] == [
        {"at": "id_money-0-amount", "says": "Write digits, like 1,250,000 or 1250000.00."}
    ]
