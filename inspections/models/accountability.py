"""问责: cases that somebody or the timetable proposed, and what the discipline office decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import SealedTextField
from accounts.models import Unit
from accounts.scope import ScopedQuerySet
from inspections.models.assignments import Assignment
from inspections.models.problems import Problem


class Trigger(models.TextChoices):
    """The four failures that lead to 责任倒查. Source: plan 001 (77)."""

    NOT_VISITED = "not_visited", "该走访不走访"
    NOT_SCREENED = "not_screened", "该排查不排查"
    NOT_RECTIFIED = "not_rectified", "该整改不整改"
    NOT_ADVANCED = "not_advanced", "该推进不推进"
    OTHER = "other", "其他"


class AccountabilityCase(models.Model):
    """One matter put before the discipline office."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待处理"
        DECIDED = "decided", "已处理"
        DISMISSED = "dismissed", "不予问责"

    area_code = models.CharField("区划", max_length=12, db_index=True)
    trigger = models.CharField("情形", max_length=14, choices=Trigger)
    grounds = models.CharField("事由", max_length=500)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="涉及单位"
    )
    problem = models.ForeignKey(
        Problem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accountability_cases",
        verbose_name="问题",
    )
    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="任务",
    )
    key = models.CharField("提请标识", max_length=80, unique=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提请人",
        help_text="空为按时间表自动提请",
    )
    proposed_at = models.DateTimeField("提请时间")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )
    closed_at = models.DateTimeField("处理时间", null=True, blank=True)
    exemption = models.CharField("不予问责理由", max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问责事项"
        ordering = ["-id"]
        permissions = [
            ("propose_accountability", "提请问责"),
            ("decide_accountability", "作出问责处理"),
            ("view_accountability_totals", "查看问责合计"),
        ]

    def __str__(self) -> str:
        return self.grounds[:40]


class Sanction(models.Model):
    """One measure against one target, as decided; sealed, put right only by revoking it."""

    class TargetKind(models.TextChoices):
        UNIT = "unit", "单位"
        PERSON = "person", "个人"

    class Measure(models.TextChoices):
        SUMMONS = "interview_summons", "约谈"
        CRITICISM = "circulated_criticism", "通报批评"
        WRITTEN = "written_review", "书面检查"
        APOLOGY = "public_apology", "公开道歉"
        ORDERED = "ordered_rectification", "限期整改"
        ADMONISHMENT = "admonishment", "诫勉谈话"
        REASSIGNED = "organisational", "组织处理"
        PARTY_WARNING = "party_warning", "党内警告"
        DISCIPLINE = "disciplinary", "其他纪律处分"

    area_code = models.CharField("区划", max_length=12, db_index=True)
    case = models.ForeignKey(
        AccountabilityCase,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sanctions",
        verbose_name="问责事项",
    )
    target_kind = models.CharField("对象类别", max_length=8, choices=TargetKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    person_name = SealedTextField("姓名", max_length=30, blank=True)
    person_post = models.CharField("职务", max_length=40, blank=True)
    measure = models.CharField("处理方式", max_length=24, choices=Measure)
    basis = models.CharField("依据", max_length=300)
    document = models.CharField("决定文号", max_length=60, blank=True)
    stage = models.PositiveSmallIntegerField("“四种形态”", null=True, blank=True)
    decided_on = models.DateField("决定日期")
    exemption = models.CharField("容错免责说明", max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )
    revoked_why = models.CharField("撤销理由", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问责处理"
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="sanction_person_is_named",
                condition=Q(target_kind="unit", person_post="") | Q(target_kind="person"),
                violation_error_message="对单位的处理不填个人职务。",
            ),
            models.CheckConstraint(
                name="sanction_stage_in_range",
                condition=Q(stage=None) | Q(stage__range=(1, 4)),
                violation_error_message="“四种形态”为一至四。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.decided_on}"
