"""One household's file (一户一档): incomes with their working, years, policies, what changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from accounts.masking import Show, show_of
from accounts.models import AuditEvent, User
from accounts.selectors import parameter
from accounts.wording import act_name
from households.facts import policies
from households.facts.exit_steps import STEPS
from households.facts.incomes import PARTS, Working, passes_line, work_out
from households.models import (
    BatchDifference,
    Household,
    HouseholdIncome,
    HouseholdYear,
    RegisterBatch,
    RegisterConflict,
)
from households.selectors.differences import seen

POVERTY_LINE = "poverty_line"
MOST_CHANGES, MOST_EVENTS = 200, 60


@dataclass(frozen=True)
class IncomeLine:
    """A year's income, its working where the sources are known, and the year's poverty line."""

    income: HouseholdIncome
    working: Working | None
    line: Decimal | None
    passes: bool | None

    @property
    def differs(self) -> bool:
        """Whether the stored figure is not what its own sources give."""
        return self.working is not None and self.working.per_person != self.income.net_income_pc


@dataclass(frozen=True)
class PolicyLine:
    """One policy: whether the household is due it and whether it is received."""

    name: str
    who: str
    source: str
    due: bool
    received: bool

    @property
    def missed(self) -> bool:
        """应享未享."""
        return self.due and not self.received


@dataclass
class Change:
    """Something that happened to a household: when, what, by whom, and what it changed."""

    at: datetime
    label: str
    by: str
    note: str = ""
    batch: int | None = None
    differences: list[tuple[str, str, str, str]] = field(default_factory=list)


def income_lines(household: Household) -> list[IncomeLine]:
    """Give the incomes, newest first; the line compared with is that of the year's last day."""
    return [_income_line(income) for income in household.incomes.order_by("-year")]


def income_working(income: HouseholdIncome) -> Working | None:
    """Work the formula out for a stored income; None while a source is unknown."""
    parts = {name: getattr(income, name) for name in PARTS}
    return work_out(parts, persons=income.person_count)


def _income_line(income: HouseholdIncome) -> IncomeLine:
    line = parameter(key=POVERTY_LINE, area_code=income.area_code, on=date(income.year, 12, 31))
    passes = passes_line(income.net_income_pc, line)
    return IncomeLine(income, income_working(income), line, passes)


def year_to_show(years: Sequence[HouseholdYear]) -> HouseholdYear | None:
    """Give the newest year in which something was found out, else the newest; None without any.

    `years` are a household's, the newest first. An import begins a year with the household's class
    alone, which says nothing of how it lives.
    """
    return next((row for row in years if row.says_something), years[0] if years else None)


def home_of(household: Household, row: HouseholdYear | None = None) -> policies.Home:
    """Give what the policy rules ask of a household, as it stood in a year if one is given."""
    stands: Any = row or household
    water = household.safe_water if row is None or row.water is None else row.water
    people = household.members.values_list("health", "schooling", "labour")
    return policies.Home(
        attribute=stands.attribute,
        measures=frozenset({stands.measure, *stands.further_measures} - {""}),
        unsafe_house=household.unsafe_house,
        safe_water=water,
        people=tuple(policies.Person(*person) for person in people),
    )


def reads_health(user: User) -> bool:
    """Whether a user reads states of health in full, by the masking registry."""
    return show_of(user, "illness") is Show.FULL


def policy_lines(household: Household, row: HouseholdYear | None, user: User) -> list[PolicyLine]:
    """Give every policy due or received, in the codebook's order.

    A closed year keeps what was due; policies that tell of illness are for those who may read it.
    """
    closed = row is not None and row.closed_at is not None
    due = set(
        row.policies_due if row and closed else policies.policies_due(home_of(household, row))
    )
    received = set(row.policies_received) if row else set()
    readable = policies.readable(due | received, health=reads_health(user))
    return [
        PolicyLine(each.name, each.who, each.source, each.code in due, each.code in received)
        for each in policies.POLICIES
        if each.code in readable
    ]


def open_conflicts(household: Household, user: User) -> "QuerySet[RegisterConflict]":
    """Give the undecided conflicts that name the household, to those who see the queue.

    Each names another household, which is not for a helper.
    """
    if not user.has_perm("households.view_registerconflict"):
        return RegisterConflict.objects.none()
    number = household.household_no
    seen = RegisterConflict.objects.visible_to(user).open()
    return seen.filter(Q(here_no=number) | Q(there_no=number))


def history(household: Household, user: User) -> list[Change]:
    """Give what changed, newest first: uploads field by field, and acts on the household."""
    changes = [*_uploads(household, user), *_acts(household)]
    return sorted(changes, key=lambda change: change.at, reverse=True)


def _uploads(household: Household, user: User) -> Iterable[Change]:
    """Give one entry for each applied upload that names the household, with its differences."""
    states = (RegisterBatch.State.APPLIED, RegisterBatch.State.REVERTED)
    rows = (
        BatchDifference.objects.filter(
            household_no=household.household_no, batch__state__in=states
        )
        .exclude(act=BatchDifference.Act.ABSENT)
        .select_related("batch__uploaded_by")
        .order_by("-batch_id", "id")
    )
    entries: dict[int, Change] = {}
    for row in rows[:MOST_CHANGES]:
        entry = entries.setdefault(row.batch_id, _upload(row.batch))
        entry.differences.append(_difference(row, user))
    return entries.values()


def _upload(batch: RegisterBatch) -> Change:
    taken_back = "（已撤回）" if batch.state == RegisterBatch.State.REVERTED else ""
    return Change(
        at=batch.applied_at or batch.uploaded_at,
        label=f"{batch.get_kind_display()}导入{taken_back}",
        by=str(batch.uploaded_by or "系统"),
        note=batch.file_name,
        batch=batch.pk,
    )


def _difference(row: BatchDifference, user: User) -> tuple[str, str, str, str]:
    """Give subject, field, before and after as the user may see them."""
    subject = f"{row.get_subject_display()} {row.key}".strip()
    what = row.field or row.get_act_display()
    return subject, what, seen(row, row.before, user=user), seen(row, row.after, user=user)


def _acts(household: Household) -> Iterable[Change]:
    """Give the acts of people on the household and on its helpers, from the trail."""
    pairings = [str(number) for number in household.helpers.values_list("pk", flat=True)]
    events = AuditEvent.objects.filter(
        Q(object_kind="households.household", object_id=str(household.pk))
        | Q(object_kind="households.helperpairing", object_id__in=pairings)
    ).select_related("actor")
    return [
        Change(
            at=event.at,
            label=act_name(event.action),
            by=str(event.actor or "系统"),
            note=_note(event.detail),
        )
        for event in events.order_by("-id")[:MOST_EVENTS]
    ]


def _note(detail: dict[str, Any]) -> str:
    """Say in words what an act's detail holds: year, step, day, fields, reason."""
    labels = {
        each.name: str(each.verbose_name)
        for each in HouseholdYear._meta.concrete_fields  # noqa: SLF001 -- Django's documented API
    }
    fields = "、".join(labels.get(name, name) for name in detail.get("fields", ()))
    parts = (
        f"{detail['year']}年" if "year" in detail else "",
        STEPS.get(detail.get("step", ""), ""),
        str(detail.get("day", detail.get("starts_on", ""))),
        fields,
        f"原因：{detail['reason']}" if detail.get("reason") else "",
    )
    return " ".join(part for part in parts if part)
