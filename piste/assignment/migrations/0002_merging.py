from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assignment", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="merges_duplicates",
            field=models.BooleanField(default=True, verbose_name="merge what is surely the same first"),
        ),
        migrations.AddField(
            model_name="run",
            name="merged",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
