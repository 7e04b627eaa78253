"""Decisions. The database itself refuses to change or remove what was signed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import peelian.decisions.models

SIGNED = ("sealed", "number", "decision_id", "signed_on")
"""What of a version stays as it was when it was signed."""


def refuse(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A trigger for each, in the words of the database at hand."""
    postgres, table = schema_editor.connection.vendor == "postgresql", "decisions_decisionversion"
    same = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = " OR ".join(f"NEW.{name} {same} OLD.{name}" for name in SIGNED)
    said = "peelian: what was signed stays as it is"
    if postgres:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION peelian_signed() RETURNS trigger AS $$ BEGIN "
            f"RAISE EXCEPTION '{said}'; END $$ LANGUAGE plpgsql"
        )
    act = "EXECUTE FUNCTION peelian_signed()" if postgres else f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
    for deed, when in (("UPDATE", f"OLD.sealed <> '' AND ({changed})"), ("DELETE", "OLD.sealed <> ''")):
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} FOR EACH ROW WHEN ({when}) {act}"
        )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0005_exempt_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionRecord",
            fields=[
                (
                    "reference",
                    models.CharField(
                        max_length=30,
                        primary_key=True,
                        serialize=False,
                        validators=[peelian.decisions.models.check_reference],
                    ),
                ),
                ("series", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField(default=0)),
                ("number", models.PositiveIntegerField()),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("series", "-year", "-number"),
            },
        ),
        migrations.CreateModel(
            name="CallInRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="called in on")),
                ("called_in_by", models.CharField(max_length=300, verbose_name="who called it in")),
                ("why", models.TextField(max_length=4000, verbose_name="why")),
                (
                    "referred_to",
                    models.CharField(blank=True, max_length=200, verbose_name="the committee that hears it"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "stands as it was taken"),
                            ("reconsidered", "goes back to who took it"),
                            ("referred", "goes to the full council"),
                        ],
                        max_length=16,
                    ),
                ),
                ("settled", models.DateField(blank=True, null=True, verbose_name="settled on")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="what came of it")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_ins",
                        to="decisions.decisionrecord",
                    ),
                ),
            ],
            options={
                "ordering": ("day", "id"),
            },
        ),
        migrations.CreateModel(
            name="DecisionVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "Being written"),
                            ("advice", "Out for advice"),
                            ("countersigning", "To be countersigned"),
                            ("deciding", "To be decided"),
                            ("signed", "Signed, to be published"),
                            ("deferred", "Signed, publication deferred"),
                            ("published", "Published"),
                            ("corrected", "Corrected since"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="drafting",
                        max_length=16,
                    ),
                ),
                ("form", models.JSONField(default=dict)),
                ("why", models.TextField(blank=True, max_length=2000, verbose_name="what it corrects, and why")),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("signed_on", models.DateField(blank=True, null=True)),
                ("deferred_until", models.DateField(blank=True, null=True)),
                ("deferrals", models.JSONField(blank=True, default=list)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("sealed", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="decisions.decisionrecord",
                    ),
                ),
            ],
            options={
                "ordering": ("decision", "-number"),
            },
        ),
        migrations.CreateModel(
            name="DecisionSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=40)),
                ("post", models.CharField(max_length=160)),
                ("day", models.DateField()),
                ("text", models.TextField(blank=True, max_length=8000)),
                ("not_required", models.CharField(blank=True, max_length=1000, verbose_name="why it is not required")),
                ("substance", models.CharField(blank=True, max_length=80)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="decisions.decisionversion",
                    ),
                ),
            ],
            options={
                "ordering": ("day", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="decisionrecord",
            constraint=models.UniqueConstraint(fields=("series", "year", "number"), name="one_decision_a_number"),
        ),
        migrations.AddConstraint(
            model_name="decisionversion",
            constraint=models.UniqueConstraint(
                fields=("decision", "number"), name="one_number_a_version_of_a_decision"
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("drafting", "advice", "countersigning", "deciding"))),
                fields=("decision",),
                name="one_open_version_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionsignature",
            constraint=models.UniqueConstraint(fields=("of", "part"), name="one_signature_a_part"),
        ),
        migrations.RunPython(refuse, migrations.RunPython.noop),
    ]
