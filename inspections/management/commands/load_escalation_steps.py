"""`manage.py load_escalation_steps`: load the shipped timetable of escalation, JSON on stdout."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from inspections.services.escalation_steps import load_escalation_steps


class Command(BaseCommand):
    help = "装入催办时间表：只补缺少的环节，不改单位已调整的内容。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing and say how many steps were added."""
        self.stdout.write(json.dumps({"added": load_escalation_steps()}, ensure_ascii=False))
