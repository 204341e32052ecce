"""Seal the telephone numbers of users, which stood in the clear."""

from django.db import migrations

from accounts.reseal import rewrite_column
from accounts.sealing import open_sealed

TABLE, COLUMN = "accounts_user", "phone"


def seal(apps, schema_editor):
    rewrite_column(schema_editor.connection, table=TABLE, column=COLUMN, plain=str)


def unseal(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f'SELECT id, "{COLUMN}" FROM "{TABLE}" WHERE "{COLUMN}" <> %s', [""])
        place = f"{TABLE}.{COLUMN}"
        rows = [(open_sealed(text, place=place), number) for number, text in cursor.fetchall()]
        cursor.executemany(f'UPDATE "{TABLE}" SET "{COLUMN}" = %s WHERE id = %s', rows)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sealed_phones_and_exports")]
    operations = [migrations.RunPython(seal, unseal)]
