"""What the desk of a decision says where it stands: what can be done now, by when, and what is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from peelian.decisions import coming_out
from peelian.figures.house import House
from peelian.workspace.decisions.step_forms import AdviceForm
from tests.support import decisions as make
from tests.support.office import Office
from tests.web.test_decision_desk import home, sent
from tests.web.test_quarter_desk import Desk, words


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


def main_button(page: str, step: str) -> bool:
    """Whether a step is the first thing that a desk asks for."""
    link = next(line for line in page.split("<p>") if f'/step/{step}"' in line)
    return "govuk-button--secondary" not in link


def test_a_step_that_lacks_something_is_not_the_first_thing_to_do(office: Office, house: House) -> None:
    held = make.begun(office, house, part_2=True, part_2_reason="Offers")
    part = make.part_2(office, held.decision)
    make.sent(office, house, held)
    drew = Desk(office, "drew")
    assert not main_button(drew.get(home(held)), "countersign"), "Part 2 is sealed first"
    drew.send(f"{home(held)}/part-2/{part.pk}/seal", version=str(part.version))
    assert main_button(drew.get(home(held)), "countersign")


def test_the_desk_says_by_when_what_is_signed_must_be_out(office: Office, house: House) -> None:
    held = make.signed(office, house, make.begun(office, house))
    assert "one working day after it was taken. It is not out yet." in words(Desk(office, "dora").get(home(held)))
    coming_out.publish(held, house, warnings_read=True, by=office.by("dora"))
    assert "It is not out yet" not in words(Desk(office, "dora").get(home(held)))


def test_notices_that_come_too_late_are_said_while_they_can_be_mended(office: Office, house: House) -> None:
    """They are needed before a key decision is taken: whoever writes the form learns it before four people have signed."""
    notice = {"decision_day": "2027-02-10", "forward_plan": "2027-02-01"}
    held = make.begun(office, house, kind="key", key_notice=notice)
    dora = Desk(office, "dora")
    page = words(dora.get(home(held)))
    assert "Nothing is missing before the next step." in page
    said = "Its notice in the forward plan must be public by 12 January 2027"
    assert f"Before it can be taken {said}" in page, "days as people write them"
    part = words(dora.get(f"{home(held)}/write"))
    assert "Notices of a key decision or a private meeting 1 missing" in part
    assert said in part
    make.written(office, held, kind="key", key_notice=notice | {"forward_plan": "2027-01-01"})
    assert "Before it can be taken" not in words(dora.get(home(held)))


def test_what_is_not_deferred_yet_is_not_put_off_further(office: Office, house: House) -> None:
    held = make.signed(office, house, make.begun(office, house))
    debbie = Desk(office, "debbie")
    assert "Defer publication<" in debbie.get(home(held))
    assert "<h1>Defer publication</h1>" in debbie.get(f"{home(held)}/step/defer")
    debbie.send(f"{home(held)}/step/defer", until=str(make.TODAY.replace(year=2027, month=3)), reason="A tender runs.")
    assert "Change until when it is deferred<" in debbie.get(home(held))


def test_only_who_signs_reads_what_they_sign(office: Office, house: House) -> None:
    held = make.begun(office, house)
    dora, asked = Desk(office, "dora"), f"{home(held)}/step/ask-advice"
    assert "What you sign" not in dora.get(asked)
    assert "The form as it stands" in dora.get(asked)
    make.advised(office, house, held)
    assert "What you sign" in dora.get(f"{home(held)}/step/send")


def test_one_of_the_two_that_advice_asks_for_is_not_optional(office: Office, house: House) -> None:
    held = make.begun(office, house)
    dora, finn = Desk(office, "dora"), Desk(office, "finn")
    dora.send(f"{home(held)}/step/ask-advice")
    page = words(finn.get(f"{home(held)}/advice/legal"))
    assert "(optional)" not in page
    assert "Published with the decision, signed with your post, not your name." in page


def test_whoever_signs_by_name_is_told_so() -> None:
    assert "your post and name" in AdviceForm(named=True).fields["text"].help_text


@pytest.mark.parametrize(("length", "long"), [(90, False), (91, True)])
def test_a_long_title_is_set_smaller(office: Office, house: House, length: int, long: bool) -> None:
    held = make.begun(office, house, title="x" * length)
    assert ('<h1 class="pe-title--long">' in Desk(office, "dora").get(home(held))) is long


def test_the_history_says_when_a_correction_was_begun_and_on_what_advice_was_given(
    office: Office, house: House
) -> None:
    held = make.published(office, house, make.begun(office, house))
    dora, finn = Desk(office, "dora"), Desk(office, "finn")
    dora.send(f"{home(held)}/step/correct", reason="The amount was of three years.")
    dora.send(f"{home(held)}/write", **sent(make.FORM | {"summary": "Anew."}, 1))
    page = words(dora.get(home(held)))
    assert "Dora Dube wrote in PCD 219, version 2." in page
    assert "Dora Dube began a correction: PCD 219, version 2." in page
    assert "Finn Farrell gave advice on PCD 219, version 1: legal comments." in page
    dora.send(f"{home(held)}/step/ask-advice")
    finn.send(f"{home(held)}/advice/legal", text="", not_required="Nothing of it changed.")
    page = words(dora.get(home(held)))
    assert "Finn Farrell said that none is required on PCD 219, version 2: legal comments." in page


def test_whoever_begins_a_correction_is_told_which_version_it_is(office: Office, house: House) -> None:
    held = make.published(office, house, make.begun(office, house))
    dora = Desk(office, "dora")
    address = dora.send(f"{home(held)}/step/correct", reason="The amount was of three years.")
    assert "PCD 219, version 2 is begun: mend the form, and ask for advice." in words(dora.get(address))
