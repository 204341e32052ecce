"""Which records a page may be about: for every kind of the table, what a person could open.

A kind that is not named here is a model of the same name, asked for by its number; so a new page
about a new record needs no line in this file.
"""

from collections.abc import Callable, Iterable
from itertools import chain, islice, zip_longest
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from accounts.models import User
from households.models import Area, Household, Member, Posting
from inspections.models import Answer, Checklist, DrawnUnit, RectificationOrder, SchemeDraft, Visit
from reports.models import Bulletin, DistributionList
from tests.access_walk import FIXED

Given = dict[str, Any]
OURS = ("accounts", "households", "projects", "inspections", "reports")
YEAR, COUNTY, MONTH = 2016, "510304", "2016-07"
ENOUGH, PER_STATE = 40, 6
OTHER_NAMES: dict[str, type[Model]] = {
    "batch": apps.get_model("households", "RegisterBatch"),
    "case": apps.get_model("inspections", "AccountabilityCase"),
    "conflict": apps.get_model("households", "RegisterConflict"),
    "difference": apps.get_model("households", "PlatformDifference"),
    "distribution": DistributionList,
    "draft": SchemeDraft,
    "drawn": DrawnUnit,
    "mapping": apps.get_model("households", "HeaderMapping"),
    "order": RectificationOrder,
    "plan": apps.get_model("projects", "PlanDocument"),
    "summons": apps.get_model("inspections", "InterviewSummons"),
}


def candidates(kind: str, user: User) -> Iterable[Given]:
    """Give what may stand in an address of a kind, the likeliest for the person first.

    Raises LookupError where neither this file nor a model knows the kind.
    """
    if kind == "":
        return [{}]
    if kind in FIXED:
        return [FIXED[kind]]
    if kind in SPECIAL:
        return SPECIAL[kind](user)
    return ({"pk": row.pk} for row in some(model_of(kind), user))


def model_of(kind: str) -> type[Model]:
    """Give the model whose records a kind of the table are."""
    if kind in OTHER_NAMES:
        return OTHER_NAMES[kind]
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if model.__name__.lower() == kind.replace("_", ""):
                return model
    raise LookupError(f"访问表中的“{kind}”没有同名的模型：请在 tests/face/records.py 里写明。")


def some(model: type[Model], user: User) -> list[Any]:
    """Give some records a person sees, a few of every state, the newest first."""
    seen: QuerySet[Any] = model._default_manager.all()
    if hasattr(seen, "visible_to"):
        seen = seen.visible_to(user)
    seen = seen.order_by("-pk")
    fields = {field.name for field in model._meta.fields}
    if "state" not in fields:
        return list(seen[:ENOUGH])
    states = seen.order_by("state").values_list("state", flat=True).distinct()
    by_state = [list(seen.filter(state=state)[:PER_STATE]) for state in states]
    mixed = chain.from_iterable(zip_longest(*by_state))
    return list(islice((row for row in mixed if row is not None), ENOUGH))


def of_areas(level: str, **more: Any) -> Callable[[User], list[Given]]:
    """Give the places of a level inside a person's area, poor villages first."""

    def places(user: User) -> list[Given]:
        inside = Area.objects.filter(level=level, code__startswith=user.area_code)
        codes = inside.order_by("-is_poor", "code").values_list("code", flat=True)
        return [{"code": code, **more} for code in codes[:ENOUGH]]

    return places


def of_units(user: User) -> list[Given]:
    """Give the places a plan is for: the county, its townships, its villages, the person's own."""
    inside = Area.objects.filter(code__startswith=user.area_code).order_by("-is_poor", "code")
    levels = [list(inside.filter(level=level)[:5]) for level in ("county", "township", "village")]
    return [{"year": YEAR, "code": area.code} for area in chain(*levels)]


def households(user: User, **more: Any) -> list[Given]:
    """Give households a person sees, some of them planned to leave poverty this year."""
    seen = Household.objects.visible_to(user)
    planned = seen.filter(planned_exit_year=YEAR)[: ENOUGH // 2]
    numbers = [row.household_no for row in chain(planned, some(Household, user))]
    return [{"household_no": number, **more} for number in numbers]


def members(user: User) -> list[Given]:
    rows = some(Member, user)
    return [{"household_no": row.household.household_no, "member": row.pk} for row in rows]


def months(_: User) -> list[Given]:
    return [{"county": COUNTY, "month": MONTH}, {"county": COUNTY, "month": "2016-06"}]


def answers(user: User) -> list[Given]:
    """Give answers that failed and led to no problem yet, then others."""
    seen = Answer.objects.filter(visit__in=Visit.objects.visible_to(user))
    asked = seen.filter(question__default_fact="")  # what is filled beforehand is no problem
    rows = chain(asked.filter(failed=True)[:ENOUGH], asked[:ENOUGH])
    return [{"pk": row.pk} for row in rows]


def parts(user: User) -> list[Given]:
    """Give the first section of every form that a person may still fill in."""
    return [{"pk": row.pk, "section": "A"} for row in some(Visit, user)]


def photos(user: User, **more: Any) -> list[Given]:
    return [{"pk": row.pk, "question": "A101", **more} for row in some(Visit, user)]


def with_ending(kind: str) -> Callable[[User], list[Given]]:
    """Give the records of a kind as Word files."""
    return lambda user: [{"pk": row.pk, "ending": "docx"} for row in some(model_of(kind), user)]


def blanks(_: User) -> list[Given]:
    given = {"kind": "household", "ending": "docx"}
    return [{"pk": key, **given} for key in Checklist.objects.values_list("pk", flat=True)]


def files(user: User) -> list[Given]:
    return [{"pk": row.pk, "kind": "pdf"} for row in some(Bulletin, user)]


SPECIAL: dict[str, Callable[[User], Iterable[Given]]] = {
    "answer": answers,
    "attached": lambda user: photos(user, number=1),
    "blank": blanks,
    "bulletin_file": files,
    "extension_paper": with_ending("extension"),
    "household": households,
    "household_year": lambda user: households(user, year=YEAR),
    "letterhead_act": lambda user: [{"pk": 1, "act": "use"}],
    "member": members,
    "month": months,
    "month_figure": lambda user: [{**given, "key": "problems"} for given in months(user)],
    "number": lambda user: households(user, field="phone"),
    "order_paper": with_ending("order"),
    "paper": with_ending("visit"),
    "part": parts,
    "photo": photos,
    "place_plan": of_units,
    "posting": lambda user: [{"pk": row.pk} for row in Posting.objects.filter(ends_on=None)[:20]],
    "problem_paper": with_ending("problem"),
    "summons_paper": with_ending("summons"),
    "target": of_units,
    "township": of_areas("township"),
    "village": of_areas("village"),
    "village_year": of_areas("village", year=YEAR),
}
