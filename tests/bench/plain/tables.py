"""`python -m tests.bench.plain.tables PK …`: make the plain project's tables and those forms."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.plain.settings"
    django.setup()
    from tests.bench.plain.models import make_tables

    make_tables([int(number) for number in sys.argv[1:]])
