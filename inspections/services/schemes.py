"""Publishing a scheme: a new version of its checklists, never a change to a published one."""

from decimal import Decimal

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Parameter, User
from accounts.services.trail import record
from households.models import Area
from inspections.models import Checklist, ProblemCategory, Question, Scheme
from inspections.scheme_data import Question as Asked
from inspections.scheme_data import SchemeData, to_json

AS_WRITTEN = (
    *("name", "item", "item_title", "label", "hint", "unit", "asked_of", "programme"),
    *("required", "relevant", "constraint", "constraint_message", "warning", "warning_message"),
    *("appearance", "repeat"),
    *("calculation", "fail_if", "problem", "track", "evidence", "source"),
)
SEVERITY = {"一般": "ordinary", "较重": "serious", "严重": "severe"}


@transaction.atomic
def load_scheme(*, data: SchemeData, area_code: str, by: User | None, note: str = "") -> Scheme:
    """Publish a scheme in a county as its next version; the same content gives the same version.

    The version keeps the content whole, and `note` says why it was made. Also stores the problem
    categories, and the thresholds that have a term as parameters of the county. Raises RuleBroken
    where the county is not known.
    """
    county = Area.objects.select_for_update().counties().filter(code=area_code).first()
    if county is None:
        raise RuleBroken(f"没有区划代码为{area_code}的区县，请先装入区划。", code="no_county")
    code, sha256 = data.setting("code"), data.fingerprint()
    latest = Scheme.objects.current(area_code=area_code, code=code).first()
    if latest is not None and latest.sha256 == sha256:
        return latest
    scheme = Scheme.objects.create(
        code=code,
        area_code=area_code,
        version=latest.version + 1 if latest else 1,
        title=data.setting("title"),
        options=options_of(data),
        data=to_json(data),
        note=note,
        sha256=sha256,
        published_by=by,
    )
    store_categories(data)
    store_parameters(data, area_code=area_code)
    store_checklist(data, scheme)
    record(by=by, action="load_scheme", about=scheme, version=scheme.version, sha256=sha256)
    return scheme


def options_of(data: SchemeData) -> dict[str, object]:
    """The settings without a term, whole numbers as numbers; programmes; questions on posts."""
    options: dict[str, object] = {
        line.key: int(line.value)
        if line.value.isascii() and line.value.isdecimal()
        else line.value
        for line in data.settings
        if not line.valid_from
    }
    options["programmes"] = [
        {
            "code": programme.code,
            "name": programme.name,
            "lead_unit": programme.lead_unit,
            "supplement": programme.supplement,
        }
        for programme in data.programmes
    ]
    options["sightings"] = [[one.question, one.post] for one in data.sightings]
    return options


def store_categories(data: SchemeData) -> None:
    """The categories of the scheme; one list serves all schemes."""
    ProblemCategory.objects.bulk_create(
        [
            ProblemCategory(slug=c.slug, code=c.code, name=c.name, always_severe=c.severe)
            for c in data.categories
        ],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["code", "name", "always_severe"],
    )


def store_parameters(data: SchemeData, *, area_code: str) -> None:
    """The thresholds with a term; one not filled in yet is left to the office."""
    for line in data.settings:
        if line.valid_from and line.value:
            Parameter.objects.update_or_create(
                area_code=area_code,
                key=line.key,
                valid_from=line.valid_from,
                defaults={
                    "label": line.label,
                    "value": Decimal(line.value),
                    "unit": line.unit,
                    "valid_to": line.valid_to or None,
                    "source": line.source,
                },
            )


def store_checklist(data: SchemeData, scheme: Scheme) -> Checklist:
    """The scheme's checklist with all its questions, in order."""
    checklist = Checklist.objects.create(
        scheme=scheme,
        code=scheme.code,
        title=data.setting("form_title") or scheme.title,
    )
    headings = {group.name: group.label for group in data.groups}
    slugs = {category.code: category.slug for category in data.categories}
    Question.objects.bulk_create(
        stored(asked, checklist, position, headings, slugs, data)
        for position, asked in enumerate(data.questions, start=1)
    )
    return checklist


def stored(
    asked: Asked,
    checklist: Checklist,
    position: int,
    headings: dict[str, str],
    slugs: dict[str, str],
    data: SchemeData,
) -> Question:
    """One question as a row, with its exact wording and its choices."""
    return Question(
        checklist=checklist,
        position=position,
        section_code=asked.section,
        section=headings.get(asked.section, ""),
        group_code=asked.group,
        group=headings.get(asked.group, ""),
        type=asked.kind,
        choices=[[name, label] for name, label in data.choices_of(asked.list_name).items()],
        levels=",".join(asked.levels),
        default_fact=asked.default,
        category=slugs.get(asked.category, ""),
        severity=SEVERITY.get(asked.severity, ""),
        responsible=",".join(asked.responsible),
        **{field: getattr(asked, field) for field in AS_WRITTEN},
    )
