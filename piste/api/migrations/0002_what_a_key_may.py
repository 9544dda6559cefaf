import django.db.models.deletion
from django.db import migrations, models

import piste.kernel.clock


def keep_what_keys_may(apps, schema_editor):
    apps.get_model("api", "ApiKey").objects.update(scopes=["read", "write", "admin"])


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_initial"),
        ("teams", "0002_defaults"),
    ]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="counted",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="apikey",
            name="counted_minute",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="apikey",
            name="networks",
            field=models.JSONField(blank=True, default=list, verbose_name="only from"),
        ),
        migrations.AddField(
            model_name="apikey",
            name="scopes",
            field=models.JSONField(default=list, verbose_name="may"),
        ),
        migrations.AddField(
            model_name="apikey",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="teams.team",
                verbose_name="only records of",
            ),
        ),
        migrations.RunPython(keep_what_keys_may, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("asked", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=piste.kernel.clock.now)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("headers", models.JSONField(default=dict)),
                ("content", models.BinaryField(default=bytes)),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="api.apikey"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="answer_at")],
                "constraints": [models.UniqueConstraint(fields=("key", "name"), name="answer_once")],
            },
        ),
    ]
