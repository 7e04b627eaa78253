"""What is withheld by law: kept encrypted, listed in public, reviewed, released, and proved to be the same.

Dora writes MOPAC's decisions, Drew decides what of them is exempt, Jo of the Met has nothing to do with it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.support.exempt import decided_on
from tests.support.office import Office, with_second_factor

from peelian.audit.models import Event, Kept
from peelian.core.acting import COMMAND, NotAllowed
from peelian.core.exempt import actions, commitments, rules
from peelian.core.exempt.actions import keep, read, release, release_due, remove, review, rewrite, seal
from peelian.core.exempt.keys import FILE, given_keys, held_keys, new_key, put_first
from peelian.core.exempt.models import ExemptPart, ExemptReview
from peelian.core.exempt.queries import due, released_text, seen_by, stub_of
from peelian.core.exempt.records import Ground
from peelian.core.jobs.models import Job
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON

TODAY = dt.datetime(2026, 11, 26, 10, tzinfo=LONDON)
TEXT = "The supplier Lantern & Sons bid £1,250,000.\n\nIts losses of last year are not known to others."
COMMERCIAL = Ground("foi", "43", "Publishing the bid while others are asked would cost the public money.")
SECRET = "Lantern"
Keep = Callable[..., ExemptPart]


@pytest.fixture(autouse=True)
def in_november() -> Any:
    with time_machine.travel(TODAY, tick=False) as clock:
        yield clock


@pytest.fixture
def house(settings: Any, tmp_path: Path, office: Office) -> Path:
    """A house of one's own: its key is made with the first exempt part."""
    settings.PEELIAN_DATA, settings.PEELIAN_EXEMPT_KEY = tmp_path, ""
    return tmp_path


@pytest.fixture
def kept(office: Office, house: Path) -> Keep:
    """Keep a draft of what is to be withheld of a decision."""

    def make(text: str = TEXT, **more: Any) -> ExemptPart:
        told: dict[str, Any] = {
            "subject": "decision:PCD-1560", "organisation": office.organisation("mopac"), "title": "The bids",
            "grounds": [COMMERCIAL], "decided_by": "Director of Commissioning", "review_on": dt.date(2027, 5, 26),
            "by": office.by("dora"), **more,
        }  # fmt: skip
        decided_on(office)
        return keep(
            told.pop("subject"), told.pop("organisation"), told.pop("title"), text, told.pop("grounds"),
            told.pop("decided_by"), told.pop("review_on"), **told,
        )  # fmt: skip

    return make


def everything_in_the_database() -> str:
    """Every value of every table, as one text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(PeelianError) as caught:
        act()
    assert "Lantern" not in str(caught.value) + caught.value.remedy, "an error never repeats what is withheld"
    return caught.value.code


def test_a_draft_is_encrypted_at_once_and_read_back_by_who_may(kept: Keep, office: Office, house: Path) -> None:
    part = kept()
    assert part.length == len(TEXT)
    assert "Lantern" not in everything_in_the_database()
    assert read(part, by=office.by("drew")) == TEXT
    assert (house / FILE).stat().st_mode & 0o777 == 0o600
    assert all(TEXT.encode() not in path.read_bytes() for path in house.rglob("*") if path.is_file())


def test_the_same_text_is_never_stored_the_same_way_twice(kept: Keep) -> None:
    first, second = kept(), kept()
    assert first.cipher != second.cipher and first.wrapped != second.wrapped


def test_every_reading_is_on_record_and_never_the_text(kept: Keep, office: Office) -> None:
    part = kept()
    read(part, by=office.by("finn"))
    event = Event.objects.get(action="exempt.read")
    assert (event.actor, event.subject) == (office.finn.key, part.key)
    assert "Lantern" not in repr(list(Event.objects.values())) + repr(list(Kept.objects.values()))


@pytest.mark.parametrize("name", ["jo", "alice", "bob", "harry", "lia", "clara", "mina"])
def test_nobody_reads_it_whose_role_at_that_body_does_not_say_so(kept: Keep, office: Office, name: str) -> None:
    with pytest.raises(NotAllowed):
        read(kept(), by=office.by(name))


def test_who_writes_it_does_not_decide_on_it(kept: Keep, office: Office) -> None:
    part = kept()
    with pytest.raises(NotAllowed):
        seal(part, by=office.by("dora"))
    with pytest.raises(NotAllowed):
        rewrite(part, text="Nothing at all.", by=office.by("drew"))


def test_a_draft_can_be_rewritten_and_taken_away_and_nothing_of_it_is_public(kept: Keep, office: Office) -> None:
    part = kept()
    assert refused(lambda: stub_of(part)) == "not-sealed"
    rewrite(part, text="Another text.", title="Bids", by=office.by("dora"))
    assert (part.title, part.length, part.version) == ("Bids", 13, 2)
    assert read(part, by=office.by("dora")) == "Another text."
    remove(part, by=office.by("dora"))
    assert not ExemptPart.objects.exists()


def test_sealing_publishes_a_commitment_and_the_text_is_never_edited_again(kept: Keep, office: Office) -> None:
    part = kept()
    stub = seal(part, by=office.by("drew"))
    assert commitments.COMMITMENT.fullmatch(stub.commitment) and stub.salt == "" and stub.decided_on == TODAY.date()
    assert (stub.title, stub.length, stub.grounds) == ("The bids", len(TEXT), (COMMERCIAL,))
    assert refused(lambda: rewrite(part, text="x", by=office.by("dora"))) == "wrong-state"
    assert refused(lambda: remove(part, by=office.by("dora"))) == "wrong-state"
    assert refused(lambda: seal(part, by=office.by("drew"))) == "wrong-state"
    assert refused(lambda: released_text(part)) == "withheld"


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE core_exemptpart SET cipher = 'x'",
        "UPDATE core_exemptpart SET commitment = ''",
        "UPDATE core_exemptpart SET subject = 'decision:PCD-1'",
        "DELETE FROM core_exemptpart",
        "UPDATE core_exemptreview SET reason = 'x'",
        "DELETE FROM core_exemptreview",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_sealed_or_a_review(
    kept: Keep, office: Office, deed: str
) -> None:
    part = kept()
    seal(part, by=office.by("drew"))
    review(part, dt.date(2027, 6, 1), by=office.by("drew"), reason="The bids are still open.")
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


def test_what_is_released_is_proved_to_be_what_was_sealed(kept: Keep, office: Office) -> None:
    part = kept()
    sealed = seal(part, by=office.by("drew"))
    out = release(part, by=office.by("drew"), reason="The contract is let.")
    assert out.commitment == sealed.commitment and out.released_at
    assert commitments.verify(out, released_text(part))
    assert not commitments.verify(out, released_text(part) + "!")
    assert not commitments.verify(sealed, released_text(part)), "without its salt nothing is proved"


def test_anybody_checks_a_released_file_with_sha256sum(kept: Keep, office: Office, tmp_path: Path) -> None:
    part = kept()
    sealed = seal(part, by=office.by("drew"))
    out = release(part, by=office.by("drew"))
    file = tmp_path / "released.txt"
    file.write_bytes(commitments.released_file(out.salt, released_text(part)))
    said = subprocess.run(["sha256sum", str(file)], capture_output=True, text=True, check=True).stdout.split()[0]
    assert f"sha256:{said}" == sealed.commitment
    assert commitments.verify_file(file.read_bytes(), sealed.commitment)


def test_lines_and_letters_have_one_form_so_that_copies_can_be_checked(kept: Keep, office: Office) -> None:
    part = kept("\r\nCafe\u0301\r\nA second line\r\n\r\n")
    seal(part, by=office.by("drew"))
    out = release(part, by=office.by("drew"))
    assert released_text(part) == "Caf\u00e9\nA second line"
    assert commitments.verify(out, "Caf\u00e9\r\nA second line\n")


def test_it_is_released_at_its_moment_by_a_worker_and_not_a_second_before(
    kept: Keep, office: Office, in_november: Any
) -> None:
    part = kept(release_on=dt.date(2027, 1, 4))
    stub = seal(part, by=office.by("drew"))
    assert stub.release_on == dt.date(2027, 1, 4)
    moment = dt.datetime(2027, 1, 4, tzinfo=LONDON)
    assert Job.objects.get(kind=actions.RELEASE_DUE).queued_at == moment
    in_november.move_to(moment - dt.timedelta(seconds=1))
    assert release_due() == (0, [])
    in_november.move_to(moment)
    part.refresh_from_db()
    assert part.text == "", "that its moment has come shows nothing by itself"
    assert release_due() == (1, [])
    assert released_text(ExemptPart.objects.get()) == TEXT
    assert release_due() == (0, [])


def test_a_moment_in_summer_is_that_of_london(kept: Keep) -> None:
    part = kept(release_on=dt.date(2027, 5, 4))
    assert part.release_at is not None and part.release_at.astimezone(dt.UTC).hour == 23


def test_without_its_key_it_stays_withheld_and_that_is_said(
    kept: Keep, office: Office, house: Path, in_november: Any, caplog: Any
) -> None:
    part = kept(release_on=dt.date(2027, 1, 4))
    seal(part, by=office.by("drew"))
    (house / FILE).unlink()
    in_november.move_to(dt.datetime(2027, 1, 5, tzinfo=LONDON))
    done, said = release_due()
    assert done == 0 and "is not here" in said[0] and part.wrapped_by in said[0]
    assert refused(lambda: read(part, by=office.by("drew"))) == "no-exempt-key"
    assert refused(kept) == "no-exempt-key", "no second key is made while parts wait for theirs"
    assert due(dt.datetime.now(LONDON)).releases[0].overdue
    assert "Lantern" not in caplog.text


def test_what_is_altered_or_moved_to_another_record_does_not_open(kept: Keep, office: Office) -> None:
    part, other = kept(), kept("Another text.")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_exemptpart SET cipher = %s, wrapped = %s WHERE id = %s", [part.cipher, part.wrapped, other.pk]
        )
    assert refused(lambda: read(other, by=office.by("drew"))) == "altered-exempt-part"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_exemptpart SET cipher = %s WHERE id = %s", [part.cipher[:-8] + "AAAAAAA=", part.pk])
    assert refused(lambda: read(part, by=office.by("drew"))) == "altered-exempt-part"


def test_a_new_key_wraps_all_data_keys_and_the_texts_stay_as_they_are(kept: Keep, office: Office, house: Path) -> None:
    part = kept()
    seal(part, by=office.by("drew"))
    put_first(house, new_key())
    assert read(part, by=office.by("drew")) == TEXT, "the old key still opens"
    assert actions.wrap_again(by=COMMAND) == 1
    part.refresh_from_db()
    assert part.wrapped_by == held_keys(house)[0].id
    (house / FILE).write_text(held_keys(house)[0].text)
    assert read(part, by=office.by("drew")) == TEXT
    assert actions.wrap_again(by=COMMAND) == 0


def test_a_key_of_the_environment_is_used_before_that_of_the_house(kept: Keep, house: Path, settings: Any) -> None:
    key = new_key()
    settings.PEELIAN_EXEMPT_KEY = f"{key.text}, {new_key().text}"
    assert kept().wrapped_by == key.id
    assert not (house / FILE).exists(), "no key lies in the house"
    assert key.text not in repr(key) and key.text not in repr(given_keys(settings.PEELIAN_EXEMPT_KEY))


def test_a_review_keeps_it_until_another_day_or_releases_it_and_every_review_stays(kept: Keep, office: Office) -> None:
    part = kept()
    seal(part, by=office.by("drew"))
    assert refused(lambda: review(part, dt.date(2027, 11, 1), by=office.by("drew"), reason=" ")) == "no-reason"
    stub = review(part, dt.date(2027, 11, 1), by=office.by("drew"), reason="The bids are still open.")
    assert stub.review_on == dt.date(2027, 11, 1)
    review(part, None, by=office.by("drew"), reason="The contract is let.")
    assert released_text(part) == TEXT
    kept_, out = ExemptReview.objects.all()
    assert (kept_.decision, kept_.due, kept_.until) == ("kept", dt.date(2027, 5, 26), dt.date(2027, 11, 1))
    assert (out.decision, out.reason, out.post) == (
        "released",
        "The contract is let.",
        "Director who countersigns, MOPAC",
    )


@pytest.mark.parametrize(
    ("review_on", "code"),
    [(None, "no-review-date"), (dt.date(2026, 11, 26), "bad-review-date"), (dt.date(2027, 11, 27), "bad-review-date")],
)
def test_nothing_is_withheld_without_a_review_date_within_the_pack_s_limit(
    kept: Keep, review_on: Any, code: str
) -> None:
    assert refused(lambda: kept(review_on=review_on)) == code


@pytest.mark.parametrize("release_on", [TODAY.date(), TODAY.replace(hour=18), dt.date(2026, 11, 25)])
def test_a_release_that_would_be_past_as_soon_as_it_is_sealed_is_refused_in_plain_words(
    kept: Keep, release_on: Any
) -> None:
    with pytest.raises(
        PeelianError, match=r"A release on 2\d November 2026 is not after today, 26 November 2026"
    ) as caught:
        kept(release_on=release_on)
    assert caught.value.code == "bad-release-date"


def test_days_that_have_come_since_it_was_written_hold_the_seal_back(
    kept: Keep, office: Office, in_november: Any
) -> None:
    part = kept(release_on=dt.date(2026, 12, 1), review_on=dt.date(2026, 12, 10))
    in_november.move_to(dt.datetime(2026, 12, 1, 9, tzinfo=LONDON))
    with pytest.raises(PeelianError, match="A release on 1 December 2026 is not after today"):
        seal(part, by=office.by("drew"))
    in_november.move_to(dt.datetime(2026, 12, 10, 9, tzinfo=LONDON))
    with pytest.raises(PeelianError, match="A review on 10 December 2026 is not after today"):
        seal(part, by=office.by("drew"))
    rewrite(part, release_on=None, review_on=dt.date(2027, 1, 10), by=office.by("dora"))
    assert seal(part, by=office.by("drew")).decided_on == dt.date(2026, 12, 10)


def test_the_queue_shows_reviews_four_weeks_ahead_and_what_is_overdue(
    kept: Keep, office: Office, in_november: Any
) -> None:
    for day in (dt.date(2027, 1, 1), dt.date(2027, 1, 20), dt.date(2027, 6, 1)):
        seal(kept(review_on=day), by=office.by("drew"))
    in_november.move_to(dt.datetime(2027, 1, 4, 9, tzinfo=LONDON))
    found = [(item.at, item.overdue) for item in due(dt.datetime.now(LONDON), seen_by(office.dora)).reviews]
    assert found == [(dt.date(2027, 1, 1), True), (dt.date(2027, 1, 20), False)]
    assert due(dt.datetime.now(LONDON), seen_by(office.hanna)).reviews == ()


def test_rooms_are_told_of_a_release_and_one_that_fails_holds_up_nobody(
    kept: Keep, office: Office, monkeypatch: Any, caplog: Any
) -> None:
    told: list[str] = []

    def fails(part: ExemptPart) -> None:
        raise PeelianError("x", "The disk is full.", "Make room.")

    monkeypatch.setattr(actions, "RELEASED", [fails, lambda part: told.append(part.text)])
    monkeypatch.setattr(actions, "WITHHELD", [fails, lambda part: told.append(part.commitment)])
    part = kept()
    seal(part, by=office.by("drew"))
    assert told == [part.commitment], "what is public of it can be out at once"
    told.clear()
    release(part, by=office.by("drew"))
    assert told == [TEXT]
    assert "The disk is full." in caplog.text and "Lantern" not in caplog.text


SOME = "The public interest in candour outweighs."
GROUNDS: list[tuple[Ground, str, str]] = [
    (Ground("sch-12a", "3", SOME), "council", ""),
    (Ground("sch-12a", "3", ""), "council", "para 3: say why the public interest in withholding it outweighs (para 10)."),
    (Ground("sch-12a", "8", SOME), "council", "has no '8' here"),
    (Ground("sch-12a", "5", SOME), "policing-body", "it is for councils and their committees"),
    (Ground("confidential", "b", SOME), "council", "name the enactment, the court's order or the department"),
    (Ground("confidential", "b", SOME, enactment="Order of 3 May 2026"), "council", ""),
    (Ground("foi", "36", SOME), "policing-body", "rests on a qualified person's opinion"),
    (Ground("foi", "36", SOME, opinion_by="Chief Executive", opinion_on=dt.date(2026, 11, 1)), "policing-body", ""),
    (Ground("foi", "40", ""), "policing-body", "FOIA 2000 s.40: say what forbids to publish it."),
    (Ground("foi", "99", SOME), "policing-body", "has no '99' here"),
    (Ground("eir", "12(5)(e)", SOME), "policing-body", ""),
    (Ground("house", "2", SOME), "policing-body", "The pack has no scheme of this body's own"),
    (Ground("own", "2", SOME), "policing-body", "There is no scheme 'own'"),
    (Ground("foi", "43", SOME, contract_terms=True), "policing-body", "only paragraph 3 of Schedule 12A"),
]  # fmt: skip


@pytest.mark.parametrize(("ground", "kind", "said"), GROUNDS)
def test_each_law_asks_for_what_it_asks(ground: Ground, kind: str, said: str) -> None:
    found = rules.lacks(ground, "mopac", kind, rules.Limits())
    assert found == [] if not said else said in found[0]


def test_a_body_s_own_scheme_is_in_its_pack() -> None:
    own = rules.Limits(house={"mopac": {"2": "legal advice"}})
    assert rules.lacks(Ground("house", "2", SOME), "mopac", "policing-body", own) == []
    assert rules.heading(Ground("house", "2", SOME), own) == "legal advice"
    assert rules.lacks(Ground("house", "2", SOME), "havering", "council", own) != []


@pytest.mark.parametrize(
    ("grounds", "may"),
    [
        ([Ground("sch-12a", "3", SOME)], True),
        ([Ground("sch-12a", "3", SOME, contract_terms=True)], False),
        ([Ground("sch-12a", "6", SOME)], True),
        ([Ground("sch-12a", "3", SOME), Ground("sch-12a", "5", SOME)], False),
        ([Ground("sch-12a", "1", SOME)], False),
        ([Ground("confidential", "b", SOME, enactment="An order")], False),
        ([], False),
    ],
)
def test_every_councillor_may_read_paragraphs_3_and_6_but_no_terms_of_a_contract(
    grounds: list[Ground], may: bool
) -> None:
    assert rules.member_may_read(grounds) is may


def test_grounds_are_read_as_they_were_written() -> None:
    grounds = tuple(ground for ground, _, said in GROUNDS if not said)
    assert rules.from_json(rules.to_json(grounds)) == grounds
    assert refused(lambda: rules.from_json([{"scheme": "foi", "paragraph": "43", "why": "x"}])) == "bad-ground"


def test_the_commitment_is_that_of_a_file_worked_out_by_hand() -> None:
    salt = "00" * 32
    assert commitments.commitment_of(salt, "A") == "sha256:" + hashlib.sha256(b"0" * 64 + b"\nA\n").hexdigest()


@pytest.mark.parametrize("debug", [True, False])
def test_an_error_page_and_the_log_hold_nothing_of_a_text_that_a_function_had_in_hand(
    kept: Keep, office: Office, settings: Any, monkeypatch: Any, caplog: Any, capfd: Any, debug: bool
) -> None:
    settings.DEBUG = debug
    part = kept()
    drew = office.drew
    with_second_factor(drew)
    client = Client(raise_request_exception=False)
    client.force_login(drew)

    def breaks(*_: Any, **__: Any) -> None:
        text = TEXT
        raise RuntimeError(f"it broke over {len(text)} characters")

    monkeypatch.setattr("peelian.workspace.exempt.desk.members_right", breaks)
    answer = client.post(f"/office/exempt/{part.pk}/read", {"reason": TEXT})
    assert answer.status_code == 500
    said = capfd.readouterr()
    for shown in (answer.content.decode(), caplog.text, said.out, said.err):
        assert SECRET not in shown
    assert "it broke over" in caplog.text, "what broke is said"
    assert ("(not shown)" in answer.content.decode()) is debug


def test_a_review_after_a_release_that_did_not_happen_withholds_it_and_it_does_not_slip_out_later(
    kept: Keep, office: Office, house: Path, in_november: Any
) -> None:
    part = kept(release_on=dt.date(2027, 1, 4))
    seal(part, by=office.by("drew"))
    key = (house / FILE).read_bytes()
    (house / FILE).unlink()
    in_november.move_to(dt.datetime(2027, 1, 5, tzinfo=LONDON))
    assert release_due()[0] == 0
    review(part, dt.date(2027, 6, 1), by=office.by("drew"), reason="The bids are open again.")
    (house / FILE).write_bytes(key)
    assert release_due() == (0, [])
    assert stub_of(part).release_on is None


def test_nobody_seals_or_overwrites_words_that_they_have_not_read(kept: Keep, office: Office) -> None:
    part = kept()
    as_drew_read_it = ExemptPart.objects.get(pk=part.pk)
    rewrite(part, text="Lantern bid another sum.", by=office.by("dora"))
    assert refused(lambda: seal(as_drew_read_it, by=office.by("drew"))) == "changed-meanwhile"
    assert refused(lambda: seal(part, version=1, by=office.by("drew"))) == "changed-meanwhile"
    assert refused(lambda: rewrite(as_drew_read_it, text="x", by=office.by("dora"))) == "changed-meanwhile"
    assert seal(part, by=office.by("drew")).commitment


def test_the_day_of_a_release_in_summer_is_the_one_that_was_said(kept: Keep, office: Office) -> None:
    part = ExemptPart.objects.get(pk=kept(release_on=dt.date(2027, 5, 4)).pk)
    assert part.release_on == dt.date(2027, 5, 4)
    rewrite(part, release_on=part.release_on, by=office.by("dora"))
    assert part.release_on == dt.date(2027, 5, 4) and part.version == 1, "as a form shows it, it stays"
