"""The seal of a submitted form: what it covers, and whether the form still is what was sealed."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from inspections.models import Attachment, Visit

FIELDS = ("name", "row", "status", "value", "reason", "explanation", "failed")
COLUMNS = ("question__name", "row", "status", "value", "reason", "explanation", "failed")


def sealed_answers(visit: Visit) -> list[dict[str, Any]]:
    """Give the answers of a form in the order they were asked, as they are kept."""
    rows = visit.answers.order_by("question__position", "row").values_list(*COLUMNS)
    return [dict(zip(FIELDS, row, strict=True)) for row in rows]


def seal_of(visit: Visit) -> str:
    """SHA-256 over what was asked, of whom, every answer as it is kept and every file."""
    answers = sealed_answers(visit)
    content = {
        "visit": visit.pk,
        "subject": [visit.subject_kind, visit.subject_code],
        "checklist": visit.checklist_id,
        "edition": visit.edition,
        "visited_on": visit.visited_on.isoformat() if visit.visited_on else "",
        "rows": visit.rows,
        "answers": answers,
        "files": _files(answers),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify_seal(visit: Visit) -> bool:
    """Whether a sealed form is what its seal says; a draft has none."""
    return visit.is_sealed and bool(visit.seal) and seal_of(visit) == visit.seal


def photo_numbers(answers: Iterable[dict[str, Any]]) -> list[int]:
    """Give the numbers of the photos and signatures among kept answers: lists of whole numbers."""
    found = [answer["value"] for answer in answers if isinstance(answer["value"], list)]
    return [number for value in found for number in value if isinstance(number, int)]


def _files(answers: list[dict[str, Any]]) -> dict[str, str]:
    """Give the fingerprint of each photo and signature the answers name."""
    numbers = photo_numbers(answers)
    if not numbers:
        return {}
    rows = Attachment.objects.filter(pk__in=numbers).values_list("pk", "sha256")
    return {str(pk): sha256 for pk, sha256 in rows}
