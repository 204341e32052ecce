"""The shipped timetable: loaded where it is missing; what the office changed stays."""

import csv
from pathlib import Path

from django.db import transaction

from inspections.models import EscalationStep

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "escalation_steps.csv"


@transaction.atomic
def load_escalation_steps() -> int:
    """Add the steps of the general timetable that are not there; gives how many were added.

    A step is known by its code: one that was changed or switched off is left as it is.
    """
    known = set(EscalationStep.objects.filter(area_code="").values_list("code", flat=True))
    new = [row for row in _shipped() if row["code"] not in known]
    made = EscalationStep.objects.bulk_create(
        [
            EscalationStep(
                code=row["code"],
                title=row["title"],
                basis=row["basis"],
                days=int(row["days"]),
                in_working_days=row["in_working_days"] == "1",
                audience=row["audience"],
                proposes=row["proposes"],
            )
            for row in new
        ],
        ignore_conflicts=True,  # two installations at once load it once
    )
    return len(made)


def _shipped() -> list[dict[str, str]]:
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
