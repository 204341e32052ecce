"""Write the numbers of bulletins issued so far into the register of numbers."""

from typing import Any

from django.db import migrations


def keep_numbers(apps: Any, schema_editor: Any) -> None:
    """Give each numbered bulletin its line; one without a known issuer keeps its drafter's."""
    bulletins = apps.get_model("reports", "Bulletin").objects.exclude(serial=None)
    number = apps.get_model("reports", "DocumentNumber")
    number.objects.bulk_create(
        number(
            area_code=held.area_code,
            series=held.series,
            year=held.year,
            serial=held.serial,
            bulletin_id=held.pk,
            given_by_id=held.issued_by_id or held.assembled_by_id,
            given_at=held.assembled_at,
        )
        for held in bulletins.iterator()
        if held.issued_by_id or held.assembled_by_id
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_documents_and_their_way")]

    operations = [migrations.RunPython(keep_numbers, migrations.RunPython.noop, elidable=True)]
