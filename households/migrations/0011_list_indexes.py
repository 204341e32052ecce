"""Names are found by how they begin."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("households", "0009_year_close_and_rates")]
    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=["head_name"], name="household_by_head", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                fields=["name"], name="member_by_name", opclasses=["varchar_pattern_ops"]
            ),
        ),
    ]
