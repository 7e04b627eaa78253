"""The first tables."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import peelian.performance.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_ended_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=160)),
                (
                    "covers",
                    models.CharField(
                        max_length=20,
                        validators=[peelian.performance.models.check_period],
                        verbose_name="period covered",
                    ),
                ),
                ("day", models.DateField(verbose_name="planned day")),
                ("hour", models.TimeField(default=datetime.time(9, 30), verbose_name="time in London")),
                ("fixed", models.BooleanField(default=False, verbose_name="the exact day is fixed")),
                ("cancelled", models.CharField(blank=True, max_length=300, verbose_name="why it is not published")),
                ("moves", models.JSONField(blank=True, default=list)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("stamp", models.DateTimeField(verbose_name="changed")),
                ("rule", models.CharField(blank=True, max_length=60, verbose_name="proposed by the house rule")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("day", "hour", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReleaseRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160)),
                ("draft", models.CharField(max_length=20, unique=True, verbose_name="id")),
                ("corrects", models.CharField(blank=True, max_length=20, verbose_name="corrects the release")),
                ("why", models.TextField(blank=True, max_length=2000, verbose_name="what it corrects, and why")),
                ("state", models.CharField(default="draft", max_length=12)),
                ("built_at", models.DateTimeField(blank=True, null=True, verbose_name="figures drafted")),
                ("content", models.CharField(blank=True, max_length=64, verbose_name="fingerprint of the figures")),
                ("reviewed", models.CharField(blank=True, max_length=64, verbose_name="fingerprint that was reviewed")),
                ("signed", models.CharField(blank=True, max_length=64, verbose_name="fingerprint that was signed off")),
                ("remarks", models.TextField(blank=True, max_length=4000, verbose_name="the reviewer's remarks")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="out from")),
                (
                    "longer_access",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why somebody sees it for longer than 24 hours"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="performance.calendarentry",
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
                "ordering": ("-draft",),
            },
        ),
        migrations.CreateModel(
            name="PreRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=120, verbose_name="job title")),
                ("body", models.CharField(max_length=160, verbose_name="organisation")),
                ("reason", models.CharField(max_length=300, verbose_name="why they need to see it")),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=1, default=24, max_digits=5, verbose_name="hours before it is out"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pre_releases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="performance.releaserecord",
                    ),
                ),
            ],
            options={
                "ordering": ("body", "title", "id"),
            },
        ),
        migrations.CreateModel(
            name="FigureNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=80)),
                ("area", models.CharField(max_length=60)),
                ("period", models.CharField(max_length=20, validators=[peelian.performance.models.check_period])),
                ("text", models.CharField(max_length=400)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="performance.releaserecord",
                    ),
                ),
            ],
            options={
                "ordering": ("measure", "area", "period"),
                "constraints": [
                    models.UniqueConstraint(fields=("release", "measure", "area", "period"), name="one_note_a_figure")
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectiveAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("objective", models.CharField(blank=True, max_length=80)),
                ("measure", models.CharField(max_length=80)),
                ("area", models.CharField(max_length=60)),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="what asks for it")),
                ("what", models.TextField(max_length=8000, verbose_name="what is done about it")),
                ("does", models.CharField(max_length=200, verbose_name="who does it (a post, not a name)")),
                ("by_when", models.DateField(verbose_name="by when")),
                ("demand", models.JSONField(blank=True, default=list, verbose_name="demand shown beside it")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="performance.releaserecord",
                    ),
                ),
            ],
            options={
                "ordering": ("measure", "objective"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "objective", "measure", "area"), name="one_action_a_reading"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Commentary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=80)),
                ("area", models.CharField(max_length=60)),
                ("text", models.TextField(blank=True, max_length=8000)),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="performance.releaserecord",
                    ),
                ),
            ],
            options={
                "ordering": ("measure", "area"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "measure", "area"), name="one_commentary_a_measure_and_area"
                    )
                ],
            },
        ),
    ]
