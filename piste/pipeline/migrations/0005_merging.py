from django.db import migrations, models


class Migration(migrations.Migration):
    """A record is found by the words of what it took up."""

    dependencies = [
        ("pipeline", "0004_leads"),
    ]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="absorbed_words",
            field=models.TextField(default="", editable=False),
        ),
    ]
