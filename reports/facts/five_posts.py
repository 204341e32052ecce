"""The five posts (“五个一”) every poor village has, and which of them nobody holds."""

from reports.facts.month import VillageLine

FIVE_POSTS = (
    "liaison_leader",
    "helping_unit",
    "village_work_team",
    "first_secretary",
    "agro_technician",
)


def missing_posts(village: VillageLine) -> list[str]:
    """Name the posts of the five that nobody holds. Source: plan 000 §1(5)."""
    return [post for post in FIVE_POSTS if village.post(post) is None]
