"""A unit that can be inspected, copied when it is drawn or assigned: history stands still."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.models import Role
from accounts.scope import ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class SubjectKind(models.TextChoices):
    DEPARTMENT = "department", "部门"
    TOWNSHIP = "township", "乡镇"
    VILLAGE = "village", "村"
    GROUP = "group", "组"
    HOUSEHOLD = "household", "户"
    HELPER = "helper", "帮扶责任人"
    FIRST_SECRETARY = "first_secretary", "第一书记"
    WORK_TEAM = "village_work_team", "驻村工作组"
    PROJECT = "project", "项目"
    SITE = "site", "场所"


class Subject(models.Model):
    """The four fields of an inspected unit; a household's name is copied masked (李某某)."""

    subject_kind = models.CharField("对象类别", max_length=20, choices=SubjectKind)
    subject_code = models.CharField("对象编号", max_length=24)
    subject_name = models.CharField("对象", max_length=60)
    area_code = models.CharField("区划", max_length=12, db_index=True)

    class Meta:
        abstract = True


class FieldworkQuerySet(ScopedQuerySet):
    """Rows of a round: an unannounced one stays hidden from the inspected until it is done."""

    round_field = "round"

    def visible_to(self, user: "User") -> Self:
        if not user.is_active:
            return self.none()
        rows = super().visible_to(user)
        if user.has_role(Role.INSPECTOR):
            rows = rows.carried_by(user)
        elif user.has_role(Role.DEPARTMENT):
            rows = rows.concerning_unit(user)
        if user.is_inspected:
            field = self.round_field
            hidden = {f"{field}__mode": "unannounced"}
            rows = rows.exclude(Q(**hidden) & ~Q(**{f"{field}__state": "done"}))
        return rows

    def carried_by(self, user: "User") -> Self:
        """Narrow to what the user's own teams inspect; each model says how it is reached."""
        raise TypeError(f"{type(self).__name__} must say whose work its rows are.")

    def concerning_unit(self, user: "User") -> Self:
        """Narrow to what concerns the user's own department."""
        return self.filter(subject_kind="department", subject_code=str(user.unit_id))
