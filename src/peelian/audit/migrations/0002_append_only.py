"""The database itself refuses to change or remove an event, or to change a value that is kept apart."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSED = (("audit_event", "UPDATE"), ("audit_event", "DELETE"), ("audit_kept", "UPDATE"))


def refuse(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A trigger for each, in the words of the database at hand."""
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION peelian_append_only() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION 'peelian: the audit is append-only'; END $$ LANGUAGE plpgsql"
        )
    for table, deed in REFUSED:
        name = f"{table}_no_{deed.lower()}"
        if postgres:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION peelian_append_only()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} BEGIN "
                "SELECT RAISE(ABORT, 'peelian: the audit is append-only'); END"
            )


class Migration(migrations.Migration):
    dependencies = (("audit", "0001_initial"),)
    operations = (migrations.RunPython(refuse, elidable=False),)
