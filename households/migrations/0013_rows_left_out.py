"""Rows that stay out with their household are listed too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("households", "0012_fewer_indexes")]
    operations = [
        migrations.AlterField(
            model_name="batchcomplaint",
            name="level",
            field=models.CharField(
                choices=[
                    ("block", "须改正"),
                    ("out", "同户不导入"),
                    ("ask", "待确认"),
                    ("warn", "请核对"),
                    ("note", "已规范"),
                ],
                default="block",
                max_length=5,
                verbose_name="处理",
            ),
        ),
    ]
