"""What records promise holds on a real PostgreSQL server as on SQLite; "make test" runs every test of records on it too."""

from __future__ import annotations

import os

import pytest
from tests.support.installations import Installation

WRITER = """
import sys
from peelian.core.acting import COMMAND
from peelian.core.actions import add_organisation
for number in range(25):
    name = f"w{sys.argv[1]}-{number}"
    add_organisation(slug=name, name=name, short=name, kind="other", by=COMMAND, reason="side by side")
"""
DEED = """
from django.db import connection, transaction, DatabaseError
from peelian.core.acting import COMMAND
from peelian.core.actions import add_organisation
add_organisation(slug="kept", name="Kept", short="Kept", kind="other", by=COMMAND, reason="kept")
for deed in ("UPDATE audit_event SET actor = 'nobody'", "DELETE FROM audit_event", "UPDATE audit_kept SET value = '1'"):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
        print("taken:", deed)
    except DatabaseError as error:
        print("append-only" in str(error))
"""


def test_many_write_at_once_and_the_chain_has_no_gap(installation: Installation) -> None:
    """Five processes, twenty-five actions each: everybody's are there, one after the other."""
    before = installation.json("audit", "verify")["events"]
    writers = [installation.start_lines(WRITER, str(number)) for number in range(5)]
    for writer in writers:
        _, said = writer.communicate(timeout=60)
        assert writer.returncode == 0, said
    verdict = installation.json("audit", "verify")
    assert verdict["sound"]
    assert verdict["events"] == before + 125


def test_the_database_itself_refuses_to_change_an_event(installation: Installation) -> None:
    assert installation.python(DEED).split() == ["True"] * 3
    assert installation.json("audit", "verify")["sound"]


SLOW = """
from django.db import connection, DatabaseError
connection.settings_dict["OPTIONS"]["options"] = connection.settings_dict["OPTIONS"]["options"].replace("=60s", "=200ms")
try:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout"); print(cursor.fetchone()[0])
        cursor.execute("SHOW idle_in_transaction_session_timeout"); print(cursor.fetchone()[0])
        cursor.execute("SELECT pg_sleep(5)")
except DatabaseError as error:
    print("statement timeout" in str(error))
"""
CUT = """
from django.db import close_old_connections, connection
from django.test import Client
from peelian.core.models import Organisation
from psycopg import connect
Organisation.objects.count()
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_backend_pid()"); number = cursor.fetchone()[0]
import os
with connect(os.environ["PEELIAN_DATABASE"], autocommit=True) as other:
    other.execute("SELECT pg_terminate_backend(%s)", (number,))
close_old_connections()  # as between two requests
print(Organisation.objects.count() > 0)
"""


ON_POSTGRES = pytest.mark.parametrize("installation", ["postgres"], indirect=True)


@ON_POSTGRES
def test_no_statement_waits_for_ever(installation: Installation) -> None:
    assert installation.python(SLOW).split() == ["20s", "5min", "True"]


@ON_POSTGRES
def test_a_connection_that_was_cut_is_made_anew_for_the_next_request(installation: Installation) -> None:
    assert installation.python(CUT) == "True"


@pytest.mark.django_db
def test_tests_of_records_run_where_they_say() -> None:
    from django.db import connection

    wanted = "postgresql" if os.environ.get("PEELIAN_DATABASE") else "sqlite"
    assert connection.vendor == wanted
