"""What was entered about a township, for the walk through every address."""

from accounts.models import User
from inspections.models import ProblemUpload
from tests import make


def make_upload(code: str, place: str, by: User) -> ProblemUpload:
    """Make a list of problems that was handed in by the township itself."""
    return ProblemUpload.objects.create(
        area_code=code, name=f"{place}.xlsx", sha256="1" * 64, uploaded_by=by,
        uploaded_at=make.NOW,
        complaints=[{"row": 2, "column": "村", "value": place, "reason": "没有这个村"}],
    )  # fmt: skip
