"""Builders: each makes one record with no surprises; what a test is about is given by name."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, Permission

from accounts.models import Role, Unit, User
from households.models import Area, Household, Member
from inspections.models import (
    Assignment,
    Checklist,
    Problem,
    ProblemCategory,
    Question,
    Round,
    Scheme,
    Team,
    Visit,
)
from inspections.selectors.questions import forget_questions

COUNTY = "510304"
JULY = date(2016, 7, 1)
NOW = datetime(2016, 7, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "Daan-2016-ducha"  # noqa: S105 -- of invented people in tests
_serial = count(1)


def make_area(code: str = COUNTY, name: str = "", **fields: Any) -> Area:
    """Make a place and the places above it."""
    level = {6: Area.Level.COUNTY, 9: Area.Level.TOWNSHIP, 12: Area.Level.VILLAGE}[len(code)]
    parent = make_area(code[:-3]) if len(code) > 6 else None
    name = name or {"county": "大安区", "township": f"乡镇{code[6:]}镇", "village": "村"}[level]
    if level == Area.Level.VILLAGE and name == "村":
        name = f"第{code[9:]}村"
    area, _ = Area.objects.get_or_create(
        code=code,
        defaults={"level": level, "parent": parent, "name": name, "short_name": name, **fields},
    )
    return area


def make_unit(name: str = "区扶贫移民办", *, area_code: str = COUNTY, **fields: Any) -> Unit:
    unit, _ = Unit.objects.get_or_create(name=name, area_code=area_code, defaults=fields)
    return unit


def make_user(*roles: Role, permissions: Iterable[str] = (), **fields: Any) -> User:
    """Make a person with roles as `sync_roles` fills them, and single permissions if asked."""
    number = next(_serial)
    user = User(
        username=fields.pop("username", f"user{number}"),
        name=fields.pop("name", f"用户{number}"),
        area_code=fields.pop("area_code", COUNTY),
        toured_on=fields.pop("toured_on", JULY),
        **fields,
    )
    user.set_password(PASSWORD)
    user.save()
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role.label)[0])
    for name in permissions:
        app, codename = name.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return user


def make_household(village: Area | None = None, **fields: Any) -> Household:
    """Make a household with its head; a village of 大安区 unless given."""
    village = village or make_area(f"{COUNTY}105201")
    number = next(_serial)
    household_no = fields.pop("household_no", f"{village.code}{number:04}")
    head_name = fields.pop("head_name", "李四")
    household = Household.objects.create(
        household_no=household_no,
        area_code=village.code,
        village=village,
        head_name=head_name,
        person_count=fields.pop("person_count", 1),
        attribute=fields.pop("attribute", Household.Attribute.ORDINARY),
        cause=fields.pop("cause", Household.Cause.ILLNESS),
        **fields,
    )
    Member.objects.create(
        household=household,
        area_code=village.code,
        person_no=f"{household_no}01",
        name=head_name,
        identity_number=f"9999991956{number:08}",
        relation=Member.HEAD,
    )
    return household


def make_scheme(**fields: Any) -> Scheme:
    scheme, _ = Scheme.objects.get_or_create(
        code=fields.pop("code", "monthly"),
        area_code=fields.pop("area_code", COUNTY),
        version=fields.pop("version", 1),
        defaults={"title": "月度专项督查", "sha256": "0" * 64, **fields},
    )
    return scheme


def make_checklist(scheme: Scheme | None = None) -> Checklist:
    checklist, _ = Checklist.objects.get_or_create(
        scheme=scheme or make_scheme(), code="monthly", defaults={"title": "专项督查表"}
    )
    return checklist


def make_category(slug: str = "plan", **fields: Any) -> ProblemCategory:
    category, _ = ProblemCategory.objects.get_or_create(
        slug=slug, defaults={"code": fields.pop("code", "FA"), "name": "规划方案", **fields}
    )
    return category


def make_question(name: str = "A203_plan", **fields: Any) -> Question:
    """Make a yes-or-no question asked of townships that fails on 否."""
    checklist = fields.pop("checklist", None) or make_checklist()
    make_category(fields.get("category", "plan"))
    defaults: dict[str, Any] = {
        "position": next(_serial),
        "section_code": "A",
        "section": "年度减贫任务",
        "item": name.split("_", maxsplit=1)[0],
        "type": Question.Type.YES_NO,
        "label": "减贫实施方案已制定",
        "levels": "T",
        "fail_if": f"${{{name}}} = 'no'",
        "category": "plan",
        "severity": "ordinary",
        "track": "fix_by_date",
        "responsible": "township",
    }
    forget_questions()
    return Question.objects.create(checklist=checklist, name=name, **(defaults | fields))


def make_round(**fields: Any) -> Round:
    """Make the planned round of 2016-07 of 大安区."""
    scheme = fields.pop("scheme", None) or make_scheme()
    period = fields.pop("period", JULY)
    defaults: dict[str, Any] = {
        "area_code": scheme.area_code,
        "title": f"{period.year}年{period.month}月专项督查",
        "methods": ["random_check", "site_view", "documents"],
        "starts_on": period.replace(day=11),
        "ends_on": period.replace(day=22),
    }
    return Round.objects.create(scheme=scheme, period=period, **(defaults | fields))


def make_team(round_: Round | None = None, *members: User, **fields: Any) -> Team:
    members = members or (make_user(Role.INSPECTOR),)
    team = Team.objects.create(
        round=round_ or make_round(),
        name=fields.pop("name", f"第{next(_serial)}组"),
        leader=members[0],
        **fields,
    )
    team.members.set(members)
    return team


def make_assignment(**fields: Any) -> Assignment:
    """Make an assignment of one township to a team."""
    code = fields.pop("subject_code", None) or f"{COUNTY}{next(_serial):03}"
    team = fields.pop("team", None)
    round_ = fields.pop("round", None) or (team.round if team else make_round())
    defaults: dict[str, Any] = {
        "round": round_,
        "team": team or make_team(round_),
        "checklist": make_checklist(round_.scheme),
        "subject_kind": "township",
        "subject_code": code,
        "subject_name": "新店镇",
        "area_code": code,
        "due_on": date(2016, 7, 22),
    }
    return Assignment.objects.create(**(defaults | fields))


def make_visit(assignment: Assignment | None = None, **fields: Any) -> Visit:
    """Make a draft visit of a township, begun by the team's leader."""
    assignment = assignment or make_assignment()
    defaults: dict[str, Any] = {
        "round": assignment.round,
        "checklist": assignment.checklist,
        "subject_kind": assignment.subject_kind,
        "subject_code": assignment.subject_code,
        "subject_name": assignment.subject_name,
        "area_code": assignment.area_code,
        "started_by": assignment.team.leader,
        "started_at": NOW,
    }
    return Visit.objects.create(assignment=assignment, **(defaults | fields))


def make_problem(**fields: Any) -> Problem:
    """Make a problem just found in 新店镇 for its township unit to answer."""
    area_code = fields.pop("area_code", f"{COUNTY}105")
    number = next(_serial)
    defaults: dict[str, Any] = {
        "number": f"{COUNTY}-201607-{number:03}",
        "period": JULY,
        "subject_kind": "township",
        "subject_code": area_code,
        "subject_name": "新店镇",
        "area_code": area_code,
        "item": "A203",
        "fact": "减贫实施方案未制定",
        "basis": "A203 减贫实施方案",
        "category": make_category(),
        "severity": Problem.Severity.ORDINARY,
        "responsible_unit": make_unit("新店镇", area_code=area_code[:9], kind="township"),
        "found_on": date(2016, 7, 12),
    }
    return Problem.objects.create(**(defaults | fields))
