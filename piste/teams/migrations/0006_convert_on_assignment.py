from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0005_leads"),
    ]

    operations = [
        migrations.AddField(
            model_name="team",
            name="converts_assigned",
            field=models.BooleanField(default=False, verbose_name="convert on assignment"),
        ),
    ]
