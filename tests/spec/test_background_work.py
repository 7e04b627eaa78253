"""Background work survives whatever happens to the processes that do it, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.spec.test_kills import month
from tests.support.installations import Installation
from tests.support.office import Office, with_second_factor

from peelian.audit.models import Event
from peelian.core.acting import COMMAND, NotAllowed
from peelian.core.actions import add_organisation, end_role
from peelian.core.jobs import working
from peelian.core.jobs.actions import ask, stop, try_again
from peelian.core.jobs.kinds import KINDS, Ending, Function, Work, job
from peelian.core.jobs.models import Job
from peelian.core.jobs.queries import job_for
from peelian.core.jobs.queue import recover
from peelian.core.jobs.uploads import folder_of, keep_uploads
from peelian.core.models import Organisation
from peelian.core.permissions import Permission
from peelian.core.records import OutsideActionError
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.releases.build import release
from peelian.figures.releases.verify import verify

FAST = {"PEELIAN_WORKER_LOST": "1.2", "PEELIAN_WORKER_PAUSES": "0.01"}


def killed(installation: Installation, how: str, folder: Path) -> dict[str, Any]:
    """What the process of tests/support/working.py tells."""
    installation.settings = FAST
    process = installation.start("tests.support.working", how, folder)
    out, said = process.communicate(timeout=120)
    assert process.returncode == 0, said[-3000:]
    return dict(json.loads(out))


def check_done_once(told: dict[str, Any]) -> None:
    """Every job is done, and had its effect exactly once."""
    assert told["last"] == 0
    assert {item[1] for item in told["jobs"]} == {"done"}, told
    steps = [item[3] for item in told["jobs"] if item[0] == "test.steps"]
    assert Counter(told["effects"]) == Counter(steps), told["seed"]
    assert told["sound"], "the audit is whole"


def test_workers_may_be_killed_at_any_moment(installation: Installation, tmp_path: Path) -> None:
    """Twenty-five kills by the clock while jobs run and real files are loaded: all end done, each once in effect."""
    for number in range(1, 7):
        month(tmp_path / "files", f"2024-{number:02d}", 3 + number)
    told = killed(installation, "clock", tmp_path / "files")
    assert told["killed"] >= 20
    check_done_once(told)
    house = House(installation.root)
    assert len(list(house.lake)) == 6
    assert all(house.lake.holds(snapshot.sha256) for snapshot in house.lake)
    made, _ = release(house)
    assert verify(house, made.id).sound


def test_a_worker_may_be_killed_at_any_statement(installation: Installation, tmp_path: Path) -> None:
    """One dies before and after every statement and commit between taking a job and telling the queue that it is over."""
    told = killed(installation, "statement", tmp_path)
    assert told["killed"] > 20
    check_done_once(told)


def runs(name: str) -> Callable[[Function], Function]:
    """A kind of job for one test."""
    KINDS.pop(name, None)
    return job(name, title="A test", permission=Permission.LOAD_FILES)


def asked(office: Office, name: str, **arguments: Any) -> Job:
    """Bob asks for it."""
    return ask(name, arguments, organisation="organisation:mopac", by=office.by("bob"))


def now_of(held: Job) -> Job:
    """The job as the records have it now."""
    return Job.objects.get(pk=held.pk)


def test_asking_is_an_event_and_puts_it_into_the_queue_at_once(office: Office) -> None:
    made = asked(office, "files.load", upload="0" * 32)
    assert made.state == "waiting"
    assert DBTaskResult.objects.get(pk=made.task).status == "READY"
    event = Event.objects.get(action="job.ask")
    assert (event.actor, event.subject, event.organisation) == (office.bob.key, made.key, "organisation:mopac")


def test_what_is_taken_back_was_never_in_the_queue(office: Office) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        asked(office, "files.load", upload="0" * 32)
        raise ZeroDivisionError
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_only_who_may_do_it_may_ask_for_it_stop_it_or_try_it_again(office: Office) -> None:
    made = asked(office, "files.load", upload="0" * 32)
    with pytest.raises(NotAllowed):
        ask("files.load", {}, organisation="organisation:mopac", by=office.by("esther"))
    with pytest.raises(NotAllowed):
        ask("files.load", {}, organisation="organisation:havering", by=office.by("bob"))
    for step in (stop, try_again):
        with pytest.raises(NotAllowed):
            step(made, by=office.by("esther"))
    stop(made, by=office.by("bob"))
    assert now_of(made).state == "stopped"


def test_only_actions_and_the_workers_own_door_change_a_job(office: Office) -> None:
    made = asked(office, "files.load", upload="0" * 32)
    made.state = "done"
    with pytest.raises(OutsideActionError):
        made.save()
    with pytest.raises(OutsideActionError):
        Job.objects.update(state="done")


def test_a_refusal_is_said_in_words_and_not_tried_again(office: Office) -> None:
    made = asked(office, "files.load", upload="0" * 32)
    working.run(made.pk)
    found = now_of(made)
    assert (found.state, found.attempts) == ("failed", 1)
    assert found.error == "The uploaded files are not there any more."
    assert found.remedy == "Send them again."


def test_what_may_go_by_itself_is_tried_again_with_growing_pauses(office: Office) -> None:
    @runs("test.locked")
    def locked(work: Work) -> Ending:
        raise OperationalError("database is locked")

    made, pauses = asked(office, "test.locked"), []
    for attempt in range(1, 6):
        working.run(made.pk)
        found = now_of(made)
        assert (found.state, found.attempts) == ("waiting", attempt)
        assert DBTaskResult.objects.get(pk=found.task).run_after == found.queued_at
        assert found.queued_at is not None
        pauses.append((found.queued_at - dt.datetime.now(dt.UTC)).total_seconds())
    assert [round(pause) for pause in pauses] == [2, 10, 60, 300, 900]
    working.run(made.pk)
    assert now_of(made).state == "failed", "after six attempts"
    try_again(now_of(made), by=office.by("bob"))
    assert now_of(made).state == "waiting"


def test_what_nobody_foresaw_fails_with_its_details_kept_apart(office: Office) -> None:
    @runs("test.broken")
    def broken(work: Work) -> Ending:
        raise KeyError("secret of the machine")

    made = asked(office, "test.broken")
    working.run(made.pk)
    found = now_of(made)
    assert found.state == "failed"
    assert "secret" not in found.error + found.remedy
    assert "KeyError" in found.details


def test_what_it_does_to_records_stands_or_falls_with_its_being_done(office: Office) -> None:
    def refuse() -> None:
        add_organisation(slug="half", name="Half", short="Half", kind="other", by=COMMAND)
        raise PeelianError("no", "The records do not take it.", "Mend them.")

    @runs("test.ending")
    def ending(work: Work) -> Ending:
        return Ending({"found": 1}, records=refuse)

    made = asked(office, "test.ending")
    working.run(made.pk)
    found = now_of(made)
    assert (found.state, found.error, found.result) == ("failed", "The records do not take it.", None)
    assert not Organisation.objects.filter(slug="half").exists()


def test_a_person_stops_it_at_its_next_step(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "TELLING", 0)

    @runs("test.long")
    def long(work: Work) -> Ending:
        for step in range(10):
            work.progress(step, 10, f"step {step}")
            if step == 3:
                stop(now_of(made), by=office.by("bob"))
        raise AssertionError("it went on")

    made = asked(office, "test.long")
    working.run(made.pk)
    found = now_of(made)
    assert (found.state, found.done, found.total, found.what) == ("stopped", 3, 10, "step 3")


def test_a_worker_that_is_told_to_end_hands_back_what_it_does(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    @runs("test.handed")
    def handed(work: Work) -> Ending:
        working.stopping.set()
        work.progress(1, 2, "")
        raise AssertionError("it went on")

    made = asked(office, "test.handed")
    try:
        working.run(made.pk)
    finally:
        working.stopping.clear()
    found = now_of(made)
    assert found.state == "waiting"
    assert found.most_attempts == made.most_attempts + 1, "the attempt does not count"
    assert DBTaskResult.objects.get(pk=found.task).status == "READY"


def test_who_was_taken_for_dead_and_wakes_up_writes_nothing_any_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    @runs("test.asleep")
    def asleep(work: Work) -> Ending:
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
        Job.bookkeeping.filter(pk=work.number).update(heartbeat=long_ago)
        assert recover() == 1
        with monkeypatch.context() as patch:
            patch.setattr(working, "WORKER", "another")
            assert working.claim(work.number) is not None
        return Ending({"late": True}, records=lambda: pytest.fail("it had its effect"))

    made = asked(office, "test.asleep")
    working.run(made.pk)
    found = now_of(made)
    assert (found.state, found.worker, found.attempts, found.result) == ("running", "another", 2, None)


def test_a_job_that_kills_its_worker_every_time_ends_failed(office: Office) -> None:
    made = asked(office, "files.load", upload="0" * 32)
    for _ in range(made.most_attempts):
        assert working.claim(made.pk) is not None
        Job.bookkeeping.filter(pk=made.pk).update(heartbeat=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        recover()
    found = now_of(made)
    assert found.state == "failed"
    assert "ended 6 times" in found.error


def test_who_has_left_meanwhile_gets_nothing_done(office: Office) -> None:
    made = asked(office, "files.load", upload="0" * 32)
    end_role(office.post("bob"), by=office.by("alice"))
    working.run(made.pk)
    assert now_of(made).error == "Whoever asked for this has no role here any more."


def test_who_may_not_ask_for_such_work_any_more_sees_no_result_of_it(office: Office) -> None:
    """Bob has moved on and reads now: what came of a job tells of files and drafts, also of one that he asked for."""
    made = asked(office, "files.load", upload="0" * 32)
    assert job_for(office.bob, made.pk) == made
    office.give("bob", "mopac", "auditor")
    end_role(office.post("bob"), by=office.by("alice"))
    assert job_for(office.bob, made.pk) is None
    office.give("bob", "mps", "analyst")
    assert job_for(office.bob, made.pk) is None, "nor as an analyst of another body"


def test_the_page_says_how_far_it_is_and_lets_who_may_stop_it_and_try_again(office: Office, client: Client) -> None:
    made = asked(office, "files.load", upload="0" * 32)
    address = f"/office/jobs/{made.pk}"
    for name, status in (("esther", 404), ("bob", 200)):
        client.force_login(office.person(name))
        with_second_factor(office.person(name))
        assert client.get(address).status_code == status
        assert client.get(f"{address}.json").status_code == status
        assert (b"number" in client.get("/office/jobs").content) is (status == 200)
    assert b"Waiting for a worker" in client.get(address).content
    told = client.get(f"{address}.json").json()
    assert (told["state"], told["tag"], told["may_stop"]) == (
        "waiting",
        {"text": "Waiting for a worker", "tone": "plain"},
        True,
    )
    assert told["facts"]["Started"] == "Not yet" and told["facts"]["Attempts"] == "0"
    assert "<title>Waiting for a worker: " in client.get(address).content.decode()
    assert client.get(f"{address}/stop").status_code == 405
    client.post(f"{address}/stop")
    assert now_of(made).state == "stopped"
    client.post(f"{address}/again")
    assert now_of(made).state == "waiting"
    working.run(made.pk)
    text = client.get(address).content.decode()
    assert "The uploaded files are not there any more." in text
    assert "Try again" not in text, "what it would read is gone"
    assert "connect-src 'self'" in client.get(address).headers["Content-Security-Policy"]


def test_the_page_shows_what_became_of_each_file(office: Office, client: Client, tmp_path: Path, settings: Any) -> None:
    settings.PEELIAN_DATA, settings.PEELIAN_PACK = tmp_path / "house", "city-of-london"
    path = month(tmp_path / "files", "2024-01", 4)
    upload = keep_uploads(House(settings.PEELIAN_DATA, "city-of-london"), [(path.name, [path.read_bytes()])])
    made = asked(office, "files.load", upload=upload, vintage="2024-02")
    working.run(made.pk)
    found = now_of(made)
    assert found.state == "done", found.details
    assert found.result["files"][0]["outcome"].startswith("accepted")
    assert not list((settings.PEELIAN_DATA / "uploads").iterdir()), "what is in the lake is kept there alone"
    client.force_login(office.bob)
    with_second_factor(office.bob)
    assert path.name in client.get(f"/office/jobs/{made.pk}").content.decode()


@pytest.mark.parametrize("name", ["", "..", "a/../../b", "x" * 300, "\x00", "/etc/passwd"])
def test_an_upload_cannot_leave_its_folder(tmp_path: Path, name: str) -> None:
    house = House(tmp_path / "house", "city-of-london")
    try:
        folder = folder_of(house, keep_uploads(house, [(name, [b"a"])]))
    except PeelianError as error:
        assert error.code == "bad-name"
        assert not list((house.root / "uploads").iterdir()), "nothing is left of it"
    else:
        assert [path.parent for path in folder.iterdir()] == [folder]
    for wrong in ("..", "../lake", "0" * 31, name):
        with pytest.raises(PeelianError, match="not there any more"):
            folder_of(house, wrong)


ASK = """
from peelian.core.acting import COMMAND
from peelian.core.jobs.actions import ask
print(ask("files.load", {"upload": "0" * 32}, by=COMMAND).pk)
"""
STATE = "from peelian.core.jobs.models import Job\nprint(Job.objects.get().state)"


def processes_of(root: Path) -> list[int]:
    """Every worker of a house that runs on this machine."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = path.read_bytes().split(b"\0")
            if b"work" in words and b"--processes" not in words and str(root).encode() in words:
                found.append(int(path.parent.name))
    return found


def wait_until(so: Callable[[], bool], seconds: float = 60) -> None:
    """Look again and again."""
    until = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def test_serving_brings_a_worker_that_is_replaced_and_dies_with_the_server(
    prepared: Callable[[str], Installation], tmp_path: Path
) -> None:
    shutil.copytree(prepared("sqlite").root, tmp_path / "house")
    office = Installation(tmp_path / "house")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = office.start("peelian.cli", "serve", "--port", str(port), start_new_session=True)
    try:
        wait_until(lambda: len(processes_of(office.root)) == 1)
        office.python(ASK)
        wait_until(lambda: office.python(STATE) == "failed")
        first = processes_of(office.root)[0]
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: [*processes_of(office.root), first][0] != first)
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # crew and worker have sessions of their own: they must notice
        server.communicate()
    wait_until(lambda: not processes_of(office.root))


def test_one_signal_ends_several_workers(prepared: Callable[[str], Installation], tmp_path: Path) -> None:
    shutil.copytree(prepared("sqlite").root, tmp_path / "house")
    office = Installation(tmp_path / "house")
    workers = office.start("peelian.cli", "work", "--processes", "2")
    wait_until(lambda: len(processes_of(office.root)) == 2)
    workers.terminate()
    workers.communicate(timeout=20)
    assert workers.returncode == 0
    assert not processes_of(office.root)


HALF = """
from django.core.management import call_command
call_command("migrate", "contenttypes", verbosity=0)
"""


def test_a_worker_that_comes_while_records_are_being_made_waits_for_the_rest(tmp_path: Path) -> None:
    office = Installation(tmp_path / "house")
    office.root.mkdir()
    office.python(HALF)
    worker = office.start("peelian.cli", "work")
    try:
        said = [worker.stderr.readline()]  # type: ignore[union-attr]
        office.run("office", "prepare")
        office.python(ASK)
        wait_until(lambda: office.python(STATE) == "failed")
    finally:
        worker.terminate()
        said.append(worker.communicate(timeout=20)[1])
    assert "are not applied. The worker waits until peelian office prepare has run." in said[0]
    assert "no such table" not in said[1]


def test_a_worker_waits_for_records_that_are_not_there_yet(tmp_path: Path) -> None:
    office = Installation(tmp_path / "house")
    office.root.mkdir()
    office.run("work", "--until-empty")
    assert not list(office.root.glob("records*")), "looking leaves no trace"
    worker = office.start("peelian.cli", "work")
    try:
        office.run("office", "prepare")
        office.python(ASK)
        wait_until(lambda: office.python(STATE) == "failed")
    finally:
        worker.terminate()
        _, said = worker.communicate(timeout=20)
    assert "no such table" not in said
