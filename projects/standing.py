"""Who answers for a place's plan: the tier above hands down, the place itself writes its own."""

from accounts.models import User
from accounts.scope import COUNTY


def hands_down_to(user: User, area_code: str) -> bool:
    """Whether a person may set targets and record pledges of a place.

    A county office sets its county (told from above) and every place in it; a township only the
    villages below it, never its own share. Source: plan 000 §4(1), 层层分解.
    """
    if not area_code.startswith(user.area_code):
        return False
    return len(user.area_code) <= COUNTY or len(area_code) > len(user.area_code)
