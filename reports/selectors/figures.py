"""What of a month the database counts: items, exits, pledges, measures, open assignments."""

from datetime import date

from django.db.models import Count, Q, Sum
from django.db.models.functions import Substr

from accounts.scope import TOWNSHIP
from households.models import ExitProcedure
from inspections.models import Assignment, ItemTally, Question, Round
from inspections.selectors.accountability import totals
from projects.models import Pledge
from reports.facts.figures import last_day, last_month
from reports.facts.lines import AccountabilityLine, ItemLine
from reports.facts.month import block_of
from reports.facts.rows import AccountabilityTotals, ExitCounts, PledgeCounts

__all__ = [
    "accountability",
    "exits_by_township",
    "items",
    "last_month",
    "pledges_by_township",
    "unfinished",
]


def unfinished(county: str, period: date) -> int:
    """Count the month's assignments whose form is not submitted."""
    rows = Assignment.objects.within(county).filter(round__period=period)
    return rows.unfinished().count()


def items(round_: Round) -> tuple[ItemLine, ...]:
    """Give every item of the round's scheme in the form's order; two queries.

    Counted out of the round's own roll-up (decision 0017), so that no other county is read. An
    item that no form asked has zeros. It is called by its title, or by its first question.
    """
    counted = ItemTally.objects.filter(round=round_).order_by().values_list("item")
    summed = counted.annotate(
        *(Sum(field) for field in ("asked", "failed", "unchecked", "not_applicable"))
    )
    counts = {item: tuple(numbers) for item, *numbers in summed}
    asked = Question.objects.filter(checklist__scheme=round_.scheme_id).exclude(item="")
    rows = asked.order_by("checklist", "position").values_list("item", "item_title", "label")
    labels: dict[str, str] = {}
    for item, title, label in rows:
        labels.setdefault(item, title or label)
    return tuple(
        ItemLine(item, label, block_of(item), *counts.get(item, ()))
        for item, label in labels.items()
    )


def exits_by_township(county: str, year: int) -> dict[str, ExitCounts]:
    """Count by township the registered households out of poverty in the year, and their people.

    Out is who has the last step, 系统标注; verified is who was checked at home (入户核实).
    """
    inside = {"household__registered": True, "household__area_code__startswith": county}
    rows = ExitProcedure.objects.within(county).filter(year=year, **inside)
    out = Q(marked_on__isnull=False)
    grouped = rows.annotate(township=Substr("area_code", 1, TOWNSHIP)).order_by()
    counted = grouped.values("township").annotate(
        households=Count("pk", filter=out),
        persons=Sum("household__person_count", filter=out, default=0),
        verified=Count("pk", filter=Q(verified_on__isnull=False)),
    )
    found = counted.values_list("township", "households", "persons", "verified")
    return {township: ExitCounts(*numbers) for township, *numbers in found}


def pledges_by_township(county: str, year: int, on: date) -> dict[str, PledgeCounts]:
    """Count by township its own and its villages' pledges of the year: all, due, signed, late.

    Due are those whose day has come and those signed before it, so signed is never more.
    """
    rows = Pledge.objects.within(county).filter(year=year)
    grouped = rows.annotate(township=Substr("area_code", 1, TOWNSHIP)).order_by()
    counted = grouped.values("township").annotate(
        all=Count("pk"),
        due=Count("pk", filter=Q(due_on__lte=on) | Q(signed_on__isnull=False)),
        signed=Count("pk", filter=Q(signed_on__isnull=False)),
        late=Count("pk", filter=Q(signed_on=None, due_on__lt=on)),
    )
    found = counted.values_list("township", "all", "due", "signed", "late")
    return {township: PledgeCounts(*numbers) for township, *numbers in found}


def accountability(county: str, period: date) -> AccountabilityTotals:
    """Give the measures in force that were decided in the month; nobody is named."""
    found = totals(county, period, last_day(period))
    return AccountabilityTotals(
        units=found.units,
        person_times=found.person_times,
        entries=found.entries,
        lines=tuple(
            AccountabilityLine(line.words, line.entries, line.units) for line in found.lines
        ),
    )
