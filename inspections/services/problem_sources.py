"""Loading the bodies whose findings enter the ledger."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.models import ProblemSource
from inspections.models.sources import SourceKind

DATA = Path(__file__).resolve().parent.parent / "data" / "problem_sources.csv"
_COLUMNS = ("area_code", "kind", "name")


def read_sources_file(*, path: Path = DATA) -> list[dict[str, str]]:
    """Read a file of sources (columns area_code, kind, name; area_code empty is everywhere).

    Raises RuleBroken "sources_unreadable", "sources_columns".
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as trouble:
        raise RuleBroken(
            f"问题来源文件读不了：{path.name}。", code="sources_unreadable"
        ) from trouble
    if not rows or any(column not in rows[0] for column in _COLUMNS):
        raise RuleBroken("问题来源文件应有 area_code,kind,name 三列。", code="sources_columns")
    return rows


@transaction.atomic
def load_problem_sources(*, rows: Iterable[Mapping[str, str]], by: User | None = None) -> int:
    """Add the sources that are not stored yet; what is stored stays. Gives how many were added.

    Raises RuleBroken "wrong_source" for a kind that is none. Source: 002, 004 (33).
    """
    added = 0
    for row in rows:
        if row["kind"] not in SourceKind.values:
            raise RuleBroken(
                f"问题来源“{row['name']}”的类别“{row['kind']}”不对。", code="wrong_source"
            )
        source, is_new = ProblemSource.objects.get_or_create(
            area_code=row["area_code"], name=row["name"], defaults={"kind": row["kind"]}
        )
        if is_new:
            added += 1
            record(by=by, action="load_problem_source", about=source, kind=source.kind)
    return added
