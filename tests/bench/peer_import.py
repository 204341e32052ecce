"""django-import-export on the same rows: `peer_import.py DATABASE_URL FILE` in a venv of its own.

Two plain models and two resources, as its documentation has them, with bulk writing on; prints
the seconds of a first import and of the same file again as JSON.
"""

import json
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings

BATCH = 1000


def configure(address: str) -> None:
    """Set up a Django of two models on the given PostgreSQL database."""
    parts = urlsplit(address)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": host,
        "PORT": str(parts.port or ""),
    }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["import_export"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


def main(address: str, path: Path) -> None:
    """Import the people of the workbook twice."""
    configure(address)
    import tablib  # noqa: PLC0415 -- after the settings
    from django.db import connection, models  # noqa: PLC0415 -- the same
    from import_export import fields, resources  # noqa: PLC0415 -- the same

    class Person(models.Model):  # noqa: DJ008 -- it is shown to nobody
        household = models.CharField(max_length=24, db_index=True)
        no = models.CharField(max_length=26, unique=True)
        name = models.CharField(max_length=40)
        identity = models.CharField(max_length=22, unique=True)
        relation = models.CharField(max_length=20)
        ethnicity = models.CharField(max_length=20)
        education = models.CharField(max_length=20)
        health = models.CharField(max_length=20, db_index=True)
        labour = models.CharField(max_length=20)
        months = models.IntegerField()

        class Meta:
            app_label = "import_export"
            db_table = "peer_person"

    columns = {
        "household": "户编号",
        "no": "人编号",
        "name": "姓名",
        "identity": "证件号码",
        "relation": "与户主关系",
        "ethnicity": "民族",
        "education": "文化程度",
        "health": "健康状况",
        "labour": "劳动技能",
        "months": "务工时间(月)",
    }
    named = {key: fields.Field(attribute=key, column_name=name) for key, name in columns.items()}
    meta = type(
        "Meta",
        (),
        {
            "model": Person,
            "import_id_fields": ("no",),
            "fields": tuple(columns),
            "use_bulk": True,
            "batch_size": BATCH,
            "skip_diff": True,
            "force_init_instance": False,
        },
    )
    resource = type("PersonResource", (resources.ModelResource,), named | {"Meta": meta})
    with connection.schema_editor() as editor:
        editor.create_model(Person)

    def take_in() -> float:
        begun = time.perf_counter()
        book = tablib.Databook().load(path.read_bytes(), format="xlsx")
        sheet = next(one for one in book.sheets() if "人编号" in one.headers)
        result = resource().import_data(sheet, raise_errors=True, use_transactions=True)
        if result.has_errors() or Person.objects.count() != len(sheet):
            raise ValueError("the peer did not import the rows")
        return time.perf_counter() - begun

    try:
        seconds = [take_in(), take_in()]
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Person)
    sys.stdout.write(json.dumps(seconds))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
