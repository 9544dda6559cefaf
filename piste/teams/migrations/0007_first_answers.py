import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0006_convert_on_assignment"),
    ]

    operations = [
        migrations.AddField(
            model_name="team",
            name="answer_hours",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(999)],
                verbose_name="first answer within hours",
            ),
        ),
    ]
