"""Problems (问题): one ledger whatever found them, one path to close-out."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import clock
from accounts.models import Role, Unit
from inspections.models.attachments import Attachment
from inspections.models.rounds import Round
from inspections.models.schemes import ProblemCategory
from inspections.models.sources import FoundIn, ProblemSource, ProblemUpload, SourceKind
from inspections.models.subjects import FieldworkQuerySet, Subject
from inspections.models.visits import Answer, Visit

if TYPE_CHECKING:
    from accounts.models import User


class ProblemQuerySet(FieldworkQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Add what a township must answer for anywhere to what lies in its own area."""
        rows = super().visible_to(user)
        if not user.is_active:
            return rows
        if user.is_inspected and user.unit_id and not user.has_role(Role.DEPARTMENT):
            own = self.filter(responsible_unit=user.unit_id).exclude(state=Problem.State.FOUND)
            rows = (rows | own).exclude(Q(round__mode="unannounced") & ~Q(round__state="done"))
        return rows

    def carried_by(self, user: "User") -> Self:
        return self.filter(visit__assignment__team__members=user)

    def concerning_unit(self, user: "User") -> Self:
        return self.filter(responsible_unit=user.unit_id)

    def open(self) -> Self:
        return self.exclude(state__in=Problem.ENDED)

    def under_order(self) -> Self:
        """Give those with a rectification order: the rectification ledger."""
        return self.exclude(order=None)

    def overdue(self, *, on: date) -> Self:
        """Give open problems past their day; the day itself is still in time."""
        return self.open().filter(due_on__lt=on)

    def not_overdue(self, *, on: date) -> Self:
        """Give all the others: ended, without a day, or not past it."""
        return self.filter(Q(state__in=Problem.ENDED) | Q(due_on=None) | Q(due_on__gte=on))


class Problem(Subject):
    """One failing fact about one unit, with a number for life."""

    class State(models.TextChoices):
        FOUND = "found", "新发现"
        CONFIRMED = "confirmed", "已认定"
        ORDERED = "ordered", "已下达"
        ACKNOWLEDGED = "acknowledged", "已签收"
        RECTIFYING = "rectifying", "整改中"
        REPORTED = "reported", "已报结"
        VERIFIED = "verified", "复核通过"
        CLOSED = "closed", "已销号"
        NOT_UPHELD = "not_upheld", "不属实"

    ENDED = (State.CLOSED, State.NOT_UPHELD)  # nothing more is to be done, no day passes it

    class Scope(models.TextChoices):
        COMMON = "common", "共性"
        INDIVIDUAL = "individual", "个性"

    class Severity(models.TextChoices):
        ORDINARY = "ordinary", "一般"
        SERIOUS = "serious", "较重"
        SEVERE = "severe", "严重"

    class Track(models.TextChoices):
        FIX_NOW = "fix_now", "即知即改"
        FIX_BY_DATE = "fix_by_date", "限期整改"

    Source = SourceKind

    # what may follow what; every service asks for the old state, so no other path exists
    NEXT = {
        State.FOUND: (State.CONFIRMED, State.NOT_UPHELD),
        State.CONFIRMED: (State.ORDERED, State.NOT_UPHELD),
        # back to 已认定 when handed up: another unit gets its own order
        State.ORDERED: (State.ACKNOWLEDGED, State.CONFIRMED, State.NOT_UPHELD),
        State.ACKNOWLEDGED: (
            *(State.RECTIFYING, State.REPORTED),
            *(State.CONFIRMED, State.NOT_UPHELD),
        ),
        State.RECTIFYING: (State.REPORTED, State.CONFIRMED, State.NOT_UPHELD),
        State.REPORTED: (State.VERIFIED, State.RECTIFYING),
        State.VERIFIED: (State.CLOSED, State.RECTIFYING),
        State.CLOSED: (State.CONFIRMED,),  # opened again by a look back (回头看) only
        State.NOT_UPHELD: (),
    }

    number = models.CharField("问题编号", max_length=30, unique=True)
    source = models.CharField("来源", max_length=12, choices=Source, default=Source.OWN_VISIT)
    origin = models.ForeignKey(
        ProblemSource,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="来源单位",
    )
    found_in = models.CharField(
        "发现环节", max_length=20, choices=FoundIn, default=FoundIn.VISIT, blank=True
    )
    found_by = models.CharField("发现人", max_length=60, blank=True)
    period = models.DateField("期次", db_index=True)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, related_name="problems", verbose_name="期次"
    )
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="problems")
    answer = models.OneToOneField(
        Answer, on_delete=models.PROTECT, null=True, related_name="problem"
    )
    item = models.CharField("条目", max_length=12, blank=True, db_index=True)
    fact = models.CharField("问题事实", max_length=500)
    basis = models.CharField("依据", max_length=300, blank=True)
    category = models.ForeignKey(
        ProblemCategory, on_delete=models.PROTECT, related_name="+", verbose_name="类别"
    )
    severity = models.CharField("严重程度", max_length=8, choices=Severity)
    track = models.CharField("整改方式", max_length=12, choices=Track, default=Track.FIX_BY_DATE)
    proposed_scope = models.CharField("系统建议", max_length=10, choices=Scope, blank=True)
    scope = models.CharField("共性/个性", max_length=10, choices=Scope, blank=True)
    responsible_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    responsible_person = models.CharField("责任人", max_length=40, blank=True)
    planned_measure = models.CharField("整改措施", max_length=500, blank=True)
    planned_on = models.DateField("计划完成日期", null=True, blank=True)
    village_can_solve = models.BooleanField("能否村级解决", null=True, blank=True)
    handed_up_on = models.DateField("上交日期", null=True, blank=True)
    repeats = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name="上次同类问题",
    )
    reopened = models.PositiveSmallIntegerField("重新整改次数", default=0)
    photos = models.ManyToManyField(
        Attachment, related_name="problems", blank=True, verbose_name="现场照片或材料"
    )
    upload = models.ForeignKey(
        ProblemUpload,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name="上传清单",
    )
    entry_key = models.CharField("登记标识", max_length=40, null=True, blank=True, unique=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.FOUND)
    order = models.ForeignKey(
        "inspections.RectificationOrder",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name="整改单",
    )
    found_on = models.DateField("发现日期")
    due_on = models.DateField("整改时限", null=True, blank=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        ordering = ["-period", "number"]
        indexes = [
            # the counts of a place, read from the index alone
            models.Index(
                fields=["area_code", "state", "due_on"],
                name="problem_by_place_state_due",
                opclasses=["varchar_pattern_ops", "varchar_ops", "date_ops"],
            ),
            # the counts of what is open, with and without an order
            models.Index(
                fields=["area_code", "state", "due_on"],
                name="problem_open_by_place",
                opclasses=["varchar_pattern_ops", "varchar_ops", "date_ops"],
                include=["order"],
                condition=~Q(state__in=["closed", "not_upheld"]),
            ),
            # the orders of the lists
            models.Index(fields=["-period", "number"], name="problem_by_period"),
            models.Index(fields=["area_code", "number"], name="problem_by_place"),
            models.Index(fields=["due_on", "number"], name="problem_by_due"),
            models.Index(fields=["state", "id"], name="problem_by_state"),
            models.Index(fields=["severity", "id"], name="problem_by_severity"),
        ]
        permissions = [
            ("enter_problem", "登记问题"),
            ("confirm_problem", "认定问题"),
            ("order_rectification", "下达整改单"),
            ("acknowledge_order", "签收整改单"),
            ("reply_rectification", "报送整改情况"),
            ("verify_rectification", "复核整改"),
            ("close_problem", "销号"),
        ]
        constraints = [
            models.CheckConstraint(
                name="problem_closed_is_dated",
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
                violation_error_message="销号须有日期；未销号不得有日期。",
            ),
            models.CheckConstraint(
                name="problem_confirmed_has_scope",
                condition=Q(state__in=["found", "not_upheld"]) | ~Q(scope=""),
                violation_error_message="认定的问题须分共性或个性。",
            ),
            models.CheckConstraint(
                name="problem_ordered_has_order_and_term",
                condition=Q(state__in=["found", "confirmed", "not_upheld"])
                | Q(order__isnull=False, due_on__isnull=False),
                violation_error_message="下达整改的问题须有整改单和时限。",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_overdue(self, *, on: date) -> bool:
        """Whether an open problem is past its day."""
        ended = {self.State.CLOSED, self.State.NOT_UPHELD}
        return self.due_on is not None and self.due_on < on and self.state not in ended


class LedgerEntry(models.Model):
    """One line of a problem's story; lines are added, never changed."""

    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, related_name="entries", verbose_name="问题"
    )
    state = models.CharField("状态", max_length=12, choices=Problem.State)
    note = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="操作人",
    )
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "问题台账记录"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.state}"
