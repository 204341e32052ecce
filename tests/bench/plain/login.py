"""`python -m tests.bench.plain.login USERNAME`: print a session of that person in the project."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.plain.settings"
    django.setup()
    from django.test import Client

    from tests.bench.plain.models import Person

    client = Client()
    client.force_login(Person.objects.get(username=sys.argv[1]))
    sys.stdout.write(client.cookies["sessionid"].value)
