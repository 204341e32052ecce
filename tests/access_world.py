"""Records of one township, told by rare characters: 鄨 in a place's words, 冼 in a person's."""

import re
from datetime import date
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Export, Job, Role, User
from accounts.services.notices import notify
from households.models import (
    BatchComplaint,
    HeaderMapping,
    HelperPairing,
    Household,
    PlatformDifference,
    RegisterBatch,
    RegisterConflict,
)
from inspections.models import (
    AccountabilityCase,
    Draw,
    DrawnUnit,
    Extension,
    Objection,
    Problem,
    RectificationOrder,
    Reply,
    Round,
    Sanction,
    Visit,
)
from projects.models import AnnualTarget, PlanDocument, Pledge, Programme
from reports.models import Bulletin, BulletinFile
from tests import make
from tests.access_entered import make_upload
from tests.access_looks import make_looked
from tests.access_reading import make_read
from tests.access_schemes import content, make_draft
from tests.access_table import ROLES
from tests.access_wall import make_met
from tests.inspections.problem_cast import make_attachment

PERSON, PLACE = "冼", "鄨"
PHONE, IDENTITY = "13987654321", "9999991956"
OTHER_TOWNSHIP = f"{make.COUNTY}106"
Records = dict[str, dict[str, Any]]
MISSING: dict[str, Any] = {
    "pk": 987654,
    "member": 987654,
    "household_no": "5103041059990000",
    "code": "510304999",
    "county": "510399",
}


def addresses() -> dict[str, str]:
    """Give every address by name with its route; the API's `.json` twins lead to the same."""

    def walk(patterns: list[Any], space: str, head: str) -> Any:
        for pattern in patterns:
            route = head + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner, route)
            elif isinstance(pattern, URLPattern) and "format" not in route:
                yield f"{space}{pattern.name or route}", route

    return dict(walk(get_resolver().url_patterns, "", ""))


def make_actor(letter: str) -> User:
    """Make a person of a role in 大安区 who has nothing to do with the world's township."""
    areas = {"乡": OTHER_TOWNSHIP, "村": f"{OTHER_TOWNSHIP}201"}
    code = areas.get(letter, make.COUNTY)
    make.make_area(code)
    unit = make.make_unit(f"单位{letter}", area_code=code)
    return make.make_user(ROLES[letter], area_code=code, unit=unit, is_staff=letter == "系")


def make_places(county: str, tail: str = "105") -> Records:
    """Make the township's register, plan and uploads, and what belongs to other people."""
    code = county + tail
    make.make_area(county, "大安区" if county == make.COUNTY else f"{PLACE}县")
    make.make_area(code, f"{PLACE}镇")
    village = make.make_area(f"{code}201", f"{PLACE}村", is_poor=True)
    unit = make.make_unit(f"{PLACE}镇人民政府", area_code=code, kind="township")
    make.make_category()
    make.make_unit("新店镇", area_code=code, kind="township")
    household = make.make_household(village, head_name=f"{PERSON}文秀", phone=PHONE)
    member = household.members.get()
    household.flags.create(
        area_code=village.code, code="K99", working=PLACE, flagged_on="2016-07-01"
    )
    posting = village.postings.create(
        area_code=village.code, post="first_secretary", person_name=PERSON, starts_on="2016-01-01"
    )
    other = make.make_user(Role.HELPER, name="另一人")
    notify(recipients=[other], key=code, text=f"{PLACE}镇的消息")
    job = Job.objects.create(kind="apply_register_batch", key=code, requested_by=other)
    export = Export(serial=f"{PLACE}{code}", list_name="households", requested_by=other, rows=1)
    export.file.save("x.xlsx", ContentFile(PERSON.encode()))
    batch = RegisterBatch(area_code=code, file_name=f"{PLACE}.xlsx", state="staged")
    batch.file.save("x.xlsx", ContentFile(PERSON.encode()))
    BatchComplaint.objects.create(
        batch=batch, sheet="户", row=3, column="姓名", value=f"{PERSON}文秀", reason="有误"
    )
    difference = make_difference(household)
    conflict = RegisterConflict.objects.create(
        area_code=code, kind="moved", key=code, here_no=household.household_no, there_no="9",
        person_no=member.person_no, found=f"{PERSON}文秀换户", batch=batch,
    )  # fmt: skip
    mapping = HeaderMapping.objects.create(
        area_code=county, kind="register", header=f"{PLACE}{tail}", column="name"
    )
    AnnualTarget.objects.create(area_code=code, year=2016, persons=7)
    pledge = Pledge(area_code=code, year=2016, due_on=date(2016, 3, 31))
    pledge.file.save("x.pdf", ContentFile(b"%PDF"))
    plan = PlanDocument(
        area_code=code, year=2016, title=f"{PLACE}镇规划", dated_on=date(2016, 3, 1),
        sha256="0" * 64, uploaded_by=other,
    )  # fmt: skip
    plan.file.save("x.pdf", ContentFile(b"%PDF"))
    programme = Programme.objects.create(
        area_code=county, year=2016, code=tail, name=f"{PLACE}专项", lead_unit=unit
    )
    return {
        **make_met(unit, PLACE),
        "area": {"pk": code},
        "village": {"code": village.code},
        "unit": {"pk": unit.pk},
        "household": {"household_no": household.household_no},
        "household_year": {"household_no": household.household_no, "year": 2016},
        "township": {"code": code},
        "village_year": {"code": village.code, "year": 2016},
        "number": {"household_no": household.household_no, "field": "phone"},
        "member": {"household_no": household.household_no, "member": member.pk},
        "batch": {"pk": batch.pk},
        "problem_upload": {"pk": make_upload(code, f"{PLACE}镇", other).pk},
        "difference": {"pk": difference.pk},
        "conflict": {"pk": conflict.pk},
        "mapping": {"pk": mapping.pk},
        "target": {"year": 2016, "code": code},
        "place_plan": {"year": 2016, "code": code},
        "pledge": {"pk": pledge.pk},
        "plan": {"pk": plan.pk},
        "programme": {"pk": programme.pk},
        "posting": {"pk": posting.pk},
        "notice": {"pk": other.notices.get().pk},
        "job": {"pk": job.pk},
        "export": {"pk": export.pk},
    }


def make_difference(household: Household) -> PlatformDifference:
    """Make an applied extract of the platform that differs about a household."""
    extract = RegisterBatch.objects.create(
        kind="platform", area_code=household.area_code[:6], file_name="平台.xlsx",
        state="applied", applied_at=make.NOW,
    )  # fmt: skip
    line = {"area_code": household.area_code, "household_no": household.household_no}
    extract.lines.create(measure="medical", person_count=2, **line)
    return extract.differences.create(
        measure="medical", kind="persons", here_persons=1, there_persons=2, **line
    )


def make_fieldwork(places: Records, **fields: Any) -> Records:
    """Make a round that drew, visited and found something in the township, up to its bulletin."""
    code, unit = places["area"]["pk"], make.Unit.objects.get(pk=places["unit"]["pk"])
    county, other = code[:6], make.make_user(Role.INSPECTOR, name="别组组长")
    kept = {"area_code": county, "title": f"{PLACE}方案", "data": content()}
    scheme = make.make_scheme(code=fields.pop("scheme", "special"), **kept)
    round_ = make.make_round(scheme=scheme, title=f"{PLACE}督查", **fields)
    draw = make_draw(round_)
    drawn = DrawnUnit.objects.create(
        draw=draw, stage="township", position=1, parent_code=county, ticket="1" * 64,
        subject_kind="township", subject_code=code, subject_name=f"{PLACE}镇", area_code=code,
    )  # fmt: skip
    place = {"subject_code": code, "subject_name": f"{PLACE}镇", "area_code": code}
    team = make.make_team(round_, other)
    assignment = make.make_assignment(round=round_, team=team, drawn_unit=drawn, **place)
    done = dict.fromkeys(("submitted_at", "accepted_at"), make.NOW)
    done["state"] = Visit.State.ACCEPTED
    visit = make.make_visit(assignment, visited_on=date(2016, 7, 12), **done)
    question = make.make_question(f"X{round_.pk}_plan", checklist=visit.checklist)
    visit.answers.create(question=question, value="no", failed=True)
    order = RectificationOrder.objects.create(
        area_code=county, year=2016, serial=round_.pk, unit=unit, requirement=f"{PLACE}整改",
        issued_on=date(2016, 7, 12), due_on=date(2016, 8, 12), issued_by=other,
    )  # fmt: skip
    problem = make.make_problem(
        round=round_, visit=visit, order=order, due_on=order.due_on, responsible_unit=unit,
        state=Problem.State.REPORTED, scope="common", fact=f"{PLACE}未制定方案", **place,
    )  # fmt: skip
    reply = Reply.objects.create(
        problem=problem, cause=PLACE, measure="已改", result="好", by=other
    )
    attachment = make_attachment(other, area_code=code)
    reply.evidence.add(attachment)
    return {
        "scheme": {"pk": scheme.pk},
        "draft": {"pk": make_draft(scheme, other, f"{PLACE}.xlsx").pk},
        "checklist": {"pk": visit.checklist.pk},
        "round": {"pk": round_.pk},
        "draw": {"pk": draw.pk},
        "drawn": {"pk": drawn.pk},
        "assignment": {"pk": assignment.pk},
        "visit": {"pk": visit.pk},
        "paper": {"pk": visit.pk, "ending": "docx"},
        "blank": {"pk": visit.checklist_id, "kind": "township", "ending": "docx"},
        "part": {"pk": visit.pk, "section": "A"},
        "photo": {"pk": visit.pk, "question": question.name},
        "attached": {"pk": visit.pk, "question": question.name, "number": attachment.pk},
        "problem": {"pk": problem.pk},
        **make_asked(problem, other),
        **make_looked(problem, other),
        "answer": {"pk": visit.answers.get().pk},
        "order": {"pk": order.pk},
        "order_paper": {"pk": order.pk, "ending": "docx"},
        "problem_paper": {"pk": problem.pk, "ending": "docx"},
        "attachment": {"pk": attachment.pk},
    }


def make_asked(problem: Problem, by: User) -> Records:
    """Make what was asked about a problem, and what the discipline office has of it."""
    told = {"problem": problem, "order": problem.order, "reason": PLACE, "by": by, "at": make.NOW}
    extension = Extension.objects.create(
        progress=PLACE, due_before=problem.due_on, until=date(2016, 12, 31), **told
    )
    unit = problem.responsible_unit
    case = AccountabilityCase.objects.create(
        area_code=problem.area_code, trigger="not_rectified", grounds=f"{PLACE}{PERSON}",
        unit=unit, problem=problem, key=f"of{problem.pk}", proposed_at=make.NOW,
    )  # fmt: skip
    sanction = Sanction.objects.create(
        area_code=problem.area_code, case=case, target_kind="person", unit=unit,
        person_name=f"{PERSON}文秀", measure="admonishment", basis=PLACE,
        decided_on=make.NOW.date(), recorded_by=by, recorded_at=make.NOW,
    )  # fmt: skip
    return {
        "extension": {"pk": extension.pk},
        "extension_paper": {"pk": extension.pk, "ending": "docx"},
        "objection": {"pk": Objection.objects.create(**told).pk},
        "case": {"pk": case.pk},
        "sanction": {"pk": sanction.pk},
    }


def make_draw(round_: Round) -> Draw:
    """Make a drawn draw; what is tested is who sees it."""
    shas = dict.fromkeys(("previous", "pool_sha", "rule_sha", "seal", "result_sha"), "0" * 64)
    return Draw.objects.create(
        round=round_, area_code=round_.area_code, number=1, draw_id=f"{PLACE}{round_.pk}",
        pool="", rule="", seed="1" * 20, state="drawn", sealed_at=make.NOW, **shas,
    )  # fmt: skip


def make_bulletin(county: str) -> Records:
    """Make an issued bulletin with a file."""
    bulletin = Bulletin.objects.create(
        area_code=county, period=make.JULY, state="issued", year=2016, serial=1,
        issued_on=date(2016, 7, 31), title=f"{PLACE}通报", facts={"figures": []},
    )  # fmt: skip
    file = BulletinFile(bulletin=bulletin, kind="pdf", name=f"{PLACE}.pdf")
    file.file.save("x.pdf", ContentFile(b"%PDF"))
    return {
        **make_read(bulletin, PLACE),
        "bulletin": {"pk": bulletin.pk},
        "bulletin_file": {"pk": bulletin.pk, "kind": "pdf"},
        "month": {"county": county, "month": "2016-07"},
        "month_figure": {"county": county, "month": "2016-07", "key": "problems"},
    }


def pair(helper: User, places: Records) -> None:
    """Make the helper responsible for the township's household."""
    household = Household.objects.get(**places["household"])
    HelperPairing.objects.create(
        household=household, area_code=household.area_code, user=helper, name=helper.name,
        starts_on=date(2016, 1, 1),
    )  # fmt: skip


def rows() -> dict[str, list[Any]]:
    """Give every row of the project's own tables."""
    labels = ("accounts", "households", "projects", "inspections", "reports")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {m._meta.label: list(m.objects.order_by("pk").values_list()) for m in models}


def body(answer: Any) -> bytes:
    """Give an answer's bytes without the form's own token and the minute it was made."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    content = re.sub(r"\d\d:\d\d 打印".encode(), b"", content)
    tokens = rb'(csrfmiddlewaretoken|entry_key)" value="[^"]+"|X-CSRFToken[^}]+|"token": "[^"]+"'
    return re.sub(tokens, b"", content)
