from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0008_names_for_people")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assigned", "Assigned to me"),
                    ("mentioned", "Mentioned"),
                    ("activity", "Activity given to me"),
                    ("followed", "News of a record that I follow"),
                    ("shared", "Shared with me"),
                    ("own", "What became of something of mine"),
                    ("unowned", "New in my team, without a salesperson"),
                ],
                max_length=9,
            ),
        ),
    ]
