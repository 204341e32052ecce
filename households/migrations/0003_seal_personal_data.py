"""Seal what stood in the clear and index it; carry the weight of complaints over."""

from django.db import migrations

from accounts.reseal import rewrite_column
from accounts.sealing import open_sealed, search_key

COLUMNS = [
    ("households_household", "phone", "phone_key"),
    ("households_member", "identity_number", "identity_key"),
    ("households_member", "health", "health_key"),
    ("households_posting", "phone", None),
]


def seal(apps, schema_editor):
    for table, column, key in COLUMNS:
        rewrite_column(
            schema_editor.connection,
            table=table,
            column=column,
            plain=str,
            index=(key, search_key) if key else None,
        )
    complaints = apps.get_model("households", "BatchComplaint").objects
    complaints.filter(blocks=False).update(level="warn")


def unseal(apps, schema_editor):
    for table, column, _ in COLUMNS:
        place = f"{table}.{column}"
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f'SELECT id, "{column}" FROM "{table}" WHERE "{column}" <> %s', [""])
            rows = [(open_sealed(text, place=place), number) for number, text in cursor.fetchall()]
            cursor.executemany(f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s', rows)
    complaints = apps.get_model("households", "BatchComplaint").objects
    complaints.exclude(level="block").update(blocks=False)


class Migration(migrations.Migration):
    dependencies = [("households", "0002_whole_register")]
    operations = [migrations.RunPython(seal, unseal)]
