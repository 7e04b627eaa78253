"""The keys of what is withheld, as who runs an installation meets them: made, listed, backed up apart, lost, put back, rotated."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.installations import Installation

WORDS = "Lantern bid 1,250,000 pounds."
SEAL = f"""
from datetime import timedelta
from peelian.core.acting import COMMAND
from peelian.core.exempt.actions import keep, seal
from peelian.core.exempt.records import Ground
from peelian.core.models import Organisation
from peelian.figures.house import today
body = Organisation.objects.filter(kind="police-force").first() or Organisation.objects.first()
from peelian.core.records import writing
from peelian.decisions.models import DecisionRecord, DecisionVersion
with writing():
    decision = DecisionRecord.objects.create(reference="PCD-1", series="pcd", number=1, organisation=body)
    DecisionVersion.objects.create(decision=decision, number=1)
part = keep("decision:PCD-1", body, "The bids", {WORDS!r}, [Ground("foi", "43", "It would cost.")], "Director",
            today() + timedelta(days=90), by=COMMAND)
seal(part, by=COMMAND)
print(part.pk)
"""
READ = """
from peelian.core.acting import COMMAND
from peelian.core.exempt.actions import read
from peelian.core.exempt.models import ExemptPart
print(read(ExemptPart.objects.get(), by=COMMAND))
"""
RELEASE = (
    READ.replace("import read", "import release")
    .replace("print(read(", "print(release(")
    .replace("COMMAND))", "COMMAND).salt)")
)


@pytest.fixture
def place(prepared: Callable[[str], Installation], tmp_path: Path) -> Installation:
    """An office of one's own in which something is withheld."""
    import shutil

    shutil.copytree(prepared("sqlite").root, tmp_path / "house")
    return Installation(tmp_path / "house")


def test_a_backup_holds_the_text_encrypted_and_no_key_and_says_so(place: Installation, tmp_path: Path) -> None:
    place.python(SEAL)
    said = place.run("backup", tmp_path / "whole.peelian").stdout
    assert "It holds 1 exempt texts, encrypted. Their keys are not in it" in said
    elsewhere = Installation(tmp_path / "restored")
    elsewhere.run("restore", tmp_path / "whole.peelian")
    secret = (place.root / "exempt-keys").read_bytes().strip()
    for path in elsewhere.root.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert WORDS.encode() not in held and secret not in held, path
    assert not (elsewhere.root / "exempt-keys").exists()
    told = elsewhere.json("office", "exempt-keys", "list", code=1)
    assert [(key["here"], key["texts"]) for key in told["keys"]] == [(False, 1)]
    (elsewhere.root / "exempt-keys").write_bytes(secret)
    assert elsewhere.python(READ) == WORDS


def test_a_key_is_rotated_and_the_old_one_dropped_when_nothing_needs_it(place: Installation, tmp_path: Path) -> None:
    place.python(SEAL)
    first = place.json("office", "exempt-keys", "list")["keys"][0]["id"]
    told = place.json("office", "exempt-keys", "rotate")
    assert told["wrapped"] == 1 and told["in use"] != first
    assert [key["texts"] for key in place.json("office", "exempt-keys", "list")["keys"]] == [1, 0]
    assert place.python(READ) == WORDS
    assert "within the last hour" in place.run("office", "exempt-keys", "drop", code=2).stderr
    an_hour_ago = time.time() - 3601
    os.utime(place.root / "exempt-keys", (an_hour_ago, an_hour_ago))
    assert place.json("office", "exempt-keys", "drop") == {"dropped": [first]}
    assert (place.root / "exempt-keys").stat().st_mode & 0o777 == 0o600
    assert place.python(READ) == WORDS
    assert place.json("audit", "verify")["sound"]


def test_a_released_text_is_proved_from_the_records_a_file_or_an_entry(place: Installation, tmp_path: Path) -> None:
    part = place.python(SEAL)
    assert "withheld" in place.run("verify-released", part, code=2).stderr
    salt = place.python(RELEASE)
    told = place.json("verify-released", part)
    assert told["same"]
    file, entry = tmp_path / "released.txt", tmp_path / "entry.json"
    file.write_text(f"{salt}\n{WORDS}\n")
    place.run("verify-released", file, "--commitment", told["commitment"])
    place.run("verify-released", file, code=2)
    entry.write_text(json.dumps({"salt": salt, "text": WORDS, "commitment": told["commitment"]}))
    place.run("verify-released", entry)
    entry.write_text(json.dumps({"salt": salt, "text": WORDS + "!", "commitment": told["commitment"]}))
    assert "FAILED" in place.run("verify-released", entry, code=1).stdout


def test_what_is_no_key_is_said_and_public_pages_come_all_the_same(place: Installation) -> None:
    place.settings = {"PEELIAN_EXEMPT_KEY": "short"}
    assert "32 bytes in Base64" in place.run("office", "exempt-keys", "list", code=2).stderr
    said = place.python(
        "from django.core.checks import run_checks\nprint([one.id for one in run_checks()])\n"
        "from django.test import Client\nprint(Client().get('/about', headers={'host': 'localhost'}).status_code)"
    )
    assert "peelian.E007" in said and "200" in said
