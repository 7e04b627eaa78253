"""Exempt parts and their reviews. The database itself refuses to change or remove what was sealed, or a review."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEALED = ("subject", "cipher", "commitment", "decided_on", "length")
"""What of a part stays as it was when it was sealed."""


def refuse(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A trigger for each, in the words of the database at hand."""
    postgres = schema_editor.connection.vendor == "postgresql"
    same = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = " OR ".join(f"NEW.{name} {same} OLD.{name}" for name in SEALED)
    shown = f"OLD.released_at IS NOT NULL AND (NEW.text {same} OLD.text OR NEW.salt {same} OLD.salt)"
    triggers = (
        ("core_exemptpart", "UPDATE", f"OLD.commitment <> '' AND (({changed}) OR ({shown}))"),
        ("core_exemptpart", "DELETE", "OLD.commitment <> ''"),
        ("core_exemptreview", "UPDATE", ""),
        ("core_exemptreview", "DELETE", ""),
    )
    if postgres:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION peelian_sealed() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION 'peelian: what was sealed stays as it is'; END $$ LANGUAGE plpgsql"
        )
    for table, deed, when in triggers:
        only = f" WHEN ({when})" if when else ""
        act = (
            "EXECUTE FUNCTION peelian_sealed()"
            if postgres
            else "BEGIN SELECT RAISE(ABORT, 'peelian: what was sealed stays as it is'); END"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} FOR EACH ROW{only} {act}"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_roles_of_scrutiny_and_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExemptPart",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("subject", models.CharField(db_index=True, max_length=200)),
                ("title", models.CharField(max_length=200)),
                ("grounds", models.JSONField()),
                ("length", models.PositiveIntegerField()),
                ("decided_by", models.CharField(max_length=200, verbose_name="who decided, by post")),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField()),
                ("release_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("sealed", "Withheld"), ("released", "Released")],
                        db_index=True,
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("commitment", models.CharField(blank=True, max_length=71)),
                ("kept_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("cipher", models.TextField()),
                ("wrapped", models.CharField(max_length=120)),
                ("wrapped_by", models.CharField(max_length=8)),
                ("text", models.TextField(blank=True)),
                ("salt", models.CharField(blank=True, max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("kept_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ExemptReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("due", models.DateField()),
                ("decision", models.CharField(choices=[("kept", "Kept"), ("released", "Released")], max_length=10)),
                ("until", models.DateField(blank=True, null=True)),
                ("post", models.CharField(max_length=200, verbose_name="who decided, by post")),
                ("reason", models.CharField(max_length=2000)),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="core.exemptpart"
                    ),
                ),
            ],
            options={
                "ordering": ("on", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="exemptpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("commitment", ""), ("decided_on__isnull", True), ("state", "draft")),
                    models.Q(
                        ("decided_on__isnull", False),
                        ("state__in", ("sealed", "released")),
                        models.Q(("commitment", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="exempt_part_is_sealed_with_its_commitment",
            ),
        ),
        migrations.AddConstraint(
            model_name="exemptpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("released_at__isnull", False),
                        ("state", "released"),
                        models.Q(("text", ""), _negated=True),
                        models.Q(("salt", ""), _negated=True),
                    ),
                    models.Q(
                        ("released_at__isnull", True), ("salt", ""), ("state__in", ("draft", "sealed")), ("text", "")
                    ),
                    _connector="OR",
                ),
                name="exempt_part_shows_its_text_when_it_is_released",
            ),
        ),
        migrations.AddConstraint(
            model_name="exemptreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "kept"), ("until__isnull", False)),
                    models.Q(("decision", "released"), ("until__isnull", True)),
                    _connector="OR",
                ),
                name="exempt_review_says_until_when",
            ),
        ),
        migrations.RunPython(refuse, elidable=False),
    ]
