"""The chain of a county's draws: each names the result of the one before it. draw/1 §2."""

from typing import NamedTuple

from accounts.models import User
from inspections.draw import FIRST_PREVIOUS
from inspections.models import Draw

SHOWN = 24  # links on the record's page


class Link(NamedTuple):
    """One draw of the chain, and what is wrong with it; nothing where it holds."""

    draw: Draw
    wrong: str


def county_links(county: str) -> list[Link]:
    """Check the draws of a county in the order sealed, annulled ones too; one query.

    ``previous`` must be the result of the last draw held before; the numbers of a month must run
    from 1 without a gap, so that a draw that was taken out shows.
    """
    draws = Draw.objects.filter(area_code=county).order_by("sealed_at", "pk")
    before, numbers, links = FIRST_PREVIOUS, dict[str, int](), []
    for draw in draws.select_related("round").defer("pool", "rule", "result"):
        month = draw.draw_id.partition("/")[0]
        expected = numbers.get(month, 0) + 1
        wrong = [
            *(["上一签与前一签的结果不符"] if draw.previous != before else []),
            *([f"签次应为{expected}"] if draw.number != expected else []),
        ]
        links.append(Link(draw, "；".join(wrong)))
        numbers[month] = draw.number
        before = draw.result_sha or before
    return links


def seen_links(county: str, user: User) -> list[Link]:
    """The newest links a person may see; each is checked against the whole chain."""
    seen = set(Draw.objects.visible_to(user).filter(area_code=county).values_list("pk", flat=True))
    return [link for link in county_links(county) if link.draw.pk in seen][-SHOWN:]
