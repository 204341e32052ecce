"""Searching a county's whole register for households that may be one and the same."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db import transaction

from accounts.models import User
from accounts.services.trail import record
from households.identity import normal_text
from households.models import Area, Member, RegisterConflict

BORN = slice(6, 14)
SHORTEST = 3  # characters of a name of which one may differ
CHUNK = 5000
KIND = RegisterConflict.Kind.NEAR_MATCH


@dataclass(frozen=True)
class Head:
    """The head of a household, as he is compared."""

    household_no: str
    area_code: str
    name: str
    born: str


@transaction.atomic
def find_near_matches(*, county: str, by: User | None, at: datetime) -> int:
    """Put each pair of near households of a county into the queue; gives how many are new.

    Near are two households of one village whose heads have the same name, or were born on the
    same day with names of three characters or more of which one differs. A pair that was found
    before, by an import too, is not put there again.
    """
    known = _known(county)
    pairs = [
        pair
        for pair in _pairs(county)
        if frozenset((pair[0].household_no, pair[1].household_no)) not in known
    ]
    RegisterConflict.objects.bulk_create(
        [_conflict(here, there, at) for here, there in pairs],
        batch_size=1000,
        ignore_conflicts=True,
    )
    about = Area.objects.get(code=county)
    record(by=by, action="find_near_matches", about=about, area_code=county, found=len(pairs))
    return len(pairs)


def _known(county: str) -> set[frozenset[str]]:
    rows = RegisterConflict.objects.within(county).filter(kind=KIND)
    return set(map(frozenset, rows.values_list("here_no", "there_no")))


def _pairs(county: str) -> Iterator[tuple[Head, Head]]:
    """Give the near pairs, each once, the lower household number first."""
    same: dict[tuple[str, str], list[Head]] = defaultdict(list)
    born: dict[tuple[str, str], list[Head]] = defaultdict(list)
    for head in _heads(county):
        same[head.area_code, head.name].append(head)
        if head.born:
            born[head.area_code, head.born].append(head)
    for group in same.values():
        yield from combinations(group, 2)
    for group in born.values():
        for here, there in combinations(group, 2):
            if differ_by_one(here.name, there.name):
                yield here, there


def _heads(county: str) -> Iterator[Head]:
    rows = Member.objects.within(county).filter(relation=Member.HEAD, household__registered=True)
    names = ("household__household_no", "area_code", "name", "identity_number")
    ordered = rows.order_by("household__household_no").values_list(*names)
    for number, area, name, identity in ordered.iterator(chunk_size=CHUNK):
        born = identity[BORN] if identity[BORN].isdigit() else ""
        yield Head(number, area, normal_text(name).replace(" ", ""), born)


def differ_by_one(one: str, other: str) -> bool:
    """Whether two names of three characters or more differ in exactly one of them."""
    if len(one) != len(other) or len(one) < SHORTEST:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _conflict(here: Head, there: Head, at: datetime) -> RegisterConflict:
    same = here.name == there.name
    why = "户主姓名相同" if same else "户主出生日期相同、姓名相近"
    text = f"同村{why}：户{here.household_no}{here.name}，户{there.household_no}{there.name}"
    return RegisterConflict(
        area_code=here.area_code,
        kind=KIND,
        key=f"{here.household_no}:{there.household_no}",
        here_no=here.household_no,
        there_no=there.household_no,
        found=text,
        found_at=at,
    )
