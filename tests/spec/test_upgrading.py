"""Tables go forward only; nothing is served on tables of another version; old and new processes work side by side meanwhile."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.conftest import ROOT
from tests.support.installations import Installation

from peelian.core.readiness import Readiness, readiness

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
