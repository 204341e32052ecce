"""What forbids taking an upload back: later uploads, later hands, and uses further up."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from households.models import BatchDifference, RegisterBatch
from households.uses import uses_of

Act = BatchDifference.Act
_LOOKS = ("unmask", "export", "flag", "mark_concern", "unmark_concern")  # acts that change no fact
_NAMED = 3
PIECE = 2000


def moved_on(what: str, numbers: Collection[str]) -> RuleBroken:
    """Give the refusal: what stands in the way, and the first of the records concerned."""
    shown = "、".join(sorted(numbers)[:_NAMED])
    more = "等" if len(numbers) > _NAMED else ""
    text = f"不能撤回：{len(numbers)}户{what}（{shown}{more}）。请先处理这些户，或逐户改正。"
    return RuleBroken(text, code="moved_on")


def refuse_used(household_nos: Collection[str]) -> None:
    """Raise RuleBroken when an app above uses one of these households."""
    for name, numbers in uses_of(household_nos).items():
        raise moved_on(f"已用于{name}", numbers)


def refuse_later_batches(batch: RegisterBatch) -> None:
    """Raise RuleBroken when an upload applied later wrote to the same households."""
    mine = batch.changes.filter(act__in=[Act.ADD, Act.CHANGE]).values("household_no")
    same_moment = models.Q(batch__applied_at=batch.applied_at, batch__gt=batch.pk)
    later = BatchDifference.objects.filter(
        models.Q(batch__applied_at__gt=batch.applied_at) | same_moment,
        batch__state=RegisterBatch.State.APPLIED,
        act__in=[Act.ADD, Act.CHANGE],
        household_no__in=mine,
    )
    for name in later.values_list("batch__file_name", flat=True)[:1]:
        numbers = set(later.values_list("household_no", flat=True)[:100])
        raise moved_on(f"被之后导入的“{name}”改动", numbers)


def refuse_later_hands(batch: RegisterBatch, rows: Iterable[tuple[models.Model, str]]) -> None:
    """Raise RuleBroken when the trail has a later act about one of these (record, 户编号)."""
    events = AuditEvent.objects.filter(
        at__gt=batch.applied_at, object_kind__startswith="households."
    )
    for look in _LOOKS:
        events = events.exclude(action__startswith=look)
    acts = set(events.values_list("object_kind", "object_id"))
    if not acts:
        return
    touched = {number for row, number in rows if (row._meta.label_lower, str(row.pk)) in acts}  # noqa: SLF001 -- Django's documented API
    if touched:
        raise moved_on("在导入后已被人工改动", touched)


def refuse_built_upon(batch: RegisterBatch, model: type[models.Model], beside: set[str]) -> None:
    """Raise RuleBroken when rows that are not of this batch hang on the rows it brought.

    `beside` names models whose rows are derived and go along.
    """
    for relation in model._meta.related_objects:  # noqa: SLF001 -- Django's documented API
        other: Any = relation.related_model
        if other._meta.label in beside:  # noqa: SLF001 -- the same
            continue
        field = relation.field.name
        rows = other._base_manager.filter(**{f"{field}__source": batch})  # noqa: SLF001 -- the same
        if any(own.name == "source" for own in other._meta.fields):  # noqa: SLF001 -- the same
            rows = rows.filter(~models.Q(source=batch) | models.Q(source=None))
        numbers = set(rows.values_list(f"{field}__household_no", flat=True)[:100])
        if numbers:
            raise moved_on(f"已有{other._meta.verbose_name}", numbers)  # noqa: SLF001 -- the same


def pieces(values: Collection[Any]) -> Iterable[list[Any]]:
    """Give the values some thousands at a time, as a query can take them."""
    held = list(values)
    for start in range(0, len(held), PIECE):
        yield held[start : start + PIECE]
