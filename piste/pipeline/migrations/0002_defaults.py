from django.db import migrations

STAGES = [
    ("New", "Nouveau", 10, False, 10),
    ("Qualified", "Qualifié", 20, False, 30),
    ("Proposition", "Proposition", 30, False, 60),
    ("Won", "Gagné", 70, True, 100),
]
REASONS = [
    ("Too expensive", "Trop cher"),
    ("Missing people or skills", "Manque de personnes ou de compétences"),
    ("Not enough stock", "Stock insuffisant"),
    ("Chose a competitor", "A choisi un concurrent"),
    ("No answer", "Pas de réponse"),
    ("Not a real request", "Demande non sérieuse"),
]


def make(apps, schema_editor):
    Stage, LossReason = apps.get_model("pipeline", "Stage"), apps.get_model("pipeline", "LossReason")
    Stage.objects.bulk_create(
        Stage(name_en=english, name_fr=french, sequence=sequence, is_won=won, default_probability=probability)
        for english, french, sequence, won, probability in STAGES
    )
    LossReason.objects.bulk_create(LossReason(name_en=english, name_fr=french) for english, french in REASONS)


class Migration(migrations.Migration):
    """The stages of 01.2 and the loss reasons of 01.30."""

    dependencies = [("pipeline", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
