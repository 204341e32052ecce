"""Schemes (方案) and checklists: loaded from files, versioned, never changed once published."""

from typing import Self

from django.conf import settings
from django.db import models

from accounts import clock
from accounts.scope import ScopedQuerySet


class SchemeQuerySet(ScopedQuerySet):
    def current(self, *, area_code: str, code: str) -> Self:
        """Give the newest version of a county's scheme, as a queryset of at most one row."""
        versions = self.filter(area_code=area_code, code=code).order_by("-version")
        return self.filter(pk__in=versions.values("pk")[:1])


class Scheme(models.Model):
    """One published version of an inspection scheme of a county."""

    code = models.CharField("标识", max_length=30)
    area_code = models.CharField("区划", max_length=12, db_index=True)
    version = models.PositiveIntegerField("版本")
    title = models.CharField("方案名称", max_length=100)
    options = models.JSONField("设置", default=dict)
    data = models.JSONField("内容", default=dict, help_text="装入时的全部内容，导出工作簿用")
    note = models.CharField("修改说明", max_length=200, blank=True)
    sha256 = models.CharField("内容指纹", max_length=64)
    published_at = models.DateTimeField("发布时间", default=clock.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查方案"
        ordering = ["area_code", "code", "-version"]
        permissions = [("publish_scheme", "修订检查表")]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "code", "version"], name="scheme_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} 第{self.version}版"


class Checklist(models.Model):
    """A form of a scheme, such as the 专项督查表."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="checklists", verbose_name="方案"
    )
    code = models.CharField("标识", max_length=30)
    title = models.CharField("表名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "检查表"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="checklist_once_per_scheme")
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One thing asked, in its exact wording; several questions may make one item (A101 …)."""

    class Type(models.TextChoices):
        YES_NO = "yes_no", "是否"
        INTEGER = "integer", "整数"
        DECIMAL = "decimal", "数值"
        RATE = "rate", "比率"
        SELECT_ONE = "select_one", "单选"
        SELECT_MULTIPLE = "select_multiple", "多选"
        TEXT = "text", "文字"
        DATE = "date", "日期"
        IMAGE = "image", "照片"
        NOTE = "note", "说明"
        CALCULATE = "calculate", "计算"
        GEOPOINT = "geopoint", "位置"

    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="questions", verbose_name="检查表"
    )
    position = models.PositiveIntegerField("顺序")
    section_code = models.CharField("部分标识", max_length=30)
    section = models.CharField("部分", max_length=60)
    name = models.CharField("字段", max_length=40)
    group_code = models.CharField("分组标识", max_length=30, blank=True)
    group = models.CharField("分组", max_length=60, blank=True)
    repeat = models.CharField("重复组", max_length=30, blank=True, help_text="每人、每处一份")
    item = models.CharField("条目", max_length=12, blank=True)
    item_title = models.CharField("条目名称", max_length=60, blank=True)
    type = models.CharField("题型", max_length=16, choices=Type)
    label = models.CharField("题目", max_length=200)
    hint = models.CharField("提示", max_length=200, blank=True)
    unit = models.CharField("计量单位", max_length=10, blank=True)
    choices = models.JSONField("选项", default=list, blank=True, help_text="[[值, 文字], …]")
    levels = models.CharField("层级", max_length=20, help_text="Q,T,V,H,R,S,W,J")
    asked_of = models.CharField("询问单位", max_length=60, blank=True)
    programme = models.CharField("专项", max_length=8, blank=True)
    required = models.BooleanField("必答", default=True)
    relevant = models.CharField("显示条件", max_length=200, blank=True)
    constraint = models.CharField("校验", max_length=200, blank=True)
    constraint_message = models.CharField("校验提示", max_length=100, blank=True)
    warning = models.CharField("提醒条件", max_length=200, blank=True, help_text="成立即提醒")
    warning_message = models.CharField("提醒", max_length=100, blank=True)
    appearance = models.CharField("呈现", max_length=30, blank=True)
    default_fact = models.CharField("预填事实", max_length=30, blank=True)
    calculation = models.CharField("计算式", max_length=1000, blank=True)
    fail_if = models.CharField("不合格条件", max_length=1000, blank=True)
    problem = models.CharField(
        "问题表述", max_length=200, blank=True, help_text="其中 ${字段} 换成答案"
    )
    category = models.CharField("问题类别", max_length=20, blank=True)
    severity = models.CharField("严重程度", max_length=8, blank=True)
    track = models.CharField("整改方式", max_length=12, blank=True)
    responsible = models.CharField("责任方", max_length=100, blank=True)
    evidence = models.CharField("依据材料", max_length=100, blank=True)
    source = models.CharField("出处", max_length=60, blank=True)

    row = 0  # which row of its repeat group; set on the copies that `repeats.expanded` makes

    class Meta:
        verbose_name = verbose_name_plural = "检查项"
        ordering = ["checklist", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "name"], name="question_name_once_per_checklist"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item or self.name} {self.label}"


class ProblemCategory(models.Model):
    """A kind of problem (问题类别), such as 住房安全."""

    slug = models.CharField("标识", max_length=20, primary_key=True)
    code = models.CharField("代号", max_length=2, unique=True)
    name = models.CharField("名称", max_length=30)
    always_severe = models.BooleanField("一律严重", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "问题类别"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
