"""Meetings can be adjourned, and go on on another day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scrutiny", "0006_requests_for_formats"),
    ]

    operations = [
        migrations.AddField(
            model_name="meetingrecord",
            name="adjourned",
            field=models.JSONField(blank=True, null=True, verbose_name="why and to when it was adjourned"),
        ),
        migrations.AddField(
            model_name="meetingrecord",
            name="resumes",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=100, verbose_name="sitting that it goes on with"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("adjourned__isnull", True), ("state", "held"), _connector="OR"),
                name="what_is_adjourned_was_begun",
            ),
        ),
    ]
