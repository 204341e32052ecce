"""Files a person may read because the work is his: his self-checks, and what he looks back at."""

from accounts.models import User
from inspections.models import Attachment, Problem, SelfCheck

# what an inspector reads before he goes there again, though the problem is not his team's
TOLD = ("replies__evidence", "replies__verification__photos", "look_backs__photos", "photos")


def in_own_work(attachment: Attachment, user: User) -> bool:
    """Whether the file is evidence of a self-check he sees, or of a problem he looks back at."""
    if user.has_perm("inspections.view_selfcheck"):
        answered = SelfCheck.objects.visible_to(user)
        if answered.filter(evidence=attachment).exists():
            return True
    if not user.has_perm("inspections.record_look_back"):
        return False
    own = Problem.objects.filter(look_backs__inspector=user)
    return any(own.filter(**{path: attachment}).exists() for path in TOLD)
