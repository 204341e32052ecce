"""Visits (督查记录): a checklist answered on the spot, saved as it goes, submitted once."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from inspections.models.assignments import Assignment
from inspections.models.rounds import Round
from inspections.models.schemes import Checklist, Question
from inspections.models.subjects import FieldworkQuerySet, Subject

if TYPE_CHECKING:
    from accounts.models import User


class VisitQuerySet(FieldworkQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Show those it is about a form only when it counts, unless they fill it in themselves."""
        rows = super().visible_to(user)
        if not user.is_inspected:
            return rows
        own = Q(assignment__filling_unit=user.unit_id or 0)
        return rows.filter(Q(state=Visit.State.ACCEPTED) | own)

    def carried_by(self, user: "User") -> Self:
        return self.filter(assignment__team__members=user)

    def submitted(self) -> Self:
        """Give the sealed ones, accepted or still before the team leader."""
        return self.filter(state__in=Visit.SEALED)

    def accepted(self) -> Self:
        return self.filter(state=Visit.State.ACCEPTED)


class Visit(Subject):
    """One unit's checklist. Submitted is sealed; a returned one is a new edition of it."""

    class State(models.TextChoices):
        DRAFT = "draft", "填写中"
        SUBMITTED = "submitted", "待审核"
        ACCEPTED = "accepted", "已审核"

    SEALED = (State.SUBMITTED, State.ACCEPTED)

    assignment = models.OneToOneField(
        Assignment, on_delete=models.PROTECT, related_name="visit", verbose_name="任务"
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="visits", verbose_name="期次"
    )
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="+", verbose_name="检查表"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField("保存次数", default=0)
    last_save_key = models.CharField("最近保存标识", max_length=40, blank=True)
    rows = models.JSONField(
        "重复组各行", default=dict, blank=True, help_text="{重复组: [行号, …]}"
    )
    edition = models.PositiveSmallIntegerField("第几稿", default=1)
    seal = models.CharField("封签", max_length=64, blank=True)
    returned_for = models.CharField("退回原因", max_length=200, blank=True)
    visited_on = models.DateField("督查日期", null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="填写人"
    )
    started_at = models.DateTimeField("开始时间")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    accepted_at = models.DateTimeField("审核时间", null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查记录"
        ordering = ["-started_at"]
        permissions = [("fill_visit", "填写督查表"), ("review_visit", "审核督查表")]
        constraints = [
            models.CheckConstraint(
                name="visit_submitted_is_dated",
                condition=Q(state="draft", submitted_at=None)
                | Q(
                    state__in=["submitted", "accepted"],
                    submitted_at__isnull=False,
                    visited_on__isnull=False,
                ),
                violation_error_message="提交须有督查日期和提交时间。",
            ),
            models.CheckConstraint(
                name="visit_accepted_is_dated",
                condition=Q(state="accepted", accepted_at__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at=None)),
                violation_error_message="审核通过须有时间。",
            ),
        ]

    def __str__(self) -> str:
        return self.subject_name

    @property
    def is_sealed(self) -> bool:
        """Whether the form is submitted, reviewed or not: no answer of it changes."""
        return self.state in self.SEALED


class Answer(models.Model):
    """The answer to one question: a value, 不适用 with its reason, or 未查."""

    class Status(models.TextChoices):
        GIVEN = "given", "已答"
        NOT_APPLICABLE = "not_applicable", "不适用"
        UNCHECKED = "unchecked", "未查"

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, related_name="answers", verbose_name="督查记录"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="+", verbose_name="检查项"
    )
    row = models.PositiveSmallIntegerField("行", default=0, help_text="重复组内第几行；0为不重复")
    status = models.CharField("答复", max_length=16, choices=Status, default=Status.GIVEN)
    value = models.JSONField(
        "内容", null=True, blank=True, help_text="比率为{num, den}，多选为列表，数值为文字"
    )
    reason = models.CharField("原因", max_length=100, blank=True)
    explanation = models.CharField("对提醒的说明", max_length=200, blank=True)
    failed = models.BooleanField("不合格", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "答案"
        constraints = [
            models.UniqueConstraint(fields=["visit", "question", "row"], name="answer_once"),
            models.CheckConstraint(
                name="answer_not_applicable_has_reason",
                condition=~Q(status="not_applicable") | ~Q(reason=""),
                violation_error_message="不适用须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.question_id}"


class VisitSave(models.Model):
    """A save that was acknowledged: the client's key, what it held, the version it made."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="saves")
    key = models.CharField("保存标识", max_length=40)
    sha256 = models.CharField("内容指纹", max_length=64)
    version = models.PositiveIntegerField("保存次数")

    class Meta:
        verbose_name = verbose_name_plural = "保存记录"
        constraints = [models.UniqueConstraint(fields=["visit", "key"], name="visit_save_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.key}"


class VisitReview(models.Model):
    """What the team leader said of one edition of a form; a returned one keeps its answers."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", "通过"
        RETURNED = "returned", "退回"

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, related_name="reviews", verbose_name="督查记录"
    )
    edition = models.PositiveSmallIntegerField("第几稿")
    decision = models.CharField("意见", max_length=8, choices=Decision)
    remark = models.CharField("说明", max_length=200, blank=True)
    seal = models.CharField("封签", max_length=64)
    answers = models.JSONField("退回时的答案", default=list, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提交人"
    )
    submitted_at = models.DateTimeField("提交时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="审核人"
    )
    at = models.DateTimeField("审核时间")

    class Meta:
        verbose_name = verbose_name_plural = "督查表审核"
        ordering = ["visit", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "edition"], name="visit_review_once"),
            models.CheckConstraint(
                name="visit_returned_with_remark",
                condition=~Q(decision="returned") | ~Q(remark=""),
                violation_error_message="退回须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit} 第{self.edition}稿"
