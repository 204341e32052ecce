"""`manage.py flag_households 510304`: work out a county's key households now."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clock
from accounts.models import Job
from households import tasks
from households.services.concerns import ask_to_flag


class Command(BaseCommand):
    """Flag a county's borderline and key households; JSON on stdout."""

    help = "按当日底册和标准标记一个区县的边缘户和重点户：区县6位代码。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a county code."""
        parser.add_argument("county", help="区县6位代码")

    def handle(self, *args: Any, county: str, **options: Any) -> None:
        """Flag here and now, as a job of its own, and say what was found."""
        job = ask_to_flag(county=county, key=f"{clock.now():%Y-%m-%d-%H%M%S%f}", by=None)
        tasks.flag_households(job.pk)
        job.refresh_from_db()
        if job.state != Job.State.DONE:
            raise CommandError(job.error)
        self.stdout.write(json.dumps(job.result, ensure_ascii=False))
