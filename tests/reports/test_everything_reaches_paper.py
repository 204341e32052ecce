"""What an office fills in must be on paper: a new field has to be printed or excused here."""

import dataclasses
import re
import zipfile
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from itertools import count

import pytest

from inspections.models import Problem, RectificationOrder, Reply, Verification
from inspections.models.sources import ProblemSource
from inspections.services.schemes import load_scheme
from reports.facts.as_json import _hints
from reports.facts.month import BLOCKS, MonthFacts
from reports.ledgers.month import LEDGERS
from reports.models import Bulletin
from reports.papers.orders import order_paper
from reports.renderers.xlsx import render_workbook
from reports.selectors.order_papers import order_text
from reports.selectors.packs import orders_of
from reports.services import assemble_bulletin
from reports.services.packs import _pieces
from tests.inspections.problem_cast import make_attachment
from tests.inspections.scheme_cast import scheme
from tests.make import make_area, make_problem, make_round, make_unit, make_user
from tests.reports.month import COUNTY, DAY, JULY

LINKS = "a link between rows: what it leads to is printed by its own fields"
PICTURE = "a picture or file: its name is printed, itself stays in the system (清单.txt says so)"
NOT_FILLED = {
    Problem: {
        "id": "technical",
        "area_code": "printed as township and village",
        "subject_kind": "told by the subject's name",
        "subject_code": "printed as the subject's name",
        "period": "printed in every title",
        "round": LINKS,
        "visit": LINKS,
        "answer": LINKS,
        "source": "printed as the body that found it where one is named",
        "proposed_scope": "the system's proposal; the office's own decision is printed",
        "photos": PICTURE,
        "upload": LINKS,
        "entry_key": "technical: saving twice saves once",
    },
    RectificationOrder: {
        "id": "technical",
        "area_code": "the county of the document",
        "year": "printed in the number",
        "serial": "printed in the number",
        "covers": LINKS,
    },
    Reply: {"id": "technical", "problem": LINKS},
    Verification: {
        "id": "technical",
        "reply": LINKS,
        "photos": PICTURE,
        **dict.fromkeys(
            ("cause_found", "measure_done", "result_met"), "printed as 复核通过 or 退回整改"
        ),
    },
}
DAYS = (date(2016, 8, 1) + timedelta(days=number) for number in count())


def written(value):
    """What paper may say of a value."""
    if isinstance(value, date):
        moment = value.date() if hasattr(value, "hour") else value
        return {moment.isoformat(), f"{moment.year}年{moment.month}月{moment.day}日"}
    return {str(value)}


def text_of(name, content):
    """All words of a .docx or .xlsx."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = [part for part in package.namelist() if part.endswith(".xml")]
        xml = "\n".join(package.read(part).decode() for part in parts)
    if name.endswith(".xlsx"):  # days are numbers there
        xml = re.sub(r'<c s="9"><v>(\d+)</v>', lambda found: f"\n{day(int(found[1]))}\n", xml)
        return unescape(re.sub(r"<[^>]+>", "\n", xml))
    return unescape(re.sub(r"<[^>]+>", "", xml))


def day(number):
    return (date(1899, 12, 30) + timedelta(days=number)).isoformat()


def words(value):
    """All text of nested plain values: what a paper's PDF is printed from."""
    if dataclasses.is_dataclass(value):
        return words(dataclasses.astuple(value))
    if isinstance(value, list | tuple):
        return "\n".join(map(words, value))
    return str(value)


def packed(held):
    """All words of a month's pack; a PDF's words are those of what it is printed from."""
    sheets = [words(order_paper(order_text(order)[0])) for order in orders_of(held)]
    pieces = [
        text_of(piece.path, b"".join(piece.read()))
        for piece in _pieces(held)
        if piece.path.endswith((".docx", ".xlsx"))
    ]
    return "\n".join(pieces + sheets)


def fill_problem(round_):
    """Make a problem with every field filled, its order, reply and judgement."""
    unit = make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    order = RectificationOrder.objects.create(
        area_code=COUNTY, year=2016, serial=91, unit=unit, requirement="要求词", working_days=88,
        issued_on=next(DAYS), due_on=date(2016, 9, 30), issued_by=make_user(name="签发人词"),
        acknowledged_by=make_user(name="签收人词"), acknowledged_at="2016-08-20T10:00+08:00",
    )  # fmt: skip
    problem = make_problem(
        round=round_, order=order, fact="事实词", basis="依据词", subject_name="对象词",
        severity="severe", track="fix_now", scope="common", found_in="cross_check",
        found_by="发现人词", responsible_person="责任人词", planned_measure="措施计划词",
        planned_on=next(DAYS), village_can_solve=True, handed_up_on=next(DAYS), reopened=97,
        repeats=make_problem(period=date(2016, 5, 1)), state="closed", found_on=next(DAYS),
        due_on=date(2016, 9, 30), closed_on=next(DAYS), origin=make_origin(),
    )  # fmt: skip
    order.covers.add(problem)
    reply = Reply.objects.create(
        problem=problem, cause="原因词", measure="措施词", result="结果词",
        by=make_user(name="报送人词"), at="2016-08-21T10:00+08:00",
    )  # fmt: skip
    reply.evidence.add(make_attachment(reply.by))
    Verification.objects.create(
        reply=reply, cause_found=True, measure_done=True, result_met=True, cause_note="查清词",
        measure_note="到位词", result_note="达标词", note="复核意见词", visited_on=next(DAYS),
        by=make_user(name="复核人词"), at="2016-08-22T10:00+08:00",
    )  # fmt: skip


def make_origin():
    return ProblemSource.objects.create(area_code=COUNTY, kind="audit", name="来源词")


def said_of(row, field):
    """What must be found on paper of a field: its label where it is one of several choices."""
    value = getattr(row, field.name)
    if field.many_to_many:
        return {str(each) for each in value.all()}
    if isinstance(value, bool):
        return {"\n能\n"}
    if field.choices:
        return {getattr(row, f"get_{field.name}_display")()}
    return {getattr(value, "name", str(value))} if field.is_relation else written(value)


@pytest.mark.django_db
def test_every_item_of_the_form_and_every_field_an_office_fills_is_in_the_pack(office):
    make_area(COUNTY, "大安区")
    make_area(f"{COUNTY}105", "新店镇")
    data = scheme("monthly")
    form = load_scheme(data=data, area_code=COUNTY, by=None)
    fill_problem(make_round(scheme=form))
    held = assemble_bulletin(county=COUNTY, period=JULY, by=office, on=DAY)
    paper = packed(Bulletin.objects.get(pk=held.pk))
    lost = [item for item in {q.item for q in data.questions} - {""} if f"\n{item}\n" not in paper]
    for model, excused in NOT_FILLED.items():
        row = model.objects.last() if model is not Problem else Problem.objects.get(fact="事实词")
        asked = [*model._meta.fields, *model._meta.many_to_many]
        lost += [
            f"{model.__name__}.{field.name}"
            for field in asked
            if field.name not in excused and not any(s in paper for s in said_of(row, field))
        ]
    assert lost == []


def test_nothing_is_excused_that_is_not_there():
    for model, excused in NOT_FILLED.items():
        assert set(excused) <= {field.name for field in model._meta.get_fields()}


# ---- ledgers ------------------------------------------------------------------------------------
class Filler:
    """Facts with something in every field, each number and text its own."""

    def __init__(self):
        self.number = count(1001)

    def made(self, hint, name):
        said = str(hint)
        if dataclasses.is_dataclass(hint):
            hints = _hints(hint)
            return hint(
                **{key: self.made(hints[key], key) for key in hints if key in fields(hint)}
            )
        if "tuple[" in said:
            return self.many(hint, name)
        if "bool" in said:
            return True
        if "date" in said:
            return date(2016, 7, 1) + timedelta(days=next(self.number) % 28)
        return next(self.number) if "int" in said else f"{name}{next(self.number)}"

    def many(self, hint, name):
        parts = hint.__args__
        if parts[-1] is Ellipsis:
            return (self.made(parts[0], name), self.made(parts[0], name))
        return tuple(self.made(part, name) for part in parts)


def fields(cls):
    return {field.name for field in dataclasses.fields(cls)}


def filled_facts():
    """A month of such facts, with the posts, answers and codes that ledgers look for by name."""
    facts = Filler().made(MonthFacts, "month")
    posts = [
        dataclasses.replace(facts.villages[0].posts[0], post=post)
        for post in (
            *("liaison_leader", "helping_unit", "village_work_team", "first_secretary"),
            *("agro_technician", "paired_unit"),
        )
    ]
    answers = tuple((name, f"答{name}") for name in sorted(ledger_answers()))
    village = dataclasses.replace(
        facts.villages[0], posts=tuple(posts), answers=answers, problems=("第一书记不在村",)
    )
    return dataclasses.replace(
        facts,
        villages=(village, dataclasses.replace(village, posts=tuple(posts[:1]))),
        blocks=tuple(dataclasses.replace(facts.blocks[0], code=code) for code in BLOCKS),
        problems=tuple(dataclasses.replace(line, block="Z") for line in facts.problems),
    )


def ledger_answers():
    return {q.name for q in scheme("monthly").questions if q.name.startswith("E1")}


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.slug)
def test_every_column_of_a_ledger_is_fed_by_the_facts_and_printed(ledger):
    book = ledger.make(filled_facts())
    paper = text_of("x.xlsx", render_workbook(book))
    lost = [
        (sheet.name, column.name)
        for sheet in book.sheets
        for column, told in zip(sheet.columns, zip(*sheet.rows, strict=True), strict=True)
        if not any(told) or column.name not in paper
    ]
    assert lost == []


UNPRINTED = {"code": "printed as the place's name", "area_code": "printed as the place's name"}


def test_every_field_of_a_problems_line_is_in_a_list():
    facts = filled_facts()
    paper = "".join(text_of("x.xlsx", render_workbook(one.make(facts))) for one in LEDGERS)
    line = facts.problems[0]
    excused = {*UNPRINTED, "block", "village_can_solve", "overdue", "state"}
    lost = [
        name
        for name in fields(type(line)) - excused
        if not any(said in paper for said in written(getattr(line, name)))
    ]
    assert lost == []
