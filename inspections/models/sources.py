"""Where problems come from: the kinds, and the bodies of each kind as data."""

from django.db import models

from accounts.scope import ScopedQuerySet


class SourceKind(models.TextChoices):
    OWN_VISIT = "own_visit", "本级督查"
    SELF_CHECK = "self_check", "自查"
    CROSS_CHECK = "cross_check", "互查"
    SUPERIOR = "superior", "上级督导"
    AUDIT = "audit", "审计"
    THIRD_PARTY = "third_party", "第三方评估"


class FoundIn(models.TextChoices):
    """发现环节. Source: plan 001, 附件5 and 附件6."""

    VISIT = "visit", "走访督查"
    VILLAGE_CHECK = "village_check", "村级自查"
    TOWNSHIP_SCREENING = "township_screening", "镇级排查"
    COUNTY_RECHECK = "county_recheck", "县复核"
    CROSS_CHECK = "cross_check", "交叉检查"
    LOOK_BACK = "look_back", "回头看"


class ProblemSource(models.Model):
    """A body whose findings enter the ledger: 国家审计署郑州特派办. Source: 002, 004-33."""

    area_code = models.CharField("适用区划", max_length=12, blank=True, db_index=True)
    kind = models.CharField("类别", max_length=12, choices=SourceKind)
    name = models.CharField("名称", max_length=60)
    active = models.BooleanField("可选用", default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题来源"
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "name"],
                name="problem_source_once",
                violation_error_message="同名的问题来源已登记。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProblemUpload(models.Model):
    """A list of problems handed in as a file: read, shown with complaints, then entered whole."""

    class State(models.TextChoices):
        CHECKED = "checked", "待确认"
        APPLIED = "applied", "已登记"
        DROPPED = "dropped", "已放弃"

    area_code = models.CharField("区划", max_length=12, db_index=True)
    name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("文件指纹", max_length=64)
    rows = models.JSONField("读到的问题", default=list)
    complaints = models.JSONField("有误之处", default=list)
    state = models.CharField("状态", max_length=8, choices=State, default=State.CHECKED)
    uploaded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField("登记时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题清单上传"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
