"""The month's roll-up (township × item × period): one line a form and item, folded in batches.

What a form adds is written in the transaction of the act that makes it count: its acceptance.
Adding to shared counters there would queue all acceptances on the same rows; so each form writes
lines of its own, which are folded later. What is read is the sum of both. Source:
performance.md, What follows.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from inspections.models import Answer, ItemTally, Round, Visit

TOWNSHIP = 9  # digits; a department's form stands at its county
FIELDS = ("asked", "given", "failed", "not_applicable", "unchecked")
BATCH = 5000  # lines folded in one transaction, about a hundred forms

Place = tuple[str, str]  # township or county, item


def tally_visit(visit: Visit) -> None:
    """Write what an accepted form adds, a line for each of its items; in the caller's transaction.

    Each item counts once a form: failed if any of its answers fails, given if any is a value, else
    不适用 before 未查. Items without an answer at the seal were not asked. Two queries.
    """
    ItemTally.objects.bulk_create(
        ItemTally(
            round_id=visit.round_id,
            period=visit.round.period,
            area_code=visit.area_code[:TOWNSHIP],
            visit=visit,
            item=item,
            **dict(zip(FIELDS, counts, strict=True)),
        )
        for _, item, counts in item_counts(Visit.objects.filter(pk=visit.pk))
    )


def fold_tallies(*, batch: int = BATCH) -> int:
    """Add the lines of single forms into one line for each township and item; how many were.

    One transaction a round, which holds the round's row; a round in which somebody is just
    accepting is left to the next time.
    """
    waiting = ItemTally.objects.filter(visit__isnull=False).values_list("round", flat=True)
    return sum(fold_round(number, batch=batch) for number in waiting.distinct().order_by("round"))


@transaction.atomic
def fold_round(number: int, *, batch: int = BATCH) -> int:
    """Fold up to a batch of a round's lines; 0 where its row is held."""
    held = Round.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=number).first()
    if held is None:
        return 0
    lines = ItemTally.objects.filter(round=held, visit__isnull=False).order_by("pk")[:batch]
    folded = list(lines)
    add_up(held, folded)
    ItemTally.objects.filter(pk__in=[line.pk for line in folded]).delete()
    return len(folded)


@transaction.atomic
def rebuild_tallies(*, round: Round) -> int:  # noqa: A002 -- the record's own name
    """Count a round's accepted forms anew and replace its roll-up; how many lines it has now.

    Acceptances of the round wait meanwhile.
    """
    held = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    ItemTally.objects.filter(round=held).delete()
    add_up(
        held,
        [
            ItemTally(
                area_code=area_code[:TOWNSHIP], item=item, **dict(zip(FIELDS, counts, strict=True))
            )
            for area_code, item, counts in item_counts(held.visits.accepted())
        ],
    )
    return ItemTally.objects.filter(round=held).count()


def add_up(held: Round, lines: Iterable[ItemTally]) -> None:
    """Add lines to the folded ones of a round whose row is held. Four queries."""
    sums: dict[Place, Counter[str]] = {}
    for line in lines:
        counts = sums.setdefault((line.area_code, line.item), Counter())
        counts.update({field: getattr(line, field) for field in FIELDS})
    known = {
        (row.area_code, row.item): row
        for row in ItemTally.objects.filter(round=held, visit=None)
        if (row.area_code, row.item) in sums
    }
    for place, row in known.items():
        for field in FIELDS:
            setattr(row, field, getattr(row, field) + sums[place][field])
    ItemTally.objects.bulk_update(known.values(), FIELDS, batch_size=500)
    ItemTally.objects.bulk_create(
        ItemTally(round=held, period=held.period, area_code=area_code, item=item, **counts)
        for (area_code, item), counts in sums.items()
        if (area_code, item) not in known
    )


def item_counts(visits: "QuerySet[Visit]") -> list[tuple[str, str, tuple[int, ...]]]:
    """Place, item and the five counts of each form's items; one query."""
    rows = Answer.objects.filter(visit__in=visits).exclude(question__item="")
    by_item = rows.values_list("visit__area_code", "visit", "question__item").annotate(
        given=Count("pk", filter=Q(status=Answer.Status.GIVEN)),
        failing=Count("pk", filter=Q(failed=True)),
        aside=Count("pk", filter=Q(status=Answer.Status.NOT_APPLICABLE)),
    )
    return [
        (area_code, item, one(bool(given), bool(failing), bool(aside)))
        for area_code, _, item, given, failing, aside in by_item.order_by(
            "visit", "question__item"
        )
    ]


def one(given: bool, failing: bool, aside: bool) -> tuple[int, ...]:  # noqa: FBT001 -- three facts
    """What one item of one form adds to each of the five counts."""
    put_aside = not given and aside
    return 1, int(given), int(failing), int(put_aside), int(not given and not put_aside)
