"""The queue of reviews and releases, walked in a house of its own from the sealing to the proof; and what happens where it is hurt.

Each step is a process of its own, at a moment of its own, as a worker, a command and the site meet it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.spec.test_exempt_keys import SEAL, WORDS
from tests.support.installations import Installation

AT = """
import time_machine, datetime as dt
from peelian.figures.house import LONDON
time_machine.travel(dt.datetime.fromisoformat({moment!r}).replace(tzinfo=LONDON), tick=True).start()
"""
QUEUE = """
from peelian.core.acting import now
from peelian.core.exempt.queries import due
found = due(now())
import json
print(json.dumps([[one.overdue for one in found.reviews], [one.overdue for one in found.releases]]))
"""
WORK = """
from peelian.cli.healing import heal
from peelian.figures.house import House
from django.conf import settings
print(chr(10).join(heal(House(settings.PEELIAN_DATA, settings.PEELIAN_PACK))))
"""
REVIEW = """
from peelian.core.acting import COMMAND
from peelian.core.exempt.actions import review
from peelian.core.exempt.models import ExemptPart
print(review(ExemptPart.objects.get(), dt.date({until}), by=COMMAND, reason="The bids are open.").review_on)
"""
READ = """
from peelian.core.acting import COMMAND
from peelian.core.exempt.actions import read
from peelian.core.exempt.models import ExemptPart
from peelian.figures.errors import PeelianError
for part in ExemptPart.objects.order_by("kept_at"):
    try:
        print(read(part, by=COMMAND))
    except PeelianError as error:
        print(error.code, error.message)
"""


@pytest.fixture
def place(prepared: Callable[[str], Installation], tmp_path: Path) -> Installation:
    """An office of one's own in which something is withheld from 1 December 2026, to be released on 1 March 2027."""
    shutil.copytree(prepared("sqlite").root, tmp_path / "house")
    made = Installation(tmp_path / "house")
    seal = SEAL.replace("today() + timedelta(days=90)", "dt.date(2027, 2, 1), dt.date(2027, 3, 1)")
    at(made, "2026-12-01T10:00", seal)
    return made


def at(place: Installation, moment: str, lines: str) -> str:
    return place.python(AT.format(moment=moment) + lines)


def queue(place: Installation, moment: str) -> tuple[list[bool], list[bool]]:
    """Whether each review and each release that stands in the queue is overdue."""
    reviews, releases = json.loads(at(place, moment, QUEUE))
    return reviews, releases


def records(place: Installation) -> sqlite3.Connection:
    return sqlite3.connect(place.root / "records.sqlite3", isolation_level=None)


def part_of(place: Installation) -> tuple[str, str, str]:
    """Its number, its state and its commitment."""
    with records(place) as held:
        found: tuple[str, str, str] = held.execute("SELECT id, state, commitment FROM core_exemptpart").fetchone()
    return found


def nothing_leaked(place: Installation) -> None:
    for path in place.root.rglob("*"):
        assert not path.is_file() or WORDS.encode() not in path.read_bytes(), path


def test_a_part_is_reviewed_released_at_its_moment_and_proved_to_the_letter(
    place: Installation, tmp_path: Path
) -> None:
    assert queue(place, "2026-12-31T10:00") == ([], [False]), "a review stands four weeks ahead, a release always"
    assert queue(place, "2027-01-05T10:00") == ([False], [False])
    assert queue(place, "2027-02-02T10:00") == ([True], [False]), "nobody has looked at it"
    assert at(place, "2027-02-02T11:00", REVIEW.format(until="2027, 6, 1")) == "2027-06-01"
    assert queue(place, "2027-02-02T12:00") == ([], [False])
    assert at(place, "2027-02-28T23:59:50", WORK) == "" and part_of(place)[1] == "sealed"
    nothing_leaked(place)

    assert at(place, "2027-03-01T00:00:01", WORK) == ""
    number, state, commitment = part_of(place)
    assert state == "released" and queue(place, "2027-03-01T00:01") == ([], [])
    assert place.json("verify-released", number) == {"same": True, "commitment": commitment}
    with records(place) as held:
        salt, text = held.execute("SELECT salt, text FROM core_exemptpart").fetchone()
    file = tmp_path / "released.txt"
    file.write_text(f"{salt}\n{text}\n")
    place.run("verify-released", file, "--commitment", commitment)
    file.write_text(f"{salt}\n{text.replace('bid', 'bad')}\n")
    assert "FAILED" in place.run("verify-released", file, "--commitment", commitment, code=1).stdout
    assert place.json("audit", "verify")["sound"]


def test_a_review_that_nobody_made_for_months_stays_in_the_queue_and_can_be_made_still(place: Installation) -> None:
    with records(place) as held:
        held.execute("UPDATE core_exemptpart SET release_at = NULL")
    assert queue(place, "2027-09-01T10:00") == ([True], [])
    at(place, "2027-09-01T10:00", WORK)
    assert part_of(place)[1] == "sealed", "that nobody looked releases nothing"
    assert at(place, "2027-09-01T10:00", REVIEW.format(until="2027, 12, 1")) == "2027-12-01"


def test_without_the_right_key_it_stays_withheld_is_said_and_comes_out_when_the_key_is_back(
    place: Installation,
) -> None:
    file, key = place.root / "exempt-keys", (place.root / "exempt-keys").read_bytes()
    for hurt, said in (
        (None, "is not here"), (b"", "is not here"), (b"A" * 43 + b"=", "is not here"),
        (b"\xff\xfe\x00 no key", "cannot be read (it is no text)"), (b"half a k", "A key of exempt-keys is none"),
    ):  # fmt: skip
        file.unlink(missing_ok=True)
        if hurt is not None:
            file.write_bytes(hurt)
        told = at(place, "2027-03-02T09:00", WORK + READ + QUEUE)
        assert told.count(said) == 2 and "is not released" in told and WORDS not in told, told
        assert part_of(place)[1] == "sealed" and told.endswith("[[true], [true]]")
    assert "32 bytes in Base64" in place.run("office", "exempt-keys", "list", code=2).stderr
    nothing_leaked(place)
    file.write_bytes(key)
    assert at(place, "2027-03-02T10:00", WORK) == "" and part_of(place)[1] == "released"


def test_an_empty_key_file_gets_its_first_key_where_nothing_waits_for_another(
    prepared: Callable[[str], Installation], tmp_path: Path
) -> None:
    shutil.copytree(prepared("sqlite").root, tmp_path / "house")
    place = Installation(tmp_path / "house")
    (place.root / "exempt-keys").touch(0o600)
    place.python(SEAL)
    assert place.python(READ) == WORDS


def test_what_is_released_waits_for_no_key(place: Installation) -> None:
    at(place, "2027-03-01T00:00:01", WORK)
    (place.root / "exempt-keys").unlink()
    assert place.json("office", "exempt-keys", "list") == {"keys": []}
    second = SEAL.replace("decision =", "# ").replace(
        "    DecisionVersion.objects.create(decision=decision, number=1)", "    pass"
    )
    place.python(second)
    assert place.python(READ).splitlines() == [WORDS, WORDS], "a new key is made for what is new"
    assert place.json("office", "exempt-keys", "rotate")["wrapped"] == 1


def test_what_is_public_of_a_sealed_part_cannot_be_bent_in_the_database(place: Installation) -> None:
    for column in ("title", "grounds", "decided_by", "organisation_id", "kept_at", "length", "commitment", "cipher"):
        with records(place) as held, pytest.raises(sqlite3.DatabaseError, match="what was sealed stays as it is"):
            held.execute(f"UPDATE core_exemptpart SET {column} = 'x'")


def test_a_row_that_was_bent_beneath_the_database_is_not_released_and_holds_up_no_other(place: Installation) -> None:
    at(
        place,
        "2026-12-01T11:00",
        SEAL.replace("decision =", "# ")
        .replace("    DecisionVersion.objects.create(decision=decision, number=1)", "    pass")
        .replace("today() + timedelta(days=90)", "dt.date(2027, 2, 1), dt.date(2027, 3, 1)")
        .replace(WORDS, "Something else."),
    )
    number, _, _ = part_of(place)
    with records(place) as held:
        held.execute("DROP TRIGGER core_exemptpart_no_update")
        held.execute("UPDATE core_exemptpart SET grounds = ? WHERE id = ?", ('"Lantern"', number))
        other = held.execute("SELECT id FROM core_exemptpart WHERE id <> ?", (number,)).fetchone()[0]
    told = at(place, "2027-03-02T09:00", WORK)
    assert f"Exempt part {number} is not released" in told and "Lantern" not in told
    with records(place) as held:
        states = dict(held.execute("SELECT id, state FROM core_exemptpart").fetchall())
    assert states == {number: "sealed", other: "released"}


def test_a_text_that_was_put_in_another_s_place_is_not_released(place: Installation) -> None:
    with records(place) as held:
        held.execute("DROP TRIGGER core_exemptpart_no_update")
        held.execute("UPDATE core_exemptpart SET commitment = 'sha256:" + "0" * 64 + "'")
    assert "not the one whose commitment was published" in at(place, "2027-03-02T09:00", WORK)
    assert part_of(place)[1] == "sealed"
    nothing_leaked(place)
