"""The audit: every change is an event, events are sealed to each other, and whatever is done to them is found."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ROOT
from tests.support.office import Office

from peelian.audit import chain, recording
from peelian.audit.models import AppendOnlyError, Event, Head, Kept
from peelian.audit.recording import Change, Happening, record
from peelian.audit.verifying import verify
from peelian.core.actions import change_person

COLUMNS = {
    "at": "2001-01-01 00:00:00",
    "action": "release.sign-off",
    "actor": "person:99",
    "organisation": "organisation:mps",
    "subject": "person:98",
    "label": "somebody else",
    "changes": '[{"after": "x", "before": null, "field": "y", "record": "z"}]',
    "apart": '{"reason": "00"}',
    "previous": "1" * 64,
    "hash": "2" * 64,
}


@pytest.fixture
def recorded(office: Office) -> Office:
    """An office in which something has been done."""
    office.person("alice")
    change_person(office.bob, by=office.by("alice"), reason="married", name="Bob Baker")
    return office


@contextlib.contextmanager
def without_triggers() -> Iterator[Any]:
    """A hand in the database itself: what refuses is taken away, as who owns the database could."""
    with connection.cursor() as cursor:
        for table, deed in (("audit_event", "update"), ("audit_event", "delete"), ("audit_kept", "update")):
            cursor.execute(f"DROP TRIGGER {table}_no_{deed}" + (f" ON {table}" if postgres() else ""))
        yield cursor


def postgres() -> bool:
    return connection.vendor == "postgresql"


def found() -> str:
    return "; ".join(f"{fault['event']} {fault['what']}" for fault in verify().faults)


def test_what_was_recorded_is_whole(recorded: Office) -> None:
    verdict = verify()
    assert verdict.sound
    assert verdict.events == Event.objects.count() > 6
    assert verdict.values == Kept.objects.count() > 3
    assert verdict.head == Event.objects.last().hash  # type: ignore[union-attr]


def test_an_event_says_who_did_what_to_whom_and_holds_no_name(recorded: Office) -> None:
    event = Event.objects.get(action="person.change")
    assert (event.actor, event.subject) == (recorded.alice.key, recorded.bob.key)
    assert set(event.apart) == {f"{recorded.bob.key} name", "reason"}
    for each in Event.objects.all():
        text = chain.canonical([each.sealed()[name] for name in chain.SEALED]).decode()
        assert "Bob" not in text and "Bassett" not in text and "@" not in text, text
    assert Kept.objects.get(event=event.number, name="reason").value == "married"


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_an_edit_of_any_column_of_any_event_is_found(column: str, recorded: Office) -> None:
    numbers = list(Event.objects.values_list("number", flat=True))
    for number in (numbers[0], numbers[len(numbers) // 2], numbers[-1]):
        point = transaction.savepoint()
        with without_triggers() as cursor:
            cursor.execute(f"UPDATE audit_event SET {column} = %s WHERE number = %s", [COLUMNS[column], number])
        assert not verify().sound, f"{column} of {number}"
        transaction.savepoint_rollback(point)
    assert verify().sound


def test_a_changed_number_is_found(recorded: Office) -> None:
    with without_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET number = 900 WHERE number = 3")
    assert "are missing" in found()


def test_a_removed_event_is_found(recorded: Office) -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number = 3")
    assert "4 events 3 to 3 are missing" in found()


def test_a_removed_beginning_is_found(recorded: Office) -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number < 3")
    assert "3 events 1 to 2 are missing" in found()


def test_a_removed_end_is_found(recorded: Office) -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number = (SELECT max(number) FROM audit_event)")
    assert "is not the last event that was recorded" in found()


def test_everything_removed_is_found(recorded: Office) -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event")
        cursor.execute("DELETE FROM audit_kept")
    assert "is not the last event that was recorded" in found()


def test_two_events_that_change_places_are_found(recorded: Office) -> None:
    with without_triggers() as cursor:
        for before, after in ((3, 903), (4, 3), (903, 4)):
            cursor.execute("UPDATE audit_event SET number = %s WHERE number = %s", [after, before])
    assert "3 does not follow the event before it" in found()


def test_a_replaced_value_is_found(recorded: Office) -> None:
    number = Event.objects.get(action="person.change").number
    with without_triggers() as cursor:
        cursor.execute("UPDATE audit_kept SET value = %s WHERE event = %s AND name = 'reason'", ['"no"', number])
    assert found() == f"{number} the value of reason was edited"


def test_a_removed_value_is_found_unless_an_event_says_that_it_was_erased(recorded: Office) -> None:
    number = Event.objects.get(action="person.change").number
    Kept.objects.filter(event=number, name="reason").delete()
    assert found() == f"{number} the value of reason is gone, and no event says that it was erased"


def test_an_added_value_is_found(recorded: Office) -> None:
    Kept.objects.create(event=2, name="note", privacy="words", value="x", salt="00")
    assert found() == "2 a value note was added that the event does not know"


def test_a_chain_that_was_made_anew_is_found_by_a_hash_that_was_published(recorded: Office) -> None:
    number, published = Event.objects.values_list("number", "hash").last()  # type: ignore[misc]
    with without_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET actor = 'person:99' WHERE number = 2")
        previous = chain.BEGINNING
        for event in Event.objects.order_by("number"):
            event.previous = previous
            previous = chain.hash_of(event.sealed())
            cursor.execute(
                "UPDATE audit_event SET previous = %s, hash = %s WHERE number = %s",
                [event.previous, previous, event.number],
            )
        Head.objects.update(hash=previous)
    assert verify().sound, "whoever owns the database can make a new chain"
    faults = verify([(number, published)]).faults
    assert faults == [{"event": number, "what": "is not the event whose hash was published"}]
    assert verify([(10_000, published)]).faults[-1]["what"] == "is missing, although its hash was published"


def test_the_database_itself_refuses(recorded: Office) -> None:
    for deed in (
        "UPDATE audit_event SET actor = 'x' WHERE number = 2",
        "DELETE FROM audit_event WHERE number = 2",
        "UPDATE audit_kept SET value = '1'",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
    assert verify().sound


def test_so_does_the_program(recorded: Office) -> None:
    event = Event.objects.get(number=2)
    event.actor = "x"
    attempts: tuple[Callable[[], Any], ...] = (
        event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(actor="x"),
    )  # fmt: skip
    for attempt in attempts:
        with pytest.raises(AppendOnlyError):
            attempt()


def test_an_event_is_recorded_in_the_transaction_of_its_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError, match="in the transaction of its change"):
        record(Happening("person.sign-in", "person:1", "person:1"))


@pytest.mark.django_db
@given(
    st.lists(
        st.tuples(
            st.text(max_size=20), st.none() | st.integers() | st.text(max_size=20) | st.dates().map(str), st.booleans()
        ),
        max_size=6,
    )
)
def test_any_values_make_a_chain_that_holds(values: list[tuple[str, Any, bool]]) -> None:
    point = transaction.savepoint()
    for number, (text, value, apart) in enumerate(values):
        safe = text.replace("\0", "")  # no text of a web form holds one, and PostgreSQL keeps none
        change = Change(f"person:{number}", "name", safe, value if not isinstance(value, str) else safe,
                        "identity" if apart else "")  # fmt: skip
        record(Happening("person.change", "person:1", f"person:{number}", reason=safe, changes=[change]))
    assert verify().sound
    transaction.savepoint_rollback(point)


@given(st.dictionaries(st.sampled_from(chain.SEALED), st.text(), min_size=len(chain.SEALED)), st.data())
def test_no_two_contents_have_one_hash(event: dict[str, Any], data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(chain.SEALED))
    other = event | {part: data.draw(st.text().filter(lambda text: text != event[part]))}
    assert chain.hash_of(event) != chain.hash_of(other)
    assert chain.hash_of(event) == chain.hash_of(dict(reversed(event.items())))


WRITER = """
import os, sys, threading
import django
django.setup()
from django.db import connection, transaction
from peelian.audit.recording import Happening, record
def work():
    for _ in range(12):
        with transaction.atomic():
            record(Happening("person.sign-in", f"process:{os.getpid()}", "person:1"))
    connection.close()
threads = [threading.Thread(target=work) for _ in range(2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def test_two_processes_of_two_threads_that_record_at_once_leave_no_gap(tmp_path: Path) -> None:
    environment = {
        **os.environ, "PEELIAN_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "peelian.config.settings", "PEELIAN_DATABASE": "",
    }  # fmt: skip
    run = [sys.executable, "-m", "peelian.cli"]
    subprocess.run([*run, "office", "prepare"], env=environment, check=True, capture_output=True)
    before = _events(environment)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER], env=environment) for _ in range(2)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert _events(environment) == before + 48


def _events(environment: dict[str, str]) -> int:
    import json

    done = subprocess.run(
        [sys.executable, "-m", "peelian.cli", "audit", "verify", "--json"],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["sound"]
    return int(told["events"])


def test_the_moment_is_kept_to_the_microsecond_in_universal_time(office: Office) -> None:
    at = dt.datetime(2026, 7, 1, 9, 30, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    made = record(Happening("person.sign-in", "person:1", "person:1"), at=at)
    again = Event.objects.get(pk=made.pk)
    assert again.sealed()["at"] == "2026-07-01T08:30:00.123456+00:00"
    assert chain.hash_of(again.sealed()) == made.hash
