"""Orders keep the problems they were issued for; until now only the problem named its order."""

from typing import Any

from django.db import migrations


def keep_covered(apps: Any, schema_editor: Any) -> None:
    """Write down for each problem under an order that the order was issued for it."""
    problem = apps.get_model("inspections", "Problem")
    covers = apps.get_model("inspections", "RectificationOrder").covers.through
    pairs = problem.objects.exclude(order=None).values_list("order_id", "pk")
    lines = (covers(rectificationorder_id=order, problem_id=pk) for order, pk in pairs.iterator())
    covers.objects.bulk_create(lines, batch_size=1000, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_problems_to_the_end")]

    operations = [migrations.RunPython(keep_covered, migrations.RunPython.noop, elidable=True)]
