"""`peelian people`: a copy, an erasure, and what is past its period, from the command line."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from tests.support import rooms
from tests.support.office import Office

from peelian.audit.models import Event
from peelian.audit.verifying import verify
from peelian.cli import COMPLAINT, DONE, USAGE, main
from peelian.core import actions
from peelian.core.acting import COMMAND
from peelian.core.erasing import months_after
from peelian.figures.house import today
from peelian.performance.models import PreRelease


@pytest.fixture
def run(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """A command on the small office; what it says and its exit code."""
    monkeypatch.setenv("PEELIAN_DATA", str(tmp_path))
    monkeypatch.setenv("PEELIAN_PACK", "london")

    def command(*words: str) -> tuple[int, str]:
        code = main(list(words))
        told = capsys.readouterr()
        return code, told.out + told.err

    return command


def test_a_copy_is_printed_to_read_or_for_a_program(office: Office, run: Any) -> None:
    bob = office.bob
    code, text = run("people", "export", "BOB@mopac.example", "--reason", "request 12")
    assert code == DONE
    assert text.startswith("What Peelian keeps about Bob Bassett (person:")
    _, told = run("people", "export", str(bob.pk), "--json")
    assert json.loads(told)["about"] == bob.key
    assert Event.objects.filter(action="person.export", actor="command").count() == 2


def test_nobody_unknown_is_erased_and_nobody_who_works_here(office: Office, run: Any) -> None:
    bob = office.bob
    assert run("people", "erase", "nobody@x.example", "--reason", "x") == (
        USAGE, "peelian: Nobody here is nobody@x.example.\n  Give a number or an e-mail address.\n",
    )  # fmt: skip
    code, text = run("people", "erase", str(bob.pk), "--reason", "x")
    assert code == USAGE and "End their roles first" in text
    with pytest.raises(SystemExit):
        run("people", "erase", str(bob.pk))


def test_one_class_is_erased_and_then_the_rest(office: Office, run: Any) -> None:
    bob = office.bob
    actions.leave(bob, by=COMMAND)
    assert run("people", "erase", str(bob.pk), "--reason", "x", "--only", "contact")[0] == DONE
    assert office.bob.name == "Bob Bassett" and office.bob.email.endswith("@erased.invalid")
    code, text = run("people", "erase", f"person:{bob.pk}", "--reason", "x", "--words")
    assert code == DONE and "identity, contact, credential, usage" in text
    assert office.bob.name == f"Person {bob.pk}"
    assert verify().sound


def test_retention_says_what_it_would_do_and_does_it_when_told(office: Office, run: Any) -> None:
    bob = office.bob
    actions.leave(bob, by=COMMAND)
    with time_machine.travel(dt.datetime.combine(months_after(today(), 13), dt.time(12)), tick=False):
        code, text = run("people", "retention")
        assert code == DONE
        assert (
            f"{bob.key}: contact, credential" in text and "1 past their period; nothing is erased without --do." in text
        )
        assert office.bob.email == "bob@mopac.example"
        assert "1 erased." in run("people", "retention", "--do")[1]
        assert office.bob.email.endswith("@erased.invalid") and office.bob.name == "Bob Bassett"
        assert json.loads(run("people", "retention", "--json")[1]) == {
            "erased": False, "people": [], "invitations": [], "names": [],
        }  # fmt: skip


def test_a_name_without_an_account_is_erased_by_the_key_of_its_record_and_by_retention(
    office: Office, run: Any
) -> None:
    record = rooms.draft(office, author=office.carol)
    first, second = (rooms.access(record, None, name=name, granted_by=office.dev) for name in ("Una Usher", "Vic Vane"))
    assert run("people", "erase", first.key, "--reason", "asked") == (DONE, f"Erased the name in {first.key}.\n")
    with time_machine.travel(dt.datetime(2034, 1, 1, 12, tzinfo=dt.UTC), tick=False):
        assert (
            f"{second.key}: the name of somebody without an account (since 2026-11-19)" in run("people", "retention")[1]
        )
        run("people", "retention", "--do")
        assert json.loads(run("people", "retention", "--json")[1])["names"] == []
    assert set(PreRelease.objects.values_list("name", flat=True)) == {f"Listed {first.pk}", f"Listed {second.pk}"}
    assert verify().sound


def test_the_audit_is_verified_against_a_hash_that_was_published(office: Office, run: Any) -> None:
    office.person("bob")
    last: Any = Event.objects.order_by("number").last()
    assert run("audit", "verify", "--expect", f"{last.number}:{last.hash}")[0] == DONE
    code, text = run("audit", "verify", "--expect", f"{last.number}:{'0' * 64}")
    assert code == COMPLAINT and "is not the event whose hash was published" in text
    _, exported = run("audit", "export")
    assert json.loads(exported.splitlines()[-1])["hash"] == last.hash
