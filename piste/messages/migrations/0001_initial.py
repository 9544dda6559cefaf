import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import piste.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("history", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("thread_noun", models.CharField(editable=False, max_length=16)),
                ("thread_id", models.BigIntegerField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("note", "Note"), ("call", "Call")],
                        default="note",
                        editable=False,
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="note")),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[("out", "I called"), ("in", "They called")],
                        max_length=3,
                        verbose_name="direction",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Reached"),
                            ("no_answer", "No answer"),
                            ("message", "Message left"),
                            ("wrong", "Wrong number"),
                        ],
                        max_length=9,
                        verbose_name="result",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes")),
                ("pinned", models.BooleanField(default=False, verbose_name="pinned")),
                ("at", models.DateTimeField(default=piste.kernel.clock.now, editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mentioned",
                    models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="mentioned"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("thread_noun", models.CharField(editable=False, max_length=16)),
                ("thread_id", models.BigIntegerField(editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("size", models.PositiveBigIntegerField(editable=False)),
                ("media_type", models.CharField(editable=False, max_length=100)),
                ("at", models.DateTimeField(default=piste.kernel.clock.now, editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="messages.note",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "Assigned to me"),
                            ("mentioned", "Mentioned"),
                            ("activity", "Activity given to me"),
                            ("followed", "News of a record that I follow"),
                        ],
                        max_length=9,
                    ),
                ),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="history.event"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("thread_noun", models.CharField(max_length=16)),
                ("thread_id", models.BigIntegerField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("thread_noun", "thread_id", "user"), name="follows_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["thread_noun", "thread_id"], name="note_thread"),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["thread_noun", "thread_id"], name="attachment_thread"),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["digest"], name="attachment_digest"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["user", "read_at", "-id"], name="notice_user"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("user", "event"), name="told_once"),
        ),
    ]
