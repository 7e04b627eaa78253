"""What was signed stays as it is: SQLite made the table anew for a column that was added, without what refuses to change it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "decisions_decisionversion"
SIGNED = ("sealed", "number", "decision_id", "signed_on")
"""What of a version stays as it was when it was signed."""


def refuse(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A trigger for each deed again, in the words of the database at hand; PostgreSQL kept its own."""
    if schema_editor.connection.vendor == "postgresql":
        return
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in SIGNED)
    act = "BEGIN SELECT RAISE(ABORT, 'peelian: what was signed stays as it is'); END"
    for deed, when in (("update", f"OLD.sealed <> '' AND ({changed})"), ("delete", "OLD.sealed <> ''")):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{deed}")
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{deed} BEFORE {deed.upper()} ON {TABLE} FOR EACH ROW WHEN ({when}) {act}"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0004_what_cannot_be_read"),
    ]

    operations = [
        migrations.RunPython(refuse, migrations.RunPython.noop),
    ]
