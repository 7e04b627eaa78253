"""Tables go forward only; nothing is served on tables of another version; old and new processes work side by side meanwhile."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from tests.conftest import ROOT
from tests.support.installations import Installation

from peelian.core.readiness import Readiness, readiness
from peelian.figures.releases.publication import Publication

MIGRATIONS = sorted(
    path for path in (ROOT / "src" / "peelian").rglob("migrations/*.py") if re.match(r"\d{4}_", path.name)
)


@pytest.mark.django_db
def test_every_change_of_a_record_has_its_migration() -> None:
    """And all migrations, one after the other on an empty database, come to what the records are."""
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    assert readiness() == (Readiness.READY, "")


def test_migrations_are_numbered_without_gaps_and_one_follows_the_other() -> None:
    folders = {path.parent for path in MIGRATIONS}
    assert folders
    for folder in folders:
        numbers = [int(path.name[:4]) for path in MIGRATIONS if path.parent == folder]
        assert numbers == list(range(1, len(numbers) + 1)), folder


def test_no_migration_goes_back() -> None:
    """What a step back would lose is in the backup; a step that says how to go back promises what nobody tries."""
    assert [path.name for path in MIGRATIONS if "reverse_code" in path.read_text(encoding="utf-8")] == []


def test_a_column_that_is_added_has_its_default_in_the_database() -> None:
    """A process of the version before names no such column when it adds a row; a table that is new it does not know."""
    missing = [
        f"{path.parent.parent.name} {path.name}"
        for path in MIGRATIONS
        for model, added in _added(path.read_text(encoding="utf-8"))
        if "db_default=" not in added
        and "null=True" not in added
        and model not in _made(path.read_text(encoding="utf-8"))
    ]
    assert missing == []


def _added(text: str) -> list[tuple[str, str]]:
    """What a migration adds to which model."""
    parts = [part.split("migrations.", 1)[0] for part in text.split("migrations.AddField(")[1:]]
    return [(re.findall(r'model_name="(\w+)"', part)[0], part) for part in parts]


def _made(text: str) -> set[str]:
    """The models that a migration makes."""
    return {name.lower() for name in re.findall(r'migrations\.CreateModel\(\s*name="(\w+)"', text)}


TABLES = """
from django.db import connection
import json
with connection.cursor() as cursor:
    found = {t.name: sorted(c.name for c in connection.introspection.get_table_description(cursor, t.name))
             for t in connection.introspection.get_table_list(cursor)}
print(json.dumps(found))
"""
MODELS = """
from django.apps import apps
import json
print(json.dumps({m._meta.db_table: sorted(f.column for f in m._meta.concrete_fields)
                  for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy}))
"""


def test_the_tables_are_those_of_the_records(installation: Installation) -> None:
    tables, models = json.loads(installation.python(TABLES)), json.loads(installation.python(MODELS))
    assert {name: tables.get(name) for name in models} == models


TRIGGERS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite"
                   else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    print(*sorted(name for name, in cursor.fetchall() if "_no_" in name))
"""


def test_what_the_database_itself_refuses_it_refuses_after_all_migrations(installation: Installation) -> None:
    """SQLite loses the triggers of a table that it makes anew for a column: such a migration makes them again."""
    assert installation.python(TRIGGERS).split() == [
        "audit_event_no_delete", "audit_event_no_update", "audit_kept_no_update",
        "core_exemptpart_no_delete", "core_exemptpart_no_update", "core_exemptpiece_no_delete", "core_exemptpiece_no_update",
        "core_exemptreview_no_delete", "core_exemptreview_no_update",
        "decisions_decisionversion_no_delete", "decisions_decisionversion_no_update",
        "decisions_grantpayment_no_delete", "decisions_grantpayment_no_update",
    ]  # fmt: skip


def test_preparing_twice_at_once_makes_the_tables_once(
    prepared: Callable[[str], Installation], request: pytest.FixtureRequest
) -> None:
    from tests.support.installations import new_database

    first = prepared("postgres")
    empty = Installation(first.root, new_database(request.getfixturevalue("postgres"), "twice_at_once"))
    both = [empty.start("peelian.cli", "office", "prepare") for _ in range(2)]
    for process in both:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said


FORGET = """
from django.db.migrations.recorder import MigrationRecorder
from django.db import connection
MigrationRecorder(connection).record_unapplied("jobs", "0001_initial")
"""


def test_nothing_is_served_on_tables_of_an_earlier_version(installation: Installation, tmp_path: Path) -> None:
    installation.python(FORGET)
    for command in (("serve",), ("work", "--until-empty"), ("backup", tmp_path / "b.peelian")):
        said = installation.run(*command, code=2).stderr
        assert "jobs 0001_initial are not applied" in said
        assert "peelian office prepare" in said


ASKED = """
import contextlib, io, json, sys
from peelian.cli import main
found = {}
for name, arguments in json.loads(sys.argv[1]).items():
    out, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        try:
            code = main(arguments)
        except BaseException as error:
            code = f"{type(error).__name__}: {error}"
    found[name] = [code, out.getvalue() + said.getvalue()]
print(json.dumps(found))
"""


def commands_of(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    """Every command that there is, by its whole name."""
    groups = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not groups:
        yield before
    for group in groups:
        for name, inside in group.choices.items():
            yield from commands_of(inside, f"{before} {name}".strip())


@pytest.fixture
def opening(tmp_path: Path) -> dict[str, list[str]]:
    """Commands that open the records, with what they are asked so that they do."""
    report, answer = tmp_path / "report.md", tmp_path / "answer.md"
    agenda, meeting = tmp_path / "agenda.md", tmp_path / "meeting.yaml"
    asks = "### Recommendation 1\n\nMOPAC should publish what every service costs.\n"
    report.write_text(f"# A report\n\n{asks}", encoding="utf-8")
    answer.write_text(f"# Response\n\n{asks}\nAccepted. The table will be out in May.\n", encoding="utf-8")
    agenda.write_text(
        "# PANEL\n\n## AGENDA\n\nTuesday 3 November 2026, 7.00 pm\n\n## 1 APOLOGIES FOR ABSENCE\n", encoding="utf-8"
    )
    meeting.write_text(
        "id: panel/2017-01-12\ncommittee: panel\ntitle: Panel\nday: 2017-01-12\nstate: planned\n", encoding="utf-8"
    )
    return {
        "audit verify": [], "audit export": [], "office exempt-keys": ["list"], "verify-released": ["A1"],
        "people export": ["1"], "people erase": ["1", "--reason", "asked"], "people retention": [],
        "import plan": [str(report), "--into", "plan"], "import report": [str(report), "--into", "a/b"],
        "import response": [str(answer), "--into", "a/b"],
        "import papers": [str(agenda), "--into", "panel", "--confirm", "2026-11-03"],
        "import meetings": [str(meeting), "--into", "panel", "--confirm", "1"],
        "verify": ["2020-01-01"], "backup": [str(tmp_path / "b.peelian")], "serve": [], "work": ["--until-empty"],
    }  # fmt: skip


MAKE_THEM = {"office prepare", "office invite", "start", "restore"}
"""Commands that make the records, or bring them up to date, before anything else."""
FILES_ALONE = {
    "load", "release", "figure", "outlook", "harm", "check", "compare", "measures", "areas", "snapshots", "releases",
    "compare-plans", "plan show", "plan export", "decision list", "decision show", "decision check", "decision export", "words",
}  # fmt: skip
"""Commands that read the house's files and never the records."""


def test_every_command_that_opens_records_says_that_they_are_of_an_earlier_version(
    prepared: Callable[[str], Installation], opening: dict[str, list[str]], tmp_path: Path
) -> None:
    from peelian.cli import _parser

    told = [*commands_of(_parser())]
    assert set(told) == {*opening, *MAKE_THEM, *FILES_ALONE}, "a new command belongs in one of these tables"
    assert len(told) == len(opening) + len(MAKE_THEM) + len(FILES_ALONE)
    shutil.copytree(prepared("sqlite").root, tmp_path / "house")
    house = Installation(tmp_path / "house")
    house.python(FORGET)
    beside = Publication(
        "2020-01-01", "0" * 64, dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "January", audit={"number": 1, "hash": "0" * 64}
    )
    (house.root / "releases" / "2020-01-01").mkdir(parents=True)
    (house.root / "releases" / "2020-01-01" / "publication.json").write_text(json.dumps(beside.to_json()))
    assert _not_in_words(house, opening, "jobs 0001_initial are not applied") == {}


def _not_in_words(house: Installation, asked: dict[str, list[str]], words: str) -> dict[str, Any]:
    """The commands that say something else, or end otherwise than as asked wrongly, with what they do."""
    questions = json.dumps({name: [*name.split(), *more] for name, more in asked.items()})
    answer, said = house.start_lines(ASKED, questions).communicate(timeout=120)
    assert answer, said
    return {
        name: (code, text)
        for name, (code, text) in json.loads(answer).items()
        if code != 2 or words not in text or "peelian office prepare" not in text
    }


def test_a_command_that_opens_records_says_that_there_are_none(opening: dict[str, list[str]], tmp_path: Path) -> None:
    served = {"serve", "work", "verify"}  # a house without an office has pages and releases all the same
    house = Installation(tmp_path / "house")
    house.root.mkdir()
    asked = {name: more for name, more in opening.items() if name not in served}
    assert _not_in_words(house, asked, "The records have no tables yet.") == {}
    assert not (house.root / "records.sqlite3").exists(), "asking leaves no trace"


def test_records_are_opened_in_one_place(tmp_path: Path) -> None:
    """So that no command can open them and forget to look; restore opens them to fill them."""
    cli = ROOT / "src" / "peelian" / "cli"
    assert [one.name for one in sorted(cli.glob("*.py")) if "django.setup()" in one.read_text(encoding="utf-8")] == [
        "backups.py", "office.py",
    ]  # fmt: skip


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    gone = Installation(tmp_path, f"postgresql://nobody@/nothing?host={tmp_path}")
    said = gone.python("from peelian.core.readiness import readiness\nprint(*readiness())")
    assert said.startswith("Readiness.UNREACHABLE The records' database cannot be reached: ")
    fresh = Installation(tmp_path)
    assert fresh.python("from peelian.core.readiness import readiness\nprint(readiness()[0])") == "Readiness.NONE"
    assert not (tmp_path / "records.sqlite3").exists(), "looking leaves no trace"


EXPAND = """
from django.db import connection, models
from peelian.core.models import Organisation
from peelian.core.jobs.models import Job
fields = {
    Organisation: ("website", models.CharField(max_length=200, db_default="")),
    Job: ("urgency", models.IntegerField(null=True)),
}
with connection.schema_editor() as editor:
    for model, (name, field) in fields.items():
        field.set_attributes_from_name(name)
        field.model = model
        editor.add_field(model, field)
"""
OLD = """
import sys
from peelian.core.acting import COMMAND
from peelian.core.actions import add_organisation, change_organisation
from peelian.core.jobs.actions import ask
from peelian.core.models import Organisation
def use(name):
    made = add_organisation(slug=name, name=name, short=name, kind="other", by=COMMAND)
    change_organisation(made, name="Another", by=COMMAND)
    assert Organisation.objects.get(slug=name).name == "Another"
    ask("files.load", {"upload": "0" * 32}, by=COMMAND)
use("before")
print("ready", flush=True)
sys.stdin.readline()
use("after")
"""


def test_a_process_of_the_version_before_works_on_while_a_column_is_added(installation: Installation) -> None:
    """The first step of the recipe: a column that may be empty, or that has a default in the database."""
    import subprocess

    old = installation.start_lines(OLD, stdin=subprocess.PIPE)
    assert old.stdin and old.stdout
    assert old.stdout.readline() == "ready\n"
    installation.python(EXPAND)
    _, said = old.communicate("go on\n", timeout=30)
    assert old.returncode == 0, said
    assert installation.json("audit", "verify")["sound"]
