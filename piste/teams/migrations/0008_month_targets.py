from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0007_first_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="team",
            name="month_targets",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="targets of single months"),
        ),
    ]
