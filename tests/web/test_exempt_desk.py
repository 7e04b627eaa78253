"""The desk of what is withheld: what is due, one part, its text once and on record, reviewing and releasing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from peelian.audit.models import Event
from peelian.core.exempt.actions import rewrite
from peelian.core.exempt.models import ExemptPart
from peelian.figures.house import today
from tests.support.exempt import drafted_part, sealed_part
from tests.support.office import Office
from tests.web.test_people_pages import Clerk

TEXT = "Lantern & Sons bid £1,250,000."
SHOWN = "Lantern &amp; Sons bid"


@pytest.fixture(autouse=True)
def in_a_house(settings: Any, tmp_path: Any) -> None:
    settings.PEELIAN_DATA = tmp_path


def test_the_queue_lists_reviews_that_are_due_releases_to_come_and_every_part(office: Office) -> None:
    sealed_part(office, TEXT, title="The bids", review_on=today() + dt.timedelta(days=9))
    sealed_part(office, TEXT, title="The lease", release_on=today() + dt.timedelta(days=40))
    page = Clerk(office, "drew").read("/office/exempt")
    assert "The bids" in page and "in 9 days" in page and "by itself, at that moment" in page
    assert "FOIA 2000 s.43" in page and SHOWN not in page


def test_nothing_of_another_body_is_listed_or_opened(office: Office) -> None:
    part = sealed_part(office, TEXT)
    clara = Clerk(office, "clara")
    assert "The bids" not in clara.read("/office/exempt")
    clara.read(f"/office/exempt/{part.pk}", 404)
    clara.send(f"/office/exempt/{part.pk}/read", 404)


def test_who_holds_one_right_of_two_is_refused_at_the_door_and_told_both(office: Office) -> None:
    """A chair decides on what is exempt, but sees no decision: the refusal says what it takes, not whether there is one."""
    chris = Clerk(office, "chris")
    for reference in ("pcd-1", "none-such"):
        page = chris.send(f"/office/decisions/{reference}/part-2/x/seal", 403)
        assert "somebody who may decide on what is exempt, and see a decision before it is out." in page


def test_a_page_of_a_part_shows_what_is_public_and_the_text_only_when_it_is_asked_for(office: Office) -> None:
    part = sealed_part(office, TEXT)
    finn = Clerk(office, "finn")
    page = finn.read(f"/office/exempt/{part.pk}")
    assert part.commitment in page and "FOIA 2000 s.43" in page and SHOWN not in page
    assert not Event.objects.filter(action="exempt.read").exists()
    answer: Any = finn.client.post(f"/office/exempt/{part.pk}/read")
    assert SHOWN in answer.content.decode() and "on record" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert Event.objects.get(action="exempt.read").actor == office.finn.key
    assert SHOWN not in finn.read(f"/office/exempt/{part.pk}"), "it is shown once"
    finn.read(f"/office/exempt/{part.pk}/read", 405)


def test_a_review_withholds_it_until_another_day_within_the_limit(office: Office) -> None:
    part = sealed_part(office, TEXT)
    drew = Clerk(office, "drew")
    page = drew.send(
        f"/office/exempt/{part.pk}/review", until=str(today() + dt.timedelta(days=400)), reason="Still open."
    )
    assert ("is not within 12 months" in page and "pe-error" in page) or "govuk-error" in page
    until = today() + dt.timedelta(days=300)
    drew.send(f"/office/exempt/{part.pk}/review", until=str(until), reason="The bids are open.")
    assert ExemptPart.objects.get().review_on == until
    page = drew.read(f"/office/exempt/{part.pk}")
    assert "The bids are open." in page and "Director who countersigns, MOPAC" in page


def test_who_decides_releases_it_and_then_the_page_shows_it_to_whoever_opens_it(office: Office) -> None:
    part = sealed_part(office, TEXT)
    drew = Clerk(office, "drew")
    assert "Say why" in drew.send(f"/office/exempt/{part.pk}/release", reason="")
    drew.send(f"/office/exempt/{part.pk}/release", reason="The contract is let.")
    page = drew.read(f"/office/exempt/{part.pk}")
    assert SHOWN in page and "Released" in page
    drew.read(f"/office/exempt/{part.pk}/review", 404)


@pytest.mark.parametrize("step", ["review", "release"])
def test_a_form_whose_reason_is_published_says_that_everybody_reads_it(office: Office, step: str) -> None:
    page = Clerk(office, "drew").read(f"/office/exempt/{sealed_part(office, TEXT).pk}/{step}")
    assert "Everybody reads this, word for word" in page and "Kept in the audit" not in page


def test_who_decides_is_told_what_follows_before_they_do(office: Office) -> None:
    part, drew = sealed_part(office, TEXT), Clerk(office, "drew")
    page = drew.read(f"/office/exempt/{part.pk}/release")
    assert "The whole text becomes public" in page and "cannot be taken back" in page and "may tell of a person" in page
    page = drew.read(f"/office/exempt/{part.pk}/review")
    assert "It stays sealed." in page and "becomes public with what it belongs to, and the number" not in page


def test_who_may_read_but_not_decide_has_no_button_and_no_door(office: Office) -> None:
    part = sealed_part(office, TEXT)
    dora = Clerk(office, "dora")
    assert "Release it" not in dora.read(f"/office/exempt/{part.pk}")
    dora.send(f"/office/exempt/{part.pk}/release", 403, reason="x")


def test_without_its_key_the_page_says_so_and_nothing_else_breaks(office: Office, settings: Any) -> None:
    part = sealed_part(office, TEXT, review_on=today() + dt.timedelta(days=9))
    settings.PEELIAN_EXEMPT_KEY = ""
    drew = Clerk(office, "drew")
    assert "is not here" in drew.client.post(f"/office/exempt/{part.pk}/read").content.decode()
    page = drew.read("/office/exempt")
    assert "The bids" in page and "1 text cannot be opened" in page and "The bids" in drew.read("/office")
    settings.PEELIAN_EXEMPT_KEY = "no key"
    assert "1 text cannot be opened" in drew.read("/office/exempt")
    assert "32 bytes in Base64" in drew.client.post(f"/office/exempt/{part.pk}/read").content.decode()


def test_a_review_that_is_due_is_on_the_board_of_who_decides(office: Office) -> None:
    sealed_part(office, TEXT, title="The bids", review_on=today() + dt.timedelta(days=9))
    page = Clerk(office, "drew").read("/office")
    assert "The bids: review by" in page and "To be reviewed" in page
    assert "The bids" not in Clerk(office, "finn").read("/office"), "it waits for who decides"


def test_a_draft_waits_on_the_board_of_who_decides_and_of_nobody_else(office: Office) -> None:
    part = drafted_part(office, TEXT, title="The bids")
    page = Clerk(office, "drew").read("/office")
    assert "The bids: to be sealed" in page and f"/office/exempt/{part.pk}" in page
    assert "The bids" not in Clerk(office, "finn").read("/office") + Clerk(office, "harry").read("/office")


def test_a_draft_s_title_is_in_no_audit_that_others_read(office: Office) -> None:
    part = drafted_part(office, TEXT, title="The bids of Lantern")
    harry = Clerk(office, "harry")
    assert "Lantern" not in harry.read("/office/audit") + harry.read("/office/audit.csv")
    assert "The bids" in Clerk(office, "dora").read(f"/office/exempt/{part.pk}")


def test_a_form_that_was_open_while_somebody_rewrote_the_part_seals_nothing_and_overwrites_nothing(
    office: Office,
) -> None:
    part = drafted_part(office, TEXT, title="The bids", release_on=dt.date(today().year + 1, 1, 4))
    home = f"/office/decisions/{part.subject.partition(':')[2]}"
    shown = Clerk(office, "dora").read(f"{home}/part-2/{part.pk}")
    assert 'name="version" value="1"' in shown and f'value="{today().year + 1}-01-04"' in shown
    rewrite(part, title="The two bids", by=office.by("dora"))
    Clerk(office, "drew").send(f"{home}/part-2/{part.pk}/seal", version="1")
    assert ExemptPart.objects.get().state == "draft"
    said = Clerk(office, "dora").send(
        f"{home}/part-2/{part.pk}", version="1", title="Mine", text="Mine", decided_by="Director",
        review_on=str(part.review_on), **{"grounds-0-ground": "foi|43", "grounds-0-reason": "Mine."},
    )  # fmt: skip
    assert "Somebody rewrote this exempt part" in said and ExemptPart.objects.get().title == "The two bids"
    Clerk(office, "drew").send(f"{home}/part-2/{part.pk}/seal", version="2")
    assert ExemptPart.objects.get().state == "sealed"
