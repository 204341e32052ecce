"""When a year was closed, and the two numbers behind a village's rate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("households", "0007_conflict_notes")]

    operations = [
        migrations.AddField(
            "householdyear",
            "closed_at",
            models.DateTimeField(blank=True, null=True, verbose_name="封存时间"),
        ),
        migrations.AddField(
            "villageindicator",
            "numerator",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="分子"),
        ),
        migrations.AddField(
            "villageindicator",
            "denominator",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="分母"),
        ),
    ]
