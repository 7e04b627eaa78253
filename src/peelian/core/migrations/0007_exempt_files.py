"""Exempt parts that are files: their form, pages, and pieces. The database keeps a piece that was sealed as it is."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEALED = (
    "subject", "organisation_id", "title", "grounds", "form", "length", "pages", "decided_by", "decided_on", "commitment", "cipher",
    "kept_at",
)  # fmt: skip
"""What of a part stays as it was when it was sealed."""


def refuse(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The triggers of a part anew, for its table may have been made anew; and those of its pieces."""
    postgres = schema_editor.connection.vendor == "postgresql"
    same = "IS DISTINCT FROM" if postgres else "IS NOT"

    def moved(*names: str) -> str:
        return " OR ".join(f"NEW.{name} {same} OLD.{name}" for name in names)

    act = (
        "EXECUTE FUNCTION peelian_sealed()"
        if postgres
        else "BEGIN SELECT RAISE(ABORT, 'peelian: what was sealed stays as it is'); END"
    )
    opened = f"OLD.released_at IS NOT NULL AND ({moved('text', 'salt')})"
    shown = f"OLD.plain IS NOT NULL AND ({moved('plain')})"
    for table, deed, when in (
        ("core_exemptpart", "UPDATE", f"OLD.commitment <> '' AND (({moved(*SEALED)}) OR ({opened}))"),
        ("core_exemptpart", "DELETE", "OLD.commitment <> ''"),
        (
            "core_exemptpiece",
            "UPDATE",
            f"OLD.sealed AND (({moved('part_id', 'number', 'cipher', 'sealed')}) OR ({shown}))",
        ),
        ("core_exemptpiece", "DELETE", "OLD.sealed"),
    ):
        name = f"{table}_no_{deed.lower()}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{f' ON {table}' if postgres else ''}")
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW WHEN ({when}) {act}")


class Migration(migrations.Migration):
    dependencies = [("core", "0006_more_of_a_part_stays")]

    operations = [
        migrations.AddField(
            model_name="exemptpart",
            name="form",
            field=models.CharField(
                choices=[("text", "Text"), ("file", "File")], db_default="text", default="text", max_length=4
            ),
        ),
        migrations.AddField(
            model_name="exemptpart",
            name="pages",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="pages, of a PDF"),
        ),
        migrations.CreateModel(
            name="ExemptPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("cipher", models.BinaryField()),
                ("plain", models.BinaryField(blank=True, null=True)),
                ("sealed", models.BooleanField(db_default=False, default=False)),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="core.exemptpart"
                    ),
                ),
            ],
            options={
                "ordering": ("part", "number"),
                "constraints": [models.UniqueConstraint(fields=("part", "number"), name="one_piece_a_number")],
            },
        ),
        migrations.RunPython(refuse, migrations.RunPython.noop),
    ]
