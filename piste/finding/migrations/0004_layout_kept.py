from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("finding", "0003_views_over_layouts")]

    operations = [
        migrations.AddField(
            model_name="columnchoice", name="layout", field=models.CharField(default="list", max_length=8)
        ),
    ]
