"""A backup is one point in time, taken while everybody works; a restore puts it into an empty place, or changes nothing."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.spec.test_kills import month
from tests.support.installations import Installation, new_database

from peelian.core.backups.restoring import restore
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Releases
from peelian.figures.releases.verify import verify

SOME = """
from peelian.core.acting import COMMAND
from peelian.core.actions import add_organisation, invite
from peelian.core.jobs.actions import ask
from peelian.core.jobs.uploads import keep_uploads
from peelian.core.models import Organisation
from peelian.figures.house import House
import os, pathlib
house = House(pathlib.Path(os.environ["PEELIAN_DATA"]))
made = add_organisation(slug="one", name="One\\u2028\\u00e9\\U0001f46e", short="One", kind="council", by=COMMAND, reason="kept")
invite(made, "borough-analyst", email="who@example.org", name="Who", by=COMMAND)
upload = keep_uploads(house, [("a file with a long name, an \\u00e9 and spaces " * 3 + ".csv", [b"a,b\\n1,2\\n"])])
ask("files.load", {"upload": upload}, by=COMMAND)
"""
EVERYTHING = """
from django.apps import apps
from peelian.core.backups.records import _plain, kept_models
import json
print(json.dumps({m._meta.label: [_plain(row) for row in m._base_manager.order_by("pk")] for m in kept_models()}, sort_keys=True))
"""


@pytest.fixture
def lived_in(installation: Installation, tmp_path: Path) -> Installation:
    """An installation with two releases, people, an upload that waits, and a folder that is empty."""
    house = House(installation.root, "city-of-london")
    for number in (1, 2):
        load(house, [month(tmp_path / "files", f"2024-0{number}", number + 2)], vintage=f"2024-0{number + 2}")
        release(house)
    installation.python(SOME)
    (house.root / "kept-empty").mkdir()
    return installation


@pytest.fixture
def elsewhere(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], Installation]:
    """An empty place, with records on one database or the other."""

    def place(kind: str) -> Installation:
        address = ""
        if kind == "postgres":
            address = new_database(request.getfixturevalue("postgres"), f"empty_{uuid.uuid4().hex[:8]}")
        return Installation(tmp_path / f"restored-{kind}-{uuid.uuid4().hex[:4]}", address)

    return place


def check_restored(place: Installation) -> None:
    """Every release is rebuilt from original bytes, the audit is whole, and every file that records name is there."""
    for name in Releases(place.root, including_embargoed=True).ids():
        assert verify(House(place.root), name).sound, name
    assert place.json("audit", "verify")["sound"]
    told = place.python(
        "from peelian.core.jobs.models import Job\nimport json\n"
        "print(json.dumps([[j.state, j.arguments.get('upload')] for j in Job.objects.all()]))"
    )
    for state, upload in json.loads(told):
        if upload and state in ("waiting", "running"):
            assert list((place.root / "uploads" / upload).iterdir()), "the file of a job that waits"


@pytest.mark.parametrize("into", ["sqlite", "postgres"])
def test_what_is_restored_is_what_was_backed_up_whichever_database(
    lived_in: Installation, elsewhere: Callable[[str], Installation], tmp_path: Path, into: str
) -> None:
    told = lived_in.json("backup", tmp_path / "whole.peelian")
    assert told["damaged"] == []
    assert told["releases"] == 2
    place = elsewhere(into)
    done = place.json("restore", tmp_path / "whole.peelian")
    assert (done["files"], done["rows"], done["events"]) == (told["files"], told["rows"], told["events"])
    assert place.python(EVERYTHING) == lived_in.python(EVERYTHING), "every record, to the microsecond"
    for path in sorted(lived_in.root.rglob("*")):
        inner = path.relative_to(lived_in.root)
        if path.is_file() and not inner.parts[0].startswith(("records", "lock", "backing", "secret-key")):
            assert (place.root / inner).read_bytes() == path.read_bytes(), inner
    assert (place.root / "kept-empty").is_dir()
    assert (place.root / "secret-key").read_text() != (lived_in.root / "secret-key").read_text(), "a key is never in it"
    check_restored(place)
    place.python(SOME.replace("one", "two").replace("who@", "another@"))  # numbers go on where they were
    assert place.json("audit", "verify")["sound"]
    place.settings = {"PEELIAN_WORKER_LOST": "0.5"}
    place.run("work", "--until-empty")
    assert place.run("office", "prepare").returncode == 0


WRITER = """
import os, pathlib, random, sys, time
from peelian.core.acting import COMMAND
from peelian.core.actions import add_organisation, give_area
from peelian.core.jobs.actions import ask
from peelian.core.jobs.uploads import keep_uploads
from peelian.figures.house import House, today
house = House(pathlib.Path(os.environ["PEELIAN_DATA"]))
files = sorted(pathlib.Path(sys.argv[1]).iterdir())
number = 0
while True:
    number += 1
    made = add_organisation(slug=f"n{number}", name=f"N{number}", short=f"N{number}", kind="other", by=COMMAND, reason="busy")
    for area in range(5):
        give_area(made, f"area-{area}", today(), by=COMMAND)
    if number % 3 == 0:
        path = files[number // 3 % len(files)]
        ask("files.load", {"upload": keep_uploads(house, [(path.name, [path.read_bytes()])]), "vintage": "2024-12"}, by=COMMAND)
    time.sleep(0.01)
"""


def test_a_backup_while_everybody_works_is_one_point_in_time(
    lived_in: Installation, elsewhere: Callable[[str], Installation], tmp_path: Path
) -> None:
    """Actions, uploads, loads by workers and releases go on; every backup meanwhile restores to something whole."""
    for number in range(3, 10):
        month(tmp_path / "busy", f"2024-{number:02d}", number)
    lines = tmp_path / "writer.py"
    lines.write_text(f"import django; django.setup()\n{WRITER}", encoding="utf-8")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": lived_in.environment}
    releasing = f"while true; do {sys.executable} -m peelian.cli release >/dev/null 2>&1; done"
    others = [
        subprocess.Popen([sys.executable, str(lines), str(tmp_path / "busy")], **quiet),  # type: ignore[call-overload]
        subprocess.Popen([sys.executable, "-m", "peelian.cli", "work"], **quiet),  # type: ignore[call-overload]
        subprocess.Popen(["sh", "-c", releasing], start_new_session=True, **quiet),  # type: ignore[call-overload]
    ]
    try:
        time.sleep(2)
        told = [lived_in.json("backup", tmp_path / f"{number}.peelian") for number in range(3)]
        assert [other.poll() for other in others] == [None] * 3, "they were still at it"
    finally:
        for other in others[:2]:
            other.kill()
            other.wait()
        os.killpg(others[2].pid, signal.SIGKILL)
        others[2].wait()
    assert told[0]["events"] < told[1]["events"] < told[2]["events"], "nobody waited for the backup"
    for number in (1, 2):
        place = elsewhere("sqlite")
        place.run("restore", tmp_path / f"{number}.peelian")
        check_restored(place)


@pytest.fixture
def small(prepared: Callable[[str], Installation], tmp_path: Path) -> Installation:
    """A small installation on SQLite."""
    shutil.copytree(prepared("sqlite").root, tmp_path / "small")
    office = Installation(tmp_path / "small")
    (office.root / "house.json").write_text('{"kind": "real", "pack": "city-of-london"}', encoding="utf-8")
    (office.root / "lake").mkdir()
    (office.root / "lake" / "some").write_bytes(random.Random(1).randbytes(300_000))
    return office


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(small: Installation, tmp_path: Path) -> None:
    target = tmp_path / "kept" / "killed.peelian"
    target.parent.mkdir()
    for number in range(200):
        (small.root / "lake" / f"some-{number}").write_bytes(random.Random(number).randbytes(100_000))
    for pause in (0.35, 0.5, 0.6, 0.7):
        process = small.start("peelian.cli", "backup", target)
        time.sleep(pause)
        process.kill()
        process.communicate()
        if target.exists():  # it was faster
            target.unlink()
    small.run("backup", target)
    assert [path.name for path in target.parent.iterdir()] == ["killed.peelian"], "what the killed ones left is gone"
    assert [path.name for path in (small.root / "backing-up").iterdir()] == ["lock"]
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("what", ["a file", "records"])
def test_a_place_that_is_not_empty_is_left_as_it_is(small: Installation, tmp_path: Path, what: str) -> None:
    small.run("backup", tmp_path / "b.peelian")
    place = Installation(tmp_path / "place")
    if what == "a file":
        place.root.mkdir()
        (place.root / "mine.txt").write_text("mine", encoding="utf-8")
    else:
        shutil.copy(small.root / "records.sqlite3", tmp_path / "other.sqlite3")
        place.database = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    said = place.run("restore", tmp_path / "b.peelian", code=2).stderr
    assert "empty" in said
    now = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert now == before


def unpacked(file: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    """The members of an archive."""
    with pa.CompressedInputStream(str(file), "zstd") as packed, tarfile.open(fileobj=io.BytesIO(packed.read())) as tar:
        return [(entry, tar.extractfile(entry).read()) for entry in tar]  # type: ignore[union-attr]


def packed(file: Path, members: list[tuple[tarfile.TarInfo, bytes]], *, honest: bool = True) -> Path:
    """An archive of members; honest ones have their right hashes."""
    if honest:
        hashes = {entry.name: hashlib.sha256(data).hexdigest() for entry, data in members[:-1]}
        members = [*members[:-1], (members[-1][0], json.dumps(hashes).encode())]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for entry, data in members:
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    with pa.CompressedOutputStream(str(file), "zstd") as stream:
        stream.write(out.getvalue())
    return file


def renamed(members: list[tuple[tarfile.TarInfo, bytes]], path: str) -> list[tuple[tarfile.TarInfo, bytes]]:
    """The last file is said to belong elsewhere."""
    about = json.loads(members[0][1])
    about["members"][-1][1] = path
    return [(members[0][0], json.dumps(about).encode()), *members[1:]]


HOSTILE_PATHS = ("../out", "/etc/out", "lake/../../out", "secret-key", "exempt-keys", ".exempt-keys.1a2b3c4d", "records.sqlite3",
                 "records/../out", "lock", "lake//x", "",
                 "lake/./x", "restoring/x", "lake/a\\b", "records/core.person.jsonl", "x\x00y", "tmp/x")  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_an_archive_cannot_put_a_file_where_none_belongs(backed_up: Path, tmp_path: Path, path: str) -> None:
    file = packed(tmp_path / "h.peelian", renamed(unpacked(backed_up), path))
    check_refused(Installation(tmp_path / "a" / "place"), file)


Bend = Callable[[list[tuple[tarfile.TarInfo, bytes]]], list[tuple[tarfile.TarInfo, bytes]]]


def _link(kind: bytes) -> Bend:
    def bend(members: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
        entry = tarfile.TarInfo(members[-2][0].name)
        entry.type, entry.linkname = kind, "/etc/passwd"
        return [*members[:-2], (entry, b""), members[-1]]

    return bend


def _about(**changes: Any) -> Bend:
    return lambda members: [
        (members[0][0], json.dumps(json.loads(members[0][1]) | changes).encode()),
        *members[1:],
    ]


def _bomb(members: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
    return [*members[:-2], (members[-2][0], members[-2][1] + bytes(50_000_000)), members[-1]]


def _edited(members: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
    """An event's words are changed, and everything is hashed anew."""
    bent = [
        (entry, data.replace(b"organisation.add", b"organisation.ADD", 1) if "audit.event" in entry.name else data)
        for entry, data in members
    ]
    assert bent != members
    return bent


BENT: dict[str, Bend] = {
    "symbolic link": _link(tarfile.SYMTYPE), "hard link": _link(tarfile.LNKTYPE), "device": _link(tarfile.CHRTYPE),
    "folder": _link(tarfile.DIRTYPE), "more than it says": _bomb, "one less": lambda members: [*members[:-2], members[-1]],
    "one more": lambda members: [*members[:-1], (tarfile.TarInfo("lake/more"), b"x"), members[-1]],
    "another order": lambda members: [members[0], *members[-2:0:-1], members[-1]],
    "twice": lambda members: [*members[:-1], members[-2], members[-1]],
    "a later version": _about(format=2), "no list": _about(members=None), "no rows": _about(rows=None),
    "a newer version of records": _about(migrations=[["core", "0001_initial"], ["core", "9999_later"]]),
    "rows that are not there": _about(rows={"core.nothing": 1}), "a folder elsewhere": _about(folders=["../out"]),
    "folders that are none": _about(folders="abc"), "no folders": _about(folders=None), "no audit": _about(audit=[]),
    "releases that are no number": _about(releases="many"), "a moment that is none": _about(made=7),
    "rows that are no numbers": _about(rows={"core.person": "x"}), "members that are none": _about(members=[["a"]]),
    "a size below nothing": _about(members=[["a", "a", -1]]), "migrations that are none": _about(migrations=[[1]]),
    "an edited event": _edited,
}  # fmt: skip


@pytest.mark.parametrize("name", BENT)
def test_what_is_not_as_it_must_be_is_refused_before_anything_is_seen(
    backed_up: Path, tmp_path: Path, name: str
) -> None:
    file = packed(tmp_path / "h.peelian", BENT[name](unpacked(backed_up)))
    check_refused(Installation(tmp_path / "a" / "place"), file)


@pytest.mark.parametrize(
    "share", [0.0, 0.1, 0.5, 0.8, 0.999]
)  # 0.9 meets the padding behind a file, which says nothing
def test_a_truncated_or_damaged_backup_is_refused(backed_up: Path, tmp_path: Path, share: float) -> None:
    data = backed_up.read_bytes()
    place = Installation(tmp_path / "a" / "place")
    (tmp_path / "short.peelian").write_bytes(data[: int(len(data) * share)])
    check_refused(place, tmp_path / "short.peelian")
    at = min(int(len(data) * share), len(data) - 20)
    (tmp_path / "bent.peelian").write_bytes(
        data[:at] + bytes(byte ^ 255 for byte in data[at : at + 8]) + data[at + 8 :]
    )
    check_refused(place, tmp_path / "bent.peelian")


class NeedsRecords(Exception):
    """The archive itself was taken: what is wrong is in its records."""


def check_refused(place: Installation, file: Path) -> None:
    """In words, and nothing is there."""

    def open_records(root: Path) -> None:
        raise NeedsRecords

    try:
        with pytest.raises(PeelianError) as refused:
            restore(place.root, file, open_records)
        assert refused.value.remedy
    except NeedsRecords:
        assert place.run("restore", file, code=2).stderr.startswith("peelian: ")
    assert list(place.root.iterdir()) == []
    assert not (file.parent / "out").exists()
    assert not (place.root.parent / "out").exists()


@pytest.fixture(scope="module")
def backed_up(prepared: Callable[[str], Installation], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small backup that is whole."""
    folder = tmp_path_factory.mktemp("backed-up")
    shutil.copytree(prepared("sqlite").root, folder / "house")
    office = Installation(folder / "house")
    (office.root / "lake").mkdir()
    (office.root / "lake" / "some").write_bytes(random.Random(1).randbytes(30_000))
    office.run("backup", folder / "whole.peelian")
    Installation(folder / "sound").run("restore", folder / "whole.peelian")  # as it is, and as the tests pack it again
    Installation(folder / "again").run("restore", packed(folder / "again.peelian", unpacked(folder / "whole.peelian")))
    return folder / "whole.peelian"


def test_a_file_of_the_house_that_is_damaged_is_named_and_backed_up_as_it_is(
    small: Installation, tmp_path: Path
) -> None:
    folder = small.root / "lake" / "ab" / ("ab" + "0" * 62)
    folder.mkdir(parents=True)
    (folder / "original").write_bytes(b"not what its name says")
    told = small.json("backup", tmp_path / "b.peelian", code=1)
    assert told["damaged"] == [f"lake/ab/{folder.name}/original"]


def test_records_and_uploads_are_taken_for_what_they_are(small: Installation, tmp_path: Path) -> None:
    """A database of another name in the house is no file of it; a file called .part is, and what is still being sent is not."""
    (small.root / "records.sqlite3").rename(small.root / "office.db")
    small.database = f"sqlite:///{small.root / 'office.db'}"
    for name in ("uploads/" + "a" * 32 + "/film.part", "uploads/" + "b" * 32 + ".part/half.csv"):
        (small.root / name).parent.mkdir(parents=True)
        (small.root / name).write_text("1", encoding="utf-8")
    small.run("backup", tmp_path / "b.peelian")
    place = Installation(tmp_path / "place")
    place.run("restore", tmp_path / "b.peelian")
    kept = {path.relative_to(place.root).as_posix() for path in place.root.rglob("*") if path.is_file()}
    assert "uploads/" + "a" * 32 + "/film.part" in kept
    assert not [name for name in kept if "office.db" in name or "half.csv" in name]
    assert place.json("audit", "verify")["sound"]


def test_a_backup_is_not_kept_in_the_house_nor_taken_twice_at_once(small: Installation, tmp_path: Path) -> None:
    assert "elsewhere" in small.run("backup", small.root / "b.peelian", code=2).stderr
    assert "folder that is there" in small.run("backup", tmp_path / "no" / "b.peelian", code=2).stderr
    import fcntl

    (small.root / "backing-up").mkdir()
    with (small.root / "backing-up" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "Another backup" in small.run("backup", tmp_path / "b.peelian", code=2).stderr
