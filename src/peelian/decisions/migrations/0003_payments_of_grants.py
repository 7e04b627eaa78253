"""Notes of payments. The database itself refuses to change or remove one: a further note corrects it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def refuse(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A trigger for each, in the words of the database at hand."""
    postgres, table = schema_editor.connection.vendor == "postgresql", "decisions_grantpayment"
    said = "peelian: a payment that was noted stays as it is"
    if postgres:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION peelian_payment() RETURNS trigger AS $$ BEGIN "
            f"RAISE EXCEPTION '{said}'; END $$ LANGUAGE plpgsql"
        )
    act = "EXECUTE FUNCTION peelian_payment()" if postgres else f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
    for deed in ("UPDATE", "DELETE"):
        schema_editor.execute(f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} FOR EACH ROW {act}")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("decisions", "0002_what_came_of_a_call_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="GrantPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grant", models.CharField(max_length=40, verbose_name="which grant of the decision")),
                ("day", models.DateField(blank=True, null=True, verbose_name="paid on")),
                (
                    "why",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what was wrong with what was noted before"
                    ),
                ),
                ("noted_on", models.DateField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="decisions.decisionrecord",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.RunPython(refuse, migrations.RunPython.noop),
    ]
