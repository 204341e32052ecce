"""Units and the people in them."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import connection, models

from accounts.fields import SealedTextField
from accounts.scope import NOWHERE, ScopedQuerySet

HELD = """
    SELECT role.name, kind.app_label, permission.codename FROM accounts_user_groups member
    JOIN auth_group role ON role.id = member.group_id
    LEFT JOIN auth_group_permissions given ON given.group_id = role.id
    LEFT JOIN auth_permission permission ON permission.id = given.permission_id
    LEFT JOIN django_content_type kind ON kind.id = permission.content_type_id
    WHERE member.user_id = %s
    UNION ALL
    SELECT '', kind.app_label, permission.codename FROM accounts_user_user_permissions given
    JOIN auth_permission permission ON permission.id = given.permission_id
    JOIN django_content_type kind ON kind.id = permission.content_type_id
    WHERE given.user_id = %s
"""
"""Every request asks this; written out, it costs a third of what composing it costs."""


class Role(models.TextChoices):
    """The twelve roles. A role is a group of that Chinese name; `sync_roles` fills it."""

    ADMIN = "admin", "系统管理员"
    SUPERVISION_OFFICE = "supervision_office", "目督办"
    POVERTY_OFFICE = "poverty_office", "扶贫移民办"
    ORGANISATION_DEPT = "organisation_dept", "组织部"
    ORGANS_COMMITTEE = "organs_committee", "区直机关党委"
    DEPARTMENT = "department", "行业部门"
    TOWNSHIP_OFFICER = "township_officer", "乡镇填报员"
    VILLAGE_OFFICER = "village_officer", "村级"
    INSPECTOR = "inspector", "督查组成员"
    HELPER = "helper", "帮扶责任人"
    LEADER = "leader", "领导"
    DISCIPLINE = "discipline", "纪委"


INSPECTED = (Role.TOWNSHIP_OFFICER, Role.VILLAGE_OFFICER, Role.DEPARTMENT, Role.HELPER)
"""Who is inspected himself."""


class Unit(models.Model):
    """A body that leads, helps or answers: an office, a department, a township, a village."""

    class Kind(models.TextChoices):
        OFFICE = "office", "党政办公机构"
        DEPARTMENT = "department", "区级部门"
        TOWNSHIP = "township", "乡镇街道"
        VILLAGE = "village", "村社区"
        OTHER = "other", "其他单位"

    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    area_code = models.CharField("所属区划", max_length=12, db_index=True)
    head = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="负责人",
        help_text="整改超期时通知到他；未填则通知本单位全体人员。",
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["area_code", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "name"],
                name="unit_name_once_per_area",
                violation_error_message="本区划已有同名单位。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another name of the same unit, such as 区直机关工委 for 区直机关党委."""

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="aliases", verbose_name="单位"
    )
    area_code = models.CharField("所属区划", max_length=12, db_index=True)
    name = models.CharField("别名", max_length=60)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "name"],
                name="unit_alias_once_per_area",
                violation_error_message="该别名已属于一个单位。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who logs in, with a place, a unit and roles (groups)."""

    first_name = None  # type: ignore[assignment]  # one field holds a Chinese name
    last_name = None  # type: ignore[assignment]

    name = models.CharField("姓名", max_length=30, blank=True)
    area_code = models.CharField(
        "数据范围",
        max_length=12,
        blank=True,
        default=NOWHERE,
        help_text="区县6位、乡镇9位、村12位代码；留空为全部；“-”为无。",
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="单位",
    )
    phone = SealedTextField("联系电话", max_length=20, blank=True)
    toured_on = models.DateField("看过引导的日期", null=True, blank=True)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def held(self) -> list[tuple[str, str | None, str | None]]:
        """Each right as (role or "", app, right), in one query; a role without rights is a row."""
        with connection.cursor() as cursor:
            cursor.execute(HELD, [self.pk, self.pk])
            return list(cursor.fetchall())

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The Chinese names of the user's roles, read once per request."""
        return frozenset(role for role, _, _ in self.held if role)

    @cached_property
    def rights(self) -> set[str]:
        """What the user may do by his roles and by himself, as `app.right`."""
        return {f"{app}.{right}" for _, app, right in self.held if right}

    def has_perm(self, perm: str, obj: "models.Model | None" = None) -> bool:
        """Whether he has a right, as RightsBackend says: a page asks this hundreds of times."""
        if obj is not None or self.is_superuser or not self.is_active:
            return super().has_perm(perm, obj)
        return perm in self.rights

    def has_role(self, *roles: Role) -> bool:
        """Whether the user holds any of the roles."""
        return any(role.label in self.role_names for role in roles)

    @property
    def is_inspected(self) -> bool:
        """Whether the user belongs to those who are inspected: 暗访 stays hidden from them."""
        return self.has_role(*INSPECTED)
