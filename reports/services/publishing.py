"""What a document may not be published over: a 暗访 still going on, a source taken back."""

from django.db.models import Q

from accounts.errors import RuleBroken
from inspections.models import Problem, Round
from reports.composing import facts_of
from reports.models import Bulletin
from reports.selectors.figures import last_month


def refuse_hidden(held: Bulletin) -> None:
    """Refuse to publish what an unannounced round (暗访) found before it is done.

    Rounds of the document's months and the month before are told whole; of earlier ones it tells
    the problems that are still open. What only leaders read (专报、专题汇报) may tell of it: plan
    000 §1 has it reported to them at once, and nobody inspected sees those.
    """
    if held.is_internal:
        return
    first, last = last_month(held.period), held.until or held.period
    hidden = Round.objects.hidden().filter(area_code=held.area_code, period__lte=last)
    found = Problem.objects.filter(round__in=hidden)
    told = hidden.filter(Q(period__gte=first) | Q(pk__in=found.values("round")))
    if running := told.first():
        raise RuleBroken(
            f"“{running.title}”为暗访且尚未完成，印发会提前公开。请先完成该期督查，再重新汇总。",
            code="round_is_hidden",
        )


def refuse_lapsed(held: Bulletin) -> None:
    """Refuse to go on with a document whose own source was withdrawn since it was drafted.

    A term is rolled up from issued months, a supplement corrects an issued document.
    """
    if held.corrects is not None and not held.corrects.is_sealed:
        raise RuleBroken(
            f"所更正的“{held.corrects.title}”已撤回，不再需要更正补充。", code="source_withdrawn"
        )
    facts = facts_of(held)
    months = getattr(getattr(facts, "term", facts), "months", ())
    rows = Bulletin.objects.monthly().issued().filter(area_code=held.area_code)
    standing = {row.number for row in rows.only("series", "year", "serial", "total_serial")}
    if gone := [month.number for month in months if month.number not in standing]:
        raise RuleBroken(
            f"所汇总的月度通报{'、'.join(gone)}已撤回，请退回起草，重新汇总。",
            code="source_withdrawn",
        )
