"""Committees, their seats, meetings, items, papers and actions."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0005_exempt_parts"),
        ("core", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("number", models.CharField(max_length=8)),
                ("title", models.CharField(max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("announcements", "announcements"),
                            ("apologies", "apologies"),
                            ("interests", "interests"),
                            ("minutes", "minutes"),
                            ("actions", "actions"),
                            ("report", "report"),
                            ("presentation", "presentation"),
                            ("update", "update"),
                            ("questions", "questions"),
                            ("petition", "petition"),
                            ("motion", "motion"),
                            ("performance", "performance"),
                            ("exclusion", "exclusion"),
                            ("urgent", "urgent"),
                            ("next-meeting", "next meeting"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                (
                    "recommended",
                    models.TextField(blank=True, max_length=8000, verbose_name="what the committee is asked to do"),
                ),
                ("urgent", models.TextField(blank=True, max_length=2000, verbose_name="why it is urgent")),
                ("minute", models.TextField(blank=True, verbose_name="minute")),
                ("minute_number", models.CharField(blank=True, max_length=8, verbose_name="number in the minutes")),
                ("interests", models.JSONField(blank=True, default=list, verbose_name="interests declared")),
                ("votes", models.JSONField(blank=True, default=list)),
                ("questions", models.JSONField(blank=True, default=list, verbose_name="questions to witnesses")),
                ("outcome", models.JSONField(blank=True, null=True)),
                ("topics", models.JSONField(blank=True, default=list)),
                ("touches", models.JSONField(blank=True, default=list)),
                ("line", models.PositiveIntegerField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ("place", "id"),
            },
        ),
        migrations.CreateModel(
            name="ActionRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=120, unique=True)),
                ("text", models.TextField(max_length=4000, verbose_name="what is to be done")),
                ("who", models.CharField(blank=True, max_length=200, verbose_name="body or post that does it")),
                ("due", models.DateField(blank=True, null=True)),
                ("due_words", models.CharField(blank=True, max_length=200, verbose_name="when, as it was said")),
                ("due_meeting", models.CharField(blank=True, max_length=100, verbose_name="meeting by which")),
                ("from_question", models.BooleanField(default=False, verbose_name="undertaken in an answer")),
                ("touches", models.JSONField(blank=True, default=list)),
                ("line", models.PositiveIntegerField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "asked",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("meeting__on", "id"),
            },
        ),
        migrations.CreateModel(
            name="ActionWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("words", models.TextField(max_length=4000)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "done"), ("dropped", "dropped")], max_length=7
                    ),
                ),
                ("meeting", models.CharField(blank=True, max_length=100, verbose_name="at which meeting")),
                ("claimed", models.BooleanField(default=False, verbose_name="the body says that it is done")),
                ("said_by", models.CharField(blank=True, max_length=120, verbose_name="body that says so")),
                ("made_at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="scrutiny.actionrecord"
                    ),
                ),
            ],
            options={
                "ordering": ("on", "id"),
            },
        ),
        migrations.CreateModel(
            name="CommitteeRecord",
            fields=[
                ("slug", models.SlugField(max_length=80, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assembly-committee", "assembly committee"),
                            ("crime-and-disorder-committee", "crime and disorder committee"),
                            ("overview-board", "overview board"),
                            ("topic-group", "topic group"),
                            ("police-and-crime-panel", "police and crime panel"),
                            ("neighbourhood-board", "neighbourhood board"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("terms", models.TextField(blank=True, max_length=8000, verbose_name="terms of reference")),
                ("powers", models.JSONField(blank=True, default=list)),
                ("areas", models.JSONField(blank=True, default=list)),
                ("topics", models.JSONField(blank=True, default=list)),
                (
                    "clear_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="clear days of notice and agenda"),
                ),
                (
                    "weekends_count",
                    models.BooleanField(
                        default=False, verbose_name="weekends and bank holidays are counted among them"
                    ),
                ),
                (
                    "reply_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="days in which the law makes a body answer its reports"
                    ),
                ),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=120)),
                (
                    "publishes_drafts",
                    models.BooleanField(
                        default=False, verbose_name="draft minutes are published before they are agreed"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scrutiny.committeerecord",
                    ),
                ),
            ],
            options={
                "ordering": ("title",),
            },
        ),
        migrations.AddField(
            model_name="actionrecord",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scrutiny.committeerecord"
            ),
        ),
        migrations.AddField(
            model_name="actionrecord",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="scrutiny.itemrecord"
            ),
        ),
        migrations.CreateModel(
            name="MeetingRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=12, verbose_name="day, with -2 for a second")),
                ("title", models.CharField(max_length=200)),
                ("on", models.DateField(verbose_name="day")),
                ("begins", models.TimeField(blank=True, null=True)),
                ("ends", models.TimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("called", "called"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                            ("postponed", "postponed"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="notice given on")),
                ("channels", models.JSONField(blank=True, default=list, verbose_name="channels of the notice")),
                (
                    "agenda",
                    models.CharField(
                        choices=[("draft", "being written"), ("out", "out")], default="draft", max_length=5
                    ),
                ),
                ("agenda_out", models.DateTimeField(blank=True, null=True, verbose_name="agenda out at")),
                ("attendance", models.JSONField(blank=True, default=list)),
                (
                    "exclusion",
                    models.TextField(blank=True, max_length=2000, verbose_name="resolution that excludes the public"),
                ),
                (
                    "why",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="why cancelled, postponed or at short notice"
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=300)),
                ("broadcast", models.CharField(blank=True, max_length=500, verbose_name="where it can be watched")),
                ("source", models.CharField(blank=True, max_length=120)),
                (
                    "extras",
                    models.JSONField(blank=True, default=dict, verbose_name="ids that other systems know it by"),
                ),
                (
                    "minutes",
                    models.CharField(
                        choices=[("none", "not begun"), ("draft", "draft"), ("agreed", "agreed"), ("signed", "signed")],
                        default="none",
                        max_length=6,
                    ),
                ),
                ("minutes_open", models.BooleanField(default=False, verbose_name="everybody may read them as a draft")),
                ("minutes_out", models.DateField(blank=True, null=True, verbose_name="minutes out on")),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("agreed_at", models.CharField(blank=True, max_length=100, verbose_name="meeting that agreed them")),
                ("signed_by", models.CharField(blank=True, max_length=120)),
                ("signed_on", models.DateField(blank=True, null=True)),
                ("corrections", models.JSONField(blank=True, default=list)),
                ("made_at", models.DateTimeField()),
                ("deleted", models.BooleanField(default=False, verbose_name="taken back")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scrutiny.committeerecord"
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "slug"),
            },
        ),
        migrations.AddField(
            model_name="itemrecord",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="scrutiny.meetingrecord"
            ),
        ),
        migrations.AddField(
            model_name="actionrecord",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="scrutiny.meetingrecord"
            ),
        ),
        migrations.CreateModel(
            name="PaperRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("slug", models.SlugField(max_length=80)),
                ("title", models.CharField(max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("main", "main"),
                            ("supplementary", "supplementary"),
                            ("late", "late"),
                            ("tabled", "tabled"),
                        ],
                        default="main",
                        max_length=14,
                    ),
                ),
                (
                    "first_page",
                    models.PositiveIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("last_page", models.PositiveIntegerField(blank=True, null=True)),
                ("author", models.CharField(blank=True, max_length=200, verbose_name="whose it is")),
                ("text", models.TextField(blank=True)),
                ("quarter", models.CharField(blank=True, max_length=60, verbose_name="quarterly report")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="where it can be read")),
                ("background", models.JSONField(blank=True, default=list, verbose_name="background papers")),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="why it comes late")),
                ("added_at", models.DateTimeField(blank=True, null=True, verbose_name="added at")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="scrutiny.itemrecord"
                    ),
                ),
            ],
            options={
                "ordering": ("place", "id"),
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("name", models.CharField(max_length=120)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("deputy-chair", "deputy chair"),
                            ("member", "member"),
                            ("co-opted", "co opted"),
                            ("substitute", "substitute"),
                            ("adviser", "adviser"),
                        ],
                        default="member",
                        max_length=20,
                    ),
                ),
                ("party", models.CharField(blank=True, max_length=80)),
                ("since", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until", models.DateField(blank=True, null=True)),
                ("votes", models.BooleanField(default=True, verbose_name="may vote")),
                ("body", models.CharField(blank=True, max_length=120, verbose_name="whom they come from")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scrutiny.committeerecord"
                    ),
                ),
            ],
            options={
                "ordering": ("place", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="meetingrecord",
            constraint=models.UniqueConstraint(fields=("committee", "slug"), name="one_meeting_a_name"),
        ),
        migrations.AddConstraint(
            model_name="meetingrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "held"), _negated=True),
                    models.Q(("agenda", "draft"), _negated=True),
                    _connector="OR",
                ),
                name="no_meeting_is_held_without_an_agenda",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes", "none"), ("state", "held"), _connector="OR"),
                name="minutes_are_of_a_meeting_that_was_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemrecord",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="one_agenda_item_a_number"),
        ),
        migrations.AddConstraint(
            model_name="paperrecord",
            constraint=models.UniqueConstraint(fields=("item", "slug"), name="one_paper_a_name"),
        ),
    ]
