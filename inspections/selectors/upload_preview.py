"""A checked list of problems as its page shows it before it is entered."""

from typing import Any

from accounts.models import User
from inspections.models import Problem, ProblemUpload
from inspections.models.sources import SourceKind

SHOWN = 100
PORTION = 500
_SEVERITY = dict(Problem.Severity.choices)
_SOURCE = dict(SourceKind.choices)


def preview(upload: ProblemUpload, user: User) -> dict[str, Any]:
    """Give the figures, the first rows and complaints, and what was entered before."""
    rows, complaints = upload.rows, upload.complaints
    waiting = upload.state == ProblemUpload.State.CHECKED
    known = known_keys([row["key"] for row in rows]) if waiting else set()
    wrong = len({one["row"] for one in complaints})
    return {
        "good": len(rows),
        "wrong": wrong,
        "known": len(known),
        "fresh": len(rows) - len(known),
        "rows": [_line(row, known) for row in rows[:SHOWN]],
        "more": max(len(rows) - SHOWN, 0),
        "complaints": complaints[:SHOWN],
        "more_complaints": max(len(complaints) - SHOWN, 0),
        "before": _before(upload, user),
        "may_apply": waiting and not complaints and user.has_perm("inspections.enter_problem"),
        "may_drop": waiting and user.has_perm("inspections.enter_problem"),
    }


def known_keys(keys: list[str]) -> set[str]:
    """Give the marks that stand in the ledger already."""
    known: set[str] = set()
    for start in range(0, len(keys), PORTION):
        part = Problem.objects.filter(entry_key__in=keys[start : start + PORTION])
        known |= set(part.values_list("entry_key", flat=True))
    return known


def _line(row: dict[str, Any], known: set[str]) -> dict[str, Any]:
    return {
        **row,
        "subject": row["about"][2],
        "severity": _SEVERITY[row["severity"]],
        "source": _SOURCE[row["source"]],
        "known": row["key"] in known,
    }


def _before(upload: ProblemUpload, user: User) -> ProblemUpload | None:
    """Give the same file as it was entered before, if it was."""
    same = ProblemUpload.objects.visible_to(user).filter(
        sha256=upload.sha256, state=ProblemUpload.State.APPLIED
    )
    return same.exclude(pk=upload.pk).first()
