"""The plan's records: versions, steps, items, editions, claims, matches, documents and proposals."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import peelian.plans.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0003_roles_of_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanRecord",
            fields=[
                ("slug", models.SlugField(max_length=80, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "about",
                    models.TextField(blank=True, max_length=4000, verbose_name="what it is about, for residents"),
                ),
                (
                    "first_month",
                    models.CharField(max_length=7, validators=[peelian.plans.models.check_month], verbose_name="from"),
                ),
                (
                    "last_month",
                    models.CharField(max_length=7, validators=[peelian.plans.models.check_month], verbose_name="to"),
                ),
                ("area", models.CharField(max_length=40)),
                ("scrutiny", models.CharField(blank=True, max_length=80, verbose_name="body that scrutinises it")),
                ("document", models.CharField(blank=True, max_length=80, verbose_name="document that prints it")),
                ("first_line", models.PositiveIntegerField(blank=True, null=True)),
                ("last_line", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "known_from",
                    models.CharField(blank=True, max_length=300, verbose_name="why it is known only in part"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("-first_month", "slug"),
            },
        ),
        migrations.CreateModel(
            name="PlanDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("sha256", models.CharField(max_length=64)),
                ("lines", models.JSONField()),
                ("read_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planrecord"
                    ),
                ),
            ],
            options={
                "ordering": ("plan", "-read_at"),
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=160)),
                ("decision", models.JSONField()),
                ("proposed", models.JSONField(blank=True, default=dict)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("made_at", models.DateTimeField()),
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
                    "newer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planrecord"
                    ),
                ),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planrecord"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClaimRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("item", models.CharField(max_length=160)),
                ("part", models.CharField(blank=True, max_length=160)),
                ("status", models.CharField(max_length=12)),
                ("on", models.DateField(verbose_name="since which day")),
                ("reason", models.TextField(max_length=4000, verbose_name="why")),
                ("evidence", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planrecord"
                    ),
                ),
            ],
            options={
                "ordering": ("on", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("state", models.CharField(default="drafting", max_length=12)),
                ("why", models.TextField(blank=True, max_length=2000, verbose_name="what it varies, and why")),
                ("opens", models.DateField(blank=True, null=True, verbose_name="consultation opens")),
                ("closes", models.DateField(blank=True, null=True, verbose_name="consultation closes")),
                ("consulted", models.BooleanField(default=False, verbose_name="a consultation was opened and closed")),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("takes_effect", models.DateField(blank=True, null=True)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
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
                    "issuer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planrecord"
                    ),
                ),
            ],
            options={
                "ordering": ("plan", "-number"),
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("people", "Get the views of people in the area on the plan"),
                            ("victims", "Get the views of victims of crime on the plan"),
                            ("commissioner", "Consult the Commissioner while the plan is drafted"),
                            ("priorities", "Have regard to the priorities of the responsible authorities"),
                            ("equality", "Have due regard to equality of opportunity"),
                            ("consistency", "Check it against the Mayor's other strategies"),
                            ("consultees", "Consult those whom the law names"),
                            ("panel-sent", "Send the draft to the police and crime panel"),
                            ("panel-reported", "Receive the panel's report"),
                            ("regard", "Have regard to the panel's report and recommendations"),
                            ("responded", "Give the panel a response"),
                            ("response-published", "Publish the response"),
                            ("commissioner-again", "Consult the Commissioner on what differs from the draft"),
                            ("publicity", "Publish the plan, and make it known"),
                            ("copies", "Send a copy to each borough and each responsible authority"),
                        ],
                        max_length=24,
                    ),
                ),
                ("on", models.DateField(verbose_name="on which day")),
                ("note", models.TextField(max_length=4000, verbose_name="what was done")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="where it can be read")),
                (
                    "wording",
                    models.CharField(blank=True, max_length=80, verbose_name="fingerprint of the text it was about"),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="plans.planversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("consultation", "for consultation"), ("issued", "as issued")], max_length=12
                    ),
                ),
                ("out_at", models.DateTimeField()),
                ("sealed", models.TextField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planrecord"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="plans.planversion"
                    ),
                ),
            ],
            options={
                "ordering": ("plan", "number"),
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField()),
                ("page", models.PositiveIntegerField(blank=True, null=True)),
                ("line", models.PositiveIntegerField(blank=True, null=True)),
                ("confidence", models.FloatField()),
                ("fields", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "to be looked at"), ("confirmed", "confirmed"), ("rejected", "rejected")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("item", models.CharField(blank=True, max_length=160, verbose_name="the item that it became")),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="plans.plandocument"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planrecord"
                    ),
                ),
            ],
            options={
                "ordering": ("line", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("theme", "theme"),
                            ("commitment", "commitment"),
                            ("objective", "objective"),
                            ("yardstick", "yardstick"),
                            ("content", "required content"),
                            ("sentence", "sentence of the summary"),
                            ("trade-off", "trade-off"),
                            ("review", "awaited review"),
                            ("pilot", "pilot"),
                            ("programme", "programme"),
                            ("publication", "promised publication"),
                            ("finding", "finding of an inspection"),
                        ],
                        max_length=12,
                    ),
                ),
                ("slug", models.CharField(max_length=160)),
                ("place", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("body", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planrecord"
                    ),
                ),
            ],
            options={
                "ordering": ("place", "id"),
                "constraints": [models.UniqueConstraint(fields=("plan", "kind", "slug"), name="one_item_a_name")],
            },
        ),
        migrations.AddConstraint(
            model_name="plandocument",
            constraint=models.UniqueConstraint(fields=("plan", "sha256"), name="one_reading_a_document"),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(fields=("older", "newer", "item"), name="one_match_an_item"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="one_number_a_version"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("drafting", "consulting", "revising"))),
                fields=("plan",),
                name="one_open_version_a_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.UniqueConstraint(fields=("of", "duty"), name="one_step_a_duty"),
        ),
        migrations.AddConstraint(
            model_name="planedition",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="one_edition_a_number"),
        ),
    ]
