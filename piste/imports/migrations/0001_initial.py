from django.db import migrations, models

import piste.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SourceKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40)),
                ("noun", models.CharField(max_length=16)),
                ("source_id", models.CharField(max_length=200)),
                ("row_id", models.BigIntegerField()),
                ("at", models.DateTimeField(default=piste.kernel.clock.now)),
            ],
            options={
                "indexes": [models.Index(fields=["noun", "row_id"], name="source_key_row")],
                "constraints": [models.UniqueConstraint(fields=("source", "noun", "source_id"), name="imported_once")],
            },
        ),
    ]
