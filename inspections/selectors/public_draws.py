"""What the public check of a pack may ask this system: hashes of draws that are not hidden."""

from django.db.models import QuerySet

from inspections.models import Draw, Round
from inspections.verification import Step, Verification, is_first


def system_steps(found: Verification) -> tuple[Step, Step]:
    """Compare a pack with the draw of the same id, and its chain; three queries at most.

    Draws of unannounced rounds that are not done are as if they were not there.
    """
    seen = Draw.objects.exclude(round__in=Round.objects.hidden())
    same = seen.filter(draw_id=found.round_id).values_list("seal", "result_sha", "state").first()
    return _kept(found, same), _chained(found, seen)


def _kept(found: Verification, same: tuple[str, str, str] | None) -> Step:
    if same is None:
        return Step("本系统记录", None, ("本系统没有公开的同号签，无法比对",))
    seal, result, state = same
    if (seal, result) != (found.seal, found.result):
        return Step("本系统记录", ok=False, found=("与本系统所存的同号签不同",))
    annulled = "；该签已作废" if state == Draw.State.ANNULLED else ""
    return Step("本系统记录", ok=True, found=(f"封签和结果与本系统所存的相同{annulled}",))


def _chained(found: Verification, seen: QuerySet[Draw]) -> Step:
    if is_first(found.previous):
        return Step("上一签", ok=True, found=("包内写明是本区县第一签",))
    before = seen.filter(result_sha=found.previous).values_list("draw_id", flat=True).first()
    if before is None:
        return Step("上一签", None, ("本系统没有公开的签有此结果，无法比对",))
    return Step("上一签", ok=True, found=(f"接在{before}之后",))
