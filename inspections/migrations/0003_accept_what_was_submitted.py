"""What was submitted before there was a review has raised its problems: it is accepted."""

from django.db import migrations
from django.db.models import F


def accept(apps, schema_editor):
    visits = apps.get_model("inspections", "Visit").objects.filter(state="submitted")
    visits.update(state="accepted", accepted_at=F("submitted_at"))


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_the_month_in_the_field")]
    operations = [migrations.RunPython(accept, migrations.RunPython.noop)]
