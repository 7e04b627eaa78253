"""The first tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("action", models.CharField(db_index=True, max_length=80)),
                ("actor", models.CharField(db_index=True, max_length=80)),
                ("organisation", models.CharField(blank=True, db_index=True, max_length=80)),
                ("subject", models.CharField(db_index=True, max_length=200)),
                ("label", models.CharField(blank=True, max_length=300)),
                ("changes", models.JSONField(default=list)),
                ("apart", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Kept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.PositiveBigIntegerField(db_index=True)),
                ("name", models.CharField(max_length=120)),
                ("privacy", models.CharField(max_length=20)),
                ("about", models.CharField(blank=True, db_index=True, max_length=80)),
                ("value", models.JSONField()),
                ("salt", models.CharField(max_length=32)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("event", "name"), name="one_value_a_name")],
            },
        ),
    ]
