"""The first tables."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import peelian.localities.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuarterReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=16, validators=[peelian.localities.models.check_quarter])),
                ("state", models.CharField(default="draft", max_length=12)),
                ("release", models.CharField(max_length=20)),
                ("introduction", models.TextField(blank=True, max_length=6000)),
                (
                    "demand_note",
                    models.TextField(blank=True, max_length=6000, verbose_name="what the demand means for it"),
                ),
                ("remarks", models.TextField(blank=True, max_length=4000)),
                ("version", models.PositiveIntegerField(default=1)),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="edition")),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "why_corrected",
                    models.TextField(blank=True, max_length=2000, verbose_name="what it corrects, and why"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signer",
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
                "ordering": ("-period", "-number"),
            },
        ),
        migrations.CreateModel(
            name="IndicatorWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=80)),
                ("commentary", models.TextField(blank=True, max_length=6000)),
                ("action", models.TextField(blank=True, max_length=6000, verbose_name="corrective action")),
                (
                    "action_owner",
                    models.CharField(blank=True, max_length=200, verbose_name="who does it (a post, not a name)"),
                ),
                ("action_by", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="localities.quarterreport"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LocalDemand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.CharField(max_length=12, validators=[peelian.localities.models.check_year])),
                ("measure", models.CharField(max_length=80)),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("place", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "year", "measure"), name="one_demand_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.CharField(max_length=12, validators=[peelian.localities.models.check_year])),
                ("measure", models.CharField(max_length=80)),
                ("goal", models.CharField(blank=True, max_length=120)),
                (
                    "wanted",
                    models.CharField(
                        choices=[("lower", "fewer or less"), ("higher", "more")], max_length=6, verbose_name="better is"
                    ),
                ),
                ("targets", models.JSONField(blank=True, default=list)),
                ("tolerance", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                (
                    "points",
                    models.BooleanField(
                        default=False, verbose_name="the tolerance is in points, not per cent of the target"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("place", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "year", "measure"), name="one_indicator_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.CharField(max_length=12, validators=[peelian.localities.models.check_year])),
                ("title", models.CharField(max_length=200)),
                (
                    "amber",
                    models.CharField(
                        choices=[
                            ("movement", "missed by more than the tolerance, and improved"),
                            ("tolerance", "missed by no more than the tolerance"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "unchanged",
                    models.CharField(
                        blank=True,
                        choices=[("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="off target and unchanged is",
                    ),
                ),
                (
                    "compared_with",
                    models.CharField(
                        blank=True,
                        choices=[("previous quarter", "previous quarter"), ("year before", "year before")],
                        max_length=20,
                        verbose_name="improvement is against the",
                    ),
                ),
                (
                    "two_sided",
                    models.BooleanField(
                        blank=True,
                        null=True,
                        verbose_name="better than the target by more than the tolerance is off it too",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="where the rule is written")),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="who answered what it leaves open"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "year"), name="one_rule_a_year")],
            },
        ),
        migrations.CreateModel(
            name="OwnFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=80)),
                ("period", models.CharField(max_length=16, validators=[peelian.localities.models.check_reported])),
                ("value", models.DecimalField(decimal_places=4, max_digits=14)),
                ("numerator", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                ("denominator", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                ("source", models.CharField(max_length=300)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "measure", "period"), name="one_own_figure_a_period"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="quarterreport",
            constraint=models.UniqueConstraint(
                fields=("organisation", "period", "number"), name="one_report_a_quarter_and_edition"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorwords",
            constraint=models.UniqueConstraint(fields=("report", "measure"), name="words_once_an_indicator"),
        ),
    ]
