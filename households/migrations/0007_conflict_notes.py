"""The record of a conflict: explanations and decisions, each with who and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.clock

DECISIONS = [
    ("keep_register", "以登记册为准"),
    ("take_file", "以文件为准"),
    ("different", "确属不同的人，两者都保留"),
    ("send_back", "退回核实"),
]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("households", "0004_identity_once"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="registerconflict",
            options={
                "ordering": ["-id"],
                "permissions": [("decide_conflict", "处理底册冲突")],
                "verbose_name": "底册冲突",
                "verbose_name_plural": "底册冲突",
            },
        ),
        migrations.CreateModel(
            name="ConflictNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=DECISIONS,
                        help_text="留空为情况说明",
                        max_length=16,
                        verbose_name="处理",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="说明")),
                ("at", models.DateTimeField(default=accounts.clock.now, verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
                (
                    "conflict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="households.registerconflict",
                        verbose_name="冲突",
                    ),
                ),
            ],
            options={
                "verbose_name": "冲突记录",
                "verbose_name_plural": "冲突记录",
                "ordering": ["id"],
            },
        ),
    ]
