"""Records as lines of JSON that either database can take: every table of a model a file, every row a line.

What is left out can be made again: who is signed in, the queue's deliveries (jobs are put back by whoever works next), and what
Django keeps about its own models.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from peelian.figures.errors import PeelianError
from peelian.figures.house import Progress

LEFT_OUT = {"sessions.session", "usersessions.usersession", "django_tasks_database.dbtaskresult", "contenttypes.contenttype",
            "auth.permission"}  # fmt: skip
_POINT = "point"
_AT_ONCE, _LARGE_AT_ONCE = 2_000, 8
_LONGEST_LINE = 64 << 20
"""Bytes of one row."""


@contextmanager
def one_point() -> Iterator[str]:
    """A view of the records at one moment, whatever others write meanwhile; yields the alias to read by. Nobody waits for it."""
    point = {**connections.settings["default"]}
    own = dict(point.get("OPTIONS") or {})
    if connection.vendor == "postgresql":
        from psycopg import IsolationLevel

        own |= {"isolation_level": IsolationLevel.REPEATABLE_READ, "options": "-c statement_timeout=0"}
    else:
        own["transaction_mode"] = None  # a reader's: it keeps no writer waiting
    connections.settings[_POINT] = {**point, "OPTIONS": own}
    try:
        with transaction.atomic(using=_POINT):
            MigrationRecorder.Migration.objects.using(_POINT).exists()  # the first read is the moment
            yield _POINT
    finally:
        connections[_POINT].close()
        del connections[_POINT], connections.settings[_POINT]


def kept_models() -> list[type[models.Model]]:
    """Every model with a table of its own that a backup holds."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def dump(folder: Path, alias: str, progress: Progress) -> dict[str, Any]:
    """Write every record as it is at the point; returns what a backup says about them."""
    folder.mkdir(parents=True)
    listed, rows = kept_models(), {}
    for done, model in enumerate(listed):
        progress(done, len(listed), str(model._meta.verbose_name_plural))
        label = model._meta.label_lower
        with (folder / f"{label}.jsonl").open("w", encoding="utf-8") as out:
            rows[label] = 0
            for row in model._base_manager.using(alias).order_by("pk").iterator(_at_once(model)):
                out.write(json.dumps(_plain(row), ensure_ascii=False, separators=(",", ":")) + "\n")
                rows[label] += 1
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return {"rows": rows, "migrations": sorted(map(list, applied)), "database": connections[alias].vendor}


def _at_once(model: type[models.Model]) -> int:
    """How many rows are in memory together: few where one can hold a piece of a file."""
    large = any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
    return _LARGE_AT_ONCE if large else _AT_ONCE


def _plain(row: models.Model) -> dict[str, Any]:
    """A row's values as JSON: what JSON has as it is, moments to the microsecond, everything else as Django writes it."""
    found: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if isinstance(value, dt.datetime | dt.date | dt.time):
            value = value.isoformat()
        elif not isinstance(field, models.JSONField) and not isinstance(value, str | int | float | bool | None):
            value = field.value_to_string(row)
        found[field.attname] = value
    return found


def must_be_empty() -> None:
    """Raises PeelianError where the database holds tables already, or cannot be reached."""
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise PeelianError(
            "no-database", f"The records' database cannot be reached: {error}", "Look at PEELIAN_DATABASE."
        ) from error
    if tables:
        raise PeelianError(
            "not-empty",
            f"The records' database holds {len(tables)} tables already.",
            "Restore into an empty database; this one is left as it is.",
            {"database": str(settings.DATABASES["default"]["NAME"])},
        )


def load(folder: Path, about: dict[str, Any], progress: Progress, check: Callable[[], None]) -> None:
    """Fill an empty database: tables as they were on the day of the backup, its rows, then every migration since.

    All in one transaction, ``check`` at its end. Raises PeelianError for a backup of a newer version, or rows that do not fit.
    """
    try:
        with connection.constraint_checks_disabled(), transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL statement_timeout = 0")
            then = _tables_of_the_day(about)
            for done, (label, count) in enumerate(about["rows"].items()):
                progress(done, len(about["rows"]), label)
                _fill(then.get_model(label), folder / f"{label}.jsonl", count)
            connection.check_constraints()
            _go_on_counting(then)
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            check()
    except (DatabaseError, LookupError, TypeError, ValueError, ValidationError, AttributeError) as error:
        raise PeelianError(
            "records-do-not-fit",
            f"The records of the backup cannot be taken: {error}",
            "Take another backup; nothing is restored.",
        ) from error


def _tables_of_the_day(about: dict[str, Any]) -> Any:
    """Make the tables that the backup is of; returns the models as they were then."""
    executor = MigrationExecutor(connection)
    wanted = {(str(app), str(name)) for app, name in about["migrations"]}
    unknown = sorted(wanted - set(executor.loader.disk_migrations))
    if unknown:
        raise PeelianError(
            "newer-backup",
            f"The backup is of a newer version: this one does not know {unknown[0][0]} {unknown[0][1]}.",
            "Restore it with the version that made it, or a later one.",
        )
    graph = executor.loader.graph
    last = [node for node in wanted if not any(child.key in wanted for child in graph.node_map[node].children)]
    executor.migrate(sorted(last))
    return executor.loader.project_state(sorted(last)).apps


def _fill(model: Any, path: Path, count: int) -> None:
    """Put the rows of a file into a table, as they are: nothing is set anew, no action runs, no event is made."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for field in fields.values():
        if isinstance(field, models.DateField):
            field.auto_now = field.auto_now_add = False
    with path.open("r", encoding="utf-8") as lines:
        rows = (model(**_values(fields, line)) for line in _lines(lines))
        found = 0
        while batch := list(islice(rows, _at_once(model))):
            model._base_manager.bulk_create(batch, batch_size=_AT_ONCE)
            found += len(batch)
    if found != count:
        raise ValueError(f"{model._meta.label} has {found} rows instead of {count}")


def _lines(stream: Any) -> Iterator[str]:
    while line := stream.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise ValueError("a row is too long")
        yield line


def _values(fields: dict[str, Any], line: str) -> dict[str, Any]:
    row = json.loads(line)
    if set(row) != set(fields):
        raise ValueError(f"a row has {sorted(set(row) ^ set(fields))[0]} too many or too few")
    return {name: _value(fields[name], value) for name, value in row.items()}


def _value(field: Any, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return models.Value(None, models.JSONField()) if value is None and not field.null else value
    return None if value is None else field.to_python(value)


def _go_on_counting(then: Any) -> None:
    """The next row of a table gets the number after its last."""
    statements = connection.ops.sequence_reset_sql(no_style(), then.get_models(include_auto_created=True))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
