"""`python -m tests.inspections.escalation_worker DAY`: escalate one county, as a worker that dies.

It says `begun` on stdout once the program is loaded and then waits for a line on stdin.
"""

import os
import sys
from datetime import date

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.test_settings")
    django.setup()
    from inspections.services.escalations import escalate
    from tests.make import COUNTY, NOW

    print("begun", flush=True)  # noqa: T201 -- read by the test
    sys.stdin.readline()
    escalate(county=COUNTY, on=date.fromisoformat(sys.argv[1]), at=NOW)
