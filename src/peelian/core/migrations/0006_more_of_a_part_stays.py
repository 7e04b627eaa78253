"""Title, grounds, owner and who decided stay too as they were when an exempt part was sealed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEALED = (
    "subject", "organisation_id", "title", "grounds", "length", "decided_by", "decided_on", "commitment", "cipher", "kept_at",
)  # fmt: skip
"""What of a part stays as it was when it was sealed."""


def refuse(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The trigger of 0005 anew, with all of these."""
    postgres = schema_editor.connection.vendor == "postgresql"
    same = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = " OR ".join(f"NEW.{name} {same} OLD.{name}" for name in SEALED)
    shown = f"OLD.released_at IS NOT NULL AND (NEW.text {same} OLD.text OR NEW.salt {same} OLD.salt)"
    act = (
        "EXECUTE FUNCTION peelian_sealed()"
        if postgres
        else "BEGIN SELECT RAISE(ABORT, 'peelian: what was sealed stays as it is'); END"
    )
    schema_editor.execute(f"DROP TRIGGER core_exemptpart_no_update{' ON core_exemptpart' if postgres else ''}")
    schema_editor.execute(
        "CREATE TRIGGER core_exemptpart_no_update BEFORE UPDATE ON core_exemptpart FOR EACH ROW "
        f"WHEN (OLD.commitment <> '' AND (({changed}) OR ({shown}))) {act}"
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0005_exempt_parts")]

    operations = [migrations.RunPython(refuse, migrations.RunPython.noop)]
