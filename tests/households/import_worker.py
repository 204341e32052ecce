"""`python -m tests.households.import_worker JOB`: do one import job, as a worker that is killed.

It says `begun` on stdout once the program is loaded and then waits for a line on stdin.
"""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.test_settings")
    django.setup()
    import households.tasks  # noqa: F401 -- it names the tasks that do the jobs
    from accounts.models import Job
    from accounts.tasks import RUNNERS

    job = Job.objects.get(pk=int(sys.argv[1]))
    print("begun", flush=True)  # noqa: T201 -- read by the test
    sys.stdin.readline()
    RUNNERS[job.kind](job.pk)
