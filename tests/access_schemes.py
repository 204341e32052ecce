"""The addresses of schemes and checklists in the table of who reaches what, and their records."""

from typing import Any

from accounts.models import User
from inspections.models import Scheme, SchemeDraft
from inspections.scheme_data import SchemeData, to_json

READERS = "目扶组机领纪"
CHECKLISTS = "目扶组机行督领纪"  # who fills in visits: those of his own assignments

SCHEMES: dict[str, tuple[str, str]] = {
    "inspections:scheme_list": ("", READERS),
    "inspections:scheme_detail": ("scheme", READERS),
    "inspections:scheme_workbook": ("scheme", READERS),
    "inspections:scheme_differences": ("scheme", READERS),
    "inspections:scheme_upload": ("scheme", "目"),
    "inspections:scheme_draft": ("draft", "目"),
    "inspections:scheme_draft_drop": ("draft", "目"),
    "checklists-list": ("", CHECKLISTS),
    "checklists-detail": ("checklist", CHECKLISTS),
}


def content() -> dict[str, Any]:
    """What a version of a scheme keeps, with nothing in it."""
    return to_json(SchemeData((), (), (), (), (), ()))


def make_draft(scheme: Scheme, by: User, name: str) -> SchemeDraft:
    """Make an edit of a scheme that waits to be published."""
    return SchemeDraft.objects.create(
        base=scheme,
        area_code=scheme.area_code,
        data=content(),
        sha256="1" * 64,
        file_name=name,
        uploaded_by=by,
    )
