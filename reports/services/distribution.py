"""发文范围: the lists of addressees kept for use again, and the one a document goes to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.scope import COUNTY
from accounts.services.trail import record
from reports.models import Bulletin, DistributionList
from reports.services.assembling import remake_letter
from reports.services.steps import locked, required

NAME_LENGTH, WORDING_LENGTH = 40, 300


@dataclass(frozen=True)
class Wanted:
    """A list as it is typed: its words on paper, and who signs."""

    name: str
    addressees: str
    copies: str = ""
    unit_kinds: Sequence[str] = ()
    units: Sequence[Unit] = ()
    is_default: bool = False


@transaction.atomic
def save_distribution(
    *, county: str, by: User, wanted: Wanted, row: DistributionList | None = None
) -> DistributionList:
    """Keep a list anew, or change `row`; a county has one default at most.

    Documents issued before stay as they were sent. Raises RuleBroken for missing words, a name
    that is taken, and units of other places.
    """
    kept = row or DistributionList(area_code=county[:COUNTY])
    if any(not unit.area_code.startswith(kept.area_code) for unit in wanted.units):
        raise RuleBroken("签收单位须在本区县内。", code="elsewhere")
    kept.name = required(wanted.name, what="名称", longest=NAME_LENGTH)
    same = DistributionList.objects.filter(area_code=kept.area_code, name=kept.name)
    if same.exclude(pk=kept.pk).exists():
        raise RuleBroken("已有同名的发文范围，请改用其他名称。", code="name_taken")
    addressees = wanted.addressees.strip().rstrip("：:")  # the colon is printed
    kept.addressees = required(addressees, what="主送", longest=WORDING_LENGTH)
    kept.copies = wanted.copies.strip().rstrip("。")
    kept.unit_kinds = [kind for kind in Unit.Kind.values if kind in wanted.unit_kinds]
    kept.is_default = wanted.is_default
    if kept.is_default:
        others = DistributionList.objects.filter(area_code=kept.area_code, is_default=True)
        others.exclude(pk=kept.pk).update(is_default=False)
    kept.save()
    kept.units.set(wanted.units)
    record(by=by, action="save_distribution", about=kept)
    return kept


@transaction.atomic
def choose_distribution(
    *,
    bulletin: Bulletin,
    by: User,
    distribution: DistributionList | None,
    addressees: str = "",
    copies: str = "",
) -> Bulletin:
    """Choose to whom a document goes, before 印发.

    In draft the printed words (主送、抄送) follow and the letter is made anew; later only the
    units that sign change, the words stay as they were reviewed. Words left empty are the list's.
    Raises RuleBroken for a closed book.
    """
    held = locked(bulletin)
    if held.is_sealed or held.state == Bulletin.State.WITHDRAWN:
        raise RuleBroken("文件已印发或已撤回，不能更改发文范围。", code="already_issued")
    asked = {"addressees": addressees.strip().rstrip("：:"), "copies": copies.strip().rstrip("。")}
    if any(len(text) > WORDING_LENGTH for text in asked.values()):
        raise RuleBroken(f"主送、抄送各不超过{WORDING_LENGTH}字，请精简。", code="too_long")
    words = words_for(held, distribution, asked) if held.state == Bulletin.State.DRAFT else {}
    changed = any(getattr(held, name) != text for name, text in words.items())
    Bulletin.objects.filter(pk=held.pk).update(distribution=distribution, **words)
    held.refresh_from_db()
    if changed:
        remake_letter(held)
    record(
        by=by,
        action="choose_distribution",
        about=held,
        distribution=distribution and distribution.pk,
    )
    return held


def words_for(
    held: Bulletin, distribution: DistributionList | None, asked: dict[str, str]
) -> dict[str, str]:
    """Give the words of the letter: a list newly chosen brings its own where none were typed."""
    another = distribution != held.distribution
    words = {}
    for name, text in asked.items():
        untouched = not text or (another and text == getattr(held, name))
        words[name] = getattr(distribution, name, "") if untouched else text
    return words
